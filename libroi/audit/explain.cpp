#include "libroi/audit/explain.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "libroi/audit/formula_text.hpp"

namespace roi::audit {

namespace {

constexpr std::size_t kLargest = 3;  // contributions that are shown
constexpr double kRounding = 1e-9;   // of the largest value of a row

std::string six_digits(double x) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::general, 6).ptr;
  return {buffer.data(), end};
}

class Explainer {
 public:
  Explainer(const Graph& graph, std::span<const InputRow> inputs, std::optional<YearMonth> start)
      : graph_(graph), patterns_(graph), inputs_(inputs), start_(start) {}

  void cell(int row, int column, int depth, int indent) {
    const GraphRow& r = graph_.row(row);
    const NodeId expression = graph_.expression(row, column);
    line(indent, name(row, column) + " = " + shown(expression, r.info.unit) + note(r, expression));
    if (depth <= 0 || r.solved || graph_.node(expression).op == Op::literal) return;
    std::unordered_map<NodeId, PatternId> seen;
    column_ = column;
    const PatternId live = live_pattern(expression, seen);
    const PathNamer namer(graph_, column == kConstant ? -1000 : column);
    line(indent + 2, "= " + formula_text(patterns_, live, namer));
    binding(expression, indent + 4, namer);
    std::vector<NodeId> precedents;
    collect(expression, precedents);
    for (const NodeId id : precedents) precedent(id, row, column, depth - 1, indent + 4);
  }
  [[nodiscard]] std::string text() const { return text_; }

 private:
  void line(int indent, const std::string& words) {
    const std::string margin(static_cast<std::size_t>(indent), ' ');
    text_ += margin;
    for (const char c : words) text_ += c == '\n' ? "\n" + margin + "  " : std::string(1, c);  // lines of a source
    text_ += "\n";
  }

  [[nodiscard]] std::string name(int row, int column) const {
    const std::string& path = graph_.row(row).info.path;
    if (column == kConstant) return path;
    return column == kOpening ? path + "[opening]" : path + "[" + std::to_string(column) + "]" + dated(column);
  }
  /// " (2027-03)" for a month; nothing where the start is not known.
  [[nodiscard]] std::string dated(int month) const {
    return start_ && month >= 0 ? " (" + date_of(month) + ")" : std::string();
  }
  [[nodiscard]] std::string date_of(int month) const {
    const int index = start_->year * 12 + start_->month - 1 + month;
    return std::to_string(index / 12) + (index % 12 < 9 ? "-0" : "-") + std::to_string(index % 12 + 1);
  }
  [[nodiscard]] std::string shown(NodeId expression, const std::string& unit) const {
    if (!exists(expression)) {
      const std::string& reason = graph_.text(graph_.node(expression).c);
      return "undefined" + (reason.empty() ? "" : " (" + reason + ")");
    }
    const GraphNode& outer = graph_.node(expression);
    const GraphNode& n = outer.op == Op::defined ? graph_.node(outer.b) : outer;
    const bool is_month = n.op == Op::subtract && graph_.node(n.a).op == Op::match;
    return six_digits(n.value) + " " + unit + (is_month ? dated(static_cast<int>(n.value)) : std::string());
  }
  [[nodiscard]] std::string note(const GraphRow& row, NodeId expression) const {
    if (row.solved) return " (found by a solver)";
    if (row.source == GraphRow::Source::time) return " (calendar)";
    return graph_.node(expression).op == Op::literal && row.info.kind == Kind::constant ? " (fixed)" : "";
  }

  /// The formula without the arms that were not taken.
  PatternId live_pattern(NodeId id, std::unordered_map<NodeId, PatternId>& seen) {
    const GraphNode n = graph_.node(id);
    if (n.op == Op::choice) return live_pattern(graph_.node(n.a).value != 0.0 ? n.b : n.c, seen);
    if (n.op == Op::defined) return live_pattern(n.b, seen);
    const PatternId whole = patterns_.of(id, column_, OpeningReference::relative, seen);
    std::vector<PatternId> children;
    for (const NodeId child : node_children(graph_, id)) children.push_back(live_pattern(child, seen));
    return children.empty() ? whole : patterns_.with_children(whole, children);
  }
  void collect(NodeId id, std::vector<NodeId>& out) const {
    const GraphNode& n = graph_.node(id);
    if (n.op == Op::choice) return collect(graph_.node(n.a).value != 0.0 ? n.b : n.c, out);
    if (n.op == Op::defined) return collect(n.b, out);
    if (n.op == Op::match) return collect(n.a, out);  // the month of what it looks for
    if (n.op == Op::cell || n.op == Op::input || n.op == Op::range || n.op == Op::lag || is_fold(n.op)) {
      for (const NodeId known : out)
        if (known == id) return;
      out.push_back(id);
      return;
    }
    for (const NodeId child : node_children(graph_, id)) collect(child, out);
  }
  /// Which argument of the outermost MIN or MAX of the live formula was taken.
  void binding(NodeId id, int indent, const Namer& namer) {
    GraphNode n = graph_.node(id);
    while (n.op == Op::choice || n.op == Op::defined)
      n = graph_.node(n.op == Op::defined ? n.b : graph_.node(n.a).value != 0.0 ? n.b : n.c);
    if (n.op != Op::minimum && n.op != Op::maximum) return;
    const double a = graph_.node(n.a).value, b = graph_.node(n.b).value;
    const NodeId taken = (n.op == Op::minimum ? b < a : a < b) ? n.b : n.a;
    const Op op = graph_.node(taken).op;
    if (op == Op::minimum || op == Op::maximum || op == Op::choice) return binding(taken, indent, namer);
    std::unordered_map<NodeId, PatternId> seen;
    line(indent, "binds: " + formula_text(patterns_, live_pattern(taken, seen), namer));
  }
  void precedent(NodeId id, int row, int column, int depth, int indent) {
    const GraphNode n = graph_.node(id);
    if (n.op == Op::input) return input(n, indent);
    if (n.op == Op::range) return line(indent, months_of(n));
    if (n.op == Op::least || n.op == Op::most) return extreme(n, depth, indent);
    if (is_fold(n.op)) return contributions(n, depth, indent);
    if (n.op == Op::lag) {
      const GraphNode& value = graph_.node(n.b < n.c ? Graph::kZero : graph_.series(n.a)[n.b - n.c].id());
      if (value.op != Op::cell) return;
      return line(indent, name(static_cast<int>(value.a), static_cast<int>(value.b) - 2) + " = " +
                              six_digits(value.value) + " (earlier)");
    }
    const int other = static_cast<int>(n.a), at = static_cast<int>(n.b) - 2;
    const GraphRow& r = graph_.row(other);
    if (other == row && at == column - 1 && column >= 0) {
      const int since = unchanged_since(other, at);
      if (since < at && since >= 0 && depth > 0) {
        line(indent, name(other, at) + " = " + shown(graph_.expression(other, at), r.info.unit) + ", unchanged since");
        return cell(other, since, depth, indent + 2);
      }
      return line(indent,
                  name(other, at) + " = " + shown(graph_.expression(other, at), r.info.unit) + " (previous month)");
    }
    cell(other, at, r.source == GraphRow::Source::time ? 0 : depth, indent);
  }
  /// The first month from which on a row has the value of month t.
  [[nodiscard]] int unchanged_since(int row, int t) const {
    const double value = graph_.node(graph_.expression(row, t)).value;
    while (t > 0 && graph_.node(graph_.expression(row, t - 1)).value == value) --t;
    return t;
  }

  static bool is_fold(Op op) {
    return op == Op::sum || op == Op::sum_product || op == Op::least || op == Op::most || op == Op::rate;
  }
  [[nodiscard]] bool exists(NodeId expression) const {
    const GraphNode& n = graph_.node(expression);
    return n.op != Op::defined || graph_.node(n.a).value != 0.0;
  }
  /// "debt/dscr: months 0 to 119 (2024-01 to 2033-12) 1".
  [[nodiscard]] std::string months_of(const GraphNode& range) const {
    const LineInfo& info = graph_.row(static_cast<int>(range.a)).info;
    const int first = static_cast<int>(range.b), last = static_cast<int>(range.c);
    return info.path + ": months " + std::to_string(first) + " to " + std::to_string(last) +
           (start_ ? " (" + date_of(first) + " to " + date_of(last) + ")" : "") + " " + info.unit;
  }
  [[nodiscard]] double value_in(const GraphNode& range, std::uint32_t t) const {
    const NodeId expression = graph_.expression(static_cast<int>(range.a), static_cast<int>(t));
    return exists(expression) ? graph_.node(expression).value : 0.0;
  }

  /// The month that binds, and its formula. Values within rounding of the extreme are equal: the first counts.
  void extreme(const GraphNode& fold, int depth, int indent) {
    const GraphNode range = graph_.node(fold.a);
    const int row = static_cast<int>(range.a);
    double scale = 0.0;
    for (std::uint32_t t = range.b; t <= range.c; ++t) scale = std::max(scale, std::abs(value_in(range, t)));
    const char* word = fold.op == Op::least ? "least" : "greatest";
    for (std::uint32_t t = range.b; t <= range.c; ++t) {
      const int month = static_cast<int>(t);
      if (!exists(graph_.expression(row, month)) || std::abs(value_in(range, t) - fold.value) > kRounding * scale)
        continue;
      line(indent, months_of(range) + ", " + word + " in month " + std::to_string(month) + dated(month));
      return cell(row, month, depth, indent + 2);
    }
    line(indent, months_of(range));
  }

  /// The months that contribute most to a total, a present value or a rate of return.
  void contributions(const GraphNode& fold, int depth, int indent) {
    const GraphNode range = graph_.node(fold.a);
    const int row = static_cast<int>(range.a);
    const GraphRow& r = graph_.row(row);
    if (r.source != GraphRow::Source::line) return line(indent, months_of(range));
    const GraphNode factor = fold.op == Op::sum_product ? graph_.node(fold.b) : range;
    std::string sort =
        fold.op == Op::sum ? "amounts" : "products with " + graph_.row(static_cast<int>(factor.a)).info.path;
    if (fold.op == Op::rate) sort = "present values at " + six_digits(fold.value) + " 1/month";
    std::vector<std::pair<double, int>> parts;
    for (std::uint32_t t = range.b; t <= range.c; ++t) {
      double part = value_in(range, t);
      if (fold.op == Op::sum_product) part *= value_in(factor, t - range.b + factor.b);
      if (fold.op == Op::rate) part /= std::pow(1.0 + fold.value, static_cast<double>(t + 1));
      if (part != 0.0) parts.emplace_back(part, static_cast<int>(t));
    }
    std::stable_sort(parts.begin(), parts.end(),
                     [](const auto& a, const auto& b) { return std::abs(a.first) > std::abs(b.first); });
    if (parts.empty()) return line(indent, months_of(range) + ", all 0");
    parts.resize(std::min(parts.size(), kLargest));
    line(indent, months_of(range) + ", the largest " + sort + ":");
    for (const auto& [part, month] : parts) {
      if (fold.op != Op::sum)
        line(indent + 2, "month " + std::to_string(month) + dated(month) + ": " + six_digits(part) + " " + r.info.unit);
      cell(row, month, depth, indent + (fold.op == Op::sum ? 2 : 4));
    }
  }

  void input(const GraphNode& n, int indent) {
    const std::string& path = graph_.inputs()[n.a].path;
    std::string words = path + " = " + six_digits(n.value);
    for (const InputRow& row : inputs_) {
      if (row.path != path) continue;
      std::string about = "input";
      if (!row.source.empty()) about += "; " + row.source;
      if (!row.as_of.empty()) about += ", " + row.as_of;
      if (!row.status.empty()) about += ", status " + row.status;
      if (!row.confidence.empty()) about += ", confidence " + row.confidence;
      if (row.is_date && start_) words += " month" + dated(static_cast<int>(std::floor(n.value)));
      return line(indent, words + (row.is_date && start_ ? "" : " " + row.unit) + " (" + about + ")");
    }
    line(indent, words + " (input)");
  }

  const Graph& graph_;
  Patterns patterns_;
  std::span<const InputRow> inputs_;
  std::optional<YearMonth> start_;
  int column_ = 0;
  std::string text_;
};

}  // namespace

std::string explain(const Graph& graph, std::string_view path, int t, int depth, std::span<const InputRow> inputs,
                    std::optional<YearMonth> start) {
  const int row = graph.find_row(path);
  if (row < 0) throw DomainError("explain: there is no line '" + std::string(path) + "'");
  const int column =
      graph.expression(row, kConstant) != kNoNode && graph.row(row).info.kind == Kind::constant ? kConstant : t;
  if (graph.expression(row, column) == kNoNode)
    throw DomainError("explain: line '" + std::string(path) + "' has no value in " + Graph::column_name(column));
  Explainer explainer(graph, inputs, start);
  explainer.cell(row, column, depth, 0);
  return explainer.text();
}

}  // namespace roi::audit
