#pragma once
/// @file libroi/center/layout.hpp: the structure of a model, laid out once and shared by all its evaluations.
///
/// From the structure of a center (its months, keys, references, choices and which optional fields are given) a
/// layout has every stage declare its lines, metrics and checks. It does not depend on the values of numbers.
///
///   const Layout layout(center);                       the standard streams
///   const LayoutOf<MyStreams> layout(my_center);       streams from outside: include center/layout_of.hpp
///
/// Errors: DomainError for a reference without target, with its path, the name and the group it must be a key of.
#include <memory>
#include <string_view>
#include <vector>

#include "libroi/accounts/project.hpp"
#include "libroi/center/operations.hpp"
#include "libroi/funding/coverage.hpp"
#include "libroi/funding/debt.hpp"
#include "libroi/funding/equity.hpp"

namespace roi {

struct LayoutOptions {
  bool prove_break_even = false;  // declare the lines of the proof, for the workbook
};

/// What a layout has for every list of streams: months, lines, metrics.
class Declared {
 public:
  Declared(YearMonth start, int months, HourConvention hours) : timeline_(start, months, hours) {}
  [[nodiscard]] const LineTable& lines() const noexcept { return lines_; }
  [[nodiscard]] const Timeline& timeline() const noexcept { return timeline_; }
  [[nodiscard]] int months() const noexcept { return timeline_.months(); }
  /// The metrics in the order of results: the standard ones, then those of streams from outside.
  [[nodiscard]] const std::vector<MetricInfo>& metrics() const noexcept { return metrics_.infos; }
  [[nodiscard]] const std::vector<Line>& metric_lines() const noexcept { return metrics_.lines; }
  [[nodiscard]] const MetricInfo& info(Metric metric) const { return metrics_.infos[static_cast<std::size_t>(metric)]; }
  /// The metric with a path. Errors: DomainError, naming the nearest.
  [[nodiscard]] Metric metric(std::string_view path) const;
  /// The cost groups that some metrics belong to.
  [[nodiscard]] CostGroups costs_of(const std::vector<Metric>& metrics) const;

 protected:
  Timeline timeline_;
  LineTable lines_;
  MetricTable metrics_;
};

/// Operations and project cash flow at the break-even scale: the proof of a solved quantity.
template <class Streams>
struct ProofLines {
  OperationsLines<Streams> operations;
  ProjectLines project;
};

template <class Streams>
class LayoutOf : public Declared {
 public:
  explicit LayoutOf(const CenterOf<double, Streams>& center, LayoutOptions options = {});

  ScaleLines scales;
  Line operating_cost_size;
  OperationsLines<Streams> operations;
  ProjectLines project;
  DebtLines debt;
  AssetLines financing_asset;
  int financing_class = 0;
  TaxLines corporate_tax;
  StatementLines statements;
  CoverageLines coverage;
  EquityLines equity;
  Line break_even_scale, break_even_money, break_even_check;
  std::unique_ptr<ProofLines<Streams>> proof;
};

extern template class LayoutOf<StandardStreams>;

class Layout : public LayoutOf<StandardStreams> {
 public:
  using LayoutOf<StandardStreams>::LayoutOf;
};

/// The metrics that every center has, in the order of results.
[[nodiscard]] const std::vector<MetricInfo>& standard_metrics();
/// The metrics of one center: those of every center, then those that its structure brings.
[[nodiscard]] std::vector<MetricInfo> metrics_of(const Center<double>& center);
/// The metric with a path. Errors: DomainError, naming the nearest.
[[nodiscard]] Metric metric_named(const std::vector<MetricInfo>& metrics, std::string_view path);

}  // namespace roi
