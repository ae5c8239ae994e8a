#pragma once
/// @file libroi/stage/now.hpp: what a stage is handed: the setting it is built in, and the month it works on.
///
///   Stage(const Lines& lines, const Inputs<T>& inputs, const Setting<T, Book>& setting)     once an evaluation
///   void earn(Now<T, Book>& now)                                                            once a month
///
///   now(line, x)         books a line;  now.post(entry, x)  books it and adds it to its section's total
///   now.count(entry, x)  adds what is booked already;
///   now.value(curve)     value of a curve in the month;  once a month and curve
///   now.month            the record of the month (stage/month.hpp);  now.fleets  hours to claim (stage/fleet_hours.hpp)
///
/// All return the booked value, which calculations go on with.
#include <optional>

#include "libroi/stage/declare.hpp"
#include "libroi/stage/fleet_hours.hpp"
#include "libroi/stage/month.hpp"

namespace roi {

/// What a kWh that is billed on costs: the full-load PUE and the mean price of the monthly form of power. Neither exists
/// with an itemised bill, whose price level is the price of a kWh itself.
template <class T>
struct PassedOnEnergy {
  std::optional<T> full_load_pue, mean_price;
  [[nodiscard]] T price_of(const T& share, const T& metered, const T& price_level) const {
    const T energy = full_load_pue ? T(metered * *full_load_pue) : metered;
    T billed = share * energy;
    if (mean_price) billed = billed * *mean_price;
    return billed * price_level;
  }
};

template <class T, class Book>
struct Now {
  int t;
  const Clock<T>& clock;
  const IndexLevels<T, Book>& indices;
  FleetHours<T>& fleets;
  const T& scale;
  Book& book;
  Month<T>& month;
  FinanceMonth<T>* finance = nullptr;  // in the stages of finance

  LIBROI_INLINE decltype(auto) operator()(Line line, const T& x) const { return book(line, t, x); }
  template <Section S>
  LIBROI_INLINE T post(Entry<S> entry, const T& x) const {
    const T booked = book(entry.line, t, x);
    count(entry, booked);
    return booked;
  }
  /// Adds what is booked already to its section's total.
  template <Section S>
  LIBROI_INLINE void count(Entry<S>, const T& booked) const {
    if constexpr (S == Section::assets || S == Section::liabilities) {
      T& total = finance->template total<S>();
      total = total + booked;
    } else {
      T& total = month.template total<S>();
      total = total + booked;
    }
  }
  [[nodiscard]] LIBROI_INLINE const T& value(CurveValue<T, Book>& curve) const {
    return curve.step(t, clock, indices, book);
  }
  [[nodiscard]] auto hours() const { return clock.hours(t); }
};

template <class T, class Book>
struct Setting {
  const Clock<T>& clock;
  const IndexLevels<T, Book>& indices;
  FleetHours<T>& fleets;
  const T& scale;  // of all sales
  Book& book;
  PassedOnEnergy<T>& energy;  // filled in by the stage of power

  [[nodiscard]] Now<T, Book> at(int t, Month<T>& month, FinanceMonth<T>* finance = nullptr) const {
    return {t, clock, indices, fleets, scale, book, month, finance};
  }
  [[nodiscard]] T constant(Line line, const T& x) const { return book.constant(line, x); }
};

}  // namespace roi
