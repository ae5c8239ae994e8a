#include "libroi/engine/engine.hpp"

#include <algorithm>

#include "libroi/core/version.hpp"
#include "libroi/engine/outside.hpp"
#include "libroi/inputs/text/sha256.hpp"

namespace roi {

template SolvedScale solve_scale(const LayoutOf<StandardStreams>&, const CenterOf<double, StandardStreams>&);

bool Evaluation::passed() const noexcept {
  return std::all_of(checks.begin(), checks.end(), [](const CheckResult& c) { return c.passed; });
}

std::string run_id(const std::string& hash_of_inputs) {
  return sha256(hash_of_inputs + "\n" + LIBROI_VERSION + "\n").substr(0, 16);
}

Evaluation evaluate(const Center<double>& center) { return outside::evaluate(center); }

}  // namespace roi
