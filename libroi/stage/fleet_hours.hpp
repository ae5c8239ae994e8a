#pragma once
/// @file libroi/stage/fleet_hours.hpp: the fleets as streams of revenue see them: hours to claim, hours sold.
///
///   available_f  hours that can be sold in the month                                                 [unit of sale x hour]
///   free_f       available hours less what earlier claims hold
///   sold_f       paid for;   allocated_f   running jobs, which draw power
///   scale        factor on all that is sold: 1, but for the search of break-even utilization; what is claimed is not
///                scaled, so that who comes later finds the same hours free at every scale
///
///   const T held = now.fleets.claim(f, wanted);           // as far as the fleet has them
///   now.fleets.take(f, held, sold, allocated);            // booked values, scaled
///   now.fleets.earn(f, revenue);                          // booked leasing revenue, by the fleet that earned it
#include <array>

#include "libroi/core/few.hpp"
#include "libroi/core/scalar.hpp"
#include "libroi/inputs/compute.hpp"

namespace roi {

/// What does not change over the months; it points at inputs.
template <class T>
struct FleetFacts {
  static constexpr std::size_t kPrecisions = static_cast<std::size_t>(Precision::int8) + 1;
  std::array<const T*, kPrecisions> peak{};  // dense peak of a card, by Precision [PFLOPS]
  const T* active_share = nullptr;
  const T* mfu = nullptr;
};

template <class T>
class FleetHours {
 public:
  explicit FleetHours(std::size_t fleets)
      : available(fleets), free(fleets), sold(fleets), allocated(fleets), earned(fleets) {}

  /// Hours of fleet f that a claim of so many gets.
  [[nodiscard]] T claim(int f, const T& wanted) const { return min(wanted, left(f)); }
  /// Hours of fleet f that nobody holds yet.
  [[nodiscard]] T left(int f) const { return max(free[at(f)], 0.0); }
  void take(int f, const T& held, const T& paid, const T& running) {
    free[at(f)] = free[at(f)] - held;
    sold[at(f)] = sold[at(f)] + paid;
    allocated[at(f)] = allocated[at(f)] + running;
  }
  void earn(int f, const T& revenue) { earned[at(f)] = earned[at(f)] + revenue; }
  /// Hours of a fleet's cards, in its unit of sale.
  [[nodiscard]] T hours_of(const Few<T>* cards, std::size_t f, const auto& hours) const { return (*cards)[f] * hours; }
  /// Dense peak of one unit of sale [PFLOPS].
  [[nodiscard]] T peak_per_unit(int f, std::size_t precision) const { return *facts[at(f)].peak[precision]; }
  /// First hour of service of a fleet [month].
  [[nodiscard]] const T& first_hour(int f) const { return start[at(f)]; }

  Few<T> start, usable;                                 // constants, pushed by the stage of capacity; usable [card]
  Few<FleetFacts<T>> facts;                             // likewise
  const Few<T>*delivered = nullptr, *installed = nullptr;  // cards of the month, of the stage of capacity
  Few<T> available, free, sold, allocated, earned;      // of the current month

 private:
  static std::size_t at(int f) noexcept { return static_cast<std::size_t>(f); }
};

}  // namespace roi
