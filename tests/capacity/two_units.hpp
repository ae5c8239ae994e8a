#pragma once
/// A center that sells cards and vCPUs, small enough to work out by hand: a year of months of 720 hours, nothing discounted,
/// no tax, power for nothing.
#include <string>
#include <utility>
#include <vector>

#include "libroi/engine/engine.hpp"
#include "libroi/inputs/document.hpp"
#include "libroi/inputs/reader.hpp"

namespace roi::test {

inline const std::string kTwoUnits = R"({
  "name": "Two units of sale", "currency": "CNY", "start": "2026-01", "months": 12, "hours": "720",
  "valuation": {"discount_rate": 0, "equity_rate": 0},
  "phases": {"hall": {"energised": 0, "critical_power": 1000}},
  "fleets": {
    "cards": {
      "phase": "hall", "cards": 100, "price": 12000, "asset_class": "servers",
      "device": {"name": "card", "peak": {"fp16": 0.3}, "idle_power": 0.1, "busy_power": 0.5},
      "delivered": 0, "commissioning": 0, "availability": 1, "node_overhead": 0, "active_share": 1, "mfu": 0.5
    },
    "cloud": {
      "phase": "hall", "unit_of_sale": "vCPU-hour", "units_per_card": 64, "asset_class": "servers",
      "cards": {"value": 10, "unit": "node"}, "price": {"value": 60000, "unit": "CNY/node"},
      "device": {"name": "node", "peak": {"fp16": 0.01}, "idle_power": 0.2, "busy_power": 1},
      "delivered": 0, "commissioning": 0, "availability": 0.5, "node_overhead": 0, "active_share": 0.5, "mfu": 0.2
    }
  },
  "contracts": {
    "trainer": {"fleet": "cards", "cards": 50, "start": 0, "end": 12, "price": 10, "used_share": 1},
    "portal": {
      "fleet": "cloud", "cards": {"value": 320, "unit": "vCPU"}, "start": 0, "end": 12,
      "price": {"value": 0.5, "unit": "CNY/vCPU-hour", "source": "offer"}, "used_share": 0.5
    }
  },
  "power": {
    "losses": {"fixed": 0, "proportional": 0, "square": 0}, "energy": {"all": {"share": 1, "price": 0}}
  },
  "opex": {"staff": {"per_year": 120000}},
  "asset_classes": {"servers": {"book_life": 12, "tax_life": 12, "salvage": 0}},
  "working_capital": {"receivable_days": 0, "payable_days": 0},
  "tax": {"rate": 0},
  "financing": {"conversion": 6, "asset_class": "servers"}
})";

/// The center with values put at dotted paths.
inline Loaded<Center<double>> two_units(const std::vector<std::pair<std::string, std::string>>& changes = {}) {
  Document document = parse(kTwoUnits, "two.json");
  return read<Center<double>>(changes.empty() ? document : replaced<Center<double>>(document, changes));
}

/// What reading it says, or "" where it is accepted.
inline std::string refusal_of(const std::vector<std::pair<std::string, std::string>>& changes) {
  try {
    (void)two_units(changes);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace roi::test
