#pragma once
/// @file libroi/core/pack.hpp: Pack<W>, W scenarios in one number.
///
///   Pack<8> price = load<8>(prices), sold = load<8>(hours);      // or Pack<8>(0.12): the same in every lane
///   Pack<8> revenue = select(sold > 0.0, sold * price, 0.0);     // lane i sees exactly what a double would see
///
/// W is a multiple of the machine's vector (2 doubles with SSE2, 4 with AVX2, 8 with AVX-512); kLanes = 8 suits them
/// all. A comparison yields a Pack<W>::Mask, one truth per lane; masks combine with & | ! ^ and choose through
/// `select`. There is no conversion of a mask to bool: `if (a < b)` does not compile; ask all_of or any_of.
///
/// Every operation and function returns in each lane the bits that the double overload returns for that lane's values
/// (NaN for NaN). Lanes never mix except in all_of, any_of and the reductions sum, least and most, which run in the
/// order of the lanes. value_of(pack) is the first lane. Nothing allocates.
#include <array>

#include "libroi/core/scalar.hpp"

namespace roi {
inline namespace LIBROI_ISA_NAMESPACE {

inline constexpr int kLanes = 8;

template <int W>
class PackMask;

template <int W>
class Pack {
  static_assert(W > 0 && W % lanes::kNativeLanes == 0, "W must be a multiple of the machine's vector of doubles");

 public:
  using Mask = PackMask<W>;
  static constexpr int kVectors = W / lanes::kNativeLanes;

  Pack() = default;  // lanes are not set, as in a double
  LIBROI_INLINE Pack(double x) noexcept {
    LIBROI_UNROLL
    for (int k = 0; k < kVectors; ++k) vector[k] = lanes::broadcast<lanes::Native>(x);
  }

  [[nodiscard]] LIBROI_INLINE double lane(int i) const noexcept {
    return vector[i / lanes::kNativeLanes][i % lanes::kNativeLanes];
  }
  LIBROI_INLINE void set_lane(int i, double x) noexcept {
    vector[i / lanes::kNativeLanes][i % lanes::kNativeLanes] = x;
  }
  LIBROI_INLINE void store(double* to) const noexcept {
    LIBROI_UNROLL
    for (int k = 0; k < kVectors; ++k) lanes::store(vector[k], to + k * lanes::kNativeLanes);
  }

  /// f applied to each native vector of the arguments.
  template <class F, class... Packs>
  [[nodiscard]] LIBROI_INLINE static Pack map(F f, const Packs&... xs) noexcept {
    Pack result;
    LIBROI_UNROLL
    for (int k = 0; k < kVectors; ++k) result.vector[k] = f(xs.vector[k]...);
    return result;
  }

  lanes::Native vector[kVectors];

#define LIBROI_PACK_OPERATOR(op)                                                               \
  [[nodiscard]] LIBROI_INLINE friend Pack operator op(const Pack& a, const Pack& b) noexcept { \
    Pack c;                                                                                    \
    LIBROI_UNROLL                                                                              \
    for (int k = 0; k < kVectors; ++k) c.vector[k] = a.vector[k] op b.vector[k];               \
    return c;                                                                                  \
  }                                                                                            \
  [[nodiscard]] LIBROI_INLINE friend Pack operator op(const Pack& a, double b) noexcept {      \
    Pack c;                                                                                    \
    LIBROI_UNROLL                                                                              \
    for (int k = 0; k < kVectors; ++k) c.vector[k] = a.vector[k] op b;                         \
    return c;                                                                                  \
  }                                                                                            \
  [[nodiscard]] LIBROI_INLINE friend Pack operator op(double a, const Pack& b) noexcept {      \
    Pack c;                                                                                    \
    LIBROI_UNROLL                                                                              \
    for (int k = 0; k < kVectors; ++k) c.vector[k] = a op b.vector[k];                         \
    return c;                                                                                  \
  }                                                                                            \
  LIBROI_INLINE Pack& operator op##=(const Pack& b) noexcept { return *this = *this op b; }    \
  LIBROI_INLINE Pack& operator op##=(double b) noexcept { return *this = *this op b; }

  LIBROI_PACK_OPERATOR(+)
  LIBROI_PACK_OPERATOR(-)
  LIBROI_PACK_OPERATOR(*)
  LIBROI_PACK_OPERATOR(/)
#undef LIBROI_PACK_OPERATOR

#define LIBROI_PACK_COMPARISON(op)                                                             \
  [[nodiscard]] LIBROI_INLINE friend Mask operator op(const Pack& a, const Pack& b) noexcept { \
    Mask m;                                                                                    \
    LIBROI_UNROLL                                                                              \
    for (int k = 0; k < kVectors; ++k) m.vector[k] = a.vector[k] op b.vector[k];               \
    return m;                                                                                  \
  }                                                                                            \
  [[nodiscard]] LIBROI_INLINE friend Mask operator op(const Pack& a, double b) noexcept {      \
    Mask m;                                                                                    \
    LIBROI_UNROLL                                                                              \
    for (int k = 0; k < kVectors; ++k) m.vector[k] = a.vector[k] op b;                         \
    return m;                                                                                  \
  }                                                                                            \
  [[nodiscard]] LIBROI_INLINE friend Mask operator op(double a, const Pack& b) noexcept {      \
    Mask m;                                                                                    \
    LIBROI_UNROLL                                                                              \
    for (int k = 0; k < kVectors; ++k) m.vector[k] = a op b.vector[k];                         \
    return m;                                                                                  \
  }

  LIBROI_PACK_COMPARISON(<)
  LIBROI_PACK_COMPARISON(<=)
  LIBROI_PACK_COMPARISON(>)
  LIBROI_PACK_COMPARISON(>=)
  LIBROI_PACK_COMPARISON(==)
  LIBROI_PACK_COMPARISON(!=)
#undef LIBROI_PACK_COMPARISON

  [[nodiscard]] LIBROI_INLINE friend Pack operator+(const Pack& a) noexcept { return a; }
  [[nodiscard]] LIBROI_INLINE friend Pack operator-(const Pack& a) noexcept {
    return map([](lanes::Native x) { return -x; }, a);
  }

  [[nodiscard]] LIBROI_INLINE friend Pack min(const Pack& a, const Pack& b) noexcept {
    return map([](lanes::Native x, lanes::Native y) { return lanes::choose(y < x, y, x); }, a, b);
  }
  [[nodiscard]] LIBROI_INLINE friend Pack max(const Pack& a, const Pack& b) noexcept {
    return map([](lanes::Native x, lanes::Native y) { return lanes::choose(x < y, y, x); }, a, b);
  }
  [[nodiscard]] LIBROI_INLINE friend Pack abs(const Pack& a) noexcept {
    return map([](lanes::Native x) { return lanes::choose(x < 0.0, -x, x); }, a);
  }

#define LIBROI_PACK_FUNCTION(name, scope)                                \
  [[nodiscard]] LIBROI_INLINE friend Pack name(const Pack& a) noexcept { \
    return map([](lanes::Native x) { return scope::name(x); }, a);       \
  }
  LIBROI_PACK_FUNCTION(sqrt, lanes)
  LIBROI_PACK_FUNCTION(exp, lane_math)
  LIBROI_PACK_FUNCTION(expm1, lane_math)
  LIBROI_PACK_FUNCTION(log, lane_math)
  LIBROI_PACK_FUNCTION(log1p, lane_math)
  LIBROI_PACK_FUNCTION(normal_quantile, lane_math)
  LIBROI_PACK_FUNCTION(normal_cdf, lane_math)
  LIBROI_PACK_FUNCTION(erfcx, lane_math)
#undef LIBROI_PACK_FUNCTION

  [[nodiscard]] LIBROI_INLINE friend Pack pow(const Pack& x, const Pack& y) noexcept {
    return map([](lanes::Native a, lanes::Native b) { return lane_math::pow(a, b); }, x, y);
  }

  [[nodiscard]] friend double sum(const Pack& a) noexcept {
    double total = a.lane(0);
    for (int i = 1; i < W; ++i) total += a.lane(i);
    return total;
  }
  [[nodiscard]] friend double least(const Pack& a) noexcept {
    double found = a.lane(0);
    for (int i = 1; i < W; ++i) found = a.lane(i) < found ? a.lane(i) : found;
    return found;
  }
  [[nodiscard]] friend double most(const Pack& a) noexcept {
    double found = a.lane(0);
    for (int i = 1; i < W; ++i) found = found < a.lane(i) ? a.lane(i) : found;
    return found;
  }
};

/// One truth per lane.
template <int W>
class PackMask {
 public:
  static constexpr int kVectors = W / lanes::kNativeLanes;

  PackMask() = default;
  LIBROI_INLINE explicit PackMask(bool truth) noexcept {
    LIBROI_UNROLL
    for (int k = 0; k < kVectors; ++k) vector[k] = lanes::NativeMask{} - (truth ? 1 : 0);
  }

  [[nodiscard]] LIBROI_INLINE bool lane(int i) const noexcept {
    return vector[i / lanes::kNativeLanes][i % lanes::kNativeLanes] != 0;
  }
  LIBROI_INLINE void set_lane(int i, bool truth) noexcept {
    vector[i / lanes::kNativeLanes][i % lanes::kNativeLanes] = truth ? -1 : 0;
  }

  lanes::NativeMask vector[kVectors];

#define LIBROI_MASK_OPERATOR(op)                                                                           \
  [[nodiscard]] LIBROI_INLINE friend PackMask operator op(const PackMask& a, const PackMask& b) noexcept { \
    PackMask c;                                                                                            \
    LIBROI_UNROLL                                                                                          \
    for (int k = 0; k < kVectors; ++k) c.vector[k] = a.vector[k] op b.vector[k];                           \
    return c;                                                                                              \
  }                                                                                                        \
  [[nodiscard]] LIBROI_INLINE friend PackMask operator op(const PackMask& a, bool b) noexcept {            \
    return a op PackMask(b);                                                                               \
  }                                                                                                        \
  [[nodiscard]] LIBROI_INLINE friend PackMask operator op(bool a, const PackMask& b) noexcept {            \
    return PackMask(a) op b;                                                                               \
  }                                                                                                        \
  LIBROI_INLINE PackMask& operator op##=(const PackMask& b) noexcept { return *this = *this op b; }

  LIBROI_MASK_OPERATOR(&)
  LIBROI_MASK_OPERATOR(|)
  LIBROI_MASK_OPERATOR(^)
#undef LIBROI_MASK_OPERATOR

  [[nodiscard]] LIBROI_INLINE friend PackMask operator!(const PackMask& a) noexcept {
    PackMask c;
    LIBROI_UNROLL
    for (int k = 0; k < kVectors; ++k) c.vector[k] = ~a.vector[k];
    return c;
  }

  [[nodiscard]] LIBROI_INLINE friend bool any_of(const PackMask& a) noexcept {
    lanes::NativeMask found = a.vector[0];
    LIBROI_UNROLL
    for (int k = 1; k < kVectors; ++k) found |= a.vector[k];
    return lanes::any(found);
  }
  [[nodiscard]] LIBROI_INLINE friend bool all_of(const PackMask& a) noexcept {
    lanes::NativeMask found = a.vector[0];
    LIBROI_UNROLL
    for (int k = 1; k < kVectors; ++k) found &= a.vector[k];
    return lanes::all(found);
  }

  /// Lane by lane: mask ? yes : no. Both are computed by the caller, so both must be finite.
  [[nodiscard]] LIBROI_INLINE friend Pack<W> select(const PackMask& m, const Pack<W>& yes, const Pack<W>& no) noexcept {
    Pack<W> c;
    LIBROI_UNROLL
    for (int k = 0; k < kVectors; ++k) c.vector[k] = lanes::choose(m.vector[k], yes.vector[k], no.vector[k]);
    return c;
  }
};

/// The number an error message shows: the first lane that fails (core/error.hpp).
template <int W>
[[nodiscard]] double failing_value(const PackMask<W>& holds, const Pack<W>& value) noexcept {
  int i = 0;
  while (i < W - 1 && holds.lane(i)) ++i;
  return value.lane(i);
}

/// The first lane.
template <int W>
[[nodiscard]] LIBROI_INLINE double value_of(const Pack<W>& a) noexcept {
  return a.vector[0][0];
}

/// W doubles in a row, from any address.
template <int W>
[[nodiscard]] LIBROI_INLINE Pack<W> load(const double* from) noexcept {
  Pack<W> a;
  LIBROI_UNROLL
  for (int k = 0; k < Pack<W>::kVectors; ++k) a.vector[k] = lanes::load(from + k * lanes::kNativeLanes);
  return a;
}

}  // namespace LIBROI_ISA_NAMESPACE
template <int W>
inline constexpr int lanes_of<Pack<W>> = W;

static_assert(Scalar<Pack<kLanes>>);
}  // namespace roi
