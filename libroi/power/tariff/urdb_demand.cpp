#include "libroi/power/tariff/urdb_demand.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

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
  return read_word(root, key, demand_units());
}

/// The structure's unit: its own field, else that of its tiers, else the file's `demandunits`, else kW.
DemandUnit read_unit(Rate& rate, const Structure& structure, std::string_view structure_key, std::string_view key) {
  ObjectReader& root = rate.root;
  std::optional<std::size_t> unit = unit_of(root, key);
  if (unit && !root.has(structure_key))
    rate.notice(std::string(key) + " stands without " + std::string(structure_key) + " and is not used");
  for (const auto& period : structure) {
    for (const RawTier& tier : period) {
      require_price(rate, tier);
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
  if (!unit && has_price(structure))
    rate.notice(std::string(structure_key) + " states no unit, and is read per " + demand_units()[u] +
                (otherwise ? ", as demandunits" : ""));
  return {u % 3 == 2 ? 1.0 / kKwPerHorsepower : 1.0, u % 3 == 1, u >= 3};
}

std::vector<Tier> demand_tiers(const std::vector<RawTier>& raw, const DemandUnit& unit) {
  std::vector<Tier> tiers;
  for (const RawTier& r : raw) tiers.push_back({r.max / unit.per_kw, r.price * unit.per_kw, 0.0});
  tiers.back().upper = kUnbounded;
  return tiers;
}

void read_flat(Rate& rate, const Structure& flat) {
  ObjectReader& root = rate.root;
  constexpr std::string_view kStructure = "flatdemandstructure", kMonths = "flatdemandmonths";
  const DemandUnit unit = read_unit(rate, flat, kStructure, "flatdemandunit");
  if (flat.empty()) {
    if (rate.says(kMonths) && !root.has(kStructure))
      root.problem(kMonths, "names periods, but " + std::string(kStructure) + " is missing");
    else if (const inputs::Value* v = root.take(kMonths); v != nullptr && !v->items.empty())
      rate.notice(std::string(kMonths) + " stands without a period in " + std::string(kStructure) + " and is not used");
    return;
  }
  const bool clean = root.reading().clean();
  const auto months = root.numbers(kMonths, 0.0, static_cast<double>(flat.size()) - 1.0, 12);
  if (!root.has(kMonths) && flat.size() > 1)
    root.problem(kMonths, "is missing: there are " + std::to_string(flat.size()) + " periods");
  DemandCharge charge;
  charge.name = "facility";
  charge.kind = unit.daily ? DemandKind::daily : DemandKind::month;
  charge.per_kva = unit.kva;
  std::vector<bool> used(flat.size(), months.empty());
  for (std::size_t m = 0; m < months.size(); ++m) {
    if (months[m] != std::floor(months[m]))
      root.problem(kMonths,
                   "month " + std::to_string(m + 1) + " is " + to_text(months[m]) + ", but must be a whole number");
    charge.month_period[m] = static_cast<int>(months[m]);
    used[static_cast<std::size_t>(months[m])] = true;
  }
  if (clean && root.reading().clean()) name_unused(rate, kStructure, used);
  for (std::size_t p = 0; p < flat.size(); ++p)
    charge.periods.push_back({"period-" + std::to_string(p), demand_tiers(flat[p], unit)});
  rate.tariff.demand.push_back(charge);
}

void read_time_of_use(Rate& rate, const Structure& tou) {
  constexpr std::string_view kStructure = "demandratestructure";
  const DemandUnit unit = read_unit(rate, tou, kStructure, "demandrateunit");
  DemandCharge charge;
  charge.name = "time-of-use";
  charge.kind = unit.daily ? DemandKind::daily_time_of_use : DemandKind::time_of_use;
  charge.per_kva = unit.kva;
  charge.schedule = read_schedules(rate, kStructure, "demandweekdayschedule", "demandweekendschedule", tou.size());
  if (tou.empty()) return;
  for (std::size_t p = 0; p < tou.size(); ++p)
    charge.periods.push_back({"period-" + std::to_string(p), demand_tiers(tou[p], unit)});
  rate.tariff.demand.push_back(charge);
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

void read_coincident(Rate& rate, const UrdbOptions& options) {
  constexpr std::string_view kStructure = "coincidentratestructure", kSchedule = "coincidentrateschedule";
  ObjectReader& root = rate.root;
  const bool clean = root.reading().clean();
  const Structure structure = read_structure(rate, kStructure, false);
  const DemandUnit unit = read_unit(rate, structure, kStructure, "coincidentrateunit");
  const MonthHourGrid grid = read_grid(rate, kStructure, kSchedule, structure.size());
  if (!has_price(structure)) {
    const bool said = !clean || root.reading().clean();  // else the structure itself is wrong
    if (!options.coincident_hours.empty() && said)
      root.problem(kStructure, "has no price, but coincident_hours are given");
    return;
  }
  DemandCharge charge;
  charge.name = "coincident";
  charge.kind = DemandKind::coincident;
  charge.per_kva = unit.kva;
  charge.coincident_hours = options.coincident_hours;
  charge.month_period = periods_of_months(root, kSchedule, grid);
  if (charge.coincident_hours.empty())
    root.problem(kStructure,
                 "carries money, but the hours of the system's peaks are not in the file: give coincident_hours");
  if (unit.daily) root.problem("coincidentrateunit", "is daily, which is not understood for coincident demand");
  std::vector<bool> used(structure.size());
  for (const int period : charge.month_period) used[static_cast<std::size_t>(period)] = true;
  name_unused(rate, kStructure, used);
  for (std::size_t p = 0; p < structure.size(); ++p)
    charge.periods.push_back({"period-" + std::to_string(p), demand_tiers(structure[p], unit)});
  rate.tariff.demand.push_back(charge);
}

double as_share(double x) { return x > 1.0 ? x / 100.0 : x; }

void read_ratchet(Rate& rate, Ratchet& r) {
  ObjectReader& root = rate.root;
  const auto monthly = root.numbers("demandratchetpercentage", 0.0, 100.0, 12);
  for (std::size_t m = 0; m < monthly.size(); ++m) r.share_by_billing_month[m] = as_share(monthly[m]);
  const bool by_month = rate.says("demandratchetpercentage");
  const double percent = as_share(root.number("lookbackpercent", 0.0, 100.0, 0.0));
  if (percent > 0.0 && by_month &&
      std::any_of(r.share_by_billing_month.begin(), r.share_by_billing_month.end(),
                  [&](double share) { return share != percent; }))
    root.problem("lookbackpercent", "is " + to_text(100.0 * percent) +
                                        " %, but demandratchetpercentage says otherwise; one of them must go");
  if (percent > 0.0) r.share_by_billing_month.fill(percent);
  const bool none = percent == 0.0 && !by_month;
  const auto unused = [&](std::string_view key) {
    if (none && rate.says(key))
      rate.notice(std::string(key) + " stands without lookbackpercent or demandratchetpercentage and is not used");
  };
  const int range = root.whole("lookbackrange", 0, 12, 0);
  if (range > 0) r.lookback_months = range;
  unused("lookbackrange");
  unused("lookbackmonths");
  const inputs::Value* v = root.take("lookbackmonths");
  if (v == nullptr || is_nothing(*v)) {
    if (percent > 0.0 && range == 0)
      rate.notice("lookbackpercent stands without lookbackrange or lookbackmonths: the eleven months before count");
    return;
  }
  const bool flags = v->is_array() && v->items.size() == 12 &&
                     std::all_of(v->items.begin(), v->items.end(), [](const inputs::Value& item) {
                       return item.kind == inputs::Value::Kind::boolean ||
                              (item.is_number() && (item.number == 0.0 || item.number == 1.0));
                     });
  if (!flags) return root.problem("lookbackmonths", "must be a list of 12 flags");
  if (range > 0)
    root.problem("lookbackmonths", "and a lookback range of " + std::to_string(range) + " exclude each other");
  for (std::size_t m = 0; m < 12; ++m)
    if (is_nothing(v->items[m])) r.share_by_peak_month[m] = 0.0;
  r.lookback_months = 11;
}

}  // namespace

void read_demand(Rate& rate, const UrdbOptions& options) {
  Tariff& t = rate.tariff;
  const Structure flat = read_structure(rate, "flatdemandstructure", false);
  const Structure tou = read_structure(rate, "demandratestructure", false);
  read_flat(rate, flat);
  read_time_of_use(rate, tou);
  read_coincident(rate, options);
  read_ratchet(rate, t.billing_demand);
  const auto& shares = t.billing_demand.share_by_billing_month;
  if (std::none_of(shares.begin(), shares.end(), [](double s) { return s > 0.0; })) return;
  // The file says nothing of the year before: the year repeats, as NREL's REopt has it.
  t.billing_demand.wrap_around = true;
  bool applies = std::any_of(t.energy.begin(), t.energy.end(), [](const EnergyCharge& charge) {
    return std::any_of(charge.periods.begin(), charge.periods.end(),
                       [](const TimeOfUsePeriod& period) { return period.blocks.size() > 1; });
  });
  for (DemandCharge& charge : t.demand) {
    if (by_day(charge.kind) || charge.kind == DemandKind::coincident) continue;
    const bool by_hour = charge.kind == DemandKind::time_of_use;
    const TouRatchet rule = options.tou_ratchet.value_or(has_price(flat) ? TouRatchet::none : TouRatchet::own);
    charge.on_billing_demand = !by_hour || rule != TouRatchet::none;
    if (by_hour && rule == TouRatchet::month) charge.ratchet_of = RatchetOf::month;
    applies = applies || charge.on_billing_demand;
  }
  if (!applies)
    rate.notice(std::string(rate.says("lookbackpercent") ? "lookbackpercent" : "demandratchetpercentage") +
                " has no demand charge to apply to and is not used");
}

}  // namespace roi::power::urdb
