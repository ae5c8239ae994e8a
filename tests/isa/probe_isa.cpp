#include "libroi/core/isa.hpp"
#include "tests/isa/probe.hpp"

extern "C" void LIBROI_ISA_ENTRY(probe_sum)(const double* values, std::size_t count, double* sum) {
  *sum = roi::test::sum_of_squares(std::vector<double>(values, values + count));
}

/// 3 at x86-64-v3 and so on: tells which copy ran.
extern "C" void LIBROI_ISA_ENTRY(probe_level)(int* level) {
#if defined(__AVX512F__)
  *level = 4;
#elif defined(__AVX2__)
  *level = 3;
#else
  *level = 1;
#endif
}
