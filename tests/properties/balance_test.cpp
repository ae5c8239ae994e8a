// Over random valid centers of any structure the integrity checks hold and every number is finite.
// `make soak` does the same 100,000 times (balance_soak.cpp).
#include "tests/properties/balance.hpp"

#include <gtest/gtest.h>

#include "libroi/inputs/checking/validate.hpp"

namespace roi {
namespace {

TEST(Balance, HoldsForRandomCenters) {
  int failures = 0, loans = 0, sales = 0, rates = 0;
  double worst = 0.0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const Center<double> center = test::random_center(seed);
    ASSERT_NO_THROW(validate(center)) << "seed " << seed;
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

TEST(Balance, ItemsOfThePowerBillAreTheCostOfPower) {
  int itemised = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Center<double> center = test::random_center(seed);
    itemised += center.power.bill.has_value();
    const Evaluation evaluation = evaluate(center);
    const LineTable& lines = evaluation.layout->lines();
    const auto cost = evaluation.ledger.row(lines.find("power/cost"));
    for (std::size_t t = 0; t < cost.size(); ++t) {
      double sum = 0.0, size = 0.0;
      for (int id = 0; id < lines.size(); ++id) {
        if (lines[Line{id}].section != Section::power) continue;
        sum += evaluation.ledger.row(Line{id})[t];
        size += std::fabs(evaluation.ledger.row(Line{id})[t]);
      }
      ASSERT_NEAR(sum, cost[t], 1e-12 * size) << "seed " << seed << ", month " << t;
    }
  }
  EXPECT_GT(itemised, 50);
}

TEST(Balance, OneSeedIsOneCenter) {
  const Evaluation a = evaluate(test::random_center(7)), b = evaluate(test::random_center(7));
  EXPECT_EQ(a.metrics[Metric::npv_project].value, b.metrics[Metric::npv_project].value);
  EXPECT_NE(a.metrics[Metric::npv_project].value, evaluate(test::random_center(8)).metrics[Metric::npv_project].value);
}

}  // namespace
}  // namespace roi
