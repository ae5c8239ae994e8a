#pragma once
/// @file libroi/power/hours/load_csv.hpp: a year's load [kW] from a text file, as meters export it.
///
///   One number per step, or a header row naming a column `kw` or `mw` (or the only one with that word, as in
///   "Load (kW)"); MW become kW. 8,760 or 8,784 hours, or two, three or four values an hour.
///   Errors: InputError "file:line:column: ..." for what is no number, for several columns where none is named, for
///   another number of values; FileError if the file cannot be read.
#include <string>
#include <vector>

namespace roi::power {

[[nodiscard]] std::vector<double> read_load_csv(const std::string& path);

}  // namespace roi::power
