#pragma once
/// @file libroi/funding/coverage.hpp: debt service cover over the last twelve months, and over the life of the loans.
///
///   counted(t)  : a loan is in repayment in part of month t
///   DSCR(t)     = sum of CFADS / sum of debt service, both over the counted ones of the last twelve months      [1]
///                 undefined outside repayment and where that service is 0
///   factor(t)   = factor(t-1) / (1 + r) in counted months, r the loans' mean rate weighted with gearing, opening 1
///   LLCR        = sum over counted months of CFADS x factor / loan amount                                       [1]
///
/// The month of the least DSCR is the first one that equals it within 1e-9 of the row's largest: rounding does not move
/// it. Under a constant DSCR and whole months LLCR equals DSCR. Kinks: none but those of CFADS. docs/model.md section 10.
#include <string>
#include <vector>

#include "libroi/funding/inputs.hpp"

namespace roi {

struct CoverageLines {
  Line cfads, service, year_cfads, year_service, dscr, monthly_discount, factor, tolerance, limit, near_least;
};

inline CoverageLines declare_coverage(Declare& d) {
  const auto add = [&](const char* name, const char* label, const char* unit, Kind kind, const char* definition,
                       const char* undefined = "") {
    return d.line({std::string("debt/") + name, label, unit, kind, Section::none, definition, undefined});
  };
  const char* no_service = "there is no debt service";
  d.metric({Metric::dscr_minimum, "dscr/minimum", "Minimum DSCR", "1", Format::multiple,
            "least CFADS / debt service over the last twelve months of service", no_service});
  d.metric({Metric::dscr_minimum_month, "dscr/minimum month", "Month of minimum DSCR", "month", Format::date,
            "first month, counted from the start of the model, whose DSCR is the minimum but for rounding",
            no_service});
  d.metric({Metric::dscr_average, "dscr/average", "Average DSCR", "1", Format::multiple,
            "mean of the monthly twelve-month DSCR", no_service});
  d.metric({Metric::llcr, "llcr", "LLCR", "1", Format::multiple,
            "CFADS during repayment, discounted at the loan rate to conversion / amount of the loans",
            "there is no loan"});
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
              "value at conversion of money at the month's end"),
          add("relative rounding", "Relative rounding of the DSCR", "1", Kind::constant,
              "two values of the row that differ by less than this share of its largest are equal"),
          add("dscr limit", "Minimum DSCR and rounding", "1", Kind::constant,
              "minimum DSCR + relative rounding x largest DSCR, in size"),
          add("dscr near minimum", "DSCR is the minimum but for rounding", "flag", Kind::flag,
              "1 where the DSCR is at most the minimum and rounding")};
}

template <class T, class Book>
class Coverage {
 public:
  Coverage(const CoverageLines& lines, const Financing<T>& in, const Clock<T>& clock, Book& book)
      : lines_(&lines),
        cfads_(clock.months()),
        service_(clock.months()),
        dscr_(static_cast<std::size_t>(clock.months())) {
    const T gearing = in.gearing();
    const T mean_rate = in.weighted_rate() / select(gearing > 0.0, gearing, T(1.0));
    discount_ = book.constant(lines.monthly_discount, 1.0 / (mean_rate / 12.0 + 1.0));
    factor_ = book.opening(lines.factor, T(1.0));
    year_cfads_ = book.opening(lines.year_cfads, T(0.0));
    year_service_ = book.opening(lines.year_service, T(0.0));
  }

  void step(Now<T, Book>& now) {
    const int t = now.t;
    const auto& service = now.finance->service;
    const mask_t<T> counted = service.repayment_share > 0.0;
    cfads_[t] = now(lines_->cfads, select(counted, now.finance->accounts.cfads, T(0.0)));
    service_[t] = now(lines_->service, select(counted, service.total, T(0.0)));
    year_cfads_ = now(lines_->year_cfads, year_cfads_ + cfads_[t] - lag(cfads_, now.clock, t, 12));
    year_service_ = now(lines_->year_service, year_service_ + service_[t] - lag(service_, now.clock, t, 12));
    const mask_t<T> exists = counted & (year_service_ > 0.0);
    const Defined<T> dscr =
        now.book.ratio(lines_->dscr, t, defined<T>(exists, year_cfads_ / select(exists, year_service_, T(1.0))));
    dscr_[static_cast<std::size_t>(t)] = dscr;
    least_.add(dscr);
    most_.add(dscr);
    mean_.add(dscr);
    factor_ = now(lines_->factor, select(counted, factor_ * discount_, factor_));
    value_.add(cfads_[t], factor_);
  }

  /// `amount` is that of all loans.
  void measure(const T& amount, Measures<T, Book>& measures) const {
    const Defined<T> least = least_.value();
    measures.set(Metric::dscr_minimum, least);
    measures.set(Metric::dscr_minimum_month, Defined<T>{first_month_of(least.value, measures), least.exists});
    measures.set(Metric::dscr_average, mean_.value());
    measures.set(Metric::llcr, quotient(value_.value(), amount));
  }

 private:
  /// The first month whose DSCR equals the least one within the rounding of the row.
  T first_month_of(const T& least, Measures<T, Book>& measures) const {
    const T rounding = measures.book.constant(lines_->tolerance, T(1e-9));
    const T largest = max(abs(least), abs(most_.value()));
    const T limit = measures.book.constant(lines_->limit, least + rounding * largest);
    FirstMonth<T> first;
    for (int t = 0; t < measures.clock.months(); ++t) {
      const Defined<T>& dscr = dscr_[static_cast<std::size_t>(t)];
      const T near = measures.book(lines_->near_least, t, select(dscr.exists & (dscr.value <= limit), T(1.0), T(0.0)));
      first.add(near, T(measures.clock.month(t)));
    }
    return first.value();
  }

  const CoverageLines* lines_;
  Least<T> least_;
  Most<T> most_;
  Mean<T> mean_;
  SumProduct<T> value_;  // of CFADS at conversion
  Series<T> cfads_, service_;
  std::vector<Defined<T>> dscr_;
  T discount_{0.0}, factor_{0.0}, year_cfads_{0.0}, year_service_{0.0};
};

}  // namespace roi
