// Losses and IT power against published values and by hand.
#include "libroi/power/hours/electrical.hpp"

#include "libroi/power/hours/it_load.hpp"
#include "power_cases.hpp"

namespace roi::power {
namespace {

using namespace test;

TEST(Electrical, WhitePaper113UpsEfficiency) {
  const std::array<double, 10> published{60, 75, 80, 84, 86, 88, 89, 90, 90, 91};
  const std::array<double, 10> computed{55.0, 75.0, 81.7, 85.0, 87.0, 88.3, 89.3, 90.0, 90.6, 91.0};
  for (int i = 1; i <= 10; ++i) {
    const double percent = 100.0 * efficiency_at_input(wp113("ups"), i / 10.0);
    const auto k = static_cast<std::size_t>(i - 1);
    EXPECT_NEAR(percent, computed[k], 0.05);
    EXPECT_NEAR(percent, published[k], i == 1 ? 5.01 : 1.7);
  }
  EXPECT_NEAR(efficiency_at_input(wp113("ups"), 1.0), 0.91, 1e-15);
}

TEST(Electrical, WhitePaper113ChainWithoutOverBuild) {
  ElectricalPath path;
  for (const char* name :
       {"ups", "pdu", "lighting", "wiring", "switchgear", "generator", "crac", "humidifier", "chiller"}) {
    path.components.push_back(sized(name, wp113(name), 1000.0, 1.0, 1, Redundancy::n));
  }
  // Plain composition on the IT load: 1 + sum of c0 / x + c1 + c2 x.
  const LossPolynomial p = loss_polynomial(path);
  for (const double x : {0.1, 0.3, 0.5, 1.0}) {
    const double expected = .228 / x + .32 + .03 * x;
    EXPECT_NEAR(electrical_losses(path, 1000.0 * x).total_kw / (1000.0 * x), expected, 1e-12);
    EXPECT_NEAR((p.total_a + 1000 * x * (p.total_b + 1000 * x * p.total_c)) / (1000.0 * x), expected, 1e-12);
  }
}

TEST(Electrical, RedundantUnitsShareTheLoad) {
  const LossComponent n = sized("ups", {.02, .03, .01}, 1000.0, 1.0, 2, Redundancy::n);
  LossComponent more = n;
  more.redundancy = Redundancy::n_plus_1;
  LossComponent twice = n;
  twice.redundancy = Redundancy::two_n;
  EXPECT_NEAR(component_loss(n, 600.0), 1000 * (.02 + .6 * .03 + .36 * .01), 1e-12);
  EXPECT_NEAR(component_loss(more, 600.0), 1500 * (.02 + .4 * .03 + .16 * .01), 1e-12);
  EXPECT_NEAR(component_loss(twice, 600.0), 2000 * (.02 + .3 * .03 + .09 * .01), 1e-12);
}

TEST(Electrical, CascadeAndInputBasis) {
  ElectricalPath path;
  path.components = {sized("pdu", {0, 0.01, 0}, 1000.0, 1.0, 1, Redundancy::n),
                     sized("ups", {0.01, 0.05, 0}, 1200.0, 1.0, 1, Redundancy::n, 0.5)};
  path.load = LossLoad::downstream;
  const ElectricalLosses out = electrical_losses(path, 800.0);
  EXPECT_NEAR(out.loss_kw[0], 8.0, 1e-12);
  EXPECT_NEAR(out.loss_kw[1], 12.0 + 0.05 * 808.0, 1e-12);
  EXPECT_NEAR(out.heat_in_hall_kw, 8.0 + 0.5 * out.loss_kw[1], 1e-12);
  path.load = LossLoad::input;
  const ElectricalLosses in = electrical_losses(path, 800.0);
  EXPECT_NEAR(in.loss_kw[0], 800.0 * 0.01 / 0.99, 1e-9);
  const double input = 800.0 + in.loss_kw[0] + in.loss_kw[1];
  EXPECT_NEAR(in.loss_kw[1], 12.0 + 0.05 * input, 1e-9);
}

TEST(Electrical, RefusesOverloadAndUnknownNames) {
  ElectricalPath path;
  path.components = {sized("ups", wp113("ups"), 1000.0, 1.1, 2, Redundancy::two_n)};
  expect_error([&] { (void)electrical_losses(path, 1200.0); },
               "electrical/ups: load is 1200, but must be in [0, 1100], what the units needed can carry [kW]");
  expect_error([] { (void)wp113("fuse"); },
               "wp113: name is fuse, but must be ups, pdu, lighting, wiring, switchgear, generator, crac, humidifier "
               "or chiller");
}

TEST(ItLoad, CurvesOfFan) {
  ServerDevice d{100.0, 300.0, 350.0, PowerCurve::fan, 1.4, {}};
  for (const auto& [u, f] : {std::pair{.1, .1602}, {.3, .4147}, {.5, .6211}, {.7, .7931}, {0.0, 0.0}, {1.0, 1.0}}) {
    EXPECT_NEAR(device_watt(d, u), 100.0 + 200.0 * f, 0.011);
  }
  d.curve = PowerCurve::linear;
  EXPECT_NEAR(device_watt(d, 0.25), 150.0, 1e-12);
  d.curve = PowerCurve::points;
  d.points = {{0.0, 100.0}, {0.5, 240.0}, {1.0, 300.0}};
  EXPECT_NEAR(device_watt(d, 0.75), 270.0, 1e-12);
  d.points.back().activity = 0.9;
  expect_error([&] { validate(d); }, "device: last point's activity is 0.9, but must be 1");
}

TEST(ItLoad, NodesPlantAndOverSubscription) {
  ServerNode node{{75.0, 700.0, 700.0, PowerCurve::linear, 1.4, {}}, 8, 0.25, 1200.0, 0.1};
  EXPECT_NEAR(node_watt(node, 1.0), 8 * 700 * 1.25 + 1200, 1e-9);
  const auto q = node_quadratic(node);
  ASSERT_TRUE(q.has_value());
  EXPECT_NEAR(q->at(0.37), node_watt(node, 0.37), 1e-9);
  EXPECT_NEAR(provisioned_kw({{"a", node, 100.0}}, 0.72, 0.05), 820.0 * 0.72 * 1.05, 1e-9);
  EXPECT_NEAR(over_subscription(0.72, 0.05), 1.0 / 0.756, 1e-12);
  node.device.curve = PowerCurve::fan;
  EXPECT_FALSE(node_quadratic(node).has_value());
}

TEST(ItLoad, ShapesPeakAtOne) {
  const YearClock clock = YearClock::of_year(2026);
  for (const Workload w : {Workload::training, Workload::fine_tuning, Workload::inference, Workload::hpc,
                           Workload::general, Workload::rendering}) {
    const auto series = shape_series(clock, typical_shape(w));
    EXPECT_EQ(series.size(), 8760u);
    EXPECT_EQ(*std::max_element(series.begin(), series.end()), 1.0);
  }
  const ActivityShape mix =
      mixed_shape({typical_shape(Workload::inference), typical_shape(Workload::rendering)}, {0.5, 0.5});
  double most = 0.0;
  for (const auto& day : mix.by_day_type) most = std::max(most, *std::max_element(day.begin(), day.end()));
  EXPECT_NEAR(most, 1.0, 1e-15);
}

}  // namespace
}  // namespace roi::power
