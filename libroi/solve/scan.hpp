#pragma once
/// @file libroi/solve/scan.hpp: where a search for the value of an input looks first.
#include <vector>

#include "libroi/inputs/parameters.hpp"
#include "libroi/solve/goal_seek.hpp"

namespace roi::solve {

/// The range of the field, narrowed: of a date to the months of the model, of a number that is not negative to 1,000
/// times its present value (at least 1). Holds the present value.
[[nodiscard]] Bracket default_bracket(const Parameter<double>& parameter, int months);

/// About 65 ascending values from low to high. The present value is one of them where it lies inside, and they are
/// denser around it; spaced by their logarithm where the bracket goes beyond 100 times the present value (or, where
/// that lies outside, beyond 100 times its own low end).
[[nodiscard]] std::vector<double> scan_values(const Bracket& bracket, double present);

}  // namespace roi::solve
