#pragma once
/// @file libroi/opex/opex.hpp: operating costs, month by month, positive, without VAT.
///
///   item(t) = share of the month from its start
///             x (level x age x (per year / 12 + per card / 12 x installed + per kW / 12 x critical live
///                               + per sold hour x sold)
///                + share of revenue x revenue + share of capex / 12 x cost of the assets in service)       [money]
///
/// Drivers that are not given are left out. Direct costs of services and power are lines of their own.
/// See docs/model.md section 5.
#include <string>
#include <vector>

#include "libroi/core/interval.hpp"
#include "libroi/inputs/keyed.hpp"
#include "libroi/opex/inputs.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

struct OpexItemLines {
  Entry<Section::operating_cost> cost;
  Line age, per_month, per_card_month, per_kw_month, share_per_month;
  int index = -1;
};
struct OpexLines {
  std::vector<OpexItemLines> items;
  Entry<Section::operating_cost> power;
  Line total;
};

inline OpexLines declare_opex(Declare& d, const Keyed<OpexItem<double>>& items) {
  OpexLines out;
  for (const auto& [key, item] : items) {
    OpexItemLines line;
    line.index = d.index(item.index);
    line.cost = d.entry<Section::operating_cost>("opex/item/" + key, "Cost of " + key, "sum of its drivers x amounts");
    const std::string& owner = key;  // a lambda cannot capture a structured binding
    const auto rate = [&](const char* name, const char* unit) {
      return d.line({"opex/item/" + owner + "/" + name, owner + ": " + name, unit, Kind::constant, Section::none,
                     "yearly amount / 12"});
    };
    if (item.per_year) line.per_month = rate("per month", "money/month");
    if (item.per_card) line.per_card_month = rate("per card-month", "money/card/month");
    if (item.per_kw) line.per_kw_month = rate("per kW-month", "money/kW/month");
    if (item.share_of_capex) {
      d.need(Shared::assets_in_service);
      line.share_per_month = rate("share of capex per month", "1/month");
    }
    if (line.index >= 0)
      line.age = d.line({"opex/item/" + key + "/age", key + ": age of prices", "1", Kind::constant, Section::none,
                         "factor from the price date to the start of the model"});
    out.items.push_back(line);
  }
  out.power = d.entry<Section::operating_cost>("opex/power", "Power", "power cost of the month");
  out.total = d.line({"opex/total", "Operating cost", "money", Kind::flow, Section::none, "all operating costs"});
  if (!d.proves())
    d.metric({Metric::power_share_of_opex, "power share of opex", "Power share of operating cost", "1", Format::percent,
              "power cost / operating cost over the life", "there is no operating cost"});
  return out;
}

template <class T, class Book>
class Opex {
 public:
  Opex(const OpexLines& lines, const Keyed<OpexItem<T>>& items, const Setting<T, Book>& setting)
      : lines_(&lines), items_(&items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      rates_.emplace_back();
      Rates& rate = rates_[i];
      const OpexItemLines& line = lines.items[i];
      const OpexItem<T>& in = items[i];
      rate.term = Interval<T>(in.start, T(setting.clock.horizon()));
      if (line.index >= 0)
        rate.age = setting.constant(line.age, price_age(setting.indices.growth(line.index), in.price_date));
      if (in.per_year) rate.month = setting.constant(line.per_month, *in.per_year / 12.0);
      if (in.per_card) rate.card_month = setting.constant(line.per_card_month, *in.per_card / 12.0);
      if (in.per_kw) rate.kw_month = setting.constant(line.per_kw_month, *in.per_kw / 12.0);
      if (in.share_of_capex) rate.share_month = setting.constant(line.share_per_month, *in.share_of_capex / 12.0);
    }
  }

  /// The items; the streams then post their direct cost. `assets_in_service` is their cost [money].
  void step(Now<T, Book>& now, const T& assets_in_service) {
    const Month<T>& month = now.month;
    for (std::size_t i = 0; i < items_->size(); ++i) {
      const Rates& rate = rates_[i];
      if (rate.term.outside(now.t)) {
        now(lines_->items[i].cost.line, T(0.0));
        continue;
      }
      const OpexItem<T>& in = (*items_)[i];
      T amount(0.0);
      if (in.per_year) amount = amount + rate.month;
      if (in.per_card) amount = amount + rate.card_month * month.capacity.installed;
      if (in.per_kw) amount = amount + rate.kw_month * month.capacity.critical_live;
      if (in.per_sold_hour) amount = amount + *in.per_sold_hour * month.hours.sold;
      const int index = lines_->items[i].index;
      if (index >= 0) amount = amount * now.indices.level(index) * rate.age;
      if (in.share_of_revenue) amount = amount + *in.share_of_revenue * month.money.revenue;
      if (in.share_of_capex) amount = amount + rate.share_month * assets_in_service;
      now.post(lines_->items[i].cost, rate.term.part(amount, now.t, now.clock));
    }
  }

  /// Power, and the total of the section.
  void close(Now<T, Book>& now) {
    now.post(lines_->power, now.month.power.cost);
    now.month.money.opex = now(lines_->total, now.month.money.opex);
  }

  static void measure(const Months<T>& months, Measures<T, Book>& measures) {
    Sum<T> power, opex;
    for (const Month<T>& month : months) {
      power.add(month.power.cost);
      opex.add(month.money.opex);
    }
    measures.set(Metric::power_share_of_opex, quotient(power.value(), opex.value()));
  }

 private:
  struct Rates {
    T age{1.0}, month{0.0}, card_month{0.0}, kw_month{0.0}, share_month{0.0};
    Interval<T> term;
  };
  const OpexLines* lines_;
  const Keyed<OpexItem<T>>* items_;
  Few<Rates, 16> rates_;
};

}  // namespace roi
