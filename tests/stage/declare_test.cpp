#include "libroi/stage/declare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/scalars.hpp"
#include "tests/support/stage.hpp"

namespace roi {
namespace {

TEST(Declare, AMetricFromOutsideFollowsTheStandardOnes) {
  test::Table table;
  EXPECT_EQ(table.d.metric({Metric::llcr, "llcr", "LLCR", "1", Format::multiple, "cover"}), Metric::llcr);
  const Metric own = table.d.metric({Metric::own, "heat", "Heat", "1", Format::percent, "heat / energy"});
  EXPECT_EQ(static_cast<std::size_t>(own), kStandardMetrics);
  const Metric next = table.d.metric({Metric::own, "steam", "Steam", "1", Format::percent, "steam / energy"});
  EXPECT_EQ(static_cast<std::size_t>(next), kStandardMetrics + 1);
  EXPECT_EQ(table.metrics.infos[kStandardMetrics].path, "heat");
}

TEST(Declare, RefusesTheSameMetricOrLineTwice) {
  test::Table table;
  table.d.metric({Metric::llcr, "llcr", "LLCR", "1", Format::multiple, "cover"});
  test::expect_throws_saying(
      [&] {
        table.d.metric({Metric::llcr, "llcr", "LLCR", "1", Format::multiple, "cover"});
      },
      "metric 'llcr' is declared twice");
  table.d.line({"a/b", "B", "1", Kind::flow, Section::none, "b"});
  test::expect_throws_saying(
      [&] {
        table.d.line({"a/b", "B", "1", Kind::flow, Section::none, "b"});
      },
      "line 'a/b' is declared twice");
}

TEST(Declare, AProofHasLinesOfItsOwnAndNoMetrics) {
  test::Table table;
  const Line first = table.d.line({"a/b", "B", "1", Kind::flow, Section::none, "b"});
  table.d.begin_proof("proof/");
  EXPECT_TRUE(table.d.proves());
  const Line second = table.d.line({"a/b", "B", "1", Kind::flow, Section::none, "b"});
  table.d.metric({Metric::llcr, "llcr", "LLCR", "1", Format::multiple, "cover"});
  table.d.end_proof();
  EXPECT_NE(first.id, second.id);
  EXPECT_EQ(table.lines.find("proof/a/b").id, second.id);
  EXPECT_EQ(table.metrics.infos[static_cast<std::size_t>(Metric::llcr)].path, "");
}

TEST(Declare, ChecksKnowTheirNumberAndScale) {
  test::Table table;
  const Line money = table.d.check({"H1", "balance", "it balances", "money", Kind::ratio, "gap"});
  const Line hours = table.d.check({"H8", "hours", "it fits", "card-hour", Kind::ratio, "excess"});
  EXPECT_STREQ(table.lines[money].check, "H1");
  EXPECT_EQ(table.lines[money].label, "H1 it balances");
  EXPECT_EQ(table.lines[money].section, Section::check);
  EXPECT_EQ(table.lines[Line{table.lines[money].scale}].path, "check/scale of money");
  EXPECT_EQ(table.lines[Line{table.lines[hours].scale}].path, "check/largest available hours");
}

TEST(Declare, ThousandsOfLinesAreFoundByPath) {
  test::Table table;
  for (int i = 0; i < 5000; ++i)
    table.d.line({"line/" + std::to_string(i), "l", "1", Kind::flow, Section::none, "a line"});
  for (int i = 0; i < 5000; i += 7) EXPECT_EQ(table.lines.find("line/" + std::to_string(i)).id, i);
  EXPECT_EQ(table.lines.find("line/5000").id, -1);
  EXPECT_EQ(LineTable().find("any").id, -1);
}

TEST(Declare, NamesOfIndicesAndFleetsHavePlaces) {
  test::Table table({{"cpi", "rents"}, {"first"}});
  EXPECT_EQ(table.d.index("rents"), 1);
  EXPECT_EQ(table.d.index(""), -1);
  EXPECT_EQ(table.d.fleet("first"), 0);
}

}  // namespace
}  // namespace roi
