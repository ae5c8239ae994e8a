#pragma once
/// @file libroi/power/hours/table/stamped_year.hpp: the rows of a file against the calendar: which of them is which step of the
/// year.
///
///   order      rows that stand newest first are turned round, others out of order are sorted
///   marks      a stamp names the beginning, the end or the middle of its interval; the year tells which
///   zones      several offsets from UTC become the least of them, which is standard time; a file in UTC is refused
///              unless it is said which offset its place has
///   clocks     a file of local time without offsets has no 02:00 in March and two in autumn: the hours between are
///              moved back to standard time
///   Whatever was done is said in `notices`.
///
///   Refused, InputError at the line: a gap, a row that stands twice, a step other than 60, 30, 20 or 15 minutes, a
///   year that does not begin on 1 January or is not whole.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libroi/inputs/text/csv_text.hpp"

namespace roi::power {

struct RowStamp {
  std::int64_t minute = 0;    // since 1970, of the stamp's own clock
  std::optional<int> offset;  // minutes ahead of UTC
  int line = 0;               // of the file
};

struct StampedYear {
  std::vector<std::size_t> order;  // the rows in the order of time
  int minutes = 60;                // of a step
  int year = 0;
  std::vector<std::string> notices;
};

/// `utc_offset` is that of the place in standard time, in minutes, where it is known.
[[nodiscard]] StampedYear stamped_year(const inputs::CsvText& csv, std::vector<RowStamp> rows,
                                       std::optional<int> utc_offset);

}  // namespace roi::power
