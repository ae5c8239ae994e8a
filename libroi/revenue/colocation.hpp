#pragma once
/// @file libroi/revenue/colocation.hpp: critical power leased to customers who bring the equipment.
///
///   kW leased      = power, or racks x power per rack                                                              [kW]
///   drawn(t)       = kW leased x load factor x share of the month in the term                                     [kW]
///   rent(t)        = kW, or racks, leased x share of the month in the term x price curve                        [money]
///   pass-through   = share x metered energy x full-load PUE x mean energy price x price level; with an itemised power
///                    bill share x metered energy x energy price of a flat load                                 [money]
///
/// Kinks: the dates of the term. See docs/model.md section 4.
#include <optional>
#include <string>
#include <vector>

#include "libroi/core/interval.hpp"
#include "libroi/inputs/defaults.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

/// Critical power leased to a customer who brings the equipment.
template <class T>
struct Colocation {
  std::string counterparty;
  std::optional<T> power, racks, power_per_rack;
  T start{}, end{}, load_factor{}, pass_through{};
  std::optional<Curve<T>> price, rack_price;
  Colocation() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.text("counterparty", counterparty, "", "who owes the payments");
    field.number("power", power, "kW", Range{0, 5e6}, absent, "critical IT power leased, or racks");
    field.number("racks", racks, "rack", Range{0, 1e6}, absent, "racks leased, in place of power");
    field.number("power_per_rack", power_per_rack, "kW/rack", Range{0, 1000}, absent,
                 "critical IT power of a rack leased");
    field.date("start", start, required, "first day of the term");
    field.date("end", end, required, "day after the term's last");
    field.curve("price", price, "money/kW-month", Range{0, 1e6}, absent, "rent per kW leased and month");
    field.curve("rack_price", rack_price, "money/rack-month", Range{0, 1e8}, absent, "rent per rack leased and month");
    field.number("load_factor", load_factor, "1", Range{0, 1}, 0.7, "average power drawn / power leased");
    field.number("pass_through", pass_through, "1", Range{0, 2}, 0.0,
                 "share of the energy price billed on to the customer, on metered energy x full-load PUE");
  }
  void visit_rules(auto&& rule) const {
    rule(end > start, "end", "must be after start");
    rule(power || racks, "power", "must be given, or racks with power_per_rack and rack_price");
    rule(!power || !racks, "racks", "must be left out where power is given");
    if (power && !racks) {
      rule(price.has_value(), "price", "must be given where power is given");
      rule(!power_per_rack, "power_per_rack", "must be left out where power is given");
      rule(!rack_price, "rack_price", "must be left out where power is given");
    }
    if (racks && !power) {
      rule(power_per_rack.has_value(), "power_per_rack", "must be given where racks is given");
      rule(rack_price.has_value(), "rack_price", "must be given where racks is given");
      rule(!price, "price", "must be left out where racks is given");
    }
  }
};

/// Critical IT power leased, in kW or by the rack.
template <class T>
[[nodiscard]] T leased_power(const Colocation<T>& lease) {
  return lease.racks ? T(*lease.racks * *lease.power_per_rack) : *lease.power;
}

struct ColocationLeases {
  static constexpr bool linear_in_sales = true;

  template <class T>
  struct Group {
    Keyed<Colocation<T>> colocation;
    void visit_group(auto&& field) { field.keyed("colocation", colocation, MinCount{0}, "colocation leases"); }
  };

  struct Lines {
    struct One {
      Line leased;  // of a lease by the rack
      Line drawn;
      Entry<Section::revenue> rent;
      CurveLines price;
      Entry<Section::revenue> pass_through;
    };
    std::vector<One> all;
  };

  static Lines declare(Declare& d, const Group<double>& group) {
    Lines out;
    for (const auto& [key, lease] : group.colocation) {
      Lines::One line;
      const bool by_rack = lease.racks.has_value();
      if (by_rack != lease.rack_price.has_value() || by_rack != lease.power_per_rack.has_value() ||
          by_rack == lease.power.has_value() || by_rack == lease.price.has_value())
        throw DomainError("colocation." + key + " must have power and price, or racks, power_per_rack and rack_price");
      if (by_rack)
        line.leased = d.line({"power/colocation/" + key + "/leased", key + ": power leased", "kW", Kind::constant,
                              Section::none, "racks x power per rack"});
      line.drawn = d.line({"power/colocation/" + key + "/it", key + ": IT power", "kW", Kind::ratio, Section::none,
                           "average power drawn by the customer"});
      line.rent = d.entry<Section::revenue>("revenue/colocation/" + key, "Colocation " + key,
                                            by_rack ? "racks leased x rent" : "kW leased x rent");
      line.price = d.curve("revenue/colocation/" + key + "/price", key + ": rent",
                           by_rack ? "money/rack-month" : "money/kW-month", by_rack ? *lease.rack_price : *lease.price);
      d.need(Shared::passed_on_energy);
      line.pass_through = d.entry<Section::revenue>("revenue/power pass-through/" + key, "Power passed through " + key,
                                                    "metered energy x price of energy passed on x share");
      out.all.push_back(line);
    }
    return out;
  }

  template <class T, class Book>
  class Stage {
   public:
    Stage(const Lines& lines, const Group<T>& group, const Setting<T, Book>& setting)
        : lines_(&lines), leases_(&group.colocation), energy_(&setting.energy), drawn_(lines.all.size()) {
      for (std::size_t k = 0; k < lines.all.size(); ++k) {
        const Colocation<T>& lease = group.colocation[k];
        const T power = leased_power(lease);
        power_.push_back(lease.racks ? T(setting.constant(lines.all[k].leased, power)) : power);
        rent_.emplace_back(lines.all[k].price, lease.racks ? *lease.rack_price : *lease.price, setting.indices,
                           setting.book);
        term_.push_back(Interval<T>(lease.start, lease.end));
      }
    }

    void load(Now<T, Book>& now) {
      for (std::size_t k = 0; k < rent_.size(); ++k) {
        const Colocation<T>& lease = (*leases_)[k];
        drawn_[k] = now(lines_->all[k].drawn, term_[k].part(power_[k] * lease.load_factor, now.t, now.clock));
        now.month.power.it = now.month.power.it + drawn_[k];
      }
    }

    void earn(Now<T, Book>& now) {
      for (std::size_t k = 0; k < rent_.size(); ++k) {
        const typename Lines::One& line = lines_->all[k];
        const Colocation<T>& lease = (*leases_)[k];
        const T leased = term_[k].part(rented(lease, k), now.t, now.clock);
        now.post(line.rent, leased * now.value(rent_[k]));
        const T metered = drawn_[k] * now.hours();
        now.post(line.pass_through, energy_->price_of(lease.pass_through, metered, now.month.power.price_level));
      }
    }

   private:
    /// kW, or racks.
    [[nodiscard]] const T& rented(const Colocation<T>& lease, std::size_t k) const {
      return lease.racks ? *lease.racks : power_[k];
    }
    const Lines* lines_;
    const Keyed<Colocation<T>>* leases_;
    const PassedOnEnergy<T>* energy_;
    Few<T> power_, drawn_;
    Few<CurveValue<T, Book>, 4> rent_;
    Few<Interval<T>> term_;
  };
};

}  // namespace roi
