// Every integrity check can fail: each is made to, by the fault it is there to find.
#include "libroi/engine/checks.hpp"

#include <gtest/gtest.h>

#include <string>

#include "libroi/inputs/document.hpp"
#include "libroi/inputs/reader.hpp"

namespace roi {
namespace {

Evaluation small() {
  const std::string file = std::string(LIBROI_SOURCE_DIR) + "/examples/small_center.json";
  return evaluate(read<Center<double>>(load(file)).root);
}

const CheckResult& check_of(const std::vector<CheckResult>& checks, const std::string& name) {
  for (const CheckResult& check : checks)
    if (check.name == name) return check;
  throw std::runtime_error("no check " + name);
}

TEST(Checks, HoldAndStandByNumber) {
  const Evaluation e = small();
  ASSERT_EQ(e.checks.size(), 12U);
  const char* ids[] = {"H1", "H2", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H11", "H13", "H14"};
  for (std::size_t i = 0; i < 12; ++i) {
    EXPECT_EQ(e.checks[i].id, ids[i]);
    EXPECT_TRUE(e.checks[i].passed) << e.checks[i].id << " " << e.checks[i].residual;
    EXPECT_GT(e.checks[i].tolerance, 0.0) << e.checks[i].id;
  }
  EXPECT_TRUE(e.passed());
}

/// What a changed cell of the ledger does to H3, in money.
void expect_years_notice(const std::string& path, double residual) {
  Evaluation e = small();
  const Line line = e.layout->lines().find(path);
  ASSERT_GE(line.id, 0) << path;
  e.ledger(line, 17, e.ledger.row(line)[17] + 1e6);
  const CheckResult h3 = check_of(check_results(*e.layout, e.ledger), "annual statements agree with the months");
  EXPECT_FALSE(h3.passed) << path;
  EXPECT_NEAR(h3.residual, residual, 1e-3) << path;
  EXPECT_EQ(h3.month, 23) << path;  // the end of the second year
}

TEST(Checks, YearsNoticeAWrongMonth) {
  for (const char* path : {"cash flow/tax", "cash flow/capital expenditure", "cash flow/interest", "income/net income",
                           "equity/dividend", "revenue/contract/anchor", "opex/item/staff"})
    expect_years_notice(path, 1e6);
}

TEST(Checks, YearsNoticeAWrongBalance) {
  Evaluation e = small();
  const Line cash = e.layout->lines().find("balance/cash");
  e.ledger(cash, 35, e.ledger.row(cash)[35] - 5e5);
  const CheckResult h3 = check_of(check_results(*e.layout, e.ledger), "annual statements agree with the months");
  EXPECT_FALSE(h3.passed);
  EXPECT_NEAR(h3.residual, 5e5, 1e-3);
}

TEST(Checks, NotANumberFails) {
  Evaluation e = small();
  const Line gap = e.layout->lines().find("check/balance sheet");
  e.ledger(gap, 3, std::numeric_limits<double>::quiet_NaN());
  const CheckResult h1 = check_of(check_results(*e.layout, e.ledger), "balance sheet balances");
  EXPECT_FALSE(h1.passed);
  EXPECT_EQ(h1.month, 3);
}

TEST(Checks, RunIdsTellInputsApart) {
  EXPECT_EQ(run_id("abc"), run_id("abc"));
  EXPECT_NE(run_id("abc"), run_id("abd"));
  EXPECT_EQ(run_id("abc").size(), 16U);
}

}  // namespace
}  // namespace roi
