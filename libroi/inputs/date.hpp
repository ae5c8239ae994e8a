#pragma once
/// @file libroi/inputs/date.hpp: ISO dates in model files, and months after the start of the model.
///
/// "2025-07" is the first of July. A date falls in its month at (day - 1) / days, so
/// 2026-07-16 in a model that starts in 2025-01 is 18 + 15 / 31 months after the start.
#include <optional>
#include <string>
#include <string_view>

namespace roi::inputs {

struct ModelDate {
  int year = 2025;
  int month = 1;  ///< 1 .. 12
  int day = 1;    ///< 1 .. days of the month

  [[nodiscard]] int month_index() const noexcept { return 12 * year + month - 1; }
  /// Months after the first of the month with that index (12 x year + month - 1).
  [[nodiscard]] double months_after(int start) const noexcept;
  [[nodiscard]] std::string text() const;
};

/// yyyy-mm or yyyy-mm-dd with years 1900 .. 2199 and days that exist; anything else is empty.
[[nodiscard]] std::optional<ModelDate> parse_model_date(std::string_view text);

/// The date that is exactly `months` after the start; empty when the number is no whole day.
[[nodiscard]] std::optional<ModelDate> model_date_of(double months, int start);

/// "2025-07" of 12 x year + month - 1.
[[nodiscard]] std::string month_text(int index);

}  // namespace roi::inputs
