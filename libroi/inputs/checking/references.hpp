#pragma once
/// @file libroi/inputs/checking/references.hpp: that every name in a tree of inputs is the key of what it refers to.
///
/// One walk over the fields serves all of them: references ("fleet"), lists of references, and the indices that curves
/// follow. The reader has checked them with their position in the file; this is for trees that were built or changed in
/// code. An optional reference may be empty.
///
/// Errors: DomainError `contracts.anchor.fleet is "ascend", but must be a key of fleets`, the first one in the order of
/// the fields.
#include <string>
#include <vector>

#include "libroi/inputs/field.hpp"

namespace roi::inputs {

/// A name that is no key of what it refers to.
struct BrokenReference {
  std::string path, name, groups;  ///< "contracts.anchor.fleet", "ascend", "fleets"
  std::string help;                ///< "; nearest is ascent", or the keys there are
};
[[nodiscard]] std::vector<BrokenReference> broken_references(const Object& root);
void require_references(const Object& root);

}  // namespace roi::inputs
