// Derivatives of every metric of the named centers by every number of their inputs: gradient(), which sweeps back over
// one recorded evaluation (core/adjoint.hpp), against duals, which carry sixteen derivatives forward at a time.
//
// The two add up in different orders. They agree to 1e-12 of the derivative, but for what rounding leaves where large
// parts cancel: 1e-14 of the largest effect any input has on the metric.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "libroi/center/evaluate.hpp"
#include "libroi/core/dual.hpp"
#include "libroi/engine/engine.hpp"
#include "libroi/engine/solved_scale.hpp"
#include "tests/properties/named_centers.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

constexpr int kWidth = 16;
using Number = Dual<kWidth>;

std::vector<Metric> all_metrics() {
  std::vector<Metric> out;
  for (const MetricInfo& metric : standard_metrics()) out.push_back(metric.id);
  return out;
}

/// Metrics x inputs.
std::vector<double> gradient_on_duals(const Center<double>& center) {
  const Layout layout(center);
  const SolvedScale solved = solve_scale(layout, center);
  EvaluateOptions options;
  options.solved = &solved;
  Evaluator<Number, Discard<Number>> evaluator(layout);
  Center<Number> carried = convert<Number>(center);
  const auto inputs = parameters(carried);
  std::vector<double> out(kStandardMetrics * inputs.size());
  for (std::size_t begin = 0; begin < inputs.size(); begin += kWidth) {
    const std::size_t end = std::min(inputs.size(), begin + kWidth);
    for (std::size_t i = begin; i < end; ++i)
      *inputs[i].value = Number::variable(inputs[i].value->value(), static_cast<int>(i - begin));
    Discard<Number> nothing;
    const MetricSet<Number> found = evaluator(carried, nothing, options);
    for (std::size_t m = 0; m < kStandardMetrics; ++m)
      for (std::size_t i = begin; i < end; ++i) {
        const Defined<Number>& metric = found[standard_metrics()[m].id];
        out[m * inputs.size() + i] = metric.exists ? metric.value.derivative(static_cast<int>(i - begin)) : 0.0;
      }
    for (std::size_t i = begin; i < end; ++i) *inputs[i].value = Number(inputs[i].value->value());
  }
  return out;
}

class Gradient : public ::testing::TestWithParam<const char*> {};

TEST_P(Gradient, EqualsThatOfDuals) {
  const Center<double> named = test::named_center(GetParam());
  std::mt19937_64 random(5);
  std::size_t moving = 0, cancelling = 0;
  for (int round = 0; round < 4; ++round) {
    Center<double> center = named;
    if (round > 0) test::vary(center, random);
    const auto inputs = parameters(center);
    const std::vector<double> got = gradient(center, all_metrics()), want = gradient_on_duals(center);
    ASSERT_EQ(got.size(), want.size());
    const auto natural = [&](std::size_t i) {
      const bool dated = inputs[i].kind == FieldKind::date || *inputs[i].value == 0.0;
      return dated ? 1.0 : std::abs(*inputs[i].value);
    };
    for (std::size_t m = 0; m < kStandardMetrics; ++m) {
      double effect = 0.0;
      for (std::size_t i = 0; i < inputs.size(); ++i)
        effect = std::max(effect, std::abs(want[m * inputs.size() + i]) * natural(i));
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        const std::size_t at = m * inputs.size() + i;
        const double error = std::abs(got[at] - want[at]);
        moving += want[at] != 0.0 ? 1 : 0;
        cancelling += error > 1e-12 * std::abs(want[at]) ? 1 : 0;
        EXPECT_LE(error, 1e-12 * std::abs(want[at]) + 1e-14 * effect / natural(i))
            << standard_metrics()[m].path << " by " << inputs[i].path << ", round " << round << ": " << got[at]
            << " and " << want[at];
      }
    }
  }
  EXPECT_GT(moving, 4 * kStandardMetrics * 40);
  EXPECT_LT(cancelling, moving / 100);
  std::printf("%s: %zu derivatives, %zu of them what rounding leaves\n", GetParam(), moving, cancelling);
}

TEST_P(Gradient, DoesNotDependOnWhatElseIsAsked) {
  const Center<double> center = test::named_center(GetParam());
  const std::vector<double> all = gradient(center, all_metrics());
  const std::size_t inputs = all.size() / kStandardMetrics;
  for (const Metric metric : {Metric::npv_project, Metric::irr_equity_distributions, Metric::break_even_utilization}) {
    const std::vector<double> alone = gradient(center, std::vector{metric});
    ASSERT_EQ(alone.size(), inputs);
    for (std::size_t i = 0; i < inputs; ++i)
      EXPECT_TRUE(test::same_bits(alone[i], all[static_cast<std::size_t>(metric) * inputs + i])) << standard_metrics()[static_cast<std::size_t>(metric)].path;
  }
}

INSTANTIATE_TEST_SUITE_P(NamedCenters, Gradient,
                         ::testing::Values("harbin_china_mobile", "data/four_fleets_six_markets",
                                           "lingshui_hainan_expressway"));

}  // namespace
}  // namespace roi
