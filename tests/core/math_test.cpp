#include "libroi/core/math.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <random>

#include "libroi/core/isa.hpp"
#include "tests/core/fixed_sample.hpp"
#include "tests/support/scalars.hpp"

extern "C" {
LIBROI_ISA_DECLARE(void, fixed_sample,
                   (std::uint64_t * on_doubles, std::uint64_t* on_packs, std::uint64_t* on_wide_packs));
}

namespace roi {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSmallest = std::numeric_limits<double>::min();
constexpr double kLargest = std::numeric_limits<double>::max();

static_assert(exp(0.0) == 1.0 && log(1.0) == 0.0 && pow(2.0, 0.0) == 1.0, "usable in constant expressions");

class Draws {
 public:
  double operator()(double low, double high) { return std::uniform_real_distribution(low, high)(engine_); }

 private:
  std::mt19937_64 engine_{20261125};
};

/// The distance of `got` from `want` in units of the last place of a double next to `want`.
double ulps(double got, long double want) {
  int exponent = 0;
  (void)std::frexp(static_cast<double>(want), &exponent);
  return static_cast<double>(std::abs(static_cast<long double>(got) - want) * std::ldexp(1.0L, 53 - exponent));
}

constexpr int kDraws = 100'000;

TEST(Exp, IsWithinOneUlp) {
  Draws draw;
  double worst = 0.0;
  for (int i = 0; i < kDraws; ++i) {
    for (const double x : {draw(-708.0, 709.0), draw(-1.0, 1.0)})
      worst = std::max(worst, ulps(exp(x), std::exp((long double)x)));
  }
  EXPECT_LT(worst, 0.7);
}

TEST(Log, IsWithinOneUlp) {
  Draws draw;
  double worst = 0.0;
  for (int i = 0; i < kDraws; ++i) {
    for (const double x : {std::exp2(draw(-1022.0, 1023.0)), draw(0.5, 2.0), 1.0 + draw(-1e-6, 1e-6)}) {
      worst = std::max(worst, ulps(log(x), std::log((long double)x)));
    }
  }
  EXPECT_LT(worst, 0.85);
}

TEST(Expm1, IsWithinTwoUlps) {
  Draws draw;
  double worst = 0.0;
  for (int i = 0; i < kDraws; ++i) {
    for (const double x : {draw(-3.0, 3.0), std::exp2(draw(-60.0, 9.0)), -std::exp2(draw(-60.0, 9.0))}) {
      worst = std::max(worst, ulps(expm1(x), std::expm1((long double)x)));
    }
  }
  EXPECT_LT(worst, 1.7);
}

TEST(Log1p, IsWithinOneUlp) {
  Draws draw;
  double worst = 0.0;
  for (int i = 0; i < kDraws; ++i) {
    for (const double x : {draw(-0.99, 5.0), std::exp2(draw(-60.0, 100.0)), -std::exp2(draw(-60.0, -0.1))}) {
      worst = std::max(worst, ulps(log1p(x), std::log1p((long double)x)));
    }
  }
  EXPECT_LT(worst, 0.9);
}

TEST(Pow, IsWithinOneUlpUpToItsLimits) {
  // A long double carries 64 bits and x87 takes y log x to them, so its own error stays below 0.05 ulp up to 2^10.
  Draws draw;
  double worst = 0.0;
  int tried = 0;
  for (int i = 0; i < kDraws; ++i) {
    const std::array<std::array<double, 2>, 4> cases{{{draw(0.5, 2.0), draw(-50.0, 50.0)},
                                                      {std::exp2(draw(-300.0, 300.0)), draw(-3.0, 3.0)},
                                                      {1.0 + draw(-1e-3, 1e-3), draw(-3e5, 3e5)},
                                                      {1.0 + draw(0.0, 0.3), draw(0.0, 1.0) / 12.0}}};
    for (const auto& [x, y] : cases) {
      if (std::abs(y * std::log(x)) > 700.0) continue;
      ++tried;
      worst = std::max(worst, ulps(pow(x, y), std::pow((long double)x, (long double)y)));
    }
  }
  EXPECT_GT(tried, 3 * kDraws);
  EXPECT_LT(worst, 0.75);
}

/// exp(x^2) erfc(x) in 64 bits; beyond 30 its asymptotic series.
long double wide_erfcx(long double x) {
  if (x < 30.0L) return std::exp(x * x) * std::erfc(x);
  long double sum = 1.0L, term = 1.0L;
  for (int k = 1; k < 12; ++k) sum += term *= -(2.0L * k - 1.0L) / (2.0L * x * x);
  return sum / (x * std::sqrt(std::acos(-1.0L)));
}

TEST(Erfcx, IsWithinFourUlps) {
  Draws draw;
  double worst = 0.0, worst_below = 0.0;
  for (int i = 0; i < kDraws; ++i) {
    for (const double x : {draw(0.0, 4.0), draw(0.0, 30.0), std::exp2(draw(-60.0, 300.0))})
      worst = std::max(worst, ulps(erfcx(x), wide_erfcx(x)));
    for (const double x : {draw(-26.6, 0.0), -std::exp2(draw(-60.0, 1.0))})
      worst_below = std::max(worst_below, ulps(erfcx(x), wide_erfcx(x)));
  }
  EXPECT_LT(worst, 3.5);
  EXPECT_LT(worst_below, 3.5);
}

TEST(NormalCdf, IsWithinFiveUlps) {
  Draws draw;
  double worst = 0.0;
  for (int i = 0; i < kDraws; ++i) {
    for (const double x : {draw(-37.0, 9.0), draw(-3.0, 3.0)})
      worst = std::max(worst, ulps(normal_cdf(x), 0.5L * std::erfc(-(long double)x * std::sqrt(0.5L))));
  }
  EXPECT_LT(worst, 5.0);
}

TEST(NormalCdf, UndoesTheQuantile) {
  EXPECT_EQ(normal_cdf(0.0), 0.5);
  for (const double p : {1e-300, 1e-20, 0.001, 0.25, 0.5, 0.9, 0.999})
    EXPECT_NEAR(normal_cdf(normal_quantile(p)), p, 3e-13 * p);
  EXPECT_NEAR(normal_cdf(1.959963984540054), 0.975, 1e-15);
}

TEST(Pow, IsExactWhereItSaysSo) {
  for (const double x : {1e-300, 0.1, 1.0, 1.1, 3.0, 1e300}) {
    EXPECT_EQ(pow(x, 1.0), x);
    EXPECT_EQ(pow(x, 0.0), 1.0);
    EXPECT_EQ(pow(1.0, x), 1.0);
    EXPECT_EQ(pow(1.0, -x), 1.0);
    EXPECT_EQ(pow(0.0, x), 0.0);
  }
  EXPECT_EQ(pow(0.0, 0.0), 1.0);
  EXPECT_EQ(pow(0.0, 1.0), 0.0);
  for (int n = -500; n <= 500; ++n) EXPECT_EQ(pow(2.0, n), std::ldexp(1.0, n)) << n;
}

TEST(Math, HoldsAtTheEndsOfItsDomain) {
  for (const double large : {709.0, 710.0, 1e10, kInfinity}) EXPECT_EQ(exp(large), exp(709.0));
  for (const double small : {-708.0, -709.0, -1e10, -kInfinity}) EXPECT_EQ(exp(small), exp(-708.0));
  EXPECT_NEAR(exp(709.0), 8.2184074615549724e307, 1e293);
  EXPECT_GE(exp(-708.0), kSmallest);
  EXPECT_EQ(expm1(-1e10), -1.0);
  EXPECT_EQ(expm1(1e10), exp(709.0));

  for (const double tiny : {0.0, -0.0, 5e-324, 1e-310}) EXPECT_EQ(log(tiny), log(kSmallest));
  EXPECT_NEAR(log(0.0), -708.3964185322641, 1e-12);
  EXPECT_EQ(log1p(-1.0), log(kSmallest));
  EXPECT_NEAR(log(kInfinity), 709.782712893384, 1e-12);
  EXPECT_EQ(log1p(kInfinity), log1p(kLargest));

  EXPECT_EQ(pow(2.0, 1e300), exp(709.0));
  EXPECT_EQ(pow(2.0, -kInfinity), exp(-708.0));
  EXPECT_EQ(pow(0.0, -kInfinity), exp(709.0));
  EXPECT_EQ(pow(kInfinity, 2.0), exp(709.0));
  EXPECT_EQ(pow(1.0, kInfinity), 1.0);

  EXPECT_NEAR(normal_quantile(0.0), -37.5193793471445, 1e-10);  // that of the smallest normal number
  EXPECT_EQ(normal_quantile(1.0), -normal_quantile(0.0));
  EXPECT_EQ(sqrt(0.0), 0.0);

  EXPECT_EQ(erfcx(0.0), 1.0);
  EXPECT_EQ(erfcx(-0.0), 1.0);
  for (const double low : {-27.0, -1e10, -kLargest, -kInfinity}) EXPECT_EQ(erfcx(low), 2.0 * exp(709.0)) << low;
  for (const double far : {1e300, kLargest, kInfinity}) EXPECT_NEAR(erfcx(far), 5.641895835477563e-301, 1e-315) << far;
  for (const double low : {-40.0, -1e10, -kLargest, -kInfinity}) {
    EXPECT_GE(normal_cdf(low), 0.0) << low;
    EXPECT_LT(normal_cdf(low), kSmallest) << low;
  }
  for (const double far : {40.0, kLargest, kInfinity}) EXPECT_EQ(normal_cdf(far), 1.0);
}

TEST(Math, GivesNaNOutsideItsDomain) {
  for (const double negative : {-kSmallest, -1.0, -kInfinity}) {
    EXPECT_TRUE(std::isnan(log(negative))) << negative;
    EXPECT_TRUE(std::isnan(pow(negative, 2.0))) << negative;
    EXPECT_TRUE(std::isnan(sqrt(negative))) << negative;
    EXPECT_TRUE(std::isnan(normal_quantile(negative))) << negative;
  }
  EXPECT_TRUE(std::isnan(log1p(-1.0000000000000002)));
  EXPECT_TRUE(std::isnan(normal_quantile(1.0000000000000002)));
  EXPECT_TRUE(std::isnan(exp(kNaN)));
  EXPECT_TRUE(std::isnan(expm1(kNaN)));
  EXPECT_TRUE(std::isnan(log(kNaN)));
  EXPECT_TRUE(std::isnan(log1p(kNaN)));
  EXPECT_TRUE(std::isnan(pow(kNaN, 2.0)));
  EXPECT_TRUE(std::isnan(pow(2.0, kNaN)));
  EXPECT_TRUE(std::isnan(pow(0.0, kNaN)));
  EXPECT_TRUE(std::isnan(normal_quantile(kNaN)));
  EXPECT_TRUE(std::isnan(normal_cdf(kNaN)));
  EXPECT_TRUE(std::isnan(erfcx(kNaN)));
  EXPECT_EQ(pow(kNaN, 0.0), 1.0);
}

TEST(NormalQuantile, MatchesPublishedValues) {  // Wichura (1988), the check values of AS 241
  EXPECT_NEAR(normal_quantile(0.25), -0.6744897501960817, 1e-15);
  EXPECT_NEAR(normal_quantile(0.001), -3.090232306167814, 1e-14);
  EXPECT_NEAR(normal_quantile(1e-20), -9.262340089798408, 1e-14);
  EXPECT_EQ(normal_quantile(0.5), 0.0);
}

TEST(NormalQuantile, AgreesWithBoost) {
  Draws draw;
  double worst = 0.0;
  for (int i = 0; i < kDraws / 4; ++i) {
    for (const double p : {draw(0.0, 1.0), draw(0.07, 0.08), std::exp2(draw(-1000.0, -1.0))}) {
      const double want = boost::math::quantile(boost::math::normal(), p);
      worst = std::max(worst, std::abs(normal_quantile(p) - want) / std::max(std::abs(want), 0.1));
    }
  }
  EXPECT_LT(worst, 1e-15);
}

TEST(NormalQuantile, IsOddAroundOneHalf) {
  for (const double p : {0.5, 0.25, 0.0625, 0x1p-10, 0x1p-40}) EXPECT_EQ(normal_quantile(1.0 - p), -normal_quantile(p));
}

TEST(Math, GivesTheSameBitsHereAndEverywhere) {
  EXPECT_EQ(test::hash_of_fixed_sample_on_doubles(), test::kHashOfFixedSample);
}

TEST(Math, GivesTheSameBitsOnEveryInstructionSet) {
  for (const Isa limit : {Isa::v1, Isa::v3, Isa::v4}) {
    if (limit > best_isa()) continue;
    std::uint64_t on_doubles = 0, on_packs = 0, on_wide_packs = 0;
    LIBROI_ISA_CHOOSE(fixed_sample, limit)(&on_doubles, &on_packs, &on_wide_packs);
    EXPECT_EQ(on_doubles, test::kHashOfFixedSample) << name_of(limit);
    EXPECT_EQ(on_packs, test::kHashOfFixedSample) << name_of(limit);
    EXPECT_EQ(on_wide_packs, test::kHashOfFixedSample) << name_of(limit);
  }
}

}  // namespace
}  // namespace roi
