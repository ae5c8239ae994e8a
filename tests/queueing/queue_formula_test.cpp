// The closed forms as formulas: rules of the workbook, and an independent evaluation against the engine.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "libroi/audit/evaluate_graph.hpp"
#include "libroi/audit/formula_text.hpp"
#include "libroi/audit/plan.hpp"
#include "libroi/audit/sheet_layout.hpp"
#include "tests/queueing/queue_toy.hpp"

namespace roi {
namespace {

Ledger<double> on_numbers(const test::TracedQueue& toy, double growth, double patience) {
  auto in = test::queue_inputs<double>([](const std::string&, double value) { return value; });
  in.growth = growth;
  in.patience = patience;
  Ledger<double> ledger(toy.table.lines, test::kQueueMonths);
  test::queue_toy<double>(toy.lines, in, ledger);
  return ledger;
}

/// The largest difference of a value of the graph from the engine's, relative to the value.
double worst_difference(const test::TracedQueue& toy, const audit::GraphValues& values, const Ledger<double>& ledger) {
  double worst = 0.0;
  for (const Line line : {toy.lines.servers, toy.lines.load, toy.lines.loss, toy.lines.jobs, toy.lines.waiting,
                          toy.lines.late, toy.lines.lost, toy.lines.shortage}) {
    const int row = toy.graph.find_row(toy.table.lines[line].path);
    for (int t = 0; t < test::kQueueMonths; ++t) {
      const double want = ledger.row(line)[static_cast<std::size_t>(t)];
      const double difference = std::abs(values.at(row, t) - want) / std::max(std::abs(want), 1e-200);
      if (difference > worst) worst = difference;
    }
  }
  return worst;
}

TEST(QueueFormulas, CarryTheEnginesValues) {
  const test::TracedQueue toy;
  const Ledger<double> ledger = on_numbers(toy, 1.0979, 0.25);
  for (int id = 0; id < toy.table.lines.size(); ++id) {
    const int row = toy.graph.find_row(toy.table.lines[Line{id}].path);
    for (int t = 0; t < test::kQueueMonths; ++t) {
      const NodeId cell = toy.graph.expression(row, t);
      if (cell == kNoNode) continue;
      EXPECT_EQ(toy.graph.node(cell).value, ledger.row(Line{id})[static_cast<std::size_t>(t)])
          << toy.table.lines[Line{id}].path << " " << t;
    }
  }
}

TEST(QueueFormulas, EvaluateToTheEnginesValues) {
  const test::TracedQueue toy;
  EXPECT_LT(worst_difference(toy, {toy.graph, audit::traced_inputs(toy.graph)}, on_numbers(toy, 1.0979, 0.25)), 1e-11);
}

TEST(QueueFormulas, FollowOtherInputs) {
  const test::TracedQueue toy;
  std::vector<double> inputs = audit::traced_inputs(toy.graph);
  inputs[static_cast<std::size_t>(toy.graph.find_input("toy.growth"))] = 1.05;
  inputs[static_cast<std::size_t>(toy.graph.find_input("toy.patience"))] = 3.0;
  EXPECT_LT(worst_difference(toy, {toy.graph, inputs}, on_numbers(toy, 1.05, 3.0)), 1e-11);
}

TEST(QueueFormulas, KeepTheRulesOfTheWorkbook) {
  const test::TracedQueue toy;
  const audit::Plan plan(toy.graph);  // one formula a row, no literal but 0, 1 and 12, short steps
  const audit::SheetLayout layout(plan, toy.inputs);
  std::string all;
  for (std::size_t r = 0; r < plan.rows().size(); ++r)
    if (plan.row(static_cast<int>(r)).months != audit::kNoPattern)
      all += formula_text(plan.patterns(), plan.row(static_cast<int>(r)).months,
                          audit::A1Namer(layout, layout.sheet_of(static_cast<int>(r)), 0)) +
             "\n";
  EXPECT_NE(all.find("_xlfn.NORM.S.DIST("), std::string::npos);
}

TEST(QueueFormulas, NameTheNormalDistributionAsExcelDoes) {
  Graph graph;
  const Graph::Use use(graph);
  audit::Patterns patterns(graph);
  std::unordered_map<NodeId, audit::PatternId> seen;
  const NodeId node = normal_cdf(Formula::input("x", 1.0) * 12.0).id();
  EXPECT_EQ(
      formula_text(patterns, patterns.of(node, 0, audit::OpeningReference::relative, seen), audit::PathNamer(graph)),
      "NORM.S.DIST(x*12,TRUE)");
}

TEST(QueueFormulas, BookTheirCoefficientsOnce) {
  const test::TracedQueue toy;
  const int row = toy.graph.find_row("queue/constant/third of Stirling");
  ASSERT_GE(row, 0);
  EXPECT_NEAR(toy.graph.node(toy.graph.expression(row, kConstant)).value, 139.0 / 30.0, 1e-15);
  test::Table table;
  (void)declare_queue_constants(table.d);
  EXPECT_THROW((void)declare_queue_constants(table.d), StructureError);
}

}  // namespace
}  // namespace roi
