#include "libroi/power/tariff/energy_json.hpp"

#include <utility>

#include "libroi/inputs/text/problem.hpp"
#include "libroi/power/tariff/schedule_json.hpp"

namespace roi::power {

using inputs::ObjectReader;

namespace {

constexpr double kInf = kUnbounded;

TimeOfUsePeriod read_energy_period(const std::string& name, ObjectReader& from) {
  TimeOfUsePeriod period{name, {}};
  if (from.has("blocks")) {
    auto items = from.items("blocks");
    for (std::size_t i = 0; i < items.size(); ++i) {
      EnergyBlock block;
      if (i + 1 < items.size()) block.upper_hours = items[i].number("upper_hours", 0.0, kInf);
      block.tiers = read_tiers(items[i]);
      items[i].finish();
      period.blocks.push_back(block);
    }
    if (items.empty()) from.problem("blocks", "must have at least one block");
  } else {
    from.offer("blocks");
    period.blocks = {EnergyBlock{kInf, read_tiers(from)}};
  }
  from.finish();
  return period;
}

std::size_t count_of(std::string_view key, const inputs::Value& value) {
  std::size_t count = value.find(key) != nullptr ? 1 : 0;
  for (const inputs::Member& m : value.members) count += count_of(key, m.value);
  for (const inputs::Value& item : value.items) count += count_of(key, item);
  return count;
}

/// What exports earn is stated in all tiers of a charge or in none; where no charge states it they cannot be billed.
bool states_sell(ObjectReader& charge) {
  const inputs::Value* periods = charge.value().find("periods");
  if (periods == nullptr) return charge.has("hourly_sell");
  const std::size_t sells = count_of("sell", *periods), prices = count_of("price", *periods);
  if (sells > 0 && sells < prices)
    charge.problem("periods", "state sell in " + std::to_string(sells) + " of " + std::to_string(prices) +
                                  " prices; write 0 where exports earn nothing");
  return sells > 0;
}

/// A price for every hour of the year, in the place of periods and their schedule.
EnergyCharge read_hourly(const std::string& name, ObjectReader& from) {
  if (!from.has("hourly_prices")) from.problem("hourly_prices", "is missing");
  auto price = read_hourly_values(from, "hourly_prices"), sell = read_hourly_values(from, "hourly_sell");
  if (!sell.empty() && !price.empty() && days_of_hourly_values(sell.size()) != days_of_hourly_values(price.size()))
    from.problem("hourly_sell", "has " + std::to_string(sell.size()) + " entries, but hourly_prices has " +
                                    std::to_string(price.size()));
  for (const char* key : {"periods", "schedule", "tier_span", "tier_basis", "tiers_restart_in_block"}) {
    if (from.take(key) != nullptr) from.problem(key, "and hourly_prices exclude each other; state two charges");
  }
  from.finish();
  return hourly_energy(name, std::move(price), std::move(sell));
}

}  // namespace

std::vector<Tier> read_tiers(ObjectReader& from) {
  std::vector<Tier> tiers;
  if (!from.has("tiers")) {
    from.offer("tiers");
    return {Tier{kInf, from.number("price", -kInf, kInf), from.number("sell", -kInf, kInf, 0.0)}};
  }
  auto items = from.items("tiers");
  double below = 0.0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    ObjectReader& item = items[i];
    const bool last = i + 1 == items.size();
    Tier tier{kInf, item.number("price", -kInf, kInf), item.number("sell", -kInf, kInf, 0.0)};
    if (last) {
      if (item.has("upper")) item.problem("upper", "must be absent: the last tier is open");
    } else {
      tier.upper = item.number("upper", 0.0, kInf);
      if (item.has("upper") && tier.upper <= below) {
        item.problem("upper",
                     "is " + to_text(tier.upper) + ", but must be above the tier before, at " + to_text(below));
      }
      below = tier.upper;
    }
    item.finish();
    tiers.push_back(tier);
  }
  if (tiers.empty()) from.problem("tiers", "must have at least one tier");
  return tiers;
}

std::vector<double> read_hourly_values(ObjectReader& from, std::string_view key) {
  const inputs::Value* v = from.take(key);
  if (v == nullptr || !v->is_array() || days_of_hourly_values(v->items.size()) > 0)
    return from.numbers(key, -kInf, kInf, 0);
  from.problem(key, "has " + std::to_string(v->items.size()) + " entries, but must have " + kHourlyValues);
  return {};
}

void read_energy(ObjectReader& root, Tariff& tariff) {
  if (const inputs::Value* v = root.take("energy"); v != nullptr && v->is_object() && v->members.empty())
    root.problem("energy", "must have at least one charge");
  bool sells = false;
  for (auto& [name, from] : root.objects("energy")) {
    sells = states_sell(from) || sells;
    EnergyCharge charge;
    charge.name = name;
    if (from.has("hourly_prices") || from.has("hourly_sell")) {
      tariff.energy.push_back(read_hourly(name, from));
      continue;
    }
    std::vector<std::string> names;
    for (auto& [period, reader] : from.objects("periods")) {
      charge.periods.push_back(read_energy_period(period, reader));
      names.push_back(period);
    }
    if (names.empty()) from.problem("periods", "must have at least one period");
    charge.schedule = read_schedule(from, names);
    charge.span = static_cast<TierSpan>(from.choice("tier_span", {"month", "average_day", "each_day"}, 0));
    charge.basis = static_cast<TierBasis>(from.choice("tier_basis", {"period", "all_pro_rata", "all_in_order"}, 0));
    charge.tiers_restart_in_block = from.flag("tiers_restart_in_block", false);
    from.finish();
    tariff.energy.push_back(charge);
  }
  if (!tariff.energy.empty() && !sells)
    tariff.unpriced_exports = "no energy charge states sell; write 0 where exports earn nothing";
}

}  // namespace roi::power
