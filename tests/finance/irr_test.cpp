#include "libroi/finance/irr.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

#include "libroi/finance/npv.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

using Flows = std::vector<double>;

/// |NPV| over the sum of |discounted flows| at a rate, with ln(1 + r) so that losses near -100 % resolve too.
double residual(const Flows& flows, double log1p_rate) {
  double value = 0.0, size = 0.0;
  const double shift = log1p_rate < 0.0 ? static_cast<double>(flows.size() - 1) : 0.0;
  for (std::size_t t = 0; t < flows.size(); ++t) {
    const double term = flows[t] * std::exp(-log1p_rate * (static_cast<double>(t) - shift));
    value += term;
    size += std::abs(term);
  }
  return std::abs(value) / size;
}

/// Monthly project: building, ramp and operation, a refresh, a cost at the end.
Flows project(std::mt19937_64& random, std::size_t months, double refresh, double closing) {
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  Flows flows(months);
  for (std::size_t t = 0; t < months; ++t)
    flows[t] = t < months / 10 ? -100.0 * uniform(random) : 22.0 * (0.1 + uniform(random));
  flows[months / 2] -= refresh * uniform(random);
  flows.back() -= closing * uniform(random);
  return flows;
}

TEST(Irr, MatchesSpreadsheetExamples) {  // documentation of IRR in spreadsheets
  EXPECT_NEAR(irr_value(Flows{-70000, 12000, 15000, 18000, 21000}), -0.0212448482734110, 1e-12);
  EXPECT_NEAR(irr_value(Flows{-70000, 12000, 15000, 18000, 21000, 26000}), 0.0866309480365317, 1e-12);
  EXPECT_NEAR(irr_value(Flows{-100, 39, 59, 55, 20}), 0.2809484211599611, 1e-12);
}

TEST(Irr, ListsBothRootsAndSaysWhichItTook) {  // numpy/numpy-financial#28
  const auto d = irr(Flows{-50, -100, 600, 300, -100});
  EXPECT_EQ(d.status, IrrStatus::several);
  ASSERT_EQ(d.roots.size(), 2U);
  EXPECT_NEAR(d.roots[0].rate, -0.768895470681, 1e-11);
  EXPECT_FALSE(d.roots[0].falls);
  EXPECT_NEAR(d.roots[1].rate, 1.85441782846, 1e-10);
  EXPECT_TRUE(d.roots[1].falls);
  EXPECT_EQ(d.value, d.roots[1].rate);
  EXPECT_EQ(d.certified_count, 2);
  EXPECT_EQ(d.most_roots, 2);
  EXPECT_EQ(d.rule, "NPV falls, nearest to zero");
  const Flows rising{-5, 10.5, 1, -8, 1};  // roots -0.87 (falls), 0.0886 (rises), 0.71 (falls)
  EXPECT_NEAR(irr_value_periodic<double>(rising).rate, 0.7095595, 1e-6);
  EXPECT_NEAR(irr_value_periodic<double>(rising, RootRule::non_negative_first).rate, 0.0885983, 1e-7);
}

TEST(Irr, FindsTheOnlyRootOfALosingAnnuity) {  // numpy/numpy-financial#98
  Flows flows(17, 327.24625);
  flows[0] = -10000.0;
  const auto d = irr(flows);
  EXPECT_EQ(d.status, IrrStatus::unique);
  EXPECT_EQ(d.certified_count, 1);
  EXPECT_NEAR(d.value, -0.0676541134496867, 1e-13);
}

TEST(Irr, SaysThatThereIsNone) {
  const auto none = irr(Flows{-1, 3, -2.5});
  EXPECT_EQ(none.status, IrrStatus::none);
  EXPECT_EQ(none.certified_count, 0);
  EXPECT_FALSE(none.exists());
  EXPECT_EQ(none.rule, "no rate: NPV is negative at every rate");
  EXPECT_EQ(irr(Flows{1, 2, 3}).status, IrrStatus::no_sign_change);
  EXPECT_EQ(irr(Flows{0, 0}).status, IrrStatus::no_sign_change);
  test::expect_throws_saying<NoSolutionError>(
      [] {
        (void)irr_value(Flows{-1, 3, -2.5});
      },
      "irr_value: NPV of cash_flows is negative at every rate above -100 % (none)");
  test::expect_throws_saying<NoSolutionError>(
      [] {
        (void)irr_value(Flows{1, 2, 3});
      },
      "irr_value: cash_flows never change sign, so no rate brings NPV to zero (no_sign_change)");
}

TEST(Irr, CountsThreeRoots) {  // (x - 1/1.1)(x - 1/1.2)(x - 1/1.3), scaled
  const auto d = irr(Flows{-1000, 3600, -4310, 1716});
  ASSERT_EQ(d.roots.size(), 3U);
  EXPECT_NEAR(d.roots[0].rate, 0.1, 1e-11);
  EXPECT_NEAR(d.roots[1].rate, 0.2, 1e-11);
  EXPECT_NEAR(d.roots[2].rate, 0.3, 1e-11);
  EXPECT_EQ(d.certified_count, 3);
  EXPECT_EQ(d.value, d.roots[0].rate);  // falls, nearest to zero
}

TEST(Irr, MarksARootThatOnlyTouchesZero) {
  const auto d = irr(Flows{-1.0, 2.5, -1.5625});  // -(1 - 1.25 x)^2
  ASSERT_EQ(d.roots.size(), 1U);
  EXPECT_TRUE(d.roots[0].touches);
  EXPECT_NEAR(d.roots[0].rate, 0.25, 1e-6);
  EXPECT_EQ(d.certified_count, -1);
}

TEST(Irr, ReachesNearTotalLossesAndEnormousRates) {
  const auto loss = irr(Flows{-100.0, 1e-9});
  EXPECT_NEAR(loss.log1p_value, std::log(1e-11), 1e-12);
  EXPECT_NEAR(loss.value, -1.0 + 1e-11, 1e-16);
  const auto total = irr(Flows{-1e200, 1e-100});
  EXPECT_EQ(total.value, -1.0);  // a double rounds there; the logarithm does not
  EXPECT_NEAR(total.log1p_value, -300.0 * std::log(10.0), 1e-10);
  EXPECT_NEAR(irr_value(Flows{-1.0, 1e12}), 999999999999.0, 1e-2);
  Flows growing(31);  // numpy/numpy-financial#15: coefficients down to the smallest doubles
  growing[0] = -3000.0;
  for (int t = 1; t < 31; ++t) growing[static_cast<std::size_t>(t)] = 2.39e-7 * std::pow(1e-9, t - 1);
  EXPECT_EQ(irr(growing).status, IrrStatus::unique);
  EXPECT_LT(residual(growing, irr(growing).log1p_value), 1e-14);
  EXPECT_LT(irr_value(growing), -0.999999998);
}

TEST(Irr, IsTheSameForScaledPaddedAndTurnedFlows) {
  const Flows flows{-100, 20, 30, 40, 50};
  const double rate = irr_value(flows);
  Flows scaled = flows, padded = flows, turned = flows;
  for (double& x : scaled) x *= 1e9;
  for (double& x : turned) x = -x;
  padded.insert(padded.begin(), 3, 0.0);
  padded.insert(padded.end(), 5, 0.0);
  EXPECT_NEAR(irr_value(scaled), rate, 1e-15);
  EXPECT_NEAR(irr_value(padded), rate, 1e-14);
  EXPECT_NEAR(irr_value(turned), rate, 1e-15);
  EXPECT_NEAR(irr_value(Flows{100, -60, -60}), 0.130662386291807, 1e-12);  // a loan: NPV rises at its only rate
}

TEST(Irr, BringsNpvToZeroAtEveryReportedRoot) {
  std::mt19937_64 random(20261125);
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  double worst = 0.0;
  int several = 0;
  for (int k = 0; k < 3000; ++k) {
    Flows flows;
    if (k % 3 == 0) {
      flows = project(random, 24 + static_cast<std::size_t>(k % 240), 900.0, 300.0);
    } else {
      flows.resize(2 + static_cast<std::size_t>(k % 40));
      for (double& x : flows) x = uniform(random);
    }
    const auto d = irr(flows);
    several += d.roots.size() > 1 ? 1 : 0;
    for (const IrrRoot& root : d.roots) worst = std::max(worst, residual(flows, root.log1p_rate));
    if (d.exists() && d.value > -0.99) worst = std::max(worst, residual(flows, std::log1p(d.value)));
    EXPECT_LE(static_cast<int>(d.roots.size()), d.most_roots);
    EXPECT_EQ((d.most_roots - static_cast<int>(d.roots.size())) % 2, 0) << "Descartes' parity, case " << k;
  }
  EXPECT_LT(worst, 1e-12);
  EXPECT_GT(several, 300);
}

TEST(Irr, CountsTheRootsThatAPlainScanSees) {  // independent: 60,000 samples of ln(1 + r)
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  for (int k = 0; k < 60; ++k) {
    Flows flows(3 + static_cast<std::size_t>(k % 20));
    for (double& x : flows) x = uniform(random);
    int crossings = 0;
    double before = 0.0;
    for (int i = 0; i <= 60000; ++i) {
      const double x = std::exp(-12.0 + 24.0 * i / 60000.0);  // 1 / (1 + r)
      double value = 0.0;                                     // of NPV, or of NPV x^-n where x > 1
      for (std::size_t t = 0; t < flows.size(); ++t) {
        value = x <= 1.0 ? value * x + flows[flows.size() - 1 - t] : value / x + flows[t];
      }
      if (i > 0 && (value > 0.0) != (before > 0.0)) ++crossings;
      before = value;
    }
    EXPECT_EQ(static_cast<int>(irr(flows).roots.size()), crossings) << "case " << k;
  }
}

TEST(IrrValuePeriodic, GivesTheSameBitsInEveryLane) {
  std::mt19937_64 random(42);
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  for (const std::size_t months : {2U, 5U, 33U, 180U, 361U}) {
    for (int round = 0; round < 40; ++round) {
      std::vector<Flows> series;
      std::vector<Pack<kLanes>> packed(months);
      for (int lane = 0; lane < kLanes; ++lane) {
        Flows flows = lane < 5 ? project(random, months, 300.0 * lane, lane > 2 ? 400.0 : 0.0) : Flows(months);
        if (lane >= 5) {
          for (double& x : flows) x = uniform(random);
        }
        if (lane == 7) flows.assign(months, -1.0);
        for (std::size_t t = 0; t < months; ++t) packed[t].set_lane(lane, flows[t]);
        series.push_back(flows);
      }
      const auto together = irr_value_periodic<Pack<kLanes>>(packed);
      for (int lane = 0; lane < kLanes; ++lane) {
        const auto alone = irr_value_periodic<double>(series[static_cast<std::size_t>(lane)]);
        EXPECT_EQ(alone.rate, together.rate.lane(lane));
        EXPECT_EQ(alone.exists, together.exists.lane(lane));
        EXPECT_EQ(alone.status[0], together.status[static_cast<std::size_t>(lane)]);
        const auto full = irr(series[static_cast<std::size_t>(lane)]);
        if (alone.exists) {
          EXPECT_NEAR(full.value, alone.rate, 1e-12 * (1.0 + std::abs(alone.rate)));
        }
        EXPECT_EQ(full.exists(), alone.exists);
      }
    }
  }
}

TEST(IrrValuePeriodic, ProvesTheAbsenceOfARateAsTheScanDoes) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  int proved = 0;
  for (int k = 0; k < 600; ++k) {
    Flows flows(3 + static_cast<std::size_t>(k % 100));
    for (double& x : flows) x = 0.8 / static_cast<double>(flows.size()) * uniform(random);
    flows.front() = -uniform(random);
    flows.back() = -uniform(random);
    if (k % 2) {
      for (double& x : flows) x = -x;
    }
    const auto quick = irr_search::search<double>(flows);
    const auto full = irr(flows);
    EXPECT_EQ(irr_value_periodic<double>(flows).exists, full.exists()) << "case " << k;
    if (quick.no_root) {
      EXPECT_EQ(full.status, IrrStatus::none) << "case " << k;
    }
    proved += quick.no_root ? 1 : 0;
  }
  EXPECT_GT(proved, 30);
}

TEST(IrrValuePeriodic, CarriesImplicitDerivatives) {
  const Flows flows{-100, 30, 40, 50, -5};
  std::vector<Dual<8>> dual;
  for (std::size_t t = 0; t < flows.size(); ++t) dual.push_back(Dual<8>::variable(flows[t], static_cast<int>(t)));
  const auto result = irr_value_periodic<Dual<8>>(dual);
  EXPECT_EQ(result.rate.value(), irr_value(flows));
  const auto gradient = irr_gradient(flows);
  for (std::size_t t = 0; t < flows.size(); ++t) {
    const double want = test::numeric_derivative(
        [&](double x) {
          Flows moved = flows;
          moved[t] = x;
          return irr_value(moved);
        },
        flows[t]);
    EXPECT_NEAR(result.rate.derivative(static_cast<int>(t)), want, 1e-10);
    EXPECT_NEAR(gradient[t], want, 1e-10);
  }
}

TEST(Irr, NamesTheArgumentThatIsWrong) {
  test::expect_throws_saying<DomainError>([] { (void)irr(Flows{}); },
                                          "irr: cash_flows has 0 entries, but at least 2 are needed");
  test::expect_throws_saying<DomainError>([] { (void)irr(Flows{-1.0}); },
                                          "irr: cash_flows has 1 entry, but at least 2 are needed");
  test::expect_throws_saying<DomainError>(
      [] {
        (void)irr(Flows{-1.0, std::nan("")});
      },
      "irr: cash_flows[1] is nan, but must be finite");
}

TEST(Irr, ConvertsMonthlyToYearly) {
  EXPECT_NEAR(annual_from_monthly(0.01), 0.126825030131970, 1e-14);
  EXPECT_NEAR(monthly_from_annual(annual_from_monthly(0.01)), 0.01, 1e-15);
}

}  // namespace
}  // namespace roi
