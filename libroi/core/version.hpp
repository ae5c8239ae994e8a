#pragma once
/// @file libroi/core/version.hpp: the version of the headers, and of the compiled library they are linked with.
///
/// The build system and the Python package read the version from this file. While the major version is 0, a new
/// minor version may break both source and binary compatibility.

#define LIBROI_VERSION "0.1.0"

namespace roi {

/// Version of the compiled libroi::engine, such as "0.1.0"; equals LIBROI_VERSION when headers and library match.
[[nodiscard]] const char* version() noexcept;

}  // namespace roi
