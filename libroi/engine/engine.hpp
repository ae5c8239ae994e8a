#pragma once
/// @file libroi/engine/engine.hpp: the compiled engine: evaluate a center, many variations of it, and its derivatives.
///
///     const roi::Evaluation e = roi::evaluate(center);
///     e.metrics[roi::Metric::npv_project].value;               // money
///     e.ledger.row(e.layout->lines().find("revenue/total"));   // N monthly values
///
/// Pure functions: no globals, no I/O, no clock. Thread-safe.
/// Centers with streams from outside the library: the same functions in engine/outside.hpp.
/// A center may come from a file (inputs/reader.hpp) or be built in code: its fields then have their declared defaults
/// (inputs/defaults.hpp), and every range, reference and rule of the reader is checked here again.
/// Errors: InputError with everything that is wrong with the center (inputs/checking/validate.hpp); DomainError for unknown
/// parameter paths, naming the nearest.
#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "libroi/center/center.hpp"
#include "libroi/center/layout.hpp"
#include "libroi/finance/irr.hpp"
#include "libroi/inputs/checking/validate.hpp"

namespace roi {

/// One integrity check of an evaluation: the largest absolute residual over the months, against its tolerance.
struct CheckResult {
  std::string id;          // "H1"
  std::string name;        // "balance sheet balances"
  double residual = 0.0;   // largest |residual|
  double tolerance = 0.0;  // 1e-9 x scale
  int month = -1;          // where the largest residual is; -1: not tied to a month
  bool passed = true;
};

/// Everything about one evaluation in double.
struct Evaluation {
  std::shared_ptr<const Declared> layout;  // lines, metrics and months
  Ledger<double> ledger;
  MetricSet<double> metrics;
  std::array<IrrDiagnosis, 4> irr;  // project before tax, project, equity free cash flow, equity distributions
  std::vector<CheckResult> checks;
  [[nodiscard]] bool passed() const noexcept;
};

[[nodiscard]] Evaluation evaluate(const Center<double>& center);

/// Why a row of a batch has no results.
enum class RowReason {
  out_of_range,  // a value is no number or outside the range of its field
  broken_rule    // the values break a rule between fields
};
struct RefusedRow {
  std::size_t row = 0;
  RowReason reason = RowReason::out_of_range;
  std::string text;  // "contracts.anchor.cards is -5, but must be in [0, 1e+07] card (cards reserved)"
};

/// Results of a batch.
struct Variations {
  std::vector<double> metrics;      // rows x metrics, row-major; NaN where one does not exist, and in refused rows
  std::vector<RefusedRow> refused;  // in the order of the rows
};

/// Metrics of n variations: row i of `values` (n x paths.size(), row-major) overwrites the parameters named by
/// `paths`, and row i of the result (n x metrics.size()) holds the metrics, NaN where one does not exist.
/// Packs of eight scenarios; results do not depend on `threads` (0: all cores), on n or on the instruction set, and
/// equal evaluate() of each row bit for bit. A row that evaluate() would refuse is refused by itself, with its reason;
/// the others are worked out. `progress`, where given, is called now and then with the rows done and may throw to stop.
/// Structure (counts, choices, months) does not vary.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void operator()(std::size_t done, std::size_t total) = 0;
};
[[nodiscard]] Variations evaluate_many(const Center<double>& center, std::span<const std::string> paths,
                                       std::span<const double> values, std::span<const Metric> metrics, int threads = 0,
                                       Progress* progress = nullptr);

/// Derivatives of metrics with respect to every parameter of the center (order of parameters(center)):
/// metrics.size() x parameter count, row-major, unit of the metric per unit of the parameter. Exact up to rounding;
/// at a kink one-sided; 0 where the metric does not exist. One recorded evaluation and one sweep back for one metric, or
/// for each two (core/adjoint.hpp): the cost hardly depends on the number of parameters.
[[nodiscard]] std::vector<double> gradient(const Center<double>& center, std::span<const Metric> metrics);

/// What tells two evaluations apart: the first 16 digits of SHA-256 over the hash of the canonical inputs
/// (inputs/writer.hpp) and the version of the engine. Equal ids, equal numbers.
[[nodiscard]] std::string run_id(const std::string& hash_of_inputs);

/// Which instruction set the batch loop runs on here: "x86-64", "x86-64-v3" or "x86-64-v4".
[[nodiscard]] std::string instruction_set();

}  // namespace roi
