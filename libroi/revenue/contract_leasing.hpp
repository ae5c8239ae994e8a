#pragma once
/// @file libroi/revenue/contract_leasing.hpp: cards reserved by contract, paid whether used or not up to a share.
///
///   reserved(t)  = min(cards x survival x share of the month in the term x hours, free hours of the fleet)
///                                                                              [hour of the fleet's unit of sale]
///   sold         = reserved x max(take-or-pay, used share) x s      paid for
///   allocated    = reserved x used share x s                        running jobs
///   revenue      = sold x price curve                                                                          [money]
///
/// s is the scale of sales: 1, but for the search of break-even utilization. Contracts of equal priority are served in
/// the order of the file. Kinks: where the term's hours meet free hours, and at the dates of the term.
/// Source of the order "contracts first": market practice; see docs/model.md sections 2 and 4.
#include <string>
#include <vector>

#include "libroi/core/interval.hpp"
#include "libroi/inputs/defaults.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

/// Cards reserved by one customer for a term, paid whether used or not up to the take-or-pay share.
template <class T>
struct Contract {
  std::string fleet, counterparty;
  int priority = 0;
  T cards{}, start{}, end{}, take_or_pay{}, used_share{}, survival{};
  Curve<T> price;
  Contract() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.reference("fleet", fleet, "fleets", required, "fleet that serves the contract");
    field.text("counterparty", counterparty, "", "who owes the payments");
    field.number("cards", cards, "card", Range{0, 1e7}, required,
                 "cards reserved; nodes, cores or vCPUs where the fleet sells these");
    field.date("start", start, required, "first day of the term");
    field.date("end", end, required, "day after the term's last");
    field.curve("price", price, "money/card-hour", Range{0, 1e6}, required,
                "price of an hour, of the fleet's unit of sale");
    field.number("take_or_pay", take_or_pay, "1", Range{0, 1}, 1.0, "share of reserved hours paid whether used or not");
    field.number("used_share", used_share, "1", Range{0, 1}, 0.8, "hours allocated to jobs / hours reserved");
    field.number("survival", survival, "1", Range{0, 1}, 1.0,
                 "probability that the contract is performed; scales its volume");
    field.count("priority", priority, IntRange{0, 100}, 0,
                "who claims hours first: the lowest number, contracts before markets among equals");
  }
  void visit_rules(auto&& rule) const { rule(end > start, "end", "must be after start"); }
};

struct ContractLeasing {
  static constexpr bool linear_in_sales = true;
  static constexpr bool claims_only_sell = true;

  template <class T>
  struct Group {
    Keyed<Contract<T>> contracts;
    void visit_group(auto&& field) {
      field.keyed("contracts", contracts, MinCount{0}, "take-or-pay contracts, served in this order");
    }
  };

  struct Lines {
    struct One {
      Line billed_share, reserved, sold, allocated;
      Entry<Section::revenue> revenue;
      CurveLines price;
      int fleet = 0;
    };
    std::vector<One> all;
    std::vector<int> priorities;
  };

  static Lines declare(Declare& d, const Group<double>& group) {
    Lines out;
    for (const auto& [key, contract] : group.contracts) {
      const Declare::Of sales = d.of("sales/contract/" + key, key), money = d.of("revenue/contract/" + key, key);
      const int fleet = d.fleet(contract.fleet);
      const std::string unit = d.hour_unit(fleet), hours = unit + "s";
      out.all.push_back(
          {sales.line("billed share", "share of reserved hours paid", "1", Kind::constant,
                      "greater of take-or-pay share and used share"),
           sales.line("reserved", hours + " reserved", unit, Kind::flow,
                      hours + " held for the contract, as far as the fleet has them"),
           sales.line("sold", hours + " sold", unit, Kind::flow, "reserved hours that are paid for"),
           sales.line("allocated", hours + " allocated", unit, Kind::flow, "reserved hours running jobs"),
           d.entry<Section::revenue>("revenue/contract/" + key, "Contract " + key, hours + " sold x price"),
           money.curve("price", "price", d.price_unit(fleet), contract.price), fleet});
      out.priorities.push_back(contract.priority);
    }
    return out;
  }

  template <class T, class Book>
  class Stage {
   public:
    Stage(const Lines& lines, const Group<T>& group, const Setting<T, Book>& setting)
        : lines_(&lines), contracts_(&group.contracts), sold_(lines.all.size()) {
      for (std::size_t c = 0; c < lines.all.size(); ++c) {
        const Contract<T>& in = group.contracts[c];
        billed_share_.push_back(setting.constant(lines.all[c].billed_share, max(in.take_or_pay, in.used_share)));
        term_.push_back(Interval<T>(in.start, in.end));
        price_.emplace_back(lines.all[c].price, in.price, setting.indices, setting.book);
      }
    }

    void claim(Now<T, Book>& now, auto turn) {
      for (std::size_t c = 0; c < term_.size(); ++c) {
        const typename Lines::One& line = lines_->all[c];
        const Contract<T>& contract = (*contracts_)[c];
        if (!turn.takes(contract.priority)) continue;
        const T wanted = term_[c].part(contract.cards * contract.survival, now.t, now.clock);
        const T reserved = now(line.reserved, now.fleets.claim(line.fleet, wanted * now.hours()));
        sold_[c] = now(line.sold, reserved * billed_share_[c] * now.scale);
        const T allocated = now(line.allocated, reserved * contract.used_share * now.scale);
        now.fleets.take(line.fleet, reserved, sold_[c], allocated);
      }
    }

    void earn(Now<T, Book>& now) {
      for (std::size_t c = 0; c < price_.size(); ++c)
        now.fleets.earn(lines_->all[c].fleet, now.post(lines_->all[c].revenue, sold_[c] * now.value(price_[c])));
    }

   private:
    const Lines* lines_;
    const Keyed<Contract<T>>* contracts_;
    Few<T> billed_share_, sold_;
    Few<Interval<T>> term_;
    Few<CurveValue<T, Book>, 4> price_;
  };
};

}  // namespace roi
