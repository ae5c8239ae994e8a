#pragma once
/// @file libroi/power/hours/table/time_stamps.hpp: the time stamps of meters and weather stations, as text and on the calendar.
///
///   dates    2025-01-31, 2025/01/31, 20250131; 31.01.2025; 31-Jan-2025; 01/31/2025 and 31/01/2025, of which the whole
///            column decides; two digits of a year count from 2000
///   times    13:00, 13:00:00, 1:00 PM, 24:00; after a date, by a blank, a comma or a T
///   zones    Z, UTC, +01:00, +0100, CET and the like; kept apart: a stamp's minute is that of its own clock
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace roi::power {

struct StampText {
  bool has_date = false, has_time = false;
  bool unclear = false;  // whether `month` and `day` may be the other way round
  bool seconds = false;  // whether it has seconds other than 0
  int year = 0, month = 0, day = 0;
  int minute = 0;             // of the day, up to 1440
  std::optional<int> offset;  // minutes ahead of UTC
};

/// A text that is a date, a time, or both, from end to end. Of 01/02/2025 the first number is the month.
[[nodiscard]] std::optional<StampText> parse_stamp(std::string_view text);

/// Minutes since 1970-01-01 00:00 of the same clock; nothing for a date that does not exist.
[[nodiscard]] std::optional<std::int64_t> minute_of(const StampText& stamp, bool day_first);
[[nodiscard]] std::int64_t minute_of(int year, int month, int day);
[[nodiscard]] int year_of(std::int64_t minute);
/// "2025-01-31 13:00"
[[nodiscard]] std::string stamp_text(std::int64_t minute);
/// "UTC+01:00"
[[nodiscard]] std::string offset_text(int minutes);

}  // namespace roi::power
