#pragma once
/// @file libroi/engine/outside.hpp: the engine for centers with streams of revenue from outside the library.
///
///   template <class T> struct MyCenter : roi::CenterOf<T, roi::StandardStreams::with<HeatSales>> {};
///
///   const auto center = roi::read<MyCenter<double>>(roi::load("center.json")).root;
///   roi::evaluate(center);  roi::gradient(center, metrics);  roi::evaluate_many(center, paths, values, metrics);
///
/// The same code that the library compiles for roi::Center, here for the program's own list; results, bits and errors are
/// those of engine/engine.hpp. A batch runs on the instruction set the program is compiled for (-march=native gives wider
/// packs); everything else of the library stays compiled. Workbook: audit/trace_center.hpp.
#include <limits>
#include <string>
#include <vector>

#include "libroi/center/layout_of.hpp"
#include "libroi/core/adjoint.hpp"
#include "libroi/core/float_mode.hpp"
#include "libroi/engine/batch_worker.hpp"
#include "libroi/engine/checks.hpp"
#include "libroi/engine/solved_scale.hpp"
#include "libroi/engine/variations.hpp"

namespace roi {
namespace outside {

template <template <class> class C>
using StreamsOf = typename C<double>::StreamsOfCenter;

template <template <class> class C>
[[nodiscard]] Evaluation evaluate(const C<double>& center) {
  using Streams = StreamsOf<C>;
  validate(center);
  const DefaultFloatMode mode;
  const auto layout = std::make_shared<const LayoutOf<Streams>>(center);
  Ledger<double> ledger(layout->lines(), layout->months());
  Evaluator<double, Ledger<double>, Streams> evaluator(*layout);
  Evaluation out{layout, std::move(ledger), MetricSet<double>(), {}, {}};
  out.metrics = evaluator(center, out.ledger);
  const Line rows[4] = {layout->project.before_tax, layout->project.cash_flow, layout->statements.fcfe,
                        layout->statements.cash_flow};
  if (layout->months() > 1)
    for (std::size_t i = 0; i < 4; ++i) out.irr[i] = irr(out.ledger.row(rows[i]));
  out.checks = check_results(*layout, out.ledger);
  return out;
}

template <template <class> class C>
[[nodiscard]] std::vector<double> gradient(const C<double>& center, std::span<const Metric> metrics) {
  using Streams = StreamsOf<C>;
  validate(center);
  if (metrics.empty()) return {};
  const DefaultFloatMode mode;
  const LayoutOf<Streams> layout(center);
  EvaluateOptions options;
  options.costs = layout.costs_of({metrics.begin(), metrics.end()});
  SolvedScale solved;
  if (options.costs.wants(CostGroup::break_even)) solved = solve_scale<Streams>(layout, center);
  options.solved = &solved;

  Tape tape;
  C<Adjoint> inputs = convert<Adjoint>(center);
  for (const auto& parameter : parameters(inputs)) *parameter.value = tape.variable(parameter.value->value());
  Discard<Adjoint> book;
  Evaluator<Adjoint, Discard<Adjoint>, Streams> evaluator(layout);
  const MetricSet<Adjoint>& found = evaluator(inputs, book, options);

  std::vector<Adjoint> results;
  for (const Metric metric : metrics) results.push_back(found[metric].exists ? found[metric].value : Adjoint(0.0));
  std::vector<double> out(results.size() * tape.variables());
  tape.gradients(results, out);
  return out;
}

/// Entry points of the batch loop as this program compiles it.
template <template <class> class C>
[[nodiscard]] BatchLoop batch_loop() {
  using Worker = BatchWorker<C>;
  return {[](const VariationTask* task) -> void* { return new Worker(*task); },
          [](void* worker, const double* values, std::size_t rows, double* result) {
            static_cast<Worker*>(worker)->run(values, rows, result);
          },
          [](void* worker) { delete static_cast<Worker*>(worker); }};
}

template <template <class> class C>
[[nodiscard]] Variations evaluate_many(const C<double>& center, std::span<const std::string> paths,
                                       std::span<const double> values, std::span<const Metric> metrics, int threads,
                                       Progress* progress, const BatchLoop& loop) {
  validate(center);
  C<double> copy = center;
  const auto known = parameters(copy);
  const std::vector<std::size_t> columns = batch_columns(known, paths, values.size());
  const LayoutOf<StreamsOf<C>> layout(center);
  const VariationTask task{&layout, &center, columns.data(), columns.size(), metrics.data(), metrics.size()};
  return run_batch(loop, task, BatchRows(inputs::object_of(copy), known, columns, values), threads, progress);
}

}  // namespace outside

template <template <class> class C>
[[nodiscard]] Evaluation evaluate(const C<double>& center) {
  return outside::evaluate(center);
}
template <template <class> class C>
[[nodiscard]] std::vector<double> gradient(const C<double>& center, std::span<const Metric> metrics) {
  return outside::gradient(center, metrics);
}
template <template <class> class C>
[[nodiscard]] Variations evaluate_many(const C<double>& center, std::span<const std::string> paths,
                                       std::span<const double> values, std::span<const Metric> metrics, int threads = 0,
                                       Progress* progress = nullptr) {
  return outside::evaluate_many(center, paths, values, metrics, threads, progress, outside::batch_loop<C>());
}

}  // namespace roi
