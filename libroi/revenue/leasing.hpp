#pragma once
/// @file libroi/revenue/leasing.hpp: the revenue of leasing, all contracts and markets.
///
///   leasing(t) = revenue posted by the streams before this one                                                 [money]
///
/// It has no inputs: it stands in the list behind the streams it sums, books the total so far, and what follows is added
/// to that line. Services that earn a share of leasing read it from the month.
#include "libroi/stage/now.hpp"

namespace roi {

struct Leasing {
  static constexpr bool linear_in_sales = true;

  template <class T>
  struct Group {
    void visit_group(auto&&) {}
  };
  struct Lines {
    Line leasing;
  };
  static Lines declare(Declare& d, const Group<double>&) {
    return {
        d.line({"revenue/leasing", "Leasing", "money", Kind::flow, Section::none, "revenue of contracts and markets"})};
  }

  template <class T, class Book>
  class Stage {
   public:
    Stage(const Lines& lines, const Group<T>&, const Setting<T, Book>&) : lines_(&lines) {}
    void earn(Now<T, Book>& now) {
      T& total = now.month.template total<Section::revenue>();
      now.month.money.leasing = total = now(lines_->leasing, total);
    }

   private:
    const Lines* lines_;
  };
};

}  // namespace roi
