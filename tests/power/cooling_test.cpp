// The published hourly model to rounding, the balance of every hour, and the plants' behaviour over weather.
#include "libroi/power/hours/cooling.hpp"

#include "libroi/power/hours/facility_hours.hpp"
#include "libroi/power/hours/psychrometrics.hpp"
#include "power_cases.hpp"

namespace roi::power {
namespace {

using namespace test;

/// Lei & Masanet's electrical part: UPS, distribution, lighting as shares of the IT load.
ElectricalPath published_shares(double ups_efficiency, double distribution_loss, double lighting) {
  ElectricalPath path;
  path.components = {{"ups", 0, 1.0 / ups_efficiency - 1.0, 0, 1.0, 1, Redundancy::n, 1.0, true},
                     {"distribution", 0, 1.0 / (1.0 - distribution_loss) - 1.0, 0, 1.0, 1, Redundancy::n, 1.0, true},
                     {"lighting", 0, lighting, 0, 1.0, 1, Redundancy::n, 1.0, false}};
  return path;
}

AirsideEconomiser published_airside() {
  AirsideEconomiser p;
  p.supply_lower = 10.3671875;
  p.supply_upper = 34.1953125;
  p.delta_air = 14.7840712;
  p.delta_water = 6.91894531;
  p.crac_fan = {685.058594, .829931641};
  p.humidifier = {7315820.31, .704492187};
  p.chilled_pump = {146519.937, .790039062};
  p.chiller = {.224023438, .105488281, 0.0};
  p.tower.delta = 4.28710938;
  p.tower.approach = 6.33818359;
  p.tower.liquid_to_gas = 1.11914062;
  p.tower.fan = {203.417969, .897802734};
  p.tower.pump = {212001.82, .716601562};
  return p;
}

FacilityDesign published_facility() {
  FacilityDesign f;
  f.electrical = published_shares(.980302734, .00560546875, .00181445313);
  f.cooling.air = published_airside();
  return f;
}

TEST(Cooling, ReproducesThePublishedHourlyPue) {
  const Air air = air_state(20.0, 0.40, 101325.0);
  EXPECT_NEAR(air.wet_bulb, 12.304486733, 1e-9);
  const FacilityHour hour = facility_hour(published_facility(), air, 1.0);
  EXPECT_NEAR(hour.facility_kw / hour.it_kw, 1.0746922969797756, 1e-12);
  EXPECT_NEAR(hour.electrical.loss_kw[0], .0200930440, 1e-10);
  EXPECT_NEAR(hour.electrical.loss_kw[1], .0056370672, 1e-10);
  EXPECT_NEAR(hour.electrical.loss_kw[2], .0018144531, 1e-10);
  EXPECT_NEAR(hour.cooling.kw[kFan], .0471477327, 1e-10);
  for (const CoolingPart part : {kHumidifier, kEconomiserPump, kChiller, kChilledPump, kTowerPump, kTowerFan})
    EXPECT_EQ(hour.cooling.kw[part], 0.0);
  EXPECT_EQ(hour.cooling.economiser_share, 1.0);
}

// Values of an independent Python evaluation of the published equations (tests/python/test_power_physics.py has it).
TEST(Cooling, AirsideInHotHumidAirRunsTheChiller) {
  const FacilityHour hour = facility_hour(published_facility(), air_state(40.0, 0.60, 101325.0), 1.0);
  EXPECT_EQ(hour.cooling.economiser_share, 0.0);
  EXPECT_GT(hour.cooling.kw[kChiller], 0.1);
  EXPECT_GT(hour.cooling.kw[kTowerFan], 0.0);
  EXPECT_GT(hour.cooling.evaporation, 0.0);
}

TEST(Cooling, AirsideInColdDryAirHumidifies) {
  const FacilityHour hour = facility_hour(published_facility(), air_state(-20.0, 0.30, 101325.0), 1.0);
  EXPECT_EQ(hour.cooling.economiser_share, 1.0);
  EXPECT_GT(hour.cooling.humidification, 0.0);
  EXPECT_GT(hour.cooling.kw[kHumidifier], 0.0);
  EXPECT_EQ(hour.cooling.kw[kChiller], 0.0);
}

TEST(Cooling, WatersideEconomiserShareFallsWithTheWetBulb) {
  CoolingPlant plant;
  plant.air = WatersideEconomiser{};
  double before = 2.0;
  for (const double t : {-10.0, 5.0, 10.0, 14.0, 18.0, 30.0}) {
    const CoolingHour hour = cooling_hour(plant, air_state(t, 0.6, 101325.0), 100.0, 5.0);
    EXPECT_LE(hour.economiser_share, before);
    before = hour.economiser_share;
  }
  EXPECT_EQ(before, 0.0);
  EXPECT_EQ(cooling_hour(plant, air_state(-10.0, 0.6, 101325.0), 100.0, 5.0).economiser_share, 1.0);
}

TEST(Cooling, SeaWaterNeedsNoTowerFanAndEvaporatesNothing) {
  CoolingPlant plant;
  WatersideEconomiser sea;
  sea.sea_temperature = 12.0;
  plant.air = sea;
  const CoolingHour hour = cooling_hour(plant, air_state(28.0, 0.8, 101325.0), 100.0, 5.0);
  EXPECT_EQ(hour.kw[kTowerFan], 0.0);
  EXPECT_EQ(hour.evaporation, 0.0);
  EXPECT_GT(hour.kw[kTowerPump], 0.0);
}

TEST(Cooling, AirCooledCopOfThePublishedCurves) {
  // dT = 28.33 at 35 C; part-load curve 1.00003 at full load (EnergyPlus curves as used by SustainDC).
  const double capacity = 0.944836 - 0.0570088 * 28.33 + 0.00185486 * 28.33 * 28.33;
  const double full = 2.333 - 1.975 * capacity + 0.6121 * capacity * capacity;
  EXPECT_NEAR(air_cooled_cop(3.0, 35.0, 1.0), 3.0 / (1.00003 * full * capacity), 1e-12);
  EXPECT_GT(air_cooled_cop(3.0, 5.0, 1.0), air_cooled_cop(3.0, 40.0, 1.0));
}

TEST(Cooling, WaterCooledCopRegression) {
  EXPECT_NEAR(water_cooled_cop(0.5, 20.0),
              16.798751 + .00884 * 400 - 8.528931 * .25 + 9.885294 * .5 - .760621 * 20 + .084615 * 10, 1e-12);
}

TEST(Cooling, LiquidLoopTakesItsShareOfTheItHeatOnly) {
  CoolingPlant air_only;
  CoolingPlant both = air_only;
  both.liquid = LiquidLoop{};
  both.liquid->share = 0.8;
  const Air air = air_state(25.0, 0.5, 101325.0);
  const CoolingHour a = cooling_hour(air_only, air, 1000.0, 50.0);
  const CoolingHour b = cooling_hour(both, air, 1000.0, 50.0);
  EXPECT_NEAR(b.kw[kFan] / a.kw[kFan], 250.0 / 1050.0, 1e-12);
  EXPECT_GT(b.kw[kLiquidLoop], 0.0);
  EXPECT_LT(b.total_kw(), a.total_kw());
}

TEST(Cooling, PartsAreProportionalToTheHeatAtAFixedLoadPoint) {
  AirCooledChiller chiller;
  DryCooler dry;
  dry.adiabatic_effectiveness = 0.7;
  for (const AirPlant& plant :
       {AirPlant(published_airside()), AirPlant(WatersideEconomiser{}), AirPlant(chiller), AirPlant(dry)}) {
    const CoolingPlant p{plant, std::nullopt};
    ASSERT_TRUE(is_linear(p));
    for (const double t : {-15.0, 8.0, 21.0, 38.0}) {
      const Air air = air_state(t, 0.5, 98000.0);
      EXPECT_NEAR(cooling_hour(p, air, 300.0, 0.0).total_kw(), 3.0 * cooling_hour(p, air, 100.0, 0.0).total_kw(),
                  1e-10);
    }
  }
}

FacilityDesign sample_facility() {
  FacilityDesign f;
  ServerNode node;
  node.device = {100.0, 700.0, 700.0, PowerCurve::linear, 1.4, {}};
  node.devices = 8;
  node.overhead_share = 0.3;
  node.overhead_w = 600.0;
  node.fan_and_supply_share = 0.1;
  f.fleets = {{"h100", node, 1000.0}};
  f.shape = typical_shape(Workload::inference);
  f.electrical.components = {sized("pdu", wp113("pdu"), 8500, 1.2, 8, Redundancy::n),
                             sized("ups", {.01333, .0064, .01081}, 8500, 1.1, 4, Redundancy::n_plus_1),
                             sized("switchgear", wp113("switchgear"), 8500, 1.5, 2, Redundancy::two_n, 0.0),
                             sized("lighting", wp113("lighting"), 8500, 1.0, 1, Redundancy::n, 1.0, false)};
  f.cooling.air = published_airside();
  return f;
}

TEST(FacilityHours, EveryHourBalances) {
  const Weather weather = read_weather(data_path("chicago_ohare_tmy3.epw"));
  const FacilityYear year(sample_facility(), YearClock::typical(weather.first_weekday), weather);
  std::array<double, 12> activity;
  activity.fill(0.8);
  const FacilityHours hours = simulate(year, activity);
  double worst = 0.0;
  for (std::size_t k = 0; k < 8760; ++k) {
    const FacilityHour hour = facility_hour(year.facility, year.air[k], hours.it_kw[k]);
    double sum = hour.it_kw;
    for (const double loss : hour.electrical.loss_kw) sum += loss;
    for (const double part : hour.cooling.kw) sum += part;
    worst = std::max(worst, std::abs(hours.facility_kw[k] - sum) / sum);
    EXPECT_GE(hours.pue_at(k), 1.0);
  }
  EXPECT_LT(worst, 1e-12);
  EXPECT_GT(hours.pue, 1.05);
  EXPECT_LT(hours.pue, 1.35);
  EXPECT_NEAR(hours.tue, hours.pue / 0.9, 1e-12);
  EXPECT_GT(hours.wue, 0.0);
}

TEST(FacilityHours, PlausibilityNamesTheRange) {
  EXPECT_EQ(plausibility("large-waterside-economiser", "5A", 1.12, 2.0), "");
  EXPECT_EQ(plausibility("large-waterside-economiser", "5A", 1.05, 2.0),
            "PUE 1.05 lies outside 1.08 to 1.2 (large-waterside-economiser, zone 5A: Lei & Masanet 2022)");
  expect_error([] { (void)plausibility("pond", "5A", 1.1, 1.0); },
               "plausibility: no published range for system pond in zone \"5A\"");
}

TEST(FacilityHours, RefusesWeatherOfAnotherLength) {
  const Weather weather = read_weather(data_path("chicago_ohare_tmy3.epw"));
  expect_error([&] { FacilityYear(sample_facility(), YearClock::of_year(2028), weather); },
               "FacilityYear: hours of weather is 8760, but must be 8784 as on the clock; see fitted_to_days");
  EXPECT_EQ(fitted_to_days(weather, 366).hours(), 8784u);
  FacilityYear leap(sample_facility(), YearClock::of_year(2028), fitted_to_days(weather, 366));
  EXPECT_EQ(leap.air.size(), 8784u);
}

}  // namespace
}  // namespace roi::power
