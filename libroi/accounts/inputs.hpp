#pragma once
/// @file libroi/accounts/inputs.hpp: working capital, tax, loans, equity and the rates of valuation.
///
/// Yearly discount rates convert by (1 + i)^(1/12); a loan's nominal rate by i / 12. See docs/model.md, "Finance".
#include <string>

#include "libroi/inputs/field.hpp"

namespace roi {

template <class T>
struct WorkingCapital {
  T receivable_days{}, payable_days{};
  void visit_fields(auto&& field) {
    field.number("receivable_days", receivable_days, "day", Range{0, 720}, 45.0, "days from service to payment");
    field.number("payable_days", payable_days, "day", Range{0, 720}, 30.0, "days from cost to payment");
  }
};

template <class T>
struct TaxInputs {
  T rate{};
  int loss_years = 5;
  void visit_fields(auto&& field) {
    field.number("rate", rate, "1", Range{0, 0.9}, required, "corporate income tax rate");
    field.count("loss_years", loss_years, IntRange{0, 10}, 5, "tax years for which a loss can be carried forward");
  }
};

template <class T>
struct Loan {
  std::string lender;
  T gearing{}, rate{}, fee{}, tenor{};
  void visit_fields(auto&& field) {
    field.text("lender", lender, "", "who lends");
    field.number("gearing", gearing, "1", Range{0, 0.95}, required,
                 "share of capital cost and interest during construction that the loan pays");
    field.number("rate", rate, "1/year", Range{0, 0.5}, required, "nominal interest rate, paid monthly");
    field.number("fee", fee, "1", Range{0, 0.2}, 0.0, "upfront fee / amount drawn, paid by equity at each draw");
    field.number("tenor", tenor, "month", Range{1, 600}, required, "months of repayment after conversion");
  }
};

template <class T>
struct Financing {
  T conversion{}, minimum_cash{};
  std::string asset_class;
  Keyed<Loan<T>> loans;
  void visit_fields(auto&& field) {
    field.date("conversion", conversion, required, "day construction financing ends and repayment begins");
    field.number("minimum_cash", minimum_cash, "money", Range{0, 1e14}, 0.0, "cash held once the center is energised");
    field.reference("asset_class", asset_class, "asset_classes", required,
                    "asset class of capitalised interest and fees");
    field.keyed("loans", loans, MinCount{0}, "construction and term loans, all drawn pro rata");
  }
  void visit_rules(auto&& rule) const {
    T gearing(0.0);
    for (const auto& [key, loan] : loans) gearing = gearing + loan.gearing;
    rule(gearing <= 0.95, "loans", "must have gearings that sum to at most 0.95");
  }
};

template <class T>
struct Valuation {
  T discount_rate{}, equity_rate{};
  void visit_fields(auto&& field) {
    field.number("discount_rate", discount_rate, "1/year", Range{-0.5, 1}, required,
                 "discount rate of project cash flows, nominal");
    field.number("equity_rate", equity_rate, "1/year", Range{-0.5, 2}, required,
                 "discount rate of equity cash flows, nominal");
  }
};

}  // namespace roi
