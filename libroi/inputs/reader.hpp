#pragma once
/// @file libroi/inputs/reader.hpp: from a model file to the tree of inputs, or to everything that is wrong with it.
///
///   auto [center, record] = roi::read<roi::Center<double>>(roi::load("models/centers/harbin.json"));
///
/// Refused, all in one pass and by position: keys that are no input (with the nearest that is, or where it belongs),
/// wrong types, fractions for counts, values out of range, units that do not convert, missing inputs, dates that do
/// not exist, references to nothing, invalid uncertainties, and rules between fields (once their fields are valid).
/// Scenarios that were not chosen and entries of catalogues that are not used are validated too.  Errors: InputError.
///
/// A root that has `static bool wants_preparation(const Document&)` and `static void prepare(Document&)` turns parts of
/// the document into inputs first: a center's power bill from hourly files.
#include "libroi/inputs/document.hpp"
#include "libroi/inputs/field.hpp"
#include "libroi/inputs/provenance.hpp"

namespace roi {

/// The inputs and what the file says about them.
template <class Root>
struct Loaded {
  Root root{};
  Record record;
};

namespace inputs {
[[nodiscard]] Record read_into(const Object& root, const Document& document);
}

template <class Root>
[[nodiscard]] Loaded<Root> read(const Document& document) {
  Loaded<Root> out;
  if constexpr (requires(Document & d) { Root::prepare(d); }) {
    if (Root::wants_preparation(document)) {
      Document prepared = document;
      Root::prepare(prepared);
      out.record = inputs::read_into(inputs::object_of(out.root), prepared);
      return out;
    }
  }
  out.record = inputs::read_into(inputs::object_of(out.root), document);
  return out;
}

}  // namespace roi
