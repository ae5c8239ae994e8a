#pragma once
/// @file libroi/inputs/builtin.hpp: catalogues that the library itself carries: compiled in, no file is read at run time.
///
///   libroi/<room>/<name>.json     in the source tree is the catalogue <name>: devices of libroi/capacity/devices.json
///
/// They have the form of a catalogue file (inputs/document.hpp): an object of named entries. A root lists those it takes:
///
///   static std::vector<std::string> builtin_catalogues() { return {"devices"}; }
///
/// A field declared `catalogue` may then name an entry without any "data" in the model. The model's own catalogue comes
/// first: an entry of its own hides the library's entry of that name, whole. Sources and notes of an entry travel with
/// its values, positions are those in the file above.
#include <span>
#include <string_view>

#include "libroi/inputs/text/value.hpp"

namespace roi::inputs {

struct BuiltinCatalogue {
  std::string_view name;  ///< "devices"
  std::string_view file;  ///< "libroi/capacity/devices.json"
  std::string_view text;  ///< JSON
};

/// All that are compiled in.
[[nodiscard]] std::span<const BuiltinCatalogue> builtin_catalogues() noexcept;
/// The one of that name; null when there is none.
[[nodiscard]] const BuiltinCatalogue* find_builtin(std::string_view name) noexcept;
/// Its entries, parsed once; Position::file of their values is 0.
[[nodiscard]] const Value& entries_of(const BuiltinCatalogue& catalogue);

}  // namespace roi::inputs
