#pragma once
/// @file libroi/opex/fleet_leases.hpp: rent of cards that belong to somebody else.
///
///   rent_f(t) = cards_f x share of month t between their delivery and their end x rent curve                  [money]
///
/// Due for all cards of the fleet, whether a hall has power for them or not. See docs/model.md section 5.
#include <string>
#include <vector>

#include "libroi/capacity/inputs.hpp"
#include "libroi/core/interval.hpp"
#include "libroi/inputs/keyed.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

struct FleetLeaseLines {
  struct One {
    Entry<Section::operating_cost> cost;
    CurveLines rent;
    std::size_t fleet;
  };
  std::vector<One> all;
};

inline FleetLeaseLines declare_fleet_leases(Declare& d, const Keyed<Fleet<double>>& fleets) {
  FleetLeaseLines out;
  for (std::size_t f = 0; f < fleets.size(); ++f) {
    if (!fleets[f].leased_in) continue;
    const std::string path = "opex/fleet lease/" + fleets.key(f);
    const std::string device = device_word(fleets[f].unit_of_sale);
    out.all.push_back(
        {d.entry<Section::operating_cost>(path, "Rent of " + fleets.key(f), "cards leased in x rent"),
         d.curve(path + "/rent", fleets.key(f) + ": rent", "money/" + device + "-month", fleets[f].leased_in->rent),
         f});
  }
  return out;
}

template <class T, class Book>
class FleetLeases {
 public:
  FleetLeases(const FleetLeaseLines& lines, const Keyed<Fleet<T>>& fleets, const Few<T>& cards,
              const Setting<T, Book>& setting)
      : lines_(&lines), cards_(&cards) {
    for (const FleetLeaseLines::One& line : lines.all) {
      const Fleet<T>& fleet = fleets[line.fleet];
      term_.emplace_back(fleet.delivered, fleet.leased_in->end.value_or(T(setting.clock.horizon())));
      rent_.emplace_back(line.rent, fleet.leased_in->rent, setting.indices, setting.book);
    }
  }
  void step(Now<T, Book>& now) {
    for (std::size_t k = 0; k < term_.size(); ++k) {
      const T rented = term_[k].part((*cards_)[lines_->all[k].fleet], now.t, now.clock);
      now.post(lines_->all[k].cost, rented * now.value(rent_[k]));
    }
  }

 private:
  const FleetLeaseLines* lines_;
  const Few<T>* cards_;
  Few<Interval<T>, 4> term_;
  Few<CurveValue<T, Book>, 4> rent_;
};

}  // namespace roi
