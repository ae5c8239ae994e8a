#pragma once
/// @file libroi/core/float_mode.hpp: the processor's default floating-point mode, for as long as an object lives.
///
///   { const DefaultFloatMode mode; ... }      // round to nearest, denormals kept, exceptions masked; then as before
///
/// A thread starts with the mode of the thread that made it, and other libraries leave theirs behind: flush to zero
/// (FTZ, DAZ) by a shared object linked with -ffast-math, another rounding by interval code. Results must not depend on
/// that, so every batch loop and every whole evaluation begins with this object, in each of its threads.
/// x86-64: the control and status word MXCSR; flags raised inside are forgotten. AArch64: FPCR. Elsewhere: nothing.
/// Cost: some ten nanoseconds.
#include <cstdint>

namespace roi {

class DefaultFloatMode {
 public:
  DefaultFloatMode() noexcept : saved_(read()) { write(kDefault); }
  ~DefaultFloatMode() { write(saved_); }
  DefaultFloatMode(const DefaultFloatMode&) = delete;
  DefaultFloatMode& operator=(const DefaultFloatMode&) = delete;

 private:
#if defined(__SSE2__)
  using Word = unsigned;
  static constexpr Word kDefault = 0x1f80;
  static Word read() noexcept { return __builtin_ia32_stmxcsr(); }
  static void write(Word word) noexcept { __builtin_ia32_ldmxcsr(word); }
#elif defined(__aarch64__)
  using Word = std::uint64_t;
  static constexpr Word kDefault = 0;
  static Word read() noexcept {
    Word word;
    __asm__ __volatile__("mrs %0, fpcr" : "=r"(word));
    return word;
  }
  static void write(Word word) noexcept { __asm__ __volatile__("msr fpcr, %0" : : "r"(word)); }
#else
  using Word = int;
  static constexpr Word kDefault = 0;
  static Word read() noexcept { return 0; }
  static void write(Word) noexcept {}
#endif
  Word saved_;
};

}  // namespace roi
