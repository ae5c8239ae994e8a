#include "libroi/engine/engine.hpp"

#include <algorithm>
#include <cmath>

#include "libroi/center/evaluate.hpp"
#include "libroi/core/float_mode.hpp"
#include "libroi/engine/solved_scale.hpp"

namespace roi {

SolvedScale solve_scale(const Layout& layout, const Center<double>& center) {
  Discard<double> nothing;
  Evaluator<double, Discard<double>> evaluator(layout);
  const MetricSet<double> metrics = evaluator(center, nothing, only(std::array{Metric::break_even_utilization}));
  const Defined<double> utilization = metrics[Metric::utilization];
  const Defined<double> break_even = metrics[Metric::break_even_utilization];
  if (!break_even.exists) return {};
  SolvedScale out{break_even.value / utilization.value, true, 0.0};
  Clock<double> clock(layout.timeline());
  OperationsSeries<double> ops(layout.months());
  ProjectSeries<double> project(layout.months());
  const auto npv = [&](double s) {
    return npv_at_scale(layout.operations, layout.project, center, clock, s, nothing, ops, project);
  };
  const double step = 1e-5 * out.scale;
  out.slope = (npv(out.scale + step) - npv(out.scale - step)) / (2.0 * step);
  return out;
}

namespace {

CheckResult check(const Ledger<double>& ledger, const LineTable& lines, Line line, const char* id) {
  const LineInfo& info = lines[line];
  CheckResult out;
  out.id = id;
  out.name = info.label.substr(info.label.find(' ') + 1);
  if (info.kind == Kind::constant) {
    out.residual = std::fabs(ledger.constant_of(line));
  } else {
    const auto row = ledger.row(line);
    for (std::size_t t = 0; t < row.size(); ++t)
      if (!(std::fabs(row[t]) <= out.residual)) {
        out.residual = std::fabs(row[t]);
        out.month = static_cast<int>(t);
      }
  }
  double scale = ledger.constant_of(Line{info.scale});
  if (!info.scale_too.empty()) scale = std::max(scale, std::fabs(ledger.constant_of(lines.find(info.scale_too))));
  out.tolerance = 1e-9 * scale;
  out.passed = out.residual <= out.tolerance;
  return out;
}

}  // namespace

bool Evaluation::passed() const noexcept {
  return std::all_of(checks.begin(), checks.end(), [](const CheckResult& c) { return c.passed; });
}

Evaluation evaluate(const Center<double>& center) {
  const DefaultFloatMode mode;
  auto layout = std::make_shared<const Layout>(center);
  Ledger<double> ledger(layout->lines(), layout->months());
  Evaluator<double, Ledger<double>> evaluator(*layout);
  const MetricSet<double> metrics = evaluator(center, ledger);
  Evaluation out{layout, std::move(ledger), metrics, {}, {}};
  const Line rows[4] = {layout->project.before_tax, layout->project.cash_flow, layout->statements.fcfe,
                        layout->statements.cash_flow};
  if (layout->months() > 1)
    for (std::size_t i = 0; i < 4; ++i) out.irr[i] = irr(out.ledger.row(rows[i]));
  const CheckLines& c = layout->checks;
  const std::pair<const char*, Line> all[] = {{"H1", c.balance},      {"H2", c.sources},  {"H2", c.cost},
                                              {"H4", c.depreciation}, {"H5", c.loan},     {"H6", c.cash},
                                              {"H7", c.solver},       {"H8", c.capacity}, {"H11", c.tax}};
  for (const auto& [id, line] : all) out.checks.push_back(check(out.ledger, layout->lines(), line, id));
  return out;
}

}  // namespace roi
