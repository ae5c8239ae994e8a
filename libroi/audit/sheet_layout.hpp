#pragma once
/// @file libroi/audit/sheet_layout.hpp: where a plan's rows stand in the workbook, and how a formula refers to them.
///
///   sheet      first data line   columns
///   domains    5                 A label  B unit  C total  D constant  E definition  F path  G opening  H month 0 …
///   Metrics    5                 A label  B unit  C value  D definition  E path
///   Inputs     5                 A path   B meaning  C value  D month of a date  E unit  F range  G source …
///   Checks     8                 A check  B unit  C largest residual  D scale  E tolerance  F holds  G definition  H path
///
/// The same column is the same month on every sheet. A date input is a spreadsheet date; formulas read the months
/// since the start of the model in the cell beside it.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/audit/formula_text.hpp"
#include "libroi/audit/input_row.hpp"
#include "libroi/audit/plan.hpp"

namespace roi::audit {

inline constexpr int kFirstLine = 4;  // counted from 0
inline constexpr int kFirstCheckLine = 7;
inline constexpr int kUnitColumn = 1, kTotalColumn = 2, kConstantColumn = 3, kDefinitionColumn = 4, kPathColumn = 5;
inline constexpr int kOpeningColumn = 6, kFirstMonthColumn = 7;
inline constexpr int kInputValueColumn = 2, kInputMonthColumn = 3;
inline constexpr int kMetricValueColumn = 2;
inline constexpr int kToleranceLine = 2, kMasterLine = 3, kProofLine = 4, kOtherLine = 5, kCheckValueColumn = 2,
                     kCheckHoldsColumn = 5;

/// "A", "Z", "AA", …
[[nodiscard]] std::string column_letters(int column);
/// "H5", "$H$5", counted from 0.
[[nodiscard]] std::string cell_name(int line, int column, bool absolute = false);
/// "Time!" or "'Balance sheet'!"; an apostrophe is doubled.
[[nodiscard]] std::string sheet_prefix(std::string_view sheet);
/// Whether Excel takes it as a defined name: letters, digits, _ and . only, not starting with a digit, no cell, no R1C1.
[[nodiscard]] bool is_defined_name(std::string_view name);

/// The places of everything a formula may refer to.
class SheetLayout {
 public:
  /// Puts the clock's inputs in front of `inputs`. Errors: StructureError when the trace reads an input without a row.
  SheetLayout(const Plan& plan, std::span<const InputRow> inputs);

  [[nodiscard]] const Plan& plan() const noexcept { return *plan_; }
  [[nodiscard]] const std::vector<InputRow>& inputs() const noexcept { return inputs_; }
  /// Whether a formula of the workbook reads this row of the Inputs sheet.
  [[nodiscard]] bool is_read(int input_row) const { return read_[static_cast<std::size_t>(input_row)] != 0; }
  [[nodiscard]] int line_of_input(int graph_input) const {
    return kFirstLine + place_[static_cast<std::size_t>(graph_input)];
  }
  [[nodiscard]] bool is_date_input(int graph_input) const {
    return inputs_[static_cast<std::size_t>(place_[static_cast<std::size_t>(graph_input)])].is_date;
  }
  [[nodiscard]] int line_of(int row) const { return kFirstLine + plan_->row(row).position; }
  [[nodiscard]] int column_of(int row, int column) const;
  [[nodiscard]] const std::string& sheet_of(int row) const {
    return plan_->sheets()[static_cast<std::size_t>(plan_->row(row).sheet)].name;
  }
  /// The row of the Time sheet with this path.
  [[nodiscard]] int time_row(std::string_view path) const { return plan_->graph().find_row(path); }

 private:
  const Plan* plan_;
  std::vector<InputRow> inputs_;
  std::vector<int> place_;  // of graph inputs
  std::vector<char> read_;  // of rows
};

/// References as seen from one cell of a sheet.
class A1Namer : public Namer {
 public:
  A1Namer(const SheetLayout& layout, std::string sheet, int column)
      : layout_(&layout), sheet_(std::move(sheet)), column_(column) {}
  [[nodiscard]] std::string relative(int row, int offset) const override;
  [[nodiscard]] std::string absolute(int row, int column) const override;
  [[nodiscard]] std::string input(int index) const override;
  [[nodiscard]] std::string range(int row, int first, int last) const override;
  [[nodiscard]] std::string block(int first_input, int count) const override;
  [[nodiscard]] std::string lag(int row, int k) const override;
  [[nodiscard]] std::string terms(const std::vector<std::string>& terms) const override;
  [[nodiscard]] std::string newer_function(const std::string& name) const override { return "_xlfn." + name; }

 private:
  [[nodiscard]] std::string prefix(const std::string& sheet) const {
    return sheet == sheet_ ? "" : sheet_prefix(sheet);
  }
  const SheetLayout* layout_;
  std::string sheet_;
  int column_;  // the plan's column the formula stands in
};

}  // namespace roi::audit
