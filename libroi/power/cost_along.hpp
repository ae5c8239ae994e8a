#pragma once
/// @file libroi/power/cost_along.hpp: cost of power at any scale of sales, for a search that asks for nothing else.
///
/// The same charges as PowerBill (power/power_stage.hpp) on registers that are polynomials in the scale
/// (power/month/load_along.hpp); energy charges without steps are folded into one register at their prices. May differ from
/// the booked cost by rounding.
#include <optional>

#include "libroi/power/month/load_along.hpp"
#include "libroi/power/power_stage.hpp"

namespace roi {

/// The registers of energy charges as one, each at the price of its only step; nothing where a charge has steps.
template <class T>
std::optional<LoadTerms<T>> folded_registers(const Keyed<EnergyRegister<T>>& registers) {
  LoadTerms<T> sum;
  for (const auto& [key, reg] : registers) {
    if (reg.steps.size() > 1) return std::nullopt;
    const auto add = [&price = reg.steps[0].price](std::array<T, 12>& to, const std::array<T, 12>& terms) {
      for (std::size_t m = 0; m < 12; ++m) to[m] = to[m] + price * terms[m];
    };
    for_each_table(sum, reg.load, add);
    for (const auto& [plant, power] : reg.load.onsite) {
      PlantPower<T>* priced = sum.onsite.find(plant);
      add((priced ? *priced : sum.onsite.append(plant)).power, power.power);
    }
  }
  return sum;
}

/// Whether a month's energy can be below 0: with plants behind the meter, or where a table, as written, has such a value.
template <class T>
bool can_feed(const BillInputs<T>& bill) {
  bool below = !bill.onsite.empty();
  LoadTerms<T> unused;
  for_each_table(unused, bill.load.facility, [&](const auto&, const std::array<T, 12>& table) {
    for (const T& value : table) below = below || any_of(value < 0.0);
  });
  return below;
}

template <class T>
class PowerCostAlong {
 public:
  PowerCostAlong(const PowerLines& lines, const PowerInputs<T>& power, const T& critical_power, const Clock<T>& clock)
      : power_(&power) {
    if (!lines.itemised) {
      general_.emplace(lines, power, critical_power, clock, nothing_);
      return;
    }
    const BillInputs<T>& bill = *power.bill;
    folded_ = folded_registers(bill.energy);
    const bool wants_energy = !bill.riders.empty() || (bill.two_part && bill.two_part->rebate_from);
    placed_ = !folded_ || !bill.daily_demand.empty();
    for (const auto& [key, item] : bill.demand) placed_ = placed_ || !item.peak.empty() || item.mean;
    feeds_ = can_feed(bill);
    const typename LoadAlong<T>::Wanted wanted{folded_ ? &*folded_ : nullptr, wants_energy,
                                               bill.supply.water_price.has_value(), feeds_};
    load_.emplace(lines.itemised->load, bill.load, bill.onsite, wanted, critical_power, clock.months());
    tariff_.emplace(lines.itemised->tariff, bill, clock, nothing_);
    supply_.emplace(lines.itemised->supply, bill.supply);
    grid_share_.reserve(static_cast<std::size_t>(clock.months()));
  }
  PowerCostAlong(const PowerCostAlong&) = delete;  // the load points at the folded registers

  /// Months in order, before the first pass; `prices` are those of BillCurves.
  void add_month(int t, const Clock<T>& clock, const LoadLine<T>& line, const Few<T>& prices) {
    if (general_) return lines_.push_back(line);
    const T live_share = line.critical_live * load_->per_critical_power();
    supply_->begin(t, clock, nothing_);
    grid_share_.push_back(supply_->grid_share);
    load_->add_month(t, clock, line, supply_->rates(t, live_share, prices, feeds_, nothing_));
  }
  /// Before each pass over the months.
  void restart() { general_ ? general_->restart(nothing_) : tariff_->restart(nothing_); }
  /// Levels and prices as in PowerLoad and BillCurves.
  T step(int t, const Clock<T>& clock, const T& scale, const T& price_level, const T& level, const Few<T>& prices) {
    if (general_) {
      const LoadLine<T>& line = lines_[static_cast<std::size_t>(t)];
      const T busy = scale * line.rise;
      general_->step(t, clock, {line.it + busy, busy, line.busy_full, line.critical_live, price_level, level}, prices,
                     nothing_);
      return general_->cost;
    }
    load_->step(t, clock, scale, placed_);
    const T live_share = load_->critical_live(t) * load_->per_critical_power();
    const T ramp = power_->bill->minimum_take ? prices[prices.size() - 1] : T(1.0);
    tariff_->step(t, clock, {*load_, grid_share_[static_cast<std::size_t>(t)], live_share, level, ramp}, nothing_);
    return tariff_->cost + load_->beyond;
  }

 private:
  const PowerInputs<T>* power_;
  Discard<T> nothing_;
  bool placed_ = true, feeds_ = false;
  std::optional<PowerBill<T, Discard<T>>> general_;  // the monthly form
  std::vector<LoadLine<T>> lines_;
  std::vector<T> grid_share_;
  std::optional<LoadTerms<T>> folded_;
  std::optional<LoadAlong<T>> load_;
  std::optional<MonthBill<T, Discard<T>, LoadAlong<T>>> tariff_;
  std::optional<MonthSupply<T, Discard<T>>> supply_;
};

}  // namespace roi
