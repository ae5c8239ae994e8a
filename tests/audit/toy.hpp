#pragma once
/// A small loan with revenue, written in the style of the library's calculations: every helper of the kernel once.
#include <string>

#include "libroi/core/fold.hpp"

namespace roi::test {

template <class T>
struct ToyInputs {
  T sales{}, price{}, opened{}, amount{}, rate{}, life{};
  std::array<T, 12> season{};
};

/// The numbers of the toy; `make(path, value)` turns each into a scalar.
template <class T, class Make>
ToyInputs<T> toy_inputs(const Make& make) {
  ToyInputs<T> in;
  in.sales = make("toy.sales", 10.0);
  in.price = make("toy.price", 2.5);
  in.opened = make("toy.opened", 2.25);
  in.amount = make("toy.amount", 300.0);
  in.rate = make("toy.rate", 0.06);
  in.life = make("toy.life", 18.0);
  for (std::size_t i = 0; i < 12; ++i)
    in.season[i] = make("toy.season." + std::to_string(i), 1.0 + 0.01 * static_cast<double>(i));
  return in;
}

struct ToyLines {
  LineTable table;
  Line live, revenue, lagged, monthly_rate, interest, principal, balance, cash, flow, factor, dscr, repaid, weighted,
      best, least, irr, scale, proof, at_scale, balance_check;

  ToyLines() {
    const auto add = [&](const char* path, const char* unit, Kind kind, Section section, const char* definition,
                         const char* why = "") {
      return table.add(
          {path, std::string(path).substr(std::string(path).find('/') + 1), unit, kind, section, definition, why});
    };
    live = add("sales/live", "1", Kind::price, Section::none, "share of the month after opening");
    revenue = add("revenue/sales", "USD", Kind::flow, Section::revenue, "sales x price x season");
    lagged = add("revenue/three months before", "USD", Kind::flow, Section::none, "revenue three months before");
    monthly_rate = add("debt/monthly rate", "1/month", Kind::constant, Section::none, "rate / 12");
    interest = add("debt/interest", "USD", Kind::flow, Section::none, "opening balance x monthly rate");
    principal = add("debt/principal", "USD", Kind::flow, Section::none, "all revenue above interest, to the balance");
    balance = add("debt/balance", "USD", Kind::stock, Section::none, "balance less principal");
    cash = add("equity/cash", "USD", Kind::stock, Section::none, "revenue less interest and principal, accumulated");
    flow = add("equity/flow", "USD", Kind::flow, Section::none,
               "revenue less interest, less the amount in the month before opening");
    factor = add("equity/factor", "1", Kind::stock, Section::none, "discount factor");
    dscr = add("debt/dscr", "1", Kind::ratio, Section::none, "revenue / (interest + principal)", "no debt service");
    repaid = add("metric/repaid", "USD", Kind::constant, Section::metric, "sum of principal");
    weighted = add("metric/present value", "USD", Kind::constant, Section::metric, "sum of flow x factor");
    best = add("metric/best month", "USD", Kind::constant, Section::metric, "greatest revenue");
    least = add("metric/minimum dscr", "1", Kind::constant, Section::metric, "least dscr", "no debt service");
    irr = add("metric/irr", "1/year", Kind::constant, Section::metric, "(1 + monthly irr)^12 - 1", "no rate");
    scale = add("solve/scale", "1", Kind::constant, Section::none, "sales scale at which the sum of revenue is 1000");
    at_scale = add("metric/break-even sales", "1", Kind::constant, Section::metric, "scale x sales");
    proof = add("check/scale", "USD", Kind::constant, Section::check, "sum of revenue x scale - target");
    balance_check = add("check/balance", "USD", Kind::flow, Section::check,
                        "cash + balance - amount - cumulated revenue less interest");
  }
};

/// Returns the present value. `solved_scale` is what a solver found; `irr` maps the flow row to Defined<T>.
template <class T, class Book, class Irr>
T toy(const Clock<T>& clock, const ToyLines& L, const ToyInputs<T>& in, const T& target, const T& solved_scale,
      const Irr& irr, Book& book) {
  const T monthly_rate = book.constant(L.monthly_rate, in.rate / 12.0);
  T balance = book.opening(L.balance, in.amount);
  T cash = book.opening(L.cash, T(0.0));
  T factor = book.opening(L.factor, T(1.0));
  Series<T> revenues(clock.months()), flows(clock.months());
  Sum<T> repaid, total;
  SumProduct<T> present;
  Most<T> best;
  Least<T> least;
  for (int t = 0; t < clock.months(); ++t) {
    const T live = book(L.live, t, overlap<T>(clock.month(t), in.opened, in.opened + in.life));
    revenues[t] = book(
        L.revenue, t,
        in.sales * in.price * live * pick<T>(in.season, clock.month_of_year(t)) * clock.days(t) * clock.day_share(t));
    const T revenue = revenues[t];
    book(L.lagged, t, lag<T>(revenues, clock, t, 3));
    const T interest = book(L.interest, t, balance * monthly_rate);
    const T principal =
        book(L.principal, t,
             when<T>(
                 clock.last(t), [&] { return balance; }, [&] { return max(min(balance, revenue - interest), 0.0); }));
    balance = book(L.balance, t, balance - principal);
    const T before = cash;
    cash = book(L.cash, t, before + revenue - interest - principal);
    flows[t] = book(L.flow, t, revenue - interest - in.amount * overlap<T>(clock.month(t), in.opened - 1.0, in.opened));
    factor = book(L.factor, t, factor / (1.0 + monthly_rate));
    const T service = interest + principal;
    const Defined<T> dscr =
        book.ratio(L.dscr, t, defined<T>(service > 0.0, revenue / select(service > 0.0, service, T(1.0))));
    repaid.add(principal);
    total.add(revenue);
    present.add(flows[t], factor);
    best.add(revenue);
    least.add(dscr);
    if constexpr (Book::want_checks) book(L.balance_check, t, cash - before + principal - (revenue - interest));
  }
  book.metric(L.repaid, {repaid.value(), T(0.0) < T(1.0)});
  book.metric(L.best, {best.value(), T(0.0) < T(1.0)});
  book.metric(L.least, least.value());
  const Defined<T> monthly = irr(flows.span());
  book.metric(L.irr, {pow(1.0 + monthly.value, T(12.0)) - 1.0, monthly.exists});
  const T scale = book.solved(L.scale, solved_scale);
  book.metric(L.at_scale, {scale * in.sales, T(0.0) < T(1.0)});
  if constexpr (Book::want_checks) book.constant(L.proof, total.value() * scale - target);
  const T value = present.value();
  book.metric(L.weighted, {value, T(0.0) < T(1.0)});
  return value;
}

}  // namespace roi::test
