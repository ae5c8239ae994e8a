#include "libroi/inputs/text/decimals.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace roi::inputs {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_sign(std::string_view text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  return text;
}

/// Digits with points, commas, apostrophes or blanks between them, ending with a digit.
bool looks_grouped(std::string_view text) {
  if (text.empty() || !is_digit(text.front()) || !is_digit(text.back())) return false;
  std::size_t marks = 0, since = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (is_digit(text[i])) {
      ++since;
      ++i;
      continue;
    }
    const std::string_view rest = text.substr(i);
    // The narrow and the wide blank that does not break, and the typographic apostrophe.
    const std::size_t wide = rest.starts_with("\xC2\xA0")       ? 2
                             : rest.starts_with("\xE2\x80\xAF") ? 3
                             : rest.starts_with("\xE2\x80\x99") ? 3
                                                                : 0;
    const bool mark = text[i] == ' ' || text[i] == '\'' || text[i] == '.' || text[i] == ',' || wide > 0;
    if (!mark || (marks > 0 && since != 3) || since == 0 || (marks == 0 && since > 3)) return false;
    ++marks;
    since = 0;
    i += std::max<std::size_t>(wide, 1);
  }
  const bool points_alone = std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; });
  const bool commas_alone = std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == ','; });
  if (marks == 0) return false;
  if (marks == 1 && (points_alone || commas_alone)) return false;
  return marks > 1 || since == 3;
}

}  // namespace

std::optional<double> plain_number(std::string_view text, bool decimal_comma) {
  double value = 0.0;
  if (text.size() > 1 && text.front() == '+' && text[1] != '-' && text[1] != '+') text.remove_prefix(1);
  std::string pointed;
  if (decimal_comma) {
    if (text.find('.') != std::string_view::npos) return std::nullopt;
    pointed = text;
    std::replace(pointed.begin(), pointed.end(), ',', '.');
    text = pointed;
  }
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::string> DecimalMark::see(std::string_view text, int line) {
  const std::string_view digits = without_sign(text);
  if (looks_grouped(digits))
    return "is \"" + std::string(text) + "\", but must be a number without groups of thousands";
  const std::size_t at = digits.find_first_of(".,");
  if (at == std::string_view::npos || !plain_number(text, digits[at] == ',')) return std::nullopt;
  const std::string_view after = digits.substr(at + 1);
  const bool grouped = after.size() == 3 && at >= 1 && at <= 3 && digits.front() != '0' &&
                       std::all_of(after.begin(), after.end(), is_digit);
  const bool comma = digits[at] == ',';
  Seen& seen = comma ? (grouped ? maybe_comma_ : comma_) : (grouped && separator_ != ',' ? maybe_point_ : point_);
  if (seen.line == 0) seen = {line, std::string(text)};
  return std::nullopt;
}

std::optional<DecimalMark::Unclear> DecimalMark::unclear() const {
  const auto other = [](const Seen& certain, const Seen& seen) {
    return Unclear{seen.line, "is \"" + seen.text + "\", but line " + std::to_string(certain.line) + " has \"" +
                                  certain.text + "\": a file must have one decimal mark and no groups of thousands"};
  };
  if (comma_.line > 0 && point_.line > 0)
    return comma_.line < point_.line ? other(comma_, point_) : other(point_, comma_);
  if (comma_.line > 0 && maybe_point_.line > 0) return other(comma_, maybe_point_);
  if (point_.line > 0 && maybe_comma_.line > 0) return other(point_, maybe_comma_);
  if (point_.line > 0 || comma_.line > 0) return std::nullopt;
  if (maybe_comma_.line > 0 && maybe_point_.line > 0) return other(maybe_comma_, maybe_point_);
  const Seen& open = maybe_comma_.line > 0 ? maybe_comma_ : maybe_point_;
  if (open.line == 0) return std::nullopt;
  std::string joined = open.text, shown = open.text;
  const std::size_t at = joined.find_first_of(".,");
  joined.erase(at, 1);
  shown[at] = '.';
  return Unclear{open.line, "is \"" + open.text + "\", which may be " + joined + " or " + shown +
                                "0; write it in one of these ways"};
}

}  // namespace roi::inputs
