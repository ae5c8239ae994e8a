#pragma once
/// @file libroi/finance/npv.hpp: net present value of evenly spaced and of dated cash flows.
///
///   NPV(r)  = sum over t = 0 .. n-1 of  cf[t] / (1 + r)^t
///   XNPV(r) = sum over i = 0 .. n-1 of  cf[i] / (1 + r)^(years from times[0] to times[i])
///
///   cf[t]     [money]      net cash flow of period t; cf[0] falls today, undiscounted
///   r         [1/period]   discount rate for the same period as cf (npv); [1/year] (xnpv)
///   times[i]  [years]      when cf[i] falls, by the day count of the caller (finance/day_count.hpp)
///   Discounting from the end of the first period: npv(r, cf) / (1 + r).
///   Errors: DomainError unless r > -1 in every lane; xnpv also when the lengths differ.
///   Derivatives: smooth wherever r > -1.
///   Source: Brealey, Myers & Allen, Principles of Corporate Finance, ch. 2.
#include <cstddef>
#include <span>
#include <string>
#include <type_traits>

#include "libroi/core/error.hpp"
#include "libroi/core/scalar.hpp"

namespace roi {

/// NPV in the money of the flows; an empty series is worth 0.
template <Scalar T>
[[nodiscard]] T npv(const T& rate, std::span<const std::type_identity_t<T>> cash_flows) {
  require(rate > -1.0, "npv", "rate", rate, "must be > -1 [1/period]");
  const T discount = 1.0 / (1.0 + rate);  // one division, none in the loop
  T value(0.0);
  for (auto t = cash_flows.size(); t-- > 0;) value = value * discount + cash_flows[t];
  return value;
}

/// dNPV/dr [money per unit of rate]; negative where a higher rate lowers the value.
template <Scalar T>
[[nodiscard]] T npv_slope(const T& rate, std::span<const std::type_identity_t<T>> cash_flows) {
  require(rate > -1.0, "npv_slope", "rate", rate, "must be > -1 [1/period]");
  const T discount = 1.0 / (1.0 + rate);
  T value(0.0);
  T by_discount(0.0);
  for (auto t = cash_flows.size(); t-- > 0;) {
    by_discount = by_discount * discount + value;
    value = value * discount + cash_flows[t];
  }
  return -by_discount * discount * discount;
}

/// XNPV in the money of the flows; times in years, the first one is the valuation date.
template <Scalar T>
[[nodiscard]] T xnpv(const T& rate, std::span<const double> times,
                     std::span<const std::type_identity_t<T>> cash_flows) {
  require(rate > -1.0, "xnpv", "rate", rate, "must be > -1 [1/year]");
  if (times.size() != cash_flows.size()) {
    throw DomainError("xnpv: times has " + std::to_string(times.size()) + " entries, but cash_flows has " +
                      std::to_string(cash_flows.size()));
  }
  const T force = log(1.0 + rate);  // [1/year], continuous
  T value(0.0);
  for (std::size_t i = 0; i < times.size(); ++i) value = value + cash_flows[i] * exp(-(times[i] - times[0]) * force);
  return value;
}

}  // namespace roi
