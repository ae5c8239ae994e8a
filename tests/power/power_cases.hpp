#pragma once
/// @file tests/power/power_cases.hpp: loads, tariffs and helpers the power tests share.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "libroi/core/error.hpp"
#include "libroi/power/tariff/bill.hpp"

namespace roi::power::test {

inline std::string data_path(const std::string& name) {
  const auto beside = std::filesystem::path(__FILE__).parent_path().parent_path() / "data" / name;
  return std::filesystem::exists(beside) ? beside.string() : "tests/data/" + name;
}

inline std::vector<double> read_numbers(const std::string& name) {
  std::ifstream in(data_path(name));
  std::vector<double> values;
  for (double x = 0.0; in >> x;) values.push_back(x);
  return values;
}

template <class F>
void expect_error(F&& call, const std::string& text) {
  try {
    call();
    ADD_FAILURE() << "nothing thrown; expected: " << text;
  } catch (const roi::Error& error) {
    EXPECT_EQ(error.what(), text);
  }
}

/// Period `inside` in hours [from, to) of the months in [first, last], else what the grid holds.
inline void fill(MonthHourGrid& grid, int first, int last, int from, int to, int inside) {
  for (int m = first; m <= last; ++m) {
    for (int h = from; h < to; ++h) grid[static_cast<std::size_t>(m)][static_cast<std::size_t>(h)] = inside;
  }
}

inline std::array<int, 12> every_month(int period = 0) {
  std::array<int, 12> months{};
  months.fill(period);
  return months;
}

inline EnergyCharge flat_energy(double price) {
  EnergyCharge charge;
  charge.name = "supply";
  charge.schedule = constant_schedule();
  charge.periods = {tiered_period("all", {Tier{kUnbounded, price, 0.0}})};
  return charge;
}

inline DemandCharge monthly_demand(double price) {
  DemandCharge charge;
  charge.name = "facility";
  charge.month_period = every_month();
  charge.periods = {{"all", {Tier{kUnbounded, price, 0.0}}}};
  return charge;
}

/// The tariff of NREL SSC's Test_Commercial_Demand_Charges.
inline Tariff ssc_commercial() {
  Tariff t;
  t.name = "SSC commercial demand charges";
  EnergyCharge energy;
  energy.name = "supply";
  energy.schedule = constant_schedule(1);
  energy.periods = {tiered_period("winter-peak", {Tier{kUnbounded, 0.06, 0.0}}),
                    tiered_period("winter-base", {Tier{kUnbounded, 0.05, 0.0}}),
                    tiered_period("summer-peak", {Tier{kUnbounded, 0.05, 0.0}}),
                    tiered_period("summer-base", {Tier{kUnbounded, 0.075, 0.0}})};
  fill(energy.schedule.weekday, 4, 9, 0, 24, 3);
  fill(energy.schedule.weekend, 4, 9, 0, 24, 3);
  fill(energy.schedule.weekday, 0, 11, 15, 20, 0);
  fill(energy.schedule.weekday, 4, 9, 15, 20, 2);
  t.energy = {energy};
  DemandCharge demand;
  demand.name = "time-of-use";
  demand.kind = DemandKind::time_of_use;
  demand.schedule = constant_schedule(1);
  fill(demand.schedule.weekday, 0, 11, 15, 20, 0);
  demand.periods = {{"peak", {Tier{100.0, 20.0, 0.0}, Tier{kUnbounded, 15.0, 0.0}}},
                    {"base", {Tier{100.0, 10.0, 0.0}, Tier{kUnbounded, 5.0, 0.0}}}};
  t.demand = {demand};
  t.fixed = {{"service", 30.0, FixedUnit::month}};
  return t;
}

}  // namespace roi::power::test
