#pragma once
/// @file libroi/power/month_load.hpp: a month's registers from its IT load: kWh by register, peaks, water.
///
///   shaped(t)  = max(min(busy, (busy at full activity - busy) x headroom), 0);   flat(t) = it - shaped         [kW]
///   ff, fs, ss = flat^2, flat x shaped, shaped^2, each / critical power                                        [kW]
///   mean(t)    = energised x E + flat x F + shaped x S + ff x FF + fs x FS + ss x SS                           [kW]
///   energy(t)  = mean x hours of the month                                                                    [kWh]
///                + third degree likewise, where the plant's efficiency follows its load
///   hour k     : x = flat + shape_k x shaped;  power = energised x e_k + x p_k + x^2 q_k / critical power      [kW]
///   peak(t)    = greatest of the hours                                                                         [kW]
///
/// The capital letters are the month-of-year's entries of power/load_inputs.hpp. The load of the cards' activity
/// follows the shape as far as the busiest hour stays within full activity; the rest fills the valleys.
/// Kinks: at headroom's end; where two hours are equally high. See docs/model.md section 3b.
#include <string>
#include <vector>

#include "libroi/core/fold.hpp"
#include "libroi/power/load_inputs.hpp"

namespace roi {

struct PeakLines {
  std::vector<Line> hours;
  Line peak;
};

struct MonthLoadLines {
  Line inverse, shaped, flat, flat_flat, flat_shaped, shaped_shaped, facility, energy, water;
  std::vector<Line> cubic;  // none or four
  PeakLines peak;
};

inline PeakLines declare_peak(LineTable& lines, const std::string& path, const std::string& label,
                              const Keyed<PeakHour<double>>& hours) {
  PeakLines out;
  for (const auto& [key, hour] : hours)
    out.hours.push_back(lines.add({path + "/hour " + key, label + ": hour " + key, "kW", Kind::ratio, Section::none,
                                   "facility power in an hour that can be the highest"}));
  out.peak = lines.add({path, label, "kW", Kind::ratio, Section::none, "greatest of the hours"});
  return out;
}

inline MonthLoadLines declare_month_load(LineTable& lines, const HourlyLoad<double>& load) {
  MonthLoadLines out;
  const auto add = [&](const char* path, const char* label, const char* unit, Kind kind, const char* definition) {
    return lines.add({std::string("power/") + path, label, unit, kind, Section::none, definition});
  };
  out.inverse = add("per critical power", "1 / critical power", "1/kW", Kind::constant, "1 / critical IT power");
  out.shaped = add("shaped", "Shaped IT power", "kW", Kind::ratio,
                   "IT power that follows the hours' shape: busy power, as far as the busiest hour allows");
  out.flat = add("flat", "Flat IT power", "kW", Kind::ratio, "IT power - shaped IT power");
  out.flat_flat = add("flat squared", "Flat x flat / critical power", "kW", Kind::ratio, "term of square losses");
  out.flat_shaped = add("flat shaped", "Flat x shaped / critical power", "kW", Kind::ratio, "term of square losses");
  out.shaped_shaped =
      add("shaped squared", "Shaped x shaped / critical power", "kW", Kind::ratio, "term of square losses");
  if (load.facility.cubic)
    for (const char* name : {"flat cubed", "flat squared shaped", "flat shaped squared", "shaped cubed"})
      out.cubic.push_back(add(name, name, "kW", Kind::ratio, "term of third degree / critical power squared"));
  out.facility = add("facility", "Facility power", "kW", Kind::ratio, "mean facility power of the month's hours");
  out.energy = add("energy", "Energy", "kWh", Kind::flow, "facility energy of the month");
  out.water = add("water", "Water", "L", Kind::flow, "water drawn by the cooling plant");
  out.peak = declare_peak(lines, "power/peak", "Peak facility power", load.peak);
  return out;
}

template <class T, class Book>
class MonthLoad {
 public:
  MonthLoad(const MonthLoadLines& lines, const HourlyLoad<T>& load, const T& critical_power, Book& book)
      : lines_(&lines), load_(&load) {
    inverse_ = book.constant(lines.inverse, 1.0 / critical_power);
  }

  /// Leaves out what nobody asks for: facility energy, water.
  void only(bool wants_energy, bool wants_water) {
    wants_energy_ = wants_energy;
    wants_water_ = wants_water;
  }

  /// `busy` is the part of `it` that follows the cards' activity, `full` that part at full activity.
  void step(int t, const Clock<T>& clock, const T& it, const T& busy, const T& full, const T& critical_live,
            Book& book) {
    const T headroom = pick(load_->headroom, clock.month_of_year(t));
    live_ = critical_live;
    shaped_ = book(lines_->shaped, t, max(min(busy, (full - busy) * headroom), 0.0));
    flat_ = book(lines_->flat, t, it - shaped_);
    flat_flat_ = book(lines_->flat_flat, t, flat_ * flat_ * inverse_);
    flat_shaped_ = book(lines_->flat_shaped, t, flat_ * shaped_ * inverse_);
    shaped_shaped_ = book(lines_->shaped_shaped, t, shaped_ * shaped_ * inverse_);
    if (!lines_->cubic.empty()) {
      const T flat_share = flat_ * inverse_;
      const T shaped_share = shaped_ * inverse_;
      cubic_ = {book(lines_->cubic[0], t, flat_flat_ * flat_share),
                book(lines_->cubic[1], t, flat_flat_ * shaped_share),
                book(lines_->cubic[2], t, shaped_shaped_ * flat_share),
                book(lines_->cubic[3], t, shaped_shaped_ * shaped_share)};
    }
    if (wants_energy_) {
      facility = book(lines_->facility, t, mean(load_->facility, t, clock));
      energy = book(lines_->energy, t, facility * clock.hours(t));
    }
    if (wants_water_) water = book(lines_->water, t, mean(load_->water, t, clock) * clock.hours(t));
    peak = highest(load_->peak, lines_->peak, t, clock, book);
  }

  /// Mean power of the current month in the hours of a register.
  [[nodiscard]] LIBROI_INLINE T mean(const LoadTerms<T>& terms, int t, const Clock<T>& clock) const {
    const auto month = clock.month_of_year(t);
    const T linear =
        live_ * pick(terms.energised, month) + flat_ * pick(terms.flat, month) + shaped_ * pick(terms.shaped, month);
    const T square = linear + flat_flat_ * pick(terms.flat_flat, month) +
                     flat_shaped_ * pick(terms.flat_shaped, month) + shaped_shaped_ * pick(terms.shaped_shaped, month);
    if (!terms.cubic) return square;
    return square + cubic_[0] * pick(terms.cubic->flat, month) + cubic_[1] * pick(terms.cubic->twice_flat, month) +
           cubic_[2] * pick(terms.cubic->twice_shaped, month) + cubic_[3] * pick(terms.cubic->shaped, month);
  }

  /// Highest of a set of hours in the current month.
  [[nodiscard]] T highest(const Keyed<PeakHour<T>>& hours, const PeakLines& lines, int t, const Clock<T>& clock,
                          Book& book) const {
    const auto month = clock.month_of_year(t);
    T most(0.0);
    for (std::size_t k = 0; k < hours.size(); ++k) {
      const PeakHour<T>& h = hours[k];
      const T x = flat_ + shaped_ * pick(h.shape, month);
      T bend = pick(h.square, month);
      if (h.cubic) bend = bend + x * inverse_ * pick(h.cubic->cube, month);
      const T power = book(lines.hours[k], t,
                           live_ * pick(h.energised, month) + x * (pick(h.proportional, month) + x * inverse_ * bend));
      most = k == 0 ? power : max(most, power);
    }
    return book(lines.peak, t, most);
  }

  [[nodiscard]] const T& per_critical_power() const { return inverse_; }

  // The current month.
  T facility{0.0}, energy{0.0}, water{0.0}, peak{0.0};

 private:
  const MonthLoadLines* lines_;
  const HourlyLoad<T>* load_;
  bool wants_energy_ = true, wants_water_ = true;
  T inverse_{0.0}, live_{0.0}, shaped_{0.0}, flat_{0.0}, flat_flat_{0.0}, flat_shaped_{0.0}, shaped_shaped_{0.0};
  std::array<T, 4> cubic_{T(0.0), T(0.0), T(0.0), T(0.0)};
};

}  // namespace roi
