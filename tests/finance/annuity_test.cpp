#include "libroi/finance/annuity.hpp"

#include <cmath>
#include <limits>
#include <random>

#include "libroi/finance/annuity_rate.hpp"
#include "libroi/finance/npv.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

TEST(Pmt, ReproducesHamiltonsMonthlyCosts) {
  // J. Hamilton, Cost of Power in Large-Scale Data Centers (2008): 5 % a year nominal, monthly payments; 82 % of the
  // facility is power and cooling
  const double month = 0.05 / 12.0;
  EXPECT_NEAR(-pmt(month, 36.0, 50000.0 * 2000.0), 2997089.71, 0.005);
  EXPECT_NEAR(-pmt(month, 180.0, 0.82 * 200e6), 1296901.55, 0.005);
  EXPECT_NEAR(-pmt(month, 180.0, 0.18 * 200e6), 284685.71, 0.005);
}

TEST(Pmt, ReproducesBarrososUnitCosts) {
  // Barroso, Hoelzle, Ranganathan, The Datacenter as a Computer, cost chapter: $/W-month
  EXPECT_NEAR(-pmt(0.08 / 12.0, 144.0, 12.0), 0.12989, 5e-6);
  EXPECT_NEAR(-pmt(0.0, 144.0, 12.0), 0.0833, 5e-5);
  EXPECT_NEAR(-pmt(0.0, 48.0, 4000.0 / 500.0), 0.1667, 5e-5);
  EXPECT_NEAR(-pmt(0.08 / 12.0, 48.0, 4000.0 / 500.0), 0.1953, 5e-5);
}

TEST(Annuity, MatchesSpreadsheetExamples) {  // documentation of PV, FV, PMT, IPMT, PPMT, NPER in spreadsheets
  EXPECT_NEAR(pv(0.08 / 12.0, 240.0, 500.0), -59777.15, 0.005);
  EXPECT_NEAR(fv(0.06 / 12.0, 10.0, -200.0, -500.0, 1.0), 2581.40, 0.005);
  EXPECT_NEAR(pmt(0.08 / 12.0, 10.0, 10000.0), -1037.03, 0.005);
  EXPECT_NEAR(ipmt(0.10 / 12.0, 1.0, 36.0, 8000.0), -66.67, 0.005);
  EXPECT_NEAR(ppmt(0.10 / 12.0, 1.0, 24.0, 2000.0), -75.62, 0.005);
  EXPECT_NEAR(nper(0.12 / 12.0, -100.0, -1000.0, 10000.0, 1.0), 59.6738657, 5e-8);
  EXPECT_NEAR(cumulative_interest(0.09 / 12.0, 360.0, 125000.0, 13, 24), -11135.23213, 5e-6);
  EXPECT_NEAR(cumulative_principal(0.09 / 12.0, 360.0, 125000.0, 13, 24), -934.1071, 5e-5);
  EXPECT_NEAR(effective_rate(0.0525, 4.0), 0.0535427, 5e-8);
  EXPECT_NEAR(nominal_rate(0.053543, 4.0), 0.05250032, 5e-9);
}

TEST(Nper, IsInfiniteWhereTheBalanceIsMetInTheLimitOnly) {
  const double inf = std::numeric_limits<double>::infinity();
  EXPECT_EQ(nper(0.1, 10.0, -100.0), inf);        // the payment is the interest
  EXPECT_EQ(nper(0.1, 0.0, 0.0, -100.0), inf);    // nothing grows to nothing
  EXPECT_EQ(nper(-0.5, 0.0, 0.0, -100.0), -inf);  // a shrinking balance was once as large
  EXPECT_EQ(nper(0.1, 0.0, 100.0), -inf);
  EXPECT_EQ(nper(0.1, -10.0, 0.0, -100.0), -inf);
  EXPECT_EQ(nper(0.0, 0.0, 100.0), -inf);
  EXPECT_TRUE(std::isnan(nper(0.0, 0.0, 0.0)));
  EXPECT_TRUE(std::isnan(nper(0.1, -10.0, 100.0)));  // the loan never falls
  EXPECT_TRUE(std::isnan(nper(0.1, 10.0, -100.0, 100.0)));
}

TEST(Annuity, AgreesAcrossScalars) {
  using test::expect_same_for_all_scalars;
  const std::vector<std::array<double, 4>> cases{{0.004, 180.0, 1e5, 0.0},
                                                 {0.0, 12.0, 100.0, 50.0},
                                                 {-0.02, 7.0, 10.0, -3.0},
                                                 {1e-9, 360.0, 1.0, 0.5},
                                                 {3.0, 5.0, 20.0, 1.0}};
  expect_same_for_all_scalars<4>(
      [](const auto& r, const auto& n, const auto& p, const auto& f) { return pmt(r, n, p, f); }, cases);
  expect_same_for_all_scalars<4>(
      [](const auto& r, const auto& n, const auto& p, const auto& f) { return pv(r, n, p, f); }, cases);
  expect_same_for_all_scalars<4>(
      [](const auto& r, const auto& n, const auto& p, const auto& f) { return fv(r, n, p, f); }, cases);
  expect_same_for_all_scalars<4>(
      [](const auto& r, const auto& n, const auto& p, const auto& f) {
        using T = std::remove_cvref_t<decltype(r)>;
        return ipmt(r, T(3.0), n, p, f, T(1.0));
      },
      cases, test::Derivatives::kNotChecked);
}

TEST(Annuity, LosesNoDigitsAtSmallRates) {  // first order: n + r n (n - 1) / 2
  EXPECT_NEAR(accumulation_factor(1e-13, 360.0), 360.0 * (1.0 + 1e-13 * 179.5), 1e-12);
  EXPECT_NEAR(annuity_factor(-1e-13, 360.0), 360.0 * (1.0 + 1e-13 * 180.5), 1e-12);
}

TEST(Annuity, PaymentsRepayTheLoan) {
  for (const double rate : {-0.01, 0.0, 1e-10, 0.004, 0.3}) {
    for (const double when : {0.0, 1.0}) {
      const double payment = pmt(rate, 48.0, 1e6, -2e5, when);
      double balance = 1e6, interest = 0.0, principal = 0.0;
      for (int per = 1; per <= 48; ++per) {
        const double i = ipmt(rate, static_cast<double>(per), 48.0, 1e6, -2e5, when);
        const double p = ppmt(rate, static_cast<double>(per), 48.0, 1e6, -2e5, when);
        EXPECT_NEAR(i + p, payment, 1e-9 * std::abs(payment));
        interest += i;
        principal += p;
        if (when == 1.0) balance += payment;
        balance += balance * rate;
        if (when == 0.0) balance += payment;
      }
      const double tolerance = rate > 0.1 ? 1.0 : 1e-5;  // at 30 % the loan without payments would be 3e11
      EXPECT_NEAR(balance, 2e5, tolerance);
      EXPECT_NEAR(interest + principal, 48.0 * payment, 1e-6 * std::abs(payment));
      EXPECT_NEAR(fv(rate, 48.0, payment, 1e6, when), -2e5, tolerance);
    }
  }
}

TEST(Annuity, GrowingPaymentsAreTheirDiscountedSum) {
  for (const double growth : {-0.02, 0.0, 0.03, 0.05, 0.12}) {
    double sum = 0.0;
    for (int t = 1; t <= 15; ++t) sum += std::pow(1.0 + growth, t - 1) / std::pow(1.05, t);
    EXPECT_NEAR(growing_annuity_factor(0.05, growth, 15.0), sum, 1e-12 * sum);
  }
}

TEST(Nper, HasNoValueWhereThePaymentNeverRepays) {
  EXPECT_TRUE(std::isnan(nper(0.10, -5.0, 100.0)));  // less than the interest
  EXPECT_TRUE(std::isinf(nper(0.0, 0.0, 1000.0)));
  EXPECT_NEAR(nper(0.0, -100.0, 1000.0), 10.0, 0.0);
}

TEST(Rate, MatchesSpreadsheetExamples) {
  EXPECT_NEAR(rate(48.0, -200.0, 8000.0), 0.00770147, 5e-9);  // documentation of RATE
  EXPECT_NEAR(rate(10.0, 0.0, -3500.0, 10000.0), 0.11069085371, 1e-11);
  EXPECT_EQ(annuity_rate(12.0, 400.0, 10000.0, 5000.0).status, IrrStatus::no_sign_change);
}

TEST(Rate, InvertsThePayment) {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  for (int k = 0; k < 400; ++k) {
    const double r = -0.03 + 0.2 * uniform(random);
    const double n = k % 2 ? std::floor(2.0 + 400.0 * uniform(random)) : 2.0 + 400.0 * uniform(random);
    const double when = k % 4 < 2 ? 0.0 : 1.0;
    const double payment = pmt(r, n, 1000.0, 0.0, when);
    const double found = rate(n, payment, 1000.0, 0.0, when);
    const double condition =
        std::abs(test::numeric_derivative([&](double x) { return pmt(x, n, 1000.0, 0.0, when); }, r));
    EXPECT_NEAR(found, r, 1e-12 + 4e-15 * std::abs(payment) / condition * 100.0) << "n " << n;
  }
}

TEST(Rate, CarriesImplicitDerivatives) {
  using D = Dual<8>;
  const D r = rate(D::variable(48.0, 0), D::variable(-200.0, 1), D::variable(8000.0, 2), D::variable(0.0, 3));
  EXPECT_EQ(r.value(), rate(48.0, -200.0, 8000.0));
  EXPECT_NEAR(r.derivative(1), test::numeric_derivative([](double x) { return rate(48.0, x, 8000.0); }, -200.0), 1e-11);
  EXPECT_NEAR(r.derivative(2), test::numeric_derivative([](double x) { return rate(48.0, -200.0, x); }, 8000.0), 1e-13);
  EXPECT_NEAR(r.derivative(3), test::numeric_derivative([](double x) { return rate(48.0, -200.0, 8000.0, x); }, 0.0),
              1e-11);
}

TEST(Annuity, NamesTheArgumentThatIsWrong) {
  test::expect_throws_saying<DomainError>([] { (void)pmt(-1.0, 12.0, 100.0); },
                                          "rate is -1, but must be > -1 [1/period]");
  test::expect_throws_saying<DomainError>([] { (void)pmt(0.01, 0.0, 100.0); },
                                          "pmt: nper is 0, but must be > 0 [periods]");
  test::expect_throws_saying<DomainError>([] { (void)ipmt(0.01, 0.0, 12.0, 100.0); },
                                          "ipmt: per is 0, but must be >= 1 [period number]");
  test::expect_throws_saying<DomainError>([] { (void)rate(0.0, 1.0, 1.0); },
                                          "rate: nper is 0, but must be > 0 [periods]");
  test::expect_throws_saying<NoSolutionError>([] { (void)rate(12.0, 400.0, 10000.0, 5000.0); },
                                              "rate: no rate above -100 % fits nper 12, pmt 400, pv 10000, fv 5000");
}

}  // namespace
}  // namespace roi
