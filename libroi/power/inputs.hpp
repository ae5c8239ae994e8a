#pragma once
/// @file libroi/power/inputs.hpp: from IT power to the utility bill, either in a thin monthly form or itemised.
///
/// Monthly form: losses of the facility, relative to critical IT power, at x = IT power / critical IT power:
///
///   loss(x) = fixed + proportional x + square x^2
///
/// the three-term form of APC/Schneider white paper 113. PUE at full load is 1 + fixed + proportional + square. Energy
/// is split over time-of-use periods by given shares; demand is a factor on mean power.
///
/// Itemised form: `bill` (power/month/bill_inputs.hpp) takes the place of losses, periods and demand, with coefficients
/// prepared from hourly weather, equipment and a real tariff.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "libroi/inputs/curve.hpp"
#include "libroi/inputs/defaults.hpp"
#include "libroi/power/month/bill_inputs.hpp"

namespace roi {

template <class T>
struct FacilityLosses {
  T fixed{}, proportional{}, square{};
  FacilityLosses() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("fixed", fixed, "1", Range{0, 2}, 0.05, "no-load losses / critical IT power, once energised");
    field.number("proportional", proportional, "1", Range{0, 3}, 0.15, "losses that follow IT power");
    field.number("square", square, "1", Range{0, 2}, 0.05, "losses that follow the square of IT power");
  }
};

/// One time-of-use period of the energy tariff.
template <class T>
struct EnergyPeriod {
  T share{}, price{};
  EnergyPeriod() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("share", share, "1", Range{0, 1}, required, "energy taken in the period / energy of the month");
    field.number("price", price, "money/kWh", Range{0, 1000}, required, "energy price of the period, without VAT");
  }
};

template <class T>
struct PowerInputs {
  std::optional<BillInputs<T>> bill;
  std::optional<FacilityLosses<T>> losses;
  Keyed<EnergyPeriod<T>> energy;
  std::array<T, 12> season{};
  std::string index;
  T demand_price{}, peak_factor{}, contract_demand{}, contract_minimum{};
  PowerInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.group("bill", bill, "itemised bill from prepared hours");
    field.group("losses", losses, "electrical and cooling losses");
    field.keyed("energy", energy, MinCount{0}, "time-of-use periods of the energy tariff");
    field.table("season", season, "1", Range{0, 10}, 1.0, "factor on the energy price by month of the year");
    field.reference("index", index, "indices", "", "index that energy and demand prices follow");
    field.number("demand_price", demand_price, "money/kW-month", Range{0, 10000}, 0.0, "price of billed demand");
    field.number("peak_factor", peak_factor, "1", Range{1, 5}, 1.1, "peak facility power / average facility power");
    field.number("contract_demand", contract_demand, "kW", Range{0, 1e7}, 0.0, "demand agreed with the utility");
    field.number("contract_minimum", contract_minimum, "1", Range{0, 1}, 0.0,
                 "share of contract demand that is billed at least");
  }
  void visit_rules(auto&& rule) const {
    if (bill) {
      rule(!losses, "losses", "must be left out where bill is given");
      rule(energy.empty(), "energy", "must be left out where bill is given");
      const bool seasonless = std::all_of(season.begin(), season.end(), [](const T& x) { return x == 1.0; });
      rule(seasonless, "season", "must be left out where bill is given");
      rule(demand_price == 0.0, "demand_price", "must be left out where bill is given");
      rule(peak_factor == 1.1, "peak_factor", "must be left out where bill is given");
      rule(contract_demand == 0.0, "contract_demand", "must be left out where bill is given");
      rule(contract_minimum == 0.0, "contract_minimum", "must be left out where bill is given");
      return;
    }
    rule(losses.has_value(), "losses", "must be given unless bill is");
    T shares(0.0);
    for (const auto& [key, period] : energy) shares = shares + period.share;
    rule(shares > 0.999999 && shares < 1.000001, "energy", "must have shares that sum to 1");
  }
};

}  // namespace roi
