#pragma once
/// @file libroi/power/hours/sun.hpp: where the sun stands in the middle of an hour of the year.
///
///   Spencer (1971): declination and equation of time as Fourier series of the day; the components of the direction to
///   the sun are the cosines of its angles with the vertical, with south and with west.
namespace roi::power {

struct Site {
  double latitude = 0.0;   // degrees north
  double longitude = 0.0;  // degrees east
  double time_zone = 0.0;  // hours ahead of UTC
};

struct Sun {
  double up = 0.0, south = 0.0, west = 0.0;
  double solar_hour = 0.0;  // 12 when it is highest
};

/// `hour` of the year from 0.
[[nodiscard]] Sun sun_at(const Site& site, int hour);

}  // namespace roi::power
