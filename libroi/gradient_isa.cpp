#include <algorithm>

#include "libroi/core/dual.hpp"
#include "libroi/evaluate.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/variations.hpp"

using Number = roi::Dual<static_cast<int>(roi::kGradientWidth)>;

extern "C" void LIBROI_ISA_ENTRY(gradient_run)(const roi::VariationTask* task, double* result) {
  roi::Center<Number> center = roi::convert<Number>(*task->center);
  const auto parameters = roi::parameters(center);
  roi::Evaluator<Number, roi::Discard<Number>> evaluator(*task->layout);
  roi::EvaluateOptions options = roi::only({task->metrics, task->metric_count});
  options.solved = task->solved;
  const std::size_t n = parameters.size();
  for (std::size_t first = 0; first < n; first += roi::kGradientWidth) {
    const std::size_t last = std::min(n, first + roi::kGradientWidth);
    for (std::size_t j = first; j < last; ++j)
      *parameters[j].value = Number::variable(parameters[j].value->value(), static_cast<int>(j - first));
    roi::Discard<Number> book;
    const roi::MetricSet<Number> found = evaluator(center, book, options);
    for (std::size_t j = first; j < last; ++j) {
      for (std::size_t m = 0; m < task->metric_count; ++m) {
        const roi::Defined<Number>& metric = found[task->metrics[m]];
        result[m * n + j] = metric.exists ? metric.value.derivative(static_cast<int>(j - first)) : 0.0;
      }
      *parameters[j].value = Number(parameters[j].value->value());
    }
  }
}
