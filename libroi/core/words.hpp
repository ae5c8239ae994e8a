#pragma once
/// @file libroi/core/words.hpp: small and large letters of words, ASCII alone and whatever the locale.
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
/// The first letter large, as at the head of a label: "Card-hour"; "vCPU" stays.
[[nodiscard]] inline std::string upper_first(std::string text) {
  const auto small = [&](std::size_t i) { return i < text.size() && text[i] >= 'a' && text[i] <= 'z'; };
  if (small(0) && small(1)) text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace roi
