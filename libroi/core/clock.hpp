#pragma once
/// @file libroi/core/clock.hpp: time as calculations see it, and the helpers that read it.
///
/// For numbers a clock hands out doubles and bools. For Formula (core/formula.hpp) the same calls hand out
/// references to the rows of the Time sheet, so that a formula never holds a literal month, day or flag.
///
///   month(t)          t as a number [month]
///   days(t)           days of the month [day]           day_share(t)    1 / days(t)  [1/day]
///   hours(t)          hours of the month [hour]         hour_share(t)   1 / hours(t) [1/hour]
///   horizon()         N [month]                         last_start()    N - 1 [month]
///   year_end(t)       flag: the tax year closes         last(t)         flag: t = N - 1
///   month_of_year(t)  1 .. 12, for pick()
///
/// Kernel code branches on a flag through `when(flag, yes, no)`: for numbers one lambda runs, for formulas it is
/// an IF with both arms.
#include <array>

#include "libroi/core/scalar.hpp"
#include "libroi/core/timeline.hpp"

namespace roi {

template <class T>
class Clock {
 public:
  explicit Clock(const Timeline& timeline) : timeline_(&timeline) {}
  [[nodiscard]] int months() const noexcept { return timeline_->months(); }
  [[nodiscard]] double month(int t) const noexcept { return t; }
  [[nodiscard]] double days(int t) const noexcept { return timeline_->days(t); }
  [[nodiscard]] double hours(int t) const noexcept { return timeline_->hours(t); }
  [[nodiscard]] double day_share(int t) const noexcept { return 1.0 / timeline_->days(t); }
  [[nodiscard]] double hour_share(int t) const noexcept { return 1.0 / timeline_->hours(t); }
  [[nodiscard]] double horizon() const noexcept { return timeline_->months(); }
  [[nodiscard]] double last_start() const noexcept { return timeline_->months() - 1; }
  [[nodiscard]] bool year_end(int t) const noexcept { return timeline_->year_end(t); }
  [[nodiscard]] bool last(int t) const noexcept { return t + 1 == timeline_->months(); }
  [[nodiscard]] int month_of_year(int t) const noexcept { return timeline_->month_of_year(t); }
  [[nodiscard]] const Timeline& timeline() const noexcept { return *timeline_; }

 private:
  const Timeline* timeline_;
};

/// A branch on structure: for numbers only the chosen lambda runs. Lambdas have no side effects.
template <class T, class Yes, class No>
[[nodiscard]] LIBROI_INLINE T when(bool flag, const Yes& yes, const No& no) {
  return flag ? T(yes()) : T(no());
}

/// Share of month t that lies between two dates, all in months: clamp(min(t + 1, end) - max(t, start), 0, 1).
/// Piecewise linear in both dates; at a kink the derivative is that of the side min and max return.
template <class T, class Month>
[[nodiscard]] LIBROI_INLINE T overlap(const Month& month, const T& start, const T& end) {
  return max(min(end, month + 1.0) - max(start, month), 0.0);
}

/// Share of month t that lies after a date: clamp(t + 1 - start, 0, 1).
template <class T, class Month>
[[nodiscard]] LIBROI_INLINE T live_share(const Month& month, const T& start) {
  return min(max(month + 1.0 - start, 0.0), 1.0);
}

/// The entry of a twelve-month table for a month of the year, 1 = January.
template <class T>
[[nodiscard]] LIBROI_INLINE const T& pick(const std::array<T, 12>& table, int month_of_year) {
  return table[static_cast<std::size_t>(month_of_year - 1)];
}

}  // namespace roi
