#pragma once
/// @file libroi/demand/market_rules.hpp: what markets must agree on with the fleets of their center.
///
///   markets.m.runs_on.k   is the key of a fleet, the chip of one, or a device that libroi knows (which no fleet may have)
///                         no fleet is listed twice; each has the market's number format and one unit of sale
///
/// Checked on double where a model is read, validated or varied. Errors: rules broken, by path, with the nearest name.
#include <algorithm>
#include <string>
#include <vector>

#include "libroi/demand/work_on_fleet.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace roi {

/// The devices of the library's catalogue: libroi/capacity/devices.hpp.
[[nodiscard]] std::vector<std::string> device_names();

inline void market_rules(const Keyed<Market<double>>& markets, const Keyed<Fleet<double>>& fleets, auto&& rule) {
  std::vector<std::string> keys, chips;
  for (const auto& [key, fleet] : fleets) {
    keys.push_back(key);
    chips.push_back(fleet.device.chip);
  }
  const auto holds = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  static const std::vector<std::string> devices = device_names();
  for (const auto& [key, market] : markets) {
    const std::string path = "markets." + key + ".runs_on.";
    for (const auto& [chip, entry] : market.runs_on) {
      if (holds(keys, chip) || holds(chips, chip) || holds(devices, chip)) continue;
      std::vector<std::string> known = keys;
      known.insert(known.end(), chips.begin(), chips.end());
      known.insert(known.end(), devices.begin(), devices.end());
      rule(false, (path + chip).c_str(),
           "must be a fleet, the chip of a fleet, or a device of the catalogue" + inputs::hint(chip, known));
    }
    std::vector<int> seen;
    if (market.runs_on.empty()) continue;
    const std::vector<ListedFleet> list = listed_fleets(market, keys, chips);
    const int first = list.empty() ? 0 : list[0].fleet;
    for (const ListedFleet& at : list) {
      const std::string here = path + market.runs_on.key(static_cast<std::size_t>(at.entry));
      const std::string& fleet = keys[static_cast<std::size_t>(at.fleet)];
      rule(std::find(seen.begin(), seen.end(), at.fleet) == seen.end(), here.c_str(),
           "must not name a fleet twice: " + fleet + " is listed before");
      seen.push_back(at.fleet);
      rule(fleets[static_cast<std::size_t>(at.fleet)].unit_of_sale == fleets[static_cast<std::size_t>(first)].unit_of_sale,
           here.c_str(), "must sell in the unit of the first fleet of the list: hours of two units never add");
      rule(peak_of(fleets[static_cast<std::size_t>(at.fleet)].device.peak, market.precision) > 0.0, here.c_str(),
           "must be a chip with the number format of the market's precision");
    }
  }
}

}  // namespace roi
