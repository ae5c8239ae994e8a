#pragma once
/// @file libroi/queueing/erlang_loss.hpp: jobs that find no free card: Erlang's loss and what follows from it, in
/// closed form for real numbers of servers, on every scalar.
///
/// Jobs come at random, each holds one server for a random time, and a job that finds all c servers taken is lost. With
/// a = offered load (arrivals x mean service time, in servers), the share lost is Erlang's B. Its recursion takes c steps
/// and whole numbers; the uniform expansion of the incomplete gamma function gives the same number in one expression,
/// smooth in c and a:
///
///     n = c + 1,   lambda = a / n,   y = (lambda - 1) / (lambda + 1)                         n [servers], others [1]
///     p = (atanh(y) - y) / y^3 = 1/3 + y^2/5 + y^4/7 + ...;      atanh(y) = ln(lambda) / 2
///     q = sqrt((1 - y) - y (1 - y)^2 p),   eta = (lambda - 1) q            = +-sqrt(2 (lambda - 1 - ln lambda))
///     s = -(1 - y) (1 + (1 - y)^2 p) / (2 q (q + 1))                       = 1 / (lambda - 1) - 1 / eta
///     G(n) = 1 + 1 / (12 n) + 1 / (288 n^2) - 139 / (51840 n^3)            Stirling's series
///     1 / B = lambda G(n) ( sqrt(pi n / 2) erfcx(eta sqrt(n / 2)) + s )
///
/// B is held between (a - c + u) / (a + u) with u = min(c, 1) and 1, which Erlang's own B obeys: it is
/// 1 / B = integral of e^-t (1 + t/a)^c over t >= 0, so B >= a / (a + c) for c <= 1 by Bernoulli's inequality, and the
/// recursion takes that on. Hence carried load a (1 - B) stays below c. B = 1 for c <= 0; B = 0 for a = 0, and where it
/// would be below 1e-250. Derivatives are exact at lambda = 1 too: p alone has two arms, its series for |y| < 0.05, where
/// the next term is 4e-15; the textbook's forms of eta and s cancel there.
///
///   worst error      relative, a/c <= 1.3, B > 1e-12      absolute, a/c <= 3      absolute, a/c <= 1000
///   c = 0.3          2e-3                                 2e-3                    6e-3
///   c = 1            6e-4                                 3e-4                    3e-4
///   c = 8            9e-5                                 5e-4                    1e-3
///   c = 64           1.3e-5                               7e-5                    1.5e-4
///   c = 512          1.6e-6                               9e-6                    2e-5
///   c = 16,384       5e-8                                 3e-7                    6e-7
///
/// (tests/queueing/erlang_loss_test.cpp, against the exact forms of queueing/exact.hpp.)
///
/// Jobs of several sizes in cards: Hayward's equivalent, B(cards / z, load / z) with load in cards and z = sum of load
/// share x job size; exact for one size, else queueing/exact.hpp states the error. Jobs that wait: Erlang's C.
///
/// Kinks: at the bounds of B; of `waiting_share` at a = c. Errors: none; values outside their range count as its ends.
/// Sources: Temme, SIAM J. Math. Anal. 10 (1979) 757; DiDonato & Morris, ACM TOMS 12 (1986) 377 (Algorithm 654);
/// Jagerman, Bell System Technical Journal 53 (1974) 525 (real c); Fredericks, BSTJ 59 (1980) 807 (Hayward).
#include "libroi/queueing/constants.hpp"

namespace roi {

/// Terms of the expansion around n = c + 1 servers.
template <class T>
struct ErlangTerms {
  T inverse_n;  // 1 / n
  T lambda;     // a / n
  T x;          // eta sqrt(n / 2), held to -24
  T root;       // sqrt(pi n / 2)
  T s, g;
};

template <class T>
[[nodiscard]] LIBROI_INLINE ErlangTerms<T> erlang_terms(const QueueConstants<T>& k, const T& servers, const T& load) {
  const T n = servers + 1.0;
  const T inverse_n = 1.0 / n;
  const T lambda = load * inverse_n;
  const T inverse_sum = 1.0 / (lambda + 1.0);
  const T y = (lambda - 1.0) * inverse_sum;
  const T rest = inverse_sum + inverse_sum;  // 1 - y
  const T square = y * y;
  const mask_t<T> near = square < k.near_square;
  T p = k.series[0] + square * (k.series[1] + square * (k.series[2] + square * (k.series[3] + square * k.series[4])));
  bool all_near = false;
  if constexpr (may_skip_arms<T>) all_near = all_of(near);
  if (!all_near) p = select(near, p, (k.half * log(lambda) - y) / select(near, T(1.0), y * square));
  const T curvature = rest * rest * p;
  const T q = sqrt(rest - y * curvature);
  const T root_half_n = sqrt(k.half * n);
  const T x = max((lambda - 1.0) * q * root_half_n, -k.furthest);
  const T s = -(k.half * rest * (1.0 + curvature)) / (q * (q + 1.0));
  const T twelfth = inverse_n / 12.0;
  const T g = 1.0 + twelfth * (1.0 + twelfth * (k.half - k.stirling * twelfth));
  return {inverse_n, lambda, x, k.root_pi * root_half_n, s, g};
}

/// Share of jobs lost, 0 .. 1, with `load` and `servers` in servers.
template <class T>
[[nodiscard]] LIBROI_INLINE T erlang_loss(const QueueConstants<T>& k, const T& servers, const T& load) {
  const mask_t<T> any_load = load > k.least_load;
  const T a = select(any_load, load, T(1.0));
  const T c = max(servers, 0.0);
  const ErlangTerms<T> e = erlang_terms(k, c, a);
  const mask_t<T> within_reach = any_load & (e.x > -k.furthest);
  if constexpr (may_skip_arms<T>)
    if (!any_of(within_reach)) return T(0.0);
  const T expansion = 1.0 / (e.lambda * e.g * (e.root * erfcx(e.x, k.erfcx) + e.s));
  const T u = min(c, 1.0);
  const T loss = min(max(expansion, (a - c + u) / (a + u)), 1.0);
  return select(within_reach, select(c > 0.0, loss, T(1.0)), T(0.0));
}

/// Share of card load lost by jobs of mean size z [cards] (by load), with `cards` and `load` in cards; z up to 1e-100
/// stands for "no load" and counts as 1.
template <class T>
[[nodiscard]] LIBROI_INLINE T hayward_loss(const QueueConstants<T>& k, const T& cards, const T& load, const T& z) {
  const T inverse = 1.0 / select(z > k.least_load, z, T(1.0));
  return erlang_loss(k, cards * inverse, load * inverse);
}

/// Erlang's C, the share of jobs that wait where all do so for as long as it takes: B / (1 - a/c (1 - B)) for a < c, else
/// 1. `loss` is Erlang's B of the same servers and load.
template <class T>
[[nodiscard]] LIBROI_INLINE T waiting_share(const T& loss, const T& servers, const T& load) {
  const mask_t<T> keeps_up = load < servers;
  const T carried = load / select(keeps_up, servers, T(1.0)) * (1.0 - loss);
  return select(keeps_up, loss / select(keeps_up, 1.0 - carried, T(1.0)), T(1.0));
}

/// Share of jobs that wait longer than `patience` = time / mean service time: C exp(-(c - a) patience).
template <class T>
[[nodiscard]] LIBROI_INLINE T longer_than(const T& waiting, const T& servers, const T& load, const T& patience) {
  return waiting * exp(-(max(servers - load, 0.0) * patience));
}

/// Share of a class lost whose share `patient` is lost only where it would wait too long (`late`).
template <class T>
[[nodiscard]] LIBROI_INLINE T loss_of_patient(const T& loss, const T& late, const T& patient) {
  return loss - patient * max(loss - late, 0.0);
}

/// Share of a class lost that loses `loss` without waiting, and of which the share `patient` waits for up to `patience`
/// (in service times): (1 - patient) B + patient min(B, longer_than). Never less than 1 - c/a if B is not. In jobs of z
/// cards, servers and load are cards / z and load / z.
template <class T>
[[nodiscard]] LIBROI_INLINE T queue_loss(const T& loss, const T& servers, const T& load, const T& patient,
                                         const T& patience) {
  return loss_of_patient(loss, longer_than(waiting_share(loss, servers, load), servers, load, patience), patient);
}

/// E[(X - s)+] of a Poisson number X with this mean [cards]: cards down beyond s spares, when failures come at random and
/// `mean` of them are in repair. s is real: P(X > s) is the incomplete gamma function, which joins the whole numbers.
///
///   = max(m - s, 0) + pmf (m - |m - s| R),   pmf = exp(-x^2) / (lambda G sqrt(2 pi n)),   n = s + 1
///   R = P(X <= s) / pmf = lambda G (root erfcx(x) + s) for m > s, else P(X > s) / pmf, the same with -x and -s
///
/// so that nothing cancels where shortage is rare. Within max(m - s, 0) .. m; m for s <= 0. Error below 7e-4 of
/// the mean; relative, where the shortage is above 1e-6 cards: 3 %, from a mean of 1 on 1.2 %, of 20 on 5e-4.
template <class T>
[[nodiscard]] LIBROI_INLINE T poisson_shortage(const QueueConstants<T>& k, const T& mean, const T& spares) {
  const mask_t<T> any = mean > k.least_load;
  const T m = select(any, mean, T(1.0));
  const T s = max(spares, 0.0);
  const ErlangTerms<T> e = erlang_terms(k, s, m);
  const mask_t<T> beyond = m > s;
  const T scale = e.lambda * e.g;
  const T bracket = e.root * erfcx(select(beyond, e.x, -e.x), k.erfcx) + select(beyond, e.s, -e.s);
  const T pmf = exp(-(e.x * e.x)) / (scale * (e.root + e.root));
  const T certain = max(m - s, 0.0);
  const T shortage = certain + pmf * (m - abs(m - s) * (scale * bracket));
  return select(any, select(s > 0.0, max(min(shortage, m), certain), m), T(0.0));
}

}  // namespace roi
