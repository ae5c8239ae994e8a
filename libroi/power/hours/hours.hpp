#pragma once
/// @file libroi/power/hours/hours.hpp: the year as meters, tariffs and weather files see it: steps of 60, 30, 20 or 15
/// minutes.
///
///   Step k of the year covers  k * minutes .. (k + 1) * minutes  after 1 January 00:00 of standard time; a value
///   of a step is its mean power [kW]. Months count 0 .. 11, hours of the day 0 .. 23, weekdays 0 = Monday.
///
///   YearClock::of_year(2026)       the real calendar: weekdays, 29 February in leap years
///   YearClock::typical(0)          365 days, the weekday of 1 January given (0 = Monday): typical meteorological years
///
///   A day is a holiday if listed, else weekend (Saturday, Sunday), else weekday. Days listed as working days (a
///   Saturday worked in exchange for a holiday) count as weekdays.
///   Errors: DomainError for minutes other than 60, 30, 20, 15, a weekday outside 0 .. 6, a day outside the year,
///   a day listed twice.
#include <array>
#include <cstdint>
#include <vector>

namespace roi::power {

enum class DayType : std::uint8_t { weekday, weekend, holiday };

/// Special days as days of the year, 0 = 1 January.
struct SpecialDays {
  std::vector<int> holidays;
  std::vector<int> working_days;
};

class YearClock {
 public:
  [[nodiscard]] static YearClock of_year(int year, const SpecialDays& special = {}, int minutes = 60);
  [[nodiscard]] static YearClock typical(int first_weekday, const SpecialDays& special = {}, int minutes = 60);

  [[nodiscard]] int days() const { return month_start_[12]; }
  [[nodiscard]] int minutes() const { return minutes_; }
  [[nodiscard]] int steps_per_hour() const { return 60 / minutes_; }
  [[nodiscard]] int steps_per_day() const { return 24 * steps_per_hour(); }
  [[nodiscard]] int steps() const { return days() * steps_per_day(); }
  [[nodiscard]] double hours_per_step() const { return minutes_ / 60.0; }
  [[nodiscard]] int days_in_month(int month) const { return at(month + 1) - at(month); }
  /// First step of a month; month 12 is the end of the year.
  [[nodiscard]] int month_begin(int month) const { return at(month) * steps_per_day(); }
  [[nodiscard]] int month_of_day(int day) const { return month_[static_cast<std::size_t>(day)]; }
  [[nodiscard]] int weekday(int day) const { return (first_weekday_ + day) % 7; }
  [[nodiscard]] DayType day_type(int day) const { return type_[static_cast<std::size_t>(day)]; }
  /// The year, or 0 for a typical year.
  [[nodiscard]] int year() const { return year_; }

 private:
  YearClock(int year, int first_weekday, bool leap, const SpecialDays& special, int minutes);
  [[nodiscard]] int at(int month) const { return month_start_[static_cast<std::size_t>(month)]; }
  int year_;
  int first_weekday_;
  int minutes_;
  std::array<int, 13> month_start_{};
  std::vector<std::uint8_t> month_;
  std::vector<DayType> type_;
};

/// Day of the year (0 = 1 January) of a date; month 1 .. 12, day 1 .. 31.
[[nodiscard]] int day_of_year(int year, int month, int day);

/// Mean power over blocks of `window_minutes` [kW], as a demand register records it; the window must be a whole
/// number of steps. With a window of one step or less the series is returned as it is.
[[nodiscard]] std::vector<double> demand_series(const YearClock& clock, const std::vector<double>& kw,
                                                int window_minutes);

}  // namespace roi::power
