#pragma once
/// @file libroi/inputs/writer.hpp: the tree of inputs as a model file again, and its fingerprint.
///
///   to_json(center, record)         the resolved model: no extends, scenarios or catalogues left, defaults filled in,
///                                   values as they were written with unit, source, … ; reads back to the same inputs
///   given_json(center, record)      the same without defaults in use: what the file and later changes have said
///   canonical_json(center, record)  one line, keys sorted, declared units, shortest digits, dates in months after the
///                                   start, uncertainties kept, all other words dropped; also a valid model file
///   fingerprint(center, record)     SHA-256 of the canonical form: equal inputs, equal fingerprint
#include <string>

#include "libroi/inputs/field.hpp"
#include "libroi/inputs/provenance.hpp"
#include "libroi/inputs/text/value.hpp"

namespace roi {
namespace inputs {
/// given: without the fields that hold their default and that the record does not know.
enum class Written { all, given, canonical };
[[nodiscard]] Value to_value(const Object& root, const Record& record, Written form);
[[nodiscard]] std::string canonical_text(const Object& root, const Record& record);
[[nodiscard]] std::string fingerprint_of(const Object& root, const Record& record);
}  // namespace inputs

template <class Root>
[[nodiscard]] std::string to_json(const Root& root, const Record& record) {
  return inputs::dump(inputs::to_value(inputs::object_of(root), record, inputs::Written::all));
}
template <class Root>
[[nodiscard]] std::string given_json(const Root& root, const Record& record) {
  return inputs::dump(inputs::to_value(inputs::object_of(root), record, inputs::Written::given));
}
template <class Root>
[[nodiscard]] std::string canonical_json(const Root& root, const Record& record) {
  return inputs::canonical_text(inputs::object_of(root), record);
}
template <class Root>
[[nodiscard]] std::string fingerprint(const Root& root, const Record& record) {
  return inputs::fingerprint_of(inputs::object_of(root), record);
}

}  // namespace roi
