#pragma once
/// @file libroi/core/interval.hpp: the share of each month between two dates, or after one, at little cost.
///
///   Interval(start, end).share(t)  = clamp(min(t + 1, end) - max(t, start), 0, 1)       [1]; dates in months
///   LiveFrom(start).share(t)       = clamp(t + 1 - start, 0, 1)
///   Ramp(start, rate).share(t)     = clamp((t + 1 - start) x rate, 0, 1), rate [1/month]
///
/// For numbers the formula is worked out only in the months in which some lane's value is neither 0 nor 1; elsewhere
/// it is exactly 0 or 1 for every lane, so the result is the same bit for bit. For formulas every month is worked out.
/// Derivatives: at a date on a month's first day that of a later start, or of an earlier end.
#include <cmath>
#include <limits>

#include "libroi/core/clock.hpp"

namespace roi {

/// Least and greatest value over the lanes of a scalar, for choices of structure that change no result.
[[nodiscard]] inline double least_lane(double x) noexcept { return x; }
[[nodiscard]] inline double most_lane(double x) noexcept { return x; }
template <class T>
[[nodiscard]] double least_lane(const T& x) {
  if constexpr (requires { least(x); }) return least(x);
  else if constexpr (carries_derivatives<T>) return x.value();
  else return -std::numeric_limits<double>::infinity();  // a formula may take any value
}
template <class T>
[[nodiscard]] double most_lane(const T& x) {
  if constexpr (requires { most(x); }) return most(x);
  else if constexpr (carries_derivatives<T>) return x.value();
  else return std::numeric_limits<double>::infinity();
}

/// A date as a month number; dates far outside any model, and infinities, end up at +-100,000.
[[nodiscard]] inline int month_below(double date) noexcept {
  return date > 1e5 ? 100000 : date > -1e5 ? static_cast<int>(std::floor(date)) : -100000;
}
[[nodiscard]] inline int month_above(double date) noexcept {
  return date < -1e5 ? -100000 : date < 1e5 ? static_cast<int>(std::ceil(date)) : 100000;
}

template <class T>
class Interval {
 public:
  Interval() = default;
  Interval(const T& start, const T& end)
      : start_(start),
        end_(end),
        first_(month_below(least_lane(start))),
        whole_(month_below(most_lane(start)) + 1),
        partial_(month_above(least_lane(end)) - 1),
        after_(month_above(most_lane(end))) {}
  [[nodiscard]] LIBROI_INLINE T share(int t, const Clock<T>& clock) const {
    if (outside(t)) return T(0.0);
    if (t >= whole_ && t < partial_) return T(1.0);
    return overlap(clock.month(t), start_, end_);
  }
  /// amount x share(t).
  [[nodiscard]] LIBROI_INLINE T part(const T& amount, int t, const Clock<T>& clock) const {
    if (outside(t)) return T(0.0);
    if (t >= whole_ && t < partial_) return amount;
    return amount * overlap(clock.month(t), start_, end_);
  }
  /// Whether the share of month t is 0 for certain.
  [[nodiscard]] bool outside(int t) const noexcept { return t < first_ || t >= after_; }

 private:
  T start_{0.0}, end_{0.0};
  int first_ = 0, whole_ = 0, partial_ = 0, after_ = 0;
};

template <class T>
class LiveFrom {
 public:
  LiveFrom() = default;
  explicit LiveFrom(const T& start)
      : start_(start), first_(month_below(least_lane(start))), whole_(month_below(most_lane(start)) + 1) {}
  [[nodiscard]] LIBROI_INLINE T share(int t, const Clock<T>& clock) const {
    if (t < first_) return T(0.0);
    if (t >= whole_) return T(1.0);
    return live_share(clock.month(t), start_);
  }
  [[nodiscard]] bool whole_from(int t) const noexcept { return t >= whole_; }
  [[nodiscard]] bool not_yet(int t) const noexcept { return t < first_; }

 private:
  T start_{0.0};
  int first_ = 0, whole_ = 0;
};

template <class T>
class Ramp {
 public:
  Ramp() = default;
  /// `months` = 1 / rate, to know where the ramp ends; one month beyond it rounding cannot reach.
  Ramp(const T& start, const T& rate, const T& months)
      : start_(start),
        rate_(rate),
        first_(month_below(least_lane(start))),
        whole_(month_above(most_lane(start) + most_lane(months)) + 1) {}
  [[nodiscard]] LIBROI_INLINE T share(int t, const Clock<T>& clock) const {
    if (t < first_) return T(0.0);
    if (t >= whole_) return T(1.0);
    return min(max(clock.month(t) + 1.0 - start_, 0.0) * rate_, 1.0);
  }
  /// Whether the share of month t is for certain that of the month before; month 0 follows a share of 0.
  [[nodiscard]] bool still(int t) const noexcept { return t < first_ || (t > whole_ && t > 0); }

 private:
  T start_{0.0}, rate_{0.0};
  int first_ = 0, whole_ = 0;
};

}  // namespace roi
