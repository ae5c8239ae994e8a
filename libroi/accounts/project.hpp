#pragma once
/// @file libroi/accounts/project.hpp: project cash flow before financing, its tax, discounting and payback.
///
///   before tax(t) = EBITDA - change of working capital - capital spending + sale proceeds                    [money]
///   cash flow(t)  = before tax - tax on unlevered profit
///   factor(t)     = factor(t-1) x (1 + discount rate)^(-1/12), opening 1: month t is discounted t + 1 months
///   payback       = first moment from which the cumulative cash flow is never negative again, linear in its month
///
/// Unlevered taxable income = EBITDA - tax depreciation + proceeds - tax value written off. See docs/model.md section 7.
#include <string>
#include <type_traits>

#include "libroi/accounts/tax.hpp"
#include "libroi/center/operations.hpp"
#include "libroi/core/fold.hpp"
#include "libroi/stage/index_level.hpp"

namespace roi {

struct PaybackLines {
  Line cumulative, moment;
};
struct ProjectLines {
  TaxLines tax;
  Line before_tax, cash_flow, monthly_discount, factor, discounted, cost;
  PaybackLines payback, discounted_payback;
};

inline PaybackLines declare_payback(LineTable& lines, const std::string& name, const std::string& label) {
  return {lines.add({"project/" + name, label, "money", Kind::stock, Section::none, "running sum"}),
          lines.add({"project/" + name + " payback", label + ": payback so far", "month", Kind::stock, Section::none,
                     "moment from which the running sum has not been negative; 0 while it is negative"})};
}

/// `npv_only`: without the lines that assess_project<true> does not book.
inline ProjectLines declare_project(LineTable& lines, int loss_years, bool npv_only = false) {
  ProjectLines out;
  const auto add = [&](const char* name, const char* label, const char* unit, Kind kind, const char* definition) {
    return lines.add({std::string("project/") + name, label, unit, kind, Section::none, definition});
  };
  out.tax = declare_tax(lines, "tax/project", "Tax without financing", loss_years);
  out.before_tax = add("cash flow before tax", "Project cash flow before tax", "money", Kind::flow,
                       "EBITDA - change of working capital - capital spending + sale proceeds");
  out.cash_flow = add("cash flow", "Project cash flow", "money", Kind::flow,
                      "project cash flow before tax - tax on unlevered profit");
  out.monthly_discount =
      add("monthly discount", "Monthly discount factor", "1", Kind::constant, "(1 + discount rate)^(-1/12)");
  out.factor = add("discount factor", "Discount factor", "1", Kind::stock, "value today of money at the month's end");
  if (npv_only) return out;
  out.discounted =
      add("discounted cash flow", "Discounted cash flow", "money", Kind::flow, "project cash flow x discount factor");
  out.payback = declare_payback(lines, "cumulative", "Cumulative cash flow");
  out.discounted_payback = declare_payback(lines, "discounted cumulative", "Cumulative discounted cash flow");
  out.cost = add("cost", "Cost of compute", "money", Kind::flow,
                 "operating cost + capital spending - sale proceeds, before tax");
  return out;
}

/// (1 + yearly)^(-1/12).
template <class T>
[[nodiscard]] T monthly_discount(const T& yearly) {
  return pow(yearly + 1.0, -(T(1.0) / 12.0));
}

/// Running sum of a flow and the moment from which it stays non-negative.
template <class T, class Book>
class Payback {
 public:
  Payback(const PaybackLines& lines, Book& book) : lines_(&lines) {
    sum_ = book.opening(lines.cumulative, T(0.0));
    moment_ = book.opening(lines.moment, T(0.0));
  }
  void step(int t, const Clock<T>& clock, const T& flow, Book& book) {
    const T before = sum_;
    sum_ = book(lines_->cumulative, t, before + flow);
    const mask_t<T> negative = sum_ < 0.0;
    const mask_t<T> crossing = (before < 0.0) & !negative;
    const T share = -before / select(crossing, sum_ - before, T(1.0));
    const T reached = select(crossing, clock.month(t) + share, moment_);
    moment_ = book(lines_->moment, t, select(negative, T(0.0), reached));
  }
  [[nodiscard]] Defined<T> value() const { return defined<T>(!(sum_ < 0.0), moment_); }

 private:
  const PaybackLines* lines_;
  T sum_{0.0}, moment_{0.0};
};

template <class T>
struct ProjectSeries {
  explicit ProjectSeries(int n) : before_tax(n), cash_flow(n), factor(n) {}
  Series<T> before_tax, cash_flow, factor;
  T npv_before_tax{0.0}, npv{0.0}, cost_value{0.0}, sold_value{0.0}, effective_value{0.0};
  Defined<T> payback, discounted_payback;
};

/// `NpvOnly` leaves out what a search for the NPV does not need.
template <bool NpvOnly = false, class T, class Book>
void assess_project(const ProjectLines& lines, const Center<T>& in, const Clock<T>& clock,
                    const OperationsSeries<T>& ops, Book& book, ProjectSeries<T>& out) {
  Tax<T, Book> tax(lines.tax, in.tax.rate, book);
  Discard<T> nothing;
  auto& rest = [&]() -> auto& {
    if constexpr (NpvOnly) return nothing;
    else return book;
  }
  ();
  using RestBook = std::remove_reference_t<decltype(rest)>;
  Payback<T, RestBook> payback(lines.payback, rest), discounted_payback(lines.discounted_payback, rest);
  const T month_factor = book.constant(lines.monthly_discount, monthly_discount(in.valuation.discount_rate));
  T factor = book.opening(lines.factor, T(1.0));
  T working_capital = ops.opening_working_capital;
  SumProduct<T> npv_before_tax, npv, cost_value, sold_value, effective_value;
  for (int t = 0; t < clock.months(); ++t) {
    tax.step(t, clock, ops.ebitda[t] - ops.tax_depreciation[t] + ops.proceeds[t] - ops.tax_written_off[t], book);
    const T change = ops.working_capital[t] - working_capital;
    working_capital = ops.working_capital[t];
    out.before_tax[t] = book(lines.before_tax, t, ops.ebitda[t] - change - ops.spend[t] + ops.proceeds[t]);
    out.cash_flow[t] = book(lines.cash_flow, t, out.before_tax[t] - tax.paid);
    factor = book(lines.factor, t, factor * month_factor);
    out.factor[t] = factor;
    npv.add(out.cash_flow[t], factor);
    if constexpr (!NpvOnly) {
      const T discounted = book(lines.discounted, t, out.cash_flow[t] * factor);
      payback.step(t, clock, out.cash_flow[t], rest);
      discounted_payback.step(t, clock, discounted, rest);
      const T cost = book(lines.cost, t, ops.opex[t] + ops.spend[t] - ops.proceeds[t]);
      npv_before_tax.add(out.before_tax[t], factor);
      cost_value.add(cost, factor);
      sold_value.add(ops.sold[t], factor);
      effective_value.add(ops.effective[t], factor);
    }
  }
  out.npv = npv.value();
  if constexpr (!NpvOnly) {
    out.npv_before_tax = npv_before_tax.value();
    out.cost_value = cost_value.value();
    out.sold_value = sold_value.value();
    out.effective_value = effective_value.value();
    out.payback = payback.value();
    out.discounted_payback = discounted_payback.value();
  }
}

}  // namespace roi
