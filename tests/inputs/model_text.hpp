#pragma once
/// @file tests/inputs/model_text.hpp: a small valid model of the toy center, and what a changed copy is refused with.
#include <gtest/gtest.h>

#include <string>

#include "libroi/inputs/reader.hpp"
#include "tests/inputs/toy.hpp"

namespace roi::test {

inline const std::string kModel = R"({
  "name": "toy",
  "start": "2025-01",
  "budget": {"value": 1.04, "unit": "亿元", "source": "tender 7", "status": "filing"},
  "exchange_rates": {"USD": 7.1},
  "data": {"devices": {"a1": {"nameplate": {"value": 400, "unit": "W"}, "source": "data sheet"}}},
  "indices": {"cpi": {"level": {"start": 1, "growth": {"value": 2, "unit": "%/year"}}}},
  "phases": {"first": {"energised": "2025-02-15", "critical": {"value": 12000, "unit": "kW"}}},
  "fleets": {
    "ascend": {
      "phase": "first",
      "cards": {"value": 18000, "uncertainty": {"triangular": [16000, 18000, 20000]}},
      "delivered": "2025-03",
      "life": {"value": 5, "unit": "year"},
      "profile": "falling",
      "price": {"points": {"2025-01": 1, "2026-07-16": 2}, "unit": "USD/card-hour", "index": "cpi"},
      "announced": {"value": 6.6, "unit": "EFLOPS", "basis": "bf16 dense"},
      "season": {"value": 50, "unit": "%"},
      "steps": [1, 2],
      "power": {"use": "a1", "idle": 0.3}
    }
  },
  "loan": {"amount": {"value": 50, "unit": "million CNY"}},
  "priority": ["ascend"],
  "scenarios": {"small": {"fleets": {"ascend": {"cards": 9000}}, "loan": null}}
}
)";

inline Loaded<Toy<double>> toy(const std::string& text, const std::string& scenario = "") {
  return read<Toy<double>>(parse(text, "toy.json", {}, scenario));
}

/// The model with the first occurrence of `from` replaced.
inline std::string changed(const std::string& from, const std::string& to) {
  std::string text = kModel;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// What reading says, or "" when it accepts.
inline std::string refusal(const std::string& text, const std::string& scenario = "") {
  try {
    (void)toy(text, scenario);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

}  // namespace roi::test
