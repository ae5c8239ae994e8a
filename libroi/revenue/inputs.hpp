#pragma once
/// @file libroi/revenue/inputs.hpp: revenue beside the leasing of cards: services and colocation.
///
/// Prices are without VAT. Dates are months since the start of the model. See docs/model.md, "Revenue".
#include <optional>
#include <string>

#include "libroi/inputs/curve.hpp"
#include "libroi/inputs/field.hpp"

namespace roi {

/// Technical services, data operations, development, research: a stream with its direct cost. Its revenue is the
/// sum of the drivers that are given.
template <class T>
struct Service {
  std::optional<Curve<T>> per_year, per_sold_hour, share_of_leasing;
  T start{}, cost_share{};
  void visit_fields(auto&& field) {
    field.curve("per_year", per_year, "money/year", Range{0, 1e15}, absent, "revenue a year");
    field.curve("per_sold_hour", per_sold_hour, "money/card-hour", Range{0, 1e6}, absent, "revenue per card-hour sold");
    field.curve("share_of_leasing", share_of_leasing, "1", Range{0, 10}, absent, "revenue / leasing revenue");
    field.date("start", start, 0.0, "first day of the stream");
    field.number("cost_share", cost_share, "1", Range{0, 5}, 0.0, "direct cost / revenue of the stream");
  }
  void visit_rules(auto&& rule) const {
    rule(per_year || per_sold_hour || share_of_leasing, "per_year",
         "must be given, or per_sold_hour, or share_of_leasing");
  }
};

/// Critical power leased to a customer who brings the equipment.
template <class T>
struct Colocation {
  std::string counterparty;
  T power{}, start{}, end{}, load_factor{}, pass_through{};
  Curve<T> price;
  void visit_fields(auto&& field) {
    field.text("counterparty", counterparty, "", "who owes the payments");
    field.number("power", power, "kW", Range{0, 5e6}, required, "critical IT power leased");
    field.date("start", start, required, "first day of the term");
    field.date("end", end, required, "day after the term's last");
    field.curve("price", price, "money/kW-month", Range{0, 1e6}, required, "rent per kW leased and month");
    field.number("load_factor", load_factor, "1", Range{0, 1}, 0.7, "average power drawn / power leased");
    field.number("pass_through", pass_through, "1", Range{0, 2}, 0.0,
                 "share of the energy price billed on to the customer, on metered energy x full-load PUE");
  }
  void visit_rules(auto&& rule) const { rule(end > start, "end", "must be after start"); }
};

}  // namespace roi
