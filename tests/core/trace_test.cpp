#include "libroi/core/trace.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "libroi/audit/plan.hpp"

namespace roi {
namespace {

/// A model of three months with rows a, b (flows), c (constant); `book` fills it.
std::string planning(const std::function<void(Trace&, const Clock<Formula>&, Line a, Line b, Line c)>& book,
                     Section section_of_b = Section::none) {
  Graph graph;
  const Graph::Use use(graph);
  LineTable lines;
  const Line a = lines.add({"x/a", "row a", "USD", Kind::flow, Section::none, ""});
  const Line b = lines.add({"x/b", "row b", "USD", Kind::flow, section_of_b, ""});
  const Line c = lines.add({"x/c", "constant c", "USD", Kind::constant, Section::none, ""});
  const Timeline timeline({2027, 1}, 3, HourConvention::calendar);
  Trace trace(graph, lines);
  try {
    book(trace, Clock<Formula>(timeline), a, b, c);
    trace.finish();
    const audit::Plan plan(graph);
    return "fine, " + std::to_string(plan.helper_rows()) + " helper rows";
  } catch (const StructureError& error) {
    return error.what();
  }
}

TEST(Trace, AcceptsRowsOfOneFormula) {
  EXPECT_EQ(planning([](Trace& book, const Clock<Formula>& clock, Line a, Line b, Line c) {
              Formula stock = book.opening(a, 1.0);
              const Formula rate = book.constant(c, Formula::input("in/rate", 0.1) / 12.0);
              for (int t = 0; t < 3; ++t) {
                const Formula growth = book(b, t, stock * rate * clock.days(t));
                stock = book(a, t, stock + growth);
              }
            }),
            "fine, 0 helper rows");
}

TEST(Trace, RefusesTwoFormulasInARow) {
  EXPECT_EQ(planning([](Trace& book, const Clock<Formula>&, Line a, Line b, Line c) {
              const Formula rate = book.constant(c, Formula::input("in/rate", 0.1));
              for (int t = 0; t < 3; ++t) {
                const Formula x = book(a, t, rate);
                book(b, t, t == 2 ? x : x * rate);
              }
            }),
            "trace: line 'x/b' has two formulas: in month 0 `x/a[t]*x/c`, in month 2 `x/a[t]`");
}

TEST(Trace, RefusesStateWithoutAnOpening) {
  EXPECT_EQ(planning([](Trace& book, const Clock<Formula>&, Line a, Line b, Line c) {
              const Formula rate = book.constant(c, Formula::input("in/rate", 0.1));
              Formula stock = 0.0;
              for (int t = 0; t < 3; ++t) {
                stock = book(a, t, stock + rate);
                book(b, t, stock);
              }
            }),
            "trace: line 'x/a' has two formulas: in month 0 `x/c`, in month 1 `x/a[t-1]+x/c`");
}

TEST(Trace, RefusesStrayLiterals) {
  EXPECT_EQ(planning([](Trace& book, const Clock<Formula>&, Line a, Line b, Line c) {
              const Formula rate = book.constant(c, Formula::input("in/rate", 0.1));
              for (int t = 0; t < 3; ++t) book(b, t, book(a, t, rate * 0.5));
            }),
            "trace: line 'x/a' holds the literal 0.5 in month 0; only 0, 1 and 12 may stand in a formula, anything "
            "else is an input or a "
            "constant line of its own: `x/c*0.5`");
  EXPECT_EQ(planning([](Trace& book, const Clock<Formula>& clock, Line a, Line b, Line c) {
              book.constant(c, 24.0);
              for (int t = 0; t < 3; ++t) book(b, t, book(a, t, clock.days(t) * (1.0 / Formula(12.0))));
            }),
            "fine, 0 helper rows");
}

TEST(Trace, RefusesMonthsThatAreNotBooked) {
  EXPECT_EQ(planning([](Trace& book, const Clock<Formula>&, Line a, Line b, Line c) {
              book.constant(c, 1.0);
              for (int t = 0; t < 3; ++t) {
                book(a, t, 1.0);
                if (t != 1) book(b, t, 1.0);
              }
            }),
            "trace: line 'x/b' is not booked in month 1");
  EXPECT_EQ(planning([](Trace& book, const Clock<Formula>&, Line a, Line b, Line) {
              for (int t = 0; t < 3; ++t) book(b, t, book(a, t, 1.0));
            }),
            "trace: line 'x/c' is not booked in the constant column");
}

TEST(Trace, RefusesASecondBooking) {
  EXPECT_EQ(planning([](Trace& book, const Clock<Formula>&, Line a, Line, Line) {
              book(a, 2, 1.0);
              book(a, 2, 0.0);
            }),
            "trace: line 'x/a' is booked twice in month 2");
}

TEST(Trace, RefusesAPathThatIsLineAndInput) {
  EXPECT_EQ(planning([](Trace& book, const Clock<Formula>&, Line a, Line b, Line c) {
              book.constant(c, Formula::input("x/b", 1.0));
              for (int t = 0; t < 3; ++t) book(b, t, book(a, t, 1.0));
            }),
            "trace: 'x/b' is both a line and an input");
}

TEST(Trace, RefusesASolutionWithoutProof) {
  const auto solve = [](Trace& book, const Clock<Formula>&, Line a, Line b, Line c) {
    const Formula s = book.solved(c, 2.5);
    for (int t = 0; t < 3; ++t) book(b, t, book(a, t, s) - s);
  };
  EXPECT_EQ(planning(solve),
            "trace: 'x/c' is a solver's result without proof; book a line of Section::check that depends on it");
  EXPECT_EQ(planning(solve, Section::check), "fine, 0 helper rows");
}

TEST(Trace, CutsLongFormulasOncePerRow) {
  const auto lengthy = [](Trace& book, const Clock<Formula>& clock, Line a, Line b, Line c) {
    const Formula rate = book.constant(c, Formula::input("in/rate", 0.1));
    for (int t = 0; t < 3; ++t) {
      const Formula x = book(a, t, rate);
      const Formula m = clock.month(t);
      book(b, t, select(max(m + x, x * m) > rate, (x + m) * (x - m) / (x + rate), x * x * x * m) - m * (x + 1.0));
    }
  };
  EXPECT_EQ(planning(lengthy), "fine, 2 helper rows");  // one arm of the IF, then the IF
}

TEST(Trace, CountsATotalOfManyCellsAsOneOperation) {
  EXPECT_EQ(planning([](Trace& book, const Clock<Formula>&, Line a, Line b, Line c) {
              const Formula rate = book.constant(c, Formula::input("in/rate", 0.1));
              for (int t = 0; t < 3; ++t) {
                const Formula x = book(a, t, rate);
                Formula total = 0.0;
                for (int i = 0; i < 20; ++i) total = total + x;
                book(b, t, total);
              }
            }),
            "fine, 0 helper rows");
}

TEST(Trace, RatiosCarryARowOfFlags) {
  Graph graph;
  const Graph::Use use(graph);
  LineTable lines;
  const Line a = lines.add({"x/ratio", "ratio", "1", Kind::ratio, Section::none, "", "nothing there"});
  const Timeline timeline({2027, 1}, 3, HourConvention::calendar);
  const Clock<Formula> clock(timeline);
  Trace trace(graph, lines);
  Least<Formula> least;
  for (int t = 0; t < 3; ++t)
    least.add(trace.ratio(a, t, defined<Formula>(clock.month(t) > 0.0, 2.0 - clock.month(t))));
  trace.finish();
  EXPECT_EQ(value_of(least.value().value), 0.0);
  EXPECT_TRUE(least.value().exists.value());
  const int flags = graph.find_row("x/ratio/exists");
  ASSERT_GE(flags, 0);
  EXPECT_EQ(graph.node(graph.expression(flags, 0)).value, 0.0);
  EXPECT_EQ(graph.node(graph.expression(flags, 1)).value, 1.0);
}

}  // namespace
}  // namespace roi
