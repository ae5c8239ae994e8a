#include "libroi/audit/explain.hpp"

#include <gtest/gtest.h>

#include "tests/audit/traced_toy.hpp"

namespace roi {
namespace {

TEST(Explain, ShowsFormulaDriversAndSources) {
  const test::TracedToy toy;
  EXPECT_EQ(audit::explain(toy.graph, "debt/interest", 5, 3, toy.inputs),
            "debt/interest[5] = 1.14592 USD\n"
            "  = debt/balance[4]*debt/monthly rate\n"
            "    debt/balance[4] = 229.183 USD\n"
            "      = debt/balance[3]-debt/principal[4]\n"
            "        debt/balance[3] = 255.406 USD (previous month)\n"
            "        debt/principal[4] = 26.223 USD\n"
            "          = MAX(MIN(debt/balance[3],revenue/sales[4]-debt/interest[4]),0)\n"
            "            binds: revenue/sales[4]-debt/interest[4]\n"
            "            debt/balance[3] = 255.406 USD\n"
            "            revenue/sales[4] = 27.5 USD\n"
            "            debt/interest[4] = 1.27703 USD\n"
            "    debt/monthly rate = 0.005 1/month\n"
            "      = toy.rate/12\n"
            "        toy.rate = 0.06 USD (input; tender 7, 2025-03, status quote)\n");
}

TEST(Explain, OpensOnlyTheLiveArmOfAnIf) {
  const test::TracedToy toy;
  EXPECT_EQ(
      audit::explain(toy.graph, "debt/principal", 23, 1), "debt/principal[23] = " + [&] {
        const std::string balance = audit::explain(toy.graph, "debt/balance", 22, 0);
        return balance.substr(balance.find("= ") + 2) +
               "  = debt/balance[22]\n    debt/balance[22] = " + balance.substr(balance.find("= ") + 2);
      }());
}

TEST(Explain, SaysWhatIsUndefinedSolvedOrATotal) {
  const test::TracedToy toy;
  EXPECT_EQ(audit::explain(toy.graph, "metric/repaid", 0, 2),
            "metric/repaid = 300 USD\n"
            "  = SUM(debt/principal)\n"
            "    debt/principal: months 0 to 23 USD, the largest amounts:\n"
            "      debt/principal[13] = 26.6158 USD\n"
            "        = MAX(MIN(debt/balance[12],revenue/sales[13]-debt/interest[13]),0)\n"
            "          binds: revenue/sales[13]-debt/interest[13]\n"
            "          debt/balance[12] = 26.8358 USD\n"
            "          revenue/sales[13] = 26.75 USD\n"
            "          debt/interest[13] = 0.134179 USD\n"
            "      debt/principal[5] = 26.6041 USD\n"
            "        = MAX(MIN(debt/balance[4],revenue/sales[5]-debt/interest[5]),0)\n"
            "          binds: revenue/sales[5]-debt/interest[5]\n"
            "          debt/balance[4] = 229.183 USD\n"
            "          revenue/sales[5] = 27.75 USD\n"
            "          debt/interest[5] = 1.14592 USD\n"
            "      debt/principal[12] = 26.2346 USD\n"
            "        = MAX(MIN(debt/balance[11],revenue/sales[12]-debt/interest[12]),0)\n"
            "          binds: revenue/sales[12]-debt/interest[12]\n"
            "          debt/balance[11] = 53.0704 USD\n"
            "          revenue/sales[12] = 26.5 USD\n"
            "          debt/interest[12] = 0.265352 USD\n");
  EXPECT_EQ(audit::explain(toy.graph, "metric/repaid", 0, 1),
            "metric/repaid = 300 USD\n"
            "  = SUM(debt/principal)\n"
            "    debt/principal: months 0 to 23 USD, the largest amounts:\n"
            "      debt/principal[13] = 26.6158 USD\n"
            "      debt/principal[5] = 26.6041 USD\n"
            "      debt/principal[12] = 26.2346 USD\n");
  const std::string solved = audit::explain(toy.graph, "solve/scale", 0, 2);
  EXPECT_NE(solved.find(" (found by a solver)\n"), std::string::npos) << solved;
}

TEST(Explain, ShowsDatesBesideIndicesWhereTheStartIsKnown) {
  const test::TracedToy toy;
  EXPECT_EQ(audit::explain(toy.graph, "debt/interest", 5, 1, {}, YearMonth{2026, 11}),
            "debt/interest[5] (2027-04) = 1.14592 USD\n"
            "  = debt/balance[4]*debt/monthly rate\n"
            "    debt/balance[4] (2027-03) = 229.183 USD\n"
            "    debt/monthly rate = 0.005 1/month\n");
  const std::string repaid = audit::explain(toy.graph, "metric/repaid", 0, 1, {}, YearMonth{2026, 11});
  EXPECT_NE(repaid.find("debt/principal: months 0 to 23 (2026-11 to 2028-10) USD, the largest amounts:\n"
                        "      debt/principal[13] (2027-12) = 26.6158 USD\n"),
            std::string::npos)
      << repaid;
}

TEST(Explain, RefusesUnknownLinesAndMonths) {
  const test::TracedToy toy;
  const auto message = [&](const char* path, int t) -> std::string {
    try {
      return audit::explain(toy.graph, path, t, 1);
    } catch (const DomainError& error) {
      return error.what();
    }
  };
  EXPECT_EQ(message("debt/interests", 3), "explain: there is no line 'debt/interests'");
  EXPECT_EQ(message("debt/interest", 24), "explain: line 'debt/interest' has no value in month 24");
  EXPECT_EQ(message("debt/interest", -1), "explain: line 'debt/interest' has no value in the opening column");
}

}  // namespace
}  // namespace roi
