#include "libroi/audit/evaluate_graph.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/audit/traced_toy.hpp"

namespace roi {
namespace {

/// Largest difference of any row from the ledger, relative to the row's largest value.
double worst_difference(const test::TracedToy& toy, const audit::GraphValues& values, const Ledger<double>& ledger) {
  double worst = 0.0;
  for (int id = 0; id < toy.lines.table.size(); ++id) {
    const LineInfo& info = toy.lines.table[Line{id}];
    if (info.section == Section::check) continue;  // residues of rounding
    const int row = toy.graph.find_row(info.path);
    double scale = 0.0, difference = 0.0;
    const bool constant = info.kind == Kind::constant;
    for (int column = constant ? kConstant : 0; column < (constant ? kOpening : toy.timeline.months()); ++column) {
      const double expected =
          constant ? ledger.constant_of(Line{id}) : ledger.row(Line{id})[static_cast<std::size_t>(column)];
      if (std::isnan(expected)) continue;  // undefined
      scale = std::max(scale, std::abs(expected));
      difference = std::max(difference, std::abs(values.at(row, column) - expected));
    }
    if (difference > 0.0) worst = std::max(worst, difference / scale);
  }
  return worst;
}

TEST(GraphValues, RepeatTheEngine) {
  const test::TracedToy toy;
  const audit::GraphValues values(toy.graph, audit::traced_inputs(toy.graph));
  EXPECT_LT(worst_difference(toy, values, toy_ledger(toy.lines, toy.timeline, toy.numbers, toy.scale)), 1e-12);
}

TEST(GraphValues, FollowChangedInputsAsTheEngineDoes) {
  const test::TracedToy toy;
  test::ToyNumbers changed = toy.numbers;
  changed.in.sales = 13.0;
  changed.in.opened = 0.4;
  changed.in.life = 9.7;
  changed.in.rate = 0.031;
  changed.in.season[8] = 0.2;
  std::vector<double> inputs = audit::traced_inputs(toy.graph);
  const auto set = [&](const char* path, double value) {
    inputs[static_cast<std::size_t>(toy.graph.find_input(path))] = value;
  };
  set("toy.sales", 13.0);
  set("toy.opened", 0.4);
  set("toy.life", 9.7);
  set("toy.rate", 0.031);
  set("toy.season.8", 0.2);
  const audit::GraphValues values(toy.graph, inputs);
  EXPECT_LT(worst_difference(toy, values, toy_ledger(toy.lines, toy.timeline, changed, toy.scale)), 1e-12);
}

TEST(GraphValues, ComposeErfcxAsTheEngineHasIt) {
  Graph graph;
  const Graph::Use use(graph);
  const Formula x = Formula::input("x", 1.0), scaled = erfcx(x), share = normal_cdf(x);
  for (const double at : {-1e200, -27.0, -26.6, -3.0, -0.1, 0.0, 0.5, 11.999, 12.0, 12.001, 30.0, 1e4, 1e200}) {
    const audit::GraphValues values(graph, std::vector{at});
    EXPECT_NEAR(values[scaled.id()] / roi::erfcx(at), 1.0, 4e-13) << at;
    EXPECT_EQ(values[share.id()], roi::normal_cdf(at)) << at;
  }
}

TEST(GraphValues, FollowTheStartOfTheModel) {
  const test::TracedToy toy;
  std::vector<double> inputs = audit::traced_inputs(toy.graph);
  inputs[static_cast<std::size_t>(toy.graph.find_input("time/start"))] = spreadsheet_date({2028, 1});
  const audit::GraphValues values(toy.graph, inputs);
  const int days = toy.graph.find_row("time/days"), year_end = toy.graph.find_row("time/year end");
  EXPECT_EQ(values.at(days, 1), 29.0);  // February 2028
  EXPECT_EQ(values.at(year_end, 11), 1.0);
  EXPECT_EQ(values.at(year_end, 5), 0.0);
}

TEST(GraphValues, RefuseAnotherNumberOfInputs) {
  const test::TracedToy toy;
  try {
    const audit::GraphValues values(toy.graph, std::vector<double>{1.0, 2.0});
    FAIL();
  } catch (const StructureError& error) {
    EXPECT_STREQ(error.what(), "GraphValues: got 2 inputs, the graph has 22");
  }
}

}  // namespace
}  // namespace roi
