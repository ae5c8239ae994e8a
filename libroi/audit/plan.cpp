#include "libroi/audit/plan.hpp"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "libroi/audit/formula_text.hpp"

namespace roi::audit {

namespace {

std::string shortened(std::string text) {
  constexpr std::size_t kLongest = 400;
  if (text.size() > kLongest) text = text.substr(0, kLongest) + " …";
  return text;
}

/// The rows a pattern reads.
void collect_rows(const Patterns& patterns, PatternId id, std::set<int>& rows, std::unordered_set<PatternId>& seen) {
  if (id == kNoPattern || !seen.insert(id).second) return;
  const Pattern& p = patterns[id];
  if (p.op == Op::cell || p.op == Op::range || p.op == Op::lag) rows.insert(static_cast<int>(p.a));
  for (const PatternId child : patterns.children(id)) collect_rows(patterns, child, rows, seen);
}

std::set<int> rows_read(const Patterns& patterns, const PlanRow& row) {
  std::set<int> rows;
  std::unordered_set<PatternId> seen;
  for (const PatternId id : {row.constant, row.opening, row.months}) collect_rows(patterns, id, rows, seen);
  return rows;
}

}  // namespace

Plan::Plan(const Graph& graph) : graph_(&graph), patterns_(graph) {
  read_rows();
  find_solved();
  find_checks();
  mark_blanked();
  cut_rows();
  place();
}

void Plan::read_rows() {
  opening_.assign(graph_->rows().size(), OpeningReference::relative);
  for (const GraphRow& source : graph_->rows()) {
    PlanRow row;
    row.info = source.info;
    row.time = source.source == GraphRow::Source::time;
    row.solved = source.solved;
    row.cells = source.cells;
    std::unordered_map<NodeId, PatternId> seen;
    if (row.cell(kConstant) != kNoNode)
      row.constant = patterns_.of(row.cell(kConstant), kConstant, OpeningReference::relative, seen);
    seen.clear();
    if (row.cell(kOpening) != kNoNode)
      row.opening = patterns_.of(row.cell(kOpening), kOpening, OpeningReference::relative, seen);
    demand_one_formula(row);
    const bool named_constant = row.constant != kNoPattern && patterns_[row.constant].op == Op::literal;
    if (!row.solved && !named_constant) demand_plain_literals(row, row.constant, kConstant);
    demand_plain_literals(row, row.opening, kOpening);
    demand_plain_literals(row, row.months, 0);
    rows_.push_back(std::move(row));
  }
}

void Plan::demand_one_formula(PlanRow& row) {
  if (row.cell(0) == kNoNode) return;
  const int months = static_cast<int>(row.cells.size()) - 2;
  PatternId first = kNoPattern, second = kNoPattern;
  int where = 0;
  for (const OpeningReference opening : {OpeningReference::relative, OpeningReference::absolute}) {
    bool uniform = true;
    for (int t = 0; t < months && uniform; ++t) {
      std::unordered_map<NodeId, PatternId> seen;
      const PatternId pattern = patterns_.of(row.cell(t), t, opening, seen);
      if (t == 0) row.months = pattern;
      uniform = pattern == row.months;
      if (uniform || opening == OpeningReference::absolute) continue;
      first = row.months;
      second = pattern;
      where = t;
    }
    opening_[rows_.size()] = opening;
    if (uniform) return;
  }
  const PathNamer namer(*graph_);
  throw StructureError("trace: line '" + row.info.path + "' has two formulas: in month 0 `" +
                       shortened(formula_text(patterns_, first, namer)) + "`, in month " + std::to_string(where) +
                       " `" + shortened(formula_text(patterns_, second, namer)) + "`");
}

void Plan::demand_plain_literals(const PlanRow& row, PatternId pattern, int column) const {
  if (pattern == kNoPattern) return;
  std::vector<PatternId> open{pattern};
  std::unordered_set<PatternId> seen;
  while (!open.empty()) {
    const PatternId id = open.back();
    open.pop_back();
    if (!seen.insert(id).second) continue;
    const Pattern& p = patterns_[id];
    if (p.op == Op::literal) {
      const double x = patterns_.literal(id);
      if (x != 0.0 && x != 1.0 && x != 12.0)
        throw StructureError(
            "trace: line '" + row.info.path + "' holds the literal " + to_text(x) + " in " +
            Graph::column_name(column) +
            "; only 0, 1 and 12 may stand in a formula, anything else is an input or a constant line of its own: `" +
            shortened(formula_text(patterns_, pattern, PathNamer(*graph_))) + "`");
    }
    if (p.op == Op::rate) {
      open.push_back(p.a);  // the start of the search is a number by nature
      continue;
    }
    for (const PatternId child : patterns_.children(id)) open.push_back(child);
  }
}

void Plan::find_solved() {
  const std::vector<GraphNode>& nodes = graph_->nodes();
  std::vector<std::uint64_t> bits(nodes.size(), 0);
  std::vector<std::uint64_t> own(rows_.size(), 0);
  int count = 0;
  for (std::size_t r = 0; r < rows_.size(); ++r)
    if (rows_[r].solved) own[r] = std::uint64_t{1} << (count++ % 64);
  const auto of_cell = [&](std::uint32_t row, int column) {
    const NodeId expression = rows_[row].cell(column);
    return own[row] | (expression == kNoNode ? 0 : bits[expression]);
  };
  for (std::size_t id = 0; id < nodes.size(); ++id) {
    const GraphNode& n = nodes[id];
    std::uint64_t all = 0;
    if (n.op == Op::cell) {
      all = of_cell(n.a, static_cast<int>(n.b) - 2);
    } else if (n.op == Op::range) {
      for (std::uint32_t t = n.b; t <= n.c; ++t) all |= of_cell(n.a, static_cast<int>(t));
    } else if (n.op == Op::lag) {
      if (n.b >= n.c) all = bits[graph_->series(n.a)[n.b - n.c].id()];
    } else {
      for (const NodeId child : node_children(*graph_, static_cast<NodeId>(id))) all |= bits[child];
    }
    bits[id] = all;
  }
  for (std::size_t r = 0; r < rows_.size(); ++r)
    for (const NodeId cell : rows_[r].cells)
      if (cell != kNoNode) rows_[r].solved_lines |= own[r] | bits[cell];
}

void Plan::find_checks() {
  std::uint64_t proven = 0;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    const PlanRow& row = rows_[r];
    if (row.info.section != Section::check) continue;
    PlanCheck check{static_cast<int>(r), row.solved_lines != 0, {}};
    proven |= row.solved_lines;
    const int scale = r < graph_->rows().size() ? graph_->row(static_cast<int>(r)).scale_row : -1;
    const std::set<int> read = rows_read(patterns_, row);
    if (scale >= 0) check.scale_rows.push_back(scale);
    if (!row.info.scale_too.empty()) check.scale_rows.push_back(graph_->find_row(row.info.scale_too));
    for (const int other : read)
      if (scale < 0 && this->row(other).info.unit == row.info.unit) check.scale_rows.push_back(other);
    if (check.scale_rows.empty()) check.scale_rows.assign(read.begin(), read.end());
    checks_.push_back(std::move(check));
  }
  const auto number = [&](const PlanCheck& check) {  // "H11" after "H8"; a check without a number first
    const std::string_view id = row(check.row).info.check;
    return id.empty() ? 0 : std::stoi(std::string(id.substr(1)));
  };
  std::stable_sort(checks_.begin(), checks_.end(),
                   [&](const PlanCheck& a, const PlanCheck& b) { return number(a) < number(b); });
  std::uint64_t used = 0;  // a result nobody reads needs no proof
  for (const PlanRow& row : rows_)
    if (!row.solved) used |= row.solved_lines;
  for (const PlanRow& row : rows_)
    if (row.solved && (row.solved_lines & used & ~proven) != 0)
      throw StructureError("trace: '" + row.info.path +
                           "' is a solver's result without proof; book a line of Section::check that depends on it");
}

void Plan::mark_blanked() {
  std::set<int> feeds_checks;
  std::vector<int> open;
  for (const PlanCheck& check : checks_) open.push_back(check.row);
  while (!open.empty()) {
    const int id = open.back();
    open.pop_back();
    if (feeds_checks.insert(id).second)
      for (const int next : rows_read(patterns_, row(id))) open.push_back(next);
  }
  for (std::size_t r = 0; r < rows_.size(); ++r)
    rows_[r].blanked = rows_[r].info.section == Section::metric && !rows_[r].solved && rows_[r].solved_lines != 0 &&
                       feeds_checks.count(static_cast<int>(r)) == 0;
}

int Plan::unique_formulas() const {
  std::set<PatternId> all;
  for (const PlanRow& row : rows_)
    for (const PatternId id : {row.constant, row.opening, row.months})
      if (id != kNoPattern && patterns_[id].op != Op::literal) all.insert(id);
  return static_cast<int>(all.size());
}

int Plan::helper_rows() const {
  return static_cast<int>(std::count_if(rows_.begin(), rows_.end(), [](const PlanRow& row) { return row.helper; }));
}

}  // namespace roi::audit
