#pragma once
/// @file libroi/demand/inputs.hpp: who uses the cards: take-or-pay contracts first, then on-demand markets.
///
/// Dates are months since the start of the model. Source of the order "contracts first": market practice described
/// in docs/model.md, "Sales".
#include <string>

#include "libroi/inputs/curve.hpp"
#include "libroi/inputs/field.hpp"

namespace roi {

/// Cards reserved by one customer for a term, paid whether used or not up to the take-or-pay share.
template <class T>
struct Contract {
  std::string fleet, counterparty;
  T cards{}, start{}, end{}, take_or_pay{}, used_share{}, survival{};
  Curve<T> price;
  void visit_fields(auto&& field) {
    field.reference("fleet", fleet, "fleets", required, "fleet that serves the contract");
    field.text("counterparty", counterparty, "", "who owes the payments");
    field.number("cards", cards, "card", Range{0, 1e7}, required, "cards reserved");
    field.date("start", start, required, "first day of the term");
    field.date("end", end, required, "day after the term's last");
    field.curve("price", price, "money/card-hour", Range{0, 1e6}, required, "price of a card-hour");
    field.number("take_or_pay", take_or_pay, "1", Range{0, 1}, 1.0, "share of reserved hours paid whether used or not");
    field.number("used_share", used_share, "1", Range{0, 1}, 0.8, "hours allocated to jobs / hours reserved");
    field.number("survival", survival, "1", Range{0, 1}, 1.0,
                 "probability that the contract is performed; scales its volume");
  }
  void visit_rules(auto&& rule) const { rule(end > start, "end", "must be after start"); }
};

/// Customers who rent by the hour, as far as capacity is left.
template <class T>
struct Market {
  std::string fleet;
  Curve<T> demand, price;
  T opening{}, ramp{};
  void visit_fields(auto&& field) {
    field.reference("fleet", fleet, "fleets", required, "fleet that serves the market");
    field.curve("demand", demand, "card", Range{0, 1e8}, required, "cards wanted on average once the ramp is over");
    field.date("opening", opening, required, "first day of sales; never before the fleet can serve");
    field.number("ramp", ramp, "month", Range{0.01, 240}, 12.0, "months over which demand rises evenly from zero");
    field.curve("price", price, "money/card-hour", Range{0, 1e6}, required, "price of a card-hour");
  }
};

}  // namespace roi
