#pragma once
/// @file libroi/power/tariff/schedule_json.hpp: a schedule of periods from its rules; used by the readers of libroi's own
/// tariff form.
#include <array>
#include <string>
#include <vector>

#include "libroi/inputs/text/json_reading.hpp"
#include "libroi/power/tariff/tariff.hpp"

namespace roi::power {

/// "7-9,12" or [7, 8, 9, 12] as flags; ranges may wrap around ("11-2"). All months if the key is absent.
[[nodiscard]] std::array<bool, 12> read_months(inputs::ObjectReader& from, std::string_view key);

/// The rules under "schedule"; with one period the key may be absent.
[[nodiscard]] Schedule read_schedule(inputs::ObjectReader& from, const std::vector<std::string>& periods);

}  // namespace roi::power
