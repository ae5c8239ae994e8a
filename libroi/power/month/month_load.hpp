#pragma once
/// @file libroi/power/month/month_load.hpp: a month's registers from its IT load and on-site plants: kWh, peaks, water.
///
///   shaped(t)  = max(min(busy, (busy at full activity - busy) x headroom), 0);   flat(t) = it - shaped         [kW]
///   ff, fs, ss = flat^2, flat x shaped, shaped^2, each / critical power                                        [kW]
///   mean(t)    = energised x E + flat x F + shaped x S + ff x FF + fs x FS + ss x SS                           [kW]
///   energy(t)  = mean x hours of the month                                                                    [kWh]
///                + third degree likewise, where the plant's efficiency follows its load
///   hour k     : x = flat + shape_k x shaped;  power = energised x e_k + x p_k + x^2 q_k / critical power      [kW]
///   peak(t)    = greatest of the hours                                                                         [kW]
///
/// Plants behind the meter (power/month/onsite_inputs.hpp) add part_k x their power to every register and hour but facility
/// power itself: part_k = size x overlap(start, end) x part used, part used = min(1, least load / sum of size x overlap x
/// feed), so that the meter never runs backwards.
///   grid energy(t) = energy + sum of part_k x power_k x hours of the month                                    [kWh]
///
/// The capital letters are the month-of-year's entries of power/month/load_inputs.hpp. The load of the cards' activity
/// follows the shape as far as the busiest hour stays within full activity; the rest fills the valleys.
/// Kinks: at headroom's end; where two hours are equally high. See docs/model.md section 3b.
#include <string>
#include <vector>

#include "libroi/core/few.hpp"
#include "libroi/core/fold.hpp"
#include "libroi/core/interval.hpp"
#include "libroi/power/month/load_inputs.hpp"

namespace roi {

struct PeakLines {
  std::vector<Line> hours;
  Line peak;
};

struct PlantLines {
  Line wanted, part, energy;
};

struct MonthLoadLines {
  Line inverse, shaped, flat, flat_flat, flat_shaped, shaped_shaped, facility, energy, grid_energy, water, least, feed,
      used;
  std::vector<PlantLines> plants;
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

inline MonthLoadLines declare_month_load(LineTable& lines, const HourlyLoad<double>& load,
                                         const Keyed<OnsitePlant<double>>& onsite) {
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
  for (const auto& [key, plant] : onsite) {
    const auto own = [&, &name = key](const char* path, const char* label, const char* unit, Kind kind,
                                      const char* definition) {
      return lines.add({"power/onsite/" + name + path, name + label, unit, kind, Section::none, definition});
    };
    out.plants.push_back(
        {own("/wanted", ": size running", "1", Kind::ratio, "size x share of the month it runs"),
         own("/part", ": part used", "1", Kind::ratio, "size running x part that the load can take"),
         own("/energy", ": energy", "kWh", Kind::flow, "taken at the meter; negative: fed to the center")});
  }
  if (!onsite.empty()) {
    out.least = add("onsite/least load", "Least facility power", "kW", Kind::ratio, "of any hour of the month");
    out.feed = add("onsite/feed", "Greatest on-site feed", "kW", Kind::ratio, "sum of the plants' greatest feeds");
    out.used = add("onsite/used", "Part of on-site power used", "1", Kind::ratio,
                   "least facility power / greatest feed, at most 1: nothing is fed into the grid");
    out.grid_energy = add("grid energy", "Energy from the grid", "kWh", Kind::flow, "energy + on-site plants");
  }
  out.water = add("water", "Water", "L", Kind::flow, "water drawn by the cooling plant");
  out.peak = declare_peak(lines, "power/peak", "Peak facility power", load.peak);
  return out;
}

/// What a month's registers are worked out from: power energised, flat and shaped load and their products.
template <class T>
struct LoadState {
  T inverse{0.0}, live{0.0};  // 1 / critical power; critical power energised
  T flat{0.0}, shaped{0.0}, flat_flat{0.0}, flat_shaped{0.0}, shaped_shaped{0.0};
  std::array<T, 4> cubic{T(0.0), T(0.0), T(0.0), T(0.0)};
  Few<T> parts;  // of the on-site plants

  /// Mean power of the month in the hours of a register, taken from the grid.
  template <class Month>
  [[nodiscard]] LIBROI_INLINE T mean(const LoadTerms<T>& terms, const Month& month) const {
    const T linear =
        live * pick(terms.energised, month) + flat * pick(terms.flat, month) + shaped * pick(terms.shaped, month);
    T sum = linear + flat_flat * pick(terms.flat_flat, month) + flat_shaped * pick(terms.flat_shaped, month) +
            shaped_shaped * pick(terms.shaped_shaped, month);
    if (terms.cubic)
      sum = sum + cubic[0] * pick(terms.cubic->flat, month) + cubic[1] * pick(terms.cubic->twice_flat, month) +
            cubic[2] * pick(terms.cubic->twice_shaped, month) + cubic[3] * pick(terms.cubic->shaped, month);
    return with_plants(sum, terms.onsite, month);
  }
  /// Power taken from the grid in one hour, and facility power in it.
  template <class Month>
  [[nodiscard]] LIBROI_INLINE T power(const PeakHour<T>& hour, const Month& month) const {
    return with_plants(facility_power(hour, month), hour.onsite, month);
  }
  template <class Month>
  [[nodiscard]] LIBROI_INLINE T facility_power(const PeakHour<T>& hour, const Month& month) const {
    const T x = flat + shaped * pick(hour.shape, month);
    T bend = pick(hour.square, month);
    if (hour.cubic) bend = bend + x * inverse * pick(hour.cubic->cube, month);
    return live * pick(hour.energised, month) + x * (pick(hour.proportional, month) + x * inverse * bend);
  }
  template <class Month>
  [[nodiscard]] LIBROI_INLINE T with_plants(T sum, const Keyed<PlantPower<T>>& plants, const Month& month) const {
    for (std::size_t k = 0; k < plants.size(); ++k) sum = sum + parts[k] * pick(plants[k].power, month);
    return sum;
  }
};

template <class T, class Book>
class MonthLoad {
 public:
  MonthLoad(const MonthLoadLines& lines, const HourlyLoad<T>& load, const Keyed<OnsitePlant<T>>& onsite,
            const T& critical_power, Book& book)
      : lines_(&lines), load_(&load), onsite_(&onsite), now_{.parts = Few<T>(onsite.size())} {
    now_.inverse = book.constant(lines.inverse, 1.0 / critical_power);
    for (const auto& [key, plant] : onsite) term_.emplace_back(plant.start, plant.end);
  }

  /// `busy` is the part of `it` that follows the cards' activity, `full` that part at full activity.
  void step(int t, const Clock<T>& clock, const T& it, const T& busy, const T& full, const T& critical_live,
            Book& book) {
    place(t, clock, it, busy, full, critical_live, book);
    facility = book(lines_->facility, t, mean(load_->facility, t, clock));
    energy = grid_energy = book(lines_->energy, t, facility * clock.hours(t));
    if (!onsite_->empty()) take_from_plants(t, clock, book);
    water = book(lines_->water, t, mean(load_->water, t, clock) * clock.hours(t));
    peak = highest(load_->peak, lines_->peak, t, clock, book);
  }

  /// Sets the month's load for mean() and highest(), and nothing else.
  void place(int t, const Clock<T>& clock, const T& it, const T& busy, const T& full, const T& critical_live,
             Book& book) {
    const T headroom = pick(load_->headroom, clock.month_of_year(t));
    const T& inverse = now_.inverse;
    now_.live = critical_live;
    const T shaped = now_.shaped = book(lines_->shaped, t, max(min(busy, (full - busy) * headroom), 0.0));
    const T flat = now_.flat = book(lines_->flat, t, it - shaped);
    now_.flat_flat = book(lines_->flat_flat, t, flat * flat * inverse);
    now_.flat_shaped = book(lines_->flat_shaped, t, flat * shaped * inverse);
    now_.shaped_shaped = book(lines_->shaped_shaped, t, shaped * shaped * inverse);
    if (!lines_->cubic.empty()) place_cubes(t, book);
    if (!onsite_->empty()) run_plants(t, clock, book);
  }

  /// Mean power of the current month in the hours of a register.
  [[nodiscard]] LIBROI_INLINE T mean(const LoadTerms<T>& terms, int t, const Clock<T>& clock) const {
    return now_.mean(terms, clock.month_of_year(t));
  }

  /// Highest of a set of hours in the current month.
  [[nodiscard]] T highest(const Keyed<PeakHour<T>>& hours, const PeakLines& lines, int t, const Clock<T>& clock,
                          Book& book) const {
    T most(0.0);
    for (std::size_t k = 0; k < hours.size(); ++k) {
      const T power = book(lines.hours[k], t, now_.power(hours[k], clock.month_of_year(t)));
      most = k == 0 ? power : max(most, power);
    }
    return book(lines.peak, t, most);
  }

  [[nodiscard]] const T& per_critical_power() const { return now_.inverse; }
  /// Lets the on-site plants run in full: their greatest feed. place() does so before it asks what the load can take.
  T want_plants(int t, const Clock<T>& clock, Book& book) {
    T sum(0.0);
    for (std::size_t k = 0; k < onsite_->size(); ++k) {
      const OnsitePlant<T>& plant = (*onsite_)[k];
      now_.parts[k] = book(lines_->plants[k].wanted, t, term_[k].part(plant.size, t, clock));
      sum = sum + now_.parts[k] * pick(plant.feed, clock.month_of_year(t));
    }
    return book(lines_->feed, t, sum);
  }
  /// Mean power at the meter of plant k in the current month; that of all plants.
  [[nodiscard]] T plant_power(std::size_t k, int t, const Clock<T>& clock) const {
    return now_.parts[k] * pick((*onsite_)[k].power, clock.month_of_year(t));
  }
  [[nodiscard]] T plant_power(int t, const Clock<T>& clock) const {
    T sum(0.0);
    for (std::size_t k = 0; k < onsite_->size(); ++k) sum = sum + plant_power(k, t, clock);
    return sum;
  }
  /// That of all plants in the hours of a register, or in one hour.
  [[nodiscard]] T plant_power(const Keyed<PlantPower<T>>& plants, int t, const Clock<T>& clock) const {
    return now_.with_plants(T(0.0), plants, clock.month_of_year(t));
  }

  // The current month.
  T facility{0.0}, energy{0.0}, grid_energy{0.0}, water{0.0}, peak{0.0};

 private:
  void place_cubes(int t, Book& book) {
    const T flat_share = now_.flat * now_.inverse;
    const T shaped_share = now_.shaped * now_.inverse;
    now_.cubic = {book(lines_->cubic[0], t, now_.flat_flat * flat_share),
                  book(lines_->cubic[1], t, now_.flat_flat * shaped_share),
                  book(lines_->cubic[2], t, now_.shaped_shaped * flat_share),
                  book(lines_->cubic[3], t, now_.shaped_shaped * shaped_share)};
  }
  void run_plants(int t, const Clock<T>& clock, Book& book) {
    const T feed = want_plants(t, clock, book);
    const T least = book(lines_->least, t, now_.facility_power(*load_->least, clock.month_of_year(t)));
    const mask_t<T> feeds = feed > 0.0;
    const T used = book(lines_->used, t, select(feeds, min(least / select(feeds, feed, T(1.0)), 1.0), T(1.0)));
    for (std::size_t k = 0; k < onsite_->size(); ++k)
      now_.parts[k] = book(lines_->plants[k].part, t, now_.parts[k] * used);
  }
  void take_from_plants(int t, const Clock<T>& clock, Book& book) {
    for (std::size_t k = 0; k < onsite_->size(); ++k)
      grid_energy = grid_energy + book(lines_->plants[k].energy, t, plant_power(k, t, clock) * clock.hours(t));
    grid_energy = book(lines_->grid_energy, t, grid_energy);
  }

  const MonthLoadLines* lines_;
  const HourlyLoad<T>* load_;
  const Keyed<OnsitePlant<T>>* onsite_;
  Few<Interval<T>> term_;
  LoadState<T> now_;
};

}  // namespace roi
