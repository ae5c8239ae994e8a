#include "libroi/core/scalar.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <type_traits>

#include "tests/support/scalars.hpp"

namespace roi {
namespace {

static_assert(Scalar<double> && Scalar<Pack<8>> && Scalar<Dual<8>>);
static_assert(!Scalar<std::string> && !Scalar<void*>);
static_assert(std::is_same_v<mask_t<double>, bool>);
static_assert(min(1.0, 2.0) == 1.0 && max(1.0, 2.0) == 2.0 && abs(-3.0) == 3.0 && select(true, 1.0, 2.0) == 1.0);

TEST(Scalar, TiesAndNaNReturnTheFirstArgument) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(test::same_bits(min(0.0, -0.0), 0.0));
  EXPECT_TRUE(test::same_bits(min(-0.0, 0.0), -0.0));
  EXPECT_TRUE(test::same_bits(max(-0.0, 0.0), -0.0));
  EXPECT_TRUE(test::same_bits(min(kNaN, 1.0), kNaN));
  EXPECT_EQ(min(1.0, kNaN), 1.0);
  EXPECT_EQ(max(1.0, kNaN), 1.0);
  EXPECT_TRUE(test::same_bits(abs(-0.0), -0.0));
}

/// One source for all: masks from comparisons, combined, choosing between both kinds of operand.
template <Scalar T>
T progressive_tax(const T& income, const T& rate) {
  const mask_t<T> taxed = (income > 0.0) & !(rate <= 0.0);
  const T base = select(taxed, income, T(0.0));
  const T high = max(base - 100.0, 0.0);
  return select((base < 1.0) | (rate > 0.9), T(0.0), rate * min(base, 100.0) + 2.0 * rate * high);
}

TEST(Scalar, OneSourceServesEveryNumber) {
  EXPECT_EQ(progressive_tax(150.0, 0.1), 20.0);
  test::expect_same_for_all_scalars<2>(
      [](const auto& income, const auto& rate) { return progressive_tax(income, rate); },
      {{150.0, 0.1}, {-5.0, 0.1}, {50.0, 0.2}, {0.5, 0.2}, {500.0, 0.95}, {20.0, -0.1}});
}

}  // namespace
}  // namespace roi
