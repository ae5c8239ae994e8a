#pragma once
/// @file libroi/capacity/aging.hpp: what is left of a fleet as its cards age: cards not lost, performance not decayed.
///
///   monthly loss = 1 - (1 - yearly loss)^(1/12)                                                                    [1]
///   fresh(t)     = share of month t after a renewal in it; 0 in a month without one                                [1]
///   mean(t)      = left(t-1) + (1 - left(t-1)) x fresh(t): what counts in month t                                  [1]
///   left(t)      = left(t-1) x (1 - monthly loss x live(t)), or, in a month with a renewal,
///                  1 - monthly loss x min(fresh, live);  opening (1 - yearly loss)^(age at the start / 12)         [1]
///
/// live is the share of the month in which the fleet is in service; a month's loss counts from the next month. Renewals
/// are the days on which new generations of cards enter service; one that is never bought does not count. Within a month
/// a loss is even. Kinks: at the dates. See docs/model.md section 1.
#include <vector>

#include "libroi/capacity/inputs.hpp"
#include "libroi/core/few.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

struct RenewalLines {
  Line age;
  std::vector<Line> dates;
  Line fresh;
};
struct AgingLines {
  Line monthly, left, mean;
  [[nodiscard]] bool exist() const noexcept { return monthly.id >= 0; }
};

inline RenewalLines declare_renewals(const Declare::Of& of, int refreshes) {
  RenewalLines out;
  out.age = of.line("age at start", "age when the model starts", "year", Kind::constant,
                    "years from the later of first service and the latest renewal, 0 where that lies ahead");
  for (int g = 1; g <= refreshes; ++g)
    out.dates.push_back(of.line(("renewal " + std::to_string(g)).c_str(), "renewal " + std::to_string(g), "month",
                                Kind::constant, "day new cards enter service; after the model where never bought"));
  if (refreshes > 0)
    out.fresh = of.line("fresh", "share of the month with renewed cards", "1", Kind::ratio,
                        "share of the month after a renewal in it");
  return out;
}

/// The dates of renewal, and the age of the cards when the model starts.
template <class T, class Book>
class Renewals {
 public:
  Renewals(const RenewalLines& lines, const Fleet<T>& fleet, const T& start, const Clock<T>& clock, Book& book)
      : lines_(&lines) {
    T date = fleet.delivered, latest = start;
    for (const Line line : lines.dates) {
      const T next = date + fleet.refresh_interval;
      date = book.constant(line, select(next < T(clock.last_start()), next, T(clock.horizon())));
      latest = select(date <= 0.0, max(date, latest), latest);
      dates_.push_back(date);
    }
    years = book.constant(lines.age, max(-latest, 0.0) / 12.0);
  }
  [[nodiscard]] bool any() const noexcept { return !dates_.empty(); }
  void step(Now<T, Book>& now) {
    if (dates_.empty()) return;
    const auto month = now.clock.month(now.t);
    T share(0.0);
    for (const T& date : dates_) {
      const mask_t<T> begun = date >= T(month), not_over = date < T(month + 1.0);
      share = share + select(begun & not_over, T(month + 1.0 - date), T(0.0));
    }
    fresh = now(lines_->fresh, share);
  }

  T years{0.0};  // age at the start of the model
  T fresh{0.0};  // of the current month

 private:
  const RenewalLines* lines_;
  Few<T, 4> dates_;
};

template <class T, class Book>
class Aging {
 public:
  Aging(const AgingLines& lines, const T& yearly, const T& years, Book& book) : lines_(&lines) {
    const T kept = 1.0 - yearly;
    loss_ = book.constant(lines.monthly, 1.0 - pow(kept, T(1.0) / 12.0));
    left_ = book.opening(lines.left, pow(kept, years));
  }
  void step(Now<T, Book>& now, const T& live, const Renewals<T, Book>& renewals) {
    if (!renewals.any()) {
      mean = now(lines_->mean, left_);
      left_ = now(lines_->left, left_ * (1.0 - loss_ * live));
      return;
    }
    mean = now(lines_->mean, left_ + (1.0 - left_) * renewals.fresh);
    const mask_t<T> renewed = renewals.fresh > 0.0;
    const T served = select(renewed, min(renewals.fresh, live), live);
    left_ = now(lines_->left, select(renewed, T(1.0), left_) * (1.0 - loss_ * served));
  }

  T mean{1.0};  // of the current month

 private:
  const AgingLines* lines_;
  T loss_{0.0}, left_{1.0};
};

}  // namespace roi
