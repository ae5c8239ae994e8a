#include "libroi/core/book.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "libroi/core/pack.hpp"

namespace roi {
namespace {

class Book : public ::testing::Test {
 protected:
  Book() {
    sold_ = lines_.add({"sold", "Sold", "card-hour", Kind::flow, Section::none, "what is sold"});
    rate_ = lines_.add({"rate", "Rate", "1", Kind::constant, Section::none, "what it grows by"});
    share_ = lines_.add({"share", "Share", "1", Kind::ratio, Section::none, "sold / 4", "nothing is sold"});
    result_ = lines_.add({"result", "Result", "1", Kind::constant, Section::none, "total", "nothing is sold"});
  }
  /// Doubles what was sold in each of three months, from an opening of 1.
  template <class T, class Recorder>
  T calculate(Recorder& book) {
    const T rate = book.constant(rate_, T(2.0));
    T sold = book.opening(sold_, T(1.0)), total(0.0);
    for (int t = 0; t < 3; ++t) {
      sold = book(sold_, t, sold * rate);
      total = total + book.ratio(share_, t, defined<T>(sold > 2.0, sold / 4.0)).value;
    }
    return book.metric(result_, defined<T>(total > 100.0, total)).value;
  }
  LineTable lines_;
  Line sold_, rate_, share_, result_;
};

TEST_F(Book, ChosenKeepsTheRowsAskedForAndNoOthers) {
  std::array<double, 4> sold{}, share{};
  double result = 0.0;
  std::vector<double*> target(static_cast<std::size_t>(lines_.size()), nullptr);
  target[static_cast<std::size_t>(sold_.id)] = sold.data();
  target[static_cast<std::size_t>(share_.id)] = share.data();
  target[static_cast<std::size_t>(result_.id)] = &result;
  Chosen<double> book(target);
  EXPECT_EQ(calculate<double>(book), 3.5) << "0.5 + 1 + 2: what was calculated is handed on";
  EXPECT_EQ(sold, (std::array{1.0, 2.0, 4.0, 8.0})) << "the opening comes first";
  EXPECT_EQ(share[0], 0.0) << "a ratio has no opening";
  EXPECT_TRUE(std::isnan(share[1])) << "an undefined entry";
  EXPECT_EQ(share[2], 1.0);
  EXPECT_EQ(share[3], 2.0);
  EXPECT_TRUE(std::isnan(result)) << "an undefined metric";
}

TEST_F(Book, ChosenEqualsTheLedger) {
  Ledger<Pack<8>> ledger(lines_, 3);
  std::array<Pack<8>, 4> sold;
  std::vector<Pack<8>*> target(static_cast<std::size_t>(lines_.size()), nullptr);
  target[static_cast<std::size_t>(sold_.id)] = sold.data();
  Chosen<Pack<8>> book(target);
  EXPECT_TRUE(all_of(calculate<Pack<8>>(book) == calculate<Pack<8>>(ledger)));
  EXPECT_TRUE(all_of(sold[0] == ledger.opening_of(sold_)));
  for (std::size_t t = 0; t < 3; ++t) EXPECT_TRUE(all_of(sold[t + 1] == ledger.row(sold_)[t])) << t;
}

TEST_F(Book, DiscardHandsOnWhatItIsGiven) {
  Discard<double> book;
  EXPECT_EQ(calculate<double>(book), 3.5);
}

}  // namespace
}  // namespace roi
