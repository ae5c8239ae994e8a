#include "libroi/solve/goal_seek.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libroi/engine/engine.hpp"
#include "libroi/inputs/reader.hpp"
#include "libroi/inputs/set.hpp"
#include "libroi/solve/scan.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

Center<double> model(const std::string& name, const std::string& scenario = "") {
  return read<Center<double>>(load(LIBROI_SOURCE_DIR "/" + name + ".json", scenario)).root;
}
Center<double> small(const std::string& scenario = "") { return model("examples/small_center", scenario); }

double metric_at(Center<double> center, const std::string& path, double value, Metric metric) {
  set(center, path, value);
  return evaluate(center).metrics[metric].value;
}

TEST(GoalSeek, PriceForAMinimumDscrOfOnePointThree) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"models/centers/harbin_china_mobile", "contracts.jiutian-first.price.points.2024-08-30"},
      {"models/centers/lingshui_hainan_expressway", "contracts.anchor.price"}};
  for (const auto& [file, path] : cases) {
    const Center<double> center = model(file);
    const GoalSeek found = goal_seek(center, path, Metric::dscr_minimum, 1.30);
    ASSERT_EQ(found.status, GoalStatus::solved) << found.reason;
    EXPECT_NEAR(metric_at(center, path, found.value, Metric::dscr_minimum), 1.30, 1e-12);
    EXPECT_EQ(found.metric_at_value, metric_at(center, path, found.value, Metric::dscr_minimum));
    EXPECT_GT(found.slope, 0.0);
  }
}

TEST(GoalSeek, ContractPriceForZeroNpvEqualsPlainBisection) {
  const Center<double> center = small();
  const GoalSeek found = goal_seek(center, "contracts.anchor.price", Metric::npv_project, 0.0);
  double low = 0.0, high = 7.6;
  while (std::nextafter(low, high) < high) {
    const double middle = 0.5 * (low + high);
    (metric_at(center, "contracts.anchor.price", middle, Metric::npv_project) < 0.0 ? low : high) = middle;
  }
  ASSERT_EQ(found.status, GoalStatus::solved);
  EXPECT_NEAR(found.value, low, 1e-12 * low);
  EXPECT_EQ(
      found.reason,
      "npv/project = 0 CNY at contracts.anchor.price = 5.89756 CNY/card-hour; no other value found from 0 to 7600");
  EXPECT_EQ(found.present, 7.6);
  EXPECT_LE(found.iterations, 12);
  EXPECT_LE(found.evaluations, 80);
}

// Without contracts and with free capacity, sales are in proportion to demand, as break-even utilization assumes.
TEST(GoalSeek, DemandForZeroNpvIsThatOfBreakEvenUtilization) {
  const Center<double> center = small("no-anchor");
  const MetricSet<double> now = evaluate(center).metrics;
  const double scale = now[Metric::break_even_utilization].value / now[Metric::utilization].value;
  const GoalSeek found = goal_seek(center, "markets.on-demand.demand", Metric::npv_project, 0.0);
  ASSERT_EQ(found.status, GoalStatus::solved) << found.reason;
  EXPECT_NEAR(found.value, 320.0 * scale, 1e-9 * found.value);
}

TEST(GoalSeek, SlopeEqualsDifferences) {
  const Center<double> center = small();
  for (const Metric metric : {Metric::npv_project, Metric::dscr_minimum, Metric::irr_project}) {
    const double target = metric == Metric::npv_project ? 1e7 : metric == Metric::dscr_minimum ? 1.4 : 0.11;
    const GoalSeek found = goal_seek(center, "contracts.anchor.price", metric, target);
    ASSERT_EQ(found.status, GoalStatus::solved);
    const double want = test::numeric_derivative(
        [&](double x) { return metric_at(center, "contracts.anchor.price", x, metric); }, found.value);
    EXPECT_NEAR(found.slope, want, 1e-7 * std::fabs(want)) << standard_metrics()[static_cast<std::size_t>(metric)].path;
  }
}

TEST(GoalSeek, SensitivityIsThatOfTheSolutionItself) {
  const std::string path = "contracts.anchor.price";
  Center<double> center = small();
  const auto list = parameters(center);
  const Bracket near{5.0, 7.0};
  const GoalSeek found = goal_seek(center, path, Metric::npv_project, 0.0, near);
  ASSERT_EQ(found.sensitivity.size(), list.size());
  EXPECT_EQ(found.sensitivity[index_of(list, path)], 0.0);
  for (const char* other : {"power.demand_price", "fleets.ascend.price", "tax.rate", "valuation.discount_rate",
                            "markets.on-demand.price.start", "opex.staff.per_year"}) {
    const std::size_t place = index_of(list, other);
    const double want = test::numeric_derivative(
        [&](double x) {
          Center<double> moved = center;
          set(moved, other, x);
          return goal_seek(moved, path, Metric::npv_project, 0.0, near).value;
        },
        *list[place].value);
    EXPECT_NEAR(found.sensitivity[place], want, 1e-6 * std::fabs(want)) << other;
  }
}

TEST(GoalSeek, FindsAllSolutionsAndTakesTheNearest) {
  const Center<double> center = small();
  const GoalSeek found = goal_seek(center, "fleets.ascend.cards", Metric::npv_project, 1e6);
  EXPECT_EQ(found.status, GoalStatus::several);
  ASSERT_EQ(found.solutions.size(), 2U);
  for (const GoalSolution& solution : found.solutions)
    EXPECT_NEAR(metric_at(center, "fleets.ascend.cards", solution.value, Metric::npv_project), 1e6, 1e-3);
  EXPECT_GT(found.solutions[0].slope, 0.0);
  EXPECT_LT(found.solutions[1].slope, 0.0);
  EXPECT_EQ(found.value, found.solutions[1].value);
  EXPECT_EQ(
      found.reason,
      "npv/project = 1e+06 CNY at 2 values of fleets.ascend.cards from 1 to 1e+06 card: 419.79 and 1218.46; taken "
      "is the one nearest to the present value of 1000");
}

// Just below the greatest NPV the two solutions lie between neighbouring values of the scan.
TEST(GoalSeek, MagnifiesATurningPoint) {
  const Center<double> center = small();
  const GoalSeek above = goal_seek(center, "fleets.ascend.cards", Metric::npv_project, 1e9);
  EXPECT_EQ(above.status, GoalStatus::infeasible);
  const GoalSeek found = goal_seek(center, "fleets.ascend.cards", Metric::npv_project, (1.0 - 1e-6) * above.greatest);
  ASSERT_EQ(found.solutions.size(), 2U) << found.reason;
  EXPECT_LT(found.solutions[0].value, above.greatest_at);
  EXPECT_GT(found.solutions[1].value, above.greatest_at);
  EXPECT_LT(found.solutions[1].value - found.solutions[0].value, 1.0);
}

TEST(GoalSeek, SaysWhyThereIsNone) {
  const Center<double> center = small();
  const GoalSeek low = goal_seek(center, "contracts.anchor.price", Metric::npv_project, 0.0, Bracket{6.0, 9.0});
  EXPECT_EQ(low.status, GoalStatus::infeasible);
  EXPECT_TRUE(std::isnan(low.value) && std::isnan(low.metric_at_value) && std::isnan(low.slope));
  EXPECT_TRUE(low.solutions.empty() && low.sensitivity.empty());
  EXPECT_EQ(low.reason,
            "npv/project = 0 CNY cannot be had with contracts.anchor.price from 6 to 9 CNY/card-hour: it is between "
            "1.4854e+06 CNY (at 6) and 4.47735e+07 CNY (at 9)");
  const GoalSeek deaf = goal_seek(center, "financing.loans.bank.gearing", Metric::npv_project, 0.0);
  EXPECT_EQ(deaf.reason,
            "npv/project = 0 CNY cannot be had with financing.loans.bank.gearing from 0 to 0.95: it is 2.4594e+07 CNY "
            "whatever the value, as it does not depend on this input");
  Center<double> own = center;
  own.financing.loans.clear();
  const GoalSeek absent = goal_seek(own, "contracts.anchor.price", Metric::dscr_minimum, 1.3);
  EXPECT_EQ(absent.reason,
            "dscr/minimum = 1.3 cannot be had with contracts.anchor.price from 0 to 7600 CNY/card-hour: no value there "
            "gives the metric; from 0 to 7600 it does not exist (there is no debt service)");
}

TEST(GoalSeek, StretchesWithoutMetricAreFoundToTheirEdge) {
  const Center<double> center = small();
  const GoalSeek found = goal_seek(center, "tax.rate", Metric::payback_discounted, 70.0);
  ASSERT_EQ(found.gaps.size(), 1U);
  EXPECT_EQ(found.gaps[0].reason, found.metric.undefined_reason);
  EXPECT_EQ(found.gaps[0].high, 0.9);
  const double edge = found.gaps[0].low;
  Center<double> moved = center;
  set(moved, "tax.rate", edge);
  EXPECT_FALSE(evaluate(moved).metrics[Metric::payback_discounted].exists);
  set(moved, "tax.rate", edge * (1.0 - 1e-11));
  EXPECT_TRUE(evaluate(moved).metrics[Metric::payback_discounted].exists);
}

TEST(GoalSeek, KeepsTheRulesBetweenFields) {
  const Center<double> center = small();
  const GoalSeek found = goal_seek(center, "contracts.anchor.end", Metric::npv_project, 0.0);
  ASSERT_EQ(found.status, GoalStatus::solved);
  EXPECT_EQ(found.reason,
            "npv/project = 0 CNY at contracts.anchor.end = 56.2022 month; no other value found from 0 to 72; from 0 to "
            "11 a rule is broken (contracts.anchor.end must be after start)");
  const GoalSeek share = goal_seek(center, "power.energy.peak.share", Metric::npv_project, 0.0);
  EXPECT_EQ(share.status, GoalStatus::infeasible);
  ASSERT_EQ(share.gaps.size(), 2U);
  EXPECT_EQ(share.gaps[0].reason, "power.energy must have shares that sum to 1");
  EXPECT_NEAR(share.gaps[0].high, 0.35, 2e-6);
}

TEST(GoalSeek, AJumpIsNoSolutionAndAPlateauIsMany) {
  const Center<double> center = small();
  const GoalSeek jump = goal_seek(center, "contracts.anchor.price", Metric::dscr_minimum_month, 20.0);
  EXPECT_EQ(jump.status, GoalStatus::infeasible);
  ASSERT_EQ(jump.jumps.size(), 1U);
  EXPECT_EQ(jump.jumps[0].below, 17.0);
  EXPECT_EQ(jump.jumps[0].above, 23.0);
  EXPECT_EQ(metric_at(center, "contracts.anchor.price", jump.jumps[0].at, Metric::dscr_minimum_month), 23.0);
  EXPECT_EQ(metric_at(center, "contracts.anchor.price", jump.jumps[0].at * (1.0 - 1e-12), Metric::dscr_minimum_month),
            17.0);
  const GoalSeek plateau = goal_seek(center, "contracts.anchor.price", Metric::dscr_minimum_month, 17.0);
  EXPECT_EQ(plateau.status, GoalStatus::several);
  ASSERT_EQ(plateau.solutions.size(), 1U);
  EXPECT_EQ(plateau.value, 7.6);
  EXPECT_EQ(plateau.solutions[0].same.low, 0.0);
  EXPECT_TRUE(std::isnan(plateau.sensitivity[0]));
}

// For every input: the metric at some value of it is a target that can be had, and every solution gives it.
TEST(GoalSeek, FindsAValueForEveryTargetThatAValueGives) {
  const Center<double> center = small();
  Center<double> copy = center;
  int asked = 0;
  std::size_t turn = 0;
  for (const auto& parameter : parameters(copy)) {
    const Bracket bracket = solve::default_bracket(parameter, center.months);
    const double present = *parameter.value;
    const double high = present > 0.0 ? std::min(bracket.high, 4.0 * present) : bracket.high;
    const double value =
        bracket.low + (high - bracket.low) * (0.15 + 0.7 * std::fmod(0.618 * static_cast<double>(++turn), 1.0));
    const Metric metric = std::array{Metric::npv_project, Metric::irr_equity_distributions, Metric::dscr_minimum,
                                     Metric::payback_discounted, Metric::break_even_utilization}[turn % 5];
    Center<double> moved = center;
    set(moved, parameter.path, value);
    if (!inputs::problems_of(inputs::object_of(moved)).empty()) continue;
    const Defined<double> target = evaluate(moved).metrics[metric];
    if (!target.exists) continue;
    ++asked;
    const GoalSeek found = goal_seek(center, parameter.path, metric, target.value);
    EXPECT_NE(found.status, GoalStatus::infeasible) << value << ": " << found.reason;
    for (const GoalSolution& solution : found.solutions) {
      const double again = metric_at(center, parameter.path, solution.value, metric);
      EXPECT_EQ(again, solution.metric) << found.reason;
      EXPECT_NEAR(again, target.value, 1e-9 * std::max(std::fabs(target.value), found.greatest - found.least));
    }
  }
  EXPECT_GT(asked, 60);
}

// A cost share of exactly 0: the search sees what other shares would do.
TEST(GoalSeek, MovesAnInputThatIsZero) {
  Center<double> center = small();
  set(center, "services.tuning.cost_share", 0.0);
  const GoalSeek found = goal_seek(center, "services.tuning.cost_share", Metric::npv_project, 2e7);
  ASSERT_EQ(found.status, GoalStatus::solved) << found.reason;
  EXPECT_NEAR(metric_at(center, "services.tuning.cost_share", found.value, Metric::npv_project), 2e7, 1e-4);
}

TEST(GoalSeek, RefusesWhatIsNoQuestion) {
  const Center<double> center = small();
  const auto seek = [&](const char* path, double target, std::optional<Bracket> bracket = {}) {
    return [&center, path, target, bracket] { (void)goal_seek(center, path, Metric::npv_project, target, bracket); };
  };
  test::expect_throws_saying<DomainError>(
      seek("contracts.anchor.pric", 0.0),
      "goal_seek: 'contracts.anchor.pric' is not a number of this center; nearest is contracts.anchor.price");
  test::expect_throws_saying<DomainError>(seek("contracts.anchor.price", std::nan("")),
                                          "goal_seek: target is nan, but must be finite");
  test::expect_throws_saying<DomainError>(
      seek("contracts.anchor.price", 0.0, Bracket{5.0, 2.0}),
      "goal_seek: bracket of contracts.anchor.price is [5, 2], but its low end must be below its high end");
  test::expect_throws_saying<DomainError>(
      seek("contracts.anchor.price", 0.0, Bracket{0.0, HUGE_VAL}),
      "goal_seek: bracket of contracts.anchor.price is [0, inf], but must be finite");
  test::expect_throws_saying<DomainError>(
      seek("contracts.anchor.price", 0.0, Bracket{-1.0, 2.0}),
      "goal_seek: bracket of contracts.anchor.price is [-1, 2], but the input must be in [0, 1e+06] money/card-hour "
      "(price of an hour, of the fleet's unit of sale)");
}

TEST(Scan, HoldsTheEndsAndThePresentValueInOrder) {
  const std::vector<std::pair<Bracket, double>> cases{{{0.0, 7600.0}, 7.6},   {{0.0, 1.0}, 0.5},    {{0.0, 1e14}, 0.0},
                                                      {{-0.99, 10.0}, -0.05}, {{1.0, 600.0}, 48.0}, {{2.0, 3.0}, 7.0},
                                                      {{1.0, 1e6}, 0.5},      {{0.0, 5.0}, 5.0},    {{0.0, 72.0}, 0.0},
                                                      {{0.0, 1e5}, 2e5},      {{3.0, 1e6}, 3.0}};
  for (const auto& [bracket, present] : cases) {
    const std::vector<double> xs = solve::scan_values(bracket, present);
    EXPECT_EQ(xs.front(), bracket.low);
    EXPECT_EQ(xs.back(), bracket.high);
    EXPECT_EQ(std::adjacent_find(xs.begin(), xs.end(), std::greater_equal<>()), xs.end());
    EXPECT_GE(xs.size(), 33U);
    EXPECT_LE(xs.size(), 67U);
    const bool inside = bracket.low <= present && present <= bracket.high;
    EXPECT_EQ(std::find(xs.begin(), xs.end(), present) != xs.end(), inside) << present;
  }
}

}  // namespace
}  // namespace roi
