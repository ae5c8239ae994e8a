#pragma once
/// @file libroi/power/hours/air.hpp: outdoor air with what cooling plants ask of it, computed once per hour of weather.
#include <array>
#include <vector>

#include "libroi/power/hours/weather.hpp"

namespace roi::power {

struct Air {
  double dry_bulb = 0.0;  // C
  double rh = 0.0;        // fraction
  double pressure = 0.0;  // Pa
  double wet_bulb = 0.0;  // C
  double humidity = 0.0;  // g/kg
  double enthalpy = 0.0;  // kJ/kg dry air
  double density = 0.0;   // kg/m3
};

/// By the formulas of buck:: in power/hours/psychrometrics.hpp. DomainError outside their range.
[[nodiscard]] Air air_state(double dry_bulb, double rh, double pressure);
[[nodiscard]] std::vector<Air> air_series(const Weather& weather);

}  // namespace roi::power
