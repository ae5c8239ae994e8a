#pragma once
/// @file libroi/stage/fleet_hours.hpp: the fleets as streams of revenue see them: hours to claim, hours sold.
///
///   free_f       available hours of the month less what earlier claims hold                          [card-hour]
///   sold_f       paid for;   allocated_f   running jobs, which draw power
///   scale        factor on all that is sold: 1, but for the search of break-even utilization; what is claimed is not
///                scaled, so that who comes later finds the same hours free at every scale
///
///   const T held = now.fleets.claim(f, wanted);           // as far as the fleet has them
///   now.fleets.take(f, held, sold, allocated);            // booked values, scaled
#include "libroi/core/few.hpp"
#include "libroi/core/scalar.hpp"

namespace roi {

template <class T>
class FleetHours {
 public:
  explicit FleetHours(std::size_t fleets) : free(fleets), sold(fleets), allocated(fleets) {}

  /// Hours of fleet f that a claim of so many gets.
  [[nodiscard]] T claim(int f, const T& wanted) const { return min(wanted, max(free[at(f)], 0.0)); }
  void take(int f, const T& held, const T& paid, const T& running) {
    free[at(f)] = free[at(f)] - held;
    sold[at(f)] = sold[at(f)] + paid;
    allocated[at(f)] = allocated[at(f)] + running;
  }
  /// First hour of service of a fleet [month].
  [[nodiscard]] const T& first_hour(int f) const { return start[at(f)]; }

  Few<T> start;                  // constants, pushed by the stage of capacity
  Few<T> free, sold, allocated;  // of the current month

 private:
  static std::size_t at(int f) noexcept { return static_cast<std::size_t>(f); }
};

}  // namespace roi
