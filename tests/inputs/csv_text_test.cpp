#include "libroi/inputs/text/csv_text.hpp"

#include <gtest/gtest.h>

#include "libroi/core/error.hpp"
#include "libroi/inputs/text/decimals.hpp"

namespace roi::inputs {
namespace {

std::vector<std::string> first_line(const std::string& text) {
  CsvText csv("f.csv", text);
  std::vector<std::string> out;
  if (csv.next())
    for (const CsvField& field : csv.fields()) out.emplace_back(field.text);
  return out;
}
std::string refusal(const std::string& text) {
  try {
    CsvText csv("f.csv", text);
    (void)csv.next();
    csv.expect_fields("the header");
    csv.settle_decimals({0});
    while (csv.next()) (void)csv.number(0, "x");
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}
using Texts = std::vector<std::string>;

TEST(CsvText, SeparatorIsThatOfTheTable) {
  EXPECT_EQ(first_line("a;b, c\n1;2,5\n2;3,5\n"), (Texts{"a", "b, c"}));
  EXPECT_EQ(first_line("a\tb, c\n1\t2,5\n2\t3,5\n"), (Texts{"a", "b, c"}));
  EXPECT_EQ(first_line("a; b,c\n1,2\n2,3\n"), (Texts{"a; b", "c"}));  // once in a name is no separator
  EXPECT_EQ(first_line("\"a;b\",c\n1,2\n"), (Texts{"a;b", "c"}));
  EXPECT_EQ(first_line("a\n1\n"), (Texts{"a"}));
  EXPECT_TRUE(first_line(" \n\n").empty());
}

TEST(CsvText, Quotes) {
  EXPECT_EQ(first_line("\"a \"\"b\"\", c\" , d\n1,2\n"), (Texts{"a \"b\", c", "d"}));
  EXPECT_EQ(first_line("5\" pipe,b\n"), (Texts{"5\" pipe", "b"}));
  EXPECT_EQ(refusal("\"a,b\n1,2\n"), "f.csv:1:1: the quotation mark is never closed");
  EXPECT_EQ(refusal("\"a\"b,c\n1,2\n"), "f.csv:1:4: stands after a closing quotation mark");
}

TEST(CsvText, EveryLineHasTheHeadersFields) {
  EXPECT_EQ(refusal("a,b\n1,2\n3\n"), "f.csv:3:1: has 1 field, but must have 2 like the header");
  EXPECT_EQ(refusal("a;b\n1;2\n1;2;3\n"), "f.csv:3:1: has 3 fields, but must have 2 like the header");
  EXPECT_EQ(refusal("a,b\n1,2,\n,,\n"), "");  // empty fields hold nothing
}

TEST(CsvText, DecimalMarkIsThatOfTheFile) {
  EXPECT_EQ(refusal("a;b\n1,5;x\n2;x\n1234,567;x\n"), "");
  EXPECT_EQ(
      refusal("a;b\n1.5;x\n2,25;x\n"),
      "f.csv:3:1: is \"2,25\", but line 2 has \"1.5\": a file must have one decimal mark and no groups of thousands");
  EXPECT_EQ(refusal("a;b\n1.234;x\n950;x\n"),
            "f.csv:2:1: is \"1.234\", which may be 1234 or 1.2340; write it in one of these ways");
  EXPECT_EQ(refusal("a;b\n1.234;x\n0.950;x\n"), "");
  EXPECT_EQ(refusal("a,b\n1.234,x\n950,x\n"), "");  // between commas a point is a decimal point
  for (const char* grouped : {"1.234,5", "1'234", "1 234.5", "1.234.567", "-12.345,00"})
    EXPECT_EQ(refusal(std::string("a;b\n") + grouped + ";x\n"),
              std::string("f.csv:2:1: is \"") + grouped + "\", but must be a number without groups of thousands");
  EXPECT_EQ(refusal("a;b\n;x\n"), "f.csv:2:1: x is missing");
  EXPECT_EQ(refusal("a;b\n1e400;x\n"), "f.csv:2:1: x is \"1e400\", but must be a number");
  EXPECT_FALSE(plain_number("nan", false).has_value());
  EXPECT_EQ(plain_number("+1,5", true), 1.5);
}

TEST(CsvText, Encodings) {
  EXPECT_EQ(first_line("\xFF\xFE" + std::string("a\0\xE9\0,\0b\0", 8)), (Texts{"a\xC3\xA9", "b"}));
  EXPECT_EQ(first_line("\xFE\xFF" + std::string("\0a\0,\xD8\x3D\xDE\x00", 8)), (Texts{"a", "\xF0\x9F\x98\x80"}));
  EXPECT_EQ(first_line("M\xFCnchen,b\n"), (Texts{"M\xC3\xBCnchen", "b"}));
  CsvText latin("f.csv", "M\xFCnchen,b\n");
  EXPECT_EQ(latin.notices(), Texts{"the text is not UTF-8: taken as Latin-1"});
  EXPECT_EQ(refusal(std::string("PK\3\4\0\0", 6)),
            "f.csv:1:1: the file is not text: it holds zero bytes; save it as text in UTF-8");
}

}  // namespace
}  // namespace roi::inputs
