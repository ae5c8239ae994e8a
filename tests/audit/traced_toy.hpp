#pragma once
/// The toy of toy.hpp, traced: graph, input rows and what a workbook needs.
#include <cmath>
#include <string>
#include <vector>

#include "libroi/audit/input_row.hpp"
#include "libroi/core/trace.hpp"
#include "tests/audit/toy.hpp"

namespace roi::test {

inline constexpr double kToyTarget = 1000.0;

/// The numbers the toy runs on in double.
struct ToyNumbers {
  ToyInputs<double> in;
  double target = kToyTarget;
};

/// Root of the flows per month by Newton's method from 1 %.
inline double toy_root(const std::vector<double>& flows) {
  double rate = 0.01;
  for (int i = 0; i < 100; ++i) {
    double value = 0.0, slope = 0.0;
    for (std::size_t t = 0; t < flows.size(); ++t) {
      const double k = static_cast<double>(t), factor = std::pow(1.0 + rate, -k);
      value += flows[t] * factor;
      slope -= k * flows[t] * factor / (1.0 + rate);
    }
    rate -= value / slope;
  }
  return rate;
}

/// The ledger of the toy; the solver is a division.
inline Ledger<double> toy_ledger(const ToyLines& lines, const Timeline& timeline, const ToyNumbers& numbers,
                                 double scale) {
  Ledger<double> ledger(lines.table, timeline.months());
  toy<double>(
      Clock<double>(timeline), lines, numbers.in, numbers.target, scale,
      [](std::span<const double> flows) {
        return Defined<double>{toy_root({flows.begin(), flows.end()}), true};
      },
      ledger);
  return ledger;
}

struct TracedToy {
  ToyLines lines;
  Timeline timeline{{2025, 7}, 24, HourConvention::calendar};
  ToyNumbers numbers;
  double scale;
  Graph graph;
  std::vector<audit::InputRow> inputs;

  TracedToy() {
    numbers.in = toy_inputs<double>([](const std::string&, double value) { return value; });
    scale = kToyTarget / total(numbers);
    const Graph::Use use(graph);
    Trace trace(graph, lines.table);
    const auto make = [&](const std::string& path, double value) {
      audit::InputRow row;
      row.path = path;
      row.label = "meaning of " + path;
      row.value = value;
      row.unit = path == "toy.opened" ? "month" : "USD";
      row.is_date = path == "toy.opened";
      row.source = "tender 7";
      row.as_of = "2025-03";
      row.status = "quote";
      inputs.push_back(row);
      return Formula::input(path, value);
    };
    const ToyInputs<Formula> in = toy_inputs<Formula>(make);
    const Formula target = make("toy.target", kToyTarget);
    toy<Formula>(
        Clock<Formula>(timeline), lines, in, target, Formula(scale),
        [](std::span<const Formula> row) {
          std::vector<double> flows;
          for (const Formula& x : row) flows.push_back(value_of(x));
          return irr_of_row(row, toy_root(flows), true, "no rate");
        },
        trace);
    trace.finish();
  }

  [[nodiscard]] double total(const ToyNumbers& of) const {
    const Ledger<double> ledger = toy_ledger(lines, timeline, of, 1.0);
    double sum = 0.0;
    for (const double x : ledger.row(lines.revenue)) sum += x;
    return sum;
  }
};

}  // namespace roi::test
