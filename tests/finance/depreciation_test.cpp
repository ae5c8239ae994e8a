#include "libroi/finance/depreciation.hpp"

#include <gmock/gmock.h>

#include <numeric>

#include "tests/support/scalars.hpp"

namespace roi {
namespace {

double sum(const std::vector<double>& xs) { return std::accumulate(xs.begin(), xs.end(), 0.0); }

TEST(Depreciation, MatchesSpreadsheetExamples) {  // documentation of SLN, SYD, DB, DDB and VDB
  EXPECT_NEAR(sln(30000.0, 7500.0, 10.0), 2250.0, 1e-12);
  EXPECT_NEAR(syd(30000.0, 7500.0, 10.0, 1.0), 4090.91, 0.005);
  EXPECT_NEAR(syd(30000.0, 7500.0, 10.0, 10.0), 409.09, 0.005);
  EXPECT_NEAR(db(1e6, 1e5, 6.0, 1.0, 7.0), 186083.33, 0.005);
  EXPECT_NEAR(db(1e6, 1e5, 6.0, 2.0, 7.0), 259639.42, 0.005);
  EXPECT_NEAR(db(1e6, 1e5, 6.0, 3.0, 7.0), 176814.44, 0.005);
  EXPECT_NEAR(db(1e6, 1e5, 6.0, 7.0, 7.0), 15845.10, 0.005);
  EXPECT_NEAR(ddb(2400.0, 300.0, 3650.0, 1.0), 1.32, 0.005);
  EXPECT_NEAR(ddb(2400.0, 300.0, 120.0, 1.0), 40.0, 1e-10);
  EXPECT_NEAR(ddb(2400.0, 300.0, 10.0, 2.0, 1.5), 306.0, 1e-10);
  EXPECT_NEAR(ddb(2400.0, 300.0, 10.0, 10.0), 22.12, 0.005);
  EXPECT_NEAR(vdb(2400.0, 300.0, 3650.0, 0.0, 1.0), 1.32, 0.005);
  EXPECT_NEAR(vdb(2400.0, 300.0, 120.0, 6.0, 18.0), 396.31, 0.005);
  EXPECT_NEAR(vdb(2400.0, 300.0, 120.0, 6.0, 18.0, 1.5), 311.81, 0.005);
  EXPECT_NEAR(vdb(2400.0, 300.0, 10.0, 0.0, 0.875, 1.5), 315.0, 1e-10);
}
TEST(Vdb, ReachesTheSalvageValueWithTheSwitchOnly) {
  EXPECT_NEAR(vdb(2400.0, 0.0, 10.0, 0.0, 10.0), 2400.0, 1e-9);
  EXPECT_LT(vdb(2400.0, 0.0, 10.0, 0.0, 10.0, 2.0, true), 2200.0);
}
TEST(Depreciation, AgreesAcrossScalars) {
  test::expect_same_for_all_scalars<2>([](const auto& c, const auto& s) { return ddb(c, s, 7.0, 3.0); },
                                       {{100.0, 10.0}, {50.0, 1.0}});
  test::expect_same_for_all_scalars<2>([](const auto& c, const auto& s) { return syd(c, s, 7.0, 3.0); },
                                       {{100.0, 10.0}, {50.0, 1.0}});
}
TEST(Macrs, MatchesThePublishedTables) {  // IRS Publication 946, tables
  const auto near = [](double x) { return testing::DoubleNear(x, 5.01e-5); };
  EXPECT_THAT(macrs(5), testing::ElementsAre(near(.2), near(.32), near(.192), near(.1152), near(.1152), near(.0576)));
  EXPECT_THAT(macrs(3), testing::ElementsAre(near(.3333), near(.4445), near(.1481), near(.0741)));
  EXPECT_THAT(macrs(5, MacrsConvention::mid_quarter_1),
              testing::ElementsAre(near(.35), near(.26), near(.156), near(.1101), near(.1101), near(.0138)));
  EXPECT_THAT(macrs(5, MacrsConvention::mid_quarter_4),
              testing::ElementsAre(near(.05), near(.38), near(.228), near(.1368), near(.1094), near(.0958)));
  EXPECT_THAT(macrs(3, MacrsConvention::mid_quarter_2),
              testing::ElementsAre(near(.4167), near(.3889), near(.1414), near(.0530)));
  EXPECT_NEAR(macrs_building(39.0, 1)[0], 0.02461, 5e-5);  // the table rounds a month to 0.214 % first
  EXPECT_NEAR(macrs_building(39.0, 12)[0], 0.00107, 5e-6);
  EXPECT_NEAR(macrs_building(27.5, 1)[0], 0.03485, 5e-6);
}
TEST(Macrs, SumsToOneExactly) {
  for (const int years : {3, 5, 7, 10, 15, 20}) {
    for (int c = 0; c <= 4; ++c) {
      const auto shares = macrs(years, static_cast<MacrsConvention>(c));
      EXPECT_EQ(sum(shares), 1.0);
      EXPECT_EQ(shares.size(), static_cast<std::size_t>(years) + 1);
    }
  }
  for (int month = 1; month <= 12; ++month) {
    EXPECT_EQ(sum(macrs_building(27.5, month)), 1.0);
    EXPECT_EQ(sum(macrs_building(39.0, month)), 1.0);
  }
}
TEST(Schedule, SumsToTheBasisExactlyFromAnyStartMonth) {
  using enum DepreciationMethod;
  for (const auto method : {straight_line, sum_of_digits, declining, declining_to_straight_line, one_off}) {
    for (int month = 1; month <= 12; ++month) {
      for (const double cost : {1234567.89, 0.1, 3e9}) {
        const auto s = depreciation_schedule(method, cost, 0.1 * cost, 7, month);
        EXPECT_EQ(sum(s), cost - 0.1 * cost);
        for (const double amount : s) EXPECT_GE(amount, -1e-15 * cost);
        EXPECT_EQ(s.size(), method == one_off ? 1U : month == 1 ? 7U : 8U);
      }
    }
  }
  EXPECT_THAT(depreciation_schedule(straight_line, 1200.0, 0.0, 2, 10), testing::ElementsAre(150.0, 600.0, 450.0));
}
TEST(Schedule, FollowsTablesAndUse) {
  const std::vector<double> shares{0.5, 0.3, 0.2, 0.0};
  EXPECT_THAT(custom_schedule(1000.0, shares), testing::ElementsAre(500.0, 300.0, 200.0, 0.0));
  EXPECT_EQ(sum(units_schedule(1000.0, 100.0, std::vector<double>{3.0, 7.0, 11.0})), 900.0);
  EXPECT_NEAR(units_of_use(1000.0, 100.0, 3.0, 21.0), 128.571428571429, 1e-11);
}
TEST(Depreciation, NamesTheArgumentThatIsWrong) {
  test::expect_throws_saying<DomainError>([] { (void)sln(1.0, 0.0, 0.0); },
                                          "sln: life is 0, but must be > 0 [periods]");
  test::expect_throws_saying<DomainError>([] { (void)syd(1.0, 0.0, 5.0, 6.0); },
                                          "syd: per is 6, but must be in [1, life]");
  test::expect_throws_saying<DomainError>([] { (void)vdb(1.0, 2.0, 5.0, 0.0, 1.0); },
                                          "vdb: salvage is 2, but must be in [0, cost]");
  test::expect_throws_saying<DomainError>([] { (void)macrs(6); },
                                          "macrs: property_class is 6, but must be 3, 5, 7, 10, 15 or 20");
  test::expect_throws_saying<DomainError>(
      [] {
        (void)custom_schedule(1.0, std::vector<double>{0.5, 0.4});
      },
      "custom_schedule: the sum of shares is 0.9, but must be 1 [1]");
  test::expect_throws_saying<DomainError>([] { (void)units_schedule(1.0, 0.0, std::vector<double>{}); },
                                          "units_schedule: the sum of used is 0, but must be > 0 [units]");
}

}  // namespace
}  // namespace roi
