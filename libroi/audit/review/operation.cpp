// Receivables and tax losses.
#include "libroi/audit/review/review.hpp"

namespace roi::audit {
namespace {

constexpr int kMonthsUnpaid = 2;

void receivables(Review& review) {
  const auto revenue = review.row("revenue/total"), owed = review.row("operations/receivables");
  double billed = 0.0, most = 0.0;
  int months = 0, first = -1;
  for (int t = 0; t < review.months(); ++t) {
    const auto i = static_cast<std::size_t>(t);
    billed += revenue[i];
    if (owed[i] <= billed || billed <= 0.0) continue;
    if (first < 0) first = t;
    ++months;
    most = std::max(most, owed[i] - billed);
  }
  if (months < kMonthsUnpaid) return;
  review.raise("receivables-dominate", "working_capital.receivable_days",
               short_number(review.center.working_capital.receivable_days) + " days",
               "from " + review.month(first) + " in " + std::to_string(months) +
                   " months customers owe more than they were ever billed, by " + review.money(most) + " at most");
}

void losses(Review& review) {
  const auto lapsed = review.row("tax/corporate/lapsed");
  if (lapsed.empty()) return;
  double before = 0.0;
  int first = -1;
  for (int t = 0; t + 1 < review.months(); ++t) {
    const double x = lapsed[static_cast<std::size_t>(t)];
    if (x > 0.0 && first < 0) first = t;
    before += x;
  }
  const double tax = review.center.tax.rate;
  if (before > 0.0)
    review.raise("losses-lapse", "tax.loss_years", review.money(before),
                 "first in " + review.month(first) + ", after " + std::to_string(review.center.tax.loss_years) +
                     " years; at a tax rate of " + percent(tax) + " they were worth " + review.money(tax * before));
  if (lapsed.back() > 0.0)
    review.raise("losses-lapse-at-end", "months", review.money(lapsed.back()),
                 "of tax losses are left in " + review.month(review.months() - 1) + "; at a tax rate of " +
                     percent(tax) + " they were worth " + review.money(tax * lapsed.back()));
}

}  // namespace

void review_operation(Review& review) {
  receivables(review);
  losses(review);
}

}  // namespace roi::audit
