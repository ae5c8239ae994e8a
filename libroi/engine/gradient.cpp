#include "libroi/engine/outside.hpp"

namespace roi {

std::vector<double> gradient(const Center<double>& center, std::span<const Metric> metrics) {
  return outside::gradient(center, metrics);
}

}  // namespace roi
