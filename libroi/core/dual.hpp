#pragma once
/// @file libroi/core/dual.hpp: Dual<N>, a value with its exact derivatives with respect to N inputs.
///
///   f = value + sum over i of  derivative[i] * e[i],     e[i] e[j] = 0
///
/// so ordinary arithmetic carries the chain rule along:
///
///   const auto price = Dual<2>::variable(0.12, 0), sold = Dual<2>::variable(500.0, 1);
///   const auto revenue = price * sold;                 // value 60, derivative(0) = 500, derivative(1) = 0.12
///
/// More inputs than N run in chunks of N; with AVX2, N = 32 is quickest (tests/benchmarks/core_bench.cpp). The value
/// part is bit for bit what the same calculation gives on doubles.
///
/// Most of a model does not depend on the N inputs of one chunk. A Dual therefore knows whether it has derivatives at
/// all (`active`); operations on inactive ones skip them. An inactive Dual has derivative 0.
///
/// A comparison yields bool and belongs to the values; select(bool, yes, no) hands on the chosen one with its
/// derivatives. Kinks: min and max take the derivative of the argument they return (the first at a tie); abs has +1 at
/// 0; functions held at an end of their domain (core/math.hpp) have derivative 0 there. Where the slope grows without
/// bound, sqrt at 0 and pow(x, y) at x = 0 with 0 < y < 1, the derivative is 0, so that no infinity or NaN spreads from
/// a value that is itself finite: keep away from such points when gradients matter.
///
/// Source: Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 3 (forward mode, vector version).
#include <type_traits>

#include "libroi/core/scalar.hpp"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // derivatives of an inactive Dual are not set, and not read
#endif

namespace roi {
inline namespace LIBROI_ISA_NAMESPACE {

template <int N>
class Dual {
  static_assert(N > 0 && N % lanes::kNativeLanes == 0, "N must be a multiple of the machine's vector of doubles");

 public:
  static constexpr int kVectors = N / lanes::kNativeLanes;

  LIBROI_INLINE Dual() noexcept : value_(0.0), active_(false) {}
  LIBROI_INLINE Dual(double value) noexcept : value_(value), active_(false) {}
  LIBROI_INLINE Dual(const Dual& other) noexcept : value_(other.value_), active_(other.active_) {
    if (active_) copy(other);
  }
  LIBROI_INLINE Dual& operator=(const Dual& other) noexcept {
    value_ = other.value_;
    active_ = other.active_;
    if (active_) copy(other);
    return *this;
  }

  /// The input itself: derivative 1 with respect to number `index` of 0 .. N-1.
  [[nodiscard]] static Dual variable(double value, int index) noexcept {
    Dual x(value);
    x.active_ = true;
    for (int k = 0; k < kVectors; ++k) x.slope_[k] = lanes::Native{};
    x.slope_[index / lanes::kNativeLanes][index % lanes::kNativeLanes] = 1.0;
    return x;
  }

  [[nodiscard]] LIBROI_INLINE double value() const noexcept { return value_; }
  [[nodiscard]] LIBROI_INLINE bool active() const noexcept { return active_; }
  [[nodiscard]] LIBROI_INLINE double derivative(int i) const noexcept {
    return active_ ? slope_[i / lanes::kNativeLanes][i % lanes::kNativeLanes] : 0.0;
  }

  [[nodiscard]] LIBROI_INLINE friend Dual operator+(const Dual& a) noexcept { return a; }
  [[nodiscard]] LIBROI_INLINE friend Dual operator-(const Dual& a) noexcept { return chain(-a.value_, a, -1.0); }

  [[nodiscard]] LIBROI_INLINE friend Dual operator+(const Dual& a, const Dual& b) noexcept {
    return each(
        a.value_ + b.value_, a, b, [](auto x, auto y) { return x + y; }, 1.0, 1.0);
  }
  [[nodiscard]] LIBROI_INLINE friend Dual operator+(const Dual& a, double b) noexcept { return moved(a.value_ + b, a); }
  [[nodiscard]] LIBROI_INLINE friend Dual operator+(double a, const Dual& b) noexcept { return moved(a + b.value_, b); }

  [[nodiscard]] LIBROI_INLINE friend Dual operator-(const Dual& a, const Dual& b) noexcept {
    return each(
        a.value_ - b.value_, a, b, [](auto x, auto y) { return x - y; }, 1.0, -1.0);
  }
  [[nodiscard]] LIBROI_INLINE friend Dual operator-(const Dual& a, double b) noexcept { return moved(a.value_ - b, a); }
  [[nodiscard]] LIBROI_INLINE friend Dual operator-(double a, const Dual& b) noexcept {
    return chain(a - b.value_, b, -1.0);
  }

  [[nodiscard]] LIBROI_INLINE friend Dual operator*(const Dual& a, const Dual& b) noexcept {
    return chain(a.value_ * b.value_, a, b.value_, b, a.value_);
  }
  [[nodiscard]] LIBROI_INLINE friend Dual operator*(const Dual& a, double b) noexcept {
    return chain(a.value_ * b, a, b);
  }
  [[nodiscard]] LIBROI_INLINE friend Dual operator*(double a, const Dual& b) noexcept {
    return chain(a * b.value_, b, a);
  }

  [[nodiscard]] LIBROI_INLINE friend Dual operator/(const Dual& a, const Dual& b) noexcept {
    const double quotient = a.value_ / b.value_;
    if (!(a.active_ || b.active_)) return quotient;
    const double inverse = 1.0 / b.value_;
    return chain(quotient, a, inverse, b, -quotient * inverse);
  }
  [[nodiscard]] LIBROI_INLINE friend Dual operator/(const Dual& a, double b) noexcept {
    return a.active_ ? chain(a.value_ / b, a, 1.0 / b) : Dual(a.value_ / b);
  }
  [[nodiscard]] LIBROI_INLINE friend Dual operator/(double a, const Dual& b) noexcept {
    const double quotient = a / b.value_;
    return b.active_ ? chain(quotient, b, -quotient / b.value_) : Dual(quotient);
  }

#define LIBROI_DUAL_ASSIGNMENT(op)                                                          \
  LIBROI_INLINE Dual& operator op##=(const Dual& b) noexcept { return *this = *this op b; } \
  LIBROI_INLINE Dual& operator op##=(double b) noexcept { return *this = *this op b; }
  LIBROI_DUAL_ASSIGNMENT(+)
  LIBROI_DUAL_ASSIGNMENT(-)
  LIBROI_DUAL_ASSIGNMENT(*)
  LIBROI_DUAL_ASSIGNMENT(/)
#undef LIBROI_DUAL_ASSIGNMENT

#define LIBROI_DUAL_COMPARISON(op)                                                                        \
  [[nodiscard, gnu::pure]] LIBROI_INLINE friend bool operator op(const Dual& a, const Dual& b) noexcept { \
    return a.value_ op b.value_;                                                                          \
  }                                                                                                       \
  [[nodiscard, gnu::pure]] LIBROI_INLINE friend bool operator op(const Dual& a, double b) noexcept {      \
    return a.value_ op b;                                                                                 \
  }                                                                                                       \
  [[nodiscard, gnu::pure]] LIBROI_INLINE friend bool operator op(double a, const Dual& b) noexcept {      \
    return a op b.value_;                                                                                 \
  }
  LIBROI_DUAL_COMPARISON(<)
  LIBROI_DUAL_COMPARISON(<=)
  LIBROI_DUAL_COMPARISON(>)
  LIBROI_DUAL_COMPARISON(>=)
  LIBROI_DUAL_COMPARISON(==)
  LIBROI_DUAL_COMPARISON(!=)
#undef LIBROI_DUAL_COMPARISON

  [[nodiscard]] LIBROI_INLINE friend Dual select(bool mask, const Dual& yes, const Dual& no) noexcept {
    return mask ? yes : no;
  }
  [[nodiscard]] LIBROI_INLINE friend Dual min(const Dual& a, const Dual& b) noexcept {
    return b.value_ < a.value_ ? b : a;
  }
  [[nodiscard]] LIBROI_INLINE friend Dual max(const Dual& a, const Dual& b) noexcept {
    return a.value_ < b.value_ ? b : a;
  }
  [[nodiscard]] LIBROI_INLINE friend Dual abs(const Dual& a) noexcept { return a.value_ < 0.0 ? -a : a; }

  [[nodiscard]] friend Dual sqrt(const Dual& a) noexcept {
    const double root = roi::sqrt(a.value_);
    return a.active_ && a.value_ > 0.0 ? chain(root, a, 0.5 / root) : Dual(root);
  }
  [[nodiscard]] friend Dual exp(const Dual& a) noexcept {
    const double power = roi::exp(a.value_);
    return a.active_ && exponent_is_free(a.value_) ? chain(power, a, power) : Dual(power);
  }
  [[nodiscard]] friend Dual expm1(const Dual& a) noexcept {
    const double power = roi::expm1(a.value_);
    return a.active_ && exponent_is_free(a.value_) ? chain(power, a, power + 1.0) : Dual(power);
  }
  [[nodiscard]] friend Dual log(const Dual& a) noexcept {
    const double logarithm = roi::log(a.value_);
    return a.active_ && a.value_ >= lane_math::kSmallestNormal ? chain(logarithm, a, 1.0 / a.value_) : Dual(logarithm);
  }
  [[nodiscard]] friend Dual log1p(const Dual& a) noexcept {
    const double logarithm = roi::log1p(a.value_);
    return a.active_ && a.value_ > -1.0 ? chain(logarithm, a, 1.0 / (1.0 + a.value_)) : Dual(logarithm);
  }
  [[nodiscard]] friend Dual normal_quantile(const Dual& a) noexcept {
    constexpr double kRootTwoPi = 2.50662827463100050242;
    const double quantile = roi::normal_quantile(a.value_);
    if (!(a.active_ && a.value_ > 0.0 && a.value_ < 1.0)) return quantile;
    return chain(quantile, a, kRootTwoPi * roi::exp(0.5 * quantile * quantile));
  }
  [[nodiscard]] friend Dual normal_cdf(const Dual& a) noexcept {
    constexpr double kInverseRootTwoPi = 0.39894228040143267794;
    const double share = roi::normal_cdf(a.value_), exponent = -0.5 * a.value_ * a.value_;
    if (!(a.active_ && exponent_is_free(exponent))) return share;
    return chain(share, a, kInverseRootTwoPi * roi::exp(exponent));
  }
  [[nodiscard]] friend Dual erfcx(const Dual& a) noexcept {
    const double scaled = roi::erfcx(a.value_);
    const bool held = a.value_ < 0.0 && !exponent_is_free(a.value_ * a.value_);
    return a.active_ && !held ? chain(scaled, a, lane_math::erfcx_slope(a.value_, scaled)) : Dual(scaled);
  }
  [[nodiscard]] friend Dual pow(const Dual& x, const Dual& y) noexcept {
    const double power = roi::pow(x.value_, y.value_);
    if (!(x.active_ || y.active_)) return power;
    double by_x = 0.0, by_y = 0.0;
    if (x.value_ >= lane_math::kSmallestNormal) {
      const double logarithm = roi::log(x.value_);
      if (!exponent_is_free(y.value_ * logarithm)) return power;
      by_x = y.value_ * power / x.value_;
      by_y = power * logarithm;
    } else if (y.value_ == 1.0) {
      by_x = 1.0;
    }
    return chain(power, x, by_x, y, by_y);
  }

 private:
  static bool exponent_is_free(double x) noexcept {
    return x > lane_math::kSmallestExponent && x < lane_math::kLargestExponent;
  }

  struct Uninitialised {};
  LIBROI_INLINE Dual(double value, Uninitialised) noexcept : value_(value), active_(true) {}

  LIBROI_INLINE void copy(const Dual& other) noexcept {
    LIBROI_UNROLL
    for (int k = 0; k < kVectors; ++k) slope_[k] = other.slope_[k];
  }

  [[nodiscard]] LIBROI_INLINE static Dual moved(double value, const Dual& a) noexcept {
    if (!a.active_) return Dual(value);
    Dual result(value, Uninitialised{});
    result.copy(a);
    return result;
  }
  /// value with slope by_a * a'.
  [[nodiscard]] LIBROI_INLINE static Dual chain(double value, const Dual& a, double by_a) noexcept {
    if (!a.active_) return Dual(value);
    Dual result(value, Uninitialised{});
    LIBROI_UNROLL
    for (int k = 0; k < kVectors; ++k) result.slope_[k] = a.slope_[k] * by_a;
    return result;
  }
  /// value with slope by_a * a' + by_b * b'.
  [[nodiscard]] LIBROI_INLINE static Dual chain(double value, const Dual& a, double by_a, const Dual& b,
                                                double by_b) noexcept {
    return each(
        value, a, b, [by_a, by_b](auto x, auto y) { return x * by_a + y * by_b; }, by_a, by_b);
  }
  template <class F>
  [[nodiscard]] LIBROI_INLINE static Dual each(double value, const Dual& a, const Dual& b, F both, double by_a,
                                               double by_b) noexcept {
    if (!b.active_) return chain(value, a, by_a);
    if (!a.active_) return chain(value, b, by_b);
    Dual result(value, Uninitialised{});
    LIBROI_UNROLL
    for (int k = 0; k < kVectors; ++k) result.slope_[k] = both(a.slope_[k], b.slope_[k]);
    return result;
  }

  double value_;
  bool active_;
  lanes::Native slope_[kVectors];
};

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/// The value without its derivatives.
template <int N>
[[nodiscard]] LIBROI_INLINE double value_of(const Dual<N>& x) noexcept {
  return x.value();
}

}  // namespace LIBROI_ISA_NAMESPACE

template <int N>
inline constexpr bool carries_derivatives<Dual<N>> = true;

static_assert(Scalar<Dual<8>>);

}  // namespace roi
