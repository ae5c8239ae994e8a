#include "libroi/finance/returns.hpp"

#include "tests/support/scalars.hpp"

namespace roi {
namespace {

using Flows = std::vector<double>;
std::span<const double> span(const Flows& flows) { return flows; }

TEST(Mirr, MatchesTheSpreadsheetExample) {  // documentation of MIRR
  const Flows flows{-120000, 39000, 30000, 21000, 37000, 46000};
  EXPECT_NEAR(mirr(flows, 0.10, 0.12).value, 0.126094130365905, 1e-14);
  EXPECT_FALSE(mirr(Flows{39000, 30000}, 0.10, 0.12).exists);
  EXPECT_EQ(mirr(Flows{39000, 30000}, 0.10, 0.12).value, 0.0);
}
TEST(Xmirr, EqualsMirrAtWholeYears) {
  const Flows flows{-120000, 39000, 30000, 21000, 37000, 46000}, times{0, 1, 2, 3, 4, 5};
  EXPECT_NEAR(xmirr(times, flows, 0.10, 0.12).value, mirr(flows, 0.10, 0.12).value, 1e-14);
  test::expect_throws_saying<DomainError>([&] { (void)xmirr(Flows{0.0}, flows, 0.1, 0.1); },
                                          "xmirr: times has 1 entries, but cash_flows has 6");
  test::expect_throws_saying<DomainError>(
      [&] {
        (void)xmirr(Flows{0.0, 0.0}, Flows{-1.0, 1.0}, 0.1, 0.1);
      },
      "xmirr: times.back() is 0, but must be after times.front() [years]");
}
TEST(Moic, IsInflowsOverOutflows) {
  EXPECT_NEAR(moic(span(Flows{-10, -20, 15, 30})).value, 1.5, 1e-15);
  EXPECT_FALSE(moic(span(Flows{1, 2})).exists);
  EXPECT_NEAR(total_return(span(Flows{-10, -20, 15, 30})).value, 0.5, 1e-15);
}
TEST(ProfitabilityIndex, IsAboveOneExactlyWhereNpvIsPositive) {
  const Flows flows{-100, 60, 60};
  EXPECT_NEAR(profitability_index(0.1, flows).value, (60 / 1.1 + 60 / 1.21) / 100, 1e-15);
  for (const double r : {0.0, 0.1, 0.13, 0.131, 0.3})
    EXPECT_EQ(profitability_index(r, flows).value > 1.0, npv(r, flows) > 0.0);
}
TEST(Payback, IsTheFirstTimeThatLasts) {
  EXPECT_NEAR(payback(span(Flows{-100, 40, 40, 40})).value, 2.5, 1e-15);
  EXPECT_NEAR(payback(span(Flows{-100, 150, -100, 80})).value, 2.0 + 50.0 / 80.0,
              1e-15);                                         // reached at 0.67, lost again
  EXPECT_FALSE(payback(span(Flows{-100, 40, 40})).exists);    // never
  EXPECT_FALSE(payback(span(Flows{-100, 150, -60})).exists);  // reached, not kept
  EXPECT_EQ(payback(span(Flows{100, -40})).value, 0.0);       // never below zero
  EXPECT_TRUE(payback(span(Flows{100, -40})).exists);
  EXPECT_GT(discounted_payback(0.1, Flows{-100, 40, 40, 60}).value, payback(span(Flows{-100, 40, 40, 60})).value);
  EXPECT_NEAR(discounted_payback(0.0, Flows{-100, 40, 40, 40}).value, 2.5, 1e-15);
}
TEST(ModifiedDietz, WeightsFlowsByTheTimeTheyWereIn) {  // opening 100, 50 in after a quarter of the year, closing 165
  EXPECT_NEAR(modified_dietz(100.0, 165.0, Flows{0.25}, Flows{50.0}, 1.0).value, 15.0 / (100.0 + 50.0 * 0.75), 1e-15);
  test::expect_throws_saying<DomainError>([] { (void)modified_dietz(1.0, 1.0, Flows{2.0}, Flows{1.0}, 1.0); },
                                          "modified_dietz: times is 2, but must be in [0, horizon]");
}
TEST(Returns, AgreeAcrossScalars) {
  const std::vector<std::array<double, 3>> cases{{-100, 60, 70}, {-100, 20, 30}, {-50, 80, -20}, {10, -30, 60}};
  const auto flows = [](const auto& a, const auto& b, const auto& c) {
    using T = std::remove_cvref_t<decltype(a)>;
    return std::vector<T>{a, b, c, T(15.0)};
  };
  const auto check = [&](auto measure) {
    test::expect_same_for_all_scalars<3>(
        [&](const auto& a, const auto& b, const auto& c) {
          using T = std::remove_cvref_t<decltype(a)>;
          const std::vector<T> series = flows(a, b, c);
          return measure(std::span<const T>(series), T(0.08)).value;
        },
        cases);
  };
  check([](auto f, auto r) { return mirr(f, r, r); });
  check([](auto f, auto) { return moic(f); });
  check([](auto f, auto r) { return profitability_index(r, f); });
  check([](auto f, auto r) { return discounted_payback(r, f); });
}

}  // namespace
}  // namespace roi
