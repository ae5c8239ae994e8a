#include "libroi/core/fold.hpp"

#include <gtest/gtest.h>

#include "libroi/core/pack.hpp"

namespace roi {
namespace {

const Timeline timeline({2026, 1}, 6, HourConvention::calendar);

TEST(Fold, TotalsByHand) {
  Sum<double> sum;
  SumProduct<double> product;
  Most<double> most;
  for (const double x : {-3.0, -1.5, -2.0}) {
    sum.add(x);
    product.add(x, 2.0);
    most.add(x);
  }
  EXPECT_EQ(sum.value(), -6.5);
  EXPECT_EQ(product.value(), -13.0);
  EXPECT_EQ(most.value(), -1.5);  // not 0: the first entry begins it
  EXPECT_EQ(Sum<double>().value(), 0.0);
}

TEST(Fold, PassesOverUndefinedEntries) {
  Least<double> least;
  FirstMonth<double> month;
  Most<double> most;
  Mean<double> mean;
  const Defined<double> entries[] = {{-9.0, false}, {2.0, true}, {1.25, true}, {0.0, false}, {1.25, true}};
  for (int t = 0; t < 5; ++t) {
    least.add(entries[t]);
    most.add(entries[t]);
    month.add(entries[t].exists && entries[t].value == 1.25 ? 1.0 : 0.0, t);
    mean.add(entries[t]);
  }
  EXPECT_TRUE(least.value().exists);
  EXPECT_EQ(least.value().value, 1.25);
  EXPECT_EQ(most.value(), 2.0);
  EXPECT_EQ(month.value(), 2.0);  // the first of two
  EXPECT_EQ(mean.value().value, 1.5);
}

TEST(Fold, NothingDefinedIsUndefined) {
  Least<double> least;
  FirstMonth<double> month;
  Most<double> most;
  Mean<double> mean;
  least.add({1.0, false});
  most.add({1.0, false});
  month.add(0.0, 3.0);
  mean.add({1.0, false});
  EXPECT_FALSE(least.value().exists);
  EXPECT_EQ(month.value(), 0.0);
  EXPECT_EQ(most.value(), 0.0);
  EXPECT_FALSE(mean.value().exists);
  EXPECT_EQ(mean.value().value, 0.0);  // finite all the same
}

TEST(Fold, LanesKeepTheirOwnEntries) {
  using Lanes = Pack<kLanes>;
  Lanes a(2.0), b(1.0);
  a.set_lane(3, 0.5);
  PackMask<kLanes> exists(true);
  exists.set_lane(5, false);
  Least<Lanes> least;
  FirstMonth<Lanes> month;
  least.add({a, PackMask<kLanes>(true)});
  month.add(select(a < 1.0, Lanes(1.0), Lanes(0.0)), Lanes(4.0));
  least.add({b, exists});
  month.add(Lanes(1.0), Lanes(7.0));
  const double wanted[] = {1.0, 1.0, 1.0, 0.5, 1.0, 2.0, 1.0, 1.0};
  for (int i = 0; i < kLanes; ++i) {
    EXPECT_EQ(least.value().value.lane(i), wanted[i]) << i;
    EXPECT_EQ(month.value().lane(i), i == 3 ? 4.0 : 7.0) << i;
  }
}

TEST(Fold, LooksBackAndPastTheEnd) {
  const Clock<double> clock(timeline);
  Series<double> series(6);
  for (int t = 0; t < 6; ++t) series[t] = 10.0 + t;
  EXPECT_EQ(series.size(), 6);
  EXPECT_EQ(lag(series, clock, 4, 3), 11.0);
  EXPECT_EQ(lag(series, clock, 2, 3), 0.0);
  EXPECT_EQ(lag(series, clock, 5, 0), 15.0);
  const std::vector<double> given{7.0, 8.0};
  EXPECT_EQ(entry(given, clock, 0), 7.0);
  EXPECT_EQ(entry(given, clock, 5), 8.0);
}

}  // namespace
}  // namespace roi
