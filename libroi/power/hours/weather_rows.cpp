#include "libroi/power/hours/weather_rows.hpp"

#include "libroi/core/scalar.hpp"
#include "libroi/power/check.hpp"
#include "libroi/power/hours/psychrometrics.hpp"

namespace roi::power::rows {

using inputs::CsvText;

namespace {

constexpr std::size_t kLongestGap = 3;

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

}  // namespace

double checked(const CsvText& csv, std::size_t field, const char* what, double value, double lo, double hi,
               const char* unit) {
  if (value >= lo && value <= hi) return value;
  csv.fail(field, std::string(what) + " is " + to_text(value) + ", but must be in [" + to_text(lo) + ", " +
                      to_text(hi) + "] " + unit);
}

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

Row row_in_mbar(const CsvText& csv, const MeterColumns& at) {
  const auto value = [&](std::size_t field, const char* what) {
    const double x = csv.blank(field) ? kNone : csv.number(field, what);
    return x <= -9900.0 ? kNone : x;
  };
  Row r;
  r.dry = value(at.dry, "dry bulb");
  if (!none(r.dry)) checked(csv, at.dry, "dry bulb", r.dry, -60, 60, "[C]");
  r.dew = value(at.dew, "dew point");
  r.rh = value(at.rh, "relative humidity");
  if (!none(r.rh)) checked(csv, at.rh, "relative humidity", r.rh, 0, 110, "[%]");
  r.pressure = value(at.pressure, "pressure");
  if (!none(r.pressure)) r.pressure = 100.0 * checked(csv, at.pressure, "pressure", r.pressure, 310, 1200, "[mbar]");
  r.ghi = value(at.ghi, "global radiation");
  r.dni = value(at.dni, "direct radiation");
  r.dhi = value(at.dhi, "diffuse radiation");
  r.wind = value(at.wind, "wind speed");
  return r;
}

std::size_t column_named(const CsvText& csv, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (std::size_t i = 0; i < csv.fields().size(); ++i) {
      if (csv.fields()[i].text == name) return i;
    }
  }
  return kAbsent;
}

}  // namespace roi::power::rows
