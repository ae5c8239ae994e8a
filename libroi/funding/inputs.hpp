#pragma once
/// @file libroi/funding/inputs.hpp: how a center is paid for: conversion, minimum cash, and the tranches of debt.
///
/// The tranches' own inputs stand in their headers (funding/tranche/tranches.hpp). See docs/model.md section 8.
#include <optional>
#include <string>

#include "libroi/funding/covenants.hpp"
#include "libroi/funding/tranche/tranches.hpp"

namespace roi {

template <class T>
struct Financing : StandardTranches::Groups<T> {
  T conversion{}, minimum_cash{};
  std::string asset_class;
  std::optional<Covenants<T>> covenants;
  Financing() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.date("conversion", conversion, required, "day construction financing ends and repayment begins");
    field.number("minimum_cash", minimum_cash, "money", Range{0, 1e14}, 0.0, "cash held once the center is energised");
    field.reference("asset_class", asset_class, "asset_classes", required,
                    "asset class of capitalised interest and fees");
    this->visit_groups(field);
    field.group("covenants", covenants, "cover that the lenders ask for");
  }
  void visit_rules(auto&& rule) const {
    rule(this->gearing() <= 0.95, "loans", "must have gearings that sum to at most 0.95");
  }
};

}  // namespace roi
