#pragma once
/// @file libroi/power/facility.hpp: from the cards' activity to facility power and the month's power cost.
///
///   it_f(t)     = installed_f x idle power_f + active_f / hours x (card power_f - idle power_f)            [kW]
///   losses(t)   = fixed x critical live + proportional x it + square / critical power x it^2               [kW]
///   facility(t) = it + losses;  PUE = facility / it, undefined while it = 0;  energy = facility x hours     [kWh]
///   cost(t)     = sum over periods b of energy x share_b x price_b x price level                           [money]
///                 + max(facility x peak factor, contract floor x critical live) x demand price x index level
///
/// active_f = allocated card-hours x active share. The losses are the three terms of APC/Schneider white paper 113,
/// relative to critical IT power. Kink: where peak demand meets the contract floor. See docs/model.md section 3.
#include <string>
#include <vector>

#include "libroi/capacity/capacity.hpp"
#include "libroi/inputs/index_level.hpp"
#include "libroi/power/inputs.hpp"
#include "libroi/revenue/inputs.hpp"

namespace roi {

struct FacilityLines {
  std::vector<Line> active, fleet_it, colocation_it, energy_cost;
  Line it, square_rate, losses, facility, pue, energy, it_energy, price_level, peak, contract_floor, billed_demand,
      demand_cost, cost;
  int index = -1;
};

template <class IndexOf>
FacilityLines declare_facility(LineTable& lines, const Keyed<Fleet<double>>& fleets,
                               const Keyed<Colocation<double>>& colocation, const PowerInputs<double>& power,
                               const IndexOf& index_of) {
  FacilityLines out;
  out.index = index_of(power.index);
  const auto add = [&](const std::string& path, const std::string& label, const char* unit, Kind kind,
                       const char* definition, const char* undefined = "") {
    return lines.add({"power/" + path, label, unit, kind, Section::none, definition, undefined});
  };
  for (const auto& [key, fleet] : fleets) {
    out.active.push_back(add("fleet/" + key + "/active", key + ": card-hours active", "card-hour", Kind::flow,
                             "allocated card-hours x active share"));
    out.fleet_it.push_back(add("fleet/" + key + "/it", key + ": IT power", "kW", Kind::ratio,
                               "average power of the fleet's cards and nodes"));
  }
  for (const auto& [key, lease] : colocation)
    out.colocation_it.push_back(add("colocation/" + key + "/it", key + ": IT power", "kW", Kind::ratio,
                                    "average power drawn by the customer"));
  out.it = add("it", "IT power", "kW", Kind::ratio, "average IT power of the center");
  out.square_rate = add("square rate", "Square loss per kW", "1/kW", Kind::constant, "square loss / critical IT power");
  out.losses = add("losses", "Losses and cooling", "kW", Kind::ratio, "electrical and cooling losses");
  out.facility = add("facility", "Facility power", "kW", Kind::ratio, "IT power + losses and cooling");
  out.pue = add("pue", "PUE", "1", Kind::ratio, "facility power / IT power", "no IT power is drawn in the month");
  out.energy = add("energy", "Energy", "kWh", Kind::flow, "facility energy of the month");
  out.it_energy = add("it energy", "IT energy", "kWh", Kind::flow, "IT energy of the month");
  out.price_level = add("price level", "Energy price level", "1", Kind::price, "season x index level");
  for (const auto& [key, period] : power.energy)
    out.energy_cost.push_back(add("energy cost/" + key, "Energy cost, " + key, "money", Kind::flow,
                                  "energy x share of the period x its price x price level"));
  out.peak = add("peak", "Peak facility power", "kW", Kind::ratio, "facility power x peak factor");
  out.contract_floor = add("contract floor", "Contract floor", "1", Kind::constant,
                           "contract demand x share that is billed at least / critical IT power");
  out.billed_demand = add("billed demand", "Billed demand", "kW", Kind::ratio,
                          "greater of peak power and contract floor");
  out.demand_cost = add("demand cost", "Demand charge", "money", Kind::flow, "billed demand x its price");
  out.cost = add("cost", "Power cost", "money", Kind::flow, "energy costs + demand charge");
  return out;
}

/// From IT power to the month's cost; on its own where the same month is priced at several loads.
template <class T, class Book>
class PowerBill {
 public:
  PowerBill(const FacilityLines& lines, const PowerInputs<T>& power, const T& critical_power, Book& book)
      : lines_(&lines), power_(&power) {
    square_rate_ = book.constant(lines.square_rate, power.losses.square / critical_power);
    floor_ = book.constant(lines.contract_floor, power.contract_demand * power.contract_minimum / critical_power);
  }

  /// `price_level` is season x index level, `level` the index level alone.
  void step(int t, const Clock<T>& clock, const T& it, const T& critical_live, const T& price_level, const T& level,
            Book& book) {
    const PowerInputs<T>& in = *power_;
    const T losses = book(lines_->losses, t,
                          in.losses.fixed * critical_live + in.losses.proportional * it + square_rate_ * it * it);
    facility = book(lines_->facility, t, it + losses);
    energy = book(lines_->energy, t, facility * clock.hours(t));
    T total(0.0);
    for (std::size_t b = 0; b < in.energy.size(); ++b)
      total = total + book(lines_->energy_cost[b], t, energy * in.energy[b].share * in.energy[b].price * price_level);
    const T peak = book(lines_->peak, t, facility * in.peak_factor);
    const T billed = book(lines_->billed_demand, t, max(peak, floor_ * critical_live));
    const T demand_price = lines_->index < 0 ? in.demand_price : T(in.demand_price * level);
    cost = book(lines_->cost, t, total + book(lines_->demand_cost, t, billed * demand_price));
  }

  // The current month.
  T facility{0.0}, energy{0.0}, cost{0.0};

 private:
  const FacilityLines* lines_;
  const PowerInputs<T>* power_;
  T square_rate_{0.0}, floor_{0.0};
};

template <class T, class Book>
class Facility {
 public:
  Facility(const FacilityLines& lines, const Keyed<Fleet<T>>& fleets, const Keyed<Colocation<T>>& colocation,
           const PowerInputs<T>& power, const Capacity<T, Book>& capacity, Book& book)
      : colocation_it(colocation.size()), lines_(&lines), fleets_(&fleets), colocation_(&colocation), power_(&power),
        bill_(lines, power, capacity.critical_power, book) {
    for (const auto& [key, lease] : colocation) term_.push_back(Interval<T>(lease.start, lease.end));
  }

  /// `allocated[f]` are the card-hours of fleet f that run jobs.
  void step(int t, const Clock<T>& clock, const Capacity<T, Book>& capacity, const Few<T>& allocated,
            const IndexLevels<T, Book>& indices, Book& book) {
    const PowerInputs<T>& in = *power_;
    T all(0.0);
    for (std::size_t f = 0; f < fleets_->size(); ++f) {
      const T active = book(lines_->active[f], t, allocated[f] * (*fleets_)[f].active_share);
      const T busy = active * clock.hour_share(t) * (capacity.card_power[f] - capacity.idle_power[f]);
      all = all + book(lines_->fleet_it[f], t, capacity.month[f].installed * capacity.idle_power[f] + busy);
    }
    for (std::size_t k = 0; k < colocation_->size(); ++k) {
      const Colocation<T>& lease = (*colocation_)[k];
      colocation_it[k] = book(lines_->colocation_it[k], t,
                              term_[k].part(lease.power * lease.load_factor, t, clock));
      all = all + colocation_it[k];
    }
    it = book(lines_->it, t, all);
    it_energy = book(lines_->it_energy, t, it * clock.hours(t));
    const T season = pick(in.season, clock.month_of_year(t));
    level = lines_->index < 0 ? T(1.0) : indices.level(lines_->index);
    price_level = book(lines_->price_level, t, lines_->index < 0 ? season : T(season * level));
    bill_.step(t, clock, it, capacity.critical_live, price_level, level, book);
    const mask_t<T> any = it > 0.0;
    book.ratio(lines_->pue, t, defined<T>(any, bill_.facility / select(any, it, T(1.0))));
    energy = bill_.energy;
    cost = bill_.cost;
  }

  // The current month.
  Few<T> colocation_it;
  T it{0.0}, energy{0.0}, it_energy{0.0}, level{1.0}, price_level{0.0}, cost{0.0};

 private:
  const FacilityLines* lines_;
  const Keyed<Fleet<T>>* fleets_;
  const Keyed<Colocation<T>>* colocation_;
  const PowerInputs<T>* power_;
  PowerBill<T, Book> bill_;
  Few<Interval<T>> term_;
};

}  // namespace roi
