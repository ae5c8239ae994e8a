#include <algorithm>

#include "libroi/core/words.hpp"
#include "libroi/inputs/text/csv_text.hpp"
#include "libroi/inputs/text/problem.hpp"
#include "libroi/power/hours/table/stamp_columns.hpp"
#include "libroi/power/hours/table/table_header.hpp"
#include "libroi/power/hours/weather_rows.hpp"

namespace roi::power {

using namespace rows;
using inputs::CsvText;

namespace {

const std::vector<std::string> kColumns{"dry_bulb_c", "dew_point_c", "rh_percent", "pressure_pa",
                                        "ghi_w_m2",   "dni_w_m2",    "dhi_w_m2",   "wind_m_s"};

/// A name that is nearly one of the columns, which the header lacks, is that column misspelt.
void refuse_misspelt(const CsvText& csv, const std::vector<std::string>& names) {
  std::vector<std::string> absent;
  for (const std::string& column : kColumns)
    if (std::find(names.begin(), names.end(), column) == names.end()) absent.push_back(column);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::find(kColumns.begin(), kColumns.end(), names[i]) != kColumns.end()) continue;
    const std::string near = inputs::nearest(lower_case(names[i]), absent);
    if (!near.empty()) csv.fail(i, "column \"" + names[i] + "\" is not known; nearest is " + near);
  }
}

}  // namespace

Weather read_weather_csv_text(const std::string& name, std::string content) {
  CsvText csv(name, std::move(content));
  Gather gather(csv);
  gather.w.located = false;
  const TableHeader header = find_header(csv, [](std::string_view column) {
    return std::find(kColumns.begin(), kColumns.end(), column) != kColumns.end();
  });
  if (header.line == 0) {
    if (!csv.next()) csv.fail_line("the file is empty");
    csv.fail(0, "the header must name dry_bulb_c");
  }
  header.say(gather.w.notices);
  Columns at;
  for (auto& [column, field] : {std::pair{"dry_bulb_c", &at.dry},
                                {"dew_point_c", &at.dew},
                                {"rh_percent", &at.rh},
                                {"pressure_pa", &at.pressure},
                                {"ghi_w_m2", &at.ghi},
                                {"dni_w_m2", &at.dni},
                                {"dhi_w_m2", &at.dhi},
                                {"wind_m_s", &at.wind}})
    *field = column_named(csv, {column});
  refuse_misspelt(csv, header.names);
  if (at.dry == kAbsent) csv.fail(0, "the header must name dry_bulb_c");
  if (at.dew == kAbsent && at.rh == kAbsent) csv.fail(0, "the header must name rh_percent or dew_point_c");
  if (!csv.next()) csv.fail_line("the file ends after its header");
  StampColumns stamps(csv, header.names, at.all());
  csv.go_to(header.line);
  csv.expect_fields("the header");
  csv.settle_decimals(at.all());
  while (csv.next()) {
    if (gather.w.hours() > std::size_t{8784} * 4 + 8)
      csv.fail_line("the file goes on after " + std::to_string(gather.w.hours()) +
                    " lines, but must hold 8760 or 8784 hours, or 2, 3 or 4 lines an hour");
    if (stamps.any()) stamps.add(csv);
    gather.add(at);
  }
  const std::size_t n = gather.w.hours();
  std::vector<std::size_t> read = at.all();
  for (std::size_t i = 0; i < header.names.size(); ++i)
    if (stamps.reads(i)) read.push_back(i);
  if (stamps.any()) {
    const StampedYear year = stamps.settle(csv, 0, true);
    Weather& w = gather.w;
    for (auto* series : {&w.dry_bulb, &w.dew_point, &w.rh, &w.pressure, &w.ghi, &w.dni, &w.dhi, &w.wind}) {
      std::vector<double> sorted;
      sorted.reserve(n);
      for (const std::size_t i : year.order) sorted.push_back((*series)[i]);
      *series = std::move(sorted);
    }
    w.notices.insert(w.notices.end(), year.notices.begin(), year.notices.end());
  } else {
    gather.w.notices.emplace_back("no time stamps: the first line is that of 1 January 00:00");
  }
  int per_hour = 0;
  for (int k = 1; k <= 4; ++k) {
    const auto lines = static_cast<std::size_t>(k);
    if (n == 8760 * lines || n == 8784 * lines) per_hour = k;
  }
  if (per_hour == 0)
    csv.fail_line("the file ends after " + std::to_string(n) +
                  " lines, but must hold 8760 or 8784 hours, or 2, 3 or 4 lines an hour");
  gather.say_unused(header.names, read);
  return gather.finish(per_hour);
}

}  // namespace roi::power
