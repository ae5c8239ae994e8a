#pragma once
/// @file libroi/power/tariff/urdb.hpp: tariffs of OpenEI's Utility Rate Database (URDB).
///
/// Versions 3 to 8 and the bulk download, a rate object or an API answer ("items" or "results") with one rate. Unit
/// fields are honoured ($/month, $/day, $/year; kWh, kWh/kW, kWh daily, kWh/kW daily; kW, hp, kVA, kW daily). Keys are
/// those of a closed list (power/tariff/urdb_keys.hpp), others are refused by name; a tier without a price is refused;
/// fields that say the same are compared; what was not used or was changed is in Tariff::notices.
///
///   energy     kWh/kW rows followed by kWh rows are hours-use blocks with inner tiers; such a row's own price is void
///              (as in NREL's SAM). Where periods share a month, the kWh of all of them climb the tiers in the order of
///              hours (SAM); UrdbOptions may say otherwise
///   hourly     realtimepricing, one value an hour of the year, alone or beside the structure
///   ratchet    percentages above 1 are percent; the year repeats (NREL's REopt). It applies to the flat demand, or to
///              each time-of-use period's own peaks where no flat demand has a price
///   minimum    $/day counts 365 / 12 days a month (SAM)
///   exports    refused when they occur under net metering, or where not every tier states sell
///
///   Errors: InputError with every problem of the file; FileError if it cannot be read.
#include <optional>
#include <string>
#include <vector>

#include "libroi/inputs/text/json_reading.hpp"
#include "libroi/power/tariff/tariff.hpp"

namespace roi::power {

/// What a ratchet does to time-of-use demand: nothing (REopt), each period by its own peaks, each period billed the
/// month's billing demand (SAM, where all periods are flagged).
enum class TouRatchet { none, own, month };

struct UrdbOptions {
  std::optional<TierBasis> basis;
  std::optional<TouRatchet> tou_ratchet;
  std::optional<std::string> currency;  // USD, unless the file's country is another
  std::vector<int> coincident_hours;    // of the year, 0 = the first: the system's peaks, which the file does not know
  /// Whether anything is said: only a URDB file can be meant then.
  [[nodiscard]] bool stated() const { return basis || tou_ratchet || currency || !coincident_hours.empty(); }
};
/// Whether an object has keys of a URDB rate or of the API's answer.
[[nodiscard]] bool is_urdb(const inputs::ObjectReader& root);
[[nodiscard]] Tariff read_urdb(const std::string& path, const UrdbOptions& options = {});
[[nodiscard]] Tariff parse_urdb(const std::string& file, const std::string& text, const UrdbOptions& options = {});

}  // namespace roi::power
