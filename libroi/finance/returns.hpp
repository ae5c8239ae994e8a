#pragma once
/// @file libroi/finance/returns.hpp: measures of a cash-flow series besides its internal rate.
///
///   cf[t]     [money]  net cash flow of period t, money out negative; cf[0] falls today
///   times[i]  [years]  when a dated flow falls, ascending from the first
///
///   mirr, xmirr         rate at which the outflows, financed, grow to the inflows, reinvested
///   moic                inflows / outflows, undiscounted
///   profitability_index present value of the inflows / present value of the outflows
///   payback             first time the running sum is >= 0 and stays so, within the period by straight line
///   modified_dietz      return on dated flows into a fund between two valuations, time-weighted capital
///   total_return        gain over the money put in
///
/// A ratio that does not exist carries a mask (`exists`) and is 0 there: no infinity leaves this file.
/// Kinks: a flow changes sides at 0 with equal one-sided limits; payback jumps where a later dip starts or ends.
/// Sources: OASIS OpenFormula 1.2, 6.12.27 (MIRR); Brealey, Myers & Allen ch. 5; GIPS handbook (modified Dietz).
#include <cstddef>
#include <span>
#include <string>
#include <type_traits>

#include "libroi/core/error.hpp"
#include "libroi/core/scalar.hpp"
#include "libroi/finance/npv.hpp"

namespace roi {

/// A number with the mask of the lanes in which it exists; 0 elsewhere.
template <class T>
struct Measure {
  T value;
  mask_t<T> exists;
};

namespace returns_detail {

/// x where the mask holds; the mask goes along.
template <class T>
[[nodiscard]] Measure<T> where(const mask_t<T>& mask, const T& x) {
  return {select(mask, x, T(0.0)), mask};
}
inline void need_flows(std::string_view where, std::size_t count, std::size_t least) {
  if (count >= least) return;
  throw DomainError(std::string(where) + ": cash_flows has " + std::to_string(count) +
                    (count == 1 ? " entry" : " entries") + ", but at least " + std::to_string(least) +
                    (least == 1 ? " is" : " are") + " needed");
}
inline void same_length(std::string_view where, std::size_t times, std::size_t flows) {
  if (times == flows) return;
  throw DomainError(std::string(where) + ": times has " + std::to_string(times) + " entries, but cash_flows has " +
                    std::to_string(flows));
}

}  // namespace returns_detail

/// Modified internal rate of return per period. Outflows are brought back at `finance_rate`, inflows forward at
/// `reinvest_rate`: ((FV of inflows) / (PV of outflows))^(1 / (n - 1)) - 1. Exists with flows of both signs.
template <Scalar T>
[[nodiscard]] Measure<T> mirr(std::span<const std::type_identity_t<T>> cash_flows, const T& finance_rate,
                              const T& reinvest_rate) {
  returns_detail::need_flows("mirr", cash_flows.size(), 2);
  require(finance_rate > -1.0, "mirr", "finance_rate", finance_rate, "must be > -1 [1/period]");
  require(reinvest_rate > -1.0, "mirr", "reinvest_rate", reinvest_rate, "must be > -1 [1/period]");
  const T back = 1.0 / (1.0 + finance_rate);
  const T onward = 1.0 + reinvest_rate;
  T future(0.0), present(0.0);
  const std::size_t n = cash_flows.size();
  for (std::size_t t = 0; t < n; ++t) {
    future = future * onward + max(cash_flows[t], T(0.0));
    present = present * back - min(cash_flows[n - 1 - t], T(0.0));
  }
  const mask_t<T> both = (future > 0.0) & (present > 0.0);
  const T ratio = select(both, future, T(1.0)) / select(both, present, T(1.0));
  return returns_detail::where<T>(both, pow(ratio, T(1.0 / static_cast<double>(n - 1))) - 1.0);
}

/// The same for dated flows, per year; the horizon is the last time less the first.
template <Scalar T>
[[nodiscard]] Measure<T> xmirr(std::span<const double> times, std::span<const std::type_identity_t<T>> cash_flows,
                               const T& finance_rate, const T& reinvest_rate) {
  returns_detail::same_length("xmirr", times.size(), cash_flows.size());
  returns_detail::need_flows("xmirr", cash_flows.size(), 2);
  require(finance_rate > -1.0, "xmirr", "finance_rate", finance_rate, "must be > -1 [1/year]");
  require(reinvest_rate > -1.0, "xmirr", "reinvest_rate", reinvest_rate, "must be > -1 [1/year]");
  const double first = times.front(), last = times.back();
  require(last > first, "xmirr", "times.back()", last, "must be after times.front() [years]");
  const T back = log(1.0 + finance_rate);
  const T onward = log(1.0 + reinvest_rate);
  T future(0.0), present(0.0);
  for (std::size_t i = 0; i < times.size(); ++i) {
    future = future + max(cash_flows[i], T(0.0)) * exp(onward * (last - times[i]));
    present = present - min(cash_flows[i], T(0.0)) * exp(back * (first - times[i]));
  }
  const mask_t<T> both = (future > 0.0) & (present > 0.0);
  const T ratio = select(both, future, T(1.0)) / select(both, present, T(1.0));
  return returns_detail::where<T>(both, pow(ratio, T(1.0 / (last - first))) - 1.0);
}

/// Multiple on invested capital [1]: sum of inflows / sum of outflows. Exists where money went out.
template <Scalar T>
[[nodiscard]] Measure<T> moic(std::span<const T> cash_flows) {
  T in(0.0), out(0.0);
  for (const T& flow : cash_flows) {
    in = in + max(flow, T(0.0));
    out = out - min(flow, T(0.0));
  }
  const mask_t<T> invested = out > 0.0;
  return returns_detail::where<T>(invested, in / select(invested, out, T(1.0)));
}

/// Present value of inflows / present value of outflows [1]; above 1 exactly where NPV is positive.
template <Scalar T>
[[nodiscard]] Measure<T> profitability_index(const T& rate, std::span<const std::type_identity_t<T>> cash_flows) {
  require(rate > -1.0, "profitability_index", "rate", rate, "must be > -1 [1/period]");
  const T discount = 1.0 / (1.0 + rate);
  T in(0.0), out(0.0);
  for (auto t = cash_flows.size(); t-- > 0;) {
    in = in * discount + max(cash_flows[t], T(0.0));
    out = out * discount - min(cash_flows[t], T(0.0));
  }
  const mask_t<T> invested = out > 0.0;
  return returns_detail::where<T>(invested, in / select(invested, out, T(1.0)));
}

/// Periods until the discounted running sum is >= 0 for good; where it never is, `exists` is false ("never").
/// A series that never falls below 0 is paid back at 0. Undiscounted: rate 0, or `payback`.
template <Scalar T>
[[nodiscard]] Measure<T> discounted_payback(const T& rate, std::span<const std::type_identity_t<T>> cash_flows) {
  require(rate > -1.0, "discounted_payback", "rate", rate, "must be > -1 [1/period]");
  const T discount = 1.0 / (1.0 + rate);
  T factor(1.0), sum(0.0), time(0.0);
  for (std::size_t t = 0; t < cash_flows.size(); ++t) {
    const T flow = cash_flows[t] * factor;
    const T next = sum + flow;
    const mask_t<T> reached = (sum < 0.0) & (next >= 0.0);
    const T share = -sum / select(reached, flow, T(1.0));
    time = select(reached, share + (static_cast<double>(t) - 1.0), time);
    sum = next;
    factor = factor * discount;
  }
  return returns_detail::where<T>(sum >= 0.0, time);
}

/// Periods until the running sum of the flows is >= 0 for good.
template <Scalar T>
[[nodiscard]] Measure<T> payback(std::span<const T> cash_flows) {
  return discounted_payback<T>(T(0.0), cash_flows);
}

/// Modified Dietz return [1] between two valuations: gain / (opening value + flows weighted by the share of time they
/// were in). Flows into the fund are positive here; times in the unit of `horizon`, from 0 to horizon.
template <Scalar T>
[[nodiscard]] Measure<T> modified_dietz(const T& opening_value, const T& closing_value, std::span<const double> times,
                                        std::span<const std::type_identity_t<T>> contributions, double horizon) {
  returns_detail::same_length("modified_dietz", times.size(), contributions.size());
  require(horizon > 0.0, "modified_dietz", "horizon", horizon, "must be > 0");
  T net(0.0), capital = opening_value;
  for (std::size_t i = 0; i < times.size(); ++i) {
    require(times[i] >= 0.0 && times[i] <= horizon, "modified_dietz", "times", times[i], "must be in [0, horizon]");
    net = net + contributions[i];
    capital = capital + contributions[i] * ((horizon - times[i]) / horizon);
  }
  const mask_t<T> invested = capital > 0.0;
  return returns_detail::where<T>(invested, (closing_value - opening_value - net) / select(invested, capital, T(1.0)));
}

/// Gain over the money put in [1]: (sum of flows) / (sum of outflows) = moic - 1.
template <Scalar T>
[[nodiscard]] Measure<T> total_return(std::span<const T> cash_flows) {
  const Measure<T> multiple = moic(cash_flows);
  return returns_detail::where<T>(multiple.exists, multiple.value - 1.0);
}

}  // namespace roi
