#include "libroi/core/isa.hpp"
#include "tests/core/fixed_sample.hpp"

extern "C" void LIBROI_ISA_ENTRY(fixed_sample)(std::uint64_t* on_doubles, std::uint64_t* on_packs,
                                               std::uint64_t* on_wide_packs) {
  *on_doubles = roi::test::hash_of_fixed_sample_on_doubles();
  *on_packs = roi::test::hash_of_fixed_sample_on_packs<8>();
  *on_wide_packs = roi::test::hash_of_fixed_sample_on_packs<16>();
}
