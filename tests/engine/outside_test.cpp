// A stream of revenue from outside the library (examples/outside_stream.hpp) on every kind of number.
#include "libroi/engine/outside.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "examples/outside_stream.hpp"
#include "libroi/audit/trace_center.hpp"
#include "libroi/inputs/set.hpp"
#include "tests/audit/pipeline.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

/// Says that it is linear in sales, which it is not.
struct Boasting : HeatSales {
  static constexpr bool linear_in_sales = true;
};
template <class T>
struct BoastingCenter : CenterOf<T, StandardStreams::with<Boasting>> {};

const std::string kFile = std::string(LIBROI_SOURCE_DIR) + "/examples/data/heated_center.json";

template <template <class> class C = HeatedCenter>
C<double> heated() {
  C<double> center = read<C<double>>(load(kFile)).root;
  center.power.losses->square = 0.4;  // far from linear
  return center;
}
const CheckResult& check_of(const Evaluation& e, const char* id) {
  for (const CheckResult& check : e.checks)
    if (check.id == id) return check;
  throw std::runtime_error(id);
}

TEST(Outside, IsReadStrictly) {
  test::expect_throws_saying([] { (void)read<Center<double>>(load(kFile)); }, "/heat is not an input");
  const Resolver examples = [](const std::string& name) {
    std::ifstream file(std::string(LIBROI_SOURCE_DIR) + "/examples/" + name);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const Document wrong = parse(
      R"({"extends": "small_center.json", "heat": {"district": {"connected": "2027-01", "price": 1, "recoverd": 2}}})",
      "center.json", examples);
  test::expect_throws_saying([&] { (void)read<HeatedCenter<double>>(wrong); }, "nearest is recovered");
}

TEST(Outside, StandsInStatementsAndChecks) {
  const Evaluation e = evaluate(heated());
  EXPECT_TRUE(e.passed());
  EXPECT_GT(e.ledger.row(e.layout->lines().find("revenue/heat/district")).back(), 0.0);
  const Metric share = e.layout->metric("heat/share of energy");
  EXPECT_EQ(static_cast<std::size_t>(share), kStandardMetrics);
  EXPECT_GT(e.metrics[share].value, 0.3);
  EXPECT_LT(e.metrics[share].value, 0.6);
}

TEST(Outside, WithoutHeatItIsTheStandardCenterBitForBit) {
  HeatedCenter<double> with = heated();
  with.heat = {};
  const std::string small = std::string(LIBROI_SOURCE_DIR) + "/examples/small_center.json";
  Center<double> without = read<Center<double>>(load(small)).root;
  without.power.losses->square = 0.4;
  const Evaluation a = evaluate(with), b = evaluate(without);
  for (const MetricInfo& metric : standard_metrics()) {
    if (metric.id == Metric::break_even_utilization) {  // one searches by whole runs, the other along lines
      EXPECT_NEAR(a.metrics[metric.id].value, b.metrics[metric.id].value, 1e-9);
      continue;
    }
    EXPECT_TRUE(test::same_bits(a.metrics[metric.id].value, b.metrics[metric.id].value)) << metric.path;
  }
}

TEST(Outside, AFalseClaimOfLinearityIsCaught) {
  const Evaluation honest = evaluate(heated()), boasting = evaluate(heated<BoastingCenter>());
  EXPECT_TRUE(check_of(honest, "H7").passed);
  EXPECT_FALSE(check_of(boasting, "H7").passed);
  EXPECT_GT(check_of(boasting, "H7").residual, 1000.0 * check_of(boasting, "H7").tolerance);
}

TEST(Outside, ABatchHasTheBitsOfSingleEvaluations) {
  const HeatedCenter<double> center = heated();
  const std::vector<std::string> paths{"heat.district.recovered", "markets.on-demand.demand", "power.losses.square"};
  std::vector<double> values;
  for (int row = 0; row < 11; ++row) values.insert(values.end(), {0.05 * row, 200.0 + 20.0 * row, 0.03 * row});
  const Layout small(read<Center<double>>(load(std::string(LIBROI_SOURCE_DIR) + "/examples/small_center.json")).root);
  std::vector<Metric> metrics;
  for (const MetricInfo& metric : small.metrics()) metrics.push_back(metric.id);
  metrics.push_back(Metric::own);
  const std::vector<double> table = evaluate_many(center, paths, values, metrics, 2).metrics;
  for (std::size_t row = 0; row < 11; ++row) {
    HeatedCenter<double> one = center;
    for (std::size_t k = 0; k < 3; ++k) set(one, paths[k], values[3 * row + k]);
    const Evaluation e = evaluate(one);
    for (std::size_t m = 0; m < metrics.size(); ++m) {
      const Defined<double>& expected = e.metrics[metrics[m]];
      EXPECT_TRUE(test::same_bits(table[row * metrics.size() + m], expected.exists ? expected.value : NAN))
          << "row " << row << ", metric " << m;
    }
  }
}

TEST(Outside, DerivativesAgreeWithDifferences) {
  const HeatedCenter<double> center = heated();
  const std::vector<Metric> metrics{Metric::npv_project, Metric::break_even_utilization, Metric::own};
  const std::vector<double> slopes = gradient(center, metrics);
  HeatedCenter<double> moved = center;
  const auto all = parameters(moved);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].path.starts_with("heat.") && all[i].path != "markets.on-demand.demand") continue;
    const double x = *all[i].value;
    for (std::size_t m = 0; m < metrics.size(); ++m) {
      const auto at = [&](double value) {
        *all[i].value = value;
        const double found = evaluate(moved).metrics[metrics[m]].value;
        *all[i].value = x;
        return found;
      };
      const double expected = test::numeric_derivative(at, x);
      EXPECT_NEAR(slopes[m * all.size() + i], expected, 1e-5 * std::abs(expected) + 1e-7) << all[i].path << " " << m;
    }
  }
}

TEST(Outside, TheWorkbookIsTheEngine) {
  const HeatedCenter<double> center = heated();
  const audit::TracedCenterOf<HeatedCenter> traced(center);
  const audit::Plan plan(traced.graph());
  const audit::GraphValues values(traced.graph(), audit::traced_inputs(traced.graph()));
  const test::Worst worst = test::worst_difference(traced, values, evaluate(center));
  EXPECT_LE(worst.difference, 1e-12) << worst.line;
  const std::string file = ::testing::TempDir() + "/heated.xlsx";
  audit::write_workbook(file, traced);
  EXPECT_TRUE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace roi
