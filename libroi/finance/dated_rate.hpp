#pragma once
/// @file libroi/finance/dated_rate.hpp: the one rate of dated flows whose sign changes once, by Halley's steps on h.
///
///   h(v) = ln P(v) - ln N(v),  h' = D_N - D_P,  h'' = V_P - V_N      (finance/rate_roots.hpp; V: variance of the times)
///
/// One sign change: exactly one root above -100 % (Descartes' rule holds for flows at any times). h is almost straight,
/// so three or four evaluations of one exponential a flow reach rounding. Other series are left to the full scan.
#include <span>

namespace roi {

struct DatedRate {
  bool found = false;
  double force = 0.0;  ///< ln(1 + r) [1/year]
};

/// `times` ascend [years]. Not found: more or fewer than one sign change, or no convergence.
[[nodiscard]] DatedRate dated_rate(std::span<const double> times, std::span<const double> flows);

}  // namespace roi
