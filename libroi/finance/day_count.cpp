#include "libroi/finance/day_count.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "libroi/core/error.hpp"
#include "libroi/core/words.hpp"

namespace roi {
namespace {

int day_of_year(const CivilDate& d) noexcept {
  return date_of({d.year, d.month, d.day}).days - date_of({d.year, 1, 1}).days + 1;
}

bool february_ends(const CivilDate& d) noexcept { return d.month == 2 && d.day == last_day_of_month(d.year, 2); }

/// 29 Februaries from `from` to `to`, both included, from <= to.
int leap_days(const CivilDate& from, const CivilDate& to) noexcept {
  const auto before = [](const CivilDate& d) {  // 29 Februaries from year 1 to the day before
    const int y = d.month > 2 ? d.year : d.year - 1;
    return y / 4 - y / 100 + y / 400;
  };
  const bool ends_on_one = to.month == 2 && to.day == 29;
  return before(to) - before(from) + (ends_on_one ? 1 : 0);
}

int thirty(const CivilDate& a, const CivilDate& b, int day_a, int day_b) noexcept {
  return 360 * (b.year - a.year) + 30 * (b.month - a.month) + (day_b - day_a);
}

}  // namespace

CivilDate civil(Date date) noexcept {
  const std::int32_t z = date.days + 719468;
  const std::int32_t era = (z >= 0 ? z : z - 146096) / 146097;
  const std::int32_t day_of_era = z - era * 146097;
  const std::int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int32_t day = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int32_t month = (5 * day + 2) / 153;
  CivilDate out;
  out.day = day - (153 * month + 2) / 5 + 1;
  out.month = month < 10 ? month + 3 : month - 9;
  out.year = year_of_era + era * 400 + (out.month <= 2 ? 1 : 0);
  return out;
}

Date make_date(int year, int month, int day) {
  const bool valid =
      year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= last_day_of_month(year, month);
  if (!valid) {
    throw DomainError("date: year " + std::to_string(year) + ", month " + std::to_string(month) + ", day " +
                      std::to_string(day) + " is no day of the calendar");
  }
  return date_of({year, month, day});
}

Date parse_date(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = -1;
    const char* const end = text.data() + at + length;
    for (const char* c = text.data() + at; c != end; ++c) {
      if (*c < '0' || *c > '9') return -1;
    }
    std::from_chars(text.data() + at, end, value);
    return value;
  };
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= last_day_of_month(year, month)) {
      return date_of({year, month, day});
    }
  }
  throw DomainError("date: '" + std::string(text) + "' is not a date; write it as YYYY-MM-DD, for example 2026-03-31");
}

std::string to_text(Date date) {
  const CivilDate d = civil(date);
  const auto two = [](int x) { return std::string(x < 10 ? "0" : "") + std::to_string(x); };
  std::string year = std::to_string(d.year);
  if (year.size() < 4) year.insert(0, 4 - year.size(), '0');
  return year + "-" + two(d.month) + "-" + two(d.day);
}

bool is_end_of_month(Date date) noexcept {
  const CivilDate d = civil(date);
  return d.day == last_day_of_month(d.year, d.month);
}

Date add_months(Date date, int months, bool end_of_month) {
  const CivilDate d = civil(date);
  const int index = d.year * 12 + d.month - 1 + months;
  const int year = index >= 0 ? index / 12 : (index - 11) / 12;
  const int month = index - year * 12 + 1;
  const int last = last_day_of_month(year, month);
  const bool to_end = end_of_month && d.day == last_day_of_month(d.year, d.month);
  return make_date(year, month, to_end || d.day > last ? last : d.day);
}

std::string_view to_string(DayCount convention) noexcept {
  constexpr std::array<std::string_view, 12> names{"ACT/ACT ISDA", "ACT/365F",    "ACT/365.25", "ACT/364",
                                                   "ACT/360",      "30/360 ISDA", "30E/360",    "30E+/360",
                                                   "30E/360 ISDA", "30/360 US",   "NL/365",     "NL/360"};
  return names[static_cast<std::size_t>(convention)];
}

DayCount parse_day_count(std::string_view name) {
  std::string lower = lower_case(name);
  if (lower.starts_with("actual/")) lower.replace(0, 6, "act");
  if (lower.starts_with("a/")) lower.replace(0, 1, "act");
  if (lower.starts_with("act/actual")) lower.replace(4, 6, "act");
  using enum DayCount;
  constexpr std::array<std::pair<std::string_view, DayCount>, 30> known{{
      {"act/act", act_act_isda},
      {"act/act isda", act_act_isda},
      {"act/365 fixed", act_365f},
      {"act/365f", act_365f},
      {"act/365", act_365f},
      {"english", act_365f},
      {"act/365.25", act_365_25},
      {"act/364", act_364},
      {"act/360", act_360},
      {"french", act_360},
      {"30/360", thirty_360_isda},
      {"30/360 isda", thirty_360_isda},
      {"bond basis", thirty_360_isda},
      {"30e/360", thirty_e_360},
      {"30/360 isma", thirty_e_360},
      {"eurobond basis", thirty_e_360},
      {"30u/360", thirty_360_us},
      {"30us/360", thirty_360_us},
      {"30/360 us", thirty_360_us},
      {"30/360 sia", thirty_360_us},
      {"30e+/360", thirty_e_plus_360},
      {"30e/360 isda", thirty_e_360_isda},
      {"30e/360 german", thirty_e_360_isda},
      {"german", thirty_e_360_isda},
      {"nl/365", nl_365},
      {"nl365", nl_365},
      {"nl/360", nl_360},
      {"nl360", nl_360},
      {"act/365.25f", act_365_25},
      {"act/actual isda", act_act_isda},
  }};
  for (const auto& [text, convention] : known) {
    if (text == lower) return convention;
  }
  throw DomainError("day_count: '" + std::string(name) +
                    "' is not a day count; use ACT/365F, ACT/360, ACT/ACT ISDA, 30/360 US or 30E/360");
}

int days_between(Date from, Date to, DayCount convention) noexcept {
  using enum DayCount;
  const bool actual = convention == act_act_isda || convention == act_365f || convention == act_365_25 ||
                      convention == act_364 || convention == act_360;
  if (actual) return to.days - from.days;
  const CivilDate a = civil(from), b = civil(to);
  const auto held = [](int day) { return day < 30 ? day : 30; };
  switch (convention) {
    case DayCount::thirty_360_isda: {
      const int day = held(a.day);
      return thirty(a, b, day, day >= 30 ? held(b.day) : b.day);
    }
    case DayCount::thirty_e_360: return thirty(a, b, held(a.day), held(b.day));
    case DayCount::thirty_e_plus_360: {
      if (b.day != 31) return thirty(a, b, held(a.day), b.day);
      return thirty(a, civil({to.days + 1}), held(a.day), 1);
    }
    case DayCount::thirty_e_360_isda:
      return thirty(a, b, february_ends(a) ? 30 : held(a.day), february_ends(b) ? 30 : held(b.day));
    case DayCount::thirty_360_us: {
      const int day = february_ends(a) ? 30 : held(a.day);
      const int other = february_ends(a) && february_ends(b) ? 30 : day >= 30 ? held(b.day) : b.day;
      return thirty(a, b, day, other);
    }
    case DayCount::nl_365:
    case DayCount::nl_360: return to.days - from.days - leap_days(a, b);
    default: return to.days - from.days;
  }
}

double year_fraction(Date from, Date to, DayCount convention) noexcept {
  const double days = days_between(from, to, convention);
  switch (convention) {
    case DayCount::act_act_isda: {
      const CivilDate a = civil(from), b = civil(to);
      const auto position = [](const CivilDate& d) {  // share of its own year that has passed
        return (day_of_year(d) - 1.0) / (is_leap_year(d.year) ? 366.0 : 365.0);
      };
      return (b.year - a.year) + position(b) - position(a);
    }
    case DayCount::act_365f:
    case DayCount::nl_365: return days / 365.0;
    case DayCount::act_365_25: return days / 365.25;
    case DayCount::act_364: return days / 364.0;
    default: return days / 360.0;
  }
}

}  // namespace roi
