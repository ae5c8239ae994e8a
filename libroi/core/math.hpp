#pragma once
/// @file libroi/core/math.hpp: elementary functions of a double that give the same bits everywhere.
///
/// The C library's exp, log and pow differ between machines, versions and instruction sets. These do not: they use
/// only + - * / sqrt and moves of bits, and a lane of a Pack runs the same operations (core/lane_math.hpp). Compile
/// with -ffp-contract=off (libroi::core brings it) and without -ffast-math.
///
///   function            domain      accuracy [ulp]  outside, and at the ends
///   exp(x)              all x       0.7             x is held to [-708, 709]: never 0, never infinite
///   expm1(x)            all x       1.6             e^x - 1; x is held to [-708, 709]
///   log(x)              x > 0       0.8             x < 2.2e-308 counts as it: log(0) = -708.4; NaN for x < 0
///   log1p(x)            x > -1      0.8             log(1 + x); log1p(-1) = -708.4; NaN for x < -1
///   pow(x, y)           x >= 0      0.7             x^y, held to [e^-708, e^709]; 0 for x < 2.2e-308 and y > 0;
///                                                   NaN for x < 0; exact: pow(x, 1) = x, pow(x, 0) = 1, pow(1, y) = 1
///   normal_quantile(p)  0 < p < 1   1e-15 relative  AS 241; -37.5 at 0 and 37.5 at 1; NaN outside [0, 1]
///   normal_cdf(x)       all x       5               standard normal distribution function; below 1e-308 from x = -37.6
///                                                   downward; 0 at -infinity, 1 at infinity
///   erfcx(x)            all x       3.5             exp(x^2) erfc(x); exp(x^2) is held to e^709 for x < 0 and x to
///                                                   1e300: never 0, never infinite
///   sqrt(x)             x >= 0      0.5             NaN for x < 0
///
/// Accuracies are the worst seen in a million arguments against wider arithmetic (tests/core/math_test.cpp). A NaN
/// argument gives NaN, except that pow(NaN, 0) = 1 and pow(x, 1) = x for every x. Infinities count as the largest
/// numbers. Subnormal numbers count as the smallest normal one in log and as 0 in pow. Only NaNs may differ in their
/// bits (sign and payload).
#include "libroi/core/lane_math.hpp"

namespace roi {
inline namespace LIBROI_ISA_NAMESPACE {

[[nodiscard]] constexpr double exp(double x) noexcept { return lane_math::exp(x); }
[[nodiscard]] constexpr double expm1(double x) noexcept { return lane_math::expm1(x); }
[[nodiscard]] constexpr double log(double x) noexcept { return lane_math::log(x); }
[[nodiscard]] constexpr double log1p(double x) noexcept { return lane_math::log1p(x); }
[[nodiscard]] constexpr double pow(double x, double y) noexcept { return lane_math::pow(x, y); }
[[nodiscard]] inline double normal_quantile(double p) noexcept { return lane_math::normal_quantile(p); }
[[nodiscard]] inline double normal_cdf(double x) noexcept { return lane_math::normal_cdf(x); }
[[nodiscard]] inline double erfcx(double x) noexcept { return lane_math::erfcx(x); }
[[nodiscard]] LIBROI_INLINE double sqrt(double x) noexcept { return lanes::sqrt(x); }

}  // namespace LIBROI_ISA_NAMESPACE
}  // namespace roi
