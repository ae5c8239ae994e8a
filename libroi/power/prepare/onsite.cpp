#include "libroi/power/prepare/onsite.hpp"

#include <algorithm>
#include <cmath>

#include "libroi/inputs/text/json.hpp"
#include "libroi/inputs/text/json_reading.hpp"
#include "libroi/power/check.hpp"
#include "libroi/power/hours/facility_hours.hpp"

namespace roi::power {

using inputs::ObjectReader;
using inputs::Reading;

namespace {

constexpr double kMost = 1e7;  // kW, kWh

SolarArray read_solar(ObjectReader from) {
  SolarArray s;
  s.dc_kw = from.number("dc_kw", 1e-6, kMost);
  s.tilt = from.number("tilt", 0.0, 90.0, s.tilt);
  s.azimuth = from.number("azimuth", 0.0, 360.0, s.azimuth);
  s.temperature_coefficient = from.number("temperature_coefficient", -0.02, 0.0, s.temperature_coefficient);
  s.noct = from.number("noct", 20.0, 80.0, s.noct);
  s.performance = from.number("performance", 0.01, 1.0, s.performance);
  s.ac_kw = from.number("ac_kw", 0.0, kMost, s.ac_kw);
  s.albedo = from.number("albedo", 0.0, 1.0, s.albedo);
  from.finish();
  return s;
}

Battery read_battery(ObjectReader from) {
  Battery b;
  b.energy_kwh = from.number("energy_kwh", 1e-6, kMost);
  b.charge_kw = from.number("charge_kw", 1e-6, kMost);
  b.discharge_kw = from.number("discharge_kw", 1e-6, kMost);
  b.charge_efficiency = from.number("charge_efficiency", 0.01, 1.0, b.charge_efficiency);
  b.discharge_efficiency = from.number("discharge_efficiency", 0.01, 1.0, b.discharge_efficiency);
  b.least_level = from.number("least_level", 0.0, 0.99, b.least_level);
  b.initial_level = from.number("initial_level", 0.0, 1.0, std::max(b.initial_level, b.least_level));
  b.wear_per_kwh = from.number("wear_per_kwh", 0.0, 1e6, b.wear_per_kwh);
  if (b.initial_level < b.least_level) from.problem("initial_level", "must be at least least_level");
  from.finish();
  return b;
}

/// Bill of a load with a battery's plan beside it, as far as nothing flows into the grid, and its wear.
double cost_of_plan(const BillPlan& tariff, const std::vector<double>& load, const Dispatch& plan, double wear_per_kwh,
                    const BillOptions& options) {
  double least = load[0], feed = 0.0, discharged = 0.0;
  for (std::size_t k = 0; k < load.size(); ++k) {
    least = std::min(least, load[k]);
    feed = std::max(feed, plan.discharge_kw[k] - plan.charge_kw[k]);
    discharged += plan.discharge_kw[k];
  }
  const double part = feed > 0.0 ? std::clamp(least / feed, 0.0, 1.0) : 1.0;
  std::vector<double> grid = load;
  for (std::size_t k = 0; k < grid.size(); ++k) grid[k] += part * (plan.charge_kw[k] - plan.discharge_kw[k]);
  return bill_total(tariff, grid, options) + wear_per_kwh * part * discharged;
}

std::vector<double> load_at(const FacilityYear& year, double activity, const std::vector<PlantHours>& before) {
  std::array<double, 12> months{};
  months.fill(activity);
  std::vector<double> load = simulate(year, months).facility_kw;
  for (const PlantHours& plant : before)
    for (std::size_t k = 0; k < load.size(); ++k) load[k] += plant.kw[k];
  return load;
}

PlantHours run_battery(const std::string& key, const BatteryPlan& plan, const FacilityYear& year,
                       const BillPlan& tariff, const BillOptions& options, const std::vector<PlantHours>& before) {
  const Battery& b = plan.battery;
  const Dispatch planned = dispatch(tariff, load_at(year, plan.activity, before), b, options);
  PlantHours out{key, "", {}};
  for (std::size_t k = 0; k < planned.charge_kw.size(); ++k)
    out.kw.push_back(planned.charge_kw[k] - planned.discharge_kw[k]);
  double worst = 0.0;
  for (const double activity : {0.3, 0.9}) {
    const auto load = load_at(year, activity, before);
    const Dispatch best = dispatch(tariff, load, b, options);
    const double least = best.bill.total() + best.wear;
    worst = std::max(worst, cost_of_plan(tariff, load, planned, b.wear_per_kwh, options) / least - 1.0);
  }
  out.kind = "battery of " + to_text(b.energy_kwh) + " kWh, run for the least bill of each month at activity " +
             to_text(plan.activity) + "; at activities 0.3 and 0.9 the bill is at most " +
             to_text(std::ceil(worst * 1e5) / 1e3) + " % above the best";
  return out;
}

}  // namespace

OnsiteFile parse_onsite(const std::string& file, std::string_view text) {
  Reading reading(file, text);
  ObjectReader root = reading.root();
  OnsiteFile out;
  root.whole("libroi_onsite", 1, 1);
  out.name = root.text("name");
  out.source = root.text("source", "");
  out.status = root.text("status", "assumption");
  root.ignore("note");
  for (auto& [key, from] : root.objects("plants")) {
    OnsitePower plant{key, {}};
    if (!is_key(key)) from.problem("is named \"" + key + "\", but a name must match [a-z0-9][a-z0-9_-]*");
    const int kinds = from.has("solar") + from.has("battery") + from.has("hours_kw");
    if (kinds != 1) from.problem("must have one of solar, battery, hours_kw");
    if (from.has("solar")) plant.plant = read_solar(from.object("solar"));
    if (from.has("battery")) {
      BatteryPlan battery{read_battery(from.object("battery")), from.number("activity", 0.0, 1.0, 0.6)};
      plant.plant = battery;
    }
    if (from.has("hours_kw")) {
      auto hours = from.numbers("hours_kw", -kMost, kMost, 0);
      if (hours.size() != 24 && hours.size() != 8760 && hours.size() != 8784)
        from.problem("hours_kw", "must have 24, 8760 or 8784 values");
      plant.plant = std::move(hours);
    }
    from.ignore("note");
    from.finish();
    out.plants.push_back(std::move(plant));
  }
  if (out.plants.empty()) root.problem("plants", "must have at least one plant");
  if (out.plants.size() > kMostPlants)
    root.problem("plants", "must have at most " + std::to_string(kMostPlants) + " plants");
  root.finish();
  reading.throw_if_any();
  return out;
}

std::vector<PlantHours> hours_of_plants(const OnsiteFile& plants, const FacilityYear& year, const Weather& weather,
                                        const Tariff& tariff, double power_factor) {
  Tariff planned = tariff;
  planned.unpriced_exports.clear();  // nothing is fed into the grid: of plants beyond the load a part is used
  const BillPlan plan(planned, year.clock);
  const std::size_t steps = year.shape.size();
  std::vector<PlantHours> out;
  for (const OnsitePower& p : plants.plants) {
    if (const auto* solar = std::get_if<SolarArray>(&p.plant)) {
      PlantHours row{p.key, "solar array of " + to_text(solar->dc_kw) + " kW dc", solar_profile(*solar, weather)};
      for (double& kw : row.kw) kw = -kw;
      out.push_back(std::move(row));
    } else if (const auto* battery = std::get_if<BatteryPlan>(&p.plant)) {
      out.push_back(run_battery(p.key, *battery, year, plan, {power_factor, 0}, out));
    } else {
      const auto& hours = std::get<std::vector<double>>(p.plant);
      PlantHours row{p.key, "given hours", {}};
      check(hours.size() == 24 || hours.size() == steps, "onsite", "hours of " + p.key,
            static_cast<double>(hours.size()), "must be 24 or those of the year, " + std::to_string(steps));
      for (std::size_t k = 0; k < steps; ++k) row.kw.push_back(hours[k % hours.size()]);
      out.push_back(std::move(row));
    }
  }
  return out;
}

}  // namespace roi::power
