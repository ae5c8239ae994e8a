#pragma once
/// @file libroi/inputs/curve.hpp: the description of a value over time, as a model file gives it.
///
///   kind       members used                       value in month t of the model
///   constant   start                              start
///   growth     start, growth [1/year]             start x (1 + growth)^(t / 12)
///   points     months[i], values[i]               step: the last value at or before t; linear or log: between points;
///                                                 flat before the first and after the last point
///   monthly    values[t]                          values[t]; the last value afterwards
///
/// With `index` (a key of the model's `indices`) the value is at the prices of `price_date` (months after the start
/// of the model, may be negative) and is carried to month t by the index.  Every T here is an input of its own:
/// `price`, `price.start`, `price.growth`, `price.points.2025-01` (and `.date`), `price.monthly.0`, `price.price_date`.
///
/// File forms: 10 | {"value": 10, "unit": …} | {"start": 10, "growth": 0.05} |
/// {"points": {"2025-01": 10, "2026-07-15": 8}, "interpolation": "linear"} | {"monthly": [10, 9, 8]},
/// each object optionally with "index" and "price_date", "unit", "source", … for all its numbers. A point may carry
/// its own, uncertain date: "2026-07-15": {"value": 8, "date": {"value": "2026-07-15", "uncertainty": {…}}}.
/// An "uncertainty" of a whole curve is one of its first value; the others move in proportion.
/// A plain description: evaluation lives with the calculations.
#include <string>
#include <vector>

namespace roi {

enum class CurveKind { constant, growth, points, monthly };
enum class Interpolation { step, linear, log };

template <class T>
struct Curve {
  CurveKind kind = CurveKind::constant;
  Interpolation interpolation = Interpolation::step;
  T start{};                        ///< constant, growth: the value, in month 0 for growth
  T growth{};                       ///< growth: yearly rate [1/year]
  std::vector<T> months;            ///< points: dates in months after the start of the model, ascending
  std::vector<T> values;            ///< points, monthly
  std::vector<std::string> labels;  ///< points: the dates as written, names of the inputs
  std::string index;                ///< key of the index that carries the value, or empty
  T price_date{};                   ///< months after the start at whose prices the value is meant
};

}  // namespace roi
