#pragma once
/// @file libroi/funding/tranche/tranches.hpp: the kinds of debt of a center, senior first: the only list of them.
///
/// A new kind is a header beside this one and a word here.
#include "libroi/funding/tranche/term_loans.hpp"

namespace roi {

using StandardTranches = TrancheList<TermLoans>;

}  // namespace roi
