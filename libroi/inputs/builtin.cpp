#include "libroi/inputs/builtin.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "libroi/inputs/text/json.hpp"

namespace roi::inputs {

const BuiltinCatalogue* find_builtin(std::string_view name) noexcept {
  const auto all = builtin_catalogues();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

const Value& entries_of(const BuiltinCatalogue& catalogue) {
  static const std::map<std::string_view, Value> parsed = [] {
    std::map<std::string_view, Value> out;
    for (const BuiltinCatalogue& one : builtin_catalogues()) {
      std::vector<Problem> problems;
      Value entries = parse_json(one.text, std::string(one.file), 0, problems);
      if (!problems.empty()) throw InputError(std::move(problems));
      out.emplace(one.name, std::move(entries));
    }
    return out;
  }();
  return parsed.at(catalogue.name);
}

}  // namespace roi::inputs
