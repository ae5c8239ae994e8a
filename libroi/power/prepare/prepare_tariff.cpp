#include "libroi/power/prepare/prepare_tariff.hpp"

#include <cmath>
#include <string>

#include "libroi/core/error.hpp"
#include "libroi/core/words.hpp"

namespace roi::power {
namespace {

/// A name as a key: lower case, everything but letters and digits a hyphen; made unique by a number.
template <class S>
std::string key_in(const Keyed<S>& group, const std::string& name) {
  std::string key;
  for (const char c : name) {
    const char lower = lower_case(c);
    const bool plain = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') || lower == '_';
    if (plain) key += lower;
    else if (!key.empty() && key.back() != '-') key += '-';
  }
  while (!key.empty() && (key.back() == '-' || key.front() == '_'))
    key.back() == '-' ? key.pop_back() : void(key.erase(0, 1));
  if (key.empty()) key = "item";
  std::string unique = key;
  for (int n = 2; group.find(unique) != nullptr; ++n) unique = key + "-" + std::to_string(n);
  return unique;
}

[[noreturn]] void refuse(const std::string& charge, const std::string& rule, const std::string& instead = "") {
  throw DomainError("prepare_bill: charge " + charge + " has " + rule + ", which no monthly register can follow" +
                    instead);
}

void add_energy(const EnergyCharge& charge, BillInputs<double>& out) {
  if (charge.span == TierSpan::each_day) refuse(charge.name, "tiers of single days");
  for (const TimeOfUsePeriod& period : charge.periods) {
    const bool stepped = period.blocks.size() > 1 || period.blocks.front().tiers.size() > 1;
    if (stepped && charge.basis == TierBasis::all_in_order)
      refuse(charge.name, "tiers in the order of hours", "; a tier_basis of period or all_pro_rata can be followed");
    EnergyRegister<double>& reg = out.energy.append(key_in(out.energy, charge.name + "-" + period.name));
    reg.per_day = charge.span == TierSpan::average_day;
    if (charge.basis == TierBasis::all_pro_rata) reg.shared = charge.name;
    int n = 0;
    double begin_hours = 0.0;
    for (const EnergyBlock& block : period.blocks) {
      for (const Tier& tier : block.tiers) {
        EnergyStep<double>& step = reg.steps.append(stepped ? "step-" + std::to_string(++n) : "all");
        step.price = tier.price;
        if (!std::isinf(tier.upper)) step.upper = tier.upper;
        if (!std::isinf(tier.upper) && charge.tiers_restart_in_block && begin_hours > 0.0)
          step.after_hours = begin_hours;
        if (!std::isinf(block.upper_hours)) step.upper_hours = block.upper_hours;
      }
      begin_hours = block.upper_hours;
    }
  }
}

void add_demand(const Tariff& tariff, const DemandCharge& charge, double power_factor, BillInputs<double>& out) {
  const double target = tariff.power_factor ? tariff.power_factor->demand_target : 0.0;
  const double billed_per_kw = charge.per_kva          ? 1.0 / power_factor
                               : target > power_factor ? target / power_factor
                                                       : 1.0;
  for (std::size_t p = 0; p < charge.periods.size(); ++p) {
    const DemandPeriod& period = charge.periods[p];
    const std::string name = charge.periods.size() == 1 ? charge.name : charge.name + "-" + period.name;
    if (by_day(charge.kind)) {
      DailyDemand<double>& item = out.daily_demand.append(key_in(out.daily_demand, name));
      item.price = period.tiers.front().price;
      item.billed_per_kw = billed_per_kw;
      continue;
    }
    DemandItem<double>& item = out.demand.append(key_in(out.demand, name));
    item.minimum = charge.minimum_kw;
    item.billed_per_kw = billed_per_kw;
    item.of_month = charge.on_billing_demand && charge.ratchet_of == RatchetOf::month;
    item.on_billing_demand = charge.on_billing_demand && !item.of_month;
    int n = 0;
    for (const Tier& tier : period.tiers) {
      DemandStep<double>& step = item.steps.append(period.tiers.size() == 1 ? "all" : "step-" + std::to_string(++n));
      step.price = tier.price;
      if (!std::isinf(tier.upper)) step.upper = tier.upper;
    }
  }
}

bool wants_ratchet(const Tariff& tariff) {
  const Ratchet& r = tariff.billing_demand;
  for (const double share : r.share_by_billing_month)
    if (share > 0.0) return true;
  for (const DemandCharge& charge : tariff.demand)
    if (charge.on_billing_demand) return true;
  for (const EnergyCharge& charge : tariff.energy)
    for (const TimeOfUsePeriod& period : charge.periods)
      if (period.blocks.size() > 1) return true;
  return r.minimum_kw > 0.0;
}

RatchetInputs<double> ratchet(const Ratchet& rule) {
  RatchetInputs<double> out;
  out.minimum = rule.minimum_kw;
  out.share = rule.share_by_billing_month;
  out.weight = rule.share_by_peak_month;
  for (std::size_t m = 0; m < 12; ++m) out.metered[m] = rule.metered_counts[m] ? 1.0 : 0.0;
  out.lookback = rule.lookback_months;
  return out;
}

TwoPartInputs<double> two_part(const TwoPart& rule) {
  TwoPartInputs<double> out;
  out.mode = rule.mode;
  out.transformer_kva = rule.transformer_kva;
  out.declared = rule.declared_kw;
  out.price_kw = rule.price_kw;
  out.price_kva = rule.price_kva;
  out.floor_share = rule.floor_share;
  out.tolerance = rule.tolerance;
  out.excess_multiple = rule.excess_multiple;
  if (rule.rebate_from_hours > 0.0) out.rebate_from = rule.rebate_from_hours;
  out.rebate_price_share = rule.rebate_price_share;
  return out;
}

TakeInputs<double> take(const MinimumTake& rule) {
  TakeInputs<double> out;
  out.contract = rule.contract_kw;
  out.ramp.start = 1.0;
  if (!rule.ramp.empty()) {
    out.ramp.kind = CurveKind::monthly;
    out.ramp.values = rule.ramp;
    out.ramp.values.push_back(1.0);
  }
  if (rule.term_months > 0) out.term = rule.term_months;
  out.exit_fee_months = rule.exit_fee_months;
  for (const TakeComponent& component : rule.components) {
    TakeItem<double>& item = out.components.append(key_in(out.components, component.name));
    item.price = component.price;
    item.share = component.share;
  }
  return out;
}

PowerFactorInputs<double> power_factor(const PowerFactorRule& rule, double at) {
  PowerFactorInputs<double> out;
  for (const PowerFactorStep& step : rule.table) {
    if (at < step.from - 1e-9) continue;
    out.adjustment = step.adjustment;
    break;
  }
  out.kvar_per_kw = std::fmax(std::sqrt(1.0 - at * at) / at - rule.free_kvar_per_kw, 0.0);
  out.kvar_price = rule.price_per_kvar;
  return out;
}

RiderInputs<double> rider(const Rider& rule) {
  RiderInputs<double> out;
  (rule.kind == RiderKind::per_kwh ? out.per_kwh : rule.kind == RiderKind::per_kw ? out.per_kw : out.share) = rule.rate;
  out.of_energy = rule.base.energy;
  out.of_demand = rule.base.demand;
  out.of_fixed = rule.base.fixed;
  for (std::size_t m = 0; m < 12; ++m) out.months[m] = rule.months[m] ? 1.0 : 0.0;
  return out;
}

}  // namespace

BillInputs<double> tariff_inputs(const Tariff& tariff, double load_power_factor) {
  validate(tariff);
  BillInputs<double> out;
  if (tariff.energy.empty()) throw DomainError("prepare_bill: tariff " + tariff.name + " must have an energy charge");
  for (const EnergyCharge& charge : tariff.energy) add_energy(charge, out);
  for (const DemandCharge& charge : tariff.demand) add_demand(tariff, charge, load_power_factor, out);
  if (wants_ratchet(tariff)) out.ratchet = ratchet(tariff.billing_demand);
  if (tariff.two_part) out.two_part = two_part(*tariff.two_part);
  if (tariff.minimum_take) out.minimum_take = take(*tariff.minimum_take);
  if (tariff.power_factor) out.power_factor = power_factor(*tariff.power_factor, load_power_factor);
  for (const FixedCharge& charge : tariff.fixed) {
    StandingCharge<double>& item = out.fixed.append(key_in(out.fixed, charge.name));
    (charge.unit == FixedUnit::day ? item.per_day : item.per_month) =
        charge.unit == FixedUnit::year ? charge.amount / 12.0 : charge.amount;
  }
  for (const Rider& rule : tariff.riders) out.riders.append(key_in(out.riders, rule.name)) = rider(rule);
  for (const Rider& rule : tariff.taxes) {
    TaxOnPower<double>& tax = out.taxes.append(key_in(out.taxes, rule.name));
    tax.share = rule.rate;
    tax.of_energy = rule.base.energy;
    tax.of_demand = rule.base.demand;
    tax.of_fixed = rule.base.fixed;
  }
  if (tariff.minimum_month > 0.0) out.minimum_month = tariff.minimum_month;
  if (tariff.minimum_year > 0.0) out.minimum_year = tariff.minimum_year;
  return out;
}

}  // namespace roi::power
