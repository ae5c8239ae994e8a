#pragma once
/// @file libroi/core/timeline.hpp: the months of a model, and positions in them.
///
/// A model runs over N monthly periods t = 0 .. N-1 of real months. A date is a real number of months since the
/// start of the model: the first day of month t is t, a later day of it t + (day - 1) / days(t). Durations are
/// months. Hours of a month follow an explicit convention, so that published cases can be met exactly:
///
///   calendar  24 h x the days of the month (leap years have 8,784 h)
///   h8760     8,760 / 12 h          h8766     8,766 / 12 h          h720      720 h
#include <string>
#include <string_view>
#include <vector>

namespace roi {

enum class HourConvention { calendar, h8760, h8766, h720 };

struct YearMonth {
  int year = 2025;
  int month = 1;  // 1 .. 12
  [[nodiscard]] friend constexpr bool operator==(const YearMonth&, const YearMonth&) = default;
};

/// Days of a month in the proleptic Gregorian calendar.
[[nodiscard]] constexpr int days_in_month(int year, int month) noexcept {
  constexpr int kDays[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

/// Structure of time: plain numbers, no scalar.
class Timeline {
 public:
  Timeline(YearMonth start, int months, HourConvention convention) : start_(start), convention_(convention) {
    for (int t = 0; t < months; ++t) {
      const int index = start.month - 1 + t;
      const int year = start.year + index / 12;
      const int month = index % 12 + 1;
      year_.push_back(year);
      month_of_year_.push_back(month);
      const int days = days_in_month(year, month);
      days_.push_back(days);
      hours_.push_back(hours_of(days, convention));
      year_end_.push_back(month == 12 || t + 1 == months ? 1 : 0);
    }
  }
  [[nodiscard]] YearMonth start() const noexcept { return start_; }
  [[nodiscard]] HourConvention convention() const noexcept { return convention_; }
  [[nodiscard]] int months() const noexcept { return static_cast<int>(days_.size()); }
  [[nodiscard]] double days(int t) const noexcept { return days_[static_cast<std::size_t>(t)]; }
  [[nodiscard]] double hours(int t) const noexcept { return hours_[static_cast<std::size_t>(t)]; }
  [[nodiscard]] int year(int t) const noexcept { return year_[static_cast<std::size_t>(t)]; }
  [[nodiscard]] int month_of_year(int t) const noexcept { return month_of_year_[static_cast<std::size_t>(t)]; }
  /// December, or the last month of the model: the tax year closes.
  [[nodiscard]] bool year_end(int t) const noexcept { return year_end_[static_cast<std::size_t>(t)] != 0; }

  /// Position in months of a calendar day, 1 <= day <= days of its month.
  [[nodiscard]] double position(int year, int month, int day) const noexcept {
    const int whole = (year - start_.year) * 12 + month - start_.month;
    return whole + (day - 1.0) / days_in_month(year, month);
  }

 private:
  static double hours_of(int days, HourConvention convention) noexcept {
    switch (convention) {
      case HourConvention::h8760: return 8760.0 / 12.0;
      case HourConvention::h8766: return 8766.0 / 12.0;
      case HourConvention::h720: return 720.0;
      case HourConvention::calendar: break;
    }
    return 24.0 * days;
  }
  YearMonth start_;
  HourConvention convention_;
  std::vector<double> days_, hours_;
  std::vector<int> year_, month_of_year_;
  std::vector<char> year_end_;
};

}  // namespace roi
