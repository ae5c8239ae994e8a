#pragma once
/// @file libroi/engine/solved_scale.hpp: the break-even scale of a center, solved in double, for scalars that cannot search.
#include "libroi/center/break_even.hpp"
#include "libroi/center/center.hpp"
#include "libroi/center/layout.hpp"

namespace roi {

/// Scale of sales at which project NPV is zero and the slope of NPV there; `exists` is false where there is none.
[[nodiscard]] SolvedScale solve_scale(const Layout& layout, const Center<double>& center);

}  // namespace roi
