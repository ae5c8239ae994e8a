#pragma once
/// @file libroi/capacity/capacity.hpp: how many hours a center can sell, of cards, nodes, cores or vCPUs.
///
///   live_p(t)       = live share of month t after phase p is energised                                              [1]
///   sufficiency_p   = share of its cards that a phase can hold (capacity/limits.hpp)                                [1]
///   usable_f        = cards_f x sufficiency of its phase: a hall short of power serves all its fleets alike      [card]
///   ready_f         = delivered_f + commissioning_f;  start_f = max(delivered_f, energised) + commissioning_f   [month]
///   delivered_f(t)  = cards_f x live share of month t after ready_f x in place                                   [card]
///   installed_f(t)  = usable_f x live share of month t after start_f x in place                                  [card]
///   available_f(t)  = installed_f x availability_f x units per card x hours(t)              [hour of its unit of sale]
///
/// card power = busy power x (1 + node overhead) [kW per card]. Cards are nodes where a fleet sells nodes, cores or vCPUs
/// (capacity/unit_of_sale.hpp). In place is what attrition leaves (capacity/aging.hpp); cards leased in stay until their
/// end; availability is given or follows from failures (capacity/reliability.hpp). Kinks: where a date meets a month's
/// end, and those of the limits. Derivation and conventions: docs/model.md section 1.
#include <optional>
#include <string>
#include <vector>

#include "libroi/capacity/aging.hpp"
#include "libroi/capacity/limits.hpp"
#include "libroi/capacity/reliability.hpp"
#include "libroi/core/interval.hpp"
#include "libroi/core/words.hpp"

namespace roi {

struct FleetLines {
  Line cards;       // where the fleet is given in servers
  Line unit_share;  // where it sells cores or vCPUs
  Line card_power, idle_power, usable, ready, start, delivered, installed, available, held_by;
  ReliabilityLines reliability;
  RenewalLines renewals;
  AgingLines loss, decay;
  int phase = 0, unit = 0;
  bool adds = true;  // to the headline's cards or nodes
};
/// Totals of one unit of sale.
struct UnitLines {
  Line installed, available;
};
struct CapacityLines {
  std::vector<PhaseLines> phases;
  std::vector<FleetLines> fleets;
  Line critical_power, critical_live, installed, available;
  Line rounding;                 // of limits
  Line hours_of_year;            // where a fleet's availability follows from failures
  QueueConstantLines poisson;    // likewise
  std::vector<UnitLines> units;  // empty where all fleets sell whole cards, or whole nodes
};

inline FleetLines declare_fleet(Declare& d, const std::string& key, const Fleet<double>& fleet, int f) {
  const Declare::Of of = d.of("capacity/fleet/" + key, key);
  const std::string device = device_word(fleet.unit_of_sale), devices = device + "s", unit = d.hour_unit(f);
  FleetLines out;
  out.unit = d.unit(f);
  if (fleet.servers)
    out.cards = of.line("cards", devices + " of its servers", device, Kind::constant, "servers x cards per server");
  if (is_part_of_node(fleet.unit_of_sale))
    out.unit_share = of.line("unit share", "share of a node in one " + d.counted(f), "node/" + d.counted(f),
                             Kind::constant, "1 / units per card");
  out.card_power = of.line("card power", "power of a busy " + device, "kW/" + device, Kind::constant,
                           "busy power x (1 + node overhead)");
  out.idle_power = of.line("idle power", "power of an idle " + device, "kW/" + device, Kind::constant,
                           "idle power x (1 + node overhead)");
  out.usable = of.line("usable cards", devices + " the hall can hold", device, Kind::constant,
                       "cards x sufficiency of the phase");
  out.ready = of.line("ready", "delivered and commissioned", "month", Kind::constant, "delivery + commissioning");
  out.start = of.line("start", "first hour of service", "month", Kind::constant,
                      "later of delivery and energisation, plus commissioning");
  if (fleet.reliability) out.reliability = declare_reliability(of, *fleet.reliability, device);
  const bool loses = fleet.reliability && fleet.reliability->attrition;
  if (loses || fleet.performance_decay) out.renewals = declare_renewals(of, fleet.refreshes);
  if (loses)
    out.loss = {of.line("monthly loss", "share lost a month", "1", Kind::constant, "1 - (1 - attrition)^(1/12)"),
                of.line("left", "share not lost at the month's end", "1", Kind::stock,
                        "share of the cards in service that are not lost"),
                of.line("in place", devices + " in place", "1", Kind::ratio,
                        "share not lost before the month, or renewed in it")};
  if (fleet.performance_decay)
    out.decay = {
        of.line("monthly decay", "performance lost a month", "1", Kind::constant, "1 - (1 - performance decay)^(1/12)"),
        of.line("performance left", "performance at the month's end", "1", Kind::stock,
                "peak of the cards in service / their peak when new"),
        of.line("performance", "performance", "1", Kind::ratio,
                "peak before the month, or of cards renewed in it, / peak when new")};
  out.delivered = of.line("delivered", devices + " delivered", device, Kind::stock,
                          "cards delivered and commissioned, energised or not");
  out.installed = of.line("installed", devices + " installed", device, Kind::stock, "usable cards in service");
  out.available =
      of.line("available", unit + "s available", unit, Kind::flow,
              is_part_of_node(fleet.unit_of_sale) ? "installed nodes x availability x units per card x hours"
                                                  : "installed " + devices + " x availability x hours");
  out.held_by = of.line("held by", "what holds " + devices + " back", "1", Kind::flag,
                        "0 nothing, 1 not delivered yet, 2 not energised yet, 3 power, 4 racks, 5 floor");
  return out;
}

inline CapacityLines declare_capacity(Declare& d, const Keyed<Phase<double>>& phases,
                                      const Keyed<Fleet<double>>& fleets) {
  CapacityLines out;
  const auto add = [&](const std::string& path, const std::string& label, const std::string& unit, Kind kind,
                       const std::string& definition) {
    return d.line({"capacity/" + path, label, unit, kind, Section::none, definition});
  };
  for (const auto& [key, fleet] : fleets) require_size(key, fleet);
  out.rounding = add("relative rounding", "Relative rounding of limits", "1", Kind::constant,
                     "shares of a limit that count as none");
  for (const auto& [key, phase] : phases) out.phases.push_back(declare_phase(d, key, phase, fleets));
  bool fails = false, parts = false;
  for (std::size_t f = 0; f < fleets.size(); ++f) {
    out.fleets.push_back(declare_fleet(d, fleets.key(f), fleets[f], static_cast<int>(f)));
    out.fleets[f].phase = phases.index(fleets[f].phase);
    out.fleets[f].adds = adds_to(fleets[f], fleets[0]);
    fails = fails || fleets[f].reliability;
    parts = parts || is_part_of_node(fleets[f].unit_of_sale);
  }
  if (fails) {
    out.hours_of_year = add("hours of a year", "Hours of a year", "hour", Kind::constant, "24 x 365.25");
    out.poisson = declare_queue_constants(d, "capacity/poisson");
  }
  const bool by_card = fleets.empty() || fleets[0].unit_of_sale == UnitOfSale::card_hour;
  const std::string unit = d.hour_units().front(), hours = upper_first(unit) + "s available";
  out.critical_power =
      add("critical power", "Critical IT power", "kW", Kind::constant, "critical IT power of all phases");
  out.critical_live = add("critical live", "Critical IT power energised", "kW", Kind::stock,
                          "critical IT power of the phases energised");
  out.installed = add("installed", by_card ? "Cards installed" : "Nodes installed", by_card ? "card" : "node",
                      Kind::stock, "usable " + std::string(by_card ? "cards" : "nodes") + " of all fleets in service");
  out.available = add("available", hours, unit, Kind::flow, unit + "s that can be sold");
  if (!parts && !d.several_units()) return out;
  for (const std::string& word : d.hour_units()) {
    const std::string counted = Declare::counted(word);
    UnitLines lines;
    lines.installed = add("installed/" + lower_case(counted), upper_first(counted) + "s for sale", counted, Kind::stock,
                          counted + "s of the fleets that sell " + word + "s");
    lines.available = out.available;
    if (!out.units.empty())
      lines.available = add("available/" + lower_case(word), upper_first(word) + "s available", word, Kind::flow,
                            word + "s that can be sold");
    out.units.push_back(lines);
  }
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
    Few<PhaseNeed<T>> need(phases.size(), PhaseNeed<T>());
    for (std::size_t f = 0; f < fleets.size(); ++f) {
      const FleetLines& line = lines.fleets[f];
      const Fleet<T>& fleet = fleets[f];
      cards.push_back(line.cards.id < 0 ? cards_of(fleet) : T(book.constant(line.cards, cards_of(fleet))));
      card_power.push_back(book.constant(line.card_power, fleet.device.busy_power * (fleet.node_overhead + 1.0)));
      idle_power.push_back(book.constant(line.idle_power, fleet.device.idle_power * (fleet.node_overhead + 1.0)));
      PhaseNeed<T>& phase = need[static_cast<std::size_t>(line.phase)];
      phase.power = phase.power + cards[f] * card_power[f];
      if (fleet.cards_per_rack) phase.racks = phase.racks + cards[f] / *fleet.cards_per_rack;
    }
    const T rounding = book.constant(lines.rounding, T(1e-9));
    Few<PhaseLimit<T>> limits;
    T critical(0.0);
    for (std::size_t p = 0; p < phases.size(); ++p) {
      limits.push_back(limit_of(lines.phases[p], phases[p], need[p], rounding, book));
      critical = critical + phases[p].critical_power;
      phase_live_.push_back(LiveFrom<T>(phases[p].energised));
    }
    critical_power = book.constant(lines.critical_power, critical);
    std::optional<FailureConstants> failures;
    if (lines.hours_of_year.id >= 0) failures.emplace(lines, setting);
    for (std::size_t f = 0; f < fleets.size(); ++f) add_fleet(f, limits, failures ? &*failures : nullptr, setting);
    setting.fleets.cards_delivered = &delivered;
    setting.fleets.cards_installed = &installed;
    setting.fleets.performance = &performance;
    setting.fleets.goodput = &goodput_;
    setting.fleets.unit_share = &unit_share;
    book.opening(lines.critical_live, T(0.0));
    book.opening(lines.installed, T(0.0));
    for (const FleetLines& line : lines.fleets) {
      book.opening(line.delivered, T(0.0));
      book.opening(line.installed, T(0.0));
    }
    for (const UnitLines& line : lines.units) book.opening(line.installed, T(0.0));
  }

  /// `units` takes the month of every unit of sale, where lines.units has them.
  void step(Now<T, Book>& now, UnitMonth<T>* units = nullptr) {
    T live_power(0.0), all_installed(0.0), all_available(0.0);
    for (std::size_t p = 0; p < phases_->size(); ++p) {
      const T live = now(lines_->phases[p].live, phase_live_[p].share(now.t, now.clock));
      live_power = live_power + (*phases_)[p].critical_power * live;
    }
    now.month.capacity.critical_live = now(lines_->critical_live, live_power);
    for (std::size_t u = 0; u < lines_->units.size(); ++u) units[u] = UnitMonth<T>();
    age(now);
    for (std::size_t f = 0; f < fleets_->size(); ++f) {
      const FleetLines& line = lines_->fleets[f];
      stand(f, now);
      now.fleets.free[f] = now(line.available, hours_of(f, now));
      now.fleets.available[f] = now.fleets.free[f];
      now.fleets.sold[f] = T(0.0);
      now.fleets.allocated[f] = T(0.0);
      if (!now.fleets.earned.empty()) now.fleets.earned[f] = now.fleets.unpaid[f] = T(0.0);
      if (line.adds) all_installed = all_installed + installed[f];
      if (lines_->units.empty()) {
        all_available = all_available + now.fleets.free[f];
        continue;
      }
      UnitMonth<T>& unit = units[line.unit];
      unit.installed = unit.installed + (line.unit_share.id < 0 ? installed[f] : T(installed[f] * units_of(f)));
      unit.available = unit.available + now.fleets.free[f];
    }
    now.month.capacity.installed = now(lines_->installed, all_installed);
    for (std::size_t u = 0; u < lines_->units.size(); ++u) {
      units[u].installed = now(lines_->units[u].installed, units[u].installed);
      units[u].available = now(lines_->units[u].available, units[u].available);
    }
    now.month.hours.available = lines_->units.empty() ? T(now(lines_->available, all_available)) : units[0].available;
  }

 private:
  /// From a date to the day the cards go back, where they do.
  class Presence {
   public:
    Presence(const T& start, const Fleet<T>& fleet) {
      if (fleet.leased_in && fleet.leased_in->end) term_ = Interval<T>(start, *fleet.leased_in->end);
      else from_ = LiveFrom<T>(start);
    }
    [[nodiscard]] LIBROI_INLINE T share(int t, const Clock<T>& clock) const {
      return term_ ? term_->share(t, clock) : from_.share(t, clock);
    }

   private:
    LiveFrom<T> from_;
    std::optional<Interval<T>> term_;
  };
  /// A fleet whose cards are lost or lose performance with age.
  struct AgingFleet {
    AgingFleet(std::size_t which, const RenewalLines& lines, const Fleet<T>& in, const T& start, const Clock<T>& clock,
               Book& book)
        : fleet(which), renewals(lines, in, start, clock, book) {}
    std::size_t fleet;
    Renewals<T, Book> renewals;
    std::optional<Aging<T, Book>> loss, decay;
  };
  [[nodiscard]] const T& units_of(std::size_t f) const { return *(*fleets_)[f].units_per_card; }

  struct FailureConstants {
    FailureConstants(const CapacityLines& lines, const Setting<T, Book>& setting)
        : hours_of_year(setting.constant(lines.hours_of_year, T(8766.0))), poisson(lines.poisson, setting) {}
    T hours_of_year;
    QueueConstants<T> poisson;
  };

  /// `failures` where a fleet's availability follows from them.
  void add_fleet(std::size_t f, const Few<PhaseLimit<T>>& limits, const FailureConstants* failures,
                 const Setting<T, Book>& setting) {
    Book& book = setting.book;
    const FleetLines& line = lines_->fleets[f];
    const Fleet<T>& fleet = (*fleets_)[f];
    const auto p = static_cast<std::size_t>(line.phase);
    usable.push_back(book.constant(line.usable, cards[f] * limits[p].sufficiency));
    ready_.push_back(book.constant(line.ready, fleet.delivered + fleet.commissioning));
    setting.fleets.start.push_back(
        book.constant(line.start, max(fleet.delivered, (*phases_)[p].energised) + fleet.commissioning));
    start_.push_back(setting.fleets.start[f]);
    setting.fleets.usable.push_back(usable[f]);
    const PeakCompute<T>& peak = fleet.device.peak;
    FleetFacts<T> facts;
    facts.peak = {nullptr, &peak.fp64, &peak.fp32, &peak.tf32, &peak.fp16, &peak.fp8, &peak.int8};
    facts.active_share = &fleet.active_share;
    facts.mfu = &fleet.mfu;
    if (line.unit_share.id >= 0) facts.units_per_card = &units_of(f);
    facts.restarts = line.reliability.goodput.id >= 0;
    facts.decays = line.decay.exist();
    setting.fleets.facts.push_back(facts);
    limit_.push_back(limits[p].binding);
    delivered_live_.push_back(Presence(ready_[f], fleet));
    installed_live_.push_back(Presence(start_[f], fleet));
    unit_share.push_back(line.unit_share.id < 0 ? T(1.0) : T(book.constant(line.unit_share, 1.0 / units_of(f))));
    FleetReliability<T> reliable{fleet.availability};
    if (fleet.reliability)
      reliable = reliability_of(line.reliability, *fleet.reliability, usable[f], failures->hours_of_year,
                                failures->poisson, book);
    availability_.push_back(reliable.availability);
    goodput_.push_back(reliable.goodput);
    delivered.push_back(T(0.0));
    installed.push_back(T(0.0));
    in_place_.push_back(T(1.0));
    performance.push_back(T(1.0));
    if (!line.loss.exist() && !line.decay.exist()) return;
    AgingFleet& aging = aging_.emplace_back(f, line.renewals, fleet, start_[f], setting.clock, book);
    if (line.loss.exist()) aging.loss.emplace(line.loss, *fleet.reliability->attrition, aging.renewals.years, book);
    if (line.decay.exist()) aging.decay.emplace(line.decay, *fleet.performance_decay, aging.renewals.years, book);
  }

  void age(Now<T, Book>& now) {
    for (AgingFleet& aging : aging_) {
      const T live = installed_live_[aging.fleet].share(now.t, now.clock);
      aging.renewals.step(now);
      if (aging.loss) {
        aging.loss->step(now, live, aging.renewals);
        in_place_[aging.fleet] = aging.loss->mean;
      }
      if (aging.decay) {
        aging.decay->step(now, live, aging.renewals);
        performance[aging.fleet] = aging.decay->mean;
      }
    }
  }

  /// Cards delivered and installed, and what holds the rest back.
  void stand(std::size_t f, Now<T, Book>& now) {
    const FleetLines& line = lines_->fleets[f];
    const T there = delivered_live_[f].share(now.t, now.clock), live = installed_live_[f].share(now.t, now.clock);
    const bool loses = line.loss.exist();
    delivered[f] = now(line.delivered, loses ? T(cards[f] * in_place_[f] * there) : T(cards[f] * there));
    installed[f] = now(line.installed, loses ? T(usable[f] * in_place_[f] * live) : T(usable[f] * live));
    if constexpr (Book::keeps_lines) {
      const auto month = now.clock.month(now.t);
      const T one(1.0);
      const T limit = select(limit_[f] > 0.0, limit_[f] + one + one, T(0.0));
      const T later = select(T(month) < start_[f], one + one, limit);
      const T code = select(T(month) < ready_[f], one, later);
      const Fleet<T>& fleet = (*fleets_)[f];
      const bool returns = fleet.leased_in && fleet.leased_in->end;
      now(line.held_by, returns ? T(select(T(month) < *fleet.leased_in->end, code, T(0.0))) : code);
    }
  }

  [[nodiscard]] T hours_of(std::size_t f, const Now<T, Book>& now) const {
    const T up = installed[f] * availability_[f];
    return lines_->fleets[f].unit_share.id < 0 ? T(up * now.hours()) : T(up * units_of(f) * now.hours());
  }

  const CapacityLines* lines_;
  const Keyed<Phase<T>>* phases_;
  const Keyed<Fleet<T>>* fleets_;
  Few<LiveFrom<T>> phase_live_;
  Few<Presence> delivered_live_, installed_live_;
  Few<T> ready_, start_, limit_, availability_, goodput_, in_place_;
  std::vector<AgingFleet> aging_;

 public:
  Few<T> cards, card_power, idle_power, usable, unit_share;  // constants
  T critical_power{0.0};
  // Of the current month, by fleet: cards, and the factor on their peak.
  Few<T> delivered, installed, performance;
};

}  // namespace roi
