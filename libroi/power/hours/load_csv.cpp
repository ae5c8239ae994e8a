#include "libroi/power/hours/load_csv.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

#include "libroi/core/error.hpp"
#include "libroi/core/words.hpp"
#include "libroi/inputs/text/csv_text.hpp"
#include "libroi/inputs/text/decimals.hpp"
#include "libroi/inputs/text/problem.hpp"
#include "libroi/power/hours/table/load_unit.hpp"
#include "libroi/power/hours/table/stamp_columns.hpp"
#include "libroi/power/hours/table/table_header.hpp"

namespace roi::power {
namespace {

using inputs::CsvText;
using Kind = LoadUnit::Kind;

constexpr std::size_t kMostSteps = 8784 * 4;
constexpr std::size_t kHoursInYear = 8760;

std::string in_quotes(const std::string& name) { return "\"" + name + "\""; }

std::string listed(const std::vector<std::string>& names, const std::vector<std::size_t>& columns) {
  std::vector<std::string> shown;
  for (const std::size_t i : columns) shown.push_back(in_quotes(names[i]));
  return inputs::joined(shown);
}

bool says_unit(std::string_view name) {
  const std::string word = lower_case(name);
  return word == "unit" || word == "units" || word == "uom" || word == "einheit";
}

bool is_number(std::string_view text) {
  return inputs::plain_number(text, false).has_value() || inputs::plain_number(text, true).has_value();
}

/// Whether a column may be the load, or says in which unit it is.
bool is_quantity(std::string_view name) {
  const LoadUnit unit = load_unit(name);
  return unit.kind != Kind::none || says_load(name) || says_unit(name);
}

class LoadReader {
 public:
  LoadReader(CsvText csv, const LoadOptions& options) : csv_(std::move(csv)), options_(options) {}

  Load read() {
    out_.notices = csv_.notices();
    const TableHeader header = find_header(csv_, is_quantity);
    names_ = header.names;
    if (!names_.empty()) {
      header.say(out_.notices);
      if (!csv_.next()) csv_.fail_line("the file ends after its header");
      choose();
    } else {
      if (!csv_.next()) csv_.fail_line("the file is empty");
      if (csv_.fields().size() > 1)
        csv_.fail(0, "several columns without a header: name the load's column kw or mw in the first line");
      names_ = {""};
      unit_ = {Kind::power, 1.0, "kW"};
    }
    if (header.line == 0) held_ = {0};
    StampColumns stamps(csv_, names_, held_);
    csv_.go_to(header.line);
    if (header.line > 0) csv_.expect_fields("the header");
    csv_.settle_decimals({value_});
    while (csv_.next()) take(stamps);
    finish(stamps);
    return std::move(out_);
  }

 private:
  /// The column of the load and its unit.
  void choose() {
    std::vector<LoadUnit> units;
    for (const std::string& name : names_) units.push_back(load_unit(name));
    const auto of_kind = [&](Kind kind) {
      std::vector<std::size_t> found;
      for (std::size_t i = 0; i < names_.size(); ++i)
        if (units[i].kind == kind) found.push_back(i);
      return found;
    };
    for (const Kind kind : {Kind::power, Kind::energy}) {
      const auto found = of_kind(kind);
      held_.insert(held_.end(), found.begin(), found.end());
    }
    for (const std::size_t i : of_kind(Kind::other)) held_.push_back(i);
    for (const Kind kind : {Kind::power, Kind::energy}) {
      const auto found = of_kind(kind);
      if (found.empty()) continue;
      std::vector<std::size_t> exact;
      for (const std::size_t i : found)
        if (lower_case(names_[i]) == lower_case(units[i].name)) exact.push_back(i);
      if (found.size() > 1 && exact.size() != 1)
        fail_header(found[1], "several columns are in units of " +
                                  std::string(kind == Kind::power ? "power" : "energy") + ": " + listed(names_, found) +
                                  "; name the load's column " + (kind == Kind::power ? "kw" : "kwh") +
                                  " in the header");
      value_ = exact.size() == 1 ? exact[0] : found[0];
      unit_ = units[value_];
      return;
    }
    const auto others = of_kind(Kind::other);
    if (!others.empty())
      fail_header(others[0], "is " + in_quotes(names_[others[0]]) +
                                 ", but a load must be in W, kW, MW or GW, or in Wh, "
                                 "kWh, MWh or GWh an interval");
    choose_by_unit_column();
  }

  /// A column "unit" beside the only other column of numbers.
  void choose_by_unit_column() {
    std::vector<std::size_t> numbers, named;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (says_unit(names_[i])) unit_column_ = i;
      if (i < csv_.fields().size() && is_number(csv_.fields()[i].text)) numbers.push_back(i);
      if (i < csv_.fields().size() && is_number(csv_.fields()[i].text) && says_load(names_[i])) named.push_back(i);
    }
    const auto& found = named.empty() ? numbers : named;
    if (!unit_column_) {
      const std::size_t at = found.empty() ? 0 : found[0];
      fail_header(
          at, "no column has a unit: name the load's column kw or mw, or with its unit like \"load (kW)\"; there are " +
                  listed(names_, all_columns()));
    }
    if (found.size() != 1)
      fail_header(*unit_column_, found.empty() ? "no column has numbers in this unit"
                                               : "several columns may be in this unit: " + listed(names_, found));
    value_ = found[0];
    unit_text_ = csv_.blank(*unit_column_) ? "" : std::string(csv_.fields()[*unit_column_].text);
    unit_ = load_unit(unit_text_);
    if (unit_.kind != Kind::power && unit_.kind != Kind::energy)
      csv_.fail(*unit_column_, "is \"" + unit_text_ +
                                   "\", but a load must be in W, kW, MW or GW, or in Wh, kWh, MWh or "
                                   "GWh an interval");
    held_.push_back(value_);
    held_.push_back(*unit_column_);
  }

  [[nodiscard]] std::vector<std::size_t> all_columns() const {
    std::vector<std::size_t> out(names_.size());
    std::iota(out.begin(), out.end(), std::size_t{0});
    return out;
  }

  [[noreturn]] void fail_header(std::size_t column, const std::string& message) {
    csv_.go_to(find_header(csv_, is_quantity).line);
    csv_.fail(column, message);
  }

  void take(StampColumns& stamps) {
    if (out_.kw.size() >= kMostSteps + 8)
      csv_.fail_line("the file goes on after " + std::to_string(out_.kw.size()) +
                     " values, but must hold 8760 or 8784 hours, or 2, 3 or 4 values an hour");
    if (unit_column_ && csv_.fields()[*unit_column_].text != unit_text_)
      csv_.fail(*unit_column_, "is \"" + std::string(csv_.fields()[*unit_column_].text) + "\", but must be \"" +
                                   unit_text_ + "\" as in the line before");
    if (stamps.any()) stamps.add(csv_);
    out_.kw.push_back(unit_.scale * csv_.number(value_, "load"));
  }

  void finish(StampColumns& stamps) {
    const std::size_t n = out_.kw.size();
    if (stamps.any()) {
      const std::optional<int> offset = options_.utc_offset
                                            ? std::optional(static_cast<int>(std::lround(*options_.utc_offset * 60.0)))
                                            : std::nullopt;
      const StampedYear year = stamps.settle(csv_, offset);
      std::vector<double> sorted;
      sorted.reserve(n);
      for (const std::size_t i : year.order) sorted.push_back(out_.kw[i]);
      out_.kw = std::move(sorted);
      out_.minutes = year.minutes;
      out_.year = year.year;
      out_.notices.insert(out_.notices.end(), year.notices.begin(), year.notices.end());
    }
    if (out_.year == 0) {
      out_.minutes = minutes_of(n);
      out_.notices.emplace_back(stamps.any() ? "lines are counted, not dated: the first is that of 1 January 00:00"
                                             : "no time stamps: the first value is that of 1 January 00:00");
    }
    convert();
    check_values();
    say_unused(stamps);
  }

  [[nodiscard]] int minutes_of(std::size_t n) const {
    for (const std::size_t hours : {kHoursInYear, kHoursInYear + 24})
      for (std::size_t steps = 1; steps <= 4; ++steps)
        if (n == hours * steps) return static_cast<int>(60 / steps);
    csv_.fail_line("the file ends after " + std::to_string(n) +
                   " values, but must hold 8760 or 8784 hours, or 2, 3 or 4 values an hour");
  }

  void convert() {
    if (unit_.kind == Kind::energy) {
      // A register counts up and never down.
      const bool rises = std::is_sorted(out_.kw.begin(), out_.kw.end()) && out_.kw.front() < out_.kw.back();
      if (rises)
        fail_header(value_, in_quotes(names_[value_]) +
                                " never falls all year: it is a meter's reading, but must be the "
                                "energy of each interval");
      for (double& x : out_.kw) x *= 60.0 / out_.minutes;
      out_.notices.push_back(unit_.name + " of each " + std::to_string(out_.minutes) + " minutes are taken to kW");
    } else if (unit_.name != "kW") {
      out_.notices.push_back(unit_.name + " are taken to kW");
    }
    out_.column = names_[value_];
  }

  void check_values() {
    std::size_t negative = 0, zero = 0;
    for (const double x : out_.kw) {
      if (x < 0.0) ++negative;
      if (x == 0.0) ++zero;
    }
    if (zero == out_.kw.size()) fail_header(value_, "the load is 0 all year");
    if (negative > 0) out_.notices.push_back(std::to_string(negative) + " values are below 0: fed into the grid");
  }

  void say_unused(const StampColumns& stamps) {
    std::vector<std::string> unused;
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (i != value_ && i != unit_column_ && !stamps.reads(i) && !names_[i].empty())
        unused.push_back(in_quotes(names_[i]));
    if (!unused.empty())
      out_.notices.push_back(std::to_string(unused.size()) + (unused.size() == 1 ? " column is" : " columns are") +
                             " not used: " + inputs::joined(unused));
  }

  CsvText csv_;
  LoadOptions options_;
  Load out_;
  std::vector<std::string> names_;
  std::vector<std::size_t> held_;  // columns that are no stamps
  std::size_t value_ = 0;
  std::optional<std::size_t> unit_column_;
  std::string unit_text_;
  LoadUnit unit_;
};

}  // namespace

Load read_load_text(const std::string& name, std::string content, const LoadOptions& options) {
  return LoadReader(CsvText(name, std::move(content)), options).read();
}

Load read_load(const std::string& path, const LoadOptions& options) {
  return LoadReader(CsvText::read(path), options).read();
}

}  // namespace roi::power
