#pragma once
/// @file libroi/accounts/inputs.hpp: working capital, tax and the rates of valuation.
///
/// Yearly discount rates convert by (1 + i)^(1/12). See docs/model.md sections 5, 7 and 10.
#include "libroi/inputs/defaults.hpp"

namespace roi {

template <class T>
struct WorkingCapital {
  T receivable_days{}, payable_days{};
  WorkingCapital() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("receivable_days", receivable_days, "day", Range{0, 720}, 45.0, "days from service to payment");
    field.number("payable_days", payable_days, "day", Range{0, 720}, 30.0, "days from cost to payment");
  }
};

template <class T>
struct TaxInputs {
  T rate{};
  int loss_years = 5;
  TaxInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("rate", rate, "1", Range{0, 0.9}, required, "corporate income tax rate");
    field.count("loss_years", loss_years, IntRange{0, 10}, 5, "tax years for which a loss can be carried forward");
  }
};

template <class T>
struct Valuation {
  T discount_rate{}, equity_rate{};
  Valuation() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("discount_rate", discount_rate, "1/year", Range{-0.5, 1}, required,
                 "discount rate of project cash flows, nominal");
    field.number("equity_rate", equity_rate, "1/year", Range{-0.5, 2}, required,
                 "discount rate of equity cash flows, nominal");
  }
};

}  // namespace roi
