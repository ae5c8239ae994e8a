// Hours that can be the highest of a month or of their days, by hand.
#include "libroi/power/prepare/leading_hours.hpp"

#include <gtest/gtest.h>

namespace roi::power {
namespace {

PreparedHour hour(double e, double p, double shape) {
  PreparedHour out;
  out.e = e;
  out.p = p;
  out.shape = shape;
  return out;
}

TEST(LeadingHours, DropsWhatAnotherHourExceedsEverywhere) {
  LeadingHours leading(0, 1000.0, 8);
  const auto kept = leading.of({hour(0.1, 1.0, 1.0), hour(0.2, 1.1, 1.0), hour(0.0, 1.0, 1.5)});
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].e, 0.2);
  EXPECT_EQ(kept[1].shape, 1.5);
  EXPECT_EQ(leading.error(), 0.0);
}

TEST(LeadingHours, PowerIsThatOfTheFormula) {
  PreparedHour h = hour(0.1, 1.2, 1.5);
  h.q = 0.3;
  h.c = 0.04;
  h.plant[0] = -50.0;
  const double x = 0.2 + 1.5 * 0.4;  // 0.8
  EXPECT_NEAR(LeadingHours(1, 1000.0, 8).power(h, {0.9, 0.2, 0.4, 0.5}),
              0.9 * 0.1 + x * 1.2 + x * x * 0.3 + x * x * x * 0.04 - 0.5 * 50.0 / 1000.0, 1e-15);
}

// Each day has an hour that leads while the hall is idle and one that leads at work; a day without hours adds nothing.
TEST(LeadingHours, OneHourOfEachDay) {
  const std::vector<LeadingHours::Hours> days{
      {hour(0.5, 1.0, 0.5), hour(0.1, 1.0, 1.5)}, {}, {hour(0.4, 1.0, 0.5), hour(0.1, 1.0, 1.4)}};
  LeadingHours leading(0, 1000.0, 8);
  const auto sets = leading.of_days(days);
  ASSERT_GE(sets.size(), 2U);
  for (const LeadingHours::Hours& set : sets) EXPECT_EQ(set.size(), 2U);
  for (const LoadPoint& at : {LoadPoint{1.0, 0.1, 0.05, 0.0}, LoadPoint{1.0, 0.1, 0.8, 0.0}}) {
    double peaks = 0.0, most = 0.0;
    for (const auto& day : days) {
      double high = 0.0;
      for (const PreparedHour& h : day) high = std::max(high, leading.power(h, at));
      peaks += high;
    }
    for (const auto& set : sets) {
      double sum = 0.0;
      for (const PreparedHour& h : set) sum += leading.power(h, at);
      most = std::max(most, sum);
    }
    EXPECT_NEAR(most, peaks, 1e-15);
  }
  EXPECT_TRUE(leading.of_days(std::vector<LeadingHours::Hours>(3)).empty());
  LeadingHours one(0, 1000.0, 1);
  EXPECT_EQ(one.of_days(days).size(), 1U);
  EXPECT_GT(one.error(), 0.0);
}

}  // namespace
}  // namespace roi::power
