#include "libroi/power/weather.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>

#include "libroi/core/scalar.hpp"
#include "libroi/power/check.hpp"
#include "libroi/power/csv_text.hpp"
#include "libroi/power/psychrometrics.hpp"

namespace roi::power {
namespace {

constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr double kNone = -1e9;
constexpr int kLongestGap = 3;

bool none(double x) { return x == kNone; }

/// Follows the calendar of a file and refuses a hole.
class Follow {
 public:
  void step(const CsvText& csv, std::size_t field, int month, int day, int hour) {
    if (count_ > 0 && month == 2 && day == 29 && hour == 1 && month_ == 2 && day_ == 29) leap_ = true;
    if (month != month_ || day != day_ || hour != hour_) {
      csv.fail(field, "is hour " + std::to_string(hour) + " of " + std::to_string(month) + "/" + std::to_string(day) +
                          ", but hour " + std::to_string(hour_) + " of " + std::to_string(month_) + "/" +
                          std::to_string(day_) + " must follow the line before");
    }
    ++count_;
    if (++hour_ <= 24) return;
    hour_ = 1;
    ++day_;
    const int length = kDays[static_cast<std::size_t>(month_ - 1)];
    if (day_ <= length || (month_ == 2 && day_ == 29 && maybe_leap_)) return;
    day_ = 1;
    month_ = month_ % 12 + 1;
  }
  /// Told before each step: at the end of 28 February the next line decides whether the year is leap.
  void peek(int month, int day) {
    maybe_leap_ = true;
    if (month_ == 2 && day_ == 29 && hour_ == 1 && !(month == 2 && day == 29)) {
      month_ = 3;
      day_ = 1;
    }
  }
  void finish(const CsvText& csv) const {
    if (count_ == 8760 && !leap_) return;
    if (count_ == 8784 && leap_) return;
    csv.fail_line("the file ends after " + std::to_string(count_) +
                  " hours, but must hold 8760, or 8784 with 29 February; hour " + std::to_string(hour_) + " of " +
                  std::to_string(month_) + "/" + std::to_string(day_) + " is missing");
  }

 private:
  int month_ = 1, day_ = 1, hour_ = 1, count_ = 0;
  bool leap_ = false, maybe_leap_ = false;
};

double checked(const CsvText& csv, std::size_t field, const char* what, double value, double lo, double hi,
               const char* unit) {
  if (value >= lo && value <= hi) return value;
  csv.fail(field, std::string(what) + " is " + to_text(value) + ", but must be in [" + to_text(lo) + ", " +
                      to_text(hi) + "] " + unit);
}

struct Row {
  double dry = kNone, dew = kNone, rh = kNone, pressure = kNone, ghi = kNone, dni = kNone, dhi = kNone, wind = kNone;
};

void append(const CsvText& csv, std::size_t dew_field, const Row& r, Weather& w) {
  if (!none(r.dry) && !none(r.dew) && r.dew > r.dry + 1.0) {
    csv.fail(dew_field,
             "dew point is " + to_text(r.dew) + ", but must not be above the dry bulb of " + to_text(r.dry) + " [C]");
  }
  double rh = r.rh;
  if (none(rh) && !none(r.dew) && !none(r.dry)) {
    rh = 100.0 * ashrae::saturation_pressure(min(r.dew, r.dry)) / ashrae::saturation_pressure(r.dry);
    if (none(r.rh)) ++w.filled;
  }
  w.dry_bulb.push_back(r.dry);
  w.dew_point.push_back(r.dew);
  w.rh.push_back(none(rh) ? kNone : max(min(rh / 100.0, 1.0), 0.01));
  w.pressure.push_back(r.pressure);
  w.ghi.push_back(r.ghi);
  w.dni.push_back(r.dni);
  w.dhi.push_back(r.dhi);
  w.wind.push_back(r.wind);
}

void bridge(const CsvText& csv, std::vector<double>& series, const char* what, int& filled) {
  const std::size_t n = series.size();
  for (std::size_t i = 0; i < n; ++i) {
    if (!none(series[i])) continue;
    std::size_t j = i;
    while (j < n && none(series[j])) ++j;
    const std::size_t gap = j - i;
    if (gap > kLongestGap) {
      csv.fail_line(std::string(what) + " is missing for " + std::to_string(gap) + " hours from hour " +
                    std::to_string(i + 1) + " of the year, but at most 3 can be interpolated");
    }
    const double before = i > 0 ? series[i - 1] : series[j];
    const double after = j < n ? series[j] : before;
    for (std::size_t k = i; k < j; ++k)
      series[k] = before + (after - before) * static_cast<double>(k - i + 1) / static_cast<double>(gap + 1);
    filled += static_cast<int>(gap);
    i = j;
  }
}

void finish(const CsvText& csv, Weather& w) {
  bridge(csv, w.dry_bulb, "dry bulb", w.filled);
  bridge(csv, w.rh, "relative humidity", w.filled);
  const double standard = standard_pressure(w.elevation);
  for (std::size_t i = 0; i < w.hours(); ++i) {
    if (none(w.dew_point[i])) w.dew_point[i] = buck::dew_point(w.dry_bulb[i], w.rh[i]);
    if (none(w.pressure[i])) {
      w.pressure[i] = standard;
      ++w.filled;
    }
    for (auto* series : {&w.ghi, &w.dni, &w.dhi, &w.wind}) {
      if (none((*series)[i])) (*series)[i] = 0.0;
    }
  }
}

int weekday_named(const CsvText& csv, std::size_t field) {
  constexpr std::array<std::string_view, 7> names{"monday", "tuesday",  "wednesday", "thursday",
                                                  "friday", "saturday", "sunday"};
  std::string name(csv.fields()[field].text);
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (std::size_t i = 0; i < 7; ++i) {
    if (name == names[i]) return static_cast<int>(i);
  }
  csv.fail(field, "first weekday is \"" + name + "\", but must be Monday to Sunday");
}

/// A value, kNone where it is blank or not below the missing code.
double below(const CsvText& csv, std::size_t field, const char* what, double missing) {
  const double value = csv.blank(field) ? kNone : csv.number(field, what);
  return value >= missing ? kNone : value;
}

}  // namespace

double standard_pressure(double elevation) { return 101325.0 * pow(1.0 - 2.25577e-5 * elevation, 5.2559); }

Weather read_epw_text(const std::string& name, std::string content) {
  CsvText csv(name, std::move(content));
  Weather w;
  if (!csv.next() || csv.fields()[0].text != "LOCATION") csv.fail_line("an EPW file must begin with LOCATION");
  w.station = csv.fields().size() > 1 ? std::string(csv.fields()[1].text) : "";
  w.latitude = checked(csv, 6, "latitude", csv.number(6, "latitude"), -90, 90, "[degrees]");
  w.longitude = checked(csv, 7, "longitude", csv.number(7, "longitude"), -180, 180, "[degrees]");
  w.time_zone = checked(csv, 8, "time zone", csv.number(8, "time zone"), -12, 14, "[h]");
  w.elevation = checked(csv, 9, "elevation", csv.number(9, "elevation"), -1000, 9000, "[m]");
  bool data = false;
  while (!data && csv.next()) {
    if (csv.fields()[0].text != "DATA PERIODS") continue;
    if (csv.whole(1, "number of data periods") != 1) csv.fail(1, "the file must hold one data period");
    if (csv.whole(2, "records per hour") != 1) csv.fail(2, "the file must hold one record an hour");
    if (csv.fields().size() > 4) w.first_weekday = weekday_named(csv, 4);
    data = true;
  }
  if (!data) csv.fail_line("DATA PERIODS is missing");
  Follow follow;
  while (csv.next()) {
    const int month = csv.whole(1, "month");
    const int day = csv.whole(2, "day");
    follow.peek(month, day);
    follow.step(csv, 1, month, day, csv.whole(3, "hour"));
    Row r;
    r.dry = below(csv, 6, "dry bulb", 99.9);
    if (!none(r.dry)) checked(csv, 6, "dry bulb", r.dry, -60, 60, "[C]");
    r.dew = below(csv, 7, "dew point", 99.9);
    r.rh = below(csv, 8, "relative humidity", 999);
    if (!none(r.rh)) checked(csv, 8, "relative humidity", r.rh, 0, 110, "[%]");
    r.pressure = below(csv, 9, "pressure", 999999);
    if (!none(r.pressure)) checked(csv, 9, "pressure", r.pressure, 31000, 120000, "[Pa]");
    r.ghi = below(csv, 13, "global radiation", 9999);
    r.dni = below(csv, 14, "direct radiation", 9999);
    r.dhi = below(csv, 15, "diffuse radiation", 9999);
    r.wind = below(csv, 21, "wind speed", 999);
    append(csv, 7, r, w);
  }
  follow.finish(csv);
  finish(csv, w);
  return w;
}

Weather read_tmy3_text(const std::string& name, std::string content) {
  CsvText csv(name, std::move(content));
  Weather w;
  if (!csv.next()) csv.fail_line("the file is empty");
  w.station = csv.fields().size() > 1 ? std::string(csv.fields()[1].text) : "";
  w.time_zone = checked(csv, 3, "time zone", csv.number(3, "time zone"), -12, 14, "[h]");
  w.latitude = checked(csv, 4, "latitude", csv.number(4, "latitude"), -90, 90, "[degrees]");
  w.longitude = checked(csv, 5, "longitude", csv.number(5, "longitude"), -180, 180, "[degrees]");
  w.elevation = checked(csv, 6, "elevation", csv.number(6, "elevation"), -1000, 9000, "[m]");
  if (!csv.next()) csv.fail_line("the line of column names is missing");
  const auto find = [&](std::string_view column) {
    for (std::size_t i = 0; i < csv.fields().size(); ++i) {
      if (csv.fields()[i].text == column) return i;
    }
    csv.fail(0, "column \"" + std::string(column) + "\" is missing");
  };
  const std::size_t dry = find("Dry-bulb (C)"), dew = find("Dew-point (C)"), rh = find("RHum (%)"),
                    pressure = find("Pressure (mbar)");
  const std::size_t ghi = find("GHI (W/m^2)"), dni = find("DNI (W/m^2)"), dhi = find("DHI (W/m^2)"),
                    wind = find("Wspd (m/s)");
  Follow follow;
  while (csv.next()) {
    const std::string_view date = csv.fields()[0].text;
    if (csv.fields().size() < 2) csv.fail(1, "time is missing");
    const std::string_view time = csv.fields()[1].text;
    int month = 0, day = 0, hour = 0;
    const auto read = [](std::string_view t, int& x) {
      const auto end = t.data() + t.size();
      return std::from_chars(t.data(), end, x).ptr == end;
    };
    const bool dated = date.size() == 10 && read(date.substr(0, 2), month) && read(date.substr(3, 2), day);
    if (!dated) csv.fail(0, "date is \"" + std::string(date) + "\", but must be MM/DD/YYYY");
    if (time.size() != 5 || !read(time.substr(0, 2), hour))
      csv.fail(1, "time is \"" + std::string(time) + "\", but must be HH:MM");
    follow.peek(month, day);
    follow.step(csv, 0, month, day, hour);
    const auto value = [&](std::size_t field, const char* what) {
      const double x = csv.blank(field) ? kNone : csv.number(field, what);
      return x <= -9900.0 ? kNone : x;
    };
    Row r;
    r.dry = value(dry, "dry bulb");
    if (!none(r.dry)) checked(csv, dry, "dry bulb", r.dry, -60, 60, "[C]");
    r.dew = value(dew, "dew point");
    r.rh = value(rh, "relative humidity");
    if (!none(r.rh)) checked(csv, rh, "relative humidity", r.rh, 0, 110, "[%]");
    r.pressure = value(pressure, "pressure");
    if (!none(r.pressure)) r.pressure = 100.0 * checked(csv, pressure, "pressure", r.pressure, 310, 1200, "[mbar]");
    r.ghi = value(ghi, "global radiation");
    r.dni = value(dni, "direct radiation");
    r.dhi = value(dhi, "diffuse radiation");
    r.wind = value(wind, "wind speed");
    append(csv, dew, r, w);
  }
  follow.finish(csv);
  finish(csv, w);
  return w;
}

Weather read_weather_csv_text(const std::string& name, std::string content) {
  CsvText csv(name, std::move(content));
  Weather w;
  if (!csv.next()) csv.fail_line("the file is empty");
  constexpr std::array<std::string_view, 8> columns{"dry_bulb_c", "dew_point_c", "rh_percent", "pressure_pa",
                                                    "ghi_w_m2",   "dni_w_m2",    "dhi_w_m2",   "wind_m_s"};
  std::array<int, 8> at{};
  at.fill(-1);
  for (std::size_t i = 0; i < csv.fields().size(); ++i) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (csv.fields()[i].text == columns[c]) at[c] = static_cast<int>(i);
    }
  }
  if (at[0] < 0) csv.fail(0, "the header must name dry_bulb_c");
  if (at[1] < 0 && at[2] < 0) csv.fail(0, "the header must name rh_percent or dew_point_c");
  while (csv.next()) {
    std::array<double, 8> value{};
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const bool given = at[c] >= 0 && !(static_cast<std::size_t>(at[c]) < csv.fields().size() &&
                                         csv.fields()[static_cast<std::size_t>(at[c])].text.empty());
      value[c] = given ? csv.number(static_cast<std::size_t>(at[c]), columns[c]) : kNone;
    }
    const auto field = [&](std::size_t c) { return static_cast<std::size_t>(at[c] < 0 ? 0 : at[c]); };
    if (!none(value[0])) checked(csv, field(0), "dry_bulb_c", value[0], -60, 60, "[C]");
    if (!none(value[2])) checked(csv, field(2), "rh_percent", value[2], 0, 110, "[%]");
    if (!none(value[3])) checked(csv, field(3), "pressure_pa", value[3], 31000, 120000, "[Pa]");
    append(csv, field(1), {value[0], value[1], value[2], value[3], value[4], value[5], value[6], value[7]}, w);
  }
  const std::size_t n = w.hours();
  std::size_t per_hour = 0;
  for (std::size_t k = 1; k <= 4; ++k) {
    if (n == 8760 * k || n == 8784 * k) per_hour = k;
  }
  if (per_hour == 0)
    csv.fail_line("the file ends after " + std::to_string(n) +
                  " lines, but must hold 8760 or 8784 hours, or 2, 3 or 4 lines an hour");
  finish(csv, w);
  for (auto* series : {&w.dry_bulb, &w.dew_point, &w.rh, &w.pressure, &w.ghi, &w.dni, &w.dhi, &w.wind}) {
    std::vector<double> hourly(n / per_hour);
    for (std::size_t i = 0; i < hourly.size(); ++i) {
      double sum = 0.0;
      for (std::size_t k = 0; k < per_hour; ++k) sum += (*series)[i * per_hour + k];
      hourly[i] = sum / static_cast<double>(per_hour);
    }
    *series = std::move(hourly);
  }
  return w;
}

Weather read_epw(const std::string& path) { return read_weather(path); }

Weather read_weather(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw FileError(path + ": cannot be read");
  std::string content((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return read_weather_text(path, std::move(content));
}

Weather read_weather_text(const std::string& path, std::string content) {
  const bool marked = content.starts_with("\xEF\xBB\xBF");
  if (content.compare(marked ? 3 : 0, 8, "LOCATION") == 0 || path.ends_with(".epw") || path.ends_with(".EPW"))
    return read_epw_text(path, std::move(content));
  const std::size_t first = content.find('\n');
  const std::size_t second = first == std::string::npos ? first : content.find('\n', first + 1);
  const bool tmy3 =
      second != std::string::npos && content.substr(first, second - first).find("Dry-bulb (C)") != std::string::npos;
  return tmy3 ? read_tmy3_text(path, std::move(content)) : read_weather_csv_text(path, std::move(content));
}

Weather fitted_to_days(const Weather& weather, int days) {
  const int have = static_cast<int>(weather.hours() / 24);
  check(days == 365 || days == 366, "fitted_to_days", "days", days, "must be 365 or 366");
  if (have == days) return weather;
  Weather out = weather;
  constexpr long kBegin29 = 59 * 24;
  for (auto* series :
       {&out.dry_bulb, &out.dew_point, &out.rh, &out.pressure, &out.ghi, &out.dni, &out.dhi, &out.wind}) {
    if (days == 366) {
      const std::vector<double> day(series->begin() + kBegin29 - 24, series->begin() + kBegin29);
      series->insert(series->begin() + kBegin29, day.begin(), day.end());
    } else {
      series->erase(series->begin() + kBegin29, series->begin() + kBegin29 + 24);
    }
  }
  return out;
}

}  // namespace roi::power
