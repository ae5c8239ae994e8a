#include "libroi/stage/stream_list.hpp"

#include <gtest/gtest.h>

#include "tests/support/stage.hpp"

namespace roi {
namespace {

/// A stream that claims, loads, earns and spends, and notes in which order it is called.
template <int kNumber, bool kLinear = true>
struct Noted {
  static constexpr bool linear_in_sales = kLinear;
  template <class T>
  struct Group {
    T hours{}, price{};
    int priority = 0;
    void visit_group(auto&&) {}
  };
  struct Lines {
    Line claimed;
    Entry<Section::revenue> revenue;
    Entry<Section::operating_cost> cost;
    std::vector<int> priorities;
  };
  static Lines declare(Declare& d, const Group<double>& group) {
    const std::string key = std::to_string(kNumber);
    return {d.line({"claimed/" + key, key, "card-hour", Kind::flow, Section::none, "hours"}),
            d.entry<Section::revenue>("revenue/" + key, key, "hours x price"),
            d.entry<Section::operating_cost>("opex/" + key, key, "half of it"),
            {group.priority}};
  }
  template <class T, class Book>
  class Stage {
   public:
    Stage(const Lines& lines, const Group<T>& group, const Setting<T, Book>&) : lines_(&lines), group_(&group) {}
    void claim(Now<T, Book>& now, auto turn) {
      if (!turn.takes(group_->priority)) return;
      const T held = now.fleets.claim(0, group_->hours);
      const T sold = now(lines_->claimed, held * now.scale);
      now.fleets.take(0, held, sold, sold);
      sold_ = sold;
    }
    void load(Now<T, Book>& now) { now.month.power.it = now.month.power.it + sold_; }
    void earn(Now<T, Book>& now) { now.post(lines_->revenue, sold_ * group_->price); }
    void spend(Now<T, Book>& now) { now.post(lines_->cost, 0.5 * sold_ * group_->price); }

   private:
    const Lines* lines_;
    const Group<T>* group_;
    T sold_{0.0};
  };
};
using First = Noted<1>;
using Second = Noted<2>;
using Bent = Noted<3, false>;
using Two = StreamList<First, Second>;

struct TwoStreams {
  explicit TwoStreams(int first_priority, int second_priority, double scale = 1.0) {
    First::Group<double>& first = groups;
    Second::Group<double>& second = groups;
    first.hours = 70.0;
    first.price = 2.0;
    first.priority = first_priority;
    second.hours = 50.0;
    second.price = 3.0;
    second.priority = second_priority;
    test::Table table({{}, {"cards"}});
    lines = Two::declare(table.d, groups);
    const Timeline timeline({2026, 1}, 2, HourConvention::h720);
    Ledger<double> book(table.lines, 2);
    test::Stage<double, Ledger<double>> stage(timeline, book, 1, scale);
    Two::Stages<double, Ledger<double>> streams(lines, groups, stage.setting);
    stage.run([&](Now<double, Ledger<double>>& now) {
      now.fleets.free[0] = 100.0;
      now.fleets.sold[0] = now.fleets.allocated[0] = 0.0;
      streams.claim(now);
      streams.load(now);
      streams.earn(now);
      streams.spend(now);
    });
    claimed = {book.row(table.lines.find("claimed/1"))[1], book.row(table.lines.find("claimed/2"))[1]};
    month = stage.months[1];
    free = stage.setting.fleets.free[0];
  }
  Two::Groups<double> groups;
  Two::Lines lines;
  std::array<double, 2> claimed{};
  Month<double> month;
  double free = 0.0;
};

TEST(StreamList, ServesEqualPrioritiesInTheOrderOfTheList) {
  const TwoStreams run(0, 0);
  EXPECT_TRUE(run.lines.priorities.empty());
  EXPECT_EQ(run.claimed[0], 70.0);
  EXPECT_EQ(run.claimed[1], 30.0);  // what the first leaves of 100
  EXPECT_EQ(run.free, 0.0);
}

TEST(StreamList, ServesTheLowestPriorityFirst) {
  const TwoStreams run(2, 1);
  EXPECT_EQ(run.lines.priorities, (std::vector{1, 2}));
  EXPECT_EQ(run.claimed[1], 50.0);
  EXPECT_EQ(run.claimed[0], 50.0);
}

TEST(StreamList, SectionsTotalThemselves) {
  const TwoStreams run(0, 0);
  EXPECT_EQ(run.month.money.revenue, 70.0 * 2.0 + 30.0 * 3.0);
  EXPECT_EQ(run.month.money.opex, 0.5 * (70.0 * 2.0 + 30.0 * 3.0));
  EXPECT_EQ(run.month.power.it, 100.0);
}

TEST(StreamList, TheScaleOfSalesChangesNoClaim) {
  const TwoStreams run(0, 0, 0.5);
  EXPECT_EQ(run.claimed[0], 35.0);
  EXPECT_EQ(run.claimed[1], 15.0);
  EXPECT_EQ(run.free, 0.0);
}

TEST(StreamList, IsLinearWhereAllStreamsAre) {
  EXPECT_TRUE(Two::linear_in_sales);
  EXPECT_FALSE((Two::with<Bent>::linear_in_sales));
}

}  // namespace
}  // namespace roi
