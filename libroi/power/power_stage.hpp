#pragma once
/// @file libroi/power/power_stage.hpp: from the cards' activity to facility power and the month's power cost.
///
///   busy_f(t)   = active_f / hours x (card power_f - idle power_f)                                         [kW]
///   it(t)       = sum of installed_f x idle power_f + busy_f, and of colocation                            [kW]
///   PUE         = facility / it, undefined while it = 0;  energy = facility x hours                         [kWh]
///
/// active_f = allocated hours x active share, in the fleet's unit of sale; of cores and vCPUs x share of a node. From there on the monthly form (power/monthly_form.hpp) or the
/// itemised one (power/month/month_load.hpp, power/month/month_bill.hpp, power/month/month_supply.hpp); see docs/model.md section 3.
#include <optional>
#include <string>
#include <vector>

#include "libroi/capacity/capacity.hpp"
#include "libroi/power/month/month_bill.hpp"
#include "libroi/power/month/month_supply.hpp"
#include "libroi/power/monthly_form.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

/// Lines of the itemised form.
struct ItemisedLines {
  MonthLoadLines load;
  TariffLines tariff;
  SupplyLines supply;
  Line live_share, wue;
};

struct PowerLines {
  std::vector<Line> active, fleet_it;
  Line it, busy, busy_full, it_energy, pue, price_level, cost;
  Line mean_energy_price, full_load_pue;  // where energy is passed on, in the monthly form
  std::optional<MonthlyFormLines> monthly;
  std::optional<ItemisedLines> itemised;
  int index = -1;
};

inline PowerLines declare_power(Declare& d, const PowerInputs<double>& power) {
  PowerLines out;
  LineTable& lines = d.lines();
  out.index = d.index(power.index);
  const auto add = [&](const std::string& path, const std::string& label, const std::string& unit, Kind kind,
                       const std::string& definition, const char* undefined = "") {
    return d.line({"power/" + path, label, unit, kind, Section::none, definition, undefined});
  };
  for (std::size_t f = 0; f < d.fleets().size(); ++f) {
    const std::string &key = d.fleets()[f], unit = d.hour_unit(static_cast<int>(f));
    out.active.push_back(add("fleet/" + key + "/active", key + ": " + unit + "s active", unit, Kind::flow,
                             "allocated " + unit + "s x active share"));
    out.fleet_it.push_back(add("fleet/" + key + "/it", key + ": IT power", "kW", Kind::ratio,
                               "average power of the fleet's cards and nodes"));
  }
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
    itemised.supply = declare_supply(d, *power.bill);
    itemised.tariff = declare_tariff(lines, *power.bill);
    out.itemised = std::move(itemised);
  }
  out.cost = add("cost", "Power cost", "money", Kind::flow,
                 power.bill ? "bill under the tariff + supply beyond it" : "energy costs + demand charge");
  if (d.needed(Shared::passed_on_energy) && !power.bill) {
    out.mean_energy_price = d.line({"revenue/mean energy price", "Mean energy price", "money/kWh", Kind::constant,
                                    Section::none, "energy prices weighted with the periods' shares"});
    out.full_load_pue = d.line({"revenue/full-load pue", "Full-load PUE", "1", Kind::constant, Section::none,
                                "1 + fixed + proportional + square losses"});
  }
  if (!d.proves())
    d.metric({Metric::average_pue, "average pue", "Average PUE", "1", Format::plain,
              "facility energy / IT energy over the life", "no IT energy is used"});
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
  PowerBill(const PowerLines& lines, const PowerInputs<T>& power, const T& critical_power, const Clock<T>& clock,
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
  const PowerLines* lines_;
  const PowerInputs<T>* power_;
  std::optional<MonthlyForm<T, Book>> monthly_;
  std::optional<MonthLoad<T, Book>> load_;
  std::optional<MonthBill<T, Book>> tariff_;
  std::optional<MonthSupply<T, Book>> supply_;
};

/// What of a month's power is worked out: everything, or IT power alone, at no cost.
enum class PowerIn { cost, it_alone };

template <class T, class Book>
class PowerStage {
 public:
  PowerStage(const PowerLines& lines, const Keyed<Fleet<T>>& fleets, const PowerInputs<T>& power,
             const Capacity<T, Book>& capacity, const Setting<T, Book>& setting)
      : lines_(&lines),
        fleets_(&fleets),
        power_(&power),
        capacity_(&capacity),
        bill_(lines, power, capacity.critical_power, setting.clock, setting.book) {
    if (lines.itemised) curves_.emplace(lines.itemised->supply, *power.bill, setting.indices, setting.book);
    if (lines.mean_energy_price.id < 0) return;
    T mean(0.0);
    for (const auto& [key, period] : power.energy) mean = mean + period.share * period.price;
    setting.energy.mean_price = setting.constant(lines.mean_energy_price, mean);
    const FacilityLosses<T>& loss = *power.losses;
    setting.energy.full_load_pue =
        setting.constant(lines.full_load_pue, loss.fixed + loss.proportional + loss.square + 1.0);
  }

  /// Power of the fleets; the streams then add theirs to month.power.it.
  void load(Now<T, Book>& now) {
    T all(0.0), busy(0.0), full(0.0);
    for (std::size_t f = 0; f < fleets_->size(); ++f) {
      const T active = now(lines_->active[f], now.fleets.allocated[f] * (*fleets_)[f].active_share);
      const T span = capacity_->card_power[f] - capacity_->idle_power[f];
      const T at_work = now.fleets.devices(f, active) * now.clock.hour_share(now.t) * span;
      all = all + now(lines_->fleet_it[f], capacity_->installed[f] * capacity_->idle_power[f] + at_work);
      if (!curves_) continue;
      busy = busy + at_work;
      full = full + capacity_->installed[f] * span;
    }
    now.month.power.it = all;
    if (!curves_) return;
    now.month.power.busy = now(lines_->busy, busy);
    now.month.power.busy_full = now(lines_->busy_full, full);
  }

  /// The month's cost, once all power is known.
  /// `prices` takes those beyond the tariff, of an itemised bill.
  template <PowerIn kPower = PowerIn::cost>
  void step(Now<T, Book>& now, Few<T>& prices) {
    auto& power = now.month.power;
    power.it = now(lines_->it, power.it);
    power.it_energy = now(lines_->it_energy, power.it * now.hours());
    power.level = lines_->index < 0 ? T(1.0) : now.indices.level(lines_->index);
    if (curves_) {
      power.price_level = now(lines_->price_level, flat_price(now.t, now.clock) * power.level);
      if constexpr (kPower == PowerIn::cost) {
        curves_->step(now.t, now.clock, now.indices, now.book);
        prices = curves_->now;
      }
    } else {
      const T season = pick(power_->season, now.clock.month_of_year(now.t));
      power.price_level = now(lines_->price_level, lines_->index < 0 ? season : T(season * power.level));
    }
    if constexpr (kPower == PowerIn::it_alone) {  // a record may hold what an earlier pass has left
      power.energy = T(0.0);
      power.cost = T(0.0);
      return;
    }
    bill_.step(
        now.t, now.clock,
        {power.it, power.busy, power.busy_full, now.month.capacity.critical_live, power.price_level, power.level},
        prices, now.book);
    const mask_t<T> any = power.it > 0.0;
    now.book.ratio(lines_->pue, now.t, defined<T>(any, bill_.facility / select(any, power.it, T(1.0))));
    if (curves_)
      now.book.ratio(lines_->itemised->wue, now.t,
                     defined<T>(any, bill_.water() / select(any, power.it_energy, T(1.0))));
    power.energy = bill_.energy;
    power.cost = bill_.cost;
  }

  static void measure(const Months<T>& months, Measures<T, Book>& measures) {
    Sum<T> energy, it_energy;
    for (const Month<T>& month : months) {
      energy.add(month.power.energy);
      it_energy.add(month.power.it_energy);
    }
    measures.set(Metric::average_pue, quotient(energy.value(), it_energy.value()));
  }

 private:
  T flat_price(int t, const Clock<T>& clock) const {
    T price(0.0);
    for (const auto& [key, reg] : power_->bill->energy)
      price = price + pick(reg.load.flat, clock.month_of_year(t)) * reg.steps[0].price;
    return price;
  }

  const PowerLines* lines_;
  const Keyed<Fleet<T>>* fleets_;
  const PowerInputs<T>* power_;
  const Capacity<T, Book>* capacity_;
  PowerBill<T, Book> bill_;
  std::optional<BillCurves<T, Book>> curves_;
};

}  // namespace roi
