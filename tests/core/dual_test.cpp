#include "libroi/core/dual.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "tests/core/fixed_sample.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

using D = Dual<8>;
constexpr auto kNotChecked = test::Derivatives::kNotChecked;

static_assert(Scalar<Dual<8>> && Scalar<Dual<16>> && Scalar<Dual<32>>);
static_assert(std::is_same_v<mask_t<D>, bool> && lanes_of<D> == 1);
static_assert(!std::is_convertible_v<D, double>, "derivatives are never dropped unasked");

TEST(Dual, CarriesTheChainRule) {  // the example of the header
  const auto price = D::variable(0.12, 0), sold = D::variable(500.0, 1);
  const auto revenue = price * sold;
  EXPECT_EQ(revenue.value(), 60.0);
  EXPECT_EQ(revenue.derivative(0), 500.0);
  EXPECT_EQ(revenue.derivative(1), 0.12);
  for (int i = 2; i < 8; ++i) EXPECT_EQ(revenue.derivative(i), 0.0);
}

TEST(Dual, ArithmeticOnEverySideMatchesDifferences) {
  const std::vector<std::array<double, 2>> cases{{2.0, 3.0}, {-1.5, 0.25}, {4.0, -7.0}};
  test::expect_same_for_all_scalars<2>([](const auto& a, const auto& b) { return a + b; }, cases);
  test::expect_same_for_all_scalars<2>([](const auto& a, const auto& b) { return a - b; }, cases);
  test::expect_same_for_all_scalars<2>([](const auto& a, const auto& b) { return a * b; }, cases);
  test::expect_same_for_all_scalars<2>([](const auto& a, const auto& b) { return a / b; }, cases);
  test::expect_same_for_all_scalars<2>([](const auto& a, const auto& b) { return a + b * b - a / b; }, cases);
  for (const double c : {2.0, -0.3}) {
    test::expect_same_for_all_scalars([c](const auto& a) { return c + a; }, {0.5, -2.0});
    test::expect_same_for_all_scalars([c](const auto& a) { return a + c; }, {0.5, -2.0});
    test::expect_same_for_all_scalars([c](const auto& a) { return c - a; }, {0.5, -2.0});
    test::expect_same_for_all_scalars([c](const auto& a) { return a - c; }, {0.5, -2.0});
    test::expect_same_for_all_scalars([c](const auto& a) { return c * a; }, {0.5, -2.0});
    test::expect_same_for_all_scalars([c](const auto& a) { return a * c; }, {0.5, -2.0});
    test::expect_same_for_all_scalars([c](const auto& a) { return c / a; }, {0.5, -2.0});
    test::expect_same_for_all_scalars([c](const auto& a) { return a / c; }, {0.5, -2.0});
  }
}

TEST(Dual, CompoundAssignmentMatchesDifferences) {
  test::expect_same_for_all_scalars<2>(
      [](const auto& a, const auto& b) {
        auto x = a;
        x += b;
        x *= a;
        x -= b;
        x /= b;
        x += 1.0;
        x *= 3.0;
        x -= 0.5;
        x /= 7.0;
        return x;
      },
      {{2.0, 3.0}, {-1.5, 0.25}});
}

TEST(Dual, FunctionsMatchDifferences) {
  test::expect_same_for_all_scalars([](const auto& x) { return exp(x); }, {-3.0, 0.0, 0.7, 20.0});
  test::expect_same_for_all_scalars([](const auto& x) { return expm1(x); }, {-3.0, 1e-3, 0.7, 20.0});
  test::expect_same_for_all_scalars([](const auto& x) { return log(x); }, {0.01, 0.9, 5.0, 1e6});
  test::expect_same_for_all_scalars([](const auto& x) { return log1p(x); }, {-0.5, 0.01, 5.0});
  test::expect_same_for_all_scalars([](const auto& x) { return sqrt(x); }, {0.01, 1.0, 9.0});
  test::expect_same_for_all_scalars([](const auto& x) { return abs(x); }, {-2.0, 3.0});
  test::expect_same_for_all_scalars([](const auto& x) { return -x; }, {-2.0, 3.0});
  test::expect_same_for_all_scalars([](const auto& x) { return normal_quantile(x); },
                                    {1e-6, 0.05, 0.3, 0.5, 0.8, 0.97});
  test::expect_same_for_all_scalars([](const auto& x) { return normal_cdf(x); }, {-5.0, -2.0, 0.0, 0.3, 5.0});
  test::expect_same_for_all_scalars([](const auto& x) { return erfcx(x); }, {-4.0, -2.0, 0.0, 0.3, 5.0, 29.9});
  test::expect_same_for_all_scalars([](const auto& x) { return pow(x, 2.5); }, {0.3, 1.0, 4.0});
  test::expect_same_for_all_scalars([](const auto& x) { return pow(1.07, x); }, {-3.0, 0.5, 4.0});
  test::expect_same_for_all_scalars<2>([](const auto& x, const auto& y) { return pow(x, y); },
                                       {{1.1, 0.25}, {0.4, -3.0}, {2.0, 1.0}, {3.0, 7.0}});
}

TEST(Dual, ChoosesWithTheDerivativeOfWhatItChooses) {
  const std::vector<std::array<double, 2>> cases{{2.0, 3.0}, {3.0, 2.0}};
  test::expect_same_for_all_scalars<2>([](const auto& a, const auto& b) { return min(a * b, b); }, cases);
  test::expect_same_for_all_scalars<2>([](const auto& a, const auto& b) { return max(a, b * 1.1); }, cases);
  test::expect_same_for_all_scalars<2>([](const auto& a, const auto& b) { return select(a < b, a * a, b); }, cases);
  test::expect_same_for_all_scalars<2>([](const auto& a, const auto& b) { return max(a - b, 0.0); }, cases);
}

TEST(Dual, ValueIsBitForBitThatOfDouble) {
  for (const auto& [x, y] : test::fixed_sample()) {
    const auto on_double = test::all_functions(x, y);
    const auto on_dual = test::all_functions(D::variable(x, 0), D::variable(y, 1));
    const auto inactive = test::all_functions(D(x), D(y));
    for (std::size_t i = 0; i < on_double.size(); ++i) {
      ASSERT_TRUE(test::same_bits(on_dual[i].value(), on_double[i])) << i << ": " << x << ", " << y;
      ASSERT_TRUE(test::same_bits(inactive[i].value(), on_double[i])) << i << ": " << x << ", " << y;
      ASSERT_FALSE(inactive[i].active()) << i;
    }
  }
}

TEST(Dual, IsActiveOnlyWhereAnInputReaches) {
  const D plain = 3.0, input = D::variable(2.0, 5);
  EXPECT_FALSE(D().active() || plain.active());
  EXPECT_EQ(plain.derivative(5), 0.0);
  EXPECT_TRUE(input.active());
  EXPECT_FALSE((plain + 1.0).active() || (plain * plain).active() || (1.0 / plain).active() || (-plain).active());
  EXPECT_FALSE(exp(plain).active() || pow(plain, plain).active() || sqrt(plain).active() || abs(plain).active());
  EXPECT_TRUE((plain + input).active() && (input - plain).active() && (plain / input).active());
  EXPECT_TRUE(pow(plain, input).active() && exp(input).active());
  EXPECT_FALSE(max(plain, input).active()) << "the plain one is chosen";
  EXPECT_TRUE(min(plain, input).active());
}

TEST(Dual, MixedActivityGivesTheSameDerivatives) {
  const D plain = 3.0, input = D::variable(2.0, 5);
  EXPECT_EQ((plain - input).derivative(5), -1.0);
  EXPECT_EQ((input - plain).derivative(5), 1.0);
  EXPECT_EQ((plain * input).derivative(5), 3.0);
  EXPECT_EQ((plain / input).derivative(5), -0.75);
  EXPECT_EQ((input / plain).derivative(5), 1.0 / 3.0);
  EXPECT_NEAR(pow(plain, input).derivative(5), 9.0 * std::log(3.0), 1e-14);
  EXPECT_NEAR(pow(input, plain).derivative(5), 12.0, 1e-14);
}

TEST(Dual, AssignmentTakesTheOthersActivity) {
  D x = D::variable(2.0, 1);
  const D y = x;
  x = 5.0;
  EXPECT_FALSE(x.active());
  EXPECT_EQ(x.derivative(1), 0.0);
  x = y;
  EXPECT_EQ(x.derivative(1), 1.0);
  const D& alias = x;
  x = alias;
  EXPECT_EQ(x.derivative(1), 1.0);
  x = x * x;
  EXPECT_EQ(x.derivative(1), 4.0);
}

TEST(Dual, KinksHaveTheStatedDerivative) {
  const D a = D::variable(1.0, 0), b = D::variable(1.0, 1), zero = D::variable(0.0, 0);
  EXPECT_EQ(min(a, b).derivative(0), 1.0);
  EXPECT_EQ(min(a, b).derivative(1), 0.0);
  EXPECT_EQ(max(a, b).derivative(0), 1.0);
  EXPECT_EQ(max(a, b).derivative(1), 0.0);
  EXPECT_EQ(abs(zero).derivative(0), 1.0);
  EXPECT_EQ(sqrt(zero).derivative(0), 0.0);
}

TEST(Dual, PowAtZeroIsFinite) {
  const D zero = D::variable(0.0, 0);
  const auto by_base = [&](double y) { return pow(zero, D::variable(y, 1)).derivative(0); };
  EXPECT_EQ(by_base(2.0), 0.0);
  EXPECT_EQ(by_base(1.0), 1.0);
  EXPECT_EQ(by_base(0.5), 0.0);
  EXPECT_EQ(by_base(0.0), 0.0);
  EXPECT_EQ(pow(zero, D::variable(2.0, 1)).derivative(1), 0.0);
}

TEST(Dual, ErfcxFallsWithoutCancellationFarOut) {
  // erfcx(x) = 1 / (x sqrt(pi)) (1 - 1 / (2 x^2) + ...): the slope tends to -1 / (x^2 sqrt(pi))
  constexpr double kInverseRootPi = 0.56418958354775628695;
  const auto slope = [](double x) { return erfcx(D::variable(x, 0)).derivative(0); };
  for (const double x : {1e4, 1e8, 1e150}) EXPECT_NEAR(slope(x) * x * x, -kInverseRootPi, 1e-8) << x;
  const double before = slope(30.0), after = slope(std::nextafter(30.0, 31.0));
  EXPECT_NEAR(before, after, 2e-12 * std::abs(after));
}

TEST(Dual, HeldFunctionsAreFlat) {
  EXPECT_EQ(exp(D::variable(800.0, 0)).derivative(0), 0.0);
  EXPECT_EQ(exp(D::variable(-800.0, 0)).derivative(0), 0.0);
  EXPECT_EQ(expm1(D::variable(800.0, 0)).derivative(0), 0.0);
  EXPECT_EQ(log(D::variable(0.0, 0)).derivative(0), 0.0);
  EXPECT_EQ(log1p(D::variable(-1.0, 0)).derivative(0), 0.0);
  EXPECT_EQ(pow(D::variable(2.0, 0), 2000.0).derivative(0), 0.0);
  EXPECT_EQ(normal_quantile(D::variable(0.0, 0)).derivative(0), 0.0);
  EXPECT_EQ(normal_cdf(D::variable(-40.0, 0)).derivative(0), 0.0);
  EXPECT_EQ(erfcx(D::variable(-30.0, 0)).derivative(0), 0.0);
}

TEST(Dual, NumbersItsInputsAcrossVectors) {
  for (int i = 0; i < 32; ++i) {
    const auto x = Dual<32>::variable(3.0, i);
    for (int j = 0; j < 32; ++j) EXPECT_EQ((x * x).derivative(j), i == j ? 6.0 : 0.0);
  }
}

TEST(Dual, ComparesByValue) {
  const D a = D::variable(1.0, 0), b = D::variable(2.0, 1), c = 1.0;
  EXPECT_TRUE(a < b && a <= c && b > a && b >= 2.0 && a == c && a != b && 1.5 < b && 1.0 == a);
  EXPECT_FALSE(b < a || a != c || a > 1.0);
}

TEST(Implicit, DifferentiatesASolvedRoot) {
  // x = sqrt(p) from x^2 - p = 0: dx/dp = 1 / (2 x).
  const D p = D::variable(2.0, 3);
  const double root = roi::sqrt(2.0);
  const D x = implicit(root, D(root) * root - p, 2.0 * root);
  EXPECT_EQ(x.value(), root) << "the residual left over by rounding does not move the value";
  EXPECT_NEAR(x.derivative(3), 0.5 / root, 1e-15);
  EXPECT_EQ(implicit(root, root * root - 2.0, 2.0 * root), root);
}

TEST(Implicit, MatchesDifferencesOfTheSolution) {
  test::expect_same_for_all_scalars<2>(
      [](const auto& price, const auto& rate) {  // x e^x = price / rate, by Newton in double, then one step in T
        using T = std::remove_cvref_t<decltype(price)>;
        if constexpr (lanes_of < T >> 1) {
          T solution;
          for (int lane = 0; lane < lanes_of<T>; ++lane) {
            double x = 1.0;
            const double target = price.lane(lane) / rate.lane(lane);
            for (int i = 0; i < 60; ++i) x -= (x * exp(x) - target) / ((1.0 + x) * exp(x));
            solution.set_lane(lane, x);
          }
          return solution;
        } else {
          double x = 1.0;
          const double target = value_of(price) / value_of(rate);
          for (int i = 0; i < 60; ++i) x -= (x * exp(x) - target) / ((1.0 + x) * exp(x));
          return T(implicit(x, T(x * exp(x)) - price / rate, (1.0 + x) * exp(x)));
        }
      },
      {{2.0, 0.5}, {0.3, 0.2}});
}

TEST(Dual, SameForAllScalarsNoticesAWrongDerivative) {
  EXPECT_NONFATAL_FAILURE(test::expect_same_for_all_scalars([](const auto& x) { return x * value_of(x); }, {2.0}),
                          "derivative by argument 0");
}

TEST(Dual, ValuesAtKinksAgreeEvenWhereDifferencesCannot) {
  test::expect_same_for_all_scalars([](const auto& x) { return max(x, 0.0) + abs(x); }, {0.0, -0.0}, kNotChecked);
}

}  // namespace
}  // namespace roi
