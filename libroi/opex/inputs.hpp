#pragma once
/// @file libroi/opex/inputs.hpp: operating costs by driver.
///
/// An item costs the sum of the drivers that are given, in money of its price date, without VAT, and follows its index.
#include <optional>
#include <string>

#include "libroi/inputs/defaults.hpp"

namespace roi {

template <class T>
struct OpexItem {
  std::optional<T> per_year, per_card, per_kw, per_sold_hour, share_of_revenue, share_of_capex;
  T start{}, price_date{};
  std::string index;
  OpexItem() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("per_year", per_year, "money/year", Range{0, 1e15}, absent, "cost a year");
    field.number("per_card", per_card, "money/card/year", Range{0, 1e9}, absent,
                 "cost a year per card installed; per node where the first fleet sells nodes, cores or vCPUs");
    field.number("per_kw", per_kw, "money/kW/year", Range{0, 1e9}, absent,
                 "cost a year per kW of energised critical IT power");
    field.number(
        "per_sold_hour", per_sold_hour, "money/card-hour", Range{0, 1e6}, absent,
        "cost per card-hour sold; per hour of the first fleet's unit of sale, hours of other units do not count");
    field.number("share_of_revenue", share_of_revenue, "1", Range{0, 1}, absent, "cost / revenue");
    field.number("share_of_capex", share_of_capex, "1/year", Range{0, 1}, absent,
                 "cost a year / capital cost of the assets in service");
    field.date("start", start, 0.0, "first day of the cost");
    field.reference("index", index, "indices", "", "index that the amounts follow; shares follow none");
    field.date("price_date", price_date, 0.0, "date of the money the amounts are stated in; matters with an index");
  }
  void visit_rules(auto&& rule) const {
    rule(per_year || per_card || per_kw || per_sold_hour || share_of_revenue || share_of_capex, "per_year",
         "must be given, or per_card, per_kw, per_sold_hour, share_of_revenue or share_of_capex");
    rule(!index.empty() || price_date == 0.0, "price_date", "must be left out where there is no index");
  }
};

}  // namespace roi
