#include "libroi/audit/review/review.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "libroi/inputs/date.hpp"
#include "libroi/inputs/describe.hpp"

namespace roi::audit {

void Review::raise(std::string_view id, std::string path, std::string value, std::string reason) {
  const auto info = std::find_if(kWarnings.begin(), kWarnings.end(), [&](const WarningInfo& w) { return id == w.id; });
  if (info == kWarnings.end()) throw StructureError("warnings: '" + std::string(id) + "' is not in the table");
  warnings.push_back(
      Warning{info->id, info->severity, std::move(path), std::move(value), std::move(reason), info->advice, ""});
}

bool Review::is_given(const std::string& path, const inputs::Slot& slot) const {
  if (!record.values.empty()) return record.gives(path);
  return !inputs::holds_fallback(slot);
}

Line Review::line(std::string_view path) const { return evaluation.layout->lines().find(path); }

std::span<const double> Review::row(std::string_view path) const {
  const Line found = line(path);
  return found.id < 0 ? std::span<const double>() : evaluation.ledger.row(found);
}

double Review::constant(std::string_view path) const {
  const Line found = line(path);
  return found.id < 0 ? 0.0 : evaluation.ledger.constant_of(found);
}

double Review::opening() const {
  double first = center.months;
  for (const auto& [key, phase] : center.phases) first = std::min(first, phase.energised);
  return first;
}

double Review::first_hour(const std::string& fleet) const { return constant("capacity/fleet/" + fleet + "/start"); }

std::string Review::month(int t) const {
  return inputs::month_text(12 * center.start.year + center.start.month - 1 + t);
}

std::string Review::date(double months) const {
  const int start = 12 * center.start.year + center.start.month - 1;
  const double whole = std::floor(months);
  inputs::ModelDate date;
  date.year = (start + static_cast<int>(whole)) / 12;
  date.month = (start + static_cast<int>(whole)) % 12 + 1;
  date.day = 1 + static_cast<int>((months - whole) * days_in_month(date.year, date.month) + 1e-6);
  return date.text();
}

std::string short_number(double x) {
  char text[64];
  const double size = std::fabs(x);
  if (size != 0.0 && (size >= 1e6 || size < 1e-3)) std::snprintf(text, sizeof text, "%.4g", x);
  else if (size >= 1000.0) std::snprintf(text, sizeof text, "%.0f", x);
  else std::snprintf(text, sizeof text, "%.4g", x);
  std::string out = text;
  if (size < 1000.0 || out.find('e') != std::string::npos) return out;
  const std::size_t first = out[0] == '-' ? 1 : 0;
  for (std::size_t i = out.size(); i > first + 3; i -= 3) out.insert(i - 3, ",");
  return out;
}

std::string percent(double x) {
  char text[64];
  std::snprintf(text, sizeof text, "%.3g %%", 100.0 * x);
  return text;
}

std::string Review::money(double x) const {
  const double size = std::fabs(x);
  const char* const word = size >= 1e9 ? " billion " : size >= 1e6 ? " million " : " ";
  return short_number(size >= 1e9 ? x / 1e9 : size >= 1e6 ? x / 1e6 : x) + word + center.currency;
}

}  // namespace roi::audit
