// Rates of return that mislead.
#include <array>
#include <cmath>

#include "libroi/audit/review/review.hpp"

namespace roi::audit {
namespace {

constexpr double kVeryLow = -0.5;  // a year

struct Rate {
  Metric metric;
  const char* row;
};
constexpr std::array<Rate, 4> kRates{{{Metric::irr_project_before_tax, "project/cash flow before tax"},
                                      {Metric::irr_project, "project/cash flow"},
                                      {Metric::irr_equity_free_cash_flow, "equity/free cash flow to equity"},
                                      {Metric::irr_equity_distributions, "equity/cash flow"}}};

/// Whether the flows have a rate of return once what assets fetch in the last month is taken out.
bool has_rate_without_sale(std::span<const double> flows, double sale) {
  std::vector<double> without(flows.begin(), flows.end());
  without.back() -= sale;
  return irr(without).exists();
}

}  // namespace

void review_returns(Review& review) {
  const auto proceeds = review.row("cash flow/proceeds");
  const double sale = proceeds.empty() ? 0.0 : proceeds.back();
  for (std::size_t i = 0; i < kRates.size(); ++i) {
    const auto& info = review.evaluation.layout->info(kRates[i].metric);
    const Defined<double>& rate = review.evaluation.metrics[kRates[i].metric];
    if (!rate.exists) continue;
    const std::string shown = percent(rate.value) + " a year";
    if (rate.value < kVeryLow)
      review.raise("irr-below-minus-50", info.path, shown, info.label + " is below -50 % a year");
    const auto flows = review.row(kRates[i].row);
    if (sale > 0.0 && flows.size() > 1 && !has_rate_without_sale(flows, sale))
      review.raise("irr-by-final-sale", info.path, shown,
                   "without the " + review.money(sale) + " that the assets fetch in " +
                       review.month(review.months() - 1) + " no rate makes the NPV zero");
    const auto& roots = review.evaluation.irr[i].roots;
    if (roots.size() > 1) {
      std::string all;
      for (const IrrRoot& root : roots)
        all += (all.empty() ? "" : ", ") + percent(std::exp(12.0 * root.log1p_rate) - 1.0);
      review.raise("irr-not-unique", info.path, shown, "there are " + std::to_string(roots.size()) + ": " + all);
    }
  }
}

}  // namespace roi::audit
