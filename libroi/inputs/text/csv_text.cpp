#include "libroi/inputs/text/csv_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <utility>

#include "libroi/core/error.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace roi::inputs {
namespace {

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

/// Whether the bytes are UTF-8 as far as leading and following bytes go.
bool is_utf8(std::string_view text) {
  int following = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (following > 0) {
      if (byte >> 6U != 0b10U) return false;
      --following;
    } else if (byte >= 0x80U) {
      following = byte >> 5U == 0b110U ? 1 : (byte >> 4U == 0b1110U ? 2 : (byte >> 3U == 0b11110U ? 3 : -1));
      if (following < 0) return false;
    }
  }
  return following == 0;
}

std::string from_latin1(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 64);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80U) {
      out += c;
    } else {
      out += static_cast<char>(0xC0U | (byte >> 6U));
      out += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return out;
}

}  // namespace

CsvText CsvText::read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw FileError(path + ": cannot be read");
  std::string content((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return {path, std::move(content)};
}

CsvText::CsvText(std::string name, std::string content) : name_(std::move(name)), content_(std::move(content)) {
  if (!is_utf8(content_)) content_ = from_latin1(content_);
  if (content_.starts_with("\xEF\xBB\xBF")) offset_ = 3;
  while (!content_.empty() && content_.back() == '\x1A') content_.pop_back();
  if (content_.find('\n') == std::string::npos) std::replace(content_.begin(), content_.end(), '\r', '\n');
}

bool CsvText::next() {
  while (offset_ < content_.size()) {
    const std::size_t end = content_.find('\n', offset_);
    const std::size_t stop = end == std::string::npos ? content_.size() : end;
    line_ = std::string_view(content_).substr(offset_, stop - offset_);
    if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
    offset_ = stop + 1;
    ++number_;
    if (trimmed(line_).empty()) continue;
    split();
    return true;
  }
  return false;
}

void CsvText::split() {
  fields_.clear();
  const bool comma = line_.find(',') != std::string_view::npos;
  const char separator = comma ? ',' : (line_.find(';') != std::string_view::npos ? ';' : '\t');
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= line_.size(); ++i) {
    if (i < line_.size() && line_[i] == '"') quoted = !quoted;
    if (i < line_.size() && (quoted || line_[i] != separator)) continue;
    std::string_view text = trimmed(line_.substr(begin, i - begin));
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    const auto column =
        static_cast<int>(text.empty() ? begin : static_cast<std::size_t>(text.data() - line_.data())) + 1;
    fields_.push_back({text, column});
    begin = i + 1;
  }
}

void CsvText::fail(std::size_t field, const std::string& message) const {
  const int column = field < fields_.size() ? fields_[field].column : static_cast<int>(line_.size()) + 1;
  throw InputError({Problem{name_, number_, column, "", message}});
}

void CsvText::fail_line(const std::string& message) const {
  throw InputError({Problem{name_, number_, 1, "", message}});
}

double CsvText::number(std::size_t field, std::string_view what) const {
  if (field >= fields_.size())
    fail(field, std::string(what) + " is missing: the line ends after " + std::to_string(fields_.size()) + " fields");
  const std::string_view text = fields_[field].text;
  double value = 0.0;
  const bool plus = text.size() > 1 && text.front() == '+' && text[1] != '-';
  const auto result = std::from_chars(text.data() + (plus ? 1 : 0), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || !std::isfinite(value)) {
    fail(field, std::string(what) + " is \"" + std::string(text) + "\", but must be a number");
  }
  return value;
}

int CsvText::whole(std::size_t field, std::string_view what) const {
  const double value = number(field, what);
  if (value != std::floor(value) || std::abs(value) > 1e9)
    fail(field, std::string(what) + " is " + to_text(value) + ", but must be a whole number");
  return static_cast<int>(value);
}

}  // namespace roi::inputs
