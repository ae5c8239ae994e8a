#pragma once
/// @file libroi/inputs/text/sha256.hpp: SHA-256 of a text, for fingerprints of inputs and data.  Source: FIPS 180-4.
#include <string>
#include <string_view>

namespace roi {

/// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace roi
