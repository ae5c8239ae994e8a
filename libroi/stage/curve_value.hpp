#pragma once
/// @file libroi/stage/curve_value.hpp: the value of a curve in month t.
///
///   constant        start
///   growth          start x q[t-1],  q[t] = q[t-1] x (1 + growth)^(1/12), opening 1
///   points, step    time-weighted mean of the month: v_0 + sum of (v_k - v_(k-1)) x live(t, d_k)
///   points, linear  at the start of the month: v_0 + sum of slope_k x max(min(t, d_(k+1)) - d_k, 0)
///   points, log     exp of the linear rule on log v
///   monthly         the t-th entry, the last one afterwards
///
/// and, with an index, x level[t-1] x age (stage/index_level.hpp). Values in the unit of the field; dates in months.
/// Kinks: at the dates of points; the derivative there is that of the side min and max return.
#include <string>
#include <vector>

#include "libroi/core/interval.hpp"
#include "libroi/inputs/curve.hpp"
#include "libroi/stage/index_level.hpp"

namespace roi {

struct CurveLines {
  Line factor, quantity, level, age;
  std::vector<Line> slopes;
  int index = -1;
};

/// Lines of one curve below `path`; `index` is the position of its index among the model's indices, or -1.
inline CurveLines declare_curve(LineTable& lines, const std::string& path, const std::string& label,
                                const std::string& unit, const Curve<double>& curve, int index) {
  CurveLines out;
  out.index = index;
  const bool points = curve.kind == CurveKind::points;
  const bool logarithmic = points && curve.interpolation == Interpolation::log;
  if (curve.kind == CurveKind::growth) {
    out.factor = lines.add({path + "/growth factor", label + ": monthly growth factor", "1", Kind::constant,
                            Section::none, "(1 + yearly growth)^(1/12)"});
    out.quantity = lines.add({path + "/growth index", label + ": growth index", "1", Kind::stock, Section::none,
                              "growth since the start of the model"});
  }
  if (logarithmic)
    out.level = lines.add({path + "/first log", label + ": logarithm of the first point", "1", Kind::constant,
                           Section::none, "natural logarithm of the first value"});
  if (points && curve.interpolation != Interpolation::step)
    for (std::size_t k = 1; k < curve.values.size(); ++k)
      out.slopes.push_back(lines.add({path + "/slope " + std::to_string(k), label + ": slope " + std::to_string(k),
                                      logarithmic ? "1/month" : unit + "/month", Kind::constant, Section::none,
                                      "change per month between two points"}));
  if (index >= 0)
    out.age = lines.add({path + "/age", label + ": age of prices", "1", Kind::constant, Section::none,
                         "factor from the price date to the start of the model"});
  return out;
}

template <class T, class Book>
class CurveValue {
 public:
  CurveValue(const CurveLines& lines, const Curve<T>& curve, const IndexLevels<T, Book>& indices, Book& book)
      : lines_(&lines), curve_(&curve), index_(lines.index), settled_(curve.kind == CurveKind::constant) {
    if (curve.kind == CurveKind::growth) {
      factor_ = book.constant(lines.factor, monthly_factor(curve.growth));
      quantity_ = book.opening(lines.quantity, T(1.0));
    }
    if (curve.kind == CurveKind::constant) value_ = curve.start;
    const bool logarithmic = curve.interpolation == Interpolation::log;
    if (curve.kind == CurveKind::points)
      for (const T& date : curve.months) live_.push_back(LiveFrom<T>(date));
    if (curve.kind == CurveKind::points && logarithmic) first_ = book.constant(lines.level, log(curve.values[0]));
    for (std::size_t k = 0; k < lines.slopes.size(); ++k) {
      const T rise =
          logarithmic ? T(log(curve.values[k + 1] / curve.values[k])) : T(curve.values[k + 1] - curve.values[k]);
      slopes_.push_back(book.constant(lines.slopes[k], rise / (curve.months[k + 1] - curve.months[k])));
    }
    if (curve.kind == CurveKind::points) behind_ = logarithmic ? first_ : curve.values[0];
    if (lines.index >= 0) age_ = book.constant(lines.age, price_age(indices.growth(lines.index), curve.price_date));
  }

  /// Value in month t; to be called once a month, in order. The reference holds until the next call.
  const T& step(int t, const Clock<T>& clock, const IndexLevels<T, Book>& indices, Book& book) {
    if (!settled_) move(t, clock, book);
    if (index_ < 0) return value_;
    indexed_ = value_ * indices.level(index_) * age_;
    return indexed_;
  }

 private:
  void move(int t, const Clock<T>& clock, Book& book) {
    const Curve<T>& c = *curve_;
    switch (c.kind) {
      case CurveKind::constant: break;
      case CurveKind::growth:
        value_ = c.start * quantity_;
        quantity_ = book(lines_->quantity, t, quantity_ * factor_);
        break;
      case CurveKind::monthly: value_ = entry(c.values, clock, t); break;
      case CurveKind::points:
        if (c.interpolation == Interpolation::step) steps(t, clock);
        else slopes(t, clock);
    }
  }
  // Points that lie behind month t for every lane are added to `behind_` for good; the sum keeps its order.
  void steps(int t, const Clock<T>& clock) {
    const Curve<T>& c = *curve_;
    const std::size_t n = c.values.size();
    const auto rise = [&](std::size_t k) { return T(c.values[k] - c.values[k - 1]); };
    for (; passed_ + 1 < n && live_[passed_ + 1].whole_from(t); ++passed_) behind_ = behind_ + rise(passed_ + 1);
    value_ = behind_;
    for (std::size_t k = passed_ + 1; k < n; ++k) {
      if (live_[k].not_yet(t)) continue;
      value_ = value_ + (live_[k].whole_from(t) ? rise(k) : T(rise(k) * live_share(clock.month(t), c.months[k])));
    }
    settled_ = passed_ + 1 == n;
  }
  void slopes(int t, const Clock<T>& clock) {
    const Curve<T>& c = *curve_;
    const std::size_t n = slopes_.size();
    for (; passed_ < n && live_[passed_ + 1].whole_from(t); ++passed_)
      behind_ = behind_ + slopes_[passed_] * max(c.months[passed_ + 1] - c.months[passed_], 0.0);
    value_ = behind_;
    for (std::size_t k = passed_; k < n; ++k) {
      if (live_[k].not_yet(t)) continue;
      value_ = value_ + slopes_[k] * max(min(c.months[k + 1], clock.month(t)) - c.months[k], 0.0);
    }
    if (c.interpolation == Interpolation::log) value_ = exp(value_);
    settled_ = passed_ == n;
  }

  const CurveLines* lines_;
  const Curve<T>* curve_;
  int index_;
  bool settled_;  // the value stays: a constant, or all points lie behind
  T value_{0.0}, indexed_{0.0}, age_{0.0}, factor_{0.0}, quantity_{0.0}, first_{0.0}, behind_{0.0};
  std::size_t passed_ = 0;  // points or slopes that lie behind
  Few<T> slopes_;
  Few<LiveFrom<T>> live_;
};

}  // namespace roi
