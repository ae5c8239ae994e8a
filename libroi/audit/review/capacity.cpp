// Cards, halls, contracts and markets against each other.
#include <algorithm>

#include "libroi/audit/review/review.hpp"
#include "libroi/core/clock.hpp"

namespace roi::audit {
namespace {

constexpr double kSlack = 1e-9;
constexpr double kFastestRamp = 3.0;  // months: least of the ramps of comparable centers, 3 to 9 months

void halls(Review& review) {
  const Center<double>& center = review.center;
  double need = 0.0, critical = 0.0;
  for (const auto& [key, phase] : center.phases) {
    const std::string path = "capacity/phase/" + key + "/";
    const double rated = review.constant(path + "rated need"), share = review.constant(path + "sufficiency");
    need += rated;
    critical += phase.critical_power;
    if (share >= 1.0 - kSlack) continue;
    double cards = 0.0;
    for (const auto& [name, fleet] : center.fleets)
      if (fleet.phase == key) cards += cards_of(fleet);
    const auto raise = [&, &of = key](const char* id, const char* field, double there, const char* unit, double needed) {
      review.raise(id, "phases." + of + "." + field, short_number(there) + unit,
                   "its " + short_number(cards) + " cards need " + short_number(needed) + unit + ": " +
                       short_number(cards * (1.0 - share)) + " of them cannot run");
    };
    switch (static_cast<int>(review.constant(path + "binding limit"))) {
      case 2: raise("hall-short-of-racks", "racks", *phase.racks, " racks", review.constant(path + "rack need")); break;
      case 3:
        raise("hall-short-of-floor", "floor_area", *phase.floor_area, " m2", review.constant(path + "floor need"));
        break;
      default: raise("hall-short-of-power", "critical_power", phase.critical_power, " kW", rated);
    }
  }
  for (int t = 0; t < review.months(); ++t) {
    double leased = 0.0;
    for (const auto& [key, lease] : center.colocation)
      leased += leased_power(lease) * overlap(static_cast<double>(t), lease.start, lease.end);
    if (leased <= 0.0 || leased + need <= critical * (1.0 + kSlack)) continue;
    review.raise("hall-short-of-power", "colocation", short_number(leased) + " kW leased",
                 "with the " + short_number(need) + " kW of the cards that is more than the " + short_number(critical) +
                     " kW of critical power, from " + review.month(t));
    return;
  }
}

/// What the center says it is for, and amounts that count only part of what it sells.
void units_of_sale(Review& review) {
  const Center<double>& center = review.center;
  bool several = false, mixed = false;
  for (const auto& [key, fleet] : center.fleets) {
    several = several || fleet.unit_of_sale != center.fleets[0].unit_of_sale;
    mixed = mixed || !adds_to(fleet, center.fleets[0]);
    if (center.kind && !sells(*center.kind, fleet.unit_of_sale))
      review.raise("kind-sells-otherwise", "fleets." + key + ".unit_of_sale", hour_word(fleet.unit_of_sale),
                   std::string("the center is of kind ") + kCenterKinds[static_cast<std::size_t>(*center.kind)].name);
  }
  if (!several) return;
  const UnitOfSale headline = center.fleets[0].unit_of_sale;
  const auto counts = [&](bool given, const std::string& path, std::string what) {
    if (given) review.raise("counts-one-unit", path, what, "what other fleets sell, or have, does not count");
  };
  const std::string hours = std::string("per ") + hour_word(headline),
                    devices = std::string("per ") + device_word(headline);
  for (const auto& [key, item] : center.opex) {
    counts(item.per_sold_hour.has_value(), "opex." + key + ".per_sold_hour", hours);
    counts(item.per_card.has_value() && mixed, "opex." + key + ".per_card", devices);
  }
  for (const auto& [key, item] : center.capex)
    counts(item.per_card.has_value() && mixed, "capex." + key + ".per_card", devices);
  for (const auto& [key, service] : center.services)
    counts(service.per_sold_hour.has_value(), "services." + key + ".per_sold_hour", hours);
}

void contracts(Review& review) {
  const Center<double>& center = review.center;
  const Timeline& time = review.evaluation.layout->timeline();
  for (const auto& [key, contract] : center.contracts) {
    const std::string path = "contracts." + key;
    const Fleet<double>& fleet = center.fleets.at(contract.fleet);
    const double cards = cards_of(fleet) * fleet.units_per_card.value_or(1.0);
    const std::string units = std::string(" ") + counted_word(fleet.unit_of_sale) + "s";
    if (contract.cards > cards * (1.0 + kSlack))
      review.raise("contract-exceeds-fleet", path + ".cards", short_number(contract.cards) + units,
                   "fleet " + contract.fleet + " has " + short_number(cards));
    const auto reserved = review.row("sales/contract/" + key + "/reserved");
    const auto available = review.row("capacity/fleet/" + contract.fleet + "/available");
    double lost = 0.0, wanted_in_all = 0.0;
    int first = -1;
    for (int t = 0; t < review.months(); ++t) {
      const auto i = static_cast<std::size_t>(t);
      const double wanted = contract.cards * contract.survival *
                            overlap(static_cast<double>(t), contract.start, contract.end) * time.hours(t);
      const double could = std::min(wanted, available[i]);
      wanted_in_all += could;
      if (could - reserved[i] <= kSlack * could) continue;
      if (first < 0) first = t;
      lost += could - reserved[i];
    }
    if (first >= 0)
      review.raise("contract-cut", path, short_number(lost) + " " + hour_word(fleet.unit_of_sale) + "s",
                   percent(lost / wanted_in_all) +
                       " of what the fleet could serve goes to contracts and markets that claim first, from " +
                       review.month(first));
  }
}

}  // namespace

void review_capacity(Review& review) {
  halls(review);
  units_of_sale(review);
  contracts(review);
  for (const auto& [key, market] : review.center.markets)
    if (market.ramp < kFastestRamp)
      review.raise("ramp-too-fast", "markets." + key + ".ramp", short_number(market.ramp) + " months",
                   "comparable centers took 3 to 9 months");
  if (const auto& announced = review.center.announced_compute; announced && announced->precision == Precision::unknown)
    review.raise("compute-basis-unknown", "announced_compute", short_number(announced->value) + " PFLOPS",
                 "may be FP64, FP16 or INT8, dense or sparse");
}

}  // namespace roi::audit
