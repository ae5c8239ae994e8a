#include "libroi/power/hours/weather.hpp"

#include "libroi/core/scalar.hpp"
#include "libroi/inputs/text/file_text.hpp"
#include "libroi/inputs/text/to_utf8.hpp"
#include "libroi/power/check.hpp"

namespace roi::power {

double standard_pressure(double elevation) { return 101325.0 * pow(1.0 - 2.25577e-5 * elevation, 5.2559); }

Weather read_epw(const std::string& path) { return read_weather(path); }

Weather read_weather(const std::string& path) { return read_weather_text(path, inputs::file_text(path)); }

Weather read_weather_text(const std::string& path, std::string content) {
  if (auto utf8 = inputs::from_utf16(content)) content = std::move(*utf8);
  const std::size_t begin = content.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const auto starts = [&](std::string_view word) { return content.compare(begin, word.size(), word) == 0; };
  if (starts("LOCATION") || path.ends_with(".epw") || path.ends_with(".EPW"))
    return read_epw_text(path, std::move(content));
  if (starts("Source,")) return read_nsrdb_text(path, std::move(content));
  if (starts("Latitude (decimal degrees)")) return read_pvgis_text(path, std::move(content));
  const std::size_t first = content.find('\n');
  const std::size_t second = first == std::string::npos ? first : content.find('\n', first + 1);
  const std::string names = second == std::string::npos ? "" : content.substr(first, second - first);
  const bool tmy3 = names.find("(MM/DD/YYYY)") != std::string::npos || names.find("Dry-bulb (C)") != std::string::npos;
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
    if (series->empty()) continue;
    if (days == 366) {
      const std::vector<double> day(series->begin() + kBegin29 - 24, series->begin() + kBegin29);
      series->insert(series->begin() + kBegin29, day.begin(), day.end());
    } else {
      series->erase(series->begin() + kBegin29, series->begin() + kBegin29 + 24);
    }
  }
  out.notices.emplace_back(days == 366 ? "29 February has the weather of 28 February"
                                       : "29 February is left out: the calendar has none");
  return out;
}

}  // namespace roi::power
