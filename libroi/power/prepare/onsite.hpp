#pragma once
/// @file libroi/power/prepare/onsite.hpp: plants behind the meter as rows of hours: solar arrays, batteries, given profiles.
///
///   { "libroi_onsite": 1, "name": "Roof and storage", "source": "…", "status": "assumption",
///     "plants": {
///       "roof":    { "solar": { "dc_kw": 2000, "tilt": 20, "azimuth": 180 } },
///       "storage": { "battery": { "energy_kwh": 8000, "charge_kw": 2000, "discharge_kw": 2000 }, "activity": 0.6 },
///       "cell":    { "hours_kw": [-500, …] } } }          24 values for every day, or one for each hour of the year
///
/// Solar power by power/storage/supply.hpp. A battery is run for the least bill of each month (power/storage/battery.hpp) under the
/// tariff, on the facility's load at `activity` of the cards plus the plants before it. That plan is then fixed: at
/// another load it is a feasible operation, not the best one. How much more it costs than the best is measured at the
/// activities 0.3 and 0.9 and stated in the plant's `kind`.
///
///   Errors: InputError with every problem of the file; DomainError as in battery.hpp and supply.hpp, for rows that do
///   not fit the year.
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "libroi/power/prepare/prepare.hpp"
#include "libroi/power/storage/battery.hpp"
#include "libroi/power/storage/supply.hpp"

namespace roi::power {

struct BatteryPlan {
  Battery battery;
  double activity = 0.6;
};

struct OnsitePower {
  std::string key;
  std::variant<SolarArray, BatteryPlan, std::vector<double>> plant;
};

struct OnsiteFile {
  std::string name, source, status;
  std::vector<OnsitePower> plants;
};

[[nodiscard]] OnsiteFile parse_onsite(const std::string& file, std::string_view text);

/// `weather` fits the days of the year; one step an hour.
[[nodiscard]] std::vector<PlantHours> hours_of_plants(const OnsiteFile& plants, const FacilityYear& year,
                                                      const Weather& weather, const Tariff& tariff,
                                                      double power_factor);

}  // namespace roi::power
