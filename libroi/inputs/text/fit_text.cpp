#include "libroi/inputs/text/fit_text.hpp"

#include <array>
#include <cstdint>

namespace roi::inputs {
namespace {

struct Character {
  std::uint32_t code;
  std::size_t bytes;
};

/// The character at a position of well-formed UTF-8.
Character character_at(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t k) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i + k])); };
  const std::uint32_t lead = byte(0);
  const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (i + bytes > text.size()) return {lead, 1};
  std::uint32_t code = bytes == 1 ? lead : lead & (0x7FU >> bytes);
  for (std::size_t k = 1; k < bytes; ++k) code = code << 6 | (byte(k) & 0x3F);
  return {code, bytes};
}

std::string name_of(std::uint32_t code) {
  constexpr std::array<char, 16> kHex{'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
  std::string digits = "U+";
  for (int shift = 12; shift >= 0; shift -= 4) digits += kHex[code >> shift & 15];
  return digits;
}

}  // namespace

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Character c = character_at(text, i);
    units += c.code > 0xFFFF ? 2 : 1;
    i += c.bytes;
  }
  return units;
}

std::string unfit(std::string_view text) {
  std::size_t position = 1;
  for (std::size_t i = 0; i < text.size(); ++position) {
    const Character c = character_at(text, i);
    const std::string where = "holds " + name_of(c.code) + " at character " + std::to_string(position);
    if (c.code == '\r') return where + ", but lines must end with a line feed (\\n) alone";
    if ((c.code < 0x20 && c.code != '\t' && c.code != '\n') || (c.code >= 0x7F && c.code < 0xA0))
      return where + ", but must be without control characters other than line feed and tab";
    if (c.code == 0xFFFE || c.code == 0xFFFF) return where + ", which is no character";
    if (text.substr(i, 6) == "x005F_")
      return "holds \"x005F_\" at character " + std::to_string(position) +
             ", which readers of workbooks take for an escape";
    i += c.bytes;
  }
  const std::size_t units = utf16_length(text);
  if (units <= kLongestCell) return "";
  return "has " + std::to_string(units) + " characters, but must have at most " + std::to_string(kLongestCell) +
         ", which a cell of a workbook holds";
}

}  // namespace roi::inputs
