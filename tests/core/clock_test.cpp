#include "libroi/core/clock.hpp"

#include <gtest/gtest.h>

#include <array>

#include "libroi/core/dual.hpp"

namespace roi {
namespace {

TEST(Clock, ReadsTheTimeline) {
  const Timeline timeline({2027, 11}, 5, HourConvention::calendar);
  const Clock<double> clock(timeline);
  EXPECT_EQ(clock.months(), 5);
  EXPECT_EQ(clock.month(3), 3.0);
  EXPECT_EQ(clock.days(3), 29.0);  // February 2028
  EXPECT_EQ(clock.hours(3), 696.0);
  EXPECT_EQ(clock.day_share(3), 1.0 / 29.0);
  EXPECT_EQ(clock.hour_share(3), 1.0 / 696.0);
  EXPECT_EQ(clock.horizon(), 5.0);
  EXPECT_EQ(clock.last_start(), 4.0);
  EXPECT_EQ(clock.month_of_year(1), 12);
  EXPECT_FALSE(clock.year_end(0));
  EXPECT_TRUE(clock.year_end(1));  // December
  EXPECT_TRUE(clock.year_end(4));  // the last month closes its year
  EXPECT_FALSE(clock.last(3));
  EXPECT_TRUE(clock.last(4));
  EXPECT_EQ(Clock<double>(Timeline({2027, 2}, 1, HourConvention::h8760)).hours(0), 730.0);
}

TEST(Clock, WhenRunsOneArm) {
  int runs = 0;
  const auto arm = [&](double x) {
    return [&runs, x] {
      ++runs;
      return x;
    };
  };
  EXPECT_EQ(when<double>(true, arm(1.0), arm(2.0)), 1.0);
  EXPECT_EQ(when<double>(false, arm(1.0), arm(2.0)), 2.0);
  EXPECT_EQ(runs, 2);
}

TEST(Clock, SharesOfAMonth) {
  EXPECT_EQ(overlap(3.0, 3.25, 10.0), 0.75);
  EXPECT_EQ(overlap(3.0, 1.0, 3.25), 0.25);
  EXPECT_EQ(overlap(3.0, 3.25, 3.5), 0.25);
  EXPECT_EQ(overlap(3.0, 4.0, 9.0), 0.0);
  EXPECT_EQ(overlap(3.0, 5.0, 2.0), 0.0);  // an end before the start
  EXPECT_EQ(live_share(3.0, 3.25), 0.75);
  EXPECT_EQ(live_share(3.0, 0.0), 1.0);
  EXPECT_EQ(live_share(3.0, 4.0), 0.0);
  using D = Dual<8>;
  const D start = D::variable(3.25, 0), end = D::variable(3.75, 1);
  const D share = overlap(3.0, start, end);
  EXPECT_EQ(share.derivative(0), -1.0);
  EXPECT_EQ(share.derivative(1), 1.0);
}

TEST(Clock, PicksByMonthOfYear) {
  const std::array<double, 12> table{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.5};
  EXPECT_EQ(pick(table, 1), 1.0);
  EXPECT_EQ(pick(table, 12), 12.5);
}

}  // namespace
}  // namespace roi
