#pragma once
/// @file libroi/power/tariff/urdb_reading.hpp: what the parts of the URDB reader share; used by power/tariff/urdb.hpp.
///
///   structure   list of periods, each a list of tiers {max, rate, adj, sell, unit}; price = rate + adj
///   grid        12 lists (months) of 24 periods (hours); absent where there is one period
#include <string>
#include <string_view>
#include <vector>

#include "libroi/inputs/text/json_reading.hpp"
#include "libroi/power/tariff/tariff.hpp"

namespace roi::power::urdb {

struct RawTier {
  double max = kUnbounded, price = 0.0, sell = 0.0;
  std::string unit;  // as written, empty if absent
};
using Structure = std::vector<std::vector<RawTier>>;

[[nodiscard]] Structure read_structure(inputs::ObjectReader& root, std::string_view key);
/// Schedules of a structure without periods carry no money and are passed over.
[[nodiscard]] MonthHourGrid read_grid(inputs::ObjectReader& root, std::string_view key, std::size_t periods);
[[nodiscard]] bool is_nothing(const inputs::Value& value);  // null, false, 0, "" and lists and objects of those
[[nodiscard]] bool has_price(const Structure& structure);
/// Position of a word, in any mixture of capitals; words.size() if it is none of them.
[[nodiscard]] std::size_t position_of(const std::string& word, const std::vector<std::string>& words);

}  // namespace roi::power::urdb
