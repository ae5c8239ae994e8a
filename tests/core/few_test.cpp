#include "libroi/core/few.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>

#include "libroi/core/pack.hpp"

namespace roi {
namespace {

double total(const Few<double>& few) { return std::accumulate(few.begin(), few.end(), 0.0); }

TEST(Few, KeepsItsEntriesInsideAndBeyond) {
  Few<double> few;
  EXPECT_TRUE(few.empty());
  for (int i = 1; i <= 20; ++i) {
    few.push_back(i);
    ASSERT_EQ(few.size(), static_cast<std::size_t>(i));
    ASSERT_EQ(total(few), i * (i + 1) / 2.0) << i;  // the ninth entry moves all to the heap
  }
  few[0] = 101.0;
  few[19] = 120.0;
  EXPECT_EQ(total(few), 410.0);
}

TEST(Few, StartsWithCopiesOfOneValue) {
  const Few<double> zeros(3), nines(9, 9.0);
  EXPECT_EQ(zeros.size(), 3U);
  EXPECT_EQ(total(zeros), 0.0);
  EXPECT_EQ(total(nines), 81.0);
}

TEST(Few, CopiesAreTheirOwn) {
  for (const std::size_t size : {std::size_t{2}, std::size_t{8}, std::size_t{9}}) {
    Few<double> first(size, 1.0);
    Few<double> second(first), third;
    third = first;
    first[size - 1] = 5.0;
    EXPECT_EQ(total(second), static_cast<double>(size));
    EXPECT_EQ(total(third), static_cast<double>(size));
    third = Few<double>(1, 7.0);  // from the heap back inside
    EXPECT_EQ(third.size(), 1U);
    EXPECT_EQ(total(third), 7.0);
    third = *&third;
    EXPECT_EQ(total(third), 7.0);
  }
}

TEST(Few, HoldsPacksAtTheirAlignment) {
  Few<Pack<kLanes>> few;
  for (int i = 0; i < 12; ++i) few.push_back(Pack<kLanes>(i));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(few.begin()) % alignof(Pack<kLanes>), 0U);
  EXPECT_EQ(few[11].lane(7), 11.0);
}

}  // namespace
}  // namespace roi
