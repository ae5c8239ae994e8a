#include "libroi/audit/pattern.hpp"

#include <algorithm>
#include <bit>
#include <string>

namespace roi::audit {

namespace {

/// How many of a, b, c are nodes.
int arity(Op op) {
  switch (op) {
    case Op::literal:
    case Op::boolean:
    case Op::input:
    case Op::cell:
    case Op::range:
    case Op::block:
    case Op::lag: return 0;
    case Op::negate:
    case Op::absolute:
    case Op::root:
    case Op::exponential:
    case Op::logarithm:
    case Op::normal:
    case Op::negation:
    case Op::flag:
    case Op::sum:
    case Op::least:
    case Op::most:
    case Op::rate_exists:
    case Op::month_of_date:
    case Op::year_of_date: return 1;
    case Op::choice: return 3;
    default: return 2;
  }
}

}  // namespace

std::vector<NodeId> node_children(const Graph& graph, NodeId id) {
  const GraphNode& node = graph.node(id);
  if (node.op == Op::choose) {
    std::vector<NodeId> all = graph.list(node.a);
    all.push_back(node.b);
    return all;
  }
  const std::uint32_t children[] = {node.a, node.b, node.c};
  return {children, children + arity(node.op)};
}

PatternId Patterns::make(const Pattern& pattern) {
  const auto [it, fresh] = ids_.try_emplace(pattern, static_cast<PatternId>(patterns_.size()));
  if (fresh) {
    patterns_.push_back(pattern);
    operations_.push_back(-1);
  }
  return it->second;
}

PatternId Patterns::cell_here(int row, Zone zone) {
  const auto r = static_cast<std::uint32_t>(row);
  return zone == Zone::constant ? make({Op::cell, r, 0, 1}) : make({Op::cell, r, 0, 0});
}

PatternId Patterns::of_cell(const GraphNode& node, int column, OpeningReference opening) {
  const int target = static_cast<int>(node.b) - 2;
  const bool absolute = target == kConstant || column == kConstant ||
                        (target == kOpening && column != kOpening && opening == OpeningReference::absolute);
  return absolute ? make({Op::cell, node.a, node.b, 1})
                  : make({Op::cell, node.a, static_cast<std::uint32_t>(target - column), 0});
}

PatternId Patterns::of_lag(const GraphNode& node, int column) {
  const std::vector<Formula>& series = graph_->series(node.a);
  if (static_cast<int>(node.b) != column)
    throw StructureError("lag: is used in " + Graph::column_name(column) + " but was taken in month " +
                         std::to_string(node.b));
  std::uint32_t row = 0;
  for (std::size_t t = 0; t < series.size(); ++t) {
    const GraphNode& value = graph_->node(series[t].id());
    if (value.op != Op::cell || value.b != t + 2 || (t > 0 && value.a != row))
      throw StructureError("lag: the series does not hold the booked months of one row in month " + std::to_string(t));
    row = value.a;
  }
  return make({Op::lag, row, 0, node.c});
}

PatternId Patterns::unguarded(PatternId mask, PatternId value) {
  const Pattern quotient = patterns_[value];
  if (quotient.op != Op::divide || patterns_[quotient.b].op != Op::choice) return value;
  const Pattern guard = patterns_[quotient.b];
  std::vector<PatternId> open{mask};
  while (!open.empty()) {
    const PatternId id = open.back();
    open.pop_back();
    if (id == guard.a) return make({Op::divide, quotient.a, guard.b, 0});
    if (patterns_[id].op == Op::both) open.insert(open.end(), {patterns_[id].a, patterns_[id].b});
  }
  return value;
}

PatternId Patterns::of(NodeId id, int column, OpeningReference opening, std::unordered_map<NodeId, PatternId>& seen) {
  if (const auto it = seen.find(id); it != seen.end()) return it->second;
  const GraphNode node = graph_->node(id);
  PatternId result = kNoPattern;
  const auto child = [&](NodeId n) { return of(n, column, opening, seen); };
  if (node.op == Op::cell) {
    result = of_cell(node, column, opening);
  } else if (node.op == Op::lag) {
    result = of_lag(node, column);
  } else if (is_leaf(node.op)) {
    result = make({node.op, node.a, node.b, node.c});
  } else if (node.op == Op::choose) {
    std::vector<PatternId> list;
    for (const NodeId n : graph_->list(node.a)) list.push_back(child(n));
    const auto at = std::find(lists_.begin(), lists_.end(), list);
    const auto index = static_cast<std::uint32_t>(at - lists_.begin());
    if (at == lists_.end()) lists_.push_back(std::move(list));
    result = make({Op::choose, index, child(node.b), 0});
  } else {
    const int n = arity(node.op);
    const PatternId a = child(node.a);
    PatternId b = n > 1 ? child(node.b) : 0;
    if (node.op == Op::defined) seen[node.b] = b = unguarded(a, b);
    result = make({node.op, a, b, n > 2 ? child(node.c) : node.c});
  }
  seen.emplace(id, result);
  return result;
}

double Patterns::literal(PatternId id) const {
  const Pattern& p = patterns_[id];
  return std::bit_cast<double>(static_cast<std::uint64_t>(p.b) << 32 | p.a);
}

std::vector<PatternId> Patterns::children(PatternId id) const {
  const Pattern& p = patterns_[id];
  if (p.op == Op::choose) {
    std::vector<PatternId> all = lists_[p.a];
    all.push_back(p.b);
    return all;
  }
  const int n = arity(p.op);
  std::vector<PatternId> all;
  if (n > 0) all.push_back(p.a);
  if (n > 1) all.push_back(p.b);
  if (n > 2) all.push_back(p.c);
  return all;
}

PatternId Patterns::with_children(PatternId id, const std::vector<PatternId>& children) {
  Pattern p = patterns_[id];
  if (p.op == Op::choose) {
    lists_.emplace_back(children.begin(), children.end() - 1);
    return make({Op::choose, static_cast<std::uint32_t>(lists_.size() - 1), children.back(), 0});
  }
  if (!children.empty()) p.a = children[0];
  if (children.size() > 1) p.b = children[1];
  if (children.size() > 2) p.c = children[2];
  return make(p);
}

std::vector<PatternId> Patterns::terms_of_sum(PatternId id) const {
  std::vector<PatternId> terms, open{id};
  while (!open.empty()) {
    const PatternId next = open.back();
    open.pop_back();
    const Pattern& p = patterns_[next];
    if (p.op == Op::add) {
      open.push_back(p.b);
      open.push_back(p.a);
    } else if (p.op == Op::cell || p.op == Op::input) {
      terms.push_back(next);
    } else {
      return {};
    }
  }
  if (terms.size() < 5) terms.clear();
  return terms;
}

int Patterns::operations(PatternId id) {
  if (operations_[id] >= 0) return operations_[id];
  const Pattern p = patterns_[id];
  int count = is_leaf(p.op) || p.op == Op::flag || p.op == Op::rate_exists ? 0 : 1;
  if (p.op == Op::add && !terms_of_sum(id).empty()) {
    count = 1;
  } else if (p.op != Op::rate_exists) {
    for (const PatternId child : children(id)) count = std::min(count + operations(child), 1000000);
  }
  operations_[id] = count;
  return count;
}

}  // namespace roi::audit
