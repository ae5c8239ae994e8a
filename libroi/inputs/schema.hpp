#pragma once
/// @file libroi/inputs/schema.hpp: JSON Schema (2020-12) and the reference manual, from the declarations.
///
/// The schema accepts what the reader accepts, file by file, apart from what needs the whole model: references,
/// exchange rates, catalogue entries, rules between fields, days a month does not have, duplicate keys. A file that
/// extends another one is a patch and may leave out anything; of such a file the schema checks the shape only.
#include <string>
#include <vector>

#include "libroi/inputs/describe.hpp"

namespace roi {

namespace inputs {
/// `warnings`: ids that accepted_warnings may name; `builtin`: catalogues that come from inputs/builtin.hpp.
[[nodiscard]] std::string schema_text(const std::vector<FieldInfo>& tree, const std::vector<std::string>& warnings = {},
                                      const std::vector<std::string>& builtin = {});
[[nodiscard]] std::string manual_text(const std::vector<FieldInfo>& tree);
}  // namespace inputs

/// JSON Schema of a model file of Root, as text.
template <class Root>
[[nodiscard]] std::string json_schema() {
  const Root root{};
  const inputs::Object object = inputs::object_of(root);
  const auto names = [](auto* function) { return function == nullptr ? std::vector<std::string>() : function(); };
  return inputs::schema_text(inputs::field_tree(object), names(object.access.acceptable), names(object.access.builtin));
}

/// Every field of Root with kind, unit, range, default and meaning, as Markdown tables, a section a group.
template <class Root>
[[nodiscard]] std::string field_reference() {
  const Root root{};
  return inputs::manual_text(inputs::field_tree(inputs::object_of(root)));
}

}  // namespace roi
