#pragma once
/// @file tests/properties/random_center.hpp: a random valid center of any structure.
///
///   months 1 .. 240; phases 1 .. 3, limited by racks and floor or not; fleets 0 .. 3 with 0 .. 3 renewals, of every unit of
///   sale, bought by the card, by the server or leased in, with failures, attrition and decay or not; contracts, markets with
///   curves of all kinds, services, leases by the kW and by the rack, other revenue, claims of different priority; operating costs by every driver; capital costs by every driver and profile; both tax methods;
///   a monthly or an itemised power bill; loans 0 .. 3; losses carried 0 .. 10 years; indices; minimum cash.
///
/// Structure is drawn here; the numbers are drawn from the list of parameters, so a new input is drawn as well. One
/// number in ten is an end of its range (money: its lower end), the others are of a usual size: money 1e-2 to 1e7 by
/// its unit, the rest inside its range, dates from two years before the start to a year after the end.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "libroi/center/center.hpp"
#include "libroi/inputs/date.hpp"
#include "libroi/inputs/parameters.hpp"
#include "tests/properties/random_bill.hpp"
#include "tests/properties/random_market.hpp"

namespace roi::test {

class RandomCenter {
 public:
  explicit RandomCenter(std::uint64_t seed) : random_(seed) {}

  [[nodiscard]] Center<double> operator()() {
    Center<double> c;
    c.name = "random";
    c.currency = "CNY";
    c.start = {2000 + below(60), 1 + below(12)};
    c.months = one_in(10) ? 1 + below(3) : 1 + below(240);
    c.hours = static_cast<HourConvention>(below(4));
    structure(c);
    for (const Parameter<double>& p : parameters(c)) *p.value = draw(p, c.months);
    obey_rules(c);
    return c;
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  bool one_in(int n) { return below(n) == 0; }
  double uniform(double lo, double hi) { return std::uniform_real_distribution<double>(lo, hi)(random_); }
  double logarithmic(double lo, double hi) { return std::exp(uniform(std::log(lo), std::log(hi))); }

  template <class S>
  std::string any_key(const Keyed<S>& group) {
    return group.key(static_cast<std::size_t>(below(static_cast<int>(group.size()))));
  }
  std::string maybe_index(const Center<double>& c) { return c.indices.empty() || one_in(2) ? "" : any_key(c.indices); }

  Curve<double> curve(const Center<double>& c) {
    Curve<double> out;
    out.kind = static_cast<CurveKind>(below(4));
    out.interpolation = static_cast<Interpolation>(below(3));
    const int points = 1 + below(5);
    if (out.kind == CurveKind::points || out.kind == CurveKind::monthly)
      out.values.resize(static_cast<std::size_t>(points));
    if (out.kind == CurveKind::points) {
      out.months.resize(static_cast<std::size_t>(points));
      const int start = 12 * c.start.year + c.start.month - 1;
      for (int i = 0; i < points; ++i) out.labels.push_back(inputs::month_text(start + i));
    }
    out.index = maybe_index(c);
    return out;
  }

  void structure(Center<double>& c) {
    const auto key = [](const char* name, int i) { return std::string(name) + std::to_string(i); };
    for (int i = below(4); i > 0; --i) c.indices.append(key("index", i));
    for (int i = 1 + below(3); i > 0; --i) c.phases.append(key("phase", i));
    for (int i = 1 + below(3); i > 0; --i)
      c.asset_classes.append(key("class", i)).tax_method = static_cast<TaxMethod>(below(2));
    for (int i = below(4); i > 0; --i) {
      Fleet<double>& fleet = c.fleets.append(key("fleet", i));
      fleet.device.name = "card";
      fleet.phase = any_key(c.phases);
      fleet.asset_class = any_key(c.asset_classes);
      fleet.refreshes = one_in(2) ? 0 : below(4);
      vary(c, fleet);
    }
    limit_halls(c);
    if (!c.fleets.empty()) {
      for (int i = below(4); i > 0; --i) {
        Contract<double>& contract = c.contracts.append(key("contract", i));
        contract.fleet = any_key(c.fleets);
        contract.priority = one_in(2) ? 0 : below(3);
        contract.price = curve(c);
      }
      RandomMarkets(random_, [&] { return curve(c); }).structure(c);
    }
    for (int i = below(3); i > 0; --i) {
      Service<double>& service = c.services.append(key("service", i));
      const int drivers = 1 + below(7);
      if (drivers & 1) service.per_year = curve(c);
      if (drivers & 2) service.per_sold_hour = curve(c);
      if (drivers & 4) service.share_of_leasing = curve(c);
    }
    for (int i = below(3); i > 0; --i) {
      Colocation<double>& lease = c.colocation.append(key("lease", i));
      if (one_in(3)) {
        lease.racks.emplace();
        lease.power_per_rack.emplace();
        lease.rack_price = curve(c);
      } else {
        lease.power.emplace();
        lease.price = curve(c);
      }
    }
    if (one_in(3)) {
      OtherRevenue<double>& other = c.other_revenue.append("other");
      other.revenue = curve(c);
      if (one_in(2)) other.direct_cost = curve(c);
    }
    if (one_in(3)) {
      RandomBill(random_, [&] { return curve(c); }).structure(c.power.bill.emplace());
    } else {
      c.power.losses.emplace();
      for (int i = 1 + below(4); i > 0; --i) c.power.energy.append(key("period", i));
    }
    c.power.index = maybe_index(c);
    for (int i = below(4); i > 0; --i) {
      OpexItem<double>& item = c.opex.append(key("cost", i));
      const int drivers = 1 + below(63);
      std::optional<double>* const fields[] = {&item.per_year,      &item.per_card,         &item.per_kw,
                                               &item.per_sold_hour, &item.share_of_revenue, &item.share_of_capex};
      for (int k = 0; k < 6; ++k)
        if (drivers >> k & 1) fields[k]->emplace(0.0);
      item.index = maybe_index(c);
    }
    for (int i = below(5); i > 0; --i) {
      CapexItem<double>& item = c.capex.append(key("item", i));
      const int drivers = 1 + below(15);
      std::optional<double>* const fields[] = {&item.amount, &item.per_kw, &item.per_m2, &item.per_card};
      for (int k = 0; k < 4; ++k)
        if (drivers >> k & 1) fields[k]->emplace(0.0);
      if (!item.per_card && one_in(2)) item.phase = any_key(c.phases);
      item.asset_class = any_key(c.asset_classes);
      item.profile = static_cast<SpendProfile>(below(2));
    }
    c.tax.loss_years = below(11);
    c.financing.asset_class = any_key(c.asset_classes);
    if (c.months > 2)
      for (int i = below(4); i > 0; --i)
        c.financing.loans.append(key("loan", i)).repayment = static_cast<Repayment>(below(3));
  }

  /// What a fleet sells, how it was bought, how it fails and ages.
  void vary(const Center<double>& c, Fleet<double>& fleet) {
    if (one_in(3)) fleet.unit_of_sale = static_cast<UnitOfSale>(below(4));
    if (is_part_of_node(fleet.unit_of_sale)) fleet.units_per_card.emplace();
    const bool servers = one_in(3);
    if (servers) {
      fleet.servers.emplace();
      fleet.cards_per_server.emplace();
    } else {
      fleet.cards.emplace();
    }
    if (one_in(2)) {
      Reliability<double>& failures = fleet.reliability.emplace();
      if (one_in(2)) failures.attrition.emplace();
      if (one_in(2)) {
        failures.job_cards.emplace();
        failures.checkpoint_time.emplace();
      }
    }
    if (one_in(3)) fleet.performance_decay.emplace();
    if (one_in(4)) {
      fleet.leased_in.emplace().rent = curve(c);
      if (one_in(2)) fleet.leased_in->end.emplace();
      fleet.asset_class.clear();
      fleet.refreshes = 0;
    } else if (servers && one_in(2)) {
      fleet.server_price.emplace();
    } else {
      fleet.price.emplace();
    }
  }

  /// Racks and floor, of some halls.
  void limit_halls(Center<double>& c) {
    for (auto& [key, phase] : c.phases) {
      if (one_in(2)) phase.floor_area.emplace();
      if (one_in(2)) phase.area_per_rack.emplace();
      if (one_in(2)) phase.racks.emplace();
      const bool limited = one_in(2);
      for (auto& [name, fleet] : c.fleets)
        if (fleet.phase == key && limited) fleet.cards_per_rack.emplace();
    }
  }

  double draw(const Parameter<double>& p, int months) {
    const std::string_view unit = p.unit;
    if (p.kind == FieldKind::date) {
      const double date = uniform(-24.0, months + 12.0);
      return std::clamp(one_in(3) ? std::floor(date) : date, p.range.lo, p.range.hi);
    }
    const bool money = unit.substr(0, 5) == "money";
    if (one_in(20)) return money ? std::max(p.range.lo, 2.0 * p.range.lo) : p.range.lo;  // money scaled stays inside
    if (one_in(20) && !money && p.range.hi <= 1200.0) return p.range.hi;
    if (money) return std::min(usual_money(unit), p.range.hi);
    if (unit == "card" || unit == "node" || unit == "server") return logarithmic(1.0, 3e4);
    if (unit == "kW") return std::clamp(logarithmic(0.01, 3e4), p.range.lo, p.range.hi);
    if (unit == "1/year") return uniform(std::max(p.range.lo, -0.4), std::min(p.range.hi, 0.6));
    if (unit == "month") return std::clamp(logarithmic(0.1, 240.0), p.range.lo, p.range.hi);
    if (p.range.hi > 1200.0) return std::clamp(logarithmic(1.0, 1e5), p.range.lo, p.range.hi);
    return uniform(p.range.lo, p.range.hi);
  }

  double usual_money(std::string_view unit) {
    if (unit == "money" || unit == "money/year") return logarithmic(1e3, 1e9);
    if (unit == "money/card" || unit == "money/kW" || unit == "money/m2") return logarithmic(1e2, 1e6);
    if (unit == "money/kWh") return logarithmic(0.01, 2.0);
    if (unit.size() > 5 && unit.substr(unit.size() - 5) == "-hour") return logarithmic(0.01, 100.0);
    return logarithmic(1.0, 1e4);
  }

  void ascend(Curve<double>& curve) {
    std::sort(curve.months.begin(), curve.months.end());
    for (std::size_t i = 1; i < curve.months.size(); ++i)
      curve.months[i] = std::max(curve.months[i], curve.months[i - 1] + 1.0 / 31.0);
    if (curve.kind == CurveKind::points && curve.interpolation == Interpolation::log)
      for (double& value : curve.values) value = std::max(value, 1e-6);
    if (curve.kind == CurveKind::growth) curve.growth = std::min(curve.growth, 0.6);
  }

  void obey_rules(Center<double>& c) {
    const auto order = [&](double& start, double& end) {
      if (start > end) std::swap(start, end);
      if (end <= start) end = start + uniform(0.1, 60.0);
    };
    for (auto& [key, fleet] : c.fleets) {
      fleet.device.idle_power = std::min(fleet.device.idle_power, fleet.device.busy_power);
      if (fleet.cards) fleet.cards = std::max(*fleet.cards, 1.0);
      // A node of 100,000 cores, most of them idle, breaks even at 1e8 times its sales: that is rounding alone.
      if (fleet.units_per_card) fleet.units_per_card = 1.0 + std::fmod(*fleet.units_per_card, 256.0);
      if (fleet.reliability) {
        fleet.availability = 0.98;
        fleet.reliability->swap_time = std::min(fleet.reliability->swap_time, fleet.reliability->repair_time);
      }
      if (!fleet.leased_in) continue;
      ascend(fleet.leased_in->rent);
      if (fleet.leased_in->end) order(fleet.delivered, *fleet.leased_in->end);
    }
    for (auto& [key, contract] : c.contracts) {
      order(contract.start, contract.end);
      ascend(contract.price);
    }
    RandomMarkets::tame(c, [&](Curve<double>& each) { ascend(each); });
    for (auto& [key, lease] : c.colocation) {
      order(lease.start, lease.end);
      ascend(lease.racks ? *lease.rack_price : *lease.price);
    }
    for (auto& [key, other] : c.other_revenue) {
      ascend(other.revenue);
      if (other.direct_cost) ascend(*other.direct_cost);
    }
    for (auto& [key, service] : c.services)
      for (auto* given : {&service.per_year, &service.per_sold_hour, &service.share_of_leasing})
        if (*given) ascend(**given);
    if (c.power.bill) {
      RandomBill(random_, {}).tame(*c.power.bill, [&](Curve<double>& curve) { ascend(curve); });
      c.power.season.fill(1.0);
      c.power.peak_factor = 1.1;
      c.power.demand_price = c.power.contract_demand = c.power.contract_minimum = 0.0;
    }
    double shares = 0.0;
    for (const auto& [key, period] : c.power.energy) shares += period.share;
    for (auto& [key, period] : c.power.energy)
      period.share = shares > 0.0 ? period.share / shares : 1.0 / static_cast<double>(c.power.energy.size());
    for (auto& [key, item] : c.opex)
      if (item.index.empty()) item.price_date = 0.0;
    double gearing = 0.0;
    for (const auto& [key, loan] : c.financing.loans) gearing += loan.gearing;
    if (gearing > 0.9499)  // a little less than 0.95, whatever the order of the sum
      for (auto& [key, loan] : c.financing.loans) loan.gearing *= 0.9499 / gearing;
    // a loan needs a window of repayment before the last month
    c.financing.conversion = std::min(c.financing.conversion, c.months - 1.5);
    c.financing.conversion = std::max(c.financing.conversion, c.financing.has_tranches() ? 0.25 : -24.0);
  }

  std::mt19937_64 random_;
};

/// The center of one seed.
[[nodiscard]] inline Center<double> random_center(std::uint64_t seed) { return RandomCenter(seed)(); }

}  // namespace roi::test
