// Random centers made in code equal those read from the files they write.
#include <gtest/gtest.h>

#include "libroi/engine/engine.hpp"
#include "libroi/inputs/reader.hpp"
#include "libroi/inputs/writer.hpp"
#include "tests/properties/random_center.hpp"

namespace roi {
namespace {

TEST(OwnFile, OfARandomCenterGivesTheSameCenter) {
  int evaluated = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    Center<double> code = test::random_center(seed);
    Record record;
    record.currency = code.currency;
    record.start = 12 * code.start.year + code.start.month - 1;
    auto [file, read_back] = read<Center<double>>(parse(to_json(code, record), "code.json"));
    const auto ours = parameters(code), theirs = parameters(file);
    ASSERT_EQ(ours.size(), theirs.size()) << seed;
    for (std::size_t i = 0; i < ours.size(); ++i)
      ASSERT_EQ(*ours[i].value, *theirs[i].value) << "seed " << seed << ": " << ours[i].path;
    ASSERT_EQ(canonical_json(code, record), canonical_json(file, read_back)) << "seed " << seed;
    if (seed % 10 != 0) continue;
    const Evaluation a = evaluate(code), b = evaluate(file);
    for (const MetricInfo& metric : a.layout->metrics()) {
      ASSERT_EQ(a.metrics[metric.id].exists, b.metrics[metric.id].exists) << seed << " " << metric.path;
      if (!a.metrics[metric.id].exists) continue;
      ASSERT_EQ(a.metrics[metric.id].value, b.metrics[metric.id].value) << seed << " " << metric.path;
    }
    ++evaluated;
  }
  EXPECT_EQ(evaluated, 100);
}

}  // namespace
}  // namespace roi
