#pragma once
/// @file libroi/power/hours/facility_hours.hpp: a data center's power hour by hour: IT load, electrical losses, cooling,
/// water.
///
///   facility(h) = IT(h) + sum of electrical losses(h) + sum of cooling parts(h)      [kW], exact: the parts are the
///   total
///   PUE(h) = facility / IT,   WUE(h) = water drawn [L] / IT [kWh],   TUE(h) = facility / (IT without its own fans
///                             and supplies)
///   yearly values are energy-weighted: sum of facility energy / sum of IT energy, not the mean of hourly ratios
///
///   IT(h) [kW] = sum over fleets of nodes * P_node(activity(h) * shape(h)) / 1000
///   Errors: DomainError for a weather file whose days are not the clock's, activity outside [0, 1].
#include <array>
#include <span>
#include <string>
#include <vector>

#include "libroi/power/hours/cooling.hpp"
#include "libroi/power/hours/electrical.hpp"
#include "libroi/power/hours/hours.hpp"
#include "libroi/power/hours/it_load.hpp"

namespace roi::power {

struct FacilityDesign {
  std::vector<ServerFleet> fleets;
  ActivityShape shape = flat_shape();
  ElectricalPath electrical;
  CoolingPlant cooling;
};

/// A year prepared for repeated use: shape and outdoor air per step.
class FacilityYear {
 public:
  FacilityYear(FacilityDesign facility, YearClock clock, const Weather& weather);
  FacilityDesign facility;
  YearClock clock;
  std::vector<double> shape;  // per step
  std::vector<Air> air;       // per hour
  [[nodiscard]] const Air& air_at(std::size_t step) const {
    return air[step / static_cast<std::size_t>(clock.steps_per_hour())];
  }
};

struct FacilityHours {
  std::vector<double> it_kw, electrical_kw, cooling_kw, facility_kw, water_litres, economiser_share;
  double it_kwh = 0.0, facility_kwh = 0.0, peak_kw = 0.0, water_m3 = 0.0;
  double pue = 0.0, wue = 0.0, tue = 0.0;
  std::array<double, 12> month_pue{};
  [[nodiscard]] double pue_at(std::size_t step) const { return facility_kw[step] / it_kw[step]; }
};

/// One hour's parts, for tables and for the energy balance.
struct FacilityHour {
  double it_kw = 0.0;
  ElectricalLosses electrical;
  CoolingHour cooling;
  double facility_kw = 0.0;
};

[[nodiscard]] double it_kw(const FacilityDesign& facility, double activity);
/// Sum of the fleets' node quadratics in kW; false where a curve is not quadratic.
[[nodiscard]] bool it_quadratic(const FacilityDesign& facility, Quadratic& kw);
/// An hour as parabolas in the IT load [kW]: facility power [kW] and water [kg/s]. Exact where the losses follow the IT
/// load (`loss` is their loss_polynomial) and cooling is linear in the heat.
struct HourParabolas {
  Quadratic facility_kw, water_kg_s;
};
[[nodiscard]] HourParabolas hour_parabolas(const FacilityDesign& facility, const LossPolynomial& loss, const Air& air);
[[nodiscard]] FacilityHour facility_hour(const FacilityDesign& facility, const Air& air, double it_kw);
/// Activity of the busiest hour, for each month of the year.
[[nodiscard]] FacilityHours simulate(const FacilityYear& year, const std::array<double, 12>& activity);
/// IT power per step given directly [kW].
[[nodiscard]] FacilityHours simulate_it(const FacilityYear& year, std::span<const double> it_kw);

/// Published range of a yearly PUE and WUE (5th to 95th percentile) by cooling system and US climate zone, for
/// plausibility: Lei & Masanet's data for ten systems; LBNL-2001637 medians and quartiles where no zone is given.
struct PlausibleRange {
  std::string system, zone, source;
  double pue_low = 0.0, pue_high = 0.0, wue_low = 0.0, wue_high = 0.0;
};
[[nodiscard]] const std::vector<PlausibleRange>& published_ranges();
/// Empty if plausible, else a sentence saying what lies outside which published range.
[[nodiscard]] std::string plausibility(const std::string& system, const std::string& zone, double pue, double wue);

}  // namespace roi::power
