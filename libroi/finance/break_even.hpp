#pragma once
/// @file libroi/finance/break_even.hpp: the scale of sales at which project NPV is zero.
///
/// Search on 0 .. 4 / utilization for the scale s with NPV(s) = 0, NPV(0) < 0 <= NPV(upper end); regula falsi with the
/// Illinois step, lane by lane: a lane that has converged keeps its value, so it equals the double result bit for bit.
/// Ends when |NPV| <= 1e-14 of NPV(upper end) - NPV(0), when the bracket has no width, or after 100 steps.
///
/// Formula and Dual are handed the solved scale instead: the workbook proves it by recomputing NPV there, and a Dual
/// takes its derivatives from the implicit function theorem.
#include "libroi/finance/project.hpp"
#include "libroi/operations.hpp"

namespace roi {

/// A break-even scale solved beforehand in double, with dNPV / ds there.
struct SolvedScale {
  double scale = 0.0;
  bool exists = false;
  double slope = 0.0;
};

template <class T, class Book>
T npv_at_scale(const OperationsLines& operations, const ProjectLines& project, const Center<T>& in,
               const Clock<T>& clock, const T& scale, Book& book, OperationsSeries<T>& ops, ProjectSeries<T>& series) {
  operate(operations, in, clock, scale, book, ops);
  assess_project<true>(project, in, clock, ops, book, series);
  return series.npv;
}

template <class T, class Npv>
Defined<T> search_scale(const Npv& npv, const T& utilization) {
  T low(0.0), high = 4.0 / utilization;
  T npv_low = npv(low), npv_high = npv(high);
  const mask_t<T> exists = (npv_low < 0.0) & (npv_high >= 0.0);
  const T tolerance = 1e-14 * (npv_high - npv_low);
  T x(1.0), last_side(0.0);
  mask_t<T> done = !exists;
  for (int step = 0; step < 100; ++step) {
    const T value = npv(x);
    const mask_t<T> below = value < 0.0;
    const T side = select(below, T(-1.0), T(1.0));
    const mask_t<T> again = (side * last_side) > 0.0;
    npv_high = select(below, select(again, npv_high * 0.5, npv_high), value);
    npv_low = select(below, value, select(again, npv_low * 0.5, npv_low));
    low = select(below, x, low);
    high = select(below, high, x);
    last_side = side;
    const T gap = npv_high - npv_low;
    const mask_t<T> usable = gap > 0.0;
    const T next = (low * npv_high - high * npv_low) / select(usable, gap, T(1.0));
    done = done | (abs(value) <= tolerance) | !usable | !(next > low) | !(next < high);
    if (all_of(done)) break;
    x = select(done, x, next);
  }
  return {x, exists};
}

}  // namespace roi
