#include "libroi/finance/rate_roots.hpp"

#include <cstddef>

#include "libroi/core/isa.hpp"

extern "C" {
LIBROI_ISA_DECLARE(void, rate_roots,
                   (const double* times, const double* flows, std::size_t count, roi::rate_roots::Scan* scan));
}

namespace roi::rate_roots {

Scan find(std::span<const double> times, std::span<const double> flows) {
  Scan scan;
  static const auto kernel = LIBROI_ISA_CHOOSE(rate_roots, best_isa());
  kernel(times.empty() ? nullptr : times.data(), flows.data(), flows.size(), &scan);
  return scan;
}

}  // namespace roi::rate_roots
