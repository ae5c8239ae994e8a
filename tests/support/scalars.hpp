#pragma once
/// @file tests/support/scalars.hpp: one call checks a calculation on every kind of number; one checks an error message.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "libroi/core/adjoint.hpp"
#include "libroi/core/dual.hpp"
#include "libroi/core/error.hpp"
#include "libroi/core/pack.hpp"

namespace roi::test {

/// The bits of a double; one pattern stands for every NaN, whose sign and payload are not promised.
[[nodiscard]] inline std::uint64_t bits(double x) {
  return std::isnan(x) ? 0x7ff8'0000'0000'0000U : std::bit_cast<std::uint64_t>(x);
}

[[nodiscard]] inline testing::AssertionResult same_bits(double got, double want) {
  if (bits(got) == bits(want)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << to_text(got) << " has other bits than " << to_text(want);
}

/// d f / d x by central differences, extrapolated once (Richardson): relative error about 1e-11 where f is smooth.
template <std::invocable<double> F>
[[nodiscard]] double numeric_derivative(F f, double x) {
  const double h = 2e-4 * (x == 0.0 ? 1.0 : std::abs(x));
  const auto central = [&](double step) { return (f(x + step) - f(x - step)) / (2.0 * step); };
  return (4.0 * central(0.5 * h) - central(h)) / 3.0;
}

enum class Derivatives { kChecked, kNotChecked };  // not at kinks, where a difference takes both sides

/// f(x) on an Adjoint has the value and the derivatives of `dual`, the same on a Dual.
template <int N, class F>
void expect_adjoint_equals_dual(F f, const std::array<double, N>& x, const Dual<8>& dual) {
  Tape tape;
  std::array<Adjoint, N> xs;
  for (std::size_t i = 0; i < N; ++i) xs[i] = tape.variable(x[i]);
  const Adjoint got = std::apply(f, xs);
  EXPECT_TRUE(same_bits(got.value(), dual.value())) << "Adjoint, case " << testing::PrintToString(x);
  std::array<double, N> slopes{};
  tape.gradients({&got, 1}, slopes);
  for (std::size_t i = 0; i < N; ++i) {
    const double want = dual.derivative(static_cast<int>(i));
    const double scale = std::max(std::abs(want), std::abs(got.value()) / (x[i] == 0.0 ? 1.0 : std::abs(x[i])));
    if (same_bits(slopes[i], want)) continue;
    EXPECT_NEAR(slopes[i], want, 1e-13 * scale)
        << "Adjoint, derivative by argument " << i << ", case " << testing::PrintToString(x);
  }
}

/// f(x1, .., xN) gives, for every case: bit for bit the same on double and on each lane of a Pack, next to different
/// neighbours; the same value on a Dual, and its derivatives as central differences see them; the same value and
/// derivatives on an Adjoint.
template <int N, class F>
void expect_same_for_all_scalars(F f, std::vector<std::array<double, N>> cases,
                                 Derivatives derivatives = Derivatives::kChecked) {
  static_assert(N > 0 && N <= 8);
  using Case = std::array<double, N>;
  const auto on_double = [&](const Case& x) { return double(std::apply(f, x)); };

  for (std::size_t first = 0; first < cases.size(); ++first) {  // every case in lane 0 once, followed by the next ones
    std::array<Pack<kLanes>, N> xs;
    for (std::size_t i = 0; i < N; ++i) {
      std::array<double, kLanes> lanes{};
      for (std::size_t lane = 0; lane < lanes.size(); ++lane) lanes[lane] = cases[(first + lane) % cases.size()][i];
      xs[i] = load<kLanes>(lanes.data());
    }
    const Pack<kLanes> got = std::apply(f, xs);
    for (int lane = 0; lane < kLanes; ++lane) {
      const Case& x = cases[(first + static_cast<std::size_t>(lane)) % cases.size()];
      EXPECT_TRUE(same_bits(got.lane(lane), on_double(x)))
          << "Pack lane " << lane << ", case " << testing::PrintToString(x);
    }
  }

  for (const Case& x : cases) {
    std::array<Dual<8>, N> xs;
    for (std::size_t i = 0; i < N; ++i) xs[i] = Dual<8>::variable(x[i], static_cast<int>(i));
    const Dual<8> got = std::apply(f, xs);
    EXPECT_TRUE(same_bits(got.value(), on_double(x))) << "Dual, case " << testing::PrintToString(x);
    expect_adjoint_equals_dual<N>(f, x, got);
    if (derivatives == Derivatives::kNotChecked) continue;
    for (std::size_t i = 0; i < N; ++i) {
      const double want = numeric_derivative(
          [&](double xi) {
            Case moved = x;
            moved[i] = xi;
            return on_double(moved);
          },
          x[i]);
      const double scale = std::max(std::abs(want), std::abs(got.value()) / (x[i] == 0.0 ? 1.0 : std::abs(x[i])));
      EXPECT_NEAR(got.derivative(static_cast<int>(i)), want, 1e-8 * scale)
          << "derivative by argument " << i << ", case " << testing::PrintToString(x);
    }
  }
}

/// The same for a function of one number.
template <class F>
void expect_same_for_all_scalars(F f, std::initializer_list<double> values,
                                 Derivatives derivatives = Derivatives::kChecked) {
  std::vector<std::array<double, 1>> cases;
  for (const double x : values) cases.push_back({x});
  expect_same_for_all_scalars<1>(f, std::move(cases), derivatives);
}

/// f throws an Exception (roi::Error or one derived from it) whose message contains `text`.
template <class Exception = Error, std::invocable F>
void expect_throws_saying(F f, std::string_view text) {
  try {
    f();
  } catch (const Exception& error) {
    EXPECT_NE(std::string_view(error.what()).find(text), std::string_view::npos)
        << "the message is\n  " << error.what() << "\nand should contain\n  " << text;
    return;
  } catch (const std::exception& error) {
    ADD_FAILURE() << "threw another kind of exception: " << error.what();
    return;
  }
  ADD_FAILURE() << "threw nothing; expected\n  " << text;
}

}  // namespace roi::test
