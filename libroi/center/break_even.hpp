#pragma once
/// @file libroi/center/break_even.hpp: the scale of sales at which project NPV is zero.
///
/// Where NPV(1) < 0 the search runs upwards, on 1 .. 4 / utilization, else downwards, on 0 .. 1: the scale s with
/// NPV(s) = 0, NPV(lower end) < 0 <= NPV(upper end). Regula falsi with the step of Anderson and Bjorck (BIT 13 (1973)
/// 253). Lane by lane: a lane that has converged keeps its value, so it equals the double result bit for bit.
/// Ends one step, not worked out any more, after |NPV| <= 1e-9 of -NPV(0) as the line through the ends has it: the steps
/// converge faster than linearly, so that one is exact but for rounding. Where it would go more than twice as far as the
/// line through both ends, as behind a kink, that line is followed: it does not pass the root of a bent line, so that even
/// there NPV is off by no more than 1e-9.
/// Ends at once when |NPV| <= 1e-14 of -NPV(0) or of the ends' difference, when the bracket has no width, or after 100 steps.
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

/// Project NPV of whole operations at one scale.
template <class Streams, class T, class Book>
T npv_at_scale(const OperationsLines<Streams>& operations, const ProjectLines& project, const CenterOf<T, Streams>& in,
               const Clock<T>& clock, const T& scale, Book& book, Operations<T>& ops, ProjectSeries<T>& series) {
  operate(operations, in, clock, scale, book, ops);
  assess_project<true>(project, in.tax.rate, in.valuation.discount_rate, clock, ops.months, ops.opening_working_capital,
                       book, series);
  return series.npv;
}

/// NPV at any scale, whatever the streams do: whole operations each time.
template <class T, class Streams>
class NpvByRuns {
 public:
  NpvByRuns(const OperationsLines<Streams>& operations, const ProjectLines& project, const CenterOf<T, Streams>& in,
            const Clock<T>& clock, const Operations<T>&, Operations<T>& spare, ProjectSeries<T>& series)
      : operations_(operations), project_(project), in_(in), clock_(clock), spare_(spare), series_(series) {}
  T operator()(const T& scale) {
    return npv_at_scale(operations_, project_, in_, clock_, scale, nothing_, spare_, series_);
  }

 private:
  const OperationsLines<Streams>& operations_;
  const ProjectLines& project_;
  const CenterOf<T, Streams>& in_;
  const Clock<T>& clock_;
  Operations<T>& spare_;
  ProjectSeries<T>& series_;
  Discard<T> nothing_;
};

/// NPV at any scale from operations at the scales 0 and 1, where every stream is linear in sales: revenue, other operating
/// cost and IT power then are linear in the scale, so only power, working capital and tax are worked out anew.
template <class T, class Streams>
class NpvOfScale {
 public:
  /// `one` holds operations at scale 1; `spare` and `series` are memory to work in.
  NpvOfScale(const OperationsLines<Streams>& operations, const ProjectLines& project, const CenterOf<T, Streams>& in,
             const Clock<T>& clock, const Operations<T>& one, Operations<T>& spare, ProjectSeries<T>& series)
      : operations_(operations),
        project_(project),
        in_(in),
        clock_(clock),
        one_(one),
        spare_(spare),
        series_(series),
        power_(operations.power, in.power, one.critical_power, clock),
        rise_(one.months.size()) {
    operate<PowerIn::it_alone>(operations, in, clock, T(0.0), nothing_, spare);
    for (int t = 0; t < clock.months(); ++t) {
      const auto i = static_cast<std::size_t>(t);
      const Month<T>& full = one.months[i];
      const Month<T>& none = spare.months[i];
      rise_[i] = {none.money.revenue, full.money.revenue - none.money.revenue, none.money.opex,
                  (full.money.opex - full.power.cost) - none.money.opex};
      power_.add_month(
          t, clock, {none.power.it, full.power.it - none.power.it, full.power.busy_full, full.capacity.critical_live},
          one.power_prices[i]);
    }
  }

  T operator()(const T& scale) {
    power_.restart();
    for (int t = 0; t < clock_.months(); ++t) {
      const auto i = static_cast<std::size_t>(t);
      const Month<T>& full = one_.months[i];
      Month<T>& month = spare_.months[i];
      const Rise& line = rise_[i];
      const T cost = power_.step(t, clock_, scale, full.power.price_level, full.power.level, one_.power_prices[i]);
      month.money.revenue = line.revenue + scale * line.revenue_rise;
      month.money.opex = line.opex + scale * line.opex_rise + cost;
      month.money.ebitda = month.money.revenue - month.money.opex;
      settle(operations_.working_capital, in_.working_capital, clock_, t, nothing_, month);
    }
    assess_project<true>(project_, in_.tax.rate, in_.valuation.discount_rate, clock_, spare_.months,
                         spare_.opening_working_capital, nothing_, series_);
    return series_.npv;
  }

 private:
  struct Rise {
    T revenue{0.0}, revenue_rise{0.0}, opex{0.0}, opex_rise{0.0};
  };
  const OperationsLines<Streams>& operations_;
  const ProjectLines& project_;
  const CenterOf<T, Streams>& in_;
  const Clock<T>& clock_;
  const Operations<T>& one_;
  Operations<T>& spare_;
  ProjectSeries<T>& series_;
  Discard<T> nothing_;
  PowerCostAlong<T> power_;
  std::vector<Rise> rise_;
};

/// The law: streams say whether they are linear in sales.
template <class T, class Streams>
using NpvAlongSales = std::conditional_t<Streams::linear_in_sales, NpvOfScale<T, Streams>, NpvByRuns<T, Streams>>;

template <class T, class Npv>
Defined<T> search_scale(Npv& npv, const T& utilization, const T& npv_at_one) {
  const mask_t<T> upwards = npv_at_one < 0.0;
  T low = select(upwards, T(1.0), T(0.0)), high = select(upwards, 4.0 / utilization, T(1.0));
  T npv_low = npv_at_one, npv_high = npv_at_one;  // lowered by a weight where an end stays
  if (!all_of(upwards)) npv_low = select(upwards, npv_low, npv(T(0.0)));
  if (any_of(upwards)) npv_high = select(upwards, npv(high), npv_high);
  const mask_t<T> exists = (npv_low < 0.0) & (npv_high >= 0.0) & (low < high);
  const T range = select(exists, npv_high - npv_low, T(1.0));
  const T slope = range / select(exists, high - low, T(1.0));
  const T at_zero = low * slope - npv_low;  // -NPV(0), were NPV a line
  const T size = min(at_zero, range);  // the upper end may lie far away
  const T tolerance = 1e-14 * size, near = 1e-9 * size;
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
