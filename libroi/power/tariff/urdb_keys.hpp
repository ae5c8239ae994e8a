#pragma once
/// @file libroi/power/tariff/urdb_keys.hpp: the closed list of keys of a URDB rate; used by power/tariff/urdb.cpp.
///
///   read         a part of the bill
///   descriptive  names, dates, sources, comments, applicability: no part of a bill
///   remarks      lists of free words about charges ("energyattrs"): passed on as notices
///
/// Capitals and separators do not count, and the names of the bulk download stand for those of the API:
/// energyRateStrux [{energyRateTiers: [...]}] is energyratestructure [[...]]. Any other key is refused.
///
/// Sources: OpenEI, "Get Utility Rates", versions 3 to 8; the fields of usurdb.json as programs that read it have them.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/inputs/text/json_reading.hpp"
#include "libroi/inputs/text/problem.hpp"
#include "libroi/power/tariff/tariff.hpp"

namespace roi::power::urdb {

/// Whether a key is one of those a bill is made of, however it is spelled.
[[nodiscard]] bool is_read(std::string_view key);

/// The first key of a bill or a tier inside a value that should only describe; empty if there is none.
[[nodiscard]] std::string part_of_a_bill(const inputs::Value& value);

/// A rate with the API's spellings, and without nulls, which programs write for fields a rate does not have.
struct SpelledRate {
  inputs::Value rate;
  std::map<std::string, std::string> written;  // pointer, below the rate's -> its last part as the file has it
  std::vector<Problem> problems;               // of the spelling, by the pointers of the file
  /// The pointer of the file.
  [[nodiscard]] std::string in_file(const std::string& pointer, const std::string& rate_pointer) const;
};
/// Keys under two spellings must say the same.
[[nodiscard]] SpelledRate spelled(inputs::Reading& file, const inputs::Value& rate, const std::string& pointer,
                                  Tariff& tariff);

/// Refuses the keys outside the list; what describes the rate must hold nothing a bill is made of.
void close(inputs::ObjectReader& rate, Tariff& tariff);

}  // namespace roi::power::urdb
