#pragma once
/// @file libroi/inputs/checking/patches.hpp: changes to a tree that would change nothing, or make what was not meant.
///
/// A file that extends another, a scenario and `replaced` are changes to a tree of values. Refused in them:
///
///   a null under a name that is neither there nor declared   contracts.anchro: null, tax.rat: null
///   a new entry whose name is near one that is there  opex.staf: {"per_year": 5}
///
/// unless the new entry is given whole: with all inputs its kind requires, or, where it requires none, with all (and at
/// least two) that its neighbour gives. Names that differ in a number or in a part of one letter are a series, not a slip.
#include <string>
#include <vector>

#include "libroi/inputs/describe.hpp"
#include "libroi/inputs/text/value.hpp"

namespace roi::inputs {

/// What is wrong with one place of a change. `entry`: the pointer, in the changed tree, of an entry that is refused: what
/// else is wrong with it follows from that.
struct PatchProblem {
  Position at;
  std::string pointer, message, entry;
};

/// `fields`: the declarations of the tree; `pointer`: of the change.
[[nodiscard]] std::vector<PatchProblem> patch_problems(const Value& before, const Value& change,
                                                       const std::vector<FieldInfo>& fields,
                                                       const std::string& pointer);

/// The field of that name among those of a group; null where there is none, or no group.
[[nodiscard]] const FieldInfo* field_named(const std::vector<FieldInfo>* fields, const std::string& name);

/// Whether a null under a name may find nothing: a declared input, or a word about a value.
[[nodiscard]] bool may_be_absent(const std::string& key, const std::vector<FieldInfo>* fields);

/// The keys of a group and the names of its fields.
[[nodiscard]] std::vector<std::string> names_of(const Value& group, const std::vector<FieldInfo>* fields);

/// A new entry that is not there under `key`: the name it was meant for, or empty where it is one of its own.
[[nodiscard]] std::string meant_for(const std::string& key, const Value& entry, const Value& group,
                                    const std::vector<FieldInfo>& fields);

}  // namespace roi::inputs
