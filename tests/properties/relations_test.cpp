// Relations between evaluations that hold whatever the numbers are: money in another unit, another calendar cycle, no
// revenue, very short models; on the named centers and on random ones.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "libroi/engine/engine.hpp"
#include "tests/properties/named_centers.hpp"
#include "tests/properties/random_center.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

/// The named centers, then random ones.
std::vector<Center<double>> centers(int random) {
  std::vector<Center<double>> out{test::named_center("harbin_china_mobile"),
                                  test::named_center("lingshui_hainan_expressway")};
  for (int i = 0; i < random; ++i) out.push_back(test::random_center(1000000 + static_cast<std::uint64_t>(i)));
  return out;
}

bool is_money(std::string_view unit) { return unit.substr(0, 5) == "money"; }

/// f(line, column, value of a, value of b) for all lines.
template <class F>
void for_each_pair(const Evaluation& a, const Evaluation& b, const F& f) {
  const LineTable& lines = a.layout->lines();
  ASSERT_EQ(lines.size(), b.layout->lines().size());
  for (int id = 0; id < lines.size(); ++id)
    test::for_each_value(a.ledger, lines[Line{id}], Line{id}, [&](int column, double value) {
      f(lines[Line{id}], Line{id}, column, value, test::value_at(b.ledger, Line{id}, column));
    });
}

double largest(const Ledger<double>& ledger, const LineInfo& info, Line line) {
  double out = 0.0;
  test::for_each_value(ledger, info, line,
                       [&](int, double x) { out = std::isfinite(x) ? std::max(out, std::abs(x)) : out; });
  return out;
}

TEST(Relations, MoneyInAnotherUnitScalesMoneyAndNothingElse) {
  constexpr double kFactor = 0.71;  // prices near the upper end of their range stay inside
  for (Center<double>& center : centers(100)) {
    Center<double> scaled = center;
    for (const Parameter<double>& p : parameters(scaled))
      if (is_money(p.unit)) *p.value *= kFactor;
    const Evaluation a = evaluate(center), b = evaluate(scaled);
    // the scale of rounding errors: sums that nearly cancel keep those of their terms
    const double assets = a.ledger.constant_of(a.layout->lines().find("check/scale of money"));
    double flows = assets;
    for (const char* path : {"revenue/total", "opex/total", "capex/spend"})
      flows = std::max(flows, largest(a.ledger, LineInfo{}, a.layout->lines().find(path)));
    double scale = 0.0;
    for_each_pair(a, b, [&](const LineInfo& info, Line line, int column, double x, double y) {
      if (column < 0) {
        scale = std::max(largest(a.ledger, info, line), info.unit == "money" ? flows : 0.0);
        if (info.scale >= 0) scale = std::max(scale, a.ledger.constant_of(Line{info.scale}));
      }
      // logarithms of prices shift; residuals are rounding errors; ratios to a vanishing sum are not well-conditioned
      if (info.section == Section::check || info.path.ends_with("first log") || info.section == Section::metric) return;
      if ((info.kind == Kind::ratio || info.path == "debt/dscr limit") && !is_money(info.unit)) return;
      const double factor = is_money(info.unit) ? kFactor : info.unit.ends_with("/money") ? 1.0 / kFactor : 1.0;
      if (std::isnan(x) && std::isnan(y)) return;
      if (info.path == "break-even/scale of sales" && x > 1e6) return;  // so large, it holds the rounding of NPV
      if (info.path == "check/scale of money at break-even") return;  // money x that scale
      if (std::abs(y - factor * x) <= 1e-10 * factor * scale) return;
      ADD_FAILURE() << info.path << ", month " << column << ": " << x << " becomes " << y;
    });
    if (testing::Test::HasFailure()) return;
  }
}

TEST(Relations, MoneyInAnotherUnitScalesTheMetricsOfTheNamedCenters) {
  constexpr double kFactor = 7.1;
  for (Center<double>& center : centers(0)) {
    Center<double> scaled = center;
    for (const Parameter<double>& p : parameters(scaled))
      if (is_money(p.unit)) *p.value *= kFactor;
    const MetricSet<double> a = evaluate(center).metrics, b = evaluate(scaled).metrics;
    for (const MetricInfo& metric : standard_metrics()) {
      ASSERT_EQ(a[metric.id].exists, b[metric.id].exists) << metric.path;
      const double expected = a[metric.id].value * (is_money(metric.unit) ? kFactor : 1.0);
      EXPECT_NEAR(b[metric.id].value, expected, 1e-9 * std::abs(expected)) << metric.path;
    }
  }
}

// Four years later the calendar is the same, leap day included, if no centennial year is among them.
TEST(Relations, FourYearsLaterNothingChanges) {
  int compared = 0;
  for (Center<double>& center : centers(200)) {
    const int end = center.start.year + (center.start.month - 1 + center.months) / 12 + 5;
    if (center.start.year < 2100 && end > 2100) continue;
    Center<double> later = center;
    later.start.year += 4;
    int different = 0;
    for_each_pair(evaluate(center), evaluate(later), [&](const LineInfo& info, Line, int column, double x, double y) {
      if (test::bits(x) != test::bits(y) && ++different <= 3)
        ADD_FAILURE() << info.path << ", month " << column << ": " << x << " and " << y;
    });
    ASSERT_EQ(different, 0);
    ++compared;
  }
  EXPECT_GT(compared, 150);
}

// With hours of 8,760 / 12 a month only receivables and payables know the days of a month, and charges per day of a
// power bill; without them any year is as good as another.
TEST(Relations, OneYearLaterNothingChangesWithoutDays) {
  for (Center<double>& center : centers(100)) {
    center.hours = HourConvention::h8760;
    center.working_capital.receivable_days = center.working_capital.payable_days = 0.0;
    if (center.power.bill) {
      for (auto& [key, charge] : center.power.bill->fixed) charge.per_day = 0.0;
      for (auto& [key, reg] : center.power.bill->energy) reg.per_day = false;
      center.power.bill->daily_demand = {};
    }
    Center<double> later = center;
    later.start.year += 1;
    int different = 0;
    for_each_pair(evaluate(center), evaluate(later), [&](const LineInfo& info, Line, int column, double x, double y) {
      if (test::bits(x) != test::bits(y) && ++different <= 3)
        ADD_FAILURE() << info.path << ", month " << column << ": " << x << " and " << y;
    });
    ASSERT_EQ(different, 0);
  }
}

TEST(Relations, WithoutRevenueNpvIsTheCost) {
  for (Center<double>& center : centers(200)) {
    for (auto& [key, contract] : center.contracts) contract.price = Curve<double>{};
    for (auto& [key, market] : center.markets) market.price = Curve<double>{};
    center.services.clear();
    center.colocation.clear();
    center.other_revenue.clear();
    const Evaluation e = evaluate(center);
    const auto row = [&](const char* path) { return e.ledger.row(e.layout->lines().find(path)); };
    const auto factor = row("project/discount factor"), opex = row("opex/total"), spend = row("capex/spend"),
               proceeds = row("capex/proceeds"), capital = row("operations/working capital");
    double npv = 0.0, scale = 0.0, before = 0.0;
    for (std::size_t t = 0; t < factor.size(); ++t) {
      EXPECT_EQ(row("revenue/total")[t], 0.0);
      npv -= factor[t] * (opex[t] + spend[t] - proceeds[t] + capital[t] - before);
      before = capital[t];
      scale += factor[t] * (std::abs(opex[t]) + spend[t] + proceeds[t]);
    }
    EXPECT_NEAR(e.metrics[Metric::npv_project_before_tax].value, npv, 1e-11 * scale);
    EXPECT_FALSE(e.metrics[Metric::ebitda_margin].exists);
    EXPECT_FALSE(e.metrics[Metric::break_even_utilization].exists);
    EXPECT_TRUE(e.passed());
  }
}

TEST(Relations, ModelsOfOneAndTwoMonthsStand) {
  for (const int months : {1, 2})
    for (Center<double>& center : centers(200)) {
      center.months = months;
      center.financing.loans.clear();
      const Evaluation e = evaluate(center);
      EXPECT_EQ(e.ledger.months(), months);
      for (const CheckResult& check : e.checks) EXPECT_TRUE(check.passed) << check.name << " " << check.residual;
      EXPECT_FALSE(months == 1 && e.metrics[Metric::irr_project].exists);
    }
}

TEST(Relations, MoreCapitalCostLowersNpvByItsPresentValueBeforeTax) {
  for (Center<double>& center : centers(0)) {
    Center<double> dearer = center;
    const Evaluation a = evaluate(center);
    const auto row = [&](const Evaluation& e, const char* path) { return e.ledger.row(e.layout->lines().find(path)); };
    for (auto& [key, fleet] : dearer.fleets) *fleet.price *= 1.01;
    const Evaluation b = evaluate(dearer);
    double expected = 0.0;
    for (std::size_t t = 0; t < row(a, "capex/spend").size(); ++t)
      expected -=
          row(a, "project/discount factor")[t] *
          ((row(b, "capex/spend")[t] - row(a, "capex/spend")[t]) + (row(b, "opex/total")[t] - row(a, "opex/total")[t]) +
           (row(b, "operations/working capital")[t] - row(a, "operations/working capital")[t]) -
           (t > 0 ? row(b, "operations/working capital")[t - 1] - row(a, "operations/working capital")[t - 1] : 0.0) -
           (row(b, "capex/proceeds")[t] - row(a, "capex/proceeds")[t]));
    const double change =
        b.metrics[Metric::npv_project_before_tax].value - a.metrics[Metric::npv_project_before_tax].value;
    EXPECT_LT(change, 0.0);
    EXPECT_NEAR(change, expected, 1e-9 * std::abs(expected));
  }
}

}  // namespace
}  // namespace roi
