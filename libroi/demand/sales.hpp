#pragma once
/// @file libroi/demand/sales.hpp: card-hours reserved, sold and allocated: contracts first, then markets.
///
///   reserved_c(t)  = min(cards x survival x share of the month in the term x hours, free hours of the fleet) [card-hour]
///   sold_c         = reserved_c x max(take-or-pay, used share) x s      paid for
///   allocated_c    = reserved_c x used share x s                        running jobs
///   demand_m(t)    = demand curve x ramp x hours;   sold_m = allocated_m = min(demand_m, free hours) x s
///
/// s is the sales scale: 1, but for the search of break-even utilization. Free hours are what earlier contracts and
/// markets of the fleet leave of its available hours at s = 1. Utilization is sold / available hours.
/// Kinks: where demand meets free hours, and at the dates of terms. See docs/model.md section 2.
#include <string>
#include <vector>

#include "libroi/capacity/capacity.hpp"
#include "libroi/demand/inputs.hpp"
#include "libroi/stage/curve_value.hpp"

namespace roi {

struct ContractLines {
  Line billed_share, reserved, sold, allocated;
  int fleet = 0;
};
struct MarketLines {
  Line opening, ramp_rate, demand, sold;
  CurveLines demand_curve;
  int fleet = 0;
};
struct SalesLines {
  std::vector<ContractLines> contracts;
  std::vector<MarketLines> markets;
  std::vector<Line> fleet_sold, fleet_allocated;
  Line sold, utilization;
};

/// `index_of(name)` is the position of an index among the model's indices, -1 for an empty name.
template <class IndexOf>
SalesLines declare_sales(LineTable& lines, const Keyed<Fleet<double>>& fleets, const Keyed<Contract<double>>& contracts,
                         const Keyed<Market<double>>& markets, const IndexOf& index_of) {
  SalesLines out;
  const auto add = [&](const std::string& path, const std::string& label, const char* unit, Kind kind,
                       const char* definition, const char* undefined = "") {
    return lines.add({"sales/" + path, label, unit, kind, Section::none, definition, undefined});
  };
  for (const auto& [key, contract] : contracts) {
    const std::string path = "contract/" + key + "/";
    out.contracts.push_back(
        {add(path + "billed share", key + ": share of reserved hours paid", "1", Kind::constant,
             "greater of take-or-pay share and used share"),
         add(path + "reserved", key + ": card-hours reserved", "card-hour", Kind::flow,
             "card-hours held for the contract, as far as the fleet has them"),
         add(path + "sold", key + ": card-hours sold", "card-hour", Kind::flow, "reserved hours that are paid for"),
         add(path + "allocated", key + ": card-hours allocated", "card-hour", Kind::flow,
             "reserved hours running jobs"),
         fleets.index(contract.fleet)});
  }
  for (const auto& [key, market] : markets) {
    const std::string path = "market/" + key + "/";
    MarketLines market_lines{
        add(path + "opening", key + ": first day of sales", "month", Kind::constant,
            "later of the opening and the fleet's first hour of service"),
        add(path + "ramp rate", key + ": ramp", "1/month", Kind::constant, "1 / months of the ramp"),
        add(path + "demand", key + ": card-hours wanted", "card-hour", Kind::flow, "demand of the market"),
        add(path + "sold", key + ": card-hours sold", "card-hour", Kind::flow, "demand that free hours can serve"),
        declare_curve(lines, "sales/" + path + "demand curve", key + ": demand", "card", market.demand,
                      index_of(market.demand.index)),
        fleets.index(market.fleet)};
    out.markets.push_back(market_lines);
  }
  for (const auto& [key, fleet] : fleets) {
    out.fleet_sold.push_back(add("fleet/" + key + "/sold", key + ": card-hours sold", "card-hour", Kind::flow,
                                 "card-hours paid for, contracts and markets"));
    out.fleet_allocated.push_back(add("fleet/" + key + "/allocated", key + ": card-hours allocated", "card-hour",
                                      Kind::flow, "card-hours running jobs, contracts and markets"));
  }
  out.sold = add("sold", "Card-hours sold", "card-hour", Kind::flow, "card-hours paid for, all fleets");
  out.utilization = add("utilization", "Utilization", "1", Kind::ratio, "card-hours sold / card-hours available",
                        "no card-hours are available in the month");
  return out;
}

template <class T, class Book>
class Sales {
 public:
  Sales(const SalesLines& lines, const Keyed<Contract<T>>& contracts, const Keyed<Market<T>>& markets,
        const Capacity<T, Book>& capacity, const IndexLevels<T, Book>& indices, const T& scale, Book& book)
      : contract_sold(contracts.size()),
        market_sold(markets.size()),
        fleet_sold(capacity.month.size()),
        fleet_allocated(capacity.month.size()),
        lines_(&lines),
        contracts_(&contracts),
        scale_(scale),
        free_(capacity.month.size()) {
    for (std::size_t c = 0; c < contracts.size(); ++c) {
      billed_share_.push_back(
          book.constant(lines.contracts[c].billed_share, max(contracts[c].take_or_pay, contracts[c].used_share)));
      term_.push_back(Interval<T>(contracts[c].start, contracts[c].end));
    }
    for (std::size_t m = 0; m < markets.size(); ++m) {
      const MarketLines& line = lines.markets[m];
      opening_.push_back(
          book.constant(line.opening, max(markets[m].opening, capacity.start[static_cast<std::size_t>(line.fleet)])));
      const T rate = book.constant(line.ramp_rate, 1.0 / markets[m].ramp);
      ramp_.push_back(Ramp<T>(opening_[m], rate, markets[m].ramp));
      demand_.emplace_back(line.demand_curve, markets[m].demand, indices, book);
    }
  }

  void step(int t, const Clock<T>& clock, const Capacity<T, Book>& capacity, const IndexLevels<T, Book>& indices,
            Book& book) {
    for (std::size_t f = 0; f < free_.size(); ++f) {
      free_[f] = capacity.month[f].available;
      fleet_sold[f] = T(0.0);
      fleet_allocated[f] = T(0.0);
    }
    for (std::size_t c = 0; c < contracts_->size(); ++c) {
      const ContractLines& line = lines_->contracts[c];
      const Contract<T>& contract = (*contracts_)[c];
      const auto f = static_cast<std::size_t>(line.fleet);
      const T wanted = term_[c].part(contract.cards * contract.survival, t, clock);
      const T reserved = book(line.reserved, t, min(wanted * clock.hours(t), max(free_[f], 0.0)));
      contract_sold[c] = book(line.sold, t, reserved * billed_share_[c] * scale_);
      const T allocated = book(line.allocated, t, reserved * contract.used_share * scale_);
      free_[f] = free_[f] - reserved;
      fleet_sold[f] = fleet_sold[f] + contract_sold[c];
      fleet_allocated[f] = fleet_allocated[f] + allocated;
    }
    for (std::size_t m = 0; m < demand_.size(); ++m) {
      const MarketLines& line = lines_->markets[m];
      const auto f = static_cast<std::size_t>(line.fleet);
      const T cards = demand_[m].step(t, clock, indices, book);
      const T ramp = ramp_[m].share(t, clock);
      const T demand = book(line.demand, t, cards * ramp * clock.hours(t));
      const T served = min(demand, max(free_[f], 0.0));
      market_sold[m] = book(line.sold, t, served * scale_);
      free_[f] = free_[f] - served;
      fleet_sold[f] = fleet_sold[f] + market_sold[m];
      fleet_allocated[f] = fleet_allocated[f] + market_sold[m];
    }
    T all(0.0);
    for (std::size_t f = 0; f < free_.size(); ++f) {
      fleet_sold[f] = book(lines_->fleet_sold[f], t, fleet_sold[f]);
      fleet_allocated[f] = book(lines_->fleet_allocated[f], t, fleet_allocated[f]);
      all = all + fleet_sold[f];
    }
    sold = book(lines_->sold, t, all);
    const mask_t<T> any = capacity.available > 0.0;
    book.ratio(lines_->utilization, t, defined<T>(any, sold / select(any, capacity.available, T(1.0))));
  }

  // The current month.
  Few<T> contract_sold, market_sold, fleet_sold, fleet_allocated;
  T sold{0.0};

 private:
  const SalesLines* lines_;
  const Keyed<Contract<T>>* contracts_;
  T scale_;
  Few<T> billed_share_, opening_, free_;
  Few<Interval<T>> term_;
  Few<Ramp<T>> ramp_;
  Few<CurveValue<T, Book>, 4> demand_;
};

}  // namespace roi
