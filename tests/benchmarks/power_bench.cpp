// What a year of power costs to compute: hourly bill, hourly facility, reduced bill on each scalar, battery.
//   NREL's tariff engine takes 1.8 ms for a year's bill; goals here: bill 100 us, facility 1 ms.
#include <benchmark/benchmark.h>

#include <cmath>

#include "libroi/core/pack.hpp"
#include "libroi/power/prepare/reduction.hpp"
#include "libroi/power/storage/battery.hpp"

namespace roi::power {
namespace {

MonthHourGrid afternoon(int inside, int outside) {
  MonthHourGrid grid{};
  for (auto& month : grid) {
    for (std::size_t h = 0; h < 24; ++h) month[h] = h >= 15 && h < 20 ? inside : outside;
  }
  return grid;
}

Tariff tariff(bool linear = false) {
  Tariff t;
  EnergyCharge e;
  e.name = "supply";
  e.schedule = {afternoon(0, 1), afternoon(1, 1), std::nullopt};
  e.periods = {tiered_period("peak", {Tier{kUnbounded, 0.12, 0}}), tiered_period("base", {Tier{kUnbounded, 0.06, 0}})};
  DemandCharge d;
  d.name = "time-of-use";
  d.kind = DemandKind::time_of_use;
  d.schedule = e.schedule;
  d.on_billing_demand = !linear;
  if (linear) {
    d.periods = {{"peak", {Tier{kUnbounded, 15, 0}}}, {"base", {Tier{kUnbounded, 5, 0}}}};
  } else {
    d.periods = {{"peak", {Tier{100, 20, 0}, Tier{kUnbounded, 15, 0}}},
                 {"base", {Tier{100, 10, 0}, Tier{kUnbounded, 5, 0}}}};
    t.billing_demand.share_by_billing_month.fill(0.8);
  }
  t.energy = {e};
  t.demand = {d};
  t.fixed = {{"service", 30, FixedUnit::month}};
  return t;
}

std::vector<double> load() {
  std::vector<double> kw(8760);
  for (std::size_t k = 0; k < kw.size(); ++k)
    kw[k] = 400.0 + 150.0 * std::sin(0.2618 * static_cast<double>(k)) + 30.0 * std::sin(0.7 * static_cast<double>(k));
  return kw;
}

Weather weather() {
  Weather w;
  for (std::size_t k = 0; k < 8760; ++k) {
    const auto x = static_cast<double>(k);
    w.dry_bulb.push_back(12.0 - 14.0 * std::cos(6.2832 * x / 8760.0) + 5.0 * std::sin(0.2618 * x));
    w.rh.push_back(0.6 + 0.2 * std::sin(0.2618 * x + 2.0));
    w.pressure.push_back(99000.0);
  }
  return w;
}

FacilityDesign facility(PowerCurve curve = PowerCurve::linear) {
  FacilityDesign f;
  f.fleets = {{"h100", ServerNode{{100, 700, 700, curve, 1.4, {}}, 8, 0.3, 600, 0.1}, 40}};
  f.shape = typical_shape(Workload::inference);
  f.electrical.components = {sized("pdu", wp113("pdu"), 340, 1.2, 4, Redundancy::n),
                             sized("ups", {.01333, .0064, .01081}, 340, 1.1, 2, Redundancy::two_n)};
  f.cooling.air = AirsideEconomiser{};
  return f;
}

void yearly_bill(benchmark::State& state) {
  const BillPlan plan(tariff(), YearClock::typical(0));
  const auto kw = load();
  for (auto _ : state) benchmark::DoNotOptimize(bill_total(plan, kw));
}
BENCHMARK(yearly_bill)->Unit(benchmark::kMicrosecond);

void yearly_bill_with_lines(benchmark::State& state) {
  const BillPlan plan(tariff(), YearClock::typical(0));
  const auto kw = load();
  for (auto _ : state) benchmark::DoNotOptimize(make_bill(plan, kw));
}
BENCHMARK(yearly_bill_with_lines)->Unit(benchmark::kMicrosecond);

void hourly_facility(benchmark::State& state) {
  const FacilityYear year(facility(state.range(0) == 0 ? PowerCurve::linear : PowerCurve::fan), YearClock::typical(0),
                          weather());
  std::array<double, 12> activity;
  activity.fill(0.7);
  for (auto _ : state) benchmark::DoNotOptimize(simulate(year, activity));
}
BENCHMARK(hourly_facility)->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

void prepare_weather(benchmark::State& state) {
  const Weather w = weather();
  for (auto _ : state) benchmark::DoNotOptimize(air_series(w));
}
BENCHMARK(prepare_weather)->Unit(benchmark::kMicrosecond);

void reduce_a_year(benchmark::State& state) {
  const FacilityYear year(facility(), YearClock::typical(0), weather());
  const BillPlan plan(tariff(), year.clock);
  for (auto _ : state) benchmark::DoNotOptimize(ReducedYear(plan, year));
}
BENCHMARK(reduce_a_year)->Unit(benchmark::kMillisecond);

template <class T>
void reduced_year(benchmark::State& state) {
  const FacilityYear year(facility(), YearClock::typical(0), weather());
  const BillPlan plan(tariff(), year.clock);
  const ReducedYear reduced(plan, year);
  const std::vector<T> activity(12, T(0.7));
  for (auto _ : state) benchmark::DoNotOptimize(month_costs<T>(plan, reduced, std::span<const T>(activity)));
}
BENCHMARK(reduced_year<double>)->Unit(benchmark::kNanosecond);
BENCHMARK(reduced_year<Pack<8>>)->Unit(benchmark::kNanosecond);

template <class T>
void folded_year(benchmark::State& state) {
  const FacilityYear year(facility(), YearClock::typical(0), weather());
  const BillPlan plan(tariff(true), year.clock);
  const auto months = folded(plan, ReducedYear(plan, year));
  T activity(0.7);
  for (auto _ : state) {
    T sum(0.0);
    for (const FoldedMonth& m : months) sum = sum + m.cost(activity);
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(folded_year<double>)->Unit(benchmark::kNanosecond);
BENCHMARK(folded_year<Pack<8>>)->Unit(benchmark::kNanosecond);

void battery_year(benchmark::State& state) {
  const BillPlan plan(tariff(true), YearClock::typical(0));
  const auto kw = load();
  const Battery b{400, 200, 200, 0.95, 0.95, 0.1, 0.5, 0.0};
  for (auto _ : state) benchmark::DoNotOptimize(dispatch(plan, kw, b));
}
BENCHMARK(battery_year)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace roi::power
