#pragma once
/// @file libroi/demand/market_rules.hpp: what markets must agree on with the fleets of their center.
///
///   markets.m.runs_on.k   is the key of a fleet, the chip of one, or a device that libroi knows (which no fleet may have)
///                         no fleet is listed twice; each has the market's number format and one unit of sale
///
/// Checked on double where a model is read, validated or varied. Errors: the rules broken, by path, with the nearest name.
#include <vector>

#include "libroi/demand/inputs.hpp"

namespace roi {

[[nodiscard]] std::vector<inputs::BrokenRules::Broken> broken_market_rules(const Keyed<Market<double>>& markets,
                                                                           const Keyed<Fleet<double>>& fleets);

}  // namespace roi
