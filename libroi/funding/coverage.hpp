#pragma once
/// @file libroi/funding/coverage.hpp: debt service cover over the last twelve months, and over the life of the loans.
///
///   counted(t)  : a loan is in repayment in part of month t
///   DSCR(t)     = sum of CFADS / sum of debt service, both over the counted ones of the last twelve months      [1]
///                 undefined outside repayment and where that service is 0
///   factor(t)   = factor(t-1) / (1 + r) in counted months, r the loans' mean rate weighted with gearing, opening 1
///   LLCR        = sum over counted months of CFADS x factor / loan amount                                       [1]
///
/// Under a constant DSCR and whole months LLCR equals DSCR. Kinks: none but those of CFADS. docs/model.md section 10.
#include <string>

#include "libroi/accounts/inputs.hpp"
#include "libroi/core/fold.hpp"
#include "libroi/inputs/keyed.hpp"

namespace roi {

struct CoverageLines {
  Line cfads, service, year_cfads, year_service, dscr, monthly_discount, factor;
};

inline CoverageLines declare_coverage(LineTable& lines) {
  const auto add = [&](const char* name, const char* label, const char* unit, Kind kind, const char* definition,
                       const char* undefined = "") {
    return lines.add({std::string("debt/") + name, label, unit, kind, Section::none, definition, undefined});
  };
  return {add("counted cfads", "CFADS counted", "money", Kind::flow, "CFADS in months with a loan in repayment"),
          add("counted service", "Debt service counted", "money", Kind::flow,
              "debt service in months with a loan in repayment"),
          add("cfads of twelve months", "CFADS of twelve months", "money", Kind::stock,
              "CFADS counted in this month and the eleven before"),
          add("service of twelve months", "Debt service of twelve months", "money", Kind::stock,
              "debt service counted in this month and the eleven before"),
          add("dscr", "DSCR", "1", Kind::ratio, "CFADS of twelve months / debt service of twelve months",
              "no loan is in repayment in the month"),
          add("monthly discount", "Monthly discount factor of the loans", "1", Kind::constant,
              "1 / (1 + mean monthly rate of the loans)"),
          add("discount factor", "Discount factor of the loans", "1", Kind::stock,
              "value at conversion of money at the month's end")};
}

template <class T, class Book>
class Coverage {
 public:
  Coverage(const CoverageLines& lines, const Keyed<Loan<T>>& loans, const Clock<T>& clock, Book& book)
      : lines_(&lines), cfads_(clock.months()), service_(clock.months()) {
    T gearing(0.0), weighted(0.0);
    for (const auto& [key, loan] : loans) {
      gearing = gearing + loan.gearing;
      weighted = weighted + loan.gearing * loan.rate;
    }
    const T mean_rate = weighted / select(gearing > 0.0, gearing, T(1.0));
    discount_ = book.constant(lines.monthly_discount, 1.0 / (mean_rate / 12.0 + 1.0));
    factor_ = book.opening(lines.factor, T(1.0));
    year_cfads_ = book.opening(lines.year_cfads, T(0.0));
    year_service_ = book.opening(lines.year_service, T(0.0));
  }

  void step(int t, const Clock<T>& clock, const T& cfads, const T& service, const T& repayment_share, Book& book) {
    const mask_t<T> counted = repayment_share > 0.0;
    cfads_[t] = book(lines_->cfads, t, select(counted, cfads, T(0.0)));
    service_[t] = book(lines_->service, t, select(counted, service, T(0.0)));
    year_cfads_ = book(lines_->year_cfads, t, year_cfads_ + cfads_[t] - lag(cfads_, clock, t, 12));
    year_service_ = book(lines_->year_service, t, year_service_ + service_[t] - lag(service_, clock, t, 12));
    const mask_t<T> exists = counted & (year_service_ > 0.0);
    const Defined<T> dscr =
        book.ratio(lines_->dscr, t, defined<T>(exists, year_cfads_ / select(exists, year_service_, T(1.0))));
    least.add(dscr);
    least_month.add(dscr, T(clock.month(t)));
    mean.add(dscr);
    factor_ = book(lines_->factor, t, select(counted, factor_ * discount_, factor_));
    value.add(cfads_[t], factor_);
  }

  Least<T> least;
  LeastMonth<T> least_month;
  Mean<T> mean;
  SumProduct<T> value;  // of CFADS at conversion

 private:
  const CoverageLines* lines_;
  Series<T> cfads_, service_;
  T discount_{0.0}, factor_{0.0}, year_cfads_{0.0}, year_service_{0.0};
};

}  // namespace roi
