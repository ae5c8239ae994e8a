#pragma once
/// @file libroi/revenue/market_leasing.hpp: cards rented by the hour, to the markets that can run on them.
///
///   offered  = demand of the market that comes to this center              (libroi/demand/demand_chain.hpp)
///   sold_f   = hours of fleet f that it gets                               (libroi/demand/serving.hpp) x s
///   paid     = sum over fleets of sold_f x price factor, x yield where paid per reference hour;  revenue = paid x price
///   network  = served x sum over regions of reachable / addressable x price of the network                    [money]
///
/// s is the scale of sales. Within a priority markets come after contracts. What is left idle, and why:
/// libroi/demand/idle_hours.hpp. See docs/model.md sections 2 and 4.
#include <algorithm>
#include <string>
#include <vector>

#include "libroi/demand/demand_chain.hpp"
#include "libroi/demand/idle_hours.hpp"
#include "libroi/demand/serving.hpp"

namespace roi {

struct MarketLeasing {
  static constexpr bool linear_in_sales = true;
  static constexpr bool claims_only_sell = true;

  template <class T>
  struct Group {
    Keyed<Market<T>> markets;
    Keyed<Network<T>> networks;
    void visit_group(auto&& field) {
      field.keyed("markets", markets, MinCount{0}, "on-demand markets, served after the contracts");
      field.keyed("networks", networks, MinCount{0}, "lines to other regions");
    }
  };

  struct MarketLines {
    std::vector<int> pairs;  // positions among all pairs of market and fleet
    int direct = -1;         // the pair of a market that names its fleet
    Line served, unmet, not_ready, too_large, full, queue, no_chip, paid;
    Line active, effective;
    Entry<Section::revenue> revenue;
    Entry<Section::operating_cost> network;
    CurveLines price;
  };
  struct Lines {
    std::vector<MarketLines> all;
    std::vector<MarketDemandLines> demand;
    std::vector<WorkOnFleetLines> pairs;
    ServingLines serving;
    IdleLines idle;
    std::vector<CurveLines> network_prices;
    std::vector<int> priorities;
    Line idle_check, demand_check, most_delivered, most_wanted;
    IdleMetrics metrics;
  };

  static Lines declare(Declare& d, const Group<double>& group) {
    Lines out;
    for (const auto& [key, network] : group.networks)
      out.network_prices.push_back(
          d.curve("network/" + key + "/price", key + ": price", "money/card-hour", network.price));
    for (std::size_t m = 0; m < group.markets.size(); ++m) declare_market(d, group, m, out);
    out.serving = declare_serving(d, group.markets, out.pairs);
    if (d.proves() || d.fleets().empty()) return out;
    out.idle = declare_idle_hours(d, {group.markets, out.demand, out.pairs, out.serving.steps});
    for (std::size_t m = 0; m < out.all.size(); ++m) declare_losses(d, group.markets.key(m), out.demand[m], out, m);
    out.most_delivered = d.line({"check/most delivered hours", "Most delivered hours", "hour", Kind::constant,
                                 Section::none, "greatest hours delivered in any month, of any fleet"});
    out.most_wanted = d.line({"check/most wanted hours", "Most wanted hours", "hour", Kind::constant, Section::none,
                              "greatest potential demand in any month, of any market"});
    out.idle_check =
        d.check({"H13", "idle hours", "idle hours by cause add up", "hour", Kind::ratio,
                 "difference between idle hours of all fleets and the sum of their causes", "", out.most_delivered});
    out.demand_check =
        d.check({"H14", "demand", "demand is served or lost by cause", "hour", Kind::ratio,
                 "difference between potential demand and what is served, unmet or lost before", "", out.most_wanted});
    const auto by_class = [](const auto& entry) { return !entry.value.runs_on.empty(); };
    if (std::any_of(group.markets.begin(), group.markets.end(), by_class)) declare_idle_metrics(d, out.metrics);
    return out;
  }

 private:
  static void declare_market(Declare& d, const Group<double>& group, std::size_t m, Lines& out) {
    const std::string& key = group.markets.key(m);
    const Market<double>& market = group.markets[m];
    const Declare::Of sales = d.of("sales/market/" + key, key), money = d.of("revenue/market/" + key, key);
    MarketLines line;
    const std::vector<ListedFleet> list = listed_fleets(market, d.fleets(), d.chips());
    std::vector<int> fleets;
    const bool direct = market.runs_on.empty();
    const std::string unit = direct ? d.hour_unit(list.at(0).fleet) : "reference-hour";
    for (const ListedFleet& at : list) fleets.push_back(at.fleet);
    out.demand.push_back(declare_market_demand(d, key, market, unit, group.networks, fleets));
    int entry = -2;
    for (const ListedFleet& at : list) {
      line.pairs.push_back(static_cast<int>(out.pairs.size()));
      out.pairs.push_back(declare_work_on_fleet(d, key, static_cast<int>(m), market, at, at.entry != entry));
      entry = at.entry;
    }
    if (direct) line.direct = line.pairs[0];
    if (!direct) {
      line.served = sales.line("served", "hours served", unit, Kind::flow, "hours of the reference that are served");
      const bool by_work = market.paid_per == PaidPer::reference_hour || fleets.empty();
      line.paid = sales.line("paid", "hours paid", by_work ? unit : d.hour_unit(fleets[0]), Kind::flow,
                             "hours that the market's price is paid for, by their price factors");
    }
    line.revenue = d.entry<Section::revenue>("revenue/market/" + key, "On demand " + key,
                                             direct ? "card-hours sold x price" : "hours paid x price");
    line.price = money.curve("price", "price", "money/card-hour", market.price);
    if (!market.remote.empty())
      line.network = d.entry<Section::operating_cost>("opex/network/" + key, "Network " + key,
                                                      "hours served in other regions x price of the network");
    out.priorities.push_back(market.priority);
    out.all.push_back(std::move(line));
  }

  static void declare_losses(Declare& d, const std::string& key, const MarketDemandLines& demand, Lines& out,
                             std::size_t m) {
    MarketLines& line = out.all[m];
    const std::string unit = line.direct < 0 ? "reference-hour" : d.hour_unit(demand.fleets[0]);
    const Declare::Of of = d.of("sales/market/" + key, key);
    const auto lost = [&](const char* name, const char* text, const char* definition) {
      return of.line(name, text, unit, Kind::flow, definition);
    };
    line.unmet = lost("unmet", "hours unmet", "hours offered that no fleet served");
    if (line.pairs.empty()) {
      line.no_chip = lost("unmet/no chip", "hours unmet: no chip", "none of the chips it can run on is here");
    } else {
      line.full = lost("unmet/full", "hours unmet: full", "the last fleet of its list had no free hours");
      bool waits = false, sized = false;
      for (const int p : line.pairs) {
        waits = waits || out.pairs[static_cast<std::size_t>(p)].waits_until_ready;
        sized = sized || out.pairs[static_cast<std::size_t>(p)].sized;
      }
      if (waits)
        line.not_ready = lost("unmet/not ready", "hours unmet: not ready", "the work cannot run on the last fleet yet");
      if (sized) line.too_large = lost("unmet/too large", "hours unmet: too large", "jobs larger than the last fleet");
      for (const ServingStep& step : out.serving.steps)
        if (line.queue.id < 0 && step.queued &&
            std::find(step.members.begin(), step.members.end(), line.pairs[0]) != step.members.end() &&
            out.serving.patience[m].id >= 0)
          line.queue = lost("unmet/queue", "hours unmet: queue", "turned away by the queue of the last fleet");
    }
    line.active = of.line("active", "hours active", "card-hour", Kind::flow,
                          "hours sold, of cards or nodes, x active share of the fleet");
    line.effective = of.line("effective", "hours at peak", "card-hour", Kind::flow,
                             "hours sold, of cards or nodes, x MFU x goodput x performance of the fleet");
  }

 public:
  template <class T, class Book>
  class Stage {
   public:
    Stage(const Lines& lines, const Group<T>& group, const Setting<T, Book>& setting)
        : lines_(&lines),
          group_(&group),
          serving_(lines.serving, group.markets, setting),
          idle_(lines.idle, group.markets, lines.demand, setting),
          price_now_(lines.all.size()),
          network_now_(lines.network_prices.size()),
          served_(lines.all.size()) {
      for (std::size_t n = 0; n < lines.network_prices.size(); ++n)
        network_price_.emplace_back(lines.network_prices[n], group.networks[n].price, setting.indices, setting.book);
      for (std::size_t m = 0; m < lines.all.size(); ++m) {
        const Market<T>& market = group.markets[m];
        demand_.emplace_back(lines.demand[m], market, group.networks, setting);
        for (const int p : lines.all[m].pairs)
          pairs_.emplace_back(lines.pairs[static_cast<std::size_t>(p)], market, setting);
        price_.emplace_back(lines.all[m].price, market.price, setting.indices, setting.book);
        unserved_.emplace_back();
      }
    }

    void claim(Now<T, Book>& now, auto turn) {
      for (std::size_t m = 0; m < demand_.size(); ++m) {
        if (!turn.takes(group_->markets[m].priority)) continue;
        for (const int p : lines_->all[m].pairs) pair(p).begin(now);
        price_now_[m] = now.value(price_[m]);
        demand_[m].step(now, price_now_[m], own_supply(m, now));
        unserved_[m].remaining = demand_[m].offered;
      }
      for (const ServingStep& step : lines_->serving.steps)
        if (turn.takes(step.priority)) serving_.serve(step, pairs_, unserved_, now);
      for (std::size_t m = 0; m < demand_.size(); ++m)
        if (turn.takes(group_->markets[m].priority)) add_up(m, now);
    }

    void earn(Now<T, Book>& now) {
      for (std::size_t m = 0; m < price_.size(); ++m) {
        const MarketLines& line = lines_->all[m];
        if (line.direct >= 0) {
          now.fleets.earn(pair(line.direct).fleet(), now.post(line.revenue, served_[m] * price_now_[m]));
          continue;
        }
        T paid(0.0);
        for (const int p : line.pairs) paid = paid + pair(p).paid(pair(p).sold);
        now.post(line.revenue, now(line.paid, paid) * price_now_[m]);
        for (const int p : line.pairs) now.fleets.earn(pair(p).fleet(), pair(p).paid(pair(p).sold) * price_now_[m]);
      }
    }

    void spend(Now<T, Book>& now) {
      for (std::size_t n = 0; n < network_price_.size(); ++n) network_now_[n] = now.value(network_price_[n]);
      for (std::size_t m = 0; m < demand_.size(); ++m) {
        const std::vector<RemoteLines>& remote = lines_->demand[m].remote;
        if (remote.empty()) continue;
        T cost(0.0);
        for (std::size_t r = 0; r < remote.size(); ++r)
          if (remote[r].network >= 0)
            cost = cost + demand_[m].reachable[r] * network_now_[static_cast<std::size_t>(remote[r].network)];
        const T& within = demand_[m].addressable;
        const mask_t<T> any = within > 0.0;
        now.post(lines_->all[m].network, served_[m] * cost / select(any, within, T(1.0)));
      }
      for (WorkOnFleet<T, Book>& pair : pairs_) pair.spend(now);
    }

    /// What is left idle and unmet, and why: where lines are kept or metrics ask for it.
    void explain(Now<T, Book>& now) {
      if (!lines_->idle.exist()) return;
      for (std::size_t m = 0; m < demand_.size(); ++m) explain_market(m, now);
      idle_.step(now, {demand_, pairs_, unserved_, price_now_});
      if constexpr (Book::want_checks) {
        now(lines_->idle_check, idle_.residual());
        now(lines_->demand_check, unaccounted_);
        unaccounted_ = T(0.0);
      }
    }
    void measure(const Months<T>&, Measures<T, Book>& measures) {
      if (lines_->metrics.wanted) idle_.measure(lines_->metrics, measures);
      if constexpr (Book::want_checks) {
        if (!lines_->idle.exist()) return;
        measures.book.constant(lines_->most_delivered, idle_.most_delivered());
        T wanted(0.0);
        for (const Most<T>& most : most_wanted_) wanted = max(wanted, most.value());
        measures.book.constant(lines_->most_wanted, wanted);
      }
    }

   private:
    [[nodiscard]] WorkOnFleet<T, Book>& pair(int p) { return pairs_[static_cast<std::size_t>(p)]; }

    [[nodiscard]] T own_supply(std::size_t m, Now<T, Book>& now) {
      T own(0.0);
      if (!lines_->demand[m].by_supply || lines_->demand[m].captures) return own;
      for (const int p : lines_->all[m].pairs) {
        const T& hours = now.fleets.available[static_cast<std::size_t>(pair(p).fleet())];
        own = own + pair(p).reference_hours(hours) * pair(p).ready;
      }
      return own;
    }

    void add_up(std::size_t m, Now<T, Book>& now) {
      const MarketLines& line = lines_->all[m];
      if (line.direct >= 0) {
        served_[m] = pair(line.direct).sold;
        return;
      }
      T served(0.0);
      for (const int p : line.pairs) served = served + pair(p).reference_hours(pair(p).sold);
      served_[m] = now(line.served, served);
    }

    void explain_market(std::size_t m, Now<T, Book>& now) {
      const MarketLines& line = lines_->all[m];
      const Unserved<T>& left = unserved_[m];
      const T unmet = now(line.unmet, left.remaining);
      const auto book = [&](Line at, const T& hours) {
        if (at.id >= 0) now(at, hours);
      };
      book(line.no_chip, left.remaining);
      book(line.not_ready, left.not_ready);
      book(line.too_large, left.too_large);
      book(line.full, left.full);
      book(line.queue, left.queue);
      T active(0.0), effective(0.0);
      for (const int p : line.pairs) {
        const FleetFacts<T>& fleet = now.fleets.facts[static_cast<std::size_t>(pair(p).fleet())];
        active =
            active + now.fleets.devices(static_cast<std::size_t>(pair(p).fleet()), pair(p).sold) * *fleet.active_share;
        effective =
            effective + now.fleets.productive(static_cast<std::size_t>(pair(p).fleet()), pair(p).sold) * *fleet.mfu;
      }
      now(line.active, active);
      now(line.effective, effective);
      if constexpr (Book::want_checks) {
        const DemandChain<T, Book>& chain = demand_[m];
        const T potential = lines_->demand[m].plain() ? chain.offered : chain.potential;
        const T lost = chain.lost_network + chain.lost_price + chain.lost_competitors;
        most_wanted_[m].add(lines_->demand[m].plain() ? chain.demand : chain.potential);
        unaccounted_ = unaccounted_ + abs(potential - (served_[m] + unmet + lost));
      }
    }

    const Lines* lines_;
    const Group<T>* group_;
    Serving<T, Book> serving_;
    IdleHours<T, Book> idle_;
    Few<DemandChain<T, Book>, 4> demand_;
    Few<WorkOnFleet<T, Book>, 4> pairs_;
    Few<Unserved<T>> unserved_;
    Few<CurveValue<T, Book>, 4> price_, network_price_;
    Few<T> price_now_, network_now_, served_;
    T unaccounted_{0.0};
    std::vector<Most<T>> most_wanted_{lines_->all.size()};
  };
};

}  // namespace roi
