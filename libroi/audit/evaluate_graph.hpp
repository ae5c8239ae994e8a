#pragma once
/// @file libroi/audit/evaluate_graph.hpp: an independent evaluation of a traced model from its inputs.
///
/// Every cell is computed again from the recorded formulas in double, with given values of the inputs in the order of
/// graph.inputs(). With the inputs of the trace it must give the engine's values; with others it says what the
/// workbook will show after the same edit, and is checked against the engine run on those inputs. Results of solvers
/// stay as they are. An IRR is searched from the recorded root by Newton's method; without one it is NaN.
#include <span>
#include <vector>

#include "libroi/core/formula_fold.hpp"

namespace roi::audit {

class GraphValues {
 public:
  /// Errors: StructureError when the number of inputs is not that of the graph.
  GraphValues(const Graph& graph, std::span<const double> inputs);
  /// The value of a node.
  [[nodiscard]] double operator[](NodeId id) const { return values_[id]; }
  /// The value of a column of a row; kOpening and kConstant are columns.
  [[nodiscard]] double at(int row, int column) const { return values_[graph_->expression(row, column)]; }

 private:
  [[nodiscard]] double evaluate(const GraphNode& node) const;
  [[nodiscard]] double fold(const GraphNode& node) const;
  [[nodiscard]] double matched(const GraphNode& node) const;
  [[nodiscard]] double rate(const GraphNode& node) const;

  const Graph* graph_;
  std::span<const double> inputs_;
  std::vector<double> values_;
};

/// The inputs of the trace itself.
[[nodiscard]] std::vector<double> traced_inputs(const Graph& graph);

}  // namespace roi::audit
