#pragma once
/// @file libroi/power/tariff/urdb_demand.hpp: demand charges and the ratchet of a URDB rate.
///
///   flatdemandstructure          kW of the month; units kW, kVA, hp, also daily
///   demandratestructure          kW of each schedule period
///   coincidentratestructure      kW in the hours of the system's peaks, which the options must name
///   demandratchetpercentage, lookbackpercent, lookbackrange, lookbackmonths      percentages above 1 are percent
///
/// The ratchet falls on the flat demand, or on each time-of-use period's own peaks where no flat demand has a price;
/// the year repeats. Problems go to the reader.
#include "libroi/inputs/text/json_reading.hpp"
#include "libroi/power/tariff/urdb.hpp"

namespace roi::power::urdb {

/// Adds flat, time-of-use and coincident demand and sets the ratchet.
void read_demand(inputs::ObjectReader& root, const UrdbOptions& options, Tariff& tariff);

}  // namespace roi::power::urdb
