#include "libroi/inputs/units.hpp"

#include <gtest/gtest.h>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // GCC 12 suspects its own <regex> under sanitizers
#endif
#include <regex>

#include "libroi/inputs/date.hpp"

namespace roi::inputs {
namespace {

const Money kMoney{"CNY", {{"USD", 7.1}}};

double in(double x, const std::string& written, const std::string& declared) {
  const Conversion convert = conversion(written, declared, kMoney);
  EXPECT_EQ(convert.problem, "") << written << " to " << declared;
  return convert(x);
}
std::string refusal(const std::string& written, const std::string& declared) {
  return conversion(written, declared, kMoney).problem;
}

TEST(Units, ConvertWithinADimension) {
  EXPECT_EQ(in(12000, "kW", "MW"), 12.0);
  EXPECT_EQ(in(400, "W", "kW"), 0.4);
  EXPECT_EQ(in(3, "万千瓦", "MW"), 30.0);
  EXPECT_EQ(in(2, "MWh", "kWh"), 2000.0);
  EXPECT_EQ(in(5, "year", "month"), 60.0);
  EXPECT_EQ(in(2, "day", "hour"), 48.0);
  EXPECT_EQ(in(6.6, "EFLOPS", "PFLOPS"), 6600.0);
  EXPECT_EQ(in(3, "thousand card", "card"), 3000.0);
}

TEST(Units, ConvertExactly) {
  for (int percent = 1; percent < 100; ++percent) EXPECT_EQ(in(percent, "%", "1"), percent / 100.0);
  EXPECT_EQ(in(25, "bp", "1"), 0.0025);
  EXPECT_EQ(in(0.07, "1", "%"), 0.07 * 100.0);
}

TEST(Units, ConvertMoney) {
  EXPECT_EQ(in(1.04, "亿元", "money"), 104e6);
  EXPECT_EQ(in(46, "万元", "money"), 460e3);
  EXPECT_EQ(in(104, "million CNY", "money"), 104e6);
  EXPECT_EQ(in(2, "USD", "money"), 14.2);
  EXPECT_EQ(in(3, "万美元", "money"), 3e4 * 7.1);
  EXPECT_EQ(in(2, "USD/card-hour", "money/card-hour"), 14.2);
  EXPECT_EQ(in(1, "元/千瓦时", "money/kWh"), 1.0);
  EXPECT_EQ(in(500, "元/MWh", "money/kWh"), 0.5);
  EXPECT_EQ(in(12, "money/kW/year", "money/kW/month"), 1.0);
  EXPECT_EQ(in(30, "CNY/kW/month", "money/kW-month"), 30.0);
}

TEST(Units, ConvertRatesOnlyOverTheSamePeriod) {
  EXPECT_EQ(in(2, "%/year", "1/year"), 0.02);
  EXPECT_EQ(
      refusal("1/month", "1/year"),
      "must have one of the units 1/year, %/year, ‰/year, bp/year: a rate compounds, so its period does not convert");
}

TEST(Units, RefuseOtherDimensionsAndSayWhichFit) {
  EXPECT_EQ(refusal("kWh", "MW"), "must have one of the units MW, W, kW, GW");
  EXPECT_EQ(refusal("KW", "MW"), "must have one of the units MW, W, kW, GW");
  EXPECT_EQ(refusal("", "m2"), "must have one of the units m2, km2");
  EXPECT_EQ(refusal("kW", "money"),
            "must have one of the units CNY, thousand CNY, million CNY, billion CNY, 元, 万元, 亿元, USD");
  EXPECT_EQ(refusal("EUR", "money"), "must be money in CNY or in a currency of exchange_rates, which has no EUR");
  EXPECT_EQ(refusal("CNY/month", "money/hour"),
            "must have one of the units CNY/hour, 元/hour, 万元/hour, 亿元/hour, USD/hour, CNY/day, CNY/minute, "
            "CNY/second, CNY/ms: hours and months "
            "convert only through the calendar, whose months have 672 to 744 hours");
  EXPECT_NE(refusal("CNY/kW-month-card", "money/kW-month"), "");
  EXPECT_NE(refusal("kW/CNY", "CNY/kW"), "");
}

TEST(Units, ThePatternMatchesWhatTheReaderAccepts) {
  const std::vector<std::string> declared{
      "1",    "%/year", "1/year", "money", "money/card-hour", "money/kW/year", "kW-month",
      "MW",   "kWh",    "month",  "card",  "PFLOPS",          "money/kWh",     "m2",
      "hour", "1/month"};
  const std::vector<std::string> written{"1",
                                         "%",
                                         "bp",
                                         "1/year",
                                         "%/年",
                                         "1/month",
                                         "%/quarter",
                                         "money",
                                         "CNY",
                                         "元",
                                         "万元",
                                         "thousand USD",
                                         "million",
                                         "亿美元",
                                         "USD/card-hour",
                                         "元/卡-小时",
                                         "元/card/day",
                                         "CNY/kW/year",
                                         "CNY/kW-month",
                                         "CNY/kW/hour",
                                         "kW-year",
                                         "kW/year",
                                         "W",
                                         "万千瓦",
                                         "kWh",
                                         "度",
                                         "CNY/度",
                                         "CNY/MWh",
                                         "month",
                                         "年",
                                         "quarter",
                                         "day",
                                         "card",
                                         "thousand card",
                                         "EFLOPS",
                                         "m2",
                                         "亩",
                                         "",
                                         "-",
                                         "/",
                                         "CNY/",
                                         "kw",
                                         "千",
                                         "10%",
                                         "thousand %"};
  const Money any{"CNY", {{"USD", 7.1}}};
  for (const std::string& want : declared) {
    const std::regex pattern(unit_pattern(want), std::regex::ECMAScript);
    for (const std::string& have : written)
      EXPECT_EQ(conversion(have, want, any).problem.empty(), std::regex_match(have, pattern))
          << have << " for " << want;
  }
}

TEST(Units, KnowTheClosedList) {
  EXPECT_TRUE(is_unit("money/card-hour"));
  EXPECT_TRUE(is_unit("1/year"));
  EXPECT_FALSE(is_unit("furlong"));
  EXPECT_FALSE(is_unit(""));
  EXPECT_FALSE(is_unit("money/"));
}

TEST(Dates, FallInTheirMonth) {
  const int start = 12 * 2025;
  EXPECT_EQ(parse_model_date("2025-01")->months_after(start), 0.0);
  EXPECT_EQ(parse_model_date("2026-07-16")->months_after(start), 18.0 + 15.0 / 31.0);
  EXPECT_EQ(parse_model_date("2024-12-31")->months_after(start), -1.0 + 30.0 / 31.0);
  EXPECT_TRUE(parse_model_date("2024-02-29"));
  for (const char* text : {"2025-02-29", "2025-13", "2025-00", "2025-1-1", "2025/01/01", "01-02-2025", "2025-01-32",
                           "2025", "2025-01-", "+025-01", "1899-01", "2200-01", "2025-01-01T00:00"})
    EXPECT_FALSE(parse_model_date(text)) << text;
}

TEST(Dates, RoundTripForEveryDay) {
  for (int year = 2024; year <= 2028; ++year)
    for (int month = 1; month <= 12; ++month)
      for (int day = 1; day <= 31; ++day) {
        const std::string text = ModelDate{year, month, day}.text();
        const auto date = parse_model_date(text);
        if (!date) continue;
        const auto back = model_date_of(date->months_after(12 * 2025), 12 * 2025);
        ASSERT_TRUE(back) << text;
        EXPECT_EQ(back->text(), text);
      }
  EXPECT_FALSE(model_date_of(0.1234, 12 * 2025));
  EXPECT_EQ(month_text(12 * 2025 + 6), "2025-07");
}

}  // namespace
}  // namespace roi::inputs
