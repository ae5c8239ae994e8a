#pragma once
/// @file libroi/revenue/services.hpp: technical services, data operations, development, research, with their direct cost.
///
///   revenue(t) = share of the month in service x (per year / 12 + per sold hour x sold + share x leasing)       [money]
///   cost(t)    = cost share x revenue                                                                          [money]
///
/// Drivers that are not given are left out; Curves are taken in month t
/// (stage/curve_value.hpp). Kink: the day the service starts. See docs/model.md sections 4 and 5.
#include <optional>
#include <string>
#include <vector>

#include "libroi/core/interval.hpp"
#include "libroi/inputs/defaults.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

/// A stream with its direct cost. Its revenue is the sum of the drivers that are given.
template <class T>
struct Service {
  std::optional<Curve<T>> per_year, per_sold_hour, share_of_leasing;
  T start{}, cost_share{};
  Service() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.curve("per_year", per_year, "money/year", Range{0, 1e15}, absent, "revenue a year");
    field.curve(
        "per_sold_hour", per_sold_hour, "money/card-hour", Range{0, 1e6}, absent,
        "revenue per card-hour sold; per hour of the first fleet's unit of sale, hours of other units do not count");
    field.curve("share_of_leasing", share_of_leasing, "1", Range{0, 10}, absent, "revenue / leasing revenue");
    field.date("start", start, 0.0, "first day of the stream");
    field.number("cost_share", cost_share, "1", Range{0, 5}, 0.0, "direct cost / revenue of the stream");
  }
  void visit_rules(auto&& rule) const {
    rule(per_year || per_sold_hour || share_of_leasing, "per_year",
         "must be given, or per_sold_hour, or share_of_leasing");
  }
};

struct ServiceSales {
  static constexpr bool linear_in_sales = true;

  template <class T>
  struct Group {
    Keyed<Service<T>> services;
    void visit_group(auto&& field) { field.keyed("services", services, MinCount{0}, "service streams"); }
  };

  struct Lines {
    struct One {
      Entry<Section::revenue> revenue;
      CurveLines per_year, per_sold_hour, share_of_leasing;
      Entry<Section::operating_cost> cost;
    };
    std::vector<One> all;
  };

  static Lines declare(Declare& d, const Group<double>& group) {
    Lines out;
    for (const auto& [key, service] : group.services) {
      const std::string path = "revenue/service/" + key;
      Lines::One line{
          d.entry<Section::revenue>(path, "Service " + key, "sum of its drivers x amounts"), {}, {}, {}, {}};
      if (service.per_year)
        line.per_year = d.curve(path + "/per year", key + ": amount", "money/year", *service.per_year);
      if (service.per_sold_hour)
        line.per_sold_hour = d.curve(path + "/per sold hour", key + ": amount", "money/" + d.hour_units().front(),
                                     *service.per_sold_hour);
      if (service.share_of_leasing)
        line.share_of_leasing = d.curve(path + "/share of leasing", key + ": share", "1", *service.share_of_leasing);
      line.cost = d.entry<Section::operating_cost>("opex/service/" + key, "Direct cost of " + key,
                                                   "cost share x revenue of the service");
      out.all.push_back(line);
    }
    return out;
  }

  template <class T, class Book>
  class Stage {
   public:
    Stage(const Lines& lines, const Group<T>& group, const Setting<T, Book>& setting)
        : lines_(&lines), services_(&group.services), earned_(lines.all.size()) {
      for (std::size_t j = 0; j < lines.all.size(); ++j) {
        const Service<T>& in = group.services[j];
        const typename Lines::One& line = lines.all[j];
        term_.push_back(Interval<T>(in.start, T(setting.clock.horizon())));
        const auto add = [&](const CurveLines& lines_of, const std::optional<Curve<T>>& curve) {
          if (curve) amounts_.emplace_back(lines_of, *curve, setting.indices, setting.book);
        };
        add(line.per_year, in.per_year);
        add(line.per_sold_hour, in.per_sold_hour);
        add(line.share_of_leasing, in.share_of_leasing);
      }
    }

    void earn(Now<T, Book>& now) {
      std::size_t amount = 0;
      for (std::size_t j = 0; j < earned_.size(); ++j) {
        const Service<T>& in = (*services_)[j];
        T earned(0.0);
        if (in.per_year) earned = earned + now.value(amounts_[amount++]) / 12.0;
        if (in.per_sold_hour) earned = earned + now.value(amounts_[amount++]) * now.month.hours.sold;
        if (in.share_of_leasing) earned = earned + now.value(amounts_[amount++]) * now.month.money.leasing;
        earned_[j] = now.post(lines_->all[j].revenue, term_[j].part(earned, now.t, now.clock));
      }
    }

    void spend(Now<T, Book>& now) {
      for (std::size_t j = 0; j < earned_.size(); ++j)
        now.post(lines_->all[j].cost, (*services_)[j].cost_share * earned_[j]);
    }

   private:
    const Lines* lines_;
    const Keyed<Service<T>>* services_;
    Few<T> earned_;
    Few<CurveValue<T, Book>> amounts_;
    Few<Interval<T>> term_;
  };
};

}  // namespace roi
