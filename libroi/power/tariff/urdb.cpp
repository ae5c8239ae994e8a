#include "libroi/power/tariff/urdb.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "libroi/inputs/text/problem.hpp"
#include "libroi/power/tariff/urdb_demand.hpp"
#include "libroi/power/tariff/urdb_reading.hpp"

namespace roi::power {

using inputs::ObjectReader;
using inputs::Reading;

namespace {

using urdb::RawTier;
using urdb::Structure;

constexpr double kInf = kUnbounded;

/// Words of keys that carry money or change it. Names of other keys are passed over.
bool carries_money(std::string_view key) {
  for (const std::string_view word :
       {"rate", "charge", "price", "cost",     "fee",   "adj",     "credit",     "surcharge", "ratchet", "lookback",
        "tax",  "min",    "sell",  "discount", "rider", "penalty", "multiplier", "percent",   "demand",  "energy"}) {
    if (key.find(word) != std::string_view::npos) return true;
  }
  return false;
}

/// Keys that describe a rate without changing a bill.
const std::set<std::string_view>& descriptive() {
  static const std::set<std::string_view> keys{
      "label", "uri", "utility", "utilityid", "name", "approved", "startdate", "enddate", "supercedes", "supersedes",
      "description", "source", "sourceparent", "sector", "servicetype", "basicinformationcomments", "energycomments",
      "demandcomments", "fixedcomments", "basiccomments", "eiaid", "eia", "revisions", "is_default", "voltagecategory",
      "voltageminimum", "voltagemaximum", "phasewiring", "peakkwcapacitymin", "peakkwcapacitymax",
      "peakkwcapacityhistory", "peakkwhusagemin", "peakkwhusagemax", "peakkwhusagehistory", "energyattrs",
      "demandattrs", "fixedattrs", "minchargeattrs", "coincidentattrs", "ratecategory", "applicability", "version",
      "energytoulabels", "demandtoulabels", "energylabels", "demandlabels", "flatdemandlabels", "latest_update",
      // Each further meter's charge: a bill is that of one meter.
      "fixedchargeeaaddl",
      // Of coincident demand, where its structure has no price.
      "coincidentrateunit", "coincidentrateschedule", "coincidentschedule"};
  return keys;
}

constexpr std::size_t kPerKw = 1;  // odd energy units are per kW of billing demand
const std::vector<std::string>& energy_units() {
  static const std::vector<std::string> words{"kWh", "kWh/kW", "kWh daily", "kWh/kW daily"};
  return words;
}

struct EnergyTier {
  double max, price, sell;
  std::size_t unit;
};

std::vector<EnergyTier> energy_tiers(const std::vector<RawTier>& raw, ObjectReader& root, const std::string& key) {
  std::vector<EnergyTier> tiers;
  for (const RawTier& t : raw) {
    std::size_t unit = t.unit.empty() ? 0 : urdb::position_of(t.unit, energy_units());
    if (unit == energy_units().size()) {
      root.problem(key, "has a tier in " + t.unit + ", but must be in one of " + inputs::joined(energy_units()));
      unit = 0;
    }
    if (t.unit.empty() && !tiers.empty() && tiers.back().unit != 0)
      root.problem(key, "has a tier without unit after one in " + energy_units()[tiers.back().unit]);
    tiers.push_back({t.max, t.price, t.sell, unit});
  }
  return tiers;
}

/// kWh/kW rows open blocks, kWh rows after one are its inner tiers (the row of the block then has no price of its own).
std::vector<EnergyBlock> blocks_of(const std::vector<EnergyTier>& raw, ObjectReader& root, const std::string& key) {
  std::vector<EnergyBlock> blocks;
  const bool hours_use = std::any_of(raw.begin(), raw.end(), [](const EnergyTier& t) { return t.unit % 2 == kPerKw; });
  if (!hours_use) {
    EnergyBlock block;
    for (const EnergyTier& t : raw) block.tiers.push_back({t.max, t.price, t.sell});
    block.tiers.back().upper = kInf;
    return {block};
  }
  if (raw.front().unit % 2 != kPerKw) root.problem(key, "has kWh tiers before the first kWh/kW tier");
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i].unit % 2 == kPerKw || blocks.empty()) {
      blocks.push_back({raw[i].max, {}});
      const bool inner = i + 1 < raw.size() && raw[i + 1].unit % 2 == 0;
      if (!inner) blocks.back().tiers.push_back({kInf, raw[i].price, raw[i].sell});
    } else {
      blocks.back().tiers.push_back({raw[i].max, raw[i].price, raw[i].sell});
    }
  }
  for (std::size_t b = 1; b < blocks.size(); ++b) {
    if (blocks[b].tiers.size() > 1)
      root.problem(key,
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

void read_energy(ObjectReader& root, const UrdbOptions& options, Tariff& t) {
  const std::string key = "energyratestructure";
  (void)root.choice("energyunits", {"kWh"}, 0);
  const Structure structure = urdb::read_structure(root, key);
  EnergyCharge charge;
  charge.name = "supply";
  charge.schedule.weekday = urdb::read_grid(root, "energyweekdayschedule", structure.size());
  charge.schedule.weekend = urdb::read_grid(root, "energyweekendschedule", structure.size());
  if (structure.empty()) return;
  bool daily = false;
  bool monthly = false;
  for (std::size_t p = 0; p < structure.size(); ++p) {
    const auto tiers = energy_tiers(structure[p], root, key);
    if (tiers.size() > 1) {
      for (const EnergyTier& tier : tiers) (tier.unit >= 2 ? daily : monthly) = true;
    }
    for (const EnergyTier& tier : tiers) {
      if (tier.sell != tiers.front().sell)
        root.problem(key, "has sell rates of " + to_text(tiers.front().sell) + " and " + to_text(tier.sell) +
                              " in one period, but one is understood");
    }
    charge.periods.push_back({"period-" + std::to_string(p), blocks_of(tiers, root, key)});
  }
  if (daily && monthly) root.problem(key, "mixes daily and monthly tiers");
  charge.span = daily ? TierSpan::average_day : TierSpan::month;
  charge.basis = options.basis.value_or(tiers_share_a_month(charge) ? TierBasis::all_in_order : TierBasis::period);
  t.energy.push_back(charge);
}

void read_fixed(ObjectReader& root, Tariff& t) {
  const auto unit = [&](std::string_view key) {
    return static_cast<FixedUnit>(root.choice(key, {"$/month", "$/day", "$/year"}, 0));
  };
  const FixedUnit per = unit("fixedchargeunits");
  const double first = root.number("fixedchargefirstmeter", -kInf, kInf, 0.0);
  const double monthly = root.number("fixedmonthlycharge", -kInf, kInf, 0.0);
  if (first != 0.0) t.fixed.push_back({"first-meter", first, per});
  // The same charge under the names of two versions counts once.
  const bool same = per == FixedUnit::month && monthly == first;
  if (monthly != 0.0 && first != 0.0 && !same)
    root.problem("fixedmonthlycharge", "is " + to_text(monthly) + " beside a fixedchargefirstmeter of " +
                                           to_text(first) + "; one of them must go");
  if (monthly != 0.0 && first == 0.0) t.fixed.push_back({"monthly", monthly, FixedUnit::month});
  (void)root.choice("minmonthlychargeunits", {"$/month"}, 0);
  const FixedUnit least_per = unit("minchargeunits");
  const double least = root.number("mincharge", 0.0, kInf, 0.0);
  if (least_per == FixedUnit::month) t.minimum_month = least;
  if (least_per == FixedUnit::year) t.minimum_year = least;
  if (least_per == FixedUnit::day) t.minimum_month = least * 365.0 / 12.0;
  t.minimum_month = std::max(t.minimum_month, root.number("minmonthlycharge", 0.0, kInf, 0.0));
  t.minimum_year = std::max(t.minimum_year, root.number("annualmincharge", 0.0, kInf, 0.0));
  const double kvar = root.number("demandreactivepowercharge", 0.0, kInf, 0.0);
  if (kvar > 0.0) t.power_factor = PowerFactorRule{{}, 0.0, kvar, 0.0};
  const auto fuel = root.numbers("fueladjustmentsmonthly", -kInf, kInf, 12);
  for (std::size_t m = 0; m < fuel.size(); ++m) {
    if (fuel[m] == 0.0) continue;
    Rider rider{"fuel-" + std::to_string(m + 1), RiderKind::per_kwh, fuel[m], {}, {}};
    rider.months[m] = true;
    t.riders.push_back(rider);
  }
}

/// The value without null members, which programs write for fields a rate does not have.
inputs::Value without_nulls(inputs::Value value) {
  std::erase_if(value.members, [](const inputs::Member& m) { return m.value.kind == inputs::Value::Kind::null; });
  for (inputs::Member& m : value.members) m.value = without_nulls(std::move(m.value));
  for (inputs::Value& item : value.items) item = without_nulls(std::move(item));
  return value;
}

/// Rules for exports that are not a price per exported kWh.
void read_exports(ObjectReader& root, Tariff& t) {
  const std::string rule = root.text("dgrules", "");
  if (rule == "Net Metering" || rule == "Buy All Sell All") t.unpriced_exports = "dgrules is \"" + rule + "\"";
  const inputs::Value* v = root.take("usenetmetering");
  if (rule.empty() && v != nullptr && !urdb::is_nothing(*v) && v->text != "false")
    t.unpriced_exports = "usenetmetering is set";
}

Tariff read_rate(Reading& file, const ObjectReader& given, const UrdbOptions& options) {
  const inputs::Value rate = without_nulls(given.value());
  ObjectReader root(file, &rate, given.pointer());
  Tariff t;
  t.name = root.text("name", "URDB rate");
  t.source = root.text("uri", root.text("label", ""));
  const std::string country = root.text("country", "USA");
  t.currency = options.currency.value_or("USD");
  if (!options.currency && !country.empty() && country != "USA" && country != "US")
    root.problem("country", "is \"" + country + "\": the file does not name the currency of its prices; give it");
  const double window = root.number("demandwindow", 0.0, 60.0, 0.0);
  // Not stated: the peak of the load as it is given, as both NREL engines have it.
  t.demand_window_minutes = window == 0.0 ? 15 : static_cast<int>(window);
  if (window != 0.0 && (window != std::floor(window) || 60 % t.demand_window_minutes != 0))
    root.problem("demandwindow", "must divide an hour [minutes]");
  read_energy(root, options, t);
  urdb::read_demand(root, options, t);
  read_fixed(root, t);
  read_exports(root, t);
  for (const inputs::Member& m : root.value().members) {
    if (root.known().contains(m.key) || descriptive().contains(m.key) || urdb::is_nothing(m.value)) continue;
    if (carries_money(m.key))
      root.problem(m.key, "carries money and is not understood; state the charge in libroi's own form");
  }
  if (t.energy.empty() && t.demand.empty() && t.fixed.empty()) root.problem("has no energy, demand or fixed charge");
  file.throw_if_any();
  try {
    validate(t);
  } catch (const DomainError& error) {
    throw InputError({Problem{file.file(), 1, 1, "", error.what()}});
  }
  return t;
}

}  // namespace

Tariff parse_urdb(const std::string& file, const std::string& text, const UrdbOptions& options) {
  Reading reading(file, text);
  ObjectReader root = reading.root();
  for (const char* key : {"items", "results"}) {
    if (!root.has(key)) continue;
    auto items = root.items(key);
    if (items.size() != 1) root.problem(key, "holds " + std::to_string(items.size()) + " rates, but must hold one");
    reading.throw_if_any();
    return read_rate(reading, items.front(), options);
  }
  return read_rate(reading, root, options);
}

Tariff read_urdb(const std::string& path, const UrdbOptions& options) {
  return parse_urdb(path, inputs::file_text(path), options);
}

}  // namespace roi::power
