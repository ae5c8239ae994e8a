// The synthetic files read, and have the published monthly means.
#include "libroi/power/hours/air.hpp"
#include "libroi/power/hours/hours.hpp"
#include "libroi/power/hours/weather.hpp"
#include "power_cases.hpp"

namespace roi::power {
namespace {

TEST(ShippedWeather, ReadsAndKeepsPublishedMonthlyMeans) {
  const auto folder = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "models/data/weather";
  const std::string base = std::filesystem::exists(folder) ? folder.string() : "models/data/weather";
  struct Case {
    const char* file;
    double january, july;  // mean of 2008 and 2009, China Statistical Yearbook
  };
  for (const Case& c : {Case{"harbin", -16.8, 23.5}, Case{"hohhot", -11.2, 23.7}, Case{"hainan", 16.5, 28.15},
                        Case{"shanghai", 4.0, 29.5}}) {
    const Weather w = read_weather(base + "/" + c.file + "_synthetic.epw");
    ASSERT_EQ(w.hours(), 8760u);
    EXPECT_TRUE(w.filled.empty());
    ASSERT_EQ(w.notices.size(), 2u);
    EXPECT_EQ(w.notices[0], "no wind speed");
    EXPECT_TRUE(w.notices[1].starts_with("pressure is ")) << w.notices[1];
    const YearClock clock = YearClock::of_year(2026);
    EXPECT_EQ(w.first_weekday, clock.weekday(0));
    const auto mean = [&](int month) {
      double sum = 0.0;
      for (int h = clock.month_begin(month); h < clock.month_begin(month + 1); ++h)
        sum += w.dry_bulb[static_cast<std::size_t>(h)];
      return sum / (clock.month_begin(month + 1) - clock.month_begin(month));
    };
    EXPECT_NEAR(mean(0), c.january, 0.02) << c.file;
    EXPECT_NEAR(mean(6), c.july, 0.02) << c.file;
    EXPECT_EQ(air_series(w).size(), 8760u);
  }
}

}  // namespace
}  // namespace roi::power
