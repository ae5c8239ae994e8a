#pragma once
/// @file libroi/inputs/describe.hpp: the declarations of an input tree as data.
///
///   for (const FieldInfo& field : describe<Center<double>>()) ...    // depth first, groups before their fields
///
/// Paths have * for the keys of a keyed group: fleets.*.cards.
#include <string>
#include <utility>
#include <vector>

#include "libroi/inputs/field.hpp"

namespace roi {

struct FieldInfo {
  std::string path;  ///< fleets.*.cards
  std::string name;  ///< cards
  FieldKind kind = FieldKind::number;
  std::string unit;
  Range range;
  IntRange length;        ///< items of a list; entries of a keyed group
  bool required = false;  ///< must be in the file
  bool optional = false;  ///< may be empty
  std::string fallback;   ///< what it is when the file does not say: "0.98", "linear", "" for nothing
  std::string meaning;
  std::vector<std::pair<std::string, std::string>> choices;  ///< name, meaning
  std::string target;                                        ///< referenced group or catalogue
  std::vector<FieldInfo> children;                           ///< of a group or of each entry of a keyed group
};

/// "number", "date", …
[[nodiscard]] const char* name_of(FieldKind kind);

namespace inputs {
[[nodiscard]] std::vector<FieldInfo> field_tree(const Object& root);
[[nodiscard]] std::vector<FieldInfo> flattened(const std::vector<FieldInfo>& tree);
/// Whether a field on double holds what it holds when nobody says.
[[nodiscard]] bool holds_fallback(const Slot& slot);
/// "in [1, 3]", ">= 0", "<= 3", with the unit unless it is "1"; empty for an unbounded range of unit "1".
[[nodiscard]] std::string range_text(Range range, std::string_view unit);
}  // namespace inputs

/// Every field of Root, in the order of declaration.
template <class Root>
[[nodiscard]] std::vector<FieldInfo> describe() {
  const Root root{};
  return inputs::flattened(inputs::field_tree(inputs::object_of(root)));
}

}  // namespace roi
