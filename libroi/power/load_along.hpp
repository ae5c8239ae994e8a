#pragma once
/// @file libroi/power/load_along.hpp: a month's registers at any scale of sales, for a search that books nothing.
///
///   it(s) = it(0) + s rise                                                                                     [kW]
///
/// As long as busy power follows the hours' shape in full, up to s* = full headroom / (rise (1 + headroom)), the flat
/// load is it(0) and the shaped one s rise; without headroom the shaped load is 0 and the flat one it(s). In either case
/// every register and every hour is a polynomial in s, of third degree with cubic terms, else of second: the Taylor
/// coefficients of LoadState::mean and power, worked out once, on-site plants being a constant. Beyond s*, and where the
/// load cannot take all that the plants feed, the month is worked out as power/month_load.hpp does. Values may differ
/// from the booked ones by rounding; each lane has the bits of a double.
#include <array>
#include <vector>

#include "libroi/core/book.hpp"
#include "libroi/power/month_load.hpp"

namespace roi {

/// IT power of a month as a line in the scale, the part of it that can be busy, power energised [kW].
template <class T>
struct LoadLine {
  T it{0.0}, rise{0.0}, busy_full{0.0}, critical_live{0.0};
};

template <class T>
class LoadAlong {
 public:
  /// `folded`: registers folded into one, at their prices; nullptr for none. Energy and water are left out where nobody
  /// asks for them.
  LoadAlong(const MonthLoadLines& lines, const HourlyLoad<T>& load, const Keyed<OnsitePlant<T>>& onsite,
            const LoadTerms<T>* folded, bool wants_energy, bool wants_water, const T& critical_power, int months)
      : lines_(&lines),
        load_(&load),
        cubic_(!lines.cubic.empty()),
        plants_(!onsite.empty()),
        folds_(folded != nullptr),
        general_(lines, load, onsite, critical_power, nothing_) {
    if (folded) rows_.push_back({folded, &LoadAlong::priced});
    if (wants_energy) rows_.push_back({&load.facility, &LoadAlong::grid_power});
    if (wants_water) rows_.push_back({&load.water, &LoadAlong::water_power});
    per_month_ = rows_.size() + load.peak.size() + (plants_ ? 1 : 0);
    months_.reserve(static_cast<std::size_t>(months));
    along_.reserve(static_cast<std::size_t>(months) * per_month_);
    if (cubic_) third_.reserve(along_.capacity());
  }

  /// Months in order, each once, before the first step.
  void add_month(int t, const Clock<T>& clock, const LoadLine<T>& line) {
    const auto month = clock.month_of_year(t);
    const T& headroom = pick(load_->headroom, month);
    const mask_t<T> shaped = headroom > 0.0;
    const mask_t<T> bounded = shaped & (line.rise > 0.0);
    const T end = line.busy_full * headroom / ((1.0 + headroom) * select(bounded, line.rise, T(1.0)));
    months_.push_back({line, select(bounded, end, T(1e300)), general_.want_plants(t, clock, nothing_)});

    const T &a = line.it, &rise = line.rise, &i = general_.per_critical_power();
    const T ai = a * i, square = rise * rise * i;
    for (const Row& row : rows_) {
      const LoadTerms<T>& x = *row.terms;
      const T& ff = pick(x.flat_flat, month);
      along_.push_back({line.critical_live * pick(x.energised, month) + a * (pick(x.flat, month) + ai * ff),
                        rise * select(shaped, pick(x.shaped, month) + ai * pick(x.flat_shaped, month),
                                      pick(x.flat, month) + 2.0 * ai * ff),
                        square * select(shaped, pick(x.shaped_shaped, month), ff)});
      if (plants_) along_.back()[0] = along_.back()[0] + plants_in(row, t, clock);
      if (!cubic_) continue;
      const CubicTerms<T> cubic = x.cubic ? *x.cubic : CubicTerms<T>{};
      const T& fff = pick(cubic.flat, month);
      add_third(select(shaped, pick(cubic.shaped, month), fff),
                select(shaped, pick(cubic.twice_shaped, month), 3.0 * fff),
                select(shaped, pick(cubic.twice_flat, month), 3.0 * fff), fff, a, rise);
    }
    const auto add_hour = [&](const PeakHour<T>& hour) {
      const T own_rise = select(shaped, rise * pick(hour.shape, month), rise);
      const T &p = pick(hour.proportional, month), &q = pick(hour.square, month);
      const T aq = ai * q;
      along_.push_back({line.critical_live * pick(hour.energised, month) + a * (p + aq), own_rise * (p + 2.0 * aq),
                        own_rise * own_rise * i * q});
      if (plants_) along_.back()[0] = along_.back()[0] + general_.plant_power(hour.onsite, t, clock);
      if (!cubic_) return;
      const T cube = hour.cubic ? pick(hour.cubic->cube, month) : T(0.0);
      add_third(cube, 3.0 * cube, 3.0 * cube, cube, a, own_rise);
    };
    for (const auto& [key, hour] : load_->peak) add_hour(hour);
    if (plants_) add_hour(*load_->least);
  }

  /// `placed` where mean() or highest() will be asked for.
  void step(int t, const Clock<T>& clock, const T& scale, bool placed) {
    const Month& m = months_[static_cast<std::size_t>(t)];
    std::size_t k = static_cast<std::size_t>(t) * per_month_;
    for (const Row& row : rows_) this->*row.value = at(k++, scale);
    peak = at(k++, scale);
    for (std::size_t hour = 1; hour < load_->peak.size(); ++hour) peak = max(peak, at(k++, scale));
    mask_t<T> whole = scale <= m.whole_to;
    if (plants_) whole = whole & (at(k, scale) >= m.feed);
    const bool all_whole = all_of(whole);
    if (placed || !all_whole) {
      const T busy = scale * m.line.rise;
      general_.place(t, clock, m.line.it + busy, busy, m.line.busy_full, m.line.critical_live, nothing_);
    }
    if (!all_whole) {
      for (const Row& row : rows_) {
        T value = mean(*row.terms, t, clock);
        if (plants_ && row.value == &LoadAlong::grid_power) value = value + general_.plant_power(t, clock);
        this->*row.value = select(whole, this->*row.value, value);
      }
      peak = select(whole, peak, general_.highest(load_->peak, lines_->peak, t, clock, nothing_));
    }
    grid_energy = grid_power * clock.hours(t);
    water = water_power * clock.hours(t);
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
  [[nodiscard]] const T* folded() const { return folds_ ? &priced : nullptr; }

  // The current month; water_power in L per hour.
  T priced{0.0}, grid_power{0.0}, water_power{0.0}, grid_energy{0.0}, water{0.0}, peak{0.0};

 private:
  LIBROI_INLINE T at(std::size_t k, const T& scale) const {
    const std::array<T, 3>& c = along_[k];
    const T square = cubic_ ? T(c[2] + third_[k] * scale) : c[2];
    return c[0] + (c[1] + square * scale) * scale;
  }
  /// Terms of third degree in the load, of degree 3, 2, 1 and 0 in the scale.
  void add_third(const T& third, const T& square, const T& linear, const T& constant, const T& a, const T& rise) {
    const T& i = general_.per_critical_power();
    const T aii = a * i * i, rise_ii = rise * i * i;
    std::array<T, 3>& c = along_.back();
    c[0] = c[0] + a * a * aii * constant;
    c[1] = c[1] + a * rise * aii * linear;
    c[2] = c[2] + rise * rise * aii * square;
    third_.push_back(rise * rise * rise_ii * third);
  }

  struct Row {
    const LoadTerms<T>* terms;
    T LoadAlong::*value;
  };
  struct Month {
    LoadLine<T> line;
    T whole_to, feed;
  };
  /// Mean power of plants running in full in the hours of a row.
  T plants_in(const Row& row, int t, const Clock<T>& clock) const {
    if (row.value == &LoadAlong::grid_power) return general_.plant_power(t, clock);
    return general_.plant_power(row.terms->onsite, t, clock);
  }
  const MonthLoadLines* lines_;
  const HourlyLoad<T>* load_;
  bool cubic_, plants_, folds_;
  std::size_t per_month_ = 0;
  Discard<T> nothing_;
  MonthLoad<T, Discard<T>> general_;
  std::vector<Row> rows_;
  std::vector<Month> months_;
  std::vector<std::array<T, 3>> along_;  // coefficients by degree: month by month the rows, then the hours
  std::vector<T> third_;                 // those of third degree, with cubic terms
};

}  // namespace roi
