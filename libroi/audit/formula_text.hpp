#pragma once
/// @file libroi/audit/formula_text.hpp: patterns as spreadsheet text.
///
/// Operators keep parentheses around a right operand of equal rank, so that the spreadsheet rounds in the order the
/// engine does. How a reference is written is the namer's affair: A1 references for the workbook, paths for messages
/// and explanations.
#include <string>
#include <vector>

#include "libroi/audit/pattern.hpp"

namespace roi::audit {

/// Writes references. A cell is given by row and, from a month or opening column, the offset to the column of use.
class Namer {
 public:
  virtual ~Namer() = default;
  [[nodiscard]] virtual std::string relative(int row, int offset) const = 0;
  [[nodiscard]] virtual std::string absolute(int row, int column) const = 0;
  [[nodiscard]] virtual std::string input(int index) const = 0;
  [[nodiscard]] virtual std::string range(int row, int first, int last) const = 0;
  [[nodiscard]] virtual std::string block(int first_input, int count) const = 0;
  [[nodiscard]] virtual std::string lag(int row, int k) const = 0;
  /// The arguments of a SUM over single cells; a namer may join neighbours to a range.
  [[nodiscard]] virtual std::string terms(const std::vector<std::string>& terms) const;
  /// A function that came with Excel 2010, which a file names with a prefix.
  [[nodiscard]] virtual std::string newer_function(const std::string& name) const { return name; }
};

/// Paths: `debt/balance[t-1]`, `debt/rate`; a total is `SUM(debt/interest)`.
class PathNamer : public Namer {
 public:
  /// Without a month, columns are written relative to t.
  explicit PathNamer(const Graph& graph, int month = -1000) : graph_(&graph), month_(month) {}
  [[nodiscard]] std::string relative(int row, int offset) const override;
  [[nodiscard]] std::string absolute(int row, int column) const override;
  [[nodiscard]] std::string input(int index) const override;
  [[nodiscard]] std::string range(int row, int first, int last) const override;
  [[nodiscard]] std::string block(int first_input, int count) const override;
  [[nodiscard]] std::string lag(int row, int k) const override;

 private:
  const Graph* graph_;
  int month_;
};

/// The formula without the leading "=".
[[nodiscard]] std::string formula_text(const Patterns& patterns, PatternId id, const Namer& namer);

}  // namespace roi::audit
