// The checks of the statements can fail: a month that does not fit together leaves a residual of just its size.
#include "libroi/accounts/statements.hpp"

#include <gtest/gtest.h>

#include "tests/support/stage.hpp"

namespace roi {
namespace {

using Book = Ledger<double>;

/// Two months under construction, then two of operation, with one loan; `spoil` breaks what a stage hands on.
struct Statement {
  template <class Spoil>
  explicit Statement(const Spoil& spoil) {
    lines = declare_statements(table.d);
    const Timeline timeline({2026, 1}, 4, HourConvention::h720);
    Book own(table.lines, 4);
    test::Stage<double, Book> stage(timeline, own);
    Statements<double, Book> statements(lines, 0.0, 0.25, 100.0, 0.0, own);
    FinanceMonth<double> finance;
    const double spend[] = {600.0, 400.0, 0.0, 0.0};
    for (int t = 0; t < 4; ++t) {
      Month<double>& month = stage.months[static_cast<std::size_t>(t)];
      const bool building = t < 2;
      month.funding.construction_share = building ? 1.0 : 0.0;
      month.assets.spend = spend[t];
      month.funding.draws = building ? 0.5 * spend[t] : 0.0;
      month.money.revenue = building ? 0.0 : 900.0;
      month.money.opex = building ? 0.0 : 100.0;
      month.money.ebitda = month.money.revenue - month.money.opex;
      finance = {};
      finance.assets = month.assets;
      finance.assets.depreciation = building ? 0.0 : 500.0;
      finance.assets.tax_depreciation = finance.assets.depreciation;
      finance.service.principal = building ? 0.0 : 250.0;
      finance.service.interest_paid = building ? 0.0 : 10.0;
      finance.service.total = finance.service.principal + finance.service.interest_paid;
      balance += month.funding.draws - finance.service.principal;
      finance.service.balance = balance;
      finance.tax.year_to_date = t == 3 ? 0.0 : income;
      if (!building) income += month.money.ebitda - 500.0 - 10.0;
      finance.tax.year_to_date = t == 3 ? 0.0 : income;
      finance.tax.paid = t == 3 ? 0.25 * income : 0.0;
      spoil(t, month, finance);
      Now<double, Book> now = stage.setting.at(t, month, &finance);
      statements.step(now);
    }
    book.emplace(std::move(own));
  }
  double residual(const char* check) const {
    double worst = 0.0;
    for (const double x : book->row(table.lines.find(std::string("check/") + check)))
      worst = std::max(worst, std::abs(x));
    return worst;
  }
  test::Table table;
  StatementLines lines;
  std::optional<Book> book;
  double balance = 0.0, income = 0.0;
};

const char* const kChecks[] = {"balance sheet", "sources and uses", "cost of assets", "over-depreciation",
                               "cash",          "tax proof"};

TEST(Statements, ASoundProjectLeavesNoResidual) {
  const Statement sound([](int, auto&, auto&) {});
  for (const char* check : kChecks) EXPECT_NEAR(sound.residual(check), 0.0, 1e-9) << check;
  EXPECT_EQ(sound.book->row(sound.table.lines.find("finance/construction equity"))[0], 300.0);
  EXPECT_EQ(sound.book->row(sound.table.lines.find("balance/fixed assets"))[2], 500.0);
  EXPECT_EQ(sound.book->row(sound.table.lines.find("balance/total assets"))[1], 1000.0);
}

TEST(Statements, ADrawThatIsNotOwedIsNoSource) {  // the loan's balance forgets 100 of the first draw
  const Statement wrong([](int, auto&, auto& finance) { finance.service.balance -= 100.0; });
  EXPECT_NEAR(wrong.residual("sources and uses"), 100.0, 1e-9);
  EXPECT_NEAR(wrong.residual("balance sheet"), 100.0, 1e-9);
}

TEST(Statements, PrincipalThatIsNotRepaidIsNoUse) {
  const Statement wrong([](int t, auto&, auto& finance) {
    if (t == 2) finance.service.balance += 40.0;
  });
  EXPECT_NEAR(wrong.residual("sources and uses"), 40.0, 1e-9);
}

TEST(Statements, WhatIsNeverDepreciatedIsFound) {
  const Statement wrong([](int t, auto&, auto& finance) {
    if (t == 3) finance.assets.depreciation -= 30.0;
  });
  EXPECT_NEAR(wrong.residual("cost of assets"), 30.0, 1e-9);
  EXPECT_NEAR(wrong.residual("over-depreciation"), 0.0, 1e-9);
}

TEST(Statements, TooMuchDepreciationIsFound) {
  const Statement wrong([](int t, auto&, auto& finance) {
    if (t == 2) finance.assets.depreciation += 620.0;
  });
  EXPECT_NEAR(wrong.residual("over-depreciation"), 620.0, 1e-9);
}

TEST(Statements, TaxThatIsNotThatOfTheProfitIsFound) {
  const Statement wrong([](int t, auto&, auto& finance) {
    if (t == 3) finance.tax.paid += 7.0;
  });
  EXPECT_NEAR(wrong.residual("tax proof"), 7.0, 1e-9);
  EXPECT_NEAR(wrong.residual("balance sheet"), 0.0, 1e-9);
}

TEST(Statements, EbitdaOfAnotherMakingIsFound) {  // EBITDA of operations is not revenue less cost
  const Statement wrong([](int t, auto& month, auto&) {
    if (t == 2) month.money.ebitda += 9.0;
  });
  EXPECT_NEAR(wrong.residual("balance sheet"), 9.0, 1e-9);
}

}  // namespace
}  // namespace roi
