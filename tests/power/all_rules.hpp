#pragma once
/// @file tests/power/all_rules.hpp: a hall in a climate, and a tariff with every rule a center's months can follow.
#include "libroi/power/hours/facility_json.hpp"
#include "libroi/power/prepare/prepare.hpp"
#include "tests/power/power_cases.hpp"

namespace roi::power::test {

inline const std::string kData = std::string(LIBROI_SOURCE_DIR) + "/models/data/";

inline FacilityYear hall(const std::string& weather = "harbin_synthetic", int year = 2026) {
  const YearClock clock = YearClock::of_year(year);
  return {read_facility(kData + "facilities/gpu-hall-10mw.json"), clock,
          fitted_to_days(read_weather(kData + "weather/" + weather + ".epw"), clock.days())};
}

/// Everything at once: stepped energy per day, tiers over all periods, hours-use blocks with bounds of their own,
/// ratcheted and coincident demand, take with an exit fee, kVA, riders, minima, taxes.
inline Tariff all_rules(const YearClock& clock) {
  Tariff t = ssc_commercial();
  t.energy[0].span = TierSpan::average_day;
  t.energy[0].periods[1] =
      tiered_period("winter-base", {Tier{90000.0, 0.05, 0.0}, Tier{150000.0, 0.04, 0.0}, Tier{kUnbounded, 0.03, 0.0}});
  EnergyCharge shared = t.energy[0];
  shared.name = "delivery";
  shared.span = TierSpan::month;
  shared.basis = TierBasis::all_pro_rata;
  for (TimeOfUsePeriod& period : shared.periods)
    period =
        tiered_period(period.name, {Tier{2.0e6, 0.011, 0.0}, Tier{3.5e6, 0.008, 0.0}, Tier{kUnbounded, 0.006, 0.0}});
  t.energy.push_back(shared);
  EnergyCharge blocks = flat_energy(0.0);
  blocks.name = "hours-use";
  blocks.tiers_restart_in_block = true;
  blocks.periods[0].blocks = {{200.0, {Tier{9.0e5, 0.02, 0.0}, Tier{kUnbounded, 0.018, 0.0}}},
                              {400.0, {Tier{5.0e5, 0.012, 0.0}, Tier{kUnbounded, 0.01, 0.0}}},
                              {kUnbounded, {Tier{8.0e5, 0.006, 0.0}, Tier{kUnbounded, 0.004, 0.0}}}};
  t.energy.push_back(blocks);
  DemandCharge coincident = monthly_demand(3.0);
  coincident.name = "coincident";
  coincident.kind = DemandKind::coincident;
  for (int m = 0; m < 12; ++m)
    for (int k = 0; k <= m % 3; ++k)
      coincident.coincident_hours.push_back(clock.month_begin(m) + (13 + k) * 24 + 17 - 4 * k);
  t.demand.push_back(coincident);
  DemandCharge ratcheted = monthly_demand(7.0);
  ratcheted.name = "ratcheted";
  ratcheted.on_billing_demand = true;
  ratcheted.per_kva = true;
  ratcheted.minimum_kw = 9500.0;
  ratcheted.periods[0].tiers = {Tier{8000.0, 9.0, 0.0}, Tier{kUnbounded, 6.0, 0.0}};
  t.demand.push_back(ratcheted);
  DemandCharge summer = t.demand[0];  // a summer afternoon, ratcheted: not charged in winter
  summer.name = "summer";
  summer.schedule = constant_schedule(1);
  fill(summer.schedule.weekday, 5, 8, 13, 19, 0);
  summer.on_billing_demand = true;
  t.demand.push_back(summer);
  summer.name = "wires";
  summer.ratchet_of = RatchetOf::month;
  t.demand.push_back(summer);
  t.billing_demand.share_by_billing_month.fill(0.85);
  t.billing_demand.share_by_peak_month[1] = 0.5;
  t.billing_demand.metered_counts[6] = false;
  t.billing_demand.lookback_months = 5;
  t.minimum_take = MinimumTake{12000.0, {0.4, 0.6, 0.8}, {{"delivery", 1.5, 0.8}}, 15, 36};
  t.power_factor = PowerFactorRule{{{0.95, -0.01}, {0.9, 0.0}, {0.0, 0.02}}, 0.95, 0.3, 0.2};
  t.fixed = {{"meter", 120.0, FixedUnit::month}, {"day", 11.0, FixedUnit::day}, {"year", 900.0, FixedUnit::year}};
  Rider fuel{"fuel", RiderKind::per_kwh, 0.004, {}, {}};
  fuel.months.fill(true);
  fuel.months[3] = false;
  Rider wires{"wires", RiderKind::per_kw, 0.4, {}, fuel.months};
  Rider levy{"levy", RiderKind::share, 0.03, {true, false, true}, fuel.months};
  t.riders = {fuel, wires, levy};
  t.taxes = {{"vat", RiderKind::share, 0.13, {}, {}}, {"local", RiderKind::share, 0.02, {true, true, false}, {}}};
  t.minimum_month = 560000.0;
  t.minimum_year = 7.6e6;
  return t;
}

/// The tariff with charges on each day's peak, over all hours and in working hours.
inline Tariff with_daily_peaks(Tariff t) {
  DemandCharge daily = monthly_demand(0.05);
  daily.name = "as used";
  daily.kind = DemandKind::daily;
  daily.per_kva = true;
  daily.month_period[11] = -1;
  t.demand.insert(t.demand.begin(), daily);
  DemandCharge working = monthly_demand(0.0);
  working.name = "working hours";
  working.kind = DemandKind::daily_time_of_use;
  working.periods = {{"night", {Tier{kUnbounded, 0.0, 0.0}}}, {"day", {Tier{kUnbounded, 0.03, 0.0}}}};
  fill(working.schedule.weekday, 0, 11, 8, 18, 1);
  t.demand.push_back(working);
  return t;
}

/// A plant that feeds `kw` at noon and less before and after, more in summer; below 0 it draws.
inline PlantHours by_day(const FacilityYear& year, const std::string& key, double kw) {
  PlantHours out{key, "test", {}};
  for (std::size_t k = 0; k < year.shape.size(); ++k) {
    const double day = std::sin((static_cast<double>(k % 24) - 6.0) / 12.0 * 3.14159);
    const double season = 0.7 - 0.3 * std::cos(static_cast<double>(k) / 8760.0 * 2.0 * 3.14159);
    out.kw.push_back(-kw * std::max(day, 0.0) * season);
  }
  return out;
}

/// Everything a bill can have beyond its tariff.
inline SupplyInputs<double> all_supply(const std::string& index = "") {
  SupplyInputs<double> s;
  const auto curve = [&](double start, double growth) {
    Curve<double> c;
    c.kind = growth != 0.0 ? CurveKind::growth : CurveKind::constant;
    c.start = start;
    c.growth = growth;
    c.index = index;
    return c;
  };
  PpaInputs<double>& wind = s.ppa.append("wind");
  wind.share = 0.3;
  wind.start = 4.5;
  wind.end = 40.25;
  wind.certified = 1.0;
  wind.price = curve(0.05, 0.0);
  PpaInputs<double>& sun = s.ppa.append("sun");
  sun.settlement = PpaSettlement::difference;
  sun.share = 0.2;
  sun.end = 30.0;
  sun.certified = 0.5;
  sun.price = curve(0.06, 0.0);
  sun.reference = curve(0.055, -0.03);
  CertificateInputs<double>& certificates = s.certificates.emplace();
  certificates.share = 0.4;
  certificates.price = curve(0.005, 0.0);
  CarbonInputs<double>& carbon = s.carbon.emplace();
  carbon.grid = 0.55;
  carbon.price = curve(0.06, 0.04);
  s.water_price = curve(0.005, 0.0);
  BackupInputs<double>& backup = s.backup.emplace();
  backup.capacity = 12000.0;
  backup.hours = 24.0;
  backup.load = 0.3;
  backup.fuel = 0.25;
  backup.carbon = 2.68;
  backup.fuel_price = curve(7.0, 0.01);
  ResponseInputs<double>& response = s.response.emplace();
  response.capacity = 2000.0;
  response.price = curve(4.0, 0.0);
  return s;
}

}  // namespace roi::power::test
