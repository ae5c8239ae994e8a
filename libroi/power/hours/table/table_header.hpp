#pragma once
/// @file libroi/power/hours/table/table_header.hpp: where the table of a text file begins and what its columns are called.
///
///   The header is, among the first lines of names (no number, no time stamp) that have as many fields as the rows, the
///   first with a name that the reader knows, else the last. What stands before it is not used, and said so. Errors: InputError for a name that stands twice.
#include <functional>
#include <string>
#include <vector>

#include "libroi/inputs/text/csv_text.hpp"

namespace roi::power {

struct TableHeader {
  std::vector<std::string> names;  // empty where there is none
  int line = 0;                    // of the names
  int lines_before = 0;            // that hold something
  void say(std::vector<std::string>& notices) const;
};

/// `knows` says whether a name is that of a quantity the reader wants. Leaves `csv` at the header, or before the first line where there is none.
[[nodiscard]] TableHeader find_header(inputs::CsvText& csv, const std::function<bool(std::string_view name)>& knows);

}  // namespace roi::power
