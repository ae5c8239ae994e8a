#pragma once
/// @file libroi/power/hours/table/stamp_columns.hpp: the columns of a text file that say when a row was.
///
///   one column    date and time, or days of a spreadsheet (45658.25), or a count of steps or hours from 0 or 1
///   two or more   a date and a time or an hour (0 .. 23, 1 .. 24); year, month, day, hour (and minute); the end of the
///                 interval, which must be one step after its beginning
///
///   A column whose name says time and whose fields do not is refused.
#include <optional>
#include <string>
#include <vector>

#include "libroi/inputs/text/csv_text.hpp"
#include "libroi/power/hours/table/stamped_year.hpp"
#include "libroi/power/hours/table/time_stamps.hpp"

namespace roi::power {

class StampColumns {
 public:
  /// `csv` stands at the first row of the table; `values` are columns that hold quantities.
  StampColumns(const inputs::CsvText& csv, std::vector<std::string> names, const std::vector<std::size_t>& values);

  /// Whether rows are stamped at all.
  [[nodiscard]] bool any() const { return kind_ != Kind::none; }
  [[nodiscard]] bool reads(std::size_t column) const;
  /// Takes in the row at which `csv` stands.
  void add(const inputs::CsvText& csv);
  /// The rows on the calendar, when all are in. A count gives an order and no year (0), of `rows` steps.
  /// `typical`: years may differ from month to month, and then say nothing.
  [[nodiscard]] StampedYear settle(const inputs::CsvText& csv, std::optional<int> utc_offset, bool typical = false);

 private:
  enum class Kind { none, text, serial, parts, count };
  struct Row {
    StampText begin, end;
    std::int64_t count = 0;
    int line = 0;
  };
  void take(std::size_t column, std::optional<std::size_t>& role);
  [[nodiscard]] StampText text_of(const inputs::CsvText& csv, std::size_t column) const;
  [[nodiscard]] StampText row_text(const inputs::CsvText& csv) const;
  [[nodiscard]] bool day_first(const inputs::CsvText& csv) const;
  [[nodiscard]] StampedYear settle_count(const inputs::CsvText& csv) const;
  void compare_ends(const inputs::CsvText& csv, const StampedYear& year, bool first_is_day);

  Kind kind_ = Kind::none;
  std::vector<std::string> names_;
  std::vector<std::size_t> used_;
  std::optional<std::size_t> stamp_, end_, date_, time_, end_time_, hour_, year_, month_, day_, minute_, count_;
  std::vector<Row> rows_;
};

}  // namespace roi::power
