#include "libroi/power/hours/facility_json.hpp"

#include "libroi/inputs/text/json_reading.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace roi::power {

using inputs::ObjectReader;

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kTiny = 1e-9;

void read(ObjectReader& from, std::string_view key, Mover& to) {
  if (!from.has(key)) return;
  ObjectReader o = from.object(key);
  to.pascal = o.number("pascal", 0.0, 1e9, to.pascal);
  to.efficiency = o.number("efficiency", 0.01, 1.0, to.efficiency);
  o.finish();
}
void read(ObjectReader& from, std::string_view key, double low, double high, double& to) {
  to = from.number(key, low, high, to);
}

void read(ObjectReader& from, Chiller& to) {
  if (!from.has("chiller")) return;
  ObjectReader o = from.object("chiller");
  read(o, "load", 0.05, 1.0, to.load);
  read(o, "cop_change", -0.9, 2.0, to.cop_change);
  read(o, "capacity_kw", 0.0, kInf, to.capacity_kw);
  o.finish();
}

void read(ObjectReader& from, Tower& to) {
  if (!from.has("tower")) return;
  ObjectReader o = from.object("tower");
  read(o, "delta", kTiny, 50.0, to.delta);
  read(o, "approach", 0.0, 50.0, to.approach);
  read(o, "liquid_to_gas", kTiny, 10.0, to.liquid_to_gas);
  read(o, "fan", to.fan);
  read(o, "pump", to.pump);
  read(o, "cycles", 1.01, 100.0, to.cycles);
  read(o, "windage", 0.0, 1.0, to.windage);
  o.finish();
}

AirPlant read_plant(ObjectReader& o) {
  switch (o.choice("plant", {"airside", "waterside", "air_cooled_chiller", "dry_cooler"})) {
    case 0: {
      AirsideEconomiser p;
      read(o, "supply_lower", -20.0, 50.0, p.supply_lower);
      read(o, "supply_upper", -20.0, 50.0, p.supply_upper);
      read(o, "delta_air", kTiny, 50.0, p.delta_air);
      read(o, "delta_water", kTiny, 50.0, p.delta_water);
      read(o, "crac_fan", p.crac_fan);
      read(o, "humidifier", p.humidifier);
      read(o, "chilled_pump", p.chilled_pump);
      read(o, p.chiller);
      read(o, p.tower);
      return p;
    }
    case 1: {
      WatersideEconomiser p;
      read(o, "supply_air", -20.0, 50.0, p.supply_air);
      read(o, "delta_air", kTiny, 50.0, p.delta_air);
      read(o, "delta_water", kTiny, 50.0, p.delta_water);
      read(o, "crac_fan", p.crac_fan);
      read(o, "humidifier", p.humidifier);
      read(o, "economiser_pump", p.economiser_pump);
      read(o, "chilled_pump", p.chilled_pump);
      read(o, "approach_exchanger", 0.0, 50.0, p.approach_exchanger);
      read(o, "effectiveness", 0.01, 1.0, p.effectiveness);
      read(o, "sensible_heat_ratio", 0.5, 1.0, p.sensible_heat_ratio);
      p.economiser = o.flag("economiser", p.economiser);
      if (o.has("sea_temperature")) p.sea_temperature = o.number("sea_temperature", -2.0, 40.0);
      read(o, p.chiller);
      read(o, p.tower);
      return p;
    }
    case 2: {
      AirCooledChiller p;
      read(o, "supply_air", -20.0, 50.0, p.supply_air);
      read(o, "delta_air", kTiny, 50.0, p.delta_air);
      read(o, "delta_water", kTiny, 50.0, p.delta_water);
      read(o, "crac_fan", p.crac_fan);
      read(o, "chilled_pump", p.chilled_pump);
      read(o, "nominal_cop", 0.5, 30.0, p.nominal_cop);
      read(o, "load", 0.05, 1.0, p.load);
      read(o, "capacity_kw", 0.0, kInf, p.capacity_kw);
      return p;
    }
    default: break;
  }
  DryCooler p;
  read(o, "supply_water", 0.0, 60.0, p.supply_water);
  read(o, "delta_air", kTiny, 50.0, p.delta_air);
  read(o, "delta_water", kTiny, 50.0, p.delta_water);
  read(o, "crac_fan", p.crac_fan);
  read(o, "pump", p.pump);
  read(o, "approach", 0.0, 50.0, p.approach);
  read(o, "fan_kw_per_kw", 0.0, 1.0, p.fan_kw_per_kw);
  read(o, "adiabatic_effectiveness", 0.0, 1.0, p.adiabatic_effectiveness);
  read(o, "nominal_cop", 0.5, 30.0, p.nominal_cop);
  return p;
}

LiquidLoop read_liquid(ObjectReader& from) {
  ObjectReader o = from.object("liquid");
  LiquidLoop p;
  p.share = o.number("share", 0.0, 1.0);
  read(o, "supply_water", 0.0, 70.0, p.supply_water);
  read(o, "delta_water", kTiny, 50.0, p.delta_water);
  read(o, "pump", p.pump);
  read(o, "approach", 0.0, 50.0, p.approach);
  read(o, "fan_kw_per_kw", 0.0, 1.0, p.fan_kw_per_kw);
  read(o, "adiabatic_effectiveness", 0.0, 1.0, p.adiabatic_effectiveness);
  read(o, "nominal_cop", 0.5, 30.0, p.nominal_cop);
  o.finish();
  return p;
}

ServerFleet read_fleet(const std::string& name, ObjectReader& o) {
  ServerFleet f;
  f.name = name;
  f.nodes = o.number("nodes", 0.0, 1e9);
  ServerNode& n = f.node;
  n.devices = o.whole("devices", 1, 1000000, 1);
  n.overhead_share = o.number("overhead_share", 0.0, 10.0, 0.0);
  n.overhead_w = o.number("overhead_w", 0.0, 1e9, 0.0);
  n.fan_and_supply_share = o.number("fan_and_supply_share", 0.0, 0.9, 0.0);
  ServerDevice& d = n.device;
  d.idle_w = o.number("idle_w", 0.0, 1e9);
  d.busy_w = o.number("busy_w", 0.0, 1e9);
  d.nameplate_w = o.number("nameplate_w", 0.0, 1e9, d.busy_w);
  d.curve = static_cast<PowerCurve>(o.choice("curve", {"linear", "fan", "points"}, 0));
  d.exponent = o.number("exponent", 1.0, 2.0, 1.4);
  for (ObjectReader& p : o.items("points")) {
    d.points.push_back({p.number("activity", 0.0, 1.0), p.number("watt", 0.0, 1e9)});
    p.finish();
  }
  o.finish();
  return f;
}

ActivityShape read_shape(ObjectReader& root) {
  if (!root.has("shape")) return flat_shape();
  ObjectReader o = root.object("shape");
  ActivityShape shape = flat_shape();
  if (o.has("workloads")) {
    ObjectReader w = o.object("workloads");
    const std::vector<std::string> names{"training", "fine_tuning", "inference", "hpc", "general", "rendering"};
    std::vector<ActivityShape> shapes;
    std::vector<double> weights;
    double sum = 0.0;
    for (std::size_t i = 0; i < names.size(); ++i) {
      weights.push_back(w.number(names[i], 0.0, 1e9, 0.0));
      shapes.push_back(typical_shape(static_cast<Workload>(i)));
      sum += weights.back();
    }
    w.finish();
    if (sum > 0.0) shape = mixed_shape(shapes, weights);
    else o.problem("workloads", "must give at least one weight above 0");
  }
  const std::array<std::string, 3> days{"weekday", "weekend", "holiday"};
  for (std::size_t d = 0; d < 3; ++d) {
    const auto hours = o.numbers(days[d], 0.0, 1.0, 24);
    for (std::size_t h = 0; h < hours.size(); ++h) shape.by_day_type[d][h] = hours[h];
    if (d == 2 && hours.empty() && o.has("weekend")) shape.by_day_type[2] = shape.by_day_type[1];
  }
  o.finish();
  return shape;
}

LossComponent read_component(const std::string& name, ObjectReader& o) {
  Coefficients c{0, 0, 0};
  if (o.has("wp113")) {
    const std::string word = o.text("wp113");
    try {
      c = wp113(word);
    } catch (const DomainError& e) {
      o.problem("wp113", e.what());
    }
  }
  c.c0 = o.number("c0", 0.0, 1.0, c.c0);
  c.c1 = o.number("c1", 0.0, 0.99, c.c1);
  c.c2 = o.number("c2", 0.0, 1.0, c.c2);
  const double design = o.number("design_kw", kTiny, kInf, 1.0);
  if (!o.has("design_kw")) o.problem("design_kw", "is missing");
  const double over = o.number("over_build", 1.0, 100.0, 1.0);
  const int units = o.whole("units", 1, 100000, 1);
  const auto redundancy = static_cast<Redundancy>(o.choice("redundancy", {"n", "n_plus_1", "two_n"}, 0));
  const double heat = o.number("heat_in_hall", 0.0, 1.0, 1.0);
  const bool series = o.flag("series", true);
  o.finish();
  return sized(name, c, design, over, units, redundancy, heat, series);
}

}  // namespace

FacilityDesign parse_facility(const std::string& file, const std::string& text) {
  inputs::Reading reading(file, text);
  ObjectReader root = reading.root();
  FacilityDesign f;
  if (root.whole("libroi_facility", 0, 1000) != 1)
    root.problem("libroi_facility", "must be 1, the version of this form");
  for (const char* key : {"name", "source", "note", "status"}) (void)root.text(key, "");
  for (auto& [name, o] : root.objects("fleets")) f.fleets.push_back(read_fleet(name, o));
  if (f.fleets.empty()) root.problem("fleets", "must have at least one fleet");
  f.shape = read_shape(root);
  if (root.has("electrical")) {
    ObjectReader e = root.object("electrical");
    f.electrical.load = static_cast<LossLoad>(e.choice("load", {"it_load", "downstream", "input"}, 0));
    for (auto& [name, o] : e.objects("components")) f.electrical.components.push_back(read_component(name, o));
    e.finish();
  }
  if (!root.has("cooling")) {
    root.problem("cooling", "is missing");
  } else {
    ObjectReader c = root.object("cooling");
    f.cooling.air = read_plant(c);
    if (c.has("liquid")) f.cooling.liquid = read_liquid(c);
    c.finish();
  }
  root.finish();
  reading.throw_if_any();
  try {
    for (const ServerFleet& fleet : f.fleets) validate(fleet.node.device);
    validate(f.electrical);
    validate(f.cooling);
  } catch (const DomainError& error) {
    throw InputError({Problem{file, 1, 1, "", error.what()}});
  }
  return f;
}

FacilityDesign read_facility(const std::string& path) { return parse_facility(path, inputs::file_text(path)); }

}  // namespace roi::power
