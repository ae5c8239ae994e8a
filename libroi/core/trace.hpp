#pragma once
/// @file libroi/core/trace.hpp: the recorder that turns every booked value into a cell of the expression graph.
///
///     Graph graph;
///     const Graph::Use use(graph);
///     Trace trace(graph, lines);
///     loan(Clock<Formula>(timeline), lines, inputs, trace);             // any calculation, instantiated for Formula
///     trace.finish();
///
/// Booking returns the cell, so that later formulas refer to it; a value that is not booked is written out where it
/// is used. A ratio gets a row of flags beside it ("… (exists)") that says in which months it is defined; undefined
/// months are blank. A metric that does not exist shows its line's reason.
///
/// `finish` demands what makes the rows a workbook: every line is booked in every month (a constant or metric in the
/// constant column), and no line and input share a path. The rules on formulas are checked where rows are laid out
/// (audit/plan.hpp).
#include <string>

#include "libroi/core/formula_fold.hpp"

namespace roi {

class Trace {
 public:
  static constexpr bool want_checks = true;
  static constexpr bool keeps_lines = true;

  Trace(Graph& graph, const LineTable& lines) : graph_(&graph), first_row_(static_cast<int>(graph.rows().size())) {
    for (const LineInfo& line : lines.all())
      (void)graph.add_row({GraphRow::Source::line, line, false, line.scale < 0 ? -1 : first_row_ + line.scale, -1, {}});
    count_ = lines.size();
  }
  Formula operator()(Line line, int t, const Formula& x) { return fill(line, t, x); }
  Formula opening(Line line, const Formula& x) { return fill(line, kOpening, x); }
  Formula constant(Line line, const Formula& x) { return fill(line, kConstant, x); }
  /// The engine's solution stands in the workbook as a marked number.
  Formula solved(Line line, const Formula& x) {
    graph_->row(row_of(line)).solved = true;
    return Formula::from_node(graph_->fill(row_of(line), kConstant, graph_->literal(x.value())));
  }
  Defined<Formula> ratio(Line line, int t, const Defined<Formula>& x) {
    const int row = row_of(line);
    if (graph_->row(row).exists_row < 0) {
      LineInfo info = graph_->row(row).info;
      info = {info.path + "/exists",
              info.label + " (exists)",
              "flag",
              Kind::flag,
              Section::none,
              "1 where " + info.label + " is defined"};
      const int exists_row = graph_->add_row({GraphRow::Source::exists, info, false, -1, -1, {}});
      graph_->row(row).exists_row = exists_row;
    }
    const Formula flag =
        Formula::from_node(graph_->fill(graph_->row(row).exists_row, t, select(x.exists, 1.0, 0.0).id()));
    const FormulaMask exists = FormulaMask::make(Op::flag, flag.id(), 0, x.exists.value());
    return {fill(line, t, masked({x.value, exists}, "")), exists};
  }
  Defined<Formula> metric(Line line, const Defined<Formula>& x) {
    return {fill(line, kConstant, masked(x, graph_->row(row_of(line)).info.undefined_reason)), x.exists};
  }
  void finish() const {
    for (int i = 0; i < count_; ++i) {
      const GraphRow& row = graph_->row(first_row_ + i);
      if (graph_->find_input(row.info.path) >= 0)
        throw StructureError("trace: '" + row.info.path + "' is both a line and an input");
      const bool constant = row.info.kind == Kind::constant;
      for (int column = constant ? kConstant : 0; column < (constant ? kOpening : graph_->months()); ++column)
        if (graph_->expression(first_row_ + i, column) == kNoNode)
          throw StructureError("trace: line '" + row.info.path + "' is not booked in " + Graph::column_name(column));
    }
  }

 private:
  [[nodiscard]] int row_of(Line line) const noexcept { return first_row_ + line.id; }
  Formula fill(Line line, int column, const Formula& x) {
    return Formula::from_node(graph_->fill(row_of(line), column, x.id()));
  }
  [[nodiscard]] Formula masked(const Defined<Formula>& x, const std::string& reason) const {
    if (x.exists.id() == Graph::kTrue) return x.value;
    if (x.exists.id() == Graph::kFalse)
      return Formula::from_node(graph_->make(Op::defined, Graph::kFalse, Graph::kZero, graph_->add_text(reason), 0.0));
    return Formula::from_node(
        graph_->make(Op::defined, x.exists.id(), x.value.id(), graph_->add_text(reason), x.value.value()));
  }
  Graph* graph_;
  int first_row_;
  int count_ = 0;
};

}  // namespace roi
