#pragma once
/// @file libroi/center/break_even.hpp: the scale of sales at which project NPV is zero.
///
/// Where NPV(1) < 0 the search runs upwards, on 1 .. 4 / utilization, else downwards, on 0 .. 1: the scale s with
/// NPV(s) = 0, NPV(lower end) < 0 <= NPV(upper end). Regula falsi with the step of Anderson and Bjorck (BIT 13 (1973)
/// 253). Lane by lane: a lane that has converged keeps its value, so it equals the double result bit for bit.
/// Ends one step, not worked out any more, after |NPV| <= 1e-9 of -NPV(0) as the line through the ends has it: the steps
/// converge faster than linearly, so that one is exact but for rounding, and even at a kink off by no more than 1e-9.
/// Ends at once when |NPV| <= 1e-14 of the ends' difference, when the bracket has no width, or after 100 steps.
///
/// Formula and Dual are handed the solved scale instead: the workbook proves it by recomputing NPV there, and a Dual
/// takes its derivatives from the implicit function theorem.
#include "libroi/accounts/project.hpp"
#include "libroi/center/operations.hpp"
#include "libroi/power/cost_along.hpp"

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

/// NPV at any scale from operations at the scales 0 and 1: revenue, other operating cost and IT power are linear in
/// the scale, so only power, working capital and tax are worked out anew.
template <class T>
class NpvOfScale {
 public:
  /// `one` holds operations at scale 1; `spare` and `series` are memory to work in.
  NpvOfScale(const OperationsLines& operations, const ProjectLines& project, const Center<T>& in, const Clock<T>& clock,
             const OperationsSeries<T>& one, OperationsSeries<T>& spare, ProjectSeries<T>& series)
      : operations_(operations),
        project_(project),
        in_(in),
        clock_(clock),
        one_(one),
        spare_(spare),
        series_(series),
        power_(operations.facility, in.power, one.critical_power, clock) {
    operate<PowerIn::it_alone>(operations, in, clock, T(0.0), nothing_, spare);
    const int n = clock.months();
    for (Series<T>* row : {&revenue_, &revenue_rise_, &opex_, &opex_rise_}) *row = Series<T>(n);
    for (int t = 0; t < n; ++t) {
      revenue_[t] = spare.revenue[t];
      revenue_rise_[t] = one.revenue[t] - spare.revenue[t];
      opex_[t] = spare.opex[t];
      opex_rise_[t] = (one.opex[t] - one.power_cost[t]) - opex_[t];
      power_.add_month(t, clock, {spare.it[t], one.it[t] - spare.it[t], one.busy_full[t], one.critical_live[t]},
                       one.power_prices[static_cast<std::size_t>(t)]);
    }
  }

  T operator()(const T& scale) {
    power_.restart();
    for (int t = 0; t < clock_.months(); ++t) {
      const T revenue = revenue_[t] + scale * revenue_rise_[t];
      const T cost = power_.step(t, clock_, scale, one_.price_level[t], one_.level[t],
                                 one_.power_prices[static_cast<std::size_t>(t)]);
      const T opex = opex_[t] + scale * opex_rise_[t] + cost;
      spare_.ebitda[t] = revenue - opex;
      settle(operations_, in_.working_capital, clock_, t, revenue, opex, nothing_, spare_);
    }
    assess_project<true>(project_, in_, clock_, spare_, nothing_, series_);
    return series_.npv;
  }

 private:
  const OperationsLines& operations_;
  const ProjectLines& project_;
  const Center<T>& in_;
  const Clock<T>& clock_;
  const OperationsSeries<T>& one_;
  OperationsSeries<T>& spare_;
  ProjectSeries<T>& series_;
  Discard<T> nothing_;
  PowerCostAlong<T> power_;
  Series<T> revenue_{0}, revenue_rise_{0}, opex_{0}, opex_rise_{0};
};

template <class T, class Npv>
Defined<T> search_scale(Npv& npv, const T& utilization, const T& npv_at_one) {
  const mask_t<T> upwards = npv_at_one < 0.0;
  T low = select(upwards, T(1.0), T(0.0)), high = select(upwards, 4.0 / utilization, T(1.0));
  T npv_low = npv_at_one, npv_high = npv_at_one;
  if (!all_of(upwards)) npv_low = select(upwards, npv_low, npv(T(0.0)));
  if (any_of(upwards)) npv_high = select(upwards, npv(high), npv_high);
  const mask_t<T> exists = (npv_low < 0.0) & (npv_high >= 0.0) & (low < high);
  const T range = select(exists, npv_high - npv_low, T(1.0));
  const T slope = range / select(exists, high - low, T(1.0));
  const T at_zero = low * slope - npv_low;  // -NPV(0), were NPV a line
  const T tolerance = 1e-14 * range, near = 1e-9 * min(at_zero, range);
  T x = select(exists, (low * npv_high - high * npv_low) / range, T(1.0));
  T last_side = select(upwards, T(-1.0), T(1.0));
  mask_t<T> done = !exists;
  for (int step = 0; step < 100 && !all_of(done); ++step) {
    const T value = npv(x);
    const mask_t<T> below = value < 0.0;
    const T side = select(below, T(-1.0), T(1.0));
    const mask_t<T> again = (side * last_side) > 0.0;
    const T replaced = select(below, npv_low, npv_high);
    const T bend = 1.0 - value / select(replaced == 0.0, T(1.0), replaced);
    const T weight = select(again, select(bend > 0.0, bend, T(0.5)), T(1.0));  // of the end that stays
    npv_high = select(below, npv_high * weight, value);
    npv_low = select(below, value, npv_low * weight);
    low = select(below, x, low);
    high = select(below, high, x);
    last_side = side;
    const T gap = npv_high - npv_low;
    const mask_t<T> usable = gap > 0.0;
    const T next = (low * npv_high - high * npv_low) / select(usable, gap, T(1.0));
    done = done | (abs(value) <= tolerance) | !usable | !(next > low) | !(next < high);
    x = select(done, x, next);
    done = done | (abs(value) <= near);
  }
  return {x, exists};
}

}  // namespace roi
