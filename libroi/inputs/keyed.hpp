#pragma once
/// @file libroi/inputs/keyed.hpp: repeated things (fleets, contracts, tranches) with stable names, in file order.
///
///   Keyed<Fleet<double>> fleets;
///   for (auto& [key, fleet] : fleets) ...                 // in the order of the file
///   fleets.size();  fleets[0];  fleets.key(0);  fleets.find("ascend");  fleets.index("ascend");  fleets.at("ascend");
///
/// Keys match [a-z0-9][a-z0-9_-]* and are unique. A lookup is linear: lists are short, and nobody looks up in a loop
/// over months.  Errors: at() throws DomainError and names the keys there are; append() refuses a bad or second key.
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libroi/core/error.hpp"

namespace roi {

[[nodiscard]] constexpr bool is_key(std::string_view key) noexcept {
  if (key.empty() || key.front() == '_' || key.front() == '-') return false;
  for (const char c : key)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-')) return false;
  return true;
}

template <class S>
class Keyed {
 public:
  struct Entry {
    std::string key;
    S value;
  };

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  [[nodiscard]] S& operator[](std::size_t i) { return entries_[i].value; }
  [[nodiscard]] const S& operator[](std::size_t i) const { return entries_[i].value; }
  [[nodiscard]] const std::string& key(std::size_t i) const { return entries_[i].key; }

  /// Position of a key, or -1.
  [[nodiscard]] int index(std::string_view key) const noexcept {
    for (std::size_t i = 0; i < entries_.size(); ++i)
      if (entries_[i].key == key) return static_cast<int>(i);
    return -1;
  }
  [[nodiscard]] S* find(std::string_view key) noexcept {
    const int i = index(key);
    return i < 0 ? nullptr : &entries_[static_cast<std::size_t>(i)].value;
  }
  [[nodiscard]] const S* find(std::string_view key) const noexcept {
    const int i = index(key);
    return i < 0 ? nullptr : &entries_[static_cast<std::size_t>(i)].value;
  }
  [[nodiscard]] const S& at(std::string_view key) const {
    if (const S* found = find(key)) return *found;
    std::string text = "Keyed: there is no key " + std::string(key) + "; there are:";
    for (const Entry& entry : entries_) text += " " + entry.key;
    throw DomainError(text);
  }
  [[nodiscard]] S& at(std::string_view key) { return const_cast<S&>(std::as_const(*this).at(key)); }

  S& append(std::string key, S value = S{}) {
    if (!is_key(key)) throw DomainError("Keyed: key is \"" + key + "\", but must match [a-z0-9][a-z0-9_-]*");
    if (index(key) >= 0) throw DomainError("Keyed: key " + key + " is there already");
    entries_.push_back(Entry{std::move(key), std::move(value)});
    return entries_.back().value;
  }
  void clear() noexcept { entries_.clear(); }

  [[nodiscard]] auto begin() noexcept { return entries_.begin(); }
  [[nodiscard]] auto end() noexcept { return entries_.end(); }
  [[nodiscard]] auto begin() const noexcept { return entries_.begin(); }
  [[nodiscard]] auto end() const noexcept { return entries_.end(); }

 private:
  std::vector<Entry> entries_;
};

}  // namespace roi
