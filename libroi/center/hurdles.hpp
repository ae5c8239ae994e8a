#pragma once
/// @file libroi/center/hurdles.hpp: what an investor asks of a center's results, so that a verdict can be given.
///
/// A hurdle is met where the metric exists and is on the right side of it; equal is met. No formula reads a hurdle: the
/// verdict compares (audit/verdict.hpp). What lenders ask stands in funding/covenants.hpp.
#include <optional>

#include "libroi/inputs/defaults.hpp"

namespace roi {

template <class T>
struct Hurdles {
  std::optional<T> project_npv, project_irr, equity_npv, equity_irr, payback, break_even_utilization;
  Hurdles() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("project_npv", project_npv, "money", Range{-1e15, 1e15}, absent, "least project NPV after tax");
    field.number("project_irr", project_irr, "1/year", Range{-0.99, 10}, absent, "least project IRR after tax");
    field.number("equity_npv", equity_npv, "money", Range{-1e15, 1e15}, absent, "least NPV of distributions");
    field.number("equity_irr", equity_irr, "1/year", Range{-0.99, 10}, absent, "least equity IRR of distributions");
    field.number("payback", payback, "month", Range{0, 1200}, absent,
                 "longest payback, from the start of the model, undiscounted");
    field.number("break_even_utilization", break_even_utilization, "1", Range{0, 10}, absent,
                 "highest utilization at which project NPV may be zero");
  }
};

}  // namespace roi
