#pragma once
/// @file libroi/core/formula_fold.hpp: totals over months for formulas, SUM, SUMPRODUCT, MIN, MAX, IRR over a row's range.
///
/// A fold takes booked values of one row, month after month without a gap; anything else would become a formula of
/// thousands of characters, or a wrong range, so it throws StructureError and names what it was given.
///
///   Sum            SUM(range)                     Least    MIN(range) of a ratio row, whose undefined months are blank
///   SumProduct     SUMPRODUCT(range, range)       Most     MAX(range)
///   FirstMonth     MATCH(1, range, 0) - 1           Mean     SUM(range) / SUM(flags)
///   entry(v, t)    INDEX(inputs, MIN(month + 1, n))
///   lag(s, t, k)   IF(month < k, 0, INDEX(row up to the previous column, month - k + 2)), k is structure
///   irr_of_row     IFERROR(IRR(range, the engine's root), status)
#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "libroi/core/fold.hpp"
#include "libroi/core/formula_clock.hpp"

namespace roi {

/// Consecutive months of one row.
class FormulaRange {
 public:
  explicit FormulaRange(const char* fold) : fold_(fold) {}
  void add(Formula x) {
    const Graph& graph = Graph::current();
    const GraphNode& node = graph.node(x.id());
    const int column = static_cast<int>(node.b) - 2;
    if (node.op != Op::cell || column < 0)
      throw StructureError(std::string(fold_) + ": takes booked months of one row, but value " +
                           std::to_string(count_) + " is not booked in a month");
    const int row = static_cast<int>(node.a);
    if (count_ == 0) {
      row_ = row;
      first_ = column;
    } else if (row != row_) {
      throw StructureError(std::string(fold_) + ": takes booked months of one row, but value " +
                           std::to_string(count_) + " is of '" + graph.row(row).info.path + "', the others are of '" +
                           graph.row(row_).info.path + "'");
    } else if (column != first_ + count_) {
      throw StructureError(std::string(fold_) + ": takes the months of '" + graph.row(row).info.path +
                           "' in order, but month " + std::to_string(column) + " follows month " +
                           std::to_string(first_ + count_ - 1));
    }
    ++count_;
  }
  [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
  [[nodiscard]] int row() const noexcept { return row_; }
  [[nodiscard]] int first() const noexcept { return first_; }
  [[nodiscard]] NodeId node() const { return of_row(row_); }
  /// The same months of another row.
  [[nodiscard]] NodeId of_row(int row) const { return Graph::current().range(row, first_, first_ + count_ - 1); }
  [[nodiscard]] bool same_months(const FormulaRange& other) const noexcept {
    return first_ == other.first_ && count_ == other.count_;
  }

 private:
  const char* fold_;
  int row_ = -1, first_ = 0, count_ = 0;
};

template <>
class Sum<Formula> {
 public:
  void add(Formula x) {
    range_.add(x);
    total_ = total_ + x.value();
  }
  [[nodiscard]] Formula value() const {
    return range_.empty() ? Formula() : Formula::from_node(Graph::current().make(Op::sum, range_.node(), 0, 0, total_));
  }

 private:
  FormulaRange range_{"Sum"};
  double total_ = 0.0;
};

template <>
class SumProduct<Formula> {
 public:
  void add(Formula x, Formula y) {
    x_.add(x);
    y_.add(y);
    if (!x_.same_months(y_)) throw StructureError("SumProduct: takes two rows in the same months");
    total_ = total_ + x.value() * y.value();
  }
  [[nodiscard]] Formula value() const {
    return x_.empty() ? Formula()
                      : Formula::from_node(Graph::current().make(Op::sum_product, x_.node(), y_.node(), 0, total_));
  }

 private:
  FormulaRange x_{"SumProduct"}, y_{"SumProduct"};
  double total_ = 0.0;
};

template <>
class Least<Formula> {
 public:
  void add(const Defined<Formula>& x) {
    range_.add(x.value);
    if (Graph::current().row(range_.row()).exists_row < 0)
      throw StructureError("Least: '" + Graph::current().row(range_.row()).info.path +
                           "' is not booked with book.ratio");
    if (!x.exists.value()) return;
    least_ = exists_ ? roi::min(least_, x.value.value()) : x.value.value();
    exists_ = true;
  }
  [[nodiscard]] Defined<Formula> value() const {
    if (range_.empty()) return {};
    Graph& graph = Graph::current();
    const NodeId flags = range_.of_row(graph.row(range_.row()).exists_row);
    const Formula any = Formula::from_node(graph.make(Op::most, flags, 0, 0, exists_ ? 1.0 : 0.0));
    return {Formula::from_node(graph.make(Op::least, range_.node(), 0, 0, least_)), any > Formula(0.0)};
  }

 private:
  FormulaRange range_{"Least"};
  double least_ = 0.0;
  bool exists_ = false;
};

template <>
class FirstMonth<Formula> {
 public:
  void add(Formula flag, Formula month) {
    range_.add(flag);
    if (range_.first() != 0) throw StructureError("FirstMonth: takes a row from its first month on");
    if (!found_ && flag.value() > 0.0) {
      month_ = month.value();
      found_ = true;
    }
  }
  [[nodiscard]] Formula value() const {
    if (range_.empty()) return {};
    const NodeId one = Graph::current().literal(1.0);
    return Formula::from_node(Graph::current().make(Op::match, one, range_.node(), 0, month_ + 1.0)) - 1.0;
  }

 private:
  FormulaRange range_{"FirstMonth"};
  double month_ = 0.0;
  bool found_ = false;
};

template <>
class Mean<Formula> {
 public:
  void add(const Defined<Formula>& x) {
    least_.add(x);  // the same demands, and the mask
    range_.add(x.value);
    if (!x.exists.value()) return;
    total_ += x.value.value();
    count_ += 1.0;
  }
  [[nodiscard]] Defined<Formula> value() const {
    if (range_.empty()) return {};
    Graph& graph = Graph::current();
    const NodeId flags = range_.of_row(graph.row(range_.row()).exists_row);
    const Formula total = Formula::from_node(graph.make(Op::sum, range_.node(), 0, 0, total_));
    const Formula count = Formula::from_node(graph.make(Op::sum, flags, 0, 0, count_));
    return {total / max(count, 1.0), least_.value().exists};
  }

 private:
  Least<Formula> least_;
  FormulaRange range_{"Mean"};
  double total_ = 0.0, count_ = 0.0;
};

template <>
class Most<Formula> {
 public:
  void add(Formula x) {
    most_ = range_.empty() ? x.value() : roi::max(x.value(), most_);
    range_.add(x);
  }
  void add(const Defined<Formula>& x) {
    range_.add(x.value);
    if (!x.exists.value()) return;
    most_ = exists_ ? roi::max(x.value.value(), most_) : x.value.value();
    exists_ = true;
  }
  [[nodiscard]] Formula value() const {
    return range_.empty() ? Formula() : Formula::from_node(Graph::current().make(Op::most, range_.node(), 0, 0, most_));
  }

 private:
  FormulaRange range_{"Most"};
  double most_ = 0.0;
  bool exists_ = false;
};

/// The graph keeps the values, because a `lag` made before the row is booked refers to it.
template <>
class Series<Formula> {
 public:
  explicit Series(int months) : values_(std::make_shared<std::vector<Formula>>(static_cast<std::size_t>(months))) {
    id_ = Graph::current().add_series(values_);
  }
  Series(const Series&) = delete;
  Series& operator=(const Series&) = delete;
  Series(Series&&) = default;
  Series& operator=(Series&&) = default;
  [[nodiscard]] Formula& operator[](int t) { return (*values_)[static_cast<std::size_t>(t)]; }
  [[nodiscard]] const Formula& operator[](int t) const { return (*values_)[static_cast<std::size_t>(t)]; }
  [[nodiscard]] std::span<const Formula> span() const noexcept { return *values_; }
  [[nodiscard]] int size() const noexcept { return static_cast<int>(values_->size()); }
  [[nodiscard]] std::uint32_t id() const noexcept { return id_; }

 private:
  std::shared_ptr<std::vector<Formula>> values_;
  std::uint32_t id_ = 0;
};

template <>
[[nodiscard]] inline Formula lag<Formula>(const Series<Formula>& series, const Clock<Formula>&, int t, int k) {
  if (k < 1) throw StructureError("lag: k is " + std::to_string(k) + ", but must be >= 1");
  const double value = t < k ? 0.0 : series[t - k].value();
  return Formula::from_node(
      Graph::current().make(Op::lag, series.id(), static_cast<std::uint32_t>(t), static_cast<std::uint32_t>(k), value));
}

template <>
[[nodiscard]] inline Formula entry<Formula>(const std::vector<Formula>& values, const Clock<Formula>& clock, int t) {
  const NodeId block = input_block(values);
  if (block == kNoNode) throw StructureError("entry: takes inputs that stand together");
  const auto count = static_cast<std::uint32_t>(values.size());
  const double value = values[std::min(static_cast<std::size_t>(t), values.size() - 1)].value();
  return Formula::from_node(Graph::current().make(Op::index, block, clock.month(t).id(), count, value));
}

/// The internal rate of return of a booked row, per month.
///
///   row      booked values of one row, every month from the first on
///   root     what the engine found [1/month]; the spreadsheet's search starts there
///   exists   whether it found one; if not, `status` says why and `root` is not read
[[nodiscard]] inline Defined<Formula> irr_of_row(std::span<const Formula> row, double root, bool exists,
                                                 std::string status) {
  Graph& graph = Graph::current();
  FormulaRange range("irr_of_row");
  for (const Formula& x : row) range.add(x);
  if (range.empty()) throw StructureError("irr_of_row: the row is empty");
  const double guess = exists ? root : 0.0;
  const NodeId rate =
      graph.make(Op::rate, range.node(), graph.literal(guess), graph.add_text(std::move(status)), guess);
  return {Formula::from_node(rate), FormulaMask::make(Op::rate_exists, rate, 0, exists)};
}

}  // namespace roi
