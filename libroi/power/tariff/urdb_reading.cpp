#include "libroi/power/tariff/urdb_reading.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "libroi/core/words.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace roi::power::urdb {

using inputs::ObjectReader;

std::size_t position_of(const std::string& word, const std::vector<std::string>& words) {
  const auto same = [](char a, char b) { return lower_case(a) == lower_case(b); };
  const auto found = std::find_if(words.begin(), words.end(), [&](const std::string& w) {
    return std::equal(w.begin(), w.end(), word.begin(), word.end(), same);
  });
  return static_cast<std::size_t>(found - words.begin());
}

std::size_t read_word(ObjectReader& root, std::string_view key, const std::vector<std::string>& words) {
  const inputs::Value* v = root.take(key);
  if (v == nullptr || (v->is_string() && v->text.empty())) return 0;
  const std::size_t found = v->is_string() ? position_of(v->text, words) : words.size();
  if (found < words.size()) return found;
  root.problem(key, "is " + v->brief() + ", but must be one of " + inputs::joined(words));
  return 0;
}

bool Rate::says(std::string_view key) {
  const inputs::Value* v = root.take(key);
  return v != nullptr && !is_nothing(*v);
}

bool has_price(const Structure& structure) {
  return std::any_of(structure.begin(), structure.end(), [](const std::vector<RawTier>& tiers) {
    return std::any_of(tiers.begin(), tiers.end(), [](const RawTier& t) { return t.price != 0.0; });
  });
}

bool is_nothing(const inputs::Value& v) {
  using Kind = inputs::Value::Kind;
  switch (v.kind) {
    case Kind::null: return true;
    case Kind::boolean: return !v.boolean;
    case Kind::number: return v.number == 0.0;
    case Kind::string: return v.text.empty();
    case Kind::array: return std::all_of(v.items.begin(), v.items.end(), is_nothing);
    case Kind::object:
      return std::all_of(v.members.begin(), v.members.end(),
                         [](const inputs::Member& m) { return is_nothing(m.value); });
  }
  return false;
}

Structure read_structure(Rate& rate, std::string_view key, bool sell) {
  ObjectReader& root = rate.root;
  Structure periods;
  const inputs::Value* v = root.take(key);
  if (v == nullptr) return periods;
  if (!v->is_array()) {
    root.problem(key, inputs::wrong_kind(*v, "a list of periods"));
    return periods;
  }
  for (std::size_t p = 0; p < v->items.size(); ++p) {
    const std::string at = root.pointer() + inputs::pointer_token(key) + inputs::pointer_token(std::to_string(p));
    std::vector<RawTier> tiers;
    const inputs::Value& list = v->items[p];
    if (!list.is_array() || list.items.empty())
      root.reading().add(list.at, at,
                         list.is_array() ? "must be a list of at least one tier"
                                         : inputs::wrong_kind(list, "a list of at least one tier"));
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      RawTier raw;
      raw.at = list.items[i].at;
      raw.pointer = at + inputs::pointer_token(std::to_string(i));
      if (!list.items[i].is_object()) {
        root.reading().add(raw.at, raw.pointer, inputs::wrong_kind(list.items[i], "an object like {\"rate\": 0.1}"));
        tiers.push_back(raw);
        continue;
      }
      ObjectReader tier(root.reading(), &list.items[i], raw.pointer);
      raw.max = tier.number("max", 0.0, kUnbounded, kUnbounded);
      raw.priced = tier.has("rate") || tier.has("adj");
      raw.price = tier.number("rate", -kUnbounded, kUnbounded, 0.0) + tier.number("adj", -kUnbounded, kUnbounded, 0.0);
      if (tier.has("adj") && !tier.has("rate"))
        rate.notice(std::string(key) + ": a tier of period " + std::to_string(p) + " states adj without rate");
      raw.sells = sell && tier.has("sell");
      if (sell) raw.sell = tier.number("sell", -kUnbounded, kUnbounded, 0.0);
      raw.unit = tier.text("unit", "");
      const bool same_unit = i > 0 && tiers.back().unit == raw.unit;
      if (same_unit && raw.max <= tiers.back().max)
        tier.problem("max",
                     "is " + to_text(raw.max) + ", but must be above the tier before, at " + to_text(tiers.back().max));
      tier.finish();
      tiers.push_back(raw);
    }
    if (tiers.empty()) tiers.emplace_back();
    // Programs write a number beyond any load for "no bound".
    if (tiers.back().max < 1e30)
      rate.notice(std::string(key) + ": the last tier of period " + std::to_string(p) + " ends at " +
                  to_text(tiers.back().max) + ", and is read as open");
    periods.push_back(tiers);
  }
  return periods;
}

void require_price(Rate& rate, const RawTier& tier) {
  if (!tier.priced)
    rate.root.reading().add(tier.at, tier.pointer, "states neither rate nor adj; write 0 where it is free");
}

MonthHourGrid read_grid(Rate& rate, std::string_view structure, std::string_view key, std::size_t periods) {
  MonthHourGrid grid{};
  ObjectReader& root = rate.root;
  const inputs::Value* v = root.take(key);
  if (periods == 0) {
    if (v != nullptr && !is_nothing(*v) && !root.has(structure))
      root.problem(key, "names periods, but " + std::string(structure) + " is missing");
    else if (v != nullptr && !v->items.empty())
      rate.notice(std::string(key) + " stands without a period in " + std::string(structure) + " and is not used");
    return grid;
  }
  if (v == nullptr) {
    if (periods > 1) root.problem(key, "is missing: there are " + std::to_string(periods) + " periods");
    return grid;
  }
  const auto bad = [&](const inputs::Value& at, const std::string& message) {
    root.reading().add(at.at, root.pointer() + inputs::pointer_token(key), message);
  };
  if (!v->is_array() || v->items.size() != 12) {
    bad(*v, v->is_string() ? inputs::wrong_kind(*v, "12 lists of 24 periods") : "must be 12 lists of 24 periods");
    return grid;
  }
  bool told = false;  // one cell is enough: the others are mostly wrong alike
  for (std::size_t m = 0; m < 12; ++m) {
    const inputs::Value& row = v->items[m];
    if (!row.is_array() || row.items.size() != 24) {
      bad(row, "month " + std::to_string(m + 1) + " must have 24 periods");
      continue;
    }
    for (std::size_t h = 0; h < 24; ++h) {
      const inputs::Value& cell = row.items[h];
      if (!cell.is_number() || cell.number != std::floor(cell.number) || cell.number < 0.0 ||
          cell.number >= static_cast<double>(periods)) {
        if (told) continue;
        told = true;
        bad(cell, "month " + std::to_string(m + 1) + " hour " + std::to_string(h) + " is " + cell.brief() +
                      ", but must be a period 0 to " + std::to_string(periods - 1));
        continue;
      }
      grid[m][h] = static_cast<int>(cell.number);
    }
  }
  return grid;
}

Schedule read_schedules(Rate& rate, std::string_view structure, std::string_view weekday, std::string_view weekend,
                        std::size_t periods) {
  const bool clean = rate.root.reading().clean();
  Schedule schedule;
  schedule.weekday = read_grid(rate, structure, weekday, periods);
  schedule.weekend = read_grid(rate, structure, weekend, periods);
  if (rate.root.has(weekday) != rate.root.has(weekend) && periods == 1) {
    const bool first = rate.root.has(weekday);
    rate.notice(std::string(first ? weekend : weekday) + " is missing beside " +
                std::string(first ? weekday : weekend) + ": the one period is in force");
  }
  if (periods == 0 || !clean || !rate.root.reading().clean()) return schedule;
  std::vector<bool> used(periods);
  for (const MonthHourGrid* grid : {&schedule.weekday, &schedule.weekend})
    for (const auto& row : *grid)
      for (const int period : row) used[static_cast<std::size_t>(period)] = true;
  name_unused(rate, structure, used);
  return schedule;
}

void name_unused(Rate& rate, std::string_view structure, const std::vector<bool>& used) {
  for (std::size_t p = 0; p < used.size(); ++p)
    if (!used[p])
      rate.notice(std::string(structure) + ": period " + std::to_string(p) + " is never in force and is not used");
}

}  // namespace roi::power::urdb
