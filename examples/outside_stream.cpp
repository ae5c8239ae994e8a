// A stream of revenue from outside the library: evaluated, differentiated, varied in a batch, and as a workbook.
#include "examples/outside_stream.hpp"

#include <cstdio>
#include <string>
#include <vector>

#include "libroi/audit/trace_center.hpp"
#include "libroi/engine/outside.hpp"
#include "libroi/inputs/document.hpp"
#include "libroi/inputs/reader.hpp"

int main(int count, char** arguments) {
  const auto [center, record] = roi::read<HeatedCenter<double>>(roi::load("examples/data/heated_center.json"));

  // One evaluation: the stream stands in the statements, and the checks still hold.
  const roi::Evaluation result = roi::evaluate(center);
  const roi::Metric share = result.layout->metric("heat/share of energy");
  const auto row = result.ledger.row(result.layout->lines().find("revenue/heat/district"));
  std::printf("heat in the last month %.0f %s, %.1f %% of the energy over the life\n", row.back(),
              center.currency.c_str(), 100.0 * result.metrics[share].value);
  std::printf("project NPV %.2f million, break-even utilization %.4f, all checks %s\n",
              result.metrics[roi::Metric::npv_project].value / 1e6,
              result.metrics[roi::Metric::break_even_utilization].value, result.passed() ? "hold" : "FAIL");

  // Exact derivatives by the stream's own inputs, beside all others.
  const std::vector<roi::Metric> metrics{roi::Metric::npv_project, roi::Metric::break_even_utilization, share};
  const std::vector<double> slopes = roi::gradient(center, metrics);
  HeatedCenter<double> copy = center;
  const auto parameters = roi::parameters(copy);
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].path.starts_with("heat."))
      std::printf("%-30s NPV %12.0f  break-even %9.5f  share %7.4f  per %s\n", parameters[i].path.c_str(), slopes[i],
                  slopes[parameters.size() + i], slopes[2 * parameters.size() + i], parameters[i].unit);

  // A batch on packs, eight variations at a time: each row is bit for bit what evaluate() gives.
  const std::vector<std::string> paths{"heat.district.recovered", "markets.on-demand.demand"};
  const std::vector<double> values{0.0, 320.0, 0.3, 320.0, 0.6, 320.0, 0.6, 100.0};
  const std::vector<double> table = roi::evaluate_many(center, paths, values, metrics).metrics;
  for (std::size_t i = 0; i < 4; ++i)
    std::printf("recovered %.1f, demand %3.0f cards: NPV %8.4f million, break-even %.4f\n", values[2 * i],
                values[2 * i + 1], table[3 * i] / 1e6, table[3 * i + 1]);

  // The workbook holds the stream's formulas like all others.
  const roi::audit::TracedCenterOf<HeatedCenter> traced(center);
  std::printf("%s", traced.explain("revenue/heat/district", 30, 1, record).c_str());
  if (count > 1) roi::audit::write_workbook(arguments[1], traced, record);
}
