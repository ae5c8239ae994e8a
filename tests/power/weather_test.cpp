// Weather readers on a real file and on broken ones; psychrometrics against published states.
#include "libroi/power/hours/weather.hpp"

#include "libroi/power/hours/psychrometrics.hpp"
#include "weather_files.hpp"

namespace roi::power {
namespace {

using namespace test;

/// The real file has a few such hours.
const std::string kContrary =
    "dew point and relative humidity are more than 10 points apart, humidity is used, in 10 hours, first in line ";

TEST(Weather, ReadsARealTypicalYear) {
  const Weather w = read_weather(data_path("chicago_ohare_tmy3.epw"));
  ASSERT_EQ(w.hours(), 8760u);
  EXPECT_EQ(w.station, "Chicago Ohare Intl Ap");
  EXPECT_EQ(w.latitude, 41.98);
  EXPECT_EQ(w.time_zone, -6.0);
  EXPECT_EQ(w.first_weekday, 6);
  EXPECT_EQ(w.dry_bulb[0], -12.2);
  EXPECT_EQ(w.rh[0], 0.73);
  EXPECT_EQ(w.pressure[0], 99500.0);
  double mean = 0.0;
  for (const double t : w.dry_bulb) mean += t / 8760.0;
  EXPECT_NEAR(mean, 9.99, 0.15);
}

TEST(Weather, RefusesAMissingHour) {
  const std::string short_file = edited(chicago(), 8768, [](auto&) { return false; });
  expect_error([&] { (void)read_epw_text("a.epw", short_file); },
               "a.epw:8767:1: the file ends after 8759 hours, but must hold 8760, or 8784 with 29 February; hour 24 of "
               "12/31 is missing");
  const std::string hole = edited(chicago(), 1000, [](auto&) { return false; });
  expect_error([&] { (void)read_epw_text("a.epw", hole); },
               "a.epw:1000:6: is hour 9 of 2/11, but hour 8 of 2/11 must follow the line before");
}

TEST(Weather, RefusesImpossibleHumidityWithItsPlace) {
  const std::string wet = edited(chicago(), 100, [](auto& f) { return f[8] = "140", true; });
  expect_error([&] { (void)read_epw_text("a.epw", wet); },
               "a.epw:100:76: relative humidity is 140, but must be in [0, 110] [%]");
  const std::string dew = edited(chicago(), 100, [](auto& f) { return f[7] = "30", true; });
  try {
    (void)read_epw_text("a.epw", dew);
    ADD_FAILURE();
  } catch (const roi::Error& e) {
    EXPECT_NE(std::string(e.what()).find("dew point is 30, but must not be above the dry bulb of "), std::string::npos)
        << e.what();
  }
  const std::string text = edited(chicago(), 50, [](auto& f) { return f[6] = "warm", true; });
  try {
    (void)read_epw_text("a.epw", text);
    ADD_FAILURE();
  } catch (const roi::Error& e) {
    EXPECT_NE(std::string(e.what()).find("dry bulb is \"warm\", but must be a number"), std::string::npos) << e.what();
  }
}

TEST(Weather, BridgesShortGapsAndRefusesLongOnes) {
  std::string text = chicago();
  for (int line = 200; line < 203; ++line)
    text = edited(text, line, [](auto& f) { return f[6] = "99.9", f[7] = "99.9", f[8] = "999", true; });
  const Weather w = read_epw_text("a.epw", text);
  const std::map<std::string, int> filled{{"dew_point_c", 3}, {"dry_bulb_c", 3}, {"rh_percent", 3}};
  EXPECT_EQ(w.filled, filled);
  EXPECT_NEAR(w.dry_bulb[193], 0.5 * (w.dry_bulb[192] + w.dry_bulb[194]), 1e-12);
  text = edited(text, 203, [](auto& f) { return f[6] = "99.9", true; });
  try {
    (void)read_epw_text("a.epw", text);
    ADD_FAILURE();
  } catch (const roi::Error& e) {
    EXPECT_NE(std::string(e.what()).find(
                  "dry bulb is missing for 4 hours from hour 192 of the year, but at most 3 can be interpolated"),
              std::string::npos)
        << e.what();
  }
}

TEST(Weather, BlankFieldsAreMissing) {
  const std::string blank =
      edited(chicago(), 100, [](auto& f) { return f[6] = "", f[7] = "", f[9] = "", f[13] = "", true; });
  const Weather w = read_epw_text("a.epw", blank);
  const std::map<std::string, int> filled{{"dew_point_c", 1}, {"dry_bulb_c", 1}, {"ghi_w_m2", 1}, {"pressure_pa", 1}};
  EXPECT_EQ(w.filled, filled);
  EXPECT_NEAR(w.dry_bulb[91], 0.5 * (w.dry_bulb[90] + w.dry_bulb[92]), 1e-12);
  EXPECT_NEAR(w.pressure[91], 0.5 * (w.pressure[90] + w.pressure[92]), 1e-9);
  EXPECT_NEAR(w.ghi[91], 0.5 * (w.ghi[90] + w.ghi[92]), 1e-12);
}

TEST(Weather, LineEndsMarksAndNamesOfEverySystem) {
  const Weather plain = read_epw_text("a.epw", chicago());
  std::string mac;
  for (const char c : chicago()) {
    if (c != '\r') mac += c == '\n' ? '\r' : c;
  }
  EXPECT_EQ(read_epw_text("a.epw", mac).dry_bulb, plain.dry_bulb);
  EXPECT_EQ(read_epw_text("a.epw", chicago() + "\x1A").dry_bulb, plain.dry_bulb);
  EXPECT_EQ(read_weather_text("a.txt", "\xEF\xBB\xBF" + chicago()).dry_bulb, plain.dry_bulb);
  const std::string day = edited(chicago(), 8, [](auto& f) { return f[4] = "sunday", true; });
  EXPECT_EQ(read_epw_text("a.epw", day).first_weekday, 6);
  const std::string odd = edited(chicago(), 8, [](auto& f) { return f[4] = "Sontag", true; });
  expect_error([&] { (void)read_epw_text("a.epw", odd); },
               "a.epw:8:23: first weekday is \"sontag\", but must be Monday to Sunday");
}

TEST(Weather, LeapYearLatin1AndQuotedCity) {
  // 29 February added to the file, a city in Latin-1 with a comma in quotes, years that differ from month to month.
  std::istringstream in(chicago());
  std::string text;
  std::string row;
  std::string february;
  for (int n = 1; std::getline(in, row); ++n) {
    if (n == 1) row = "LOCATION,\"M\xFCnchen, Flughafen\",-,DEU,TMY,108660,48.35,11.79,1.0,447.0";
    if (row.find(",2,28,") == 4) february += row.substr(0, 4) + ",2,29," + row.substr(10) + "\n";
    if (row.find(",3,1,1,") == 4) text += february;
    text += row + "\n";
  }
  const Weather w = read_epw_text("m.epw", text);
  EXPECT_EQ(w.hours(), 8784u);
  EXPECT_EQ(w.station, "M\xC3\xBCnchen, Flughafen");  // as UTF-8
  EXPECT_EQ(w.dry_bulb[59 * 24 + 5], w.dry_bulb[58 * 24 + 5]);
  EXPECT_EQ(fitted_to_days(w, 365).dry_bulb[59 * 24 + 5], w.dry_bulb[60 * 24 + 5]);
}

TEST(Weather, CsvByHourOrQuarterHour) {
  const Weather plain = read_epw_text("a.epw", chicago());
  const Weather w = read_weather_csv_text("w.csv", own_text());
  EXPECT_EQ(w.dry_bulb, plain.dry_bulb);
  EXPECT_EQ(w.wind, plain.wind);
  EXPECT_FALSE(w.located);
  EXPECT_TRUE(w.filled.empty());
  EXPECT_EQ(w.notices, std::vector<std::string>{kContrary + "745"});
  // Four lines an hour, each like the hour; no stamps, and no more than the air.
  std::string quarters = "dry_bulb_c,dew_point_c\n";
  for (const Fields& f : chicago_hours())
    for (int k = 0; k < 4; ++k) quarters += f[6] + "," + f[7] + "\n";
  const Weather q = read_weather_csv_text("q.csv", quarters);
  EXPECT_EQ(q.dry_bulb, plain.dry_bulb);
  EXPECT_NEAR(q.rh[0], ashrae::saturation_pressure(-16.1) / ashrae::saturation_pressure(-12.2), 1e-12);
  EXPECT_NEAR(q.pressure[0], 101325.0, 1e-6);
  EXPECT_TRUE(q.ghi.empty());
  const std::vector<std::string> notices{
      "no time stamps: the first line is that of 1 January 00:00",
      "no pressure: the standard atmosphere's at 0 m, for the file does not say its height",
      "no global radiation, direct radiation, diffuse radiation, wind speed", "4 lines an hour are averaged"};
  EXPECT_EQ(q.notices, notices);
  const std::string header = "dry_bulb_c,rh_percent\n";
  std::string one_short = header;
  for (int i = 0; i < 8759; ++i) one_short += std::to_string(i % 24) + ",50\n";
  expect_error(
      [&] { (void)read_weather_csv_text("w.csv", one_short); },
      "w.csv:8760:1: the file ends after 8759 lines, but must hold 8760 or 8784 hours, or 2, 3 or 4 lines an hour");
  expect_error([] { (void)read_weather_csv_text("w.csv", "temperature,rh_percent\n20,50\n"); },
               "w.csv:1:1: the header must name dry_bulb_c");
}

TEST(Weather, Tmy3NativeFile) {
  const std::string text = tmy3_text();
  const Weather w = read_tmy3_text("t.csv", text);
  EXPECT_EQ(w.hours(), 8760u);
  EXPECT_EQ(w.station, "CHICAGO, OHARE");
  EXPECT_EQ(w.pressure[0], 99500.0);
  EXPECT_EQ(w.rh[0], 0.73);
  const std::vector<std::string> notices{"2 columns are not used: \"ETR (W/m^2)\", \"Wdir (degrees)\"",
                                         kContrary + "746"};
  EXPECT_EQ(w.notices, notices);
  EXPECT_EQ(read_weather_text("t.csv", text).dry_bulb, w.dry_bulb);
  std::string sheet = text;
  const std::size_t names = text.find("\n01/");
  for (const char* zeros : {"\n0", "/0", ",0"}) {
    for (std::size_t at = sheet.find(zeros, names); at != std::string::npos; at = sheet.find(zeros, at + 1)) {
      if (sheet[at + 2] != ',' && sheet[at + 2] != '.' && sheet[at + 2] != '\n') sheet.erase(at + 1, 1);
    }
  }
  EXPECT_NE(sheet.find("\n1/1/1986,1:00,"), std::string::npos);
  EXPECT_EQ(read_tmy3_text("t.csv", sheet).dry_bulb, w.dry_bulb);
}

TEST(Weather, NationalSolarRadiationDatabase) {
  // The head of tucson_az_32.116521_-110.933042_psmv3_60_tmy.csv in NREL's ssc (test/input_cases/general_data).
  const std::string text = nsrdb_text();
  const Weather w = read_weather_text("n.csv", text);
  EXPECT_EQ(w.hours(), 8760u);
  EXPECT_EQ(w.station, "67345");
  EXPECT_EQ(w.elevation, 201.0);
  EXPECT_EQ(w.pressure[0], 99500.0);
  EXPECT_EQ(w.wind[0], 2.6);
  EXPECT_NEAR(w.rh[0], ashrae::saturation_pressure(-16.1) / ashrae::saturation_pressure(-12.2), 1e-12);
  const std::vector<std::string> notices{"2 columns are not used: \"Wind Direction\", \"Surface Albedo\""};
  EXPECT_EQ(w.notices, notices);
  std::string kelvin = text;
  kelvin.replace(kelvin.find(",c,c,mbar"), 9, ",c,K,mbar");
  expect_error([&] { (void)read_weather_text("t.csv", kelvin); }, "t.csv:2:44: temperature is in K, but must be in c");
  expect_error([&] { (void)read_weather_text("t.csv", edited(text, 4, [](auto&) { return false; })); },
               "t.csv:4:10: is hour 2 of 1/1, but hour 1 of 1/1 must follow the line before");
}

TEST(Weather, PhotovoltaicGeographicalInformationSystem) {
  const Weather w = read_weather_text("p.csv", pvgis_text());
  EXPECT_EQ(w.dry_bulb, read_epw_text("a.epw", chicago()).dry_bulb);
  EXPECT_EQ(w.time_zone, -6.0);
  EXPECT_EQ(w.elevation, 201.0);
  const std::vector<std::string> notices{
      "2 columns are not used: \"IR(h)\", \"WD10m\"", "no dew point: worked out from dry bulb and humidity",
      "rows in UTC are moved by -6 h to UTC-6, the zone of the longitude: the file does not say the place's"};
  EXPECT_EQ(w.notices, notices);
}

TEST(Psychrometrics, AshraeStates) {
  // ASHRAE Fundamentals 2017, ch. 1, table 3: saturation pressures, Pa.
  EXPECT_NEAR(ashrae::saturation_pressure(20.0), 2338.8, 0.2);
  EXPECT_NEAR(ashrae::saturation_pressure(-20.0), 103.24, 0.03);
  // psychrolib 2.5: wet bulb and enthalpy at 101,325 Pa.
  EXPECT_NEAR(ashrae::wet_bulb(30.0, 0.5, 101325.0), 22.00524, 5e-3);
  EXPECT_NEAR(ashrae::enthalpy(30.0, ashrae::humidity_ratio(30.0, 0.5, 101325.0)), 64.2115292, 1e-6);
  EXPECT_NEAR(ashrae::dew_point(30.0, 0.5), 18.44664, 5e-3);
}

TEST(Psychrometrics, WetBulbLiesBetweenDewPointAndDryBulb) {
  for (double t = -40.0; t <= 50.0; t += 7.5) {
    for (const double rh : {0.02, 0.3, 0.7, 1.0}) {
      const double b = buck::wet_bulb(t, rh, 95000.0);
      EXPECT_LE(b, t + 0.05);
      EXPECT_GE(b, buck::dew_point(t, rh) - 0.05);
      const double a = ashrae::wet_bulb(t, rh, 95000.0);
      EXPECT_LE(a, t + 1e-9);
    }
  }
  EXPECT_NEAR(buck::wet_bulb(20.0, 0.4, 101325.0), 12.304486733, 1e-9);
  expect_error([] { (void)buck::wet_bulb(20.0, 1.2, 101325.0); },
               "air: relative humidity is 1.2, but must be in [0.01, 1]");
}

}  // namespace
}  // namespace roi::power
