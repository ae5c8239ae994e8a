#pragma once
/// @file libroi/core/book.hpp: recorders, the books that calculations pass every line item through.
///
/// A calculation hands each value to its book and goes on with what the book returns:
///
///     const T sold = book(lines.sold, t, min(demand, available));
///
///   book(line, t, x)            month t of a row
///   book.opening(line, x)       the column before month 0; state always starts here
///   book.constant(line, x)      one value for the whole model
///   book.solved(line, x)        a constant found by a solver; the workbook carries its proof
///   book.ratio(line, t, d)      month t of a row that may be undefined
///   book.metric(line, d)        a result that may be undefined
///
/// Recorders: Discard compiles to nothing; Ledger keeps every line; Chosen keeps the lines asked for; Trace
/// (core/trace.hpp) turns every value into a cell of the expression graph. `want_checks` says whether the
/// integrity rows are worth computing for this recorder, `keeps_lines` whether rows are that nothing else needs.
#include <limits>
#include <span>
#include <vector>

#include "libroi/core/line.hpp"
#include "libroi/core/scalar.hpp"

namespace roi {

/// A value that may not exist. Where `exists` is false the value is a finite placeholder, never a result.
template <class T>
struct Defined {
  T value{0.0};
  mask_t<T> exists{};
};

/// x where the mask holds; the caller guarantees that x is finite in both cases.
template <class T>
[[nodiscard]] Defined<T> defined(const mask_t<T>& exists, const T& x) {
  return {x, exists};
}

template <class T>
class Discard {
 public:
  static constexpr bool want_checks = false;
  static constexpr bool keeps_lines = false;
  const T& operator()(Line, int, const T& x) const noexcept { return x; }
  const T& opening(Line, const T& x) const noexcept { return x; }
  const T& constant(Line, const T& x) const noexcept { return x; }
  const T& solved(Line, const T& x) const noexcept { return x; }
  const Defined<T>& ratio(Line, int, const Defined<T>& x) const noexcept { return x; }
  const Defined<T>& metric(Line, const Defined<T>& x) const noexcept { return x; }
};

/// Undefined entries hold a quiet NaN; the line's `undefined_reason` says why.
template <class T>
[[nodiscard]] T blank_unless(const Defined<T>& x) {
  return select(x.exists, x.value, T(std::numeric_limits<double>::quiet_NaN()));
}

/// Every line of every month. Rows are contiguous: `row(line)` has N entries, `opening_of(line)` one.
template <class T>
class Ledger {
 public:
  static constexpr bool want_checks = true;
  static constexpr bool keeps_lines = true;
  Ledger(const LineTable& lines, int months)
      : months_(months),
        stride_(static_cast<std::size_t>(months) + 1),
        values_(static_cast<std::size_t>(lines.size()) * stride_, T(0.0)) {}
  const T& operator()(Line line, int t, const T& x) { return at(line, t + 1) = x; }
  const T& opening(Line line, const T& x) { return at(line, 0) = x; }
  const T& constant(Line line, const T& x) { return at(line, 0) = x; }
  const T& solved(Line line, const T& x) { return at(line, 0) = x; }
  const Defined<T>& ratio(Line line, int t, const Defined<T>& x) {
    at(line, t + 1) = blank_unless(x);
    return x;
  }
  const Defined<T>& metric(Line line, const Defined<T>& x) {
    at(line, 0) = blank_unless(x);
    return x;
  }
  [[nodiscard]] std::span<const T> row(Line line) const {
    return {&opening_of(line) + 1, static_cast<std::size_t>(months_)};
  }
  [[nodiscard]] const T& opening_of(Line line) const { return values_[static_cast<std::size_t>(line.id) * stride_]; }
  [[nodiscard]] const T& constant_of(Line line) const { return opening_of(line); }
  [[nodiscard]] int months() const noexcept { return months_; }

 private:
  T& at(Line line, int column) {
    return values_[static_cast<std::size_t>(line.id) * stride_ + static_cast<std::size_t>(column)];
  }
  int months_;
  std::size_t stride_;  // a constant takes a whole row too: a place is found without another look into memory
  std::vector<T> values_;
};

/// The rows of the chosen lines only, written to memory the caller owns: `target[line.id]` points at N + 1
/// entries (opening first) or is null.
template <class T>
class Chosen {
 public:
  static constexpr bool want_checks = false;
  static constexpr bool keeps_lines = true;
  explicit Chosen(std::span<T* const> target) : target_(target) {}
  const T& operator()(Line line, int t, const T& x) const { return keep(line, t + 1, x); }
  const T& opening(Line line, const T& x) const { return keep(line, 0, x); }
  const T& constant(Line line, const T& x) const { return keep(line, 0, x); }
  const T& solved(Line line, const T& x) const { return keep(line, 0, x); }
  const Defined<T>& ratio(Line line, int t, const Defined<T>& x) const {
    keep(line, t + 1, blank_unless(x));
    return x;
  }
  const Defined<T>& metric(Line line, const Defined<T>& x) const {
    keep(line, 0, blank_unless(x));
    return x;
  }

 private:
  const T& keep(Line line, int column, const T& x) const {
    if (T* const row = target_[static_cast<std::size_t>(line.id)]) row[column] = x;
    return x;
  }
  std::span<T* const> target_;
};

}  // namespace roi
