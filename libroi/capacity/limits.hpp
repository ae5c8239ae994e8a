#pragma once
/// @file libroi/capacity/limits.hpp: how many of its cards a phase can hold: by power, racks and floor.
///
///   power needed  = sum over its fleets of cards x card power                                                    [kW]
///   racks needed  = sum over its fleets of cards / cards per rack                                              [rack]
///   floor needed  = racks needed x area per rack                                                                 [m2]
///   sufficiency   = min(1, what is there / what is needed), 1 where nothing is needed; the phase's is the least    [1]
///
/// All fleets of a phase are served alike. Racks and floor limit only where the inputs say both sides. The limit that
/// binds is a code: 0 none, 1 power, 2 racks, 3 floor; power before racks before floor where they are equal, and none where
/// what is there is exactly enough, both but for rounding.
/// Kinks: where two limits meet, and where a need meets what is there. See docs/model.md section 1.
#include "libroi/capacity/fleet_size.hpp"
#include "libroi/core/few.hpp"
#include "libroi/inputs/keyed.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

struct PhaseLines {
  Line live, rated_need, sufficiency, binding;
  Line power_sufficiency;              // where another limit exists
  Line rack_need, rack_sufficiency;    // where given
  Line floor_need, floor_sufficiency;  // where given
};

inline PhaseLines declare_phase(Declare& d, const std::string& key, const Phase<double>& phase,
                                const Keyed<Fleet<double>>& fleets) {
  const Declare::Of of = d.of("capacity/phase/" + key, key);
  PhaseLines out;
  out.live = of.line("live", "share of the month energised", "1", Kind::ratio,
                     "share of the month after the phase is energised");
  out.rated_need = of.line("rated need", "power need of its cards", "kW", Kind::constant,
                           "power of all cards of the phase at full activity");
  bool fills_racks = false;
  for (const auto& [name, fleet] : fleets) fills_racks = fills_racks || (fleet.phase == key && fleet.cards_per_rack);
  const bool floor = fills_racks && phase.floor_area && phase.area_per_rack, racks = fills_racks && phase.racks;
  const char* at_most = "what is there / what its cards need, at most 1";
  if (floor || racks) {
    out.power_sufficiency = of.line("power sufficiency", "sufficiency of power", "1", Kind::constant, at_most);
    out.rack_need =
        of.line("rack need", "racks its cards need", "rack", Kind::constant, "sum of cards / cards per rack");
  }
  if (racks) out.rack_sufficiency = of.line("rack sufficiency", "sufficiency of racks", "1", Kind::constant, at_most);
  if (floor) {
    out.floor_need =
        of.line("floor need", "floor its cards need", "m2", Kind::constant, "racks needed x area per rack");
    out.floor_sufficiency = of.line("floor sufficiency", "sufficiency of floor", "1", Kind::constant, at_most);
  }
  out.sufficiency = floor || racks ? of.line("sufficiency", "share of its cards it can hold", "1", Kind::constant,
                                             "least sufficiency of power, racks and floor")
                                   : of.line("sufficiency", "sufficiency of power", "1", Kind::constant,
                                             "critical IT power / power need, at most 1");
  out.binding = of.line("binding limit", "limit that binds", "1", Kind::constant, "0 none, 1 power, 2 racks, 3 floor");
  return out;
}

/// What the fleets of one phase need.
template <class T>
struct PhaseNeed {
  T power{0.0}, racks{0.0};
};

/// What a phase can hold of it.
template <class T>
struct PhaseLimit {
  T sufficiency, binding;
};

/// `rounding` is a share that counts as none.
template <class T, class Book>
PhaseLimit<T> limit_of(const PhaseLines& lines, const Phase<T>& phase, const PhaseNeed<T>& need, const T& rounding,
                       Book& book) {
  const auto share = [&](Line line, const T& there, const T& wanted) {
    const mask_t<T> needed = wanted > 0.0;
    const T part = min(T(1.0), there / select(needed, wanted, T(1.0)));
    return book.constant(line, select(needed, part, T(1.0)));
  };
  const T rated = book.constant(lines.rated_need, need.power);
  const bool several = lines.power_sufficiency.id >= 0;
  const T power = share(several ? lines.power_sufficiency : lines.sufficiency, phase.critical_power, rated);
  const T one(1.0);
  if (!several) return {power, book.constant(lines.binding, select(power + rounding < 1.0, one, T(0.0)))};
  const T racks_needed = book.constant(lines.rack_need, need.racks);
  T least = power, racks(1.0);
  if (lines.rack_sufficiency.id >= 0) {
    racks = share(lines.rack_sufficiency, *phase.racks, racks_needed);
    least = min(least, racks);
  }
  if (lines.floor_sufficiency.id >= 0) {
    const T floor_needed = book.constant(lines.floor_need, racks_needed * *phase.area_per_rack);
    least = min(least, share(lines.floor_sufficiency, *phase.floor_area, floor_needed));
  }
  least = book.constant(lines.sufficiency, least);
  const T beyond_power = select(racks <= least + rounding, one + one, one + one + one);
  const T code = select(power <= least + rounding, one, beyond_power);
  return {least, book.constant(lines.binding, select(least + rounding < 1.0, code, T(0.0)))};
}

}  // namespace roi
