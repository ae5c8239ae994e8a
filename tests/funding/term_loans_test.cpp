#include "libroi/funding/debt.hpp"

#include <gtest/gtest.h>

#include "tests/support/stage.hpp"

namespace roi {
namespace {

using Book = Ledger<double>;

/// 1,000 spent before conversion in month 2, half of it lent at 12 % a year; eight months in all.
struct Funded {
  explicit Funded(Repayment repayment, double tenor = 4.0, double rate = 0.12) {
    financing.conversion = 2.0;
    Loan<double>& loan = financing.loans.append("bank");
    loan.gearing = 0.5;
    loan.rate = rate;
    loan.fee = 0.01;
    loan.tenor = tenor;
    loan.repayment = repayment;
    lines = declare_debt(table.d, financing);
    const Timeline timeline({2026, 1}, 8, HourConvention::h720);
    Book own(table.lines, 8);
    test::Stage<double, Book> stage(timeline, own);
    stage.months[0].assets.spend = 600.0;
    stage.months[1].assets.spend = 400.0;
    for (std::size_t t = 2; t < 8; ++t) stage.months[t].money.ebitda = 150.0;
    Debt<double, Book>::Memory memory(lines.tranches, 8);
    Debt<double, Book> debt(lines, financing, 0.0, stage.months, stage.setting, memory);
    FinanceMonth<double> finance;
    for (int t = 0; t < 8; ++t) {
      Now<double, Book> now = stage.setting.at(t, stage.months[static_cast<std::size_t>(t)], &finance);
      debt.step(now);
    }
    amount = debt.amount;
    book.emplace(std::move(own));
  }
  std::vector<double> row(const char* path) const {
    const auto values = book->row(table.lines.find(path));
    return {values.begin(), values.end()};
  }
  Financing<double> financing;
  test::Table table;
  DebtLines lines;
  std::optional<Book> book;
  double amount = 0.0;
};

// 300 drawn in month 0; in month 1 3 of interest on it, half of which the loan pays: 200 + 1.5.
constexpr double kAmount = 501.5;

TEST(TermLoans, DrawsProRataWithInterestDuringConstruction) {
  const Funded f(Repayment::annuity);
  EXPECT_DOUBLE_EQ(f.amount, kAmount);
  EXPECT_EQ(f.row("debt/draws")[0], 300.0);
  EXPECT_DOUBLE_EQ(f.row("debt/draws")[1], 201.5);
  EXPECT_DOUBLE_EQ(f.row("debt/capitalised interest")[1], 3.0);
  EXPECT_DOUBLE_EQ(f.row("debt/fees")[1], 2.015);
  EXPECT_DOUBLE_EQ(f.row("capex/financing/spend")[1], 5.015);
}

TEST(TermLoans, AnAnnuityIsLevel) {
  const Funded f(Repayment::annuity);
  const double instalment = kAmount * 0.01 / (1.0 - std::pow(1.01, -4.0));
  for (int t = 2; t < 6; ++t) EXPECT_NEAR(f.row("debt/service")[static_cast<std::size_t>(t)], instalment, 1e-10);
  EXPECT_NEAR(f.row("debt/balance")[5], 0.0, 1e-10);
}

TEST(TermLoans, EqualPrincipalFallsEvenly) {
  const Funded f(Repayment::equal_principal);
  for (int t = 2; t < 6; ++t) EXPECT_NEAR(f.row("debt/principal")[static_cast<std::size_t>(t)], kAmount / 4.0, 1e-10);
  EXPECT_NEAR(f.row("debt/interest")[3], 0.01 * kAmount * 0.75, 1e-10);
  EXPECT_NEAR(f.row("debt/balance")[5], 0.0, 1e-10);
}

TEST(TermLoans, ABulletIsRepaidInItsLastMonth) {
  const Funded f(Repayment::bullet);
  EXPECT_EQ(f.row("debt/principal")[4], 0.0);
  EXPECT_NEAR(f.row("debt/principal")[5], kAmount, 1e-10);
  EXPECT_NEAR(f.row("debt/interest")[5], 0.01 * kAmount, 1e-10);
  EXPECT_EQ(f.table.lines.find("debt/loan/bank/growth").id, -1);  // an annuity's line
}

TEST(TermLoans, ABulletInMidMonthFallsIntoTwoMonths) {
  const Funded f(Repayment::bullet, 4.25);  // until 6.25: three quarters of the last month lie in month 5
  EXPECT_NEAR(f.row("debt/principal")[5], 0.75 * kAmount, 1e-10);
  EXPECT_NEAR(f.row("debt/principal")[6], 0.25 * kAmount, 1e-10);
}

TEST(TermLoans, EveryShapeIsRepaidByTheEndOfTheModel) {
  for (const Repayment shape : {Repayment::annuity, Repayment::equal_principal, Repayment::bullet}) {
    const Funded f(shape, 100.0);
    EXPECT_NEAR(f.row("debt/balance")[7], 0.0, 1e-9);
    EXPECT_NEAR(f.row("check/loan")[7], 0.0, 1e-9);
  }
}

TEST(Debt, CashFlowBeforeTaxDependsOnNoLoan) {
  const Funded cheap(Repayment::annuity, 4.0, 0.0), dear(Repayment::bullet, 3.0, 0.3);
  EXPECT_EQ(cheap.row("finance/cfads before tax"), dear.row("finance/cfads before tax"));
  EXPECT_EQ(cheap.row("finance/cfads before tax")[0], 0.0);  // construction is paid by loans and equity
  EXPECT_EQ(cheap.row("finance/cfads before tax")[4], 150.0);
}

}  // namespace
}  // namespace roi
