#pragma once
/// @file libroi/power/tariff/urdb_energy.hpp: energy charges of a URDB rate; used by power/tariff/urdb.cpp.
///
///   energyratestructure      kWh/kW rows followed by kWh rows are hours-use blocks with inner tiers
///   realtimepricing          a price for every hour of the year, beside the structure or alone
///   fueladjustmentsmonthly   per kWh by month
///   dgrules, usenetmetering, sell      exports without a stated price are refused when they occur
#include "libroi/power/tariff/urdb.hpp"
#include "libroi/power/tariff/urdb_reading.hpp"

namespace roi::power::urdb {

/// The energy structure, hourly prices, fuel adjustments, and what exports earn.
void read_energy(Rate& rate, const UrdbOptions& options);

}  // namespace roi::power::urdb
