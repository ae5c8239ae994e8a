#include "tests/inputs/break_every_field.hpp"

#include <gtest/gtest.h>

#include "libroi/center/center.hpp"
#include "tests/inputs/model_text.hpp"

namespace roi {
namespace {

#ifndef LIBROI_SOURCE_DIR
#define LIBROI_SOURCE_DIR "."
#endif

TEST(BreakEveryField, OfTheToy) {
  const auto toy = test::toy(test::kModel);
  const auto count = test::break_every_field(toy.root, toy.record);
  EXPECT_EQ(count.fields, static_cast<int>(describe<test::Toy<double>>().size()));
  EXPECT_GT(count.breaks, 250);
}

TEST(BreakEveryField, OfTheCenter) {
  const auto center = read<Center<double>>(load(LIBROI_SOURCE_DIR "/models/centers/harbin_china_mobile.json"));
  const auto count = test::break_every_field(center.root, center.record);
  EXPECT_EQ(count.fields, static_cast<int>(describe<Center<double>>().size()));
  EXPECT_GT(count.breaks, 7 * count.fields);
}

}  // namespace
}  // namespace roi
