// Over random valid centers of any structure the integrity checks hold and every number is finite.
// `make soak` does the same 100,000 times (balance_soak.cpp).
#include "tests/properties/balance.hpp"

#include <gtest/gtest.h>

#include "libroi/inputs/set.hpp"

namespace roi {
namespace {

TEST(Balance, HoldsForRandomCenters) {
  int failures = 0, loans = 0, sales = 0, rates = 0;
  double worst = 0.0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const Center<double> center = test::random_center(seed);
    ASSERT_NO_THROW(check(center)) << "seed " << seed;
    const Evaluation evaluation = evaluate(center);
    for (const std::string& fault : test::faults(evaluation)) {
      ADD_FAILURE() << "seed " << seed << ": " << fault;
      ++failures;
    }
    ASSERT_LT(failures, 20);
    worst = std::max(worst, test::balance_residual(evaluation));
    loans += evaluation.metrics[Metric::llcr].exists;
    sales += evaluation.metrics[Metric::lcoc_sold_hour].exists;
    rates += evaluation.metrics[Metric::irr_project].exists;
  }
  EXPECT_LT(worst, 1e-9);
  // the centers are no empty shells
  EXPECT_GT(loans, 500);
  EXPECT_GT(sales, 500);
  EXPECT_GT(rates, 500);
}

TEST(Balance, OneSeedIsOneCenter) {
  const Evaluation a = evaluate(test::random_center(7)), b = evaluate(test::random_center(7));
  EXPECT_EQ(a.metrics[Metric::npv_project].value, b.metrics[Metric::npv_project].value);
  EXPECT_NE(a.metrics[Metric::npv_project].value, evaluate(test::random_center(8)).metrics[Metric::npv_project].value);
}

}  // namespace
}  // namespace roi
