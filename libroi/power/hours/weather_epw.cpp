#include <algorithm>
#include <array>

#include "libroi/core/words.hpp"
#include "libroi/inputs/text/csv_text.hpp"
#include "libroi/inputs/text/problem.hpp"
#include "libroi/power/hours/table/time_stamps.hpp"
#include "libroi/power/hours/weather_rows.hpp"

namespace roi::power {

using namespace rows;
using inputs::CsvText;

namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};
/// The header's lines; the first and the last are read, of the fifth whether it says something.
const std::vector<std::string> kHeader{"LOCATION",
                                       "DESIGN CONDITIONS",
                                       "TYPICAL/EXTREME PERIODS",
                                       "GROUND TEMPERATURES",
                                       "HOLIDAYS/DAYLIGHT SAVINGS",
                                       "COMMENTS 1",
                                       "COMMENTS 2",
                                       "DATA PERIODS"};

int weekday_named(const CsvText& csv, std::size_t field) {
  const std::string name = lower_case(csv.fields()[field].text);
  for (std::size_t i = 0; i < kWeekdays.size(); ++i) {
    if (name == kWeekdays[i]) return static_cast<int>(i);
  }
  csv.fail(field, "first weekday is \"" + name + "\", but must be Monday to Sunday");
}

/// " 1/ 1" as "1/1".
std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ') out += c;
  return out;
}

/// A value, kNone where it is blank or not below the missing code.
double below(const CsvText& csv, std::size_t field, const char* what, double missing) {
  const double value = csv.blank(field) ? kNone : csv.number(field, what);
  return value >= missing ? kNone : value;
}

void read_location(const CsvText& csv, Weather& w) {
  constexpr std::size_t kFields = 10;
  if (csv.fields()[0].text != "LOCATION") csv.fail_line("an EPW file must begin with LOCATION");
  for (std::size_t i = csv.fields().size(); i-- > kFields;)
    if (!csv.blank(i)) csv.fail(i, "is one field too many: LOCATION has 10, the last is the elevation");
  w.station = csv.blank(1) ? "" : std::string(csv.fields()[1].text);
  read_site(csv, {6, 7, 8, 9}, w);
}

void read_periods(const CsvText& csv, Weather& w) {
  if (csv.whole(1, "number of data periods") != 1) csv.fail(1, "the file must hold one data period");
  if (csv.whole(2, "records per hour") != 1) csv.fail(2, "the file must hold one record an hour");
  if (csv.fields().size() > 4) w.first_weekday = weekday_named(csv, 4);
  const auto day = [&](std::size_t field, const char* what, const std::string& wanted) {
    if (csv.blank(field)) return;
    const std::string given = without_blanks(csv.fields()[field].text);
    if (given != wanted && !given.starts_with(wanted + "/"))
      csv.fail(field, std::string(what) + " day of the data is " + given + ", but must be " + wanted);
  };
  day(5, "first", "1/1");
  day(6, "last", "12/31");
}

/// The lines up to DATA PERIODS.
void read_header(CsvText& csv, Weather& w) {
  std::vector<std::string> met;
  while (csv.next()) {
    const std::string key(csv.fields()[0].text);
    if (std::find(kHeader.begin(), kHeader.end(), key) == kHeader.end())
      csv.fail(0, "is \"" + key + "\", but must be a line of an EPW header" + inputs::hint(key, kHeader) +
                      "; DATA PERIODS must come before the data");
    if (std::find(met.begin(), met.end(), key) != met.end()) csv.fail(0, key + " stands twice");
    met.push_back(key);
    if (key == "LOCATION") read_location(csv, w);
    else if (met.size() == 1) csv.fail_line("an EPW file must begin with LOCATION");
    if (key == "HOLIDAYS/DAYLIGHT SAVINGS" && !csv.blank(2) && without_blanks(csv.fields()[2].text) != "0")
      w.notices.push_back("daylight saving of the header is not used: rows are taken as standard time");
    if (key == "DATA PERIODS") return read_periods(csv, w);
  }
  csv.fail_line(met.empty() ? "an EPW file must begin with LOCATION" : "DATA PERIODS is missing");
}

/// In a file of one real year the weekday of 1 January is known.
void compare_weekday(Weather& w, int year) {
  const auto days = static_cast<int>(minute_of(year, 1, 1) / 1440);
  const int real = ((days + 3) % 7 + 7) % 7;  // 1 January 1970 was a Thursday
  if (real != w.first_weekday)
    w.notices.push_back("the header has 1 January on a " +
                        std::string(kWeekdays[static_cast<std::size_t>(w.first_weekday)]) + ", that of " +
                        std::to_string(year) + " is a " + std::string(kWeekdays[static_cast<std::size_t>(real)]) +
                        ": the header's is used");
}

}  // namespace

Weather read_epw_text(const std::string& name, std::string content) {
  constexpr std::size_t kLeast = 32, kMost = 35;
  CsvText csv(name, std::move(content));
  Gather gather(csv);
  read_header(csv, gather.w);
  Columns at;
  at.dry = 6;
  at.dew = 7;
  at.rh = 8;
  at.pressure = 9;
  at.ghi = 13;
  at.dni = 14;
  at.dhi = 15;
  at.wind = 21;
  Follow follow;
  int first_year = 0, year = 0;
  bool one_year = true;
  while (csv.next()) {
    if (first_year == 0) {
      const std::size_t count = csv.fields().size();
      if (count < kLeast || count > kMost)
        csv.fail_line("has " + std::to_string(count) + " fields, but an hour of an EPW file must have 32 to 35");
      if (count < kMost)
        gather.w.notices.push_back("hours have " + std::to_string(count) +
                                   " fields of 35: the last ones are taken as missing");
      csv.expect_fields("the first hour");
      first_year = year_of_row(csv, 0);
    }
    year = year_of_row(csv, 0);
    one_year = one_year && year == first_year;
    const int month = csv.whole(1, "month");
    const int day = csv.whole(2, "day");
    follow.peek(month, day);
    follow.step(csv, 1, month, day, csv.whole(3, "hour"));
    const int minute = csv.blank(4) ? 0 : csv.whole(4, "minute");
    if (minute < 0 || minute > 60) csv.fail(4, "minute is " + std::to_string(minute) + ", but must be in [0, 60]");
    Row r;
    r.dry = below(csv, 6, "dry bulb", 99.9);
    r.dew = below(csv, 7, "dew point", 99.9);
    r.rh = below(csv, 8, "relative humidity", 999);
    r.pressure = below(csv, 9, "pressure", 999999);
    r.ghi = below(csv, 13, "global radiation", 9999);
    r.dni = below(csv, 14, "direct radiation", 9999);
    r.dhi = below(csv, 15, "diffuse radiation", 9999);
    r.wind = below(csv, 21, "wind speed", 999);
    gather.add(r, at);
  }
  follow.finish(csv);
  if (one_year) compare_weekday(gather.w, first_year);
  return gather.finish();
}

}  // namespace roi::power
