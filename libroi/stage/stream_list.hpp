#pragma once
/// @file libroi/stage/stream_list.hpp: streams of revenue as a list of types; whatever concerns all of them folds over it.
///
/// A stream is one header with a struct that has
///
///   static constexpr bool linear_in_sales      whether what it earns, spends and draws is linear in the scale of sales,
///                                              all else equal; one stream that is not makes the search of break-even
///                                              utilization run whole operations (center/break_even.hpp)
///   static constexpr bool claims_only_sell     whether its claims do nothing where nothing is sold: the pass of operations
///                                              at scale 0 then leaves them out; false where it is not said
///   template <class T> struct Group            its inputs in the model file: members, and visit_group(field)
///   struct Lines                               handles of what it books; `priorities`, where its claims have any
///   static Lines declare(Declare&, const Group<double>&)
///   template <class T, class Book> class Stage Stage(const Lines&, const Group<T>&, const Setting<T, Book>&)
///
/// and whose Stage has some of five hooks, called in this order for all streams, each in the order of the list:
///
///   claim(now, turn)   card-hours, before anything is sold: hours precede power      (stage/fleet_hours.hpp)
///   load(now)          kW drawn beside the fleets, added to month.power.it: power precedes revenue
///   earn(now)          revenue, posted to Section::revenue: revenue precedes its direct cost
///   spend(now)         direct cost, posted to Section::operating_cost
///   explain(now)       what is left unsold, and why; only where lines are kept or metrics ask for it
///
/// and `measure(months, measures)`, where it declares metrics. Claims are served by priority, the lowest number first;
/// among equals in the order of the list. `turn.takes(priority)` says whether a claim is due.
#include <algorithm>
#include <vector>

#include "libroi/stage/now.hpp"

namespace roi {

/// All claims are due, in the order of the list.
struct EveryTurn {
  [[nodiscard]] static constexpr bool takes(int) noexcept { return true; }
};
/// Claims of one priority are due.
struct Turn {
  int priority;
  [[nodiscard]] constexpr bool takes(int other) const noexcept { return other == priority; }
};

namespace streams {
template <class S>
struct LinesOf {
  typename S::Lines lines;
};
template <class S, class T, class Book>
class StageOf : public S::template Stage<T, Book> {
 public:
  using S::template Stage<T, Book>::Stage;
};
}  // namespace streams

template <class... S>
struct StreamList {
  static constexpr bool linear_in_sales = (S::linear_in_sales && ...);
  /// The same list with more streams at its end.
  template <class... More>
  using with = StreamList<S..., More...>;

  template <class T>
  struct Groups : S::template Group<T>... {
    void visit_groups(auto&& field) { (S::template Group<T>::visit_group(field), ...); }
  };

  struct Lines : streams::LinesOf<S>... {
    std::vector<int> priorities;  // of claims: distinct, ascending; empty where all are alike
    template <class One>
    [[nodiscard]] const typename One::Lines& of() const noexcept {
      return streams::LinesOf<One>::lines;
    }
  };

  static Lines declare(Declare& d, const Groups<double>& groups) {
    Lines out;
    (declare_one<S>(d, groups, out), ...);
    std::sort(out.priorities.begin(), out.priorities.end());
    out.priorities.erase(std::unique(out.priorities.begin(), out.priorities.end()), out.priorities.end());
    if (out.priorities.size() == 1) out.priorities.clear();
    return out;
  }

  /// Base classes, not a tuple: a tuple would move the stages' state.
  template <class T, class Book>
  class Stages : streams::StageOf<S, T, Book>... {
   public:
    Stages(const Lines& lines, const Groups<T>& groups, const Setting<T, Book>& setting)
        : streams::StageOf<S, T, Book>(lines.template of<S>(),
                                       static_cast<const typename S::template Group<T>&>(groups), setting)...,
          priorities_(&lines.priorities) {}

    /// `kSells` is false in the pass at scale 0.
    template <bool kSells = true>
    void claim(Now<T, Book>& now) {
      if (priorities_->empty()) return (claim_one<kSells, S>(now, EveryTurn{}), ...);
      for (const int priority : *priorities_) (claim_one<kSells, S>(now, Turn{priority}), ...);
    }
    void load(Now<T, Book>& now) { (load_one<S>(now), ...); }
    void earn(Now<T, Book>& now) { (earn_one<S>(now), ...); }
    void spend(Now<T, Book>& now) { (spend_one<S>(now), ...); }
    void explain(Now<T, Book>& now) { (explain_one<S>(now), ...); }
    void measure(const Months<T>& months, Measures<T, Book>& measures) { (measure_one<S>(months, measures), ...); }

   private:
    template <class One>
    using StageOf = streams::StageOf<One, T, Book>;
    template <bool kSells, class One, class Due>
    void claim_one(Now<T, Book>& now, Due due) {
      if constexpr (!kSells && requires { requires One::claims_only_sell; }) return;
      else if constexpr (requires { StageOf<One>::claim(now, due); }) StageOf<One>::claim(now, due);
    }
    template <class One>
    void load_one(Now<T, Book>& now) {
      if constexpr (requires { StageOf<One>::load(now); }) StageOf<One>::load(now);
    }
    template <class One>
    void earn_one(Now<T, Book>& now) {
      if constexpr (requires { StageOf<One>::earn(now); }) StageOf<One>::earn(now);
    }
    template <class One>
    void spend_one(Now<T, Book>& now) {
      if constexpr (requires { StageOf<One>::spend(now); }) StageOf<One>::spend(now);
    }
    template <class One>
    void explain_one(Now<T, Book>& now) {
      if constexpr (requires { StageOf<One>::explain(now); }) StageOf<One>::explain(now);
    }
    template <class One>
    void measure_one(const Months<T>& months, Measures<T, Book>& measures) {
      if constexpr (requires { StageOf<One>::measure(months, measures); }) StageOf<One>::measure(months, measures);
    }
    const std::vector<int>* priorities_;
  };

 private:
  template <class One>
  static void declare_one(Declare& d, const Groups<double>& groups, Lines& out) {
    typename One::Lines& lines = static_cast<streams::LinesOf<One>&>(out).lines;
    lines = One::declare(d, static_cast<const typename One::template Group<double>&>(groups));
    if constexpr (requires { lines.priorities; })
      out.priorities.insert(out.priorities.end(), lines.priorities.begin(), lines.priorities.end());
  }
};

}  // namespace roi
