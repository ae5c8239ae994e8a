#include "libroi/audit/workbook.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "libroi/audit/sheet_layout.hpp"
#include "libroi/audit/workbook_writer.hpp"
#include "tests/audit/traced_toy.hpp"

namespace roi {
namespace {

using audit::WorkbookInfo;

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path scratch(const char* name) { return std::filesystem::temp_directory_path() / name; }

TEST(SheetLayout, NamesCellsAndSheets) {
  EXPECT_EQ(audit::column_letters(0), "A");
  EXPECT_EQ(audit::column_letters(25), "Z");
  EXPECT_EQ(audit::column_letters(26), "AA");
  EXPECT_EQ(audit::column_letters(16383), "XFD");
  EXPECT_EQ(audit::cell_name(4, 7), "H5");
  EXPECT_EQ(audit::cell_name(4, 7, true), "$H$5");
  EXPECT_EQ(audit::sheet_prefix("Time"), "Time!");
  EXPECT_EQ(audit::sheet_prefix("Balance sheet"), "'Balance sheet'!");
  EXPECT_EQ(audit::sheet_prefix("Owner's"), "'Owner''s'!");
  EXPECT_EQ(audit::sheet_prefix("R"), "'R'!");
}

TEST(SheetLayout, KnowsWhatExcelTakesForADefinedName) {
  for (const char* good : {"master_check", "RATE1", "DSRA6", "_x", "a.b", "ROWS", "XFE1"})
    EXPECT_TRUE(audit::is_defined_name(good)) << good;
  for (const char* bad :
       {"", "TAX1", "NPV1", "QQ2030", "R", "c", "R1C1", "r2", "1a", "x y", "true", "a-b", "XFD1048576"})
    EXPECT_FALSE(audit::is_defined_name(bad)) << bad;
}

TEST(SheetLayout, WritesReferencesOneFormulaARow) {
  const test::TracedToy toy;
  const audit::Plan plan(toy.graph);
  const audit::SheetLayout layout(plan, toy.inputs);
  const auto text = [&](const char* path, int column) {
    const int row = toy.graph.find_row(path);
    return formula_text(plan.patterns(), plan.row(row).pattern(column),
                        audit::A1Namer(layout, layout.sheet_of(row), column));
  };
  EXPECT_EQ(text("debt/monthly rate", kConstant), "Inputs!$C$12/12");
  EXPECT_EQ(text("debt/interest", 0), "G8*$D$5");
  EXPECT_EQ(text("debt/interest", 3), "J8*$D$5");
  EXPECT_EQ(text("debt/principal", 3), "IF(Time!K14,J8,MAX(MIN(J8,Revenue!K5-K6),0))");
  EXPECT_EQ(text("revenue/three months before", 5), "IF(Time!M5<3,0,INDEX($G5:L5,Time!M5-1))");
  EXPECT_EQ(text("metric/repaid", kConstant), "SUM(Debt!$H$7:$AE$7)");
  EXPECT_EQ(text("metric/minimum dscr", kConstant).substr(0, 10), "IF(MAX(Deb");
}

TEST(SheetLayout, JoinsNeighboursOfASum) {
  const test::TracedToy toy;
  const audit::Plan plan(toy.graph);
  const audit::SheetLayout layout(plan, toy.inputs);
  const audit::A1Namer namer(layout, "Opex", 0);
  EXPECT_EQ(namer.terms({"H5", "H6", "H7", "H9", "Capex!H5", "Capex!H6", "$D$4"}), "H5:H7,H9,Capex!H5:H6,$D$4");
}

TEST(SheetLayout, DemandsARowForEveryInput) {
  const test::TracedToy toy;
  const audit::Plan plan(toy.graph);
  std::vector<audit::InputRow> fewer(toy.inputs.begin() + 1, toy.inputs.end());
  try {
    const audit::SheetLayout layout(plan, fewer);
    FAIL();
  } catch (const StructureError& error) {
    EXPECT_STREQ(error.what(), "workbook: input 'toy.sales' is read by the model but has no row on the Inputs sheet");
  }
  fewer = toy.inputs;
  fewer.push_back(toy.inputs[2]);
  try {
    const audit::SheetLayout layout(plan, fewer);
    FAIL();
  } catch (const StructureError& error) {
    EXPECT_STREQ(error.what(), "workbook: input 'toy.opened' is listed twice");
  }
}

TEST(Workbook, DatesOfPositionsComeBack) {
  EXPECT_EQ(audit::date_of_position({2025, 7}, 0.0), spreadsheet_date({2025, 7}));
  EXPECT_EQ(audit::date_of_position({2025, 7}, 2.0 + 14.0 / 30.0), spreadsheet_date({2025, 9}) + 14.0);
  EXPECT_EQ(audit::date_of_position({2025, 7}, -1.0), spreadsheet_date({2025, 6}));
}

TEST(Workbook, SameTraceSameBytes) {
  const test::TracedToy toy;
  const WorkbookInfo info{"Toy", "USD", "2025-07, 24 months", "libroi", "0123456789abcdef", "nominal"};
  const auto first = scratch("libroi_toy_1.xlsx"), second = scratch("libroi_toy_2.xlsx");
  audit::write_workbook(first.string(), audit::Plan(toy.graph), toy.inputs, info);
  const test::TracedToy again;
  audit::write_workbook(second.string(), audit::Plan(again.graph), again.inputs, info);
  EXPECT_GT(bytes_of(first).size(), 10000U);
  EXPECT_EQ(bytes_of(first), bytes_of(second));
  std::filesystem::remove(first);
  std::filesystem::remove(second);
}

TEST(Workbook, RefusesWhatIsNoNumber) {
  Graph graph;
  const Graph::Use use(graph);
  LineTable lines;
  const Line a = lines.add({"x/a", "a", "USD", Kind::flow, Section::none, ""});
  const Timeline timeline({2027, 1}, 2, HourConvention::calendar);
  const Clock<Formula> clock(timeline);
  Trace trace(graph, lines);
  for (int t = 0; t < 2; ++t) trace(a, t, Formula::input("x.zero", 0.0) / Formula::input("x.zero", 0.0));
  trace.finish();
  audit::InputRow row;
  row.path = "x.zero";
  const auto file = scratch("libroi_nan.xlsx");
  try {
    audit::write_workbook(file.string(), audit::Plan(graph), std::vector{row}, {});
    FAIL();
  } catch (const StructureError& error) {
    const std::string words = error.what();
    EXPECT_NE(words.find("workbook: cell H5 with formula =Inputs!$C$8/Inputs!$C$8 is "), std::string::npos) << words;
    EXPECT_NE(words.find("nan, which no sheet can hold"), std::string::npos) << words;
  }
  EXPECT_EQ(bytes_of(file), "");  // no half a workbook
  std::filesystem::remove(file);
}

TEST(Workbook, SaysWhenTheFileCannotBeWritten) {
  const test::TracedToy toy;
  try {
    audit::write_workbook("/nowhere/at all/model.xlsx", audit::Plan(toy.graph), toy.inputs, {});
    FAIL();
  } catch (const FileError& error) {
    EXPECT_STREQ(
        error.what(),
        "/nowhere/at all/model.xlsx: the workbook cannot be written: is it open elsewhere, or its folder missing?");
  }
}

}  // namespace
}  // namespace roi
