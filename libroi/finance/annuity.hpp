#pragma once
/// @file libroi/finance/annuity.hpp: level payments: present and future value, payment, its parts, term, yearly rates.
///
///   fv + pv (1 + r)^n + pmt (1 + r w) ((1 + r)^n - 1) / r = 0,        and  fv + pv + pmt n = 0  at r = 0
///
///   r    [1/period]  interest rate             n  [periods]  number of payments, > 0, need not be whole
///   pv   [money]     value today               fv [money]    balance wanted after n periods
///   pmt  [money]     payment each period       w  [-]        0: paid at the end of a period, 1: at its beginning
///   Sign: money received is positive, money paid negative (the convention of spreadsheets and numpy_financial).
///
/// Works on every scalar. Near r = 0 nothing cancels: (1 + r)^n - 1 is expm1(n log1p(r)). At r = 0 the limit is used,
/// with its derivative. Errors: DomainError unless r > -1, and n > 0 where it is divided by.
/// Rate of an annuity: finance/annuity_rate.hpp. Source: OASIS OpenFormula 1.2, 6.12 (PV, FV, PMT, NPER, CUMIPMT, ...).
#include "libroi/core/error.hpp"
#include "libroi/core/scalar.hpp"

namespace roi {
namespace annuity_detail {

/// e^x - 1 and ln(1 + x) on any scalar; a Dual takes the value of the double function and its known slope.
template <class T>
[[nodiscard]] T exp_minus_1(const T& x) {
  if constexpr (requires { expm1(x); }) {
    return expm1(x);
  } else {
    const double at = value_of(x);
    return (x - at) * exp(at) + expm1(at);
  }
}
template <class T>
[[nodiscard]] T log_1_plus(const T& x) {
  if constexpr (requires { log1p(x); }) {
    return log1p(x);
  } else {
    const double at = value_of(x);
    return (x - at) / (1.0 + at) + log1p(at);
  }
}

}  // namespace annuity_detail

/// (1 + r)^n.
template <Scalar T>
[[nodiscard]] T growth_factor(const T& rate, const T& periods) {
  require(rate > -1.0, "growth_factor", "rate", rate, "must be > -1 [1/period]");
  return exp(annuity_detail::log_1_plus(rate) * periods);
}

/// ((1 + r)^n - 1) / r: future value of 1 paid at the end of each of n periods; n at r = 0.
template <Scalar T>
[[nodiscard]] T accumulation_factor(const T& rate, const T& periods) {
  require(rate > -1.0, "accumulation_factor", "rate", rate, "must be > -1 [1/period]");
  const mask_t<T> flat = rate == 0.0;
  const T divisor = select(flat, T(1.0), rate);
  const T grown = annuity_detail::exp_minus_1(annuity_detail::log_1_plus(rate) * periods) / divisor;
  return select(flat, periods + rate * (periods * (periods - 1.0) * 0.5), grown);
}

/// (1 - (1 + r)^-n) / r: present value of 1 paid at the end of each of n periods; n at r = 0.
template <Scalar T>
[[nodiscard]] T annuity_factor(const T& rate, const T& periods) {
  require(rate > -1.0, "annuity_factor", "rate", rate, "must be > -1 [1/period]");
  const mask_t<T> flat = rate == 0.0;
  const T divisor = select(flat, T(1.0), rate);
  const T value = -annuity_detail::exp_minus_1(annuity_detail::log_1_plus(rate) * -periods) / divisor;
  return select(flat, periods - rate * (periods * (periods + 1.0) * 0.5), value);
}

/// Present value of a payment of 1 at the end of period 1 that grows by g each period, n times:
/// (1 - ((1 + g) / (1 + r))^n) / (r - g), and n / (1 + r) at r = g.
template <Scalar T>
[[nodiscard]] T growing_annuity_factor(const T& rate, const T& growth, const T& periods) {
  require(rate > -1.0, "growing_annuity_factor", "rate", rate, "must be > -1 [1/period]");
  require(growth > -1.0, "growing_annuity_factor", "growth", growth, "must be > -1 [1/period]");
  return annuity_factor((rate - growth) / (1.0 + growth), periods) / (1.0 + growth);
}

template <Scalar T>
[[nodiscard]] T fv(const T& rate, const T& nper, const T& pmt, const T& pv, const T& when = T(0.0)) {
  return -(pv * growth_factor(rate, nper) + pmt * (1.0 + rate * when) * accumulation_factor(rate, nper));
}

template <Scalar T>
[[nodiscard]] T pv(const T& rate, const T& nper, const T& pmt, const T& fv = T(0.0), const T& when = T(0.0)) {
  return -(fv * growth_factor(rate, -nper) + pmt * (1.0 + rate * when) * annuity_factor(rate, nper));
}

template <Scalar T>
[[nodiscard]] T pmt(const T& rate, const T& nper, const T& pv, const T& fv = T(0.0), const T& when = T(0.0)) {
  require(nper > 0.0, "pmt", "nper", nper, "must be > 0 [periods]");
  return -(pv + fv * growth_factor(rate, -nper)) / ((1.0 + rate * when) * annuity_factor(rate, nper));
}

/// Interest contained in payment number `per` = 1 .. nper; the first payment at the beginning contains none.
template <Scalar T>
[[nodiscard]] T ipmt(const T& rate, const T& per, const T& nper, const T& pv, const T& fv = T(0.0),
                     const T& when = T(0.0)) {
  require(per >= 1.0, "ipmt", "per", per, "must be >= 1 [period number]");
  require(per <= nper, "ipmt", "per", per, "must be <= nper [period number]");
  const T payment = pmt(rate, nper, pv, fv, when);
  const T balance = -roi::pv(rate, nper - per + 1.0, payment, fv, when);  // of what is still to come: nothing cancels
  const T interest = balance * rate;
  const mask_t<T> begins = when > 0.5;
  return select(begins & (per < 1.5), T(0.0), select(begins, interest / (1.0 + rate), interest));
}

/// Principal contained in payment number `per`: pmt - ipmt.
template <Scalar T>
[[nodiscard]] T ppmt(const T& rate, const T& per, const T& nper, const T& pv, const T& fv = T(0.0),
                     const T& when = T(0.0)) {
  return pmt(rate, nper, pv, fv, when) - ipmt(rate, per, nper, pv, fv, when);
}

/// Interest paid in payments first .. last (both included), a loan of pv repaid to 0 by nper payments.
template <Scalar T>
[[nodiscard]] T cumulative_interest(const T& rate, const T& nper, const T& pv, int first, int last,
                                    const T& when = T(0.0)) {
  require(first >= 1, "cumulative_interest", "first", static_cast<double>(first), "must be >= 1 [period number]");
  require(last >= first, "cumulative_interest", "last", static_cast<double>(last), "must be >= first [period number]");
  T sum(0.0);
  for (int per = first; per <= last; ++per) sum = sum + ipmt(rate, T(static_cast<double>(per)), nper, pv, T(0.0), when);
  return sum;
}

/// Principal paid in payments first .. last: all payments less the interest in them.
template <Scalar T>
[[nodiscard]] T cumulative_principal(const T& rate, const T& nper, const T& pv, int first, int last,
                                     const T& when = T(0.0)) {
  const T interest = cumulative_interest(rate, nper, pv, first, last, when);
  return pmt(rate, nper, pv, T(0.0), when) * static_cast<double>(last - first + 1) - interest;
}

/// Number of payments, NaN where no number of them reaches fv (the arms of ln must have one sign). Infinite when neither
/// interest nor payment moves the balance, and when fv is met in the limit only: the interest is all that is paid
/// (pmt + rate pv = 0), or a balance that only grows stood at fv = 0 infinitely long ago.
template <Scalar T>
[[nodiscard]] T nper(const T& rate, const T& pmt, const T& pv, const T& fv = T(0.0), const T& when = T(0.0)) {
  require(rate > -1.0, "nper", "rate", rate, "must be > -1 [1/period]");
  const mask_t<T> flat = rate == 0.0;
  const T divisor = select(flat, T(1.0), rate);
  const T annual = pmt * (1.0 + rate * when) / divisor;
  const T reached = annual - fv, begun = annual + pv;
  const T ratio = reached / begun;
  const T growth = select(flat, T(1.0), annuity_detail::log_1_plus(rate));
  const T undefined = ratio * 0.0 + T(__builtin_nan(""));
  const T endless = T(__builtin_inf());
  const T logarithm = select(ratio > 0.0, log(ratio), undefined);
  const T limit =
      select(begun == 0.0, select(ratio > 0.0, endless, undefined), select(reached == 0.0, -endless, logarithm));
  const T compounding = limit / growth;
  return select(flat, -(fv + pv) / pmt, compounding);
}

/// Effective yearly rate of a nominal one compounded m times a year: (1 + nominal / m)^m - 1.
template <Scalar T>
[[nodiscard]] T effective_rate(const T& nominal, double times_a_year) {
  require(times_a_year > 0.0, "effective_rate", "times_a_year", times_a_year, "must be > 0 [1/year]");
  require(nominal > -times_a_year, "effective_rate", "nominal", nominal, "must be > -times_a_year [1/year]");
  return annuity_detail::exp_minus_1(annuity_detail::log_1_plus(nominal / times_a_year) * times_a_year);
}

/// Nominal yearly rate compounded m times a year of an effective one: m ((1 + effective)^(1 / m) - 1).
template <Scalar T>
[[nodiscard]] T nominal_rate(const T& effective, double times_a_year) {
  require(times_a_year > 0.0, "nominal_rate", "times_a_year", times_a_year, "must be > 0 [1/year]");
  require(effective > -1.0, "nominal_rate", "effective", effective, "must be > -1 [1/year]");
  return annuity_detail::exp_minus_1(annuity_detail::log_1_plus(effective) / times_a_year) * times_a_year;
}

}  // namespace roi
