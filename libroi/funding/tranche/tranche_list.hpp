#pragma once
/// @file libroi/funding/tranche/tranche_list.hpp: kinds of debt as a list of types, in the order of their seniority.
///
/// A kind of tranche is one header with a struct that has
///
///   template <class T> struct Group      its inputs below financing: members, visit_group(field), has_any(),
///                                        add_gearing(sum), add_weighted_rate(sum)
///   struct Lines, static Lines declare(Declare&, const Group<double>&)
///   template <class T> struct Memory     rows kept between the passes over the months: Memory(const Lines&, int months)
///   template <class T, class Book> class Stage     Stage(const Lines&, const Group<T>&, Memory<T>&)
///
/// whose Stage works in passes over the months, because a loan's size and its draws come before its service:
///
///   weigh(clock, conversion, book)           which months repay which part
///   size(months, clock, book)                how much can be lent, from booked rows of cash flow (optional: a kind that
///                                            has it says `static constexpr bool sized_on_cash_flow = true`)
///   begin_draws(book); then by month         capitalise(now, interest)      interest on what is drawn
///                                            draw(now, draws, fees)         all interest known: draws are coupled by it
///   end_draws(book, amount)                  the amount of the loans
///   begin_service(book); then by month       step(now, sum)                 interest, principal, balance
///
/// Sums are over all kinds, in the order of the list.
#include "libroi/core/fold.hpp"
#include "libroi/inputs/keyed.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

/// What the tranches bring to a month, added up.
template <class T>
struct TrancheMonth {
  T interest{0.0}, principal{0.0}, balance{0.0}, repayment_share{0.0};  // money; share: the greatest
  void add(const T& more_interest, const T& repaid, const T& left, const T& share) {
    interest = interest + more_interest;
    principal = principal + repaid;
    balance = balance + left;
    repayment_share = first_ ? share : T(max(repayment_share, share));
    first_ = false;
  }

 private:
  bool first_ = true;
};

namespace tranches {
template <class S>
inline constexpr bool sized_on_cash_flow = false;
template <class S>
requires(S::sized_on_cash_flow) inline constexpr bool sized_on_cash_flow<S> = true;
template <class S>
struct LinesOf {
  typename S::Lines lines;
};
template <class S, class T>
struct MemoryOf {
  MemoryOf(const typename S::Lines& lines, int months) : memory(lines, months) {}
  typename S::template Memory<T> memory;
};
template <class S, class T, class Book>
class StageOf : public S::template Stage<T, Book> {
 public:
  using S::template Stage<T, Book>::Stage;
};
}  // namespace tranches

template <class... S>
struct TrancheList {
  /// Whether a kind is sized on rows of cash flow, as it says by `static constexpr bool sized_on_cash_flow = true`.
  static constexpr bool sized_on_cash_flow = (tranches::sized_on_cash_flow<S> || ...);

  template <class T>
  struct Groups : S::template Group<T>... {
    void visit_groups(auto&& field) { (S::template Group<T>::visit_group(field), ...); }
    [[nodiscard]] bool has_tranches() const noexcept { return (S::template Group<T>::has_any() || ...); }
    [[nodiscard]] T gearing() const {
      T sum(0.0);
      (S::template Group<T>::add_gearing(sum), ...);
      return sum;
    }
    /// Rates weighted with gearing, not yet divided by it.
    [[nodiscard]] T weighted_rate() const {
      T sum(0.0);
      (S::template Group<T>::add_weighted_rate(sum), ...);
      return sum;
    }
  };

  struct Lines : tranches::LinesOf<S>... {
    template <class One>
    [[nodiscard]] const typename One::Lines& of() const noexcept {
      return tranches::LinesOf<One>::lines;
    }
  };
  static Lines declare(Declare& d, const Groups<double>& groups) {
    Lines out;
    ((static_cast<tranches::LinesOf<S>&>(out).lines =
          S::declare(d, static_cast<const typename S::template Group<double>&>(groups))),
     ...);
    return out;
  }

  template <class T>
  struct Memory : tranches::MemoryOf<S, T>... {
    Memory(const Lines& lines, int months) : tranches::MemoryOf<S, T>(lines.template of<S>(), months)... {}
    template <class One>
    [[nodiscard]] typename One::template Memory<T>& of() noexcept {
      return tranches::MemoryOf<One, T>::memory;
    }
  };

  template <class T, class Book>
  class Stages : tranches::StageOf<S, T, Book>... {
   public:
    Stages(const Lines& lines, const Groups<T>& groups, Memory<T>& memory)
        : tranches::StageOf<S, T, Book>(lines.template of<S>(),
                                        static_cast<const typename S::template Group<T>&>(groups),
                                        memory.template of<S>())... {}
    void weigh(const Clock<T>& clock, const T& conversion, Book& book) {
      (StageOf<S>::weigh(clock, conversion, book), ...);
    }
    void size(const Months<T>& months, const Clock<T>& clock, Book& book) { (size_one<S>(months, clock, book), ...); }
    void begin_draws(Book& book) { (StageOf<S>::begin_draws(book), ...); }
    [[nodiscard]] T capitalise(Now<T, Book>& now) {
      T interest(0.0);
      (StageOf<S>::capitalise(now, interest), ...);
      return interest;
    }
    void draw(Now<T, Book>& now, T& draws, T& fees) { (StageOf<S>::draw(now, draws, fees), ...); }
    [[nodiscard]] T end_draws(Book& book) {
      T amount(0.0);
      (StageOf<S>::end_draws(book, amount), ...);
      return amount;
    }
    void begin_service(Book& book) { (StageOf<S>::begin_service(book), ...); }
    [[nodiscard]] TrancheMonth<T> step(Now<T, Book>& now) {
      TrancheMonth<T> sum;
      (StageOf<S>::step(now, sum), ...);
      return sum;
    }

   private:
    template <class One>
    using StageOf = tranches::StageOf<One, T, Book>;
    template <class One>
    void size_one(const Months<T>& months, const Clock<T>& clock, Book& book) {
      if constexpr (requires { StageOf<One>::size(months, clock, book); }) StageOf<One>::size(months, clock, book);
    }
  };
};

}  // namespace roi
