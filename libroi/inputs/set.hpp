#pragma once
/// @file libroi/inputs/set.hpp: change one number of a tree by its path, with the checks of the reader.
///
///   set(center, "contracts.anchor.price", 12.5);     // in the declared unit
///   validate(center);                                // rules between fields, after a set of changes
///
/// Structure (counts, choices, keys, the form of a curve) is changed in the document: roi::replaced.
/// Errors: DomainError "set: fleets.ascend.card is not an input; nearest is fleets.ascend.cards", or the range broken.
#include <string>
#include <string_view>
#include <vector>

#include "libroi/inputs/parameters.hpp"

namespace roi {
namespace inputs {
[[noreturn]] void refuse_path(std::string_view path, const std::vector<std::string>& paths);
/// "capex.hall.amount is -5, but must be in [0, 1e15] money (one amount)", of a value that is not.
[[nodiscard]] std::string out_of_range(std::string_view path, double value, Range range, const char* unit,
                                       const char* meaning);
void require_in_range(std::string_view path, double value, Range range, const char* unit, const char* meaning);
}  // namespace inputs

/// Place of a path in a list of parameters.
template <class T>
[[nodiscard]] std::size_t index_of(const std::vector<Parameter<T>>& list, std::string_view path) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i].path == path) return i;
  std::vector<std::string> paths;
  for (const auto& parameter : list) paths.push_back(parameter.path);
  inputs::refuse_path(path, paths);
}

template <template <class> class S>
void set(S<double>& tree, std::string_view path, double value) {
  const auto list = parameters(tree);
  const Parameter<double>& parameter = list[index_of(list, path)];
  inputs::require_in_range(path, value, parameter.range, parameter.unit, parameter.meaning);
  *parameter.value = value;
}

}  // namespace roi
