#pragma once
/// @file libroi/audit/workbook_writer.hpp: the sheets of a workbook, written with libxlsxwriter. Used by workbook.cpp.
#include <map>
#include <string>
#include <utility>

#include "libroi/audit/sheet_layout.hpp"
#include "libroi/audit/workbook.hpp"

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace roi::audit {

enum class CellStyle { plain, input, solved, helper, title, heading, note, wrapped, total };

class WorkbookWriter {
 public:
  WorkbookWriter(const std::string& file, const SheetLayout& layout, const WorkbookInfo& info);
  ~WorkbookWriter();
  WorkbookWriter(const WorkbookWriter&) = delete;
  WorkbookWriter& operator=(const WorkbookWriter&) = delete;

  void cover();
  void warnings();
  void inputs();
  void domain(int sheet);
  void metrics(int sheet);
  void checks();
  /// Writes the file. Errors: FileError.
  void close();

 private:
  lxw_worksheet* add_sheet(const std::string& name);
  lxw_format* format(CellStyle style, const std::string& number = "");
  void title(lxw_worksheet* sheet, const std::string& text, const std::string& note);
  void text(lxw_worksheet* sheet, int line, int column, const std::string& words, CellStyle style = CellStyle::plain);
  /// Texts broken into lines, in a row high enough for the longest.
  struct Paragraph {
    int column;
    double width;  // of the column
    std::string words;
  };
  void wrapped(lxw_worksheet* sheet, int line, const std::vector<Paragraph>& paragraphs);
  void number(lxw_worksheet* sheet, int line, int column, double x, lxw_format* look);
  void formula(lxw_worksheet* sheet, int line, int column, const std::string& text, double result, lxw_format* look);
  void formula(lxw_worksheet* sheet, int line, int column, const std::string& text, const std::string& result,
               lxw_format* look);
  void widths(lxw_worksheet* sheet, const std::vector<std::pair<int, double>>& columns);
  void month_headings(lxw_worksheet* sheet, const std::string& name);
  void row(lxw_worksheet* sheet, const std::string& name, int row);
  void cell(lxw_worksheet* sheet, const std::string& name, int row, int column, lxw_format* look);
  void total(lxw_worksheet* sheet, int row, lxw_format* look);
  void input_row(lxw_worksheet* sheet, int line, const InputRow& input, bool read);
  /// "2 open, 3 accepted by the model"
  [[nodiscard]] std::string warning_count() const;
  /// "money" in the model's currency.
  [[nodiscard]] std::string unit_text(const std::string& unit) const;
  /// Rows of values between -MIN and MAX, or the ABS of a constant: arguments for a MAX.
  [[nodiscard]] std::string magnitude_text(int row) const;
  [[nodiscard]] double magnitude(int row) const;

  const SheetLayout& layout_;
  const Plan& plan_;
  const WorkbookInfo& info_;
  std::string file_;
  lxw_workbook* workbook_;
  std::map<std::pair<int, std::string>, lxw_format*> formats_;
  bool proofs_hold_ = true, others_hold_ = true;  // checks that depend on a solver's result, and the rest
};

/// How numbers of a unit and size are shown; `whole`: none has a fraction, nor will.
[[nodiscard]] std::string number_format(const std::string& unit, double largest, bool whole = false);

/// The spreadsheet date of a position in months after the start.
[[nodiscard]] double date_of_position(YearMonth start, double months);

}  // namespace roi::audit
