#include <algorithm>
#include <array>
#include <cmath>

#include "libroi/inputs/problem.hpp"
#include "libroi/power/json_reading.hpp"
#include "libroi/power/tariff_json.hpp"

namespace roi::power {
namespace {

constexpr double kInf = kUnbounded;
constexpr double kKwPerHorsepower = 0.745699872;

bool carries_money(std::string_view key) {
  for (const std::string_view word : {"rate", "charge", "price", "cost", "fee", "adj", "credit", "surcharge", "ratchet",
                                      "lookback", "tax", "min", "sell", "discount", "rider"}) {
    if (key.find(word) != std::string_view::npos) return true;
  }
  return false;
}

bool is_nothing(const inputs::Value& v) {
  using Kind = inputs::Value::Kind;
  switch (v.kind) {
    case Kind::null: return true;
    case Kind::boolean: return !v.boolean;
    case Kind::number: return v.number == 0.0;
    case Kind::string: return v.text.empty();
    case Kind::array: return std::all_of(v.items.begin(), v.items.end(), is_nothing);
    case Kind::object:
      return std::all_of(v.members.begin(), v.members.end(),
                         [](const inputs::Member& m) { return is_nothing(m.value); });
  }
  return false;
}

/// Keys that describe a rate without changing a bill.
constexpr std::array<std::string_view, 46> kDescriptive{"label",
                                                        "uri",
                                                        "utility",
                                                        "utilityid",
                                                        "name",
                                                        "approved",
                                                        "startdate",
                                                        "enddate",
                                                        "supercedes",
                                                        "supersedes",
                                                        "description",
                                                        "source",
                                                        "sourceparent",
                                                        "sector",
                                                        "servicetype",
                                                        "basicinformationcomments",
                                                        "energycomments",
                                                        "demandcomments",
                                                        "fixedcomments",
                                                        "basiccomments",
                                                        "eiaid",
                                                        "eia",
                                                        "revisions",
                                                        "is_default",
                                                        "country",
                                                        "voltagecategory",
                                                        "voltageminimum",
                                                        "voltagemaximum",
                                                        "phasewiring",
                                                        "peakkwcapacitymin",
                                                        "peakkwcapacitymax",
                                                        "peakkwcapacityhistory",
                                                        "peakkwhusagemin",
                                                        "peakkwhusagemax",
                                                        "peakkwhusagehistory",
                                                        "usenetmetering",
                                                        "dgrules",
                                                        "energyattrs",
                                                        "demandattrs",
                                                        "fixedattrs",
                                                        "flatdemandunits",
                                                        "demandunits",
                                                        "minchargeattrs",
                                                        "ratecategory",
                                                        "applicability",
                                                        "version"};

struct RawTier {
  double max = kInf, price = 0.0, sell = 0.0;
  std::size_t unit = 0;  // kWh, kWh/kW, kWh daily, kWh/kW daily
};

std::vector<std::vector<RawTier>> read_structure(ObjectReader& root, std::string_view key, bool energy) {
  std::vector<std::vector<RawTier>> periods;
  const inputs::Value* v = root.take(key);
  if (v == nullptr || v->kind == inputs::Value::Kind::null) return periods;
  if (!v->is_array()) {
    root.problem(key, "is " + v->brief() + ", but must be a list of periods");
    return periods;
  }
  for (std::size_t p = 0; p < v->items.size(); ++p) {
    const std::string at = root.pointer() + inputs::pointer_token(key) + inputs::pointer_token(std::to_string(p));
    std::vector<RawTier> tiers;
    const inputs::Value& list = v->items[p];
    if (!list.is_array() || list.items.empty()) {
      root.reading().add(list.at, at, "must be a list of at least one tier");
    }
    double below = 0.0;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      ObjectReader tier(root.reading(), &list.items[i], at + inputs::pointer_token(std::to_string(i)));
      RawTier raw;
      raw.max = tier.number("max", 0.0, kInf, kInf);
      raw.price = tier.number("rate", -kInf, kInf, 0.0) + tier.number("adj", -kInf, kInf, 0.0);
      raw.sell = energy ? tier.number("sell", -kInf, kInf, 0.0) : 0.0;
      if (energy) {
        raw.unit = tier.choice("unit", {"kWh", "kWh/kW", "kWh daily", "kWh/kW daily"}, 0);
      } else {
        tier.ignore("unit");
      }
      const bool same_unit = tiers.empty() || tiers.back().unit == raw.unit;
      if (same_unit && raw.max <= below && i > 0)
        tier.problem("max", "is " + to_text(raw.max) + ", but must be above the tier before, at " + to_text(below));
      below = raw.max;
      tier.finish();
      tiers.push_back(raw);
    }
    if (!tiers.empty()) periods.push_back(tiers);
  }
  return periods;
}

MonthHourGrid read_grid(ObjectReader& root, std::string_view key, std::size_t periods) {
  MonthHourGrid grid{};
  const inputs::Value* v = root.take(key);
  if (v == nullptr) {
    if (periods > 1) root.problem(key, "is missing: there are " + std::to_string(periods) + " periods");
    return grid;
  }
  const auto bad = [&](const inputs::Value& at, const std::string& message) {
    root.reading().add(at.at, root.pointer() + inputs::pointer_token(key), message);
  };
  if (!v->is_array() || v->items.size() != 12) {
    bad(*v, "must be 12 lists of 24 periods");
    return grid;
  }
  for (std::size_t m = 0; m < 12; ++m) {
    const inputs::Value& row = v->items[m];
    if (!row.is_array() || row.items.size() != 24) {
      bad(row, "month " + std::to_string(m + 1) + " must have 24 periods");
      continue;
    }
    for (std::size_t h = 0; h < 24; ++h) {
      const inputs::Value& cell = row.items[h];
      if (!cell.is_number() || cell.number != std::floor(cell.number) || cell.number < 0.0 ||
          cell.number >= static_cast<double>(periods)) {
        bad(cell, "month " + std::to_string(m + 1) + " hour " + std::to_string(h) + " is " + cell.brief() +
                      ", but must be a period 0 to " + std::to_string(periods - 1));
        continue;
      }
      grid[m][h] = static_cast<int>(cell.number);
    }
  }
  return grid;
}

/// kWh/kW rows open blocks, kWh rows after one are its inner tiers (the row of the block then has no price of its own).
std::vector<EnergyBlock> blocks_of(const std::vector<RawTier>& raw, ObjectReader& root, const std::string& key) {
  std::vector<EnergyBlock> blocks;
  const bool hours_use = std::any_of(raw.begin(), raw.end(), [](const RawTier& t) { return t.unit % 2 == 1; });
  if (!hours_use) {
    EnergyBlock block;
    for (const RawTier& t : raw) block.tiers.push_back({t.max, t.price, t.sell});
    block.tiers.back().upper = kInf;
    return {block};
  }
  if (raw.front().unit % 2 != 1) root.problem(key, "has kWh tiers before the first kWh/kW tier");
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i].unit % 2 == 1 || blocks.empty()) {
      blocks.push_back({raw[i].max, {}});
      const bool inner = i + 1 < raw.size() && raw[i + 1].unit % 2 == 0;
      if (!inner) blocks.back().tiers.push_back({kInf, raw[i].price, raw[i].sell});
    } else {
      blocks.back().tiers.push_back({raw[i].max, raw[i].price, raw[i].sell});
    }
  }
  blocks.back().upper_hours = kInf;
  for (EnergyBlock& b : blocks) {
    if (!b.tiers.empty()) b.tiers.back().upper = kInf;
  }
  return blocks;
}

void read_energy(ObjectReader& root, const UrdbOptions& options, Tariff& t) {
  const auto structure = read_structure(root, "energyratestructure", true);
  EnergyCharge charge;
  charge.name = "supply";
  charge.basis = options.basis;
  charge.schedule.weekday = read_grid(root, "energyweekdayschedule", structure.size());
  charge.schedule.weekend = read_grid(root, "energyweekendschedule", structure.size());
  if (structure.empty()) return;
  const bool daily = structure.front().front().unit >= 2;
  for (std::size_t p = 0; p < structure.size(); ++p) {
    for (const RawTier& tier : structure[p]) {
      if ((tier.unit >= 2) != daily && structure[p].size() > 1)
        root.problem("energyratestructure", "mixes daily and monthly tiers");
    }
    charge.periods.push_back({"period-" + std::to_string(p), blocks_of(structure[p], root, "energyratestructure")});
  }
  charge.span = daily ? TierSpan::average_day : TierSpan::month;
  t.energy.push_back(charge);
}

struct DemandUnit {
  double per_kw = 1.0;
  bool kva = false, daily = false;
};

DemandUnit read_unit(ObjectReader& root, std::string_view key) {
  const std::vector<std::string> words{"kW", "kVA", "hp", "kW daily", "kVA daily", "hp daily"};
  const std::size_t unit = root.choice(key, words, 0);
  return {unit % 3 == 2 ? 1.0 / kKwPerHorsepower : 1.0, unit % 3 == 1, unit >= 3};
}

std::vector<Tier> demand_tiers(const std::vector<RawTier>& raw, const DemandUnit& unit) {
  std::vector<Tier> tiers;
  for (const RawTier& r : raw) tiers.push_back({r.max / unit.per_kw, r.price * unit.per_kw, 0.0});
  tiers.back().upper = kInf;
  return tiers;
}

void read_demand(ObjectReader& root, Tariff& t) {
  const auto flat = read_structure(root, "flatdemandstructure", false);
  const DemandUnit flat_unit = read_unit(root, "flatdemandunit");
  const auto months =
      root.numbers("flatdemandmonths", 0.0, flat.empty() ? kInf : static_cast<double>(flat.size()) - 1.0, 12);
  if (!flat.empty()) {
    DemandCharge charge;
    charge.name = "facility";
    charge.kind = flat_unit.daily ? DemandKind::daily : DemandKind::month;
    charge.per_kva = flat_unit.kva;
    for (std::size_t m = 0; m < 12; ++m) charge.month_period[m] = months.empty() ? 0 : static_cast<int>(months[m]);
    for (std::size_t p = 0; p < flat.size(); ++p)
      charge.periods.push_back({"period-" + std::to_string(p), demand_tiers(flat[p], flat_unit)});
    t.demand.push_back(charge);
  }
  const auto tou = read_structure(root, "demandratestructure", false);
  const DemandUnit unit = read_unit(root, "demandrateunit");
  DemandCharge charge;
  charge.name = "time-of-use";
  charge.kind = DemandKind::time_of_use;
  charge.per_kva = unit.kva;
  charge.schedule.weekday = read_grid(root, "demandweekdayschedule", tou.size());
  charge.schedule.weekend = read_grid(root, "demandweekendschedule", tou.size());
  if (tou.empty()) return;
  if (unit.daily) root.problem("demandrateunit", "is daily, which is understood for flat demand only");
  for (std::size_t p = 0; p < tou.size(); ++p)
    charge.periods.push_back({"period-" + std::to_string(p), demand_tiers(tou[p], unit)});
  t.demand.push_back(charge);
}

double as_share(double x) { return x > 1.0 ? x / 100.0 : x; }

void read_ratchet(ObjectReader& root, Tariff& t) {
  Ratchet& r = t.billing_demand;
  const auto monthly = root.numbers("demandratchetpercentage", 0.0, 100.0, 12);
  for (std::size_t m = 0; m < monthly.size(); ++m) r.share_by_billing_month[m] = as_share(monthly[m]);
  for (const char* prefix : {"lookbackpercent", "lookbackPercent"}) {
    const double percent = root.number(prefix, 0.0, 100.0, 0.0);
    if (percent > 0.0) r.share_by_billing_month.fill(as_share(percent));
  }
  for (const char* key : {"lookbackrange", "lookbackRange"}) {
    if (root.has(key)) r.lookback_months = root.whole(key, 0, 12);
    root.ignore(key);
  }
  for (const char* key : {"lookbackmonths", "lookbackMonths"}) {
    const inputs::Value* v = root.take(key);
    if (v == nullptr || is_nothing(*v)) continue;
    if (!v->is_array() || v->items.size() != 12) {
      root.problem(key, "must be a list of 12 flags");
      continue;
    }
    for (std::size_t m = 0; m < 12; ++m) {
      if (is_nothing(v->items[m])) r.share_by_peak_month[m] = 0.0;
    }
    r.wrap_around = true;  // named months count whether they come before or after
    r.lookback_months = 11;
  }
  const bool ratchet =
      std::any_of(r.share_by_billing_month.begin(), r.share_by_billing_month.end(), [](double s) { return s > 0.0; });
  for (DemandCharge& charge : t.demand) charge.on_billing_demand = ratchet && charge.kind != DemandKind::daily;
}

void read_fixed(ObjectReader& root, Tariff& t) {
  const auto unit = [&](std::string_view key) {
    return static_cast<FixedUnit>(root.choice(key, {"$/month", "$/day", "$/year"}, 0));
  };
  const FixedUnit per = unit("fixedchargeunits");
  const double first = root.number("fixedchargefirstmeter", -kInf, kInf, 0.0);
  if (first != 0.0) t.fixed.push_back({"first-meter", first, per});
  const double monthly = root.number("fixedmonthlycharge", -kInf, kInf, 0.0);
  if (monthly != 0.0) t.fixed.push_back({"monthly", monthly, FixedUnit::month});
  const FixedUnit least_per = unit("minchargeunits");
  const double least = root.number("mincharge", 0.0, kInf, 0.0);
  if (least_per == FixedUnit::month) t.minimum_month = least;
  if (least_per == FixedUnit::year) t.minimum_year = least;
  if (least_per == FixedUnit::day && least != 0.0)
    root.problem("minchargeunits", "is $/day, which is not understood for a minimum charge");
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

Tariff read_rate(Reading& file, ObjectReader root, const UrdbOptions& options) {
  Tariff t;
  t.name = root.text("name", "URDB rate");
  t.source = root.text("uri", root.text("label", ""));
  t.currency = options.currency;
  const double window = root.number("demandwindow", 0.0, 60.0, 60.0);
  t.demand_window_minutes = window == 0.0 ? 60 : static_cast<int>(window);
  if (window != 0.0 && (window != std::floor(window) || 60 % t.demand_window_minutes != 0))
    root.problem("demandwindow", "must divide an hour [minutes]");
  read_energy(root, options, t);
  read_demand(root, t);
  read_ratchet(root, t);
  read_fixed(root, t);
  for (const inputs::Member& m : root.value().members) {
    const bool descriptive = std::find(kDescriptive.begin(), kDescriptive.end(), m.key) != kDescriptive.end();
    if (root.known().contains(m.key) || descriptive || is_nothing(m.value)) continue;
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
  if (!root.has("items")) return read_rate(reading, root, options);
  auto items = root.items("items");
  if (items.size() != 1) root.problem("items", "holds " + std::to_string(items.size()) + " rates, but must hold one");
  reading.throw_if_any();
  return read_rate(reading, items.front(), options);
}

Tariff read_urdb(const std::string& path, const UrdbOptions& options) {
  return parse_urdb(path, file_text(path), options);
}

}  // namespace roi::power
