#include "libroi/power/tariff/tariff.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "libroi/power/check.hpp"

namespace roi::power {
namespace {

void check_grid(const MonthHourGrid& grid, std::size_t periods, const std::string& where) {
  for (std::size_t m = 0; m < 12; ++m) {
    for (std::size_t h = 0; h < 24; ++h) {
      const int period = grid[m][h];
      if (period >= 0 && static_cast<std::size_t>(period) < periods) continue;
      throw DomainError(where + ": hour " + std::to_string(h) + " of month " + std::to_string(m + 1) +
                        " is in period " + std::to_string(period) + ", but there are " + std::to_string(periods) +
                        " periods: the schedule must leave no hour without a price");
    }
  }
}

void check_schedule(const Schedule& schedule, std::size_t periods, const std::string& where) {
  check_grid(schedule.weekday, periods, where + "/weekday");
  check_grid(schedule.weekend, periods, where + "/weekend");
  if (schedule.holiday) check_grid(*schedule.holiday, periods, where + "/holiday");
}

void check_tiers(const std::vector<Tier>& tiers, const std::string& where) {
  if (tiers.empty()) throw DomainError(where + ": has no tier");
  double below = 0.0;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    const Tier& tier = tiers[i];
    check(std::isfinite(tier.price), where, "price", tier.price, "must be a number");
    check(std::isfinite(tier.sell), where, "sell", tier.sell, "must be a number");
    if (!(tier.upper > below)) {
      throw DomainError(where + ": tier " + std::to_string(i + 1) + " ends at " + to_text(tier.upper) +
                        ", but must end above the one before it, at " + to_text(below));
    }
    below = tier.upper;
  }
  check(std::isinf(below), where, "upper bound of the last tier", below, "must be open");
}

void check_hourly(const EnergyCharge& charge, const std::string& where) {
  for (const auto* values : {&charge.hourly_price, &charge.hourly_sell}) {
    const bool price = values == &charge.hourly_price;
    if (!price && values->empty()) continue;
    check(days_of_hourly_values(values->size()) > 0, where,
          price ? "number of hourly prices" : "number of hourly sell prices", values->size(),
          std::string("must be ") + kHourlyValues);
    for (std::size_t k = 0; k < values->size(); ++k)
      check(std::isfinite((*values)[k]), where,
            std::string(price ? "price" : "sell") + " of entry " + std::to_string(k + 1), (*values)[k],
            "must be a number");
  }
  const bool plain = charge.periods.size() == 1 && charge.periods[0].blocks.size() == 1 &&
                     charge.periods[0].blocks[0].tiers.size() == 1 && charge.span == TierSpan::month &&
                     charge.basis == TierBasis::period;
  if (!plain) throw DomainError(where + ": has hourly prices, and so must have one period of one open tier");
}

void check_energy(const EnergyCharge& charge) {
  const std::string where = "tariff: energy/" + charge.name;
  if (charge.hourly() || !charge.hourly_sell.empty()) check_hourly(charge, where);
  check_schedule(charge.schedule, charge.periods.size(), where);
  for (const TimeOfUsePeriod& period : charge.periods) {
    const std::string at = where + "/" + period.name;
    if (period.blocks.empty()) throw DomainError(at + ": has no block");
    double below = 0.0;
    for (const EnergyBlock& block : period.blocks) {
      check(block.upper_hours > below, at, "block's upper_hours", block.upper_hours,
            "must rise from block to block [kWh/kW]");
      below = block.upper_hours;
      check_tiers(block.tiers, at);
      const double sell = period.blocks.front().tiers.front().sell;
      for (const Tier& tier : block.tiers)
        check(tier.sell == sell, at, "sell", tier.sell, "must be that of the first tier, " + to_text(sell));
    }
    check(std::isinf(below), at, "upper_hours of the last block", below, "must be open");
    if (charge.basis != TierBasis::all_pro_rata) continue;
    const auto& first = charge.periods.front().blocks;
    bool same = first.size() == period.blocks.size();
    for (std::size_t b = 0; same && b < first.size(); ++b) {
      same = first[b].upper_hours == period.blocks[b].upper_hours &&
             first[b].tiers.size() == period.blocks[b].tiers.size();
      for (std::size_t i = 0; same && i < first[b].tiers.size(); ++i)
        same = first[b].tiers[i].upper == period.blocks[b].tiers[i].upper;
    }
    if (!same)
      throw DomainError(at + ": tiers counted over all periods pro rata must have the same bounds in every period");
  }
}

void check_demand(const DemandCharge& charge) {
  const std::string where = "tariff: demand/" + charge.name;
  if (by_schedule(charge.kind)) {
    check_schedule(charge.schedule, charge.periods.size(), where);
  } else {
    for (std::size_t m = 0; m < 12; ++m) {
      const int period = charge.month_period[m];
      check(period >= -1 && period < static_cast<int>(charge.periods.size()), where,
            "period of month " + std::to_string(m + 1), period, "must be -1 (none) or one of the periods");
    }
  }
  for (const DemandPeriod& period : charge.periods) check_tiers(period.tiers, where + "/" + period.name);
  if (by_day(charge.kind)) {
    for (const DemandPeriod& period : charge.periods)
      check(period.tiers.size() == 1, where, "number of tiers", period.tiers.size(), "must be 1 for daily demand");
    if (charge.on_billing_demand) throw DomainError(where + ": daily demand cannot be on billing demand");
    check(charge.minimum_kw == 0.0, where, "minimum_kw", charge.minimum_kw, "must be 0 for daily demand");
  }
  if (charge.kind == DemandKind::coincident && charge.coincident_hours.empty()) {
    throw DomainError(where + ": has no coincident hours");
  }
  for (auto hour = charge.coincident_hours.begin(); hour != charge.coincident_hours.end(); ++hour)
    check(std::count(charge.coincident_hours.begin(), hour, *hour) == 0, where, "coincident hour", *hour,
          "must be given once");
  check(charge.minimum_kw >= 0.0, where, "minimum_kw", charge.minimum_kw, "must be >= 0");
}

}  // namespace

void validate(const Tariff& tariff) {
  const std::string where = "tariff";
  const int window = tariff.demand_window_minutes;
  check(window > 0 && window <= 60 && 60 % window == 0, where, "demand_window_minutes", window, "must divide an hour");
  for (const EnergyCharge& charge : tariff.energy) check_energy(charge);
  for (const DemandCharge& charge : tariff.demand) check_demand(charge);
  const Ratchet& r = tariff.billing_demand;
  check(r.lookback_months >= 0 && r.lookback_months <= 12, where, "lookback_months", r.lookback_months,
        "must be in [0, 12]");
  for (std::size_t m = 0; m < 12; ++m) {
    check(r.share_by_billing_month[m] >= 0.0 && r.share_by_billing_month[m] <= 1.0, where, "ratchet share",
          r.share_by_billing_month[m], "must be in [0, 1]");
    check(r.share_by_peak_month[m] >= 0.0 && r.share_by_peak_month[m] <= 1.0, where, "ratchet share",
          r.share_by_peak_month[m], "must be in [0, 1]");
  }
  check(r.minimum_kw >= 0.0, where, "minimum billing demand", r.minimum_kw, "must be >= 0 [kW]");
  if (r.wrap_around && r.previous_year_peaks)
    throw DomainError("tariff: wrap_around and previous_year_peaks exclude each other");
  if (tariff.two_part) {
    const TwoPart& p = *tariff.two_part;
    const bool needs_kva = p.mode != TwoPartMode::metered || p.rebate_from_hours > 0.0;
    check(!needs_kva || p.transformer_kva > 0.0, where, "transformer_kva", p.transformer_kva, "must be > 0");
    check(p.tolerance >= 1.0, where, "tolerance", p.tolerance, "must be >= 1");
    check(p.floor_share >= 0.0 && p.floor_share <= 1.0, where, "floor_share", p.floor_share, "must be in [0, 1]");
    check(p.rebate_price_share >= 0.0 && p.rebate_price_share <= 1.0, where, "rebate_price_share", p.rebate_price_share,
          "must be in [0, 1]");
    for (const double kw : p.declared_kw) check(kw >= 0.0, where, "declared_kw", kw, "must be >= 0");
  }
  if (tariff.minimum_take) {
    const MinimumTake& take = *tariff.minimum_take;
    check(take.contract_kw > 0.0, where, "contract_kw", take.contract_kw, "must be > 0");
    for (const double share : take.ramp) check(share >= 0.0 && share <= 1.0, where, "ramp", share, "must be in [0, 1]");
    for (const TakeComponent& c : take.components)
      check(c.share >= 0.0 && c.share <= 1.0, where, c.name + " share", c.share, "must be in [0, 1]");
  }
  if (tariff.power_factor) {
    double above = kUnbounded;
    for (const PowerFactorStep& step : tariff.power_factor->table) {
      check(step.from < above, where, "power factor step", step.from, "must fall from step to step");
      above = step.from;
    }
  }
  for (const Rider& tax : tariff.taxes)
    check(tax.kind == RiderKind::share, where, "tax " + tax.name, tax.rate, "must be a share");
  check(tariff.minimum_month >= 0.0, where, "minimum_month", tariff.minimum_month, "must be >= 0");
  check(tariff.minimum_year >= 0.0, where, "minimum_year", tariff.minimum_year, "must be >= 0");
}

Schedule constant_schedule(int period) {
  Schedule schedule;
  for (std::size_t m = 0; m < 12; ++m) {
    schedule.weekday[m].fill(period);
    schedule.weekend[m].fill(period);
  }
  return schedule;
}

TimeOfUsePeriod tiered_period(std::string name, std::vector<Tier> tiers) {
  return {std::move(name), {EnergyBlock{kUnbounded, std::move(tiers)}}};
}

int days_of_hourly_values(std::size_t count) {
  for (const std::size_t days : {365U, 366U})
    for (const std::size_t an_hour : {1U, 2U, 3U, 4U})
      if (count == days * 24 * an_hour) return static_cast<int>(days);
  return 0;
}

EnergyCharge hourly_energy(std::string name, std::vector<double> price, std::vector<double> sell) {
  EnergyCharge charge;
  charge.name = std::move(name);
  charge.schedule = constant_schedule();
  charge.periods = {tiered_period("hourly", {Tier{kUnbounded, 1.0, sell.empty() ? 0.0 : 1.0}})};
  charge.hourly_price = std::move(price);
  charge.hourly_sell = std::move(sell);
  return charge;
}

std::vector<PowerFactorStep> china_power_factor_table(double standard) {
  const int s = static_cast<int>(std::lround(standard * 100.0));
  check(s == 80 || s == 85 || s == 90, "china_power_factor_table", "standard", standard, "must be 0.80, 0.85 or 0.90");
  std::vector<PowerFactorStep> table;
  // A month's power factor is rounded to two places before it is looked up.
  const auto from = [](int pf) { return pf > 0 ? pf / 100.0 - 0.005 : 0.0; };
  // Above the standard 0.10 % a point up to 0.90, 0.15 % a point from there on, to a last step of each standard.
  const int last = s == 80 ? 92 : (s == 85 ? 94 : 95);
  for (int pf = last; pf > s; --pf) {
    const int cheap = std::min(pf, 90) - s;
    const int dear = std::max(pf - std::max(90, s), 0);
    table.push_back({from(pf), -(0.10 * std::max(cheap, 0) + 0.15 * dear) / 100.0});
  }
  // Below it 0.5 % a point for twenty points, 1 % for five, then 2 %.
  table.push_back({from(s), 0.0});
  for (int pf = s - 1; pf >= 0; --pf) {
    const int short_by = s - pf;
    const double percent =
        0.5 * std::min(short_by, 20) + 1.0 * std::clamp(short_by - 20, 0, 5) + 2.0 * std::max(short_by - 25, 0);
    table.push_back({from(pf), percent / 100.0});
  }
  return table;
}

double exit_fee(const MinimumTake& take, int months_served) {
  check(months_served >= 0, "exit_fee", "months_served", months_served, "must be >= 0");
  const int months = std::clamp(take.term_months - months_served, 0, take.exit_fee_months);
  double fee = 0.0;
  for (int k = 0; k < months; ++k) {
    const auto t = static_cast<std::size_t>(months_served + k);
    const double ramp = t < take.ramp.size() ? take.ramp[t] : 1.0;
    for (const TakeComponent& c : take.components) fee += c.price * c.share * take.contract_kw * ramp;
  }
  return fee;
}

}  // namespace roi::power
