#include "libroi/power/storage/battery_pieces.hpp"

#include <algorithm>
#include <cmath>

#include "libroi/power/check.hpp"
#include "libroi/power/tariff/pricing.hpp"

namespace roi::power {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw DomainError("dispatch: " + what + " make the bill no piecewise linear function of its registers");
}

void finish(std::vector<double>& kinks) {
  std::erase_if(kinks, [](double k) { return !(k > 0.0) || !std::isfinite(k); });
  std::sort(kinks.begin(), kinks.end());
  kinks.erase(std::unique(kinks.begin(), kinks.end()), kinks.end());
}

/// Metered demand above which this month's billing demand follows it.
double ratchet_kink(const Ratchet& rule, std::span<const double> metered, std::size_t month) {
  std::array<double, 12> before{};
  std::copy(metered.begin(), metered.end(), before.begin());
  before[month] = 0.0;
  const double floor = billing_demand<double>(rule, std::span<const double>(before))[month];
  const double own =
      rule.metered_counts[month] ? 1.0 : rule.share_by_billing_month[month] * rule.share_by_peak_month[month];
  return own > 0.0 ? floor / own : 0.0;
}

}  // namespace

double month_amount(const BillPlan& plan, const BillOptions& options, const Registers<double>& registers, int month) {
  double sum = 0.0;
  const bool minimum = plan.tariff.minimum_month > 0.0 || plan.tariff.minimum_year > 0.0;
  check(!minimum, "month_amount", "minimum charge", plan.tariff.minimum_month,
        "must be taken out of the tariff before");
  price_year(plan, registers, options, [&](std::size_t, std::size_t m, double, double, double amount) {
    if (m == static_cast<std::size_t>(month)) sum += amount;
  });
  return sum;
}

double& register_value(Registers<double>& r, const PieceRegister& which, int month) {
  const auto m = static_cast<std::size_t>(month);
  switch (which.kind) {
    case PieceRegister::Kind::energy: return r.energy[which.index * 12 + m];
    case PieceRegister::Kind::all_energy: return r.month_energy[m];
    case PieceRegister::Kind::peak: return r.peak[which.index * 12 + m];
    case PieceRegister::Kind::all_peak: break;
  }
  return r.month_peak[m];
}

std::vector<PieceRegister> piece_registers(const BillPlan& plan, const BillOptions& options,
                                           const Registers<double>& metered, int month) {
  const Tariff& t = plan.tariff;
  const auto m = static_cast<std::size_t>(month);
  std::vector<PieceRegister> list;
  for (std::size_t c = 0; c < t.energy.size(); ++c) {
    const EnergyCharge& charge = t.energy[c];
    const double scale = charge.span == TierSpan::average_day ? plan.clock.days_in_month(month) : 1.0;
    for (std::size_t p = 0; p < charge.periods.size(); ++p) {
      if (charge.periods[p].blocks.size() > 1) refuse("hours-use blocks");
      const auto& tiers = charge.periods[p].blocks.front().tiers;
      if (tiers.size() > 1 && charge.basis != TierBasis::period) refuse("tiers counted over all periods");
      if (tiers.size() > 1 && charge.span == TierSpan::each_day) refuse("daily tiers");
      PieceRegister reg{PieceRegister::Kind::energy, plan.energy[c].first_register + p, {}};
      for (const Tier& tier : tiers) reg.kinks.push_back(tier.upper * scale);
      finish(reg.kinks);
      list.push_back(reg);
    }
  }
  PieceRegister all{PieceRegister::Kind::all_energy, 0, {}};
  if (t.two_part && t.two_part->rebate_from_hours > 0.0 && t.two_part->mode != TwoPartMode::transformer) {
    all.kinks.push_back(t.two_part->rebate_from_hours * t.two_part->transformer_kva);
  }
  list.push_back(all);
  const double target = t.power_factor ? t.power_factor->demand_target : 0.0;
  for (std::size_t c = 0; c < t.demand.size(); ++c) {
    const DemandCharge& charge = t.demand[c];
    if (by_day(charge.kind)) refuse("daily demands");
    if (charge.kind == DemandKind::coincident) {
      for (const DemandPeriod& period : charge.periods) {
        if (period.tiers.size() > 1 || charge.minimum_kw > 0.0 || charge.on_billing_demand)
          refuse("tiers, minima or ratchets of coincident demand");
      }
    }
    if (charge.on_billing_demand && charge.ratchet_of == RatchetOf::month && charge.kind != DemandKind::month)
      refuse("ratchets of the month's peak on other registers");
    const double per_kw = charge.per_kva ? 1.0 / options.power_factor
                                         : (target > options.power_factor ? target / options.power_factor : 1.0);
    for (std::size_t r = 0; r < plan.demand[c].registers; ++r) {
      PieceRegister reg{PieceRegister::Kind::peak, plan.demand[c].first_register + r, {charge.minimum_kw}};
      const bool by_hour = charge.kind == DemandKind::time_of_use;
      const int period = by_hour ? static_cast<int>(r) : charge.month_period[m];
      if (period < 0) continue;
      for (const Tier& tier : charge.periods[static_cast<std::size_t>(period)].tiers)
        reg.kinks.push_back(tier.upper / per_kw);
      if (charge.on_billing_demand) {
        reg.kinks.push_back(
            ratchet_kink(t.billing_demand, std::span<const double>(metered.peak).subspan(reg.index * 12, 12), m));
      }
      finish(reg.kinks);
      list.push_back(reg);
    }
  }
  PieceRegister peak{PieceRegister::Kind::all_peak, 0, {}};
  if (t.two_part && t.two_part->mode == TwoPartMode::contract) {
    peak.kinks.push_back(t.two_part->tolerance *
                         std::max(t.two_part->declared_kw[m], t.two_part->floor_share * t.two_part->transformer_kva));
  }
  if (t.minimum_take) {
    const auto at = static_cast<std::size_t>(options.months_since_contract) + m;
    const double ramp = at < t.minimum_take->ramp.size() ? t.minimum_take->ramp[at] : 1.0;
    for (const TakeComponent& c : t.minimum_take->components)
      peak.kinks.push_back(c.share * t.minimum_take->contract_kw * ramp);
  }
  finish(peak.kinks);
  list.push_back(peak);
  return list;
}

std::vector<double> piece_slopes(const BillPlan& plan, const BillOptions& options, Registers<double> inside,
                                 const std::vector<PieceRegister>& which, int month) {
  const double base = month_amount(plan, options, inside, month);
  std::vector<double> slopes;
  for (const PieceRegister& reg : which) {
    double& value = register_value(inside, reg, month);
    const double kept = value;
    // Linear inside the piece: a step to its middle's near side is exact, and small ones lose no digits to large bills.
    double step = kept > 0.0 ? 0.25 * kept : 1.0;
    for (const double kink : reg.kinks) {
      if (kink > kept) step = std::min(step, 0.5 * (kink - kept));
    }
    value = kept + step;
    slopes.push_back((month_amount(plan, options, inside, month) - base) / step);
    value = kept;
  }
  return slopes;
}

std::vector<double> export_prices(const BillPlan& plan, const BillOptions& options, Registers<double> inside,
                                  int month) {
  const double base = month_amount(plan, options, inside, month);
  std::vector<double> prices;
  for (std::size_t r = 0; r < plan.energy_registers; ++r) {
    double& value = inside.exported[r * 12 + static_cast<std::size_t>(month)];
    const double kept = value;
    const double step = std::max(kept, 1.0);
    value = kept + step;
    prices.push_back((month_amount(plan, options, inside, month) - base) / step);
    value = kept;
  }
  return prices;
}

}  // namespace roi::power
