#pragma once
/// @file libroi/audit/export.hpp: the whole pipeline traced: workbook and explanations of a center.
///
///     roi::audit::TracedCenter traced(center);
///     roi::audit::write_workbook("model.xlsx", traced, record);
///     std::cout << traced.explain("debt/principal", 30, 3);
///
/// The break-even scale is solved in double; the workbook holds it as a marked number and, below `break-even/`, the
/// whole operating model once more at that scale as its proof. Centers with streams of revenue from outside the library:
/// audit/trace_center.hpp.
/// Errors: StructureError when a line breaks a rule of audit/plan.hpp; FileError when the file cannot be written.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/audit/input_row.hpp"
#include "libroi/audit/plan.hpp"
#include "libroi/audit/workbook.hpp"
#include "libroi/center/layout.hpp"
#include "libroi/inputs/provenance.hpp"

namespace roi::audit {

/// A model evaluated on Formula: its graph, and the inputs that formulas refer to. Immovable, because they do.
class TracedModel {
 public:
  TracedModel(const TracedModel&) = delete;
  TracedModel& operator=(const TracedModel&) = delete;

  [[nodiscard]] const Graph& graph() const noexcept { return graph_; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const std::string& currency() const noexcept { return currency_; }
  [[nodiscard]] YearMonth start() const noexcept { return start_; }
  [[nodiscard]] int months() const noexcept { return months_; }
  /// One row per input of the center, structure included, in the order of declaration; sources come from `record`.
  [[nodiscard]] std::vector<InputRow> inputs(const Record& record = {}) const;
  /// Text tree of one line; see audit/explain.hpp.
  [[nodiscard]] std::string explain(std::string_view path, int t, int depth, const Record& record = {}) const;

 protected:
  template <class T, class Streams>
  explicit TracedModel(const CenterOf<T, Streams>& center)
      : name_(center.name), currency_(center.currency), start_(center.start), months_(center.months) {}
  ~TracedModel() = default;
  Graph graph_;
  roi::inputs::Object root_{};  // the tree of inputs on double, which the derived class holds

 private:
  std::string name_, currency_;
  YearMonth start_;
  int months_;
};

/// A center with the standard streams.
class TracedCenter : public TracedModel {
 public:
  explicit TracedCenter(const Center<double>& center);
  [[nodiscard]] const Layout& layout() const noexcept { return layout_; }

 private:
  Center<double> center_;
  Layout layout_;
};

/// `info.timeline`, `currency`, `model` and `engine` are filled in when empty.
void write_workbook(const std::string& file, const TracedModel& traced, const Record& record = {},
                    WorkbookInfo info = {});

}  // namespace roi::audit
