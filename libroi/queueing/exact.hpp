#pragma once
/// @file libroi/queueing/exact.hpp: queues without approximation, in double: the measure of the closed forms of
/// queueing/erlang_loss.hpp, and for cases where one number is asked for and time is no matter.
///
/// Jobs arrive at random (a Poisson stream). `load` = arrivals x mean service time [servers].
///
///   erlang_b            share lost of jobs that do not wait        B(c) = a B(c - 1) / (c + a B(c - 1))
///   erlang_c            share that waits, if all do                C = B / (1 - a/c (1 - B)); 1 for a >= c
///   mean_wait           over all jobs                              C x service_time / (c - a)
///   waits_longer_than   share that waits longer than `patience`    C exp(-(c - a) patience / service_time)
///   kaufman_roberts     jobs of several sizes on one pool          see below
///   allen_cunneen       times mean_wait: other than random times   (Ca^2 + Cs^2) / 2
///
/// Loss depends on the mean service time alone; waiting assumes service times spread exponentially, and allen_cunneen
/// (approximate) corrects for coefficients of variation Ca of times between arrivals and Cs of service times. Real
/// numbers of servers start the recursion at B(f, a), 0 < f < 1 the fraction, from 1/B = integral of e^-t (1 + t/a)^f:
/// Erlang's own continuation, exact to 1e-13.
///
///   kaufman_roberts     class k: jobs of b cards, load of A cards; q(j) = share of time that j cards are taken
///       j q(j) = sum over k of A q(j - b),  sum of q = 1;   a class is lost while fewer than b cards are free
///
/// kept in scale, so that neither 20,000 cards at overload nor at 1 % underflow the result. Time: cards x classes.
///
/// Errors: DomainError, naming function, argument, value and rule.
/// Sources: Erlang (1917); Kaufman, IEEE Trans. Comm. 29 (1981) 1474; Roberts (1981); Allen, Probability, Statistics and
/// Queueing Theory, 2nd ed. (1990), ch. 5.3.
#include <span>
#include <vector>

#include "libroi/core/error.hpp"

namespace roi {

/// Share of jobs lost on `servers` (real, 0 .. 1e7) [1]; 0 without load, 1 without servers.
[[nodiscard]] double erlang_b(double servers, double load);
/// Share of jobs that wait [1]; 1 for load >= servers.
[[nodiscard]] double erlang_c(double servers, double load);
/// Mean wait of all jobs, in the unit of service_time. Needs load < servers.
[[nodiscard]] double mean_wait(double servers, double load, double service_time);
/// Share of jobs that wait longer than `patience`, in the unit of service_time [1]; 1 for load >= servers.
[[nodiscard]] double waits_longer_than(double servers, double load, double patience, double service_time);
/// Factor on waits [1]; Ca = Cs = 1 gives 1.
[[nodiscard]] double allen_cunneen(double arrival_variation, double service_variation);

/// Jobs of one size.
struct JobClass {
  double job_cards;  ///< whole
  double load;       ///< offered: arrivals x mean service time x cards [cards]
};
struct PoolOfJobs {
  std::vector<double> blocking;  ///< by class: share of its jobs lost [1]
  double lost_share;             ///< of card load [1]; 0 without load
  double closed_form;            ///< the same by Hayward's closed form [1]
  double carried;                ///< mean cards taken [cards]
  double utilization;            ///< carried / cards [1]; 0 without cards
};
/// `cards` whole, 0 .. 1e6; classes in any order.
[[nodiscard]] PoolOfJobs kaufman_roberts(double cards, std::span<const JobClass> classes);

}  // namespace roi
