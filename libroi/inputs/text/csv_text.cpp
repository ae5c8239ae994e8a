#include "libroi/inputs/text/csv_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include "libroi/core/error.hpp"
#include "libroi/core/interrupt.hpp"
#include "libroi/inputs/text/decimals.hpp"
#include "libroi/inputs/text/file_text.hpp"
#include "libroi/inputs/text/problem.hpp"
#include "libroi/inputs/text/to_utf8.hpp"

namespace roi::inputs {
namespace {

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

/// How often a separator stands in a line outside of quotes.
int count_of(std::string_view line, char separator) {
  int count = 0;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == separator && !quoted) ++count;
  }
  return count;
}

}  // namespace

CsvText CsvText::read(const std::string& path) { return {path, file_text(path)}; }

CsvText::CsvText(std::string name, std::string content) : name_(std::move(name)), content_(std::move(content)) {
  decode();
  if (content_.starts_with("\xEF\xBB\xBF")) begin_ = offset_ = 3;
  while (!content_.empty() && content_.back() == '\x1A') content_.pop_back();
  if (content_.find('\n') == std::string::npos) std::replace(content_.begin(), content_.end(), '\r', '\n');
  find_separator();
}

void CsvText::decode() {
  if (auto utf8 = from_utf16(content_)) {
    content_ = std::move(*utf8);
    notices_.emplace_back("the text is UTF-16");
  }
  number_ = 1;
  if (content_.find('\0') != std::string::npos)
    fail_line("the file is not text: it holds zero bytes; save it as text in UTF-8");
  number_ = 0;
  if (!is_utf8(content_)) {
    content_ = from_latin1(content_);
    notices_.emplace_back("the text is not UTF-8: taken as Latin-1");
  }
}

/// Lines of metadata may stand before the table, so most of some first lines decide.
void CsvText::find_separator() {
  constexpr std::size_t kLooked = 60;
  std::vector<std::string_view> lines;
  while (lines.size() < kLooked && step()) lines.push_back(line_);
  rewind();
  std::size_t best = 0;
  for (const char candidate : {';', '\t', ','}) {
    std::map<int, std::size_t> lines_with;
    std::size_t most = 0;
    for (const std::string_view line : lines)
      if (const int count = count_of(line, candidate); count > 0) most = std::max(most, ++lines_with[count]);
    if (most <= best) continue;
    best = most;
    separator_ = candidate;
    if (2 * most > lines.size()) return;
  }
}

void CsvText::rewind() {
  offset_ = begin_;
  number_ = 0;
  line_ = {};
  fields_.clear();
  expected_ = 0;
}

void CsvText::go_to(int line) {
  rewind();
  while (number_ < line && step()) continue;
  if (line > 0) split();
}

/// Moves to the next line that is not blank, without its fields.
bool CsvText::step() {
  while (offset_ < content_.size()) {
    const std::size_t end = content_.find('\n', offset_);
    const std::size_t stop = end == std::string::npos ? content_.size() : end;
    line_ = std::string_view(content_).substr(offset_, stop - offset_);
    if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
    offset_ = stop + 1;
    if (++number_ % 4096 == 0) may_stop();
    if (!trimmed(line_).empty()) return true;
  }
  return false;
}

bool CsvText::next() {
  while (step()) {
    split();
    // Spreadsheets end their tables with lines of separators alone.
    if (std::all_of(fields_.begin(), fields_.end(), [](const CsvField& f) { return f.text.empty(); })) continue;
    const std::size_t count = fields_.size();
    const bool more =
        count > expected_ && std::any_of(fields_.begin() + static_cast<std::ptrdiff_t>(expected_), fields_.end(),
                                         [](const CsvField& f) { return !f.text.empty(); });
    if (expected_ > 0 && (count < expected_ || more)) {
      const bool comma = separator_ == ',' && count > expected_;
      fail_line("has " + std::to_string(count) + (count == 1 ? " field" : " fields") + ", but must have " +
                std::to_string(expected_) + " like " + whose_ +
                (comma ? "; a decimal comma must stand in quotes, or fields be separated by semicolons" : ""));
    }
    return true;
  }
  return false;
}

void CsvText::expect_fields(std::string whose) {
  expected_ = fields_.size();
  whose_ = std::move(whose);
}

/// The field in quotes that begins at `at`; moves to the separator after it.
std::string_view CsvText::quoted(std::size_t& at) {
  const std::size_t open = at++;
  bool doubled = false;
  for (;;) {
    at = line_.find('"', at);
    if (at == std::string_view::npos)
      throw InputError({Problem{name_, number_, static_cast<int>(open) + 1, "", "the quotation mark is never closed"}});
    if (at + 1 >= line_.size() || line_[at + 1] != '"') break;
    doubled = true;
    at += 2;
  }
  std::string_view text = line_.substr(open + 1, at - open - 1);
  for (++at; at < line_.size() && line_[at] != separator_; ++at) {
    if (line_[at] == ' ' || line_[at] == '\t') continue;
    throw InputError({Problem{name_, number_, static_cast<int>(at) + 1, "", "stands after a closing quotation mark"}});
  }
  if (!doubled) return trimmed(text);
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    plain += text[i];
    if (text[i] == '"') ++i;
  }
  return trimmed(unquoted_.emplace_back(std::move(plain)));
}

void CsvText::split() {
  fields_.clear();
  unquoted_.clear();
  for (std::size_t begin = 0; begin <= line_.size();) {
    std::size_t first = begin;
    while (first < line_.size() && line_[first] != separator_ && (line_[first] == ' ' || line_[first] == '\t')) ++first;
    std::size_t end = first;
    std::string_view text;
    if (first < line_.size() && line_[first] == '"') {
      text = quoted(end);
      ++first;
    } else {
      end = std::min(line_.find(separator_, begin), line_.size());
      text = trimmed(line_.substr(begin, end - begin));
    }
    fields_.push_back({text, static_cast<int>(text.empty() ? begin : first) + 1});
    begin = end + 1;
  }
}

void CsvText::settle_decimals(const std::vector<std::size_t>& columns) {
  const int here = number_;
  DecimalMark mark(separator_);
  while (next())
    for (const std::size_t column : columns)
      if (column < fields_.size())
        if (const auto refusal = mark.see(fields_[column].text, number_)) fail(column, *refusal);
  if (const auto unclear = mark.unclear()) {
    go_to(unclear->line);
    fail(columns.front(), unclear->message);
  }
  const std::size_t expected = expected_;
  go_to(here);
  expected_ = expected;
  decimal_comma_ = mark.is_comma();
}

void CsvText::fail(std::size_t field, const std::string& message) const {
  const int column = field < fields_.size() ? fields_[field].column : static_cast<int>(line_.size()) + 1;
  throw InputError({Problem{name_, number_, column, "", message}});
}

void CsvText::fail_line(const std::string& message) const {
  throw InputError({Problem{name_, std::max(number_, 1), 1, "", message}});
}

double CsvText::number(std::size_t field, std::string_view what) const {
  if (field >= fields_.size())
    fail(field, std::string(what) + " is missing: the line ends after " + std::to_string(fields_.size()) + " fields");
  const std::string_view text = fields_[field].text;
  if (text.empty()) fail(field, std::string(what) + " is missing");
  const auto value = plain_number(text, decimal_comma_);
  if (!value) fail(field, std::string(what) + " is \"" + std::string(text) + "\", but must be a number");
  return *value;
}

int CsvText::whole(std::size_t field, std::string_view what) const {
  const double value = number(field, what);
  if (value != std::floor(value) || std::abs(value) > 1e9)
    fail(field, std::string(what) + " is " + to_text(value) + ", but must be a whole number");
  return static_cast<int>(value);
}

}  // namespace roi::inputs
