#pragma once
/// @file tests/isa/probe.hpp: inline code that every level and the baseline share, as headers of the library do.
#include <cstddef>
#include <stdexcept>
#include <vector>

namespace roi::test {

class ProbeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Compiled for AVX-512 this uses 512-bit registers; the linker must never hand that copy to the baseline.
inline double sum_of_squares(const std::vector<double>& values) {
  if (values.empty()) throw ProbeError("sum_of_squares: values is empty");
  std::vector<double> squares(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) squares[i] = values[i] * values[i] + 0.1;
  double sum = 0.0;
  for (const double square : squares) sum += square;
  return sum;
}

}  // namespace roi::test
