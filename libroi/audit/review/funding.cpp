// Who pays the debt, from what, and for how long.
#include <algorithm>
#include <cmath>

#include "libroi/audit/review/review.hpp"

namespace roi::audit {
namespace {

constexpr double kSlack = 1e-9;
constexpr double kMostGearing = 0.8;

std::string in_months(const Review& review, const Tally& tally) {
  return "in " + std::to_string(tally.months) + (tally.months == 1 ? " month" : " months") + " from " +
         review.month(tally.first);
}

int first_month_after_construction(const Review& review) {
  return std::max(0, static_cast<int>(std::ceil(review.center.financing.conversion)));
}

void sponsor(Review& review) {
  const OwnersMoney paid = owners_money(review);
  if (paid.for_debt.months > 0)
    review.raise("sponsor-serves-debt", "equity/cash call", review.money(paid.for_debt.amount),
                 unserved_debt(review, paid.for_debt));
  if (paid.for_losses.months > 0)
    review.raise("sponsor-covers-losses", "equity/cash call", review.money(paid.for_losses.amount),
                 "is paid in by the owners, " + in_months(review, paid.for_losses) +
                     ", because the center's own cash would be negative");
}

void covenants(Review& review) {
  const auto& stated = review.center.financing.covenants;
  if (!stated) return;
  const auto dscr = review.row("debt/dscr"), paid = review.row("equity/distributions");
  const auto below = [&](const std::optional<double>& least, const char* name, const char* meaning) {
    if (!least || dscr.empty()) return;
    Tally months;
    double lowest = *least;
    for (int t = 0; t < review.months(); ++t) {
      const double x = dscr[static_cast<std::size_t>(t)];
      if (std::isnan(x) || x >= *least * (1.0 - kSlack)) continue;
      months.add(1.0, t);
      lowest = std::min(lowest, x);
    }
    if (months.months == 0) return;
    const double at_first = dscr[static_cast<std::size_t>(months.first)];
    review.raise("covenant-breached", std::string("financing.covenants.") + name, short_number(*least) + "x",
                 std::string(meaning) + " " + in_months(review, months) + " at " + short_number(at_first) +
                     "x; the lowest DSCR is " + short_number(lowest) + "x");
  };
  below(stated->default_dscr, "default_dscr", "default");
  below(stated->lock_up_dscr, "lock_up_dscr", "lock-up");
  const Defined<double>& llcr = review.evaluation.metrics[Metric::llcr];
  if (stated->minimum_llcr && llcr.exists && llcr.value < *stated->minimum_llcr * (1.0 - kSlack))
    review.raise("covenant-breached", "financing.covenants.minimum_llcr", short_number(*stated->minimum_llcr) + "x",
                 "LLCR is " + short_number(llcr.value) + "x");
  if (!stated->lock_up_dscr) return;
  Tally distributed;
  for (int t = 0; t < review.months(); ++t) {
    const auto i = static_cast<std::size_t>(t);
    if (dscr[i] < *stated->lock_up_dscr * (1.0 - kSlack)) distributed.add(paid[i], t);
  }
  if (distributed.months > 0)
    review.raise("dividend-in-lock-up", "equity/distributions", review.money(distributed.amount),
                 "is distributed " + in_months(review, distributed) + " below a DSCR of " +
                     short_number(*stated->lock_up_dscr) + "x");
}

void dividends(Review& review) {
  const auto dividend = review.row("equity/dividend"), retained = review.row("balance/retained earnings");
  const double size = review.constant("check/scale of money");
  Tally paid;
  for (int t = 0; t < review.months(); ++t) {
    const auto i = static_cast<std::size_t>(t);
    if (retained[i] < -kSlack * size) paid.add(dividend[i], t);
  }
  if (paid.months > 0)
    review.raise("dividend-without-earnings", "equity/dividend", review.money(paid.amount),
                 "is paid " + in_months(review, paid) + " while retained earnings are negative");
}

void lives(Review& review) {
  const Center<double>& center = review.center;
  const auto& financing = center.financing;
  double contracts = -1.0;
  std::string last;
  for (const auto& [key, contract] : center.contracts)
    if (contract.end > contracts) contracts = contract.end, last = key;
  const auto balance = review.row("debt/balance");
  if (contracts >= 0.0 && contracts < review.months() && !balance.empty()) {
    const int t = std::max(0, static_cast<int>(std::ceil(contracts)) - 1);
    const double left = balance[static_cast<std::size_t>(t)];
    const double amount = *std::max_element(balance.begin(), balance.end());
    if (left > kSlack * amount)
      review.raise("debt-outlasts-contracts", "contracts." + last + ".end", review.money(left),
                   "of debt is outstanding when the last contract ends in " + review.month(t) + ", " +
                       percent(left / amount) + " of its peak");
  }
  double cards = -1.0;
  for (const auto& [key, fleet] : center.fleets) {
    if (fleet.leased_in) continue;
    const auto& asset = center.asset_classes.at(fleet.asset_class);
    const double start = review.first_hour(key) + fleet.refreshes * fleet.refresh_interval;
    cards = std::max(cards, start + std::min(asset.book_life, asset.tax_life));
  }
  for (const auto& [key, loan] : financing.loans) {
    const double end = std::min(financing.conversion + loan.tenor, static_cast<double>(review.months()));
    if (cards < 0.0 || loan.gearing <= 0.0 || end <= cards + kSlack) continue;
    review.raise("loan-outlasts-cards", "financing.loans." + key + ".tenor", short_number(loan.tenor) + " months",
                 "is repaid until " + review.date(end) + "; the book or tax life of the last cards ends on " +
                     review.date(cards));
  }
}

}  // namespace

OwnersMoney owners_money(const Review& review) {
  const auto call = review.row("equity/cash call"), before = review.row("equity/cash before equity");
  const auto service = review.row("debt/service");
  const double size = std::fabs(review.constant("check/scale of money"));
  OwnersMoney out;
  for (int t = first_month_after_construction(review); t < review.months(); ++t) {
    const auto i = static_cast<std::size_t>(t);
    const double cash = before[i] + service[i];  // before debt service
    const double debt = std::min(call[i], std::max(service[i] - std::max(cash, 0.0), 0.0));
    const double loss = std::min(call[i] - debt, std::max(-cash, 0.0));
    if (debt > kSlack * size) out.for_debt.add(debt, t);
    if (loss > kSlack * size) out.for_losses.add(loss, t);
  }
  return out;
}

std::string unserved_debt(const Review& review, const Tally& paid) {
  return "is paid in by the owners, " + in_months(review, paid) + ", because cash does not cover the debt service";
}

void review_funding(Review& review) {
  sponsor(review);
  covenants(review);
  dividends(review);
  lives(review);
  const double gearing = review.center.financing.gearing();
  if (gearing > kMostGearing + kSlack)
    review.raise("gearing-at-cap", "financing.loans", percent(gearing),
                 "leaves " + percent(1.0 - gearing) + " of the construction to equity");
}

}  // namespace roi::audit
