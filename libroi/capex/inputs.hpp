#pragma once
/// @file libroi/capex/inputs.hpp: capital costs by driver, and the asset classes they are depreciated in.
///
/// An item costs the sum of the drivers that are given. Amounts are nominal and without VAT. Book depreciation is straight line to a salvage share; tax depreciation is
/// straight line or one deduction in the first month in service. Resale follows value retention per year.
#include <array>
#include <optional>
#include <string>

#include "libroi/inputs/defaults.hpp"

namespace roi {

enum class TaxMethod { straight_line, one_off };
inline constexpr std::array<Choice<TaxMethod>, 2> kTaxMethods{{
    {"straight_line", TaxMethod::straight_line, "evenly over the tax life, down to the salvage share"},
    {"one_off", TaxMethod::one_off, "the whole cost in the first month in service"},
}};

template <class T>
struct AssetClass {
  T book_life{}, tax_life{}, salvage{}, value_retention{};
  TaxMethod tax_method = TaxMethod::straight_line;
  AssetClass() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("book_life", book_life, "month", Range{1, 1200}, required, "life for the accounts");
    field.number("tax_life", tax_life, "month", Range{1, 1200}, required, "life for tax");
    field.choice("tax_method", tax_method, kTaxMethods, TaxMethod::straight_line, "how the cost is deducted for tax");
    field.number("salvage", salvage, "1", Range{0, 0.99}, 0.05, "salvage value / cost, never depreciated");
    field.number("value_retention", value_retention, "1", Range{0, 1}, 0.0,
                 "market value at the end of a year / at its beginning");
  }
};

enum class SpendProfile { linear, s_curve };
inline constexpr std::array<Choice<SpendProfile>, 2> kSpendProfiles{{
    {"linear", SpendProfile::linear, "evenly"},
    {"s_curve", SpendProfile::s_curve, "slow, fast, slow: cumulative share x^2 (3 - 2 x)"},
}};

template <class T>
struct CapexItem {
  std::optional<T> amount, per_kw, per_card, per_m2;
  std::string phase, asset_class;
  T contingency{}, spend_start{}, spend_months{}, in_service{};
  SpendProfile profile = SpendProfile::linear;
  CapexItem() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("amount", amount, "money", Range{0, 1e15}, absent, "one amount");
    field.number("per_kw", per_kw, "money/kW", Range{0, 1e9}, absent, "cost per kW of critical IT power");
    field.number("per_card", per_card, "money/card", Range{0, 1e9}, absent,
                 "cost per card of all fleets; per node where the first fleet sells nodes, cores or vCPUs");
    field.number("per_m2", per_m2, "money/m2", Range{0, 1e9}, absent, "cost per m2 of floor area");
    field.reference("phase", phase, "phases", "", "phase whose power and floor count; all phases where left out");
    field.number("contingency", contingency, "1", Range{0, 2}, 0.0, "contingency / cost");
    field.date("spend_start", spend_start, required, "day of the first payment");
    field.number("spend_months", spend_months, "month", Range{0.01, 240}, required, "months over which it is paid");
    field.choice("profile", profile, kSpendProfiles, SpendProfile::linear, "how the payments are spread");
    field.date("in_service", in_service, required, "day it enters service; never before the last payment");
    field.reference("asset_class", asset_class, "asset_classes", required, "asset class for depreciation and resale");
  }
  void visit_rules(auto&& rule) const {
    rule(amount || per_kw || per_card || per_m2, "amount", "must be given, or per_kw, per_card or per_m2");
    rule(phase.empty() || !per_card, "phase", "must be left out where per_card is given");
  }
};

}  // namespace roi
