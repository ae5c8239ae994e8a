#pragma once
/// @file libroi/finance/dated_rate.hpp: the one rate of dated flows whose sign changes once, by series of h.
///
///   h(w) = ln P(w) - ln N(w),  P, N = sum of |flow| exp(-w age) over the flows of one sign,  w = ln(1 + r) x length
///
/// One sign change: exactly one root above -100 % (Descartes' rule holds for flows at any times). The derivatives of h
/// are differences of the cumulants of the ages (finance/rate_roots.hpp). The first series, about w = 0, needs no
/// exponential; the second, about its root, is as a rule exact to rounding. Other series are left to the full scan.
#include <span>

namespace roi {

struct DatedRate {
  bool found = false;
  double force = 0.0;  ///< ln(1 + r) [1/year]
};

/// `times` ascend [years]. Not found: more or fewer than one sign change, or no convergence.
[[nodiscard]] DatedRate dated_rate(std::span<const double> times, std::span<const double> flows);

}  // namespace roi
