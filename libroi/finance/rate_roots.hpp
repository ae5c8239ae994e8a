#pragma once
/// @file libroi/finance/rate_roots.hpp: every root of a net present value, with proof, for flows at any times.
///
///   NPV(v) = P(v) - N(v),   P = sum of inflows  cf[i] e^(-v t[i]),   N = the same of outflows,   v = ln(1 + r)
///
///   t[i]  [periods or years], ascending      v  [1/period or 1/year], any real number: r covers (-100 %, infinity)
///
/// The height h = ln P - ln N has the sign of NPV. ln P and ln N are convex in v, and minus their slopes, the durations
/// D, fall as v rises. So the values and durations at the two ends of an interval [a, b] bound both in between, between
/// tangents and chords, and give proofs that need no sampling argument:
///
///   no root            the chord of one lies below the tangents of the other
///   at most one root   D_N(a) < D_P(b): h falls throughout;   D_P(a) < D_N(b): h rises throughout
///   nothing beyond b   D_N(b) < time of the first inflow: h falls for ever, and its sign there is the first flow's
///   nothing before a   the same with the last flows
///
/// The scan starts at a Newton guess, walks outwards with growing steps until nothing is left beyond, and halves every
/// interval without a proof. A tangential (double) root is met when an interval shrinks to rounding: it is reported as
/// `touches`, counts once, and the count is no longer called certified.
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
