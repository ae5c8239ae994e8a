// Which part of a variation the itemised power bill takes: the booked bill and that of the search of break-even
// utilization alone, against the whole variation with all metrics, all on packs of eight in one program. Lanes are alike
// or differ by 20 % in what is sold, its price and the price of energy; the search takes one pass more then.
#include <random>

#include <benchmark/benchmark.h>

#include "libroi/center/evaluate.hpp"
#include "libroi/core/pack.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/reader.hpp"

namespace {

using namespace roi;
using Lane = Pack<8>;

const Center<double>& center() {
  static const Center<double> center = read<Center<double>>(load("models/centers/harbin_itemised_power.json")).root;
  return center;
}

void vary(Lane& value, std::mt19937_64& random) {
  for (int i = 0; i < kLanes; ++i) value.set_lane(i, value.lane(i) * std::uniform_real_distribution(0.8, 1.2)(random));
}
void vary(Curve<Lane>& curve, std::mt19937_64& random) {
  Lane factor(1.0);
  vary(factor, random);
  curve.start = curve.start * factor;
  for (Lane& value : curve.values) value = value * factor;
}
Center<Lane> lanes(bool varied) {
  Center<Lane> in = convert<Lane>(center());
  std::mt19937_64 random(7);
  if (!varied) return in;
  for (auto& [key, contract] : in.contracts) vary(contract.cards, random);
  for (auto& [key, market] : in.markets) {
    vary(market.demand, random);
    vary(market.price, random);
  }
  for (auto& [key, reg] : in.power.bill->energy)
    for (auto& [name, step] : reg.steps) vary(step.price, random);
  return in;
}

void whole_variation(benchmark::State& state, bool break_even, bool varied) {
  const Layout layout(center());
  const Center<Lane> in = lanes(varied);
  Evaluator<Lane, Discard<Lane>> evaluator(layout);
  Discard<Lane> book;
  EvaluateOptions options;
  if (!break_even) options.costs.remove(CostGroup::break_even);
  for (auto _ : state) benchmark::DoNotOptimize(evaluator(in, book, options));
  state.SetItemsProcessed(8 * state.iterations());
}
BENCHMARK_CAPTURE(whole_variation, all_metrics, true, false);
BENCHMARK_CAPTURE(whole_variation, all_metrics_varied, true, true);
BENCHMARK_CAPTURE(whole_variation, without_break_even, false, false);

/// Operations at scale 1, as the bill and the search find them.
struct Operated {
  explicit Operated(bool varied = false) : in(lanes(varied)) {
    operate(layout.operations, in, clock, Lane(1.0), book, ops);
  }
  Layout layout{center()};
  Center<Lane> in;
  Clock<Lane> clock{layout.timeline()};
  Discard<Lane> book;
  [[nodiscard]] const Month<Lane>& month(int t) const { return ops.months[static_cast<std::size_t>(t)]; }
  [[nodiscard]] const Few<Lane>& prices(int t) const { return ops.power_prices[static_cast<std::size_t>(t)]; }
  Operations<Lane> ops{layout.months()};
};

void booked_bill(benchmark::State& state) {
  Operated x;
  for (auto _ : state) {
    PowerBill<Lane, Discard<Lane>> bill(x.layout.operations.power, x.in.power, x.ops.critical_power, x.clock, x.book);
    Lane sum(0.0);
    for (int t = 0; t < x.layout.months(); ++t) {
      const auto& power = x.month(t).power;
      const PowerLoad<Lane> load{power.it,          power.busy, power.busy_full, x.month(t).capacity.critical_live,
                                 power.price_level, power.level};
      bill.step(t, x.clock, load, x.prices(t), x.book);
      sum = sum + bill.cost;
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(8 * state.iterations());
}
BENCHMARK(booked_bill);

/// What a search of the break-even scale costs: its preparation and `passes` over the months.
void searched_bill(benchmark::State& state, int passes) {
  Operated x;
  for (auto _ : state) {
    PowerCostAlong<Lane> power(x.layout.operations.power, x.in.power, x.ops.critical_power, x.clock);
    for (int t = 0; t < x.layout.months(); ++t)
      power.add_month(
          t, x.clock,
          {x.month(t).power.it, x.month(t).power.busy, x.month(t).power.busy_full, x.month(t).capacity.critical_live},
          x.prices(t));
    Lane sum(0.0);
    for (int pass = 0; pass < passes; ++pass) {
      power.restart();
      for (int t = 0; t < x.layout.months(); ++t)
        sum = sum + power.step(t, x.clock, Lane(1.0 - 0.05 * pass), x.month(t).power.price_level,
                               x.month(t).power.level, x.prices(t));
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(8 * state.iterations());
}
BENCHMARK_CAPTURE(searched_bill, no_pass, 0);
BENCHMARK_CAPTURE(searched_bill, four_passes, 4);
BENCHMARK_CAPTURE(searched_bill, five_passes, 5);

/// The search whole, with all that is not power; `passes` is how often it asks for the NPV.
void search(benchmark::State& state, bool varied) {
  Operated x(varied);
  Operations<Lane> spare(x.layout.months());
  ProjectSeries<Lane> project(x.layout.months()), series(x.layout.months());
  assess_project(x.layout.project, x.in.tax.rate, x.in.valuation.discount_rate, x.clock, x.ops.months,
                 x.ops.opening_working_capital, x.book, project);
  const Lane utilization = Evaluator<Lane, Discard<Lane>>(x.layout)(x.in, x.book)[Metric::utilization].value;
  int passes = 0;
  for (auto _ : state) {
    NpvOfScale<Lane, StandardStreams> npv(x.layout.operations, x.layout.project, x.in, x.clock, x.ops, spare, series);
    passes = 0;
    auto counted = [&](const Lane& scale) {
      ++passes;
      return npv(scale);
    };
    benchmark::DoNotOptimize(search_scale(counted, utilization, project.npv));
  }
  state.counters["passes"] = passes;
}
BENCHMARK_CAPTURE(search, lanes_alike, false);
BENCHMARK_CAPTURE(search, lanes_varied, true);

void prepare_the_year(benchmark::State& state) {
  const std::string file = "models/centers/harbin_itemised_power.json";
  for (auto _ : state) benchmark::DoNotOptimize(read<Center<double>>(load(file)));
}
BENCHMARK(prepare_the_year)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
