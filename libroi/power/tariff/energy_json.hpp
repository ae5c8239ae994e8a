#pragma once
/// @file libroi/power/tariff/energy_json.hpp: energy charges of libroi's own tariff form; used by the readers of tariffs.
///
///   "energy": { "supply": { "schedule": [ ... ], "periods": { "peak": { "price": 0.81 }, ... } },
///               "market": { "hourly_prices": [ 0.031, 0.029, ... ], "hourly_sell": [ ... ] } }
#include <string_view>
#include <vector>

#include "libroi/inputs/text/json_reading.hpp"
#include "libroi/power/tariff/tariff.hpp"

namespace roi::power {

/// "tiers", or one open tier at "price".
[[nodiscard]] std::vector<Tier> read_tiers(inputs::ObjectReader& from);
/// A value for every hour of the year, under a key of any tariff form; empty, with a problem, if it is none.
[[nodiscard]] std::vector<double> read_hourly_values(inputs::ObjectReader& from, std::string_view key);
/// All charges under "energy", and whether they say what exports earn.
void read_energy(inputs::ObjectReader& root, Tariff& tariff);

}  // namespace roi::power
