#pragma once
/// @file libroi/power/hours/facility_json.hpp: an hourly facility from a JSON file.
///
///   { "libroi_facility": 1, "name": "...",
///     "fleets": { "h100": { "nodes": 100, "devices": 8, "idle_w": 100, "busy_w": 700, "nameplate_w": 700,
///                           "curve": "linear", "overhead_share": 0.3, "overhead_w": 600,
///                           "fan_and_supply_share": 0.1 } },
///     "shape": { "workloads": { "inference": 0.7, "training": 0.3 } },
///     "electrical": { "load": "it_load", "components": {
///       "ups": { "c0": 0.013, "c1": 0.006, "c2": 0.011, "design_kw": 1000, "over_build": 1.1, "units": 4,
///                "redundancy": "n_plus_1", "heat_in_hall": 1, "series": true } } },
///     "cooling": { "plant": "waterside", "liquid": { "share": 0.6 } } }
///
/// A component may name "wp113" instead of c0, c1, c2; a shape may give "weekday", "weekend" and "holiday" as 24 numbers;
/// plants are airside, waterside, air_cooled_chiller and dry_cooler.
/// Fields of plants are those of power/hours/cooling.hpp; a fan or pump is { "pascal", "efficiency" }. Absent fields keep the
/// defaults there. Errors as in power/tariff/tariff_json.hpp.
#include <string>

#include "libroi/power/hours/facility_hours.hpp"

namespace roi::power {

[[nodiscard]] FacilityDesign read_facility(const std::string& path);
[[nodiscard]] FacilityDesign parse_facility(const std::string& file, const std::string& text);

}  // namespace roi::power
