// The monthly coefficients against the full hourly sum, for every activity, tariff and scalar.
#include "libroi/power/prepare/reduction.hpp"

#include "../support/scalars.hpp"
#include "libroi/core/dual.hpp"
#include "libroi/core/pack.hpp"
#include "power_cases.hpp"

namespace roi::power {
namespace {

using namespace test;

FacilityDesign facility_with(PowerCurve curve, double exponent = 1.4) {
  FacilityDesign f;
  ServerNode node{{100.0, 700.0, 700.0, curve, exponent, {}}, 8, 0.3, 600.0, 0.1};
  f.fleets = {{"h100", node, 40.0}};
  f.shape = typical_shape(Workload::inference);
  f.electrical.components = {sized("pdu", wp113("pdu"), 340, 1.2, 4, Redundancy::n),
                             sized("ups", {.01333, .0064, .01081}, 340, 1.1, 2, Redundancy::two_n),
                             sized("lighting", wp113("lighting"), 340, 1.0, 1, Redundancy::n, 1.0, false)};
  f.cooling.air = AirsideEconomiser{};
  f.cooling.liquid = LiquidLoop{};
  f.cooling.liquid->share = 0.5;
  return f;
}

const Weather& weather() {
  static const Weather w = read_weather(data_path("chicago_ohare_tmy3.epw"));
  return w;
}

FacilityYear year_of(const FacilityDesign& facility) { return {facility, YearClock::typical(0), weather()}; }

Tariff rich_tariff() {
  Tariff t = ssc_commercial();
  t.demand[0].on_billing_demand = true;
  t.billing_demand.share_by_billing_month.fill(0.8);
  t.energy[0].periods[1] = {
      "winter-base",
      {{200.0, {Tier{20000.0, 0.07, 0}, Tier{kUnbounded, 0.06, 0}}}, {kUnbounded, {Tier{kUnbounded, 0.05, 0}}}}};
  DemandCharge daily = monthly_demand(0.4);
  daily.name = "daily";
  daily.kind = DemandKind::daily;
  t.demand.push_back(daily);
  DemandCharge working = daily;
  working.name = "working";
  working.kind = DemandKind::daily_time_of_use;
  working.schedule = t.demand[0].schedule;
  working.periods = {};
  for (const DemandPeriod& period : t.demand[0].periods)
    working.periods.push_back({period.name, {Tier{kUnbounded, 0.1 + 0.05 * period.tiers[0].price, 0.0}}});
  t.demand.push_back(working);
  Rider tax{"tax", RiderKind::share, 0.06, {}, {}};
  t.taxes = {tax};
  t.minimum_month = 9000.0;
  t.two_part = TwoPart{};
  t.two_part->mode = TwoPartMode::contract;
  t.two_part->transformer_kva = 500.0;
  t.two_part->declared_kw.fill(250.0);
  t.two_part->price_kw = 5.0;
  t.two_part->rebate_from_hours = 260.0;
  return t;
}

void expect_equal_to_hourly(const Tariff& tariff, const FacilityYear& year) {
  const BillPlan plan(tariff, year.clock);
  const ReducedYear reduced(plan, year);
  ASSERT_TRUE(reduced.exact());
  for (int i = 0; i <= 40; ++i) {
    std::array<double, 12> u{};
    for (std::size_t m = 0; m < 12; ++m)
      u[m] = std::fmod(i / 40.0 + 0.37 * static_cast<double>(m) * (i % 3), 1.0000001);
    for (double& x : u) x = std::min(x, 1.0);
    const FacilityHours hours = simulate(year, u);
    const Bill bill = make_bill(plan, hours.facility_kw);
    const auto cost = month_costs<double>(plan, reduced, std::span<const double>(u));
    double it = 0.0;
    double water = 0.0;
    for (int m = 0; m < 12; ++m) {
      const auto k = static_cast<std::size_t>(m);
      EXPECT_NEAR(cost[k] / bill.month_total(m), 1.0, 1e-9) << "activity " << u[k] << " month " << m;
      it += reduced.it_energy(m, u[k]);
      water += reduced.water(m, u[k]);
    }
    EXPECT_NEAR(it / hours.it_kwh, 1.0, 1e-9);
    EXPECT_NEAR(water / 1000.0, hours.water_m3, 1e-9 * (1.0 + hours.water_m3));
  }
}

TEST(Reduction, EqualsTheHourlySumForAnyActivity) {
  expect_equal_to_hourly(ssc_commercial(), year_of(facility_with(PowerCurve::linear)));
  expect_equal_to_hourly(rich_tariff(), year_of(facility_with(PowerCurve::linear)));
}

TEST(Reduction, QuadraticCurvesWithLinearLosses) {
  FacilityDesign f = facility_with(PowerCurve::fan, 2.0);
  for (LossComponent& c : f.electrical.components) c.c2 = 0.0;
  expect_equal_to_hourly(rich_tariff(), year_of(f));
}

TEST(Reduction, PeaksMoveWithActivityAndAreStillExact) {
  // One hour leads when idle, others when busy: 10 + u, 8 + 4u, 5 + 9 u^2.
  std::vector<Quadratic> hours(8760, Quadratic{1.0, 1.0, 0.0});
  hours[3] = {10.0, 1.0, 0.0};
  hours[4] = {8.0, 4.0, 0.0};
  hours[5] = {5.0, 0.0, 9.0};
  Tariff t;
  t.demand = {monthly_demand(1.0)};
  const BillPlan plan(t, YearClock::typical(0));
  const ReducedYear reduced(plan, hours);
  EXPECT_EQ(reduced.month(0).all_peak.size(), 3u);
  EXPECT_EQ(reduced.month(1).all_peak.size(), 1u);
  for (int i = 0; i <= 1000; ++i) {
    std::array<double, 12> u;
    u.fill(i / 1000.0);
    const double most = std::max({hours[3].at(u[0]), hours[4].at(u[0]), hours[5].at(u[0])});
    EXPECT_DOUBLE_EQ(month_costs<double>(plan, reduced, std::span<const double>(u))[0], most);
  }
}

TEST(Reduction, OtherCurvesByNodesWithAMeasuredBound) {
  for (const auto& facility : {facility_with(PowerCurve::fan, 1.4), [] {
                                 FacilityDesign f = facility_with(PowerCurve::linear);
                                 AirCooledChiller chiller;
                                 chiller.capacity_kw = 400.0;
                                 f.cooling.air = chiller;
                                 return f;
                               }()}) {
    const FacilityYear year = year_of(facility);
    const BillPlan plan(ssc_commercial(), year.clock);
    const ReducedYear reduced(plan, year, {}, 5e-4);
    EXPECT_FALSE(reduced.exact());
    EXPECT_GT(reduced.error_bound(), 0.0);
    EXPECT_LT(reduced.error_bound(), 1e-3);
    std::array<double, 12> u;
    u.fill(0.6137);
    const double truth = bill_total(plan, simulate(year, u).facility_kw);
    double total = 0.0;
    for (const double c : month_costs<double>(plan, reduced, std::span<const double>(u))) total += c;
    EXPECT_NEAR(total / truth, 1.0, reduced.error_bound());
  }
}

TEST(Reduction, TiersByDayAndByOrderOfHoursByNodes) {
  Tariff t;
  t.energy = {flat_energy(0.0)};
  t.energy[0].periods = {tiered_period("all", {Tier{3000.0, 0.05, 0.0}, Tier{kUnbounded, 0.12, 0.0}})};
  t.energy[0].span = TierSpan::each_day;
  const FacilityYear year = year_of(facility_with(PowerCurve::linear));
  const BillPlan plan(t, year.clock);
  const ReducedYear reduced(plan, year, {}, 9e-4);
  EXPECT_FALSE(reduced.exact());
  EXPECT_LT(reduced.error_bound(), 1e-3);
}

TEST(Reduction, SameForAllScalars) {
  const FacilityYear year = year_of(facility_with(PowerCurve::linear));
  for (const Tariff& tariff : {ssc_commercial(), rich_tariff()}) {
    const BillPlan plan(tariff, year.clock);
    const ReducedYear reduced(plan, year);
    ::roi::test::expect_same_for_all_scalars<2>(
        [&](const auto& u, const auto& v) {
          using T = std::remove_cvref_t<decltype(u)>;
          std::vector<T> activity(12, u);
          activity[7] = v;
          T total(0.0);
          for (const T& c : month_costs<T>(plan, reduced, std::span<const T>(activity))) total = total + c;
          return total;
        },
        {{0.3, 0.41}, {0.55, 0.9}, {0.71, 0.13}, {0.93, 0.62}});
  }
}

TEST(Reduction, FoldedMonthsAreTheBill) {
  Tariff t = ssc_commercial();
  for (DemandPeriod& p : t.demand[0].periods) p.tiers = {Tier{kUnbounded, 15.0, 0.0}};
  Rider rider{"fund", RiderKind::per_kwh, 0.002, {}, {}};
  rider.months.fill(true);
  t.riders = {rider};
  t.taxes = {{"tax", RiderKind::share, 0.06, {}, {}}};
  const FacilityYear year = year_of(facility_with(PowerCurve::linear));
  const BillPlan plan(t, year.clock);
  const ReducedYear reduced(plan, year);
  const auto months = folded(plan, reduced);
  for (const double x : {0.0, 0.17, 0.5, 0.83, 1.0}) {
    std::array<double, 12> u;
    u.fill(x);
    const auto cost = month_costs<double>(plan, reduced, std::span<const double>(u));
    for (std::size_t m = 0; m < 12; ++m) EXPECT_NEAR(months[m].cost(x) / cost[m], 1.0, 1e-12);
  }
  expect_error(
      [&] {
        (void)folded(BillPlan(ssc_commercial(), year.clock), ReducedYear(BillPlan(ssc_commercial(), year.clock), year));
      },
      "folded: the reduction must be exact and the tariff linear in its registers (one tier a period, no ratchet, "
      "minimum, contract or rebate)");
}

}  // namespace
}  // namespace roi::power
