#pragma once
/// @file libroi/inputs/curve_value.hpp: the value of a curve in month t.
///
///   constant        start
///   growth          start x q[t-1],  q[t] = q[t-1] x (1 + growth)^(1/12), opening 1
///   points, step    time-weighted mean of the month: v_0 + sum of (v_k - v_(k-1)) x live(t, d_k)
///   points, linear  at the start of the month: v_0 + sum of slope_k x max(min(t, d_(k+1)) - d_k, 0)
///   points, log     exp of the linear rule on log v
///   monthly         the t-th entry, the last one afterwards
///
/// and, with an index, x level[t-1] x age (inputs/index_level.hpp). Values in the unit of the field; dates in months.
/// Kinks: at the dates of points; the derivative there is that of the side min and max return.
#include <string>
#include <vector>

#include "libroi/core/interval.hpp"
#include "libroi/inputs/curve.hpp"
#include "libroi/inputs/index_level.hpp"

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
      : lines_(&lines), curve_(&curve) {
    if (curve.kind == CurveKind::growth) {
      factor_ = book.constant(lines.factor, monthly_factor(curve.growth));
      quantity_ = book.opening(lines.quantity, T(1.0));
    }
    const bool logarithmic = curve.interpolation == Interpolation::log;
    if (curve.kind == CurveKind::points)
      for (const T& date : curve.months) live_.push_back(LiveFrom<T>(date));
    if (curve.kind == CurveKind::points && logarithmic) first_ = book.constant(lines.level, log(curve.values[0]));
    for (std::size_t k = 0; k < lines.slopes.size(); ++k) {
      const T rise = logarithmic ? T(log(curve.values[k + 1] / curve.values[k])) : T(curve.values[k + 1] - curve.values[k]);
      slopes_.push_back(book.constant(lines.slopes[k], rise / (curve.months[k + 1] - curve.months[k])));
    }
    if (lines.index >= 0) age_ = book.constant(lines.age, price_age(indices.growth(lines.index), curve.price_date));
  }

  /// Value in month t; to be called once a month, in order.
  T step(int t, const Clock<T>& clock, const IndexLevels<T, Book>& indices, Book& book) {
    const T value = unindexed(t, clock, book);
    return lines_->index < 0 ? value : T(value * indices.level(lines_->index) * age_);
  }

 private:
  T unindexed(int t, const Clock<T>& clock, Book& book) {
    const Curve<T>& c = *curve_;
    switch (c.kind) {
      case CurveKind::constant: return c.start;
      case CurveKind::growth: {
        const T value = c.start * quantity_;
        quantity_ = book(lines_->quantity, t, quantity_ * factor_);
        return value;
      }
      case CurveKind::monthly: return entry(c.values, clock, t);
      case CurveKind::points: break;
    }
    if (c.interpolation == Interpolation::step) {
      T value = c.values[0];
      for (std::size_t k = 1; k < c.values.size(); ++k) {
        if (live_[k].not_yet(t)) continue;
        const T step = c.values[k] - c.values[k - 1];
        value = value + (live_[k].whole_from(t) ? step : T(step * live_share(clock.month(t), c.months[k])));
      }
      return value;
    }
    const bool logarithmic = c.interpolation == Interpolation::log;
    T value = logarithmic ? first_ : c.values[0];
    for (std::size_t k = 0; k < slopes_.size(); ++k) {
      if (live_[k].not_yet(t)) continue;
      value = value + slopes_[k] * max(min(c.months[k + 1], clock.month(t)) - c.months[k], 0.0);
    }
    return logarithmic ? T(exp(value)) : value;
  }

  const CurveLines* lines_;
  const Curve<T>* curve_;
  T factor_{0.0}, quantity_{0.0}, first_{0.0}, age_{0.0};
  Few<T> slopes_;
  Few<LiveFrom<T>> live_;
};

}  // namespace roi
