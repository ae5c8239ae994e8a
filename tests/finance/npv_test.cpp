#include "libroi/finance/npv.hpp"

#include "tests/support/scalars.hpp"

namespace roi {
namespace {

using Flows = std::vector<double>;

TEST(Npv, MatchesSpreadsheetExamples) {  // documentation of NPV: flows at the end of each period
  EXPECT_NEAR(npv(0.10, Flows{0, -10000, 3000, 4200, 6800}), 1188.4434123352, 1e-9);
  EXPECT_NEAR(npv(0.08, Flows{-40000, 8000, 9200, 10000, 12000, 14500}), 1922.061554932, 1e-8);
}
TEST(Npv, MatchesHandComputation) {  // -1000 + 600/1.1 + 600/1.21
  EXPECT_NEAR(npv(0.10, Flows{-1000.0, 600.0, 600.0}), 41.3223140495868, 1e-10);
  EXPECT_EQ(npv(0.10, Flows{}), 0.0);
  EXPECT_EQ(npv(0.0, Flows{-3.0, 1.0, 2.0}), 0.0);
}
TEST(Npv, AgreesAcrossScalars) {
  test::expect_same_for_all_scalars(
      [](const auto& rate) {
        using T = std::remove_cvref_t<decltype(rate)>;
        return npv(rate, std::vector{T(-1000.0), T(600.0), T(600.0)});
      },
      {-0.5, 0.0, 0.08, 2.0});
}
TEST(Npv, HasTheSlopeOfItsDifferences) {
  const Flows flows{-1000.0, 600.0, 300.0, 400.0};
  for (const double rate : {-0.4, 0.0, 0.07, 1.5}) {
    EXPECT_NEAR(npv_slope(rate, flows), test::numeric_derivative([&](double r) { return npv(r, flows); }, rate), 1e-6);
  }
}
TEST(Npv, RejectsRateOfMinusOne) {
  test::expect_throws_saying<DomainError>([] { (void)npv(-1.0, Flows{}); },
                                          "npv: rate is -1, but must be > -1 [1/period]");
  test::expect_throws_saying<DomainError>([] { (void)npv(std::nan(""), Flows{}); },
                                          "npv: rate is nan, but must be > -1");
}
TEST(Xnpv, EqualsNpvAtWholeYears) {
  const Flows times{0.0, 1.0, 2.0}, flows{-1000.0, 600.0, 600.0};
  EXPECT_NEAR(xnpv<double>(0.1, times, flows), npv(0.1, flows), 1e-10);
  test::expect_throws_saying<DomainError>([&] { (void)xnpv<double>(0.1, times, Flows{1.0}); },
                                          "xnpv: times has 3 entries, but cash_flows has 1");
}

}  // namespace
}  // namespace roi
