#include "libroi/power/hours/table/stamp_columns.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "libroi/core/words.hpp"
#include "libroi/inputs/text/decimals.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace roi::power {
namespace {

constexpr std::int64_t kDay = 1440;
constexpr double kFirstSerial = 32874.0, kLastSerial = 73415.0;  // 1990 to 2100, in days of a spreadsheet
constexpr int kSerialOf1970 = 25569;

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> out(1);
  for (const char c : lower_case(name)) {
    const bool letter = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80U;
    if (letter) out.back() += c;
    else if (!out.back().empty()) out.emplace_back();
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

bool has_word(std::string_view name, std::initializer_list<std::string_view> wanted) {
  for (const std::string& word : words_of(name))
    if (std::find(wanted.begin(), wanted.end(), word) != wanted.end()) return true;
  return false;
}

bool says_time(std::string_view name) {
  if (has_word(name, {"zone", "length", "type", "status", "quality"})) return false;
  return has_word(name, {"time", "date", "datetime", "timestamp", "zeit", "datum", "zeitstempel", "zeitpunkt",
                         "uhrzeit", "start", "begin", "end", "von", "bis", "heure", "fecha", "hora"});
}
bool says_end(std::string_view name) { return has_word(name, {"end", "ende", "bis", "to", "until", "ending"}); }
bool says_hour(std::string_view name) { return has_word(name, {"hour", "hr", "he", "stunde", "hours", "h"}); }
bool says_count(std::string_view name) {
  return name.empty() || says_hour(name) ||
         has_word(name, {"index", "step", "interval", "no", "nr", "period", "unnamed", "row", "time", "timestep"});
}

std::optional<std::int64_t> whole_in(std::string_view text) {
  const auto value = inputs::plain_number(text, false);
  if (!value || *value != std::floor(*value) || std::abs(*value) > 1e9) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

}  // namespace

void StampColumns::take(std::size_t column, std::optional<std::size_t>& role) {
  role = column;
  used_.push_back(column);
}

bool StampColumns::reads(std::size_t column) const {
  return std::find(used_.begin(), used_.end(), column) != used_.end();
}

StampColumns::StampColumns(const inputs::CsvText& csv, std::vector<std::string> names,
                           const std::vector<std::size_t>& values)
    : names_(std::move(names)) {
  const auto& fields = csv.fields();
  const auto free = [&](std::size_t i) {
    return i < fields.size() && std::find(values.begin(), values.end(), i) == values.end() && !reads(i);
  };
  const auto named = [&](std::size_t i, std::initializer_list<std::string_view> words) {
    const std::string name = lower_case(names_[i]);
    return std::find(words.begin(), words.end(), name) != words.end();
  };
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (!free(i)) continue;
    const auto stamp = parse_stamp(fields[i].text);
    const auto number = inputs::plain_number(fields[i].text, false);
    if (named(i, {"year", "jahr"}) && !year_) take(i, year_);
    else if (named(i, {"month", "monat"}) && !month_) take(i, month_);
    else if (named(i, {"day", "tag"}) && !day_ && number) take(i, day_);
    else if (named(i, {"minute", "min"}) && !minute_ && number) take(i, minute_);
    else if (stamp && !number && stamp->has_date && stamp->has_time && !stamp_) take(i, stamp_);
    else if (stamp && !number && stamp->has_date && stamp->has_time && !end_) take(i, end_);
    else if (stamp && stamp->has_date && !stamp->has_time && !date_ && !stamp_ && (!number || says_time(names_[i])))
      take(i, date_);
    else if (stamp && number && stamp->has_date && stamp->has_time && !stamp_ && says_time(names_[i])) take(i, stamp_);
    else if (stamp && !stamp->has_date && stamp->has_time && !time_ && !stamp_) take(i, time_);
    else if (stamp && !stamp->has_date && stamp->has_time && !end_time_ && !stamp_) take(i, end_time_);
    else if (says_time(names_[i]) && number && *number >= kFirstSerial && *number <= kLastSerial && !stamp_) {
      take(i, stamp_);
      kind_ = Kind::serial;
    } else if (says_hour(names_[i]) && whole_in(fields[i].text) && !hour_) {
      take(i, hour_);
    } else if (says_count(names_[i]) && whole_in(fields[i].text) && !count_) {
      take(i, count_);
    } else if (says_time(names_[i]) && !(stamp && stamp->has_time)) {
      csv.fail(i, names_[i] + " is \"" + std::string(fields[i].text) +
                      "\", but must be a time stamp such as 2025-01-31 13:00");
    }
  }
  const auto in_order = [&](std::optional<std::size_t>& begin, std::optional<std::size_t>& end) {
    if (begin && end && says_end(names_[*begin]) && !says_end(names_[*end])) std::swap(begin, end);
  };
  in_order(stamp_, end_);
  in_order(time_, end_time_);
  if (kind_ == Kind::serial) return;
  if (stamp_ || (date_ && (time_ || hour_))) kind_ = Kind::text;
  else if (year_ && month_ && day_ && hour_) kind_ = Kind::parts;
  else if (!date_ && !time_ && (hour_ || count_)) kind_ = Kind::count;
  else if (date_) csv.fail(*date_, names_[*date_] + " is a date, but no column has the time or hour");
  else if (time_) csv.fail(*time_, names_[*time_] + " is a time, but no column has the date");
  else if (year_ || month_ || day_)
    csv.fail(year_.value_or(month_.value_or(day_.value_or(0))), "the time needs columns year, month, day and hour");
}

StampText StampColumns::text_of(const inputs::CsvText& csv, std::size_t column) const {
  const auto stamp = csv.blank(column) ? std::nullopt : parse_stamp(csv.fields()[column].text);
  if (!stamp) {
    if (csv.blank(column)) csv.fail(column, names_[column] + " is missing");
    csv.fail(column, names_[column] + " is \"" + std::string(csv.fields()[column].text) +
                         "\", but must be a time stamp such as 2025-01-31 13:00");
  }
  if (stamp->seconds)
    csv.fail(column,
             names_[column] + " is \"" + std::string(csv.fields()[column].text) + "\", but must be a whole minute");
  return *stamp;
}

StampText StampColumns::row_text(const inputs::CsvText& csv) const {
  StampText out;
  if (kind_ == Kind::serial) {
    const double minutes = (csv.number(*stamp_, names_[*stamp_]) - kSerialOf1970) * static_cast<double>(kDay);
    const double nearest = std::round(minutes);
    if (std::abs(minutes - nearest) > 0.1) csv.fail(*stamp_, names_[*stamp_] + " must be a whole minute");
    const std::string text = stamp_text(static_cast<std::int64_t>(nearest));
    return *parse_stamp(text);
  }
  if (kind_ == Kind::parts) {
    out.year = csv.whole(*year_, names_[*year_]);
    out.month = csv.whole(*month_, names_[*month_]);
    out.day = csv.whole(*day_, names_[*day_]);
    if (out.year < 1900 || out.year > 2200)
      csv.fail(*year_, names_[*year_] + " is " + std::to_string(out.year) + ", but must be a year in [1900, 2200]");
  } else {
    out = text_of(csv, stamp_ ? *stamp_ : *date_);
    if (stamp_) {
      if (!out.has_date || !out.has_time)
        csv.fail(*stamp_, names_[*stamp_] + " is \"" + std::string(csv.fields()[*stamp_].text) +
                              "\", but must be a date and a time");
      return out;
    }
    if (time_) {
      const StampText time = text_of(csv, *time_);
      if (time.has_date)
        csv.fail(*time_, names_[*time_] + " is \"" + std::string(csv.fields()[*time_].text) + "\", but must be a time");
      out.minute = time.minute;
      out.offset = time.offset;
      return out;
    }
  }
  const int hour = csv.whole(*hour_, names_[*hour_]);
  // 100, 200, .. 2400: hours as clocks show them.
  const int clock = hour > 24 && hour % 100 < 60 ? 60 * (hour / 100) + hour % 100 : 60 * hour;
  if (clock < 0 || clock > kDay)
    csv.fail(*hour_, names_[*hour_] + " is " + std::to_string(hour) + ", but must be in [0, 24]");
  out.minute = clock;
  if (minute_) {
    const int minute = csv.whole(*minute_, names_[*minute_]);
    if (minute < 0 || minute > 60)
      csv.fail(*minute_, names_[*minute_] + " is " + std::to_string(minute) + ", but must be in [0, 60]");
    out.minute += minute;
  }
  return out;
}

void StampColumns::add(const inputs::CsvText& csv) {
  Row row;
  row.line = csv.line_number();
  if (kind_ == Kind::count) {
    const std::size_t column = count_ ? *count_ : *hour_;
    row.count = csv.whole(column, names_[column]);
  } else {
    row.begin = row_text(csv);
    if (end_) row.end = text_of(csv, *end_);
    if (end_time_) row.end = text_of(csv, *end_time_);
  }
  rows_.push_back(row);
}

bool StampColumns::day_first(const inputs::CsvText& csv) const {
  const Row *day = nullptr, *month = nullptr;
  for (const Row& row : rows_) {
    if (!row.begin.unclear) continue;
    if (row.begin.month > 12 && day == nullptr) day = &row;
    if (row.begin.day > 12 && month == nullptr) month = &row;
  }
  if (day != nullptr && month != nullptr)
    throw InputError({Problem{csv.name(), std::max(day->line, month->line), 1, "",
                              "the month stands first here and second in line " +
                                  std::to_string(std::min(day->line, month->line)) + ", or the other way round"}});
  return day != nullptr;
}

StampedYear StampColumns::settle(const inputs::CsvText& csv, std::optional<int> utc_offset, bool typical) {
  if (kind_ == Kind::count) return settle_count(csv);
  const bool first_is_day = day_first(csv);
  std::set<int> years;
  bool leap_day = false;
  for (const Row& row : rows_) {
    years.insert(row.begin.year);
    leap_day = leap_day || (row.begin.month == 2 && row.begin.day == 29);
  }
  const bool patched = typical && years.size() > 2;
  std::vector<RowStamp> stamps;
  for (Row& row : rows_) {
    if (patched) row.begin.year = leap_day ? 2004 : 2001;
    const auto minute = minute_of(row.begin, first_is_day);
    if (!minute)
      throw InputError(
          {Problem{csv.name(), row.line, 1, "",
                   "the stamp is of " + std::to_string(row.begin.year) + "-" +
                       std::to_string(first_is_day && row.begin.unclear ? row.begin.day : row.begin.month) + "-" +
                       std::to_string(first_is_day && row.begin.unclear ? row.begin.month : row.begin.day) +
                       ", a day that does not exist"}});
    stamps.push_back({*minute, row.begin.offset, row.line});
  }
  // Of a typical year the last stamp, 24:00, may be that of its first hour's beginning.
  if (patched && stamps.size() > 1 && stamps.back().minute == minute_of(leap_day ? 2004 : 2001, 1, 1))
    stamps.back().minute = minute_of(leap_day ? 2005 : 2002, 1, 1);
  // Hours 1 .. 24 of a day, and minute 60, end an interval: minute_of counts them on.
  StampedYear out = stamped_year(csv, std::move(stamps), utc_offset);
  compare_ends(csv, out, first_is_day);
  if (patched) out.year = 0;
  return out;
}

void StampColumns::compare_ends(const inputs::CsvText& csv, const StampedYear& year, bool first_is_day) {
  if (!end_ && !end_time_) return;
  constexpr int kMostChanged = 8;
  int changed = 0;
  const std::size_t column = end_ ? *end_ : *end_time_;
  for (const Row& row : rows_) {
    std::int64_t length = 0;
    if (end_) {
      const auto begin = minute_of(row.begin, first_is_day), end = minute_of(row.end, first_is_day);
      if (begin && end) length = *end - *begin - (row.end.offset.value_or(0) - row.begin.offset.value_or(0));
    } else {
      length = (row.end.minute - row.begin.minute + kDay) % kDay;
    }
    // Some meters write the last minute of an interval; on the two days of a change of clocks an hour is more or less.
    const bool changes = std::abs(length - year.minutes) == 60 && ++changed <= kMostChanged;
    const bool fits = length == year.minutes || length == year.minutes - 1 || changes;
    if (!fits)
      throw InputError({Problem{csv.name(), row.line, 1, "",
                                names_[column] + " is " + std::to_string(length) +
                                    " minutes after the beginning, but must be " + std::to_string(year.minutes)}});
  }
}

StampedYear StampColumns::settle_count(const inputs::CsvText& csv) const {
  StampedYear out;
  const std::size_t n = rows_.size();
  for (std::size_t i = 0; i < n; ++i) out.order.push_back(i);
  if (n > 1 && rows_.front().count > rows_.back().count && rows_.back().count <= 1) {
    std::reverse(out.order.begin(), out.order.end());
    out.notices.emplace_back("lines are newest first: turned round");
  }
  const auto at = [&](std::size_t i) -> const Row& { return rows_[out.order[i]]; };
  const std::string& name = names_[count_ ? *count_ : *hour_];
  const std::int64_t first = n > 0 ? at(0).count : 0;
  if (first != 0 && first != 1)
    throw InputError({Problem{csv.name(), at(0).line, 1, "",
                              name + " begins with " + std::to_string(first) + ", but must begin with 0 or 1"}});
  std::size_t repeats = 1;
  while (repeats < n && repeats < 4 && at(repeats).count == first) ++repeats;
  std::int64_t most = first;
  for (std::size_t i = 0; i < n; ++i) most = std::max(most, at(i).count);
  const bool daily = most - first == 23 && n > 24 * repeats;
  for (std::size_t i = 0; i < n; ++i) {
    const auto step = static_cast<std::int64_t>(i / repeats);
    const std::int64_t expected = first + (daily ? step % 24 : step);
    if (at(i).count != expected)
      throw InputError({Problem{csv.name(), at(i).line, 1, "",
                                name + " is " + std::to_string(at(i).count) + ", but " + std::to_string(expected) +
                                    " must follow " + (i > 0 ? std::to_string(at(i - 1).count) : "")}});
  }
  return out;
}

}  // namespace roi::power
