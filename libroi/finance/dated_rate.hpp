#pragma once
/// @file libroi/finance/dated_rate.hpp: the only rate of dated flows, by series of h, where one look proves it the only one.
///
///   h(w) = ln P(w) - ln N(w),  P, N = sum of |flow| exp(-w age) over the flows of one sign,  w = ln(1 + r) x length
///
/// The derivatives of h are differences of the cumulants of the ages (finance/rate_roots.hpp). The first series, about
/// w = 0, needs no exponential; the second, about its root, is as a rule exact to rounding.
/// The only root above -100 %: the flows change sign once (Descartes' rule holds for flows at any times), or the balance,
/// compounded at the root, has one sign until the last flow (the same rule for balances: Norstrom; Teichroew's pure
/// investment). Other series are left to the full scan.
#include <span>

namespace roi {

struct DatedRate {
  bool found = false;
  double force = 0.0;  ///< ln(1 + r) [1/year]
};

/// `times` ascend [years]. Not found: no root, more than one, no proof that it is the only one, or no convergence.
[[nodiscard]] DatedRate dated_rate(std::span<const double> times, std::span<const double> flows);

}  // namespace roi
