#pragma once
/// @file libroi/power/hours/cooling.hpp: power and water a cooling plant needs for a heat load, hour by hour.
///
/// The structure of the published hourly PUE model (Lei & Masanet, Energy 201:117556, 2020), with its numbers as data:
///
///   fan      P = m_air / rho * dP / eta / 1000,   m_air = Q / (1.01 dT_air)              [kW, kg/s, kg/m3, Pa]
///   pump     P = dP * m / (1000 * eta * 1000),    m_water = Q / (4.2 dT_water)           [kW]
///   chiller  P = Q / COP;  water-cooled COP(load, t) * (1 + cop_change), t = coldest condenser water
///            COP = 16.798751 + .008840 t^2 - 8.528931 load^2 + 9.885294 load - .760621 t + .084615 load t
///            air-cooled: EnergyPlus curves as used by SustainDC,
///            part * full * cap * nominal / COP in outdoor temperature and part load (COP nominal at 35 C, full load)
///   tower    rejects Q and compressor power; fan air = water / (L/G)
///   airside  economiser with adiabatic humidifier, full or off: outdoor enthalpy below that of (27 C, dew
///            point 15 C), or not above that of 80 % humidity at supply temperature
///   water    economiser: x = wet bulb + approach_tower + approach_exchanger;  its share of the
///            heat is clamp((T_r - x)/(T_r - T_s), 0, 1)
///   liquid   a share of the IT heat leaves through cold plates to a warm loop, the residual through the air plant
///
///   Water drawn [kg/s]: evaporation = heat rejected / h_fg(T), windage = circulating water * windage share,
///   blow-down = max(evaporation / (cycles - 1) - windage, 0), humidification. (Lei & Masanet, RCR 182:106323, 2022.)
///
///   Every part is proportional to the heat while Chiller::capacity_kw is 0 (fixed load point); with a capacity the COP
///   follows the load and the plant is not linear any more. Symbols are fields below, with units.
///   Errors: DomainError for temperature differences, efficiencies or COPs that are not positive.
#include <array>
#include <optional>
#include <string_view>
#include <variant>

#include "libroi/power/hours/air.hpp"

namespace roi::power {

/// Fan or pump: pressure rise [Pa] and efficiency.
struct Mover {
  double pascal = 0.0;
  double efficiency = 1.0;
};

struct Chiller {
  double load = 0.7;         // part load at which the COP is taken
  double cop_change = 0.0;   // relative change of the COP
  double capacity_kw = 0.0;  // > 0: part load = heat / capacity
};

struct Tower {
  double delta = 5.0;          // K, condenser water
  double approach = 5.0;       // K, to the wet bulb
  double liquid_to_gas = 1.2;  // kg water per kg air
  Mover fan{200.0, 0.8};
  Mover pump{180000.0, 0.8};
  double cycles = 5.0;      // of concentration
  double windage = 0.0002;  // share of the circulating water
};

struct AirsideEconomiser {
  double supply_lower = 18.0, supply_upper = 27.0;  // C
  double delta_air = 12.0;                          // K
  double delta_water = 6.0;                         // K, chilled water
  Mover crac_fan{500.0, 0.75};
  Mover humidifier{7.0e6, 0.7};
  Mover chilled_pump{150000.0, 0.8};
  Chiller chiller;
  Tower tower;
};

struct WatersideEconomiser {
  double supply_air = 22.0;  // C
  double delta_air = 12.0, delta_water = 6.0;
  Mover crac_fan{500.0, 0.75};
  Mover humidifier{300000.0, 0.7};
  Mover economiser_pump{120000.0, 0.8};
  Mover chilled_pump{150000.0, 0.8};
  double approach_exchanger = 2.0;  // K
  double effectiveness = 0.8;       // of the room's heat exchanger
  double sensible_heat_ratio = 0.98;
  Chiller chiller;
  Tower tower;
  bool economiser = true;                 // false: chiller all year
  std::optional<double> sea_temperature;  // C: sea water instead of a tower (fan and evaporation fall away)
};

struct AirCooledChiller {
  double supply_air = 22.0;
  double delta_air = 12.0, delta_water = 6.0;
  Mover crac_fan{500.0, 0.75};
  Mover chilled_pump{150000.0, 0.8};
  double nominal_cop = 3.0;  // at 35 C outside, full load, condenser fans included
  double load = 0.7;         // part load, unless capacity_kw > 0
  double capacity_kw = 0.0;
  double least_load = 0.05;
};

struct DryCooler {
  double supply_water = 24.0;  // C, needed by the room
  double delta_air = 12.0, delta_water = 8.0;
  Mover crac_fan{400.0, 0.75};
  Mover pump{200000.0, 0.8};
  double approach = 6.0;                 // K, of the leaving water to the entering air
  double fan_kw_per_kw = 0.02;           // of heat rejected
  double adiabatic_effectiveness = 0.0;  // of wetted pads: entering air = T - eff (T - wet bulb) when needed
  double nominal_cop = 3.5;              // of the trim chiller
};

using AirPlant = std::variant<AirsideEconomiser, WatersideEconomiser, AirCooledChiller, DryCooler>;

struct LiquidLoop {
  double share = 0.0;          // of the IT heat
  double supply_water = 34.0;  // C
  double delta_water = 10.0;
  Mover pump{250000.0, 0.8};
  double approach = 6.0;
  double fan_kw_per_kw = 0.012;
  double adiabatic_effectiveness = 0.0;
  double nominal_cop = 4.5;
};

struct CoolingPlant {
  AirPlant air = WatersideEconomiser{};
  std::optional<LiquidLoop> liquid;
};

enum CoolingPart {
  kFan,
  kHumidifier,
  kEconomiserPump,
  kChiller,
  kChilledPump,
  kTowerPump,
  kTowerFan,
  kLiquidLoop,
  kCoolingParts
};
[[nodiscard]] std::string_view name_of(CoolingPart part);

struct CoolingHour {
  std::array<double, kCoolingParts> kw{};
  double evaporation = 0.0, windage = 0.0, blow_down = 0.0, humidification = 0.0;  // kg/s
  double economiser_share = 0.0;                                                   // of the air plant's heat
  [[nodiscard]] double total_kw() const;
  [[nodiscard]] double water_kg_s() const { return evaporation + windage + blow_down + humidification; }
};

void validate(const CoolingPlant& plant);
/// `it_kw` is the IT load's own heat, `other_kw` the heat of losses and lighting inside the hall.
[[nodiscard]] CoolingHour cooling_hour(const CoolingPlant& plant, const Air& outside, double it_kw, double other_kw);
/// Whether every part is proportional to the heat.
[[nodiscard]] bool is_linear(const CoolingPlant& plant);

/// COP of the water-cooled chiller, without cop_change.
[[nodiscard]] double water_cooled_cop(double load, double condenser_water);
/// COP of the air-cooled chiller at part load p in (0, 1] (EnergyPlus curves).
[[nodiscard]] double air_cooled_cop(double nominal_cop, double outdoor, double part_load);

}  // namespace roi::power
