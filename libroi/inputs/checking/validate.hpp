#pragma once
/// @file libroi/inputs/checking/validate.hpp: every range and rule of the reader, on a tree that was built or changed in code.
///
///   Center<double> center;  …
///   roi::validate(center);           // InputError with everything that is wrong, as a file would be refused
///
///   /contracts/anchor/cards is 0, but must be in [1, 1e+07] card (cards reserved)
///   /fleets/ascend/price is missing, but is required (price of one card …)
///
/// Checked: required values given, numbers finite and in range, curves of one length with dates in order, lists of the
/// declared length, groups with their least entries, choices of the table, references to keys that exist, currencies,
/// months, and the rules between fields of every object whose own values are all valid. A problem has a pointer but no
/// file and no position. roi::evaluate, gradient and evaluate_many call it first; rows of a batch
/// are checked one by one (engine/engine.hpp).
#include <string>
#include <utility>
#include <vector>

#include "libroi/inputs/field.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace roi {
namespace inputs {

/// Everything that is wrong, in the order of the declarations.
[[nodiscard]] std::vector<Problem> problems_of(const Object& root);
void validate_object(const Object& root);

}  // namespace inputs

/// Errors: InputError with every problem.
template <class Root>
void validate(const Root& root) {
  inputs::validate_object(inputs::object_of(root));
}

}  // namespace roi
