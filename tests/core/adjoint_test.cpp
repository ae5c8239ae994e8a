#include "libroi/core/adjoint.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "libroi/core/dual.hpp"
#include "tests/core/fixed_sample.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

static_assert(std::is_same_v<mask_t<Adjoint>, bool> && lanes_of<Adjoint> == 1);
static_assert(!std::is_convertible_v<Adjoint, double>, "derivatives are never dropped unasked");
static_assert(carries_derivatives<Adjoint> && carries_derivatives<Dual<8>>);
static_assert(!carries_derivatives<double> && !carries_derivatives<Pack<8>>);

/// Derivatives of one result by all variables of the tape.
std::vector<double> slopes(Tape& tape, const Adjoint& result) {
  std::vector<double> out(tape.variables());
  tape.gradients({&result, 1}, out);
  return out;
}

TEST(Adjoint, FindsAllDerivativesInOneSweep) {  // the example of the header
  Tape tape;
  const Adjoint price = tape.variable(0.12), sold = tape.variable(500.0);
  const Adjoint revenue = price * sold;
  EXPECT_EQ(revenue.value(), 60.0);
  EXPECT_EQ(slopes(tape, revenue), (std::vector<double>{500.0, 0.12}));
}

TEST(Adjoint, AddsUpEveryWayToAnInput) {
  Tape tape;
  const Adjoint x = tape.variable(3.0), y = tape.variable(2.0);
  const Adjoint square = x * x;                   // 9
  const Adjoint z = square * y + x / y - square;  // by hand: z = x^2 y + x / y - x^2
  EXPECT_EQ(z.value(), 10.5);
  EXPECT_EQ(slopes(tape, z), (std::vector<double>{2.0 * 3.0 * 2.0 + 0.5 - 6.0, 9.0 - 3.0 / 4.0}));
}

TEST(Adjoint, ValuesAndDerivativesAreThoseOfDual) {
  for (const auto& [x, y] : test::fixed_sample()) {
    const auto on_dual = test::all_functions(Dual<8>::variable(x, 0), Dual<8>::variable(y, 1));
    Tape tape;
    const Adjoint a = tape.variable(x), b = tape.variable(y);
    const auto found = test::all_functions(a, b);
    for (std::size_t i = 0; i < found.size(); ++i) {
      ASSERT_TRUE(test::same_bits(found[i].value(), on_dual[i].value())) << i << ": " << x << ", " << y;
      const std::vector<double> slope = slopes(tape, found[i]);
      for (int j = 0; j < 2; ++j) {
        const double got = slope[static_cast<std::size_t>(j)], want = on_dual[i].derivative(j);
        if (test::same_bits(got, want) || !std::isfinite(want)) continue;
        ASSERT_NEAR(got, want, 1e-13 * std::abs(want)) << i << " by " << j << ": " << x << ", " << y;
      }
    }
  }
}

TEST(Adjoint, RecordsNothingForPlainNumbers) {
  Tape tape;
  const Adjoint plain = 3.0, input = tape.variable(2.0);
  const Adjoint none = exp(plain * plain - 1.0 / plain + sqrt(plain)) + pow(plain, plain) + max(-plain, abs(plain));
  EXPECT_FALSE(none.active());
  EXPECT_EQ(tape.size(), 1U) << "the variable alone";
  const Adjoint moved = exp(log(2.0 * (input + 5.0 - plain)));
  EXPECT_TRUE(moved.active());
  EXPECT_EQ(tape.size(), 1U) << "a function of one Adjoint is a factor";
  EXPECT_EQ((input * moved).active(), true);
  EXPECT_EQ(tape.size(), 2U);
  EXPECT_FALSE(max(plain, input).active()) << "the plain one is chosen";
  EXPECT_EQ(slopes(tape, none), std::vector<double>{0.0});
  EXPECT_NEAR(slopes(tape, moved)[0], 2.0, 1e-15);
}

TEST(Adjoint, KinksHaveTheStatedDerivative) {
  Tape tape;
  const Adjoint a = tape.variable(1.0), b = tape.variable(1.0), zero = tape.variable(0.0);
  EXPECT_EQ(slopes(tape, min(a, b)), (std::vector<double>{1.0, 0.0, 0.0}));
  EXPECT_EQ(slopes(tape, max(a, b)), (std::vector<double>{1.0, 0.0, 0.0}));
  EXPECT_EQ(slopes(tape, abs(zero)), (std::vector<double>{0.0, 0.0, 1.0}));
  EXPECT_EQ(slopes(tape, sqrt(zero)), (std::vector<double>{0.0, 0.0, 0.0}));
  EXPECT_EQ(slopes(tape, pow(zero, 0.5)), (std::vector<double>{0.0, 0.0, 0.0}));
  EXPECT_EQ(slopes(tape, pow(zero, 1.0)), (std::vector<double>{0.0, 0.0, 1.0}));
  EXPECT_EQ(slopes(tape, log(zero)), (std::vector<double>{0.0, 0.0, 0.0}));
  EXPECT_EQ(slopes(tape, exp(a * 800.0)), (std::vector<double>{0.0, 0.0, 0.0}));
}

TEST(Adjoint, SeveralResultsAtOnceEqualOneByOne) {
  Tape tape;
  std::vector<Adjoint> results;
  const Adjoint x = tape.variable(1.5), y = tape.variable(-0.5);
  Adjoint z = x;
  for (int i = 0; i < 19; ++i) results.push_back(z = z * x + exp(y * z) * 0.1);  // ten pairs, and one
  results.push_back(x);
  results.push_back(Adjoint(7.0));
  std::vector<double> together(results.size() * 2);
  tape.gradients(results, together);
  for (std::size_t k = 0; k < results.size(); ++k) {
    const std::vector<double> alone = slopes(tape, results[k]);
    EXPECT_TRUE(test::same_bits(together[2 * k], alone[0])) << k;
    EXPECT_TRUE(test::same_bits(together[2 * k + 1], alone[1])) << k;
  }
}

TEST(Adjoint, AnArmNotChosenContributesNothing) {
  Tape tape;
  const Adjoint x = tape.variable(std::numeric_limits<double>::denorm_min()), y = tape.variable(2.0);
  const Adjoint dead = y / x;  // infinite, and so are its derivatives
  const Adjoint results[] = {select(x > 1.0, dead, y * y), y, x, y * 3.0};
  std::vector<double> out(8);
  tape.gradients(results, out);
  EXPECT_EQ(out, (std::vector<double>{0.0, 4.0, 0.0, 1.0, 1.0, 0.0, 0.0, 3.0}));
}

TEST(Adjoint, TapeGrowsAndIsUsedAgain) {
  Tape tape;
  for (int round = 0; round < 3; ++round) {
    const Adjoint x = tape.variable(1.0 + 1e-6);
    Adjoint power = x;
    for (int i = 1; i < 5000; ++i) power = power * x;
    EXPECT_EQ(tape.size(), 5000U);
    EXPECT_NEAR(slopes(tape, power)[0], 5000.0 * power.value() / x.value(), 1e-9);
    tape.clear();
    EXPECT_EQ(tape.size(), 0U);
  }
}

TEST(Adjoint, SolvedQuantitiesAreDifferentiatedByTheImplicitFunctionTheorem) {
  Tape tape;  // x = sqrt(p) from x^2 - p = 0: dx/dp = 1 / (2 x)
  const Adjoint p = tape.variable(2.0);
  const double root = roi::sqrt(2.0);
  const Adjoint x = implicit(root, Adjoint(root) * root - p, 2.0 * root);
  EXPECT_EQ(x.value(), root);
  EXPECT_NEAR(slopes(tape, x)[0], 0.5 / root, 1e-15);
}

TEST(Adjoint, RefusesWhatItCannotRecord) {
  Tape tape;
  const Adjoint x = tape.variable(1.0);
  const Adjoint y = x * x;
  test::expect_throws_saying<std::logic_error>([&] { static_cast<void>(tape.variable(1.0)); },
                                               "Tape: variable() after the first operation on a variable");
  std::vector<double> room(2);
  test::expect_throws_saying<std::invalid_argument>(
      [&] {
        tape.gradients({&y, 1}, room);
      },
      "Tape: gradients() needs room for results x variables");
}

}  // namespace
}  // namespace roi
