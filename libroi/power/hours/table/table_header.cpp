#include "libroi/power/hours/table/table_header.hpp"

#include <algorithm>

#include "libroi/core/words.hpp"
#include "libroi/inputs/text/decimals.hpp"
#include "libroi/power/hours/table/time_stamps.hpp"

namespace roi::power {
namespace {

bool is_name(std::string_view text) {
  const std::size_t sign = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  if (text.size() > sign && text[sign] >= '0' && text[sign] <= '9') return false;  // "1.234,5" is no number either
  return !inputs::plain_number(text, false) && !inputs::plain_number(text, true) && !parse_stamp(text);
}

}  // namespace

void TableHeader::say(std::vector<std::string>& notices) const {
  if (lines_before > 0)
    notices.push_back(std::to_string(lines_before) + (lines_before == 1 ? " line" : " lines") +
                      " before the header (line " + std::to_string(line) + ") not used");
}

TableHeader find_header(inputs::CsvText& csv, const std::function<bool(std::string_view name)>& knows) {
  constexpr int kLooked = 60;
  struct Seen {
    std::size_t fields;
    int line;
    bool names, known;
  };
  std::vector<Seen> seen;
  csv.rewind();
  for (int i = 0; i < kLooked && csv.next(); ++i) {
    const auto& fields = csv.fields();
    const bool names = std::all_of(fields.begin(), fields.end(), [](const auto& f) { return is_name(f.text); });
    const bool known = std::any_of(fields.begin(), fields.end(), [&](const auto& f) { return knows(f.text); });
    seen.push_back({fields.size(), csv.line_number(), names, names && known});
  }
  csv.rewind();
  std::size_t chosen = seen.size();
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const bool fits = seen[i].fields == seen.back().fields;
    if (!seen[i].names || (chosen < seen.size() && !fits)) continue;
    chosen = i;
    if (fits && seen[i].known) break;
  }
  TableHeader out;
  if (chosen == seen.size()) return out;
  out.line = seen[chosen].line;
  out.lines_before = static_cast<int>(chosen);
  csv.go_to(out.line);
  for (const auto& field : csv.fields()) {
    const std::string name(field.text);
    const auto same = [&](const std::string& other) { return lower_case(other) == lower_case(name); };
    const auto first = std::find_if(out.names.begin(), out.names.end(), same);
    if (!name.empty() && first != out.names.end())
      csv.fail(out.names.size(),
               "column \"" + name + "\" stands twice, first as field " + std::to_string(first - out.names.begin() + 1));
    out.names.push_back(name);
  }
  csv.expect_fields("the header");
  return out;
}

}  // namespace roi::power
