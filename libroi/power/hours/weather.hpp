#pragma once
/// @file libroi/power/hours/weather.hpp: a year of hourly outdoor air, read from EPW, TMY3, NSRDB or CSV.
///
///   EPW    EnergyPlus: eight header lines, then one line an hour; hours 1 .. 24, hour h covers [h - 1, h)
///   TMY3   two header lines (site; column names), dates MM/DD/YYYY, times 01:00 .. 24:00
///   NSRDB  three header lines (keys; site; column names), hours 0 .. 23; one record an hour, pressure in mbar
///   CSV    a header line with dry_bulb_c, and rh_percent or dew_point_c; pressure_pa, ghi_w_m2, dni_w_m2, dhi_w_m2 and
///          wind_m_s if known; 8,760 or 8,784 hours, or 2, 3 or 4 lines an hour, which are averaged
///
///   Missing codes (EPW 99.9, 999, 999999, 9999; TMY3 -9900) and blank fields: gaps of dry bulb or humidity up to
///   three hours are interpolated, longer ones refused; a missing humidity is taken from the dew point where that is
///   known; missing pressure is the standard atmosphere's at the station's height, missing radiation is 0. `filled`
///   counts them.
///   Relative humidity above 100 % up to 110 % counts as 100 %, below 1 % as 1 %.
///   Years may differ from month to month (typical years); days and hours must follow one another without a gap.
///   Errors: InputError "file:line:column: ..." for the first fault; FileError if the file cannot be read.
///   Sources: EnergyPlus Auxiliary Programs, weather data dictionary; NREL/TP-581-43156 (TMY3);
///   NSRDB physical solar model, download format.
#include <string>
#include <vector>

namespace roi::power {

struct Weather {
  std::string station;
  double latitude = 0.0;          // degrees north
  double longitude = 0.0;         // degrees east
  double time_zone = 0.0;         // hours ahead of UTC
  double elevation = 0.0;         // m
  int first_weekday = 0;          // of 1 January, 0 = Monday; from the EPW's data period
  std::vector<double> dry_bulb;   // C
  std::vector<double> dew_point;  // C
  std::vector<double> rh;         // fraction
  std::vector<double> pressure;   // Pa
  std::vector<double> ghi;        // Wh/m2, global horizontal
  std::vector<double> dni;        // Wh/m2, direct normal
  std::vector<double> dhi;        // Wh/m2, diffuse horizontal
  std::vector<double> wind;       // m/s
  int filled = 0;                 // values replaced for missing codes
  [[nodiscard]] std::size_t hours() const { return dry_bulb.size(); }
};

/// By extension or first word: EPW, else NSRDB ("Source,"), else TMY3 if its second line names "Dry-bulb (C)", else CSV.
[[nodiscard]] Weather read_weather(const std::string& path);
[[nodiscard]] Weather read_weather_text(const std::string& name, std::string content);
[[nodiscard]] Weather read_epw(const std::string& path);
[[nodiscard]] Weather read_epw_text(const std::string& name, std::string content);
[[nodiscard]] Weather read_tmy3_text(const std::string& name, std::string content);
[[nodiscard]] Weather read_nsrdb_text(const std::string& name, std::string content);
[[nodiscard]] Weather read_weather_csv_text(const std::string& name, std::string content);

/// Standard atmosphere's pressure [Pa] at a height [m].
[[nodiscard]] double standard_pressure(double elevation);

/// The hours of a 365-day file on a leap year's clock: 28 February is repeated as 29 February. A 366-day file on a
/// common year loses 29 February.
[[nodiscard]] Weather fitted_to_days(const Weather& weather, int days);

}  // namespace roi::power
