#pragma once
/// @file libroi/power/tariff_json.hpp: tariffs from JSON files, libroi's own form and OpenEI's Utility Rate Database.
///
/// libroi's form (comments and trailing commas allowed; docs/power.md has the reference):
///
///   { "libroi_tariff": 1, "name": "...", "currency": "CNY", "price_date": "2026-01", "source": "...",
///     "energy": { "supply": {
///       "schedule": [ { "months": "7-9", "days": ["weekday"], "hours": "10-12,14-19", "period": "peak" },
///                     { "otherwise": true, "period": "base" } ],
///       "periods": { "peak": { "price": 0.81 },
///                    "base": { "tiers": [ { "upper": 1000, "price": 0.4 }, { "price": 0.5 } ] } } } },
///     "demand": { ... }, "two_part": { ... }, "fixed": { ... }, "riders": { ... }, "taxes": { ... } }
///
/// Months are 1 .. 12 and hours 0 .. 24 in files. The rules of a schedule may neither overlap nor leave an hour without
/// a period; one rule may be "otherwise". Unknown keys, wrong types and ranges are refused, all at once, with
/// file:line:column and pointer.
///
/// URDB: versions 7 and 8, a rate object or an API answer with one item. Unit fields are honoured ($/month, $/day,
/// $/year; kWh, kWh/kW, kWh daily, kWh/kW daily; kW, hp, kVA, kW daily). Fields that carry money or change it and are
/// not understood are refused by name; descriptive ones are passed over. Ratchet percentages above 1 are taken as percent.
/// kWh/kW tiers followed by kWh tiers are hours-use blocks with inner tiers. Tiers count each period's own kWh unless
/// UrdbOptions says otherwise (NREL's SAM counts all periods in the order of hours).
#include <string>

#include "libroi/power/tariff.hpp"

namespace roi::power {

[[nodiscard]] Tariff read_tariff(const std::string& path);  // libroi's form or URDB, told by their keys
[[nodiscard]] Tariff parse_tariff(const std::string& file, const std::string& text);

struct UrdbOptions {
  TierBasis basis = TierBasis::period;
  std::string currency = "USD";
};
[[nodiscard]] Tariff read_urdb(const std::string& path, const UrdbOptions& options = {});
[[nodiscard]] Tariff parse_urdb(const std::string& file, const std::string& text, const UrdbOptions& options = {});

}  // namespace roi::power
