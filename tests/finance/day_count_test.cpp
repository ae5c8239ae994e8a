#include "libroi/finance/day_count.hpp"

#include <chrono>

#include "tests/support/scalars.hpp"

namespace roi {
namespace {

double years(const char* from, const char* to, DayCount convention) {
  return year_fraction(parse_date(from), parse_date(to), convention);
}

TEST(Date, AgreesWithTheStandardLibrarysCalendar) {
  for (std::int32_t day = -719162; day <= 2932896; day += 97) {  // years 1 to 9999
    const std::chrono::year_month_day want{std::chrono::sys_days{std::chrono::days{day}}};
    const CivilDate got = civil({day});
    ASSERT_EQ(got.year, static_cast<int>(want.year()));
    ASSERT_EQ(got.month, static_cast<int>(static_cast<unsigned>(want.month())));
    ASSERT_EQ(got.day, static_cast<int>(static_cast<unsigned>(want.day())));
    ASSERT_EQ(make_date(got.year, got.month, got.day).days, day);
    ASSERT_EQ(parse_date(to_text(Date{day})).days, day);
  }
}
TEST(Date, ReadsIsoDatesOnly) {
  EXPECT_EQ(to_text(parse_date("2024-02-29")), "2024-02-29");
  for (const char* text :
       {"2026-02-29", "29/02/2024", "02/29/2024", "2024-2-29", "20240229", "2024-02-29T00:00", " 2024-02-29", ""}) {
    test::expect_throws_saying<DomainError>(
        [&] { (void)parse_date(text); },
        std::string("date: '") + text + "' is not a date; write it as YYYY-MM-DD, for example 2026-03-31");
  }
  test::expect_throws_saying<DomainError>([] { (void)make_date(2026, 2, 30); },
                                          "date: year 2026, month 2, day 30 is no day of the calendar");
}
TEST(Date, AddsMonthsAndHoldsTheEnd) {
  const auto moved = [](const char* text, int months, bool end) {
    return to_text(add_months(parse_date(text), months, end));
  };
  EXPECT_EQ(moved("2024-01-31", 1, false), "2024-02-29");
  EXPECT_EQ(moved("2023-01-31", 1, false), "2023-02-28");
  EXPECT_EQ(moved("2023-02-28", 1, false), "2023-03-28");
  EXPECT_EQ(moved("2023-02-28", 1, true), "2023-03-31");
  EXPECT_EQ(moved("2024-03-15", -15, false), "2022-12-15");
  EXPECT_EQ(moved("2024-12-31", 12, true), "2025-12-31");
}
TEST(DayCount, MatchesTheReferenceInterval) {  // 759 days; QuantLib and the conventions' texts
  EXPECT_NEAR(years("2024-01-31", "2026-02-28", DayCount::act_365f), 2.079452, 5e-7);
  EXPECT_NEAR(years("2024-01-31", "2026-02-28", DayCount::act_360), 2.108333, 5e-7);
  EXPECT_NEAR(years("2024-01-31", "2026-02-28", DayCount::act_act_isda), 2.076937, 5e-7);
  EXPECT_NEAR(years("2024-01-31", "2026-02-28", DayCount::thirty_360_us), 2.077778, 5e-7);
  EXPECT_NEAR(years("2024-01-31", "2026-02-28", DayCount::thirty_e_360), 748.0 / 360.0, 1e-12);
}
TEST(DayCount, MatchesPublishedExamples) {  // deltaquants.com, day count conventions
  EXPECT_NEAR(years("2007-12-28", "2008-02-28", DayCount::act_act_isda), 4.0 / 365.0 + 58.0 / 366.0, 1e-14);
  EXPECT_NEAR(years("2007-10-31", "2008-11-30", DayCount::act_act_isda), 62.0 / 365.0 + 334.0 / 366.0, 1e-14);
  EXPECT_NEAR(years("2007-12-28", "2008-02-29", DayCount::nl_365), 62.0 / 365.0, 1e-14);
  EXPECT_NEAR(years("2007-10-31", "2008-11-30", DayCount::nl_365), 395.0 / 365.0, 1e-14);
  EXPECT_NEAR(years("2007-12-28", "2008-02-29", DayCount::thirty_e_360_isda), 62.0 / 360.0, 1e-14);
  EXPECT_NEAR(years("2008-02-01", "2009-05-31", DayCount::thirty_360_isda), 480.0 / 360.0, 1e-14);
  EXPECT_NEAR(years("2008-02-01", "2009-05-31", DayCount::thirty_e_360), 479.0 / 360.0, 1e-14);
  EXPECT_NEAR(years("2008-02-01", "2009-05-31", DayCount::thirty_e_plus_360), 480.0 / 360.0, 1e-14);
  EXPECT_EQ(days_between(parse_date("2007-02-28"), parse_date("2007-08-31"), DayCount::thirty_360_us), 180);
  EXPECT_EQ(days_between(parse_date("2008-02-29"), parse_date("2009-02-28"), DayCount::thirty_360_us), 360);
  EXPECT_EQ(days_between(parse_date("2006-08-31"), parse_date("2007-02-28"), DayCount::thirty_360_us), 178);
}
TEST(DayCount, IsReadAndPrintedByItsName) {
  for (int c = 0; c < 12; ++c)
    EXPECT_EQ(parse_day_count(to_string(static_cast<DayCount>(c))), static_cast<DayCount>(c));
  EXPECT_EQ(parse_day_count("Actual/365 Fixed"), DayCount::act_365f);
  EXPECT_EQ(parse_day_count("a/360"), DayCount::act_360);
  EXPECT_EQ(parse_day_count("Actual/Actual"), DayCount::act_act_isda);
  test::expect_throws_saying<DomainError>(
      [] { (void)parse_day_count("30/365"); },
      "day_count: '30/365' is not a day count; use ACT/365F, ACT/360, ACT/ACT ISDA, 30/360 US or 30E/360");
}

}  // namespace
}  // namespace roi
