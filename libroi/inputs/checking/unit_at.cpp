#include "libroi/inputs/checking/unit_at.hpp"

#include <mutex>
#include <set>

namespace roi::inputs {
namespace {

constexpr std::string_view kCard = "card";

/// Where the word stands as an atom of its own; npos where it does not.
std::size_t place_of(std::string_view unit, std::string_view word) {
  const auto ends = [&](std::size_t i) { return i == unit.size() || unit[i] == '/' || unit[i] == '-'; };
  for (std::size_t at = unit.find(word); at != std::string_view::npos; at = unit.find(word, at + 1))
    if ((at == 0 || ends(at - 1)) && ends(at + word.size())) return at;
  return std::string_view::npos;
}

const char* kept(std::string text) {
  static std::mutex mutex;
  static std::set<std::string> all;  // a handful of units
  const std::lock_guard<std::mutex> lock(mutex);
  return all.insert(std::move(text)).first->c_str();
}

}  // namespace

bool counts_cards(std::string_view declared) { return place_of(declared, kCard) != std::string_view::npos; }

std::string counting(std::string_view declared, std::string_view word) {
  const std::size_t at = place_of(declared, kCard);
  std::string out(declared);
  return at == std::string_view::npos ? out : out.replace(at, kCard.size(), word);
}

const char* unit_at(const Object& root, std::string_view path, const char* declared, std::string_view written) {
  if (root.access.counted == nullptr || !counts_cards(declared)) return declared;
  std::string word = root.access.counted(root.data, path);
  if (word.empty())
    for (const char* other : {"card", "node", "core", "vCPU"})
      if (place_of(written, other) != std::string_view::npos) word = other;
  return word.empty() || word == kCard ? declared : kept(counting(declared, word));
}

}  // namespace roi::inputs
