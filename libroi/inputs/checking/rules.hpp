#pragma once
/// @file libroi/inputs/checking/rules.hpp: the rules between fields of a tree (visit_rules), for the reader, for trees made in code
/// and for rows of a batch.
///
/// A rule is asked only where the values of its object are all valid by themselves.
#include <functional>
#include <string>
#include <vector>

#include "libroi/inputs/field.hpp"

namespace roi::inputs {

/// A rule that does not hold: which object, which of its fields, and what must be.
struct BrokenRule {
  std::string object;   ///< pointer of the object: /contracts/anchor
  std::string pointer;  ///< of the field: /contracts/anchor/end
  std::string shown;    ///< the field's value, "not given" for an empty one, nothing for a group
  std::string rule;     ///< "must be after start"

  [[nodiscard]] std::string path() const;  ///< of the field: contracts.anchor.end
};

/// In the order of the tree. `sound` says whether the values of the object at a pointer are all valid.
[[nodiscard]] std::vector<BrokenRule> broken_rules(const Object& root,
                                                   const std::function<bool(const std::string& pointer)>& sound);

/// The rules between fields that a change of a few numbers can break: prepared once, asked for each row of a batch.
///
///   const RowRules rules(object_of(tree), paths);   // the tree stays where it is; its numbers change between calls
///   rules.broken();                                 // "contracts.anchor.end is 3, but must be after start", or empty
class RowRules {
 public:
  RowRules(const Object& root, const std::vector<std::string>& paths);
  [[nodiscard]] bool empty() const noexcept { return holders_.empty(); }
  [[nodiscard]] std::string broken() const;
  [[nodiscard]] std::vector<BrokenRule> found() const;

 private:
  struct Holder {
    void* object;
    Access access;
    std::string pointer;
  };
  std::vector<Holder> holders_;
};

}  // namespace roi::inputs
