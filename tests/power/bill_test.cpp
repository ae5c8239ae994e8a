// Bills with published totals, and every kind of charge by hand.
#include "libroi/power/tariff/bill.hpp"

#include <numeric>

#include "power_cases.hpp"

namespace roi::power {
namespace {

using namespace test;

std::vector<double> constant_load(const YearClock& clock, double kw) {
  return std::vector<double>(static_cast<std::size_t>(clock.steps()), kw);
}

Bill bill_of(const Tariff& tariff, const std::vector<double>& kw, const BillOptions& options = {},
             int first_weekday = 0) {
  return make_bill(BillPlan(tariff, YearClock::typical(first_weekday)), kw, options);
}

TEST(Bill, MatchesNrelSscCommercialDemandCharges) {
  const auto load = read_numbers("ssc_load_commercial.csv");
  ASSERT_EQ(load.size(), 8760u);
  const Bill bill = bill_of(ssc_commercial(), load);
  EXPECT_NEAR(bill.energy_kwh(), 726208.384, 1e-3);
  EXPECT_NEAR(bill.total(), 104614.5, 0.1);
  EXPECT_NEAR(bill.total(), 104614.487, 1e-3);
  EXPECT_NEAR(bill.total_of("energy/"), 45028.107, 1e-3);
  EXPECT_NEAR(bill.total_of("demand/"), 59226.38, 1e-2);
  EXPECT_NEAR(bill.total_of("fixed/"), 360.0, 1e-12);
}

TEST(Bill, MatchesReoptDemandLookback) {
  Tariff t;
  DemandCharge demand = monthly_demand(0.0);
  demand.on_billing_demand = true;
  demand.periods = {{"cold", {Tier{kUnbounded, 10.5, 0.0}}}, {"warm", {Tier{kUnbounded, 11.5, 0.0}}}};
  for (std::size_t m = 4; m < 10; ++m) demand.month_period[m] = 1;
  t.demand = {demand};
  t.billing_demand.share_by_billing_month.fill(0.35);
  std::vector<double> load(8760, 1.0);
  load[100] = 100.0;
  EXPECT_NEAR(bill_of(t, load).total(), 5302.50, 1e-9);
}

TwoPart guangdong(TwoPartMode mode, double declared) {
  TwoPart rule;
  rule.mode = mode;
  rule.transformer_kva = 3200.0;
  rule.declared_kw.fill(declared);
  rule.price_kw = 36.1;
  rule.price_kva = 22.6;
  return rule;
}

double january_two_part(TwoPart rule, double peak_kw) {
  Tariff t;
  t.two_part = rule;
  std::vector<double> load(8760, 0.0);
  load[0] = peak_kw;
  return bill_of(t, load).month_total(0);
}

TEST(Bill, ChinaTwoPartInThreeModes) {
  EXPECT_NEAR(january_two_part(guangdong(TwoPartMode::transformer, 2400), 2600), 72320.0, 1e-9);
  EXPECT_NEAR(january_two_part(guangdong(TwoPartMode::contract, 2400), 2600), 92416.0, 1e-9);
  EXPECT_NEAR(january_two_part(guangdong(TwoPartMode::metered, 2400), 2600), 93860.0, 1e-9);
  EXPECT_NEAR(january_two_part(guangdong(TwoPartMode::contract, 2400), 2520), 2400 * 36.1, 1e-9);
  EXPECT_NEAR(january_two_part(guangdong(TwoPartMode::contract, 1000), 900), 1280 * 36.1, 1e-9);
}

TEST(Bill, ChinaRebateFrom260HoursLowersTheDemandPriceTenPercent) {
  Tariff t;
  t.two_part = guangdong(TwoPartMode::metered, 0);
  t.two_part->rebate_from_hours = 260.0;
  const YearClock clock = YearClock::typical(0);
  const double just = 260.0 * 3200.0 / 744.0;  // January's hours
  EXPECT_NEAR(bill_of(t, constant_load(clock, just + 1e-6)).month_total(0), 0.9 * 36.1 * just, 1e-3);
  EXPECT_NEAR(bill_of(t, constant_load(clock, just - 1e-6)).month_total(0), 36.1 * just, 1e-3);
  t.two_part->mode = TwoPartMode::transformer;  // the rebate is on demand prices only
  EXPECT_NEAR(bill_of(t, constant_load(clock, just + 1.0)).month_total(0), 72320.0, 1e-9);
}

TEST(Bill, EnergyTiersByMonthAverageDayAndEachDay) {
  Tariff t;
  t.energy = {flat_energy(0.0)};
  t.energy[0].periods = {tiered_period("all", {Tier{100.0, 0.10, 0.0}, Tier{kUnbounded, 0.20, 0.0}})};
  std::vector<double> load(8760, 0.0);
  load[5] = 150.0;  // 1 January
  load[30] = 50.0;  // 2 January
  EXPECT_NEAR(bill_of(t, load).total(), 100 * 0.10 + 100 * 0.20, 1e-12);
  t.energy[0].span = TierSpan::average_day;  // 3,100 kWh a month at the low price
  EXPECT_NEAR(bill_of(t, load).total(), 200 * 0.10, 1e-12);
  t.energy[0].span = TierSpan::each_day;
  EXPECT_NEAR(bill_of(t, load).total(), 150 * 0.10 + 50 * 0.20, 1e-12);
}

TEST(Bill, HoursUseBlocksScaleWithBillingDemandAndHoldKwhTiers) {
  Tariff t;
  t.energy = {flat_energy(0.0)};
  TimeOfUsePeriod period{"all",
                         {{200.0, {Tier{3000.0, 0.12, 0.0}, Tier{10000.0, 0.11, 0.0}, Tier{kUnbounded, 0.09, 0.0}}},
                          {400.0, {Tier{kUnbounded, 0.03, 0.0}}},
                          {kUnbounded, {Tier{kUnbounded, 0.02, 0.0}}}}};
  t.energy[0].periods = {period};
  t.billing_demand.minimum_kw = 100.0;
  const std::vector<double> load(8760, 90.0);  // January 66,960 kWh on 100 kW: blocks end at 20,000 and 40,000
  const double january = 3000 * 0.12 + 7000 * 0.11 + 10000 * 0.09 + 20000 * 0.03 + 26960 * 0.02;
  EXPECT_NEAR(bill_of(t, load).month_total(0), january, 1e-9);
}

TEST(Bill, SeasonalRatchetCountsPeaksByTheirOwnMonth) {
  Tariff t;
  DemandCharge demand = monthly_demand(1.0);
  demand.on_billing_demand = true;
  t.demand = {demand};
  Ratchet& r = t.billing_demand;  // summer peaks bind at 95 %, winter peaks at 60 %; winter ignores its own meter
  r.share_by_billing_month.fill(1.0);
  for (std::size_t m = 0; m < 12; ++m) {
    const bool summer = m >= 5 && m <= 8;
    r.share_by_peak_month[m] = summer ? 0.95 : 0.60;
    r.metered_counts[m] = summer;
  }
  r.previous_year_peaks = std::array<double, 12>{234.676, 173.422, 172.007, 191.434, 198.295, 236.469,
                                                 274.231, 260.336, 226.751, 185.123, 156.2,   184.05};
  std::vector<double> load(8760, 100.0);
  load[24 * 200] = 300.0;  // 20 July
  const Bill bill = bill_of(t, load);
  EXPECT_NEAR(bill.month_total(0), 0.95 * 274.231, 1e-9);  // last July
  EXPECT_NEAR(bill.month_total(5), 0.95 * 274.231, 1e-9);  // June: eleven months back reach last July
  EXPECT_NEAR(bill.month_total(6), 300.0, 1e-9);
  EXPECT_NEAR(bill.month_total(11), 0.95 * 300.0, 1e-9);
  r.lookback_months = 3;
  EXPECT_NEAR(bill_of(t, load).month_total(0), 0.60 * 185.123, 1e-9);  // back to last October
}

TEST(Bill, TimeOfUseDemandIsChargedInTheMonthsOfItsHours) {
  Tariff t;
  DemandCharge demand = monthly_demand(1.0);
  demand.kind = DemandKind::time_of_use;
  demand.periods = {{"winter", {Tier{kUnbounded, 1.0, 0.0}}}, {"summer", {Tier{kUnbounded, 10.0, 0.0}}}};
  for (std::size_t m = 5; m <= 8; ++m) demand.schedule.weekday[m].fill(1);
  demand.schedule.weekend = demand.schedule.weekday;
  demand.on_billing_demand = true;
  t.demand = {demand};
  t.billing_demand.share_by_billing_month.fill(0.8);
  std::vector<double> load(8760, 100.0);
  load[24 * 170] = 200.0;  // 20 June
  Bill bill = bill_of(t, load);
  EXPECT_NEAR(bill.month_total(5), 2000.0, 1e-9);
  EXPECT_NEAR(bill.month_total(6), 1600.0, 1e-9);
  EXPECT_NEAR(bill.month_total(9), 100.0, 1e-9);  // summer's peak has no hours here
  t.demand[0].ratchet_of = RatchetOf::month;
  bill = bill_of(t, load);
  EXPECT_NEAR(bill.month_total(4), 100.0, 1e-9);
  EXPECT_NEAR(bill.month_total(6), 1600.0, 1e-9);
  EXPECT_NEAR(bill.month_total(9), 160.0, 1e-9);  // all periods are billed the month's billing demand
}

TEST(Bill, ExportsEarnOnePricePerPeriodOrNone) {
  Tariff t;
  t.energy = {flat_energy(0.1)};
  t.energy[0].periods[0] = tiered_period("all", {Tier{100.0, 0.1, 0.04}, Tier{kUnbounded, 0.2, 0.04}});
  std::vector<double> load(8760, 0.0);
  load[3] = -50.0;
  EXPECT_NEAR(bill_of(t, load).total(), -2.0, 1e-12);
  t.unpriced_exports = "net metering";
  expect_error([&] { (void)bill_of(t, load); },
               "meter: load in month 1 exports 50 kWh, but the tariff has no price for them: net metering");
  t.energy[0].periods[0].blocks[0].tiers[1].sell = 0.05;
  expect_error([&] { (void)bill_of(t, load); },
               "tariff: energy/" + t.energy[0].name + "/all: sell is 0.05, but must be that of the first tier, 0.04");
}

TEST(Bill, WrapAroundTakesTheYearsEndForItsBeginning) {
  Tariff t;
  DemandCharge demand = monthly_demand(1.0);
  demand.on_billing_demand = true;
  t.demand = {demand};
  t.billing_demand.share_by_billing_month.fill(0.8);
  std::vector<double> load(8760, 10.0);
  load[8759] = 100.0;
  EXPECT_NEAR(bill_of(t, load).month_total(0), 10.0, 1e-12);
  t.billing_demand.wrap_around = true;
  EXPECT_NEAR(bill_of(t, load).month_total(0), 80.0, 1e-12);
}

TEST(Bill, DailyCoincidentAndKvaDemand) {
  Tariff t;
  DemandCharge daily = monthly_demand(2.0);
  daily.kind = DemandKind::daily;
  DemandCharge coincident = monthly_demand(5.0);
  coincident.name = "system-peak";
  coincident.kind = DemandKind::coincident;
  coincident.coincident_hours = {10, 12};
  DemandCharge kva = monthly_demand(3.0);
  kva.name = "kva";
  kva.per_kva = true;
  t.demand = {daily, coincident, kva};
  std::vector<double> load(8760, 1.0);
  load[10] = 40.0;
  load[12] = 20.0;
  BillOptions options;
  options.power_factor = 0.8;
  EXPECT_NEAR(bill_of(t, load, options).month_total(0), 2.0 * (40 + 30) + 5.0 * 30.0 + 3.0 * 40.0 / 0.8, 1e-9);
}

TEST(Bill, DailyDemandOfSchedulePeriods) {
  Tariff t;
  DemandCharge daily = monthly_demand(0.0);
  daily.kind = DemandKind::daily_time_of_use;
  daily.periods = {{"night", {Tier{kUnbounded, 0.25, 0.0}}}, {"day", {Tier{kUnbounded, 1.5, 0.0}}}};
  fill(daily.schedule.weekday, 0, 11, 8, 18, 1);
  t.demand = {daily};
  std::vector<double> load(8760, 2.0);
  load[3] = 50.0;   // 1 January 2026, a Thursday, at night
  load[9] = 30.0;   // by day
  load[57] = 70.0;  // Saturday the 3rd: all of it is night
  // January has 31 days, 22 of them working days.
  const Bill bill = bill_of(t, load, {}, 3);
  EXPECT_NEAR(bill.month_total(0), 0.25 * (29 * 2 + 50 + 70) + 1.5 * (21 * 2 + 30), 1e-12);
  EXPECT_NEAR(bill.month_total(1), 0.25 * 28 * 2 + 1.5 * 20 * 2, 1e-12);
  t.demand[0].on_billing_demand = true;
  expect_error([&] { (void)bill_of(t, load); }, "tariff: demand/facility: daily demand cannot be on billing demand");
  t.demand[0].on_billing_demand = false;
  t.demand[0].minimum_kw = 5.0;
  expect_error([&] { (void)bill_of(t, load); },
               "tariff: demand/facility: minimum_kw is 5, but must be 0 for daily demand");
}

TEST(Bill, MinimumTakeRampsAndChargesForLeaving) {
  Tariff t;
  MinimumTake take;
  take.contract_kw = 100000.0;
  take.ramp = {0.5, 0.5, 0.75};
  take.components = {{"delivery", 8.0, 0.85}, {"generation", 12.0, 0.60}};
  take.term_months = 96;
  take.exit_fee_months = 36;
  t.minimum_take = take;
  const std::vector<double> load(8760, 50000.0);
  const Bill bill = bill_of(t, load);
  EXPECT_NEAR(bill.month_total(0), 50000 * 8.0 + 50000 * 12.0, 1e-6);
  EXPECT_NEAR(bill.month_total(2), 63750 * 8.0 + 50000 * 12.0, 1e-6);
  EXPECT_NEAR(bill.month_total(3), 85000 * 8.0 + 60000 * 12.0, 1e-6);
  EXPECT_NEAR(exit_fee(take, 24), 36 * (85000 * 8.0 + 60000 * 12.0), 1e-6);
  EXPECT_NEAR(exit_fee(take, 90), 6 * (85000 * 8.0 + 60000 * 12.0), 1e-6);
  EXPECT_EQ(exit_fee(take, 96), 0.0);
}

TEST(Bill, PowerFactorOfEitherSign) {
  Tariff t;
  t.energy = {flat_energy(0.5)};
  t.two_part = guangdong(TwoPartMode::transformer, 0);
  t.power_factor = PowerFactorRule{china_power_factor_table(0.90), 0.0, 0.0, 0.0};
  const std::vector<double> load(8760, 1000.0);
  const double base = 744000 * 0.5 + 72320.0;
  const auto january = [&](double pf) {
    BillOptions options;
    options.power_factor = pf;
    return bill_of(t, load, options).month_total(0);
  };
  EXPECT_NEAR(january(0.97), base * (1 - 0.0075), 1e-6);
  EXPECT_NEAR(january(0.90), base, 1e-6);
  EXPECT_NEAR(january(0.85), base * 1.025, 1e-6);
  EXPECT_NEAR(january(0.65), base * 1.15, 1e-6);
}

TEST(Bill, PowerFactorTargetAndKvar) {
  Tariff t;
  t.demand = {monthly_demand(10.0)};
  t.power_factor = PowerFactorRule{{}, 0.9, 0.5, 0.25};
  BillOptions options;
  options.power_factor = 0.8;
  const std::vector<double> load(8760, 100.0);
  EXPECT_NEAR(bill_of(t, load, options).month_total(0), 100 * 10.0 * 0.9 / 0.8 + 100 * (0.75 - 0.25) * 0.5, 1e-9);
}

TEST(Bill, FixedMinimumRidersAndTaxes) {
  Tariff t;
  t.energy = {flat_energy(0.10)};
  t.fixed = {{"meter", 1.0, FixedUnit::day}, {"licence", 120.0, FixedUnit::year}};
  Rider fund{"fund", RiderKind::per_kwh, 0.01, {}, {}};
  fund.months.fill(true);
  Rider fuel{"fuel", RiderKind::share, 0.05, {true, false, false}, {}};
  fuel.months.fill(false);
  fuel.months[1] = true;
  t.riders = {fund, fuel};
  t.minimum_month = 50.0;
  t.minimum_year = 1000.0;
  t.taxes = {{"vat", RiderKind::share, 0.13, {}, {}}};
  std::vector<double> load(8760, 0.0);
  load[24 * 40] = 1000.0;  // February
  const Bill bill = bill_of(t, load);
  EXPECT_NEAR(bill.month_total(0), 1.13 * 50.0, 1e-9);
  const double february = 28 + 10 + 1000 * 0.11 + 0.05 * 100;
  EXPECT_NEAR(bill.month_total(1), 1.13 * february, 1e-9);
  EXPECT_NEAR(bill.total(), 1.13 * 1000.0, 1e-9);  // topped up in December
  EXPECT_NEAR(bill.total_of("minimum/year"), 1000.0 - 11 * 50.0 - february, 1e-9);
}

TEST(Bill, ExportsArePaidAndDoNotLowerOtherHours) {
  Tariff t;
  t.energy = {flat_energy(0.10)};
  t.energy[0].periods[0].blocks[0].tiers[0].sell = 0.04;
  std::vector<double> load(8760, 0.0);
  load[0] = 10.0;
  load[1] = -5.0;
  EXPECT_NEAR(bill_of(t, load).total(), 1.0 - 0.2, 1e-12);
}

TEST(Bill, HolidaysAndWorkingSaturdays) {
  Tariff t;
  EnergyCharge energy = flat_energy(0.0);
  energy.periods = {tiered_period("work", {Tier{kUnbounded, 1.0, 0.0}}),
                    tiered_period("rest", {Tier{kUnbounded, 0.0, 0.0}}),
                    tiered_period("feast", {Tier{kUnbounded, 5.0, 0.0}})};
  fill(energy.schedule.weekend, 0, 11, 0, 24, 1);
  energy.schedule.holiday = constant_schedule(2).weekday;
  t.energy = {energy};
  const YearClock clock = YearClock::of_year(2026, {{0}, {2}});  // Thursday 1 January a holiday, Saturday 3 worked
  EXPECT_EQ(clock.weekday(0), 3);
  std::vector<double> load(8760, 0.0);
  std::fill(load.begin(), load.begin() + 96, 1.0);  // Thursday to Sunday
  EXPECT_NEAR(make_bill(BillPlan(t, clock), load).total(), 24 * 5.0 + 24.0 + 24.0 + 0.0, 1e-12);
}

TEST(Bill, QuarterHoursAndTheDemandWindow) {
  Tariff t;
  t.energy = {flat_energy(0.1)};
  t.demand = {monthly_demand(1.0)};
  const YearClock clock = YearClock::typical(0, {}, 15);
  std::vector<double> load(35040, 0.0);
  load[1] = 80.0;
  load[2] = 40.0;
  t.demand_window_minutes = 15;
  EXPECT_NEAR(make_bill(BillPlan(t, clock), load).total(), 0.1 * 30.0 + 80.0, 1e-12);
  t.demand_window_minutes = 30;
  EXPECT_NEAR(make_bill(BillPlan(t, clock), load).total(), 0.1 * 30.0 + 40.0, 1e-12);
  t.demand_window_minutes = 60;
  EXPECT_NEAR(make_bill(BillPlan(t, clock), load).total(), 0.1 * 30.0 + 30.0, 1e-12);
}

TEST(Bill, ItemsAddUpAndMultiplyOut) {
  const Bill bill = bill_of(ssc_commercial(), read_numbers("ssc_load_commercial.csv"));
  double sum = 0.0;
  for (const BillItem& item : bill.items()) {
    EXPECT_DOUBLE_EQ(item.amount, item.quantity * item.price);
    sum += item.amount;
  }
  EXPECT_NEAR(sum, bill.total(), 1e-6);
  EXPECT_NEAR(bill.price_per_kwh(), 104614.487 / 726208.384, 1e-8);
}

TEST(Bill, RefusesBadTariffsAndLoads) {
  Tariff gap;
  gap.energy = {flat_energy(0.1)};
  gap.energy[0].schedule.weekend[3][7] = 1;
  expect_error([&] { BillPlan(gap, YearClock::typical(0)); },
               "tariff: energy/supply/weekend: hour 7 of month 4 is in period 1, but there are 1 periods: the schedule "
               "must leave no "
               "hour without a price");
  Tariff falling;
  falling.energy = {flat_energy(0.1)};
  falling.energy[0].periods = {tiered_period("all", {Tier{200, 0.1, 0}, Tier{100, 0.2, 0}, Tier{}})};
  expect_error([&] { BillPlan(falling, YearClock::typical(0)); },
               "tariff: energy/supply/all: tier 2 ends at 100, but must end above the one before it, at 200");
  Tariff closed;
  closed.demand = {monthly_demand(1.0)};
  closed.demand[0].periods[0].tiers[0].upper = 50.0;
  expect_error([&] { BillPlan(closed, YearClock::typical(0)); },
               "tariff: demand/facility/all: upper bound of the last tier is 50, but must be open");
  const BillPlan plan(ssc_commercial(), YearClock::typical(0));
  expect_error([&] { (void)make_bill(plan, std::vector<double>(8759, 1.0)); },
               "meter: number of load values is 8759, but must be 8760, one per step of the year");
  std::vector<double> nan(8760, 1.0);
  nan[1000] = std::numeric_limits<double>::quiet_NaN();
  expect_error([&] { (void)make_bill(plan, nan); },
               "meter: load of step 1001 of the year is nan, but must be a number [kW]");
  expect_error(
      [&] {
        (void)YearClock::of_year(2025, {{365}, {}});
      },
      "YearClock: holiday is 365, but must be a day of the year, 0 = 1 January");
}

}  // namespace
}  // namespace roi::power
