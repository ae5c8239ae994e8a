#pragma once
/// @file libroi/demand/sales.hpp: hours sold and allocated, by fleet and in all, once every stream has claimed its own.
///
///   sold_f(t)      = sum of what the streams sold of fleet f                               [hour of its unit of sale]
///   utilization(t) = sold / available                                                                            [1]
///
/// Streams claim hours through now.fleets (stage/fleet_hours.hpp); what a stream claims, and from whom it takes it,
/// stands in its own header (revenue/streams.hpp). Hours of different units of sale never add: sold, utilization and the
/// check of capacity are those of the headline's unit, and every further unit has its own. Undefined while no hours are
/// available.
#include <string>
#include <vector>

#include "libroi/core/words.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

/// One unit of sale.
struct UnitSalesLines {
  Line sold, utilization, capacity_check;
  Line earned;                // where there are several units
  Line scale;                 // of the check
  Metric life = Metric::own;  // utilization over the life
};

struct SalesLines {
  std::vector<Line> fleet_sold, fleet_allocated;
  std::vector<int> fleet_unit;
  std::vector<UnitSalesLines> units;  // the headline's first
};

inline SalesLines declare_sales(Declare& d) {
  SalesLines out;
  const auto add = [&](const std::string& path, const std::string& label, const std::string& unit, Kind kind,
                       const std::string& definition, const std::string& undefined = "") {
    return d.line({path, label, unit, kind, Section::none, definition, undefined});
  };
  for (std::size_t f = 0; f < d.fleets().size(); ++f) {
    const std::string& key = d.fleets()[f];
    const std::string unit = d.hour_unit(static_cast<int>(f));
    out.fleet_sold.push_back(add("sales/fleet/" + key + "/sold", key + ": " + unit + "s sold", unit, Kind::flow,
                                 unit + "s paid for, contracts and markets"));
    out.fleet_allocated.push_back(add("sales/fleet/" + key + "/allocated", key + ": " + unit + "s allocated", unit,
                                      Kind::flow, unit + "s running jobs, contracts and markets"));
    out.fleet_unit.push_back(d.unit(static_cast<int>(f)));
  }
  for (const std::string& unit : d.hour_units()) {
    const bool headline = out.units.empty();
    const std::string hours = unit + "s", below = headline ? "" : "/" + lower_case(unit);
    const std::string of_unit = headline ? "" : " of " + hours;
    UnitSalesLines lines;
    lines.sold =
        add("sales/sold" + below, upper_first(hours) + " sold", unit, Kind::flow, hours + " paid for, all fleets");
    lines.utilization = add("sales/utilization" + below, "Utilization" + of_unit, "1", Kind::ratio,
                            hours + " sold / " + hours + " available", "no " + hours + " are available in the month");
    if (d.several_units())
      lines.earned = add("revenue/leasing/" + lower_case(unit), "Leasing of " + hours, "money", Kind::flow,
                         "revenue of contracts and markets for " + hours);
    out.units.push_back(lines);
  }
  if (d.proves()) return out;
  for (std::size_t u = 0; u < out.units.size(); ++u) {
    const std::string &unit = d.hour_units()[u], hours = unit + "s";
    const std::string below = u == 0 ? "" : "/" + lower_case(unit);
    UnitSalesLines& lines = out.units[u];
    lines.life = d.metric({u == 0 ? Metric::utilization : Metric::own, "utilization" + below,
                           u == 0 ? "Utilization" : "Utilization of " + hours, "1", Format::percent,
                           hours + " sold / " + hours + " available over the life", "no " + hours + " are available"});
    lines.scale = u == 0 ? d.scales().hours
                         : add("check/largest available hours" + below, "Largest available " + hours, unit,
                               Kind::constant, "greatest " + hours + " available in any month");
    lines.capacity_check =
        d.check({"H8", "capacity" + below, "sold hours <= available <= installed", unit, Kind::ratio,
                 "excess of sold over available and of available over installed hours", "", lines.scale});
  }
  return out;
}

template <class T, class Book>
class Sales {
 public:
  explicit Sales(const SalesLines& lines) : lines_(&lines) {}

  /// `units`, where given, takes the month of every unit of sale.
  void step(Now<T, Book>& now, UnitMonth<T>* units = nullptr) const {
    T all(0.0);
    for (std::size_t f = 0; f < lines_->fleet_sold.size(); ++f) {
      now.fleets.sold[f] = now(lines_->fleet_sold[f], now.fleets.sold[f]);
      now.fleets.allocated[f] = now(lines_->fleet_allocated[f], now.fleets.allocated[f]);
      T& total = units == nullptr ? all : units[lines_->fleet_unit[f]].sold;
      total = total + now.fleets.sold[f];
    }
    if (units == nullptr) {
      now.month.hours.sold = all;
      book(lines_->units[0], now, now.month.hours.sold, now.month.hours.available);
      return;
    }
    for (std::size_t u = 0; u < lines_->units.size(); ++u)
      book(lines_->units[u], now, units[u].sold, units[u].available);
    now.month.hours.sold = units[0].sold;
  }

  /// Leasing revenue by unit, once the streams have earned it.
  void share(Now<T, Book>& now, UnitMonth<T>* units) const {
    if (lines_->units.size() < 2) return;
    for (std::size_t f = 0; f < lines_->fleet_unit.size(); ++f) {
      T& total = units[lines_->fleet_unit[f]].earned;
      total = total + now.fleets.earned[f];
    }
    for (std::size_t u = 0; u < lines_->units.size(); ++u)
      units[u].earned = now(lines_->units[u].earned, units[u].earned);
  }

  static void measure(const SalesLines& lines, const Months<T>& months, const UnitMonths<T>& units,
                      Measures<T, Book>& measures) {
    for (std::size_t u = 0; u < lines.units.size(); ++u) {
      const UnitSalesLines& line = lines.units[u];
      const auto month = [&](std::size_t t) -> UnitMonth<T> {
        if (!units.empty()) return units[t * lines.units.size() + u];
        return {months[t].capacity.installed, months[t].hours.available, months[t].hours.sold};
      };
      Sum<T> sold, available;
      for (std::size_t t = 0; t < months.size(); ++t) {
        const UnitMonth<T> m = month(t);
        sold.add(m.sold);
        available.add(m.available);
      }
      measures.set(line.life, quotient(sold.value(), available.value()));
      if constexpr (Book::want_checks) {
        Most<T> hours;
        for (int t = 0; t < measures.clock.months(); ++t) {
          const UnitMonth<T> m = month(static_cast<std::size_t>(t));
          const T installed_hours = m.installed * measures.clock.hours(t);
          hours.add(m.available);
          measures.book(line.capacity_check, t,
                        max(m.sold - m.available, 0.0) + max(m.available - installed_hours, 0.0));
        }
        measures.book.constant(line.scale, max(hours.value(), 0.0));
      }
    }
  }

 private:
  static void book(const UnitSalesLines& line, Now<T, Book>& now, T& sold, const T& available) {
    sold = now(line.sold, sold);
    const mask_t<T> any = available > 0.0;
    now.book.ratio(line.utilization, now.t, defined<T>(any, sold / select(any, available, T(1.0))));
  }
  const SalesLines* lines_;
};

}  // namespace roi
