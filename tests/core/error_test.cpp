#include "libroi/core/error.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <type_traits>

#include "tests/support/scalars.hpp"

namespace roi {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

static_assert(std::is_base_of_v<std::runtime_error, Error>);
static_assert(std::is_base_of_v<Error, DomainError> && std::is_base_of_v<Error, NoSolutionError> &&
              std::is_base_of_v<Error, StructureError> && std::is_base_of_v<Error, FileError>);

template <class T>
void check_rate(const T& rate) {
  require(rate > -1.0, "npv", "rate", rate, "must be > -1 [1/period]");
}

TEST(Require, PassesInSilence) {
  EXPECT_NO_THROW(check_rate(0.1));
  EXPECT_NO_THROW(check_rate(Pack<8>(0.1)));
  EXPECT_NO_THROW(check_rate(Dual<8>::variable(0.1, 0)));
}

TEST(Require, SaysWhereWhatItsValueAndTheRule) {
  try {
    check_rate(-1.2);
    FAIL() << "threw nothing";
  } catch (const DomainError& error) {
    EXPECT_STREQ(error.what(), "npv: rate is -1.2, but must be > -1 [1/period]");
  }
}

TEST(Require, SaysTheSameForEveryScalar) {
  constexpr auto kText = "npv: rate is -1.2, but must be > -1 [1/period]";
  test::expect_throws_saying<DomainError>([] { check_rate(Pack<8>(-1.2)); }, kText);
  test::expect_throws_saying<DomainError>([] { check_rate(Dual<8>::variable(-1.2, 3)); }, kText);
}

TEST(Require, ShowsTheFirstLaneThatFails) {
  Pack<8> rate = 0.1;
  rate.set_lane(5, -3.0);
  rate.set_lane(6, -4.0);
  test::expect_throws_saying<DomainError>([&] { check_rate(rate); }, "npv: rate is -3, but must be > -1");
}

TEST(Require, RefusesNaN) {
  test::expect_throws_saying<DomainError>([] { check_rate(kNaN); }, "npv: rate is nan, but must be > -1");
}

TEST(ToText, ReadsBackAsTheSameNumber) {
  EXPECT_EQ(to_text(0.1), "0.1");
  EXPECT_EQ(to_text(-1.2), "-1.2");
  EXPECT_EQ(to_text(1e23), "1e+23");
  EXPECT_EQ(to_text(5.0), "5");
  EXPECT_EQ(to_text(kNaN), "nan");
  for (const double x : {1.0 / 3.0, 5e-324, 1.7976931348623157e308, -0.0}) {
    EXPECT_TRUE(test::same_bits(std::strtod(to_text(x).c_str(), nullptr), x)) << to_text(x);
  }
}

}  // namespace
}  // namespace roi
