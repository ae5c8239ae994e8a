#pragma once
/// @file libroi/finance/rate_roots.hpp: every root of a net present value, with proof, for flows at any times.
///
///   NPV(v) = P(v) - N(v),   P = sum of inflows  cf[i] e^(-v t[i]),   N = the same of outflows,   v = ln(1 + r)
///
///   t[i]  [periods or years], ascending      v  [1/period or 1/year], any real number: r covers (-100 %, infinity)
///
/// ln P and ln N are convex in v, and minus their slopes, the durations D, fall. So on an interval [a, b] the values
/// at its two ends bound both between tangents and chords, which gives two proofs without any sampling argument:
///
///   no root            the chord of one lies below the tangents of the other
///   at most one root   D_N(a) < D_P(b): NPV/N falls throughout;  D_P(a) < D_N(b): it rises throughout
///
/// An interval without either proof is halved. Outside the first interval one flow outweighs all opposite ones, so it
/// holds every root. A tangential (double) root is met when the interval shrinks to rounding; it is reported as
/// `touches`, and the count then counts it once and is no longer called certified.
/// Errors: none thrown; the callers check their arguments.
#include <span>
#include <vector>

namespace roi::rate_roots {

struct Root {
  double force = 0.0;  ///< v = ln(1 + r)
  bool falls = false;
  bool touches = false;
};

struct Scan {
  std::vector<Root> roots;  ///< ascending in v
  bool certified = true;    ///< the number of roots is proved
  bool complete = true;     ///< the budget of evaluations sufficed
  bool both_signs = true;
  int evaluations = 0;
};

/// All roots. `times` empty: the flows fall at 0, 1, 2, ... Otherwise times ascend and have the length of flows.
[[nodiscard]] Scan find(std::span<const double> times, std::span<const double> flows);

}  // namespace roi::rate_roots
