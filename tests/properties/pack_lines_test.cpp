// Every line item and metric of the named centers on packs: each lane is the double evaluation of its variation, bit
// for bit, whatever its neighbours are. (Formulas: tests/audit/pipeline_test.cpp; duals: dual_lines_test.cpp.)
#include <gtest/gtest.h>

#include <vector>

#include "libroi/center/evaluate.hpp"
#include "tests/properties/named_centers.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

using Lanes = Pack<kLanes>;

class PackLines : public ::testing::TestWithParam<const char*> {};

TEST_P(PackLines, EqualDoubleBitForBit) {
  const Center<double> center = test::named_center(GetParam());
  const Layout layout(center);
  const LineTable& lines = layout.lines();
  Evaluator<double, Ledger<double>> one(layout);
  Evaluator<Lanes, Ledger<Lanes>> eight(layout);
  std::mt19937_64 random(1);
  for (int round = 0; round < 5; ++round) {
    Center<Lanes> packed = convert<Lanes>(center);
    const auto targets = parameters(packed);
    std::vector<Center<double>> variations;
    for (int lane = 0; lane < kLanes; ++lane) {
      Center<double>& variation = variations.emplace_back(center);
      if (round > 0) test::vary(variation, random);
      const auto from = parameters(variation);
      ASSERT_EQ(from.size(), targets.size());
      for (std::size_t i = 0; i < from.size(); ++i) targets[i].value->set_lane(lane, *from[i].value);
    }
    Ledger<Lanes> packs(lines, layout.months());
    const MetricSet<Lanes> found = eight(packed, packs);
    for (int lane = 0; lane < kLanes; ++lane) {
      Ledger<double> ledger(lines, layout.months());
      const MetricSet<double> expected = one(variations[static_cast<std::size_t>(lane)], ledger);
      int different = 0;
      for (int id = 0; id < lines.size(); ++id)
        test::for_each_value(ledger, lines[Line{id}], Line{id}, [&](int column, double value) {
          const double got = test::value_at(packs, Line{id}, column).lane(lane);
          if (test::bits(got) == test::bits(value)) return;
          if (++different <= 10)
            ADD_FAILURE() << lines[Line{id}].path << ", month " << column << ", lane " << lane << ", round " << round
                          << ": " << test::same_bits(got, value).message();
        });
      EXPECT_EQ(different, 0);
      for (const MetricInfo& metric : standard_metrics()) {
        EXPECT_EQ(found[metric.id].exists.lane(lane), expected[metric.id].exists) << metric.path;
        if (expected[metric.id].exists) {
          EXPECT_TRUE(test::same_bits(found[metric.id].value.lane(lane), expected[metric.id].value)) << metric.path;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(NamedCenters, PackLines,
                         ::testing::Values("harbin_china_mobile", "data/four_fleets_six_markets",
                                           "lingshui_hainan_expressway", "harbin_itemised_power"));

}  // namespace
}  // namespace roi
