#pragma once
/// @file libroi/engine/solved_scale.hpp: the break-even scale of a center, solved in double, for scalars that cannot search.
///
/// The scale of sales at which project NPV is zero and the slope of NPV there, by two whole runs beside it; `exists` is
/// false where there is none.
#include <array>

#include "libroi/center/evaluate.hpp"

namespace roi {

template <class Streams>
[[nodiscard]] SolvedScale solve_scale(const LayoutOf<Streams>& layout, const CenterOf<double, Streams>& center) {
  Discard<double> nothing;
  Evaluator<double, Discard<double>, Streams> evaluator(layout);
  EvaluateOptions options;
  options.costs = CostGroups::none();
  options.costs.add(CostGroup::break_even);
  const MetricSet<double>& metrics = evaluator(center, nothing, options);
  const Defined<double> utilization = metrics[Metric::utilization];
  const Defined<double> break_even = metrics[Metric::break_even_utilization];
  if (!break_even.exists) return {};
  SolvedScale out{break_even.value / utilization.value, true, 0.0};
  const Clock<double> clock(layout.timeline());
  Operations<double> ops(layout.months());
  ProjectSeries<double> project(layout.months());
  const auto npv = [&](double s) {
    return npv_at_scale(layout.operations, layout.project, center, clock, s, nothing, ops, project);
  };
  const double step = 1e-5 * out.scale;
  out.slope = (npv(out.scale + step) - npv(out.scale - step)) / (2.0 * step);
  return out;
}

extern template SolvedScale solve_scale(const LayoutOf<StandardStreams>&, const CenterOf<double, StandardStreams>&);

}  // namespace roi
