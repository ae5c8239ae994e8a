// What a queue costs: the closed forms per value, and the exact recursions they stand for.
//   time per item: one value; of a Pack, one lane
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <vector>

#include "libroi/core/dual.hpp"
#include "libroi/core/pack.hpp"
#include "libroi/queueing/erlang_loss.hpp"
#include "libroi/queueing/exact.hpp"

namespace roi {
namespace {

/// f(servers, load) over pools of 8 to 20,000 at 0.5 to 1.5 of their load.
template <class T, class F>
void over_pools(benchmark::State& state, F f) {
  std::array<T, 64> servers, load;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    const double c = 8.0 * exp(0.122 * double(i));
    servers[i] = T(c);
    load[i] = T(c * (0.5 + double(i * 37 % 64) / 64.0));
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(servers);
    benchmark::DoNotOptimize(load);
    T sum = 0.0;
    for (std::size_t i = 0; i < servers.size(); ++i) sum = sum + f(servers[i], load[i]);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * std::int64_t(servers.size()) * lanes_of<T>);
}

template <class T>
void closed_form(benchmark::State& state) {
  const QueueConstants<T> k;
  over_pools<T>(state, [&](const T& c, const T& a) { return erlang_loss(k, c, a); });
}
template <class T>
void closed_form_of_jobs_that_wait(benchmark::State& state) {
  const QueueConstants<T> k;
  over_pools<T>(state, [&](const T& c, const T& a) {
    return queue_loss(hayward_loss(k, c, a, T(8.0)), c * 0.125, a * 0.125, T(0.5), T(0.25));
  });
}
template <class T>
void shortage_of_spares(benchmark::State& state) {
  const QueueConstants<T> k;
  over_pools<T>(state, [&](const T& c, const T& a) { return poisson_shortage(k, a, c); });
}
void recursion(benchmark::State& state) { over_pools<double>(state, erlang_b); }

void kaufman_roberts_of_20000_cards(benchmark::State& state) {
  const std::vector<JobClass> jobs{{1, 500.0}, {8, 5000.0}, {64, 6000.0}, {256, 6000.0}};
  for (auto _ : state) benchmark::DoNotOptimize(kaufman_roberts(20000.0, jobs));
}

BENCHMARK(closed_form<double>);
BENCHMARK(closed_form<Pack<8>>);
BENCHMARK(closed_form<Dual<8>>);
BENCHMARK(closed_form_of_jobs_that_wait<double>);
BENCHMARK(closed_form_of_jobs_that_wait<Pack<8>>);
BENCHMARK(shortage_of_spares<double>);
BENCHMARK(shortage_of_spares<Pack<8>>);
BENCHMARK(recursion);
BENCHMARK(kaufman_roberts_of_20000_cards);

}  // namespace
}  // namespace roi
