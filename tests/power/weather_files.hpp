#pragma once
/// @file tests/power/weather_files.hpp: one real year as text in every form of weather file, and changes to such texts.
#include <functional>
#include <sstream>

#include "libroi/power/hours/weather.hpp"
#include "power_cases.hpp"

namespace roi::power::test {

inline std::string chicago() {
  std::ifstream in(data_path("chicago_ohare_tmy3.epw"), std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

using Fields = std::vector<std::string>;

inline Fields fields_of(const std::string& line, char separator = ',') {
  Fields out(1);
  for (const char c : line) {
    if (c == separator) out.emplace_back();
    else if (c != '\r') out.back() += c;
  }
  return out;
}

inline std::string line_of(const Fields& fields, char separator = ',') {
  std::string out;
  for (std::size_t i = 0; i < fields.size(); ++i) out += (i > 0 ? std::string(1, separator) : "") + fields[i];
  return out;
}

/// Applies `change` to the fields of lines [first, last], from 1; returning false drops the line.
inline std::string edited(const std::string& text, int first, int last, const std::function<bool(Fields&)>& change,
                          char separator = ',') {
  std::istringstream in(text);
  std::string out, row;
  for (int n = 1; std::getline(in, row); ++n) {
    if (n >= first && n <= last) {
      Fields fields = fields_of(row, separator);
      if (!change(fields)) continue;
      row = line_of(fields, separator);
    }
    out += row + "\n";
  }
  return out;
}
inline std::string edited(const std::string& text, int line, const std::function<bool(Fields&)>& change) {
  return edited(text, line, line, change);
}
constexpr int kAll = 1 << 30;

/// The hours of Chicago's file.
inline const std::vector<Fields>& chicago_hours() {
  static const std::vector<Fields> hours = [] {
    std::vector<Fields> out;
    std::istringstream in(chicago());
    std::string row;
    for (int n = 1; std::getline(in, row); ++n)
      if (n > 8) out.push_back(fields_of(row));
    return out;
  }();
  return hours;
}

inline std::string two(int x) { return (x < 10 ? "0" : "") + std::to_string(x); }

/// Chicago as a station's TMY3 file.
inline std::string tmy3_text() {
  std::string out =
      "725300,\"CHICAGO, OHARE\",IL,-6.0,41.983,-87.917,201\nDate (MM/DD/YYYY),Time (HH:MM),ETR (W/m^2),GHI "
      "(W/m^2),DNI "
      "(W/m^2),DHI (W/m^2),Dry-bulb (C),Dew-point (C),RHum (%),Pressure (mbar),Wdir (degrees),Wspd (m/s)\n";
  for (const Fields& f : chicago_hours())
    out += two(std::stoi(f[1])) + "/" + two(std::stoi(f[2])) + "/" + f[0] + "," + two(std::stoi(f[3])) + ":00," +
           f[10] + "," + f[13] + "," + f[14] + "," + f[15] + "," + f[6] + "," + f[7] + "," + f[8] + "," +
           std::to_string(std::stoi(f[9]) / 100) + "," + f[20] + "," + f[21] + "\n";
  return out;
}

/// Chicago as NSRDB hands it out, its rows `zone` hours from UTC.
inline std::string nsrdb_text(int zone = -6) {
  std::string out =
      "Source,Location ID,City,State,Country,Latitude,Longitude,Time Zone,Elevation,Local Time Zone,Dew Point "
      "Units,Temperature Units,Pressure Units\nNSRDB,67345,-,-,-,41.98,-87.92," +
      std::to_string(zone) +
      ",201,-6,c,c,mbar\nYear,Month,Day,Hour,Minute,DNI,DHI,GHI,Dew Point,Temperature,Pressure,Wind Direction,Wind "
      "Speed,Surface Albedo\n";
  const auto& hours = chicago_hours();
  const std::size_t n = hours.size();
  for (std::size_t i = 0; i < n; ++i) {
    const Fields& when = hours[i];
    const Fields& f = hours[(i + n - static_cast<std::size_t>(6 + zone)) % n];
    out += "2009," + when[1] + "," + when[2] + "," + std::to_string(std::stoi(when[3]) - 1) + ",30," + f[14] + "," +
           f[15] + "," + f[13] + "," + f[7] + "," + f[6] + "," + std::to_string(std::stoi(f[9]) / 100) + "," + f[20] +
           "," + f[21] + ",0.2\n";
  }
  return out;
}

/// Chicago as PVGIS hands it out, in UTC.
inline std::string pvgis_text() {
  std::string out =
      "Latitude (decimal degrees): 41.980\nLongitude (decimal degrees): -87.920\nElevation (m): 201.0\n\nmonth,year\n";
  for (int m = 1; m <= 12; ++m) out += std::to_string(m) + "," + std::to_string(2004 + m) + "\n";
  out += "\ntime(UTC),T2m,RH,G(h),Gb(n),Gd(h),IR(h),WS10m,WD10m,SP\n";
  const auto& hours = chicago_hours();
  const std::size_t n = hours.size();
  for (std::size_t i = 0; i < n; ++i) {
    const Fields& when = hours[i];
    const Fields& f = hours[(i + n - 6) % n];
    out += std::to_string(2004 + std::stoi(when[1])) + two(std::stoi(when[1])) + two(std::stoi(when[2])) + ":" +
           two(std::stoi(when[3]) - 1) + "00," + f[6] + "," + f[8] + "," + f[13] + "," + f[14] + "," + f[15] +
           ",300.0," + f[21] + "," + f[20] + "," + f[9] + "\n";
  }
  return out +
         "\nT2m: 2-m air temperature (degree Celsius)\nRH: relative humidity (%)\nPVGIS (c) European Union, "
         "2001-2024\n";
}

/// Chicago in libroi's own form, with time stamps.
inline std::string own_text(char separator = ',') {
  std::string out = line_of({"time", "dry_bulb_c", "dew_point_c", "rh_percent", "pressure_pa", "ghi_w_m2", "dni_w_m2",
                             "dhi_w_m2", "wind_m_s"},
                            separator) +
                    "\n";
  for (const Fields& f : chicago_hours())
    out +=
        line_of({"2026-" + two(std::stoi(f[1])) + "-" + two(std::stoi(f[2])) + " " + two(std::stoi(f[3]) - 1) + ":00",
                 f[6], f[7], f[8], f[9], f[13], f[14], f[15], f[21]},
                separator) +
        "\n";
  return out;
}

/// The message of what the call throws; empty if nothing.
template <class F>
std::string message_of(F&& call) {
  try {
    call();
  } catch (const roi::Error& error) {
    return error.what();
  }
  return "";
}

template <class F>
void expect_refusal(F&& call, const std::string& part) {
  const std::string text = message_of(call);
  EXPECT_NE(text.find(part), std::string::npos) << "said: " << text << "\nexpected: " << part;
}

inline void expect_notice(const std::vector<std::string>& notices, const std::string& part) {
  std::string all;
  for (const std::string& notice : notices) all += notice + "\n";
  EXPECT_NE(all.find(part), std::string::npos) << "said: " << all << "expected: " << part;
}

}  // namespace roi::power::test
