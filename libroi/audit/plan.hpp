#pragma once
/// @file libroi/audit/plan.hpp: a traced evaluation laid out as rows of sheets, and the rules those rows must keep.
///
/// Planning reads a finished trace (core/trace.hpp) and throws StructureError, naming the line, when
///
///   - the months of a row hold two formulas; both are printed
///   - a formula holds a literal other than 0, 1 and 12. A constant line that is nothing but a number is a named
///     constant and may hold any; so may the start of an IRR search and a solver's result
///   - a formula has more than eight operations and cutting does not help, or its text is too long
///   - a solver's result that other lines read has no proof: no line of Section::check depends on it
///
/// Formulas of more than eight operations are cut into helper rows "<label> (part k)", once per row pattern: the same
/// cut in every month. SUM, SUMPRODUCT, MIN and MAX over a range, INDEX, CHOOSE and IRR count as one operation, and so
/// does the addition of five or more cells, which is written as one SUM.
///
/// Equal helper rows are one: a later line refers to the helper of the first. Where a value is shown only if a mask
/// holds, a quotient drops the guard of its divisor against the same mask: IF(b>0,a/IF(b>0,b,1),…) is IF(b>0,a/b,…).
///
/// Checks. A check holds when its largest |residual| is at most 1e-9 x its scale: the larger of the constant lines it
/// names, else the largest |value| of the rows its formula reads in the check's own unit (of all rows it reads if none
/// has it). A metric that depends on a solver's result is blanked when a check that depends on the same result fails.
#include <cstdint>
#include <string>
#include <vector>

#include "libroi/audit/pattern.hpp"

namespace roi::audit {

inline constexpr int kMostOperations = 8;

struct PlanRow {
  LineInfo info;
  bool helper = false;
  bool time = false;
  bool solved = false;
  PatternId constant = kNoPattern, opening = kNoPattern, months = kNoPattern;
  std::vector<NodeId> cells;       // column + 2
  std::uint64_t solved_lines = 0;  // which solver results it depends on, one bit each
  bool blanked = false;            // shown only while the proofs hold
  int sheet = -1;
  int position = -1;  // on its sheet, from 0

  [[nodiscard]] NodeId cell(int column) const {
    const auto at = static_cast<std::size_t>(column + 2);
    return at < cells.size() ? cells[at] : kNoNode;
  }
  [[nodiscard]] PatternId pattern(int column) const {
    return column == kConstant ? constant : column == kOpening ? opening : months;
  }
};

struct PlanCheck {
  int row;
  bool proof;                   // depends on a solver's result
  std::vector<int> scale_rows;  // the rows whose largest |value| is its scale
};

struct PlanSheet {
  std::string name;
  std::vector<int> rows;  // in order; -1 is an empty line
};

class Plan {
 public:
  explicit Plan(const Graph& graph);

  [[nodiscard]] const Graph& graph() const noexcept { return *graph_; }
  [[nodiscard]] const Patterns& patterns() const noexcept { return patterns_; }
  [[nodiscard]] const std::vector<PlanRow>& rows() const noexcept { return rows_; }
  [[nodiscard]] const PlanRow& row(int id) const { return rows_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const std::vector<PlanSheet>& sheets() const noexcept { return sheets_; }
  [[nodiscard]] const std::vector<PlanCheck>& checks() const noexcept { return checks_; }
  /// Distinct formulas, counted once a row and zone.
  [[nodiscard]] int unique_formulas() const;
  [[nodiscard]] int helper_rows() const;
  /// The value the engine had in a column.
  [[nodiscard]] double value(int row, int column) const {
    return graph_->node(rows_[static_cast<std::size_t>(row)].cell(column)).value;
  }

 private:
  void read_rows();
  void demand_one_formula(PlanRow& row);
  void demand_plain_literals(const PlanRow& row, PatternId pattern, int column) const;
  void find_solved();
  void find_checks();
  void mark_blanked();
  void cut_rows();
  void place();

  const Graph* graph_;
  Patterns patterns_;
  std::vector<PlanRow> rows_;
  std::vector<PlanSheet> sheets_;
  std::vector<PlanCheck> checks_;
  std::vector<OpeningReference> opening_;  // per graph row
};

}  // namespace roi::audit
