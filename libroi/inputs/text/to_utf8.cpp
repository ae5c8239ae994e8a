#include "libroi/inputs/text/to_utf8.hpp"

#include <cstdint>

namespace roi::inputs {
namespace {

void append(std::string& out, std::uint32_t code) {
  if (code < 0x80U) {
    out += static_cast<char>(code);
  } else if (code < 0x800U) {
    out += static_cast<char>(0xC0U | (code >> 6U));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else if (code < 0x10000U) {
    out += static_cast<char>(0xE0U | (code >> 12U));
    out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | (code >> 18U));
    out += static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
    out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  }
}

}  // namespace

bool is_utf8(std::string_view text) {
  int following = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (following > 0) {
      if (byte >> 6U != 0b10U) return false;
      --following;
    } else if (byte >= 0x80U) {
      following = byte >> 5U == 0b110U ? 1 : (byte >> 4U == 0b1110U ? 2 : (byte >> 3U == 0b11110U ? 3 : -1));
      if (following < 0) return false;
    }
  }
  return following == 0;
}

std::string from_latin1(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 64);
  for (const char c : text) append(out, static_cast<unsigned char>(c));
  return out;
}

std::optional<std::string> from_utf16(std::string_view text) {
  const bool little = text.starts_with("\xFF\xFE"), big = text.starts_with("\xFE\xFF");
  if (!little && !big) return std::nullopt;
  constexpr std::uint32_t kReplacement = 0xFFFD;
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(text[i]), b = static_cast<unsigned char>(text[i + 1]);
    return static_cast<std::uint32_t>(little ? a | (b << 8U) : b | (a << 8U));
  };
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 2; i < text.size(); i += 2) {
    if (i + 1 >= text.size()) {
      append(out, kReplacement);
      break;
    }
    const std::uint32_t first = unit(i);
    if (first < 0xD800U || first > 0xDFFFU) {
      append(out, first);
      continue;
    }
    const std::uint32_t second = first < 0xDC00U && i + 3 < text.size() ? unit(i + 2) : 0U;
    const bool pair = second >= 0xDC00U && second <= 0xDFFFU;
    append(out, pair ? 0x10000U + ((first - 0xD800U) << 10U) + (second - 0xDC00U) : kReplacement);
    if (pair) i += 2;
  }
  return out;
}

}  // namespace roi::inputs
