#pragma once
/// @file libroi/stage/index_level.hpp: price indices month by month.
///
///   factor = (1 + growth)^(1/12)          level[t] = level[t-1] x factor, opening 1
///
/// An amount at the prices of date d costs amount x level[t-1] x age in month t, age = (1 + growth)^(-d / 12).
///   growth [1/year], level and age [1], d [month]. Smooth in growth above -1.
#include <string>
#include <vector>

#include "libroi/core/book.hpp"
#include "libroi/core/clock.hpp"
#include "libroi/core/few.hpp"
#include "libroi/core/fold.hpp"

namespace roi {

struct IndexLines {
  Line factor, level;
};

inline IndexLines declare_index(LineTable& lines, const std::string& key) {
  const std::string path = "index/" + key + "/";
  return {lines.add({path + "factor", key + ": monthly factor", "1", Kind::constant, Section::none,
                     "(1 + yearly growth)^(1/12)"}),
          lines.add({path + "level", key + ": level", "1", Kind::stock, Section::none,
                     "price level at the end of the month, 1 at the start of the model"})};
}

/// (1 + yearly)^(1/12), the factor of one month.
template <class T>
[[nodiscard]] T monthly_factor(const T& yearly) {
  return pow(yearly + 1.0, T(1.0) / 12.0);
}

/// Factor that carries money of a date [month] to the start of the model.
template <class T>
[[nodiscard]] T price_age(const T& growth, const T& price_date) {
  return pow(growth + 1.0, -(price_date / 12.0));
}

/// The levels of all indices, advanced once a month after everybody has read them.
template <class T, class Book>
class IndexLevels {
 public:
  /// `growth[i]` belongs to `lines[i]`.
  IndexLevels(const std::vector<IndexLines>& lines, const Few<T>& growth, Book& book) : lines_(lines), growth_(growth) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      factor_.push_back(book.constant(lines[i].factor, monthly_factor(growth[i])));
      level_.push_back(book.opening(lines[i].level, T(1.0)));
    }
  }
  /// Level at the start of the current month.
  [[nodiscard]] const T& level(int index) const { return level_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] const T& growth(int index) const { return growth_[static_cast<std::size_t>(index)]; }
  void advance(int t, Book& book) {
    for (std::size_t i = 0; i < level_.size(); ++i) level_[i] = book(lines_[i].level, t, level_[i] * factor_[i]);
  }

 private:
  const std::vector<IndexLines>& lines_;
  Few<T> growth_, factor_, level_;
};

}  // namespace roi
