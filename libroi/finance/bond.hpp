#pragma once
/// @file libroi/finance/bond.hpp: duration, convexity and accrued interest.
///
///   D  = sum t cf[t] (1 + y)^-t / sum cf[t] (1 + y)^-t            Macaulay duration [periods]
///   D* = D / (1 + y)                                              modified: -(dP/dy) / P [periods]
///   C  = sum t (t + 1) cf[t] (1 + y)^-(t + 2) / P                 convexity: (d2P/dy2) / P [periods^2]
///
///   cf[t] [money]  payment at the end of period t = 0, 1, ...; cf[0] falls at the valuation date
///   y     [1/period]  yield; divide by the periods a year to have years
///   Errors: DomainError unless y > -1 and the price is positive.
///   Source: Fabozzi, Bond Markets, Analysis and Strategies, ch. 4; ICMA rule 251 (accrued interest).
#include <span>
#include <type_traits>

#include "libroi/core/error.hpp"
#include "libroi/core/scalar.hpp"
#include "libroi/finance/day_count.hpp"

namespace roi {

template <class T>
struct PriceSensitivity {
  T price;              ///< [money]
  T duration;           ///< Macaulay [periods]
  T modified_duration;  ///< [periods]
  T convexity;          ///< [periods^2]
};

template <Scalar T>
[[nodiscard]] PriceSensitivity<T> price_sensitivity(const T& yield,
                                                    std::span<const std::type_identity_t<T>> cash_flows) {
  require(yield > -1.0, "price_sensitivity", "yield", yield, "must be > -1 [1/period]");
  const T x = 1.0 / (1.0 + yield);
  T price(0.0), first(0.0), second(0.0);  // sums of cf, t cf and t (t + 1) cf, discounted
  T factor(1.0);
  double t = 0.0;
  for (const T& flow : cash_flows) {
    const T value = flow * factor;
    price = price + value;
    first = first + value * t;
    second = second + value * (t * (t + 1.0));
    factor = factor * x;
    t += 1.0;
  }
  require(price > 0.0, "price_sensitivity", "the present value of cash_flows", price, "must be > 0 [money]");
  const T duration = first / price;
  return {price, duration, duration * x, second / price * (x * x)};
}

/// Macaulay duration [periods].
template <Scalar T>
[[nodiscard]] T duration(const T& yield, std::span<const std::type_identity_t<T>> cash_flows) {
  return price_sensitivity(yield, cash_flows).duration;
}
/// Modified duration [periods].
template <Scalar T>
[[nodiscard]] T modified_duration(const T& yield, std::span<const std::type_identity_t<T>> cash_flows) {
  return price_sensitivity(yield, cash_flows).modified_duration;
}
/// Convexity [periods^2].
template <Scalar T>
[[nodiscard]] T convexity(const T& yield, std::span<const std::type_identity_t<T>> cash_flows) {
  return price_sensitivity(yield, cash_flows).convexity;
}

/// Interest accrued since the last coupon date [money]: face x coupon rate x year fraction.
template <Scalar T>
[[nodiscard]] T accrued_interest(const T& face, const T& coupon_rate, Date last_coupon, Date settlement,
                                 DayCount convention) {
  require(settlement >= last_coupon, "accrued_interest", "settlement",
          static_cast<double>(settlement.days - last_coupon.days), "must not be before last_coupon [days after it]");
  return face * coupon_rate * year_fraction(last_coupon, settlement, convention);
}

}  // namespace roi
