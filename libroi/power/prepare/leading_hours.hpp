#pragma once
/// @file libroi/power/prepare/leading_hours.hpp: which hours of a month can be its highest, or the highest of their days.
///
///   power(hour)   = live x e + x (p + x (q + x c)) + plants x sum of the plants' power,  x = flat + shape x shaped
///   of(hours)     the hours that no other one equals or exceeds in every coefficient; at most `most` of them, those that
///                 lead at most loads of a grid
///   of_days(days) sets of one hour a day: the greatest of their sums is the sum of the days' peaks, as long as the set of
///                 the days' leaders is among them; chosen one by one, each the leaders at the load where most is missed
///
/// All per kW of critical power. error() is the greatest share of a peak missed, measured on the loads in between.
#include <array>
#include <span>
#include <vector>

#include "libroi/power/prepare/prepare.hpp"

namespace roi::power {

/// Facility power and water of one hour at x = IT power / critical power, per kW of critical power.
struct PreparedHour {
  double e = 0.0, p = 0.0, q = 0.0, c = 0.0;      // kW
  double we = 0.0, wp = 0.0, wq = 0.0, wc = 0.0;  // L per hour
  double shape = 1.0;                             // / mean of the month
  std::array<double, kMostPlants> plant{};        // kW
};

/// A load to compare hours at, per kW of critical power, and the part used of the plants.
struct LoadPoint {
  double live, flat, shaped, plants;
};

class LeadingHours {
 public:
  using Hours = std::vector<PreparedHour>;

  /// `most` of them without on-site plants, three times as many with them.
  LeadingHours(std::size_t plants, double critical_power, int most)
      : plants_(plants), critical_(critical_power), most_(static_cast<std::size_t>(plants == 0 ? most : 3 * most)) {}

  [[nodiscard]] Hours of(Hours hours);
  [[nodiscard]] std::vector<Hours> of_days(std::span<const Hours> days);
  [[nodiscard]] double power(const PreparedHour& hour, const LoadPoint& at) const;
  [[nodiscard]] double error() const { return error_; }

 private:
  [[nodiscard]] std::size_t best(const Hours& hours, const LoadPoint& at) const;

  std::size_t plants_;
  double critical_;
  std::size_t most_;
  double error_ = 0.0;
};

}  // namespace roi::power
