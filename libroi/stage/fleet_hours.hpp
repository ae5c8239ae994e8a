#pragma once
/// @file libroi/stage/fleet_hours.hpp: the fleets as streams of revenue see them: hours to claim, hours sold.
///
///   free_f       available hours of the month less what earlier claims hold          [hour of the fleet's unit of sale]
///   sold_f       paid for;   allocated_f   running jobs, which draw power
///   earned_f     leasing revenue, where the center sells in several units: it splits the joint cost         [money]
///   scale        factor on all that is sold: 1, but for the search of break-even utilization; what is claimed is not
///                scaled, so that who comes later finds the same hours free at every scale
///
///   const T held = now.fleets.claim(f, wanted);           // as far as the fleet has them
///   now.fleets.take(f, held, sold, allocated);            // booked values, scaled
///   now.fleets.earn(f, revenue);                          // of leasing; a booked value
#include "libroi/core/few.hpp"
#include "libroi/core/scalar.hpp"

namespace roi {

template <class T>
class FleetHours {
 public:
  explicit FleetHours(std::size_t fleets, bool several_units = false)
      : free(fleets), sold(fleets), allocated(fleets), earned(several_units ? fleets : 0) {}

  /// Hours of fleet f that a claim of so many gets.
  [[nodiscard]] T claim(int f, const T& wanted) const { return min(wanted, max(free[at(f)], 0.0)); }
  void take(int f, const T& held, const T& paid, const T& running) {
    free[at(f)] = free[at(f)] - held;
    sold[at(f)] = sold[at(f)] + paid;
    allocated[at(f)] = allocated[at(f)] + running;
  }
  void earn(int f, const T& revenue) {
    if (!earned.empty()) earned[at(f)] = earned[at(f)] + revenue;
  }
  /// First hour of service of a fleet [month].
  [[nodiscard]] const T& first_hour(int f) const { return start[at(f)]; }

  Few<T> start;                  // constants, pushed by the stage of capacity
  Few<T> free, sold, allocated;  // of the current month
  Few<T> earned;                 // of the current month; empty where all fleets sell in one unit

 private:
  static std::size_t at(int f) noexcept { return static_cast<std::size_t>(f); }
};

}  // namespace roi
