#include "libroi/audit/evaluate_graph.hpp"

#include <cmath>
#include <limits>

namespace roi::audit {

namespace {

/// EDATE of the first day of a month.
double shifted(double date, double months) {
  const YearMonth m = spreadsheet_month(date);
  const int index = m.year * 12 + m.month - 1 + static_cast<int>(months);
  const YearMonth target{index / 12, index % 12 + 1};
  const double day = std::min(date - spreadsheet_date(m), days_in_month(target.year, target.month) - 1.0);
  return spreadsheet_date(target) + day;
}

}  // namespace

GraphValues::GraphValues(const Graph& graph, std::span<const double> inputs) : graph_(&graph), inputs_(inputs) {
  if (inputs.size() != graph.inputs().size())
    throw StructureError("GraphValues: got " + std::to_string(inputs.size()) + " inputs, the graph has " +
                         std::to_string(graph.inputs().size()));
  values_.reserve(graph.nodes().size());
  for (const GraphNode& node : graph.nodes()) values_.push_back(evaluate(node));
}

double GraphValues::evaluate(const GraphNode& n) const {
  const auto a = [&] { return values_[n.a]; };
  const auto b = [&] { return values_[n.b]; };
  const auto truth = [](bool x) { return x ? 1.0 : 0.0; };
  switch (n.op) {
    case Op::literal:
    case Op::boolean: return n.value;
    case Op::input: return inputs_[n.a];
    case Op::cell: return at(static_cast<int>(n.a), static_cast<int>(n.b) - 2);
    case Op::range:
    case Op::block: return 0.0;
    case Op::add: return a() + b();
    case Op::subtract: return a() - b();
    case Op::multiply: return a() * b();
    case Op::divide: return a() / b();
    case Op::power: return roi::pow(a(), b());
    case Op::negate: return -a();
    case Op::minimum: return roi::min(a(), b());
    case Op::maximum: return roi::max(a(), b());
    case Op::absolute: return roi::abs(a());
    case Op::root: return roi::sqrt(a());
    case Op::exponential: return roi::exp(a());
    case Op::logarithm: return roi::log(a());
    case Op::normal: return roi::normal_cdf(a());
    case Op::less: return truth(a() < b());
    case Op::less_equal: return truth(a() <= b());
    case Op::greater: return truth(a() > b());
    case Op::greater_equal: return truth(a() >= b());
    case Op::equal: return truth(a() == b());
    case Op::not_equal: return truth(a() != b());
    case Op::both: return truth(a() != 0.0 && b() != 0.0);
    case Op::either: return truth(a() != 0.0 || b() != 0.0);
    case Op::negation: return truth(a() == 0.0);
    case Op::flag: return truth(a() != 0.0);
    case Op::choice: return a() != 0.0 ? b() : values_[n.c];
    case Op::sum:
    case Op::sum_product:
    case Op::least:
    case Op::most: return fold(n);
    case Op::index: {
      const double k = n.c == 0 ? b() : roi::min(b() + 1.0, n.c);
      return inputs_[graph_->node(n.a).a + static_cast<std::uint32_t>(k) - 1];
    }
    case Op::match: return matched(n);
    case Op::choose: return values_[graph_->list(n.a)[static_cast<std::size_t>(b()) - 1]];
    case Op::lag: return n.b < n.c ? 0.0 : values_[graph_->series(n.a)[n.b - n.c].id()];
    case Op::rate: return rate(n);
    case Op::rate_exists: return truth(std::isfinite(a()));
    case Op::defined: return b();
    case Op::shifted_date: return shifted(a(), b());
    case Op::month_of_date: return spreadsheet_month(a()).month;
    case Op::year_of_date: return spreadsheet_month(a()).year;
  }
  return 0.0;
}

double GraphValues::fold(const GraphNode& n) const {
  const GraphNode& x = graph_->node(n.a);
  const GraphNode& y = graph_->node(n.op == Op::sum_product ? n.b : n.a);
  const int row = static_cast<int>(x.a), exists = graph_->row(row).exists_row;
  double total = 0.0;
  bool any = false;
  for (int t = static_cast<int>(x.b); t <= static_cast<int>(x.c); ++t) {
    if (exists >= 0 && at(exists, t) == 0.0) continue;  // blank
    const double value = at(row, t);
    if (n.op == Op::sum) total += value;
    if (n.op == Op::sum_product) total += value * at(static_cast<int>(y.a), t);
    if (n.op == Op::most) total = any ? roi::max(value, total) : value;
    if (n.op == Op::least) total = any ? roi::min(total, value) : value;
    any = true;
  }
  return total;
}

double GraphValues::matched(const GraphNode& n) const {
  const GraphNode& range = graph_->node(n.b);
  const int row = static_cast<int>(range.a), exists = graph_->row(row).exists_row;
  for (int t = static_cast<int>(range.b); t <= static_cast<int>(range.c); ++t)
    if ((exists < 0 || at(exists, t) != 0.0) && at(row, t) == values_[n.a]) return t - static_cast<int>(range.b) + 1.0;
  return 1.0;
}

double GraphValues::rate(const GraphNode& n) const {
  const GraphNode& range = graph_->node(n.a);
  double x = values_[n.b];
  for (int i = 0; i < 100; ++i) {
    double value = 0.0, slope = 0.0;  // Horner in v = 1 / (1 + x)
    const double v = 1.0 / (1.0 + x);
    for (int t = static_cast<int>(range.c); t >= static_cast<int>(range.b); --t) {
      slope = slope * v + value;
      value = value * v + at(static_cast<int>(range.a), t);
    }
    const double step = value / (-slope * v * v);
    x -= step;
    if (!(std::abs(x) < 1e6) || x <= -1.0) break;
    if (std::abs(step) <= 1e-15 * (1.0 + std::abs(x))) return x;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> traced_inputs(const Graph& graph) {
  std::vector<double> values;
  for (const GraphInput& input : graph.inputs()) values.push_back(input.value);
  return values;
}

}  // namespace roi::audit
