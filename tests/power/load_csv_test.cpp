// A year's load as meters export it: marks, units, time stamps, and what is wrong with them.
#include "libroi/power/hours/load_csv.hpp"

#include <algorithm>

#include "libroi/power/hours/table/time_stamps.hpp"
#include "weather_files.hpp"

namespace roi::power {
namespace {

using namespace test;

Load read(const std::string& text, const LoadOptions& options = {}) { return read_load_text("l.csv", text, options); }

/// A header and a line for each step of a year; `line` of the stamp's minute and the step.
std::string year_of(const std::string& header, int year, int minutes,
                    const std::function<std::string(std::int64_t, int)>& line) {
  std::string out = header + "\n";
  int step = 0;
  for (std::int64_t m = minute_of(year, 1, 1); m < minute_of(year + 1, 1, 1); m += minutes)
    out += line(m, step++) + "\n";
  return out;
}
double value_at(std::int64_t minute) { return minute / 60 % 24 >= 16 && minute / 60 % 24 < 21 ? 150.0 : 100.0; }
std::string number(std::int64_t minute) { return std::to_string(static_cast<int>(value_at(minute))); }
std::string stamped(int year = 2025, int minutes = 60, std::int64_t mark = 0) {
  return year_of("time,kW", year, minutes, [&](std::int64_t m, int) { return stamp_text(m + mark) + "," + number(m); });
}
std::string turned(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::reverse(lines.begin() + 1, lines.end());
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}
std::string repeated(int count, const std::string& header, const std::string& row) {
  std::string text = header + "\n";
  for (int i = 0; i < count; ++i) text += row + "\n";
  return text;
}
void expect_evening(const Load& load, int year = 2025) {
  ASSERT_EQ(load.kw.size() * static_cast<std::size_t>(load.minutes), (year % 4 == 0 ? 8784u : 8760u) * 60u);
  EXPECT_EQ(load.year, year);
  for (std::size_t i = 0; i < load.kw.size(); ++i)
    ASSERT_EQ(load.kw[i], value_at(static_cast<std::int64_t>(i) * load.minutes)) << i;
}

TEST(LoadCsv, HeadersAndUnits) {
  EXPECT_EQ(read(repeated(8760, "meter;mw", "a;2.5")).kw[10], 2500.0);
  EXPECT_EQ(read(repeated(8760, "Name,Energy [kWh],Facility [kW](Hourly)", "a,7,2.5")).kw[10], 2.5);
  EXPECT_EQ(read(repeated(8760, "Load (W)", "2500")).kw[10], 2.5);
  EXPECT_EQ(read(repeated(35040, "demand kWh", "2.5")).kw[10], 10.0);
  expect_notice(read(repeated(35040, "demand kWh", "2.5")).notices, "kWh of each 15 minutes are taken to kW");
  expect_notice(read(repeated(8760, "Name,kWh,kW", "a,7,2.5")).notices, "2 columns are not used: \"Name\", \"kWh\"");
  expect_error(
      [] { (void)read(repeated(8760, "load_kw,net_kw", "1,2")); },
      "l.csv:1:9: several columns are in units of power: \"load_kw\", \"net_kw\"; name the load's column kw in the "
      "header");
  expect_error([] { (void)read(repeated(8760, "name,load", "a,2")); },
               "l.csv:1:6: no column has a unit: name the load's column kw or mw, or with its unit like \"load (kW)\"; "
               "there are \"name\", \"load\"");
  expect_error(
      [] { (void)read(repeated(8760, "name,load (kVA)", "a,2")); },
      "l.csv:1:6: is \"load (kVA)\", but a load must be in W, kW, MW or GW, or in Wh, kWh, MWh or GWh an interval");
  expect_refusal([] { (void)read(repeated(8760, "name,load [tons]", "a,2")); },
                 "is \"load [tons]\", but a load must be in");
  expect_error([] { (void)read(repeated(8760, "kw,kW", "1,2")); },
               "l.csv:1:4: column \"kW\" stands twice, first as field 1");
  expect_error(
      [] { (void)read(repeated(8760, "5", "5")); },
      "l.csv:8761:1: the file ends after 8761 values, but must hold 8760 or 8784 hours, or 2, 3 or 4 values an hour");
  expect_refusal([] { (void)read(repeated(8760, "kw", "0")); }, "the load is 0 all year");
  std::string meter = "reading kWh\n";
  for (int i = 0; i < 8760; ++i) meter += std::to_string(1000 + i) + "\n";
  expect_refusal([&] { (void)read(meter); }, "never falls all year: it is a meter's reading");
}

TEST(LoadCsv, OneDialectAFile) {
  EXPECT_EQ(read(repeated(8760, "Zeit;kW", "x;123,75").replace(0, 4, "Name")).kw[0], 123.75);
  EXPECT_EQ(read(repeated(8760, "Name\tkW", "x\t123,75")).kw[0], 123.75);
  EXPECT_EQ(read(repeated(8760, "\"Name\",\"kW, mean\"", "\"a \"\"b\"\", c\",\"123,75\"")).kw[0], 123.75);
  EXPECT_EQ(read("\xEF\xBB\xBF" + repeated(8760, "Name;Leistung, kW\r", "x;123,75\r")).kw[0], 123.75);
  expect_error(
      [] { (void)read(repeated(8760, "Name,kW", "x,123,75")); },
      "l.csv:2:1: has 3 fields, but must have 2 like the header; a decimal comma must stand in quotes, or fields be "
      "separated by semicolons");
  expect_error([] { (void)read(repeated(8760, "Name;kW", "x;1.234,5")); },
               "l.csv:2:3: is \"1.234,5\", but must be a number without groups of thousands");
  expect_error([] { (void)read(repeated(8760, "Name;kW", "x;1,234")); },
               "l.csv:2:3: is \"1,234\", which may be 1234 or 1.2340; write it in one of these ways");
  expect_error(
      [] { (void)read(repeated(100, "Name;kW", "x;950,5") + "x;1.050\n"); },
      "l.csv:102:3: is \"1.050\", but line 2 has \"950,5\": a file must have one decimal mark and no groups of "
      "thousands");
  expect_error([] { (void)read(repeated(100, "Name,kW", "x,950.5") + "x\n"); },
               "l.csv:102:1: has 1 field, but must have 2 like the header");
  expect_error([] { (void)read(repeated(100, "Name,kW", "x,") + "\n"); }, "l.csv:2:3: load is missing");
  // UTF-16 with its mark, as spreadsheets write "Unicode text".
  std::string wide = "\xFF\xFE";
  for (const char c : repeated(8760, "Name\tkW", "x\t123,75")) wide += std::string(1, c) + '\0';
  EXPECT_EQ(read(wide).kw[0], 123.75);
  expect_notice(read(wide).notices, "the text is UTF-16");
  expect_error([&] { (void)read(wide.substr(2)); },
               "l.csv:1:1: the file is not text: it holds zero bytes; save it as text in UTF-8");
  // Metadata of a utility before the table, a column of units, separators after the last row.
  const std::string head = "Name,JANE DOE\nAddress,1 Main St\nAccount Number,123456\n\nTYPE,USAGE,UNITS,COST\n";
  const Load load = read(head + repeated(8760, "", "Electric,2,kWh,$0.20").substr(1) + ",,,\n");
  EXPECT_EQ(load.kw[5], 2.0);
  EXPECT_EQ(load.column, "USAGE");
  expect_notice(load.notices, "3 lines before the header (line 5) not used");
  expect_notice(load.notices, "2 columns are not used: \"TYPE\", \"COST\"");
}

TEST(LoadCsv, NewestFirstIsTurnedRound) {
  const Load load = read(turned(stamped()));
  expect_evening(load);
  EXPECT_EQ(load.notices, std::vector<std::string>{"lines are newest first: turned round"});
  expect_evening(read(turned(stamped(2024, 15))), 2024);
}

TEST(LoadCsv, EveryFormOfStamp) {
  const auto with = [](const std::function<std::string(const std::string&, const std::string&, const std::string&,
                                                       const std::string&)>& form,
                       const std::string& header = "Time,kW") {
    return read(year_of(header, 2025, 60, [&](std::int64_t m, int) {
      const std::string s = stamp_text(m);
      return form(s.substr(0, 4), s.substr(5, 2), s.substr(8, 2), s.substr(11, 5)) + "," + number(m);
    }));
  };
  expect_evening(with([](auto y, auto m, auto d, auto t) { return y + "-" + m + "-" + d + "T" + t + ":00"; }));
  expect_evening(with([](auto y, auto m, auto d, auto t) { return d + "." + m + "." + y + " " + t; }));
  expect_evening(with([](auto y, auto m, auto d, auto t) { return m + "/" + d + "/" + y + " " + t; }));
  expect_evening(with([](auto y, auto m, auto d, auto t) { return d + "/" + m + "/" + y + " " + t; }));
  expect_evening(with([](auto y, auto m, auto d, auto t) { return y + m + d + ":" + t.substr(0, 2) + t.substr(3); }));
  expect_evening(with([](auto y, auto m, auto d, auto t) { return m + "/" + d + "/" + y.substr(2) + "," + t; },
                      "Date,Start time,kW"));
  expect_evening(with([](auto y, auto m, auto d, auto t) { return y + "-" + m + "-" + d + "," + t.substr(0, 2); },
                      "Date,Hour,kW"));
  expect_evening(
      with([](auto y, auto m, auto d,
              auto t) { return y + "-" + m + "-" + d + "," + std::to_string(std::stoi(t.substr(0, 2)) + 1); },
           "Date,Hour Ending,kW"));
  expect_evening(with([](auto y, auto m, auto d, auto t) { return y + "," + m + "," + d + "," + t.substr(0, 2); },
                      "Year,Month,Day,Hour,kW"));
  expect_evening(with([](auto y, auto m, auto d, auto t) {
    const int h = std::stoi(t.substr(0, 2));
    return m + "/" + d + "/" + y + " " + std::to_string((h + 11) % 12 + 1) + t.substr(2) + (h < 12 ? " AM" : " PM");
  }));
  // Days of a spreadsheet.
  expect_evening(read(year_of("Date,kW", 2025, 60, [](std::int64_t m, int) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.6f", static_cast<double>(m) / 1440.0 + 25569.0);
    return std::string(text.data()) + "," + number(m);
  })));
  expect_error([] { (void)read(repeated(8760, "Time,kW", "noon,5")); },
               "l.csv:2:1: Time is \"noon\", but must be a time stamp such as 2025-01-31 13:00");
  expect_refusal([] { (void)read(repeated(8760, "Date,kW", "2025-01-01,5")); },
                 "Date is a date, but no column has the time or hour");
  expect_refusal([] { (void)read(edited(stamped(), 100, [](Fields& f) { return f[0] = "2025-02-30 01:00", true; })); },
                 "l.csv:100:1: the stamp is of 2025-2-30, a day that does not exist");
}

TEST(LoadCsv, MarksOfTheIntervalsEnd) {
  const Load load = read(stamped(2025, 60, 60));
  expect_evening(load);
  expect_notice(load.notices,
                "stamps name the end of an interval: 2025-01-01 01:00 is that of the year's first 60 minutes");
  std::string to24 = stamped(2025, 15, 15);
  for (std::size_t at = to24.find(" 00:00"); at != std::string::npos; at = to24.find(" 00:00", at + 1)) {
    const std::size_t line = to24.rfind('\n', at) + 1;
    const auto before = stamp_text(*minute_of(*parse_stamp(to24.substr(line, 16)), false) - 1);
    to24.replace(line, 16, before.substr(0, 10) + " 24:00");
  }
  expect_evening(read(to24));
  expect_notice(read(stamped(2025, 60, 30)).notices, "stamps name the middle of an interval");
  // Beginning and end side by side must be one step apart.
  const auto pair = [](int length) {
    return year_of("Start,End,kW", 2025, 30,
                   [&](std::int64_t m, int) { return stamp_text(m) + "," + stamp_text(m + length) + "," + number(m); });
  };
  expect_evening(read(pair(30)));
  expect_refusal([&] { (void)read(pair(45)); }, "End is 45 minutes after the beginning, but must be 30");
  expect_refusal([&] { (void)read(pair(-30)); }, "End is -30 minutes after the beginning, but must be 30");
}

TEST(LoadCsv, TheCalendarIsKept) {
  const auto without = [](int first, int last) {
    return edited(stamped(), first, last, [](Fields&) { return false; });
  };
  expect_error([&] { (void)read(without(1000, 1000)); },
               "l.csv:1000:1: 2025-02-11 15:00 follows 2025-02-11 13:00: 1 value is missing");
  expect_error([&] { (void)read(without(1000, 1023)); },
               "l.csv:1000:1: 2025-02-12 14:00 follows 2025-02-11 13:00: 24 values are missing");
  expect_error([] { (void)read(edited(stamped(), 1000, [](Fields& f) { return f[1] += "\n" + line_of(f), true; })); },
               "l.csv:1001:1: 2025-02-11 14:00 stands twice, first in line 1000");
  expect_refusal([&] { (void)read(without(2, 25)); },
                 "the year begins at 2025-01-02 00:00, but must begin on 1 January: 24 values are missing");
  expect_refusal([&] { (void)read(without(8761, 8761)); },
                 "the year ends with 2025-12-31 22:00, but must end with 2025-12-31 23:00: 1 values are missing");
  expect_refusal(
      [] {
        (void)read(year_of("time,kW", 2025, 60,
                           [](std::int64_t m, int) { return stamp_text(m + 181 * 1440) + "," + number(m); }));
      },
      "the year begins at 2025-07-01 00:00, but must begin on 1 January");
  expect_refusal([] { (void)read(year_of("time,kW", 2025, 360, [](auto m, int) { return stamp_text(m) + ",1"; })); },
                 "the stamps are 360 minutes apart, but must be 60, 30, 20 or 15");
  // One line elsewhere.
  std::string moved = without(1000, 1000);
  expect_notice(read(moved + "2025-02-11 14:00,100\n").notices,
                "times fall once, first at line 8761: lines are sorted by time");
  expect_evening(read(moved + "2025-02-11 14:00,100\n"));
  // A count of hours: in order, from 0 or 1, and without a year.
  const auto counted = [](int from, int hole) {
    return year_of("hour,kW", 2025, 60, [=](std::int64_t m, int i) {
      return std::to_string(i + from + (i >= hole ? 1 : 0)) + "," + number(m);
    });
  };
  EXPECT_EQ(read(counted(1, 9000)).year, 0);
  EXPECT_EQ(read(turned(counted(0, 9000))).kw[17], 150.0);
  expect_refusal([&] { (void)read(counted(1, 50)); }, "l.csv:52:1: hour is 52, but 51 must follow 50");
  expect_refusal([&] { (void)read(counted(7, 9000)); }, "hour begins with 7, but must begin with 0 or 1");
  expect_notice(read(repeated(8760, "kW", "5")).notices, "no time stamps: the first value is that of 1 January 00:00");
}

TEST(LoadCsv, ClocksThatChange) {
  // Berlin 2025: no 02:00 on 30 March, 02:00 twice on 26 October; the load is that of standard time.
  const auto local = [](int minutes, bool zoned) {
    const std::int64_t spring = minute_of(2025, 3, 30) + 120, autumn = minute_of(2025, 10, 26) + 120;
    return year_of("time,kW", 2025, minutes, [=](std::int64_t m, int) {
      const bool summer = m >= spring && m < autumn;
      return stamp_text(summer ? m + 60 : m) + (zoned ? (summer ? "+02:00" : "+01:00") : "") + "," + number(m);
    });
  };
  for (const int minutes : {60, 15}) {
    const Load load = read(local(minutes, false));
    expect_evening(load);
    EXPECT_EQ(load.notices,
              std::vector<std::string>{"the clocks change: 2025-03-30 02:00 is missing and 2025-10-26 02:00 "
                                       "stands twice; what lies between is taken back to standard time"});
  }
  expect_evening(read(turned(local(15, false))));
  const Load zoned = read(local(60, true));
  expect_evening(zoned);
  EXPECT_EQ(zoned.notices,
            std::vector<std::string>{"stamps in UTC+01:00 and UTC+02:00 are taken to UTC+01:00 all year"});
  // Only one of the two changes is no change of clocks.
  expect_refusal([&] { (void)read(edited(local(60, false), 2090, [](Fields&) { return false; })); }, "are missing");
  // Stamps in UTC need the place's offset.
  const std::string utc = year_of("time,kW", 2025, 60, [](std::int64_t m, int) {
    return stamp_text(m - 60).replace(10, 1, "T") + "Z," + number(m);
  });
  expect_refusal([&] { (void)read(utc); }, "the stamps are in UTC, and tariffs are in local time: say how many hours");
  expect_evening(read(utc, {.utc_offset = 1.0}));
  expect_notice(read(utc, {.utc_offset = 1.0}).notices, "stamps in UTC are taken to UTC+01:00 all year");
}

/// Any one column of a valid file removed, doubled, moved or renamed is named or changes nothing.
TEST(LoadCsv, EveryColumnCounts) {
  const std::string text = year_of("Start,End,kWh,Note", 2025, 30, [](std::int64_t m, int) {
    return stamp_text(m) + "," + stamp_text(m + 30) + "," + number(m) + ",ok";
  });
  const Load before = read(text);
  const auto named = [&](const std::string& changed) {
    try {
      const Load after = read(changed);
      return after.notices != before.notices || after.kw == before.kw;
    } catch (const roi::Error&) {
      return true;
    }
  };
  for (std::size_t i = 0; i < 4; ++i) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    EXPECT_TRUE(named(edited(text, 1, kAll, [&](Fields& f) { return f.erase(f.begin() + at), true; }))) << i;
    EXPECT_TRUE(named(edited(text, 1, kAll, [&](Fields& f) { return f.insert(f.begin(), std::string(f[i])), true; })))
        << i;
    EXPECT_TRUE(named(edited(text, 1, [&](Fields& f) { return f[i] = "other", true; }))) << i;
    for (std::size_t j = i + 1; j < 4; ++j) {
      EXPECT_TRUE(named(edited(text, 1, kAll, [&](Fields& f) { return std::swap(f[i], f[j]), true; }))) << i << j;
      EXPECT_TRUE(named(edited(text, 2, kAll, [&](Fields& f) { return std::swap(f[i], f[j]), true; }))) << i << j;
    }
  }
}

}  // namespace
}  // namespace roi::power
