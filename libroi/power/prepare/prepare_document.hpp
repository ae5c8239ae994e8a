#pragma once
/// @file libroi/power/prepare/prepare_document.hpp: the "prepare" of a power bill in a model file, replaced by what it
/// stands for.
///
///   "prepare": { "facility": "hall.json", "weather": "harbin.epw", "tariff": "hubei.json",    names beside the file
///                "year": 2026, "holidays": ["2026-01-01"], "working_days": ["2026-02-14"],     optional
///                "power_factor": 0.95, "critical_power": 10000,                               optional; kW
///                "onsite": "roof.json",                                             optional, power/prepare/onsite.hpp
///                "tier_basis": "period", "tou_ratchet": "own", "coincident_hours": [4697] }   optional, for URDB rates
///
/// Without a year the calendar has 365 days and the weekdays of the weather file. Files are read through the document's
/// resolver, the bill is made by power/prepare/prepare.hpp; what is written beside the recipe wins.
///
/// What a weather file holds that was not used, or used after a change, is added to the document's notices.
///
///   Errors: added to the document's problems, each with its place in the file; what a named file or the preparation
///   itself refuses stands at the recipe.
///
/// This header knows neither weather nor equipment: the input tree of a center includes it.

namespace roi {
struct Document;
}

namespace roi::power {

/// Whether a power bill of the document, or of one of its scenarios, has a "prepare".
[[nodiscard]] bool has_preparation(const Document& document);

/// Replaces every "prepare" of a power bill, in the document and in its scenarios.
void prepare_bills(Document& document);

}  // namespace roi::power
