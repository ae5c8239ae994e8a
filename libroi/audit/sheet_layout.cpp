#include "libroi/audit/sheet_layout.hpp"

#include <algorithm>
#include <cctype>
#include <unordered_map>

namespace roi::audit {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Letters then digits, as in QQ2030; the columns end at XFD.
bool is_cell(std::string_view name) {
  std::size_t letters = 0;
  int column = 0;
  while (letters < name.size() && is_letter(name[letters])) {
    if (letters == 3) return false;
    column = column * 26 + (std::toupper(static_cast<unsigned char>(name[letters])) - 'A' + 1);
    ++letters;
  }
  if (letters == 0 || letters == name.size() || column > 16384) return false;
  return std::all_of(name.begin() + static_cast<std::ptrdiff_t>(letters), name.end(), is_digit);
}

/// R, C, R1, C1, R1C1.
bool is_r1c1(std::string_view name) {
  std::size_t i = 0;
  const auto part = [&](char letter) {
    if (i < name.size() && std::toupper(static_cast<unsigned char>(name[i])) == letter) {
      ++i;
      while (i < name.size() && is_digit(name[i])) ++i;
    }
  };
  part('R');
  part('C');
  return i == name.size();
}

/// Which inputs of the graph some row depends on.
std::vector<char> inputs_in_use(const Graph& graph) {
  std::vector<char> reached(graph.nodes().size(), 0), used(graph.inputs().size(), 0);
  for (const GraphRow& row : graph.rows())
    for (const NodeId cell : row.cells)
      if (cell != kNoNode) reached[cell] = 1;
  for (std::size_t id = reached.size(); id-- > 0;) {  // children have smaller numbers
    if (reached[id] == 0) continue;
    const GraphNode& node = graph.nodes()[id];
    if (node.op == Op::input) used[node.a] = 1;
    if (node.op == Op::block) std::fill_n(used.begin() + node.a, node.b, char{1});
    for (const NodeId child : node_children(graph, static_cast<NodeId>(id))) reached[child] = 1;
  }
  return used;
}

}  // namespace

std::string column_letters(int column) {
  std::string letters;
  for (int n = column + 1; n > 0; n = (n - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
  return letters;
}

std::string cell_name(int line, int column, bool absolute) {
  const std::string dollar = absolute ? "$" : "";
  return dollar + column_letters(column) + dollar + std::to_string(line + 1);
}

std::string sheet_prefix(std::string_view sheet) {
  const bool plain = std::all_of(sheet.begin(), sheet.end(), is_letter) && !is_r1c1(sheet);
  if (plain) return std::string(sheet) + "!";
  std::string text = "'";
  for (const char c : sheet) text += c == '\'' ? std::string("''") : std::string(1, c);
  return text + "'!";
}

bool is_defined_name(std::string_view name) {
  if (name.empty() || name.size() > 255 || !(is_letter(name[0]) || name[0] == '_')) return false;
  const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '.'; };
  std::string upper;
  for (const char c : name) upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return std::all_of(name.begin(), name.end(), fits) && !is_cell(name) && !is_r1c1(name) && upper != "TRUE" &&
         upper != "FALSE";
}

SheetLayout::SheetLayout(const Plan& plan, std::span<const InputRow> inputs) : plan_(&plan) {
  const std::vector<GraphInput>& read = plan.graph().inputs();
  const auto value_of_input = [&](const char* path) {
    return read[static_cast<std::size_t>(plan.graph().find_input(path))].value;
  };
  if (plan.graph().find_input("time/start") >= 0) {
    inputs_.push_back({"time/start", "first day of the model", value_of_input("time/start"), "date", false, "",
                       "first of a month", "", "", "structure", "", ""});
    inputs_.push_back({"time/hours per month", "hours of every month; 0 = 24 x the days of the month",
                       value_of_input("time/hours per month"), "hour", false, "", ">= 0", "", "", "structure", "", ""});
    inputs_.push_back(
        {"time/hours per day", "hours of a day", 24.0, "hour", false, "", "24", "", "", "structure", "", ""});
  }
  inputs_.insert(inputs_.end(), inputs.begin(), inputs.end());
  read_.assign(inputs_.size(), 0);
  std::unordered_map<std::string, int> by_path;
  for (std::size_t i = 0; i < inputs_.size(); ++i)
    if (!by_path.emplace(inputs_[i].path, static_cast<int>(i)).second)
      throw StructureError("workbook: input '" + inputs_[i].path + "' is listed twice");
  const std::vector<char> used = inputs_in_use(plan.graph());
  for (const GraphInput& input : read) {
    const auto it = by_path.find(input.path);
    if (it == by_path.end())
      throw StructureError("workbook: input '" + input.path +
                           "' is read by the model but has no row on the Inputs sheet");
    read_[static_cast<std::size_t>(it->second)] = used[place_.size()];
    place_.push_back(it->second);
  }
}

int SheetLayout::column_of(int row, int column) const {
  if (column != kConstant) return kFirstMonthColumn + column;
  return sheet_of(row) == "Metrics" ? kMetricValueColumn : kConstantColumn;
}

std::string A1Namer::relative(int row, int offset) const {
  return prefix(layout_->sheet_of(row)) + cell_name(layout_->line_of(row), layout_->column_of(row, column_ + offset));
}
std::string A1Namer::absolute(int row, int column) const {
  return prefix(layout_->sheet_of(row)) + cell_name(layout_->line_of(row), layout_->column_of(row, column), true);
}
std::string A1Namer::input(int index) const {
  const int column = layout_->is_date_input(index) ? kInputMonthColumn : kInputValueColumn;
  return prefix("Inputs") + cell_name(layout_->line_of_input(index), column, true);
}
std::string A1Namer::range(int row, int first, int last) const {
  const int line = layout_->line_of(row);
  return prefix(layout_->sheet_of(row)) + cell_name(line, kFirstMonthColumn + first, true) + ":" +
         cell_name(line, kFirstMonthColumn + last, true);
}
std::string A1Namer::block(int first_input, int count) const {
  for (int i = 1; i < count; ++i)
    if (layout_->line_of_input(first_input + i) != layout_->line_of_input(first_input) + i)
      throw StructureError("workbook: the entries of a table do not stand together on the Inputs sheet");
  return input(first_input) + ":" + cell_name(layout_->line_of_input(first_input + count - 1), kInputValueColumn, true);
}
std::string A1Namer::lag(int row, int k) const {
  const std::string month = relative(layout_->time_row("time/month"), 0);
  const std::string line = std::to_string(layout_->line_of(row) + 1);
  const std::string range = prefix(layout_->sheet_of(row)) + "$" + column_letters(kOpeningColumn) + line + ":" +
                            column_letters(kFirstMonthColumn + column_ - 1) + line;
  const int to_index = 2 - k;
  const std::string index =
      to_index == 0 ? month : month + (to_index > 0 ? "+" : "-") + std::to_string(std::abs(to_index));
  return "IF(" + month + "<" + std::to_string(k) + ",0,INDEX(" + range + "," + index + "))";
}

std::string A1Namer::terms(const std::vector<std::string>& terms) const {
  struct Place {
    std::string before;  // sheet and column
    int line;
  };
  const auto place = [](const std::string& text) {
    std::size_t digits = text.size();
    while (digits > 0 && is_digit(text[digits - 1])) --digits;
    return Place{text.substr(0, digits), std::stoi(text.substr(digits))};
  };
  std::string text;
  for (std::size_t i = 0; i < terms.size();) {
    const Place first = place(terms[i]);
    std::size_t end = i + 1;
    while (end < terms.size()) {
      const Place next = place(terms[end]);
      if (next.before != first.before || next.line != first.line + static_cast<int>(end - i)) break;
      ++end;
    }
    if (!text.empty()) text += ",";
    text += terms[i];
    if (end > i + 1) {
      const std::string& last = terms[end - 1];
      text += ":" + last.substr(last.rfind('!') == std::string::npos ? 0 : last.rfind('!') + 1);
    }
    i = end;
  }
  return text;
}

}  // namespace roi::audit
