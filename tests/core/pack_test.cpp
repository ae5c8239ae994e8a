#include "libroi/core/pack.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <numeric>
#include <type_traits>

#include "tests/core/fixed_sample.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

using P = Pack<8>;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

static_assert(Scalar<Pack<8>> && Scalar<Pack<16>> && Scalar<Pack<32>>);
static_assert(std::is_same_v<mask_t<P>, P::Mask>);
static_assert(std::is_trivially_copyable_v<P> && std::is_trivially_default_constructible_v<P>);
static_assert(sizeof(P) == 8 * sizeof(double) && sizeof(Pack<16>) == 16 * sizeof(double));
static_assert(lanes_of<double> == 1 && lanes_of<P> == 8 && lanes_of<Pack<16>> == 16);
static_assert(!std::is_convertible_v<P::Mask, bool> && !std::is_constructible_v<bool, P::Mask>, "no `if` on a mask");
static_assert(!std::is_convertible_v<P, double>, "lanes never collapse unasked");

P ramp() {  // -3.5 -2.5 .. 3.5
  P x;
  for (int i = 0; i < 8; ++i) x.set_lane(i, i - 3.5);
  return x;
}

TEST(Pack, BroadcastsADoubleBitForBit) {
  for (const double x : {0.0, -0.0, 1.5, 5e-324, std::numeric_limits<double>::infinity(), kNaN}) {
    const P p = x;
    for (int i = 0; i < 8; ++i) EXPECT_TRUE(test::same_bits(p.lane(i), x));
  }
}

TEST(Pack, LoadsAndStoresAtAnyAddress) {
  std::array<double, 10> memory{};
  std::iota(memory.begin(), memory.end(), 1.0);
  const P p = load<8>(memory.data() + 1);
  for (int i = 0; i < 8; ++i) EXPECT_EQ(p.lane(i), i + 2.0);
  std::array<double, 10> copy{};
  p.store(copy.data() + 1);
  EXPECT_EQ(copy, (std::array<double, 10>{0, 2, 3, 4, 5, 6, 7, 8, 9, 0}));
}

/// Both operands packs, then a double on either side, against double, lane by lane.
template <class F>
void expect_lanes_equal_double(F f) {
  const auto sample = test::fixed_sample();
  for (std::size_t first = 0; first < sample.size(); first += 8) {
    P x, y;
    for (std::size_t i = 0; i < 8; ++i) {
      x.set_lane(static_cast<int>(i), sample[first + i][0]);
      y.set_lane(static_cast<int>(i), sample[first + i][1]);
    }
    const double c = sample[first][1];
    const P both = f(x, y), right = f(x, c), left = f(c, x);
    for (int i = 0; i < 8; ++i) {
      ASSERT_TRUE(test::same_bits(both.lane(i), f(x.lane(i), y.lane(i)))) << x.lane(i) << ", " << y.lane(i);
      ASSERT_TRUE(test::same_bits(right.lane(i), f(x.lane(i), c))) << x.lane(i) << ", " << c;
      ASSERT_TRUE(test::same_bits(left.lane(i), f(c, x.lane(i)))) << c << ", " << x.lane(i);
    }
  }
}

TEST(Pack, ArithmeticEqualsDoubleBitForBit) {
  expect_lanes_equal_double([](const auto& a, const auto& b) { return a + b; });
  expect_lanes_equal_double([](const auto& a, const auto& b) { return a - b; });
  expect_lanes_equal_double([](const auto& a, const auto& b) { return a * b; });
  expect_lanes_equal_double([](const auto& a, const auto& b) { return a / b; });
}

TEST(Pack, FunctionsOfTwoEqualDoubleBitForBitNaNAndZerosIncluded) {
  expect_lanes_equal_double([](const auto& a, const auto& b) { return min(a, b); });
  expect_lanes_equal_double([](const auto& a, const auto& b) { return max(a, b); });
  expect_lanes_equal_double([](const auto& a, const auto& b) { return pow(a, b); });
  expect_lanes_equal_double([](const auto& a, const auto& b) { return select(a < b, a, b); });
  expect_lanes_equal_double([](const auto& a, const auto& b) { return select(a <= b, b, a); });
  expect_lanes_equal_double([](const auto& a, const auto& b) { return select(a > b, b, a); });
  expect_lanes_equal_double([](const auto& a, const auto& b) { return select(a >= b, a, b); });
  expect_lanes_equal_double([](const auto& a, const auto& b) { return select(a == b, a, b); });
  expect_lanes_equal_double([](const auto& a, const auto& b) { return select(!(a != b), b, a); });
}

TEST(Pack, FunctionsOfOneEqualDoubleBitForBit) {
  const auto sample = test::fixed_sample();
  for (std::size_t first = 0; first < sample.size(); first += 8) {
    P x;
    for (std::size_t i = 0; i < 8; ++i) x.set_lane(static_cast<int>(i), sample[first + i][0]);
    const auto expect_same = [&](auto f) {
      const P got = f(x);
      for (int i = 0; i < 8; ++i) ASSERT_TRUE(test::same_bits(got.lane(i), f(x.lane(i)))) << x.lane(i);
    };
    expect_same([](const auto& a) { return -a; });
    expect_same([](const auto& a) { return +a; });
    expect_same([](const auto& a) { return abs(a); });
    expect_same([](const auto& a) { return sqrt(a); });
    expect_same([](const auto& a) { return exp(a); });
    expect_same([](const auto& a) { return expm1(a); });
    expect_same([](const auto& a) { return log(a); });
    expect_same([](const auto& a) { return log1p(a); });
    expect_same([](const auto& a) { return normal_quantile(a); });
    expect_same([](const auto& a) { return normal_cdf(a); });
    expect_same([](const auto& a) { return erfcx(a); });
  }
}

TEST(Pack, MinAndMaxReturnTheFirstArgumentAtATieOrNaN) {
  const double minus = -0.0;
  EXPECT_TRUE(test::same_bits(min(P(0.0), P(minus)).lane(3), 0.0));
  EXPECT_TRUE(test::same_bits(max(P(minus), P(0.0)).lane(3), minus));
  EXPECT_TRUE(test::same_bits(min(P(kNaN), P(1.0)).lane(3), kNaN));
  EXPECT_EQ(min(P(1.0), P(kNaN)).lane(3), 1.0);
  EXPECT_EQ(max(P(1.0), P(kNaN)).lane(3), 1.0);
}

TEST(Pack, CompoundAssignmentTakesPacksAndDoubles) {
  P x = ramp();
  x += 1.0;
  x -= ramp();
  EXPECT_TRUE(all_of(x == 1.0));
  x *= P(6.0);
  x /= 4.0;
  EXPECT_TRUE(all_of(x == 1.5));
  x -= 0.5;
  x += P(1.0);
  x *= 3.0;
  x /= P(2.0);
  EXPECT_TRUE(all_of(x == 3.0));
}

TEST(PackMask, CombinesLikeTruth) {
  const P x = ramp();
  const auto negative = x < 0.0, small = abs(x) < 1.0;
  for (int i = 0; i < 8; ++i) {
    const bool n = i < 4, s = i == 3 || i == 4;
    EXPECT_EQ((negative & small).lane(i), n && s);
    EXPECT_EQ((negative | small).lane(i), n || s);
    EXPECT_EQ((negative ^ small).lane(i), n != s);
    EXPECT_EQ((!negative).lane(i), !n);
    EXPECT_EQ((negative & true).lane(i), n);
    EXPECT_EQ((false | negative).lane(i), n);
  }
  auto m = negative;
  m &= small;
  m |= x > 3.0;
  m.set_lane(0, true);
  for (int i = 0; i < 8; ++i) EXPECT_EQ(m.lane(i), i == 0 || i == 3 || i == 7) << i;
}

TEST(PackMask, AnyAndAllLookAtEveryLane) {
  EXPECT_TRUE(all_of(P::Mask(true)) && any_of(P::Mask(true)));
  EXPECT_FALSE(all_of(P::Mask(false)) || any_of(P::Mask(false)));
  for (int i = 0; i < 16; ++i) {
    Pack<16>::Mask one(false), all_but_one(true);
    one.set_lane(i, true);
    all_but_one.set_lane(i, false);
    EXPECT_TRUE(any_of(one) && !all_of(one)) << i;
    EXPECT_TRUE(any_of(all_but_one) && !all_of(all_but_one)) << i;
  }
}

TEST(PackMask, SelectsFromPacksAndDoublesAlike) {
  const P x = ramp();
  const auto m = x < 0.0;
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(select(m, x, -x).lane(i), i < 4 ? x.lane(i) : -x.lane(i));
    EXPECT_EQ(select(m, x, 7.0).lane(i), i < 4 ? x.lane(i) : 7.0);
    EXPECT_EQ(select(m, 7.0, x).lane(i), i < 4 ? 7.0 : x.lane(i));
    EXPECT_EQ(select(m, 1.0, 0.0).lane(i), i < 4 ? 1.0 : 0.0);
  }
}

TEST(Pack, ReducesInLaneOrder) {
  P x = ramp();
  x.set_lane(2, -9.0);
  x.set_lane(5, 11.0);
  EXPECT_EQ(least(x), -9.0);
  EXPECT_EQ(most(x), 11.0);
  P y(0.1);
  y.set_lane(0, 1e16);
  y.set_lane(7, -1e16);
  double want = 0.0;
  for (int i = 0; i < 8; ++i) want += y.lane(i);
  EXPECT_EQ(sum(y), want);
  EXPECT_EQ(value_of(x), x.lane(0));
  EXPECT_EQ(roi::value_of(x), -3.5);
}

TEST(Pack, AgreesWithDoubleInARecurrence) {
  test::expect_same_for_all_scalars<3>(
      [](const auto& growth, const auto& rate, const auto& base) {
        auto value = base * 0.0, level = base * 1.0;
        for (int t = 0; t < 60; ++t) {
          level = level * (1.0 + growth / 12.0);
          value = (value + max(level - 0.5 * base, 0.0)) * exp(-rate / 12.0) + pow(1.0 + rate, 0.25);
        }
        return value;
      },
      {{0.02, 0.1, 100.0}, {-0.05, 0.02, 3.0}, {0.3, 0.25, 7.0}});
}

}  // namespace
}  // namespace roi
