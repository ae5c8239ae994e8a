#include "libroi/finance/bond.hpp"

#include "tests/support/scalars.hpp"

namespace roi {
namespace {

const std::vector<double> kBond{0, 4, 4, 4, 4, 4, 104};  // 8 % semi-annual, three years

TEST(PriceSensitivity, IsTheDerivativeOfThePrice) {
  const auto price = [](double y) { return price_sensitivity(y, kBond).price; };
  for (const double y : {0.0, 0.04, 0.06}) {
    const auto s = price_sensitivity(y, kBond);
    EXPECT_NEAR(s.modified_duration, -test::numeric_derivative(price, y) / s.price, 1e-7);
    const auto slope = [&](double x) { return test::numeric_derivative(price, x); };
    EXPECT_NEAR(s.convexity, test::numeric_derivative(slope, y) / s.price, y == 0.0 ? 1e-3 : 1e-4);
  }
}
TEST(Duration, MatchesHandComputation) {  // at par: sum of t v^t 4 + 6 v^6 100 over 100
  EXPECT_NEAR(price_sensitivity(0.04, kBond).price, 100.0, 1e-12);
  EXPECT_NEAR(duration(0.04, kBond), 5.45182233, 1e-8);
  EXPECT_NEAR(duration(0.05, std::vector<double>{0, 0, 0, 100}), 3.0, 1e-14);  // one payment: its time
  EXPECT_NEAR(convexity(0.05, std::vector<double>{0, 0, 0, 100}), 12.0 / 1.1025, 1e-12);
}
TEST(Bond, AgreesAcrossScalars) {
  test::expect_same_for_all_scalars(
      [](const auto& y) {
        using T = std::remove_cvref_t<decltype(y)>;
        std::vector<T> flows(kBond.begin(), kBond.end());
        return modified_duration(y, flows);
      },
      {0.01, 0.04, 0.2});
}
TEST(AccruedInterest, FollowsItsDayCount) {
  const Date from = parse_date("2026-01-31"), to = parse_date("2026-04-30");
  EXPECT_NEAR(accrued_interest(1000.0, 0.06, from, to, DayCount::thirty_e_360), 15.0, 1e-12);
  EXPECT_NEAR(accrued_interest(1000.0, 0.06, from, to, DayCount::act_360), 60.0 * 89.0 / 360.0, 1e-12);
  test::expect_throws_saying<DomainError>([&] { (void)accrued_interest(1000.0, 0.06, to, from, DayCount::act_360); },
                                          "accrued_interest: settlement is -89, but must not be before last_coupon");
  test::expect_throws_saying<DomainError>(
      [] { (void)duration(0.05, std::vector<double>{-1.0}); },
      "price_sensitivity: the present value of cash_flows is -1, but must be > 0 [money]");
}

}  // namespace
}  // namespace roi
