#pragma once
/// @file libroi/power/facility.hpp: from the cards' activity to facility power and the month's power cost.
///
///   busy_f(t)   = active_f / hours x (card power_f - idle power_f)                                         [kW]
///   it(t)       = sum of installed_f x idle power_f + busy_f, and of colocation                            [kW]
///   PUE         = facility / it, undefined while it = 0;  energy = facility x hours                         [kWh]
///
/// active_f = allocated card-hours x active share. From there on the monthly form (power/monthly_form.hpp) or the
/// itemised one (power/month/month_load.hpp, power/month/month_bill.hpp, power/month/month_supply.hpp); see docs/model.md section 3.
#include <optional>
#include <string>
#include <vector>

#include "libroi/capacity/capacity.hpp"
#include "libroi/power/month/month_bill.hpp"
#include "libroi/power/month/month_supply.hpp"
#include "libroi/power/monthly_form.hpp"
#include "libroi/revenue/inputs.hpp"

namespace roi {

/// Lines of the itemised form.
struct ItemisedLines {
  MonthLoadLines load;
  TariffLines tariff;
  SupplyLines supply;
  Line live_share, wue;
};

struct FacilityLines {
  std::vector<Line> active, fleet_it, colocation_it;
  Line it, busy, busy_full, it_energy, pue, price_level, cost;
  std::optional<MonthlyFormLines> monthly;
  std::optional<ItemisedLines> itemised;
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
    out.colocation_it.push_back(
        add("colocation/" + key + "/it", key + ": IT power", "kW", Kind::ratio, "average power drawn by the customer"));
  out.it = add("it", "IT power", "kW", Kind::ratio, "average IT power of the center");
  out.it_energy = add("it energy", "IT energy", "kWh", Kind::flow, "IT energy of the month");
  out.pue = add("pue", "PUE", "1", Kind::ratio, "facility power / IT power", "no IT power is drawn in the month");
  lines.weigh(out.pue, out.it_energy);
  if (!power.bill) {
    out.price_level = add("price level", "Energy price level", "1", Kind::price, "season x index level");
    out.monthly = declare_monthly_form(lines, power);
    lines.weigh(out.price_level, out.monthly->energy);
  } else {
    out.price_level = add("flat energy price", "Energy price of a flat load", "money/kWh", Kind::price,
                          "energy charges of one more kWh of flat IT load, at the prices of the first steps");
    out.busy = add("busy", "Busy IT power", "kW", Kind::ratio, "IT power that follows the cards' activity");
    out.busy_full = add("busy at full activity", "Busy IT power at full activity", "kW", Kind::ratio,
                        "the same with all installed cards active");
    ItemisedLines itemised;
    itemised.live_share = add("live share", "Share energised", "1", Kind::ratio, "critical power energised / all");
    itemised.load = declare_month_load(lines, power.bill->load, power.bill->onsite);
    itemised.wue =
        add("wue", "WUE", "L/kWh", Kind::ratio, "water drawn / IT energy", "no IT power is drawn in the month");
    lines.weigh(itemised.wue, out.it_energy);
    lines.weigh(out.price_level, out.it_energy);
    itemised.supply = declare_supply(lines, *power.bill, index_of);
    itemised.tariff = declare_tariff(lines, *power.bill);
    out.itemised = std::move(itemised);
  }
  out.cost = add("cost", "Power cost", "money", Kind::flow,
                 power.bill ? "bill under the tariff + supply beyond it" : "energy costs + demand charge");
  return out;
}

/// What a month's bill is worked out from.
template <class T>
struct PowerLoad {
  T it{0.0}, busy{0.0}, busy_full{0.0};  // kW
  T critical_live{0.0};                  // kW
  T price_level{0.0}, level{1.0};        // season x index level; index level
};

/// From IT power to the month's cost.
template <class T, class Book>
class PowerBill {
 public:
  PowerBill(const FacilityLines& lines, const PowerInputs<T>& power, const T& critical_power, const Clock<T>& clock,
            Book& book)
      : lines_(&lines), power_(&power) {
    if (lines.monthly) monthly_.emplace(*lines.monthly, power, lines.index < 0, critical_power, book);
    if (lines.itemised) {
      load_.emplace(lines.itemised->load, power.bill->load, power.bill->onsite, critical_power, book);
      tariff_.emplace(lines.itemised->tariff, *power.bill, clock, book);
      supply_.emplace(lines.itemised->supply, power.bill->supply);
    }
  }

  /// Back to month 0, for another pass over the months.
  void restart(Book& book) {
    if (tariff_) tariff_->restart(book);
  }
  /// `prices` are those of BillCurves.
  void step(int t, const Clock<T>& clock, const PowerLoad<T>& in, const Few<T>& prices, Book& book) {
    if (monthly_) {
      monthly_->step(t, clock, in.it, in.critical_live, in.price_level, in.level, book);
      facility = monthly_->facility;
      energy = monthly_->energy;
      cost = book(lines_->cost, t, monthly_->cost);
      return;
    }
    const ItemisedLines& lines = *lines_->itemised;
    const T live_share = book(lines.live_share, t, in.critical_live * load_->per_critical_power());
    load_->step(t, clock, in.it, in.busy, in.busy_full, in.critical_live, book);
    facility = load_->facility;
    energy = load_->energy;
    supply_->begin(t, clock, book);
    const T ramp = power_->bill->minimum_take ? prices[prices.size() - 1] : T(1.0);
    tariff_->step(t, clock, {*load_, supply_->grid_share, live_share, in.level, ramp}, book);
    supply_->step(t, load_->grid_energy, load_->water, live_share, prices, book);
    cost = book(lines_->cost, t, tariff_->cost + supply_->cost);
  }
  [[nodiscard]] const T& water() const { return load_->water; }

  // The current month.
  T facility{0.0}, energy{0.0}, cost{0.0};

 private:
  const FacilityLines* lines_;
  const PowerInputs<T>* power_;
  std::optional<MonthlyForm<T, Book>> monthly_;
  std::optional<MonthLoad<T, Book>> load_;
  std::optional<MonthBill<T, Book>> tariff_;
  std::optional<MonthSupply<T, Book>> supply_;
};

/// What of a month's power is worked out: everything, or IT power alone, at no cost.
enum class PowerIn { cost, it_alone };

template <class T, class Book>
class Facility {
 public:
  Facility(const FacilityLines& lines, const Keyed<Fleet<T>>& fleets, const Keyed<Colocation<T>>& colocation,
           const PowerInputs<T>& power, const Capacity<T, Book>& capacity, const IndexLevels<T, Book>& indices,
           const Clock<T>& clock, Book& book)
      : colocation_it(colocation.size()),
        lines_(&lines),
        fleets_(&fleets),
        colocation_(&colocation),
        power_(&power),
        bill_(lines, power, capacity.critical_power, clock, book) {
    for (const auto& [key, lease] : colocation) term_.push_back(Interval<T>(lease.start, lease.end));
    if (lines.itemised) curves_.emplace(lines.itemised->supply, *power.bill, indices, book);
  }

  /// `allocated[f]` are the card-hours of fleet f that run jobs.
  template <PowerIn kPower = PowerIn::cost>
  void step(int t, const Clock<T>& clock, const Capacity<T, Book>& capacity, const Few<T>& allocated,
            const IndexLevels<T, Book>& indices, Book& book) {
    T all(0.0), busy(0.0), full(0.0);
    for (std::size_t f = 0; f < fleets_->size(); ++f) {
      const T active = book(lines_->active[f], t, allocated[f] * (*fleets_)[f].active_share);
      const T span = capacity.card_power[f] - capacity.idle_power[f];
      const T at_work = active * clock.hour_share(t) * span;
      all = all + book(lines_->fleet_it[f], t, capacity.month[f].installed * capacity.idle_power[f] + at_work);
      if (!curves_) continue;
      busy = busy + at_work;
      full = full + capacity.month[f].installed * span;
    }
    for (std::size_t k = 0; k < colocation_->size(); ++k) {
      const Colocation<T>& lease = (*colocation_)[k];
      colocation_it[k] = book(lines_->colocation_it[k], t, term_[k].part(lease.power * lease.load_factor, t, clock));
      all = all + colocation_it[k];
    }
    load.it = book(lines_->it, t, all);
    it_energy = book(lines_->it_energy, t, load.it * clock.hours(t));
    load.critical_live = capacity.critical_live;
    load.level = lines_->index < 0 ? T(1.0) : indices.level(lines_->index);
    if (curves_) {
      load.busy = book(lines_->busy, t, busy);
      load.busy_full = book(lines_->busy_full, t, full);
      load.price_level = book(lines_->price_level, t, flat_price(t, clock) * load.level);
      if constexpr (kPower == PowerIn::cost) curves_->step(t, clock, indices, book);
    } else {
      const T season = pick(power_->season, clock.month_of_year(t));
      load.price_level = book(lines_->price_level, t, lines_->index < 0 ? season : T(season * load.level));
    }
    if constexpr (kPower == PowerIn::it_alone) return;
    bill_.step(t, clock, load, prices(), book);
    const mask_t<T> any = load.it > 0.0;
    book.ratio(lines_->pue, t, defined<T>(any, bill_.facility / select(any, load.it, T(1.0))));
    if (curves_) book.ratio(lines_->itemised->wue, t, defined<T>(any, bill_.water() / select(any, it_energy, T(1.0))));
    energy = bill_.energy;
    cost = bill_.cost;
  }

  /// Prices of the itemised form's supply in the current month; none in the monthly form.
  [[nodiscard]] const Few<T>& prices() const { return curves_ ? curves_->now : none_; }

  // The current month.
  Few<T> colocation_it;
  PowerLoad<T> load;
  T energy{0.0}, it_energy{0.0}, cost{0.0};

 private:
  T flat_price(int t, const Clock<T>& clock) const {
    T price(0.0);
    for (const auto& [key, reg] : power_->bill->energy)
      price = price + pick(reg.load.flat, clock.month_of_year(t)) * reg.steps[0].price;
    return price;
  }

  const FacilityLines* lines_;
  const Keyed<Fleet<T>>* fleets_;
  const Keyed<Colocation<T>>* colocation_;
  const PowerInputs<T>* power_;
  PowerBill<T, Book> bill_;
  std::optional<BillCurves<T, Book>> curves_;
  Few<Interval<T>> term_;
  Few<T> none_;
};

}  // namespace roi
