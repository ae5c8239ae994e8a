#include "libroi/power/hours/table/stamped_year.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "libroi/inputs/text/problem.hpp"
#include "libroi/power/hours/table/time_stamps.hpp"

namespace roi::power {
namespace {

constexpr std::int64_t kHour = 60, kDay = 1440;

class Settling {
 public:
  Settling(const inputs::CsvText& csv, std::vector<RowStamp> rows) : csv_(csv), rows_(std::move(rows)) {
    out_.order.resize(rows_.size());
    std::iota(out_.order.begin(), out_.order.end(), std::size_t{0});
  }

  StampedYear run(std::optional<int> utc_offset) {
    to_one_zone(utc_offset);
    sort();
    find_step();
    if (!zoned_) undo_clock_change();
    refuse_twice_and_gaps();
    place_in_year();
    return std::move(out_);
  }

 private:
  [[noreturn]] void fail(std::size_t at, const std::string& message) const {
    throw InputError({Problem{csv_.name(), row(at).line, 1, "", message}});
  }
  /// By place in time.
  [[nodiscard]] const RowStamp& row(std::size_t at) const { return rows_[out_.order[at]]; }
  [[nodiscard]] std::int64_t minute(std::size_t at) const { return row(at).minute; }
  void say(std::string notice) { out_.notices.push_back(std::move(notice)); }

  void to_one_zone(std::optional<int> wanted) {
    std::set<int> offsets;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (rows_[i].offset.has_value() != rows_[0].offset.has_value())
        fail(i, std::string("the stamp has ") + (rows_[i].offset ? "an" : "no") +
                    " offset from UTC, unlike that of line " + std::to_string(rows_[0].line));
      if (rows_[i].offset) offsets.insert(*rows_[i].offset);
    }
    zoned_ = !offsets.empty();
    if (!zoned_) return;
    if (!wanted) {
      if (offsets.size() > 2 || (offsets.size() == 2 && *offsets.rbegin() - *offsets.begin() > kHour))
        fail(0, "the stamps have offsets from " + offset_text(*offsets.begin()) + " to " +
                    offset_text(*offsets.rbegin()) + ", but must have one, or that of summer and winter");
      if (offsets.size() == 1 && *offsets.begin() == 0)
        fail(0,
             "the stamps are in UTC, and tariffs are in local time: say how many hours ahead of UTC the place is in "
             "standard time (utc_offset, --utc-offset), 0 if its time is UTC");
      wanted = *offsets.begin();
    }
    std::string from;
    for (const int offset : offsets) from += (from.empty() ? "" : " and ") + offset_text(offset);
    if (offsets.size() > 1 || *offsets.begin() != *wanted)
      say("stamps in " + from + " are taken to " + offset_text(*wanted) + " all year");
    else if (*wanted != 0) say("stamps are in " + from + ", taken as the place's standard time");
    for (RowStamp& r : rows_) r.minute += *wanted - *r.offset;
  }

  struct Falls {
    std::size_t count = 0, rises = 0;
    int line = 0;           // of the first
    std::int64_t size = 0;  // of the last, minutes
  };
  [[nodiscard]] Falls falls() const {
    Falls out;
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      const std::int64_t fall = minute(i - 1) - minute(i);
      if (fall < 0) ++out.rises;
      if (fall <= 0) continue;
      if (out.count++ == 0) out.line = row(i).line;
      out.size = fall;
    }
    return out;
  }

  void sort() {
    Falls found = falls();
    if (found.count > 100 * found.rises) {
      say("lines are newest first: turned round");
      std::reverse(out_.order.begin(), out_.order.end());
      found = falls();
    }
    const bool clock_change = !zoned_ && found.count == 1 && found.size < kHour;
    if (found.count > 0 && !clock_change)
      say("times fall " + (found.count == 1 ? std::string("once") : std::to_string(found.count) + " times") +
          ", first at line " + std::to_string(found.line) + ": lines are sorted by time");
    std::stable_sort(out_.order.begin(), out_.order.end(),
                     [&](std::size_t a, std::size_t b) { return rows_[a].minute < rows_[b].minute; });
  }

  void find_step() {
    std::map<std::int64_t, std::size_t> counts;
    for (std::size_t i = 1; i < rows_.size(); ++i)
      if (minute(i) > minute(i - 1)) ++counts[minute(i) - minute(i - 1)];
    std::int64_t best = 0;
    std::size_t most = 0;
    for (const auto& [step, count] : counts)
      if (count > most) {
        best = step;
        most = count;
      }
    if (best == kDay && minute(0) % kDay == 0) fail(0, "the stamps are dates without times");
    if (best != 60 && best != 30 && best != 20 && best != 15)
      fail(0, "the stamps are " + std::to_string(best) + " minutes apart, but must be 60, 30, 20 or 15");
    out_.minutes = static_cast<int>(best);
  }

  /// One hour missing and, months later, one twice: local time without offsets.
  void undo_clock_change() {
    const auto per_hour = static_cast<std::size_t>(kHour / out_.minutes);
    std::size_t gap = 0, gaps = 0, twice = 0, pairs = 0;
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      const std::int64_t step = minute(i) - minute(i - 1);
      if (step == 0) {
        if (pairs++ == 0) twice = i - 1;
      } else if (step > out_.minutes) {
        ++gaps;
        if (step == out_.minutes + kHour) gap = i;
      }
    }
    if (gaps != 1 || gap == 0 || pairs != per_hour || twice + 2 * per_hour > rows_.size()) return;
    for (std::size_t k = 0; k < per_hour; ++k)
      if (minute(twice + 2 * k) != minute(twice + 2 * k + 1)) return;
    if (minute(twice + 2 * per_hour - 1) - minute(twice) != kHour - out_.minutes) return;
    const std::string missing = stamp_text(minute(gap - 1) + out_.minutes), doubled = stamp_text(minute(twice));
    if (twice < gap)
      fail(gap, "the clocks change: " + doubled + " stands twice and " + missing +
                    " is missing, so the year begins in summer time; write standard time");
    for (std::size_t i = gap; i < twice; ++i) rows_[out_.order[i]].minute -= kHour;
    for (std::size_t k = 0; k < per_hour; ++k) rows_[out_.order[twice + 2 * k]].minute -= kHour;
    std::stable_sort(out_.order.begin(), out_.order.end(),
                     [&](std::size_t a, std::size_t b) { return rows_[a].minute < rows_[b].minute; });
    say("the clocks change: " + missing + " is missing and " + doubled +
        " stands twice; what lies between is taken back to standard time");
  }

  void refuse_twice_and_gaps() const {
    std::vector<std::size_t> twice, gaps;
    std::int64_t missing = 0;
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      const std::int64_t step = minute(i) - minute(i - 1);
      if (step == 0) twice.push_back(i);
      if (step != 0 && step % out_.minutes != 0)
        fail(i, stamp_text(minute(i)) + " follows " + stamp_text(minute(i - 1)) + ", which is no whole number of " +
                    std::to_string(out_.minutes) + " minutes");
      if (step <= out_.minutes) continue;
      gaps.push_back(i);
      missing += step / out_.minutes - 1;
    }
    const auto more = [](std::size_t n) { return n > 1 ? "; and " + std::to_string(n - 1) + " more like it" : ""; };
    std::vector<Problem> problems;
    if (!twice.empty())
      problems.push_back({csv_.name(), std::max(row(twice[0]).line, row(twice[0] - 1).line), 1, "",
                          stamp_text(minute(twice[0])) + " stands twice, first in line " +
                              std::to_string(std::min(row(twice[0]).line, row(twice[0] - 1).line)) +
                              more(twice.size())});
    if (!gaps.empty())
      problems.push_back({csv_.name(), row(gaps[0]).line, 1, "",
                          stamp_text(minute(gaps[0])) + " follows " + stamp_text(minute(gaps[0] - 1)) + ": " +
                              std::to_string(missing) + (missing == 1 ? " value is" : " values are") + " missing" +
                              (gaps.size() > 1 ? " in " + std::to_string(gaps.size()) + " gaps" : "")});
    if (!problems.empty()) throw InputError(inputs::sorted(std::move(problems)));
  }

  void place_in_year() {
    const std::size_t n = rows_.size();
    const std::int64_t step = out_.minutes;
    out_.year = year_of(minute(n / 2));
    const std::int64_t begin = minute_of(out_.year, 1, 1), end = minute_of(out_.year + 1, 1, 1);
    const std::int64_t mark = minute(0) - begin;
    if (mark != 0 && mark != step && 2 * mark != step)
      fail(0,
           "the year begins at " + stamp_text(minute(0)) + ", but must begin on 1 January" +
               (mark > 0 && mark < 31 * kDay ? ": " + std::to_string((mark + step - 1) / step) + " values are missing"
                                             : ""));
    const std::int64_t last = minute(n - 1) + step - mark;
    if (last > end)
      fail(n - 1,
           "the year goes on to " + stamp_text(minute(n - 1)) + ", but must end with " + stamp_text(end - step + mark));
    if (last < end)
      fail(n - 1, "the year ends with " + stamp_text(minute(n - 1)) + ", but must end with " +
                      stamp_text(end - step + mark) + ": " + std::to_string((end - last) / step) +
                      " values are missing");
    if (mark == step)
      say("stamps name the end of an interval: " + stamp_text(minute(0)) + " is that of the year's first " +
          std::to_string(step) + " minutes");
    else if (mark > 0)
      say("stamps name the middle of an interval: " + stamp_text(minute(0)) + " is that of the year's first " +
          std::to_string(step) + " minutes");
  }

  const inputs::CsvText& csv_;
  std::vector<RowStamp> rows_;
  bool zoned_ = false;
  StampedYear out_;
};

}  // namespace

StampedYear stamped_year(const inputs::CsvText& csv, std::vector<RowStamp> rows, std::optional<int> utc_offset) {
  if (rows.size() < 2) csv.fail_line("the file holds " + std::to_string(rows.size()) + " values, but must hold a year");
  return Settling(csv, std::move(rows)).run(utc_offset);
}

}  // namespace roi::power
