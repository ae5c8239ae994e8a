/// The one-minute example of the README: reads a center, evaluates it, prints what came out.
#include <cstdio>

#include "libroi/engine/engine.hpp"
#include "libroi/inputs/reader.hpp"

int main() {
  const auto [center, record] = roi::read<roi::Center<double>>(roi::load("examples/small_center.json"));
  const roi::Evaluation result = roi::evaluate(center);

  const auto npv = result.metrics[roi::Metric::npv_project];
  const auto irr = result.metrics[roi::Metric::irr_project];
  std::printf("project NPV %.1f million %s, IRR %.2f %%\n", npv.value / 1e6, center.currency.c_str(), 100 * irr.value);

  const roi::Line cash = result.layout->lines().find("project/cash flow");
  std::printf("first month %.0f, last month %.0f\n", result.ledger.row(cash).front(), result.ledger.row(cash).back());
  for (const roi::CheckResult& check : result.checks)
    if (!check.passed) std::printf("%s fails: %s\n", check.id.c_str(), check.name.c_str());
}
