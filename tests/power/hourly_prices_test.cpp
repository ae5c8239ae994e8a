// A price for every hour of the year: the bill, its reduction, a battery's plan, a center's months, and both file forms.
#include <gtest/gtest.h>

#include "libroi/core/dual.hpp"
#include "libroi/power/prepare/reduction.hpp"
#include "libroi/power/storage/battery.hpp"
#include "libroi/power/tariff/tariff_json.hpp"
#include "libroi/power/tariff/urdb.hpp"
#include "tests/power/all_rules.hpp"

namespace roi::power {
namespace {

using namespace test;

/// Of both signs, different in every hour.
std::vector<double> market(std::size_t hours) {
  std::vector<double> price;
  for (std::size_t k = 0; k < hours; ++k)
    price.push_back(0.04 + 0.06 * std::sin(static_cast<double>(k) / 3.7) + 0.00001 * static_cast<double>(k % 97));
  return price;
}

Tariff with_market(Tariff t, std::size_t hours = 8760) {
  t.energy.push_back(hourly_energy("market", market(hours), std::vector<double>(hours, 0.01)));
  return t;
}

Bill bill_of(const Tariff& t, const std::vector<double>& load, const YearClock& clock) {
  return make_bill(BillPlan(t, clock), load);
}

TEST(HourlyPrices, EveryHourAtItsPriceBesideOtherCharges) {
  std::vector<double> load;
  for (std::size_t k = 0; k < 8760; ++k) load.push_back(500.0 + static_cast<double>(k * 31 % 211));
  const auto price = market(8760);
  double january = 0.0, year = 0.0;
  for (std::size_t k = 0; k < 8760; ++k) {
    year += price[k] * load[k];
    if (k < 744) january += price[k] * load[k];
  }
  const YearClock clock = YearClock::typical(0);
  const Bill plain = bill_of(ssc_commercial(), load, clock);
  const Bill made = bill_of(with_market(ssc_commercial()), load, clock);
  EXPECT_NEAR(made.total(), plain.total() + year, 1e-9 * made.total());
  EXPECT_NEAR(made.month_total(0), plain.month_total(0) + january, 1e-9 * made.month_total(0));
  for (const BillItem& item : made.items()) {
    if (item.path != "energy/market/hourly" || item.month != 0) continue;
    EXPECT_EQ(item.unit, "kWh");
    EXPECT_NEAR(item.quantity, made.registers.month_energy[0], 1e-9);
    EXPECT_NEAR(item.quantity * item.price, item.amount, 1e-9 * item.amount);
    EXPECT_NEAR(item.amount, january, 1e-9 * january);
  }
}

TEST(HourlyPrices, ExportsEarnTheirHourSell) {
  Tariff t;
  std::vector<double> price(8760, 0.1), sell(8760, 0.0), load(8760, 0.0);
  sell[5] = 0.07;
  sell[6] = -0.02;  // feeding in costs money then
  load[5] = -10.0;
  load[6] = -100.0;
  load[7] = 4.0;
  t.energy = {hourly_energy("market", price, sell)};
  EXPECT_NEAR(bill_of(t, load, YearClock::typical(0)).total(), 0.4 - 0.7 + 2.0, 1e-12);
}

TEST(HourlyPrices, StepsOfLoadAndPrices) {
  Tariff t;
  std::vector<double> quarters(35040, 0.0);
  quarters[1] = 0.4;  // the second quarter of the first hour
  t.energy = {hourly_energy("market", quarters)};
  std::vector<double> load(35040, 0.0);
  load[1] = 100.0;
  EXPECT_NEAR(bill_of(t, load, YearClock::typical(0, {}, 15)).total(), 10.0, 1e-12);
  EXPECT_NEAR(bill_of(t, std::vector<double>(8760, 100.0), YearClock::typical(0)).total(), 10.0, 1e-12);
  EXPECT_NEAR(bill_of(t, std::vector<double>(17520, 100.0), YearClock::typical(0, {}, 30)).total(), 10.0, 1e-12);
  t.energy = {hourly_energy("market", std::vector<double>(8784, 0.05))};
  EXPECT_NEAR(bill_of(t, std::vector<double>(8784, 1.0), YearClock::of_year(2028)).total(), 439.2, 1e-9);
  expect_error([&] { BillPlan(t, YearClock::typical(0)); },
               "BillPlan: number of hourly prices of energy/market is 8784, but must be 8760, one for each hour of the "
               "year of 365 days, or 2, 3 or 4 times as many");
  t.energy = {hourly_energy("market", std::vector<double>(8760, 0.05))};
  expect_error([&] { BillPlan(t, YearClock::of_year(2028)); },
               "BillPlan: number of hourly prices of energy/market is 8760, but must be 8784, one for each hour of the "
               "year 2028, or 2, 3 or 4 times as many");
  t.energy = {hourly_energy("market", std::vector<double>(26280, 0.05))};
  expect_error([&] { BillPlan(t, YearClock::typical(0, {}, 15)); },
               "BillPlan: number of hourly prices of energy/market is 26280, but must be in steps that divide, or are "
               "divided by, the load's of 15 minutes");
}

TEST(HourlyPrices, RulesOfACharge) {
  Tariff t;
  t.energy = {hourly_energy("market", std::vector<double>(8761, 0.05))};
  expect_error([&] { validate(t); },
               "tariff: energy/market: number of hourly prices is 8761, but must be 8760, or 8784 of a leap "
               "year, or 2, 3 or 4 times as many");
  t.energy = {hourly_energy("market", std::vector<double>(8760, 0.05))};
  t.energy[0].hourly_price[17] = std::nan("");
  expect_error([&] { validate(t); }, "tariff: energy/market: price of entry 18 is nan, but must be a number");
  t.energy[0].hourly_price[17] = 0.0;
  t.energy[0].span = TierSpan::each_day;
  expect_error([&] { validate(t); },
               "tariff: energy/market: has hourly prices, and so must have one period of one open tier");
}

TEST(HourlyPrices, TheReductionIsTheHourlyBill) {
  const FacilityYear year = hall();
  const BillPlan plan(with_market(ssc_commercial()), year.clock);
  const ReducedYear reduced(plan, year);
  EXPECT_TRUE(reduced.exact());
  for (const double x : {0.0, 0.3, 0.77, 1.0}) {
    std::array<double, 12> u;
    u.fill(x);
    const Bill truth = make_bill(plan, simulate(year, u).facility_kw);
    const auto cost = month_costs<double>(plan, reduced, std::span<const double>(u));
    for (int m = 0; m < 12; ++m)
      EXPECT_NEAR(cost[static_cast<std::size_t>(m)], truth.month_total(m), 1e-9 * std::fabs(truth.month_total(m)));
  }
}

TEST(HourlyPrices, ABatteryFollowsThem) {
  // Two prices a day, 0.30 and 0.10: the same plan as with two periods of a schedule.
  Tariff periods;
  periods.energy = {flat_energy(0.1)};
  periods.energy[0].periods.push_back(tiered_period("dear", {Tier{kUnbounded, 0.3, 0.0}}));
  fill(periods.energy[0].schedule.weekday, 0, 11, 16, 21, 1);
  fill(periods.energy[0].schedule.weekend, 0, 11, 16, 21, 1);
  std::vector<double> price;
  for (std::size_t k = 0; k < 8760; ++k) price.push_back(k % 24 >= 16 && k % 24 < 21 ? 0.3 : 0.1);
  Tariff hourly;
  hourly.energy = {hourly_energy("market", price)};
  const std::vector<double> load(8760, 100.0);
  const YearClock clock = YearClock::typical(0);
  const Battery battery{400.0, 100.0, 100.0, 0.95, 0.95, 0.0, 0.5, 0.0};
  const Dispatch by_period = dispatch(BillPlan(periods, clock), load, battery);
  const Dispatch by_hour = dispatch(BillPlan(hourly, clock), load, battery);
  EXPECT_LT(by_hour.bill.total(), 0.95 * make_bill(BillPlan(hourly, clock), load).total());
  EXPECT_NEAR(by_hour.bill.total(), by_period.bill.total(), 1e-6 * by_period.bill.total());
  // Where prices are below 0 all month the battery does not stand still for it.
  for (double& p : price) p = p > 0.2 ? -0.01 : -0.2;
  hourly.energy = {hourly_energy("market", price)};
  const Dispatch paid = dispatch(BillPlan(hourly, clock), load, battery);
  EXPECT_LT(paid.bill.total(), make_bill(BillPlan(hourly, clock), load).total() - 1.0);
}

TEST(HourlyPrices, LibroisOwnForm) {
  std::string list = "[";
  for (int k = 0; k < 8760; ++k) list += (k ? ",0.05" : "0.05");
  list += "]";
  const std::string head = R"({"libroi_tariff": 1, "name": "x", "currency": "USD", "energy": {"rtp": {)";
  const Tariff t = parse_tariff("t.json", head + "\"hourly_prices\": " + list +
                                              "}, \"wires\": {\"periods\": "
                                              "{\"all\": {\"price\": 0.01}}}}}");
  const std::vector<double> load(8760, 100.0);
  EXPECT_NEAR(bill_of(t, load, YearClock::typical(0)).total(), 876000.0 * 0.06, 1e-6);
  const auto refused = [&](const std::string& charge,
                           const std::vector<std::pair<std::string, std::string>>& problems) {
    const std::string text = head + charge + "}}}";
    std::string all;
    for (const auto& [place, message] : problems)
      all += (all.empty() ? "" : "\n") + std::string("t.json:1:") + std::to_string(text.find(place) + 1) +
             ": /energy/rtp/" + message;
    expect_error([&] { (void)parse_tariff("t.json", text); }, all);
  };
  refused("\"hourly_sell\": [1]", {{"{\"hourly", "hourly_prices is missing"},
                                   {"[1]",
                                    "hourly_sell has 1 entries, but must have 8760, or 8784 of a leap year, or 2, "
                                    "3 or 4 times as many"}});
  refused("\"hourly_prices\": 0.05", {{"0.05", "hourly_prices is 0.05, but must be a list of numbers"}});
  refused("\"hourly_prices\": " + list + ", \"schedule\": [ ], \"hourly_price\": []",
          {{"[ ]", "schedule and hourly_prices exclude each other; state two charges"},
           {"\"hourly_price\"", "hourly_price is not an input; nearest is hourly_prices"}});
}

}  // namespace
}  // namespace roi::power
