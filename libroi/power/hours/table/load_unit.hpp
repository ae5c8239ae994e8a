#pragma once
/// @file libroi/power/hours/table/load_unit.hpp: the unit of a load in the name of its column.
#include <string>
#include <string_view>

namespace roi::power {

struct LoadUnit {
  enum class Kind { none, power, energy, other };
  Kind kind = Kind::none;
  double scale = 1.0;  // kW or kWh for one
  std::string name;    // as the unit is written: "kW"; of another kind, as the file has it
};

/// "kW", "load_kw", "Load (kW)", "Facility [kW](Hourly)", "energy MWh"; other: kVA, kvar, BTU, A, V and the like.
[[nodiscard]] LoadUnit load_unit(std::string_view column);
/// Whether a name without a unit is that of a load: load, demand, power, usage, Leistung, ...
[[nodiscard]] bool says_load(std::string_view column);

}  // namespace roi::power
