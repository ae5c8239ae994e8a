// Markets by class of work, by hand: who is served, what is lost, and why hours stand idle. 720 hours a month; fleet
// "slow" of 100 cards at half of the reference's peak, fleet "fast" of 50 at the whole; all available from the start.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "libroi/engine/engine.hpp"
#include "libroi/inputs/checking/validate.hpp"
#include "libroi/queueing/exact.hpp"
#include "tests/support/centers.hpp"

namespace roi {
namespace {

constexpr double kHours = 720.0;

Curve<double> constant(double value) {
  Curve<double> curve;
  curve.start = value;
  return curve;
}

Device<double> device(const char* chip, double fp16) {
  Device<double> out;
  out.name = chip;
  out.chip = chip;
  out.peak.fp16 = fp16;
  out.idle_power = 0.1;
  out.busy_power = 0.5;
  return out;
}

class Markets : public ::testing::Test {
 protected:
  Markets() : center(read<Center<double>>(load(std::string(LIBROI_SOURCE_DIR) + "/examples/small_center.json")).root) {
    center.hours = HourConvention::h720;
    center.months = 24;
    center.phases.at("hall").energised = -2.0;
    center.phases.at("hall").critical_power = 1e4;
    center.contracts.clear();
    center.markets.clear();
    center.services.clear();
    center.financing.loans.clear();
    Fleet<double> card = center.fleets.at("ascend");
    center.fleets.clear();
    card.delivered = -2.0;
    card.commissioning = 1.0;
    card.availability = 1.0;
    card.cards = 100.0;
    card.device = device("slow-chip", 0.5);
    center.fleets.append("slow", card);
    card.cards = 50.0;
    card.device = device("fast-chip", 1.0);
    center.fleets.append("fast", card);
  }

  Market<double>& market(const std::string& key, double demand, double price = 10.0) {
    Market<double>& out = center.markets.append(key);
    out.demand = constant(demand);
    out.price = constant(price);
    out.opening = -10.0;
    out.ramp = 1.0;
    out.reference = device("reference", 1.0);
    return out;
  }
  static RunsOn<double>& runs_on(Market<double>& market, const char* key, double efficiency = 1.0) {
    RunsOn<double>& entry = market.runs_on.append(key);
    entry.efficiency = efficiency;
    return entry;
  }
  void run() {
    validate(center);
    result.emplace(evaluate(center));
    for (const CheckResult& check : result->checks) EXPECT_TRUE(check.passed) << check.id << " " << check.residual;
  }
  /// Of the month, in cards: hours / 720.
  double cards(const std::string& path, std::size_t t = 5) { return row(path, t) / kHours; }
  double row(const std::string& path, std::size_t t = 5) {
    const Line line = result->layout->lines().find(path);
    EXPECT_GE(line.id, 0) << path;
    return line.id < 0 ? std::nan("") : result->ledger.row(line)[t];
  }
  double constant_of(const std::string& path) { return result->ledger.constant_of(result->layout->lines().find(path)); }

  Center<double> center;
  std::optional<Evaluation> result;
};

TEST_F(Markets, OfOneStepShareFreeHoursInProportion) {
  runs_on(market("a", 30.0), "fast");
  runs_on(market("b", 90.0), "fast-chip");  // the chip stands for its fleet
  run();
  EXPECT_DOUBLE_EQ(cards("sales/market/a/on/fast/sold"), 12.5);
  EXPECT_DOUBLE_EQ(cards("sales/market/b/on/fast/sold"), 37.5);
  EXPECT_DOUBLE_EQ(cards("sales/market/b/unmet/full"), 52.5);
  EXPECT_DOUBLE_EQ(row("revenue/market/a"), 12.5 * kHours * 10.0);
}

TEST_F(Markets, TryTheFleetsOfTheirListInTurn) {
  Market<double>& a = market("a", 80.0);
  runs_on(a, "fast");
  runs_on(a, "slow", 0.8).price_factor = 0.4;
  run();
  EXPECT_DOUBLE_EQ(constant_of("sales/market/a/on/slow/yield"), 0.4);
  EXPECT_DOUBLE_EQ(cards("sales/market/a/on/fast/sold"), 50.0);
  EXPECT_DOUBLE_EQ(cards("sales/market/a/on/slow/wanted"), 30.0 / 0.4);
  EXPECT_DOUBLE_EQ(cards("sales/market/a/served"), 80.0);
  EXPECT_DOUBLE_EQ(row("revenue/market/a"), (50.0 + 75.0 * 0.4) * kHours * 10.0);
  EXPECT_DOUBLE_EQ(cards("idle/slow/no demand"), 25.0);
}

TEST_F(Markets, ThatNameTheirFleetComeFirstInTheOrderOfTheFile) {
  runs_on(market("listed", 40.0), "fast");
  Market<double>& second = market("second", 30.0);
  second.reference.reset();
  second.fleet = "fast";
  run();
  EXPECT_DOUBLE_EQ(cards("sales/market/second/sold"), 30.0);
  EXPECT_DOUBLE_EQ(cards("sales/market/listed/served"), 20.0);
}

TEST_F(Markets, PaidPerReferenceHourPayForTheWorkDone) {
  Market<double>& a = market("a", 20.0);
  a.paid_per = PaidPer::reference_hour;
  runs_on(a, "slow", 0.8);
  run();
  EXPECT_DOUBLE_EQ(cards("sales/market/a/on/slow/sold"), 50.0);
  EXPECT_DOUBLE_EQ(row("revenue/market/a"), 20.0 * kHours * 10.0);
}

TEST_F(Markets, UnmetDemandForOtherChipsExplainsIdleCardsOnce) {
  runs_on(market("cuda", 70.0), "fast");
  Market<double>& ported = market("ported", 12.0);
  runs_on(ported, "slow").ready = 12.0;
  run();
  // 20 of cuda are unmet: 40 slow cards; ported cannot run before month 12: 24 slow cards of the 60 left
  EXPECT_DOUBLE_EQ(cards("idle/slow/other chips"), 40.0);
  EXPECT_DOUBLE_EQ(cards("idle/slow/not adapted"), 24.0);
  EXPECT_DOUBLE_EQ(cards("idle/slow/no demand"), 36.0);
  EXPECT_DOUBLE_EQ(row("idle/slow/value/other chips"), 40.0 * kHours * 10.0 * 0.5);
  EXPECT_DOUBLE_EQ(cards("idle/slow/not adapted", 13), 0.0);
  EXPECT_DOUBLE_EQ(cards("sales/market/ported/served", 13), 12.0);
}

TEST_F(Markets, PriceCompetitorsAndNetworkTakeTheirPartInTurn) {
  Market<double>& a = market("a", 40.0, 20.0);
  runs_on(a, "fast");
  a.price_response.emplace().reference_price = 10.0;
  a.price_response->elasticity = 1.0;
  a.competition.emplace().supply = constant(10.0);
  center.networks.append("east").ready = 12.0;
  center.networks[0].price = constant(0.5);
  RemoteDemand<double>& shanghai = a.remote.append("shanghai");
  shanghai.demand = constant(24.0);
  shanghai.network = "east";
  run();
  EXPECT_DOUBLE_EQ(cards("sales/market/a/lost/network"), 24.0);
  EXPECT_DOUBLE_EQ(row("sales/market/a/response"), 0.5);
  EXPECT_DOUBLE_EQ(cards("sales/market/a/lost/price"), 20.0);
  EXPECT_DOUBLE_EQ(row("sales/market/a/capture"), 50.0 / 60.0);
  EXPECT_NEAR(cards("sales/market/a/lost/competitors"), 20.0 / 6.0, 1e-12);
  EXPECT_NEAR(cards("sales/market/a/served"), 20.0 * 5.0 / 6.0, 1e-12);
  EXPECT_NEAR(cards("idle/fast/network"), 24.0, 1e-12);
  EXPECT_NEAR(cards("idle/fast/competitors"), 9.0 + 1.0 / 3.0 - 6.0, 1e-12);  // 3 1/3
  EXPECT_DOUBLE_EQ(row("opex/network/a"), 0.0);
  // from month 12 on all 64 are within reach: 32 at the price, of which competitors win a sixth
  EXPECT_NEAR(cards("sales/market/a/served", 13), 32.0 * 5.0 / 6.0, 1e-12);
  EXPECT_NEAR(row("opex/network/a", 13), 32.0 * 5.0 / 6.0 * 24.0 / 64.0 * 0.5 * kHours, 1e-9);
}

TEST_F(Markets, OfLowPriceFindMoreDemandUpToTheCap) {
  Market<double>& a = market("a", 10.0, 0.0);
  runs_on(a, "fast");
  a.price_response.emplace().reference_price = 10.0;
  a.price_response->elasticity = 2.0;
  a.price_response->cap = 3.0;
  run();
  EXPECT_DOUBLE_EQ(row("sales/market/a/relative price"), 0.1);  // the floor: defined at price 0
  EXPECT_DOUBLE_EQ(cards("sales/market/a/served"), 30.0);
}

TEST_F(Markets, JobsThatDoNotFitAreTooLarge) {
  Market<double>& a = market("a", 20.0);
  runs_on(a, "fast");
  a.jobs.append("small").cards = 10.0;
  a.jobs.append("large").cards = 200.0;
  a.jobs[0].share = 0.5;
  a.jobs[1].share = 0.5;
  run();
  EXPECT_DOUBLE_EQ(constant_of("sales/market/a/on/fast/fit"), 0.5 + 0.5 * 0.25);
  EXPECT_DOUBLE_EQ(cards("sales/market/a/served"), 12.5);
  EXPECT_DOUBLE_EQ(cards("idle/fast/too large"), 7.5);
  EXPECT_DOUBLE_EQ(cards("sales/market/a/unmet/too large"), 7.5);
}

TEST_F(Markets, WithAQueueLoseErlangsShareAndTryTheNextFleet) {
  Market<double>& a = market("a", 45.0);
  runs_on(a, "fast");
  a.queue.emplace();
  a.job_cards = 5.0;
  run();
  const double lost = erlang_b(10.0, 9.0);  // 50 cards in jobs of 5
  EXPECT_NEAR(row("sales/fleet/fast/step/1/blocked"), lost, 1e-4);
  EXPECT_NEAR(cards("sales/market/a/served"), 45.0 * (1.0 - lost), 5e-3);
  EXPECT_NEAR(cards("idle/fast/queue"), 50.0 - 45.0 * (1.0 - lost) < 45.0 * lost ? 0.0 : 45.0 * lost, 5e-3);
  center.markets[0].queue->waits = 1.0;
  center.markets[0].queue->patience = 240.0;
  run();
  EXPECT_GT(cards("sales/market/a/served"), 44.9);  // who waits for ten job lengths is served
}

TEST_F(Markets, AdaptTheirWorkOverTimeAtACost) {
  Market<double>& a = market("a", 10.0);
  RunsOn<double>& entry = runs_on(a, "slow", 0.8);
  entry.adaptation.emplace();
  entry.adaptation->start = 2.0;
  entry.adaptation->months = 8.0;
  entry.adaptation->initial_efficiency = 0.4;
  entry.adaptation->cost = 8e6;
  run();
  EXPECT_DOUBLE_EQ(row("sales/market/a/on/slow/efficiency", 1), 0.4);
  EXPECT_DOUBLE_EQ(row("sales/market/a/on/slow/efficiency", 5), 0.6);
  EXPECT_DOUBLE_EQ(row("sales/market/a/on/slow/efficiency", 12), 0.8);
  EXPECT_NEAR(cards("sales/market/a/on/slow/sold", 5), 10.0 / 0.3, 1e-12);
  EXPECT_DOUBLE_EQ(row("opex/adaptation/a/slow", 5), 1e6);
  EXPECT_DOUBLE_EQ(row("opex/adaptation/a/slow", 11), 0.0);
}

TEST_F(Markets, GrowByBassAndByALogisticCurve) {
  Market<double>& bass = market("bass", 10.0);
  runs_on(bass, "fast");
  bass.adoption.emplace().shape = AdoptionShape::bass;
  bass.adoption->start = 0.0;
  bass.adoption->innovation = 0.03;
  bass.adoption->imitation = 0.38;
  Market<double>& logistic = market("logistic", 10.0);
  runs_on(logistic, "fast");
  logistic.adoption.emplace().start = 6.0;
  logistic.adoption->speed = 2.0;
  run();
  EXPECT_NEAR(row("sales/market/bass/growth", 11), 0.0358, 5e-5);  // after one and two years
  EXPECT_NEAR(row("sales/market/bass/growth", 23), 0.0851, 5e-5);
  EXPECT_DOUBLE_EQ(row("sales/market/logistic/growth", 5), 0.5);
  EXPECT_NEAR(row("sales/market/logistic/growth", 11), 1.0 / (1.0 + std::exp(-1.0)), 1e-15);
}

TEST_F(Markets, AMarketWithoutItsChipIsUnmetAndExplainsIdleCards) {
  runs_on(market("a", 30.0), "nvidia-h20");
  run();
  EXPECT_DOUBLE_EQ(cards("sales/market/a/unmet/no chip"), 30.0);
  // shared in proportion to hours left, 100 and 50 cards: 20 of the reference on slow are 40 cards
  EXPECT_DOUBLE_EQ(cards("idle/slow/other chips"), 40.0);
  EXPECT_DOUBLE_EQ(cards("idle/fast/other chips"), 10.0);
}

TEST_F(Markets, ReservedAndUnusedHoursAreIdlePaidOrNot) {
  Contract<double>& anchor = center.contracts.append("anchor");
  anchor.fleet = "fast";
  anchor.cards = 20.0;
  anchor.start = 0.0;
  anchor.end = 24.0;
  anchor.price = constant(5.0);
  anchor.take_or_pay = 0.75;
  anchor.used_share = 0.5;
  run();
  EXPECT_DOUBLE_EQ(cards("idle/fast/reserved and paid"), 5.0);
  EXPECT_DOUBLE_EQ(cards("idle/fast/reserved and unpaid"), 5.0);
  EXPECT_DOUBLE_EQ(row("idle/fast/value/reserved and unpaid"), 5.0 * kHours * 5.0);
  EXPECT_DOUBLE_EQ(cards("idle/fast/no demand"), 30.0);
}

TEST_F(Markets, HoursBeforeEnergisationAndInRepairComeFirst) {
  center.phases.at("hall").energised = 3.0;
  center.fleets.at("fast").availability = 0.9;
  runs_on(market("a", 80.0), "fast");
  run();
  EXPECT_DOUBLE_EQ(cards("idle/fast/not energised", 1), 50.0);
  EXPECT_NEAR(cards("idle/fast/unavailable"), 5.0, 1e-12);
  EXPECT_DOUBLE_EQ(cards("sales/fleet/fast/delivered hours"), 50.0);
}

}  // namespace
}  // namespace roi
