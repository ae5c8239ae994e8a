#include "libroi/finance/dated_rate.hpp"

#include <cstddef>

#include "libroi/core/isa.hpp"

extern "C" {
LIBROI_ISA_DECLARE(int, dated_rate, (const double* times, const double* flows, std::size_t count, double* force));
}

namespace roi {

DatedRate dated_rate(std::span<const double> times, std::span<const double> flows) {
  static const auto kernel = LIBROI_ISA_CHOOSE(dated_rate, best_isa());
  DatedRate result;
  result.found = kernel(times.data(), flows.data(), flows.size(), &result.force) != 0;
  return result;
}

}  // namespace roi
