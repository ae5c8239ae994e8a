// Cards lost and performance decayed by age, restarting with each renewal; by hand.
#include "libroi/capacity/aging.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/capacity/stage.hpp"

namespace roi {
namespace {

using test::CapacityRun;
using test::Hall;
using testing::DoubleNear;
using testing::Pointwise;

const double kQuarter = 1.0 - std::pow(0.75, 1.0 / 12.0);  // monthly, of a quarter a year

Hall losing(double delivered, int refreshes = 0, double interval = 60.0) {
  Hall hall;
  hall.fleet().delivered = delivered;
  hall.fleet().reliability.emplace().attrition = 0.25;
  hall.fleet().reliability->failure_rate = 1e-6;
  hall.fleet().reliability->repair_time = 0.01;
  hall.fleet().refreshes = refreshes;
  hall.fleet().refresh_interval = interval;
  return hall;
}

TEST(Aging, CardsAreLostFromTheMonthAfter) {
  const CapacityRun run(losing(0.0), 14);
  EXPECT_DOUBLE_EQ(run.constant("fleet/a/monthly loss"), kQuarter);
  EXPECT_EQ(run.opening("fleet/a/left"), 1.0);
  EXPECT_EQ(run.row("fleet/a/installed")[0], 100.0);
  EXPECT_DOUBLE_EQ(run.row("fleet/a/installed")[1], 100.0 * (1.0 - kQuarter));
  EXPECT_NEAR(run.row("fleet/a/installed")[12], 75.0, 1e-12);  // a year later
  EXPECT_NEAR(run.row("fleet/a/delivered")[12], 75.0, 1e-12);
  EXPECT_FALSE(run.has("fleet/a/fresh"));
  EXPECT_FALSE(run.has("fleet/a/performance"));
}

TEST(Aging, APartialMonthLosesItsPart) {
  const CapacityRun run(losing(0.75), 4);  // a quarter of month 0
  EXPECT_EQ(run.row("fleet/a/installed")[0], 25.0);
  EXPECT_DOUBLE_EQ(run.row("fleet/a/left")[0], 1.0 - 0.25 * kQuarter);
  EXPECT_DOUBLE_EQ(run.row("fleet/a/installed")[1], 100.0 * (1.0 - 0.25 * kQuarter));
}

TEST(Aging, CardsOlderThanTheModelHaveLostTheirPart) {
  EXPECT_NEAR(CapacityRun(losing(-12.0)).row("fleet/a/installed")[0], 75.0, 1e-12);
  EXPECT_EQ(CapacityRun(losing(-24.0)).constant("fleet/a/age at start"), 2.0);
  EXPECT_EQ(CapacityRun(losing(3.0)).constant("fleet/a/age at start"), 0.0);
  EXPECT_NEAR(CapacityRun(losing(-24.0)).opening("fleet/a/left"), 0.5625, 1e-14);
  EXPECT_NEAR(CapacityRun(losing(-24.0, 1, 12.0)).opening("fleet/a/left"), 0.75, 1e-14);     // renewed a year before
  EXPECT_NEAR(CapacityRun(losing(-24.0, 3, 12.0), 20).opening("fleet/a/left"), 1.0, 1e-14);  // and on the first day
}

TEST(Aging, ARenewalRestartsWithinItsMonth) {
  const CapacityRun run(losing(0.0, 1, 6.25), 12);
  EXPECT_EQ(run.constant("fleet/a/renewal 1"), 6.25);
  EXPECT_EQ(run.row("fleet/a/fresh")[6], 0.75);
  EXPECT_EQ(run.row("fleet/a/fresh")[7], 0.0);
  const double before = std::pow(1.0 - kQuarter, 6.0);
  EXPECT_NEAR(run.row("fleet/a/in place")[6], before + 0.75 * (1.0 - before), 1e-14);
  EXPECT_NEAR(run.row("fleet/a/left")[6], 1.0 - 0.75 * kQuarter, 1e-14);
  EXPECT_NEAR(run.row("fleet/a/installed")[8], 100.0 * (1.0 - 0.75 * kQuarter) * (1.0 - kQuarter), 1e-11);
}

TEST(Aging, WhatIsHadAMonthDoesNotJumpWithTheDateOfARenewal) {
  for (const double date : {6.0, 7.0, 8.0}) {
    const auto just = [&](double by) { return CapacityRun(losing(0.0, 1, date + by), 12).row("fleet/a/installed"); };
    EXPECT_THAT(just(-1e-9), Pointwise(DoubleNear(1e-5), just(1e-9))) << date;
  }
}

TEST(Aging, ARenewalThatIsNeverBoughtRenewsNothing) {
  const CapacityRun run(losing(0.0, 2, 6.0), 13);  // the second one on day 12, in the last month
  EXPECT_EQ(run.constant("fleet/a/renewal 2"), 13.0);
  EXPECT_NEAR(run.row("fleet/a/in place")[12], std::pow(1.0 - kQuarter, 6.0), 1e-14);
}

TEST(Aging, PerformanceDecaysAlike) {
  Hall hall;
  hall.fleet().performance_decay = 0.25;
  hall.fleet().refreshes = 1;
  hall.fleet().refresh_interval = 6.5;
  const CapacityRun run(hall, 12);
  EXPECT_NEAR(run.row("fleet/a/performance")[6], std::pow(1.0 - kQuarter, 6.0) * 0.5 + 0.5, 1e-14);
  EXPECT_DOUBLE_EQ(run.row("fleet/a/performance")[7], 1.0 - 0.5 * kQuarter);
  EXPECT_EQ(run.row("fleet/a/installed")[7], 100.0);  // no card is lost
  EXPECT_EQ(run.capacity.performance[0], run.row("fleet/a/performance")[11]);
  EXPECT_EQ(run.fleets().productive(0, 10.0), 10.0 * run.row("fleet/a/performance")[11]);
}

}  // namespace
}  // namespace roi
