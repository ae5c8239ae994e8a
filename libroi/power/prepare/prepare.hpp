#pragma once
/// @file libroi/power/prepare/prepare.hpp: an itemised bill prepared from a facility, a year of weather and a tariff.
///
///   facility power of an hour = e C + p x + q x^2 / C     x = IT power, C = critical power                     [kW]
///
/// Exact where the electrical losses follow the IT load and cooling is linear in the heat (power/hours/electrical.hpp,
/// power/hours/cooling.hpp). Otherwise each hour is a cubic, the least-squares fit through 17 loads between `lowest_load` and
/// C; the error of a month's bill is then measured against the hours themselves at six loads in that range, and stated.
/// Below that range the fit is not checked: a clamped efficiency of chillers makes it too low. Sums over the hours of a
/// register give power/month/load_inputs.hpp's terms; under hourly prices each hour is weighed by its price / the mean
/// price of the dearest month, the price of the register. Of the hours that can be a peak, those stay that no other
/// hour of the month exceeds at every load; if more than `most_hours` do, those that lead most often on a grid, and the
/// error of the rest is measured and stated.
///
///   critical_power  of the facility as drawn [kW], to which its losses are related; 0: IT power at full activity
///   lowest_load     from which on a fit must hold, IT power / critical power
///   power_factor    of the load at its peaks, in (0, 1]
///   plants          rows of power at the meter [kW], one value a step of the year, negative where they feed; up to four
///   Errors: DomainError where the error is above `tolerance` of a month's bill; where the tariff has rules no monthly
///   register can follow: tiers in the order of hours or of single days, demand of each day.
#include <span>
#include <string>
#include <vector>

#include "libroi/power/hours/facility_hours.hpp"
#include "libroi/power/month/bill_inputs.hpp"
#include "libroi/power/tariff/tariff.hpp"

namespace roi::power {

struct PrepareOptions {
  double critical_power = 0.0;
  double power_factor = 1.0;
  double tolerance = 1e-3;
  double lowest_load = 0.2;  // IT power / critical power
  int most_hours = 8;
};

/// A plant behind the meter: a key, what it is, its row of hours.
struct PlantHours {
  std::string key, kind;
  std::vector<double> kw;
};
inline constexpr std::size_t kMostPlants = 4;

struct PreparedBill {
  BillInputs<double> inputs;
  double error = 0.0;  // largest share of a month's bill, 0 where exact
  bool exact = true;
  std::string method;  // in words
};

[[nodiscard]] PreparedBill prepare_bill(const FacilityYear& year, const Tariff& tariff,
                                        const PrepareOptions& options = {}, std::span<const PlantHours> plants = {});

}  // namespace roi::power
