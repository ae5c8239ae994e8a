// Rows of a batch that break a range or a rule are refused one by one, with their reason; the others are worked out.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "libroi/engine/engine.hpp"
#include "libroi/inputs/reader.hpp"
#include "libroi/inputs/set.hpp"

namespace roi {
namespace {

Center<double> small() {
  return read<Center<double>>(load(std::string(LIBROI_SOURCE_DIR) + "/examples/small_center.json")).root;
}

TEST(RefusedRows, AreNotNumbersAndSayWhy) {
  const Center<double> center = small();
  const std::string paths[] = {"contracts.anchor.end", "fleets.ascend.cards"};
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double values[] = {71.0, 1000.0, 3.0, 1000.0, 71.0, -5.0, nan, 0.0, 60.0, 900.0};
  const Metric metrics[] = {Metric::npv_project, Metric::utilization};
  const Variations found = evaluate_many(center, paths, values, metrics, 2);
  ASSERT_EQ(found.metrics.size(), 10U);
  ASSERT_EQ(found.refused.size(), 3U);
  EXPECT_EQ(found.refused[0].row, 1U);
  EXPECT_EQ(found.refused[0].reason, RowReason::broken_rule);
  EXPECT_EQ(found.refused[0].text, "contracts.anchor.end is 3, but must be after start");
  EXPECT_EQ(found.refused[1].row, 2U);
  EXPECT_EQ(found.refused[1].reason, RowReason::out_of_range);
  EXPECT_EQ(found.refused[1].text, "fleets.ascend.cards is -5, but must be in [1, 1e+07] card (cards installed)");
  EXPECT_EQ(found.refused[2].text,
            "contracts.anchor.end is nan, but must be finite (day after the term's last); "
            "fleets.ascend.cards is 0, but must be in [1, 1e+07] card (cards installed)");
  for (const std::size_t row : {1, 2, 3})
    for (const std::size_t m : {0, 1}) EXPECT_TRUE(std::isnan(found.metrics[2 * row + m]));
  for (const std::size_t row : {0, 4}) {
    Center<double> one = center;
    set(one, "contracts.anchor.end", values[2 * row]);
    set(one, "fleets.ascend.cards", values[2 * row + 1]);
    const Evaluation alone = evaluate(one);
    EXPECT_EQ(found.metrics[2 * row], alone.metrics[Metric::npv_project].value);
    EXPECT_EQ(found.metrics[2 * row + 1], alone.metrics[Metric::utilization].value);
  }
}

TEST(RefusedRows, RulesOfTheWholeCenterAreAskedToo) {
  const Center<double> center = small();
  const std::string paths[] = {"financing.conversion"};
  const double values[] = {0.0, 5.0, 71.0};
  const Metric metrics[] = {Metric::npv_equity};
  const Variations found = evaluate_many(center, paths, values, metrics);
  ASSERT_EQ(found.refused.size(), 2U);
  EXPECT_EQ(found.refused[0].text,
            "financing.conversion is 0, but must be after the start of the model where there are loans: nothing is "
            "drawn before");
  EXPECT_EQ(found.refused[1].text,
            "financing.conversion is 71, but must be before the last month of the model where there are loans");
  EXPECT_FALSE(std::isnan(found.metrics[1]));
}

TEST(RefusedRows, APathGivenTwiceIsRefused) {
  const std::string paths[] = {"fleets.ascend.cards", "fleets.ascend.cards"};
  const double values[] = {1.0, 2.0};
  const Metric metrics[] = {Metric::npv_project};
  try {
    (void)evaluate_many(small(), paths, values, metrics);
    FAIL() << "accepted";
  } catch (const DomainError& error) {
    EXPECT_STREQ(error.what(), "evaluate_many: fleets.ascend.cards is given twice");
  }
}

// Shares of exactly 0 in the center are inputs like all others.
TEST(RefusedRows, ABatchFromAShareOfZeroSeesTheOthers) {
  Center<double> center = small();
  set(center, "services.tuning.cost_share", 0.0);
  const std::string paths[] = {"services.tuning.cost_share"};
  const double values[] = {0.0, 0.5};
  const Metric metrics[] = {Metric::npv_project};
  const Variations found = evaluate_many(center, paths, values, metrics);
  Center<double> half = center;
  set(half, "services.tuning.cost_share", 0.5);
  EXPECT_EQ(found.metrics[0], evaluate(center).metrics[Metric::npv_project].value);
  EXPECT_EQ(found.metrics[1], evaluate(half).metrics[Metric::npv_project].value);
  EXPECT_LT(found.metrics[1], found.metrics[0]);
  EXPECT_LT(gradient(center, metrics)[index_of(parameters(center), "services.tuning.cost_share")], 0.0);
}

}  // namespace
}  // namespace roi
