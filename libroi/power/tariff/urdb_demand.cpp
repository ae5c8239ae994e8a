#include "libroi/power/tariff/urdb_demand.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "libroi/inputs/text/problem.hpp"
#include "libroi/power/tariff/urdb_reading.hpp"

namespace roi::power::urdb {

using inputs::ObjectReader;

namespace {

constexpr double kKwPerHorsepower = 0.745699872;
const std::vector<std::string>& demand_units() {
  static const std::vector<std::string> words{"kW", "kVA", "hp", "kW daily", "kVA daily", "hp daily"};
  return words;
}

struct DemandUnit {
  double per_kw = 1.0;
  bool kva = false, daily = false;
};

std::optional<std::size_t> unit_of(ObjectReader& root, std::string_view key) {
  const inputs::Value* v = root.take(key);
  if (v == nullptr || is_nothing(*v)) return std::nullopt;
  const std::size_t unit = v->is_string() ? position_of(v->text, demand_units()) : demand_units().size();
  if (unit < demand_units().size()) return unit;
  root.problem(key, "is " + v->brief() + ", but must be one of " + inputs::joined(demand_units()));
  return std::nullopt;
}

/// The structure's unit: its own field, else that of its tiers, else the file's `demandunits`, else kW.
DemandUnit read_unit(ObjectReader& root, const Structure& structure, std::string_view structure_key,
                     const std::vector<std::string_view>& keys) {
  std::optional<std::size_t> unit;
  for (const std::string_view key : keys) {
    const auto given = unit_of(root, key);
    if (!unit) unit = given;
  }
  for (const auto& period : structure) {
    for (const RawTier& tier : period) {
      if (tier.unit.empty()) continue;
      const std::size_t own = position_of(tier.unit, demand_units());
      if (own == demand_units().size()) {
        root.problem(structure_key,
                     "has a tier per " + tier.unit + ", but must be per one of " + inputs::joined(demand_units()));
        return {};
      }
      if (!unit) unit = own;
      if (*unit != own) {
        root.problem(structure_key,
                     "has a tier per " + tier.unit + ", but the structure is per " + demand_units()[*unit]);
        return {};
      }
    }
  }
  const auto otherwise = unit_of(root, "demandunits");
  const std::size_t u = unit ? *unit : otherwise.value_or(0);
  return {u % 3 == 2 ? 1.0 / kKwPerHorsepower : 1.0, u % 3 == 1, u >= 3};
}

std::vector<Tier> demand_tiers(const std::vector<RawTier>& raw, const DemandUnit& unit) {
  std::vector<Tier> tiers;
  for (const RawTier& r : raw) tiers.push_back({r.max / unit.per_kw, r.price * unit.per_kw, 0.0});
  tiers.back().upper = kUnbounded;
  return tiers;
}

void read_flat(ObjectReader& root, Tariff& t, const Structure& flat) {
  const DemandUnit unit = read_unit(root, flat, "flatdemandstructure", {"flatdemandunit", "flatdemandunits"});
  if (flat.empty()) {
    root.ignore("flatdemandmonths");
    return;
  }
  const auto months = root.numbers("flatdemandmonths", 0.0, static_cast<double>(flat.size()) - 1.0, 12);
  if (months.empty() && flat.size() > 1)
    root.problem("flatdemandmonths", "is missing: there are " + std::to_string(flat.size()) + " periods");
  DemandCharge charge;
  charge.name = "facility";
  charge.kind = unit.daily ? DemandKind::daily : DemandKind::month;
  charge.per_kva = unit.kva;
  for (std::size_t m = 0; m < months.size(); ++m) {
    if (months[m] != std::floor(months[m]))
      root.problem("flatdemandmonths",
                   "month " + std::to_string(m + 1) + " is " + to_text(months[m]) + ", but must be a whole number");
    charge.month_period[m] = static_cast<int>(months[m]);
  }
  for (std::size_t p = 0; p < flat.size(); ++p)
    charge.periods.push_back({"period-" + std::to_string(p), demand_tiers(flat[p], unit)});
  t.demand.push_back(charge);
}

void read_time_of_use(ObjectReader& root, Tariff& t, const Structure& tou) {
  const DemandUnit unit = read_unit(root, tou, "demandratestructure", {"demandrateunit", "demandrateunits"});
  DemandCharge charge;
  charge.name = "time-of-use";
  charge.kind = unit.daily ? DemandKind::daily_time_of_use : DemandKind::time_of_use;
  charge.per_kva = unit.kva;
  charge.schedule.weekday = read_grid(root, "demandweekdayschedule", tou.size());
  charge.schedule.weekend = read_grid(root, "demandweekendschedule", tou.size());
  if (tou.empty()) return;
  for (std::size_t p = 0; p < tou.size(); ++p)
    charge.periods.push_back({"period-" + std::to_string(p), demand_tiers(tou[p], unit)});
  t.demand.push_back(charge);
}

/// The period of a month's coincident peaks: one for all its hours.
std::array<int, 12> periods_of_months(ObjectReader& root, std::string_view key, const MonthHourGrid& grid) {
  std::array<int, 12> periods{};
  for (std::size_t m = 0; m < 12; ++m) {
    periods[m] = grid[m][0];
    if (std::count(grid[m].begin(), grid[m].end(), periods[m]) != 24)
      root.problem(key, "has several periods in month " + std::to_string(m + 1) + ", but must have one a month");
  }
  return periods;
}

void read_coincident(ObjectReader& root, const UrdbOptions& options, Tariff& t) {
  constexpr std::string_view kStructure = "coincidentratestructure", kSchedule = "coincidentrateschedule";
  const Structure structure = read_structure(root, kStructure);
  if (!has_price(structure)) {
    if (!options.coincident_hours.empty()) root.problem(kStructure, "has no price, but coincident_hours are given");
    return;
  }
  const DemandUnit unit = read_unit(root, structure, kStructure, {"coincidentrateunit"});
  DemandCharge charge;
  charge.name = "coincident";
  charge.kind = DemandKind::coincident;
  charge.per_kva = unit.kva;
  charge.coincident_hours = options.coincident_hours;
  charge.month_period = periods_of_months(root, kSchedule, read_grid(root, kSchedule, structure.size()));
  if (charge.coincident_hours.empty())
    root.problem(kStructure,
                 "carries money, but the hours of the system's peaks are not in the file: give coincident_hours");
  if (unit.daily) root.problem("coincidentrateunit", "is daily, which is not understood for coincident demand");
  for (std::size_t p = 0; p < structure.size(); ++p)
    charge.periods.push_back({"period-" + std::to_string(p), demand_tiers(structure[p], unit)});
  t.demand.push_back(charge);
}

double as_share(double x) { return x > 1.0 ? x / 100.0 : x; }

void read_ratchet(ObjectReader& root, Ratchet& r) {
  const auto monthly = root.numbers("demandratchetpercentage", 0.0, 100.0, 12);
  for (std::size_t m = 0; m < monthly.size(); ++m) r.share_by_billing_month[m] = as_share(monthly[m]);
  for (const char* key : {"lookbackpercent", "lookbackPercent"}) {
    const double percent = root.number(key, 0.0, 100.0, 0.0);
    if (percent > 0.0) r.share_by_billing_month.fill(as_share(percent));
  }
  int range = 0;
  for (const char* key : {"lookbackrange", "lookbackRange"}) {
    if (root.has(key)) range = root.whole(key, 0, 12);
    root.ignore(key);
  }
  if (range > 0) r.lookback_months = range;
  for (const char* key : {"lookbackmonths", "lookbackMonths"}) {
    const inputs::Value* v = root.take(key);
    if (v == nullptr || is_nothing(*v)) continue;
    if (!v->is_array() || v->items.size() != 12) {
      root.problem(key, "must be a list of 12 flags");
      continue;
    }
    if (range > 0) root.problem(key, "and a lookback range of " + std::to_string(range) + " exclude each other");
    for (std::size_t m = 0; m < 12; ++m) {
      if (is_nothing(v->items[m])) r.share_by_peak_month[m] = 0.0;
    }
    r.lookback_months = 11;
  }
}

}  // namespace

void read_demand(ObjectReader& root, const UrdbOptions& options, Tariff& t) {
  const Structure flat = read_structure(root, "flatdemandstructure");
  const Structure tou = read_structure(root, "demandratestructure");
  read_flat(root, t, flat);
  read_time_of_use(root, t, tou);
  read_coincident(root, options, t);
  read_ratchet(root, t.billing_demand);
  const auto& shares = t.billing_demand.share_by_billing_month;
  if (std::none_of(shares.begin(), shares.end(), [](double s) { return s > 0.0; })) return;
  // The file says nothing of the year before: the year repeats, as NREL's REopt has it.
  t.billing_demand.wrap_around = true;
  for (DemandCharge& charge : t.demand) {
    if (by_day(charge.kind) || charge.kind == DemandKind::coincident) continue;
    const bool by_hour = charge.kind == DemandKind::time_of_use;
    const TouRatchet rule = options.tou_ratchet.value_or(has_price(flat) ? TouRatchet::none : TouRatchet::own);
    charge.on_billing_demand = !by_hour || rule != TouRatchet::none;
    if (by_hour && rule == TouRatchet::month) charge.ratchet_of = RatchetOf::month;
  }
}

}  // namespace roi::power::urdb
