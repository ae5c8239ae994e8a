#pragma once
/// @file libroi/inputs/text/file_text.hpp: the one way by which a file's bytes enter.
///
///   path: cannot be read: No such file or directory
///   path: is a directory, but must be a file            also a pipe, a socket, a device: what has no end or no size
///   path: has 70000000 bytes, but must have at most 67108864 (limits.hpp)
#include <string>

namespace roi::inputs {

/// The text of a file; FileError if it cannot be read or is none.
[[nodiscard]] std::string file_text(const std::string& path);

}  // namespace roi::inputs
