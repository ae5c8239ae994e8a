#include "libroi/inputs/text/fit_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace roi::inputs {
namespace {

TEST(FitText, CountsAsSpreadsheetsDo) {
  EXPECT_EQ(utf16_length(""), 0U);
  EXPECT_EQ(utf16_length("a中é"), 3U);
  EXPECT_EQ(utf16_length("😀"), 2U);
}

TEST(FitText, KeepsWhatEveryTargetHolds) {
  for (const char* text : {"", "=1+1", " a\tb\nc ", "_x0041_", "中文 😀", "<b>&amp;", "\xE2\x80\xAEturned", "U+0000"})
    EXPECT_EQ(unfit(text), "") << text;
  EXPECT_EQ(unfit(std::string(kLongestCell, 'x')), "");
}

TEST(FitText, NamesTheCharacterAndItsPosition) {
  using namespace std::string_literals;
  const std::string control = ", but must be without control characters other than line feed and tab";
  EXPECT_EQ(unfit("a\0b"s), "holds U+0000 at character 2" + control);
  EXPECT_EQ(unfit("中文\x1b"), "holds U+001B at character 3" + control);
  EXPECT_EQ(unfit("\xC2\x9B"), "holds U+009B at character 1" + control);
  EXPECT_EQ(unfit("\x7F"), "holds U+007F at character 1" + control);
  EXPECT_EQ(unfit("a\r\n"), "holds U+000D at character 2, but lines must end with a line feed (\\n) alone");
  EXPECT_EQ(unfit("😀\xEF\xBF\xBE"), "holds U+FFFE at character 2, which is no character");
  EXPECT_EQ(unfit("\xEF\xBF\xBF"), "holds U+FFFF at character 1, which is no character");
  EXPECT_EQ(unfit("a_x005F_"), "holds \"x005F_\" at character 3, which readers of workbooks take for an escape");
}

TEST(FitText, NamesTheLengthACellHolds) {
  EXPECT_EQ(unfit(std::string(kLongestCell + 1, 'x')),
            "has 32768 characters, but must have at most 32767, which a cell of a workbook holds");
}

}  // namespace
}  // namespace roi::inputs
