#pragma once
/// @file libroi/funding/debt.hpp: construction loans, interest during construction, and annuities.
///
///   z(t)           = share of month t before conversion                                                       [1]
///   capitalised_k  = drawn_k(t-1) x r_k x z;   draw_k = gearing_k x (z x capital spending + sum of capitalised) [money]
///   weight_k(t)    = growth_k(t-1) x repayment share(t);  growth_k grows by (1 + r_k) in months of repayment     [1]
///   principal_k    = loan amount_k x weight_k / sum of weight_k;   balance_k = balance_k(t-1) + draw - principal
///   interest_k     = balance_k(t-1) x r_k;   interest paid_k = interest_k - capitalised_k;   r_k = rate / 12
///
/// Draws are pro rata to the gearings; fees are a share of each draw and paid by equity. For a conversion on the
/// first of a month interest plus principal is the level annuity; a tenor beyond the model is cut at its end.
/// Kinks: conversion and the end of the tenor. See docs/model.md section 8.
#include <string>
#include <vector>

#include "libroi/accounts/inputs.hpp"
#include "libroi/core/few.hpp"
#include "libroi/core/fold.hpp"
#include "libroi/core/interval.hpp"
#include "libroi/inputs/keyed.hpp"

namespace roi {

struct LoanLines {
  Line monthly_rate, repayment_share, growth, weight, weight_total, drawn, capitalised, draw, fee, amount,
      amount_per_weight, principal, balance, interest;
};
struct DebtLines {
  Line construction_share, capitalised, draws, fees, interest, interest_paid, principal, balance, service;
  std::vector<LoanLines> loans;
};

inline DebtLines declare_debt(LineTable& lines, const Keyed<Loan<double>>& loans) {
  DebtLines out;
  const auto add = [&](const std::string& path, const std::string& label, const char* unit, Kind kind,
                       const char* definition) {
    return lines.add({"debt/" + path, label, unit, kind, Section::none, definition});
  };
  out.construction_share = add("construction share", "Share of the month under construction", "1", Kind::ratio,
                               "share of the month before conversion");
  for (const auto& [key, loan] : loans) {
    const std::string path = "loan/" + key + "/";
    out.loans.push_back(
        {add(path + "monthly rate", key + ": monthly rate", "1/month", Kind::constant, "nominal yearly rate / 12"),
         add(path + "repayment share", key + ": share of the month in repayment", "1", Kind::ratio,
             "share of the month between conversion and the end of the tenor"),
         add(path + "growth", key + ": growth of instalments", "1", Kind::stock,
             "grows by 1 + monthly rate in every month of repayment"),
         add(path + "weight", key + ": weight of the instalment", "1", Kind::ratio,
             "growth at the month's start x share in repayment"),
         add(path + "weight total", key + ": sum of weights", "1", Kind::constant, "sum of the instalments' weights"),
         add(path + "drawn", key + ": drawn", "money", Kind::stock, "sum of draws"),
         add(path + "capitalised", key + ": capitalised interest", "money", Kind::flow,
             "interest on what is drawn, while under construction"),
         add(path + "draw", key + ": draw", "money", Kind::flow,
             "gearing x (capital spending under construction + capitalised interest)"),
         add(path + "fee", key + ": fee", "money", Kind::flow, "fee rate x draw"),
         add(path + "loan amount", key + ": loan amount", "money", Kind::constant, "sum of draws"),
         add(path + "amount per weight", key + ": loan amount per weight", "money", Kind::constant,
             "loan amount / sum of weights"),
         add(path + "principal", key + ": principal", "money", Kind::flow, "weight x loan amount per weight"),
         add(path + "balance", key + ": balance", "money", Kind::stock, "opening + draw - principal"),
         add(path + "interest", key + ": interest", "money", Kind::flow,
             "balance at the month's start x monthly rate")});
  }
  out.capitalised = add("capitalised interest", "Interest during construction", "money", Kind::flow,
                        "interest added to the cost of the center");
  out.draws = add("draws", "Loan draws", "money", Kind::flow, "draws of all loans");
  out.fees = add("fees", "Loan fees", "money", Kind::flow, "fees of all loans, added to the cost of the center");
  out.interest = add("interest", "Interest", "money", Kind::flow, "interest of all loans");
  out.interest_paid = add("interest paid", "Interest paid", "money", Kind::flow, "interest - capitalised interest");
  out.principal = add("principal", "Principal", "money", Kind::flow, "repayment of all loans");
  out.balance = add("balance", "Debt", "money", Kind::stock, "balance of all loans");
  out.service = add("service", "Debt service", "money", Kind::flow, "interest paid + principal");
  return out;
}

/// Monthly values of the loans, for all months before the month loop of finance; memory is kept from call to call.
template <class T>
struct DebtSeries {
  struct LoanSeries {
    Series<T> repayment_share, weight, draw;
  };
  DebtSeries(std::size_t loan_count, int n) : construction_share(n), draws(n), capitalised(n), fees(n) {
    for (std::size_t k = 0; k < loan_count; ++k) loans.push_back(LoanSeries{Series<T>(n), Series<T>(n), Series<T>(n)});
  }
  Series<T> construction_share, draws, capitalised, fees;
  std::vector<LoanSeries> loans;
};

template <class T, class Book>
class Debt {
 public:
  /// Books weights and draws for all months into `series`; `spend` is the capital spending without interest and fees.
  Debt(const DebtLines& lines, const Financing<T>& in, const Clock<T>& clock, const Series<T>& spend, Book& book,
       DebtSeries<T>& series)
      : construction_share(series.construction_share),
        draws(series.draws),
        capitalised(series.capitalised),
        fees(series.fees),
        lines_(&lines) {
    for (std::size_t k = 0; k < in.loans.size(); ++k) loans_.emplace_back(series.loans[k]);
    for (std::size_t k = 0; k < in.loans.size(); ++k)
      weigh(lines.loans[k], in.loans[k], in.conversion, clock, book, loans_[k]);
    draw(in, clock, spend, book);
    book.opening(lines.balance, T(0.0));
    for (std::size_t k = 0; k < loans_.size(); ++k) loans_[k].balance = book.opening(lines.loans[k].balance, T(0.0));
  }

  void step(int t, Book& book) {
    T all_interest(0.0), all_principal(0.0), all_balance(0.0), share(0.0);
    for (std::size_t k = 0; k < loans_.size(); ++k) {
      State& loan = loans_[k];
      const LoanLines& line = lines_->loans[k];
      const T interest = book(line.interest, t, loan.balance * loan.rate);
      const T repaid = book(line.principal, t, loan.weight[t] * loan.amount_per_weight);
      loan.balance = book(line.balance, t, loan.balance + loan.draw[t] - repaid);
      all_interest = all_interest + interest;
      all_principal = all_principal + repaid;
      all_balance = all_balance + loan.balance;
      share = k == 0 ? loan.repayment_share[t] : T(max(share, loan.repayment_share[t]));
    }
    const T interest = book(lines_->interest, t, all_interest);
    interest_paid = book(lines_->interest_paid, t, interest - capitalised[t]);
    principal = book(lines_->principal, t, all_principal);
    balance = book(lines_->balance, t, all_balance);
    service = book(lines_->service, t, interest_paid + principal);
    repayment_share = share;
  }

  [[nodiscard]] T amount() const {
    T sum(0.0);
    for (const State& loan : loans_) sum = sum + loan.amount;
    return sum;
  }

  Series<T>&construction_share, &draws, &capitalised, &fees;
  // The current month.
  T interest_paid{0.0}, principal{0.0}, balance{0.0}, service{0.0}, repayment_share{0.0};

 private:
  struct State {
    explicit State(typename DebtSeries<T>::LoanSeries& series)
        : repayment_share(series.repayment_share), weight(series.weight), draw(series.draw) {}
    Series<T>&repayment_share, &weight, &draw;
    T rate{0.0}, weight_total{0.0}, amount{0.0}, amount_per_weight{0.0}, balance{0.0};
  };

  static void weigh(const LoanLines& line, const Loan<T>& in, const T& conversion, const Clock<T>& clock, Book& book,
                    State& loan) {
    loan.rate = book.constant(line.monthly_rate, in.rate / 12.0);
    const Interval<T> repayment(conversion, conversion + in.tenor);
    T growth = book.opening(line.growth, T(1.0));
    Sum<T> total;
    for (int t = 0; t < clock.months(); ++t) {
      const T share = book(line.repayment_share, t, repayment.share(t, clock));
      loan.repayment_share[t] = share;
      loan.weight[t] = book(line.weight, t, growth * share);
      growth = book(line.growth, t, select(share > 0.0, growth * (loan.rate + 1.0), growth));
      total.add(loan.weight[t]);
    }
    loan.weight_total = book.constant(line.weight_total, total.value());
  }

  void draw(const Financing<T>& in, const Clock<T>& clock, const Series<T>& spend, Book& book) {
    Few<T> drawn;
    Few<T> interest(loans_.size());
    Few<Sum<T>> amount(loans_.size(), Sum<T>());
    for (const LoanLines& line : lines_->loans) drawn.push_back(book.opening(line.drawn, T(0.0)));
    for (int t = 0; t < clock.months(); ++t) {
      const T share = book(lines_->construction_share, t, min(max(in.conversion - clock.month(t), 0.0), 1.0));
      construction_share[t] = share;
      T all_interest(0.0), all_draws(0.0), all_fees(0.0);
      for (std::size_t k = 0; k < loans_.size(); ++k) {
        interest[k] = book(lines_->loans[k].capitalised, t, drawn[k] * loans_[k].rate * share);
        all_interest = all_interest + interest[k];
      }
      capitalised[t] = book(lines_->capitalised, t, all_interest);
      for (std::size_t k = 0; k < loans_.size(); ++k) {
        const LoanLines& line = lines_->loans[k];
        loans_[k].draw[t] = book(line.draw, t, in.loans[k].gearing * (share * spend[t] + capitalised[t]));
        drawn[k] = book(line.drawn, t, drawn[k] + loans_[k].draw[t]);
        amount[k].add(loans_[k].draw[t]);
        all_draws = all_draws + loans_[k].draw[t];
        all_fees = all_fees + book(line.fee, t, in.loans[k].fee * loans_[k].draw[t]);
      }
      draws[t] = book(lines_->draws, t, all_draws);
      fees[t] = book(lines_->fees, t, all_fees);
    }
    for (std::size_t k = 0; k < loans_.size(); ++k) {
      State& loan = loans_[k];
      loan.amount = book.constant(lines_->loans[k].amount, amount[k].value());
      const mask_t<T> repays = loan.weight_total > 0.0;
      const T per_weight = loan.amount / select(repays, loan.weight_total, T(1.0));
      loan.amount_per_weight = book.constant(lines_->loans[k].amount_per_weight, select(repays, per_weight, T(0.0)));
    }
  }

  const DebtLines* lines_;
  Few<State, 4> loans_;
};

}  // namespace roi
