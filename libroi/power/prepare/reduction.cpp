#include "libroi/power/prepare/reduction.hpp"

#include <cmath>

#include "libroi/power/check.hpp"

namespace roi::power {
namespace {

constexpr std::size_t kMostIntervals = 256;

void add(Quadratic& sum, const Quadratic& q, double factor) {
  sum.a0 += factor * q.a0;
  sum.a1 += factor * q.a1;
  sum.a2 += factor * q.a2;
}

/// it -> c.a0 + c.a1 it + c.a2 it^2, with it = i0 + i1 u + i2 u^2 of which i2 or c.a2 is 0
Quadratic compose(const Quadratic& c, const Quadratic& it) {
  return {c.a0 + it.a0 * (c.a1 + c.a2 * it.a0), it.a1 * (c.a1 + 2.0 * c.a2 * it.a0),
          c.a1 * it.a2 + c.a2 * it.a1 * it.a1};
}

struct YearParabolas {
  std::vector<Quadratic> facility, it, water;  // kW, kW, litres per step
};

bool parabolas_of(const FacilityYear& year, YearParabolas& out) {
  Quadratic fleet;
  const FacilityDesign& f = year.facility;
  if (!it_quadratic(f, fleet) || f.electrical.load != LossLoad::it_load || !is_linear(f.cooling)) return false;
  const LossPolynomial loss = loss_polynomial(f.electrical);
  if (fleet.a2 != 0.0 && (loss.total_c != 0.0 || loss.heat_c != 0.0)) return false;
  (void)electrical_losses(f.electrical, max(fleet.at(0.0), fleet.at(1.0)));
  const double seconds = 3600.0 * year.clock.hours_per_step();
  const auto n = static_cast<std::size_t>(year.clock.steps());
  for (std::size_t k = 0; k < n; ++k) {
    const double s = year.shape[k];
    const Quadratic it{fleet.a0, fleet.a1 * s, fleet.a2 * s * s};
    const HourParabolas hour = hour_parabolas(f, loss, year.air_at(k));
    Quadratic litres;
    add(litres, hour.water_kg_s, seconds);
    out.it.push_back(it);
    out.facility.push_back(compose(hour.facility_kw, it));
    out.water.push_back(compose(litres, it));
  }
  return true;
}

std::array<double, 12> all_months(double u) {
  std::array<double, 12> activity{};
  activity.fill(u);
  return activity;
}

}  // namespace

ReducedYear::ReducedYear(const BillPlan& plan, std::span<const Quadratic> hours) {
  if (!plan.reducible)
    throw DomainError("ReducedYear: the tariff's tiers depend on the order of hours; give the facility, not parabolas");
  reduce(plan, hours);
}

ReducedYear::ReducedYear(const BillPlan& plan, const FacilityYear& year, const BillOptions& options, double tolerance) {
  check(year.clock.steps() == plan.clock.steps() && year.clock.minutes() == plan.clock.minutes(), "ReducedYear",
        "steps of the facility's year", year.clock.steps(),
        "must be those of the bill, " + std::to_string(plan.clock.steps()));
  YearParabolas hours;
  if (!plan.reducible || !parabolas_of(year, hours)) {
    tabulate(plan, year, options, tolerance);
    return;
  }
  reduce(plan, hours.facility);
  for (int m = 0; m < 12; ++m) {
    MonthRegisters& out = months_[static_cast<std::size_t>(m)];
    for (auto k = static_cast<std::size_t>(plan.clock.month_begin(m));
         k < static_cast<std::size_t>(plan.clock.month_begin(m + 1)); ++k) {
      add(out.it_energy, hours.it[k], plan.clock.hours_per_step());
      add(out.water, hours.water[k], 1.0);
    }
  }
}

void ReducedYear::reduce(const BillPlan& plan, std::span<const Quadratic> hours) {
  const YearClock& clock = plan.clock;
  check(static_cast<int>(hours.size()) == clock.steps(), "ReducedYear", "number of hourly parabolas", hours.size(),
        "must be " + std::to_string(clock.steps()) + ", one per step of the year");
  energy_registers_ = plan.energy_registers;
  demand_registers_ = plan.demand_registers;
  leaves_ = plan.leaves.size();
  for (const Quadratic& q : hours) {
    const double turn = q.a2 > 0.0 ? max(min(-q.a1 / (2.0 * q.a2), 1.0), 0.0) : 0.0;
    const double least = min(min(q.at(0.0), q.at(1.0)), q.at(turn));
    check(least >= 0.0, "ReducedYear", "least power of an hour", least, "must be >= 0 [kW]");
  }
  std::vector<Quadratic> demand(hours.begin(), hours.end());
  const int window = plan.tariff.demand_window_minutes;
  if (window > clock.minutes()) {
    const auto n = static_cast<std::size_t>(window / clock.minutes());
    for (std::size_t k = 0; k < demand.size(); k += n) {
      Quadratic mean;
      for (std::size_t j = 0; j < n; ++j) add(mean, hours[k + j], 1.0 / static_cast<double>(n));
      for (std::size_t j = 0; j < n; ++j) demand[k + j] = mean;
    }
  }
  const double step = clock.hours_per_step();
  for (int m = 0; m < 12; ++m) {
    MonthRegisters& out = months_[static_cast<std::size_t>(m)];
    out.energy.assign(energy_registers_, {});
    out.peak.assign(demand_registers_, {});
    const auto begin = static_cast<std::size_t>(clock.month_begin(m));
    const auto end = static_cast<std::size_t>(clock.month_begin(m + 1));
    for (std::size_t k = begin; k < end; ++k) {
      add(out.all_energy, hours[k], step);
      for (const EnergyPlan& e : plan.energy)
        add(out.energy[e.first_register + e.period_of_step[k]], hours[k], step * e.price_of(k));
    }
    const std::span<const Quadratic> here = std::span<const Quadratic>(demand).subspan(begin, end - begin);
    out.all_peak = upper_envelope(here);
    for (std::size_t c = 0; c < plan.demand.size(); ++c) {
      const DemandPlan& d = plan.demand[c];
      const auto inside_of = [&](std::size_t from, std::size_t to, std::size_t period) {
        std::vector<Quadratic> inside;
        for (std::size_t k = from; k < to; ++k)
          if (d.period_of_step.empty() || d.period_of_step[k] == period) inside.push_back(demand[k]);
        return inside;
      };
      switch (plan.tariff.demand[c].kind) {
        case DemandKind::month: out.peak[d.first_register] = {out.all_peak}; break;
        case DemandKind::daily:
        case DemandKind::daily_time_of_use:
          for (std::size_t p = 0; p < d.registers; ++p) {
            for (std::size_t day = begin; day < end; day += static_cast<std::size_t>(clock.steps_per_day())) {
              const auto inside = inside_of(day, day + static_cast<std::size_t>(clock.steps_per_day()), p);
              if (!inside.empty()) out.peak[d.first_register + p].push_back(upper_envelope(inside));
            }
          }
          break;
        case DemandKind::coincident: {
          Quadratic mean;
          const auto& steps = d.coincident_steps[static_cast<std::size_t>(m)];
          for (const int k : steps)
            add(mean, hours[static_cast<std::size_t>(k)], 1.0 / static_cast<double>(steps.size()));
          out.peak[d.first_register] = {{mean}};
          break;
        }
        case DemandKind::time_of_use:
          for (std::size_t p = 0; p < d.registers; ++p) {
            const auto inside = inside_of(begin, end, p);
            if (!inside.empty()) out.peak[d.first_register + p] = {upper_envelope(inside)};
          }
          break;
      }
    }
  }
}

void ReducedYear::fill_tables(const BillPlan& plan, const FacilityYear& year, const BillOptions& options) {
  const std::size_t n = 2 * intervals_ + 1;
  const auto room = [&](Table& t, std::size_t registers) { t.value.assign(registers * 12 * n, 0.0); };
  room(energy_table_, energy_registers_);
  room(exported_table_, energy_registers_);
  room(peak_table_, demand_registers_);
  room(tier_table_, leaves_);
  room(all_table_, 2);
  room(it_table_, 1);
  room(water_table_, 1);
  for (std::size_t i = 0; i < n; ++i) {
    const FacilityHours hours = simulate(year, all_months(static_cast<double>(i) / static_cast<double>(n - 1)));
    const Registers<double> r = meter(plan, hours.facility_kw, options);
    const auto keep = [&](Table& t, const std::vector<double>& from) {
      for (std::size_t k = 0; k < from.size(); ++k) t.value[k * n + i] = from[k];
    };
    keep(energy_table_, r.energy);
    keep(exported_table_, r.exported);
    keep(peak_table_, r.peak);
    keep(tier_table_, r.tier);
    for (std::size_t m = 0; m < 12; ++m) {
      all_table_.value[m * n + i] = r.month_energy[m];
      all_table_.value[(12 + m) * n + i] = r.month_peak[m];
      double it = 0.0;
      double water = 0.0;
      const auto month = static_cast<int>(m);
      for (auto k = static_cast<std::size_t>(year.clock.month_begin(month));
           k < static_cast<std::size_t>(year.clock.month_begin(month + 1)); ++k) {
        it += hours.it_kw[k] * year.clock.hours_per_step();
        water += hours.water_litres[k];
      }
      it_table_.value[m * n + i] = it;
      water_table_.value[m * n + i] = water;
    }
  }
  // Values at ends and middles become the parabola of each interval: v0 + (-3 v0 + 4 v1 - v2) z + 2 (v0 - 2 v1 + v2)
  // z^2.
  for (Table* t :
       {&energy_table_, &exported_table_, &peak_table_, &tier_table_, &all_table_, &it_table_, &water_table_}) {
    for (std::size_t row = 0; row < t->value.size(); row += n) {
      const std::vector<double> v(t->value.begin() + static_cast<long>(row),
                                  t->value.begin() + static_cast<long>(row + n));
      for (std::size_t i = 0; i < intervals_; ++i) {
        t->value[row + 1 + 2 * i] = -3.0 * v[2 * i] + 4.0 * v[2 * i + 1] - v[2 * i + 2];
        t->value[row + 2 + 2 * i] = 2.0 * (v[2 * i] - 2.0 * v[2 * i + 1] + v[2 * i + 2]);
      }
    }
  }
}

double ReducedYear::measured_error(const BillPlan& plan, const FacilityYear& year, const BillOptions& options) const {
  double worst = 0.0;
  for (std::size_t i = 0; i < intervals_; ++i) {
    for (const double part : {0.13, 0.37, 0.63, 0.87}) {
      const auto u = all_months((static_cast<double>(i) + part) / static_cast<double>(intervals_));
      std::array<double, 12> truth{};
      price_year(plan, meter(plan, simulate(year, u).facility_kw, options), options,
                 [&](std::size_t, std::size_t m, double, double, double amount) { truth[m] += amount; });
      const auto cost = month_costs<double>(plan, *this, std::span<const double>(u), options);
      for (std::size_t m = 0; m < 12; ++m) {
        if (truth[m] != 0.0) worst = max(worst, abs(cost[m] - truth[m]) / abs(truth[m]));
      }
    }
  }
  return worst;
}

void ReducedYear::tabulate(const BillPlan& plan, const FacilityYear& year, const BillOptions& options,
                           double tolerance) {
  check(tolerance > 0.0, "ReducedYear", "tolerance", tolerance, "must be > 0");
  energy_registers_ = plan.energy_registers;
  demand_registers_ = plan.demand_registers;
  leaves_ = plan.leaves.size();
  for (intervals_ = 4; intervals_ <= kMostIntervals; intervals_ *= 2) {
    fill_tables(plan, year, options);
    error_bound_ = measured_error(plan, year, options);
    if (error_bound_ <= tolerance) return;
  }
  check(false, "ReducedYear", "error with 256 intervals", error_bound_,
        "must be within the tolerance of " + to_text(tolerance) + " of a month's bill");
}

bool is_linear_in_registers(const Tariff& t) {
  for (const EnergyCharge& c : t.energy) {
    if (c.basis == TierBasis::all_in_order || c.span == TierSpan::each_day) return false;
    for (const TimeOfUsePeriod& p : c.periods) {
      if (p.blocks.size() != 1 || p.blocks.front().tiers.size() != 1) return false;
    }
  }
  for (const DemandCharge& c : t.demand) {
    if (c.on_billing_demand || c.minimum_kw > 0.0) return false;
    for (const DemandPeriod& p : c.periods) {
      if (p.tiers.size() != 1) return false;
    }
  }
  if (t.two_part && (t.two_part->mode == TwoPartMode::contract || t.two_part->rebate_from_hours > 0.0)) return false;
  return !t.minimum_take && t.minimum_month == 0.0 && t.minimum_year == 0.0;
}

std::array<FoldedMonth, 12> folded(const BillPlan& plan, const ReducedYear& year, const BillOptions& options) {
  if (!year.exact() || !is_linear_in_registers(plan.tariff)) {
    throw DomainError(
        "folded: the reduction must be exact and the tariff linear in its registers (one tier a period, no ratchet, "
        "minimum, contract or rebate)");
  }
  const auto costs = [&](const Registers<double>& r) {
    std::array<double, 12> c{};
    price_year(plan, r, options, [&](std::size_t, std::size_t m, double, double, double amount) { c[m] += amount; });
    return c;
  };
  Registers<double> zero = year.registers<double>(std::span<const double>(all_months(0.0)));
  for (auto* v : {&zero.energy, &zero.peak, &zero.tier}) v->assign(v->size(), 0.0);
  zero.month_peak.fill(0.0);
  zero.month_energy.fill(0.0);
  const auto base = costs(zero);
  std::array<FoldedMonth, 12> out;
  for (std::size_t m = 0; m < 12; ++m) out[m].base.a0 = base[m];
  // The bill is linear: what a register adds to it is the bill of a register of 1 alone.
  const auto price_of = [&](auto set) {
    Registers<double> one = zero;
    for (std::size_t m = 0; m < 12; ++m) set(one, m);
    auto c = costs(one);
    for (std::size_t m = 0; m < 12; ++m) c[m] -= base[m];
    return c;
  };
  const auto add_peak = [&](std::size_t m, double price, const Envelope& e) {
    if (price == 0.0 || e.empty()) return;
    if (e.size() == 1) {
      add(out[m].base, e.front(), price);
    } else {
      out[m].peaks.push_back({price, e});
    }
  };
  for (std::size_t r = 0; r < plan.energy_registers; ++r) {
    const auto price = price_of([&](Registers<double>& q, std::size_t m) { q.energy[r * 12 + m] = 1.0; });
    for (std::size_t m = 0; m < 12; ++m) add(out[m].base, year.month(static_cast<int>(m)).energy[r], price[m]);
  }
  for (std::size_t r = 0; r < plan.demand_registers; ++r) {
    const auto price = price_of([&](Registers<double>& q, std::size_t m) { q.peak[r * 12 + m] = 1.0; });
    for (std::size_t m = 0; m < 12; ++m) {
      for (const Envelope& e : year.month(static_cast<int>(m)).peak[r]) add_peak(m, price[m], e);
    }
  }
  const auto energy = price_of([](Registers<double>& q, std::size_t m) { q.month_energy[m] = 1.0; });
  const auto peak = price_of([](Registers<double>& q, std::size_t m) { q.month_peak[m] = 1.0; });
  for (std::size_t m = 0; m < 12; ++m) {
    const MonthRegisters& q = year.month(static_cast<int>(m));
    add(out[m].base, q.all_energy, energy[m]);
    add_peak(m, peak[m], q.all_peak);
  }
  return out;
}

}  // namespace roi::power
