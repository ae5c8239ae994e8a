#pragma once
/// @file libroi/demand/demand_chain.hpp: from what the world wants of a class of work to what this center is offered.
///
///   shape(t)   = ramp x adoption x season                                                                       [1]
///   demand     = demand curve x shape x hours;  each remote region likewise                        [reference-hour]
///   response   = min(max(price / reference price, floor)^(-elasticity), cap)                                     [1]
///   potential  = (demand + remote) x max(response, 1)
///   offered    = potential - lost to network - lost to price - lost to competitors
///
/// With y = t + 1 - start: logistic 1 / (1 + exp(-speed y / 12)); Bass (1 - b) / (1 + b imitation / innovation),
/// b = exp(-(innovation + imitation) max(y, 0) / 12) (Bass, Management Science 15 (1969) 215). Competitors win in
/// proportion to supply, never more than it holds. What a market does not state has no line. Kinks: the ends of the ramp
/// and of the price response, and where competitors are sold out. See docs/model.md section 2a.
#include <string>
#include <vector>

#include "libroi/core/interval.hpp"
#include "libroi/demand/inputs.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

struct RemoteLines {
  Line demand, reach, reachable;
  CurveLines curve;
  int network = -1;
};

struct MarketDemandLines {
  Line opening, ramp_rate, growth, imitation_ratio, demand, addressable;
  Line per_reference_price, relative_price, response, potential, willing, rival, capture, offered;
  Line lost_network, lost_price, lost_competitors;
  CurveLines curve, supply, capture_curve;
  std::vector<RemoteLines> remote;
  std::vector<int> fleets;  // of its list
  bool adopts = false, seasonal = false, responds = false, competes = false, by_supply = false, captures = false;
  [[nodiscard]] bool plain() const { return remote.empty() && !responds && !competes; }
};

/// `unit` of the hours demand is stated in; `networks` are the keys of the model's networks.
inline MarketDemandLines declare_market_demand(Declare& d, const std::string& key, const Market<double>& market,
                                               const std::string& unit, const Keyed<Network<double>>& networks,
                                               std::vector<int> fleets) {
  MarketDemandLines out;
  out.fleets = std::move(fleets);
  out.adopts = market.adoption.has_value();
  out.seasonal = market.season.has_value();
  out.responds = market.price_response.has_value();
  out.competes = market.competition.has_value();
  const Declare::Of of = d.of("sales/market/" + key, key);
  const auto flow = [&](const char* name, const char* text, const char* definition) {
    return of.line(name, text, unit, Kind::flow, definition);
  };
  out.opening = of.line("opening", "first day of sales", "month", Kind::constant,
                        "later of the opening and the first hour of service of its fleets");
  out.ramp_rate = of.line("ramp rate", "ramp", "1/month", Kind::constant, "1 / months of the ramp");
  if (out.adopts) {
    out.growth = of.line("growth", "adoption", "1", Kind::ratio, "share of the demand's level that is reached");
    if (market.adoption->shape == AdoptionShape::bass)
      out.imitation_ratio = of.line("imitation per innovation", "imitation / innovation", "1", Kind::constant,
                                    "imitation / innovation of the adoption");
  }
  out.demand = flow("demand", "hours wanted", "demand of the market");
  out.curve = of.curve("demand curve", "demand", "card", market.demand);
  for (const auto& [region, remote] : market.remote) {
    const Declare::Of there = d.of("sales/market/" + key + "/remote/" + region, key + " from " + region);
    RemoteLines line;
    line.network = networks.index(remote.network);
    line.demand = there.line("demand", "hours wanted", unit, Kind::flow, "demand of the region");
    line.curve = there.curve("demand curve", "demand", "card", remote.demand);
    line.reach = there.line("reach", "reach", "1", Kind::ratio, "share of the month in which the network carries it");
    line.reachable = there.line("reachable", "hours within reach", unit, Kind::flow, "demand that the network carries");
    out.remote.push_back(std::move(line));
  }
  if (out.responds) {
    out.per_reference_price = of.line("per reference price", "1 / reference price", "card-hour/money", Kind::constant,
                                      "1 / price at which demand is as stated");
    out.relative_price = of.line("relative price", "price / reference price", "1", Kind::ratio,
                                 "price / reference price, at least the floor");
    out.response = of.line("response", "demand at the price / demand as stated", "1", Kind::ratio,
                           "relative price ^ (-elasticity), at most the cap");
    out.lost_price = flow("lost/price", "hours lost to the price", "demand that the price turns away");
    out.willing = flow("willing", "hours wanted at the price", "demand within reach, at the price");
  }
  if (!out.remote.empty())
    out.lost_network = flow("lost/network", "hours out of reach", "demand of other regions that no network carries");
  if (!out.plain()) {
    out.potential = flow("potential", "hours that could be wanted", "demand at home and in other regions");
    out.addressable = flow("addressable", "hours within reach", "demand at home and that networks carry");
  }
  if (out.competes) {
    out.captures = market.competition->capture.has_value();
    if (out.captures) out.capture_curve = of.curve("capture curve", "share won", "1", *market.competition->capture);
    if (out.by_supply = market.competition->supply.has_value(); out.by_supply) {
      out.rival = flow("competing supply", "hours that competitors offer", "supply of competitors");
      out.supply = of.curve("supply curve", "competing supply", "card", *market.competition->supply);
    }
    out.capture = of.line("capture", "share won", "1", Kind::ratio, "share of the demand that competitors do not win");
    out.lost_competitors =
        flow("lost/competitors", "hours lost to competitors", "demand that competitors win, as far as they can serve");
  }
  if (!out.plain()) out.offered = flow("offered", "hours offered", "demand that comes to this center");
  return out;
}

template <class T, class Book>
class DemandChain {
 public:
  DemandChain(const MarketDemandLines& lines, const Market<T>& market, const Keyed<Network<T>>& networks,
              const Setting<T, Book>& setting)
      : lines_(&lines), market_(&market), curve_(lines.curve, market.demand, setting.indices, setting.book) {
    T first = market.opening;
    if (!lines.fleets.empty()) {
      T service = setting.fleets.first_hour(lines.fleets[0]);
      for (std::size_t k = 1; k < lines.fleets.size(); ++k)
        service = min(service, setting.fleets.first_hour(lines.fleets[k]));
      first = max(market.opening, service);
    }
    const T opening = setting.constant(lines.opening, first);
    const T rate = setting.constant(lines.ramp_rate, 1.0 / market.ramp);
    ramp_ = Ramp<T>(opening, rate, market.ramp);
    if (lines.imitation_ratio.id >= 0)
      imitation_ratio_ =
          setting.constant(lines.imitation_ratio, market.adoption->imitation / market.adoption->innovation);
    if (lines.responds)
      per_reference_price_ = setting.constant(lines.per_reference_price, 1.0 / market.price_response->reference_price);
    for (std::size_t r = 0; r < lines.remote.size(); ++r) {
      const RemoteDemand<T>& remote = market.remote[r];
      remote_.emplace_back(lines.remote[r].curve, remote.demand, setting.indices, setting.book);
      const int network = lines.remote[r].network;
      ready_.push_back(network < 0 ? LiveFrom<T>() : LiveFrom<T>(networks[static_cast<std::size_t>(network)].ready));
      near_.push_back(T(1.0));
      if (network >= 0 && remote.latency_limit)
        near_[r] = select(networks[static_cast<std::size_t>(network)].latency <= *remote.latency_limit, T(1.0), T(0.0));
      reachable.push_back(T(0.0));
    }
    if (lines.by_supply) supply_.emplace_back(lines.supply, *market.competition->supply, setting.indices, setting.book);
    if (lines.captures)
      capture_.emplace_back(lines.capture_curve, *market.competition->capture, setting.indices, setting.book);
  }

  /// `price` of the market in the month; `own`: reference hours that its fleets could serve, asked for with `by_supply`.
  void step(Now<T, Book>& now, const T& price, const T& own) {
    T shape = ramp_.share(now.t, now.clock);
    if (lines_->adopts) shape = shape * now(lines_->growth, adoption(now));
    if (lines_->seasonal) shape = shape * pick(market_->season->factor, now.clock.month_of_year(now.t));
    demand = now(lines_->demand, now.value(curve_) * shape * now.hours());
    offered = demand;
    if (lines_->plain()) return;
    T above(1.0), below(1.0);
    if (lines_->responds) {
      const PriceResponse<T>& in = *market_->price_response;
      const T relative = now(lines_->relative_price, max(price * per_reference_price_, in.floor));
      const T response = now(lines_->response, min(pow(relative, -in.elasticity), in.cap));
      above = max(response, 1.0);
      below = min(response, 1.0);
    }
    T within = demand * above, beyond(0.0);
    for (std::size_t r = 0; r < remote_.size(); ++r) {
      const RemoteLines& line = lines_->remote[r];
      const T there = now(line.demand, now.value(remote_[r]) * shape * now.hours());
      const T reach = now(line.reach, line.network < 0 ? T(0.0) : T(ready_[r].share(now.t, now.clock) * near_[r]));
      reachable[r] = now(line.reachable, there * reach * above);
      within = within + reachable[r];
      beyond = beyond + (there * above - reachable[r]);
    }
    addressable = now(lines_->addressable, within);
    if (!remote_.empty()) lost_network = now(lines_->lost_network, beyond);
    potential = now(lines_->potential, addressable + lost_network);
    offered = addressable;
    if (lines_->responds) {
      lost_price = now(lines_->lost_price, addressable * (1.0 - below));
      offered = now(lines_->willing, addressable * below);
    }
    if (lines_->competes) compete(now, own);
    offered = now(lines_->offered, offered);
  }
  [[nodiscard]] const MarketDemandLines& lines() const { return *lines_; }

  // Of the month, in hours of the reference; what the market does not state stays 0.
  T demand{0.0}, offered{0.0}, potential{0.0}, addressable{0.0}, lost_network{0.0}, lost_price{0.0},
      lost_competitors{0.0};
  Few<T, 4> reachable;

 private:
  [[nodiscard]] T adoption(Now<T, Book>& now) const {
    const Adoption<T>& in = *market_->adoption;
    const T age = now.clock.month(now.t) + 1.0 - in.start;
    if (in.shape == AdoptionShape::bass) {
      const T missing = exp(-(in.innovation + in.imitation) * max(age, 0.0) / 12.0);
      return (1.0 - missing) / (missing * imitation_ratio_ + 1.0);
    }
    const T small = exp(-in.speed * abs(age) / 12.0);
    return select(age < 0.0, small, T(1.0)) / (small + 1.0);
  }

  void compete(Now<T, Book>& now, const T& own) {
    T rival(0.0), won(1.0);
    if (lines_->by_supply) rival = now(lines_->rival, now.value(supply_[0]) * now.hours());
    if (lines_->captures) {
      won = now(lines_->capture, min(now.value(capture_[0]), 1.0));
    } else {
      const T both = own + rival;
      const mask_t<T> any = both > 0.0;
      won = now(lines_->capture, select(any, own / select(any, both, T(1.0)), T(1.0)));
    }
    const T wanted = offered * (1.0 - won);
    lost_competitors = now(lines_->lost_competitors, lines_->by_supply ? T(min(wanted, rival)) : wanted);
    offered = max(offered - lost_competitors, 0.0);
  }

  const MarketDemandLines* lines_;
  const Market<T>* market_;
  CurveValue<T, Book> curve_;
  Few<CurveValue<T, Book>, 2> remote_;
  Few<CurveValue<T, Book>, 1> supply_, capture_;
  Ramp<T> ramp_;
  T per_reference_price_{0.0}, imitation_ratio_{0.0};
  Few<LiveFrom<T>, 2> ready_;
  Few<T, 4> near_;
};

}  // namespace roi
