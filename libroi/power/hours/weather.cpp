#include "libroi/power/hours/weather.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>

#include "libroi/core/scalar.hpp"
#include "libroi/core/words.hpp"
#include "libroi/inputs/text/csv_text.hpp"
#include "libroi/power/check.hpp"
#include "libroi/power/hours/weather_rows.hpp"

namespace roi::power {

using namespace rows;
using inputs::CsvText;

namespace {

int weekday_named(const CsvText& csv, std::size_t field) {
  constexpr std::array<std::string_view, 7> names{"monday", "tuesday",  "wednesday", "thursday",
                                                  "friday", "saturday", "sunday"};
  const std::string name = lower_case(csv.fields()[field].text);
  for (std::size_t i = 0; i < 7; ++i) {
    if (name == names[i]) return static_cast<int>(i);
  }
  csv.fail(field, "first weekday is \"" + name + "\", but must be Monday to Sunday");
}

/// A value, kNone where it is blank or not below the missing code.
double below(const CsvText& csv, std::size_t field, const char* what, double missing) {
  const double value = csv.blank(field) ? kNone : csv.number(field, what);
  return value >= missing ? kNone : value;
}

void read_place(const CsvText& csv, std::size_t latitude, std::size_t longitude, std::size_t zone,
                std::size_t elevation, Weather& w) {
  w.latitude = checked(csv, latitude, "latitude", csv.number(latitude, "latitude"), -90, 90, "[degrees]");
  w.longitude = checked(csv, longitude, "longitude", csv.number(longitude, "longitude"), -180, 180, "[degrees]");
  w.time_zone = checked(csv, zone, "time zone", csv.number(zone, "time zone"), -12, 14, "[h]");
  w.elevation = checked(csv, elevation, "elevation", csv.number(elevation, "elevation"), -1000, 9000, "[m]");
}

}  // namespace

double standard_pressure(double elevation) { return 101325.0 * pow(1.0 - 2.25577e-5 * elevation, 5.2559); }

Weather read_epw_text(const std::string& name, std::string content) {
  CsvText csv(name, std::move(content));
  Weather w;
  if (!csv.next() || csv.fields()[0].text != "LOCATION") csv.fail_line("an EPW file must begin with LOCATION");
  w.station = csv.fields().size() > 1 ? std::string(csv.fields()[1].text) : "";
  read_place(csv, 6, 7, 8, 9, w);
  bool data = false;
  while (!data && csv.next()) {
    if (csv.fields()[0].text != "DATA PERIODS") continue;
    if (csv.whole(1, "number of data periods") != 1) csv.fail(1, "the file must hold one data period");
    if (csv.whole(2, "records per hour") != 1) csv.fail(2, "the file must hold one record an hour");
    if (csv.fields().size() > 4) w.first_weekday = weekday_named(csv, 4);
    data = true;
  }
  if (!data) csv.fail_line("DATA PERIODS is missing");
  Follow follow;
  while (csv.next()) {
    const int month = csv.whole(1, "month");
    const int day = csv.whole(2, "day");
    follow.peek(month, day);
    follow.step(csv, 1, month, day, csv.whole(3, "hour"));
    Row r;
    r.dry = below(csv, 6, "dry bulb", 99.9);
    if (!none(r.dry)) checked(csv, 6, "dry bulb", r.dry, -60, 60, "[C]");
    r.dew = below(csv, 7, "dew point", 99.9);
    r.rh = below(csv, 8, "relative humidity", 999);
    if (!none(r.rh)) checked(csv, 8, "relative humidity", r.rh, 0, 110, "[%]");
    r.pressure = below(csv, 9, "pressure", 999999);
    if (!none(r.pressure)) checked(csv, 9, "pressure", r.pressure, 31000, 120000, "[Pa]");
    r.ghi = below(csv, 13, "global radiation", 9999);
    r.dni = below(csv, 14, "direct radiation", 9999);
    r.dhi = below(csv, 15, "diffuse radiation", 9999);
    r.wind = below(csv, 21, "wind speed", 999);
    append(csv, 7, r, w);
  }
  follow.finish(csv);
  finish(csv, w);
  return w;
}

Weather read_tmy3_text(const std::string& name, std::string content) {
  CsvText csv(name, std::move(content));
  Weather w;
  if (!csv.next()) csv.fail_line("the file is empty");
  w.station = csv.fields().size() > 1 ? std::string(csv.fields()[1].text) : "";
  w.time_zone = checked(csv, 3, "time zone", csv.number(3, "time zone"), -12, 14, "[h]");
  w.latitude = checked(csv, 4, "latitude", csv.number(4, "latitude"), -90, 90, "[degrees]");
  w.longitude = checked(csv, 5, "longitude", csv.number(5, "longitude"), -180, 180, "[degrees]");
  w.elevation = checked(csv, 6, "elevation", csv.number(6, "elevation"), -1000, 9000, "[m]");
  if (!csv.next()) csv.fail_line("the line of column names is missing");
  const auto find = [&](std::string_view column) {
    const std::size_t found = column_named(csv, {column});
    if (found == kAbsent) csv.fail(0, "column \"" + std::string(column) + "\" is missing");
    return found;
  };
  MeterColumns at;
  at.dry = find("Dry-bulb (C)");
  at.dew = find("Dew-point (C)");
  at.rh = find("RHum (%)");
  at.pressure = find("Pressure (mbar)");
  at.ghi = find("GHI (W/m^2)");
  at.dni = find("DNI (W/m^2)");
  at.dhi = find("DHI (W/m^2)");
  at.wind = find("Wspd (m/s)");
  Follow follow;
  while (csv.next()) {
    const std::string_view date = csv.fields()[0].text;
    if (csv.fields().size() < 2) csv.fail(1, "time is missing");
    const std::string_view time = csv.fields()[1].text;
    int month = 0, day = 0, hour = 0;
    const auto read = [](std::string_view t, int& x) {
      const auto end = t.data() + t.size();
      return !t.empty() && t.size() <= 2 && std::from_chars(t.data(), end, x).ptr == end;
    };
    // Spreadsheets drop leading zeros.
    const std::size_t slash = date.find('/');
    const std::size_t second = date.find('/', slash == std::string_view::npos ? slash : slash + 1);
    const bool dated = second != std::string_view::npos && date.size() == second + 5 &&
                       read(date.substr(0, slash), month) && read(date.substr(slash + 1, second - slash - 1), day);
    if (!dated) csv.fail(0, "date is \"" + std::string(date) + "\", but must be MM/DD/YYYY");
    const std::size_t colon = time.find(':');
    if (colon == std::string_view::npos || time.size() != colon + 3 || !read(time.substr(0, colon), hour))
      csv.fail(1, "time is \"" + std::string(time) + "\", but must be HH:MM");
    follow.peek(month, day);
    follow.step(csv, 0, month, day, hour);
    append(csv, at.dew, row_in_mbar(csv, at), w);
  }
  follow.finish(csv);
  finish(csv, w);
  return w;
}

Weather read_nsrdb_text(const std::string& name, std::string content) {
  CsvText csv(name, std::move(content));
  Weather w;
  if (!csv.next()) csv.fail_line("the file is empty");
  const auto head = [&](std::string_view key) { return column_named(csv, {key}); };
  const std::size_t place = head("Location ID"), city = head("City"), latitude = head("Latitude"),
                    longitude = head("Longitude"), zone = head("Time Zone"), elevation = head("Elevation"),
                    temperature_unit = head("Temperature Units"), pressure_unit = head("Pressure Units");
  if (!csv.next()) csv.fail_line("the line of the site is missing");
  const auto text = [&](std::size_t field) { return csv.blank(field) ? "" : std::string(csv.fields()[field].text); };
  w.station = text(city).size() > 1 ? text(city) : text(place);
  read_place(csv, latitude, longitude, zone, elevation, w);
  if (!text(temperature_unit).empty() && text(temperature_unit) != "c" && text(temperature_unit) != "C")
    csv.fail(temperature_unit, "temperature is in " + text(temperature_unit) + ", but must be in c");
  if (!text(pressure_unit).empty() && !text(pressure_unit).starts_with("mb"))
    csv.fail(pressure_unit, "pressure is in " + text(pressure_unit) + ", but must be in mbar");
  if (!csv.next()) csv.fail_line("the line of column names is missing");
  MeterColumns at;
  const std::size_t month = head("Month"), day = head("Day"), hour = head("Hour");
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
  Follow follow;
  while (csv.next()) {
    const int m = csv.whole(month, "month");
    const int d = csv.whole(day, "day");
    follow.peek(m, d);
    follow.step(csv, hour, m, d, csv.whole(hour, "hour") + 1);
    append(csv, at.dew, row_in_mbar(csv, at), w);
  }
  follow.finish(csv);
  finish(csv, w);
  return w;
}

Weather read_weather_csv_text(const std::string& name, std::string content) {
  CsvText csv(name, std::move(content));
  Weather w;
  if (!csv.next()) csv.fail_line("the file is empty");
  constexpr std::array<std::string_view, 8> columns{"dry_bulb_c", "dew_point_c", "rh_percent", "pressure_pa",
                                                    "ghi_w_m2",   "dni_w_m2",    "dhi_w_m2",   "wind_m_s"};
  std::array<int, 8> at{};
  at.fill(-1);
  for (std::size_t i = 0; i < csv.fields().size(); ++i) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (csv.fields()[i].text == columns[c]) at[c] = static_cast<int>(i);
    }
  }
  if (at[0] < 0) csv.fail(0, "the header must name dry_bulb_c");
  if (at[1] < 0 && at[2] < 0) csv.fail(0, "the header must name rh_percent or dew_point_c");
  while (csv.next()) {
    std::array<double, 8> value{};
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const bool given = at[c] >= 0 && !(static_cast<std::size_t>(at[c]) < csv.fields().size() &&
                                         csv.fields()[static_cast<std::size_t>(at[c])].text.empty());
      value[c] = given ? csv.number(static_cast<std::size_t>(at[c]), columns[c]) : kNone;
    }
    const auto field = [&](std::size_t c) { return static_cast<std::size_t>(at[c] < 0 ? 0 : at[c]); };
    if (!none(value[0])) checked(csv, field(0), "dry_bulb_c", value[0], -60, 60, "[C]");
    if (!none(value[2])) checked(csv, field(2), "rh_percent", value[2], 0, 110, "[%]");
    if (!none(value[3])) checked(csv, field(3), "pressure_pa", value[3], 31000, 120000, "[Pa]");
    append(csv, field(1), {value[0], value[1], value[2], value[3], value[4], value[5], value[6], value[7]}, w);
  }
  const std::size_t n = w.hours();
  std::size_t per_hour = 0;
  for (std::size_t k = 1; k <= 4; ++k) {
    if (n == 8760 * k || n == 8784 * k) per_hour = k;
  }
  if (per_hour == 0)
    csv.fail_line("the file ends after " + std::to_string(n) +
                  " lines, but must hold 8760 or 8784 hours, or 2, 3 or 4 lines an hour");
  finish(csv, w);
  for (auto* series : {&w.dry_bulb, &w.dew_point, &w.rh, &w.pressure, &w.ghi, &w.dni, &w.dhi, &w.wind}) {
    std::vector<double> hourly(n / per_hour);
    for (std::size_t i = 0; i < hourly.size(); ++i) {
      double sum = 0.0;
      for (std::size_t k = 0; k < per_hour; ++k) sum += (*series)[i * per_hour + k];
      hourly[i] = sum / static_cast<double>(per_hour);
    }
    *series = std::move(hourly);
  }
  return w;
}

Weather read_epw(const std::string& path) { return read_weather(path); }

Weather read_weather(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw FileError(path + ": cannot be read");
  std::string content((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return read_weather_text(path, std::move(content));
}

Weather read_weather_text(const std::string& path, std::string content) {
  const bool marked = content.starts_with("\xEF\xBB\xBF");
  if (content.compare(marked ? 3 : 0, 8, "LOCATION") == 0 || path.ends_with(".epw") || path.ends_with(".EPW"))
    return read_epw_text(path, std::move(content));
  if (content.compare(marked ? 3 : 0, 7, "Source,") == 0) return read_nsrdb_text(path, std::move(content));
  const std::size_t first = content.find('\n');
  const std::size_t second = first == std::string::npos ? first : content.find('\n', first + 1);
  const bool tmy3 =
      second != std::string::npos && content.substr(first, second - first).find("Dry-bulb (C)") != std::string::npos;
  return tmy3 ? read_tmy3_text(path, std::move(content)) : read_weather_csv_text(path, std::move(content));
}

Weather fitted_to_days(const Weather& weather, int days) {
  const int have = static_cast<int>(weather.hours() / 24);
  check(days == 365 || days == 366, "fitted_to_days", "days", days, "must be 365 or 366");
  if (have == days) return weather;
  Weather out = weather;
  constexpr long kBegin29 = 59 * 24;
  for (auto* series :
       {&out.dry_bulb, &out.dew_point, &out.rh, &out.pressure, &out.ghi, &out.dni, &out.dhi, &out.wind}) {
    if (days == 366) {
      const std::vector<double> day(series->begin() + kBegin29 - 24, series->begin() + kBegin29);
      series->insert(series->begin() + kBegin29, day.begin(), day.end());
    } else {
      series->erase(series->begin() + kBegin29, series->begin() + kBegin29 + 24);
    }
  }
  return out;
}

}  // namespace roi::power
