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
#include <algorithm>
#include <span>
#include <vector>

#include "libroi/demand/idle_lines.hpp"

namespace roi {

/// The month of the markets, as they leave it.
template <class T, class Book>
struct MarketMonth {
  const Few<DemandChain<T, Book>, 4>& demand;
  const Few<WorkOnFleet<T, Book>, 4>& pairs;
  const Few<Unserved<T>>& unserved;
  const Few<T>& prices;
};

/// Fewer hours are not worth a cause, and the quotient of demand and hours left would not be exact.
inline constexpr double kLeastShare = 1e-6;

template <class T, class Book>
class IdleHours {
 public:
  IdleHours(const IdleLines& lines, const Keyed<Market<T>>& markets, const std::vector<MarketDemandLines>& demand,
            const Setting<T, Book>& setting)
      : lines_(&lines), demand_lines_(&demand), left_(lines.fleets.size()), rest_(markets.size()) {
    if (lines.exist()) least_share_ = setting.constant(lines.least_share, T(kLeastShare));
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
      for (const std::size_t f : metrics.fleets) sum = sum + of(life_[f]).value();
      return sum;
    };
    const T delivered = all([](const Life& life) -> const Sum<T>& { return life.delivered; });
    measures.set(metrics.idle, quotient(all([](const Life& life) -> const Sum<T>& { return life.idle; }), delivered));
    for (std::size_t c = 0; c < kCauses; ++c)
      measures.set(metrics.causes[c],
                   quotient(all([c](const Life& life) -> const Sum<T>& { return life.causes[c]; }), delivered));
  }
  /// Greatest hours delivered in any month, of any fleet.
  [[nodiscard]] T most_delivered() const {
    T out(0.0);
    for (const Life& life : life_) out = max(out, life.most.value());
    return out;
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
  [[nodiscard]] const Concern& concern(const Concerned& at) const {
    return concerns_[static_cast<std::size_t>(at.market) * left_.size() + static_cast<std::size_t>(at.fleet)];
  }

  /// Hours of one cause: booked, valued, added up.
  T explain(std::size_t f, Cause cause, const T& hours, const T& price, Now<T, Book>& now) {
    const CauseLines& lines = lines_->fleets[f].of(cause);
    const T booked = now(lines.hours, hours);
    if constexpr (Book::keeps_lines)
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
    if constexpr (Book::keeps_lines) price_earned(f, line, now);
    (void)now(line.effective, fleets.productive(f, fleets.sold[f]) * *fleets.facts[f].mfu);
    idle_[f] = now(line.idle, delivered - fleets.allocated[f]);
    sum_[f] = T(0.0);
    left_[f] = fleets.left(static_cast<int>(f));
    life_[f].delivered.add(delivered);
    if constexpr (Book::want_checks) life_[f].most.add(delivered);
    life_[f].idle.add(idle_[f]);
    explain(f, Cause::not_energised, delivered - installed, price_[f], now);
    explain(f, Cause::unavailable, installed - fleets.available[f], price_[f], now);
    explain(f, Cause::reserved_paid, fleets.sold[f] - fleets.allocated[f], price_[f], now);
    explain(f, Cause::reserved_unpaid, fleets.unpaid[f], price_[f], now);
    if (line.of(Cause::too_large).hours.id >= 0)
      lost_here(f, Cause::too_large, &WorkOnFleet<T, Book>::too_large, now, month);
    if (line.of(Cause::queue).hours.id >= 0) lost_here(f, Cause::queue, &WorkOnFleet<T, Book>::queued, now, month);
  }

  /// A price weighted with hours; only where values are kept.
  [[nodiscard]] static T mean(const T& worth, const T& hours) {
    if constexpr (!Book::keeps_lines) return T(0.0);
    const mask_t<T> any = hours > 0.0;
    return worth / select(any, hours, T(1.0));
  }

  void price_earned(std::size_t f, const IdleLines::OfFleet& line, Now<T, Book>& now) {
    const T& sold = now.fleets.sold[f];
    const mask_t<T> any = sold > 0.0;
    price_[f] = now(line.price, select(any, now.fleets.earned[f] / select(any, sold, T(1.0)), T(0.0)));
  }

  /// Hours that markets lost on this very fleet.
  void lost_here(std::size_t f, Cause cause, T WorkOnFleet<T, Book>::*hours, Now<T, Book>& now,
                 const MarketMonth<T, Book>& month) {
    T all(0.0), worth(0.0);
    for (const WorkOnFleet<T, Book>& pair : month.pairs) {
      if (pair.fleet() != static_cast<int>(f)) continue;
      all = all + pair.*hours;
      if constexpr (Book::keeps_lines)
        worth = worth + pair.*hours * pair.price(month.prices[static_cast<std::size_t>(pair.lines().market)]);
    }
    take(f, cause, all, mean(worth, all), now);
  }

  [[nodiscard]] T weight(Cause cause, const Concerned& at, const MarketMonth<T, Book>& month) const {
    if (at.pair < 0) return concern(at).weight;
    return cause == Cause::not_adapted ? T(1.0 - month.pairs[static_cast<std::size_t>(at.pair)].ready) : T(1.0);
  }
  [[nodiscard]] const T& demand_of(Cause cause, std::size_t m, const MarketMonth<T, Book>& month) const {
    switch (cause) {
      case Cause::network: return month.demand[m].lost_network;
      case Cause::competitors: return month.demand[m].lost_competitors;
      case Cause::price: return month.demand[m].lost_price;
      default: return rest_[m];
    }
  }

  void share(Cause cause, Now<T, Book>& now, const MarketMonth<T, Book>& month) {
    const auto c = static_cast<std::size_t>(cause);
    const std::vector<Concerned>& all = lines_->concerned[c];
    if (all.empty()) return;
    for (std::size_t f = 0; f < left_.size(); ++f) {
      before_[f] = select(left_[f] > now.fleets.available[f] * least_share_, left_[f], T(0.0));
      density_[f] = T(0.0);
      worth_[f] = T(0.0);
    }
    for (auto first = all.begin(); first != all.end();) {
      const auto next = std::find_if(first, all.end(), [&](const Concerned& at) { return at.market != first->market; });
      offer(cause, {first, next}, now, month);
      first = next;
    }
    for (std::size_t f = 0; f < left_.size(); ++f) {
      if (lines_->fleets[f].causes[c].hours.id < 0) continue;
      take(f, cause, before_[f] * density_[f], mean(worth_[f], density_[f]), now);
    }
    if (cause == Cause::other_chips) remember_rest(all, now);
  }

  /// Demand of one market, spread evenly over the hours left on the fleets it concerns.
  void offer(Cause cause, std::span<const Concerned> fleets, Now<T, Book>& now, const MarketMonth<T, Book>& month) {
    const auto m = static_cast<std::size_t>(fleets.front().market);
    T open(0.0);
    for (const Concerned& at : fleets)
      open = open + before_[static_cast<std::size_t>(at.fleet)] * weight(cause, at, month);
    const mask_t<T> any = open > 0.0;
    const T per_hour = select(any, demand_of(cause, m, month) / select(any, open, T(1.0)), T(0.0));
    per_hour_[m] = now(lines_->markets[m].per_idle_hour[static_cast<std::size_t>(cause)], per_hour);
    for (const Concerned& at : fleets) {
      const auto f = static_cast<std::size_t>(at.fleet);
      const WorkOnFleet<T, Book>* const pair = at.pair < 0 ? nullptr : &month.pairs[static_cast<std::size_t>(at.pair)];
      const T each = per_hour_[m] * weight(cause, at, month) *
                     (pair == nullptr ? concern(at).per_reference : pair->per_reference_hour());
      density_[f] = density_[f] + each;
      if constexpr (Book::keeps_lines) {
        const T& price = month.prices[m];
        worth_[f] = worth_[f] + each * (pair == nullptr ? T(price * concern(at).rate) : pair->price(price));
      }
    }
  }

  /// Unmet demand that explains idle hours of other chips explains no more.
  void remember_rest(const std::vector<Concerned>& all, Now<T, Book>& now) {
    for (std::size_t m = 0; m < rest_.size(); ++m) {
      const Line line = lines_->markets[m].rest;
      if (line.id < 0) continue;
      T open(0.0), not_used(0.0);
      for (const Concerned& at : all) {
        if (at.market != static_cast<int>(m)) continue;
        const T& density = density_[static_cast<std::size_t>(at.fleet)];
        const mask_t<T> short_of_hours = density > 1.0;
        const T part = select(short_of_hours, 1.0 / select(short_of_hours, density, T(1.0)), T(1.0));
        const T hours = before_[static_cast<std::size_t>(at.fleet)] * concern(at).weight;
        open = open + hours;
        not_used = not_used + hours * (1.0 - part);
      }
      rest_[m] = now(line, select(open > 0.0, per_hour_[m] * not_used, rest_[m]));
    }
  }

  /// Totals of the life.
  struct Life {
    Sum<T> delivered, idle;
    Most<T> most;
    std::array<Sum<T>, kCauses> causes;
  };

  const IdleLines* lines_;
  const std::vector<MarketDemandLines>* demand_lines_;
  Few<Concern, 16> concerns_;  // by market, then fleet
  Few<T> left_, rest_, per_hour_{rest_.size()};
  Few<T> before_{left_.size()}, density_{left_.size()}, worth_{left_.size()};  // of the cause in hand
  std::vector<Life> life_{left_.size()};
  Few<T> price_{left_.size()}, idle_{left_.size()}, sum_{left_.size()};
  T residual_{0.0}, least_share_{0.0};
};

}  // namespace roi
