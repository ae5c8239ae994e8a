#pragma once
/// @file libroi/center/metrics.hpp: the catalogue of results for a whole model.
///
/// Every metric has a path, unit, definition and the reason why it may not exist; docs/model.md section 10 holds the
/// formulas. The order of this list is the order of results everywhere.
#include <array>
#include <cstddef>
#include <string_view>

#include "libroi/core/book.hpp"

namespace roi {

enum class Metric {
  npv_project_before_tax,
  npv_project,
  npv_equity,
  irr_project_before_tax,
  irr_project,
  irr_equity_free_cash_flow,
  irr_equity_distributions,
  moic,
  payback,
  payback_discounted,
  dscr_minimum,
  dscr_minimum_month,
  dscr_average,
  llcr,
  ebitda_margin,
  utilization,
  lcoc_sold_hour,
  lcoc_effective_pflops_hour,
  break_even_utilization,
  capital_cost,
  peak_equity,
  average_pue,
  power_share_of_opex,
  count
};
inline constexpr std::size_t kMetricCount = static_cast<std::size_t>(Metric::count);

struct MetricInfo {
  Metric id;
  std::string_view path, label, unit, definition, undefined_reason;
};

/// Units use "money" for the model's currency.
inline constexpr std::array<MetricInfo, kMetricCount> kMetrics{{
    {Metric::npv_project_before_tax, "npv/project before tax", "Project NPV before tax", "money",
     "present value at the start of the model of project cash flow before tax and financing, at the discount rate", ""},
    {Metric::npv_project, "npv/project", "Project NPV", "money",
     "present value at the start of the model of project cash flow after tax on unlevered profit, at the discount rate",
     ""},
    {Metric::npv_equity, "npv/equity", "Equity NPV", "money",
     "present value at the start of the model of distributions less equity paid in, at the equity rate", ""},
    {Metric::irr_project_before_tax, "irr/project before tax", "Project IRR before tax", "1/year",
     "yearly rate at which project NPV before tax is zero; the root at which NPV falls, nearest to zero",
     "no rate makes the NPV of this cash flow zero"},
    {Metric::irr_project, "irr/project", "Project IRR", "1/year",
     "yearly rate at which project NPV after tax is zero; the root at which NPV falls, nearest to zero",
     "no rate makes the NPV of this cash flow zero"},
    {Metric::irr_equity_free_cash_flow, "irr/equity free cash flow", "Equity IRR (free cash flow to equity)", "1/year",
     "yearly rate at which the NPV of CFADS less debt service less construction equity is zero",
     "no rate makes the NPV of this cash flow zero"},
    {Metric::irr_equity_distributions, "irr/equity distributions", "Equity IRR (distributions)", "1/year",
     "yearly rate at which the NPV of distributions less equity paid in is zero",
     "no rate makes the NPV of this cash flow zero"},
    {Metric::moic, "moic", "Multiple of invested capital", "1", "distributions / equity paid in",
     "no equity is paid in"},
    {Metric::payback, "payback", "Payback", "month",
     "months from the start of the model until cumulative project cash flow after tax is never negative again",
     "cumulative cash flow ends negative: never"},
    {Metric::payback_discounted, "payback/discounted", "Discounted payback", "month",
     "months from the start of the model until cumulative discounted project cash flow is never negative again",
     "cumulative discounted cash flow ends negative: never"},
    {Metric::dscr_minimum, "dscr/minimum", "Minimum DSCR", "1",
     "least CFADS / debt service over the last twelve months of service", "there is no debt service"},
    {Metric::dscr_minimum_month, "dscr/minimum month", "Month of minimum DSCR", "month",
     "first month, counted from the start of the model, in which the minimum DSCR occurs", "there is no debt service"},
    {Metric::dscr_average, "dscr/average", "Average DSCR", "1", "mean of the monthly twelve-month DSCR",
     "there is no debt service"},
    {Metric::llcr, "llcr", "LLCR", "1",
     "CFADS during repayment, discounted at the loan rate to conversion / amount of the loans", "there is no loan"},
    {Metric::ebitda_margin, "ebitda margin", "EBITDA margin", "1", "EBITDA / revenue over the life of the model",
     "there is no revenue"},
    {Metric::utilization, "utilization", "Utilization", "1", "card-hours sold / card-hours available over the life",
     "no card-hours are available"},
    {Metric::lcoc_sold_hour, "lcoc/sold card-hour", "Levelised cost of compute per sold card-hour", "money/card-hour",
     "present value of operating and capital cost less sale proceeds, before tax / present value of sold card-hours",
     "no card-hour is sold"},
    {Metric::lcoc_effective_pflops_hour, "lcoc/effective pflops-hour", "Levelised cost per effective PFLOPS-hour",
     "money/PFLOPS-hour", "the same cost / present value of sold card-hours x dense FP16 peak x MFU",
     "no card-hour is sold"},
    {Metric::break_even_utilization, "break-even utilization", "Break-even utilization", "1",
     "utilization at which project NPV is zero when contracted and on-demand sales are scaled alike",
     "no scale of sales makes project NPV zero"},
    {Metric::capital_cost, "capital cost", "Capital cost", "money", "capital spending over the life, without interest",
     ""},
    {Metric::peak_equity, "peak equity", "Peak equity", "money",
     "largest cumulative equity paid in, net of distributions", ""},
    {Metric::average_pue, "average pue", "Average PUE", "1", "facility energy / IT energy over the life",
     "no IT energy is used"},
    {Metric::power_share_of_opex, "power share of opex", "Power share of operating cost", "1",
     "power cost / operating cost over the life", "there is no operating cost"},
}};

[[nodiscard]] constexpr const MetricInfo& info(Metric metric) noexcept {
  return kMetrics[static_cast<std::size_t>(metric)];
}

/// The metrics of one evaluation, indexed by Metric.
template <class T>
class MetricSet {
 public:
  [[nodiscard]] Defined<T>& operator[](Metric metric) { return values_[static_cast<std::size_t>(metric)]; }
  [[nodiscard]] const Defined<T>& operator[](Metric metric) const { return values_[static_cast<std::size_t>(metric)]; }

 private:
  std::array<Defined<T>, kMetricCount> values_{};
};

}  // namespace roi
