#pragma once
/// @file libroi/power/month/load_inputs.hpp: the hours of a month, prepared: coefficients of energy, peaks and water.
///
/// In every hour the facility's power follows the IT load x = flat + shape x shaped, the shape being 1 on the mean of
/// the month, by  critical power energised x e + p x + q x^2 / critical power.  Summed over the hours of a register
/// (the kWh of a tariff period, say) the mean power of the month is exactly
///
///   energised x E + flat x F + shaped x S + (flat^2 x FF + flat shaped x FS + shaped^2 x SS) / critical power    [kW]
///
/// with six numbers per month of the year, sums over hours divided by the hours of the month. A plant whose efficiency
/// follows its load has four more, of third degree, over critical power squared. The highest of a set of hours is the
/// greatest of a few of them. power/prepare/prepare.hpp makes all of them from a facility, weather and a tariff.
#include <array>
#include <optional>

#include "libroi/inputs/defaults.hpp"
#include "libroi/inputs/keyed.hpp"
#include "libroi/power/month/onsite_inputs.hpp"

namespace roi {

/// Terms of third degree.
template <class T>
struct CubicTerms {
  std::array<T, 12> flat{}, twice_flat{}, twice_shaped{}, shaped{};
  CubicTerms() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    const Range range{-10, 10};
    field.table("flat", flat, "1", range, 0.0, "per kW of flat^3 / critical power^2");
    field.table("twice_flat", twice_flat, "1", range, 0.0, "per kW of flat^2 x shaped / critical power^2");
    field.table("twice_shaped", twice_shaped, "1", range, 0.0, "per kW of flat x shaped^2 / critical power^2");
    field.table("shaped", shaped, "1", range, 0.0, "per kW of shaped^3 / critical power^2");
  }
};

/// Mean power of a month in the hours of one register, or water drawn, by month of the year.
template <class T>
struct LoadTerms {
  std::array<T, 12> energised{}, flat{}, shaped{}, flat_flat{}, flat_shaped{}, shaped_shaped{};
  std::optional<CubicTerms<T>> cubic;
  Keyed<PlantPower<T>> onsite;
  LoadTerms() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    const Range range{-10, 10};
    field.table("energised", energised, "1", range, 0.0, "per kW of critical power energised, whatever the load");
    field.table("flat", flat, "1", range, 0.0, "per kW of flat IT power");
    field.table("shaped", shaped, "1", range, 0.0, "per kW of shaped IT power");
    field.table("flat_flat", flat_flat, "1", range, 0.0, "per kW of flat power squared / critical power");
    field.table("flat_shaped", flat_shaped, "1", range, 0.0, "per kW of flat x shaped power / critical power");
    field.table("shaped_shaped", shaped_shaped, "1", range, 0.0, "per kW of shaped power squared / critical power");
    field.group("cubic", cubic, "terms of third degree");
    field.keyed("onsite", onsite, MinCount{0}, "mean power of the bill's on-site plants, one entry each");
  }
};

/// Each table of `to` with the same of `from`, the cubic ones where `from` has them.
template <class T, class Visit>
void for_each_table(LoadTerms<T>& to, const LoadTerms<T>& from, const Visit& visit) {
  visit(to.energised, from.energised);
  visit(to.flat, from.flat);
  visit(to.shaped, from.shaped);
  visit(to.flat_flat, from.flat_flat);
  visit(to.flat_shaped, from.flat_shaped);
  visit(to.shaped_shaped, from.shaped_shaped);
  if (!from.cubic) return;
  if (!to.cubic) to.cubic.emplace();
  visit(to.cubic->flat, from.cubic->flat);
  visit(to.cubic->twice_flat, from.cubic->twice_flat);
  visit(to.cubic->twice_shaped, from.cubic->twice_shaped);
  visit(to.cubic->shaped, from.cubic->shaped);
}

template <class T>
struct CubicHour {
  std::array<T, 12> cube{};
  CubicHour() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.table("cube", cube, "1", Range{-100, 100}, required, "per kW of IT power cubed / critical power squared");
  }
};

/// One hour that can be the highest of its month.
template <class T>
struct PeakHour {
  std::array<T, 12> energised{}, proportional{}, square{}, shape{};
  std::optional<CubicHour<T>> cubic;
  Keyed<PlantPower<T>> onsite;
  PeakHour() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    const Range range{-100, 100};
    field.table("energised", energised, "1", range, required, "per kW of critical power energised");
    field.table("proportional", proportional, "1", range, required, "per kW of the hour's IT power");
    field.table("square", square, "1", range, required, "per kW of the hour's IT power squared / critical power");
    field.table("shape", shape, "1", range, required, "shaped IT power in that hour / its mean of the month");
    field.group("cubic", cubic, "term of third degree");
    field.keyed("onsite", onsite, MinCount{0}, "power of the bill's on-site plants in that hour, one entry each");
  }
};

template <class T>
struct HourlyLoad {
  std::array<T, 12> headroom{};
  LoadTerms<T> facility, water;
  Keyed<PeakHour<T>> peak;
  std::optional<PeakHour<T>> least;
  HourlyLoad() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.table("headroom", headroom, "1", Range{0, 1e6}, required,
                "mean / (greatest - mean) of the shape: beyond it activity can only fill the valleys; 0: a flat shape");
    field.group("facility", facility, "facility power in all hours");
    field.group("water", water, "water drawn, L per hour and kW");
    field.keyed("peak", peak, MinCount{1}, "hours that can be the highest of the month");
    field.group("least", least, "an hour no higher than the lowest of the month, before on-site plants");
  }
  void visit_rules(auto&& rule) const {
    rule(!water.cubic || facility.cubic, "water.cubic", "must be left out unless facility has cubic terms");
  }
};

}  // namespace roi
