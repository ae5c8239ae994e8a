#include "libroi/power/tariff/schedule_json.hpp"

#include <charconv>

#include "libroi/inputs/text/problem.hpp"

namespace roi::power {

using inputs::ObjectReader;

namespace {

bool to_int(std::string_view text, int& x) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const auto end = text.data() + text.size();
  return !text.empty() && std::from_chars(text.data(), end, x).ptr == end;
}

/// "a-b,c" as pairs; a lone number is the pair (c, c).
bool ranges(std::string_view text, std::vector<std::pair<int, int>>& out) {
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    const std::size_t dash = part.find('-');
    int a = 0;
    int b = 0;
    if (!to_int(part.substr(0, dash), a)) return false;
    if (dash == std::string_view::npos) {
      b = a;
    } else if (!to_int(part.substr(dash + 1), b)) {
      return false;
    }
    out.emplace_back(a, b);
  }
  return !out.empty();
}

std::array<bool, 24> read_hours(ObjectReader& rule) {
  std::array<bool, 24> on{};
  const inputs::Value* v = rule.take("hours");
  if (v == nullptr) {
    on.fill(true);
    return on;
  }
  std::vector<std::pair<int, int>> list;
  bool good = v->is_string() && ranges(v->text, list);
  for (const auto& [from, to] : list) good = good && from >= 0 && to <= 24 && from < to;
  if (!good) {
    rule.problem("hours", "is " + v->brief() + ", but must be hours from-to within 0-24, as in \"10-12,14-19\"");
    return on;
  }
  for (const auto& [from, to] : list) {
    for (int h = from; h < to; ++h) on[static_cast<std::size_t>(h)] = true;
  }
  return on;
}

std::array<bool, 3> read_days(ObjectReader& rule) {
  const inputs::Value* v = rule.take("days");
  if (v == nullptr) return {true, true, true};
  constexpr std::array<std::string_view, 3> names{"weekday", "weekend", "holiday"};
  std::array<bool, 3> on{};
  bool good = v->is_array() && !v->items.empty();
  for (const inputs::Value& item : v->items) {
    bool found = false;
    for (std::size_t d = 0; d < 3; ++d) {
      if (item.is_string() && item.text == names[d]) found = on[d] = true;
    }
    good = good && found;
  }
  if (!good) rule.problem("days", "must be a list of weekday, weekend, holiday");
  return on;
}

std::string name_of_hour(std::size_t day, std::size_t month, std::size_t hour) {
  constexpr std::array<std::string_view, 3> names{"weekday", "weekend", "holiday"};
  return "hour " + std::to_string(hour) + "-" + std::to_string(hour + 1) + " of a " + std::string(names[day]) +
         " in month " + std::to_string(month + 1);
}

}  // namespace

std::array<bool, 12> read_months(ObjectReader& from, std::string_view key) {
  std::array<bool, 12> on{};
  const inputs::Value* v = from.take(key);
  if (v == nullptr) {
    on.fill(true);
    return on;
  }
  std::vector<std::pair<int, int>> list;
  bool good = !v->is_array() || !v->items.empty();
  if (v->is_array()) {
    for (const inputs::Value& item : v->items) {
      good = good && item.is_number() && item.number == static_cast<int>(item.number);
      list.emplace_back(static_cast<int>(item.number), static_cast<int>(item.number));
    }
  } else {
    good = v->is_string() && ranges(v->text, list);
  }
  for (const auto& [a, b] : list) good = good && a >= 1 && a <= 12 && b >= 1 && b <= 12;
  if (!good) {
    from.problem(key, "is " + v->brief() + ", but must be months 1 to 12, as in \"6-9\" or [6, 7, 8, 9]");
    return on;
  }
  for (const auto& [a, b] : list) {
    for (int m = a;; m = m % 12 + 1) {
      on[static_cast<std::size_t>(m - 1)] = true;
      if (m == b) break;
    }
  }
  return on;
}

Schedule read_schedule(ObjectReader& from, const std::vector<std::string>& periods) {
  Schedule schedule = constant_schedule();
  if (!from.has("schedule")) {
    if (periods.size() > 1)
      from.problem("schedule", "is missing: there are " + std::to_string(periods.size()) + " periods");
    return schedule;
  }
  if (!from.value().find("schedule")->is_array()) {
    (void)from.items("schedule");  // says so
    return schedule;
  }
  std::array<MonthHourGrid, 3> grid{};
  std::array<MonthHourGrid, 3> owner{};  // rule number + 1
  int rule_number = 0;
  int rest = -1;
  bool overlap = false;
  for (ObjectReader& rule : from.items("schedule")) {
    ++rule_number;
    const int period = static_cast<int>(rule.choice("period", periods));
    const bool otherwise = rule.flag("otherwise", false);
    const auto months = read_months(rule, "months");
    const auto days = read_days(rule);
    const auto hours = read_hours(rule);
    if (otherwise) {
      if (rest >= 0) rule.problem("otherwise", "is given twice");
      if (rule.has("months") || rule.has("days") || rule.has("hours"))
        rule.problem("otherwise", "stands alone: no months, days or hours");
      rest = period;
    }
    for (std::size_t d = 0; d < 3 && !otherwise; ++d) {
      for (std::size_t m = 0; m < 12; ++m) {
        for (std::size_t h = 0; h < 24; ++h) {
          if (!days[d] || !months[m] || !hours[h]) continue;
          if (owner[d][m][h] != 0 && !overlap) {
            overlap = true;
            rule.problem("overlaps rule " + std::to_string(owner[d][m][h]) + " in " + name_of_hour(d, m, h));
          }
          owner[d][m][h] = rule_number;
          grid[d][m][h] = period;
        }
      }
    }
    rule.finish();
  }
  bool gap = false;
  for (std::size_t d = 0; d < 3; ++d) {
    for (std::size_t m = 0; m < 12; ++m) {
      for (std::size_t h = 0; h < 24; ++h) {
        if (owner[d][m][h] != 0) continue;
        if (rest < 0 && !gap && (rule_number > 0 || periods.size() > 1)) {
          gap = true;
          from.problem("schedule", "has no rule for " + name_of_hour(d, m, h));
        }
        grid[d][m][h] = rest < 0 ? 0 : rest;
      }
    }
  }
  schedule.weekday = grid[0];
  schedule.weekend = grid[1];
  if (grid[2] != grid[1]) schedule.holiday = grid[2];
  return schedule;
}

}  // namespace roi::power
