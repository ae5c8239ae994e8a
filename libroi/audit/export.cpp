#include "libroi/audit/export.hpp"

#include "libroi/audit/explain.hpp"
#include "libroi/center/evaluate.hpp"
#include "libroi/core/trace.hpp"
#include "libroi/core/version.hpp"
#include "libroi/engine/solved_scale.hpp"
#include "libroi/inputs/parameters.hpp"

namespace roi {

template <>
inline constexpr bool searches_scale<Formula> = false;

/// The rate is found in double; the workbook's IRR starts there.
template <>
Defined<Formula> monthly_rate<Formula>(const Series<Formula>& row) {
  if (row.size() < 2) return {};
  std::vector<double> flows;
  for (const Formula& x : row.span()) flows.push_back(value_of(x));
  const IrrValue<double> rate = irr_value_periodic<double>(flows);
  return irr_of_row(row.span(), rate.rate, rate.exists, "no rate makes the NPV of this cash flow zero");
}

/// The spreadsheet has a power; the numbers multiply, which rounds alike to the last digit or two.
template <>
Formula annual_from_monthly<Formula>(const Formula& monthly) {
  return pow(1.0 + monthly, Formula(12.0)) - 1.0;
}

}  // namespace roi

namespace roi::audit {

namespace {

Center<Formula> with_inputs(const Center<double>& center) {
  Center<double> copy = center;
  Center<Formula> out = convert<Formula>(center);
  const std::vector<Parameter<double>> values = parameters(copy);
  const std::vector<Parameter<Formula>> formulas = parameters(out);
  for (std::size_t i = 0; i < values.size(); ++i) *formulas[i].value = Formula::input(values[i].path, *values[i].value);
  return out;
}

std::string two_digits(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

}  // namespace

TracedCenter::TracedCenter(const Center<double>& center)
    : center_(center), layout_(center, LayoutOptions{solve_scale(Layout(center), center).exists}) {
  const Graph::Use use(graph_);
  const Center<Formula> inputs = with_inputs(center_);
  const SolvedScale solved = solve_scale(layout_, center_);
  Trace trace(graph_, layout_.lines());
  Evaluator<Formula, Trace> evaluator(layout_);
  EvaluateOptions options;
  options.solved = &solved;
  (void)evaluator(inputs, trace, options);
  trace.finish();
}

std::string TracedCenter::explain(std::string_view path, int t, int depth, const Record& record) const {
  const std::vector<InputRow> rows = inputs(record);
  return audit::explain(graph_, path, t, depth, rows);
}

void write_workbook(const std::string& file, const TracedCenter& traced, const Record& record, WorkbookInfo info) {
  const Center<double>& center = traced.center();
  if (info.model.empty()) info.model = center.name;
  if (info.currency.empty()) info.currency = center.currency;
  if (info.engine.empty()) info.engine = std::string("libroi ") + LIBROI_VERSION;
  if (info.timeline.empty())
    info.timeline = std::to_string(center.start.year) + "-" + two_digits(center.start.month) + ", " +
                    std::to_string(center.months) + " months";
  if (info.conventions.empty())
    info.conventions =
        "nominal money without VAT; flows at the end of their month; costs positive in their own rows; a flow of month "
        "t is discounted t + 1 months";
  write_workbook(file, Plan(traced.graph()), traced.inputs(record), info);
}

}  // namespace roi::audit
