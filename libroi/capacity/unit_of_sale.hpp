#pragma once
/// @file libroi/capacity/unit_of_sale.hpp: what an hour of a fleet is: of a card, a whole node, a core or a vCPU.
///
/// All hours of a fleet, and what they cost, are in its unit of sale. Hours of different units never add: totals are per
/// unit, the headline's is that of the first fleet. A fleet that sells by the card counts cards in `cards`; any other
/// counts nodes there, each of which has `units_per_card` cores or vCPUs.
///
///   unit of sale   counted   in `cards`
///   card-hour      card      cards
///   node-hour      node      nodes
///   core-hour      core      nodes of so many cores
///   vCPU-hour      vCPU      nodes of so many vCPUs
#include <array>

#include "libroi/inputs/field.hpp"

namespace roi {

enum class UnitOfSale { card_hour, node_hour, core_hour, vcpu_hour };

inline constexpr std::array<Choice<UnitOfSale>, 4> kUnitsOfSale{{
    {"card-hour", UnitOfSale::card_hour, "hours of accelerator cards"},
    {"node-hour", UnitOfSale::node_hour, "hours of whole nodes"},
    {"core-hour", UnitOfSale::core_hour, "hours of the cores of nodes"},
    {"vCPU-hour", UnitOfSale::vcpu_hour, "hours of the vCPUs of nodes"},
}};

/// As a unit of lines and prices: "vCPU-hour".
[[nodiscard]] constexpr const char* hour_word(UnitOfSale unit) noexcept {
  return kUnitsOfSale[static_cast<std::size_t>(unit)].name;
}
/// What is sold by the hour: "vCPU".
[[nodiscard]] constexpr const char* counted_word(UnitOfSale unit) noexcept {
  constexpr std::array<const char*, 4> kWords{"card", "node", "core", "vCPU"};
  return kWords[static_cast<std::size_t>(unit)];
}
/// What is bought and stands in the hall: "card" or "node".
[[nodiscard]] constexpr const char* device_word(UnitOfSale unit) noexcept {
  return unit == UnitOfSale::card_hour ? "card" : "node";
}
/// Whether a node is sold in parts.
[[nodiscard]] constexpr bool is_part_of_node(UnitOfSale unit) noexcept {
  return unit == UnitOfSale::core_hour || unit == UnitOfSale::vcpu_hour;
}

/// What a center is for, as it says of itself.
enum class CenterKind { general, intelligent, supercomputing };

inline constexpr std::array<Choice<CenterKind>, 3> kCenterKinds{{
    {"general", CenterKind::general, "general computing: vCPU-hours, racks, kW"},
    {"intelligent", CenterKind::intelligent, "intelligent computing: card-hours"},
    {"supercomputing", CenterKind::supercomputing, "supercomputing: node-hours and core-hours"},
}};

/// Whether a center of that kind is meant to sell in that unit.
[[nodiscard]] constexpr bool sells(CenterKind kind, UnitOfSale unit) noexcept {
  switch (kind) {
    case CenterKind::general: return unit == UnitOfSale::vcpu_hour;
    case CenterKind::intelligent: return unit == UnitOfSale::card_hour;
    case CenterKind::supercomputing: return unit == UnitOfSale::node_hour || unit == UnitOfSale::core_hour;
  }
  return true;
}

}  // namespace roi
