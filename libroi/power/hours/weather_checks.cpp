#include <algorithm>
#include <cmath>
#include <numeric>

#include "libroi/core/error.hpp"
#include "libroi/power/hours/psychrometrics.hpp"
#include "libroi/power/hours/sun.hpp"
#include "libroi/power/hours/weather_rows.hpp"

namespace roi::power::rows {
namespace {

constexpr int kShortGap = 3, kLongGap = 24;  // hours that can be interpolated

struct Series {
  const char* column;
  const char* what;
  const char* unit;
  std::vector<double> Weather::*values;
  int longest_gap;
};
constexpr std::array<Series, 7> kMeasured{{{"dry_bulb_c", "dry bulb", "C", &Weather::dry_bulb, kShortGap},
                                           {"rh_percent", "relative humidity", "%", &Weather::rh, kShortGap},
                                           {"pressure_pa", "pressure", "Pa", &Weather::pressure, kLongGap},
                                           {"ghi_w_m2", "global radiation", "Wh/m2", &Weather::ghi, kShortGap},
                                           {"dni_w_m2", "direct radiation", "Wh/m2", &Weather::dni, kShortGap},
                                           {"dhi_w_m2", "diffuse radiation", "Wh/m2", &Weather::dhi, kShortGap},
                                           {"wind_m_s", "wind speed", "m/s", &Weather::wind, kLongGap}}};

std::string hours_text(int hours) { return std::to_string(hours) + (hours == 1 ? " hour" : " hours"); }

bool all_missing(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return none(x); });
}

/// Rows between two that are there, on the line between them.
void bridge(const inputs::CsvText& csv, const Series& series, int per_hour, Weather& w) {
  std::vector<double>& values = w.*series.values;
  const std::size_t n = values.size();
  for (std::size_t i = 0; i < n; ++i) {
    if (!none(values[i])) continue;
    std::size_t j = i;
    while (j < n && none(values[j])) ++j;
    const auto lines = static_cast<int>(j - i);
    if (lines > series.longest_gap * per_hour)
      csv.fail_line(std::string(series.what) + " is missing for " + hours_text((lines + per_hour - 1) / per_hour) +
                    " from hour " + std::to_string(static_cast<int>(i) / per_hour + 1) + " of the year, but at most " +
                    std::to_string(series.longest_gap) + " can be interpolated");
    const double before = i > 0 ? values[i - 1] : values[j];
    const double after = j < n ? values[j] : before;
    for (std::size_t k = i; k < j; ++k)
      values[k] = before + (after - before) * static_cast<double>(k - i + 1) / static_cast<double>(lines + 1);
    w.filled[series.column] += lines;
    i = j;
  }
}

std::pair<double, double> extremes(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

}  // namespace

Weather Gather::finish(int per_hour, int later, const std::string& why_later) {
  refuse_cut(per_hour);
  fill(per_hour);
  average(per_hour);
  if (later != 0) {
    for (auto* series : {&w.dry_bulb, &w.dew_point, &w.rh, &w.pressure, &w.ghi, &w.dni, &w.dhi, &w.wind})
      if (!series->empty()) {
        const auto n = static_cast<int>(series->size());
        std::rotate(series->begin(), series->begin() + ((-later % n + n) % n), series->end());
      }
    say(why_later);
  }
  refuse_constant();
  if (w.located) {
    compare_height();
    compare_sun();
  }
  return std::move(w);
}

/// What was cut to its range, and what contradicts itself: counted, and too much of it refused.
void Gather::refuse_cut(int per_hour) {
  const auto tell = [&](const Count& count, double share, const std::string& text, const std::string& rule) {
    if (count.hours == 0) return;
    const auto n = static_cast<double>(w.hours());
    const std::string lines = hours_text((count.hours + per_hour - 1) / per_hour);
    if (count.hours > share * n)
      csv_.fail_line(text + " in " + lines + ", first in line " + std::to_string(count.line) + ", but " + rule);
    say(text + " in " + lines + ", first in line " + std::to_string(count.line));
  };
  tell(wet_, 0.05, "relative humidity is above 100 %, taken as 100 %,", "must be so in at most 5 % of a year");
  tell(dry_, 0.05, "relative humidity is below 1 %, taken as 1 %,",
       "must be so in at most 5 % of a year; is it a fraction?");
  tell(dark_, 0.5, "radiation is below 0, taken as 0,", "must be so in at most half a year");
  tell(contrary_, 0.01, "dew point and relative humidity are more than 10 points apart, humidity is used,",
       "must be so in at most 1 % of a year");
}

void Gather::fill(int per_hour) {
  const bool no_dew = all_missing(w.dew_point);
  std::vector<std::string> without;
  for (const Series& series : kMeasured) {
    std::vector<double>& values = w.*series.values;
    if (!all_missing(values)) {
      bridge(csv_, series, per_hour, w);
      continue;
    }
    if (series.values == &Weather::dry_bulb || series.values == &Weather::rh)
      csv_.fail_line(std::string(series.what) + " is missing in every line");
    if (series.values == &Weather::pressure) {
      values.assign(values.size(), standard_pressure(w.elevation));
      say("no pressure: the standard atmosphere's at " + to_text(w.elevation) + " m" +
          (w.located ? "" : ", for the file does not say its height"));
      continue;
    }
    values.clear();
    without.emplace_back(series.what);
  }
  if (!without.empty()) {
    std::string text;
    for (const std::string& what : without) text += (text.empty() ? "no " : ", ") + what;
    say(text);
  }
  for (std::size_t i = 0; i < w.hours(); ++i) {
    if (!none(w.dew_point[i])) continue;
    w.dew_point[i] = buck::dew_point(w.dry_bulb[i], w.rh[i]);
    if (!no_dew) ++w.filled["dew_point_c"];
  }
  if (no_dew) say("no dew point: worked out from dry bulb and humidity");
  for (auto& [column, count] : w.filled) count = (count + per_hour - 1) / per_hour;
}

void Gather::average(int per_hour) {
  if (per_hour == 1) return;
  for (auto* series : {&w.dry_bulb, &w.dew_point, &w.rh, &w.pressure, &w.ghi, &w.dni, &w.dhi, &w.wind}) {
    std::vector<double> hourly(series->size() / static_cast<std::size_t>(per_hour));
    for (std::size_t i = 0; i < hourly.size(); ++i) {
      double sum = 0.0;
      for (int k = 0; k < per_hour; ++k)
        sum += (*series)[i * static_cast<std::size_t>(per_hour) + static_cast<std::size_t>(k)];
      hourly[i] = sum / per_hour;
    }
    *series = std::move(hourly);
  }
  say(std::to_string(per_hour) + " lines an hour are averaged");
}

/// No year of weather stays the same, or lies on its bound for long.
void Gather::refuse_constant() {
  for (const Series& series : kMeasured) {
    const std::vector<double>& values = w.*series.values;
    if (values.empty()) continue;
    const auto [low, high] = extremes(values);
    if (low == high) {
      const double shown = series.values == &Weather::rh ? 100.0 * low : low;
      const std::string text = std::string(series.what) + " is " + to_text(shown) + " " + series.unit + " all year";
      if (series.values != &Weather::pressure) csv_.fail_line(text + ", but must vary");
      if (std::none_of(w.notices.begin(), w.notices.end(), [](const auto& s) { return s.starts_with("no pressure"); }))
        say(text);
    }
  }
  const auto [low, high] = extremes(w.dry_bulb);
  for (const double bound : {low, high}) {
    const auto hours = std::count(w.dry_bulb.begin(), w.dry_bulb.end(), bound);
    if (hours > static_cast<std::ptrdiff_t>(w.hours() / 20))
      csv_.fail_line("dry bulb is " + to_text(bound) + ", its " + (bound == low ? "least" : "greatest") + ", in " +
                     std::to_string(hours) + " hours: it seems cut off");
  }
}

void Gather::compare_height() {
  constexpr double kMost = 0.04;
  const double mean = std::accumulate(w.pressure.begin(), w.pressure.end(), 0.0) / static_cast<double>(w.hours());
  const double standard = standard_pressure(w.elevation);
  if (std::abs(mean / standard - 1.0) > kMost)
    csv_.fail_line("pressure is " + std::to_string(std::lround(mean)) + " Pa on average, but a height of " +
                   to_text(w.elevation) + " m means " + std::to_string(std::lround(standard)));
}

void Gather::compare_sun() {
  if (w.ghi.empty()) return;
  const Site site{w.latitude, w.longitude, w.time_zone};
  double energy = 0.0, weighted = 0.0, apart = 0.0, day = 0.0;
  int above = 0;
  const bool split = !w.dni.empty() && !w.dhi.empty();
  for (std::size_t i = 0; i < w.hours(); ++i) {
    const Sun sun = sun_at(site, static_cast<int>(i));
    double hour = sun.solar_hour;
    hour -= 24.0 * std::floor(hour / 24.0);
    energy += w.ghi[i];
    weighted += w.ghi[i] * hour;
    if (!w.dhi.empty() && w.dhi[i] > w.ghi[i] + 20.0) ++above;
    if (!split || sun.up < 0.1) continue;
    apart += std::abs(w.ghi[i] - w.dni[i] * sun.up - w.dhi[i]);
    day += w.ghi[i];
  }
  const double middle = weighted / energy;
  if (std::abs(middle - 12.0) > 1.0)
    csv_.fail_line("the middle of the day's radiation is at " + to_text(std::round(10.0 * middle) / 10.0) +
                   " h of solar time, but must be at 12: rows, time zone and longitude contradict one another");
  if (above > static_cast<int>(w.hours() / 100))
    csv_.fail_line("diffuse radiation is above global radiation in " + std::to_string(above) +
                   " hours: are the columns exchanged?");
  if (day > 0.0 && apart > 0.25 * day)
    csv_.fail_line("global radiation is " + std::to_string(std::lround(100.0 * apart / day)) +
                   " % off direct and diffuse radiation together: are columns exchanged, or is the latitude wrong?");
}

}  // namespace roi::power::rows
