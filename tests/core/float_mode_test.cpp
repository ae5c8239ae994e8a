#include "libroi/core/float_mode.hpp"

#include <gtest/gtest.h>

#include <cfenv>
#include <limits>

namespace roi {
namespace {

double volatile tiny = std::numeric_limits<double>::min(), third = 3.0;

double halved() { return tiny * 0.5; }
double quotient() { return 1.0 / third; }

TEST(DefaultFloatMode, SetsRoundingToNearestAndGivesTheOldOneBack) {
  const double nearest = quotient();
  std::fesetround(FE_UPWARD);
  const double upward = quotient();
  double inside = 0.0;
  {
    const DefaultFloatMode mode;
    inside = quotient();
  }
  const double after = quotient();
  std::fesetround(FE_TONEAREST);
  EXPECT_GT(upward, nearest);
  EXPECT_EQ(inside, nearest);
  EXPECT_EQ(after, upward);
}

#if defined(__SSE2__)
TEST(DefaultFloatMode, KeepsDenormals) {
  constexpr unsigned flush = 0x8040;  // FTZ and DAZ
  const unsigned word = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(word | flush);
  const double flushed = halved();
  double inside = 0.0;
  {
    const DefaultFloatMode mode;
    inside = halved();
  }
  const double after = halved();
  const unsigned restored = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(word);
  EXPECT_EQ(flushed, 0.0);
  EXPECT_EQ(inside, 0x1p-1023);
  EXPECT_EQ(after, 0.0);
  EXPECT_EQ(restored & flush, flush);
}
#endif

}  // namespace
}  // namespace roi
