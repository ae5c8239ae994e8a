// Which part of a variation the itemised power bill takes: all months of the bill alone, against the whole variation
// with all metrics, both on packs of eight in one program.
#include <benchmark/benchmark.h>

#include "libroi/core/pack.hpp"
#include "libroi/evaluate.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/reader.hpp"

namespace {

using namespace roi;
using Lane = Pack<8>;

const Center<double>& center() {
  static const Center<double> center = read<Center<double>>(load("models/centers/harbin_itemised_power.json")).root;
  return center;
}

void whole_variation(benchmark::State& state, std::uint32_t metrics) {
  const Layout layout(center());
  const Center<Lane> in = convert<Lane>(center());
  Evaluator<Lane, Discard<Lane>> evaluator(layout);
  Discard<Lane> book;
  EvaluateOptions options;
  options.metrics = metrics;
  for (auto _ : state) benchmark::DoNotOptimize(evaluator(in, book, options));
  state.SetItemsProcessed(8 * state.iterations());
}
BENCHMARK_CAPTURE(whole_variation, all_metrics, ~std::uint32_t{0});
BENCHMARK_CAPTURE(whole_variation, without_break_even,
                  ~(std::uint32_t{1} << static_cast<unsigned>(Metric::break_even_utilization)));

void power_bill(benchmark::State& state, bool in_a_search) {
  const Layout layout(center());
  const Center<Lane> in = convert<Lane>(center());
  const Clock<Lane> clock(layout.timeline());
  Discard<Lane> book;
  OperationsSeries<Lane> ops(layout.months());
  operate(layout.operations, in, clock, Lane(1.0), book, ops);
  PowerBill<Lane, Discard<Lane>> bill(layout.operations.facility, in.power, ops.critical_power, clock, book);
  if (in_a_search) bill.only_cost();
  for (auto _ : state) {
    bill.restart(book);
    Lane sum(0.0);
    for (int t = 0; t < layout.months(); ++t) {
      const PowerLoad<Lane> load{ops.it[t],          ops.busy[t], ops.busy_full[t], ops.critical_live[t],
                                 ops.price_level[t], ops.level[t]};
      bill.step(t, clock, load, ops.power_prices[static_cast<std::size_t>(t)], book);
      sum = sum + bill.cost;
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(8 * state.iterations());
}
BENCHMARK_CAPTURE(power_bill, booked, false);
BENCHMARK_CAPTURE(power_bill, in_a_search, true);

void prepare_the_year(benchmark::State& state) {
  const std::string file = "models/centers/harbin_itemised_power.json";
  for (auto _ : state) benchmark::DoNotOptimize(read<Center<double>>(load(file)));
}
BENCHMARK(prepare_the_year)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
