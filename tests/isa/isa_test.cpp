#include "libroi/core/isa.hpp"

#include <bit>
#include <cstdint>

#include <gtest/gtest.h>

#include "tests/isa/probe.hpp"

extern "C" {
LIBROI_ISA_DECLARE(void, probe_sum, (const double* values, std::size_t count, double* sum));
LIBROI_ISA_DECLARE(void, probe_level, (int* level));
}

namespace roi {
namespace {

constexpr Isa kLevels[] = {Isa::v1, Isa::v3, Isa::v4};

std::vector<double> values() {
  std::vector<double> result;
  for (int i = 1; i <= 1000; ++i) result.push_back(1.0 / i);
  return result;
}

TEST(Isa, ChoosesTheHighestLevelNotAboveTheLimit) {
  using Function = int();
  Function* const v1 = +[] { return 1; };
  Function* const v3 = +[] { return 3; };
  Function* const v4 = +[] { return 4; };
  EXPECT_EQ(choose_isa(Isa::v1, v1, v3, v4)(), 1);
  EXPECT_EQ(choose_isa(Isa::v3, v1, v3, v4)(), 3);
  EXPECT_EQ(choose_isa(Isa::v4, v1, v3, v4)(), 4);
  EXPECT_EQ(choose_isa<Function>(Isa::v4, v1, v3, nullptr)(), 3);
  EXPECT_EQ(choose_isa<Function>(Isa::v4, v1, nullptr, nullptr)(), 1);
}

TEST(Isa, RunsTheCopyItNames) {
  for (const Isa limit : kLevels) {
    if (limit > best_isa()) continue;
    int expected = 1;
    if (LIBROI_ISA_V3 && limit >= Isa::v3) expected = 3;
    if (LIBROI_ISA_V4 && limit >= Isa::v4) expected = 4;
    int level = 0;
    LIBROI_ISA_CHOOSE(probe_level, limit)(&level);
    EXPECT_EQ(level, expected) << name_of(limit);
  }
}

TEST(Isa, AllLevelsReturnTheSameBits) {
  const std::vector<double> input = values();
  const double expected = test::sum_of_squares(input);
  for (const Isa limit : kLevels) {
    if (limit > best_isa()) continue;
    double sum = 0.0;
    LIBROI_ISA_CHOOSE(probe_sum, limit)(input.data(), input.size(), &sum);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(sum), std::bit_cast<std::uint64_t>(expected)) << name_of(limit);
  }
}

TEST(Isa, ExceptionsKeepTheirTypeAndText) {
  for (const Isa limit : kLevels) {
    if (limit > best_isa()) continue;
    double sum = 0.0;
    try {
      LIBROI_ISA_CHOOSE(probe_sum, limit)(nullptr, 0, &sum);
      FAIL() << "no exception at " << name_of(limit);
    } catch (const test::ProbeError& error) {
      EXPECT_STREQ(error.what(), "sum_of_squares: values is empty");
    }
  }
}

TEST(Isa, NamesItsLevels) {
  EXPECT_STREQ(name_of(Isa::v1), "baseline");
  EXPECT_STREQ(name_of(Isa::v3), "x86-64-v3");
  EXPECT_STREQ(name_of(Isa::v4), "x86-64-v4");
}

}  // namespace
}  // namespace roi
