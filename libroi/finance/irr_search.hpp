#pragma once
/// @file libroi/finance/irr_search.hpp: the lane-parallel search behind `irr_value_periodic`.
///
/// Unknown: the force v = ln(1 + r) per period, discount factor x = exp(-v). Each lane follows its own path; a lane
/// that has converged is frozen by `select`, so it ends on the same bits whatever its neighbours do.
///
///   1. Orientation. A lane whose first flow is positive is searched with its signs turned, so the largest root falls.
///   2. Coarse. Flows are gathered in at most 32 buckets, inflows P and outflows N apart, each with its first moment.
///      Newton on  h(v) = ln P(v) - ln N(v), which is almost straight: its slope is the difference of two durations.
///   3. Fine. Halley's step on NPV(v) itself, all periods, until the next step would be below rounding.
///   4. Certificate. With c = 1 - |r| (0 if that is negative), the running sums  S[t] = S[t-1] c + cf[t]  change sign
///      at least as often as there are roots with 1 + r > c (Laguerre 1883; c = 1 is Norstrom's criterion, c = 0 is
///      Descartes' rule). One change: the root found is the only one that near to zero. Or: NPV falls everywhere on
///      [-|v|, |v|], because the duration of the inflows, least at |v|, exceeds that of the outflows, most at -|v|.
///
/// Where the running sums from the front, and those from the back, never change sign, the same theorem says at once that
/// there is no rate. Lanes without any certificate are left to the full scan (finance/rate_roots.hpp).
#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "libroi/core/scalar.hpp"

namespace roi::irr_search {

inline constexpr std::size_t kBuckets = 32;
inline constexpr double kLargestExponent = 600.0;  // |v| x periods: keeps exp(-v t) and its sums normal numbers

/// What one search found, lane by lane. Where `found` is false the other members are finite but meaningless.
template <class T>
struct Outcome {
  T rate;                    // per period
  mask_t<T> found;           // converged and certified nearest to zero
  mask_t<T> only_root;       // and the only one above -100 %
  mask_t<T> has_both_signs;  // without an inflow and an outflow there is no rate
  mask_t<T> no_root;         // certified: NPV has one sign at every rate
};

template <class T>
struct Buckets {
  std::array<T, kBuckets> in, in_moment, out, out_moment;
  std::size_t width = 1, count = 0;
  mask_t<T> one_change;  // Descartes: at most one root above -100 %
  mask_t<T> both_signs;
  mask_t<T> starts_positive;
  mask_t<T> no_root;  // sums from the front and from the back keep one sign: no rate above 0, none below
};

/// One pass over the flows: bucket sums, first moments about the bucket's middle, and the sign pattern.
template <Scalar T>
void gather(std::span<const T> flows, Buckets<T>& b) {
  const std::size_t n = flows.size();
  b.width = n <= kBuckets ? 1 : (n + kBuckets - 1) / kBuckets;
  b.count = (n + b.width - 1) / b.width;
  const T zero(0.0);
  const mask_t<T> never = zero < zero;
  mask_t<T> positive_seen = never, negative_seen = never, after_positive = never, after_negative = never;
  b.starts_positive = never;
  T sum = zero, size = zero, lowest(1e300), highest(-1e300), lowest_before = zero, highest_before = zero;
  const double middle = 0.5 * static_cast<double>(b.width - 1);
  for (std::size_t k = 0; k < b.count; ++k) {
    T in = zero, in_moment = zero, out = zero, out_moment = zero;
    const std::size_t first = k * b.width;
    const std::size_t last = std::min(n, first + b.width);
    for (std::size_t t = first; t < last; ++t) {
      const T& flow = flows[t];
      const mask_t<T> is_positive = flow > 0.0;
      const mask_t<T> is_negative = flow < 0.0;
      b.starts_positive = b.starts_positive | (is_positive & !negative_seen);
      after_positive = after_positive | (positive_seen & is_negative);
      after_negative = after_negative | (negative_seen & is_positive);
      positive_seen = positive_seen | is_positive;
      negative_seen = negative_seen | is_negative;
      lowest_before = min(lowest_before, sum);
      highest_before = max(highest_before, sum);
      sum = sum + flow;
      lowest = min(lowest, sum);
      highest = max(highest, sum);
      const T inflow = max(flow, zero);
      const T outflow = inflow - flow;
      const double offset = static_cast<double>(t - first) - middle;
      in = in + inflow;
      in_moment = in_moment + inflow * offset;
      out = out + outflow;
      out_moment = out_moment + outflow * offset;
    }
    b.in[k] = in;
    b.in_moment[k] = in_moment;
    b.out[k] = out;
    b.out_moment[k] = out_moment;
    size = size + in + out;
  }
  b.both_signs = positive_seen & negative_seen;
  b.one_change = b.both_signs & !(after_positive & after_negative);
  const T margin = size * 1e-12;  // far above the rounding of the sums
  const mask_t<T> below = (highest < -margin) & (sum < lowest_before - margin);
  const mask_t<T> above = (lowest > margin) & (sum > highest_before + margin);
  b.no_root = b.both_signs & (below | above);
}

/// Coarse root in v per period, from v = 0. `done` is false where no root came into sight: NPV may have none.
template <Scalar T>
[[nodiscard]] T coarse_root(const Buckets<T>& b, mask_t<T>& done) {
  const double width = static_cast<double>(b.width);
  const double horizon = width * static_cast<double>(b.count);
  const double limit = b.width == 1 ? kLargestExponent / horizon : 1.0 / width;
  const double shortest_gap = 0.005 * horizon;  // floor of the durations' difference: bounds a step near a turn
  T v(0.0);
  const mask_t<T> idle = b.no_root | !b.both_signs;
  mask_t<T> lost = idle & !idle;
  done = lost;
  for (int pass = 0; pass < 10; ++pass) {
    const T x = exp(v * -width);
    T in(0.0), in_slope(0.0), out(0.0), out_slope(0.0), in_lag(0.0), out_lag(0.0);
    for (std::size_t k = b.count; k-- > 0;) {
      in_slope = in_slope * x + in;
      out_slope = out_slope * x + out;
      in = in * x + (b.in[k] - v * b.in_moment[k]);
      out = out * x + (b.out[k] - v * b.out_moment[k]);
      in_lag = in_lag * x + b.in_moment[k];
      out_lag = out_lag * x + b.out_moment[k];
    }
    const T safe_in = select(in > 0.0, in, T(1.0));
    const T safe_out = select(out > 0.0, out, T(1.0));
    const T in_duration = (in_slope * x * width + in_lag) / safe_in;
    const T out_duration = (out_slope * x * width + out_lag) / safe_out;
    const T turned = select(b.starts_positive, out_duration - in_duration, in_duration - out_duration);
    const T ratio = log(safe_in / safe_out);
    const T height = select(b.starts_positive, -ratio, ratio);
    const T gap = max(turned, T(shortest_gap));
    const T step =
        select(turned > 0.0, height, abs(height)) / gap;  // left of a turn: go right, towards the falling side
    const T next = max(min(v + step, T(limit)), T(-limit));
    const mask_t<T> small = abs(next - v) * horizon < 1e-4;
    const mask_t<T> settled = done | lost | idle;
    const mask_t<T> falling = turned > 0.0;
    const mask_t<T> kept = settled | falling | (height >= 0.0);
    lost = lost | (!kept);  // past the top of h, and still below zero
    done = done | (small & (!(settled | lost)));
    v = select(settled, v, next);
    if (all_of(done | lost | idle)) break;
  }
  done = done & (abs(v) <= 0.999 * limit);
  return v;
}

/// Fine root in v: `converged` says in which lanes the last step was below rounding.
template <Scalar T>
[[nodiscard]] T fine_root(std::span<const T> flows, T v, const mask_t<T>& wanted, mask_t<T>& converged) {
  const double n = static_cast<double>(flows.size());
  const double limit = kLargestExponent / n;
  mask_t<T> done = !wanted;
  converged = wanted & !wanted;
  for (int pass = 0; pass < 8 && !all_of(done); ++pass) {
    const T x = exp(-v);
    T value(0.0), first(0.0), second(0.0);  // NPV, dNPV/dx, half of d2NPV/dx2
    for (std::size_t t = flows.size(); t-- > 0;) {
      second = second * x + first;
      first = first * x + value;
      value = value * x + flows[t];
    }
    const T duration = first * x;                           // -dNPV/dv
    const T curvature = 2.0 * (second * x * x) + duration;  // d2NPV/dv2
    const mask_t<T> flat = !(abs(duration) > 0.0);
    const T scale = select(flat, T(1.0), duration);
    const T newton = value / scale;
    const T bend = max(1.0 - 0.5 * (newton * (curvature / scale)), T(0.5));
    const T step = newton / bend;
    const T next = max(min(v + step, T(limit)), T(-limit));
    const mask_t<T> small = (abs(step) * n < 1e-5) & !flat;
    v = select(done, v, next);
    converged = converged | (small & !done);
    done = done | small | flat;
  }
  return v;
}

/// True where the running sums compounded at 1 + r = c > 0 change sign exactly once, from minus to plus.
template <Scalar T>
[[nodiscard]] mask_t<T> one_turn(std::span<const T> flows, const T& c) {
  T sum(0.0);
  const mask_t<T> never = sum < sum;
  mask_t<T> risen = never, fallen = never, early = never, sunk = never;
  for (const T& flow : flows) {
    sum = sum * c + flow;
    const mask_t<T> above = sum > 0.0;
    const mask_t<T> below = sum < 0.0;
    fallen = fallen | (risen & below);
    early = early | (above & !sunk);
    sunk = sunk | below;
    risen = risen | above;
  }
  return risen & !fallen & !early;
}

/// True where NPV falls everywhere between -|v| and |v|:  sum of t in[t] e^(-|v| t)  >  sum of t out[t] e^(|v| t).
template <Scalar T>
[[nodiscard]] mask_t<T> falls_between(std::span<const T> flows, const T& v) {
  const T least_growth = exp(-abs(v)), most_growth = exp(abs(v));
  T in(0.0), in_slope(0.0), out(0.0), out_slope(0.0);
  for (std::size_t t = flows.size(); t-- > 0;) {  // Horner: slope = sum of t x flow x growth^(t - 1)
    const T inflow = max(flows[t], T(0.0));
    in_slope = in_slope * least_growth + in;
    in = in * least_growth + inflow;
    out_slope = out_slope * most_growth + out;
    out = out * most_growth + (inflow - flows[t]);
  }
  return in_slope * least_growth * (1.0 - 1e-9) > out_slope * most_growth;
}

template <Scalar T>
[[nodiscard]] Outcome<T> search(std::span<const T> flows) {
  Buckets<T> buckets;
  gather(flows, buckets);
  mask_t<T> in_sight, converged;
  const T coarse = coarse_root(buckets, in_sight);
  const T v = fine_root(flows, coarse, in_sight, converged);
  const mask_t<T> by_descartes = converged & buckets.one_change;
  Outcome<T> result{T(0.0), by_descartes, buckets.one_change, buckets.both_signs, buckets.no_root};
  const T rate = expm1(v);
  const mask_t<T> open = converged & !buckets.one_change & !buckets.starts_positive;
  if (any_of(open)) {
    const T floor = max((1.0 - abs(rate)) * (1.0 - 1e-9), T(0.0));
    result.found = result.found | (open & one_turn(flows, floor));
    const mask_t<T> still = open & !result.found;
    if (any_of(still)) result.found = result.found | (still & falls_between(flows, v));
  }
  result.rate = select(result.found, rate, T(0.0));
  return result;
}

}  // namespace roi::irr_search
