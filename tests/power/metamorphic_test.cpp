// What must not change a bill, and what must not lower it.
#include "libroi/power/hours/facility_hours.hpp"
#include "libroi/power/prepare/reduction.hpp"
#include "power_cases.hpp"

namespace roi::power {
namespace {

using namespace test;

Tariff everything() {
  Tariff t = ssc_commercial();
  t.demand[0].on_billing_demand = true;
  t.demand.push_back(monthly_demand(3.0));
  t.billing_demand.share_by_billing_month.fill(0.7);
  t.two_part = TwoPart{};
  t.two_part->mode = TwoPartMode::contract;
  t.two_part->transformer_kva = 400.0;
  t.two_part->declared_kw.fill(170.0);
  t.two_part->price_kw = 5.0;
  Rider rider{"fund", RiderKind::per_kwh, 0.002, {}, {}};
  rider.months.fill(true);
  t.riders = {rider};
  t.taxes = {{"vat", RiderKind::share, 0.13, {}, {}}};
  return t;
}

double total(const Tariff& t, const std::vector<double>& kw) {
  return make_bill(BillPlan(t, YearClock::typical(0)), kw).total();
}

TEST(Metamorphic, QuarterHoursOfAConstantHourAreTheHour) {
  const auto load = read_numbers("ssc_load_commercial.csv");
  std::vector<double> quarters;
  for (const double kw : load) quarters.insert(quarters.end(), 4, kw);
  const Tariff t = everything();
  EXPECT_NEAR(make_bill(BillPlan(t, YearClock::typical(0, {}, 15)), quarters).total(), total(t, load), 1e-6);
}

TEST(Metamorphic, AnotherCurrencyScalesTheBill) {
  Tariff t = everything();
  const auto load = read_numbers("ssc_load_commercial.csv");
  const double before = total(t, load);
  for (EnergyCharge& c : t.energy) {
    for (TimeOfUsePeriod& p : c.periods) {
      for (EnergyBlock& b : p.blocks) {
        for (Tier& tier : b.tiers) tier.price *= 7.2;
      }
    }
  }
  for (DemandCharge& c : t.demand) {
    for (DemandPeriod& p : c.periods) {
      for (Tier& tier : p.tiers) tier.price *= 7.2;
    }
  }
  t.two_part->price_kw *= 7.2;
  for (FixedCharge& f : t.fixed) f.amount *= 7.2;
  t.riders[0].rate *= 7.2;
  EXPECT_NEAR(total(t, load), 7.2 * before, 1e-8 * before);
}

TEST(Metamorphic, PowerInMegawattsWithPricesPerMegawatt) {
  Tariff t = everything();
  auto load = read_numbers("ssc_load_commercial.csv");
  const double before = total(t, load);
  for (double& x : load) x /= 1000.0;
  for (EnergyCharge& c : t.energy) {
    for (TimeOfUsePeriod& p : c.periods) {
      for (EnergyBlock& b : p.blocks) {
        for (Tier& tier : b.tiers) tier.price *= 1000.0;
      }
    }
  }
  for (DemandCharge& c : t.demand) {
    for (DemandPeriod& p : c.periods) {
      for (Tier& tier : p.tiers) {
        tier.price *= 1000.0;
        tier.upper /= 1000.0;
      }
    }
  }
  t.two_part->price_kw *= 1000.0;
  t.two_part->transformer_kva /= 1000.0;
  for (double& kw : t.two_part->declared_kw) kw /= 1000.0;
  t.riders[0].rate *= 1000.0;
  EXPECT_NEAR(total(t, load), before, 1e-9 * before);
}

TEST(Metamorphic, ShiftingLoadAndScheduleByHoursOfTheDay) {
  Tariff t = everything();
  const auto load = read_numbers("ssc_load_commercial.csv");
  const double before = total(t, load);
  auto turned = load;
  for (std::size_t day = 0; day < 365; ++day)
    std::rotate(turned.begin() + static_cast<long>(day * 24), turned.begin() + static_cast<long>(day * 24 + 5),
                turned.begin() + static_cast<long>(day * 24 + 24));
  for (Schedule* s : {&t.energy[0].schedule, &t.demand[0].schedule}) {
    for (MonthHourGrid* grid : {&s->weekday, &s->weekend}) {
      for (auto& month : *grid) std::rotate(month.begin(), month.begin() + 5, month.end());
    }
  }
  EXPECT_NEAR(total(t, turned), before, 1e-9 * before);
}

TEST(Metamorphic, SwappingTwoWeekdaysOfAMonth) {
  const Tariff t = everything();
  auto load = read_numbers("ssc_load_commercial.csv");
  const double before = total(t, load);
  std::swap_ranges(load.begin() + 24 * 1, load.begin() + 24 * 2,
                   load.begin() + 24 * 9);  // Tuesday 2 and Wednesday 10 January
  EXPECT_NEAR(total(t, load), before, 1e-9 * before);
}

TEST(Metamorphic, MorePowerInAnyHourNeverLowersTheBill) {
  const BillPlan plan(everything(), YearClock::typical(0));
  auto load = read_numbers("ssc_load_commercial.csv");
  double before = make_bill(plan, load).total();
  for (const std::size_t hour : {10u, 700u, 2000u, 4000u, 5555u, 8759u}) {
    load[hour] += 40.0;
    const double after = make_bill(plan, load).total();
    EXPECT_GE(after, before);
    before = after;
  }
}

TEST(Metamorphic, MoreActivityNeverLowersTheBillButForTheRebate) {
  FacilityDesign f;
  f.fleets = {{"h100", ServerNode{{100.0, 700.0, 700.0, PowerCurve::linear, 1.4, {}}, 8, 0.3, 600.0, 0.1}, 40.0}};
  f.shape = typical_shape(Workload::general);
  const Weather w = read_weather(data_path("chicago_ohare_tmy3.epw"));
  const FacilityYear year(f, YearClock::typical(0), w);
  Tariff t = everything();
  const BillPlan plan(t, year.clock);
  t.two_part->rebate_from_hours =
      260.0;  // China's rebate: the demand price falls 10 % from 260 kWh per kVA, so the bill may fall there
  const BillPlan rebate(t, year.clock);
  const ReducedYear reduced(plan, year), reduced_rebate(rebate, year);
  double before = 0.0;
  double before_rebate = 0.0;
  int falls = 0;
  for (int i = 0; i <= 200; ++i) {
    std::array<double, 12> u;
    u.fill(i / 200.0);
    double sum = 0.0;
    for (const double c : month_costs<double>(plan, reduced, std::span<const double>(u))) sum += c;
    EXPECT_GE(sum, before);
    before = sum;
    const double january = month_costs<double>(rebate, reduced_rebate, std::span<const double>(u))[0];
    falls += january < before_rebate ? 1 : 0;
    before_rebate = january;
  }
  EXPECT_EQ(falls, 1);
}

}  // namespace
}  // namespace roi::power
