// Durations, tenors, terms and curves against the months of the model.
#include <algorithm>
#include <cmath>

#include "libroi/audit/review/review.hpp"
#include "libroi/inputs/walk.hpp"

namespace roi::audit {
namespace {

constexpr double kLongLife = 600.0;  // months: a field that reaches so far is a life or a tenor
constexpr double kMostYears = 50.0;  // nobody means more years than that
constexpr double kSlack = 1e-9;
constexpr double kDay = 1.0 / 28.0;  // of a month, at most

bool looks_like_years(double x) { return x == std::floor(x) && x <= kMostYears && x != 24.0 && x != 36.0 && x != 48.0; }

std::string months_text(double x) { return short_number(x) + (x == 1.0 ? " month" : " months"); }

void durations(Review& review) {
  inputs::for_each_slot(inputs::object_of(review.center), [&](const std::string& path, const inputs::Slot& slot) {
    const bool number = slot.kind == FieldKind::number || slot.kind == FieldKind::duration;
    const std::string_view name = slot.name;
    const bool named_months = name.size() > 7 && name.substr(name.size() - 7) == "_months";
    if (!number || std::string_view(slot.unit) != "month" || slot.range.hi < kLongLife || named_months) return;
    const double x = *static_cast<const double*>(slot.data());
    const Provenance* const words = review.record.find(path);
    if (!looks_like_years(x) || !review.is_given(path, slot) || (words != nullptr && !words->unit.empty())) return;
    review.raise("duration-in-years", path, months_text(x),
                 short_number(x) + " years would be " + short_number(12.0 * x) + " months");
  });
}

void tenors(Review& review) {
  for (const auto& [key, loan] : review.center.financing.loans) {
    const double end = review.center.financing.conversion + loan.tenor;
    if (end <= review.months() + kSlack) continue;
    review.raise("tenor-cut", "financing.loans." + key + ".tenor", months_text(loan.tenor),
                 "would end on " + review.date(end) + ", " + short_number(end - review.months()) +
                     " months after the model (" + review.month(review.months() - 1) +
                     "); it is repaid within the model");
  }
}

void outside(Review& review, const std::string& path, double start, double end) {
  if (start < review.months() && end > 0.0) return;
  review.raise("term-outside-model", path, review.date(start) + (end < 1e8 ? " to " + review.date(end) : " on"),
               "the model runs from " + review.month(0) + " to " + review.month(review.months() - 1));
}

void terms(Review& review) {
  constexpr double kOpen = 1e9;
  const Center<double>& center = review.center;
  for (const auto& [key, contract] : center.contracts)
    outside(review, "contracts." + key, contract.start, contract.end);
  for (const auto& [key, lease] : center.colocation) outside(review, "colocation." + key, lease.start, lease.end);
  for (const auto& [key, market] : center.markets)
    outside(review, "markets." + key + ".opening", market.opening, kOpen);
  for (const auto& [key, service] : center.services)
    outside(review, "services." + key + ".start", service.start, kOpen);
  for (const auto& [key, item] : center.opex) outside(review, "opex." + key + ".start", item.start, kOpen);
  for (const auto& [key, fleet] : center.fleets)
    outside(review, "fleets." + key + ".delivered", fleet.delivered,
            fleet.leased_in ? fleet.leased_in->end.value_or(kOpen) : kOpen);
  for (const auto& [key, phase] : center.phases)
    outside(review, "phases." + key + ".energised", phase.energised, kOpen);
  for (const auto& [key, item] : center.capex) outside(review, "capex." + key + ".in_service", item.in_service, kOpen);
}

void early_sales(Review& review) {
  const Center<double>& center = review.center;
  const auto early = [&](const std::string& path, double start, double served, const std::string& what) {
    if (start >= served - kSlack || start >= review.months()) return;
    review.raise("sales-before-energisation", path, review.date(start),
                 what + " on " + review.date(served) + ", " + short_number(served - start) + " months later");
  };
  for (const auto& [key, contract] : center.contracts)
    early("contracts." + key + ".start", contract.start, review.first_hour(contract.fleet),
          "the first hour of its cards is");
  std::vector<std::string> fleets, chips;
  for (const auto& [key, fleet] : center.fleets) {
    fleets.push_back(key);
    chips.push_back(fleet.device.chip);
  }
  for (const auto& [key, market] : center.markets) {
    const std::vector<ListedFleet> list = listed_fleets(market, fleets, chips);
    if (list.empty()) continue;
    double first = review.months();
    for (const ListedFleet& at : list)
      first = std::min(first, review.first_hour(fleets[static_cast<std::size_t>(at.fleet)]));
    early("markets." + key + ".opening", market.opening, first, "the first hour of its cards is");
  }
  for (const auto& [key, lease] : center.colocation)
    early("colocation." + key + ".start", lease.start, review.opening(),
          "rent is booked from the start, and the first hall has power");
}

/// What an asset's dates make of it: left out, moved, or paid at once.
void assets(Review& review) {
  const Center<double>& center = review.center;
  const double last = review.months() - 1.0;
  const auto never = [&](const std::string& path, double in_service, const std::string& what) {
    review.raise("asset-never-bought", path, review.date(in_service),
                 what + " in or after the last month, " + review.month(review.months() - 1));
  };
  const auto early = [&](const std::string& path, double start, double months) {
    if (start >= -kSlack || start >= last) return;
    review.raise("spending-before-start", path, review.date(start),
                 percent(std::min(-start / months, 1.0)) + " of the payments lie before " + review.month(0));
  };
  for (const auto& [key, item] : center.capex) {
    const std::string path = "capex." + key;
    const double paid = item.spend_start + item.spend_months, in_service = std::max(item.in_service, paid);
    if (in_service >= last) never(path + ".in_service", in_service, "would enter service");
    else early(path + ".spend_start", item.spend_start, item.spend_months);
    if (item.in_service < paid - kDay && paid < last)
      review.raise("in-service-moved", path + ".in_service", review.date(item.in_service),
                   "the last payment is on " + review.date(paid) + ", " + short_number(paid - item.in_service) +
                       " months later");
  }
  for (const auto& [key, fleet] : center.fleets) {
    const std::string path = "fleets." + key;
    if (fleet.leased_in) continue;
    if (fleet.delivered >= last) never(path + ".delivered", fleet.delivered, "would be delivered");
    else early(path + ".payment_lead", fleet.delivered - fleet.payment_lead, fleet.payment_lead);
    for (int g = 1; g <= fleet.refreshes; ++g) {
      const double start = fleet.delivered + g * fleet.refresh_interval;
      if (start < last) continue;
      never(path + ".refreshes", start, "replacement " + std::to_string(g) + " would be delivered");
      break;
    }
  }
}

void curves(Review& review) {
  const double opening = review.opening();
  inputs::for_each_slot(inputs::object_of(review.center), [&](const std::string& path, const inputs::Slot& slot) {
    if (slot.kind != FieldKind::curve) return;
    const auto& curve = *static_cast<const Curve<double>*>(slot.data());
    const std::size_t n = curve.values.size();
    if (curve.kind == CurveKind::points && curve.months.back() < opening)
      review.raise("curve-before-opening", path, n == 1 ? "1 point" : std::to_string(n) + " points",
                   "the last point is of " + curve.labels.back() + ", the center opens on " + review.date(opening) +
                       "; its value " + short_number(curve.values.back()) + " holds for the whole life");
    if (curve.kind == CurveKind::monthly && n > 1 && n < static_cast<std::size_t>(review.months()))
      review.raise("curve-ends-early", path, std::to_string(n) + " months",
                   "the model has " + std::to_string(review.months()) + " months; the last value " +
                       short_number(curve.values.back()) + " holds from " + review.month(static_cast<int>(n)) + " on");
  });
}

}  // namespace

void review_time(Review& review) {
  durations(review);
  tenors(review);
  terms(review);
  early_sales(review);
  assets(review);
  curves(review);
}

}  // namespace roi::audit
