#pragma once
/// @file libroi/funding/tranche/term_loans.hpp: construction loans that become term loans at conversion.
///
///   capitalised_k  = drawn_k(t-1) x r_k x z;   draw_k = gearing_k x (z x capital spending + sum of capitalised)  [money]
///   principal_k    = loan amount_k x weight_k / sum of weight_k;   balance_k = balance_k(t-1) + draw - principal
///   interest_k     = balance_k(t-1) x r_k;   r_k = rate / 12;  z = share of the month before conversion
///   weight_k(t)    by the shape of repayment, over the months between conversion and conversion + tenor:
///
///     annuity           growth_k(t-1) x repayment share(t);  growth_k grows by (1 + r_k) in months of repayment
///     equal principal   repayment share(t)
///     bullet            share of the month in the last month of the tenor
///
/// Fees are a share of each draw and paid by equity. For a conversion on the first of a month interest plus principal of
/// an annuity is level; a tenor beyond the model is cut at its end. A shape of repayment that differs in its weights is
/// one more entry here. Kinks: conversion and the end of the tenor. See docs/model.md section 8.
#include <array>
#include <string>
#include <vector>

#include "libroi/core/interval.hpp"
#include "libroi/funding/tranche/tranche_list.hpp"
#include "libroi/inputs/defaults.hpp"

namespace roi {

enum class Repayment { annuity, equal_principal, bullet };
inline constexpr std::array<Choice<Repayment>, 3> kRepayments{{
    {"annuity", Repayment::annuity, "interest plus principal is the same every month"},
    {"equal_principal", Repayment::equal_principal, "principal is the same every month"},
    {"bullet", Repayment::bullet, "all principal in the last month of the tenor"},
}};

template <class T>
struct Loan {
  std::string lender;
  Repayment repayment = Repayment::annuity;
  T gearing{}, rate{}, fee{}, tenor{};
  Loan() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.text("lender", lender, "", "who lends");
    field.number("gearing", gearing, "1", Range{0, 0.95}, required,
                 "share of capital cost and interest during construction that the loan pays");
    field.number("rate", rate, "1/year", Range{0, 0.5}, required, "nominal interest rate, paid monthly");
    field.number("fee", fee, "1", Range{0, 0.2}, 0.0, "upfront fee / amount drawn, paid by equity at each draw");
    field.number("tenor", tenor, "month", Range{1, 600}, required, "months of repayment after conversion");
    field.choice("repayment", repayment, kRepayments, Repayment::annuity, "how the principal is spread over the tenor");
  }
};

struct TermLoans {
  template <class T>
  struct Group {
    Keyed<Loan<T>> loans;
    void visit_group(auto&& field) {
      field.keyed("loans", loans, MinCount{0}, "construction and term loans, all drawn pro rata");
    }
    [[nodiscard]] bool has_any() const noexcept { return !loans.empty(); }
    void add_gearing(T& sum) const {
      for (const auto& [key, loan] : loans) sum = sum + loan.gearing;
    }
    void add_weighted_rate(T& sum) const {
      for (const auto& [key, loan] : loans) sum = sum + loan.gearing * loan.rate;
    }
  };

  struct Lines {
    struct One {
      Line monthly_rate, repayment_share, growth, weight, weight_total, drawn, capitalised, draw, fee, amount,
          amount_per_weight, principal, balance, interest;
      Repayment shape = Repayment::annuity;
    };
    std::vector<One> all;
  };

  static Lines declare(Declare& d, const Group<double>& group) {
    Lines out;
    for (const auto& [key, loan] : group.loans) {
      const Declare::Of loan_lines = d.of("debt/loan/" + key, key);
      Lines::One line;
      line.shape = loan.repayment;
      line.monthly_rate =
          loan_lines.line("monthly rate", "monthly rate", "1/month", Kind::constant, "nominal yearly rate / 12");
      line.repayment_share = loan_lines.line("repayment share", "share of the month in repayment", "1", Kind::ratio,
                                             "share of the month between conversion and the end of the tenor");
      if (line.shape == Repayment::annuity) {
        line.growth = loan_lines.line("growth", "growth of instalments", "1", Kind::stock,
                                      "grows by 1 + monthly rate in every month of repayment");
        line.weight = loan_lines.line("weight", "weight of the instalment", "1", Kind::ratio,
                                      "growth at the month's start x share in repayment");
      } else {
        line.weight =
            loan_lines.line("weight", "weight of the instalment", "1", Kind::ratio,
                            line.shape == Repayment::bullet ? "share of the month in the last month of the tenor"
                                                            : "share of the month in repayment");
      }
      line.weight_total =
          loan_lines.line("weight total", "sum of weights", "1", Kind::constant, "sum of the instalments' weights");
      line.drawn = loan_lines.line("drawn", "drawn", "money", Kind::stock, "sum of draws");
      line.capitalised = loan_lines.line("capitalised", "capitalised interest", "money", Kind::flow,
                                         "interest on what is drawn, while under construction");
      line.draw = loan_lines.line("draw", "draw", "money", Kind::flow,
                                  "gearing x (capital spending under construction + capitalised interest)");
      line.fee = loan_lines.line("fee", "fee", "money", Kind::flow, "fee rate x draw");
      line.amount = loan_lines.line("loan amount", "loan amount", "money", Kind::constant, "sum of draws");
      line.amount_per_weight = loan_lines.line("amount per weight", "loan amount per weight", "money", Kind::constant,
                                               "loan amount / sum of weights");
      line.principal =
          loan_lines.line("principal", "principal", "money", Kind::flow, "weight x loan amount per weight");
      line.balance = loan_lines.line("balance", "balance", "money", Kind::stock, "opening + draw - principal");
      line.interest =
          loan_lines.line("interest", "interest", "money", Kind::flow, "balance at the month's start x monthly rate");
      out.all.push_back(line);
    }
    return out;
  }

  /// Rows handed from one pass over the months to the next; kept from evaluation to evaluation.
  template <class T>
  struct Memory {
    struct One {
      explicit One(int n) : repayment_share(n), weight(n), draw(n) {}
      Series<T> repayment_share, weight, draw;
    };
    Memory(const Lines& lines, int months) {
      for (std::size_t k = 0; k < lines.all.size(); ++k) loans.emplace_back(months);
    }
    std::vector<One> loans;
  };

  template <class T, class Book>
  class Stage {
   public:
    Stage(const Lines& lines, const Group<T>& group, Memory<T>& memory)
        : lines_(&lines), loans_(&group.loans), memory_(&memory), state_(lines.all.size(), State{}) {}

    void weigh(const Clock<T>& clock, const T& conversion, Book& book) {
      for (std::size_t k = 0; k < state_.size(); ++k) weigh_one(k, clock, conversion, book);
    }

    void begin_draws(Book& book) {
      for (std::size_t k = 0; k < state_.size(); ++k) state_[k].drawn = book.opening(lines_->all[k].drawn, T(0.0));
    }
    void capitalise(Now<T, Book>& now, T& interest) {
      const T& share = now.month.funding.construction_share;
      for (std::size_t k = 0; k < state_.size(); ++k)
        interest = interest + now(lines_->all[k].capitalised, state_[k].drawn * state_[k].rate * share);
    }
    void draw(Now<T, Book>& now, T& draws, T& fees) {
      const auto& funding = now.month.funding;
      for (std::size_t k = 0; k < state_.size(); ++k) {
        const typename Lines::One& line = lines_->all[k];
        const Loan<T>& in = (*loans_)[k];
        State& loan = state_[k];
        const T drawn =
            now(line.draw, in.gearing * (funding.construction_share * now.month.assets.spend + funding.capitalised));
        memory_->loans[k].draw[now.t] = drawn;
        loan.drawn = now(line.drawn, loan.drawn + drawn);
        loan.all_draws.add(drawn);
        draws = draws + drawn;
        fees = fees + now(line.fee, in.fee * drawn);
      }
    }
    void end_draws(Book& book, T& amount) {
      for (std::size_t k = 0; k < state_.size(); ++k) {
        State& loan = state_[k];
        loan.amount = book.constant(lines_->all[k].amount, loan.all_draws.value());
        const mask_t<T> repays = loan.weight_total > 0.0;
        const T per_weight = loan.amount / select(repays, loan.weight_total, T(1.0));
        loan.amount_per_weight = book.constant(lines_->all[k].amount_per_weight, select(repays, per_weight, T(0.0)));
        amount = amount + loan.amount;
      }
    }

    void begin_service(Book& book) {
      for (std::size_t k = 0; k < state_.size(); ++k) state_[k].balance = book.opening(lines_->all[k].balance, T(0.0));
    }
    void step(Now<T, Book>& now, TrancheMonth<T>& sum) {
      for (std::size_t k = 0; k < state_.size(); ++k) {
        const typename Lines::One& line = lines_->all[k];
        const typename Memory<T>::One& rows = memory_->loans[k];
        State& loan = state_[k];
        const T interest = now(line.interest, loan.balance * loan.rate);
        const T repaid = now(line.principal, rows.weight[now.t] * loan.amount_per_weight);
        loan.balance = now(line.balance, loan.balance + rows.draw[now.t] - repaid);
        sum.add(interest, repaid, loan.balance, rows.repayment_share[now.t]);
      }
    }

   private:
    struct State {
      T rate{0.0}, weight_total{0.0}, drawn{0.0}, amount{0.0}, amount_per_weight{0.0}, balance{0.0};
      Sum<T> all_draws;
    };

    void weigh_one(std::size_t k, const Clock<T>& clock, const T& conversion, Book& book) {
      const typename Lines::One& line = lines_->all[k];
      const Loan<T>& in = (*loans_)[k];
      typename Memory<T>::One& rows = memory_->loans[k];
      State& loan = state_[k];
      loan.rate = book.constant(line.monthly_rate, in.rate / 12.0);
      const Interval<T> repayment(conversion, conversion + in.tenor);
      const bool annuity = line.shape == Repayment::annuity;
      Interval<T> last;
      if (line.shape == Repayment::bullet) {
        const T end = min(conversion + in.tenor, T(clock.horizon()));
        last = Interval<T>(end - 1.0, end);
      }
      T growth = annuity ? book.opening(line.growth, T(1.0)) : T(1.0);
      Sum<T> total;
      for (int t = 0; t < clock.months(); ++t) {
        const T share = book(line.repayment_share, t, repayment.share(t, clock));
        rows.repayment_share[t] = share;
        switch (line.shape) {
          case Repayment::annuity: rows.weight[t] = book(line.weight, t, growth * share); break;
          case Repayment::equal_principal: rows.weight[t] = book(line.weight, t, share); break;
          case Repayment::bullet: rows.weight[t] = book(line.weight, t, last.share(t, clock)); break;
        }
        if (annuity) growth = book(line.growth, t, select(share > 0.0, growth * (loan.rate + 1.0), growth));
        total.add(rows.weight[t]);
      }
      loan.weight_total = book.constant(line.weight_total, total.value());
    }

    const Lines* lines_;
    const Keyed<Loan<T>>* loans_;
    Memory<T>* memory_;
    Few<State, 4> state_;
  };
};

}  // namespace roi
