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
///   RowRules rules(object_of(tree), paths, targets);   // targets: where the numbers of the paths stand in the tree
///   if (!rules.hold(row)) rules.broken(row);           // "contracts.anchor.end is 3, but must be after start"
///
/// Which numbers a rule reads is found by trying: a rule that reads one holds differently where it is not a number, or
/// where it alone is one. So a rule must compare: !(a < b) in the place of a >= b would hide what it reads.
class RowRules {
 public:
  RowRules(const Object& root, const std::vector<std::string>& paths, std::vector<double*> targets);
  [[nodiscard]] bool empty() const noexcept { return holders_.empty(); }
  /// Whether the rules hold with these numbers; the tree then has those that matter.
  [[nodiscard]] bool hold(const double* row);
  /// All rules broken by a row, in words.
  [[nodiscard]] std::string broken(const double* row);
  /// Those broken by the tree as it is.
  [[nodiscard]] std::vector<BrokenRule> found() const;

 private:
  struct Holder {
    void* object;
    Access access;
    std::string pointer;
    std::vector<std::size_t> reads;  // places among the targets
  };
  void find_what_it_reads(Holder& holder, const std::vector<std::size_t>& within);
  std::vector<double*> targets_;
  std::vector<Holder> holders_;
  BrokenRules sink_;
};

}  // namespace roi::inputs
