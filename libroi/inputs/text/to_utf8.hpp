#pragma once
/// @file libroi/inputs/text/to_utf8.hpp: the encodings in which spreadsheets and meters write text.
#include <optional>
#include <string>
#include <string_view>

namespace roi::inputs {

/// Whether the bytes are UTF-8 as far as leading and following bytes go.
[[nodiscard]] bool is_utf8(std::string_view text);
[[nodiscard]] std::string from_latin1(std::string_view text);
/// A text that begins with a byte order mark of UTF-16; nothing for others. What is ill-formed becomes U+FFFD.
[[nodiscard]] std::optional<std::string> from_utf16(std::string_view text);

}  // namespace roi::inputs
