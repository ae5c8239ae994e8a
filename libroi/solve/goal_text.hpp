#pragma once
/// @file libroi/solve/goal_text.hpp: the outcome of a goal seek as a sentence.
///
///   npv/project = 0 CNY cannot be had with markets.on-demand.demand from 0 to 320000 card: it is between -2.1e+07 CNY
///   (at 0) and -1.4e+06 CNY (at 400)
#include <string>

#include "libroi/inputs/parameters.hpp"
#include "libroi/solve/goal_seek.hpp"

namespace roi::solve {

/// Numbers have six digits; money is in `currency`.
[[nodiscard]] std::string goal_text(const GoalSeek& found, const Parameter<double>& parameter,
                                    const std::string& currency);

}  // namespace roi::solve
