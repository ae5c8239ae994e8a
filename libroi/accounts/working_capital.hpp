#pragma once
/// @file libroi/accounts/working_capital.hpp: EBITDA, and what of revenue and cost is not yet paid at the month's end.
///
///   EBITDA(t)        = revenue - operating cost                                                                [money]
///   receivables(t)   = revenue x receivable days / days of the month; payables alike; settled in the last month
///   working capital  = receivables - payables;  opening 0
///
/// See docs/model.md section 5.
#include "libroi/accounts/inputs.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

struct WorkingCapitalLines {
  Line ebitda, receivables, payables, working_capital;
};

inline WorkingCapitalLines declare_working_capital(Declare& d) {
  const auto add = [&](const char* path, const char* label, Kind kind, const char* definition) {
    return d.line({path, label, "money", kind, Section::none, definition});
  };
  if (!d.proves())
    d.metric({Metric::ebitda_margin, "ebitda margin", "EBITDA margin", "1", Format::percent,
              "EBITDA / revenue over the life of the model", "there is no revenue"});
  return {add("operations/ebitda", "EBITDA", Kind::flow, "revenue - operating cost"),
          add("operations/receivables", "Receivables", Kind::stock,
              "revenue x receivable days / days of the month; settled in the last month"),
          add("operations/payables", "Payables", Kind::stock,
              "operating cost x payable days / days of the month; settled in the last month"),
          add("operations/working capital", "Working capital", Kind::stock, "receivables - payables")};
}

/// Receivables, payables and working capital of one month's revenue and operating cost.
template <class T, class Book>
void settle(const WorkingCapitalLines& lines, const WorkingCapital<T>& in, const Clock<T>& clock, int t, Book& book,
            Month<T>& month) {
  const auto zero = [] { return T(0.0); };
  auto& money = month.money;
  money.receivables =
      book(lines.receivables, t,
           when<T>(clock.last(t), zero, [&] { return money.revenue * in.receivable_days * clock.day_share(t); }));
  money.payables =
      book(lines.payables, t,
           when<T>(clock.last(t), zero, [&] { return money.opex * in.payable_days * clock.day_share(t); }));
  money.working_capital = book(lines.working_capital, t, money.receivables - money.payables);
}

template <class T, class Book>
void measure_margin(const Months<T>& months, Measures<T, Book>& measures) {
  Sum<T> revenue, ebitda;
  for (const Month<T>& month : months) {
    revenue.add(month.money.revenue);
    ebitda.add(month.money.ebitda);
  }
  measures.set(Metric::ebitda_margin, quotient(ebitda.value(), revenue.value()));
}

}  // namespace roi
