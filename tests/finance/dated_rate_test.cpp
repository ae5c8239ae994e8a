#include "libroi/finance/dated_rate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "libroi/finance/rate_roots.hpp"

namespace roi {
namespace {

TEST(DatedRate, OneYearAndTwo) {
  const std::vector<double> times{0.0, 1.0, 2.0};
  EXPECT_NEAR(std::expm1(dated_rate(times, std::vector{-100.0, 0.0, 121.0}).force), 0.1, 1e-15);
  EXPECT_NEAR(std::expm1(dated_rate(times, std::vector{-100.0, 110.0, 0.0}).force), 0.1, 1e-15);  // nothing at the end
  EXPECT_NEAR(std::expm1(dated_rate(times, std::vector{0.0, -100.0, 50.0}).force), -0.5, 1e-15);
  EXPECT_NEAR(std::expm1(dated_rate(times, std::vector{100.0, -10.0, -110.0}).force), 0.1, 1e-15);  // a loan
}

TEST(DatedRate, LeavesTheRest) {
  const std::vector<double> times{0.0, 1.0, 2.0};
  const auto found = [&](std::vector<double> flows) { return dated_rate(times, flows).found; };
  EXPECT_FALSE(found({-100.0, 230.0, -132.0}));  // 10 % and 20 %
  EXPECT_FALSE(found({100.0, 0.0, 121.0}));
  EXPECT_FALSE(found({0.0, 0.0, 0.0}));
  EXPECT_FALSE(found({-100.0, std::nan(""), 121.0}));
  EXPECT_FALSE(dated_rate({}, {}).found);
  EXPECT_FALSE(dated_rate(std::vector{1.0, 1.0}, std::vector{-1.0, 2.0}).found);  // all on one day
}

TEST(DatedRate, ABalanceOfOneSignProvesTheOnlyRoot) {
  const std::vector<double> times{0.0, 1.0, 2.0, 3.0};
  const auto result = dated_rate(times, std::vector{-100.0, 50.0, -80.0, 160.0});  // three changes of sign
  ASSERT_TRUE(result.found);
  const double x = std::exp(-result.force);
  EXPECT_NEAR(-100.0 + x * (50.0 + x * (-80.0 + x * 160.0)), 0.0, 1e-13);
  EXPECT_FALSE(dated_rate(times, std::vector{-100.0, 260.0, -20.0, -130.0}).found);  // lends and borrows
}

/// What is found is the one root that the full scan certifies, for short and long series of every shape.
TEST(DatedRate, AgreesWithTheScan) {
  std::mt19937 random(20);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  int once = 0, several = 0;
  for (int n = 0; n < 3000; ++n) {
    const auto count = static_cast<std::size_t>(2 + static_cast<int>(uniform(random) * (n % 10 == 0 ? 700 : 40)));
    const double sells = 0.5 * uniform(random) * (n % 3 == 0 ? 0.0 : 1.0);  // share of flows against the trend
    std::vector<double> times, flows;
    double time = 5.0 * uniform(random);
    const std::size_t building = 1 + static_cast<std::size_t>(uniform(random) * 0.5 * static_cast<double>(count));
    for (std::size_t i = 0; i < count; ++i) {
      times.push_back(time += std::floor(1.0 + 60.0 * uniform(random)) / 365.0);
      const double amount = std::pow(10.0, 3.0 * uniform(random));
      const bool out = (i < building) != (uniform(random) < sells);
      flows.push_back(uniform(random) < 0.03 ? 0.0 : out ? -amount : amount);
    }
    const DatedRate quick = dated_rate(times, flows);
    if (!quick.found) continue;
    const auto scan = rate_roots::find(times, flows);
    ASSERT_EQ(scan.roots.size(), 1U) << n;
    const double length = times.back() - times.front();
    EXPECT_LE(std::abs(quick.force - scan.roots[0].force) * length, 2e-13 * (1.0 + std::abs(quick.force) * length))
        << n << ' ' << count;
    (sells == 0.0 ? once : several)++;
  }
  EXPECT_GT(once, 900);
  EXPECT_GT(several, 400);
}

}  // namespace
}  // namespace roi
