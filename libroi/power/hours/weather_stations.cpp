#include <algorithm>
#include <charconv>
#include <cmath>

#include "libroi/core/error.hpp"
#include "libroi/inputs/text/csv_text.hpp"
#include "libroi/inputs/text/decimals.hpp"
#include "libroi/power/hours/table/time_stamps.hpp"
#include "libroi/power/hours/weather_rows.hpp"

namespace roi::power {

using namespace rows;
using inputs::CsvText;

namespace {

std::vector<std::string> names_of(const CsvText& csv) {
  std::vector<std::string> out;
  for (const auto& field : csv.fields()) out.emplace_back(field.text);
  return out;
}

std::vector<std::size_t> joined(std::vector<std::size_t> a, std::initializer_list<std::size_t> b) {
  a.insert(a.end(), b);
  return a;
}

/// MM/DD/YYYY and HH:MM; spreadsheets drop leading zeros.
void read_tmy3_stamp(const CsvText& csv, int& month, int& day, int& hour) {
  const std::string_view date = csv.fields()[0].text;
  if (csv.fields().size() < 2) csv.fail(1, "time is missing");
  const std::string_view time = csv.fields()[1].text;
  const auto stamp = parse_stamp(date);
  const std::size_t slash = date.find('/');
  if (!stamp || stamp->has_time || slash == std::string_view::npos || slash > 2 || date.size() < 8)
    csv.fail(0, "date is \"" + std::string(date) + "\", but must be MM/DD/YYYY");
  month = stamp->month;
  day = stamp->day;
  const std::size_t colon = time.find(':');
  const auto end = time.data() + (colon == std::string_view::npos ? 0 : colon);
  if (colon == std::string_view::npos || colon > 2 || time.size() != colon + 3 ||
      std::from_chars(time.data(), end, hour).ptr != end)
    csv.fail(1, "time is \"" + std::string(time) + "\", but must be HH:MM");
  if (time.substr(colon) != ":00") csv.fail(1, "time is \"" + std::string(time) + "\", but must be a full hour");
}

bool tmy3_missing(double x) { return x <= -9900.0; }

/// The column of that name; refused where there is none.
std::size_t demanded(const CsvText& csv, std::string_view column) {
  const std::size_t found = column_named(csv, {column});
  if (found == kAbsent) csv.fail(0, "column \"" + std::string(column) + "\" is missing");
  return found;
}

}  // namespace

Weather read_tmy3_text(const std::string& name, std::string content) {
  CsvText csv(name, std::move(content));
  Gather gather(csv);
  Weather& w = gather.w;
  if (!csv.next()) csv.fail_line("the file is empty");
  w.station = csv.blank(1) ? "" : std::string(csv.fields()[1].text);
  for (std::size_t i = csv.fields().size(); i-- > 7;)
    if (!csv.blank(i)) csv.fail(i, "is one field too many: the site has 7, the last is the elevation");
  read_site(csv, {4, 5, 3, 6}, w);
  if (!csv.next()) csv.fail_line("the line of column names is missing");
  const std::vector<std::string> names = names_of(csv);
  if (names.size() < 2 || !names[0].starts_with("Date") || !names[1].starts_with("Time"))
    csv.fail(0, "the first two columns must be Date (MM/DD/YYYY) and Time (HH:MM)");
  Columns at;
  at.pascal = 100.0;
  at.missing = tmy3_missing;
  at.dry = demanded(csv, "Dry-bulb (C)");
  at.dew = demanded(csv, "Dew-point (C)");
  at.rh = demanded(csv, "RHum (%)");
  at.pressure = demanded(csv, "Pressure (mbar)");
  at.ghi = demanded(csv, "GHI (W/m^2)");
  at.dni = demanded(csv, "DNI (W/m^2)");
  at.dhi = demanded(csv, "DHI (W/m^2)");
  at.wind = demanded(csv, "Wspd (m/s)");
  csv.expect_fields("the column names");
  Follow follow;
  while (csv.next()) {
    int month = 0, day = 0, hour = 0;
    read_tmy3_stamp(csv, month, day, hour);
    follow.peek(month, day);
    follow.step(csv, 0, month, day, hour);
    gather.add(at);
  }
  follow.finish(csv);
  gather.say_unused(names, joined(at.all(), {0, 1}));
  return gather.finish();
}

Weather read_nsrdb_text(const std::string& name, std::string content) {
  CsvText csv(name, std::move(content));
  Gather gather(csv);
  Weather& w = gather.w;
  if (!csv.next()) csv.fail_line("the file is empty");
  const auto head = [&](std::string_view key) { return column_named(csv, {key}); };
  const auto required = [&](std::string_view key) {
    const std::size_t found = head(key);
    if (found == kAbsent) csv.fail(0, "key \"" + std::string(key) + "\" is missing");
    return found;
  };
  const std::size_t place = head("Location ID"), city = head("City"), latitude = required("Latitude"),
                    longitude = required("Longitude"), zone = required("Time Zone"), elevation = required("Elevation"),
                    local = head("Local Time Zone");
  struct Unit {
    const char* key;
    const char* what;
    const char* wanted;
    std::size_t at;
  };
  std::vector<Unit> units{{"Temperature Units", "temperature", "c", 0},
                          {"Dew Point Units", "dew point", "c", 0},
                          {"Pressure Units", "pressure", "mbar", 0},
                          {"GHI Units", "global radiation", "w/m2", 0},
                          {"DNI Units", "direct radiation", "w/m2", 0},
                          {"DHI Units", "diffuse radiation", "w/m2", 0},
                          {"Wind Speed Units", "wind speed", "m/s", 0},
                          {"Wind Speed", "wind speed", "m/s", 0},
                          {"Relative Humidity Units", "relative humidity", "%", 0}};
  for (Unit& unit : units) unit.at = head(unit.key);
  csv.expect_fields("its keys");
  if (!csv.next()) csv.fail_line("the line of the site is missing");
  const auto text = [&](std::size_t field) { return csv.blank(field) ? "" : std::string(csv.fields()[field].text); };
  w.station = text(city).size() > 1 ? text(city) : text(place);
  read_site(csv, {latitude, longitude, kAbsent, elevation}, w);
  const double of_rows = csv.number(zone, "time zone");
  const double of_place = text(local).empty() ? of_rows : csv.number(local, "local time zone");
  read_site(csv, {latitude, longitude, text(local).empty() ? zone : local, elevation}, w);
  checked(csv, zone, "time zone", of_rows, -12, 14, "[h]");
  const double later = of_place - of_rows;
  if (later != std::floor(later))
    csv.fail(zone, "time zone of the rows is " + to_text(of_rows) + " and that of the place " + to_text(of_place) +
                       ": rows of a full hour cannot be moved by it");
  for (const Unit& unit : units) {
    std::string given = text(unit.at);
    for (char& c : given) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    const bool fits = given.empty() || given == "n/a" || given == "-" || given == unit.wanted ||
                      (given == "millibar" && std::string(unit.wanted) == "mbar");
    if (!fits)
      csv.fail(unit.at, std::string(unit.what) + " is in " + text(unit.at) + ", but must be in " + unit.wanted);
  }
  const int site_line = csv.line_number();
  csv.go_to(site_line);  // columns have a count of their own
  if (!csv.next()) csv.fail_line("the line of column names is missing");
  const std::vector<std::string> names = names_of(csv);
  const std::size_t year = head("Year"), month = head("Month"), day = head("Day"), hour = head("Hour"),
                    minute = head("Minute");
  Columns at;
  at.pascal = 100.0;
  at.missing = tmy3_missing;
  at.dry = column_named(csv, {"Temperature", "Tdry", "Dry-bulb"});
  at.dew = column_named(csv, {"Dew Point", "Tdew", "Dew-point"});
  at.rh = column_named(csv, {"Relative Humidity", "RH", "RHum"});
  at.pressure = column_named(csv, {"Pressure", "Pres"});
  at.ghi = column_named(csv, {"GHI", "gh"});
  at.dni = column_named(csv, {"DNI", "dn"});
  at.dhi = column_named(csv, {"DHI", "df"});
  at.wind = column_named(csv, {"Wind Speed", "Wspd"});
  if (month == kAbsent || day == kAbsent || hour == kAbsent) csv.fail(0, "columns Month, Day and Hour must be there");
  if (at.dry == kAbsent) csv.fail(0, "column Temperature is missing");
  if (at.dew == kAbsent && at.rh == kAbsent) csv.fail(0, "columns Dew Point and Relative Humidity are both missing");
  csv.expect_fields("the column names");
  Follow follow;
  int first_minute = -1;
  while (csv.next()) {
    if (year != kAbsent) (void)year_of_row(csv, year);
    const int m = csv.whole(month, "month");
    const int d = csv.whole(day, "day");
    follow.peek(m, d);
    follow.step(csv, hour, m, d, csv.whole(hour, "hour") + 1);
    if (minute != kAbsent) {
      const int now = csv.whole(minute, "minute");
      if (first_minute < 0) first_minute = now;
      if (now != first_minute || now < 0 || now > 59)
        csv.fail(minute, "minute is " + std::to_string(now) + ", but must be " + std::to_string(first_minute) +
                             " as in the first row: one record an hour");
    }
    gather.add(at);
  }
  follow.finish(csv);
  gather.say_unused(names, joined(at.all(), {year, month, day, hour, minute}));
  return gather.finish(1, static_cast<int>(later),
                       "rows of UTC" + std::string(of_rows < 0 ? "" : "+") + to_text(of_rows) + " are moved by " +
                           to_text(later) + " h to the place's UTC" + std::string(of_place < 0 ? "" : "+") +
                           to_text(of_place));
}

Weather read_pvgis_text(const std::string& name, std::string content) {
  CsvText csv(name, std::move(content));
  Gather gather(csv);
  Weather& w = gather.w;
  const auto after = [&](std::string_view key, double low, double high, const char* unit) {
    if (!csv.next() || !csv.line().starts_with(key))
      csv.fail_line("must be \"" + std::string(key) + ": ...\", as PVGIS writes it");
    std::string_view text = csv.line().substr(std::min(csv.line().find(':'), csv.line().size() - 1) + 1);
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with(',')) text.remove_suffix(1);
    const auto x = inputs::plain_number(text, false);
    if (x && *x >= low && *x <= high) return *x;
    csv.fail_line(std::string(key) + " is \"" + std::string(text) + "\", but must be in [" + to_text(low) + ", " +
                  to_text(high) + "] " + unit);
  };
  w.latitude = after("Latitude", -90, 90, "[degrees]");
  w.longitude = after("Longitude", -180, 180, "[degrees]");
  w.elevation = after("Elevation", -1000, 9000, "[m]");
  std::size_t stamp = kAbsent;
  while (stamp == kAbsent && csv.next()) stamp = column_named(csv, {"time(UTC)"});
  if (stamp == kAbsent) csv.fail_line("the line of column names with time(UTC) is missing");
  const std::vector<std::string> names = names_of(csv);
  Columns at;
  at.dry = demanded(csv, "T2m");
  at.rh = demanded(csv, "RH");
  at.ghi = demanded(csv, "G(h)");
  at.dni = demanded(csv, "Gb(n)");
  at.dhi = demanded(csv, "Gd(h)");
  at.wind = demanded(csv, "WS10m");
  at.pressure = demanded(csv, "SP");
  csv.expect_fields("the column names");
  Follow follow;
  constexpr int kHours = 8760;  // PVGIS leaves out 29 February; the legend follows
  for (int hour = 0; hour < kHours && csv.next(); ++hour) {
    const auto given = parse_stamp(csv.fields()[stamp].text);
    if (!given || !given->has_date || !given->has_time)
      csv.fail(stamp, "time(UTC) is \"" + std::string(csv.fields()[stamp].text) + "\", but must be like 20050101:0000");
    follow.peek(given->month, given->day);
    follow.step(csv, stamp, given->month, given->day, given->minute / 60 + 1);
    gather.add(at);
  }
  follow.finish(csv);
  csv.go_to(csv.line_number());  // the lines of the legend have other numbers of fields: none is expected any more
  while (csv.next())
    if (parse_stamp(csv.fields()[0].text)) csv.fail_line("is another hour, but the year is over");
  gather.say_unused(names, joined(at.all(), {stamp}));
  w.station = "PVGIS " + to_text(w.latitude) + ", " + to_text(w.longitude);
  w.time_zone = std::round(w.longitude / 15.0);
  return gather.finish(1, static_cast<int>(w.time_zone),
                       "rows in UTC are moved by " + to_text(w.time_zone) + " h to UTC" + (w.time_zone < 0 ? "" : "+") +
                           to_text(w.time_zone) + ", the zone of the longitude: the file does not say the place's");
}

}  // namespace roi::power
