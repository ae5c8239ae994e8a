#include "libroi/power/hours/table/time_stamps.hpp"

#include <array>
#include <chrono>
#include <cstdlib>

#include "libroi/core/words.hpp"

namespace roi::power {
namespace {

constexpr int kDay = 1440;

struct Zone {
  std::string_view name;
  int offset;
};
constexpr std::array<Zone, 17> kZones{{{"z", 0},
                                       {"utc", 0},
                                       {"gmt", 0},
                                       {"bst", 60},
                                       {"cet", 60},
                                       {"cest", 120},
                                       {"mez", 60},
                                       {"mesz", 120},
                                       {"est", -300},
                                       {"edt", -240},
                                       {"cst", -360},
                                       {"cdt", -300},
                                       {"mst", -420},
                                       {"mdt", -360},
                                       {"pst", -480},
                                       {"pdt", -420},
                                       {"jst", 540}}};
constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool take(char c) {
    if (peek() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void blanks() {
    while (take(' ')) continue;
  }
  /// Digits in front, without taking them.
  [[nodiscard]] std::size_t digits() const {
    std::size_t n = 0;
    while (n < rest_.size() && rest_[n] >= '0' && rest_[n] <= '9') ++n;
    return n;
  }
  int number(std::size_t digits) {
    int out = 0;
    for (std::size_t i = 0; i < digits; ++i) out = 10 * out + (rest_[i] - '0');
    rest_.remove_prefix(digits);
    return out;
  }
  std::string word() {
    std::string out;
    while (!rest_.empty() &&
           ((rest_.front() >= 'A' && rest_.front() <= 'Z') || (rest_.front() >= 'a' && rest_.front() <= 'z'))) {
      out += lower_case(rest_.front());
      rest_.remove_prefix(1);
    }
    return out;
  }

 private:
  std::string_view rest_;
};

bool short_number(Scanner& in, int& out) {
  const std::size_t n = in.digits();
  if (n < 1 || n > 2) return false;
  out = in.number(n);
  return true;
}

bool read_year(Scanner& in, int& out) {
  const std::size_t n = in.digits();
  if (n != 2 && n != 4) return false;
  out = in.number(n);
  if (n == 2) out += 2000;
  return true;
}

bool read_date(Scanner& in, StampText& out) {
  const std::size_t n = in.digits();
  if (n == 4) {
    out.year = in.number(4);
    const char mark = in.peek();
    if (mark != '-' && mark != '/' && mark != '.') return false;
    return in.take(mark) && short_number(in, out.month) && in.take(mark) && short_number(in, out.day);
  }
  if (n == 8 || n == 12 || n == 14) {
    out.year = in.number(4);
    out.month = in.number(2);
    out.day = in.number(2);
    return true;
  }
  int first = 0;
  if (!short_number(in, first)) return false;
  const char mark = in.peek();
  if (mark != '-' && mark != '/' && mark != '.' && mark != ' ') return false;
  in.take(mark);
  if (const std::string word = in.word(); !word.empty()) {
    for (std::size_t m = 0; m < kMonths.size(); ++m)
      if (word.starts_with(kMonths[m])) out.month = static_cast<int>(m) + 1;
    out.day = first;
    return out.month > 0 && in.take(mark) && read_year(in, out.year);
  }
  if (mark == ' ') return false;
  int second = 0;
  if (!short_number(in, second) || !in.take(mark) || !read_year(in, out.year)) return false;
  out.unclear = mark != '.';
  out.month = out.unclear ? first : second;
  out.day = out.unclear ? second : first;
  return true;
}

bool read_zone(Scanner& in, StampText& out) {
  in.blanks();
  if (in.done()) return true;
  if (const std::string word = in.word(); !word.empty()) {
    for (const Zone& zone : kZones)
      if (word == zone.name) out.offset = zone.offset;
    if (!out.offset) return false;
    if (in.done() || (word != "utc" && word != "gmt")) return true;
  }
  const int sign = in.take('+') ? 1 : (in.take('-') ? -1 : 0);
  const std::size_t n = in.digits();
  if (sign == 0 || (n != 1 && n != 2 && n != 4)) return false;
  int hours = in.number(n), minutes = 0;
  if (n == 4) {
    minutes = hours % 100;
    hours /= 100;
  } else if (in.take(':')) {
    if (in.digits() != 2) return false;
    minutes = in.number(2);
  }
  if (hours > 14 || minutes > 59) return false;
  out.offset = sign * (60 * hours + minutes);
  return true;
}

bool read_time(Scanner& in, StampText& out) {
  const std::size_t n = in.digits();
  int hour = 0, minute = 0, second = 0;
  if (n == 4 || n == 6) {
    hour = in.number(2);
    minute = in.number(2);
    if (n == 6) second = in.number(2);
  } else {
    if (!short_number(in, hour) || !in.take(':') || in.digits() != 2) return false;
    minute = in.number(2);
    if (in.take(':')) {
      if (in.digits() != 2) return false;
      second = in.number(2);
      if (in.take('.') || in.take(',')) {
        const std::size_t fraction = in.digits();
        if (fraction < 1 || fraction > 9) return false;
        if (in.number(fraction) != 0) out.seconds = true;
      }
    }
  }
  Scanner ahead = in;
  ahead.blanks();
  const std::string half = ahead.word();
  if (half == "am" || half == "pm") {
    if (hour < 1 || hour > 12) return false;
    hour = hour % 12 + (half == "pm" ? 12 : 0);
    in = ahead;
  }
  if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && (minute > 0 || second > 0))) return false;
  out.seconds = out.seconds || second != 0;
  out.minute = 60 * hour + minute;
  out.has_time = true;
  return read_zone(in, out) && in.done();
}

}  // namespace

std::optional<StampText> parse_stamp(std::string_view text) {
  StampText out;
  Scanner in(text);
  if (const std::size_t n = in.digits(); n >= 1 && n <= 2 && text.size() > n && text[n] == ':')
    return read_time(in, out) ? std::optional(out) : std::nullopt;
  if (!read_date(in, out) || out.year < 1900 || out.year > 2200) return std::nullopt;
  out.has_date = true;
  if (in.done()) return out;
  if (in.take('T') || in.take('t') || in.take(':') || in.digits() > 0) {
    return read_time(in, out) ? std::optional(out) : std::nullopt;
  }
  if (!in.take(' ') && !in.take(',')) return std::nullopt;
  in.blanks();
  return read_time(in, out) ? std::optional(out) : std::nullopt;
}

std::optional<std::int64_t> minute_of(const StampText& stamp, bool day_first) {
  using namespace std::chrono;
  const bool swapped = stamp.unclear && day_first;
  const auto date = year{stamp.year} / month{static_cast<unsigned>(swapped ? stamp.day : stamp.month)} /
                    day{static_cast<unsigned>(swapped ? stamp.month : stamp.day)};
  if (!date.ok()) return std::nullopt;
  return std::int64_t{kDay} * sys_days{date}.time_since_epoch().count() + stamp.minute;
}

std::int64_t minute_of(int year, int month, int day) {
  using namespace std::chrono;
  const auto date = std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day);
  return std::int64_t{kDay} * sys_days{date}.time_since_epoch().count();
}

namespace {

std::chrono::year_month_day date_of(std::int64_t minute) {
  const std::int64_t day = minute >= 0 ? minute / kDay : -((-minute + kDay - 1) / kDay);
  return std::chrono::sys_days{std::chrono::days{day}};
}

std::string two(int x) { return (x < 10 ? "0" : "") + std::to_string(x); }

}  // namespace

int year_of(std::int64_t minute) { return static_cast<int>(date_of(minute).year()); }

std::string stamp_text(std::int64_t minute) {
  const auto date = date_of(minute);
  const auto of_day = static_cast<int>(((minute % kDay) + kDay) % kDay);
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two(static_cast<int>(static_cast<unsigned>(date.month()))) + "-" +
         two(static_cast<int>(static_cast<unsigned>(date.day()))) + " " + two(of_day / 60) + ":" + two(of_day % 60);
}

std::string offset_text(int minutes) {
  if (minutes == 0) return "UTC";
  return std::string("UTC") + (minutes < 0 ? "-" : "+") + two(std::abs(minutes) / 60) + ":" +
         two(std::abs(minutes) % 60);
}

}  // namespace roi::power
