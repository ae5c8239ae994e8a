#pragma once
/// @file libroi/power/tariff/bill_plan.hpp: a tariff laid out over a year: which hour belongs to which register, which bill
/// lines there are. Prepared once; metering and pricing then touch no text and allocate nothing per hour.
///
///   register   a quantity a meter would keep: kWh of an energy period, kW of a demand period, for each month
///              Under hourly prices an energy register counts kWh x price of their hour: money
///   leaf       one tier of one block of one energy period: a bill line, and a register where the tier reached
///              depends on the order of hours (TierSpan::each_day, TierBasis::all_in_order)
///
/// Arrays over registers and months are flat: value(register, month) = array[register * 12 + month].
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "libroi/power/hours/hours.hpp"
#include "libroi/power/tariff/tariff.hpp"

namespace roi::power {

/// A bill line's name and units; the path's first part is its group: energy, export, demand, two-part, ...
struct BillLine {
  std::string path;  // "energy/supply/peak/tier-1"
  std::string unit;  // of the quantity: kWh, kW, kVA, month, day, a currency
};

struct EnergyLeaf {
  std::size_t charge, period, block, tier;
  std::size_t line;
};

struct EnergyPlan {
  std::vector<std::uint8_t> period_of_step;
  std::vector<double> price_of_step, sell_of_step;  // what a register counts per kWh; empty: 1
  [[nodiscard]] double price_of(std::size_t step) const { return price_of_step.empty() ? 1.0 : price_of_step[step]; }
  [[nodiscard]] double sell_of(std::size_t step) const { return sell_of_step.empty() ? 1.0 : sell_of_step[step]; }
  std::size_t first_register = 0;       // register of period 0
  std::vector<std::size_t> first_leaf;  // of each period, in `leaves`
  bool metered_by_tier = false;         // leaves are registers
  std::size_t export_line = 0;          // line of period 0
};

struct DemandPlan {
  std::vector<std::uint8_t> period_of_step;        // kinds by schedule
  std::vector<std::vector<int>> coincident_steps;  // by month
  std::size_t first_register = 0;                  // one per period; the other kinds use one register
  std::size_t registers = 1;
  std::vector<std::size_t> first_line;           // of each period
  std::vector<std::array<bool, 12>> charged_in;  // of each period: the months in which it is charged
};

class BillPlan {
 public:
  BillPlan(Tariff tariff, YearClock clock);

  Tariff tariff;
  YearClock clock;
  std::vector<EnergyPlan> energy;
  std::vector<DemandPlan> demand;
  std::vector<EnergyLeaf> leaves;
  std::vector<BillLine> lines;
  std::size_t energy_registers = 0;
  std::size_t demand_registers = 0;
  std::size_t two_part_line = 0;      // base, surcharge, rebate
  std::size_t take_line = 0;          // one per component
  std::size_t power_factor_line = 0;  // adjustment, kvar
  std::size_t fixed_line = 0;
  std::size_t rider_line = 0;
  std::size_t minimum_line = 0;  // month, year
  std::size_t tax_line = 0;
  bool reducible = true;  // no register depends on the order of hours

 private:
  void lay_out_energy();
  void lay_out_demand();
  void lay_out_rest();
  std::size_t add(std::string path, std::string unit);
};

}  // namespace roi::power
