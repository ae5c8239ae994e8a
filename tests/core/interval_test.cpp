#include "libroi/core/interval.hpp"

#include <gtest/gtest.h>

#include "libroi/core/dual.hpp"
#include "libroi/core/pack.hpp"

namespace roi {
namespace {

const Timeline timeline({2026, 1}, 24, HourConvention::calendar);
using Lanes = Pack<kLanes>;

TEST(Interval, SharesByHand) {
  const Clock<double> clock(timeline);
  const Interval<double> term(2.25, 5.5);
  const double wanted[] = {0.0, 0.0, 0.75, 1.0, 1.0, 0.5, 0.0, 0.0};
  for (int t = 0; t < 8; ++t) {
    EXPECT_EQ(term.share(t, clock), wanted[t]) << t;
    EXPECT_EQ(term.part(8.0, t, clock), 8.0 * wanted[t]) << t;
    EXPECT_EQ(term.outside(t), wanted[t] == 0.0) << t;
  }
  EXPECT_EQ(Interval<double>(3.25, 3.5).share(3, clock), 0.25);
  EXPECT_EQ(Interval<double>(5.0, 2.0).share(3, clock), 0.0);
  EXPECT_EQ(Interval<double>(-1e300, 1e300).share(23, clock), 1.0);
}

TEST(LiveFrom, SharesByHand) {
  const Clock<double> clock(timeline);
  const LiveFrom<double> live(2.25);
  EXPECT_EQ(live.share(1, clock), 0.0);
  EXPECT_EQ(live.share(2, clock), 0.75);
  EXPECT_EQ(live.share(3, clock), 1.0);
  EXPECT_TRUE(live.not_yet(1));
  EXPECT_FALSE(live.not_yet(2));
  EXPECT_FALSE(live.whole_from(2));
  EXPECT_TRUE(live.whole_from(3));
  EXPECT_EQ(LiveFrom<double>(2.0).share(2, clock), 1.0);
}

TEST(Ramp, SharesByHand) {
  const Clock<double> clock(timeline);
  const Ramp<double> ramp(1.5, 0.25, 4.0);  // full after four months, in the course of month 5
  const double wanted[] = {0.0, 0.125, 0.375, 0.625, 0.875, 1.0, 1.0};
  for (int t = 0; t < 7; ++t) EXPECT_EQ(ramp.share(t, clock), wanted[t]) << t;
  EXPECT_TRUE(ramp.still(0));
  for (int t = 1; t <= 6; ++t) EXPECT_FALSE(ramp.still(t)) << t;
  EXPECT_TRUE(ramp.still(8));
}

/// Lanes with dates of their own see what a double sees; so does a number with derivatives.
TEST(Interval, EveryLaneIsADouble) {
  Lanes start(0.0), end(0.0), months(0.0);
  const double starts[] = {-3.5, 0.0, 0.25, 2.0, 3.75, 7.0, 12.5, 40.0};
  const double ends[] = {2.0, 0.0, 0.75, 2.5, 30.0, 7.25, 12.0, 50.0};
  for (int i = 0; i < kLanes; ++i) {
    start.set_lane(i, starts[i]);
    end.set_lane(i, ends[i]);
    months.set_lane(i, 1.0 + i);
  }
  const Clock<Lanes> clock(timeline);
  const Clock<double> plain(timeline);
  const Interval<Lanes> term(start, end);
  const LiveFrom<Lanes> live(start);
  const Ramp<Lanes> ramp(start, 1.0 / months, months);
  for (int t = 0; t < timeline.months(); ++t)
    for (int i = 0; i < kLanes; ++i) {
      const double rate = 1.0 / months.lane(i);
      EXPECT_EQ(term.share(t, clock).lane(i), Interval<double>(starts[i], ends[i]).share(t, plain)) << t << ' ' << i;
      EXPECT_EQ(live.share(t, clock).lane(i), LiveFrom<double>(starts[i]).share(t, plain)) << t << ' ' << i;
      EXPECT_EQ(ramp.share(t, clock).lane(i), Ramp<double>(starts[i], rate, months.lane(i)).share(t, plain));
    }
}

TEST(Interval, DerivativesAreThoseOfTheDates) {
  using D = Dual<8>;
  const Clock<D> clock(timeline);
  const Interval<D> term(D::variable(2.25, 0), D::variable(5.5, 1));
  EXPECT_EQ(term.share(2, clock).derivative(0), -1.0);
  EXPECT_EQ(term.share(2, clock).derivative(1), 0.0);
  EXPECT_EQ(term.share(5, clock).derivative(1), 1.0);
  EXPECT_EQ(term.share(3, clock).derivative(0), 0.0);
  EXPECT_EQ(LiveFrom<D>(D::variable(2.25, 0)).share(2, clock).derivative(0), -1.0);
}

}  // namespace
}  // namespace roi
