#include "libroi/inputs/text/json.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace roi::inputs {
namespace {

Value parsed(const std::string& text) {
  std::vector<Problem> problems;
  Value value = parse_json(text, "m.json", 0, problems);
  if (!problems.empty()) throw InputError(problems);
  return value;
}

std::string refusal(const std::string& text) {
  try {
    (void)parsed(text);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(Json, KeepsOrderDigitsAndPositions) {
  const Value value = parsed("{\n  \"b\": 1.50, // note\n  \"列表\": [true, null, \"x\\n\"], \"a\": {},\n}");
  ASSERT_EQ(value.members.size(), 3u);
  EXPECT_EQ(value.members[0].key, "b");
  EXPECT_EQ(value.members[0].value.text, "1.50");
  EXPECT_EQ(value.members[0].value.number, 1.5);
  EXPECT_EQ(value.members[0].at.line, 2);
  EXPECT_EQ(value.members[0].value.at.column, 8);
  const Value& list = value.members[1].value;
  EXPECT_EQ(list.at.column, 9);  // characters, not bytes
  EXPECT_EQ(list.items[2].text, "x\n");
  EXPECT_EQ(list.items[2].at.column, 22);
  EXPECT_EQ(value.members[2].value.at.line, 3);
}

TEST(Json, AllowsCommentsTrailingCommasAndAByteOrderMark) {
  EXPECT_EQ(refusal("\xEF\xBB\xBF/* a, */ {\"a\": [1, /* , */ 2, ], // ]\n }"), "");
  EXPECT_EQ(parsed("{\"a\": \"// no, /* comment */ ,]\"}").find("a")->text, "// no, /* comment */ ,]");
  EXPECT_EQ(parsed("\xEF\xBB\xBF{}").at.column, 1);
}

TEST(Json, ReadsNumbersToTheLastBit) {
  EXPECT_EQ(parsed("[0.1]").items[0].number, 0.1);
  EXPECT_EQ(parsed("[1e23]").items[0].number, 1e23);
  EXPECT_EQ(parsed("[9007199254740992]").items[0].number, 9007199254740992.0);
  EXPECT_FALSE(std::signbit(parsed("[-0]").items[0].number));
  EXPECT_FALSE(std::signbit(parsed("[-0.0]").items[0].number));
}

TEST(Json, RefusesWhatIsNotJson) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "m.json:1:1: the file is empty, but must hold a JSON object"},
      {" \n\t// only a comment\n", "m.json:1:1: the file is empty, but must hold a JSON object"},
      {"{\"a\": NaN}", "m.json:1:7: is not JSON: NaN is not a number; a number must be finite"},
      {"{\"a\": -Infinity}", "m.json:1:7: is not JSON: -Infinity is not a number; a number must be finite"},
      {"{\"a\": 1e400}", "m.json:1:7: is not JSON: the number is beyond 1.8e308"},
      {"{\"a\": 1\n \"b\": 2}",
       "m.json:2:2: is not JSON: while parsing object - unexpected string literal; expected '}'"},
      {"{,}", "m.json:1:2: is not JSON: while parsing object key - unexpected ','; expected string literal"},
      {"[,]", "m.json:1:2: is not JSON: while parsing value - unexpected ','; expected '[', '{', or a literal"},
      {"[1,,2]", "m.json:1:4: is not JSON: while parsing value - unexpected ','; expected '[', '{', or a literal"},
      {"[1,,]", "m.json:1:4: is not JSON: while parsing value - unexpected ','; expected '[', '{', or a literal"},
      {"{\"a\": 01}", "m.json:1:8: is not JSON: while parsing object - unexpected number literal; expected '}'"},
      {"{\"a\": 1} {", "m.json:1:10: is not JSON: while parsing value - unexpected '{'; expected end of input"},
      {"{}\n/* x", "m.json:2:1: is not JSON: the comment is never closed"}};
  for (const auto& entry : cases) EXPECT_EQ(refusal(entry.first), entry.second);
  for (const char* text :
       {"{\"a\": \"\xff\"}", "{\"a\": +1}", "{\"a\": .5}", "{\"a\": 1_000}", "{'a': 1}", "[", "{\"a", "hello"})
    EXPECT_NE(refusal(text).find("is not JSON: "), std::string::npos) << text;
}

TEST(Json, ReportsDuplicatesAndLostDigitsTogether) {
  EXPECT_EQ(refusal("{\"a\": 1,\n \"b\": {\"c\": 1e-400, \"c\": 9007199254740993}, \"a\": -18446744073709551616}"),
            "m.json:2:13: /b/c is 1e-400, but must be 0 or at least 2.3e-308 in size\n"
            "m.json:2:21: /b/c is given twice; first at 2:8\n"
            "m.json:2:26: /b/c is 9007199254740993, but must be at most 9007199254740992 (2^53) when written as a "
            "whole number\n"
            "m.json:2:45: /a is given twice; first at 1:2\n"
            "m.json:2:50: /a is -18446744073709551616, but must be at most 9007199254740992 (2^53) when written as a "
            "whole number");
}

TEST(Json, RefusesDeepNestingAndNonsenseQuickly) {
  EXPECT_EQ(refusal(std::string(200000, '[')), "m.json:1:65: nesting is deeper than 64 levels");
  EXPECT_EQ(refusal(std::string(64, '[') + std::string(64, ']')), "");
  EXPECT_EQ(refusal(std::string(100'000'000, 'x')),
            "m.json:1:1: the file has 100000000 bytes, but must have at most 67108864");
  EXPECT_EQ(refusal(std::string(50'000'000, 'x')),
            "m.json:1:1: is not JSON: while parsing value - invalid literal; last read: 'x'");
  EXPECT_LT(refusal("[\"" + std::string(1'000'000, 'y')).size(), 400u);
}

TEST(Json, WritesWhatItReads) {
  const std::string text = "{\"b\":[1.50,true,null,\"\\\"\\\\\\n\\u0001列\"],\"a\":{}}";
  EXPECT_EQ(dump(parsed(text), 0), text);
  EXPECT_EQ(dump(Value::of(1e23), 0), "1e+23");
  EXPECT_EQ(pointer_token("a/b~c"), "/a~1b~0c");
}

TEST(Json, MergePatchFollowsTheStandard) {  // examples of RFC 7396, appendix A
  const std::vector<std::array<std::string, 3>> cases{
      {{"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"}},
      {{"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"}},
      {{"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"}},
      {{"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"}},
      {{"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"}},
      {{"{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"}},
      {{"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"}}};
  for (const auto& entry : cases) {
    Value target = parsed(entry[0]);
    merge_patch(target, parsed(entry[1]));
    EXPECT_EQ(dump(target, 0), entry[2]);
  }
}

}  // namespace
}  // namespace roi::inputs
