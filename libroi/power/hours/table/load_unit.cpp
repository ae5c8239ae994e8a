#include "libroi/power/hours/table/load_unit.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "libroi/core/words.hpp"

namespace roi::power {
namespace {

using Kind = LoadUnit::Kind;

struct Known {
  std::string_view word, name;
  Kind kind;
  double scale;
};
constexpr std::array<Known, 19> kUnits{{{"kw", "kW", Kind::power, 1.0},
                                        {"mw", "MW", Kind::power, 1e3},
                                        {"gw", "GW", Kind::power, 1e6},
                                        {"w", "W", Kind::power, 1e-3},
                                        {"watt", "W", Kind::power, 1e-3},
                                        {"watts", "W", Kind::power, 1e-3},
                                        {"kilowatt", "kW", Kind::power, 1.0},
                                        {"kilowatts", "kW", Kind::power, 1.0},
                                        {"megawatt", "MW", Kind::power, 1e3},
                                        {"megawatts", "MW", Kind::power, 1e3},
                                        {"kwe", "kW", Kind::power, 1.0},
                                        {"mwe", "MW", Kind::power, 1e3},
                                        {"kwh", "kWh", Kind::energy, 1.0},
                                        {"mwh", "MWh", Kind::energy, 1e3},
                                        {"gwh", "GWh", Kind::energy, 1e6},
                                        {"wh", "Wh", Kind::energy, 1e-3},
                                        {"kilowattstunden", "kWh", Kind::energy, 1.0},
                                        {"kilowatthours", "kWh", Kind::energy, 1.0},
                                        {"kwhr", "kWh", Kind::energy, 1.0}}};
constexpr std::array<std::string_view, 24> kOthers{"kva", "mva",  "va",    "kvar",  "kvarh",  "mvar", "var", "kvah",
                                                   "btu", "mbtu", "mmbtu", "therm", "therms", "gj",   "mj",  "kj",
                                                   "hp",  "a",    "amp",   "amps",  "v",      "kv",   "kwp", "mwp"};

/// Letters in runs, small; "kW" and "kwh" stay whole.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out(1);
  for (const char c : lower_case(text)) {
    if (c >= 'a' && c <= 'z') out.back() += c;
    else if (!out.back().empty()) out.emplace_back();
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

}  // namespace

LoadUnit load_unit(std::string_view column) {
  LoadUnit other;
  const std::vector<std::string> words = words_of(column);
  for (const std::string& word : words) {
    for (const Known& unit : kUnits)
      if (word == unit.word) return {unit.kind, unit.scale, std::string(unit.name)};
    if (std::find(kOthers.begin(), kOthers.end(), word) != kOthers.end() && (word.size() > 1 || words.size() > 1))
      other = {Kind::other, 0.0, word};
  }
  if (other.kind == Kind::other) return other;
  for (const std::string& word : words)  // "loadkw"
    for (const Known& unit : kUnits)
      if (unit.word.size() > 1 && unit.word.size() < 4 && unit.word != "wh" && word.ends_with(unit.word))
        return {unit.kind, unit.scale, std::string(unit.name)};
  // A unit in brackets that is none of these.
  const std::size_t open = column.find_first_of("([");
  if (open != std::string_view::npos && says_load(column.substr(0, open))) {
    const std::size_t close = column.find_first_of(")]", open);
    return {Kind::other, 0.0,
            std::string(column.substr(open + 1, close == std::string_view::npos ? close : close - open - 1))};
  }
  return {};
}

bool says_load(std::string_view column) {
  constexpr std::array<std::string_view, 22> names{
      "load",     "loads",     "demand",      "power",        "usage", "consumption", "consumed", "last",
      "leistung", "verbrauch", "energy",      "wirkleistung", "bezug", "lastgang",    "value",    "wert",
      "import",   "net",       "electricity", "active",       "meter", "delivered"};
  for (const std::string& word : words_of(column))
    if (std::find(names.begin(), names.end(), word) != names.end()) return true;
  return false;
}

}  // namespace roi::power
