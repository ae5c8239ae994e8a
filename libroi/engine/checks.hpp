#pragma once
/// @file libroi/engine/checks.hpp: the integrity checks of an evaluation, from its lines.
///
/// A check is a line of section `check` that a stage has declared (stage/declare.hpp): its largest absolute residual over
/// the months may be 1e-9 of its scale. One more, H3, is about years, which no stage sees:
///
///   H3   for every calendar year: cash at its end = cash at its beginning + all lines of the cash-flow statement, and
///        retained earnings likewise with net income and dividends; for the whole model: the years of every section of
///        the statements add up to its months' total. The largest residual of all, scale of money.
#include <vector>

#include "libroi/engine/engine.hpp"

namespace roi {

/// By number, H1 first.
[[nodiscard]] std::vector<CheckResult> check_results(const Declared& layout, const Ledger<double>& ledger);

}  // namespace roi
