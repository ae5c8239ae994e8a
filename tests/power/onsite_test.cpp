// Plants behind the meter from a file: their hours, and what is said about bad files.
#include "libroi/power/prepare/onsite.hpp"

#include <numeric>

#include "libroi/power/tariff/tariff_json.hpp"
#include "tests/power/all_rules.hpp"

namespace roi::power {
namespace {

using test::hall;
using test::kData;

struct Site {
  FacilityYear year = hall();
  Weather weather = fitted_to_days(read_weather(kData + "weather/harbin_synthetic.epw"), 365);
  Tariff tariff = read_tariff(kData + "tariffs/china-hubei-110kv-2026-01.json");

  [[nodiscard]] std::vector<PlantHours> hours(const std::string& plants) const {
    const std::string text = R"({ "libroi_onsite": 1, "name": "test", "plants": )" + plants + "}";
    return hours_of_plants(parse_onsite("onsite.json", text), year, weather, tariff, 0.95);
  }
};

double sum(const std::vector<double>& row) { return std::accumulate(row.begin(), row.end(), 0.0); }

TEST(Onsite, RowsAreThoseOfArrayBatteryAndDay) {
  const Site site;
  const auto plants = site.hours(R"({
    "roof": { "solar": { "dc_kw": 2000, "tilt": 35 } },
    "cell": { "hours_kw": [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24] },
    "storage": { "battery": { "energy_kwh": 4000, "charge_kw": 1000, "discharge_kw": 800 }, "activity": 0.5 } })");
  ASSERT_EQ(plants.size(), 3U);
  SolarArray array;
  array.dc_kw = 2000.0;
  array.tilt = 35.0;
  const std::vector<double> profile = solar_profile(array, site.weather);
  for (std::size_t k = 0; k < 8760; ++k) {
    EXPECT_EQ(plants[0].kw[k], -profile[k]);
    EXPECT_EQ(plants[1].kw[k], static_cast<double>(k % 24 + 1));
    EXPECT_LE(std::fabs(plants[2].kw[k] - 100.0), 900.0 + 1e-6);  // -800 .. 1000
  }
  EXPECT_GT(sum(plants[2].kw), 0.0);  // what a battery loses
  EXPECT_EQ(plants[0].kind, "solar array of 2000 kW dc");
}

// The plan is the best one for the load it is made for, plants before it included.
TEST(Onsite, ABatteryRunsAfterThePlantsBeforeIt) {
  const Site site;
  const std::string roof = R"("roof": { "solar": { "dc_kw": 3000 } })";
  const std::string storage = R"("storage": { "battery": { "energy_kwh": 8000, "charge_kw": 2000, "discharge_kw": 2000,
    "initial_level": 0.3, "wear_per_kwh": 0.02 } })";
  const auto with = site.hours("{" + roof + "," + storage + "}");
  std::array<double, 12> activity{};
  activity.fill(0.6);
  std::vector<double> load = simulate(site.year, activity).facility_kw;
  for (std::size_t k = 0; k < load.size(); ++k) load[k] += with[0].kw[k];
  const BillPlan plan(site.tariff, site.year.clock);
  const Dispatch best = dispatch(plan, load, {8000.0, 2000.0, 2000.0, 0.95, 0.95, 0.0, 0.3, 0.02}, {0.95, 0});
  for (std::size_t k = 0; k < load.size(); ++k)
    EXPECT_NEAR(with[1].kw[k], best.charge_kw[k] - best.discharge_kw[k], 1e-9);
  EXPECT_GT(best.saving, 0.0);
}

TEST(Onsite, ReportsEveryProblemWithItsPlace) {
  const std::string text = R"({ "libroi_onsite": 1, "name": "bad", "plants": {
  "Roof": { "solar": { "dc_kw": -5, "tillt": 20 } },
  "storage": { "battery": { "energy_kwh": 0, "charge_kw": 10, "discharge_kw": 10, "least_level": 0.5,
               "initial_level": 0.2 } },
  "both": { "solar": { "dc_kw": 1 }, "hours_kw": [1, 2] } } })";
  test::expect_error([&] { (void)parse_onsite("o.json", text); },
                     "o.json:2:11: /plants/Roof is named \"Roof\", but a name must match [a-z0-9][a-z0-9_-]*\n"
                     "o.json:2:33: /plants/Roof/solar/dc_kw is -5, but must be in [1e-06, 1e+07]\n"
                     "o.json:2:37: /plants/Roof/solar/tillt is not an input; nearest is tilt\n"
                     "o.json:3:43: /plants/storage/battery/energy_kwh is 0, but must be in [1e-06, 1e+07]\n"
                     "o.json:4:33: /plants/storage/battery/initial_level must be at least least_level\n"
                     "o.json:5:11: /plants/both must have one of solar, battery, hours_kw\n"
                     "o.json:5:50: /plants/both/hours_kw must have 24, 8760 or 8784 values");
}

TEST(Onsite, RefusesRowsOfAnotherYear) {
  Site site;
  std::string row = "[0";
  for (int k = 1; k < 8784; ++k) row += ",0";
  test::expect_error([&] { (void)site.hours(R"({"cell": {"hours_kw": )" + row + "]}}"); },
                     "onsite: hours of cell is 8784, but must be 24 or those of the year, 8760");
}

TEST(Onsite, RefusesABatteryUnderATariffItCannotFollow) {
  Site site;
  site.tariff = test::all_rules(site.year.clock);
  EXPECT_THROW((void)site.hours(R"({"s": {"battery": {"energy_kwh": 10, "charge_kw": 1, "discharge_kw": 1}}})"),
               DomainError);
}

}  // namespace
}  // namespace roi::power
