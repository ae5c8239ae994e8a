#pragma once
/// @file tests/properties/named_centers.hpp: the named centers, their variations, and the values of all their lines.
#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "libroi/center/layout.hpp"
#include "libroi/core/book.hpp"
#include "libroi/inputs/parameters.hpp"
#include "tests/support/centers.hpp"

namespace roi::test {

/// Dates of curve points must stay in order, so they move less than others.
inline bool is_point_date(const std::string& path) { return path.find(".points.") != std::string::npos; }

/// Moves a random third of all numbers by up to a quarter, dates by up to three months, inside their ranges.
inline void vary(Center<double>& center, std::mt19937_64& random) {
  const Center<double> before = center;
  std::uniform_real_distribution<double> factor(0.8, 1.25), months(-3.0, 3.0);
  for (const Parameter<double>& p : parameters(center)) {
    if (random() % 3 != 0) continue;
    const double date = *p.value + months(random) * (is_point_date(p.path) ? 0.1 : 1.0);
    const double moved = p.kind == FieldKind::date ? date : *p.value * factor(random);
    *p.value = std::clamp(moved, p.range.lo, p.range.hi);
  }
  restore_what_breaks_rules(center, before);
}

/// f(column, value) for every value of a line: its opening and all months, or its one value.
template <class T, class F>
void for_each_value(const Ledger<T>& ledger, const LineInfo& info, Line line, const F& f) {
  f(-1, ledger.opening_of(line));
  if (info.kind == Kind::constant) return;
  const auto row = ledger.row(line);
  for (std::size_t t = 0; t < row.size(); ++t) f(static_cast<int>(t), row[t]);
}

/// The value of a line in a column of for_each_value.
template <class T>
const T& value_at(const Ledger<T>& ledger, Line line, int column) {
  return column < 0 ? ledger.opening_of(line) : ledger.row(line)[static_cast<std::size_t>(column)];
}

}  // namespace roi::test
