#include "libroi/core/few.hpp"

#include <gtest/gtest.h>

#include <string>

namespace roi {
namespace {

const std::string kLong = "long enough that the string itself takes memory from the heap";

Few<std::string, 2> words(std::size_t count) {
  Few<std::string, 2> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(kLong + std::to_string(i));
  return out;
}

TEST(Few, KeepsItsEntriesInsideAndBeyond) {
  for (std::size_t count = 0; count < 6; ++count) {
    const Few<std::string, 2> list = words(count);
    ASSERT_EQ(list.size(), count);
    EXPECT_EQ(list.empty(), count == 0);
    std::size_t i = 0;
    for (const std::string& word : list) EXPECT_EQ(word, kLong + std::to_string(i++));
    EXPECT_EQ(i, count);
    for (std::size_t k = 0; k < count; ++k) EXPECT_EQ(list[k], kLong + std::to_string(k));
  }
}

TEST(Few, CopiesAreTheirOwn) {
  for (std::size_t from = 0; from < 5; ++from)
    for (std::size_t to = 0; to < 5; ++to) {
      Few<std::string, 2> source = words(from), target = words(to);
      target = source;
      Few<std::string, 2> copy(source);
      for (std::string& word : source) word = "changed";
      ASSERT_EQ(target.size(), from);
      for (std::size_t k = 0; k < from; ++k) EXPECT_EQ(target[k], kLong + std::to_string(k));
      for (std::size_t k = 0; k < from; ++k) EXPECT_EQ(copy[k], kLong + std::to_string(k));
      target.push_back("more");
      EXPECT_EQ(target[from], "more");
    }
}

TEST(Few, StartsWithEqualEntries) {
  const Few<double> list(11, 2.5);
  ASSERT_EQ(list.size(), 11U);
  for (const double x : list) EXPECT_EQ(x, 2.5);
}

}  // namespace
}  // namespace roi
