#include "libroi/power/hours/sun.hpp"

#include <cmath>
#include <numbers>

namespace roi::power {

Sun sun_at(const Site& site, int hour) {
  constexpr double kPi = std::numbers::pi;
  const double rad = kPi / 180.0;
  const double latitude = site.latitude * rad;
  const double day = hour / 24;  // NOLINT(bugprone-integer-division): whole days
  const double b = 2.0 * kPi * day / 365.0;
  const double declination = 0.006918 - 0.399912 * std::cos(b) + 0.070257 * std::sin(b) - 0.006758 * std::cos(2 * b) +
                             0.000907 * std::sin(2 * b) - 0.002697 * std::cos(3 * b) + 0.00148 * std::sin(3 * b);
  const double equation = 229.18 * (0.000075 + 0.001868 * std::cos(b) - 0.032077 * std::sin(b) -
                                    0.014615 * std::cos(2 * b) - 0.04089 * std::sin(2 * b));
  Sun sun;
  sun.solar_hour =
      static_cast<double>(hour % 24) + 0.5 + (4.0 * (site.longitude - 15.0 * site.time_zone) + equation) / 60.0;
  const double angle = 15.0 * (sun.solar_hour - 12.0) * rad;
  sun.up = std::sin(latitude) * std::sin(declination) + std::cos(latitude) * std::cos(declination) * std::cos(angle);
  sun.south = std::sin(latitude) * std::cos(declination) * std::cos(angle) - std::cos(latitude) * std::sin(declination);
  sun.west = std::cos(declination) * std::sin(angle);
  return sun;
}

}  // namespace roi::power
