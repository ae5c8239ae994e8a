#pragma once
/// @file libroi/funding/debt.hpp: all tranches together: construction, draws, interest during construction, service.
///
///   z(t)                   = share of month t before conversion                                                   [1]
///   CFADS before tax(t)    = EBITDA - change of working capital - spending from operations + sale proceeds      [money]
///                            what debt can be sized on: it depends on no loan, and is booked before them
///   capitalised            = sum over tranches of interest on what is drawn, in the share z of the month
///   draws                  pro rata to the gearings; fees a share of each draw, paid by equity
///   interest paid          = interest - capitalised;   debt service = interest paid + principal
///
/// Passes over the months: weigh, size, draw, then month by month with the statements (tranche/tranche_list.hpp).
/// See docs/model.md section 8.
#include <string>

#include "libroi/accounts/statements.hpp"
#include "libroi/funding/inputs.hpp"

namespace roi {

struct DebtLines {
  Line construction_share, cfads_before_tax, capitalised, draws, fees, spend, interest, interest_paid, principal,
      balance, service;
  StandardTranches::Lines tranches;
  Line repaid_check;
};

inline DebtLines declare_debt(Declare& d, const Financing<double>& financing) {
  DebtLines out;
  const auto add = [&](const char* path, const char* label, const char* unit, Kind kind, const char* definition) {
    return d.line({path, label, unit, kind, Section::none, definition});
  };
  out.construction_share = add("debt/construction share", "Share of the month under construction", "1", Kind::ratio,
                               "share of the month before conversion");
  out.cfads_before_tax = add("finance/cfads before tax", "CFADS before tax", "money", Kind::flow,
                             "EBITDA - change of working capital - capital spending from operations + sale proceeds");
  out.tranches = StandardTranches::declare(d, financing);
  const auto money = [&](const char* path, const char* label, Kind kind, const char* definition) {
    return add(path, label, "money", kind, definition);
  };
  out.capitalised = money("debt/capitalised interest", "Interest during construction", Kind::flow,
                          "interest added to the cost of the center");
  out.draws = money("debt/draws", "Loan draws", Kind::flow, "draws of all loans");
  out.fees = money("debt/fees", "Loan fees", Kind::flow, "fees of all loans, added to the cost of the center");
  out.interest = money("debt/interest", "Interest", Kind::flow, "interest of all loans");
  out.interest_paid = money("debt/interest paid", "Interest paid", Kind::flow, "interest - capitalised interest");
  out.principal = money("debt/principal", "Principal", Kind::flow, "repayment of all loans");
  out.balance = money("debt/balance", "Debt", Kind::stock, "balance of all loans");
  out.service = money("debt/service", "Debt service", Kind::flow, "interest paid + principal");
  out.spend = money("capex/financing/spend", "Capitalised interest and fees: spending", Kind::flow,
                    "capitalised interest + fees");
  out.repaid_check = d.check({"H5", "loan", "loans are not over-repaid, and repaid at the end", "money", Kind::ratio,
                              "negative part of the balance, and the balance of the last month"});
  return out;
}

template <class T, class Book>
class Debt {
 public:
  using Memory = StandardTranches::Memory<T>;

  /// Books weights, sizes and draws of all months, and writes them to `months`.
  Debt(const DebtLines& lines, const Financing<T>& in, const T& opening_working_capital, Months<T>& months,
       const Setting<T, Book>& setting, Memory& memory)
      : lines_(&lines), tranches_(lines.tranches, in, memory) {
    tranches_.weigh(setting.clock, in.conversion, setting.book);
    before_debt(in.conversion, opening_working_capital, months, setting);
    tranches_.size(months, setting.clock, setting.book);
    draw(months, setting);
    setting.book.opening(lines.balance, T(0.0));
    tranches_.begin_service(setting.book);
  }

  void step(Now<T, Book>& now) {
    auto& service = now.finance->service;
    const TrancheMonth<T> sum = tranches_.step(now);
    const T interest = now(lines_->interest, sum.interest);
    service.interest_paid = now(lines_->interest_paid, interest - now.month.funding.capitalised);
    service.principal = now(lines_->principal, sum.principal);
    service.balance = now(lines_->balance, sum.balance);
    service.total = now(lines_->service, service.interest_paid + service.principal);
    service.repayment_share = sum.repayment_share;
    if constexpr (Book::want_checks) {
      const auto left = [&] { return service.balance; };
      const auto zero = [] { return T(0.0); };
      now(lines_->repaid_check, min(service.balance, 0.0) + when<T>(now.clock.last(now.t), left, zero));
    }
  }

  T amount{0.0};             // of all loans
  T cost_of_financing{0.0};  // capitalised interest and fees

 private:
  /// Cash flow that depends on no loan: worked out where it is recorded, or a loan is sized on it.
  void before_debt(const T& conversion, const T& opening_working_capital, Months<T>& months,
                   const Setting<T, Book>& setting) {
    const Clock<T>& clock = setting.clock;
    T before = opening_working_capital;
    for (int t = 0; t < clock.months(); ++t) {
      Month<T>& month = months[static_cast<std::size_t>(t)];
      month.funding.construction_share =
          setting.book(lines_->construction_share, t, min(max(conversion - clock.month(t), 0.0), 1.0));
      if constexpr (!Book::keeps_lines && !StandardTranches::sized_on_cash_flow) continue;
      const T change = month.money.working_capital - before;
      before = month.money.working_capital;
      month.funding.cfads_before_tax =
          setting.book(lines_->cfads_before_tax, t,
                       month.money.ebitda - change - spend_from_operations(month) + month.assets.proceeds);
    }
  }

  void draw(Months<T>& months, const Setting<T, Book>& setting) {
    tranches_.begin_draws(setting.book);
    Sum<T> financing;
    for (int t = 0; t < setting.clock.months(); ++t) {
      Now<T, Book> now = setting.at(t, months[static_cast<std::size_t>(t)]);
      auto& funding = now.month.funding;
      funding.capitalised = now(lines_->capitalised, tranches_.capitalise(now));
      T draws(0.0), fees(0.0);
      tranches_.draw(now, draws, fees);
      funding.draws = now(lines_->draws, draws);
      const T paid = now(lines_->fees, fees);
      funding.spend = now(lines_->spend, funding.capitalised + paid);
      financing.add(funding.spend);
    }
    amount = tranches_.end_draws(setting.book);
    cost_of_financing = financing.value();
  }

  const DebtLines* lines_;
  StandardTranches::Stages<T, Book> tranches_;
};

}  // namespace roi
