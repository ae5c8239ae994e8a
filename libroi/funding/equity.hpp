#pragma once
/// @file libroi/funding/equity.hpp: what the owners put in and take out, discounted.
///
///   factor(t)    = factor(t-1) x (1 + equity rate)^(-1/12), opening 1                                             [1]
///   equity NPV   = sum of (distributions - equity paid in) x factor                                           [money]
///   peak equity  = greatest equity paid in, net of distributions, of any month, at least 0                    [money]
///   multiple     = distributions / equity paid in                                                                 [1]
///
/// Two rates of return: of free cash flow to equity, and of distributions less what is paid in.
/// See docs/model.md sections 9 and 10.
#include "libroi/accounts/project.hpp"

namespace roi {

struct EquityLines {
  Line monthly_discount, factor, cumulative;
};

inline EquityLines declare_equity(Declare& d) {
  const auto add = [&](const char* path, const char* label, const char* unit, Kind kind, const char* definition) {
    return d.line({path, label, unit, kind, Section::none, definition});
  };
  const char* no_rate = "no rate makes the NPV of this cash flow zero";
  d.metric({Metric::npv_equity, "npv/equity", "Equity NPV", "money", Format::money,
            "present value at the start of the model of distributions less equity paid in, at the equity rate"});
  d.metric({Metric::irr_equity_free_cash_flow, "irr/equity free cash flow", "Equity IRR (free cash flow to equity)",
            "1/year", Format::yearly_rate,
            "yearly rate at which the NPV of CFADS less debt service less construction equity is zero", no_rate,
            CostGroup::irr_equity_free_cash_flow});
  d.metric({Metric::irr_equity_distributions, "irr/equity distributions", "Equity IRR (distributions)", "1/year",
            Format::yearly_rate, "yearly rate at which the NPV of distributions less equity paid in is zero", no_rate,
            CostGroup::irr_equity_distributions});
  d.metric({Metric::moic, "moic", "Multiple of invested capital", "1", Format::multiple,
            "distributions / equity paid in", "no equity is paid in"});
  d.metric({Metric::peak_equity, "peak equity", "Peak equity", "money", Format::money,
            "largest cumulative equity paid in, net of distributions"});
  return {add("equity/monthly discount", "Monthly discount factor of equity", "1", Kind::constant,
              "(1 + equity rate)^(-1/12)"),
          add("equity/discount factor", "Discount factor of equity", "1", Kind::stock,
              "value today of money at the month's end, at the equity rate"),
          add("equity/cumulative paid in", "Equity paid in, net", "money", Kind::stock,
              "equity paid in less distributions since the start")};
}

/// Rows of which rates of return are searched; memory is kept from call to call.
template <class T>
struct EquitySeries {
  explicit EquitySeries(int n) : free_cash_flow(n), cash_flow(n) {}
  Series<T> free_cash_flow, cash_flow;
};

template <class T, class Book>
class Equity {
 public:
  Equity(const EquityLines& lines, const T& equity_rate, EquitySeries<T>& series, Book& book)
      : lines_(&lines), series_(&series) {
    discount_ = book.constant(lines.monthly_discount, monthly_discount(equity_rate));
    factor_ = book.opening(lines.factor, T(1.0));
    paid_in_net_ = book.opening(lines.cumulative, T(0.0));
  }

  void step(Now<T, Book>& now) {
    const auto& accounts = now.finance->accounts;
    factor_ = now(lines_->factor, factor_ * discount_);
    series_->free_cash_flow[now.t] = accounts.free_cash_flow;
    series_->cash_flow[now.t] = accounts.equity_cash_flow;
    npv_.add(accounts.equity_cash_flow, factor_);
    paid_in_.add(accounts.paid_in);
    distributed_.add(accounts.distributions);
    paid_in_net_ = now(lines_->cumulative, paid_in_net_ - accounts.equity_cash_flow);
    peak_.add(paid_in_net_);
  }

  void measure(Measures<T, Book>& measures) const {
    measures.set(Metric::npv_equity, npv_.value());
    measure_rate(Metric::irr_equity_free_cash_flow, CostGroup::irr_equity_free_cash_flow, series_->free_cash_flow,
                 measures);
    measure_rate(Metric::irr_equity_distributions, CostGroup::irr_equity_distributions, series_->cash_flow, measures);
    measures.set(Metric::moic, quotient(distributed_.value(), paid_in_.value()));
    measures.set(Metric::peak_equity, max(peak_.value(), 0.0));
  }

 private:
  const EquityLines* lines_;
  EquitySeries<T>* series_;
  T discount_{0.0}, factor_{0.0}, paid_in_net_{0.0};
  SumProduct<T> npv_;
  Sum<T> paid_in_, distributed_;
  Most<T> peak_;
};

}  // namespace roi
