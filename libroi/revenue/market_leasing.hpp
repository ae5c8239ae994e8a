#pragma once
/// @file libroi/revenue/market_leasing.hpp: cards rented by the hour, as far as capacity is left.
///
///   demand(t) = demand curve x ramp x hours                                                              [card-hour]
///   sold      = allocated = min(demand, free hours of the fleet) x s;   revenue = sold x price curve         [money]
///
/// The ramp rises evenly from the later of the opening and the fleet's first hour of service. s is the scale of sales.
/// Markets of equal priority are served in the order of the file, after the contracts. Kinks: where demand meets free
/// hours, and at the ends of the ramp. See docs/model.md sections 2 and 4.
#include <string>
#include <vector>

#include "libroi/core/interval.hpp"
#include "libroi/inputs/defaults.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

/// Customers who rent by the hour, as far as capacity is left.
template <class T>
struct Market {
  std::string fleet;
  int priority = 0;
  Curve<T> demand, price;
  T opening{}, ramp{};
  Market() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.reference("fleet", fleet, "fleets", required, "fleet that serves the market");
    field.curve("demand", demand, "card", Range{0, 1e8}, required, "cards wanted on average once the ramp is over");
    field.date("opening", opening, required, "first day of sales; never before the fleet can serve");
    field.number("ramp", ramp, "month", Range{0.01, 240}, 12.0, "months over which demand rises evenly from zero");
    field.curve("price", price, "money/card-hour", Range{0, 1e6}, required, "price of a card-hour");
    field.count("priority", priority, IntRange{0, 100}, 0,
                "who claims hours first: the lowest number, contracts before markets among equals");
  }
};

struct MarketLeasing {
  static constexpr bool linear_in_sales = true;

  template <class T>
  struct Group {
    Keyed<Market<T>> markets;
    void visit_group(auto&& field) {
      field.keyed("markets", markets, MinCount{0}, "on-demand markets, served in this order after the contracts");
    }
  };

  struct Lines {
    struct One {
      Line opening, ramp_rate, demand, sold;
      CurveLines demand_curve;
      Entry<Section::revenue> revenue;
      CurveLines price;
      int fleet = 0;
    };
    std::vector<One> all;
    std::vector<int> priorities;
  };

  static Lines declare(Declare& d, const Group<double>& group) {
    Lines out;
    for (const auto& [key, market] : group.markets) {
      const Declare::Of sales = d.of("sales/market/" + key, key), money = d.of("revenue/market/" + key, key);
      out.all.push_back(
          {sales.line("opening", "first day of sales", "month", Kind::constant,
                      "later of the opening and the fleet's first hour of service"),
           sales.line("ramp rate", "ramp", "1/month", Kind::constant, "1 / months of the ramp"),
           sales.line("demand", "card-hours wanted", "card-hour", Kind::flow, "demand of the market"),
           sales.line("sold", "card-hours sold", "card-hour", Kind::flow, "demand that free hours can serve"),
           sales.curve("demand curve", "demand", "card", market.demand),
           d.entry<Section::revenue>("revenue/market/" + key, "On demand " + key, "card-hours sold x price"),
           money.curve("price", "price", "money/card-hour", market.price), d.fleet(market.fleet)});
      out.priorities.push_back(market.priority);
    }
    return out;
  }

  template <class T, class Book>
  class Stage {
   public:
    Stage(const Lines& lines, const Group<T>& group, const Setting<T, Book>& setting)
        : lines_(&lines), markets_(&group.markets), sold_(lines.all.size()) {
      for (std::size_t m = 0; m < lines.all.size(); ++m) {
        const typename Lines::One& line = lines.all[m];
        const Market<T>& in = group.markets[m];
        const T opening = setting.constant(line.opening, max(in.opening, setting.fleets.first_hour(line.fleet)));
        const T rate = setting.constant(line.ramp_rate, 1.0 / in.ramp);
        ramp_.push_back(Ramp<T>(opening, rate, in.ramp));
        demand_.emplace_back(line.demand_curve, in.demand, setting.indices, setting.book);
        price_.emplace_back(line.price, in.price, setting.indices, setting.book);
      }
    }

    void claim(Now<T, Book>& now, auto turn) {
      for (std::size_t m = 0; m < demand_.size(); ++m) {
        const typename Lines::One& line = lines_->all[m];
        if (!turn.takes((*markets_)[m].priority)) continue;
        const T cards = now.value(demand_[m]);
        const T ramp = ramp_[m].share(now.t, now.clock);
        const T demand = now(line.demand, cards * ramp * now.hours());
        const T served = now.fleets.claim(line.fleet, demand);
        sold_[m] = now(line.sold, served * now.scale);
        now.fleets.take(line.fleet, served, sold_[m], sold_[m]);
      }
    }

    void earn(Now<T, Book>& now) {
      for (std::size_t m = 0; m < price_.size(); ++m) now.post(lines_->all[m].revenue, sold_[m] * now.value(price_[m]));
    }

   private:
    const Lines* lines_;
    const Keyed<Market<T>>* markets_;
    Few<T> sold_;
    Few<Ramp<T>> ramp_;
    Few<CurveValue<T, Book>, 4> demand_, price_;
  };
};

}  // namespace roi
