#include <gtest/gtest.h>

#include <numeric>
#include <string>

#include "libroi/engine/engine.hpp"
#include "libroi/inputs/reader.hpp"

namespace roi {
namespace {

// Cost cases that others have published, as model files; models/published/*.md derive the mapping.
class Case {
 public:
  explicit Case(const std::string& name)
      : center_(read<Center<double>>(load(LIBROI_SOURCE_DIR "/models/published/" + name + ".json")).root),
        result_(evaluate(center_)) {}
  [[nodiscard]] double at(const std::string& path, int month) const {
    return result_.ledger.row(line(path))[static_cast<std::size_t>(month)];
  }
  [[nodiscard]] double sum(const std::string& path) const {
    const auto row = result_.ledger.row(line(path));
    return std::accumulate(row.begin(), row.end(), 0.0);
  }
  [[nodiscard]] double sum(const std::string& path, std::size_t first, std::size_t count) const {
    const auto months = result_.ledger.row(line(path)).subspan(first, count);
    return std::accumulate(months.begin(), months.end(), 0.0);
  }
  [[nodiscard]] double constant(const std::string& path) const { return result_.ledger.constant_of(line(path)); }
  [[nodiscard]] double payment(const std::string& loan, int month) const {
    return at("debt/loan/" + loan + "/interest", month) + at("debt/loan/" + loan + "/principal", month);
  }
  [[nodiscard]] bool passed() const { return result_.passed(); }

 private:
  [[nodiscard]] Line line(const std::string& path) const {
    const Line found = result_.layout->lines().find(path);
    if (found.id < 0) throw DomainError("no line " + path);
    return found;
  }
  Center<double> center_;
  Evaluation result_;
};

TEST(Hamilton2008, MonthlyPaymentsEqualThePublishedDollars) {
  const Case hamilton("hamilton_2008");
  for (const int month : {1, 7, 36}) {  // level payments
    EXPECT_NEAR(hamilton.payment("servers", month), 2997090.0, 0.5) << "month " << month;
    EXPECT_NEAR(hamilton.payment("power-and-cooling", month), 1296902.0, 0.5) << "month " << month;
    EXPECT_NEAR(hamilton.payment("other-infrastructure", month), 284686.0, 0.5) << "month " << month;
    EXPECT_NEAR(hamilton.at("power/cost", month), 1042440.0, 0.005) << "month " << month;
    EXPECT_NEAR(hamilton.at("debt/service", month) + hamilton.at("power/cost", month), 5621116.96, 0.005);
  }
  EXPECT_TRUE(hamilton.passed());
}

TEST(Hamilton2008, LoansRunTheirLivesAndNoLonger) {
  const Case hamilton("hamilton_2008");
  EXPECT_EQ(hamilton.payment("servers", 0), 0.0);
  EXPECT_NEAR(hamilton.payment("servers", 37), 0.0, 1e-6);
  EXPECT_NEAR(hamilton.payment("power-and-cooling", 180), 1296901.55, 0.01);
  EXPECT_NEAR(hamilton.payment("power-and-cooling", 181), 0.0, 1e-6);
  EXPECT_NEAR(hamilton.sum("debt/loan/servers/principal"), 1e8, 1e-4);
}

TEST(Hamilton2008, FullyBurdenedPowerIsTwoDollarsAndEightCentsAWattAndYear) {
  const Case hamilton("hamilton_2008");
  const double critical_watts = hamilton.constant("capacity/critical power") * 1000.0;
  const double infrastructure = 12.0 * hamilton.payment("power-and-cooling", 1) / critical_watts;
  EXPECT_NEAR(infrastructure, 1.0375, 5e-5);
  const double at_full_use = hamilton.at("power/pue", 1) * 0.07 * 8.76;
  EXPECT_NEAR(infrastructure + at_full_use, 2.080, 5e-4);
}

TEST(EpochGpt4, TrainingRunCostsThePublishedDollars) {
  const Case epoch("epoch_gpt4");
  const double interconnect_share = 0.19 / 0.81;
  const double capital = epoch.sum("capex/depreciation");
  EXPECT_NEAR(epoch.sum("sales/sold"), 57e6, 1e-4);
  EXPECT_NEAR(epoch.constant("capex/fleet/a100-1/cost") / 25000.0 / (1.0 + interconnect_share), 14165.05, 0.005);
  EXPECT_NEAR(capital / (1.0 + interconnect_share), 29691721.0, 0.5);
  EXPECT_NEAR(capital - capital / (1.0 + interconnect_share), 6964725.0, 0.5);
  EXPECT_NEAR(epoch.sum("power/cost"), 3499488.0, 0.5);
  const double nominal = capital + epoch.sum("power/cost");
  EXPECT_NEAR(nominal, 40155934.0, 0.5);
  EXPECT_NEAR(nominal * 119.349 / 117.766, 40695706.40, 1e-8 * 40695706.40);
  EXPECT_TRUE(epoch.passed());
}

// tests/python/test_published_lotus.py has the calculation by hand, the bridges and the plan.
TEST(Lotus2024, RevenueAndCostEqualThePrintedYuanToTheirRounding) {
  const Case lotus("lotus_2024");
  const double million = 1e6;
  const double revenue = lotus.sum("revenue/leasing", 3, 12) / million;
  const double cost = (lotus.sum("capex/depreciation", 3, 12) + lotus.sum("opex/item/hosting", 3, 12)) / million;
  EXPECT_NEAR(revenue, 80.64, 0.005);
  EXPECT_NEAR(cost, 46.41, 0.005);
  EXPECT_NEAR(100.0 * (1.0 - cost / revenue), 42.45, 0.005);
  EXPECT_NEAR(lotus.sum("capex/spend") / million, 637.92, 0.005);
  EXPECT_NEAR(lotus.at("balance/fixed assets", 14) / million - 11.2568, 581.98, 0.005);  // impairment is not modelled
  EXPECT_TRUE(lotus.passed());
}

}  // namespace
}  // namespace roi
