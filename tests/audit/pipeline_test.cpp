// The whole pipeline as formulas: every line of the named centers obeys the rules of the workbook, and the graph,
// evaluated on its own, is the engine: on the inputs of the file and on others.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "libroi/inputs/parameters.hpp"
#include "tests/audit/pipeline.hpp"

namespace roi {
namespace {

class TracedPipeline : public ::testing::TestWithParam<const char*> {};

TEST_P(TracedPipeline, KeepsTheRulesOfTheWorkbook) {
  const audit::TracedCenter traced(test::named_center(GetParam()));
  const audit::Plan plan(traced.graph());
  EXPECT_GT(plan.rows().size(), 400U);
  // a cell of Erlang's loss takes some forty operations, which are helpers by nature
  const int share = traced.layout().lines().find("queue/constant/half").id < 0 ? 5 : 2;
  EXPECT_LT(plan.helper_rows() * share, static_cast<int>(plan.rows().size()))
      << "book explicitly; helpers catch the rest";
}

TEST_P(TracedPipeline, IsTheEngine) {
  const Center<double> center = test::named_center(GetParam());
  const audit::TracedCenter traced(center);
  const audit::GraphValues values(traced.graph(), audit::traced_inputs(traced.graph()));
  const test::Worst worst = test::worst_difference(traced, values, evaluate(center));
  EXPECT_LE(worst.difference, 1e-12) << worst.line;
}

TEST_P(TracedPipeline, IsTheEngineOnOtherInputs) {
  const Center<double> center = test::named_center(GetParam());
  const audit::TracedCenter traced(center);
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> factor(0.9, 1.1), shift(-0.4, 0.4);
  for (int variation = 0; variation < 20; ++variation) {
    Center<double> other = center;
    std::vector<double> inputs = audit::traced_inputs(traced.graph());
    for (const Parameter<double>& parameter : parameters(other)) {
      const bool date = parameter.kind == FieldKind::date;
      const double value = date ? *parameter.value + shift(random) : *parameter.value * factor(random);
      *parameter.value = std::clamp(value, parameter.range.lo, parameter.range.hi);
    }
    test::restore_what_breaks_rules(other, center);
    for (const Parameter<double>& parameter : parameters(other)) {
      inputs[static_cast<std::size_t>(traced.graph().find_input(parameter.path))] = *parameter.value;
    }
    const test::Worst worst =
        test::worst_difference(traced, audit::GraphValues(traced.graph(), inputs), evaluate(other));
    EXPECT_LE(worst.difference, 1e-9) << worst.line << " in variation " << variation;
  }
}

TEST_P(TracedPipeline, ListsEveryInputOnce) {
  const Center<double> center = test::named_center(GetParam());
  const audit::TracedCenter traced(center);
  Center<double> copy = center;
  std::vector<std::string> expected, found;
  for (const Parameter<double>& parameter : parameters(copy)) expected.push_back(parameter.path);
  for (const audit::InputRow& row : traced.inputs())
    if (row.text.empty()) found.push_back(row.path);
  EXPECT_EQ(found, expected);
}

INSTANTIATE_TEST_SUITE_P(NamedCenters, TracedPipeline,
                         ::testing::Values("harbin_china_mobile", "data/four_fleets_six_markets",
                                           "lingshui_hainan_expressway", "harbin_itemised_power"));

}  // namespace
}  // namespace roi
