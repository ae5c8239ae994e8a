#pragma once
/// @file libroi/power/storage/supply.hpp: power beyond the grid tariff: PPAs, solar, generators, curtailment, certificates,
/// carbon, water.
///
///   PPA, delivered volume q(h) [kWh], market price m(h), strike k:
///     fixed        pay k q                                      settlement = k q
///     indexed      pay k (1 + g)^years q, or (m + premium) q
///     difference   settle (k - m) q beside the market purchase; negative = received
///     shaped       deliver min(load, share * load or a profile); the shortfall is bought at market, surplus sold at
///                  market
///   matched share   sum over h of min(load(h), green(h)) / sum load(h)                         (24x7)
///
///   solar        AC power = DC kWp * plane irradiance / 1000 * (1 + gamma (T_cell - 25)) * performance, T_cell = T +
///                (NOCT - 20)/800 G
///                plane irradiance by the isotropic sky model from direct and diffuse (Liu & Jordan), sun position by
///                Spencer
///   generator    runs test hours evenly over the year and outage hours; fuel = kWh * heat rate * price
///   carbon       uncovered MWh * grid factor * price; certificates price * covered MWh
///
///   Sources: Duffie & Beckman, Solar Engineering of Thermal Processes, ch. 1-2; backup diesel 250 gal/MWh and 24
///   test hours a year: open AI microgrid model (Newkirk). Errors: DomainError on negative quantities, shares outside
///   [0, 1], lengths that differ.
#include <array>
#include <span>
#include <string>
#include <vector>

#include "libroi/power/hours/hours.hpp"
#include "libroi/power/hours/weather.hpp"

namespace roi::power {

enum class PpaKind { fixed, indexed, market_plus, difference };

struct Ppa {
  std::string name;
  PpaKind kind = PpaKind::fixed;
  double strike = 0.0;        // currency per kWh at start
  double index_growth = 0.0;  // per year, indexed
  double premium = 0.0;       // per kWh, market_plus
  double take_or_pay = 0.0;   // share of the contracted volume paid whether taken or not
};

struct PpaMonth {
  double delivered_kwh = 0.0;  // within the load
  double surplus_kwh = 0.0;    // beyond the load, sold at market
  double shortfall_kwh = 0.0;  // load beyond delivery, bought at market
  double payment = 0.0;        // to the PPA's seller, for contracted kWh (negative: received)
  double market = 0.0;         // net cost at market prices
};

struct PpaYear {
  std::array<PpaMonth, 12> months;
  double matched_share = 0.0;
  [[nodiscard]] double cost() const;
};

/// `generation` and `market_price` per step of the year; `years` since the contract began. The load is that before
/// any PPA. A difference contract leaves all of the load at market and settles strike - market on the generation.
[[nodiscard]] PpaYear settle(const YearClock& clock, const Ppa& ppa, std::span<const double> load_kw,
                             std::span<const double> generation_kw, std::span<const double> market_price,
                             double years = 0.0);
[[nodiscard]] double matched_share(std::span<const double> load_kw, std::span<const double> green_kw);
/// A flat or load-following delivery: share of each hour's load, at most `cap_kw`.
[[nodiscard]] std::vector<double> shaped_delivery(std::span<const double> load_kw, double share, double cap_kw);

struct SolarArray {
  double dc_kw = 0.0;
  double tilt = 30.0;                        // degrees from horizontal
  double azimuth = 180.0;                    // degrees from north, clockwise
  double temperature_coefficient = -0.0037;  // per K
  double noct = 45.0;                        // C
  double performance = 0.86;                 // inverter, wiring, soiling
  double ac_kw = 0.0;                        // inverter limit, 0 = none
  double albedo = 0.2;
};
[[nodiscard]] std::vector<double> solar_profile(const SolarArray& array, const Weather& weather);

struct Curtailment {
  double limit_kw = 0.0;  // load above it is cut in an event
  std::vector<int> event_steps;
  double income_per_kwh = 0.0;      // cut energy
  double income_per_kw_year = 0.0;  // standing commitment
  double committed_kw = 0.0;
};
struct CurtailedLoad {
  std::vector<double> kw;
  double cut_kwh = 0.0;
  double income = 0.0;
};
[[nodiscard]] CurtailedLoad curtail(const YearClock& clock, std::span<const double> load_kw, const Curtailment& rule);

struct Generator {
  double power_kw = 0.0;
  double litres_per_kwh = 0.25;
  double fuel_price = 0.0;    // per litre
  double test_hours = 24.0;   // a year
  double test_load = 0.3;     // share of power_kw
  double outage_hours = 0.0;  // a year, at the load's mean
  double kg_co2_per_litre = 2.68;
};
struct GeneratorYear {
  double kwh = 0.0, litres = 0.0, cost = 0.0, tonnes_co2 = 0.0;
};
[[nodiscard]] GeneratorYear run_generator(const Generator& generator, double mean_load_kw);

struct Green {
  double covered_share = 0.0;      // of consumption: PPA with certificates, own solar
  double certificate_share = 0.0;  // bought for the rest
  double certificate_price = 0.0;  // per MWh
  double grid_t_per_mwh = 0.0;
  double carbon_price = 0.0;  // per tonne
};
struct GreenCost {
  double certificates = 0.0, carbon = 0.0, tonnes = 0.0, covered_share = 0.0;
};
[[nodiscard]] GreenCost green_cost(const Green& rule, double mwh);

struct WaterTariff {
  double price_per_m3 = 0.0;
  double sewer_per_m3 = 0.0;    // on what is returned
  double returned_share = 0.0;  // blow-down over water drawn
  double fixed_month = 0.0;
};
[[nodiscard]] double water_cost(const WaterTariff& tariff, double m3);  // of a year

}  // namespace roi::power
