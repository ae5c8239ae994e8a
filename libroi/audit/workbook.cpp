#include "libroi/audit/workbook.hpp"

#if LIBROI_HAS_XLSX

#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <fstream>
#include <utility>

#include "libroi/audit/workbook_writer.hpp"
#include "libroi/inputs/text/fit_text.hpp"

namespace roi::audit {

namespace {

constexpr std::time_t kFixedDate = 946684800;  // 2000-01-01: a date of its own would make every file differ
constexpr std::size_t kLongestFormula = 8192;
constexpr std::size_t kLongestProperty = 255, kLongestNameInFooter = 90;

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// A text that looks like an escape of a character, such as _x0041_, is written so that it is read as it stands.
std::string escaped(const std::string& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool form = words.size() - i >= 7 && words[i] == '_' && words[i + 1] == 'x' && words[i + 6] == '_' &&
                      is_hex(words[i + 2]) && is_hex(words[i + 3]) && is_hex(words[i + 4]) && is_hex(words[i + 5]);
    out += form ? "_x005F_" : std::string(1, words[i]);
  }
  return out;
}

/// At most so many bytes, with a mark where letters are missing: for places that show a name again.
std::string shortened_name(const std::string& words, std::size_t most) {
  if (words.size() <= most) return words;
  std::size_t end = most - 3;
  while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) --end;
  return words.substr(0, end) + "…";
}

/// Words of a footer: & begins a code there.
std::string footer_words(const std::string& words) {
  std::string out;
  for (const char c : words) out += c == '&' ? "&&" : std::string(1, c == '\n' ? ' ' : c);
  return out;
}

lxw_row_t line_number(int line) { return static_cast<lxw_row_t>(line); }
lxw_col_t column_number(int column) { return static_cast<lxw_col_t>(column); }

}  // namespace

std::string number_format(const std::string& unit, double largest, bool whole) {
  if (unit == "date") return "yyyy-mm-dd";
  if (unit == "flag" || whole) return "0";
  if (unit == "1/year") return "0.00%";
  if (unit == "1/month") return "0.0000%";
  if (largest >= 1000.0) return "#,##0;[Red]-#,##0;0";
  if (largest >= 10.0) return "#,##0.00;[Red]-#,##0.00;0";
  if (largest >= 0.001 || largest == 0.0) return "0.0000;[Red]-0.0000;0";
  return "0.000E+00";
}

double date_of_position(YearMonth start, double months) {
  const double whole = std::floor(months);
  const int index = start.year * 12 + start.month - 1 + static_cast<int>(whole);
  const YearMonth month{index / 12, index % 12 + 1};
  const double day = (months - whole) * days_in_month(month.year, month.month);
  const double nearest = std::round(day);
  return spreadsheet_date(month) + (std::abs(day - nearest) < 1e-9 ? nearest : day);
}

WorkbookWriter::WorkbookWriter(const std::string& file, const SheetLayout& layout, const WorkbookInfo& info)
    : layout_(layout), plan_(layout.plan()), info_(info), file_(file), workbook_(workbook_new(file.c_str())) {
  lxw_doc_properties properties{};
  std::string name = shortened_name(info.model, kLongestProperty), engine = info.engine, run = "run " + info.run_id;
  properties.title = name.data();
  properties.author = engine.data();
  properties.comments = run.data();
  properties.created = kFixedDate;
  workbook_set_properties(workbook_, &properties);
}

WorkbookWriter::~WorkbookWriter() {
  if (workbook_ != nullptr) lxw_workbook_free(workbook_);
}

void WorkbookWriter::close() {
  errno = 0;
  const lxw_error error = workbook_close(workbook_);
  const int reason = errno;
  workbook_ = nullptr;
  if (error != LXW_NO_ERROR)
    throw FileError(file_ +
                    ": the workbook cannot be written: " + (reason != 0 ? std::strerror(reason) : lxw_strerror(error)));
}

lxw_worksheet* WorkbookWriter::add_sheet(const std::string& name) {
  if (const lxw_error error = workbook_validate_sheet_name(workbook_, name.c_str()); error != LXW_NO_ERROR)
    throw StructureError("workbook: '" + name + "' cannot name a sheet: " + lxw_strerror(error));
  lxw_worksheet* sheet = workbook_add_worksheet(workbook_, name.c_str());
  worksheet_set_landscape(sheet);
  constexpr std::uint8_t kA3 = 8, kA4 = 9;
  worksheet_set_paper(sheet, name == "Cover" ? kA4 : kA3);
  worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.7);
  worksheet_fit_to_pages(sheet, 1, name == "Cover" ? 1 : 0);
  worksheet_repeat_rows(sheet, 0, kFirstLine - 1);
  const std::string footer = "&L" + escaped(footer_words(shortened_name(info_.model, kLongestNameInFooter))) +
                             "&Crun " + info_.run_id.substr(0, 12) + "&R&A, page &P of &N";
  worksheet_set_footer(sheet, footer.c_str());
  return sheet;
}

lxw_format* WorkbookWriter::format(CellStyle style, const std::string& number) {
  lxw_format*& look = formats_[{static_cast<int>(style), number}];
  if (look != nullptr) return look;
  look = workbook_add_format(workbook_);
  if (!number.empty()) format_set_num_format(look, number.c_str());
  format_set_font_size(look, 10);
  format_set_align(look, LXW_ALIGN_VERTICAL_TOP);  // beside wrapped text
  switch (style) {
    case CellStyle::plain: break;
    case CellStyle::input:
      format_set_font_color(look, 0x0000C0);
      format_set_bg_color(look, 0xFFF9DB);
      format_set_unlocked(look);
      break;
    case CellStyle::solved:
      format_set_font_color(look, 0x7F3F00);
      format_set_bg_color(look, 0xFFD8A8);
      break;
    case CellStyle::helper:
      format_set_italic(look);
      format_set_font_color(look, 0x707070);
      break;
    case CellStyle::title:
      format_set_bold(look);
      format_set_font_size(look, 14);
      break;
    case CellStyle::heading:
      format_set_bold(look);
      format_set_bottom(look, LXW_BORDER_THIN);
      format_set_bg_color(look, 0xE7EEF4);
      break;
    case CellStyle::wrapped: format_set_text_wrap(look); [[fallthrough]];
    case CellStyle::note:
      format_set_font_color(look, 0x606060);
      format_set_indent(look, 1);  // a gap after the numbers
      break;
    case CellStyle::total: format_set_bold(look); break;
  }
  return look;
}

void WorkbookWriter::text(lxw_worksheet* sheet, int line, int column, const std::string& words, CellStyle style) {
  if (words.empty()) return;
  if (worksheet_write_string(sheet, line_number(line), column_number(column), escaped(words).c_str(), format(style)) !=
      LXW_NO_ERROR)
    throw StructureError("workbook: the text of cell " + cell_name(line, column) + " has " +
                         std::to_string(inputs::utf16_length(words)) + " characters, at most " +
                         std::to_string(inputs::kLongestCell) + " are possible");
}

void WorkbookWriter::wrapped(lxw_worksheet* sheet, int line, const std::vector<Paragraph>& paragraphs) {
  constexpr double kHeightOfLine = 13.5, kHighestRow = 409.0;
  double lines = 1.0;
  for (const Paragraph& p : paragraphs) {
    double letters = 0.0, own = 0.0;  // a Chinese letter, three bytes long, is twice as wide
    for (const char c : p.words) {
      if (c == '\n') own += std::max(1.0, std::ceil(std::exchange(letters, 0.0) / p.width));
      else letters += (c & 0xc0) == 0x80 ? 0.5 : 1.0;
    }
    lines = std::max(lines, own + std::ceil(letters / p.width));
    text(sheet, line, p.column, p.words, CellStyle::wrapped);
  }
  worksheet_set_row(sheet, line_number(line), std::min(kHighestRow, kHeightOfLine * lines), nullptr);
}

void WorkbookWriter::number(lxw_worksheet* sheet, int line, int column, double x, lxw_format* look) {
  if (!std::isfinite(x))
    throw StructureError("workbook: cell " + cell_name(line, column) + " is " + to_text(x) +
                         ", which no sheet can hold");
  worksheet_write_number(sheet, line_number(line), column_number(column), x, look);
}

void WorkbookWriter::formula(lxw_worksheet* sheet, int line, int column, const std::string& words, double result,
                             lxw_format* look) {
  if (!std::isfinite(result))
    throw StructureError("workbook: cell " + cell_name(line, column) + " with formula " + words + " is " +
                         to_text(result) + ", which no sheet can hold");
  if (words.size() > kLongestFormula)
    throw StructureError("workbook: the formula of cell " + cell_name(line, column) + " has " +
                         std::to_string(words.size()) + " characters, at most 8192 are possible");
  worksheet_write_formula_num(sheet, line_number(line), column_number(column), words.c_str(), look, result);
}

void WorkbookWriter::formula(lxw_worksheet* sheet, int line, int column, const std::string& words,
                             const std::string& result, lxw_format* look) {
  worksheet_write_formula_str(sheet, line_number(line), column_number(column), words.c_str(), look, result.c_str());
}

std::string WorkbookWriter::unit_text(const std::string& unit) const {
  const bool money = unit.compare(0, 5, "money") == 0 && !info_.currency.empty();
  return money ? info_.currency + unit.substr(5) : unit;
}

void WorkbookWriter::widths(lxw_worksheet* sheet, const std::vector<std::pair<int, double>>& columns) {
  for (const auto& [column, width] : columns)
    worksheet_set_column(sheet, column_number(column), column_number(column), width, nullptr);
}

void WorkbookWriter::title(lxw_worksheet* sheet, const std::string& words, const std::string& note) {
  text(sheet, 0, 0, words, CellStyle::title);
  text(sheet, 1, 0, note);
}

void write_workbook(const std::string& file, const Plan& plan, std::span<const InputRow> inputs,
                    const WorkbookInfo& info) {
  const SheetLayout layout(plan, inputs);
  if (!std::ofstream(file, std::ios::binary))
    throw FileError(file + ": the workbook cannot be written: is it open elsewhere, or its folder missing?");
  WorkbookWriter writer(file, layout, info);
  writer.cover();
  if (has_review(info)) writer.warnings();
  writer.inputs();
  for (std::size_t s = 0; s < plan.sheets().size(); ++s) {
    const int sheet = static_cast<int>(s);
    if (plan.sheets()[s].name == "Metrics") writer.metrics(sheet);
    else writer.domain(sheet);
  }
  writer.checks();
  writer.close();
}

}  // namespace roi::audit

#else

namespace roi::audit {

void write_workbook(const std::string& file, const Plan&, std::span<const InputRow>, const WorkbookInfo&) {
  throw FileError(file + ": this libroi was built without workbooks (LIBROI_WITH_XLSX)");
}

}  // namespace roi::audit

#endif
