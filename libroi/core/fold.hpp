#pragma once
/// @file libroi/core/fold.hpp: totals over months, and looks back along a row.
///
/// Folds take booked values of one whole row, month by month in order. For numbers they are running values in a
/// register; for Formula they render as SUM, SUMPRODUCT, MIN and MAX over the row's range.
///
///   Sum<T>         sum of x[t]                           SumProduct<T>   sum of x[t] * y[t]
///   Least<T>       least defined entry of a ratio row    Most<T>         greatest entry of a row
///   FirstMonth<T>  first month of a row of flags that is 1  Mean<T>      mean of the defined entries of a ratio row
///   Series<T>      booked values handed from one pass to the next
///   lag(s, t, k)   s[t - k], or 0 before month 0
///   entry(v, t)    the t-th of given monthly values, the last one afterwards
#include <vector>

#include "libroi/core/book.hpp"
#include "libroi/core/clock.hpp"

namespace roi {

template <class T>
class Sum {
 public:
  void add(const T& x) { total_ = total_ + x; }
  [[nodiscard]] const T& value() const { return total_; }

 private:
  T total_{0.0};
};

template <class T>
class SumProduct {
 public:
  void add(const T& x, const T& y) { total_ = total_ + x * y; }
  [[nodiscard]] const T& value() const { return total_; }

 private:
  T total_{0.0};
};

/// Undefined entries are passed over; without any defined entry the result is undefined.
template <class T>
class Least {
 public:
  void add(const Defined<T>& x) {
    const mask_t<T> better = x.exists & ((!least_.exists) | (x.value < least_.value));
    least_.value = select(better, x.value, least_.value);
    least_.exists = least_.exists | x.exists;
  }
  [[nodiscard]] const Defined<T>& value() const { return least_; }

 private:
  Defined<T> least_{T(0.0), T(0.0) < T(0.0)};
};

/// The first month of a row of flags (1 or 0) that is 1; 0 where none is.
template <class T>
class FirstMonth {
 public:
  void add(const T& flag, const T& month) {
    const mask_t<T> here = (flag > 0.0) & !found_;
    month_ = select(here, month, month_);
    found_ = found_ | here;
  }
  [[nodiscard]] const T& value() const { return month_; }

 private:
  T month_{0.0};
  mask_t<T> found_ = T(0.0) < T(0.0);
};

/// Sum and count of the defined entries of a ratio row.
template <class T>
class Mean {
 public:
  void add(const Defined<T>& x) {
    total_ = total_ + select(x.exists, x.value, T(0.0));
    count_ = count_ + select(x.exists, T(1.0), T(0.0));
  }
  [[nodiscard]] Defined<T> value() const {
    const mask_t<T> any = count_ > 0.0;
    return {total_ / select(any, count_, T(1.0)), any};
  }

 private:
  T total_{0.0}, count_{0.0};
};

/// Undefined entries of a ratio row are passed over; without any defined entry the result is 0.
template <class T>
class Most {
 public:
  void add(const T& x) {
    most_ = first_ ? x : max(x, most_);
    first_ = false;
  }
  void add(const Defined<T>& x) {
    const mask_t<T> better = x.exists & ((!exists_) | (most_ < x.value));
    most_ = select(better, x.value, most_);
    exists_ = exists_ | x.exists;
  }
  [[nodiscard]] const T& value() const { return most_; }

 private:
  T most_{0.0};
  bool first_ = true;
  mask_t<T> exists_ = T(0.0) < T(0.0);
};

/// Booked values of one row, one a month. Memory is taken once, before the month loop.
template <class T>
class Series {
 public:
  explicit Series(int months) : values_(static_cast<std::size_t>(months), T(0.0)) {}
  [[nodiscard]] T& operator[](int t) { return values_[static_cast<std::size_t>(t)]; }
  [[nodiscard]] const T& operator[](int t) const { return values_[static_cast<std::size_t>(t)]; }
  [[nodiscard]] std::span<const T> span() const noexcept { return values_; }
  [[nodiscard]] int size() const noexcept { return static_cast<int>(values_.size()); }

 private:
  std::vector<T> values_;
};

/// The t-th entry of a table of monthly values, the last one afterwards.
template <class T>
[[nodiscard]] T entry(const std::vector<T>& values, const Clock<T>&, int t) {
  const auto index = static_cast<std::size_t>(t);
  return index < values.size() ? values[index] : values.back();
}

/// s[t - k], or 0 before month 0; k is structure.
template <class T>
[[nodiscard]] T lag(const Series<T>& series, const Clock<T>&, int t, int k) {
  return t < k ? T(0.0) : series[t - k];
}

}  // namespace roi
