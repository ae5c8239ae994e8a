#pragma once
/// @file libroi/core/rounding.hpp: default rounding while a calculation runs, whatever other code has set.
///
///   const DefaultRounding guard;       // round to nearest, subnormal numbers kept; the caller's mode comes back at its end
///
/// Other libraries in a process (started with -ffast-math, say) may leave the processor flushing subnormal numbers to
/// zero. Results must not depend on that. The mode belongs to the thread. No effect on machines without SSE2.
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace roi {

class [[maybe_unused]] DefaultRounding {
 public:
#if defined(__SSE2__)
  DefaultRounding() noexcept : saved_(_mm_getcsr()) { _mm_setcsr(0x1f80); }
  ~DefaultRounding() { _mm_setcsr(saved_); }
#else
  DefaultRounding() noexcept {}
#endif
  DefaultRounding(const DefaultRounding&) = delete;
  DefaultRounding& operator=(const DefaultRounding&) = delete;

 private:
#if defined(__SSE2__)
  unsigned saved_;
#endif
};

}  // namespace roi
