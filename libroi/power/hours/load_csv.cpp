#include "libroi/power/hours/load_csv.hpp"

#include <optional>
#include <string_view>

#include "libroi/core/words.hpp"
#include "libroi/inputs/text/csv_text.hpp"

namespace roi::power {
namespace {

using inputs::CsvText;

struct LoadColumn {
  std::size_t index = 0;
  double scale = 1.0;
};

/// kW per unit of a column named kw or mw, or with such a word in its name ("Load (kW)"); 0 for other names.
double kw_per_unit(std::string_view name) {
  const std::string word = lower_case(name);
  const auto has = [&](const char* unit) {
    const std::size_t at = word.find(unit);
    return at != std::string::npos && (at + 2 == word.size() || word[at + 2] != 'h');
  };
  return has("kw") ? 1.0 : (has("mw") ? 1000.0 : 0.0);
}

/// The header's column of the load: the one named kw or mw, else the only one with that word in its name.
std::optional<LoadColumn> load_column(const CsvText& csv) {
  std::vector<LoadColumn> found;
  for (std::size_t i = 0; i < csv.fields().size(); ++i) {
    const double scale = kw_per_unit(csv.fields()[i].text);
    if (scale == 0.0) continue;
    if (csv.fields()[i].text.size() == 2) return LoadColumn{i, scale};
    found.push_back({i, scale});
  }
  if (found.size() > 1)
    csv.fail(found[1].index, "several columns are in kW or MW: name the load's column kw or mw in the first line");
  return found.empty() ? std::nullopt : std::optional<LoadColumn>(found.front());
}

}  // namespace

std::vector<double> read_load_csv(const std::string& path) {
  CsvText csv = CsvText::read(path);
  std::vector<double> kw;
  LoadColumn column;
  bool first = true;
  while (csv.next()) {
    if (first) {
      first = false;
      const auto named = load_column(csv);
      column = named.value_or(column);
      if (named) continue;
      if (csv.fields().size() > 1)
        csv.fail(0, "several columns without a header: name the load's column kw or mw in the first line");
    }
    kw.push_back(column.scale * csv.number(column.index, "load"));
  }
  const std::size_t n = kw.size();
  for (const std::size_t hours : {std::size_t{8760}, std::size_t{8784}}) {
    for (std::size_t steps = 1; steps <= 4; ++steps) {
      if (n == hours * steps) return kw;
    }
  }
  csv.fail_line("the file ends after " + std::to_string(n) +
                " values, but must hold 8760 or 8784 hours, or 2, 3 or 4 values an hour");
}

}  // namespace roi::power
