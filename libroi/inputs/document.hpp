#pragma once
/// @file libroi/inputs/document.hpp: a model file with the files it is made of, before it becomes a tree of numbers.
///
///   load("models/centers/harbin.json", "cheap_power")      reads files
///   parse(text, "harbin.json", resolver, "cheap_power")    reads what the resolver hands over
///
/// Keys of the top level that are not inputs:
///
///   "extends": "base.json"                     this file is a merge patch (RFC 7396; null removes) on another one;
///                                              recursive, a cycle is an error; what a patch removes must be there, and
///                                              a new name near an existing one is refused (checking/patches.hpp)
///   "scenarios": {"low": {…}}                  named merge patches, applied when asked for by name, validated always
///   "data": {"devices": "../data/devices.json"}  catalogues: named entries, for fields declared `catalogue`;
///                                              a catalogue may also be written in place; all entries are validated,
///                                              used or not; names it does not have are looked up in the library's own
///                                              catalogue of that name, where the root takes it (inputs/builtin.hpp)
///   "exchange_rates": {"USD": 7.1}             model currency for one unit of the other
///   "$schema": "…"                             for editors
///
/// Relative names are relative to the file they stand in. Every value keeps its own file and position. A model's files
/// together are held to the limits of inputs/text/limits.hpp.
/// Errors: FileError if the file itself cannot be read; InputError for everything inside.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libroi/inputs/describe.hpp"
#include "libroi/inputs/text/problem.hpp"
#include "libroi/inputs/text/value.hpp"

namespace roi {

/// Text of a file by name. Throws FileError when there is none.
using Resolver = std::function<std::string(const std::string& name)>;

/// A tree and a change to it that was made when a file extends another.
struct Overlay {
  inputs::Value before, change;
};

struct Document {
  std::vector<std::string> files;  ///< index of Position::file
  inputs::Value base;              ///< merged, before a scenario; without the keys above except exchange_rates
  std::vector<std::pair<std::string, inputs::Value>> scenarios;
  std::map<std::string, inputs::Value> catalogues;
  std::vector<int> catalogue_files;  ///< which of the files are catalogues: pointers of their values start at an entry
  std::string scenario;              ///< chosen overlay, or empty
  std::vector<Overlay> overlays;     ///< for the reader, which knows the inputs (inputs/checking/patches.hpp)
  std::vector<Problem> problems;     ///< found so far: reported together with those of the values
  std::vector<std::string> notices;  ///< "file: what of it was not used, or used after a change"

  /// The tree with one of the scenarios (or "" for none) applied.
  [[nodiscard]] inputs::Value tree(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> scenario_names() const;

  Resolver resolver;  ///< of the files the document is made of; empty where there are none
  /// A relative name seen from the file a value stands in.
  [[nodiscard]] std::string beside(const inputs::Position& at, const std::string& relative) const;
};

namespace inputs {
/// The keys of the top level that are not inputs.
[[nodiscard]] const std::vector<std::string>& document_words();
}  // namespace inputs

[[nodiscard]] Document load(const std::string& path, const std::string& scenario = "");
[[nodiscard]] Document parse(std::string_view text, const std::string& name = "model.json",
                             const Resolver& resolver = {}, const std::string& scenario = "");

namespace inputs {
[[nodiscard]] Document replaced_in(const Document& document,
                                   const std::vector<std::pair<std::string, std::string>>& values,
                                   const std::vector<FieldInfo>& fields);
}

/// The document with values put at dotted paths: {"fleets.ascend.cards", "20000"}, {"contracts.anchor", "null"}.
/// The text is JSON; null removes. A value replaces what was there, whole. Root is the tree of inputs the document is
/// read into: entries that are not there are refused, unless a whole new one is put at its path.
template <class Root>
[[nodiscard]] Document replaced(const Document& document,
                                const std::vector<std::pair<std::string, std::string>>& values) {
  const Root root{};
  return inputs::replaced_in(document, values, inputs::field_tree(inputs::object_of(root)));
}

}  // namespace roi
