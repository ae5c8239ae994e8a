// The whole pipeline as formulas: every line of the named centers obeys the rules of the workbook, and the graph,
// evaluated on its own, is the engine: on the inputs of the file and on others.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "libroi/audit/evaluate_graph.hpp"
#include "libroi/audit/export.hpp"
#include "libroi/engine.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/reader.hpp"

namespace roi {
namespace {

Center<double> named(const std::string& name) {
  return read<Center<double>>(load(std::string(LIBROI_SOURCE_DIR) + "/models/centers/" + name + ".json")).root;
}

bool is_rate(const std::string& path) { return path.rfind("metric/irr/", 0) == 0; }

struct Worst {
  double difference = 0.0;
  std::string line;
};

/// The largest difference of any line from the engine's, relative to the largest value of its row.
Worst worst_difference(const audit::TracedCenter& traced, const audit::GraphValues& values, const Evaluation& engine) {
  const LineTable& lines = engine.layout->lines();
  const std::string scale_line = "break-even/scale of sales";
  Worst worst;
  for (int id = 0; id < lines.size(); ++id) {
    const LineInfo& info = lines[Line{id}];
    // residues have no scale of their own; what hangs on the solver is another number for other inputs
    if (info.section == Section::check || info.path == scale_line || info.path == "metric/break-even utilization")
      continue;
    const int row = traced.graph().find_row(info.path);
    const bool constant = info.kind == Kind::constant;
    double scale = 0.0, difference = 0.0;
    for (int column = constant ? kConstant : 0; column < (constant ? kOpening : engine.ledger.months()); ++column) {
      const double expected = constant ? engine.ledger.constant_of(Line{id})
                                       : engine.ledger.row(Line{id})[static_cast<std::size_t>(column)];
      if (std::isnan(expected)) continue;
      scale = std::max(scale, std::abs(expected));
      difference = std::max(difference, std::abs(values.at(row, column) - expected));
    }
    // both searches for a rate end within their own tolerance
    const double relative = difference > 0.0 ? difference / scale * (is_rate(info.path) ? 1e-3 : 1.0) : 0.0;
    if (relative > worst.difference) worst = {relative, info.path};
  }
  return worst;
}

class TracedPipeline : public ::testing::TestWithParam<const char*> {};

TEST_P(TracedPipeline, KeepsTheRulesOfTheWorkbook) {
  const audit::TracedCenter traced(named(GetParam()));
  const audit::Plan plan(traced.graph());
  EXPECT_GT(plan.rows().size(), 400U);
  EXPECT_LT(plan.helper_rows() * 5, static_cast<int>(plan.rows().size())) << "book explicitly; helpers catch the rest";
}

TEST_P(TracedPipeline, IsTheEngine) {
  const Center<double> center = named(GetParam());
  const audit::TracedCenter traced(center);
  const audit::GraphValues values(traced.graph(), audit::traced_inputs(traced.graph()));
  const Worst worst = worst_difference(traced, values, evaluate(center));
  EXPECT_LE(worst.difference, 1e-12) << worst.line;
}

TEST_P(TracedPipeline, IsTheEngineOnOtherInputs) {
  const Center<double> center = named(GetParam());
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
      inputs[static_cast<std::size_t>(traced.graph().find_input(parameter.path))] = *parameter.value;
    }
    const Worst worst = worst_difference(traced, audit::GraphValues(traced.graph(), inputs), evaluate(other));
    EXPECT_LE(worst.difference, 1e-9) << worst.line << " in variation " << variation;
  }
}

TEST_P(TracedPipeline, ListsEveryInputOnce) {
  const Center<double> center = named(GetParam());
  const audit::TracedCenter traced(center);
  Center<double> copy = center;
  std::vector<std::string> expected, found;
  for (const Parameter<double>& parameter : parameters(copy)) expected.push_back(parameter.path);
  for (const audit::InputRow& row : traced.inputs())
    if (row.text.empty()) found.push_back(row.path);
  EXPECT_EQ(found, expected);
}

INSTANTIATE_TEST_SUITE_P(NamedCenters, TracedPipeline,
                         ::testing::Values("harbin_china_mobile", "lingshui_hainan_expressway"));

}  // namespace
}  // namespace roi
