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
  const std::vector<std::string>& devices;
  std::vector<std::string> keys{}, chips{};
};

/// The rules of one market. Rows of a batch ask them too: words are made only for what is broken.
class MarketRules {
 public:
  MarketRules(const std::string& key, const Market<double>& market, const Fleets& fleets, inputs::BrokenRules& broken)
      : key_(key), market_(market), fleets_(fleets), broken_(broken) {}

  void check_names() {
    for (const auto& [name, entry] : market_.runs_on)
      if (!holds(fleets_.keys, name) && !holds(fleets_.chips, name) && !holds(fleets_.devices, name))
        broken(name,
               "must be a fleet, the chip of a fleet, or a device of the catalogue" + inputs::hint(name, known()));
  }

  void check_list() {
    const std::vector<ListedFleet> list = listed_fleets(market_, fleets_.keys, fleets_.chips);
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string& entry = market_.runs_on.key(static_cast<std::size_t>(list[i].entry));
      const Fleet<double>& fleet = fleets_.all[static_cast<std::size_t>(list[i].fleet)];
      const auto same = [&](const ListedFleet& at) { return at.fleet == list[i].fleet; };
      const auto here = list.begin() + static_cast<std::ptrdiff_t>(i);
      if (std::any_of(list.begin(), here, same))
        broken(entry, "must not name a fleet twice: " + fleets_.keys[static_cast<std::size_t>(list[i].fleet)] +
                          " is listed before");
      if (fleet.unit_of_sale != fleets_.all[static_cast<std::size_t>(list[0].fleet)].unit_of_sale)
        broken(entry, "must sell in the unit of the first fleet of the list: hours of two units never add");
      if (!(peak_of(fleet.device.peak, market_.precision) > 0.0))
        broken(entry, "must be a chip with the number format of the market's precision");
    }
  }

 private:
  void broken(const std::string& entry, const std::string& rule) {
    broken_(false, ("markets." + key_ + ".runs_on." + entry).c_str(), rule);
  }
  [[nodiscard]] std::vector<std::string> known() const {
    std::vector<std::string> out;
    for (const auto* names : {&fleets_.keys, &fleets_.chips, &fleets_.devices})
      for (const std::string& name : *names)
        if (!name.empty() && !holds(out, name)) out.push_back(name);
    return out;
  }

  const std::string& key_;
  const Market<double>& market_;
  const Fleets& fleets_;
  inputs::BrokenRules& broken_;
};

}  // namespace

std::vector<inputs::BrokenRules::Broken> broken_market_rules(const Keyed<Market<double>>& markets,
                                                             const Keyed<Fleet<double>>& fleets) {
  static const std::vector<std::string> devices = device_names();
  Fleets known{fleets, devices};
  for (const auto& [key, fleet] : fleets) {
    known.keys.push_back(key);
    known.chips.push_back(fleet.device.chip);
  }
  inputs::BrokenRules broken;
  for (const auto& [key, market] : markets) {
    if (market.runs_on.empty() || !market.fleet.empty()) continue;
    MarketRules rules(key, market, known, broken);
    rules.check_names();
    rules.check_list();
  }
  return broken.broken;
}

}  // namespace roi
