#pragma once
/// @file libroi/demand/sales.hpp: card-hours sold and allocated, by fleet and in all, once every stream has claimed its own.
///
///   sold_f(t)      = sum of what the streams sold of fleet f                                             [card-hour]
///   utilization(t) = sold / available                                                                            [1]
///
/// Streams claim hours through now.fleets (stage/fleet_hours.hpp); what a stream claims, and from whom it takes it,
/// stands in its own header (revenue/streams.hpp). Undefined while no card-hours are available.
#include <string>
#include <vector>

#include "libroi/stage/now.hpp"

namespace roi {

struct SalesLines {
  std::vector<Line> fleet_sold, fleet_allocated;
  Line sold, utilization;
  Line capacity_check;
};

inline SalesLines declare_sales(Declare& d) {
  SalesLines out;
  const auto add = [&](const std::string& path, const std::string& label, const char* unit, Kind kind,
                       const char* definition, const char* undefined = "") {
    return d.line({"sales/" + path, label, unit, kind, Section::none, definition, undefined});
  };
  for (const std::string& key : d.fleets()) {
    out.fleet_sold.push_back(add("fleet/" + key + "/sold", key + ": card-hours sold", "card-hour", Kind::flow,
                                 "card-hours paid for, contracts and markets"));
    out.fleet_allocated.push_back(add("fleet/" + key + "/allocated", key + ": card-hours allocated", "card-hour",
                                      Kind::flow, "card-hours running jobs, contracts and markets"));
  }
  out.sold = add("sold", "Card-hours sold", "card-hour", Kind::flow, "card-hours paid for, all fleets");
  out.utilization = add("utilization", "Utilization", "1", Kind::ratio, "card-hours sold / card-hours available",
                        "no card-hours are available in the month");
  if (d.proves()) return out;
  d.metric({Metric::utilization, "utilization", "Utilization", "1", Format::percent,
            "card-hours sold / card-hours available over the life", "no card-hours are available"});
  out.capacity_check = d.check({"H8", "capacity", "sold hours <= available <= installed", "card-hour", Kind::ratio,
                                "excess of sold over available and of available over installed hours"});
  return out;
}

template <class T, class Book>
class Sales {
 public:
  explicit Sales(const SalesLines& lines) : lines_(&lines) {}

  void step(Now<T, Book>& now) const {
    T all(0.0);
    for (std::size_t f = 0; f < lines_->fleet_sold.size(); ++f) {
      now.fleets.sold[f] = now(lines_->fleet_sold[f], now.fleets.sold[f]);
      now.fleets.allocated[f] = now(lines_->fleet_allocated[f], now.fleets.allocated[f]);
      all = all + now.fleets.sold[f];
    }
    now.month.hours.sold = now(lines_->sold, all);
    const T& available = now.month.hours.available;
    const mask_t<T> any = available > 0.0;
    now.book.ratio(lines_->utilization, now.t, defined<T>(any, now.month.hours.sold / select(any, available, T(1.0))));
  }

  static void measure(const SalesLines& lines, const ScaleLines& scales, const Months<T>& months,
                      Measures<T, Book>& measures) {
    Sum<T> sold, available;
    for (const Month<T>& month : months) {
      sold.add(month.hours.sold);
      available.add(month.hours.available);
    }
    measures.set(Metric::utilization, quotient(sold.value(), available.value()));
    if constexpr (Book::want_checks) {
      Most<T> hours;
      for (int t = 0; t < measures.clock.months(); ++t) {
        const Month<T>& m = months[static_cast<std::size_t>(t)];
        const T installed_hours = m.capacity.installed * measures.clock.hours(t);
        hours.add(m.hours.available);
        measures.book(lines.capacity_check, t,
                      max(m.hours.sold - m.hours.available, 0.0) + max(m.hours.available - installed_hours, 0.0));
      }
      measures.book.constant(scales.hours, max(hours.value(), 0.0));
    }
  }

 private:
  const SalesLines* lines_;
};

}  // namespace roi
