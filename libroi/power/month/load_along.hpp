#pragma once
/// @file libroi/power/month/load_along.hpp: a month's registers at any scale of sales, for a search that books nothing.
///
///   it(s) = it(0) + s rise                                                                                     [kW]
///
/// As long as busy power follows the hours' shape in full, up to s* = full headroom / (rise (1 + headroom)), the flat
/// load is it(0) and the shaped one s rise; without headroom the shaped load is 0 and the flat one it(s). In either case
/// every register and every hour is a polynomial in s, of third degree with cubic terms, else of second: the Taylor
/// coefficients of LoadState::mean and power, worked out once, on-site plants being a constant. Beyond s*, and where the
/// load cannot take all that the plants feed, the month is worked out as power/month/month_load.hpp does. Values may differ
/// from the booked ones by rounding; each lane has the bits of a double.
#include <array>
#include <memory>
#include <vector>

#include "libroi/core/book.hpp"
#include "libroi/power/month/month_load.hpp"
#include "libroi/power/month/month_supply.hpp"

namespace roi {

/// IT power of a month as a line in the scale, the part of it that can be busy, power energised [kW].
template <class T>
struct LoadLine {
  T it{0.0}, rise{0.0}, busy_full{0.0}, critical_live{0.0};
};

template <class T>
class LoadAlong {
 public:
  /// What a bill asks of its load besides peaks.
  struct Wanted {
    const LoadTerms<T>* folded = nullptr;  // registers folded into one, at their prices
    bool energy = true, water = true;      // of the month; water for its price
    bool feeds = true;                     // grid energy can be below 0, where its price has a kink
  };

  LoadAlong(const MonthLoadLines& lines, const HourlyLoad<T>& load, const Keyed<OnsitePlant<T>>& onsite,
            const Wanted& wanted, const T& critical_power, int months)
      : lines_(&lines),
        load_(&load),
        folded_(wanted.folded),
        wants_energy_(wanted.energy || wanted.feeds),
        wants_water_(wanted.water),
        feeds_(wanted.feeds),
        plants_(!onsite.empty()),
        cubic_(!lines.cubic.empty()),
        general_(lines, load, onsite, critical_power, nothing_) {
    const auto n = static_cast<std::size_t>(months);
    const std::size_t most = n * (load.peak.size() + 4);
    months_.reserve(n);
    along_ = std::make_unique_for_overwrite<std::array<T, 3>[]>(most);
    if (cubic_) third_ = std::make_unique_for_overwrite<T[]>(most);
    for (int m = 1; m <= 12; ++m) hours_[static_cast<std::size_t>(m - 1)] = different_hours(m);
  }

  /// Months in order, each once, before the first step.
  void add_month(int t, const Clock<T>& clock, const LoadLine<T>& line, const SupplyRates<T>& rates) {
    const auto month = clock.month_of_year(t);
    const T& headroom = pick(load_->headroom, month);
    const mask_t<T> shaped = headroom > 0.0;
    const T reach = select(shaped, line.rise * (1.0 + headroom), T(0.0));
    const T feed = plants_ ? general_.want_plants(t, clock, nothing_) : T(0.0);
    const LoadMonth& m = months_.emplace_back(line, rates, reach, line.busy_full * headroom, feed, rows_,
                                              hours_[static_cast<std::size_t>(month - 1)]);
    const Place at{line, shaped, all_of(shaped), month};
    if (folded_) {
      auto c = coefficients(*folded_, at);
      if (plants_) c[0] = c[0] + general_.plant_power(folded_->onsite, t, clock);
      push(c);
    }
    const T hours(clock.hours(t));
    auto grid = coefficients(load_->facility, at);
    if (plants_) grid[0] = grid[0] + general_.plant_power(t, clock);
    for (T& c : grid) c = c * hours;
    if (wants_energy_) push(grid);
    std::array<T, 4> cost;
    for (std::size_t d = 0; d < 4; ++d) cost[d] = grid[d] * rates.per_kwh;
    cost[0] = cost[0] + rates.constant;
    if (wants_water_) {
      const auto water = coefficients(load_->water, at);
      for (std::size_t d = 0; d < 4; ++d) cost[d] = cost[d] + water[d] * hours * rates.per_litre;
    }
    push(cost);
    for (std::size_t k = 0; k < m.hours; ++k) push_hour(load_->peak[k], at, t, clock);
    if (plants_) push_hour(*load_->least, at, t, clock);
  }

  /// `placed` where mean() or highest() will be asked for.
  void step(int t, const Clock<T>& clock, const T& scale, bool placed) {
    const LoadMonth& m = months_[static_cast<std::size_t>(t)];
    mask_t<T> whole = scale * m.reach <= m.room;
    if (any_of(whole)) whole = whole & (cubic_ ? follow<true>(m, scale) : follow<false>(m, scale));
    const bool all_whole = all_of(whole);
    if (placed || !all_whole) {
      const T busy = scale * m.line.rise;
      general_.place(t, clock, m.line.it + busy, busy, m.line.busy_full, m.line.critical_live, nothing_);
    }
    if (all_whole) return;
    if (folded_) priced = select(whole, priced, mean(*folded_, t, clock));
    T energy = mean(load_->facility, t, clock);
    if (plants_) energy = energy + general_.plant_power(t, clock);
    energy = energy * clock.hours(t);
    grid_energy = select(whole, grid_energy, energy);
    const T water = mean(load_->water, t, clock) * clock.hours(t);
    beyond = select(whole, beyond, m.rates.cost(energy, water));
    peak = select(whole, peak, general_.highest(load_->peak, lines_->peak, t, clock, nothing_));
  }

  [[nodiscard]] T mean(const LoadTerms<T>& terms, int t, const Clock<T>& clock) const {
    return general_.mean(terms, t, clock);
  }
  [[nodiscard]] T highest(const Keyed<PeakHour<T>>& hours, const PeakLines& lines, int t, const Clock<T>& clock,
                          Discard<T>& book) const {
    return general_.highest(hours, lines, t, clock, book);
  }
  [[nodiscard]] const T& critical_live(int t) const { return months_[static_cast<std::size_t>(t)].line.critical_live; }
  [[nodiscard]] const T& per_critical_power() const { return general_.per_critical_power(); }
  /// Mean of power x price of the folded registers [money/hour]; nullptr where there are none.
  [[nodiscard]] const T* folded() const { return folded_ ? &priced : nullptr; }

  // The current month; `beyond` is the cost beyond the tariff [money].
  T priced{0.0}, grid_energy{0.0}, beyond{0.0}, peak{0.0};

 private:
  struct LoadMonth {
    LoadMonth(const LoadLine<T>& line_in, const SupplyRates<T>& rates_in, const T& reach_in, const T& room_in,
              const T& feed_in, std::size_t first_in, std::size_t hours_in)
        : line(line_in),
          rates(rates_in),
          reach(reach_in),
          room(room_in),
          feed(feed_in),
          first(first_in),
          hours(hours_in) {}
    LoadLine<T> line;
    SupplyRates<T> rates;
    T reach, room, feed;       // the shape is followed in full while scale x reach <= room [kW]
    std::size_t first, hours;  // its polynomials in along_; peak hours among them
  };
  struct Place {
    const LoadLine<T>& line;
    const mask_t<T>& shaped;
    bool all_shaped;
    int month;
  };

  /// Peak hours of a month of the year without those at the end that repeat the one before.
  [[nodiscard]] std::size_t different_hours(int month) const {
    const auto same = [&](const PeakHour<T>& a, const PeakHour<T>& b) {
      const auto equal = [&](const std::array<T, 12>& x, const std::array<T, 12>& y) {
        return all_of(pick(x, month) == pick(y, month));
      };
      bool all = equal(a.energised, b.energised) && equal(a.proportional, b.proportional) &&
                 equal(a.square, b.square) && equal(a.shape, b.shape);
      if (a.cubic || b.cubic) all = all && a.cubic && b.cubic && equal(a.cubic->cube, b.cubic->cube);
      for (std::size_t k = 0; k < a.onsite.size(); ++k) all = all && equal(a.onsite[k].power, b.onsite[k].power);
      return all;
    };
    std::size_t count = load_->peak.size();
    while (count > 1 && same(load_->peak[count - 1], load_->peak[count - 2])) --count;
    return count;
  }

  template <bool kCubic>
  LIBROI_INLINE T at(std::size_t k, const T& scale) const {
    const std::array<T, 3>& c = along_[k];
    if constexpr (kCubic) return c[0] + (c[1] + (c[2] + third_[k] * scale) * scale) * scale;
    else return c[0] + (c[1] + c[2] * scale) * scale;
  }
  /// The month by its polynomials; whether the load takes all that the plants feed, and no energy flows back.
  template <bool kCubic>
  LIBROI_INLINE mask_t<T> follow(const LoadMonth& m, const T& scale) {
    std::size_t k = m.first;
    if (folded_) priced = at<kCubic>(k++, scale);
    if (wants_energy_) grid_energy = at<kCubic>(k++, scale);
    beyond = at<kCubic>(k++, scale);
    T most = at<kCubic>(k++, scale);
    for (const std::size_t end = k + m.hours - 1; k < end; ++k) most = max(most, at<kCubic>(k, scale));
    peak = most;
    if (!feeds_) return T(0.0) < T(1.0);
    const mask_t<T> drawn = grid_energy >= 0.0;
    return plants_ ? (at<kCubic>(k, scale) >= m.feed) & drawn : drawn;
  }

  LIBROI_INLINE void push(const std::array<T, 4>& c) {
    along_[rows_] = {c[0], c[1], c[2]};
    if (cubic_) third_[rows_] = c[3];
    ++rows_;
  }
  /// By degree in the scale: the Taylor coefficients of LoadState::mean, plants left out.
  [[nodiscard]] LIBROI_INLINE std::array<T, 4> coefficients(const LoadTerms<T>& x, const Place& at) const {
    const T &a = at.line.it, &rise = at.line.rise, &i = general_.per_critical_power();
    const auto& month = at.month;
    const T ai = a * i;
    const T& ff = pick(x.flat_flat, month);
    T slope = pick(x.shaped, month) + ai * pick(x.flat_shaped, month), bend = pick(x.shaped_shaped, month);
    if (!at.all_shaped) {
      slope = select(at.shaped, slope, pick(x.flat, month) + 2.0 * ai * ff);
      bend = select(at.shaped, bend, ff);
    }
    std::array<T, 4> c{at.line.critical_live * pick(x.energised, month) + a * (pick(x.flat, month) + ai * ff),
                       rise * slope, rise * rise * i * bend, T(0.0)};
    if (!x.cubic) return c;
    const CubicTerms<T>& cubic = *x.cubic;
    const T& fff = pick(cubic.flat, month);
    const T aii = ai * i;
    c[0] = c[0] + a * a * aii * fff;
    c[1] = c[1] + a * rise * aii * select(at.shaped, pick(cubic.twice_flat, month), 3.0 * fff);
    c[2] = c[2] + rise * rise * aii * select(at.shaped, pick(cubic.twice_shaped, month), 3.0 * fff);
    c[3] = rise * rise * rise * i * i * select(at.shaped, pick(cubic.shaped, month), fff);
    return c;
  }
  /// That of LoadState::power.
  LIBROI_INLINE void push_hour(const PeakHour<T>& hour, const Place& at, int t, const Clock<T>& clock) {
    const T &a = at.line.it, &i = general_.per_critical_power();
    T rise = at.line.rise * pick(hour.shape, at.month);
    if (!at.all_shaped) rise = select(at.shaped, rise, at.line.rise);
    const T &p = pick(hour.proportional, at.month), &q = pick(hour.square, at.month);
    const T aq = a * i * q;
    std::array<T, 4> c{at.line.critical_live * pick(hour.energised, at.month) + a * (p + aq), rise * (p + 2.0 * aq),
                       rise * rise * i * q, T(0.0)};
    if (plants_) c[0] = c[0] + general_.plant_power(hour.onsite, t, clock);
    if (hour.cubic) {
      const T cube = pick(hour.cubic->cube, at.month) * i * i;
      c[0] = c[0] + a * a * a * cube;
      c[1] = c[1] + 3.0 * a * a * rise * cube;
      c[2] = c[2] + 3.0 * a * rise * rise * cube;
      c[3] = rise * rise * rise * cube;
    }
    push(c);
  }

  const MonthLoadLines* lines_;
  const HourlyLoad<T>* load_;
  const LoadTerms<T>* folded_;
  bool wants_energy_, wants_water_, feeds_, plants_, cubic_;
  Discard<T> nothing_;
  MonthLoad<T, Discard<T>> general_;
  std::array<std::size_t, 12> hours_{};
  std::vector<LoadMonth> months_;
  std::size_t rows_ = 0;
  std::unique_ptr<std::array<T, 3>[]> along_;  // coefficients by degree: month by month the rows, then the hours
  std::unique_ptr<T[]> third_;                 // those of third degree, with cubic terms
};

}  // namespace roi
