#include "libroi/power/hours/psychrometrics.hpp"

#include "libroi/core/scalar.hpp"
#include "libroi/power/check.hpp"

namespace roi::power {

void check_air(double dry_bulb, double rh, double pressure) {
  check(dry_bulb >= -60.0 && dry_bulb <= 60.0, "air", "dry bulb", dry_bulb, "must be in [-60, 60] [C]");
  check(rh >= 0.01 && rh <= 1.0, "air", "relative humidity", rh, "must be in [0.01, 1]");
  check(pressure >= 50000.0 && pressure <= 110000.0, "air", "pressure", pressure, "must be in [50000, 110000] [Pa]");
}

namespace buck {
double saturation_pressure(double t) { return 611.21 * exp(((18.678 - t / 234.5) * t) / (t + 257.14)); }

double dew_point(double t, double rh) {
  const double g = log(rh) + (18.678 - t / 234.5) * (t / (257.14 + t));
  return 257.14 * g / (18.678 - g);
}

double humidity_ratio(double t, double rh, double p) {
  const double e = rh * saturation_pressure(t);
  return 622.0 * e / (p - e);
}

double enthalpy(double t, double grams_per_kg) { return 1.01 * t + (2500.0 + 1.84 * t) * grams_per_kg / 1000.0; }

double wet_bulb(double t, double rh, double p) {
  check_air(t, rh, p);
  const double e = saturation_pressure(t) * rh;
  const double target = 1.01 * t + (2500.0 + 1.84 * t) * (0.62198 * e / (p - e));
  // The published model's wet bulb has its own constants, 611.2 Pa and 0.62198. Saturated enthalpy rises and is
  // convex over the range, so Newton from above falls monotonically to the root.
  double x = t + 0.1;
  for (int i = 0; i < 60; ++i) {
    const double here = 611.2 * exp(((18.678 - x / 234.5) * x) / (x + 257.14));
    const double w = 0.62198 * here / (p - here);
    const double slope_log =
        ((18.678 - 2.0 * x / 234.5) * (x + 257.14) - (18.678 - x / 234.5) * x) / ((x + 257.14) * (x + 257.14));
    const double slope = 1.01 + 1.84 * w + (2500.0 + 1.84 * x) * w * slope_log * p / (p - here);
    const double step = (1.01 * x + (2500.0 + 1.84 * x) * w - target) / slope;
    x -= step;
    if (abs(step) < 1e-12) break;
  }
  return x;
}

double air_density(double t, double p) { return 1.293 * (p / 101325.0) * (273.15 / (273.15 + t)); }

double latent_heat(double water_temperature) {
  return -0.0013 * water_temperature * water_temperature - 2.3097 * water_temperature + 2500.5;
}

}  // namespace buck

namespace ashrae {

double saturation_pressure(double t) {
  const double k = t + 273.15;
  if (t < 0.0) {
    return exp(-5674.5359 / k + 6.3925247 - 9.677843e-3 * k + 6.2215701e-7 * k * k + 2.0747825e-9 * k * k * k -
               9.484024e-13 * k * k * k * k + 4.1635019 * log(k));
  }
  return exp(-5800.2206 / k + 1.3914993 - 4.8640239e-2 * k + 4.1764768e-5 * k * k - 1.4452093e-8 * k * k * k +
             6.5459673 * log(k));
}

double humidity_ratio(double t, double rh, double p) {
  const double e = rh * saturation_pressure(t);
  return 0.621945 * e / (p - e);
}

double relative_humidity(double t, double dew) { return saturation_pressure(dew) / saturation_pressure(t); }

double dew_point(double t, double rh) {
  check_air(t, rh, 101325.0);
  const double target = rh * saturation_pressure(t);
  double lo = -120.0;
  double hi = t;
  for (int i = 0; i < 60; ++i) {
    const double mid = 0.5 * (lo + hi);
    if (saturation_pressure(mid) < target) lo = mid;
    else hi = mid;
  }
  return 0.5 * (lo + hi);
}

double enthalpy(double t, double kg_per_kg) { return 1.006 * t + kg_per_kg * (2501.0 + 1.86 * t); }

double wet_bulb(double t, double rh, double p) {
  check_air(t, rh, p);
  const double w = humidity_ratio(t, rh, p);
  const auto excess = [&](double b) {
    const double e = saturation_pressure(b);
    const double ws = 0.621945 * e / (p - e);
    const double at = b >= 0.0 ? ((2501.0 - 2.326 * b) * ws - 1.006 * (t - b)) / (2501.0 + 1.86 * t - 4.186 * b)
                               : ((2830.0 - 0.24 * b) * ws - 1.006 * (t - b)) / (2830.0 + 1.86 * t - 2.1 * b);
    return at - w;
  };
  double lo = t - 40.0;
  double hi = t;
  for (int i = 0; i < 50; ++i) {
    const double mid = 0.5 * (lo + hi);
    if (excess(mid) < 0.0) lo = mid;
    else hi = mid;
  }
  return 0.5 * (lo + hi);
}

}  // namespace ashrae
}  // namespace roi::power
