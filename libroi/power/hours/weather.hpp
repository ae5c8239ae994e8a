#pragma once
/// @file libroi/power/hours/weather.hpp: a year of hourly outdoor air, read from EPW, TMY3, NSRDB, PVGIS or CSV.
///
///   EPW    EnergyPlus: eight header lines, then one line an hour of 32 to 35 fields; hour h of 1 .. 24 covers [h - 1, h)
///   TMY3   two header lines (site; column names), dates MM/DD/YYYY, times 01:00 .. 24:00
///   NSRDB  three header lines (keys; site; column names), hours 0 .. 23; one record an hour, pressure in mbar
///   PVGIS  typical year as CSV: the site, the months' years, the table in UTC, the legend
///   CSV    a header with dry_bulb_c, and rh_percent or dew_point_c; pressure_pa, ghi_w_m2, dni_w_m2, dhi_w_m2 and
///          wind_m_s if known; time stamps if there are any (power/hours/table/stamp_columns.hpp); 8,760 or 8,784 hours,
///          or 2, 3 or 4 lines an hour, which are averaged
///
///   Gaps       missing codes (EPW 99.9, 999, 999999, 9999; TMY3 -9900) and blank fields. Dry bulb, humidity and
///              radiation up to three hours, pressure and wind up to 24 are interpolated and counted in `filled`, longer
///              ones are refused; a missing humidity is taken from the dew point, a missing dew point from the humidity.
///              What a file does not have at all is named in `notices`: pressure is then the standard atmosphere's at
///              the station's height, radiation and wind stay empty, and what needs them refuses the file.
///   Ranges     dry bulb and dew point [-60, 60] and [-90, 60] C, humidity [0, 110] %, pressure [310, 1200] mbar,
///              radiation [-20, 1500] Wh/m2, wind [0, 75] m/s; humidity counts as 1 to 100 %, radiation from 0 on, and
///              what was cut is counted in `notices`; more than a twentieth of a year is refused.
///   Contradictions, refused: a dew point 1 K above the dry bulb, or one that tells a humidity 25 points off; more than
///              1 % of hours 10 points off (else counted); a dry bulb, humidity or radiation that does not vary, a dry
///              bulb cut off at a limit; pressure 4 % off that of the height; a time zone 2.5 h behind or 3.5 h ahead of
///              the longitude's; radiation whose middle of the day is an hour off the sun's, diffuse above global, or
///              global 25 % off direct and diffuse together.
///   Zones      rows in another zone than the place's (NSRDB's "Local Time Zone", PVGIS) are moved to it, hours of the
///              year's one end to the other, and said so.
///   Years may differ from month to month (typical years); days and hours must follow one another without a gap.
///   Errors: InputError "file:line:column: ..."; FileError if the file cannot be read.
///   Sources: EnergyPlus Auxiliary Programs, weather data dictionary; NREL/TP-581-43156 (TMY3);
///   NSRDB physical solar model, download format; PVGIS typical meteorological year, output format.
#include <map>
#include <string>
#include <vector>

namespace roi::power {

struct Weather {
  std::string station;
  bool located = true;                // whether the file says where it is: the next four
  double latitude = 0.0;              // degrees north
  double longitude = 0.0;             // degrees east
  double time_zone = 0.0;             // hours ahead of UTC
  double elevation = 0.0;             // m
  int first_weekday = 0;              // of 1 January, 0 = Monday; from the EPW's data period
  std::vector<double> dry_bulb;       // C
  std::vector<double> dew_point;      // C
  std::vector<double> rh;             // fraction
  std::vector<double> pressure;       // Pa
  std::vector<double> ghi;            // Wh/m2, global horizontal; empty where the file has none, like the next three
  std::vector<double> dni;            // Wh/m2, direct normal
  std::vector<double> dhi;            // Wh/m2, diffuse horizontal
  std::vector<double> wind;           // m/s
  std::map<std::string, int> filled;  // hours that were missing and made up, by column of the CSV form
  std::vector<std::string> notices;   // what was not used, or used after a change
  [[nodiscard]] std::size_t hours() const { return dry_bulb.size(); }
};

/// By extension or first words: EPW, else NSRDB ("Source,"), PVGIS ("Latitude (decimal degrees)"), TMY3 if its second line
/// names "Dry-bulb (C)", else CSV.
[[nodiscard]] Weather read_weather(const std::string& path);
[[nodiscard]] Weather read_weather_text(const std::string& name, std::string content);
[[nodiscard]] Weather read_epw(const std::string& path);
[[nodiscard]] Weather read_epw_text(const std::string& name, std::string content);
[[nodiscard]] Weather read_tmy3_text(const std::string& name, std::string content);
[[nodiscard]] Weather read_nsrdb_text(const std::string& name, std::string content);
[[nodiscard]] Weather read_pvgis_text(const std::string& name, std::string content);
[[nodiscard]] Weather read_weather_csv_text(const std::string& name, std::string content);

/// Standard atmosphere's pressure [Pa] at a height [m].
[[nodiscard]] double standard_pressure(double elevation);

/// The hours of a 365-day file on a leap year's clock: 28 February is repeated as 29 February. A 366-day file on a
/// common year loses 29 February. Said in `notices`.
[[nodiscard]] Weather fitted_to_days(const Weather& weather, int days);

}  // namespace roi::power
