#include "libroi/power/storage/supply.hpp"

#include <algorithm>
#include <cmath>

#include "libroi/core/scalar.hpp"
#include "libroi/power/check.hpp"
#include "libroi/power/hours/sun.hpp"

namespace roi::power {
namespace {

constexpr double kPi = 3.14159265358979323846;

void same_length(const char* name, std::size_t n, std::size_t need) {
  check(n == need, "settle", name, n, "must be " + std::to_string(need) + " values, one per step of the year");
}

}  // namespace

double PpaYear::cost() const {
  double sum = 0.0;
  for (const PpaMonth& m : months) sum += m.payment + m.market;
  return sum;
}

PpaYear settle(const YearClock& clock, const Ppa& ppa, std::span<const double> load, std::span<const double> generation,
               std::span<const double> market, double years) {
  const auto n = static_cast<std::size_t>(clock.steps());
  same_length("load", load.size(), n);
  same_length("generation", generation.size(), n);
  same_length("market price", market.size(), n);
  check(ppa.take_or_pay >= 0.0 && ppa.take_or_pay <= 1.0, "settle", "take_or_pay", ppa.take_or_pay,
        "must be in [0, 1]");
  const double h = clock.hours_per_step();
  const double strike =
      ppa.kind == PpaKind::indexed ? ppa.strike * roi::pow(1.0 + ppa.index_growth, years) : ppa.strike;
  PpaYear out;
  for (int m = 0; m < 12; ++m) {
    PpaMonth& month = out.months[static_cast<std::size_t>(m)];
    for (auto k = static_cast<std::size_t>(clock.month_begin(m));
         k < static_cast<std::size_t>(clock.month_begin(m + 1)); ++k) {
      check(generation[k] >= 0.0, "settle", "generation", generation[k], "must be >= 0 [kW]");
      const double made = generation[k] * h;
      const double used = std::min(std::max(load[k], 0.0) * h, made);
      const double surplus = made - used;
      const double shortfall = std::max(load[k], 0.0) * h - used;
      month.delivered_kwh += used;
      month.surplus_kwh += surplus;
      month.shortfall_kwh += shortfall;
      const double price = ppa.kind == PpaKind::market_plus ? market[k] + ppa.premium : strike;
      if (ppa.kind == PpaKind::difference) {
        month.payment += (strike - market[k]) * made;
        month.market += std::max(load[k], 0.0) * h * market[k];
      } else {
        const double taken = std::max(used, ppa.take_or_pay * made);
        month.payment += price * taken;
        month.market += shortfall * market[k] - (taken - used) * market[k];
      }
    }
  }
  out.matched_share = matched_share(load, generation);
  return out;
}

double matched_share(std::span<const double> load, std::span<const double> green) {
  check(load.size() == green.size(), "matched_share", "number of green values", green.size(),
        "must be that of the load");
  double both = 0.0;
  double all = 0.0;
  for (std::size_t k = 0; k < load.size(); ++k) {
    both += std::min(load[k], green[k]);
    all += load[k];
  }
  check(all > 0.0, "matched_share", "load", all, "must be > 0 over the year");
  return both / all;
}

std::vector<double> shaped_delivery(std::span<const double> load, double share, double cap_kw) {
  check(share >= 0.0 && share <= 1.0, "shaped_delivery", "share", share, "must be in [0, 1]");
  check(cap_kw >= 0.0, "shaped_delivery", "cap_kw", cap_kw, "must be >= 0");
  std::vector<double> out(load.size());
  for (std::size_t k = 0; k < load.size(); ++k) out[k] = std::min(std::max(load[k], 0.0) * share, cap_kw);
  return out;
}

std::vector<double> solar_profile(const SolarArray& a, const Weather& w) {
  check(a.dc_kw > 0.0, "solar_profile", "dc_kw", a.dc_kw, "must be > 0");
  check(a.tilt >= 0.0 && a.tilt <= 90.0, "solar_profile", "tilt", a.tilt, "must be in [0, 90] [degrees]");
  check(a.performance > 0.0 && a.performance <= 1.0, "solar_profile", "performance", a.performance,
        "must be in (0, 1]");
  check(w.located, "solar_profile", "latitude of the weather", 0.0, "must be stated in its file");
  for (const auto* series : {&w.ghi, &w.dni, &w.dhi})
    check(!series->empty(), "solar_profile", "hours of radiation", 0.0,
          "must be those of the weather: its file lacks global, direct or diffuse radiation");
  const double rad = kPi / 180.0;
  const double tilt = a.tilt * rad;
  const Site site{w.latitude, w.longitude, w.time_zone};
  std::vector<double> kw(w.hours());
  for (std::size_t i = 0; i < w.hours(); ++i) {
    const auto [up, south, west, solar_hour] = sun_at(site, static_cast<int>(i));
    const double facing = (a.azimuth - 180.0) * rad;
    const double incidence =
        up * std::cos(tilt) + std::sin(tilt) * (south * std::cos(facing) + west * std::sin(facing));
    const double beam = up > 0.0 ? std::max(incidence, 0.0) * w.dni[i] : 0.0;
    const double plane =
        beam + w.dhi[i] * 0.5 * (1.0 + std::cos(tilt)) + a.albedo * w.ghi[i] * 0.5 * (1.0 - std::cos(tilt));
    const double cell = w.dry_bulb[i] + (a.noct - 20.0) / 800.0 * plane;
    const double power = a.dc_kw * plane / 1000.0 * (1.0 + a.temperature_coefficient * (cell - 25.0)) * a.performance;
    kw[i] = std::max(a.ac_kw > 0.0 ? std::min(power, a.ac_kw) : power, 0.0);
  }
  return kw;
}

CurtailedLoad curtail(const YearClock& clock, std::span<const double> load, const Curtailment& rule) {
  check(rule.limit_kw >= 0.0, "curtail", "limit_kw", rule.limit_kw, "must be >= 0");
  check(rule.committed_kw >= 0.0, "curtail", "committed_kw", rule.committed_kw, "must be >= 0");
  CurtailedLoad out{{load.begin(), load.end()}, 0.0, rule.income_per_kw_year * rule.committed_kw};
  for (const int step : rule.event_steps) {
    check(step >= 0 && static_cast<std::size_t>(step) < load.size(), "curtail", "event step", step,
          "must be a step of the year");
    double& kw = out.kw[static_cast<std::size_t>(step)];
    const double cut = std::max(kw - rule.limit_kw, 0.0);
    kw -= cut;
    out.cut_kwh += cut * clock.hours_per_step();
  }
  out.income += rule.income_per_kwh * out.cut_kwh;
  return out;
}

GeneratorYear run_generator(const Generator& g, double mean_load_kw) {
  check(g.power_kw >= 0.0, "run_generator", "power_kw", g.power_kw, "must be >= 0");
  check(g.test_load >= 0.0 && g.test_load <= 1.0, "run_generator", "test_load", g.test_load, "must be in [0, 1]");
  check(g.test_hours >= 0.0 && g.outage_hours >= 0.0 && g.test_hours + g.outage_hours <= 8760.0, "run_generator",
        "hours", g.test_hours + g.outage_hours, "must be in [0, 8760]");
  check(mean_load_kw >= 0.0 && (g.outage_hours == 0.0 || mean_load_kw <= g.power_kw), "run_generator", "mean load",
        mean_load_kw, "must be in [0, power_kw]");
  GeneratorYear out;
  out.kwh = g.test_hours * g.test_load * g.power_kw + g.outage_hours * mean_load_kw;
  out.litres = out.kwh * g.litres_per_kwh;
  out.cost = out.litres * g.fuel_price;
  out.tonnes_co2 = out.litres * g.kg_co2_per_litre / 1000.0;
  return out;
}

GreenCost green_cost(const Green& rule, double mwh) {
  check(rule.covered_share >= 0.0 && rule.covered_share <= 1.0, "green_cost", "covered_share", rule.covered_share,
        "must be in [0, 1]");
  check(rule.certificate_share >= 0.0 && rule.certificate_share <= 1.0, "green_cost", "certificate_share",
        rule.certificate_share, "must be in [0, 1]");
  check(mwh >= 0.0, "green_cost", "energy", mwh, "must be >= 0 [MWh]");
  const double open = 1.0 - rule.covered_share;
  GreenCost out;
  out.certificates = mwh * open * rule.certificate_share * rule.certificate_price;
  out.tonnes = mwh * open * (1.0 - rule.certificate_share) * rule.grid_t_per_mwh;
  out.carbon = out.tonnes * rule.carbon_price;
  out.covered_share = 1.0 - open * (1.0 - rule.certificate_share);
  return out;
}

double water_cost(const WaterTariff& tariff, double m3) {
  check(m3 >= 0.0, "water_cost", "water", m3, "must be >= 0 [m3]");
  check(tariff.returned_share >= 0.0 && tariff.returned_share <= 1.0, "water_cost", "returned_share",
        tariff.returned_share, "must be in [0, 1]");
  return m3 * (tariff.price_per_m3 + tariff.returned_share * tariff.sewer_per_m3) + 12.0 * tariff.fixed_month;
}

}  // namespace roi::power
