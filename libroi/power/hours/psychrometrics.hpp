#pragma once
/// @file libroi/power/hours/psychrometrics.hpp: moist air, two sets of formulas, each consistent in itself.
///
///   buck::         saturation over water p_ws(T) = 611.21 exp((18.678 - T/234.5) T / (257.14 + T))          [Pa]
///                  and the enthalpy form of the published hourly PUE model, used by power/hours/cooling.hpp:
///                  w = 622 e / (p - e) [g/kg],  h = 1.01 T + (2500 + 1.84 T) w / 1000 [kJ/kg dry air],
///                  wet bulb = temperature of saturated air of equal enthalpy (0.62198 e / (p - e), 611.2 Pa)
///   ashrae::       Hyland-Wexler saturation over ice below 0 C and over water above, thermodynamic wet bulb
///
///   T dry bulb [C], rh relative humidity in [0, 1], p pressure [Pa].
///   Tested range: T in [-60, 60], rh in [0.01, 1], p in [50,000, 110,000]; outside it DomainError.
///   Sources: Buck (1981, 1996); Lei & Masanet, Energy 201:117556 (2020); ASHRAE Handbook Fundamentals 2017, ch. 1.
namespace roi::power {

/// Throws DomainError unless T, rh and p are in the tested range.
void check_air(double dry_bulb, double rh, double pressure);

namespace buck {
[[nodiscard]] double saturation_pressure(double t);                  // Pa
[[nodiscard]] double dew_point(double t, double rh);                 // C
[[nodiscard]] double humidity_ratio(double t, double rh, double p);  // g/kg
[[nodiscard]] double enthalpy(double t, double grams_per_kg);        // kJ/kg dry air
[[nodiscard]] double wet_bulb(double t, double rh, double p);        // C
[[nodiscard]] double air_density(double t, double p);                // kg/m3
[[nodiscard]] double latent_heat(double water_temperature);          // kJ/kg
}  // namespace buck

namespace ashrae {
[[nodiscard]] double saturation_pressure(double t);                  // Pa
[[nodiscard]] double humidity_ratio(double t, double rh, double p);  // kg/kg
[[nodiscard]] double dew_point(double t, double rh);                 // C, over water
[[nodiscard]] double enthalpy(double t, double kg_per_kg);           // kJ/kg dry air
[[nodiscard]] double wet_bulb(double t, double rh, double p);        // C
[[nodiscard]] double relative_humidity(double t, double dew_point);  // fraction
}  // namespace ashrae

}  // namespace roi::power
