#pragma once
/// @file libroi/power/prepare/cubic_fit.hpp: the least-squares polynomial of third degree through values at fixed loads.
///
///   CubicFit fit(0.2);                        // kFitLoads loads from 0.2 to 1, evenly
///   fit.through(values_at(fit.loads()));      // coefficients of 1, x, x^2, x^3
#include <array>
#include <cstddef>

namespace roi::power {

inline constexpr std::size_t kFitLoads = 17;

/// Least squares of third degree through values at `loads()`, by polynomials orthogonal on those loads.
class CubicFit {
 public:
  explicit CubicFit(double lowest) {
    for (std::size_t i = 0; i < kFitLoads; ++i)
      loads_[i] = lowest + (1.0 - lowest) * static_cast<double>(i) / (kFitLoads - 1.0);
    for (std::size_t d = 0; d < 4; ++d) {
      basis_[d][d] = 1.0;
      for (std::size_t before = 0; before < d; ++before) {
        const double part = dot(d, before) / dot(before, before);
        for (std::size_t c = 0; c < 4; ++c) basis_[d][c] -= part * basis_[before][c];
      }
    }
  }
  [[nodiscard]] const std::array<double, kFitLoads>& loads() const { return loads_; }
  [[nodiscard]] std::array<double, 4> through(const std::array<double, kFitLoads>& values) const {
    std::array<double, 4> out{};
    for (std::size_t d = 0; d < 4; ++d) {
      double sum = 0.0;
      for (std::size_t i = 0; i < kFitLoads; ++i) sum += at(d, loads_[i]) * values[i];
      for (std::size_t c = 0; c < 4; ++c) out[c] += sum / dot(d, d) * basis_[d][c];
    }
    return out;
  }

 private:
  [[nodiscard]] double at(std::size_t d, double x) const {
    const auto& b = basis_[d];
    return b[0] + x * (b[1] + x * (b[2] + x * b[3]));
  }
  [[nodiscard]] double dot(std::size_t a, std::size_t b) const {
    double sum = 0.0;
    for (const double x : loads_) sum += at(a, x) * at(b, x);
    return sum;
  }
  std::array<double, kFitLoads> loads_{};
  std::array<std::array<double, 4>, 4> basis_{};  // coefficients of 1, x, x^2, x^3
};

}  // namespace roi::power
