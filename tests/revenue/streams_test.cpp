// Each stream of revenue alone, by hand: 720 hours a month, one fleet of 100 cards from month 1.
#include "libroi/revenue/streams.hpp"

#include <gtest/gtest.h>

#include "tests/support/stage.hpp"

namespace roi {
namespace {

using Book = Ledger<double>;
using Groups = StandardStreams::Groups<double>;

Curve<double> constant(double value) {
  Curve<double> curve;
  curve.start = value;
  return curve;
}

struct Months4 {
  explicit Months4(const Groups& groups, double scale = 1.0) : table({{}, {"cards"}}) {
    const StandardStreams::Lines lines = StandardStreams::declare(table.d, groups);
    const Timeline timeline({2026, 1}, 4, HourConvention::h720);
    Book own(table.lines, 4);
    stage.emplace(timeline, own, 1, scale);
    stage->setting.fleets.start.push_back(1.0);
    StandardStreams::Stages<double, Book> streams(lines, groups, stage->setting);
    stage->run([&](Now<double, Book>& now) {
      now.fleets.free[0] = now.t == 0 ? 0.0 : 72000.0;
      now.fleets.sold[0] = now.fleets.allocated[0] = 0.0;
      now.month.power.price_level = 0.5;
      streams.claim(now);
      now.month.hours.sold = now.fleets.sold[0];
      streams.load(now);
      streams.earn(now);
      streams.spend(now);
    });
    book.emplace(std::move(own));
  }
  double at(const std::string& path, int t) const {
    const Line line = table.lines.find(path);
    EXPECT_GE(line.id, 0) << path;
    return book->row(line)[static_cast<std::size_t>(t)];
  }
  const Month<double>& month(int t) const { return stage->months[static_cast<std::size_t>(t)]; }
  test::Table table;
  std::optional<test::Stage<double, Book>> stage;
  std::optional<Book> book;
};

Contract<double> contract(double cards) {
  Contract<double> c;
  c.fleet = "cards";
  c.cards = cards;
  c.start = 0.0;
  c.end = 3.5;
  c.take_or_pay = 0.9;
  c.used_share = 0.5;
  c.survival = 0.8;
  c.price = constant(10.0);
  return c;
}
Market<double> market(double cards) {
  Market<double> m;
  m.fleet = "cards";
  m.demand = constant(cards);
  m.price = constant(4.0);
  m.opening = 0.0;
  m.ramp = 2.0;
  return m;
}

TEST(ContractLeasing, PaysTheTakeOrPayShareOfWhatTheFleetHas) {
  Groups groups;
  groups.contracts.append("anchor", contract(100.0));
  const Months4 m(groups);
  EXPECT_EQ(m.at("sales/contract/anchor/reserved", 0), 0.0);  // no cards yet
  EXPECT_DOUBLE_EQ(m.at("sales/contract/anchor/reserved", 1), 80.0 * 720.0);
  EXPECT_DOUBLE_EQ(m.at("sales/contract/anchor/sold", 1), 80.0 * 720.0 * 0.9);
  EXPECT_DOUBLE_EQ(m.at("sales/contract/anchor/allocated", 1), 80.0 * 720.0 * 0.5);
  EXPECT_DOUBLE_EQ(m.at("revenue/contract/anchor", 1), 80.0 * 720.0 * 0.9 * 10.0);
  EXPECT_DOUBLE_EQ(m.at("sales/contract/anchor/reserved", 3), 0.5 * 80.0 * 720.0);  // the term ends in mid-month
  EXPECT_EQ(m.month(1).money.leasing, m.month(1).money.revenue);
}

TEST(ContractLeasing, IsCutByWhatTheFleetHas) {
  Groups groups;
  groups.contracts.append("first", contract(100.0));
  groups.contracts.append("second", contract(100.0));
  const Months4 m(groups);
  EXPECT_DOUBLE_EQ(m.at("sales/contract/second/reserved", 1), 20.0 * 720.0);
  EXPECT_EQ(m.stage->setting.fleets.free[0], 0.0 + 72000.0 - 2.0 * 0.5 * 80.0 * 720.0);
}

TEST(MarketLeasing, RampsUpFromTheFirstHourOfService) {
  Groups groups;
  groups.markets.append("spot", market(40.0));
  const Months4 m(groups);
  EXPECT_EQ(m.at("sales/market/spot/demand", 0), 0.0);
  EXPECT_DOUBLE_EQ(m.at("sales/market/spot/demand", 1), 0.5 * 40.0 * 720.0);  // a ramp of two months from month 1
  EXPECT_DOUBLE_EQ(m.at("sales/market/spot/sold", 2), 40.0 * 720.0);
  EXPECT_DOUBLE_EQ(m.at("revenue/market/spot", 2), 40.0 * 720.0 * 4.0);
}

TEST(Streams, AMarketOfLowerPriorityTakesItsHoursFirst) {
  Groups groups;
  groups.contracts.append("anchor", contract(100.0)).priority = 2;
  groups.markets.append("spot", market(40.0)).priority = 1;
  const Months4 m(groups);
  EXPECT_DOUBLE_EQ(m.at("sales/market/spot/sold", 2), 40.0 * 720.0);
  EXPECT_DOUBLE_EQ(m.at("sales/contract/anchor/reserved", 2), 60.0 * 720.0);
}

TEST(Streams, TheScaleOfSalesMovesWhatIsSoldAlone) {
  Groups groups;
  groups.contracts.append("anchor", contract(100.0));
  groups.markets.append("spot", market(40.0));
  const Months4 half(groups, 0.5);
  EXPECT_DOUBLE_EQ(half.at("sales/contract/anchor/reserved", 2), 80.0 * 720.0);
  EXPECT_DOUBLE_EQ(half.at("sales/contract/anchor/sold", 2), 0.5 * 80.0 * 720.0 * 0.9);
  EXPECT_DOUBLE_EQ(half.at("sales/market/spot/sold", 2), 0.5 * 20.0 * 720.0);
}

TEST(ServiceSales, AddUpTheirDriversAndCostTheirShare) {
  Groups groups;
  groups.contracts.append("anchor", contract(100.0));
  Service<double>& service = groups.services.append("tuning");
  service.per_year = constant(1200.0);
  service.per_sold_hour = constant(0.1);
  service.share_of_leasing = constant(0.05);
  service.start = 1.5;
  service.cost_share = 0.4;
  const Months4 m(groups);
  const double sold = 80.0 * 720.0 * 0.9, leasing = 10.0 * sold;
  const double whole = 100.0 + 0.1 * sold + 0.05 * leasing;
  EXPECT_DOUBLE_EQ(m.at("revenue/service/tuning", 1), 0.5 * whole);
  EXPECT_DOUBLE_EQ(m.at("revenue/service/tuning", 2), whole);
  EXPECT_DOUBLE_EQ(m.at("opex/service/tuning", 2), 0.4 * whole);
  EXPECT_DOUBLE_EQ(m.month(2).money.revenue, leasing + whole);
  EXPECT_DOUBLE_EQ(m.month(2).money.opex, 0.4 * whole);
}

TEST(ColocationLeases, DrawPowerPayRentAndTheirEnergy) {
  Groups groups;
  Colocation<double>& lease = groups.colocation.append("bank");
  lease.power = 200.0;
  lease.load_factor = 0.6;
  lease.start = 0.0;
  lease.end = 2.5;
  lease.price = constant(30.0);
  lease.pass_through = 0.9;
  groups.colocation.append("club", lease).pass_through = 0.0;
  const Months4 m(groups);
  EXPECT_DOUBLE_EQ(m.at("power/colocation/bank/it", 1), 120.0);
  EXPECT_DOUBLE_EQ(m.month(1).power.it, 240.0);
  EXPECT_DOUBLE_EQ(m.at("revenue/colocation/bank", 2), 0.5 * 200.0 * 30.0);
  EXPECT_DOUBLE_EQ(m.at("revenue/power pass-through/bank", 1), 0.9 * 120.0 * 720.0 * 0.5);
  EXPECT_EQ(m.at("revenue/power pass-through/club", 1), 0.0);
  EXPECT_TRUE(m.table.d.needed(Shared::passed_on_energy));
}

TEST(OtherRevenues, AreTakenMonthByMonth) {
  Groups groups;
  OtherRevenue<double>& courses = groups.other_revenue.append("courses");
  courses.revenue.kind = CurveKind::monthly;
  courses.revenue.values = {0.0, 500.0, 700.0};
  courses.direct_cost = constant(120.0);
  groups.other_revenue.append("grants").revenue = constant(50.0);
  const Months4 m(groups);
  EXPECT_EQ(m.at("revenue/other/courses", 1), 500.0);
  EXPECT_EQ(m.at("revenue/other/courses", 3), 700.0);  // the last value stays
  EXPECT_EQ(m.at("opex/other/courses", 0), 120.0);
  EXPECT_EQ(m.month(2).money.revenue, 750.0);
  EXPECT_EQ(m.month(2).money.leasing, 0.0);
  EXPECT_EQ(m.table.lines.find("opex/other/grants").id, -1);
}

}  // namespace
}  // namespace roi
