// The sheets of a workbook, one function each.
#if LIBROI_HAS_XLSX

#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>

#include "libroi/audit/workbook_writer.hpp"

namespace roi::audit {

namespace {

constexpr double kTolerance = 1e-9;
constexpr const char* kResolve = "re-solve in libroi";

std::string quoted(const std::string& words) { return "\"" + words + "\""; }
std::string master_cell() { return "Checks!" + cell_name(kMasterLine, kCheckValueColumn, true); }
std::string other_cell() { return "Checks!" + cell_name(kOtherLine, kCheckValueColumn, true); }
std::string proof_cell() { return "Checks!" + cell_name(kProofLine, kCheckValueColumn, true); }

/// Whether the value of a cell is a number, and not the blank or reason of something undefined.
bool exists(const Graph& graph, NodeId expression) {
  const GraphNode& node = graph.node(expression);
  return node.op != Op::defined || graph.node(node.a).value != 0.0;
}

}  // namespace

std::string WorkbookWriter::magnitude_text(int row) const {
  const A1Namer namer(layout_, "Checks", kConstant);
  const PlanRow& r = plan_.row(row);
  if (r.months == kNoPattern) return "ABS(" + namer.absolute(row, kConstant) + ")";
  const std::string range = namer.range(row, 0, plan_.graph().months() - 1);
  return "MAX(" + range + "),-MIN(" + range + ")";
}

double WorkbookWriter::magnitude(int row) const {
  const PlanRow& r = plan_.row(row);
  double largest = 0.0;
  for (int column = r.months == kNoPattern ? kConstant : 0; column < static_cast<int>(r.cells.size()) - 2; ++column) {
    if (column == kOpening) break;
    if (r.cell(column) == kNoNode) continue;  // part of an opening value
    if (exists(plan_.graph(), r.cell(column))) largest = roi::max(largest, roi::abs(plan_.value(row, column)));
  }
  return largest;
}

void WorkbookWriter::cell(lxw_worksheet* sheet, const std::string& name, int row, int column, lxw_format* look) {
  const PlanRow& r = plan_.row(row);
  const NodeId expression = r.cell(column);
  const PatternId pattern = r.pattern(column);
  if (pattern == kNoPattern) return;
  const int line = layout_.line_of(row), at = layout_.column_of(row, column);
  const GraphNode& node = plan_.graph().node(expression);
  if (plan_.patterns()[pattern].op == Op::literal) return number(sheet, line, at, node.value, look);
  const A1Namer namer(layout_, name, column);
  std::string words = "=" + formula_text(plan_.patterns(), pattern, namer);
  const bool there = exists(plan_.graph(), expression);
  const bool shown = !r.blanked || proofs_hold_;
  if (r.blanked) words = "=IF(" + proof_cell() + "=1," + words.substr(1) + "," + quoted(kResolve) + ")";
  if (there && shown) return formula(sheet, line, at, words, node.value, look);
  if (!shown) return formula(sheet, line, at, words, std::string(kResolve), look);
  const GraphNode& mask = plan_.graph().node(node.a);
  const std::string& reason = plan_.graph().text(mask.op == Op::rate_exists ? plan_.graph().node(mask.a).c : node.c);
  formula(sheet, line, at, words, reason, look);
}

void WorkbookWriter::total(lxw_worksheet* sheet, int row, lxw_format* look) {
  const PlanRow& r = plan_.row(row);
  if (r.months == kNoPattern || r.helper || r.time) return;
  const int months = plan_.graph().months(), line = layout_.line_of(row);
  if (r.info.kind == Kind::flow) {
    double sum = 0.0;
    for (int t = 0; t < months; ++t) sum += plan_.value(row, t);
    const std::string range =
        cell_name(line, kFirstMonthColumn) + ":" + cell_name(line, kFirstMonthColumn + months - 1);
    formula(sheet, line, kTotalColumn, "=SUM(" + range + ")", sum, look);
  } else if (r.info.kind == Kind::stock) {
    formula(sheet, line, kTotalColumn, "=" + cell_name(line, kFirstMonthColumn + months - 1),
            plan_.value(row, months - 1), look);
  }
}

void WorkbookWriter::row(lxw_worksheet* sheet, const std::string& name, int row) {
  const PlanRow& r = plan_.row(row);
  const int line = layout_.line_of(row), months = plan_.graph().months();
  const CellStyle words = r.helper ? CellStyle::helper : CellStyle::plain;
  bool counts = r.time;
  for (int t = 0; counts && r.months != kNoPattern && t < months; ++t)
    counts = plan_.value(row, t) == std::floor(plan_.value(row, t));
  const std::string numbers = number_format(
      r.info.unit, std::max(magnitude(row), r.opening == kNoPattern ? 0.0 : roi::abs(plan_.value(row, kOpening))),
      counts);
  lxw_format* look = format(r.solved ? CellStyle::solved : words, numbers);
  text(sheet, line, 0, r.info.label, words);
  text(sheet, line, kUnitColumn, unit_text(r.info.unit), CellStyle::note);
  text(sheet, line, kDefinitionColumn, r.info.definition, CellStyle::note);
  text(sheet, line, kPathColumn, r.info.path, CellStyle::note);
  for (int column = kConstant; column < months; ++column)
    if (r.cell(column) != kNoNode) cell(sheet, name, row, column, look);
  total(sheet, row, format(CellStyle::total, numbers));
}

void WorkbookWriter::month_headings(lxw_worksheet* sheet, const std::string& name) {
  const char* headings[] = {"line", "unit", "total", "constant", "definition", "path", "opening"};
  for (int column = 0; column < kFirstMonthColumn; ++column)
    text(sheet, 3, column, headings[column], CellStyle::heading);
  const int date = layout_.time_row("time/date"), month = layout_.time_row("time/month");
  lxw_format* date_look = format(CellStyle::heading, "mmm yyyy");
  lxw_format* month_look = format(CellStyle::heading, "0");
  for (int t = 0; t < plan_.graph().months(); ++t) {
    const A1Namer namer(layout_, name, t);
    formula(sheet, 2, kFirstMonthColumn + t, "=" + namer.relative(month, 0), plan_.value(month, t), month_look);
    formula(sheet, 3, kFirstMonthColumn + t, "=" + namer.relative(date, 0), plan_.value(date, t), date_look);
  }
  widths(sheet, {{0, 46}, {1, 14}, {2, 16}, {3, 16}, {4, 44}, {5, 36}, {6, 14}});
  worksheet_set_column(sheet, kFirstMonthColumn, static_cast<lxw_col_t>(kFirstMonthColumn + plan_.graph().months() - 1),
                       13, nullptr);
  worksheet_freeze_panes(sheet, kFirstLine, 2);
  // what the lines are on the first page across, then a year a page, with the labels on each
  constexpr int kMonthsOfPage = 12;
  worksheet_fit_to_pages(sheet, 0, 0);
  worksheet_set_print_scale(sheet, 66);
  worksheet_repeat_columns(sheet, 0, 1);
  std::vector<lxw_col_t> breaks;
  for (int t = 0; t < plan_.graph().months(); t += kMonthsOfPage)
    breaks.push_back(static_cast<lxw_col_t>(kFirstMonthColumn + t));
  breaks.push_back(0);
  worksheet_set_v_pagebreaks(sheet, breaks.data());
}

void WorkbookWriter::domain(int index) {
  const PlanSheet& plan = plan_.sheets()[static_cast<std::size_t>(index)];
  lxw_worksheet* sheet = add_sheet(plan.name);
  title(sheet, plan.name, "one formula along each row; the same column is the same month on every sheet");
  month_headings(sheet, plan.name);
  for (const int r : plan.rows)
    if (r >= 0) row(sheet, plan.name, r);
}

void WorkbookWriter::metrics(int index) {
  const PlanSheet& plan = plan_.sheets()[static_cast<std::size_t>(index)];
  lxw_worksheet* sheet = add_sheet(plan.name);
  title(sheet, "Metrics", "each with its definition");
  const char* headings[] = {"metric", "unit", "value", "definition", "path"};
  for (int column = 0; column < 5; ++column) text(sheet, 3, column, headings[column], CellStyle::heading);
  widths(sheet, {{0, 46}, {1, 20}, {2, 50}, {3, 70}, {4, 36}});
  worksheet_freeze_panes(sheet, kFirstLine, 0);
  for (const int r : plan.rows) {
    if (r < 0) continue;
    const PlanRow& line = plan_.row(r);
    const CellStyle words = line.helper ? CellStyle::helper : CellStyle::plain;
    text(sheet, layout_.line_of(r), 0, line.info.label, words);
    text(sheet, layout_.line_of(r), 1, unit_text(line.info.unit), CellStyle::note);
    wrapped(sheet, layout_.line_of(r), {{3, 70, line.info.definition}});
    text(sheet, layout_.line_of(r), 4, line.info.path, CellStyle::note);
    const CellStyle style = line.solved ? CellStyle::solved : line.helper ? CellStyle::helper : CellStyle::total;
    cell(sheet, plan.name, r, kConstant, format(style, number_format(line.info.unit, magnitude(r))));
  }
}

void WorkbookWriter::input_row(lxw_worksheet* sheet, int line, const InputRow& input, bool read) {
  const bool start = input.path == "time/start";
  text(sheet, line, 0, input.path, read ? CellStyle::plain : CellStyle::note);
  lxw_format* date_look = format(CellStyle::input, "yyyy-mm-dd");
  if (!input.text.empty()) {
    text(sheet, line, kInputValueColumn, input.text, CellStyle::note);
  } else if (input.is_date) {
    const int start_line = kFirstLine;  // the clock's inputs stand first
    const YearMonth first = spreadsheet_month(layout_.inputs()[0].value);
    number(sheet, line, kInputValueColumn, date_of_position(first, input.value),
           read ? date_look : format(CellStyle::note, "yyyy-mm-dd"));
    const std::string c = cell_name(line, kInputValueColumn), s = cell_name(start_line, kInputValueColumn, true);
    formula(sheet, line, kInputMonthColumn,
            "=(YEAR(" + c + ")-YEAR(" + s + "))*12+MONTH(" + c + ")-MONTH(" + s + ")+(" + c + "-EOMONTH(" + c +
                ",-1)-1)/(EOMONTH(" + c + ",0)-EOMONTH(" + c + ",-1))",
            input.value, format(CellStyle::plain, "0.0000"));
  } else {
    const std::string general = input.unit == "1/year" ? "0.00%" : "General";
    number(sheet, line, kInputValueColumn, input.value,
           start ? date_look : format(read ? CellStyle::input : CellStyle::note, general));
  }
  const char* use = read                 ? ""
                    : input.text.empty() ? "not read by this model's formulas"
                                         : "structure: another value is another workbook";
  wrapped(sheet, line, {{1, 40, input.label}, {6, 40, input.source}, {10, 46, input.note}, {11, 24, use}});
  text(sheet, line, 4, unit_text(input.unit), CellStyle::note);
  text(sheet, line, 5, input.range, CellStyle::note);
  text(sheet, line, 7, input.as_of);
  text(sheet, line, 8, input.status);
  text(sheet, line, 9, input.confidence);
}

void WorkbookWriter::inputs() {
  lxw_worksheet* sheet = add_sheet("Inputs");
  title(sheet, "Inputs", "change the values on yellow; a date's month is computed beside it and is what formulas read");
  const char* headings[] = {"input",  "meaning", "value",  "month",      "unit", "range",
                            "source", "as of",   "status", "confidence", "note", "use"};
  for (int column = 0; column < 12; ++column) text(sheet, 3, column, headings[column], CellStyle::heading);
  widths(
      sheet,
      {{0, 42}, {1, 40}, {2, 14}, {3, 10}, {4, 15}, {5, 14}, {6, 40}, {7, 11}, {8, 12}, {9, 11}, {10, 46}, {11, 24}});
  worksheet_freeze_panes(sheet, kFirstLine, 1);
  for (std::size_t i = 0; i < layout_.inputs().size(); ++i)
    input_row(sheet, kFirstLine + static_cast<int>(i), layout_.inputs()[i], layout_.is_read(static_cast<int>(i)));
}

void WorkbookWriter::checks() {
  lxw_worksheet* sheet = add_sheet("Checks");
  title(
      sheet, "Checks",
      "a check holds when its largest residual is within the tolerance of its scale, the largest value it is made of");
  text(sheet, kToleranceLine, 0, "relative tolerance");
  number(sheet, kToleranceLine, kCheckValueColumn, kTolerance, format(CellStyle::input, "0E+00"));
  const char* headings[] = {"check", "unit", "largest residual", "scale", "tolerance", "holds", "definition", "path"};
  for (int column = 0; column < 8; ++column)
    text(sheet, kFirstCheckLine - 1, column, headings[column], CellStyle::heading);
  widths(sheet, {{0, 58}, {1, 14}, {2, 18}, {3, 18}, {4, 18}, {5, 10}, {6, 60}, {7, 30}});
  worksheet_freeze_panes(sheet, kFirstCheckLine, 1);
  lxw_format* small = format(CellStyle::plain, "0.000E+00;-0.000E+00;0");
  std::string proofs, others;
  int line = kFirstCheckLine;
  for (const PlanCheck& check : plan_.checks()) {
    const PlanRow& r = plan_.row(check.row);
    double scale = 0.0;
    std::string scale_text;
    for (const int other : check.scale_rows) {
      scale = roi::max(scale, magnitude(other));
      scale_text += (scale_text.empty() ? "" : ",") + magnitude_text(other);
    }
    const double largest = magnitude(check.row);
    const bool holds = largest <= kTolerance * scale;
    text(sheet, line, 0, r.info.label);
    text(sheet, line, 1, unit_text(r.info.unit), CellStyle::note);
    formula(sheet, line, 2, "=MAX(" + magnitude_text(check.row) + ")", largest, small);
    formula(sheet, line, 3, scale_text.empty() ? "=0" : "=MAX(" + scale_text + ")", scale, small);
    formula(sheet, line, 4, "=" + cell_name(kToleranceLine, kCheckValueColumn, true) + "*" + cell_name(line, 3),
            kTolerance * scale, small);
    formula(sheet, line, kCheckHoldsColumn, "=IF(" + cell_name(line, 2) + "<=" + cell_name(line, 4) + ",1,0)",
            holds ? 1.0 : 0.0, format(CellStyle::total, "0"));
    wrapped(sheet, line, {{6, 60, r.info.definition}});
    text(sheet, line, 7, r.info.path, CellStyle::note);
    std::string& cells = check.proof ? proofs : others;
    cells += (cells.empty() ? "" : ",") + cell_name(line, kCheckHoldsColumn);
    ++line;
  }
  lxw_format* result = format(CellStyle::total, "0");
  const auto summary = [&](int at, const char* words, const std::string& cells, bool holds) {
    text(sheet, at, 0, words, at == kMasterLine ? CellStyle::total : CellStyle::plain);
    if (cells.empty()) number(sheet, at, kCheckValueColumn, 1.0, result);
    else formula(sheet, at, kCheckValueColumn, "=MIN(" + cells + ")", holds ? 1.0 : 0.0, result);
  };
  const std::string both = cell_name(kProofLine, kCheckValueColumn) + ":" + cell_name(kOtherLine, kCheckValueColumn);
  summary(kMasterLine, "master check: 1 when every check holds", both, proofs_hold_ && others_hold_);
  summary(kProofLine, "proofs: 1 when what solvers found still solves", proofs, proofs_hold_);
  summary(kOtherLine, "all other checks", others, others_hold_);

  lxw_conditional_format red{};
  red.type = LXW_CONDITIONAL_TYPE_CELL;
  red.criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO;
  red.value = 0.0;
  red.format = workbook_add_format(workbook_);
  format_set_bg_color(red.format, 0xFF8080);
  worksheet_conditional_format_range(sheet, kFirstCheckLine, kCheckHoldsColumn,
                                     static_cast<lxw_row_t>(std::max(line - 1, kFirstCheckLine)), kCheckHoldsColumn,
                                     &red);
  worksheet_conditional_format_range(sheet, kMasterLine, kCheckValueColumn, kOtherLine, kCheckValueColumn, &red);
  for (const auto& [name, target] :
       {std::pair("master_check", master_cell()),
        std::pair("model_start", "Inputs!" + cell_name(kFirstLine, kInputValueColumn, true))}) {
    if (!is_defined_name(name)) throw StructureError("workbook: '" + std::string(name) + "' cannot name a cell");
    workbook_define_name(workbook_, name, ("=" + target).c_str());
  }
}

void WorkbookWriter::cover() {
  for (const PlanCheck& check : plan_.checks()) {
    double scale = 0.0;
    for (const int other : check.scale_rows) scale = roi::max(scale, magnitude(other));
    if (magnitude(check.row) <= kTolerance * scale) continue;
    (check.proof ? proofs_hold_ : others_hold_) = false;
  }
  lxw_worksheet* sheet = add_sheet("Cover");
  title(sheet, info_.model, "economics of a data center: live formulas, written by " + info_.engine);
  widths(sheet, {{0, 26}, {1, 90}});
  const std::pair<const char*, std::string> about[] = {{"run", info_.run_id},
                                                       {"timeline", info_.timeline},
                                                       {"currency", info_.currency},
                                                       {"conventions", info_.conventions}};
  int line = 3;
  for (const auto& [name, value] : about) {
    text(sheet, line, 0, name, CellStyle::total);
    text(sheet, line++, 1, value);
  }
  text(sheet, line, 0, "master check", CellStyle::total);
  const char* good = "all checks hold";
  const char* stale = "re-solve in libroi: a number found by a solver belongs to other inputs";
  const char* bad = "A CHECK FAILS: see the sheet Checks";
  formula(sheet, line++, 1,
          "=IF(" + master_cell() + "=1," + quoted(good) + ",IF(" + other_cell() + "=1," + quoted(stale) + "," +
              quoted(bad) + "))",
          std::string(!others_hold_  ? bad
                      : proofs_hold_ ? good
                                     : stale),
          format(CellStyle::total));
  if (has_review(info_)) {
    text(sheet, line, 0, "warnings", CellStyle::total);
    text(sheet, line++, 1, warning_count() + ": see the sheet Warnings");
    text(sheet, line, 0, "verdict", CellStyle::total);
    wrapped(sheet, line++, {{1, 90, info_.verdict.words + ", as of this run"}});
  }
  int solved = 0, lines = 0;
  for (const PlanRow& r : plan_.rows()) {
    solved += r.solved ? 1 : 0;
    lines += r.helper || r.time ? 0 : 1;
  }
  text(sheet, line, 0, "size", CellStyle::total);
  text(sheet, line++, 1,
       std::to_string(lines) + " lines, " + std::to_string(plan_.helper_rows()) + " helper rows, " +
           std::to_string(plan_.unique_formulas()) + " unique formulas, no row with two; numbers found by solvers: " +
           std::to_string(solved) + ", proven on Checks");
  text(sheet, ++line, 0, "sheets", CellStyle::heading);
  text(sheet, line++, 1, "", CellStyle::heading);
  const auto map = [&](const std::string& name, const std::string& about_it) {
    worksheet_write_url(sheet, static_cast<lxw_row_t>(line), 0, ("internal:" + sheet_prefix(name) + "A1").c_str(),
                        nullptr);
    worksheet_write_string(sheet, static_cast<lxw_row_t>(line), 0, name.c_str(), nullptr);
    text(sheet, line++, 1, about_it, CellStyle::note);
  };
  if (has_review(info_)) map("Warnings", "what is legal but may not be meant, and the verdict");
  map("Inputs", "every assumption with unit, range, source, date and status");
  for (const PlanSheet& s : plan_.sheets())
    map(s.name, std::to_string(std::count_if(s.rows.begin(), s.rows.end(), [](int r) { return r >= 0; })) + " rows");
  map("Checks", "residuals, tolerances, master check");
  text(sheet, ++line, 0, "legend", CellStyle::heading);
  ++line;
  const std::pair<CellStyle, const char*> legend[] = {
      {CellStyle::input, "an input: change it"},
      {CellStyle::plain, "a formula"},
      {CellStyle::solved,
       "a number found by a solver: its proof is on Checks; metrics that depend on it are blanked when it no longer "
       "solves"},
      {CellStyle::helper, "a helper row: a part of the formula of the next line"},
      {CellStyle::total, "a total or a result"}};
  for (const auto& [style, words] : legend) {
    number(sheet, line, 0, 1234.5, format(style, "#,##0.00_)_)"));
    text(sheet, line++, 1, words);
  }
  text(sheet, line + 1, 0,
       "Ratios that do not exist in a month are blank; metrics that do not exist say why. The number of months is "
       "fixed.",
       CellStyle::note);
}

}  // namespace roi::audit

#endif
