#pragma once
/// @file libroi/inputs/set.hpp: change one number of a tree by its path, with the checks of the reader.
///
///   set(center, "contracts.anchor.price", 12.5);     // in the declared unit
///   check(center);                                   // rules between fields, after a set of changes
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
void require_in_range(std::string_view path, double value, Range range, const char* unit, const char* meaning);
[[nodiscard]] std::vector<std::string> broken_rules(const Object& root);
void check_object(const Object& root);
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

/// Throws DomainError with every rule between fields that does not hold.
template <template <class> class S>
void check(const S<double>& tree) {
  inputs::check_object(inputs::object_of(tree));
}

}  // namespace roi
