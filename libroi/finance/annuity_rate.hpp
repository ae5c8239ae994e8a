#pragma once
/// @file libroi/finance/annuity_rate.hpp: the interest rate of level payments.
///
///   pv + pmt (1 + r w) (1 - (1 + r)^-n) / r + fv (1 + r)^-n = 0,   r > -1  [1/period]
///
///   Symbols and signs: finance/annuity.hpp. Found without a guess: the payments are a cash-flow series, whose rates are
///   known with proof (finance/rate_roots.hpp); a term that is not whole, or above 4,096 periods, is searched on a grid of
///   ln(1 + r) from 1e-9 / n to 700 / n, both signs, and bisected to rounding. Several rates: the rule of finance/irr.hpp.
///   Derivatives: implicit, dr = -dg / (dg/dr).  Errors: DomainError unless n > 0 and all arguments are finite.
#include "libroi/core/dual.hpp"
#include "libroi/core/scalar.hpp"
#include "libroi/finance/annuity.hpp"
#include "libroi/finance/irr.hpp"

namespace roi {

/// Rate and status; NaN where no rate fits.
struct AnnuityRate {
  double rate;
  IrrStatus status;
};
[[nodiscard]] AnnuityRate annuity_rate(double nper, double pmt, double pv, double fv = 0.0, double when = 0.0);

/// The rate, or a NoSolutionError with the status.
[[nodiscard]] double rate(double nper, double pmt, double pv, double fv = 0.0, double when = 0.0);

/// On a scalar with derivatives: solved in double, differentiated by the implicit function theorem.
template <Scalar T>
[[nodiscard]] T rate(const T& nper, const T& pmt, const T& pv, const T& fv, double when = 0.0) {
  const double root = rate(value_of(nper), value_of(pmt), value_of(pv), value_of(fv), when);
  const auto residual = [&](const auto& r, const auto& n, const auto& payment, const auto& today, const auto& later) {
    return today + payment * (1.0 + r * when) * annuity_factor(r, n) + later * growth_factor(r, -n);
  };
  using Slope = Dual<8>;
  const Slope slope = residual(Slope::variable(root, 0), Slope(value_of(nper)), Slope(value_of(pmt)),
                               Slope(value_of(pv)), Slope(value_of(fv)));
  return implicit(root, residual(T(root), nper, pmt, pv, fv), slope.derivative(0));
}

}  // namespace roi
