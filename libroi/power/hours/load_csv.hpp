#pragma once
/// @file libroi/power/hours/load_csv.hpp: a year's load [kW] from a text file, as meters and utilities export it.
///
///   table     one number per step [kW]; or a header, which lines of metadata may precede, and columns separated by
///             commas, semicolons or tabs, with decimal point or comma (inputs/text/csv_text.hpp)
///   load      the column named kw or mw; else the only one whose name has a unit of power (W, kW, MW, GW: "Load (kW)");
///             else the only one with a unit of energy (Wh, kWh, MWh, GWh), which is that of one step; else the only
///             other column of numbers where a column "unit" names its unit
///   time      stamps are compared with the calendar and put in order (power/hours/stamped_year.hpp); without them the
///             first value is that of 1 January 00:00
///   8,760 or 8,784 hours, or two, three or four values an hour. `notices` say what was converted, moved or not used.
///
///   Errors: InputError "file:line:column: ..." for what is no number or missing, for a load of no unit, of an unknown
///   one, or one of several columns, for another number of values, for stamps that are not a year; FileError if the file
///   cannot be read.
#include <optional>
#include <string>
#include <vector>

namespace roi::power {

struct Load {
  std::vector<double> kw;  // by step
  int minutes = 60;        // of a step
  int year = 0;            // 0 where no stamps say it
  std::string column;      // of the load; empty without a header
  std::vector<std::string> notices;
};

struct LoadOptions {
  std::optional<double> utc_offset;  // hours of the place's standard time ahead of UTC, for stamps with zones
};

[[nodiscard]] Load read_load(const std::string& path, const LoadOptions& options = {});
[[nodiscard]] Load read_load_text(const std::string& name, std::string content, const LoadOptions& options = {});

}  // namespace roi::power
