#pragma once
/// @file libroi/finance/day_count.hpp: civil dates, month arithmetic and day-count conventions.
///
///   Date     days since 1970-01-01 in the proleptic Gregorian calendar; no time of day, no time zone
///   year_fraction(from, to, convention) [years],  days_between(from, to, convention) [days]
///
///   act_365f      actual days / 365                            act_360   actual days / 360
///   act_act_isda  days in leap years / 366 + other days / 365  act_364, act_365_25
///   thirty_360_us     30/360 US (SIA, the February rule)       thirty_e_360       30E/360 (Eurobond, ISMA)
///   thirty_360_isda   30/360 (bond basis)                      thirty_e_360_isda  30E/360 ISDA (German)
///   thirty_e_plus_360 30E+/360                                 nl_365, nl_360     actual without 29 February
///
/// Only ISO 8601 dates (2026-03-31) are read: a date in another order would be misread, not refused.
/// Errors: DomainError with the text read and the form expected.
/// Sources: ISDA 2006 Definitions 4.16; ICMA rule 251; Hinnant, chrono-compatible low-level date algorithms.
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace roi {

struct CivilDate {
  int year = 1970, month = 1, day = 1;
};

struct Date {
  std::int32_t days = 0;
  [[nodiscard]] friend constexpr auto operator<=>(const Date&, const Date&) = default;
};

[[nodiscard]] constexpr bool is_leap_year(int year) noexcept {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/// 28 to 31.
[[nodiscard]] constexpr int last_day_of_month(int year, int month) noexcept {
  return month == 2 ? (is_leap_year(year) ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

[[nodiscard]] CivilDate civil(Date date) noexcept;

/// The date of a day known to exist. Years are counted from 1 March, so that the leap day is the last of its year.
[[nodiscard]] constexpr Date date_of(const CivilDate& c) noexcept {
  const int year = c.year - (c.month <= 2 ? 1 : 0);
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return {era * 146097 + day_of_era - 719468};
}

/// The date of a civil year, month and day; DomainError where there is no such day.
[[nodiscard]] Date make_date(int year, int month, int day);

/// "2026-03-31". Refuses every other order and form, blanks and times of day.
[[nodiscard]] Date parse_date(std::string_view text);
[[nodiscard]] std::string to_text(Date date);

/// The same day `months` later (or earlier), held to the end of a shorter month: 31 January + 1 = 28 or 29 February.
/// With `end_of_month`, the last day of a month goes to the last day of the other.
[[nodiscard]] Date add_months(Date date, int months, bool end_of_month = false);
[[nodiscard]] bool is_end_of_month(Date date) noexcept;

enum class DayCount : std::uint8_t {
  act_act_isda,
  act_365f,
  act_365_25,
  act_364,
  act_360,
  thirty_360_isda,
  thirty_e_360,
  thirty_e_plus_360,
  thirty_e_360_isda,
  thirty_360_us,
  nl_365,
  nl_360,
};

/// "ACT/365F", "30E/360", ... : the name a result is printed with.
[[nodiscard]] std::string_view to_string(DayCount convention) noexcept;
/// From that name, or the usual others ("act/365 fixed", "30/360 us", "bond basis"); letter case does not matter.
[[nodiscard]] DayCount parse_day_count(std::string_view name);

[[nodiscard]] int days_between(Date from, Date to, DayCount convention) noexcept;
/// Negative where `to` lies before `from`.
[[nodiscard]] double year_fraction(Date from, Date to, DayCount convention) noexcept;

}  // namespace roi
