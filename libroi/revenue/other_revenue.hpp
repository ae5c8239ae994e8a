#pragma once
/// @file libroi/revenue/other_revenue.hpp: revenue that is worked out elsewhere, as a series of months with its direct cost.
///
///   revenue(t) = its curve in month t;   direct cost(t) = its curve in month t                                  [money]
///
/// For what this model does not describe: a stream computed in a notebook, a forecast of another department. It neither
/// claims card-hours nor draws power, and does not follow the scale of sales in the search of break-even utilization.
/// Curves: stage/curve_value.hpp; a table of months that ends before the model does keeps its last value.
#include <optional>
#include <string>
#include <vector>

#include "libroi/inputs/defaults.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

template <class T>
struct OtherRevenue {
  Curve<T> revenue;
  std::optional<Curve<T>> direct_cost;
  OtherRevenue() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.curve("revenue", revenue, "money/month", Range{0, 1e15}, required, "revenue a month");
    field.curve("direct_cost", direct_cost, "money/month", Range{0, 1e15}, absent, "cost a month of earning it");
  }
};

struct OtherRevenues {
  static constexpr bool linear_in_sales = true;

  template <class T>
  struct Group {
    Keyed<OtherRevenue<T>> other_revenue;
    void visit_group(auto&& field) {
      field.keyed("other_revenue", other_revenue, MinCount{0}, "revenue worked out elsewhere, by month");
    }
  };

  struct Lines {
    struct One {
      Entry<Section::revenue> revenue;
      CurveLines amount;
      Entry<Section::operating_cost> cost;  // none without direct cost
      CurveLines cost_amount;
    };
    std::vector<One> all;
  };

  static Lines declare(Declare& d, const Group<double>& group) {
    Lines out;
    for (const auto& [key, stream] : group.other_revenue) {
      const std::string path = "revenue/other/" + key, cost = "opex/other/" + key;
      Lines::One line;
      line.revenue = d.entry<Section::revenue>(path, "Other revenue " + key, "amount of the month");
      line.amount = d.curve(path + "/amount", key + ": revenue", "money/month", stream.revenue);
      if (stream.direct_cost) {
        line.cost = d.entry<Section::operating_cost>(cost, "Direct cost of " + key, "amount of the month");
        line.cost_amount = d.curve(cost + "/amount", key + ": direct cost", "money/month", *stream.direct_cost);
      }
      out.all.push_back(line);
    }
    return out;
  }

  template <class T, class Book>
  class Stage {
   public:
    Stage(const Lines& lines, const Group<T>& group, const Setting<T, Book>& setting) : lines_(&lines) {
      for (std::size_t k = 0; k < lines.all.size(); ++k) {
        const OtherRevenue<T>& in = group.other_revenue[k];
        amount_.emplace_back(lines.all[k].amount, in.revenue, setting.indices, setting.book);
        if (in.direct_cost)
          cost_.emplace_back(lines.all[k].cost_amount, *in.direct_cost, setting.indices, setting.book);
      }
    }
    void earn(Now<T, Book>& now) {
      for (std::size_t k = 0; k < amount_.size(); ++k) now.post(lines_->all[k].revenue, now.value(amount_[k]));
    }
    void spend(Now<T, Book>& now) {
      std::size_t cost = 0;
      for (const typename Lines::One& line : lines_->all)
        if (line.cost.exists()) now.post(line.cost, now.value(cost_[cost++]));
    }

   private:
    const Lines* lines_;
    Few<CurveValue<T, Book>, 4> amount_, cost_;
  };
};

}  // namespace roi
