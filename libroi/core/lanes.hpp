#pragma once
/// @file libroi/core/lanes.hpp: the machine's own vector of doubles, with a plain double as its one-lane twin.
///
/// `lanes::Native` is the widest vector of the instruction set the file is compiled for: 2 doubles (SSE2, and any
/// other machine), 4 (AVX2), 8 (AVX-512). Every function here exists for double and for Native, so an algorithm
/// written once against them (core/lane_math.hpp) gives the same bits in every lane on every instruction set.
///
///   Bits<V>    the 64-bit patterns of the lanes     Mask<V>   the outcome of a comparison
///   choose     one of two values, lane by lane      any, all  over the lanes of a mask
///
/// Code compiled for different instruction sets may meet in one program. All that depends on the vector's width lives
/// in an inline namespace named after the instruction set, so the linker never takes one for the other.
#include <cstdint>
#include <cstring>
#include <type_traits>

#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__)
#error "libroi: -ffast-math and its parts change results; compile with -ffp-contract=off and without them"
#endif

#define LIBROI_INLINE [[gnu::always_inline]] inline

#if defined(__clang__)
#define LIBROI_UNROLL _Pragma("clang loop unroll(full)")
#else
#define LIBROI_UNROLL _Pragma("GCC unroll 64")
#endif

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#define LIBROI_AVX512
#define LIBROI_ISA_NAMESPACE isa_avx512
#elif defined(__AVX2__)
#define LIBROI_ISA_NAMESPACE isa_avx2
#else
#define LIBROI_ISA_NAMESPACE isa_baseline
#endif

namespace roi {
inline namespace LIBROI_ISA_NAMESPACE {
namespace lanes {

#if defined(LIBROI_AVX512)
inline constexpr int kNativeLanes = 8;
#elif defined(__AVX2__)
inline constexpr int kNativeLanes = 4;
#else
inline constexpr int kNativeLanes = 2;
#endif

using Native = double __attribute__((vector_size(8 * kNativeLanes)));
using NativeBits = std::uint64_t __attribute__((vector_size(8 * kNativeLanes)));
using NativeMask = std::remove_cvref_t<decltype(Native{} < Native{})>;
using LongLongs = long long __attribute__((vector_size(8 * kNativeLanes)));

template <class V>
using Bits = std::conditional_t<std::is_same_v<V, double>, std::uint64_t, NativeBits>;
template <class V>
using Mask = std::conditional_t<std::is_same_v<V, double>, bool, NativeMask>;

/// The same number in every lane.
template <class V>
[[nodiscard]] LIBROI_INLINE constexpr V broadcast(double x) noexcept {
  if constexpr (std::is_same_v<V, double>) {
    return x;
  } else {
    return x - V{};  // minus zero keeps its sign
  }
}

template <class V>
[[nodiscard]] LIBROI_INLINE constexpr Bits<V> bits_of(V x) noexcept {
  return __builtin_bit_cast(Bits<V>, x);
}
template <class V>
[[nodiscard]] LIBROI_INLINE constexpr V from_bits(Bits<V> b) noexcept {
  return __builtin_bit_cast(V, b);
}

[[nodiscard]] LIBROI_INLINE constexpr double choose(bool m, double yes, double no) noexcept { return m ? yes : no; }
[[nodiscard]] LIBROI_INLINE Native choose(NativeMask m, Native yes, Native no) noexcept { return m ? yes : no; }

[[nodiscard]] LIBROI_INLINE constexpr bool both(bool a, bool b) noexcept { return a && b; }
[[nodiscard]] LIBROI_INLINE NativeMask both(NativeMask a, NativeMask b) noexcept { return a & b; }

// The compiler's own builtins: <immintrin.h> would cost every translation unit 0.7 s, and __builtin_sqrt on a double
// adds a call that sets errno.
[[nodiscard]] LIBROI_INLINE Native sqrt(Native x) noexcept {
#if defined(__clang__) && __has_builtin(__builtin_elementwise_sqrt)
  return __builtin_elementwise_sqrt(x);
#elif defined(LIBROI_AVX512) && defined(__clang__)
  return __builtin_ia32_sqrtpd512(x, 4);
#elif defined(LIBROI_AVX512)
  return __builtin_ia32_sqrtpd512_mask(x, x, static_cast<unsigned char>(-1), 4);
#elif defined(__AVX2__)
  return __builtin_ia32_sqrtpd256(x);
#elif defined(__SSE2__)
  return __builtin_ia32_sqrtpd(x);
#else
  for (int i = 0; i < kNativeLanes; ++i) x[i] = __builtin_sqrt(x[i]);
  return x;
#endif
}
[[nodiscard]] LIBROI_INLINE double sqrt(double x) noexcept {
#if defined(__SSE2__) && !(defined(__clang__) && __has_builtin(__builtin_elementwise_sqrt))
  using Two = double __attribute__((vector_size(16)));
  return __builtin_ia32_sqrtpd(Two{x, 0.0})[0];
#else
  return __builtin_sqrt(x);
#endif
}

[[nodiscard]] LIBROI_INLINE constexpr bool any(bool m) noexcept { return m; }
[[nodiscard]] LIBROI_INLINE bool any(NativeMask m) noexcept {
#if defined(LIBROI_AVX512)
  return __builtin_ia32_cvtq2mask512(__builtin_bit_cast(LongLongs, m)) != 0;
#elif defined(__AVX2__)
  return __builtin_ia32_movmskpd256(__builtin_bit_cast(Native, m)) != 0;
#elif defined(__SSE2__)
  return __builtin_ia32_movmskpd(__builtin_bit_cast(Native, m)) != 0;
#else
  bool found = false;
  for (int i = 0; i < kNativeLanes; ++i) found = found || m[i] != 0;
  return found;
#endif
}
[[nodiscard]] LIBROI_INLINE constexpr bool all(bool m) noexcept { return m; }
[[nodiscard]] LIBROI_INLINE bool all(NativeMask m) noexcept { return !any(~m); }

[[nodiscard]] LIBROI_INLINE Native load(const double* from) noexcept {
  Native x;
  std::memcpy(&x, from, sizeof x);
  return x;
}
LIBROI_INLINE void store(Native x, double* to) noexcept { std::memcpy(to, &x, sizeof x); }

}  // namespace lanes
}  // namespace LIBROI_ISA_NAMESPACE
}  // namespace roi
