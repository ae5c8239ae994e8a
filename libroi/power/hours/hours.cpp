#include "libroi/power/hours/hours.hpp"

#include <string>

#include "libroi/power/check.hpp"

namespace roi::power {
namespace {

constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

// Zeller-like day count; 0 = Monday. 1 January 2001 was a Monday.
int first_weekday_of(int year) {
  const int y = year - 1;
  const int count = 365 * y + y / 4 - y / 100 + y / 400;
  return count % 7;
}

void mark(std::vector<DayType>& type, const std::vector<int>& days, DayType as, const char* name) {
  std::vector<bool> seen(type.size(), false);
  for (const int day : days) {
    check(day >= 0 && day < static_cast<int>(type.size()), "YearClock", name, day,
          "must be a day of the year, 0 = 1 January");
    const auto index = static_cast<std::size_t>(day);
    check(!seen[index], "YearClock", name, day, "must be listed once");
    seen[index] = true;
    type[index] = as;
  }
}

}  // namespace

YearClock::YearClock(int year, int first_weekday, bool leap, const SpecialDays& special, int minutes)
    : year_(year), first_weekday_(first_weekday), minutes_(minutes) {
  check(minutes == 60 || minutes == 30 || minutes == 20 || minutes == 15, "YearClock", "minutes", minutes,
        "must be 60, 30, 20 or 15");
  check(first_weekday >= 0 && first_weekday <= 6, "YearClock", "first_weekday", first_weekday,
        "must be 0 (Monday) to 6 (Sunday)");
  for (std::size_t m = 0; m < 12; ++m) month_start_[m + 1] = month_start_[m] + kDays[m] + (leap && m == 1 ? 1 : 0);
  const auto count = static_cast<std::size_t>(month_start_[12]);
  month_.resize(count);
  type_.resize(count);
  for (std::size_t m = 0; m < 12; ++m) {
    for (int d = month_start_[m]; d < month_start_[m + 1]; ++d)
      month_[static_cast<std::size_t>(d)] = static_cast<std::uint8_t>(m);
  }
  for (std::size_t d = 0; d < count; ++d) {
    type_[d] = weekday(static_cast<int>(d)) >= 5 ? DayType::weekend : DayType::weekday;
  }
  mark(type_, special.working_days, DayType::weekday, "working day");
  mark(type_, special.holidays, DayType::holiday, "holiday");
}

YearClock YearClock::of_year(int year, const SpecialDays& special, int minutes) {
  check(year >= 1900 && year <= 2200, "YearClock", "year", year, "must be in [1900, 2200]");
  return {year, first_weekday_of(year), is_leap(year), special, minutes};
}

YearClock YearClock::typical(int first_weekday, const SpecialDays& special, int minutes) {
  return {0, first_weekday, false, special, minutes};
}

int day_of_year(int year, int month, int day) {
  check(month >= 1 && month <= 12, "day_of_year", "month", month, "must be in [1, 12]");
  const bool leap = is_leap(year);
  const int length = kDays[static_cast<std::size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
  check(day >= 1 && day <= length, "day_of_year", "day", day, "must be a day of its month");
  int count = day - 1;
  for (int m = 1; m < month; ++m) count += kDays[static_cast<std::size_t>(m - 1)] + (leap && m == 2 ? 1 : 0);
  return count;
}

std::vector<double> demand_series(const YearClock& clock, const std::vector<double>& kw, int window_minutes) {
  check(window_minutes > 0 && window_minutes <= 60 && 60 % window_minutes == 0, "demand_series", "window",
        window_minutes, "must divide an hour [minutes]");
  if (window_minutes <= clock.minutes()) return kw;
  check(window_minutes % clock.minutes() == 0, "demand_series", "window", window_minutes,
        "must be a whole number of the load's steps [minutes]");
  const auto n = static_cast<std::size_t>(window_minutes / clock.minutes());
  std::vector<double> mean(kw.size());
  for (std::size_t k = 0; k + n <= kw.size(); k += n) {
    double sum = 0.0;
    for (std::size_t j = 0; j < n; ++j) sum += kw[k + j];
    for (std::size_t j = 0; j < n; ++j) mean[k + j] = sum / static_cast<double>(n);
  }
  return mean;
}

}  // namespace roi::power
