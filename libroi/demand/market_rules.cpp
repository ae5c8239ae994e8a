#include "libroi/demand/market_rules.hpp"

#include <algorithm>
#include <string>

#include "libroi/capacity/devices.hpp"
#include "libroi/demand/work_on_fleet.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace roi {
namespace {

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct Fleets {
  const Keyed<Fleet<double>>& all;
  std::vector<std::string> keys, chips, devices;
};

void check_names(const std::string& path, const Market<double>& market, const Fleets& fleets,
                 inputs::BrokenRules& rule) {
  for (const auto& [key, entry] : market.runs_on) {
    if (holds(fleets.keys, key) || holds(fleets.chips, key) || holds(fleets.devices, key)) continue;
    std::vector<std::string> known;
    for (const auto* names : {&fleets.keys, &fleets.chips, &fleets.devices})
      for (const std::string& name : *names)
        if (!name.empty() && !holds(known, name)) known.push_back(name);
    rule(false, (path + key).c_str(),
         "must be a fleet, the chip of a fleet, or a device of the catalogue" + inputs::hint(key, known));
  }
}

void check_list(const std::string& path, const Market<double>& market, const Fleets& fleets,
                inputs::BrokenRules& rule) {
  const std::vector<ListedFleet> list = listed_fleets(market, fleets.keys, fleets.chips);
  std::vector<int> seen;
  for (const ListedFleet& at : list) {
    const std::string here = path + market.runs_on.key(static_cast<std::size_t>(at.entry));
    const Fleet<double>& fleet = fleets.all[static_cast<std::size_t>(at.fleet)];
    const std::string& name = fleets.keys[static_cast<std::size_t>(at.fleet)];
    rule(std::find(seen.begin(), seen.end(), at.fleet) == seen.end(), here.c_str(),
         "must not name a fleet twice: " + name + " is listed before");
    seen.push_back(at.fleet);
    rule(fleet.unit_of_sale == fleets.all[static_cast<std::size_t>(list[0].fleet)].unit_of_sale, here.c_str(),
         "must sell in the unit of the first fleet of the list: hours of two units never add");
    rule(peak_of(fleet.device.peak, market.precision) > 0.0, here.c_str(),
         "must be a chip with the number format of the market's precision");
  }
}

}  // namespace

std::vector<inputs::BrokenRules::Broken> broken_market_rules(const Keyed<Market<double>>& markets,
                                                             const Keyed<Fleet<double>>& fleets) {
  static const std::vector<std::string> devices = device_names();
  Fleets known{fleets, {}, {}, devices};
  for (const auto& [key, fleet] : fleets) {
    known.keys.push_back(key);
    known.chips.push_back(fleet.device.chip);
  }
  inputs::BrokenRules rule;
  for (const auto& [key, market] : markets) {
    if (market.runs_on.empty() || !market.fleet.empty()) continue;
    check_names("markets." + key + ".runs_on.", market, known, rule);
    check_list("markets." + key + ".runs_on.", market, known, rule);
  }
  return rule.broken;
}

}  // namespace roi
