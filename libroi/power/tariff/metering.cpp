#include "libroi/power/tariff/metering.hpp"

#include <cmath>

#include "libroi/core/scalar.hpp"
#include "libroi/power/check.hpp"
#include "libroi/power/tariff/pricing.hpp"

namespace roi::power {
namespace {

struct Bound {
  double lo, hi;
};

/// kWh bounds of a period's leaves, given what one kW of billing demand is.
std::vector<Bound> leaf_bounds(const EnergyCharge& charge, const TimeOfUsePeriod& period, double billed) {
  std::vector<Bound> bounds;
  double block_lo = 0.0;
  for (const EnergyBlock& block : period.blocks) {
    const double block_hi = std::isinf(block.upper_hours) ? kUnbounded : block.upper_hours * billed;
    double lo = block_lo;
    for (const Tier& tier : block.tiers) {
      const double bound = tier.upper + (charge.tiers_restart_in_block ? block_lo : 0.0);
      const double hi = max(min(bound, block_hi), block_lo);
      bounds.push_back({lo, hi});
      lo = hi;
    }
    block_lo = block_hi;
  }
  return bounds;
}

/// Tiers climbed hour by hour: kWh counted from the month's or the day's start, over the period or over all of them.
void meter_tiers(const BillPlan& plan, std::size_t c, std::span<const double> kw, const std::array<double, 12>& billed,
                 std::vector<double>& tier) {
  const EnergyCharge& charge = plan.tariff.energy[c];
  const EnergyPlan& layout = plan.energy[c];
  const bool daily = charge.span == TierSpan::each_day;
  const bool together = charge.basis == TierBasis::all_in_order;
  const double hours = plan.clock.hours_per_step();
  for (int m = 0; m < 12; ++m) {
    const auto month = static_cast<std::size_t>(m);
    const double scale = charge.span == TierSpan::average_day ? plan.clock.days_in_month(m) : 1.0;
    std::vector<std::vector<Bound>> bounds;
    for (const TimeOfUsePeriod& period : charge.periods) {
      bounds.push_back(leaf_bounds(charge, period, billed[month]));
      for (Bound& b : bounds.back()) b = {b.lo * scale, b.hi * scale};
    }
    std::vector<double> climbed(charge.periods.size(), 0.0);
    for (int k = plan.clock.month_begin(m); k < plan.clock.month_begin(m + 1); ++k) {
      if (daily && k % plan.clock.steps_per_day() == 0) climbed.assign(climbed.size(), 0.0);
      const std::size_t p = layout.period_of_step[static_cast<std::size_t>(k)];
      double& from = climbed[together ? 0 : p];
      const double to = from + max(kw[static_cast<std::size_t>(k)], 0.0) * hours;
      for (std::size_t i = 0; i < bounds[p].size(); ++i) {
        const double inside = min(to, bounds[p][i].hi) - max(from, bounds[p][i].lo);
        if (inside > 0.0) tier[(layout.first_leaf[p] + i) * 12 + month] += inside;
      }
      from = to;
    }
  }
}

double coincident_mean(const std::vector<int>& steps, std::span<const double> kw) {
  double sum = 0.0;
  for (const int k : steps) sum += kw[static_cast<std::size_t>(k)];
  return steps.empty() ? 0.0 : sum / static_cast<double>(steps.size());
}

/// Sums of daily peaks, to `sums` in strides of 12: of all hours, or of each period's.
void sum_daily_peaks(const YearClock& clock, const DemandPlan& layout, int month, std::span<const double> kw,
                     double* sums) {
  for (int k = clock.month_begin(month); k < clock.month_begin(month + 1); k += clock.steps_per_day()) {
    std::array<double, 256> most{};
    for (int j = k; j < k + clock.steps_per_day(); ++j) {
      const auto step = static_cast<std::size_t>(j);
      double& own = most[layout.period_of_step.empty() ? 0 : layout.period_of_step[step]];
      own = max(own, kw[step]);
    }
    for (std::size_t p = 0; p < layout.registers; ++p) sums[p * 12] += most[p];
  }
}

}  // namespace

Registers<double> meter(const BillPlan& plan, std::span<const double> kw, const BillOptions& options) {
  const YearClock& clock = plan.clock;
  check(static_cast<int>(kw.size()) == clock.steps(), "meter", "number of load values", kw.size(),
        "must be " + std::to_string(clock.steps()) + ", one per step of the year");
  check(options.power_factor > 0.0 && options.power_factor <= 1.0, "meter", "power_factor", options.power_factor,
        "must be in (0, 1]");
  check(options.months_since_contract >= 0, "meter", "months_since_contract", options.months_since_contract,
        "must be >= 0");
  Registers<double> out;
  out.energy.assign(plan.energy_registers * 12, 0.0);
  out.exported.assign(plan.energy_registers * 12, 0.0);
  out.peak.assign(plan.demand_registers * 12, 0.0);
  out.tier.assign(plan.leaves.size() * 12, 0.0);

  std::vector<double> windowed;
  std::span<const double> demand = kw;
  if (plan.tariff.demand_window_minutes > clock.minutes()) {
    windowed = demand_series(clock, {kw.begin(), kw.end()}, plan.tariff.demand_window_minutes);
    demand = windowed;
  }
  const double hours = clock.hours_per_step();
  for (int m = 0; m < 12; ++m) {
    const auto month = static_cast<std::size_t>(m);
    const auto begin = static_cast<std::size_t>(clock.month_begin(m));
    const auto end = static_cast<std::size_t>(clock.month_begin(m + 1));
    double most = 0.0;
    double used = 0.0;
    double net = 0.0;
    for (std::size_t k = begin; k < end; ++k) {
      most = max(most, demand[k]);
      used += max(kw[k], 0.0);
      net += kw[k];
    }
    if (!std::isfinite(net)) {
      std::size_t k = begin;
      while (k + 1 < end && std::isfinite(kw[k])) ++k;
      check(std::isfinite(kw[k]), "meter", "load of step " + std::to_string(k + 1) + " of the year", kw[k],
            "must be a number [kW]");
    }
    out.month_peak[month] = most;
    out.month_energy[month] = used * hours;
    const bool exports = net != used;
    if (exports && !plan.tariff.unpriced_exports.empty()) {
      throw DomainError("meter: load in month " + std::to_string(m + 1) + " exports " + to_text((used - net) * hours) +
                        " kWh, but the tariff has no price for them: " + plan.tariff.unpriced_exports);
    }
    for (std::size_t c = 0; c < plan.energy.size(); ++c) {
      const EnergyPlan& layout = plan.energy[c];
      std::array<double, 256> sum{};
      std::array<double, 256> sold{};
      if (layout.price_of_step.empty()) {
        for (std::size_t k = begin; k < end; ++k) sum[layout.period_of_step[k]] += max(kw[k], 0.0);
      } else {
        for (std::size_t k = begin; k < end; ++k) sum[0] += layout.price_of_step[k] * max(kw[k], 0.0);
      }
      if (exports) {
        for (std::size_t k = begin; k < end; ++k)
          sold[layout.period_of_step[k]] += layout.sell_of(k) * max(-kw[k], 0.0);
      }
      for (std::size_t p = 0; p < layout.first_leaf.size(); ++p) {
        out.energy[(layout.first_register + p) * 12 + month] = sum[p] * hours;
        out.exported[(layout.first_register + p) * 12 + month] = sold[p] * hours;
      }
    }
    for (std::size_t c = 0; c < plan.demand.size(); ++c) {
      const DemandPlan& layout = plan.demand[c];
      double* peak = &out.peak[layout.first_register * 12 + month];
      switch (plan.tariff.demand[c].kind) {
        case DemandKind::month: *peak = most; break;
        case DemandKind::daily:
        case DemandKind::daily_time_of_use: sum_daily_peaks(clock, layout, m, demand, peak); break;
        case DemandKind::coincident: *peak = coincident_mean(layout.coincident_steps[month], kw); break;
        case DemandKind::time_of_use: {
          std::array<double, 256> high{};
          for (std::size_t k = begin; k < end; ++k) {
            double& register_kw = high[layout.period_of_step[k]];
            register_kw = max(register_kw, demand[k]);
          }
          for (std::size_t p = 0; p < layout.registers; ++p) peak[p * 12] = high[p];
          break;
        }
      }
    }
  }
  const auto billed = billing_demand<double>(plan.tariff.billing_demand, std::span<const double>(out.month_peak));
  for (std::size_t c = 0; c < plan.energy.size(); ++c) {
    if (plan.energy[c].metered_by_tier) meter_tiers(plan, c, kw, billed, out.tier);
  }
  return out;
}

}  // namespace roi::power
