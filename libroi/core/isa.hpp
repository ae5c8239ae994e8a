#pragma once
/// @file libroi/core/isa.hpp: code compiled once per instruction set and chosen at run time.
///
/// A source file *_isa.cpp is compiled three times: for every x86-64 (v1), with AVX2 and FMA (v3), with AVX-512 (v4).
/// It gives its functions names that carry the level, and nothing else in it is visible outside:
///
///   // kernel_isa.cpp
///   extern "C" void LIBROI_ISA_ENTRY(kernel)(const double* in, double* out, std::size_t n) { ... }
///
///   // the caller, an ordinary source
///   extern "C" {
///   LIBROI_ISA_DECLARE(void, kernel, (const double* in, double* out, std::size_t n));
///   }
///   LIBROI_ISA_CHOOSE(kernel, best_isa())(in, out, n);
///
/// All levels return the same bits. Exceptions pass through; a static or inline variable exists once per level.
/// Which levels were built is known where the library itself is compiled (LIBROI_ISA_V3, LIBROI_ISA_V4).

namespace roi {

enum class Isa { v1 = 1, v3 = 3, v4 = 4 };

[[nodiscard]] constexpr const char* name_of(Isa isa) noexcept {
  return isa == Isa::v4 ? "x86-64-v4" : isa == Isa::v3 ? "x86-64-v3" : "baseline";
}

/// The highest level that processor and operating system support.
[[nodiscard]] inline Isa best_isa() noexcept {
#if defined(__x86_64__)
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
                  __builtin_cpu_supports("bmi2");
  const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512vl");
  return v4 ? Isa::v4 : v3 ? Isa::v3 : Isa::v1;
#else
  return Isa::v1;
#endif
}

/// The highest level built that is not above `limit`; a level that was not built is a null pointer.
template <class Function>
[[nodiscard]] constexpr Function* choose_isa(Isa limit, Function* v1, Function* v3, Function* v4) noexcept {
  if (limit >= Isa::v4 && v4) return v4;
  if (limit >= Isa::v3 && v3) return v3;
  return v1;
}

}  // namespace roi

#define LIBROI_ISA_JOIN_EXPANDED(name, level) libroi_isa_##name##_##level
#define LIBROI_ISA_JOIN(name, level) LIBROI_ISA_JOIN_EXPANDED(name, level)
/// In a *_isa.cpp: the name of an entry point at the level being compiled.
#define LIBROI_ISA_ENTRY(name) LIBROI_ISA_JOIN(name, LIBROI_ISA)
/// Declares an entry point at all levels.
#define LIBROI_ISA_DECLARE(result, name, parameters) \
  result libroi_isa_##name##_v1 parameters;          \
  result libroi_isa_##name##_v3 parameters;          \
  result libroi_isa_##name##_v4 parameters

#if defined(LIBROI_ISA_V3) && LIBROI_ISA_V3
#define LIBROI_ISA_V3_OF(name) (&libroi_isa_##name##_v3)
#else
#define LIBROI_ISA_V3_OF(name) static_cast<decltype(&libroi_isa_##name##_v1)>(nullptr)
#endif
#if defined(LIBROI_ISA_V4) && LIBROI_ISA_V4
#define LIBROI_ISA_V4_OF(name) (&libroi_isa_##name##_v4)
#else
#define LIBROI_ISA_V4_OF(name) static_cast<decltype(&libroi_isa_##name##_v1)>(nullptr)
#endif
/// The entry point to call: the best level built that is not above `limit`.
#define LIBROI_ISA_CHOOSE(name, limit) \
  ::roi::choose_isa(limit, &libroi_isa_##name##_v1, LIBROI_ISA_V3_OF(name), LIBROI_ISA_V4_OF(name))
