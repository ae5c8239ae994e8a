#pragma once
/// @file libroi/power/tariff/metering.hpp: a year's load read into the registers of a bill.
///
///   energy[register, month]    = sum over the month's steps in the period of  max(kw, 0) * hours      [kWh]
///   exported[register, month]  = the same of max(-kw, 0)                                             [kWh]
///                                under hourly prices both are sums of kWh x price of the step        [money]
///   peak[register, month]      = highest mean power over a demand window in the period               [kW]
///                                daily kinds: sum of the daily peaks; coincident: the mean in the named hours
///   month_peak, month_energy     over all hours
///   tier[leaf, month]          = kWh in each tier, only for charges whose tiers depend on the order of hours
///
///   Errors: DomainError for a load of the wrong length or one that is not a number.
#include <array>
#include <span>
#include <vector>

#include "libroi/power/tariff/bill_plan.hpp"

namespace roi::power {

template <class T>
struct Registers {
  std::vector<T> energy, exported, peak, tier;
  std::array<T, 12> month_peak{};
  std::array<T, 12> month_energy{};
};

/// What a bill must know besides tariff and load.
struct BillOptions {
  double power_factor = 1.0;      // of the load at its peaks, in (0, 1]
  int months_since_contract = 0;  // at the first month: position on a minimum take's ramp
};

[[nodiscard]] Registers<double> meter(const BillPlan& plan, std::span<const double> kw,
                                      const BillOptions& options = {});

}  // namespace roi::power
