#pragma once
/// @file libroi/core/lane_math.hpp: exp, log, pow and their kin, written once for a double and for a vector of doubles.
///
/// Each function is a template over V, a double or lanes::Native, and uses only + - * / sqrt and moves of bits. So the
/// result is the same, bit for bit, in every lane, with every instruction set, compiler and optimisation level, as long
/// as products are not fused into sums (-ffp-contract=off, a usage requirement of libroi::core). core/math.hpp states
/// domains and accuracy.
///
/// Sources: argument reductions and the series for log after FreeBSD msun (Sun Microsystems, 1993) e_exp.c, e_log.c,
/// e_pow.c; the other polynomials are Chebyshev fits; normal quantile: Wichura, Algorithm AS 241, Applied Statistics 37
/// (1988), routine PPND16; erfcx: the change of variable of Shepherd & Laframboise, Mathematics of Computation 36 (1981).
#include <cstdint>
#include <limits>

#include "libroi/core/lanes.hpp"

namespace roi {
inline namespace LIBROI_ISA_NAMESPACE {
namespace lane_math {

using namespace lanes;

inline constexpr double kInverseLn2 = 1.44269504088896338700e+00;
inline constexpr double kLn2High = 6.93147180369123816490e-01;  // 32 bits: times an exponent it is exact
inline constexpr double kLn2Low = 1.90821492927058770002e-10;
inline constexpr double kLargestExponent = 709.0;    // exp stays finite,
inline constexpr double kSmallestExponent = -708.0;  // and normal
inline constexpr double kSmallestNormal = std::numeric_limits<double>::min();
inline constexpr double kLargest = std::numeric_limits<double>::max();
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kRounder = 0x1.8p52;  // adding it rounds to an integer, found in the lowest bits
inline constexpr std::uint64_t kBitsOfOne = 0x3ff0'0000'0000'0000;

/// The leading 26 bits: products of two heads are exact.
template <class V>
[[nodiscard]] LIBROI_INLINE constexpr V head(V x) noexcept {
  return from_bits<V>(bits_of(x) & 0xffff'ffff'f800'0000U);
}

/// c[0] + c[1] x + c[2] x^2 + ..., even and odd powers apart so that two chains run side by side.
template <class V, int N>
[[nodiscard]] LIBROI_INLINE constexpr V polynomial(V x, const double (&c)[N]) noexcept {
  const V square = x * x;
  V even = broadcast<V>(c[(N - 1) / 2 * 2]);
  V odd = broadcast<V>(c[N / 2 * 2 - 1]);
  for (int i = (N - 1) / 2 * 2 - 2; i >= 0; i -= 2) even = even * square + c[i];
  for (int i = N / 2 * 2 - 3; i >= 1; i -= 2) odd = odd * square + c[i];
  return even + x * odd;
}

/// The same in four chains, for long ones.
template <class V, int N>
[[nodiscard]] LIBROI_INLINE constexpr V long_polynomial(V x, const double (&c)[N]) noexcept {
  const V square = x * x;
  const V fourth = square * square;
  V chain[4];
  for (int k = 0; k < 4; ++k) {
    chain[k] = broadcast<V>(c[(N - 1 - k) / 4 * 4 + k]);
    for (int i = (N - 1 - k) / 4 * 4 + k - 4; i >= 0; i -= 4) chain[k] = chain[k] * fourth + c[i];
  }
  return (chain[0] + square * chain[2]) + x * (chain[1] + square * chain[3]);
}

inline constexpr double kExpTail[] = {0.5,
                                      0.1666666666666667,
                                      0.04166666666666667,
                                      0.008333333333326084,
                                      0.0013888888888883711,
                                      0.0001984126987500228,
                                      2.480158732567746e-05,
                                      2.755725517000089e-06,
                                      2.755727347871858e-07,
                                      2.5105312729622103e-08,
                                      2.09147553258932e-09};
inline constexpr double kLogTail[] = {6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01,
                                      2.222219843214978396e-01, 1.818357216161805012e-01, 1.531383769920937332e-01,
                                      1.479819860511658591e-01};
inline constexpr double kPowTail[] = {0.6,
                                      0.4285714285714405,
                                      0.3333333333248383,
                                      0.272727275030892,
                                      0.23076892443777647,
                                      0.20002207040770967,
                                      0.1755935450923681,
                                      0.17584767935814777};

/// x + low = n ln 2 + r + correction with |r| <= ln 2 / 2; scale = 2^n; tail = exp(r + correction) - 1 - r.
template <class V>
struct ExpParts {
  V scale, r, tail;
};
template <class V>
[[nodiscard]] LIBROI_INLINE constexpr ExpParts<V> exp_parts(V x, V low) noexcept {
  const V shifted = x * kInverseLn2 + kRounder;
  const V n = shifted - kRounder;
  const V high = x - n * kLn2High;
  const V rest = n * kLn2Low - low;
  const V r = high - rest;
  const V correction = (high - r) - rest;
  const V scale = from_bits<V>((bits_of(shifted) << 52U) + kBitsOfOne);
  return {scale, r, r * r * polynomial(r, kExpTail) + correction};
}

template <class V>
[[nodiscard]] LIBROI_INLINE constexpr V clamp_exponent(V x) noexcept {
  x = choose(x < kSmallestExponent, broadcast<V>(kSmallestExponent), x);
  return choose(x > kLargestExponent, broadcast<V>(kLargestExponent), x);
}

/// exp(x + low) for x inside the clamps and |low| far below |x|.
template <class V>
[[nodiscard]] LIBROI_INLINE constexpr V exp_sum(V x, V low) noexcept {
  const auto [scale, r, tail] = exp_parts(x, low);
  const V sum = 1.0 + r;
  return scale * (sum + ((r - (sum - 1.0)) + tail));
}

template <class V>
[[nodiscard]] LIBROI_INLINE constexpr V exp(V x) noexcept {
  return exp_sum(clamp_exponent(x), V{});
}

template <class V>
[[nodiscard]] LIBROI_INLINE constexpr V expm1(V x) noexcept {
  const auto [scale, r, tail] = exp_parts(clamp_exponent(x), V{});
  return (scale - 1.0) + scale * (r + tail);
}

/// x = 2^exponent * mantissa, sqrt(1/2) <= mantissa < sqrt(2), for x > 0; below the smallest normal x counts as that.
template <class V>
struct LogParts {
  V exponent, mantissa;
};
template <class V>
[[nodiscard]] LIBROI_INLINE constexpr LogParts<V> log_parts(V x) noexcept {
  constexpr std::uint64_t kBitsOfRootHalf = 0x3fe6'a09e'667f'3bcd;
  constexpr std::uint64_t kBitsOfTwoTo52 = 0x4330'0000'0000'0000;
  const auto bits = bits_of(choose(x < kSmallestNormal, broadcast<V>(kSmallestNormal), x));
  const auto biased = (bits + (kBitsOfOne - kBitsOfRootHalf)) >> 52U;
  return {from_bits<V>(biased | kBitsOfTwoTo52) - (0x1p52 + 1023.0),
          from_bits<V>((bits + kBitsOfOne) - (biased << 52U))};
}

/// exponent ln 2 + log(1 + f) + low, f in sqrt(1/2) - 1 .. sqrt(2) - 1.
template <class V>
[[nodiscard]] LIBROI_INLINE constexpr V log_sum(V exponent, V f, V low) noexcept {
  const V s = f / (2.0 + f);
  const V z = s * s;
  const V half_square = 0.5 * f * f;
  const V tail = z * polynomial(z, kLogTail);
  return exponent * kLn2High - ((half_square - (s * (half_square + tail) + (exponent * kLn2Low + low))) - f);
}

template <class V>
[[nodiscard]] LIBROI_INLINE constexpr V log(V x) noexcept {
  const auto [exponent, mantissa] = log_parts(x);
  return choose(x >= 0.0, log_sum(exponent, mantissa - 1.0, V{}), broadcast<V>(kNaN));
}

template <class V>
[[nodiscard]] LIBROI_INLINE constexpr V log1p(V x) noexcept {
  x = choose(x > kLargest, broadcast<V>(kLargest), x);
  const V sum = 1.0 + x;
  const V back = sum - 1.0;
  const V lost = (1.0 - (sum - back)) + (x - back);  // 1 + x = sum + lost, exactly
  const auto [exponent, mantissa] = log_parts(sum);
  const auto near_one = exponent == 0.0;
  const V f = choose(near_one, x, mantissa - 1.0);
  const V low = choose(near_one, V{}, lost / choose(sum < kSmallestNormal, broadcast<V>(kSmallestNormal), sum));
  return choose(x >= -1.0, log_sum(exponent, f, low), broadcast<V>(kNaN));
}

/// log(x) as an unevaluated sum, about 66 bits.
template <class V>
struct DoubleDouble {
  V high, low;
};
template <class V>
[[nodiscard]] LIBROI_INLINE constexpr DoubleDouble<V> precise_log(V x) noexcept {
  const auto [exponent, mantissa] = log_parts(x);
  const V f = mantissa - 1.0;
  const V d = 2.0 + f;
  const V s = f / d;
  const V s_high = head(s);
  const V d_high = head(d);
  const V d_low = f - (d_high - 2.0);
  const V s_low = ((f - s_high * d_high) - s_high * d_low) / d;
  // 3/2 log(1 + f) = s (3 + s^2 + 3/5 s^4 + 3/7 s^6 + ...)
  const V z = s * s;
  const V rest = z * z * polynomial(z, kPowTail) + s_low * (s_high + s);
  const V square = s_high * s_high;
  const V series_high = head(3.0 + square + rest);
  const V series_low = rest - ((series_high - 3.0) - square);
  const V product = s_high * series_high;
  const V product_rest = s_low * series_high + series_low * s;
  const V sum_high = head(product + product_rest);
  const V sum_low = product_rest - (sum_high - product);
  constexpr double kTwoThirds = 2.0 / 3.0;
  constexpr double kTwoThirdsHigh = head(kTwoThirds);
  constexpr double kTwoThirdsLow = 9.934107462565104e-09;  // 2/3 - kTwoThirdsHigh
  const V log_high = sum_high * kTwoThirdsHigh;
  const V log_low = sum_high * kTwoThirdsLow + sum_low * kTwoThirds;
  const V whole = exponent * kLn2High;
  const V high = whole + log_high;
  const V part = high - whole;
  const V lost = (whole - (high - part)) + (log_high - part);
  const V low = lost + (exponent * kLn2Low + log_low);
  const V total = high + low;
  return {total, low - (total - high)};
}

template <class V>
[[nodiscard]] LIBROI_INLINE constexpr V pow(V x, V y) noexcept {
  constexpr double kLargestPower = 1e20;  // beyond it every x other than 1 meets the clamps of exp
  const auto [log_high, log_low] = precise_log(x);
  V power = choose(y > kLargestPower, broadcast<V>(kLargestPower), y);
  power = choose(power < -kLargestPower, broadcast<V>(-kLargestPower), power);
  const V y_high = head(power);
  const V y_low = power - y_high;
  const V l_high = head(log_high);
  const V l_low = (log_high - l_high) + log_low;
  const V leading = y_high * l_high;
  const V rest = power * l_low + y_low * l_high;
  const V exponent = leading + rest;
  const V clamped = clamp_exponent(exponent);
  const V low = choose(clamped == exponent, rest - (exponent - leading), V{});
  V result = exp_sum(clamped, low);
  result = choose(both(x<kSmallestNormal, y> 0.0), V{}, result);
  result = choose(x >= 0.0, result, broadcast<V>(kNaN));
  result = choose(y == 1.0, x, result);
  return choose(y == 0.0, broadcast<V>(1.0), result);
}

inline constexpr double kCentreNumerator[] = {
    3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
    4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3};
inline constexpr double kCentreDenominator[] = {1.0,
                                                4.2313330701600911252e+1,
                                                6.8718700749205790830e+2,
                                                5.3941960214247511077e+3,
                                                2.1213794301586595867e+4,
                                                3.9307895800092710610e+4,
                                                2.8729085735721942674e+4,
                                                5.2264952788528545610e+3};
inline constexpr double kTailNumerator[] = {
    1.42343711074968357734e0, 4.63033784615654529590e0,  5.76949722146069140550e0,  3.64784832476320460504e0,
    1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4};
inline constexpr double kTailDenominator[] = {1.0,
                                              2.05319162663775882187e0,
                                              1.67638483018380384940e0,
                                              6.89767334985100004550e-1,
                                              1.48103976427480074590e-1,
                                              1.51986665636164571966e-2,
                                              5.47593808499534494600e-4,
                                              1.05075007164441684324e-9};
inline constexpr double kFarNumerator[] = {
    6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,  2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
inline constexpr double kFarDenominator[] = {1.0,
                                             5.99832206555887937690e-1,
                                             1.36929880922735805310e-1,
                                             1.48753612908506148525e-2,
                                             7.86869131145613259100e-4,
                                             1.84631831751005468180e-5,
                                             1.42151175831644588870e-7,
                                             2.04426310338993978564e-15};

template <class V>
[[nodiscard]] LIBROI_INLINE V normal_quantile(V p) noexcept {
  const V q = p - 0.5;
  const V square = 0.180625 - q * q;
  V result = q * polynomial(square, kCentreNumerator) / polynomial(square, kCentreDenominator);
  const auto centre = both(q >= -0.425, q <= 0.425);
  if (all(centre)) return result;  // an arm no lane needs is skipped; the lanes that need it see the same operations
  const V other = 1.0 - p;
  const V r = sqrt(-log(choose(other < p, other, p)));
  const V near = r - 1.6;
  V tail = polynomial(near, kTailNumerator) / polynomial(near, kTailDenominator);
  const auto is_far = r > 5.0;
  if (any(is_far)) {
    const V far = r - 5.0;
    tail = choose(is_far, polynomial(far, kFarNumerator) / polynomial(far, kFarDenominator), tail);
  }
  tail = choose(q < 0.0, -tail, tail);
  return choose(centre, result, tail);
}

// R in (1 + 2 x) erfcx(x) = 1 + (1 + t) (1 / sqrt(pi) - 1/2 + (1 - t) R(t)), t = (x - 4) / (x + 4), which is exact at both
// ends, x = 0 and infinity: the first 22 Chebyshev coefficients, of 64 nodes in 60 digits, as a polynomial. The next is
// 1e-16, beside 1.1 of the whole.
inline constexpr double kErfcx[] = {
    0.16880553507779633,     -0.20381070038831806,   0.18418518718038646,     -0.13571364613369186,
    0.08314612114529417,     -0.04198081113353368,   0.016815755313465835,    -0.0048132956192162265,
    0.0006180214204263151,   0.00021867452698393146, -0.00013975268420407573, 1.941707134305643e-05,
    1.08715312699967e-05,    -4.979891892341572e-06, -3.5559658424700267e-07, 7.254080802755071e-07,
    -5.521918338139184e-08,  -9.426608197731856e-08, 1.421775937166165e-08,   1.1100267655921287e-08,
    -1.4483158137496922e-09, -8.664389834842573e-10};
inline constexpr double kErfcxAtInfinity = 0.0641895835477562869;  // 1 / sqrt(pi) - 1/2
inline constexpr double kLargestOfErfcx = 1e300;

/// x^2 = high + low, to 100 bits.
template <class V>
struct Square {
  V high, low;
};
template <class V>
[[nodiscard]] LIBROI_INLINE constexpr Square<V> precise_square(V x) noexcept {
  const V lead = head(x);
  return {lead * lead, (x + lead) * (x - lead)};
}

/// erfcx for x >= 0.
template <class V>
[[nodiscard]] LIBROI_INLINE constexpr V erfcx_of_positive(V x) noexcept {
  x = choose(x > kLargestOfErfcx, broadcast<V>(kLargestOfErfcx), x);
  const V inverse = 1.0 / (x + 4.0);
  const V twice = x + x;
  const V middle = 8.0 * inverse * long_polynomial((x - 4.0) * inverse, kErfcx);  // 1 - t = 8 / (x + 4)
  return (1.0 + twice * inverse * (kErfcxAtInfinity + middle)) / (1.0 + twice);
}

template <class V>
[[nodiscard]] LIBROI_INLINE V erfcx(V x) noexcept {
  const auto negative = x < 0.0;
  const V result = erfcx_of_positive(choose(negative, -x, x));
  if (!any(negative)) return result;
  const auto [high, low] = precise_square(x);
  const auto held = high > kLargestExponent;
  const V power = exp_sum(choose(held, broadcast<V>(kLargestExponent), high), choose(held, V{}, low));
  return choose(negative, (power + power) - result, result);
}

/// d erfcx / dx = 2 x erfcx(x) - 2 / sqrt(pi); far out, where that cancels, its asymptotic series.
[[nodiscard]] inline double erfcx_slope(double x, double erfcx_of_x) noexcept {
  constexpr double kTwoByRootPi = 1.12837916709551257390, kFar = 30.0;
  constexpr double kFarTail[] = {1.0, -3.0, 15.0, -105.0, 945.0, -10395.0};
  if (!(x > kFar)) return 2.0 * x * erfcx_of_x - kTwoByRootPi;
  const double inverse = 1.0 / x, square = 0.5 * inverse * inverse;  // 1 / (2 x^2)
  return -kTwoByRootPi * square * polynomial(square, kFarTail);
}

template <class V>
[[nodiscard]] LIBROI_INLINE V normal_cdf(V x) noexcept {
  constexpr double kRootHalf = 0.70710678118654752440;
  const V size = choose(x < 0.0, -x, x);
  const auto [high, low] = precise_square(size);
  const auto held = 0.5 * high > -kSmallestExponent;
  const V power = exp_sum(choose(held, broadcast<V>(kSmallestExponent), -0.5 * high), choose(held, V{}, -0.5 * low));
  const V tail = 0.5 * power * erfcx_of_positive(size * kRootHalf);
  return choose(x > 0.0, 1.0 - tail, tail);
}

}  // namespace lane_math
}  // namespace LIBROI_ISA_NAMESPACE
}  // namespace roi
