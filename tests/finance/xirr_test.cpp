#include "libroi/finance/xirr.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/support/scalars.hpp"

namespace roi {
namespace {

std::vector<Date> dates(std::initializer_list<const char*> texts) {
  std::vector<Date> out;
  for (const char* text : texts) out.push_back(parse_date(text));
  return out;
}
using Flows = std::vector<double>;

TEST(Xirr, MatchesTheSpreadsheetExample) {  // documentation of XIRR
  const auto when = dates({"2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01"});
  const Flows flows{-10000, 2750, 4250, 3250, 2750};
  EXPECT_NEAR(xirr_value(when, flows), 0.373362534, 2e-9);  // published with an error of its own in the last digit
  EXPECT_NEAR(xnpv(xirr_value(when, flows), when, flows), 0.0, 1e-8);
  EXPECT_NEAR(xnpv(0.09, when, flows), 2086.647602, 5e-7);  // documentation of XNPV
}

TEST(Xirr, ReachesNearTotalLosses) {  // Anexen/pyxirr#14
  const auto d = xirr(dates({"2021-06-09", "2021-08-11"}), Flows{-134.09, 40.86});
  EXPECT_EQ(d.status, IrrStatus::unique);
  EXPECT_NEAR(d.value, -0.99898, 1e-5);
  EXPECT_TRUE(d.short_horizon);
}

TEST(Xirr, HasAStatusForADegenerateHorizon) {  // Anexen/pyxirr#65
  const auto d = xirr(dates({"2023-05-01", "2023-05-02"}), Flows{-1000.0, 1638.0});
  EXPECT_EQ(d.status, IrrStatus::degenerate_horizon);
  EXPECT_FALSE(d.exists());
  ASSERT_EQ(d.roots.size(), 1U);
  EXPECT_NEAR(d.roots[0].log1p_rate, 365.0 * std::log(1.638), 1e-9);
  const auto one_day = dates({"2023-05-01", "2023-05-01"});
  EXPECT_EQ(xirr(one_day, Flows{-1000.0, 1638.0}).status, IrrStatus::degenerate_horizon);
  test::expect_throws_saying<NoSolutionError>(
      [&] {
        (void)xirr_value(dates({"2023-05-01", "2023-05-02"}), Flows{-1000.0, 1638.0});
      },
      "xirr_value: cash_flows span at most one day, so a yearly rate says nothing (degenerate_horizon)");
}

TEST(Xirr, NamesItsDayCount) {  // raymon1/financial#9: one year at 5 %
  const Flows flows{-100.0, 105.0};
  EXPECT_NEAR(xirr_value(dates({"2020-01-01", "2021-01-01"}), flows), 0.04986, 1e-5);
  EXPECT_NEAR(xirr_value(dates({"2021-01-01", "2022-01-01"}), flows), 0.05, 1e-14);
  EXPECT_NEAR(xirr_value(dates({"2020-01-01", "2021-01-01"}), flows, DayCount::act_act_isda), 0.05, 1e-14);
  EXPECT_NEAR(xirr_value(dates({"2020-01-31", "2021-01-31"}), flows, DayCount::thirty_e_360), 0.05, 1e-14);
}

TEST(Xirr, SortsAndAddsFlowsOfOneDay) {
  const auto ordered = dates({"2020-01-01", "2020-06-15", "2021-03-01"});
  const auto mixed = dates({"2021-03-01", "2020-01-01", "2020-06-15", "2020-01-01"});
  EXPECT_EQ(xirr_value(ordered, Flows{-100, 60, 60}), xirr_value(mixed, Flows{60, -30, 60, -70}));
}

TEST(Xirr, DoesNotChangeWhenAllDatesShift) {
  const auto when = dates({"2020-01-01", "2020-06-15", "2021-03-01"});
  const Flows flows{-100, 60, 60};
  auto shifted = when;
  for (Date& d : shifted) d.days += 12345;
  EXPECT_EQ(xirr_value(when, flows), xirr_value(shifted, flows));
}

TEST(Xirr, ApproachesIrrOnMonthlyDates) {
  std::vector<Date> when;
  Flows flows;
  for (int t = 0; t < 240; ++t) {
    when.push_back(add_months(make_date(2021, 1, 1), t));
    flows.push_back(t == 0 ? -1000.0 : 8.0 + 0.01 * t);
  }
  EXPECT_NEAR(xirr_value(when, flows), annual_from_monthly(irr_value(flows)), 1e-4);
}

TEST(Xirr, BringsXnpvToZero) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  double worst = 0.0;
  for (int k = 0; k < 1500; ++k) {
    std::vector<Date> when;
    Flows flows;
    const int n = 2 + k % 60;
    for (int i = 0; i < n; ++i) {
      when.push_back({18000 + static_cast<int>(random() % 4000)});
      flows.push_back(k % 2 ? uniform(random) : (i < 1 + n / 8 ? -uniform(random) - 3.0 : uniform(random) + 1.0));
    }
    const auto d = xirr(when, flows);
    const auto ordered = order_flows(when, flows);
    for (const IrrRoot& root : d.roots) {
      double value = 0.0, size = 0.0;
      const double shift = root.log1p_rate < 0.0 ? ordered.times.back() : 0.0;
      for (std::size_t i = 0; i < ordered.times.size(); ++i) {
        const double term = ordered.cash_flows[i] * std::exp(-root.log1p_rate * (ordered.times[i] - shift));
        value += term;
        size += std::abs(term);
      }
      worst = std::max(worst, std::abs(value) / size);
    }
    if (d.certified_count >= 0) {
      EXPECT_EQ((d.most_roots - d.certified_count) % 2, 0) << "case " << k;
    }
  }
  EXPECT_LT(worst, 1e-12);
}

TEST(Xirr, HasNoRateWhereFlowsOfOneDayOutweighEachOther) {
  const auto when = dates({"2020-01-01", "2020-01-01", "2021-01-01"});
  EXPECT_EQ(xirr(when, Flows{-1.0, 1.5, 1.0}).status, IrrStatus::none);
  EXPECT_EQ(xirr_rate(when, Flows{-1.0, 1.5, 1.0}).status, IrrStatus::none);
  EXPECT_EQ(xirr_rate(when, Flows{1.0, 1.5, 1.0}).status, IrrStatus::no_sign_change);
}

TEST(Xirr, NamesTheArgumentThatIsWrong) {
  test::expect_throws_saying<DomainError>(
      [] {
        (void)xirr(dates({"2020-01-01"}), Flows{-1.0, 2.0});
      },
      "xirr: dates has 1 entries, but cash_flows has 2");
  test::expect_throws_saying<DomainError>([] { (void)xirr({}, Flows{}); },
                                          "xirr: cash_flows has 0 entries, but at least 2 are needed");
  test::expect_throws_saying<NoSolutionError>(
      [] {
        (void)xirr_value(dates({"2020-01-01", "2021-01-01"}), Flows{1.0, 2.0});
      },
      "xirr_value: cash_flows never change sign");
}

}  // namespace
}  // namespace roi
