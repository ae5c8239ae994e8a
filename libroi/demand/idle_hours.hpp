#pragma once
/// @file libroi/demand/idle_hours.hpp: why hours of a fleet stand idle.
///
///   idle = delivered - allocated hours, by fleet and month, in its unit of sale, falls exactly into
///
///    1 not energised        delivered - installed          2 unavailable         installed - available
///    3 reserved, paid       sold - allocated                 reserved, unpaid    held - sold
///    4 too large            jobs that the pool cannot hold 5 queue               hours turned away on this fleet
///    6 other chips          unmet demand of markets that cannot run here
///    7 not adapted          unmet demand of markets that cannot run here yet
///    8 network  9 competitors  10 price                      demand of markets of this fleet that was lost before
///   11 no demand            what is left
///
/// From 4 on each takes min(hours left, what it can explain). Demand in hours of the reference is shared over the fleets
/// concerned in proportion to their hours left, and divided by the yield (6: by the rate, as if the chip could run it as
/// well as the reference). Unmet demand explains once: 7 takes what 6 has not explained. Each part is valued at the price
/// of what was lost. Causes that the model's structure excludes have no lines. See docs/model.md section 2d.
#include <array>
#include <string>
#include <vector>

#include "libroi/demand/demand_chain.hpp"
#include "libroi/demand/serving.hpp"

namespace roi {

enum class Cause {
  not_energised,
  unavailable,
  reserved_paid,
  reserved_unpaid,
  too_large,
  queue,
  other_chips,  // from here to `price`: demand that is shared over fleets
  not_adapted,
  network,
  competitors,
  price,
  no_demand,
  count
};
inline constexpr std::size_t kCauses = static_cast<std::size_t>(Cause::count);
struct CauseInfo {
  const char *name, *label, *definition;
};
/// In the order of printing and of explaining.
inline constexpr std::array<CauseInfo, kCauses> kCauseInfos{{
    {"not energised", "not energised", "hours delivered, but without power, space or service"},
    {"unavailable", "unavailable", "hours lost to failures and repair"},
    {"reserved and paid", "reserved, unused and paid", "hours sold less hours allocated: take-or-pay"},
    {"reserved and unpaid", "reserved, unused and unpaid", "hours held for contracts less hours sold"},
    {"too large", "jobs larger than the pool", "hours of jobs that its usable cards cannot hold"},
    {"queue", "queue", "hours that found no free card when they came, or would not wait"},
    {"other chips", "demand for other chips", "unmet demand of markets that cannot run on this fleet"},
    {"not adapted", "work not adapted yet", "unmet demand of markets that cannot run on this fleet yet"},
    {"network", "demand out of reach", "demand of other regions that no network carries"},
    {"competitors", "won by competitors", "demand that competitors win"},
    {"price", "turned away by the price", "demand that the price turns away"},
    {"no demand", "no demand", "hours that no demand explains"},
}};
[[nodiscard]] constexpr const CauseInfo& info(Cause cause) noexcept {
  return kCauseInfos[static_cast<std::size_t>(cause)];
}
[[nodiscard]] constexpr bool is_shared(Cause cause) noexcept {
  return cause >= Cause::other_chips && cause <= Cause::price;
}

/// Hours of a cause, and what they are worth.
struct CauseLines {
  Line hours, value;
};

/// A market that concerns a fleet: its pair where it is listed, or the rate at which the fleet would do its work.
struct ConcernLines {
  int pair = -1;
  Line rate, per_reference;
};

struct IdleLines {
  struct OfFleet {
    Line delivered, installed, effective;  // the ladder beside available, sold, allocated and active
    Line price, idle;
    std::array<CauseLines, kCauses> causes;
    [[nodiscard]] const CauseLines& of(Cause cause) const { return causes[static_cast<std::size_t>(cause)]; }
  };
  std::vector<OfFleet> fleets;
  struct OfMarket {
    std::vector<ConcernLines> fleets;
    std::array<Line, kCauses> per_idle_hour;  // demand of the cause for each hour left on the fleets concerned
    Line rest;
  };
  std::vector<OfMarket> markets;
  [[nodiscard]] bool exist() const noexcept { return !fleets.empty(); }
};

/// Results for the whole life, of the fleets whose unit of sale is the headline's.
struct IdleMetrics {
  bool wanted = false;
  Metric idle = Metric::own;
  std::array<Metric, kCauses> causes{};
};

/// What the markets are to the fleets.
struct MarketStructure {
  const Keyed<Market<double>>& markets;
  const std::vector<MarketDemandLines>& demand;
  const std::vector<WorkOnFleetLines>& pairs;
  const std::vector<ServingStep>& steps;
};

inline ConcernLines declare_concern(Declare& d, const MarketStructure& in, std::size_t m, std::size_t f) {
  ConcernLines out;
  for (std::size_t p = 0; p < in.pairs.size(); ++p)
    if (in.pairs[p].market == static_cast<int>(m) && in.pairs[p].at.fleet == static_cast<int>(f))
      out.pair = static_cast<int>(p);
  if (out.pair >= 0) return out;
  const std::string &key = in.markets.key(m), &fleet = d.fleets()[f];
  const Declare::Of of = d.of("sales/market/" + key + "/off/" + fleet, key + " on " + fleet);
  out.rate = of.line("rate", "rate", "1", Kind::constant, "peak of the fleet's card / peak of the reference card");
  out.per_reference = of.line("hours per reference hour", "hours per reference hour", "hour/reference-hour",
                              Kind::constant, "1 / rate, 0 where the card lacks the number format");
  return out;
}

/// Whether a shared cause of a market concerns a fleet.
[[nodiscard]] inline bool concerns(Cause cause, const MarketDemandLines& demand, const std::vector<WorkOnFleetLines>& pairs,
                                   const ConcernLines& at) {
  if (cause == Cause::other_chips) return at.pair < 0;
  if (at.pair < 0) return false;
  switch (cause) {
    case Cause::not_adapted: return pairs[static_cast<std::size_t>(at.pair)].waits_until_ready;
    case Cause::network: return !demand.remote.empty();
    case Cause::competitors: return demand.competes;
    case Cause::price: return demand.responds;
    default: return false;
  }
}

/// Whether the structure of a model allows a cause on a fleet.
[[nodiscard]] inline bool possible(Cause cause, const MarketStructure& in, const IdleLines& lines, std::size_t f) {
  const int fleet = static_cast<int>(f);
  const auto sized = [&](const WorkOnFleetLines& pair) { return pair.sized && pair.at.fleet == fleet; };
  const auto queued = [&](const ServingStep& step) { return step.queued && step.fleet == fleet; };
  if (cause == Cause::too_large) return std::any_of(in.pairs.begin(), in.pairs.end(), sized);
  if (cause == Cause::queue) return std::any_of(in.steps.begin(), in.steps.end(), queued);
  if (!is_shared(cause)) return true;
  for (std::size_t m = 0; m < in.markets.size(); ++m)
    if (concerns(cause, in.demand[m], in.pairs, lines.markets[m].fleets[f])) return true;
  return false;
}

inline IdleLines::OfMarket declare_idle_market(Declare& d, const MarketStructure& in, std::size_t m) {
  IdleLines::OfMarket out;
  const std::string& key = in.markets.key(m);
  for (std::size_t f = 0; f < d.fleets().size(); ++f) out.fleets.push_back(declare_concern(d, in, m, f));
  const auto any = [&](Cause cause) {
    return std::any_of(out.fleets.begin(), out.fleets.end(),
                       [&](const ConcernLines& at) { return concerns(cause, in.demand[m], in.pairs, at); });
  };
  for (std::size_t c = 0; c < kCauses; ++c)
    if (any(static_cast<Cause>(c)))
      out.per_idle_hour[c] = d.line({"sales/market/" + key + "/per idle hour/" + kCauseInfos[c].name,
                                     key + ": " + kCauseInfos[c].label + " per idle hour", "1", Kind::ratio,
                                     Section::none,
                                     "hours of the reference for each hour left idle on the fleets concerned"});
  if (any(Cause::other_chips) && any(Cause::not_adapted))
    out.rest = d.line({"sales/market/" + key + "/unmet/not explained", key + ": unmet hours not explained yet",
                       "reference-hour", Kind::flow, Section::none,
                       "unmet hours less those that explain idle hours of other chips"});
  return out;
}

inline IdleLines declare_idle_hours(Declare& d, const MarketStructure& in) {
  IdleLines out;
  for (std::size_t m = 0; m < in.markets.size(); ++m) out.markets.push_back(declare_idle_market(d, in, m));
  for (std::size_t f = 0; f < d.fleets().size(); ++f) {
    IdleLines::OfFleet fleet;
    const std::string& key = d.fleets()[f];
    const std::string unit = d.hour_unit(static_cast<int>(f));
    const Declare::Of ladder = d.of("sales/fleet/" + key, key);
    fleet.delivered = ladder.line("delivered hours", "hours delivered", unit, Kind::flow, "cards delivered x hours");
    fleet.installed =
        ladder.line("installed hours", "hours installed", unit, Kind::flow, "cards energised and in service x hours");
    fleet.effective = ladder.line("effective hours", "hours at peak", "card-hour", Kind::flow,
                                  "hours sold, of cards or nodes, x MFU x goodput x performance");
    const Declare::Of idle = d.of("idle/" + key, key), value = d.of("idle/" + key + "/value", key);
    fleet.price =
        idle.line("price earned", "price earned", "money/hour", Kind::price, "leasing revenue / hours sold, 0 without any");
    fleet.idle = idle.line("idle", "idle hours", unit, Kind::flow, "hours delivered less hours allocated");
    for (std::size_t c = 0; c < kCauses; ++c) {
      const auto cause = static_cast<Cause>(c);
      if (!possible(cause, in, out, f)) continue;
      const CauseInfo& text = info(cause);
      fleet.causes[c].hours = idle.line(text.name, text.label, unit, Kind::flow, text.definition);
      if (cause != Cause::reserved_paid)
        fleet.causes[c].value = value.line(text.name, text.label, "money", Kind::flow, "hours x price of what was lost");
    }
    out.fleets.push_back(fleet);
  }
  return out;
}

inline void declare_idle_metrics(Declare& d, IdleMetrics& out) {
  const auto share = [&](const std::string& name, const std::string& label, const std::string& definition) {
    return d.metric({Metric::own, "idle/" + name, label, "1", Format::percent, definition, "no card is delivered",
                     CostGroup::idle_hours});
  };
  out.idle = share("all", "Idle", "hours not allocated / hours delivered, over the life");
  for (std::size_t c = 0; c < kCauses; ++c)
    out.causes[c] = share(kCauseInfos[c].name, std::string("Idle: ") + kCauseInfos[c].label,
                          std::string(kCauseInfos[c].definition) + " / hours delivered, over the life");
}

/// The month of the markets, as they leave it.
template <class T, class Book>
struct MarketMonth {
  const Few<DemandChain<T, Book>, 4>& demand;
  const Few<WorkOnFleet<T, Book>, 4>& pairs;
  const Few<Unserved<T>>& unserved;
  const Few<T>& prices;
};

template <class T, class Book>
class IdleHours {
 public:
  IdleHours(const IdleLines& lines, const Keyed<Market<T>>& markets, const std::vector<MarketDemandLines>& demand,
            const std::vector<WorkOnFleetLines>& pairs, const Setting<T, Book>& setting)
      : lines_(&lines), demand_lines_(&demand), pair_lines_(&pairs),
        left_(lines.fleets.size()), rest_(markets.size()) {
    for (std::size_t m = 0; m < lines.markets.size(); ++m) {
      const Market<T>& market = markets[m];
      for (std::size_t f = 0; f < lines.fleets.size(); ++f) {
        const ConcernLines& line = lines.markets[m].fleets[f];
        Concern concern;
        if (line.pair < 0) {
          const T peak = setting.fleets.peak_per_unit(static_cast<int>(f), market.precision);
          const T reference = market.reference ? peak_of(market.reference->peak, market.precision)
                                               : own_peak(demand[m], market.precision, setting);
          const mask_t<T> known = reference > 0.0;
          concern.rate = setting.constant(line.rate, select(known, peak / select(known, reference, T(1.0)), T(0.0)));
          const mask_t<T> can = concern.rate > 0.0;
          concern.per_reference =
              setting.constant(line.per_reference, select(can, 1.0 / select(can, concern.rate, T(1.0)), T(0.0)));
          concern.weight = select(can, T(1.0), T(0.0));
        }
        concerns_.push_back(concern);
      }
    }
  }

  /// Once all is claimed and earned.
  void step(Now<T, Book>& now, const MarketMonth<T, Book>& month) {
    for (std::size_t f = 0; f < left_.size(); ++f) begin(f, now, month);
    for (std::size_t m = 0; m < rest_.size(); ++m) {
      const Unserved<T>& unserved = month.unserved[m];
      rest_[m] = (*demand_lines_)[m].fleets.empty() ? unserved.remaining : T(unserved.full + unserved.not_ready);
    }
    for (std::size_t c = 0; c < kCauses; ++c)
      if (is_shared(static_cast<Cause>(c))) share(static_cast<Cause>(c), now, month);
    for (std::size_t f = 0; f < left_.size(); ++f) {
      explain(f, Cause::no_demand, left_[f], price_[f], now);
      if constexpr (Book::want_checks) residual_ = residual_ + abs(sum_[f] - idle_[f]);
    }
  }
  void measure(const IdleMetrics& metrics, Measures<T, Book>& measures) const {
    if (!measures.wants(CostGroup::idle_hours)) {
      measures.set(metrics.idle, Defined<T>{T(0.0), measures.never()});
      for (const Metric metric : metrics.causes) measures.set(metric, Defined<T>{T(0.0), measures.never()});
      return;
    }
    const auto all = [&](auto&& of) {
      T sum(0.0);
      for (const Life& life : life_) sum = sum + of(life).value();
      return sum;
    };
    const T delivered = all([](const Life& life) -> const Sum<T>& { return life.delivered; });
    measures.set(metrics.idle, quotient(all([](const Life& life) -> const Sum<T>& { return life.idle; }), delivered));
    for (std::size_t c = 0; c < kCauses; ++c)
      measures.set(metrics.causes[c],
                   quotient(all([c](const Life& life) -> const Sum<T>& { return life.causes[c]; }), delivered));
  }
  /// Sum over fleets of the difference between idle hours and their causes, since the last call.
  [[nodiscard]] T residual() {
    const T out = residual_;
    residual_ = T(0.0);
    return out;
  }

 private:
  struct Concern {
    T rate{0.0}, per_reference{0.0}, weight{1.0};
  };

  static T own_peak(const MarketDemandLines& demand, Precision precision, const Setting<T, Book>& setting) {
    return demand.fleets.empty() ? T(0.0) : setting.fleets.peak_per_unit(demand.fleets[0], precision);
  }
  [[nodiscard]] const Concern& concern(std::size_t m, std::size_t f) const {
    return concerns_[m * left_.size() + f];
  }

  /// Hours of one cause: booked, valued, added up.
  T explain(std::size_t f, Cause cause, const T& hours, const T& price, Now<T, Book>& now) {
    const CauseLines& lines = lines_->fleets[f].of(cause);
    const T booked = now(lines.hours, hours);
    if (lines.value.id >= 0) now(lines.value, booked * price);
    sum_[f] = sum_[f] + booked;
    life_[f].causes[static_cast<std::size_t>(cause)].add(booked);
    return booked;
  }
  /// As far as hours are left.
  void take(std::size_t f, Cause cause, const T& explained, const T& price, Now<T, Book>& now) {
    left_[f] = left_[f] - explain(f, cause, min(left_[f], explained), price, now);
  }

  void begin(std::size_t f, Now<T, Book>& now, const MarketMonth<T, Book>& month) {
    const IdleLines::OfFleet& line = lines_->fleets[f];
    const FleetHours<T>& fleets = now.fleets;
    const T delivered = now(line.delivered, fleets.hours_of(*fleets.cards_delivered, f, now.hours()));
    const T installed = now(line.installed, fleets.hours_of(*fleets.cards_installed, f, now.hours()));
    (void)now(line.effective, fleets.productive(f, fleets.sold[f]) * *fleets.facts[f].mfu);
    const mask_t<T> any = fleets.sold[f] > 0.0;
    price_[f] = now(line.price, select(any, fleets.earned[f] / select(any, fleets.sold[f], T(1.0)), T(0.0)));
    idle_[f] = now(line.idle, delivered - fleets.allocated[f]);
    sum_[f] = T(0.0);
    left_[f] = fleets.left(static_cast<int>(f));
    life_[f].delivered.add(delivered);
    life_[f].idle.add(idle_[f]);
    explain(f, Cause::not_energised, delivered - installed, price_[f], now);
    explain(f, Cause::unavailable, installed - fleets.available[f], price_[f], now);
    explain(f, Cause::reserved_paid, fleets.sold[f] - fleets.allocated[f], price_[f], now);
    explain(f, Cause::reserved_unpaid, fleets.available[f] - fleets.free[f] - fleets.sold[f], price_[f], now);
    if (line.of(Cause::too_large).hours.id >= 0) lost_here(f, Cause::too_large, &WorkOnFleet<T, Book>::too_large, now, month);
    if (line.of(Cause::queue).hours.id >= 0) lost_here(f, Cause::queue, &WorkOnFleet<T, Book>::queued, now, month);
  }

  /// Hours that markets lost on this very fleet.
  void lost_here(std::size_t f, Cause cause, T WorkOnFleet<T, Book>::*hours, Now<T, Book>& now,
                 const MarketMonth<T, Book>& month) {
    T all(0.0), worth(0.0);
    for (const WorkOnFleet<T, Book>& pair : month.pairs) {
      if (pair.fleet() != static_cast<int>(f)) continue;
      all = all + pair.*hours;
      worth = worth + pair.*hours * pair.price(month.prices[static_cast<std::size_t>(pair.lines().market)]);
    }
    const mask_t<T> any = all > 0.0;
    take(f, cause, all, worth / select(any, all, T(1.0)), now);
  }

  [[nodiscard]] bool in(Cause cause, std::size_t m, std::size_t f) const {
    return concerns(cause, (*demand_lines_)[m], *pair_lines_, lines_->markets[m].fleets[f]);
  }
  [[nodiscard]] T weight(Cause cause, std::size_t m, std::size_t f, const MarketMonth<T, Book>& month) const {
    const int pair = lines_->markets[m].fleets[f].pair;
    if (pair < 0) return concern(m, f).weight;
    return cause == Cause::not_adapted ? T(1.0 - month.pairs[static_cast<std::size_t>(pair)].ready) : T(1.0);
  }
  [[nodiscard]] T demand_of(Cause cause, std::size_t m, const MarketMonth<T, Book>& month) const {
    switch (cause) {
      case Cause::network: return month.demand[m].lost_network;
      case Cause::competitors: return month.demand[m].lost_competitors;
      case Cause::price: return month.demand[m].lost_price;
      default: return rest_[m];
    }
  }

  void share(Cause cause, Now<T, Book>& now, const MarketMonth<T, Book>& month) {
    const auto c = static_cast<std::size_t>(cause);
    const std::size_t fleets = left_.size();
    Few<T> before(fleets), density(fleets), worth(fleets);
    for (std::size_t f = 0; f < fleets; ++f) before[f] = left_[f];
    Few<T> per_hour(rest_.size());
    for (std::size_t m = 0; m < rest_.size(); ++m) {
      const Line line = lines_->markets[m].per_idle_hour[c];
      if (line.id < 0) continue;
      T open(0.0);
      for (std::size_t f = 0; f < fleets; ++f)
        if (in(cause, m, f)) open = open + left_[f] * weight(cause, m, f, month);
      const mask_t<T> any = open > 0.0;
      per_hour[m] = now(line, select(any, demand_of(cause, m, month) / select(any, open, T(1.0)), T(0.0)));
      for (std::size_t f = 0; f < fleets; ++f) {
        if (!in(cause, m, f)) continue;
        const int p = lines_->markets[m].fleets[f].pair;
        const T& price = month.prices[m];
        const T each = per_hour[m] * weight(cause, m, f, month) *
            (p < 0 ? concern(m, f).per_reference : month.pairs[static_cast<std::size_t>(p)].per_reference_hour());
        density[f] = density[f] + each;
        worth[f] = worth[f] +
            each * (p < 0 ? T(price * concern(m, f).rate) : month.pairs[static_cast<std::size_t>(p)].price(price));
      }
    }
    for (std::size_t f = 0; f < fleets; ++f) {
      if (lines_->fleets[f].causes[c].hours.id < 0) continue;
      const mask_t<T> any = density[f] > 0.0;
      take(f, cause, before[f] * density[f], worth[f] / select(any, density[f], T(1.0)), now);
    }
    if (cause == Cause::other_chips) remember_rest(before, density, per_hour, now, month);
  }

  /// Unmet demand that explains idle hours of other chips explains no more.
  void remember_rest(const Few<T>& before, const Few<T>& density, const Few<T>& per_hour, Now<T, Book>& now,
                     const MarketMonth<T, Book>& month) {
    for (std::size_t m = 0; m < rest_.size(); ++m) {
      const Line line = lines_->markets[m].rest;
      if (line.id < 0) continue;
      T used(0.0);
      for (std::size_t f = 0; f < before.size(); ++f) {
        if (!in(Cause::other_chips, m, f)) continue;
        const mask_t<T> short_of_hours = density[f] > 1.0;
        used = used + before[f] * weight(Cause::other_chips, m, f, month) *
            select(short_of_hours, 1.0 / select(short_of_hours, density[f], T(1.0)), T(1.0));
      }
      rest_[m] = now(line, max(rest_[m] - per_hour[m] * used, 0.0));
    }
  }

  /// Totals of the life.
  struct Life {
    Sum<T> delivered, idle;
    std::array<Sum<T>, kCauses> causes;
  };

  const IdleLines* lines_;
  const std::vector<MarketDemandLines>* demand_lines_;
  const std::vector<WorkOnFleetLines>* pair_lines_;
  Few<Concern, 16> concerns_;  // by market, then fleet
  Few<T> left_, rest_;
  std::vector<Life> life_{left_.size()};
  Few<T> price_{left_.size()}, idle_{left_.size()}, sum_{left_.size()};
  T residual_{0.0};
};

}  // namespace roi
