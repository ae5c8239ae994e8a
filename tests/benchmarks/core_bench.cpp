// What a number costs: functions per value, and a project-finance recurrence per evaluation on each scalar.
//   time per item: one lane of one function; or one scenario (Pack), one evaluation with N derivatives (Dual)
#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include "libroi/core/dual.hpp"
#include "libroi/core/pack.hpp"

namespace roi {
namespace {

constexpr int kGroup = 13, kGroups = 8, kInputs = kGroup * kGroups;
constexpr int kMonths = 240;

/// Eight groups of thirteen inputs, as the domains of a model: demand, prices, power, opex (two), capex, tax, debt.
template <Scalar T>
T net_present_value(const std::array<T, kInputs>& in) {
  const T *demand = &in[0], *price = demand + kGroup, *power = price + kGroup, *opex = power + kGroup,
          *staff = opex + kGroup, *capex = staff + kGroup, *tax = capex + kGroup, *debt = tax + kGroup;
  T ramp = demand[0] * 20.0, index[6], steps[6];
  for (int i = 0; i < 6; ++i) {
    index[i] = price[i];
    steps[i] = 1.0 + price[6 + i] * 0.01;
  }
  T opex_index = T(1.0), staff_index = T(1.0), weight = T(1.0), value = T(0.0), loss = T(0.0), tax_paid = T(0.0);
  const T opex_step = 1.0 + opex[12] * 0.01, staff_step = 1.0 + staff[12] * 0.01, discount = 1.0 / (1.0 + tax[0] * 0.1);
  const T decay = 1.0 - demand[1] * 0.5;
  T balance = debt[0] * 100.0, working = T(0.0), cash = debt[1];
  const T rate = debt[2] * 0.1, payment = balance * rate * 1.4;
  for (int t = 0; t < kMonths; ++t) {
    ramp = ramp * decay;
    const T wanted = demand[2] * 40.0 / (1.0 + ramp);
    const T available = demand[3] * 30.0 - demand[4] * 0.1;
    const T contracted = min(available, demand[5] * 10.0 + demand[6] * 5.0);
    const T open = min(max(wanted * demand[7] - contracted, 0.0), available - contracted);
    const T sold = contracted + open * demand[8];
    for (int i = 0; i < 6; ++i) index[i] = index[i] * steps[i];
    const T revenue = contracted * index[0] + open * index[1] + sold * (index[2] * 0.1 + index[3] * 0.2) + index[4] +
                      index[5] * price[12];
    const T load = power[0] + power[1] * sold * 0.1 + power[2] * 0.001 * sold * sold;
    const T facility = load * (1.0 + power[3] * 0.3) + power[4];
    const T energy = facility * (power[5] * power[6] + power[7] * power[8]) * 0.1;
    const T demand_charge = max(facility, power[9]) * power[10];
    const T power_cost = energy + demand_charge + power[11] * 0.1 - power[12] * 0.01;
    opex_index = opex_index * opex_step;
    staff_index = staff_index * staff_step;
    T fixed = T(0.0), people = T(0.0);
    for (int i = 0; i < 12; ++i) fixed = fixed + opex[i] * opex_index;
    for (int i = 0; i < 6; ++i) people = people + staff[2 * i] * staff[2 * i + 1] * staff_index;
    const T ebitda = revenue - power_cost - fixed - people * 0.1;
    T depreciation = T(0.0), spending = T(0.0);
    for (int i = 0; i < 6; ++i) {
      const T live = max(min(T(t + 1.0), capex[6 + i] * 10.0 + 100.0) - max(T(double(t)), capex[6 + i]), 0.0);
      depreciation = depreciation + capex[i] * live;
      spending = spending + capex[i] * (1.0 - live) * 0.1;
    }
    const T interest = balance * rate;
    const T principal = min(balance, max(payment - interest, 0.0));
    const T income = ebitda - depreciation * 0.01 - interest - debt[3];
    const T used = min(max(income, 0.0), loss);
    loss = loss - used + max(-income, 0.0);
    const T charge = max(income - used, 0.0) * tax[1] + revenue * tax[2] * 0.01;
    tax_paid = tax_paid + charge;
    const T next_working = revenue * tax[3] - power_cost * tax[4] - fixed * tax[5];
    const T flow = ebitda - charge - interest - principal - spending - (next_working - working);
    working = next_working;
    balance = balance - principal;
    cash = cash + flow;
    weight = weight * discount;
    value = value + flow * weight;
  }
  return value + cash * debt[4] * 0.001 + tax_paid * 0.001;
}
double input(std::size_t i) { return 0.5 + 0.013 * double((i * 37) % 101) * 0.5; }

void evaluate_double(benchmark::State& state) {
  std::array<double, kInputs> in{};
  for (std::size_t i = 0; i < kInputs; ++i) in[i] = input(i);
  for (auto _ : state) {
    benchmark::DoNotOptimize(in);
    benchmark::DoNotOptimize(net_present_value(in));
  }
  state.SetItemsProcessed(state.iterations());
}

template <int W>
void evaluate_pack(benchmark::State& state) {
  std::array<Pack<W>, kInputs> in;
  for (std::size_t i = 0; i < kInputs; ++i) in[i] = input(i);
  for (auto _ : state) {
    benchmark::DoNotOptimize(in);
    benchmark::DoNotOptimize(net_present_value(in));
  }
  state.SetItemsProcessed(state.iterations() * W);
}

/// The whole gradient: ceil(inputs / N) passes.
template <int N>
void gradient(benchmark::State& state) {
  std::array<double, kInputs> found{};
  for (auto _ : state) {
    for (int first = 0; first < kInputs; first += N) {
      std::array<Dual<N>, kInputs> in;
      for (int i = 0; i < kInputs; ++i) {
        const auto k = static_cast<std::size_t>(i);
        in[k] = i >= first && i < first + N ? Dual<N>::variable(input(k), i - first) : Dual<N>(input(k));
      }
      const Dual<N> value = net_present_value(in);
      for (int i = first; i < kInputs && i < first + N; ++i)
        found[static_cast<std::size_t>(i)] = value.derivative(i - first);
    }
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(state.iterations());
}

template <class T, class F>
void function(benchmark::State& state, F f, double first, double step) {
  std::array<T, 64> x;
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = first + step * double(i);
  for (auto _ : state) {
    benchmark::DoNotOptimize(x);
    T sum = 0.0;
    for (const T& v : x) sum = sum + f(v);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * std::int64_t(x.size()) * lanes_of<T>);
}

template <class T>
void register_functions(const char* scalar) {
  const auto add = [&](const char* name, auto f, double first, double step) {
    benchmark::RegisterBenchmark((std::string(name) + "/" + scalar).c_str(),
                                 [=](benchmark::State& state) { function<T>(state, f, first, step); });
  };
  add(
      "exp", [](const T& x) { return exp(x); }, -3.0, 0.1);
  add(
      "log", [](const T& x) { return log(x); }, 0.2, 0.1);
  add(
      "pow", [](const T& x) { return pow(x, T(0.37)); }, 0.2, 0.1);
  add(
      "normal_quantile", [](const T& x) { return normal_quantile(x); }, 0.005, 0.0154);
  add(
      "normal_cdf", [](const T& x) { return normal_cdf(x); }, -3.0, 0.1);
  add(
      "erfcx", [](const T& x) { return erfcx(x); }, 0.1, 0.3);
  add(
      "erfcx of both signs", [](const T& x) { return erfcx(x); }, -3.0, 0.1);
  add(
      "sqrt", [](const T& x) { return sqrt(x); }, 0.2, 0.1);
}

const bool registered = [] {
  register_functions<double>("double");
  register_functions<Pack<8>>("Pack<8>");
  return true;
}();

BENCHMARK(evaluate_double);
BENCHMARK(evaluate_pack<8>);
BENCHMARK(evaluate_pack<16>);
BENCHMARK(gradient<8>);
BENCHMARK(gradient<16>);
BENCHMARK(gradient<32>);

}  // namespace
}  // namespace roi
