// Rates of return: per series, one after the other and in rows on packs, one thread; and the dated rate.
//   `none` series have flows of both signs and no rate: they must answer as fast as the others
#include <benchmark/benchmark.h>

#include <cstddef>
#include <random>
#include <vector>

#include "libroi/finance/batch.hpp"
#include "libroi/finance/irr.hpp"
#include "libroi/finance/rate_roots.hpp"
#include "libroi/finance/xirr.hpp"

namespace roi {
namespace {

constexpr std::size_t kRows = 4096;
enum class Shape { project, closing_cost, none };

std::vector<double> series(Shape shape, std::size_t columns) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  std::vector<double> flows(kRows * columns);
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const std::size_t t = i % columns;
    const bool last = t + 1 == columns;
    if (shape == Shape::none) {
      flows[i] = t == 0 ? -100.0
                 : last ? -20.0 - 100.0 * uniform(random)
                        : 90.0 / static_cast<double>(columns) * uniform(random);
    } else {
      flows[i] = t < columns / 10 + 1 ? -100.0 * uniform(random) : 22.0 * (0.1 + uniform(random));
      if (shape == Shape::closing_cost && last) flows[i] -= 300.0 * uniform(random);
    }
  }
  return flows;
}

void rows(benchmark::State& state, Shape shape) {
  const auto columns = static_cast<std::size_t>(state.range(0));
  const auto flows = series(shape, columns);
  std::vector<double> rates(kRows);
  std::vector<IrrStatus> status(kRows);
  for (auto _ : state) {
    irr_rows({flows.data(), kRows, columns, static_cast<std::ptrdiff_t>(columns), 1}, rates, status, RootRule::falling,
             1);
    benchmark::DoNotOptimize(rates.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRows));
}

void one(benchmark::State& state, Shape shape) {
  const auto columns = static_cast<std::size_t>(state.range(0));
  const auto flows = series(shape, columns);
  std::size_t row = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(irr_value_periodic<double>(std::span(flows).subspan(row * columns, columns)));
    row = (row + 1) % kRows;
  }
  state.SetItemsProcessed(state.iterations());
}

void all_roots(benchmark::State& state, Shape shape) {
  const auto columns = static_cast<std::size_t>(state.range(0));
  const auto flows = series(shape, columns);
  std::size_t row = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(rate_roots::find({}, std::span(flows).subspan(row * columns, columns)));
    row = (row + 1) % kRows;
  }
  state.SetItemsProcessed(state.iterations());
}

void dated(benchmark::State& state, Shape shape) {
  const auto columns = static_cast<std::size_t>(state.range(0));
  const auto flows = series(shape, columns);
  std::vector<Date> dates;
  for (std::size_t t = 0; t < columns; ++t) dates.push_back({static_cast<std::int32_t>(18000 + 37 * t)});
  std::size_t row = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(xirr_rate(dates, std::span(flows).subspan(row * columns, columns)));
    row = (row + 1) % kRows;
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK_CAPTURE(rows, project, Shape::project)->Arg(20)->Arg(180)->Arg(360);
BENCHMARK_CAPTURE(rows, closing_cost, Shape::closing_cost)->Arg(180);
BENCHMARK_CAPTURE(rows, none, Shape::none)->Arg(180);
BENCHMARK_CAPTURE(one, project, Shape::project)->Arg(180);
BENCHMARK_CAPTURE(one, none, Shape::none)->Arg(180);
BENCHMARK_CAPTURE(all_roots, closing_cost, Shape::closing_cost)->Arg(180);
BENCHMARK_CAPTURE(all_roots, none, Shape::none)->Arg(180);
BENCHMARK_CAPTURE(dated, project, Shape::project)->Arg(100);
BENCHMARK_CAPTURE(dated, none, Shape::none)->Arg(100);

}  // namespace
}  // namespace roi
