#include "libroi/power/hours/weather_rows.hpp"

#include <algorithm>
#include <cmath>

#include "libroi/core/scalar.hpp"
#include "libroi/inputs/text/problem.hpp"
#include "libroi/power/check.hpp"
#include "libroi/power/hours/psychrometrics.hpp"

namespace roi::power::rows {

using inputs::CsvText;

void Follow::step(const CsvText& csv, std::size_t field, int month, int day, int hour) {
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

void Follow::peek(int month, int day) {
  maybe_leap_ = true;
  if (month_ == 2 && day_ == 29 && hour_ == 1 && !(month == 2 && day == 29)) {
    month_ = 3;
    day_ = 1;
  }
}

void Follow::finish(const CsvText& csv) const {
  if (count_ == 8760 && !leap_) return;
  if (count_ == 8784 && leap_) return;
  csv.fail_line("the file ends after " + std::to_string(count_) +
                " hours, but must hold 8760, or 8784 with 29 February; hour " + std::to_string(hour_) + " of " +
                std::to_string(month_) + "/" + std::to_string(day_) + " is missing");
}

double checked(const CsvText& csv, std::size_t field, const char* what, double value, double lo, double hi,
               const char* unit) {
  if (value >= lo && value <= hi) return value;
  csv.fail(field, std::string(what) + " is " + to_text(value) + ", but must be in [" + to_text(lo) + ", " +
                      to_text(hi) + "] " + unit);
}

int year_of_row(const CsvText& csv, std::size_t field) {
  const int year = csv.whole(field, "year");
  if (year >= 1900 && year <= 2200) return year;
  csv.fail(field, "year is " + std::to_string(year) + ", but must be in [1900, 2200]");
}

void read_site(const CsvText& csv, const SiteFields& at, Weather& w) {
  const auto value = [&](std::size_t field, const char* what, double lo, double hi, const char* unit) {
    return checked(csv, field, what, csv.number(field, what), lo, hi, unit);
  };
  w.latitude = value(at.latitude, "latitude", -90, 90, "[degrees]");
  w.longitude = value(at.longitude, "longitude", -180, 180, "[degrees]");
  w.elevation = value(at.elevation, "elevation", -1000, 9000, "[m]");
  if (at.zone == kAbsent) return;
  w.time_zone = value(at.zone, "time zone", -12, 14, "[h]");
  double apart = w.time_zone - w.longitude / 15.0;
  apart -= 24.0 * std::floor((apart + 12.0) / 24.0);  // across the date line
  if (apart < -2.5 || apart > 3.5)
    csv.fail(at.zone, "time zone is " + to_text(w.time_zone) + ", but a longitude of " + to_text(w.longitude) + " is " +
                          to_text(std::round(w.longitude / 1.5) / 10.0) +
                          " hours from UTC: rows must be in local standard time, west negative");
}

std::vector<std::size_t> Columns::all() const {
  std::vector<std::size_t> out;
  for (const std::size_t i : {dry, dew, rh, pressure, ghi, dni, dhi, wind})
    if (i != kAbsent) out.push_back(i);
  return out;
}

std::size_t column_named(const CsvText& csv, std::initializer_list<std::string_view> names) {
  std::size_t found = kAbsent;
  for (const std::string_view name : names) {
    for (std::size_t i = 0; i < csv.fields().size(); ++i) {
      if (csv.fields()[i].text != name) continue;
      if (found != kAbsent)
        csv.fail(i, "column \"" + std::string(name) + "\" stands twice, first as field " + std::to_string(found + 1));
      found = i;
    }
    if (found != kAbsent) return found;
  }
  return found;
}

double Gather::in_range(std::size_t field, const char* what, double value, double lo, double hi,
                        const char* unit) const {
  return none(value) ? kNone : checked(csv_, field, what, value, lo, hi, unit);
}

void Gather::add(const Columns& at) {
  const auto value = [&](std::size_t field, const char* what) {
    if (field == kAbsent || csv_.blank(field)) return kNone;
    const double x = csv_.number(field, what);
    return at.missing(x) ? kNone : x;
  };
  Row r;
  r.dry = value(at.dry, "dry bulb");
  r.dew = value(at.dew, "dew point");
  r.rh = value(at.rh, "relative humidity");
  r.pressure = value(at.pressure, "pressure");
  r.ghi = value(at.ghi, "global radiation");
  r.dni = value(at.dni, "direct radiation");
  r.dhi = value(at.dhi, "diffuse radiation");
  r.wind = value(at.wind, "wind speed");
  add(r, at);
}

void Gather::add(const Row& given, const Columns& at) {
  Row r = given;
  r.dry = in_range(at.dry, "dry bulb", r.dry, -60, 60, "[C]");
  r.dew = in_range(at.dew, "dew point", r.dew, -90, 60, "[C]");
  r.rh = in_range(at.rh, "relative humidity", r.rh, 0, 110, "[%]");
  const bool pascal = at.pascal == 1.0;
  r.pressure = in_range(at.pressure, "pressure", r.pressure, pascal ? 31000 : 310, pascal ? 120000 : 1200,
                        pascal ? "[Pa]" : "[mbar]");
  if (!none(r.pressure)) r.pressure *= at.pascal;
  r.wind = in_range(at.wind, "wind speed", r.wind, 0, 75, "[m/s]");
  const auto radiation = [&](std::size_t field, const char* what, double& x) {
    x = in_range(field, what, x, -20, 1500, "[Wh/m2]");
    if (none(x) || x >= 0.0) return;
    dark_.add(csv_.line_number());
    x = 0.0;
  };
  radiation(at.ghi, "global radiation", r.ghi);
  radiation(at.dni, "direct radiation", r.dni);
  radiation(at.dhi, "diffuse radiation", r.dhi);
  compare_humidity(r, at);
  if (!none(r.rh) && r.rh > 100.0) wet_.add(csv_.line_number());
  if (!none(r.rh) && r.rh < 1.0) dry_.add(csv_.line_number());
  if (none(r.rh) && !none(r.dew) && !none(r.dry)) {
    r.rh = 100.0 * ashrae::saturation_pressure(min(r.dew, r.dry)) / ashrae::saturation_pressure(r.dry);
    if (at.rh != kAbsent) ++w.filled["rh_percent"];
  }
  w.dry_bulb.push_back(r.dry);
  w.dew_point.push_back(r.dew);
  w.rh.push_back(none(r.rh) ? kNone : max(min(r.rh / 100.0, 1.0), 0.01));
  w.pressure.push_back(r.pressure);
  w.ghi.push_back(r.ghi);
  w.dni.push_back(r.dni);
  w.dhi.push_back(r.dhi);
  w.wind.push_back(r.wind);
}

/// Stations state humidity over water or over ice; both are right.
void Gather::compare_humidity(const Row& r, const Columns& at) {
  constexpr double kFar = 25.0, kNear = 10.0;
  if (none(r.dry) || none(r.dew)) return;
  if (r.dew > r.dry + 1.0)
    csv_.fail(at.dew,
              "dew point is " + to_text(r.dew) + ", but must not be above the dry bulb of " + to_text(r.dry) + " [C]");
  if (none(r.rh)) return;
  const double dew = min(r.dew, r.dry);
  const double ice = 100.0 * ashrae::saturation_pressure(dew) / ashrae::saturation_pressure(r.dry);
  const double water = 100.0 * buck::saturation_pressure(dew) / buck::saturation_pressure(r.dry);
  const double low = std::min(ice, water), high = std::max(ice, water);
  const double off = r.rh < low ? low - r.rh : std::max(std::min(r.rh, 100.0) - high, 0.0);
  if (off > kFar)
    csv_.fail(at.rh, "relative humidity is " + to_text(r.rh) + ", but a dew point of " + to_text(r.dew) + " at " +
                         to_text(r.dry) + " [C] means " + std::to_string(std::lround(water)) + " [%]");
  if (off > kNear) contrary_.add(csv_.line_number());
}

void Gather::say_unused(const std::vector<std::string>& names, const std::vector<std::size_t>& read) {
  std::vector<std::string> unused;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!names[i].empty() && std::find(read.begin(), read.end(), i) == read.end())
      unused.push_back("\"" + names[i] + "\"");
  if (!unused.empty())
    say(std::to_string(unused.size()) + (unused.size() == 1 ? " column is" : " columns are") +
        " not used: " + inputs::joined(unused));
}

}  // namespace roi::power::rows
