#include "libroi/power/hours/cooling.hpp"

#include "libroi/core/scalar.hpp"
#include "libroi/power/check.hpp"
#include "libroi/power/hours/psychrometrics.hpp"

namespace roi::power {
namespace {

double fan_kw(double kg_s, double density, const Mover& m) { return kg_s / density * m.pascal / m.efficiency / 1000.0; }
double pump_kw(double kg_s, const Mover& m) { return m.pascal * kg_s / (1000.0 * m.efficiency * 1000.0); }
double clamp01(double x) { return max(min(x, 1.0), 0.0); }

/// g/kg at a relative humidity, with the published model's 621.98 for limits.
double limit_humidity(double t, double rh, double pressure) {
  const double e = buck::saturation_pressure(t) * rh;
  return 621.98 * e / (pressure - e);
}

void reject(const Tower& tower, double heat, double wet_bulb, double density, CoolingHour& out) {
  const double water = heat / (4.2 * tower.delta);
  out.kw[kTowerPump] += pump_kw(water, tower.pump);
  out.kw[kTowerFan] += fan_kw(water / tower.liquid_to_gas, density, tower.fan);
  const double evaporation = heat / buck::latent_heat(wet_bulb + tower.approach);
  const double windage = water * tower.windage;
  out.evaporation += evaporation;
  out.windage += windage;
  out.blow_down += max(evaporation / (tower.cycles - 1.0) - windage, 0.0);
}

double chiller_kw(const Chiller& c, double heat, double condenser_water) {
  const double load = c.capacity_kw > 0.0 ? max(min(heat / c.capacity_kw, 1.0), 0.1) : c.load;
  const double cop = water_cooled_cop(load, condenser_water) * (1.0 + c.cop_change);
  check(cop > 0.0, "cooling", "chiller COP", cop, "must be > 0");
  return heat / cop;
}

CoolingHour run(const AirsideEconomiser& p, const Air& air, double heat) {
  CoolingHour out;
  const double supply = max(min(air.dry_bulb, p.supply_upper), p.supply_lower);
  bool economise = true;
  double added = 0.0;  // g/kg of humidification
  const double humid15 = 611.21 * exp(15.0 * 18.678 / (257.14 + 15.0));
  const double limit = 1.01 * 27.0 + (2500.0 + 1.84 * 27.0) * (621.98 * humid15 / (air.pressure - humid15)) / 1000.0;
  const auto mixed = [&] { return (air.enthalpy - 1.01 * supply) * 1000.0 / (2500.0 + 1.84 * supply); };
  if (air.enthalpy < limit) {
    if (air.dry_bulb <= supply) {
      added = max(limit_humidity(supply, 0.20, air.pressure) - air.humidity, 0.0);
    } else {
      added = max(mixed() - air.humidity, 0.0);
    }
  } else {
    const double w = limit_humidity(supply, 0.80, air.pressure);
    economise = air.enthalpy <= 1.01 * supply + (2500.0 + 1.84 * supply) * w / 1000.0;
    if (economise) added = max(mixed() - air.humidity, 0.0);
  }
  const double air_kg_s = heat / (1.01 * p.delta_air);
  out.kw[kFan] = fan_kw(air_kg_s, buck::air_density(supply, air.pressure), p.crac_fan);
  if (economise) {
    out.humidification = air_kg_s - air_kg_s / (1.0 + added / 1000.0);
    out.kw[kHumidifier] = pump_kw(out.humidification, p.humidifier);
    out.economiser_share = 1.0;
    return out;
  }
  out.kw[kChiller] = chiller_kw(p.chiller, heat, air.wet_bulb + p.tower.approach);
  out.kw[kChilledPump] = pump_kw(heat / (4.2 * p.delta_water), p.chilled_pump);
  reject(p.tower, heat + out.kw[kChiller], air.wet_bulb, air.density, out);
  return out;
}

CoolingHour run(const WatersideEconomiser& p, const Air& air, double heat) {
  CoolingHour out;
  out.kw[kFan] = fan_kw(heat / (1.01 * p.delta_air), buck::air_density(p.supply_air, air.pressure), p.crac_fan);
  const double latent = heat / p.sensible_heat_ratio - heat;
  const double required = heat + latent;
  const double supply_water = p.supply_air + p.delta_air - p.delta_air / p.effectiveness;
  const double return_water = supply_water + p.delta_water;
  out.humidification = latent / buck::latent_heat((supply_water + return_water) / 2.0);
  out.kw[kHumidifier] = pump_kw(out.humidification, p.humidifier);
  const bool sea = p.sea_temperature.has_value();
  const double cold = sea ? *p.sea_temperature : air.wet_bulb + p.tower.approach;
  const double reached = cold + p.approach_exchanger;
  out.economiser_share = p.economiser ? clamp01((return_water - reached) / (return_water - supply_water)) : 0.0;
  const double free = required * out.economiser_share;
  out.kw[kEconomiserPump] = pump_kw(free / (4.2 * p.delta_water), p.economiser_pump);
  const double chilled = required - free;
  out.kw[kChiller] = chilled > 0.0 ? chiller_kw(p.chiller, chilled, cold) : 0.0;
  out.kw[kChilledPump] = pump_kw(chilled / (4.2 * p.delta_water), p.chilled_pump);
  if (sea) {
    out.kw[kTowerPump] = pump_kw((required + out.kw[kChiller]) / (4.2 * p.tower.delta), p.tower.pump);
  } else {
    reject(p.tower, required + out.kw[kChiller], air.wet_bulb, air.density, out);
  }
  return out;
}

CoolingHour run(const AirCooledChiller& p, const Air& air, double heat) {
  CoolingHour out;
  out.kw[kFan] = fan_kw(heat / (1.01 * p.delta_air), buck::air_density(p.supply_air, air.pressure), p.crac_fan);
  const double load = p.capacity_kw > 0.0 ? max(min(heat / p.capacity_kw, 1.0), p.least_load) : p.load;
  out.kw[kChiller] = heat / air_cooled_cop(p.nominal_cop, air.dry_bulb, load);
  out.kw[kChilledPump] = pump_kw(heat / (4.2 * p.delta_water), p.chilled_pump);
  return out;
}

/// Heat leaving through a dry cooler, wetted when that helps, topped up by a chiller whose condenser it also cools.
struct DryRejection {
  double share = 1.0;  // without chiller
  double water = 0.0;  // kg/s per kW, of wetted pads
};

DryRejection dry_rejection(const Air& air, double heat, double supply_water, double delta_water, double approach,
                           double effectiveness) {
  DryRejection out;
  double entering = air.dry_bulb;
  if (effectiveness > 0.0 && air.dry_bulb + approach > supply_water) {
    entering = max(air.dry_bulb - effectiveness * (air.dry_bulb - air.wet_bulb), supply_water - approach);
    // Air at 10 K rise carries the heat; the pads evaporate what cools that air.
    const double air_kg_s = heat / (1.01 * 10.0);
    out.water = air_kg_s * 1.01 * (air.dry_bulb - entering) / buck::latent_heat(entering);
  }
  out.share = clamp01((supply_water + delta_water - entering - approach) / delta_water);
  return out;
}

CoolingHour run(const DryCooler& p, const Air& air, double heat) {
  CoolingHour out;
  out.kw[kFan] = fan_kw(heat / (1.01 * p.delta_air), buck::air_density(p.supply_water + 2.0, air.pressure), p.crac_fan);
  const DryRejection dry =
      dry_rejection(air, heat, p.supply_water, p.delta_water, p.approach, p.adiabatic_effectiveness);
  out.economiser_share = dry.share;
  const double chilled = heat * (1.0 - dry.share);
  out.kw[kChiller] = chilled > 0.0 ? chilled / air_cooled_cop(p.nominal_cop, air.dry_bulb, 1.0) : 0.0;
  out.kw[kEconomiserPump] = pump_kw(heat / (4.2 * p.delta_water), p.pump);
  out.kw[kTowerFan] = (heat + out.kw[kChiller]) * p.fan_kw_per_kw;
  out.evaporation = dry.water;
  return out;
}

double liquid_kw(const LiquidLoop& p, const Air& air, double heat, double& water) {
  const DryRejection dry =
      dry_rejection(air, heat, p.supply_water, p.delta_water, p.approach, p.adiabatic_effectiveness);
  const double chilled = heat * (1.0 - dry.share);
  const double chiller = chilled > 0.0 ? chilled / air_cooled_cop(p.nominal_cop, air.dry_bulb, 1.0) : 0.0;
  water += dry.water;
  return chiller + pump_kw(heat / (4.2 * p.delta_water), p.pump) + (heat + chiller) * p.fan_kw_per_kw;
}

void positive(const char* name, double x) { check(x > 0.0, "cooling", name, x, "must be > 0"); }
void check_mover(const char* name, const Mover& m) {
  check(m.pascal >= 0.0, "cooling", std::string(name) + " pressure", m.pascal, "must be >= 0 [Pa]");
  check(m.efficiency > 0.0 && m.efficiency <= 1.0, "cooling", std::string(name) + " efficiency", m.efficiency,
        "must be in (0, 1]");
}
void check_tower(const Tower& t) {
  positive("tower delta", t.delta);
  positive("tower liquid_to_gas", t.liquid_to_gas);
  check(t.cycles > 1.0, "cooling", "cycles of concentration", t.cycles, "must be > 1");
  check_mover("tower fan", t.fan);
  check_mover("tower pump", t.pump);
}

void check_plant(const AirsideEconomiser& p) {
  check(p.supply_upper >= p.supply_lower, "cooling", "supply_upper", p.supply_upper, "must be >= supply_lower [C]");
  positive("delta_air", p.delta_air);
  positive("delta_water", p.delta_water);
  check_mover("crac fan", p.crac_fan);
  check_mover("humidifier", p.humidifier);
  check_mover("chilled pump", p.chilled_pump);
  check_tower(p.tower);
}
void check_plant(const WatersideEconomiser& p) {
  positive("delta_air", p.delta_air);
  positive("delta_water", p.delta_water);
  check(p.effectiveness > 0.0 && p.effectiveness <= 1.0, "cooling", "effectiveness", p.effectiveness,
        "must be in (0, 1]");
  check(p.sensible_heat_ratio > 0.0 && p.sensible_heat_ratio <= 1.0, "cooling", "sensible_heat_ratio",
        p.sensible_heat_ratio, "must be in (0, 1]");
  check_mover("crac fan", p.crac_fan);
  check_mover("economiser pump", p.economiser_pump);
  check_mover("chilled pump", p.chilled_pump);
  check_tower(p.tower);
}
void check_plant(const AirCooledChiller& p) {
  positive("delta_air", p.delta_air);
  positive("delta_water", p.delta_water);
  positive("nominal_cop", p.nominal_cop);
  check(p.load > 0.0 && p.load <= 1.0, "cooling", "load", p.load, "must be in (0, 1]");
}
void check_plant(const DryCooler& p) {
  positive("delta_air", p.delta_air);
  positive("delta_water", p.delta_water);
  positive("nominal_cop", p.nominal_cop);
  check(p.adiabatic_effectiveness >= 0.0 && p.adiabatic_effectiveness <= 1.0, "cooling", "adiabatic_effectiveness",
        p.adiabatic_effectiveness, "must be in [0, 1]");
}

}  // namespace

Air air_state(double t, double rh, double p) {
  const double w = buck::humidity_ratio(t, rh, p);
  return {t, rh, p, buck::wet_bulb(t, rh, p), w, buck::enthalpy(t, w), buck::air_density(t, p)};
}

std::vector<Air> air_series(const Weather& weather) {
  std::vector<Air> air;
  air.reserve(weather.hours());
  for (std::size_t i = 0; i < weather.hours(); ++i)
    air.push_back(air_state(weather.dry_bulb[i], weather.rh[i], weather.pressure[i]));
  return air;
}

double water_cooled_cop(double load, double t) {
  return 16.798751 + 0.008840 * t * t - 8.528931 * load * load + 9.885294 * load - 0.760621 * t + 0.084615 * load * t;
}

double air_cooled_cop(double nominal_cop, double outdoor, double part_load) {
  // The published form takes the difference of the design temperatures, 6.67 - 35, where EnergyPlus takes that of the
  // water.
  const double dt = (outdoor - 35.0) / 2.778 - (6.67 - 35.0);
  const double capacity = 0.944836 - 0.0570088 * dt + 0.00185486 * dt * dt;
  const double full = 2.333 - 1.975 * capacity + 0.6121 * capacity * capacity;
  const double part = 0.03303 + part_load * (0.6852 + part_load * 0.2818);
  return part_load * nominal_cop / (part * full * capacity);
}

std::string_view name_of(CoolingPart part) {
  constexpr std::array<std::string_view, kCoolingParts> names{"fan",       "humidifier",         "economiser-pump",
                                                              "chiller",   "chilled-water-pump", "tower-pump",
                                                              "tower-fan", "liquid-loop"};
  return names[part];
}

double CoolingHour::total_kw() const {
  double sum = 0.0;
  for (const double x : kw) sum += x;
  return sum;
}

void validate(const CoolingPlant& plant) {
  std::visit([](const auto& p) { check_plant(p); }, plant.air);
  if (!plant.liquid) return;
  const LiquidLoop& loop = *plant.liquid;
  check(loop.share >= 0.0 && loop.share <= 1.0, "cooling", "liquid share", loop.share, "must be in [0, 1]");
  positive("liquid delta_water", loop.delta_water);
  positive("liquid nominal_cop", loop.nominal_cop);
}

bool is_linear(const CoolingPlant& plant) {
  if (const auto* p = std::get_if<AirsideEconomiser>(&plant.air)) return p->chiller.capacity_kw == 0.0;
  if (const auto* p = std::get_if<WatersideEconomiser>(&plant.air)) return p->chiller.capacity_kw == 0.0;
  if (const auto* p = std::get_if<AirCooledChiller>(&plant.air)) return p->capacity_kw == 0.0;
  return true;
}

CoolingHour cooling_hour(const CoolingPlant& plant, const Air& outside, double it_kw, double other_kw) {
  const double liquid = plant.liquid ? it_kw * plant.liquid->share : 0.0;
  const double heat = it_kw - liquid + other_kw;
  CoolingHour out = std::visit([&](const auto& p) { return run(p, outside, heat); }, plant.air);
  if (liquid > 0.0) out.kw[kLiquidLoop] = liquid_kw(*plant.liquid, outside, liquid, out.evaporation);
  return out;
}

}  // namespace roi::power
