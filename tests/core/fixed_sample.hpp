#pragma once
/// @file tests/core/fixed_sample.hpp: every function of core/math.hpp over fixed arguments, as one hash.
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "libroi/core/pack.hpp"
#include "tests/support/scalars.hpp"

namespace roi::test {

/// The same on every machine, compiler, optimisation level and instruction set; changes only with core/lane_math.hpp.
inline constexpr std::uint64_t kHashOfFixedSample = 0x5d65'e05e'01e7'e859;

/// Pairs of arguments: special values with each other, then 4,096 pairs of every sign and size.
[[nodiscard]] inline std::vector<std::array<double, 2>> fixed_sample() {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::array<double, 24> special{0.0,        -0.0,   1.0,
                                       -1.0,       0.5,    2.0,
                                       1e-300,     5e-324, 2.2250738585072014e-308,
                                       1e300,      -1e300, kInfinity,
                                       -kInfinity, 0.075,  0.925,
                                       1e-12,      709.0,  710.0,
                                       -708.0,     -709.0, 1.0 / 3.0,
                                       100.0,      1e20,   std::numeric_limits<double>::quiet_NaN()};
  std::vector<std::array<double, 2>> sample;
  for (const double x : special) {
    for (const double y : special) sample.push_back({x, y});
  }
  std::uint64_t state = 1;
  const auto next = [&state] {  // splitmix64
    std::uint64_t z = (state += 0x9e37'79b9'7f4a'7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58'476d'1ce4'e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d0'49bb'1331'11ebU;
    return z ^ (z >> 31U);
  };
  const auto unit = [&next] { return static_cast<double>(next() >> 11U) * 0x1p-53; };
  for (int i = 0; i < 1024; ++i) {
    sample.push_back({std::bit_cast<double>(next()), std::bit_cast<double>(next())});
    sample.push_back({1400.0 * unit() - 700.0, 100.0 * unit() - 50.0});
    sample.push_back({unit(), 10.0 * unit() - 5.0});
    sample.push_back({2.0 * unit(), 1.0 / (1.0 + 30.0 * unit())});
  }
  while (sample.size() % kLanes != 0) sample.push_back({0.5, 0.5});
  return sample;
}

/// Every function of the pair, as an array.
template <Scalar T>
[[nodiscard]] std::array<T, 18> all_functions(const T& x, const T& y) {
  return {x + y,         x - y,     x * y,
          x / y,         -x,        sqrt(x),
          abs(x),        min(x, y), max(x, y),
          exp(x),        expm1(x),  log(x),
          log1p(x),      pow(x, y), normal_quantile(x),
          normal_cdf(x), erfcx(x),  select((x < y) | (x > 1.0), x, y)};
}

class Hash {  // FNV-1a over bytes
 public:
  void add(double x) {
    const std::uint64_t b = bits(x);
    for (unsigned shift = 0; shift < 64; shift += 8) value_ = (value_ ^ ((b >> shift) & 0xffU)) * 0x100'0000'01b3U;
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf2'9ce4'8422'2325U;
};

[[nodiscard]] inline std::uint64_t hash_of_fixed_sample_on_doubles() {
  Hash hash;
  for (const auto& [x, y] : fixed_sample()) {
    for (const double f : all_functions(x, y)) hash.add(f);
  }
  return hash.value();
}

template <int W>
[[nodiscard]] std::uint64_t hash_of_fixed_sample_on_packs() {
  Hash hash;
  const auto sample = fixed_sample();
  for (std::size_t first = 0; first < sample.size(); first += W) {
    Pack<W> x, y;
    for (int lane = 0; lane < W; ++lane) {
      x.set_lane(lane, sample[first + static_cast<std::size_t>(lane)][0]);
      y.set_lane(lane, sample[first + static_cast<std::size_t>(lane)][1]);
    }
    const auto results = all_functions(x, y);
    for (int lane = 0; lane < W; ++lane) {
      for (const Pack<W>& f : results) hash.add(f.lane(lane));
    }
  }
  return hash.value();
}

}  // namespace roi::test
