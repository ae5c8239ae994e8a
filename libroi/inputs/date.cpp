#include "libroi/inputs/date.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace roi::inputs {
namespace {

int days_of(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text)
    if (c < '0' || c > '9') return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string padded(int value, std::size_t width) {
  std::string out = std::to_string(value);
  return out.size() < width ? std::string(width - out.size(), '0') + out : out;
}

}  // namespace

double ModelDate::months_after(int start) const noexcept {
  const double share = static_cast<double>(day - 1) / static_cast<double>(days_of(year, month));
  return static_cast<double>(month_index() - start) + share;
}

std::string ModelDate::text() const { return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2); }

std::optional<ModelDate> parse_model_date(std::string_view text) {
  const bool with_day = text.size() == 10;
  if ((text.size() != 7 && !with_day) || text[4] != '-' || (with_day && text[7] != '-')) return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = with_day ? digits(text.substr(8, 2)) : std::optional<int>(1);
  if (!year || !month || !day || *year < 1900 || *year > 2199 || *month < 1 || *month > 12) return std::nullopt;
  if (*day < 1 || *day > days_of(*year, *month)) return std::nullopt;
  return ModelDate{*year, *month, *day};
}

std::optional<ModelDate> model_date_of(double months, int start) {
  if (!std::isfinite(months) || std::fabs(months) > 1e5) return std::nullopt;
  const double whole = std::floor(months);
  const int index = start + static_cast<int>(whole);
  ModelDate date{index / 12, index % 12 + 1, 1};
  if (index < 0 || date.year < 1900 || date.year > 2199) return std::nullopt;
  const int days = days_of(date.year, date.month);
  date.day = static_cast<int>(std::lround((months - whole) * days)) + 1;
  if (date.day > days || date.months_after(start) != months) return std::nullopt;
  return date;
}

std::string month_text(int index) { return padded(index / 12, 4) + "-" + padded(index % 12 + 1, 2); }

}  // namespace roi::inputs
