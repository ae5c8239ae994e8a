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
#include "libroi/core/few.hpp"
#include "libroi/core/words.hpp"
#include "libroi/finance/irr.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

struct PaybackLines {
  Line cumulative, moment;
};
struct ProjectLines {
  TaxLines tax;
  Line before_tax, cash_flow, monthly_discount, factor, discounted, cost;
  PaybackLines payback, discounted_payback;
  std::vector<Line> leasing_values;  // by unit of sale, where there are several
  std::vector<Metric> unit_costs;    // levelised, of the units beside the headline's
};

inline PaybackLines declare_payback(Declare& d, const std::string& name, const std::string& label) {
  return {d.line({"project/" + name, label, "money", Kind::stock, Section::none, "running sum"}),
          d.line({"project/" + name + " payback", label + ": payback so far", "month", Kind::stock, Section::none,
                  "moment from which the running sum has not been negative; 0 while it is negative"})};
}

/// In a proof: without the lines that assess_project<true> does not book.
inline ProjectLines declare_project(Declare& d, int loss_years) {
  ProjectLines out;
  const auto add = [&](const char* name, const char* label, const char* unit, Kind kind, const char* definition) {
    return d.line({std::string("project/") + name, label, unit, kind, Section::none, definition});
  };
  out.tax = declare_tax(d, "tax/project", "Tax without financing", loss_years);
  out.before_tax = add("cash flow before tax", "Project cash flow before tax", "money", Kind::flow,
                       "EBITDA - change of working capital - capital spending + sale proceeds");
  out.cash_flow = add("cash flow", "Project cash flow", "money", Kind::flow,
                      "project cash flow before tax - tax on unlevered profit");
  out.monthly_discount =
      add("monthly discount", "Monthly discount factor", "1", Kind::constant, "(1 + discount rate)^(-1/12)");
  out.factor = add("discount factor", "Discount factor", "1", Kind::stock, "value today of money at the month's end");
  if (d.proves()) return out;
  out.discounted =
      add("discounted cash flow", "Discounted cash flow", "money", Kind::flow, "project cash flow x discount factor");
  out.payback = declare_payback(d, "cumulative", "Cumulative cash flow");
  out.discounted_payback = declare_payback(d, "discounted cumulative", "Cumulative discounted cash flow");
  out.cost = add("cost", "Cost of compute", "money", Kind::flow,
                 "operating cost + capital spending - sale proceeds, before tax");
  const char* no_rate = "no rate makes the NPV of this cash flow zero";
  d.metric({Metric::npv_project_before_tax, "npv/project before tax", "Project NPV before tax", "money", Format::money,
            "present value at the start of the model of project cash flow before tax and financing, at the discount "
            "rate"});
  d.metric({Metric::npv_project, "npv/project", "Project NPV", "money", Format::money,
            "present value at the start of the model of project cash flow after tax on unlevered profit, at the "
            "discount rate"});
  d.metric({Metric::irr_project_before_tax, "irr/project before tax", "Project IRR before tax", "1/year",
            Format::yearly_rate,
            "yearly rate at which project NPV before tax is zero; the root at which NPV falls, nearest to zero",
            no_rate, CostGroup::irr_project_before_tax});
  d.metric({Metric::irr_project, "irr/project", "Project IRR", "1/year", Format::yearly_rate,
            "yearly rate at which project NPV after tax is zero; the root at which NPV falls, nearest to zero", no_rate,
            CostGroup::irr_project});
  d.metric({Metric::payback, "payback", "Payback", "month", Format::duration,
            "months from the start of the model until cumulative project cash flow after tax is never negative again",
            "cumulative cash flow ends negative: never"});
  d.metric({Metric::payback_discounted, "payback/discounted", "Discounted payback", "month", Format::duration,
            "months from the start of the model until cumulative discounted project cash flow is never negative again",
            "cumulative discounted cash flow ends negative: never"});
  for (const std::string& unit : d.hour_units()) {
    const bool headline = out.leasing_values.empty(), several = d.several_units();
    const Metric cost = d.metric(
        {headline ? Metric::lcoc_sold_hour : Metric::own, "lcoc/sold " + lower_case(unit),
         "Levelised cost of compute per sold " + unit, "money/" + unit, Format::plain,
         several
             ? "present value of operating and capital cost less sale proceeds, before tax, x share of the unit in "
               "the present value of leasing / present value of sold " +
                   unit + "s"
             : "present value of operating and capital cost less sale proceeds, before tax / present value of sold " +
                   unit + "s",
         several ? "no " + unit + " is sold, or leasing earns nothing" : "no " + unit + " is sold"});
    if (!several) break;
    if (!headline) out.unit_costs.push_back(cost);
    out.leasing_values.push_back(
        d.line({"project/value of leasing/" + lower_case(unit), "Value of leasing " + unit + "s", "money",
                Kind::constant, Section::none, "present value of the leasing revenue of " + unit + "s"}));
  }
  const std::string hour = d.several_units() ? "hour" : d.hour_units().front();
  d.metric({Metric::lcoc_effective_pflops_hour, "lcoc/effective pflops-hour",
            "Levelised cost per effective PFLOPS-hour", "money/PFLOPS-hour", Format::plain,
            "the same cost, of all units of sale / present value of sold " + hour +
                "s x dense FP16 peak x performance x goodput x MFU",
            "no " + hour + " is sold"});
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
  Series<T> before_tax, cash_flow;
  Series<T> factor;  // of discounting, where the center sells in several units
  T npv_before_tax{0.0}, npv{0.0}, cost_value{0.0}, sold_value{0.0}, effective_value{0.0};
  Defined<T> payback, discounted_payback;
};

/// Rate of return per month of a booked row; audit/trace_center.hpp has the overload for formulas.
template <class T>
[[nodiscard]] Defined<T> monthly_rate(const Series<T>& row) {
  if (row.size() < 2) return {T(0.0), T(1.0) < T(0.0)};
  const IrrValue<T> rate = irr_value_periodic<T>(row.span());
  return {rate.rate, rate.exists};
}

/// The yearly rate of a row, where its cost group is wanted.
template <class T, class Book>
void measure_rate(Metric metric, CostGroup group, const Series<T>& row, Measures<T, Book>& measures) {
  if (!measures.wants(group)) return;
  const Defined<T> monthly = monthly_rate(row);
  measures.set(metric, Defined<T>{annual_from_monthly(monthly.value), monthly.exists});
}

/// `NpvOnly` leaves out what a search for the NPV does not need.
template <bool NpvOnly = false, class T, class Book>
void assess_project(const ProjectLines& lines, const T& tax_rate, const T& discount_rate, const Clock<T>& clock,
                    const Months<T>& months, const T& opening_working_capital, Book& book, ProjectSeries<T>& out) {
  Tax<T, Book> tax(lines.tax, tax_rate, book);
  Discard<T> nothing;
  auto& rest = [&]() -> auto& {
    if constexpr (NpvOnly) return nothing;
    else return book;
  }
  ();
  using RestBook = std::remove_reference_t<decltype(rest)>;
  Payback<T, RestBook> payback(lines.payback, rest), discounted_payback(lines.discounted_payback, rest);
  const T month_factor = book.constant(lines.monthly_discount, monthly_discount(discount_rate));
  T factor = book.opening(lines.factor, T(1.0));
  T working_capital = opening_working_capital;
  SumProduct<T> npv_before_tax, npv, cost_value, sold_value, effective_value;
  for (int t = 0; t < clock.months(); ++t) {
    const Month<T>& month = months[static_cast<std::size_t>(t)];
    const AssetMonth<T>& assets = month.assets;
    const T& ebitda = month.money.ebitda;
    tax.step(t, clock, ebitda - assets.tax_depreciation + assets.proceeds - assets.tax_written_off, book);
    const T change = month.money.working_capital - working_capital;
    working_capital = month.money.working_capital;
    out.before_tax[t] = book(lines.before_tax, t, ebitda - change - assets.spend + assets.proceeds);
    out.cash_flow[t] = book(lines.cash_flow, t, out.before_tax[t] - tax.paid);
    factor = book(lines.factor, t, factor * month_factor);
    npv.add(out.cash_flow[t], factor);
    if constexpr (!NpvOnly) {
      if (!lines.leasing_values.empty()) out.factor[t] = factor;
      const T discounted = book(lines.discounted, t, out.cash_flow[t] * factor);
      payback.step(t, clock, out.cash_flow[t], rest);
      discounted_payback.step(t, clock, discounted, rest);
      const T cost = book(lines.cost, t, month.money.opex + assets.spend - assets.proceeds);
      npv_before_tax.add(out.before_tax[t], factor);
      cost_value.add(cost, factor);
      sold_value.add(month.hours.sold, factor);
      effective_value.add(month.hours.effective, factor);
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

/// Levelised cost where the center sells in several units: the joint cost is split by the value of what they earn.
template <class T, class Book>
void measure_unit_costs(const ProjectLines& lines, const ProjectSeries<T>& project, const UnitMonths<T>& units,
                        Measures<T, Book>& measures) {
  const std::size_t n = lines.leasing_values.size();
  Few<T, 4> earned, sold;
  T all(0.0);
  for (std::size_t u = 0; u < n; ++u) {
    SumProduct<T> value, hours;
    for (int t = 0; t < measures.clock.months(); ++t) {
      const UnitMonth<T>& month = units[static_cast<std::size_t>(t) * n + u];
      value.add(month.earned, project.factor[t]);
      hours.add(month.sold, project.factor[t]);
    }
    earned.push_back(measures.book.constant(lines.leasing_values[u], value.value()));
    sold.push_back(hours.value());
    all = all + earned[u];
  }
  for (std::size_t u = 0; u < n; ++u) {
    const Defined<T> share = quotient(earned[u], all), cost = quotient<T>(project.cost_value * share.value, sold[u]);
    const mask_t<T> exists = cost.exists & share.exists;
    measures.set(u == 0 ? Metric::lcoc_sold_hour : lines.unit_costs[u - 1], Defined<T>{cost.value, exists});
  }
}

template <class T, class Book>
void measure_project(const ProjectLines& lines, const ProjectSeries<T>& project, const UnitMonths<T>& units,
                     Measures<T, Book>& measures) {
  measures.set(Metric::npv_project_before_tax, project.npv_before_tax);
  measures.set(Metric::npv_project, project.npv);
  measure_rate(Metric::irr_project_before_tax, CostGroup::irr_project_before_tax, project.before_tax, measures);
  measure_rate(Metric::irr_project, CostGroup::irr_project, project.cash_flow, measures);
  measures.set(Metric::payback, project.payback);
  measures.set(Metric::payback_discounted, project.discounted_payback);
  if (lines.leasing_values.empty())
    measures.set(Metric::lcoc_sold_hour, quotient(project.cost_value, project.sold_value));
  else measure_unit_costs(lines, project, units, measures);
  measures.set(Metric::lcoc_effective_pflops_hour, quotient(project.cost_value, project.effective_value));
}

}  // namespace roi
