#pragma once
/// @file examples/outside_stream.hpp: a stream of revenue that the library does not have: heat sold to a district network.
///
///   heat(t)    = facility energy x recovered share x share of the month after the connection                     [kWh]
///   revenue(t) = heat x price curve;   direct cost(t) = heat x pumping cost                                      [money]
///
/// Facility energy is not linear in what is sold (losses grow with the square of the load), so neither is this stream.
/// Kink: the day of the connection.
#include <string>
#include <vector>

#include "libroi/center/center.hpp"

/// What the network takes and pays.
template <class T>
struct HeatNetwork {
  T connected{}, recovered{}, pumping_cost{};
  roi::Curve<T> price;
  HeatNetwork() { roi::declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.date("connected", connected, roi::required, "day from which the network takes heat");
    field.number("recovered", recovered, "1", roi::Range{0, 1}, 0.5, "heat delivered / facility energy");
    field.curve("price", price, "money/kWh", roi::Range{0, 100}, roi::required, "price of heat");
    field.number("pumping_cost", pumping_cost, "money/kWh", roi::Range{0, 100}, 0.0,
                 "cost of heat pumps per kWh of heat");
  }
};

struct HeatSales {
  static constexpr bool linear_in_sales = false;

  template <class T>
  struct Group {
    roi::Keyed<HeatNetwork<T>> heat;
    void visit_group(auto&& field) { field.keyed("heat", heat, roi::MinCount{0}, "heat sold to district networks"); }
  };

  struct Lines {
    struct One {
      roi::Line delivered;
      roi::Entry<roi::Section::revenue> revenue;
      roi::CurveLines price;
      roi::Entry<roi::Section::operating_cost> pumping;
    };
    std::vector<One> all;
    roi::Line total;
    roi::Metric share{};
  };

  static Lines declare(roi::Declare& d, const Group<double>& group) {
    using roi::Kind, roi::Section;
    Lines out;
    for (const auto& [key, network] : group.heat)
      out.all.push_back(
          {d.line({"heat/" + key + "/delivered", key + ": heat delivered", "kWh", Kind::flow, Section::none,
                   "facility energy x recovered share once connected"}),
           d.entry<Section::revenue>("revenue/heat/" + key, "Heat " + key, "heat delivered x price"),
           d.curve("revenue/heat/" + key + "/price", key + ": price of heat", "money/kWh", network.price),
           d.entry<Section::operating_cost>("opex/heat/" + key, "Heat pumps " + key, "heat delivered x pumping cost")});
    out.total = d.line({"heat/delivered", "Heat delivered", "kWh", Kind::flow, Section::none, "to all networks"});
    out.share = d.metric({roi::Metric::own, "heat/share of energy", "Heat sold", "1", roi::Format::percent,
                          "heat delivered / facility energy over the life", "no energy is used"});
    return out;
  }

  template <class T, class Book>
  class Stage {
   public:
    Stage(const Lines& lines, const Group<T>& group, const roi::Setting<T, Book>& setting)
        : lines_(&lines), networks_(&group.heat), heat_(lines.all.size()) {
      for (std::size_t k = 0; k < lines.all.size(); ++k) {
        live_.push_back(roi::LiveFrom<T>(group.heat[k].connected));
        price_.emplace_back(lines.all[k].price, group.heat[k].price, setting.indices, setting.book);
      }
    }

    void earn(roi::Now<T, Book>& now) {
      T all(0.0);
      for (std::size_t k = 0; k < heat_.size(); ++k) {
        const T taken = (*networks_)[k].recovered * live_[k].share(now.t, now.clock);
        heat_[k] = now(lines_->all[k].delivered, now.month.power.energy * taken);
        now.post(lines_->all[k].revenue, heat_[k] * now.value(price_[k]));
        all = all + heat_[k];
      }
      delivered_.add(now(lines_->total, all));
    }

    void spend(roi::Now<T, Book>& now) {
      for (std::size_t k = 0; k < heat_.size(); ++k)
        now.post(lines_->all[k].pumping, heat_[k] * (*networks_)[k].pumping_cost);
    }

    void measure(const roi::Months<T>& months, roi::Measures<T, Book>& measures) const {
      roi::Sum<T> energy;
      for (const roi::Month<T>& month : months) energy.add(month.power.energy);
      measures.set(lines_->share, roi::quotient(delivered_.value(), energy.value()));
    }

   private:
    const Lines* lines_;
    const roi::Keyed<HeatNetwork<T>>* networks_;
    roi::Few<T> heat_;
    roi::Few<roi::LiveFrom<T>> live_;
    roi::Few<roi::CurveValue<T, Book>, 4> price_;
    roi::Sum<T> delivered_;
  };
};

/// A center that also sells heat.
template <class T>
struct HeatedCenter : roi::CenterOf<T, roi::StandardStreams::with<HeatSales>> {};
