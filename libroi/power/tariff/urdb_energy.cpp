#include "libroi/power/tariff/urdb_energy.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "libroi/inputs/text/problem.hpp"
#include "libroi/power/tariff/energy_json.hpp"

namespace roi::power::urdb {

using inputs::ObjectReader;

namespace {

constexpr double kInf = kUnbounded;
constexpr std::string_view kStructure = "energyratestructure";
constexpr std::size_t kPerKw = 1;  // odd energy units are per kW of billing demand
const std::vector<std::string>& energy_units() {
  static const std::vector<std::string> words{"kWh", "kWh/kW", "kWh daily", "kWh/kW daily"};
  return words;
}

struct EnergyTier {
  double max, price, sell;
  std::size_t unit;
};

/// Whether a kWh/kW row only bounds the kWh rows that follow it.
bool opens_block(const std::vector<EnergyTier>& tiers, std::size_t i) {
  return tiers[i].unit % 2 == kPerKw && i + 1 < tiers.size() && tiers[i + 1].unit % 2 != kPerKw;
}

/// `units`: a tier of the structure is in another unit than kWh, so that every tier must name its own.
std::vector<EnergyTier> energy_tiers(Rate& rate, const std::vector<RawTier>& raw, bool units) {
  ObjectReader& root = rate.root;
  std::vector<EnergyTier> tiers;
  for (const RawTier& t : raw) {
    std::size_t unit = t.unit.empty() ? 0 : position_of(t.unit, energy_units());
    if (unit == energy_units().size()) {
      root.problem(kStructure, "has a tier in " + t.unit + ", but must be in one of " + inputs::joined(energy_units()));
      unit = 0;
    }
    if (t.unit.empty() && !tiers.empty() && tiers.back().unit != 0)
      root.problem(kStructure, "has a tier without unit after one in " + energy_units()[tiers.back().unit]);
    else if (t.unit.empty() && units)
      root.reading().add(t.at, t.pointer, "states no unit, but other tiers are in other units than kWh");
    tiers.push_back({t.max, t.price, t.sell, unit});
  }
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (!opens_block(tiers, i)) require_price(rate, raw[i]);
    else if (raw[i].price != 0.0)
      rate.notice(std::string(kStructure) + ": the price " + to_text(raw[i].price) +
                  " of a kWh/kW row is void, as kWh rows follow");
  }
  return tiers;
}

/// kWh/kW rows open blocks, kWh rows after one are its inner tiers (the row of the block then has no price of its own).
std::vector<EnergyBlock> blocks_of(const std::vector<EnergyTier>& raw, ObjectReader& root) {
  std::vector<EnergyBlock> blocks;
  const bool hours_use = std::any_of(raw.begin(), raw.end(), [](const EnergyTier& t) { return t.unit % 2 == kPerKw; });
  if (!hours_use) {
    EnergyBlock block;
    for (const EnergyTier& t : raw) block.tiers.push_back({t.max, t.price, t.sell});
    block.tiers.back().upper = kInf;
    return {block};
  }
  if (raw.front().unit % 2 != kPerKw) root.problem(kStructure, "has kWh tiers before the first kWh/kW tier");
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i].unit % 2 == kPerKw || blocks.empty()) {
      blocks.push_back({raw[i].max, {}});
      if (!opens_block(raw, i)) blocks.back().tiers.push_back({kInf, raw[i].price, raw[i].sell});
    } else {
      blocks.back().tiers.push_back({raw[i].max, raw[i].price, raw[i].sell});
    }
  }
  for (std::size_t b = 1; b < blocks.size(); ++b) {
    if (blocks[b].tiers.size() > 1)
      root.problem(kStructure,
                   "has kWh tiers inside a kWh/kW block after the first: from where they count is not defined; "
                   "state the charge in libroi's own form, with tiers_restart_in_block");
  }
  blocks.back().upper_hours = kInf;
  for (EnergyBlock& b : blocks) {
    if (!b.tiers.empty()) b.tiers.back().upper = kInf;
  }
  return blocks;
}

/// Whether hours of a month fall into several periods of which one has tiers: only then it matters what climbs them.
bool tiers_share_a_month(const EnergyCharge& charge) {
  for (std::size_t m = 0; m < 12; ++m) {
    std::set<int> periods(charge.schedule.weekday[m].begin(), charge.schedule.weekday[m].end());
    periods.insert(charge.schedule.weekend[m].begin(), charge.schedule.weekend[m].end());
    const bool tiered = std::any_of(periods.begin(), periods.end(), [&](int p) {
      const auto& blocks = charge.periods[static_cast<std::size_t>(p)].blocks;
      return blocks.size() > 1 || blocks.front().tiers.size() > 1;
    });
    if (tiered && periods.size() > 1) return true;
  }
  return false;
}

/// What exports earn, or why it is not known.
void read_exports(Rate& rate, const Structure& structure) {
  ObjectReader& root = rate.root;
  Tariff& t = rate.tariff;
  static const std::vector<std::string> rules{"Net Metering", "Net Billing Instantaneous", "Net Billing Hourly",
                                              "Buy All Sell All"};
  const std::string rule = rate.says("dgrules") ? rules[read_word(root, "dgrules", rules)] : "";
  const inputs::Value* set = root.take("usenetmetering");
  const bool stated = set != nullptr && !(set->is_string() && set->text.empty());
  using Kind = inputs::Value::Kind;
  if (stated && set->kind != Kind::boolean && !(set->is_string() && (set->text == "true" || set->text == "false")))
    root.problem("usenetmetering", "is " + set->brief() + ", but must be true or false");
  const bool metering = stated && (set->kind == Kind::boolean ? set->boolean : set->text == "true");
  if (stated && !rule.empty() && metering != (rule == "Net Metering"))
    root.problem("usenetmetering", "is " + set->brief() + ", but dgrules is \"" + rule + "\"; one of them must go");
  double sell = 0.0;
  std::size_t sells = 0, tiers = 0;
  for (const auto& period : structure) {
    for (const RawTier& tier : period) {
      sells += tier.sells ? 1 : 0;
      ++tiers;
      if (sell == 0.0) sell = tier.sell;
    }
  }
  const bool net = rule == "Net Metering" || (rule.empty() && metering);
  const std::string source = rule.empty() ? "usenetmetering is set" : "dgrules is \"" + rule + "\"";
  if (net && sell != 0.0)
    root.problem(
        rule.empty() ? "usenetmetering" : "dgrules",
        "says that exports earn the price of energy, but a tier has sell " + to_text(sell) + "; one of them must go");
  if (net || rule == "Buy All Sell All") t.unpriced_exports = source;
  else if (sells < tiers)
    t.unpriced_exports = (sells == 0 ? "no tier states sell" : "some tiers state no sell") +
                         std::string("; write 0 where exports earn nothing");
  else if (tiers == 0) t.unpriced_exports = "realtimepricing has no price for them";
  if (sells > 0 && sells < tiers)
    rate.notice("sell is stated in " + std::to_string(sells) + " of " + std::to_string(tiers) +
                " tiers: no exports can be billed");
}

void read_hourly(Rate& rate) {
  auto prices = read_hourly_values(rate.root, "realtimepricing");
  if (!prices.empty()) rate.tariff.energy.push_back(hourly_energy("real-time", std::move(prices)));
}

void read_structure_prices(Rate& rate, const UrdbOptions& options, const Structure& structure) {
  ObjectReader& root = rate.root;
  EnergyCharge charge;
  charge.name = "supply";
  charge.schedule =
      read_schedules(rate, kStructure, "energyweekdayschedule", "energyweekendschedule", structure.size());
  if (structure.empty()) return;
  bool daily = false;
  bool monthly = false;
  const bool units = std::any_of(structure.begin(), structure.end(), [](const std::vector<RawTier>& period) {
    return std::any_of(period.begin(), period.end(),
                       [](const RawTier& t) { return !t.unit.empty() && position_of(t.unit, energy_units()) != 0; });
  });
  for (std::size_t p = 0; p < structure.size(); ++p) {
    const auto tiers = energy_tiers(rate, structure[p], units);
    if (tiers.size() > 1) {
      for (const EnergyTier& tier : tiers) (tier.unit >= 2 ? daily : monthly) = true;
    }
    for (const EnergyTier& tier : tiers) {
      if (tier.sell != tiers.front().sell)
        root.problem(kStructure, "has sell rates of " + to_text(tiers.front().sell) + " and " + to_text(tier.sell) +
                                     " in one period, but one is understood");
    }
    charge.periods.push_back({"period-" + std::to_string(p), blocks_of(tiers, root)});
  }
  if (daily && monthly) root.problem(kStructure, "mixes daily and monthly tiers");
  charge.span = daily ? TierSpan::average_day : TierSpan::month;
  charge.basis = options.basis.value_or(tiers_share_a_month(charge) ? TierBasis::all_in_order : TierBasis::period);
  rate.tariff.energy.push_back(charge);
}

}  // namespace

void read_energy(Rate& rate, const UrdbOptions& options) {
  ObjectReader& root = rate.root;
  (void)read_word(root, "energyunits", {"kWh"});
  const Structure structure = read_structure(rate, kStructure, true);
  read_structure_prices(rate, options, structure);
  read_hourly(rate);
  read_exports(rate, structure);
  const auto fuel = root.numbers("fueladjustmentsmonthly", -kInf, kInf, 12);
  for (std::size_t m = 0; m < fuel.size(); ++m) {
    if (fuel[m] == 0.0) continue;
    Rider rider{"fuel-" + std::to_string(m + 1), RiderKind::per_kwh, fuel[m], {}, {}};
    rider.months[m] = true;
    rate.tariff.riders.push_back(rider);
  }
}

}  // namespace roi::power::urdb
