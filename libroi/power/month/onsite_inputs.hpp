#pragma once
/// @file libroi/power/month/onsite_inputs.hpp: plants behind the center's meter (solar, batteries, fuel cells), prepared.
///
/// A plant's power at the meter is a row of hours, negative where it feeds the center: generation of a solar array, the
/// charging less discharging of a battery as planned. It does not depend on the IT load, so its sums over the hours of
/// a register and its values in the hours that can be a peak are enough for an exact bill:
///
///   grid power of an hour = facility power + sum of plants' power x size x overlap(start, end) x part used      [kW]
///   part used             = min(1, least facility power / sum of greatest feeds): nothing is ever fed into the grid
///
/// power/prepare/onsite.hpp makes the rows from an array, a battery or given hours, power/prepare/prepare.hpp the tables. What a plant
/// costs to build and to keep stands in capex and opex.
#include <array>
#include <string>

#include "libroi/inputs/defaults.hpp"
#include "libroi/inputs/keyed.hpp"

namespace roi {

/// Power of one plant by month of the year.
template <class T>
struct PlantPower {
  std::array<T, 12> power{};
  PlantPower() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.table("power", power, "kW", Range{-1e7, 1e7}, 0.0, "power taken at the meter; negative: fed to the center");
  }
};

template <class T>
struct OnsitePlant {
  std::string kind;
  T size{}, start{}, end{};
  std::array<T, 12> power{}, feed{};
  OnsitePlant() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.text("kind", kind, "", "what it is and how its hours were made");
    field.number("size", size, "1", Range{0, 100}, 1.0, "size built / size prepared");
    field.date("start", start, 0.0, "first day of operation");
    field.date("end", end, 1200.0, "day after the last of operation");
    field.table("power", power, "kW", Range{-1e7, 1e7}, 0.0, "mean power at the meter; negative: fed to the center");
    field.table("feed", feed, "kW", Range{0, 1e7}, 0.0, "greatest power fed to the center in one hour");
  }
  void visit_rules(auto&& rule) const { rule(end > start, "end", "must be after start"); }
};

}  // namespace roi
