#pragma once
/// @file libroi/power/hours/weather_rows.hpp: what the readers of weather files share: the calendar of a file, its rows, and
/// what is filled, compared and refused when all are in.
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/inputs/text/csv_text.hpp"
#include "libroi/power/hours/weather.hpp"

namespace roi::power::rows {

constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr double kNone = -1e9;
constexpr std::size_t kAbsent = std::string::npos;

inline bool none(double x) { return x == kNone; }

/// Follows the calendar of a file and refuses a hole.
class Follow {
 public:
  void step(const inputs::CsvText& csv, std::size_t field, int month, int day, int hour);
  /// Told before each step: at the end of 28 February the next line decides whether the year is leap.
  void peek(int month, int day);
  void finish(const inputs::CsvText& csv) const;

 private:
  int month_ = 1, day_ = 1, hour_ = 1, count_ = 0;
  bool leap_ = false, maybe_leap_ = false;
};

/// The value, refused outside [lo, hi].
double checked(const inputs::CsvText& csv, std::size_t field, const char* what, double value, double lo, double hi,
               const char* unit);
/// The year of a row: a whole number in [1900, 2200].
int year_of_row(const inputs::CsvText& csv, std::size_t field);

/// Of the site's line.
struct SiteFields {
  std::size_t latitude, longitude, zone, elevation;
};
void read_site(const inputs::CsvText& csv, const SiteFields& at, Weather& w);

struct Row {
  double dry = kNone, dew = kNone, rh = kNone, pressure = kNone, ghi = kNone, dni = kNone, dhi = kNone, wind = kNone;
};

/// Where a file keeps its columns.
struct Columns {
  std::size_t dry = kAbsent, dew = kAbsent, rh = kAbsent, pressure = kAbsent, ghi = kAbsent, dni = kAbsent,
              dhi = kAbsent, wind = kAbsent;
  double pascal = 1.0;                                     // of the file's unit of pressure
  bool (*missing)(double) = [](double) { return false; };  // the file's code for a missing value
  [[nodiscard]] std::vector<std::size_t> all() const;
};
/// The first of the names that stands in the line, kAbsent if none does; refused if it stands twice.
[[nodiscard]] std::size_t column_named(const inputs::CsvText& csv, std::initializer_list<std::string_view> names);

/// Gathers the rows of one file.
class Gather {
 public:
  explicit Gather(inputs::CsvText& csv) : csv_(csv) { w.notices = csv.notices(); }

  Weather w;
  /// The row at which the file stands, by columns; or as read.
  void add(const Columns& at);
  void add(const Row& row, const Columns& at);
  /// Names the columns of a table that nobody read.
  void say_unused(const std::vector<std::string>& names, const std::vector<std::size_t>& read);
  /// Fills, compares, refuses; then averages `per_hour` lines and moves the rows `later` hours on.
  Weather finish(int per_hour = 1, int later = 0, const std::string& why_later = "");

 private:
  struct Count {
    int hours = 0, line = 0;
    void add(int at) {
      if (hours++ == 0) line = at;
    }
  };
  double in_range(std::size_t field, const char* what, double value, double lo, double hi, const char* unit) const;
  void say(std::string notice) { w.notices.push_back(std::move(notice)); }
  void compare_humidity(const Row& row, const Columns& at);
  void fill(int per_hour);
  void average(int per_hour);
  void refuse_cut(int per_hour);
  void refuse_constant();
  void compare_height();
  void compare_sun();

  inputs::CsvText& csv_;
  Count wet_, dry_, dark_, contrary_;  // humidity above 100 %, below 1 %; radiation below 0; dew point against humidity
};

}  // namespace roi::power::rows
