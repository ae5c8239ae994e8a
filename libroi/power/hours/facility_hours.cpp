#include "libroi/power/hours/facility_hours.hpp"

#include "libroi/core/scalar.hpp"
#include "libroi/power/check.hpp"

namespace roi::power {
namespace {

double tue_share(const FacilityDesign& facility) {
  double watt = 0.0;
  double overhead = 0.0;
  for (const ServerFleet& f : facility.fleets) {
    const double node = f.nodes * node_watt(f.node, 1.0);
    watt += node;
    overhead += node * f.node.fan_and_supply_share;
  }
  return watt > 0.0 ? overhead / watt : 0.0;
}

void finish(const FacilityYear& year, FacilityHours& out) {
  const double hours = year.clock.hours_per_step();
  double litres = 0.0;
  for (int m = 0; m < 12; ++m) {
    double it = 0.0;
    double all = 0.0;
    const auto end = static_cast<std::size_t>(year.clock.month_begin(m + 1));
    for (auto k = static_cast<std::size_t>(year.clock.month_begin(m)); k < end; ++k) {
      it += out.it_kw[k];
      all += out.facility_kw[k];
      litres += out.water_litres[k];
      out.peak_kw = max(out.peak_kw, out.facility_kw[k]);
    }
    out.month_pue[static_cast<std::size_t>(m)] = it > 0.0 ? all / it : 0.0;
    out.it_kwh += it * hours;
    out.facility_kwh += all * hours;
  }
  out.water_m3 = litres / 1000.0;
  if (out.it_kwh <= 0.0) return;
  out.pue = out.facility_kwh / out.it_kwh;
  out.wue = litres / out.it_kwh;
  out.tue = out.pue / (1.0 - tue_share(year.facility));
}

}  // namespace

FacilityYear::FacilityYear(FacilityDesign facility_in, YearClock clock_in, const Weather& weather)
    : facility(std::move(facility_in)),
      clock(std::move(clock_in)),
      shape(shape_series(clock, facility.shape)),
      air(air_series(weather)) {
  check(static_cast<int>(weather.hours()) == clock.days() * 24, "FacilityYear", "hours of weather", weather.hours(),
        "must be " + std::to_string(clock.days() * 24) + " as on the clock; see fitted_to_days");
  validate(facility.electrical);
  validate(facility.cooling);
  for (const ServerFleet& f : facility.fleets) {
    validate(f.node.device);
    check(f.nodes >= 0.0, "fleet " + f.name, "nodes", f.nodes, "must be >= 0");
    check(f.node.fan_and_supply_share >= 0.0 && f.node.fan_and_supply_share < 1.0, "fleet " + f.name,
          "fan_and_supply_share", f.node.fan_and_supply_share, "must be in [0, 1)");
  }
}

double it_kw(const FacilityDesign& facility, double activity) {
  double watt = 0.0;
  for (const ServerFleet& f : facility.fleets) watt += f.nodes * node_watt(f.node, activity);
  return watt / 1000.0;
}

bool it_quadratic(const FacilityDesign& facility, Quadratic& sum) {
  sum = Quadratic{};
  for (const ServerFleet& f : facility.fleets) {
    const auto q = node_quadratic(f.node);
    if (!q) return false;
    const double kilo = f.nodes / 1000.0;
    sum = Quadratic{sum.a0 + kilo * q->a0, sum.a1 + kilo * q->a1, sum.a2 + kilo * q->a2};
  }
  return true;
}

HourParabolas hour_parabolas(const FacilityDesign& facility, const LossPolynomial& loss, const Air& air) {
  // Cooling is linear in the two heats: its value for 1 kW of each is its coefficient.
  const CoolingHour own = cooling_hour(facility.cooling, air, 1.0, 0.0);
  const CoolingHour other = cooling_hour(facility.cooling, air, 0.0, 1.0);
  const double a = own.total_kw(), b = other.total_kw();
  const double wa = own.water_kg_s(), wb = other.water_kg_s();
  return {{loss.total_a + b * loss.heat_a, 1.0 + a + loss.total_b + b * loss.heat_b, loss.total_c + b * loss.heat_c},
          {wb * loss.heat_a, wa + wb * loss.heat_b, wb * loss.heat_c}};
}

FacilityHour facility_hour(const FacilityDesign& facility, const Air& air, double it) {
  FacilityHour hour;
  hour.it_kw = it;
  hour.electrical = electrical_losses(facility.electrical, it);
  hour.cooling = cooling_hour(facility.cooling, air, it, hour.electrical.heat_in_hall_kw);
  hour.facility_kw = it + hour.electrical.total_kw + hour.cooling.total_kw();
  return hour;
}

FacilityHours simulate_it(const FacilityYear& year, std::span<const double> it) {
  const auto n = static_cast<std::size_t>(year.clock.steps());
  check(it.size() == n, "simulate", "number of IT values", it.size(),
        "must be " + std::to_string(n) + ", one per step of the year");
  FacilityHours out;
  for (auto* v :
       {&out.it_kw, &out.electrical_kw, &out.cooling_kw, &out.facility_kw, &out.water_litres, &out.economiser_share})
    v->resize(n);
  const double seconds = 3600.0 * year.clock.hours_per_step();
  const bool sums = year.facility.electrical.load == LossLoad::it_load;
  const LossPolynomial loss = sums ? loss_polynomial(year.facility.electrical) : LossPolynomial{};
  double most = 0.0;
  for (const double x : it) most = max(most, x);
  if (sums) (void)electrical_losses(year.facility.electrical, most);  // every load is carried if the highest is
  for (std::size_t k = 0; k < n; ++k) {
    const double p = it[k];
    double total = 0.0;
    double heat = 0.0;
    if (sums) {
      total = loss.total_a + p * (loss.total_b + p * loss.total_c);
      heat = loss.heat_a + p * (loss.heat_b + p * loss.heat_c);
    } else {
      const ElectricalLosses losses = electrical_losses(year.facility.electrical, p);
      total = losses.total_kw;
      heat = losses.heat_in_hall_kw;
    }
    const CoolingHour cooling = cooling_hour(year.facility.cooling, year.air_at(k), p, heat);
    out.it_kw[k] = p;
    out.electrical_kw[k] = total;
    out.cooling_kw[k] = cooling.total_kw();
    out.facility_kw[k] = p + total + out.cooling_kw[k];
    out.water_litres[k] = cooling.water_kg_s() * seconds;
    out.economiser_share[k] = cooling.economiser_share;
  }
  finish(year, out);
  return out;
}

FacilityHours simulate(const FacilityYear& year, const std::array<double, 12>& activity) {
  std::vector<double> it(static_cast<std::size_t>(year.clock.steps()));
  Quadratic sum;
  const bool quadratic = it_quadratic(year.facility, sum);
  for (int m = 0; m < 12; ++m) {
    const double u = activity[static_cast<std::size_t>(m)];
    check(u >= 0.0 && u <= 1.0, "simulate", "activity of month " + std::to_string(m + 1), u, "must be in [0, 1]");
    const auto end = static_cast<std::size_t>(year.clock.month_begin(m + 1));
    for (auto k = static_cast<std::size_t>(year.clock.month_begin(m)); k < end; ++k) {
      it[k] = quadratic ? sum.at(u * year.shape[k]) : it_kw(year.facility, u * year.shape[k]);
    }
  }
  return simulate_it(year, it);
}

}  // namespace roi::power
