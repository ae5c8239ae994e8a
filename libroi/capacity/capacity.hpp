#pragma once
/// @file libroi/capacity/capacity.hpp: how many card-hours a center can sell.
///
///   live_p(t)       = live share of month t after phase p is energised                                   [1]
///   sufficiency_p   = min(1, critical power_p / sum over its fleets of cards x card power)               [1]
///   usable_f        = cards_f x sufficiency of its phase: a hall short of power serves all its fleets alike [card]
///   start_f         = max(delivered_f, energised) + commissioning_f                                      [month]
///   installed_f(t)  = usable_f x live share of month t after start_f                                     [card]
///   available_f(t)  = installed_f x availability_f x hours(t)                                            [card-hour]
///
/// card power = busy power x (1 + node overhead) [kW per card]. Kinks: where a date meets a month's end, and where
/// the power need of a phase meets its critical power. Derivation and conventions: docs/model.md section 1.
#include <string>
#include <vector>

#include "libroi/capacity/inputs.hpp"
#include "libroi/core/interval.hpp"
#include "libroi/inputs/keyed.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

struct PhaseLines {
  Line live, rated_need, sufficiency;
};
struct FleetLines {
  Line card_power, idle_power, usable, start, installed, available;
  int phase = 0;
};
struct CapacityLines {
  std::vector<PhaseLines> phases;
  std::vector<FleetLines> fleets;
  Line critical_power, critical_live, installed, available;
};

inline CapacityLines declare_capacity(Declare& d, const Keyed<Phase<double>>& phases,
                                      const Keyed<Fleet<double>>& fleets) {
  CapacityLines out;
  const auto add = [&](const std::string& path, const std::string& label, const char* unit, Kind kind,
                       const char* definition) {
    return d.line({"capacity/" + path, label, unit, kind, Section::none, definition});
  };
  for (const auto& [key, phase] : phases) {
    const std::string path = "phase/" + key + "/";
    out.phases.push_back({add(path + "live", key + ": share of the month energised", "1", Kind::ratio,
                              "share of the month after the phase is energised"),
                          add(path + "rated need", key + ": power need of its cards", "kW", Kind::constant,
                              "power of all cards of the phase at full activity"),
                          add(path + "sufficiency", key + ": sufficiency of power", "1", Kind::constant,
                              "critical IT power / power need, at most 1")});
  }
  for (const auto& [key, fleet] : fleets) {
    const std::string path = "fleet/" + key + "/";
    out.fleets.push_back(
        {add(path + "card power", key + ": power of a busy card", "kW/card", Kind::constant,
             "busy power x (1 + node overhead)"),
         add(path + "idle power", key + ": power of an idle card", "kW/card", Kind::constant,
             "idle power x (1 + node overhead)"),
         add(path + "usable cards", key + ": cards the hall can power", "card", Kind::constant,
             "cards x sufficiency of power of the phase"),
         add(path + "start", key + ": first hour of service", "month", Kind::constant,
             "later of delivery and energisation, plus commissioning"),
         add(path + "installed", key + ": cards installed", "card", Kind::stock, "usable cards in service"),
         add(path + "available", key + ": card-hours available", "card-hour", Kind::flow,
             "installed cards x availability x hours"),
         phases.index(fleet.phase)});
  }
  out.critical_power =
      add("critical power", "Critical IT power", "kW", Kind::constant, "critical IT power of all phases");
  out.critical_live = add("critical live", "Critical IT power energised", "kW", Kind::stock,
                          "critical IT power of the phases energised");
  out.installed = add("installed", "Cards installed", "card", Kind::stock, "usable cards of all fleets in service");
  out.available = add("available", "Card-hours available", "card-hour", Kind::flow, "card-hours that can be sold");
  return out;
}

template <class T, class Book>
class Capacity {
 public:
  /// Fills in `setting.fleets.start`.
  Capacity(const CapacityLines& lines, const Keyed<Phase<T>>& phases, const Keyed<Fleet<T>>& fleets,
           const Setting<T, Book>& setting)
      : lines_(&lines), phases_(&phases), fleets_(&fleets) {
    Book& book = setting.book;
    Few<T> need(phases.size());
    for (std::size_t f = 0; f < fleets.size(); ++f) {
      const FleetLines& line = lines.fleets[f];
      const Device<T>& device = fleets[f].device;
      card_power.push_back(book.constant(line.card_power, device.busy_power * (fleets[f].node_overhead + 1.0)));
      idle_power.push_back(book.constant(line.idle_power, device.idle_power * (fleets[f].node_overhead + 1.0)));
      auto& phase_need = need[static_cast<std::size_t>(line.phase)];
      phase_need = phase_need + fleets[f].cards * card_power[f];
    }
    Few<T> sufficiency;
    T critical(0.0);
    for (std::size_t p = 0; p < phases.size(); ++p) {
      const T rated = book.constant(lines.phases[p].rated_need, need[p]);
      const mask_t<T> needed = rated > 0.0;
      const T share = min(T(1.0), phases[p].critical_power / select(needed, rated, T(1.0)));
      sufficiency.push_back(book.constant(lines.phases[p].sufficiency, select(needed, share, T(1.0))));
      critical = critical + phases[p].critical_power;
      phase_live_.push_back(LiveFrom<T>(phases[p].energised));
    }
    critical_power = book.constant(lines.critical_power, critical);
    for (std::size_t f = 0; f < fleets.size(); ++f) {
      const FleetLines& line = lines.fleets[f];
      const auto p = static_cast<std::size_t>(line.phase);
      usable.push_back(book.constant(line.usable, fleets[f].cards * sufficiency[p]));
      const PeakCompute<T>& peak = fleets[f].device.peak;
      setting.fleets.usable.push_back(usable[f]);
      setting.fleets.facts.push_back({{nullptr, &peak.fp64, &peak.fp32, &peak.tf32, &peak.fp16, &peak.fp8, &peak.int8},
                                      &fleets[f].active_share,
                                      &fleets[f].mfu});
      setting.fleets.start.push_back(
          book.constant(line.start, max(fleets[f].delivered, phases[p].energised) + fleets[f].commissioning));
      fleet_live_.push_back(LiveFrom<T>(setting.fleets.start[f]));
      installed.push_back(T(0.0));
    }
    setting.fleets.installed = setting.fleets.delivered = &installed;
    book.opening(lines.critical_live, T(0.0));
    book.opening(lines.installed, T(0.0));
    for (const FleetLines& line : lines.fleets) book.opening(line.installed, T(0.0));
  }

  void step(Now<T, Book>& now) {
    T live_power(0.0), all_installed(0.0), all_available(0.0);
    for (std::size_t p = 0; p < phases_->size(); ++p) {
      const T live = now(lines_->phases[p].live, phase_live_[p].share(now.t, now.clock));
      live_power = live_power + (*phases_)[p].critical_power * live;
    }
    now.month.capacity.critical_live = now(lines_->critical_live, live_power);
    for (std::size_t f = 0; f < fleets_->size(); ++f) {
      const FleetLines& line = lines_->fleets[f];
      installed[f] = now(line.installed, usable[f] * fleet_live_[f].share(now.t, now.clock));
      now.fleets.free[f] = now(line.available, installed[f] * (*fleets_)[f].availability * now.hours());
      now.fleets.available[f] = now.fleets.free[f];
      now.fleets.earned[f] = T(0.0);
      now.fleets.sold[f] = T(0.0);
      now.fleets.allocated[f] = T(0.0);
      all_installed = all_installed + installed[f];
      all_available = all_available + now.fleets.free[f];
    }
    now.month.capacity.installed = now(lines_->installed, all_installed);
    now.month.hours.available = now(lines_->available, all_available);
  }

 private:
  const CapacityLines* lines_;
  const Keyed<Phase<T>>* phases_;
  const Keyed<Fleet<T>>* fleets_;
  Few<LiveFrom<T>> phase_live_, fleet_live_;

 public:
  Few<T> card_power, idle_power, usable;  // constants
  T critical_power{0.0};
  Few<T> installed;  // cards by fleet in the current month
};

}  // namespace roi
