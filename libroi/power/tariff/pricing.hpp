#pragma once
/// @file libroi/power/tariff/pricing.hpp: registers priced into bill lines, for every scalar.
///
///   Each line of a month is quantity * price = amount; the sink receives (line, month, quantity, price, amount).
///   The order of a month's lines is that of BillPlan::lines: energy, exports, demand, two-part, minimum take, power
///   factor, fixed, riders, minimum charge, taxes. Shares of demand include two-part, minimum take and power factor
///   lines; shares never apply to riders; taxes on all three bases apply to everything before them.
///
///   tier quantity    q_i = clamp(Q, lo_i, hi_i) - lo_i                        Q in kWh or kW; a kink at each bound
///   hours' use       block bounds = upper_hours * billing demand              bounds are T
///   all pro rata     q_i(period) = share of the period * q_i(all periods)
///   hourly prices    amount = the register x 1; quantity = all kWh, price = their mean price
///   ratchet          see tariff.hpp
///
/// Kinks: a quantity on a bound has the derivative of the tier below; of two equal peaks the earlier month's counts.
#include <cmath>
#include <span>

#include "libroi/core/scalar.hpp"
#include "libroi/power/tariff/metering.hpp"

namespace roi::power {

/// Billing demand [kW] of each month from a register's metered demands.
template <Scalar T>
[[nodiscard]] std::array<T, 12> billing_demand(const Ratchet& rule, std::span<const T> metered) {
  std::array<T, 12> billed{T(0), T(0), T(0), T(0), T(0), T(0), T(0), T(0), T(0), T(0), T(0), T(0)};
  for (std::size_t m = 0; m < 12; ++m) {
    T most = T(rule.minimum_kw);
    if (rule.metered_counts[m]) most = max(most, metered[m]);
    const double here = rule.share_by_billing_month[m];
    for (int back = rule.lookback_months; here > 0.0 && back >= 0; --back) {
      const int k = static_cast<int>(m) - back;
      const auto month = static_cast<std::size_t>((k + 12) % 12);
      const double share = here * rule.share_by_peak_month[month];
      if (k >= 0 || rule.wrap_around) {
        most = max(most, share * metered[month]);
      } else if (rule.previous_year_peaks) {
        most = max(most, T(share * (*rule.previous_year_peaks)[month]));
      }
    }
    billed[m] = most;
  }
  return billed;
}

namespace pricing_detail {

template <Scalar T>
T between(const T& x, const T& lo, const T& hi) {
  return max(min(x, hi), lo) - lo;
}

/// Adds up a month's groups while passing lines on.
template <Scalar T, class Sink>
struct MonthGroups {
  Sink& sink;
  std::size_t month;
  T energy{0.0}, demand{0.0}, fixed{0.0}, other{0.0};
  T add(T& group, std::size_t line, const T& quantity, const T& price) {
    return put(group, line, quantity, price, T(quantity * price));
  }
  T put(T& group, std::size_t line, const T& quantity, const T& price, const T& amount) {
    sink(line, month, quantity, price, amount);
    group = group + amount;
    return amount;
  }
};

template <Scalar T, class Sink>
void price_energy(const BillPlan& plan, const Registers<T>& q, const T& billed, MonthGroups<T, Sink>& out) {
  const std::size_t m = out.month;
  for (std::size_t c = 0; c < plan.energy.size(); ++c) {
    const EnergyCharge& charge = plan.tariff.energy[c];
    const EnergyPlan& layout = plan.energy[c];
    const double scale = charge.span == TierSpan::average_day ? plan.clock.days_in_month(static_cast<int>(m)) : 1.0;
    T all(0.0);
    if (charge.basis == TierBasis::all_pro_rata) {
      for (std::size_t p = 0; p < charge.periods.size(); ++p)
        all = all + q.energy[(layout.first_register + p) * 12 + m];
    }
    for (std::size_t p = 0; p < charge.periods.size(); ++p) {
      const T used = q.energy[(layout.first_register + p) * 12 + m];
      const bool shared = charge.basis == TierBasis::all_pro_rata;
      const T climbing = shared ? all : used;
      const T share = shared ? T(used / select(all > 0.0, all, T(1.0))) : T(1.0);
      std::size_t leaf = layout.first_leaf[p];
      T block_lo(0.0);
      for (const EnergyBlock& block : charge.periods[p].blocks) {
        const T block_hi = std::isinf(block.upper_hours) ? T(kUnboundedKwh) : T(block.upper_hours * scale * billed);
        T lo = block_lo;
        for (const Tier& tier : block.tiers) {
          T quantity(0.0);
          if (charge.hourly()) {
            const T amount = used * tier.price;
            const T& kwh = q.month_energy[m];
            out.put(out.energy, plan.leaves[leaf++].line, kwh, T(amount / select(kwh > 0.0, kwh, T(1.0))), amount);
            continue;
          }
          if (layout.metered_by_tier) {
            quantity = q.tier[leaf * 12 + m];
          } else if (charge.periods[p].blocks.size() == 1 && block.tiers.size() == 1) {
            quantity = used;
          } else {
            T hi = block_hi;
            if (!std::isinf(tier.upper)) {
              const T bound = charge.tiers_restart_in_block ? T(block_lo + tier.upper * scale) : T(tier.upper * scale);
              hi = max(min(bound, block_hi), block_lo);
            }
            quantity = share * between(climbing, lo, hi);
            lo = hi;
          }
          out.add(out.energy, plan.leaves[leaf].line, quantity, T(tier.price));
          ++leaf;
        }
        block_lo = block_hi;
      }
    }
    for (std::size_t p = 0; p < charge.periods.size(); ++p) {
      const double sell = charge.periods[p].blocks.front().tiers.front().sell;
      out.add(out.energy, layout.export_line + p, q.exported[(layout.first_register + p) * 12 + m], T(-sell));
    }
  }
}

template <Scalar T, class Sink>
void price_demand(const BillPlan& plan, const std::vector<T>& peak, double power_factor, MonthGroups<T, Sink>& out) {
  const std::size_t m = out.month;
  const double target = plan.tariff.power_factor ? plan.tariff.power_factor->demand_target : 0.0;
  const double correction = target > power_factor ? target / power_factor : 1.0;
  for (std::size_t c = 0; c < plan.demand.size(); ++c) {
    const DemandCharge& charge = plan.tariff.demand[c];
    const DemandPlan& layout = plan.demand[c];
    const bool by_hour = by_schedule(charge.kind);
    for (std::size_t p = 0; p < charge.periods.size(); ++p) {
      const bool charged = layout.charged_in[p][m];
      const std::size_t reg = layout.first_register + (by_hour ? p : 0);
      const T kw = peak[reg * 12 + m];
      const double per_kw = charge.per_kva ? 1.0 / power_factor : correction;
      const T billed = charged ? T(max(kw, charge.minimum_kw * T(1.0)) * per_kw) : T(0.0);
      double lo = 0.0;
      std::size_t line = layout.first_line[p];
      const bool one = charge.periods[p].tiers.size() == 1;
      for (const Tier& tier : charge.periods[p].tiers) {
        const T hi = std::isinf(tier.upper) ? T(kUnboundedKwh) : T(tier.upper);
        out.add(out.demand, line++, one ? billed : between(billed, T(lo), hi), T(tier.price));
        lo = tier.upper;
      }
    }
  }
}

template <Scalar T, class Sink>
void price_two_part(const BillPlan& plan, const Registers<T>& q, MonthGroups<T, Sink>& out) {
  const TwoPart& rule = *plan.tariff.two_part;
  const std::size_t m = out.month;
  const std::size_t line = plan.two_part_line;
  T due(0.0);
  if (rule.mode == TwoPartMode::transformer) {
    out.add(out.demand, line, T(rule.transformer_kva), T(rule.price_kva));
    out.add(out.demand, line + 1, T(0.0), T(0.0));
  } else {
    const double least = rule.floor_share * rule.transformer_kva;
    const double contract = rule.declared_kw[m] < least ? least : rule.declared_kw[m];
    const bool metered = rule.mode == TwoPartMode::metered;
    const T kw = metered ? q.month_peak[m] : T(contract);
    const T excess = metered ? T(0.0) : T(max(q.month_peak[m] - rule.tolerance * contract, T(0.0)));
    due = out.add(out.demand, line, kw, T(rule.price_kw));
    due = due + out.add(out.demand, line + 1, excess, T(rule.excess_multiple * rule.price_kw));
  }
  const bool rebate = rule.rebate_from_hours > 0.0 && rule.mode != TwoPartMode::transformer;
  const T heavy =
      rebate ? select(q.month_energy[m] >= rule.rebate_from_hours * rule.transformer_kva, due, T(0.0)) : T(0.0);
  out.add(out.demand, line + 2, heavy, T(rule.rebate_price_share - 1.0));
}

template <Scalar T, class Sink>
void price_take(const BillPlan& plan, const Registers<T>& q, int months_since_contract, MonthGroups<T, Sink>& out) {
  const MinimumTake& take = *plan.tariff.minimum_take;
  const auto t = static_cast<std::size_t>(months_since_contract) + out.month;
  const double ramp = t < take.ramp.size() ? take.ramp[t] : 1.0;
  std::size_t line = plan.take_line;
  for (const TakeComponent& c : take.components) {
    const T kw = max(q.month_peak[out.month], T(c.share * take.contract_kw * ramp));
    out.add(out.demand, line++, kw, T(c.price));
  }
}

template <Scalar T>
T base_of(const ShareBase& base, const T& energy, const T& demand, const T& fixed) {
  return (base.energy ? energy : T(0.0)) + (base.demand ? demand : T(0.0)) + (base.fixed ? fixed : T(0.0));
}

template <Scalar T, class Sink>
void price_rest(const BillPlan& plan, const Registers<T>& q, double power_factor, T& year_total,
                MonthGroups<T, Sink>& out) {
  const Tariff& tariff = plan.tariff;
  const std::size_t m = out.month;
  if (tariff.power_factor) {
    const PowerFactorRule& rule = *tariff.power_factor;
    double adjustment = 0.0;
    for (const PowerFactorStep& step : rule.table) {
      if (power_factor < step.from - 1e-9) continue;
      adjustment = step.adjustment;
      break;
    }
    out.add(out.demand, plan.power_factor_line, T(out.energy + out.demand), T(adjustment));
    const double kvar = std::sqrt(1.0 - power_factor * power_factor) / power_factor - rule.free_kvar_per_kw;
    out.add(out.demand, plan.power_factor_line + 1, T(q.month_peak[m] * (kvar > 0.0 ? kvar : 0.0)),
            T(rule.price_per_kvar));
  }
  for (std::size_t i = 0; i < tariff.fixed.size(); ++i) {
    const FixedCharge& f = tariff.fixed[i];
    const double count = f.unit == FixedUnit::day ? plan.clock.days_in_month(static_cast<int>(m)) : 1.0;
    out.add(out.fixed, plan.fixed_line + i, T(count), T(f.unit == FixedUnit::year ? f.amount / 12.0 : f.amount));
  }
  for (std::size_t i = 0; i < tariff.riders.size(); ++i) {
    const Rider& r = tariff.riders[i];
    const T base = r.kind == RiderKind::per_kwh  ? q.month_energy[m]
                   : r.kind == RiderKind::per_kw ? q.month_peak[m]
                                                 : base_of(r.base, out.energy, out.demand, out.fixed);
    T rider(0.0);
    out.add(rider, plan.rider_line + i, r.months[m] ? base : T(0.0), T(r.rate));
    out.other = out.other + rider;
  }
  T total = out.energy + out.demand + out.fixed + out.other;
  if (tariff.minimum_month > 0.0 || tariff.minimum_year > 0.0) {
    total = total + out.add(out.other, plan.minimum_line, T(max(tariff.minimum_month - total, T(0.0))), T(1.0));
    const T missing = m == 11 ? T(max(tariff.minimum_year - (year_total + total), T(0.0))) : T(0.0);
    total = total + out.add(out.other, plan.minimum_line + 1, missing, T(1.0));
  }
  year_total = year_total + total;
  for (std::size_t i = 0; i < tariff.taxes.size(); ++i) {
    const Rider& tax = tariff.taxes[i];
    const bool all = tax.base.energy && tax.base.demand && tax.base.fixed;
    T sum(0.0);
    out.add(sum, plan.tax_line + i, all ? total : base_of(tax.base, out.energy, out.demand, out.fixed), T(tax.rate));
  }
}

}  // namespace pricing_detail

/// Prices a year: sink(line, month, quantity, price, amount) for every line and month, in order.
template <Scalar T, class Sink>
void price_year(const BillPlan& plan, const Registers<T>& q, const BillOptions& options, Sink&& sink) {
  const Ratchet& rule = plan.tariff.billing_demand;
  const auto month_billed = billing_demand<T>(rule, std::span<const T>(q.month_peak));
  std::vector<T> peak = q.peak;
  for (std::size_t c = 0; c < plan.demand.size(); ++c) {
    if (!plan.tariff.demand[c].on_billing_demand) continue;
    for (std::size_t r = plan.demand[c].first_register; r < plan.demand[c].first_register + plan.demand[c].registers;
         ++r) {
      const auto billed = plan.tariff.demand[c].ratchet_of == RatchetOf::month
                              ? month_billed
                              : billing_demand<T>(rule, std::span<const T>(q.peak).subspan(r * 12, 12));
      for (std::size_t m = 0; m < 12; ++m) peak[r * 12 + m] = billed[m];
    }
  }
  T year_total(0.0);
  for (std::size_t m = 0; m < 12; ++m) {
    pricing_detail::MonthGroups<T, std::remove_reference_t<Sink>> out{sink, m};
    pricing_detail::price_energy(plan, q, month_billed[m], out);
    pricing_detail::price_demand(plan, peak, options.power_factor, out);
    if (plan.tariff.two_part) pricing_detail::price_two_part(plan, q, out);
    if (plan.tariff.minimum_take) pricing_detail::price_take(plan, q, options.months_since_contract, out);
    pricing_detail::price_rest(plan, q, options.power_factor, year_total, out);
  }
}

}  // namespace roi::power
