#pragma once
/// @file libroi/capacity/fleet_size.hpp: how many cards a fleet has and what they cost, however it was bought.
///
///   cards    = cards, or servers x cards per server                                                            [card]
///   price    = (cards + spares) x price, or (servers + spares / cards per server) x server price              [money]
///
/// Errors: DomainError where a fleet made in code has neither, or both (structure; files are refused by rules).
#include <string>

#include "libroi/capacity/inputs.hpp"
#include "libroi/core/error.hpp"

namespace roi {

template <class T>
[[nodiscard]] T cards_of(const Fleet<T>& fleet) {
  return fleet.servers ? T(*fleet.servers * *fleet.cards_per_server) : *fleet.cards;
}

/// Servers or cards that are paid for at the fleet's price, those in stock included; `cards` are those of the fleet.
template <class T>
[[nodiscard]] T paid_for(const Fleet<T>& fleet, const T& cards) {
  if (!fleet.reliability) return fleet.server_price ? *fleet.servers : cards;
  const T& spares = fleet.reliability->spares;
  return fleet.server_price ? T(*fleet.servers + spares / *fleet.cards_per_server) : T(cards + spares);
}
template <class T>
[[nodiscard]] const T& price_of(const Fleet<T>& fleet) {
  return fleet.server_price ? *fleet.server_price : *fleet.price;
}

/// Whether the devices of two fleets add: cards and nodes do not.
template <class T>
[[nodiscard]] bool adds_to(const Fleet<T>& one, const Fleet<T>& other) {
  return (one.unit_of_sale == UnitOfSale::card_hour) == (other.unit_of_sale == UnitOfSale::card_hour);
}

inline void require_size(const std::string& key, const Fleet<double>& fleet) {
  const auto must = [&](bool holds, const char* rule) {
    if (!holds) throw DomainError("fleets." + key + " must have " + rule);
  };
  must(fleet.cards.has_value() != fleet.servers.has_value(), "either cards or servers");
  must(fleet.servers.has_value() == fleet.cards_per_server.has_value(), "cards_per_server where it has servers");
  must(fleet.price.has_value() + fleet.server_price.has_value() + fleet.leased_in.has_value() == 1,
       "one of price, server_price and leased_in");
  must(!fleet.server_price || fleet.servers, "servers where it has server_price");
  must(!is_part_of_node(fleet.unit_of_sale) || fleet.units_per_card, "units_per_card where it sells cores or vCPUs");
}

}  // namespace roi
