#pragma once
/// @file libroi/power/tariff/urdb_reading.hpp: what the parts of the URDB reader share; used by power/tariff/urdb.hpp.
///
///   structure   list of periods, each a list of tiers {max, rate, adj, sell, unit}; price = rate + adj, of which one
///               must be stated
///   grid        12 lists (months) of 24 periods (hours); absent where there is one period
#include <string>
#include <string_view>
#include <vector>

#include "libroi/inputs/text/json_reading.hpp"
#include "libroi/power/tariff/tariff.hpp"

namespace roi::power::urdb {

struct RawTier {
  double max = kUnbounded, price = 0.0, sell = 0.0;
  std::string unit;                   // as written, empty if absent
  bool priced = true, sells = false;  // states rate or adj; states sell
  inputs::Position at;
  std::string pointer;
};
using Structure = std::vector<std::vector<RawTier>>;

/// The rate being read: its keys, its tariff so far.
struct Rate {
  inputs::ObjectReader& root;
  Tariff& tariff;
  void notice(const std::string& text) { tariff.notices.push_back(text); }
  /// Whether a key is given and is more than zeros and empty words.
  [[nodiscard]] bool says(std::string_view key);
};

/// `sell`: whether tiers may state what exports earn. Bounds of last tiers are named as not used.
[[nodiscard]] Structure read_structure(Rate& rate, std::string_view key, bool sell);
/// A tier without a price is not free.
void require_price(Rate& rate, const RawTier& tier);
/// The schedules of a structure; those without one must name no other period than the first.
[[nodiscard]] Schedule read_schedules(Rate& rate, std::string_view structure, std::string_view weekday,
                                      std::string_view weekend, std::size_t periods);
[[nodiscard]] MonthHourGrid read_grid(Rate& rate, std::string_view structure, std::string_view key,
                                      std::size_t periods);
/// Names the periods that no hour or month is in.
void name_unused(Rate& rate, std::string_view structure, const std::vector<bool>& used);
[[nodiscard]] bool is_nothing(const inputs::Value& value);  // null, false, 0, "" and lists and objects of those
[[nodiscard]] bool has_price(const Structure& structure);
/// Position of a word, in any mixture of capitals; words.size() if it is none of them.
[[nodiscard]] std::size_t position_of(const std::string& word, const std::vector<std::string>& words);
/// Position of a key's word, in any mixture of capitals; 0 if it is absent or empty.
[[nodiscard]] std::size_t read_word(inputs::ObjectReader& root, std::string_view key,
                                    const std::vector<std::string>& words);

}  // namespace roi::power::urdb
