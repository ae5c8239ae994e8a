#pragma once
/// @file libroi/power/storage/battery.hpp: a battery run for the least bill of each month under the tariff, with the proof.
///
///   level(t) = level(t-1) + charge_efficiency * charge(t) * h - discharge(t) * h / discharge_efficiency      [kWh]
///   grid(t)  = load(t) + charge(t) - discharge(t)                                                            [kW]
///   0 <= charge, discharge <= power;  least <= level <= energy;  level at a month's end >= level at its beginning
///   the battery never feeds the grid: grid(t) >= min(load(t), 0)
///
///   minimise  the month's bill under the tariff + wear * discharged energy
///
/// The bill is piecewise linear in its registers. Each piece (the tier a register ends in, either side of a ratchet,
/// contract or rebate) is a linear program over the month; all pieces that can be reached are solved or cut off by
/// their bound, so the best of them is optimal also where tiers make the bill concave. The result carries a lower
/// bound on any
/// feasible operation's cost (power/storage/banded_lp.hpp), cost - lower_bound is the gap left by rounding.
/// Months are optimised one after another: a peak set now may ratchet later months' billing demand, which is counted in
/// those months and not foreseen in this one. Minimum charges do not change the optimum within a month.
///
///   Errors: DomainError for a battery of zero size, power or efficiency, levels out of order; for tariffs whose bill
///   is not piecewise linear in registers (hours-use blocks, pro rata or ordered tiers, daily tiers and daily demand);
///   NoSolutionError if the linear program does not converge.
#include <array>
#include <span>
#include <vector>

#include "libroi/power/tariff/bill.hpp"

namespace roi::power {

struct Battery {
  double energy_kwh = 0.0;
  double charge_kw = 0.0;
  double discharge_kw = 0.0;
  double charge_efficiency = 0.95;
  double discharge_efficiency = 0.95;
  double least_level = 0.0;    // share of energy_kwh
  double initial_level = 0.5;  // share of energy_kwh
  double wear_per_kwh = 0.0;   // currency per kWh discharged
};

struct MonthDispatch {
  double cost = 0.0;          // bill of the month + wear
  double lower_bound = 0.0;   // no feasible operation costs less
  double cost_without = 0.0;  // the month's bill without the battery
  int programs = 0;           // linear programs looked at
  int iterations = 0;
};

struct Dispatch {
  std::vector<double> charge_kw, discharge_kw, level_kwh, grid_kw;  // per step; level at the step's end
  std::array<MonthDispatch, 12> months;
  Bill bill;  // of grid_kw
  double wear = 0.0;
  double saving = 0.0;  // bill without - bill with - wear
};

void validate(const Battery& battery);
[[nodiscard]] Dispatch dispatch(const BillPlan& plan, std::span<const double> load_kw, const Battery& battery,
                                const BillOptions& options = {});

}  // namespace roi::power
