// Small letters for comparing words.
#include "libroi/core/words.hpp"

#include <gtest/gtest.h>

namespace roi {
namespace {

TEST(Words, LowerCaseTouchesTheLettersOfAsciiAlone) {
  EXPECT_EQ(lower_case("ACT/365 Fixed @[`{"), "act/365 fixed @[`{");
  EXPECT_EQ(lower_case("\xc3\x84rger \xe5\x85\x83"), "\xc3\x84rger \xe5\x85\x83");
  EXPECT_EQ(lower_case(""), "");
}

}  // namespace
}  // namespace roi
