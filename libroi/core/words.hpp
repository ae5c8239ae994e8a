#pragma once
/// @file libroi/core/words.hpp: small letters for comparing words, ASCII alone and whatever the locale.
#include <string>
#include <string_view>

namespace roi {

[[nodiscard]] constexpr char lower_case(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] inline std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower_case(c);
  return out;
}

}  // namespace roi
