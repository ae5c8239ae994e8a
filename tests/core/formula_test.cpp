#include "libroi/core/formula_fold.hpp"

#include <gtest/gtest.h>

#include <type_traits>
#include <vector>

namespace roi {
namespace {

static_assert(Scalar<Formula>);
static_assert(std::is_same_v<mask_t<Formula>, FormulaMask>);
static_assert(!std::is_convertible_v<FormulaMask, bool>);
static_assert(!std::is_constructible_v<bool, FormulaMask>);
static_assert(sizeof(Formula) == 4);

template <class Call>
std::string message_of(const Call& call) {
  try {
    call();
  } catch (const StructureError& error) {
    return error.what();
  }
  return "no StructureError";
}

TEST(Formula, NeedsAGraph) {
  EXPECT_EQ(message_of([] { (void)Formula(2.0); }),
            "Formula: no graph is in use; hold a Graph::Use while a calculation is traced");
  EXPECT_EQ(value_of(Formula()), 0.0);
  EXPECT_EQ(value_of(Formula(0.0)), 0.0);
}

TEST(Formula, UseRestoresTheFormerGraph) {
  Graph outer, inner;
  const Graph::Use use(outer);
  {
    const Graph::Use nested(inner);
    EXPECT_EQ(&Graph::current(), &inner);
  }
  EXPECT_EQ(&Graph::current(), &outer);
}

TEST(Formula, CarriesTheEnginesValue) {
  Graph graph;
  const Graph::Use use(graph);
  const Formula a = Formula::input("a", 3.0), b = Formula::input("b", -2.0);
  EXPECT_EQ(value_of(a + b), 1.0);
  EXPECT_EQ(value_of(a - b), 5.0);
  EXPECT_EQ(value_of(a * b), -6.0);
  EXPECT_EQ(value_of(a / b), -1.5);
  EXPECT_EQ(value_of(1.0 - a), -2.0);
  EXPECT_EQ(value_of(-a), -3.0);
  EXPECT_EQ(value_of(min(a, b)), -2.0);
  EXPECT_EQ(value_of(max(b, 0.0)), 0.0);
  EXPECT_EQ(value_of(abs(b)), 2.0);
  EXPECT_EQ(value_of(sqrt(a)), roi::sqrt(3.0));
  EXPECT_EQ(value_of(exp(b)), roi::exp(-2.0));
  EXPECT_EQ(value_of(log(a)), roi::log(3.0));
  EXPECT_EQ(value_of(pow(a, b)), roi::pow(3.0, -2.0));
  EXPECT_EQ(value_of(normal_cdf(b)), roi::normal_cdf(-2.0));
  EXPECT_EQ(value_of(erfcx(a)), roi::erfcx(3.0));
  EXPECT_EQ(value_of(erfcx(b)), roi::erfcx(-2.0));
  EXPECT_EQ(value_of(erfcx(12.0 * a)), roi::erfcx(36.0));
  EXPECT_EQ(value_of(select(a > b, 1.0, 0.0)), 1.0);
  EXPECT_EQ(value_of(select((a < b) | (a == b), a, b)), -2.0);
  EXPECT_EQ(value_of(select((!(a < b)) & (a != b), a, b)), 3.0);
}

TEST(Formula, EqualExpressionsAreOneNode) {
  Graph graph;
  const Graph::Use use(graph);
  const Formula a = Formula::input("a", 3.0), b = Formula::input("b", 4.0);
  EXPECT_EQ((a + b * a).id(), (Formula::input("a", 3.0) + b * a).id());
  EXPECT_NE((a + b).id(), (b + a).id());
  EXPECT_EQ(graph.inputs().size(), 2U);
}

TEST(Formula, FoldsNeutralElementsOnly) {
  Graph graph;
  const Graph::Use use(graph);
  const Formula a = Formula::input("a", 3.0);
  EXPECT_EQ((a + 0.0).id(), a.id());
  EXPECT_EQ((0.0 + a).id(), a.id());
  EXPECT_EQ((a - 0.0).id(), a.id());
  EXPECT_EQ((a * 1.0).id(), a.id());
  EXPECT_EQ((1.0 * a).id(), a.id());
  EXPECT_EQ((a / 1.0).id(), a.id());
  EXPECT_EQ(graph.node((0.0 * a).id()).op, Op::multiply);
  EXPECT_EQ(graph.node((0.0 - a).id()).op, Op::subtract);
  EXPECT_EQ(graph.node((Formula(1.0) / 12.0).id()).op, Op::divide);
  EXPECT_EQ((Formula(1.0) < 2.0).id(), Graph::kTrue);
  EXPECT_EQ(((a < 2.0) & (Formula(0.0) < Formula(1.0))).id(), (a < 2.0).id());
  EXPECT_EQ(((a < 2.0) | (Formula(1.0) < Formula(0.0))).id(), (a < 2.0).id());
}

TEST(Formula, NegativeZeroIsNotTheFoldedZero) {
  Graph graph;
  const Graph::Use use(graph);
  EXPECT_NE(Formula(-0.0).id(), Formula(0.0).id());
}

TEST(FormulaClock, HoldsTheTimelineAsLiveRows) {
  Graph graph;
  const Graph::Use use(graph);
  for (const HourConvention convention : {HourConvention::calendar, HourConvention::h8760}) {
    Graph own;
    const Graph::Use nested(own);
    const Timeline timeline({2027, 11}, 30, convention);
    const Clock<Formula> clock(timeline);
    const Clock<double> numbers(timeline);
    for (int t = 0; t < timeline.months(); ++t) {
      EXPECT_EQ(value_of(clock.month(t)), numbers.month(t));
      EXPECT_EQ(value_of(clock.days(t)), numbers.days(t));
      EXPECT_EQ(value_of(clock.hours(t)), numbers.hours(t));
      EXPECT_EQ(value_of(clock.day_share(t)), numbers.day_share(t));
      EXPECT_EQ(value_of(clock.hour_share(t)), numbers.hour_share(t));
      EXPECT_EQ(value_of(clock.month_of_year(t).cell()), numbers.month_of_year(t));
      EXPECT_EQ(clock.year_end(t).mask().value(), numbers.year_end(t));
      EXPECT_EQ(clock.last(t).mask().value(), numbers.last(t));
    }
    EXPECT_EQ(value_of(clock.horizon()), 30.0);
    EXPECT_EQ(value_of(clock.last_start()), 29.0);
  }
}

TEST(FormulaClock, ASecondClockFindsTheRowsOfTheFirst) {
  Graph graph;
  const Graph::Use use(graph);
  const Timeline timeline({2027, 11}, 5, HourConvention::calendar);
  const Clock<Formula> first(timeline);
  const std::size_t rows = graph.rows().size();
  const Clock<Formula> second(timeline);
  EXPECT_EQ(graph.rows().size(), rows);
  EXPECT_EQ(first.month(3).id(), second.month(3).id());
}

TEST(FormulaClock, SpreadsheetDatesCountFrom1900) {
  EXPECT_EQ(spreadsheet_date({1970, 1}), 25569.0);
  EXPECT_EQ(spreadsheet_date({2000, 3}), 36586.0);
  EXPECT_EQ(spreadsheet_date({2026, 1}), 46023.0);
}

TEST(FormulaClock, FlagsBranchAndCombine) {
  Graph graph;
  const Graph::Use use(graph);
  const Timeline timeline({2027, 11}, 4, HourConvention::calendar);
  const Clock<Formula> clock(timeline);
  const auto one = [] { return 1.0; };
  const auto zero = [] { return 0.0; };
  EXPECT_EQ(value_of(when<Formula>(clock.year_end(1), one, zero)), 1.0);
  EXPECT_EQ(value_of(when<Formula>(clock.year_end(2) || clock.last(2), one, zero)), 0.0);
  EXPECT_EQ(value_of(when<Formula>(clock.year_end(3) && !clock.last(3), one, zero)), 0.0);
  EXPECT_EQ(value_of(when<Formula>(true, one, zero)), 1.0);
}

TEST(FormulaClock, OverlapAndLiveShareFollowTheNumbers) {
  Graph graph;
  const Graph::Use use(graph);
  const Timeline timeline({2027, 11}, 6, HourConvention::calendar);
  const Clock<Formula> clock(timeline);
  const Formula start = Formula::input("start", 1.25), end = Formula::input("end", 3.5);
  for (int t = 0; t < 6; ++t) {
    EXPECT_EQ(value_of(overlap<Formula>(clock.month(t), start, end)),
              overlap<double>(static_cast<double>(t), 1.25, 3.5));
    EXPECT_EQ(value_of(live_share<Formula>(clock.month(t), start)), live_share<double>(static_cast<double>(t), 1.25));
  }
}

TEST(FormulaClock, PicksFromInputsThatStandTogetherOrFromAnything) {
  Graph graph;
  const Graph::Use use(graph);
  const Timeline timeline({2027, 11}, 3, HourConvention::calendar);
  const Clock<Formula> clock(timeline);
  std::array<Formula, 12> table{}, mixed{};
  for (std::size_t i = 0; i < 12; ++i)
    table[i] = Formula::input("season." + std::to_string(i), 1.0 + static_cast<double>(i));
  for (std::size_t i = 0; i < 12; ++i) mixed[i] = table[i] * table[0];
  const Formula indexed = pick(table, clock.month_of_year(1)), chosen = pick<Formula>(mixed, clock.month_of_year(2));
  EXPECT_EQ(graph.node(indexed.id()).op, Op::index);
  EXPECT_EQ(value_of(indexed), 12.0);
  EXPECT_EQ(graph.node(chosen.id()).op, Op::choose);
  EXPECT_EQ(value_of(chosen), 1.0);
}

class FormulaFold : public ::testing::Test {
 protected:
  FormulaFold() : use_(graph_), timeline_({2027, 1}, 4, HourConvention::calendar), clock_(timeline_) {
    for (const char* path : {"a", "b"}) {
      GraphRow row;
      row.info.path = path;
      const int id = graph_.add_row(row);
      for (int t = 0; t < 4; ++t)
        cells_[id % 2].push_back(
            Formula::from_node(graph_.fill(id, t, Formula::input(path + std::to_string(t), t + 1.0).id())));
      (std::string(path) == "a" ? a_ : b_) = cells_[id % 2];
    }
  }
  Graph graph_;
  Graph::Use use_;
  Timeline timeline_;
  Clock<Formula> clock_;
  std::vector<Formula> cells_[2], a_, b_;
};

TEST_F(FormulaFold, TotalsBecomeOneNode) {
  Sum<Formula> sum;
  SumProduct<Formula> product;
  Most<Formula> most;
  for (std::size_t t = 0; t < 4; ++t) {
    sum.add(a_[t]);
    product.add(a_[t], b_[t]);
    most.add(a_[t]);
  }
  EXPECT_EQ(graph_.node(sum.value().id()).op, Op::sum);
  EXPECT_EQ(value_of(sum.value()), 10.0);
  EXPECT_EQ(value_of(product.value()), 30.0);
  EXPECT_EQ(value_of(most.value()), 4.0);
  EXPECT_EQ(value_of(Sum<Formula>().value()), 0.0);
}

TEST_F(FormulaFold, RefusesWhatIsNotTheMonthsOfOneRow) {
  Sum<Formula> sum;
  EXPECT_EQ(message_of([&] { sum.add(a_[0] + 1.0); }),
            "Sum: takes booked months of one row, but value 0 is not booked in a month");
  sum.add(a_[0]);
  EXPECT_EQ(message_of([&] { sum.add(b_[1]); }),
            "Sum: takes booked months of one row, but value 1 is of 'b', the others are of 'a'");
  EXPECT_EQ(message_of([&] { sum.add(a_[2]); }), "Sum: takes the months of 'a' in order, but month 2 follows month 0");
  SumProduct<Formula> product;
  EXPECT_EQ(message_of([&] { product.add(a_[0], b_[1]); }), "SumProduct: takes two rows in the same months");
  Least<Formula> least;
  EXPECT_EQ(message_of([&] {
              least.add({a_[0], Formula(0.0) < Formula(1.0)});
            }),
            "Least: 'a' is not booked with book.ratio");
}

TEST_F(FormulaFold, LagIsZeroBeforeTheFirstMonth) {
  Series<Formula> series(4);
  for (int t = 0; t < 4; ++t) {
    series[t] = a_[static_cast<std::size_t>(t)];
    EXPECT_EQ(value_of(lag<Formula>(series, clock_, t, 2)), t < 2 ? 0.0 : t - 1.0);
  }
  EXPECT_EQ(message_of([&] { (void)lag<Formula>(series, clock_, 3, 0); }), "lag: k is 0, but must be >= 1");
}

TEST_F(FormulaFold, AnIrrStartsAtTheEnginesRoot) {
  const Defined<Formula> found = irr_of_row(a_, 0.02, true, "no rate");
  EXPECT_EQ(value_of(found.value), 0.02);
  EXPECT_TRUE(found.exists.value());
  EXPECT_FALSE(irr_of_row(a_, 0.5, false, "no rate").exists.value());
  EXPECT_EQ(message_of([&] { (void)irr_of_row({}, 0.0, false, ""); }), "irr_of_row: the row is empty");
}

}  // namespace
}  // namespace roi
