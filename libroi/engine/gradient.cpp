#include <algorithm>

#include "libroi/center/evaluate.hpp"
#include "libroi/core/adjoint.hpp"
#include "libroi/core/float_mode.hpp"
#include "libroi/engine/engine.hpp"
#include "libroi/engine/solved_scale.hpp"
#include "libroi/inputs/parameters.hpp"

namespace roi {

std::vector<double> gradient(const Center<double>& center, std::span<const Metric> metrics) {
  if (metrics.empty()) return {};
  const DefaultFloatMode mode;
  const Layout layout(center);
  EvaluateOptions options = only(metrics);
  SolvedScale solved;
  if (options.wants(Metric::break_even_utilization)) solved = solve_scale(layout, center);
  options.solved = &solved;

  Tape tape;
  Center<Adjoint> inputs = convert<Adjoint>(center);
  for (const auto& parameter : parameters(inputs)) *parameter.value = tape.variable(parameter.value->value());
  Discard<Adjoint> book;
  Evaluator<Adjoint, Discard<Adjoint>> evaluator(layout);
  const MetricSet<Adjoint> found = evaluator(inputs, book, options);

  std::vector<Adjoint> results;
  for (const Metric metric : metrics) results.push_back(found[metric].exists ? found[metric].value : Adjoint(0.0));
  std::vector<double> out(results.size() * tape.variables());
  tape.gradients(results, out);
  return out;
}

}  // namespace roi
