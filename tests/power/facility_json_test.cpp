// Facilities from files: what they mean, and what is said about bad ones.
#include "libroi/power/hours/facility_json.hpp"

#include "power_cases.hpp"

namespace roi::power {
namespace {

using namespace test;

TEST(FacilityJson, ShippedFacilityRuns) {
  const auto root = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "models/data";
  const std::string base = std::filesystem::exists(root) ? root.string() : "models/data";
  const FacilityDesign f = read_facility(base + "/facilities/gpu-hall-10mw.json");
  ASSERT_EQ(f.fleets.size(), 1u);
  EXPECT_EQ(f.electrical.components.size(), 5u);
  EXPECT_NEAR(it_kw(f, 1.0), 1000 * (8 * 700 * 1.25 + 1400) / 1000.0, 1e-9);
  const FacilityYear year(f, YearClock::of_year(2026), read_weather(base + "/weather/hohhot_synthetic.epw"));
  std::array<double, 12> u;
  u.fill(0.9);
  const FacilityHours hours = simulate(year, u);
  EXPECT_GT(hours.pue, 1.1);
  EXPECT_LT(hours.pue, 1.25);
}

TEST(FacilityJson, FieldsReachThePlant) {
  const FacilityDesign f = parse_facility(
      "f.json", R"({ "libroi_facility": 1, "fleets": { "a": { "nodes": 2, "idle_w": 50, "busy_w": 100 } },
    "shape": { "weekday": [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0.5] },
    "cooling": { "plant": "dry_cooler", "approach": 4, "liquid": { "share": 0.25 } } })");
  EXPECT_EQ(std::get<DryCooler>(f.cooling.air).approach, 4.0);
  EXPECT_EQ(f.cooling.liquid->share, 0.25);
  EXPECT_EQ(f.shape.by_day_type[0][23], 0.5);
  EXPECT_EQ(f.shape.by_day_type[1][23], 1.0);
}

TEST(FacilityJson, ReportsEveryProblemWithItsPlace) {
  const std::string text = R"({ "libroi_facility": 1,
  "fleets": { "a": { "nodes": 2, "idle_w": 50, "busy": 100 } },
  "cooling": { "plant": "waterside", "effectiveness": 1.5 }
})";
  expect_error([&] { (void)parse_facility("f.json", text); },
               "f.json:2:48: /fleets/a/busy is not an input; nearest is busy_w\n"
               "f.json:3:55: /cooling/effectiveness is 1.5, but must be in [0.01, 1]");
}

}  // namespace
}  // namespace roi::power
