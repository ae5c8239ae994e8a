#pragma once
/// @file libroi/stage/fleet_hours.hpp: the fleets as streams of revenue see them: hours to claim, hours sold.
///
///   available_f  hours that can be sold in the month                                   [hour of the fleet's unit of sale]
///   free_f       available hours less what earlier claims hold
///   sold_f       paid for;   allocated_f   running jobs, which draw power
///   earned_f     leasing revenue, where somebody asks for it by fleet                                            [money]
///   unpaid_f     hours held and not paid for, likewise
///   scale        factor on all that is sold: 1, but for the search of break-even utilization; what is claimed is not
///                scaled, so that who comes later finds the same hours free at every scale
///
///   const T held = now.fleets.claim(f, wanted);           // as far as the fleet has them
///   now.fleets.take(f, held, sold, allocated);            // booked values, scaled
///   now.fleets.earn(f, revenue);                          // of leasing; a booked value
///   now.fleets.devices(f, hours)                          // hours of cards or nodes that so many hours take
///   now.fleets.productive(f, hours)                       // the same x goodput x performance: x peak x MFU it is useful work
#include <array>

#include "libroi/core/few.hpp"
#include "libroi/core/scalar.hpp"
#include "libroi/inputs/compute.hpp"

namespace roi {

/// What a fleet is, apart from the months; it points at inputs.
template <class T>
struct FleetFacts {
  static constexpr std::size_t kPrecisions = static_cast<std::size_t>(Precision::int8) + 1;
  std::array<const T*, kPrecisions> peak{};  // dense peak of a card or node, by Precision [PFLOPS]
  const T* active_share = nullptr;
  const T* mfu = nullptr;
  const T* units_per_card = nullptr;      // where parts of a card or node are sold
  bool restarts = false, decays = false;  // goodput, performance are below 1
};

template <class T>
class FleetHours {
 public:
  explicit FleetHours(std::size_t fleets, bool keeps_details = false)
      : available(fleets),
        free(fleets),
        sold(fleets),
        allocated(fleets),
        earned(keeps_details ? fleets : 0),
        unpaid(keeps_details ? fleets : 0) {}

  /// Hours of fleet f that a claim of so many gets.
  [[nodiscard]] T claim(int f, const T& wanted) const { return min(wanted, left(f)); }
  /// Hours of fleet f that nobody holds yet.
  [[nodiscard]] T left(int f) const { return max(free[at(f)], 0.0); }
  /// Hours that nobody holds yet, without what rounding leaves: more than the share `rounding` of those available.
  [[nodiscard]] T spare(int f, const T& rounding) const {
    return select(free[at(f)] > available[at(f)] * rounding, free[at(f)], T(0.0));
  }
  void take(int f, const T& held, const T& paid, const T& running) {
    free[at(f)] = free[at(f)] - held;
    sold[at(f)] = sold[at(f)] + paid;
    allocated[at(f)] = allocated[at(f)] + running;
    if (!unpaid.empty()) unpaid[at(f)] = unpaid[at(f)] + (held - paid);
  }
  void earn(int f, const T& revenue) {
    if (!earned.empty()) earned[at(f)] = earned[at(f)] + revenue;
  }
  /// First hour of service of a fleet [month].
  [[nodiscard]] const T& first_hour(int f) const { return start[at(f)]; }
  /// Dense peak of one unit of sale [PFLOPS].
  [[nodiscard]] T peak_per_unit(int f, Precision precision) const {
    return devices(at(f), *facts[at(f)].peak[static_cast<std::size_t>(precision)]);
  }
  [[nodiscard]] LIBROI_INLINE T devices(std::size_t f, const T& hours) const {
    return facts[f].units_per_card == nullptr ? hours : T(hours * (*unit_share)[f]);
  }
  [[nodiscard]] T productive(std::size_t f, const T& hours) const {
    T out = devices(f, hours);
    if (facts[f].restarts) out = out * (*goodput)[f];
    if (facts[f].decays) out = out * (*performance)[f];
    return out;
  }
  /// Hours of so many cards or nodes, in the fleet's unit of sale; `hours` of the month.
  [[nodiscard]] T hours_of(const Few<T>& cards, std::size_t f, const auto& hours) const {
    return facts[f].units_per_card == nullptr ? T(cards[f] * hours) : T(cards[f] * *facts[f].units_per_card * hours);
  }

  // Set by the stage of capacity: constants, and what points at its months.
  Few<T> start, usable;  // month, card
  Few<FleetFacts<T>> facts;
  const Few<T>*cards_delivered = nullptr, *cards_installed = nullptr;
  const Few<T>*performance = nullptr, *goodput = nullptr, *unit_share = nullptr;
  // Of the current month.
  Few<T> available, free, sold, allocated;
  Few<T> earned, unpaid;  // empty where nobody asks; unpaid: hours held that nobody pays

 private:
  static std::size_t at(int f) noexcept { return static_cast<std::size_t>(f); }
};

}  // namespace roi
