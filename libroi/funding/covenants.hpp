#pragma once
/// @file libroi/funding/covenants.hpp: the cover that lenders ask for.
///
/// The verdict and the warnings compare them with the DSCR of each month and with the LLCR (audit/verdict.hpp); no cash
/// is held back here: distributions made while a lock-up would hold are warned of.
#include <optional>

#include "libroi/inputs/defaults.hpp"

namespace roi {

template <class T>
struct Covenants {
  std::optional<T> default_dscr, lock_up_dscr, minimum_llcr;
  Covenants() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("default_dscr", default_dscr, "1", Range{0, 10}, absent, "DSCR below which the loans are in default");
    field.number("lock_up_dscr", lock_up_dscr, "1", Range{0, 10}, absent,
                 "DSCR below which nothing may be distributed");
    field.number("minimum_llcr", minimum_llcr, "1", Range{0, 10}, absent, "least loan life cover ratio");
  }
  void visit_rules(auto&& rule) const {
    rule(!default_dscr || !lock_up_dscr || *lock_up_dscr >= *default_dscr, "lock_up_dscr", "must be >= default_dscr");
  }
};

}  // namespace roi
