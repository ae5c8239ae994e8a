#pragma once
/// @file libroi/solve/root.hpp: zeros of a function in several brackets at once, one batch of values a step.
///
/// Chandrupatla's method in every bracket: an inverse quadratic step where the last three points say it fits, else
/// bisection. The bracket always holds the change of sign; done when it is narrower than 1e-13 of the value, or when
/// the function is 0. About 8 steps for a smooth function, about 45 for one that jumps.
/// Source: see solve/goal_seek.hpp.
#include <functional>
#include <vector>

namespace roi::solve {

/// Ends of a bracket and the function there, of opposite signs (or 0 at a zero that was hit).
struct RootBracket {
  double low = 0.0, high = 0.0;
  double at_low = 0.0, at_high = 0.0;
  bool complete = true;  // false: the function is NaN inside, and the search ended there
};

/// Values of the function at several points.
using Function = std::function<std::vector<double>(const std::vector<double>&)>;

/// The brackets, narrowed; adds the steps made to `steps`.
[[nodiscard]] std::vector<RootBracket> refine(const std::vector<RootBracket>& brackets, const Function& f, int& steps);

}  // namespace roi::solve
