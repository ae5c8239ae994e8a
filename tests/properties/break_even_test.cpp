// Break-even as a law: at the scale of sales that a search finds, whole operations have a project NPV of zero (H7), on
// packs and on random structures; and where the search takes operations to be linear in the scale, it finds what a search
// by whole runs finds.
#include <gtest/gtest.h>

#include "libroi/center/evaluate.hpp"
#include "tests/properties/named_centers.hpp"
#include "tests/properties/random_center.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

using Lanes = Pack<kLanes>;

/// Operations at scale 1 and what a search starts from.
template <class T>
struct Searched {
  explicit Searched(const Center<double>& center) : layout(center), in(convert<T>(center)) {}
  void start() {
    operate(layout.operations, in, clock, T(1.0), nothing, ops);
    assess_project(layout.project, in.tax.rate, in.valuation.discount_rate, clock, ops.months,
                   ops.opening_working_capital, nothing, project);
    Sum<T> sold, available;
    for (const Month<T>& month : ops.months) {
      sold.add(month.hours.sold);
      available.add(month.hours.available);
    }
    utilization = quotient(sold.value(), available.value());
  }
  template <template <class, class> class Npv>
  Defined<T> found() {
    Npv<T, StandardStreams> npv(layout.operations, layout.project, in, clock, ops, spare, series);
    Defined<T> scale = search_scale(npv, select(utilization.exists, max(utilization.value, 1e-9), T(1.0)), project.npv);
    scale.exists = scale.exists & utilization.exists;
    return scale;
  }
  T proof(const T& scale) {
    return npv_at_scale(layout.operations, layout.project, in, clock, scale, nothing, spare, series);
  }
  /// What an NPV is rounded against: the present value of all that is paid, without its sign.
  double size(int lane) const {
    double sum = 0.0;
    for (int t = 0; t < layout.months(); ++t) sum += std::abs(at(project.cash_flow[t], lane));
    return sum;
  }
  static double at(const T& x, int lane) {
    if constexpr (std::is_same_v<T, double>) return lane == 0 ? x : 0.0;
    else return x.lane(lane);
  }

  Layout layout;
  Center<T> in;
  Clock<T> clock{layout.timeline()};
  Discard<T> nothing;
  Operations<T> ops{layout.months()}, spare{layout.months()};
  ProjectSeries<T> project{layout.months()}, series{layout.months()};
  Defined<T> utilization;
};

class BreakEvenOnPacks : public ::testing::TestWithParam<const char*> {};

TEST_P(BreakEvenOnPacks, WholeOperationsProveIt) {
  const Center<double> center = test::named_center(GetParam());
  Searched<Lanes> search(center);
  std::mt19937_64 random(17);
  int proven = 0;
  for (int round = 0; round < 20; ++round) {
    const auto targets = parameters(search.in);
    for (int lane = 0; lane < kLanes; ++lane) {
      Center<double> variation = center;
      if (round > 0 || lane > 0) test::vary(variation, random);
      const auto from = parameters(variation);
      for (std::size_t i = 0; i < from.size(); ++i) targets[i].value->set_lane(lane, *from[i].value);
    }
    search.start();
    const Defined<Lanes> scale = search.found<NpvOfScale>();
    const Lanes residual = search.proof(scale.value);
    for (int lane = 0; lane < kLanes; ++lane) {
      if (!scale.exists.lane(lane)) continue;
      ++proven;
      EXPECT_LE(std::abs(residual.lane(lane)), 1e-9 * search.size(lane)) << "round " << round << ", lane " << lane;
    }
  }
  EXPECT_GT(proven, 20);
}

INSTANTIATE_TEST_SUITE_P(NamedCenters, BreakEvenOnPacks,
                         ::testing::Values("harbin_china_mobile", "data/four_fleets_six_markets",
                                           "harbin_itemised_power", "harbin_roof_and_storage",
                                           "lingshui_hainan_expressway"));

void scale_prices(Center<double>& center, double factor) {
  const auto scale = [&](Curve<double>& curve) {
    curve.start *= factor;
    for (double& value : curve.values) value *= factor;
  };
  for (auto& [key, contract] : center.contracts) scale(contract.price);
  for (auto& [key, market] : center.markets) scale(market.price);
}

// Few random centers break even at their own prices; higher ones are tried until one does.
TEST(BreakEven, LinearSearchFindsWhatWholeRunsFind) {
  int found = 0;
  for (std::uint64_t seed = 1; seed <= 800; ++seed) {
    Center<double> center = test::RandomCenter(seed)();
    Searched<double> search(center);
    Defined<double> fast;
    for (int attempt = 0; attempt < 7 && !fast.exists; ++attempt) {
      if (attempt > 0) scale_prices(search.in, 7.0);
      search.start();
      fast = search.found<NpvOfScale>();
    }
    const Defined<double> whole = search.found<NpvByRuns>();
    EXPECT_EQ(fast.exists, whole.exists) << "seed " << seed;
    if (!fast.exists || !whole.exists) continue;
    if (whole.value > 1e6) continue;  // so large a scale multiplies the rounding of differences
    ++found;
    EXPECT_LE(std::abs(search.proof(fast.value)), 1e-9 * search.size(0)) << "seed " << seed;
    EXPECT_LE(std::abs(search.proof(whole.value)), 1e-9 * search.size(0)) << "seed " << seed;
  }
  EXPECT_GT(found, 60);
}

}  // namespace
}  // namespace roi
