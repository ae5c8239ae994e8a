#pragma once
/// @file libroi/audit/export.hpp: the whole pipeline traced: workbook and explanations of a center.
///
///     roi::audit::TracedCenter traced(center);
///     roi::audit::write_workbook("model.xlsx", traced, record);
///     std::cout << traced.explain("debt/principal", 30, 3);
///
/// The break-even scale is solved in double; the workbook holds it as a marked number and, below `break-even/`, the
/// whole operating model once more at that scale as its proof.
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

/// A center evaluated on Formula. Immovable, because formulas refer to it.
class TracedCenter {
 public:
  explicit TracedCenter(const Center<double>& center);
  TracedCenter(const TracedCenter&) = delete;
  TracedCenter& operator=(const TracedCenter&) = delete;

  [[nodiscard]] const Graph& graph() const noexcept { return graph_; }
  [[nodiscard]] const Layout& layout() const noexcept { return layout_; }
  [[nodiscard]] const Center<double>& center() const noexcept { return center_; }
  /// One row per input of the center, structure included, in the order of declaration; sources come from `record`.
  [[nodiscard]] std::vector<InputRow> inputs(const Record& record = {}) const;
  /// Text tree of one line; see audit/explain.hpp.
  [[nodiscard]] std::string explain(std::string_view path, int t, int depth, const Record& record = {}) const;

 private:
  Center<double> center_;
  Layout layout_;
  Graph graph_;
};

/// `info.timeline`, `currency`, `model` and `engine` are filled in when empty.
void write_workbook(const std::string& file, const TracedCenter& traced, const Record& record = {},
                    WorkbookInfo info = {});

}  // namespace roi::audit
