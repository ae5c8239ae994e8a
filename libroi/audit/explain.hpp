#pragma once
/// @file libroi/audit/explain.hpp: why a number is what it is, as a tree of text.
///
///     sales/on demand[30] = 4.84716e+06 card-hour
///       = MIN(demand/hours[30],MAX(capacity/available[30]-sales/contracted[30],0))
///         binds: demand/hours[30]
///         demand/hours[30] = 8.00076e+06 card-hour
///           = demand/cards*time/hours[30]/(1+demand/ramp state[30])
///             demand/cards = 13500 card (input; vendor's quote, 2025-11, status quote)
///
/// Only the arm of an IF that was taken is shown. MIN and MAX say which side binds. Over months they open the month that
/// binds, the first within rounding; SUM, SUMPRODUCT and IRR the three months that contribute most (of an IRR: present
/// values at that rate). A row's own previous month is named; where it has long been the same, the month since when is
/// opened. Calendar rows are not opened. With `start` months carry their dates: debt/dscr[13] (2025-02).
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "libroi/audit/input_row.hpp"
#include "libroi/core/formula_fold.hpp"
#include "libroi/core/timeline.hpp"

namespace roi::audit {

/// The line with this path in month t (kOpening for the opening; t is not read for constants and metrics), opened
/// `depth` levels deep. Errors: DomainError when there is no such line or no such month.
[[nodiscard]] std::string explain(const Graph& graph, std::string_view path, int t, int depth,
                                  std::span<const InputRow> inputs = {}, std::optional<YearMonth> start = {});

}  // namespace roi::audit
