// Weather files that contradict themselves, lack what they should have, or are not what they seem.
#include <algorithm>

#include "libroi/power/storage/supply.hpp"
#include "weather_files.hpp"

namespace roi::power {
namespace {

using namespace test;

Weather epw(const std::string& text) { return read_epw_text("a.epw", text); }
std::string epw_hours(const std::function<bool(Fields&)>& change, int first = 9, int last = kAll) {
  return edited(chicago(), first, last, change);
}
std::string put(std::size_t field, const std::string& value, int first = 9, int last = kAll) {
  return epw_hours([&](Fields& f) { return f[field] = value, true; }, first, last);
}

/// The real file has a few such hours.
const std::string kContrary =
    "dew point and relative humidity are more than 10 points apart, humidity is used, in 10 hours, first in line ";

TEST(WeatherRefusals, YearsMustBeYears) {
  expect_error([] { (void)epw(put(0, "0", 30, 30)); }, "a.epw:30:1: year is 0, but must be in [1900, 2200]");
  expect_error([] { (void)epw(put(0, "1986.5", 30, 30)); }, "a.epw:30:1: year is 1986.5, but must be a whole number");
  expect_error([] { (void)epw(put(0, "", 30, 30)); }, "a.epw:30:1: year is missing");
  const std::string nsrdb = edited(nsrdb_text(), 9, [](Fields& f) { return f[0] = "0", true; });
  expect_error([&] { (void)read_nsrdb_text("n.csv", nsrdb); }, "n.csv:9:1: year is 0, but must be in [1900, 2200]");
}

TEST(WeatherRefusals, ASeriesThatCannotBeConstant) {
  expect_error([] { (void)epw(epw_hours([](Fields& f) { return f[6] = "10", f[7] = "5", f[8] = "71", true; })); },
               "a.epw:8768:1: dry bulb is 10 C all year, but must vary");
  expect_refusal([] { (void)epw(epw_hours([](Fields& f) { return f[7] = "99.9", f[8] = "60", true; })); },
                 "relative humidity is 60 % all year, but must vary");
  expect_refusal([] { (void)epw(put(13, "0")); }, "global radiation is 0 Wh/m2 all year, but must vary");
  expect_refusal([] { (void)epw(put(21, "3.1")); }, "wind speed is 3.1 m/s all year, but must vary");
  expect_refusal([] { (void)epw(put(6, "99.9")); }, "dry bulb is missing in every line");
  // Cut off at 20 C.
  expect_refusal(
      [] {
        (void)epw(epw_hours([](Fields& f) {
          if (std::stod(f[6]) > 20.0) f[6] = "20", f[7] = "99.9", f[8] = "50";
          return true;
        }));
      },
      "dry bulb is 20, its greatest, in ");
  // A fraction instead of per cent would count as 1 % all year.
  expect_refusal(
      [] {
        (void)epw(
            epw_hours([](Fields& f) { return f[7] = "99.9", f[8] = std::to_string(std::stod(f[8]) / 100), true; }));
      },
      "relative humidity is below 1 %, taken as 1 %, in ");
}

TEST(WeatherRefusals, LongGapsByVariable) {
  expect_refusal(
      [] { (void)epw(put(13, "9999", 200, 203)); },
      "global radiation is missing for 4 hours from hour 192 of the year, but at most 3 can be interpolated");
  expect_refusal([] { (void)epw(put(9, "999999", 200, 224)); },
                 "pressure is missing for 25 hours from hour 192 of the year, but at most 24 can be interpolated");
  expect_refusal([] { (void)epw(put(21, "999", 200, 224)); }, "wind speed is missing for 25 hours");
  const Weather w = epw(put(21, "999", 200, 223));
  EXPECT_EQ(w.filled.at("wind_m_s"), 24);
}

TEST(WeatherRefusals, WhatIsNotThereAtAllIsNamed) {
  const Weather w = epw(epw_hours([](Fields& f) { return f[13] = f[14] = f[15] = "9999", f[9] = "999999", true; }));
  const std::vector<std::string> notices{kContrary + "752", "no pressure: the standard atmosphere's at 201 m",
                                         "no global radiation, direct radiation, diffuse radiation"};
  EXPECT_EQ(w.notices, notices);
  EXPECT_EQ(w.pressure[7], standard_pressure(201.0));
  EXPECT_TRUE(w.ghi.empty());
  expect_refusal([&] { (void)solar_profile({.dc_kw = 100.0}, w); },
                 "its file lacks global, direct or diffuse radiation");
  expect_refusal([&] { (void)solar_profile({.dc_kw = 100.0}, read_weather_csv_text("w.csv", own_text())); },
                 "latitude of the weather");
  EXPECT_EQ(fitted_to_days(w, 366).hours(), 8784u);
  expect_notice(fitted_to_days(w, 366).notices, "29 February has the weather of 28 February");
}

TEST(WeatherRefusals, LinesCutShort) {
  expect_error([] { (void)epw(epw_hours([](Fields& f) { return f.resize(13), true; }, 100, 100)); },
               "a.epw:100:1: has 13 fields, but must have 35 like the first hour");
  expect_error([] { (void)epw(epw_hours([](Fields& f) { return f.resize(20), true; })); },
               "a.epw:9:1: has 20 fields, but an hour of an EPW file must have 32 to 35");
  expect_notice(epw(epw_hours([](Fields& f) { return f.resize(32), true; })).notices,
                "hours have 32 fields of 35: the last ones are taken as missing");
  const std::string tmy3 = edited(tmy3_text(), 50, [](Fields& f) { return f.pop_back(), true; });
  expect_error([&] { (void)read_tmy3_text("t.csv", tmy3); },
               "t.csv:50:1: has 11 fields, but must have 12 like the column names");
}

TEST(WeatherRefusals, HumidityAndDewPointSayTheSame) {
  expect_error([] { (void)epw(put(8, "20", 100, 100)); },
               "a.epw:100:76: relative humidity is 20, but a dew point of -7.2 at -5 [C] means 85 [%]");
  // Some points off: counted; too often: refused.
  const auto off = [](int first, int last) {
    return epw_hours([](Fields& f) { return f[8] = std::to_string(std::stoi(f[8]) - 15), true; }, first, last);
  };
  expect_notice(epw(off(500, 520)).notices,
                "dew point and relative humidity are more than 10 points apart, humidity is used, in ");
  expect_refusal([&] { (void)epw(off(500, 1500)); }, "but must be so in at most 1 % of a year");
  expect_error([] { (void)epw(put(8, "111", 100, 100)); },
               "a.epw:100:76: relative humidity is 111, but must be in [0, 110] [%]");
  const std::string wet = epw_hours([](Fields& f) { return f[7] = f[6], f[8] = "104", true; }, 20, 21);
  expect_notice(epw(wet).notices, "relative humidity is above 100 %, taken as 100 %, in 2 hours, first in line 20");
  EXPECT_EQ(epw(wet).rh[11], 1.0);
}

TEST(WeatherRefusals, ZoneLongitudeAndRows) {
  const auto site = [](std::size_t field, const std::string& value) {
    return edited(chicago(), 1, [&](Fields& f) { return f[field] = value, true; });
  };
  expect_refusal(
      [&] { (void)epw(site(8, "0")); },
      "time zone is 0, but a longitude of -87.92 is -5.9 hours from UTC: rows must be in local standard time, "
      "west negative");
  expect_refusal([&] { (void)epw(site(7, "87.92")); },
                 "time zone is -6, but a longitude of 87.92 is 5.9 hours from UTC");
  expect_refusal([&] { (void)epw(site(8, "-8")); },
                 "the middle of the day's radiation is at 14 h of solar time, but must be at 12");
  expect_refusal([&] { (void)epw(site(9, "1200")); }, "Pa on average, but a height of 1200 m means ");
  expect_refusal([&] { (void)epw(site(6, "95")); }, "latitude is 95, but must be in [-90, 90] [degrees]");
  // NSRDB in UTC with the place's zone beside it is moved and said.
  const Weather moved = read_nsrdb_text("n.csv", nsrdb_text(0));
  EXPECT_EQ(moved.dry_bulb, epw(chicago()).dry_bulb);
  EXPECT_EQ(moved.time_zone, -6.0);
  expect_notice(moved.notices, "rows of UTC+0 are moved by -6 h to the place's UTC-6");
}

TEST(WeatherRefusals, RadiationThatContradictsItself) {
  const auto swapped = [](std::size_t a, std::size_t b) {
    return epw_hours([=](Fields& f) { return std::swap(f[a], f[b]), true; });
  };
  expect_refusal([&] { (void)epw(swapped(13, 15)); }, "diffuse radiation is above global radiation in ");
  expect_refusal([&] { (void)epw(swapped(13, 14)); }, "diffuse radiation is above global radiation in ");
  expect_refusal([] { (void)epw(edited(chicago(), 1, [](Fields& f) { return f[6] = "-41.98", true; })); },
                 " % off direct and diffuse radiation together");
  expect_error([] { (void)epw(put(14, "1600", 100, 100)); },
               "a.epw:100:95: direct radiation is 1600, but must be in [-20, 1500] [Wh/m2]");
  const Weather w = epw(put(13, "-3", 10, 12));
  EXPECT_EQ(w.ghi[1], 0.0);
  expect_notice(w.notices, "radiation is below 0, taken as 0, in 3 hours, first in line 10");
}

TEST(WeatherRefusals, HeaderOfAnEpw) {
  const auto dropped = [](int line) { return edited(chicago(), line, [](Fields&) { return false; }); };
  expect_refusal([&] { (void)epw(dropped(1)); }, "an EPW file must begin with LOCATION");
  expect_refusal([&] { (void)epw(dropped(8)); }, "is \"1986\", but must be a line of an EPW header");
  expect_refusal([] { (void)epw(edited(chicago(), 1, [](Fields& f) { return f.erase(f.begin() + 6), true; })); },
                 "a.epw:1:");
  expect_refusal([] { (void)epw(edited(chicago(), 1, [](Fields& f) { return f.push_back("5"), true; })); },
                 "is one field too many: LOCATION has 10, the last is the elevation");
  expect_refusal([] { (void)epw(edited(chicago(), 8, [](Fields& f) { return f[5] = " 7/ 1", true; })); },
                 "first day of the data is 7/1, but must be 1/1");
  expect_notice(epw(edited(chicago(), 5, [](Fields& f) { return f[2] = "3/12", true; })).notices,
                "daylight saving of the header is not used");
  expect_notice(epw(put(0, "2026")).notices, "the header has 1 January on a sunday, that of 2026 is a thursday");
}

TEST(WeatherRefusals, OwnFormReadsStampsMarksAndNames) {
  const Weather plain = read_weather_csv_text("w.csv", own_text());
  // Semicolons and decimal commas.
  std::string german = own_text(';');
  std::replace(german.begin() + static_cast<std::ptrdiff_t>(german.find('\n')), german.end(), '.', ',');
  EXPECT_EQ(read_weather_csv_text("w.csv", german).dry_bulb, plain.dry_bulb);
  // Newest first.
  std::istringstream in(own_text());
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::reverse(lines.begin() + 1, lines.end());
  std::string newest_first;
  for (const std::string& line : lines) newest_first += line + "\n";
  const Weather turned = read_weather_csv_text("w.csv", newest_first);
  EXPECT_EQ(turned.dry_bulb, plain.dry_bulb);
  expect_notice(turned.notices, "lines are newest first: turned round");
  const auto renamed = [](const std::string& from, const std::string& to) {
    std::string text = own_text();
    return text.replace(text.find(from), from.size(), to);
  };
  expect_error([&] { (void)read_weather_csv_text("w.csv", renamed("dry_bulb_c", "dry_bulb_f")); },
               "w.csv:1:6: column \"dry_bulb_f\" is not known; nearest is dry_bulb_c");
  expect_error([&] { (void)read_weather_csv_text("w.csv", renamed("ghi_w_m2", "ghi_wm2")); },
               "w.csv:1:52: column \"ghi_wm2\" is not known; nearest is ghi_w_m2");
  const Weather other = read_weather_csv_text("w.csv", renamed("wind_m_s", "speed"));
  expect_notice(other.notices, "1 column is not used: \"speed\"");
  expect_notice(other.notices, "no wind speed");
}

/// A text of fields, to be changed often.
struct Table {
  std::vector<Fields> rows;
  explicit Table(const std::string& text) {
    std::istringstream in(text);
    for (std::string row; std::getline(in, row);) rows.push_back(fields_of(row));
  }
  /// Lines [first, last] changed.
  [[nodiscard]] std::string with(int first, const std::function<void(Fields&)>& change, int last = kAll) const {
    std::string out;
    int n = 0;
    for (Fields row : rows) {
      if (++n >= first && n <= last) change(row);
      out += line_of(row) + "\n";
    }
    return out;
  }
};

/// Any one field of a valid file removed, doubled, moved or renamed is named or changes nothing, but
/// for those that only describe. `first` is
/// the line of the column names; of an EPW, which has none, that of the first hour.
void expect_every_column_counts(const std::string& file, const std::string& text, int first,
                                const std::vector<std::size_t>& describe) {
  const Table table(text);
  const bool names = file != "a.epw";
  const Weather before = read_weather_text(file, text);
  const auto named = [&](const std::string& changed) {
    try {
      const Weather after = read_weather_text(file, changed);
      const bool same = after.dry_bulb == before.dry_bulb && after.rh == before.rh &&
                        after.pressure == before.pressure && after.ghi == before.ghi && after.dni == before.dni &&
                        after.dhi == before.dhi && after.wind == before.wind;
      return same || after.notices != before.notices || after.filled != before.filled;
    } catch (const roi::Error&) {
      return true;
    }
  };
  const std::size_t columns = table.rows[static_cast<std::size_t>(first - 1)].size();
  const auto describes = [&](std::size_t i) {
    return std::find(describe.begin(), describe.end(), i) != describe.end();
  };
  for (std::size_t i = 0; i < columns; ++i) {
    if (describes(i)) continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    EXPECT_TRUE(named(table.with(first,
                                 [&](Fields& f) {
                                   if (i < f.size()) f.erase(f.begin() + at);
                                 })))
        << file << " without " << i;
    EXPECT_TRUE(named(table.with(first,
                                 [&](Fields& f) {
                                   if (i < f.size()) f.insert(f.begin() + at, std::string(f[i]));
                                 })))
        << file << " twice " << i;
    if (names) {
      EXPECT_TRUE(named(table.with(
          first, [&](Fields& f) { f[i] = "other"; }, first)))
          << file << " renamed " << i;
      continue;
    }
    for (std::size_t j = i + 1; j < columns; ++j)
      if (!describes(j) && (i >= 6 || j < 6)) {
        EXPECT_TRUE(named(table.with(first, [&](Fields& f) { std::swap(f[i], f[j]); }))) << file << i << " for " << j;
      }
  }
  for (const int line : {names ? first + 1 : first, first + 5000, first + (names ? 8760 : 8759)}) {
    EXPECT_TRUE(named(table.with(
        line, [](Fields& f) { f.clear(); }, line)))
        << file << " line " << line;
    EXPECT_TRUE(named(table.with(
        line, [](Fields& f) { f.back() += "\n" + line_of(f); }, line)))
        << file << " line " << line;
  }
}

TEST(WeatherColumns, OfAnEpw) {
  std::vector<std::size_t> describe{4, 5, 10, 11, 12, 16, 17, 18, 19, 20};
  for (std::size_t i = 22; i < 35; ++i) describe.push_back(i);
  expect_every_column_counts("a.epw", chicago(), 9, describe);
}
TEST(WeatherColumns, OfTmy3) { expect_every_column_counts("a.csv", tmy3_text(), 2, {2, 10}); }
TEST(WeatherColumns, OfNsrdb) { expect_every_column_counts("a.csv", nsrdb_text(), 3, {0, 4, 11, 13}); }
TEST(WeatherColumns, OfPvgis) { expect_every_column_counts("a.csv", pvgis_text(), 19, {6, 8}); }
TEST(WeatherColumns, OfTheOwnForm) { expect_every_column_counts("a.csv", own_text(), 1, {}); }

}  // namespace
}  // namespace roi::power
