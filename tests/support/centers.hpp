#pragma once
/// @file tests/support/centers.hpp: centers of the model files, and variations of them that keep the rules.
#include <algorithm>
#include <string>
#include <vector>

#include "libroi/center/center.hpp"
#include "libroi/inputs/checking/validate.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/reader.hpp"

namespace roi::test {

/// Of models/centers, or of tests/data where the name says so: "data/four_fleets_six_markets".
inline Center<double> named_center(const std::string& name) {
  const std::string folder = name.rfind("data/", 0) == 0 ? "/tests/" : "/models/centers/";
  return read<Center<double>>(load(std::string(LIBROI_SOURCE_DIR) + folder + name + ".json")).root;
}

/// Puts back the numbers at which a rule between fields breaks.
inline void restore_what_breaks_rules(Center<double>& varied, const Center<double>& center) {
  Center<double> copy = center;
  const auto now = parameters(varied), before = parameters(copy);
  for (int pass = 0; pass < 10; ++pass) {
    const std::vector<Problem> problems = inputs::problems_of(inputs::object_of(varied));
    if (problems.empty()) return;
    for (std::size_t i = 0; i < now.size(); ++i) {
      std::string pointer = "/" + now[i].path;
      std::replace(pointer.begin(), pointer.end(), '.', '/');
      for (const Problem& problem : problems)
        if (inputs::is_within(pointer, problem.pointer)) *now[i].value = *before[i].value;
    }
  }
}

}  // namespace roi::test
