#include "libroi/audit/explain.hpp"

#include <array>
#include <charconv>

#include "libroi/audit/formula_text.hpp"

namespace roi::audit {

namespace {

std::string six_digits(double x) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::general, 6).ptr;
  return {buffer.data(), end};
}

class Explainer {
 public:
  Explainer(const Graph& graph, std::span<const InputRow> inputs) : graph_(graph), patterns_(graph), inputs_(inputs) {}

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
    text_ += std::string(static_cast<std::size_t>(indent), ' ') + words + "\n";
  }

  [[nodiscard]] std::string name(int row, int column) const {
    const std::string& path = graph_.row(row).info.path;
    if (column == kConstant) return path;
    return column == kOpening ? path + "[opening]" : path + "[" + std::to_string(column) + "]";
  }
  [[nodiscard]] std::string shown(NodeId expression, const std::string& unit) const {
    const GraphNode& n = graph_.node(expression);
    if (n.op == Op::defined && graph_.node(n.a).value == 0.0) {
      const std::string& reason = graph_.text(n.c);
      return "undefined" + (reason.empty() ? "" : " (" + reason + ")");
    }
    return six_digits(n.value) + " " + unit;
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
    if (n.op == Op::cell || n.op == Op::input || n.op == Op::range || n.op == Op::lag) {
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
    if (n.op == Op::range) {
      const GraphRow& r = graph_.row(static_cast<int>(n.a));
      return line(indent,
                  r.info.path + ": months " + std::to_string(n.b) + " to " + std::to_string(n.c) + " " + r.info.unit);
    }
    if (n.op == Op::lag) {
      const GraphNode& value = graph_.node(n.b < n.c ? Graph::kZero : graph_.series(n.a)[n.b - n.c].id());
      if (value.op != Op::cell) return;
      return line(indent, name(static_cast<int>(value.a), static_cast<int>(value.b) - 2) + " = " +
                              six_digits(value.value) + " (earlier)");
    }
    const int other = static_cast<int>(n.a), at = static_cast<int>(n.b) - 2;
    const GraphRow& r = graph_.row(other);
    if (other == row && at == column - 1 && column >= 0)
      return line(indent,
                  name(other, at) + " = " + shown(graph_.expression(other, at), r.info.unit) + " (previous month)");
    cell(other, at, r.source == GraphRow::Source::time ? 0 : depth, indent);
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
      return line(indent, words + " " + row.unit + " (" + about + ")");
    }
    line(indent, words + " (input)");
  }

  const Graph& graph_;
  Patterns patterns_;
  std::span<const InputRow> inputs_;
  int column_ = 0;
  std::string text_;
};

}  // namespace

std::string explain(const Graph& graph, std::string_view path, int t, int depth, std::span<const InputRow> inputs) {
  const int row = graph.find_row(path);
  if (row < 0) throw DomainError("explain: there is no line '" + std::string(path) + "'");
  const int column =
      graph.expression(row, kConstant) != kNoNode && graph.row(row).info.kind == Kind::constant ? kConstant : t;
  if (graph.expression(row, column) == kNoNode)
    throw DomainError("explain: line '" + std::string(path) + "' has no value in " + Graph::column_name(column));
  Explainer explainer(graph, inputs);
  explainer.cell(row, column, depth, 0);
  return explainer.text();
}

}  // namespace roi::audit
