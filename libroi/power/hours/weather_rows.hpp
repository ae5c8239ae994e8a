#pragma once
/// @file libroi/power/hours/weather_rows.hpp: what the readers of weather files share: the calendar of a file, one hour's
///   values, and the gaps closed at its end.
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

#include "libroi/inputs/text/csv_text.hpp"
#include "libroi/power/hours/weather.hpp"

namespace roi::power::rows {

constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr double kNone = -1e9;
constexpr std::size_t kAbsent = std::string::npos;

inline bool none(double x) { return x == kNone; }

/// Follows the calendar of a file and refuses a hole.
class Follow {
 public:
  void step(const inputs::CsvText& csv, std::size_t field, int month, int day, int hour) {
    if (count_ > 0 && month == 2 && day == 29 && hour == 1 && month_ == 2 && day_ == 29) leap_ = true;
    if (month != month_ || day != day_ || hour != hour_) {
      csv.fail(field, "is hour " + std::to_string(hour) + " of " + std::to_string(month) + "/" + std::to_string(day) +
                          ", but hour " + std::to_string(hour_) + " of " + std::to_string(month_) + "/" +
                          std::to_string(day_) + " must follow the line before");
    }
    ++count_;
    if (++hour_ <= 24) return;
    hour_ = 1;
    ++day_;
    const int length = kDays[static_cast<std::size_t>(month_ - 1)];
    if (day_ <= length || (month_ == 2 && day_ == 29 && maybe_leap_)) return;
    day_ = 1;
    month_ = month_ % 12 + 1;
  }
  /// Told before each step: at the end of 28 February the next line decides whether the year is leap.
  void peek(int month, int day) {
    maybe_leap_ = true;
    if (month_ == 2 && day_ == 29 && hour_ == 1 && !(month == 2 && day == 29)) {
      month_ = 3;
      day_ = 1;
    }
  }
  void finish(const inputs::CsvText& csv) const {
    if (count_ == 8760 && !leap_) return;
    if (count_ == 8784 && leap_) return;
    csv.fail_line("the file ends after " + std::to_string(count_) +
                  " hours, but must hold 8760, or 8784 with 29 February; hour " + std::to_string(hour_) + " of " +
                  std::to_string(month_) + "/" + std::to_string(day_) + " is missing");
  }

 private:
  int month_ = 1, day_ = 1, hour_ = 1, count_ = 0;
  bool leap_ = false, maybe_leap_ = false;
};

/// The value, refused outside [lo, hi].
double checked(const inputs::CsvText& csv, std::size_t field, const char* what, double value, double lo, double hi,
               const char* unit);

struct Row {
  double dry = kNone, dew = kNone, rh = kNone, pressure = kNone, ghi = kNone, dni = kNone, dhi = kNone, wind = kNone;
};

/// Where a file keeps its columns; pressure in mbar.
struct MeterColumns {
  std::size_t dry = kAbsent, dew = kAbsent, rh = kAbsent, pressure = kAbsent, ghi = kAbsent, dni = kAbsent,
              dhi = kAbsent, wind = kAbsent;
};
[[nodiscard]] Row row_in_mbar(const inputs::CsvText& csv, const MeterColumns& at);
/// The first of the names that stands in the line, kAbsent if none does.
[[nodiscard]] std::size_t column_named(const inputs::CsvText& csv, std::initializer_list<std::string_view> names);

void append(const inputs::CsvText& csv, std::size_t dew_field, const Row& r, Weather& w);
/// Interpolates short gaps and fills what a station does not measure.
void finish(const inputs::CsvText& csv, Weather& w);

}  // namespace roi::power::rows
