#pragma once
/// @file libroi/power/tariff/urdb_demand.hpp: demand charges and the ratchet of a URDB rate; used by
/// power/tariff/urdb.cpp.
///
///   flatdemandstructure          kW of the month; units kW, kVA, hp, also daily
///   demandratestructure          kW of each schedule period
///   coincidentratestructure      kW in the hours of the system's peaks, which the options must name
///   demandratchetpercentage, lookbackpercent, lookbackrange, lookbackmonths      percentages above 1 are percent
///
/// The ratchet falls on the flat demand, or on each time-of-use period's own peaks where no flat demand has a price;
/// the year repeats. Problems go to the reader.
#include "libroi/power/tariff/urdb.hpp"
#include "libroi/power/tariff/urdb_reading.hpp"

namespace roi::power::urdb {

/// Adds flat, time-of-use and coincident demand and sets the ratchet; after the energy charges.
void read_demand(Rate& rate, const UrdbOptions& options);

}  // namespace roi::power::urdb
