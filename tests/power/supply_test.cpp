// Supply beyond the tariff, by hand.
#include "libroi/power/storage/supply.hpp"

#include <numeric>

#include "power_cases.hpp"

namespace roi::power {
namespace {

using namespace test;

TEST(Supply, FormsOfPpa) {
  const YearClock clock = YearClock::typical(0);
  std::vector<double> load(8760, 10.0), made(8760, 0.0), market(8760, 0.05);
  made[0] = 4.0;
  made[1] = 15.0;
  market[1] = 0.02;
  Ppa ppa{"wind", PpaKind::fixed, 0.04, 0.0, 0.0, 1.0};
  const PpaYear fixed = settle(clock, ppa, load, made, market);
  EXPECT_NEAR(fixed.months[0].delivered_kwh, 14.0, 1e-12);
  EXPECT_NEAR(fixed.months[0].surplus_kwh, 5.0, 1e-12);
  EXPECT_NEAR(fixed.months[0].payment, 19 * 0.04, 1e-12);
  EXPECT_NEAR(fixed.months[0].market, (744 * 10 - 14) * 0.05 - 5 * 0.02, 1e-9);
  EXPECT_NEAR(fixed.months[1].payment, 0.0, 1e-12);
  EXPECT_NEAR(fixed.matched_share, 14.0 / 87600.0, 1e-15);
  ppa.kind = PpaKind::difference;
  EXPECT_NEAR(settle(clock, ppa, load, made, market).months[0].payment, 4 * (0.04 - 0.05) + 15 * (0.04 - 0.02), 1e-12);
  ppa.kind = PpaKind::indexed;
  ppa.index_growth = 0.02;
  EXPECT_NEAR(settle(clock, ppa, load, made, market, 3.0).months[0].payment, 19 * 0.04 * 1.02 * 1.02 * 1.02, 1e-12);
  ppa.kind = PpaKind::market_plus;
  ppa.premium = 0.003;
  ppa.take_or_pay = 0.0;
  EXPECT_NEAR(settle(clock, ppa, load, made, market).months[0].payment, 4 * 0.053 + 10 * 0.023, 1e-12);
}

TEST(Supply, DifferenceContractFixesThePriceOfMatchedEnergy) {
  const YearClock clock = YearClock::typical(0);
  std::vector<double> load(8760, 10.0), market(8760);
  for (std::size_t k = 0; k < 8760; ++k) market[k] = 0.02 + 0.06 * static_cast<double>(k % 24) / 24.0;
  const Ppa ppa{"all", PpaKind::difference, 0.05, 0.0, 0.0, 0.0};
  EXPECT_NEAR(settle(clock, ppa, load, load, market).cost(), 87600 * 0.05, 1e-6);
}

TEST(Supply, SolarYieldOfARealYear) {
  const Weather w = read_weather(data_path("chicago_ohare_tmy3.epw"));
  SolarArray array;
  array.dc_kw = 1.0;
  const auto kw = solar_profile(array, w);
  const double yield = std::accumulate(kw.begin(), kw.end(), 0.0);
  EXPECT_GT(yield, 1150.0);  // published yields for Chicago lie near 1,300 kWh per kWp
  EXPECT_LT(yield, 1450.0);
  for (std::size_t h = 0; h < 4; ++h) EXPECT_EQ(kw[h], 0.0);
  array.tilt = 0.0;
  const auto flat = solar_profile(array, w);
  EXPECT_LT(std::accumulate(flat.begin(), flat.end(), 0.0), yield);
  array.azimuth = 0.0;
  array.tilt = 60.0;
  const auto north = solar_profile(array, w);
  EXPECT_LT(std::accumulate(north.begin(), north.end(), 0.0), 0.7 * yield);
}

TEST(Supply, CurtailmentGeneratorGreenAndWater) {
  const YearClock clock = YearClock::typical(0);
  const std::vector<double> load(8760, 100.0);
  const CurtailedLoad cut = curtail(clock, load, {70.0, {5, 6}, 0.5, 20.0, 30.0});
  EXPECT_NEAR(cut.cut_kwh, 60.0, 1e-12);
  EXPECT_NEAR(cut.income, 30.0 + 600.0, 1e-12);
  EXPECT_EQ(cut.kw[5], 70.0);
  const GeneratorYear g = run_generator({1000.0, 0.25, 1.2, 24.0, 0.3, 2.0, 2.68}, 800.0);
  EXPECT_NEAR(g.kwh, 24 * 300 + 1600, 1e-9);
  EXPECT_NEAR(g.cost, 8800 * 0.25 * 1.2, 1e-9);
  EXPECT_NEAR(g.tonnes_co2, 8800 * 0.25 * 2.68 / 1000, 1e-12);
  const GreenCost green = green_cost({0.5, 0.4, 5.93, 0.57, 61.83}, 1000.0);
  EXPECT_NEAR(green.certificates, 1000 * 0.5 * 0.4 * 5.93, 1e-9);
  EXPECT_NEAR(green.carbon, 1000 * 0.5 * 0.6 * 0.57 * 61.83, 1e-9);
  EXPECT_NEAR(green.covered_share, 0.7, 1e-12);
  EXPECT_NEAR(water_cost({4.0, 2.0, 0.25, 10.0}, 1000.0), 4500.0 + 120.0, 1e-9);
  EXPECT_NEAR(matched_share(std::vector<double>{10, 10}, std::vector<double>{5, 30}), 0.75, 1e-15);
  EXPECT_EQ(shaped_delivery(std::vector<double>{10, 40}, 0.5, 15.0), (std::vector<double>{5, 15}));
  expect_error(
      [&] {
        (void)curtail(clock, load, {70.0, {9000}, 0, 0, 0});
      },
      "curtail: event step is 9000, but must be a step of the year");
}

}  // namespace
}  // namespace roi::power
