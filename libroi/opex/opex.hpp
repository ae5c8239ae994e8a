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

#include "libroi/core/few.hpp"
#include "libroi/core/interval.hpp"
#include "libroi/inputs/keyed.hpp"
#include "libroi/opex/inputs.hpp"
#include "libroi/revenue/inputs.hpp"
#include "libroi/stage/index_level.hpp"

namespace roi {

struct OpexItemLines {
  Line cost, age, per_month, per_card_month, per_kw_month, share_per_month;
  int index = -1;
};
struct OpexLines {
  std::vector<OpexItemLines> items;
  std::vector<Line> services;  // id -1 where a service has no direct cost
  Line power, total;
};

template <class IndexOf>
OpexLines declare_opex(LineTable& lines, const Keyed<OpexItem<double>>& items, const Keyed<Service<double>>& services,
                       const IndexOf& index_of) {
  OpexLines out;
  const auto add = [&](const std::string& path, const std::string& label, Section section, const char* definition) {
    return lines.add({"opex/" + path, label, "money", Kind::flow, section, definition});
  };
  for (const auto& [key, item] : items) {
    OpexItemLines line;
    line.index = index_of(item.index);
    line.cost = add("item/" + key, "Cost of " + key, Section::operating_cost, "sum of its drivers x amounts");
    const std::string& owner = key;  // a lambda cannot capture a structured binding
    const auto rate = [&](const char* name, const char* unit) {
      return lines.add({"opex/item/" + owner + "/" + name, owner + ": " + name, unit, Kind::constant, Section::none,
                        "yearly amount / 12"});
    };
    if (item.per_year) line.per_month = rate("per month", "money/month");
    if (item.per_card) line.per_card_month = rate("per card-month", "money/card/month");
    if (item.per_kw) line.per_kw_month = rate("per kW-month", "money/kW/month");
    if (item.share_of_capex) line.share_per_month = rate("share of capex per month", "1/month");
    if (line.index >= 0)
      line.age = lines.add({"opex/item/" + key + "/age", key + ": age of prices", "1", Kind::constant, Section::none,
                            "factor from the price date to the start of the model"});
    out.items.push_back(line);
  }
  for (const auto& [key, service] : services)
    out.services.push_back(service.cost_share != 0.0
                               ? add("service/" + key, "Direct cost of " + key, Section::operating_cost,
                                     "cost share x revenue of the service")
                               : Line{});
  out.power = add("power", "Power", Section::operating_cost, "power cost of the month");
  out.total = add("total", "Operating cost", Section::none, "all operating costs");
  return out;
}

template <class T, class Book>
class Opex {
 public:
  Opex(const OpexLines& lines, const Keyed<OpexItem<T>>& items, const Keyed<Service<T>>& services,
       const IndexLevels<T, Book>& indices, const Clock<T>& clock, Book& book)
      : lines_(&lines), items_(&items), services_(&services) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      rates_.emplace_back();
      const OpexItemLines& line = lines.items[i];
      const OpexItem<T>& in = items[i];
      rates_[i].term = Interval<T>(in.start, T(clock.horizon()));
      if (line.index >= 0)
        rates_[i].age = book.constant(line.age, price_age(indices.growth(line.index), in.price_date));
      if (in.per_year) rates_[i].month = book.constant(line.per_month, *in.per_year / 12.0);
      if (in.per_card) rates_[i].card_month = book.constant(line.per_card_month, *in.per_card / 12.0);
      if (in.per_kw) rates_[i].kw_month = book.constant(line.per_kw_month, *in.per_kw / 12.0);
      if (in.share_of_capex) rates_[i].share_month = book.constant(line.share_per_month, *in.share_of_capex / 12.0);
    }
  }

  struct Volumes {
    const T& installed;
    const T& critical_live;
    const T& sold;
    const T& revenue;
    const T& assets_in_service;  // money
    const Few<T>& service;       // revenue of each service
    const T& power_cost;
  };

  void step(int t, const Clock<T>& clock, const Volumes& volumes, const IndexLevels<T, Book>& indices, Book& book) {
    T all(0.0);
    for (std::size_t i = 0; i < items_->size(); ++i) {
      const Rates& rate = rates_[i];
      if (rate.term.outside(t)) {
        book(lines_->items[i].cost, t, T(0.0));
        continue;
      }
      const OpexItem<T>& in = (*items_)[i];
      T amount(0.0);
      if (in.per_year) amount = amount + rate.month;
      if (in.per_card) amount = amount + rate.card_month * volumes.installed;
      if (in.per_kw) amount = amount + rate.kw_month * volumes.critical_live;
      if (in.per_sold_hour) amount = amount + *in.per_sold_hour * volumes.sold;
      const int index = lines_->items[i].index;
      if (index >= 0) amount = amount * indices.level(index) * rate.age;
      if (in.share_of_revenue) amount = amount + *in.share_of_revenue * volumes.revenue;
      if (in.share_of_capex) amount = amount + rate.share_month * volumes.assets_in_service;
      all = all + book(lines_->items[i].cost, t, rate.term.part(amount, t, clock));
    }
    for (std::size_t j = 0; j < lines_->services.size(); ++j)
      if (lines_->services[j].id >= 0)
        all = all + book(lines_->services[j], t, (*services_)[j].cost_share * volumes.service[j]);
    total = book(lines_->total, t, all + book(lines_->power, t, volumes.power_cost));
  }

  T total{0.0};  // of the current month

 private:
  const OpexLines* lines_;
  const Keyed<OpexItem<T>>* items_;
  const Keyed<Service<T>>* services_;
  struct Rates {
    T age{1.0}, month{0.0}, card_month{0.0}, kw_month{0.0}, share_month{0.0};
    Interval<T> term;
  };
  Few<Rates, 16> rates_;
};

}  // namespace roi
