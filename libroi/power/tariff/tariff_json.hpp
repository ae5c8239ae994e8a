#pragma once
/// @file libroi/power/tariff/tariff_json.hpp: tariffs from JSON files, in libroi's own form.
///
/// Comments and trailing commas are allowed; docs/power.md has the reference.
///
///   { "libroi_tariff": 1, "name": "...", "currency": "CNY", "price_date": "2026-01", "source": "...",
///     "energy": { "supply": {
///       "schedule": [ { "months": "7-9", "days": ["weekday"], "hours": "10-12,14-19", "period": "peak" },
///                     { "otherwise": true, "period": "base" } ],
///       "periods": { "peak": { "price": 0.81 },
///                    "base": { "tiers": [ { "upper": 1000, "price": 0.4 }, { "price": 0.5 } ] } } } },
///     // or a price for every hour of the year: "market": { "hourly_prices": [ 0.031, 0.029, ... ] }
///     "demand": { ... }, "two_part": { ... }, "fixed": { ... }, "riders": { ... }, "taxes": { ... } }
///
/// Months are 1 .. 12 and hours 0 .. 24 in files. The rules of a schedule may neither overlap nor leave an hour without
/// a period; one rule may be "otherwise". Unknown keys, wrong types and ranges are refused, all at once, with
/// file:line:column and pointer.
///
/// OpenEI's rates are told by their keys and read as power/tariff/urdb.hpp says, without options.
///
///   Errors: InputError with every problem of the file; FileError if it cannot be read.
#include <string>

#include "libroi/power/tariff/tariff.hpp"

namespace roi::power {

[[nodiscard]] Tariff read_tariff(const std::string& path);  // libroi's form or URDB, told by their keys
[[nodiscard]] Tariff parse_tariff(const std::string& file, const std::string& text);

}  // namespace roi::power
