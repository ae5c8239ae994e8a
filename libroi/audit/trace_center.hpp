#pragma once
/// @file libroi/audit/trace_center.hpp: how a center is evaluated on Formula, for any list of streams.
///
///   roi::audit::TracedCenterOf<MyCenter> traced(center);                 streams from outside the library
///   roi::audit::write_workbook("model.xlsx", traced, record);
///
/// For roi::Center it is compiled into the library: audit/export.hpp. This header specialises for formulas what numbers
/// search: rates of return start in the workbook where the engine found them, the break-even scale is a marked number.
/// To be included where such a center is traced, before anything evaluates on Formula.
#include "libroi/audit/export.hpp"
#include "libroi/center/evaluate.hpp"
#include "libroi/center/layout_of.hpp"
#include "libroi/core/trace.hpp"
#include "libroi/engine/solved_scale.hpp"
#include "libroi/inputs/parameters.hpp"

namespace roi {

template <>
inline constexpr bool searches_scale<Formula> = false;

/// The rate is found in double; the workbook's IRR starts there.
template <>
[[nodiscard]] inline Defined<Formula> monthly_rate<Formula>(const Series<Formula>& row) {
  if (row.size() < 2) return {};
  std::vector<double> flows;
  for (const Formula& x : row.span()) flows.push_back(value_of(x));
  const IrrValue<double> rate = irr_value_periodic<double>(flows);
  return irr_of_row(row.span(), rate.rate, rate.exists, "no rate makes the NPV of this cash flow zero");
}

/// The spreadsheet has a power; the numbers multiply, which rounds alike to the last digit or two.
template <>
[[nodiscard]] inline Formula annual_from_monthly<Formula>(const Formula& monthly) {
  return pow(1.0 + monthly, Formula(12.0)) - 1.0;
}

}  // namespace roi

namespace roi::audit {

/// A layout with the proof of the break-even scale, where there is one.
template <class L, template <class> class C>
[[nodiscard]] LayoutOptions proof_of(const C<double>& center) {
  return {solve_scale<typename C<double>::StreamsOfCenter>(L(center), center).exists};
}

/// Evaluates the center on Formula into the graph.
template <template <class> class C>
void trace_into(Graph& graph, const LayoutOf<typename C<double>::StreamsOfCenter>& layout, const C<double>& center) {
  using Streams = typename C<double>::StreamsOfCenter;
  const Graph::Use use(graph);
  C<double> copy = center;
  C<Formula> inputs = convert<Formula>(center);
  const std::vector<Parameter<double>> values = parameters(copy);
  const std::vector<Parameter<Formula>> formulas = parameters(inputs);
  for (std::size_t i = 0; i < values.size(); ++i) *formulas[i].value = Formula::input(values[i].path, *values[i].value);
  const SolvedScale solved = solve_scale<Streams>(layout, center);
  Trace trace(graph, layout.lines());
  Evaluator<Formula, Trace, Streams> evaluator(layout);
  EvaluateOptions options;
  options.solved = &solved;
  (void)evaluator(inputs, trace, options);
  trace.finish();
}

/// A center with streams from outside the library.
template <template <class> class C>
class TracedCenterOf : public TracedModel {
 public:
  explicit TracedCenterOf(const C<double>& center)
      : TracedModel(center), center_(center), layout_(center, proof_of<LayoutOf<Streams>>(center)) {
    root_ = roi::inputs::object_of(center_);
    trace_into(graph_, layout_, center_);
  }
  [[nodiscard]] const Declared& layout() const noexcept { return layout_; }

 private:
  using Streams = typename C<double>::StreamsOfCenter;
  C<double> center_;
  LayoutOf<Streams> layout_;
};

}  // namespace roi::audit
