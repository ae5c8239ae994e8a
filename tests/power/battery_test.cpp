// Battery operation: by hand, feasible, and proven optimal within rounding; bad batteries refused.
#include "libroi/power/storage/battery.hpp"

#include <random>

#include "libroi/power/storage/banded_lp.hpp"
#include "power_cases.hpp"

namespace roi::power {
namespace {

using namespace test;

Battery sample() {
  Battery b;
  b.energy_kwh = 200.0;
  b.charge_kw = 60.0;
  b.discharge_kw = 50.0;
  b.least_level = 0.1;
  return b;
}

void expect_feasible(const Dispatch& d, const Battery& b, std::span<const double> load) {
  double level = b.initial_level * b.energy_kwh;
  double worst = 0.0;
  for (std::size_t t = 0; t < load.size(); ++t) {
    level += b.charge_efficiency * d.charge_kw[t] - d.discharge_kw[t] / b.discharge_efficiency;
    worst = std::max({worst, std::abs(level - d.level_kwh[t]), d.charge_kw[t] - b.charge_kw,
                      d.discharge_kw[t] - b.discharge_kw, -d.charge_kw[t], -d.discharge_kw[t], level - b.energy_kwh,
                      b.least_level * b.energy_kwh - level, std::min(load[t], 0.0) - d.grid_kw[t],
                      std::min(d.charge_kw[t], d.discharge_kw[t]),
                      std::abs(d.grid_kw[t] - load[t] - d.charge_kw[t] + d.discharge_kw[t])});
  }
  EXPECT_LT(worst, 1e-6);
}

void expect_proven(const Dispatch& d) {
  for (int m = 0; m < 12; ++m) {
    const MonthDispatch& r = d.months[static_cast<std::size_t>(m)];
    EXPECT_LE(r.lower_bound, r.cost * (1 + 1e-9) + 1e-6) << m;
    EXPECT_NEAR(r.cost, r.lower_bound, 1e-6 * r.cost_without + 1e-6) << "month " << m;
    EXPECT_LE(r.cost, r.cost_without + 1e-9);
  }
}

TEST(BandedLp, SolvesASmallProgramWithProof) {
  // minimise x0 + 2 x1 + 3 g  subject to  x0 + x1 + g = 4,  x1 + g = 3,  bounds 2, 2, 5: x0 = 1, x1 = 2, g = 1
  BandedLp lp;
  lp.rows = 2;
  lp.band = 1;
  lp.local = {{1.0, 2.0, {{0, 1.0}}}, {2.0, 2.0, {{0, 1.0}, {1, 1.0}}}};
  lp.global = {{3.0, 5.0, {{0, 1.0}, {1, 1.0}}}};
  lp.b = {4.0, 3.0};
  const LpSolution s = solve(lp);
  EXPECT_TRUE(s.converged);
  EXPECT_NEAR(s.cost, 1 + 4 + 3, 1e-7);
  EXPECT_NEAR(s.lower_bound, 8.0, 1e-7);
  EXPECT_NEAR(s.global[0], 1.0, 1e-6);
}

TEST(Battery, ArbitrageByHand) {
  // One cheap hour a day and one dear one; a lossless battery of 10 kWh moves 10 kWh a day.
  Tariff t;
  EnergyCharge e = flat_energy(0.0);
  e.periods = {tiered_period("low", {Tier{kUnbounded, 0.1, 0}}), tiered_period("mid", {Tier{kUnbounded, 0.3, 0}}),
               tiered_period("high", {Tier{kUnbounded, 0.5, 0}})};
  e.schedule = constant_schedule(1);
  for (auto* grid : {&e.schedule.weekday, &e.schedule.weekend}) {
    fill(*grid, 0, 11, 3, 4, 0);
    fill(*grid, 0, 11, 18, 19, 2);
  }
  t.energy = {e};
  Battery b{10.0, 10.0, 10.0, 1.0, 1.0, 0.0, 0.0, 0.0};
  const std::vector<double> load(8760, 20.0);
  const Dispatch d = dispatch(BillPlan(t, YearClock::typical(0)), load, b);
  expect_feasible(d, b, load);
  expect_proven(d);
  EXPECT_NEAR(d.saving, 365 * 10 * 0.4, 1e-3);
}

TEST(Battery, PeakShavingByHand) {
  Tariff t;
  t.demand = {monthly_demand(10.0)};
  std::vector<double> load(8760, 100.0);
  load[100] = load[101] = 180.0;
  Battery b{100.0, 40.0, 100.0, 1.0, 1.0, 0.0, 1.0, 0.0};
  const Dispatch d = dispatch(BillPlan(t, YearClock::typical(0)), load, b);
  expect_feasible(d, b, load);
  expect_proven(d);
  // January: 100 kWh over two hours lower the peak by 50 kW to 130; other months stay at 100 (the mean cannot fall).
  EXPECT_NEAR(d.months[0].cost, 1300.0, 1e-3);
  EXPECT_NEAR(d.months[5].cost, 1000.0, 1e-3);
}

TEST(Battery, ConcaveTiersAreSearchedPieceByPiece) {
  const auto load = read_numbers("ssc_load_commercial.csv");
  const BillPlan plan(ssc_commercial(), YearClock::typical(0));
  const Dispatch d = dispatch(plan, load, sample());
  expect_feasible(d, sample(), load);
  expect_proven(d);
  EXPECT_GT(d.saving, 0.0);
  EXPECT_NEAR(d.bill.total() + d.wear + d.saving, 104614.487, 1e-3);
  EXPECT_GE(d.months[6].programs, 1);
}

TEST(Battery, EnergyTiersRatchetContractAndRebate) {
  Tariff t = ssc_commercial();
  t.energy[0].periods[1] = tiered_period("winter-base", {Tier{40000.0, 0.03, 0}, Tier{kUnbounded, 0.06, 0}});
  t.demand[0].on_billing_demand = true;
  for (DemandPeriod& period : t.demand[0].periods) period.tiers = {period.tiers.front()};
  for (DemandPeriod& period : t.demand[0].periods) period.tiers[0].upper = kUnbounded;
  t.billing_demand.share_by_billing_month.fill(0.8);
  t.two_part = TwoPart{};
  t.two_part->mode = TwoPartMode::contract;
  t.two_part->transformer_kva = 400.0;
  t.two_part->declared_kw.fill(170.0);
  t.two_part->price_kw = 5.0;
  t.two_part->rebate_from_hours = 150.0;
  t.taxes = {{"vat", RiderKind::share, 0.1, {}, {}}};
  const auto load = read_numbers("ssc_load_commercial.csv");
  const Dispatch d = dispatch(BillPlan(t, YearClock::typical(0)), load, sample());
  expect_feasible(d, sample(), load);
  expect_proven(d);
}

TEST(Battery, NoRandomOperationBeatsTheBound) {
  const auto load = read_numbers("ssc_load_commercial.csv");
  const BillPlan plan(ssc_commercial(), YearClock::typical(0));
  const Battery b = sample();
  const Dispatch d = dispatch(plan, load, b);
  std::mt19937 random(7);
  std::uniform_real_distribution<double> draw(-1.0, 1.0);
  for (int trial = 0; trial < 30; ++trial) {
    std::vector<double> grid = load;
    double level = b.initial_level * b.energy_kwh;
    for (std::size_t t = 0; t < 744; ++t) {
      const double wish = draw(random) * 60.0 * (trial % 2 == 0 ? 1.0 : (load[t] > 150.0 ? -1.0 : 1.0));
      const double to = std::clamp(level + wish, t + 40 > 744 ? 100.0 : 20.0, 200.0);
      const double change = std::clamp(to - level, -40.0, 50.0);
      grid[t] += change > 0 ? change / b.charge_efficiency : change * b.discharge_efficiency;
      level += change;
    }
    if (level < 100.0 || *std::min_element(grid.begin(), grid.end()) < 0.0) continue;
    EXPECT_GE(make_bill(plan, grid).month_total(0), d.months[0].lower_bound - 1e-6);
  }
}

TEST(Battery, SolarSurplusIsStoredOrSold) {
  Tariff t;
  t.energy = {flat_energy(0.2)};
  t.energy[0].periods[0].blocks[0].tiers[0].sell = 0.05;
  std::vector<double> load(8760, 10.0);
  for (std::size_t day = 0; day < 365; ++day) {
    for (std::size_t h = 11; h < 14; ++h) load[day * 24 + h] = -20.0;
  }
  Battery b{40.0, 40.0, 40.0, 1.0, 1.0, 0.0, 0.0, 0.0};
  const Dispatch d = dispatch(BillPlan(t, YearClock::typical(0)), load, b);
  expect_feasible(d, b, load);
  expect_proven(d);
  EXPECT_NEAR(d.saving, 365 * 40 * 0.15, 365 * 40 * 0.15 * 0.01);  // the last evening of a month has nothing to gain
}

TEST(Battery, RefusesZeroSizeAndTariffsWithoutPieces) {
  const BillPlan plan(ssc_commercial(), YearClock::typical(0));
  const std::vector<double> load(8760, 10.0);
  Battery b = sample();
  b.energy_kwh = 0.0;
  expect_error([&] { (void)dispatch(plan, load, b); }, "battery: energy_kwh is 0, but must be > 0");
  Tariff t;
  t.energy = {flat_energy(0.1)};
  t.energy[0].periods[0].blocks = {{200.0, {Tier{}}}, {kUnbounded, {Tier{}}}};
  expect_error([&] { (void)dispatch(BillPlan(t, YearClock::typical(0)), load, sample()); },
               "dispatch: hours-use blocks make the bill no piecewise linear function of its registers");
}

}  // namespace
}  // namespace roi::power
