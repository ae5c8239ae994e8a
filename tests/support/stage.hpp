#pragma once
/// One stage alone: a table to declare its lines in, and what it is handed over some months.
#include <utility>
#include <vector>

#include "libroi/stage/now.hpp"

namespace roi::test {

/// Lines and metrics of a stage under test.
struct Table {
  explicit Table(Declare::Names names = {}) : d(lines, metrics, std::move(names)) {}
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  LineTable lines;
  MetricTable metrics;
  Declare d;
};

/// Setting and months of a stage under test; no index grows.
template <class T, class Book>
class Stage {
 public:
  Stage(const Timeline& timeline, Book& book, std::size_t fleets = 0, const T& scale = T(1.0))
      : months(static_cast<std::size_t>(timeline.months())),
        scale_(scale),
        clock_(timeline),
        indices_(no_lines_, {}, book),
        fleets_(fleets),
        setting{clock_, indices_, fleets_, scale_, book, energy_} {}
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// Calls step(now) for every month, in order.
  template <class Step>
  void run(const Step& step) {
    for (int t = 0; t < clock_.months(); ++t) {
      Now<T, Book> now = setting.at(t, months[static_cast<std::size_t>(t)]);
      now.month.begin();
      step(now);
    }
  }

  Months<T> months;

 private:
  T scale_;
  Clock<T> clock_;
  std::vector<IndexLines> no_lines_;
  IndexLevels<T, Book> indices_;
  FleetHours<T> fleets_;
  PassedOnEnergy<T> energy_;

 public:
  const Setting<T, Book> setting;
};

}  // namespace roi::test
