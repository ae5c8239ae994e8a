#pragma once
/// @file libroi/solve/goal_seek.hpp: which value of an input gives a metric a wanted value, or why none does.
///
///   const GoalSeek found = goal_seek(center, "contracts.anchor.price", Metric::dscr_minimum, 1.30);
///   if (found.status == GoalStatus::infeasible) std::puts(found.reason.c_str());
///   else set(center, "contracts.anchor.price", found.value);
///
/// m(x) is the metric with the input at x, all other inputs as they are.
///   1. Scan: m at about 65 values of the bracket, in one batch of packs. Where a field spans orders of magnitude the
///      values are spaced by their logarithm; they are denser around the present value, which is one of them.
///   2. A turning point that faces the target is magnified 4,000 times, so that two solutions close together show.
///      The edge of a stretch without metric, or with a broken rule, is found to 1e-12 of the value.
///   3. Each change of sign of m - target is refined by Chandrupatla's method (inverse quadratic steps, bisection where
///      they do not fit) until the value is known to 1e-13 of itself, all of them in lockstep.
///   4. What is left is a solution, or a jump of the metric over the target: a jump is no solution, and is reported.
///
/// Resolution: two solutions between neighbouring values of the scan, without a turning point seen by the scan, are
/// missed. A narrower bracket looks more closely.
/// Default bracket: the range of the field; of a date the months of the model; at most 1,000 times the present value.
/// Excluded are values that break a rule between fields (inputs/checking/rules.hpp) and values at which the metric does not exist.
///
/// Derivatives: dm / dx from gradient() at the solution. Of the solution, by the implicit function theorem:
///   d value / d target = 1 / (dm / dx)        d value / d other = -(dm / d other) / (dm / dx)
/// One-sided at a kink of the metric; NaN where dm / dx = 0.
/// Errors: DomainError for a path that is no number of the center (with the nearest), a target that is not finite, a
/// bracket that is empty, not finite or leaves the range of the field.
/// Source: Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function
/// without using derivatives", Advances in Engineering Software 28 (1997) 145-149.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/center/center.hpp"

namespace roi {

/// Values of an input from low to high, both included, in its declared unit.
struct Bracket {
  double low = 0.0;
  double high = 0.0;
};

enum class GoalStatus { solved, several, infeasible };
[[nodiscard]] const char* name_of(GoalStatus status) noexcept;

struct GoalSolution {
  double value = 0.0;   // of the input
  double metric = 0.0;  // as evaluate() finds it there
  double slope = 0.0;   // d metric / d input there
  Bracket same;         // values around it that give exactly the target; a single one, but for a flat metric
};

/// Values at which the metric does not exist or which break a rule between fields, and the reason.
struct GoalGap {
  double low = 0.0;
  double high = 0.0;
  std::string reason;
};

/// The metric changes sides of the target at `at` without taking its value.
struct GoalJump {
  double at = 0.0;
  double below = 0.0;  // the metric just below `at`
  double above = 0.0;
};

struct GoalSeek {
  std::string path;
  MetricInfo metric;
  double target = 0.0;
  GoalStatus status = GoalStatus::infeasible;
  std::string reason;    // one sentence: where was searched and what was found
  double present = 0.0;  // the value of the input in the center
  double value = 0.0;    // the solution nearest to it; NaN where infeasible, like the next two
  double metric_at_value = 0.0;
  double slope = 0.0;                   // d metric / d input at the value
  std::vector<GoalSolution> solutions;  // by value
  std::vector<GoalGap> gaps;
  std::vector<GoalJump> jumps;
  Bracket bracket;                     // searched
  double least = 0.0, least_at = 0.0;  // of the metric among all values tried; NaN where it exists at none
  double greatest = 0.0, greatest_at = 0.0;
  int evaluations = 0;  // of the center
  int iterations = 0;   // of the refinement
  /// d value / d parameter, in the order of parameters(center); the entry of the input itself is 0. Empty where
  /// infeasible.
  std::vector<double> sensitivity;
};

[[nodiscard]] GoalSeek goal_seek(const Center<double>& center, std::string_view path, Metric metric, double target,
                                 std::optional<Bracket> bracket = {});

}  // namespace roi
