// What the engine costs on the named centers, above all the 120-month Harbin model: one evaluation, variations on packs, a gradient, a model file.
//   time per item: one evaluation, one variation, one input of the gradient, one model file
// The ratio of gradients to plain evaluations is a counter: evaluations_per_100_inputs.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "libroi/center/evaluate.hpp"
#include "libroi/engine/engine.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/reader.hpp"

namespace roi {
namespace {

const char* const kModel = "models/centers/harbin_china_mobile.json";  // from the root of the repository

const Center<double>& harbin() {
  static const Center<double> center = read<Center<double>>(load(kModel)).root;
  return center;
}
const Center<double>& lingshui() {
  static const Center<double> center =
      read<Center<double>>(load("models/centers/lingshui_hainan_expressway.json")).root;
  return center;
}

/// Four fleets, six markets, every feature of demand, 120 months.
const Center<double>& markets() {
  static const Center<double> center = read<Center<double>>(load("tests/data/four_fleets_six_markets.json")).root;
  return center;
}

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Least processor time of one call among several.
template <class F>
double least_seconds(const F& call, int calls, int rounds = 9) {
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const double start = processor_seconds();
    for (int i = 0; i < calls; ++i) call();
    best = std::min(best, (processor_seconds() - start) / calls);
  }
  return best;
}

EvaluateOptions without_break_even() {
  EvaluateOptions options;
  options.costs.remove(CostGroup::break_even);
  return options;
}

std::vector<Metric> all_metrics(const Center<double>& center, bool break_even) {
  std::vector<Metric> out;
  const Layout layout(center);
  for (const MetricInfo& metric : layout.metrics())
    if (break_even || metric.id != Metric::break_even_utilization) out.push_back(metric.id);
  return out;
}

/// All lines, statements and metrics, into a ledger kept from call to call.
void one_evaluation(benchmark::State& state, const Center<double>& center, bool break_even) {
  const Layout layout(center);
  Ledger<double> ledger(layout.lines(), layout.months());
  Evaluator<double, Ledger<double>> evaluator(layout);
  const EvaluateOptions options = break_even ? EvaluateOptions{} : without_break_even();
  for (auto _ : state) benchmark::DoNotOptimize(evaluator(center, ledger, options));
}
BENCHMARK_CAPTURE(one_evaluation, all_lines, harbin(), false)->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(one_evaluation, all_lines_and_break_even, harbin(), true)->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(one_evaluation, markets_all_lines, markets(), false)->MeasureProcessCPUTime();

void metrics_alone(benchmark::State& state, bool break_even) {
  const Layout layout(harbin());
  Discard<double> nothing;
  Evaluator<double, Discard<double>> evaluator(layout);
  const EvaluateOptions options = break_even ? EvaluateOptions{} : without_break_even();
  for (auto _ : state) benchmark::DoNotOptimize(evaluator(harbin(), nothing, options));
}
BENCHMARK_CAPTURE(metrics_alone, no_break_even, false)->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(metrics_alone, break_even, true)->MeasureProcessCPUTime();

/// From the center to the evaluation with its checks and diagnoses: layout, ledger and all.
void whole_evaluation(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(harbin()));
}
BENCHMARK(whole_evaluation)->MeasureProcessCPUTime();

/// 2,048 variations of all numbers by up to 1 %, one thread.
void batch_on_packs(benchmark::State& state, const Center<double>& named, bool break_even) {
  constexpr std::size_t kRows = 2048;
  Center<double> center = named;
  std::vector<std::string> paths;
  std::vector<double> values;
  const auto inputs = parameters(center);
  for (const auto& input : inputs) paths.push_back(input.path);
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> factor(0.99, 1.01);
  for (std::size_t i = 0; i < kRows; ++i)
    for (const auto& input : inputs)
      values.push_back(std::clamp(*input.value * factor(random), input.range.lo, input.range.hi));
  const std::vector<Metric> metrics = all_metrics(named, break_even);
  for (auto _ : state) benchmark::DoNotOptimize(evaluate_many(center, paths, values, metrics, 1));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRows));
  state.SetLabel(instruction_set());
}
#define BATCH(center, name, break_even)                                    \
  BENCHMARK_CAPTURE(batch_on_packs, center##_##name, center(), break_even) \
      ->MeasureProcessCPUTime()                                            \
      ->Unit(benchmark::kMillisecond)
BATCH(harbin, all_metrics_but_break_even, false);
BATCH(harbin, all_metrics, true);
BATCH(lingshui, all_metrics_but_break_even, false);
BATCH(lingshui, all_metrics, true);
BATCH(markets, all_metrics_but_break_even, false);
BATCH(markets, all_metrics, true);
#undef BATCH

/// Derivatives by every input of project NPV, or of all metrics but break-even utilization.
void gradient_by_all_inputs(benchmark::State& state, const Center<double>& center, std::vector<Metric> metrics) {
  Center<double> copy = center;
  const double inputs = static_cast<double>(parameters(copy).size());
  const Layout layout(center);
  Discard<double> nothing;
  Evaluator<double, Discard<double>> plain(layout);
  EvaluateOptions options;
  options.costs = layout.costs_of(metrics);
  const double one = least_seconds([&] { benchmark::DoNotOptimize(plain(center, nothing, options)); }, 50);
  const double whole = least_seconds([&] { benchmark::DoNotOptimize(gradient(center, metrics)); }, 2);
  for (auto _ : state) benchmark::DoNotOptimize(gradient(center, metrics));
  state.counters["inputs"] = inputs;
  state.counters["plain_us"] = one * 1e6;
  state.counters["evaluations_per_100_inputs"] = whole / one / inputs * 100.0;
}
#define GRADIENT(center, name, metrics)                                         \
  BENCHMARK_CAPTURE(gradient_by_all_inputs, center##_##name, center(), metrics) \
      ->MeasureProcessCPUTime()                                                 \
      ->Unit(benchmark::kMillisecond)
GRADIENT(harbin, npv, std::vector{Metric::npv_project});
GRADIENT(lingshui, npv, std::vector{Metric::npv_project});
GRADIENT(harbin, all_metrics, all_metrics(harbin(), false));
GRADIENT(lingshui, all_metrics, all_metrics(lingshui(), false));
#undef GRADIENT

void load_and_validate(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(read<Center<double>>(load(kModel)));
}
BENCHMARK(load_and_validate)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace roi
