// Availability from failures, repair and spares; goodput from checkpoints and restarts.
#include "libroi/capacity/reliability.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/capacity/stage.hpp"
#include "tests/capacity/two_units.hpp"

namespace roi {
namespace {

using test::CapacityRun;
using test::Hall;

constexpr double kYear = 8766.0;

/// 1,000 cards, each failing four times a year, a fortnight in repair.
Hall failing(double spares, double swap = 0.0) {
  Hall hall(1000.0);
  Reliability<double>& in = hall.fleet().reliability.emplace();
  in.failure_rate = 4.0;
  in.repair_time = 336.0;
  in.swap_time = swap;
  in.spares = spares;
  return hall;
}

TEST(Reliability, WithoutSparesACardIsMissingForItsRepair) {
  const CapacityRun run(failing(0.0, 24.0));
  EXPECT_DOUBLE_EQ(run.constant("fleet/a/failures"), 4000.0 / kYear);
  EXPECT_DOUBLE_EQ(run.constant("fleet/a/in repair"), 4000.0 * 336.0 / kYear);
  EXPECT_DOUBLE_EQ(run.constant("fleet/a/short of spares"), 4000.0 * 336.0 / kYear);
  EXPECT_DOUBLE_EQ(run.constant("fleet/a/availability"), 1.0 - 4.0 * 336.0 / kYear);
  EXPECT_DOUBLE_EQ(run.row("fleet/a/available")[0], 1000.0 * (1.0 - 4.0 * 336.0 / kYear) * 720.0);
  EXPECT_EQ(run.row("fleet/a/installed")[0], 1000.0);  // failed cards stand there, and draw idle power
}

TEST(Reliability, WithSparesEnoughItIsMissingForItsSwap) {
  EXPECT_NEAR(CapacityRun(failing(1000.0, 24.0)).constant("fleet/a/availability"), 1.0 - 4.0 * 24.0 / kYear, 1e-12);
  EXPECT_NEAR(CapacityRun(failing(1000.0)).constant("fleet/a/availability"), 1.0, 1e-12);
}

/// E[(X - s)+] of a Poisson number, summed.
double shortage(double mean, int spares) {
  double probability = std::exp(-mean), out = 0.0;
  for (int k = 1; k < 1000; ++k) {
    probability *= mean / k;
    if (k > spares) out += (k - spares) * probability;
  }
  return out;
}

TEST(Reliability, BetweenThemThePoissonNumberInRepairDecides) {
  const double mean = 4000.0 * 336.0 / kYear;  // 153.3 cards
  for (const int spares : {100, 140, 153, 160, 180, 200}) {
    const CapacityRun run(failing(spares, 24.0));
    const double expected = shortage(mean, spares);
    EXPECT_NEAR(run.constant("fleet/a/short of spares"), expected, 2e-5 * expected + 1e-9) << spares;
    const double down = expected + (mean - expected) * 24.0 / 336.0;
    EXPECT_NEAR(run.constant("fleet/a/availability"), 1.0 - down / 1000.0, 1e-6) << spares;
  }
  double before = 0.0;  // more spares, more cards: at every quarter of one
  for (double spares = 0.0; spares < 200.0; spares += 0.25) {
    const double up = CapacityRun(failing(spares), 1).constant("fleet/a/availability");
    EXPECT_GE(up, before) << spares;
    before = up;
  }
}

TEST(Reliability, FailingFasterThanRepairLeavesNothing) {
  Hall hall = failing(0.0);
  hall.fleet().reliability->failure_rate = 40.0;
  EXPECT_EQ(CapacityRun(hall).constant("fleet/a/availability"), 0.0);
  hall.fleet().cards_per_rack = 8.0;
  hall.hall().racks = 0.0;  // no card is usable: nothing is undefined
  const CapacityRun run(hall);
  EXPECT_EQ(run.constant("fleet/a/availability"), 1.0);
  EXPECT_EQ(run.row("fleet/a/available")[0], 0.0);
}

/// A job of so many cards, by the interruptions of a training run of 16,384 cards: 419 in 54 days.
Hall training(double job, double checkpoint, double restart = 0.0) {
  Hall hall(20000.0);
  Reliability<double>& in = hall.fleet().reliability.emplace();
  in.failure_rate = 419.0 / (54.0 * 24.0 * 16384.0) * kYear;
  in.repair_time = 24.0;
  in.job_cards = job;
  in.checkpoint_time = checkpoint / 3600.0;
  in.restart_time = restart / 3600.0;
  return hall;
}

TEST(Reliability, APublishedTrainingRun) {
  const CapacityRun run(training(16384.0, 60.0));
  EXPECT_NEAR(run.constant("fleet/a/job mtbf"), 3.093, 5e-4);  // published: every three hours
  EXPECT_NEAR(kYear / training(1.0, 60.0).fleet().reliability->failure_rate, 50677.0,
              0.5);  // card-hours an interruption
  EXPECT_NEAR(run.constant("fleet/a/checkpoint interval") * 3600.0, 1156.0, 0.5);
  // 60 s of 1,156 are written, half an interval is lost every 3.093 h: the two are equal at the best interval
  EXPECT_NEAR(run.constant("fleet/a/goodput"), 1.0 - 2.0 * 60.0 / 3600.0 / run.constant("fleet/a/checkpoint interval"),
              1e-12);
}

TEST(Reliability, GoodputOfOtherJobs) {
  EXPECT_NEAR(CapacityRun(training(1024.0, 60.0)).constant("fleet/a/job mtbf"), 50676.9 / 1024.0, 1e-3);
  const CapacityRun run(training(8192.0, 30.0, 600.0));
  const double mtbf = 54.0 * 24.0 * 2.0 / 419.0, interval = std::sqrt(2.0 * mtbf * 30.0 / 3600.0);
  EXPECT_NEAR(run.constant("fleet/a/goodput"),
              1.0 - 30.0 / 3600.0 / interval - (0.5 * interval + 600.0 / 3600.0) / mtbf, 1e-12);
  EXPECT_DOUBLE_EQ(run.fleets().productive(0, 100.0), 100.0 * run.constant("fleet/a/goodput"));
  EXPECT_EQ(CapacityRun(training(1e7, 3600.0)).constant("fleet/a/goodput"), 0.0);  // it never gets anywhere
}

TEST(Reliability, GoodputScalesWorkDoneNotHoursSold) {
  const std::string failures =
      R"({"failure_rate": 0.001, "repair_time": 1, "job_cards": 100, "checkpoint_time": 0.1, "restart_time": 900})";
  const auto plain = test::two_units({{"fleets.cards.availability", "null"}}).root;
  const auto failing =
      test::two_units({{"fleets.cards.availability", "null"}, {"fleets.cards.reliability", failures}}).root;
  const Evaluation before = evaluate(plain), after = evaluate(failing);
  const auto row = [](const Evaluation& e, const char* path) { return e.ledger.row(e.layout->lines().find(path))[0]; };
  const double goodput = after.ledger.constant_of(after.layout->lines().find("capacity/fleet/cards/goodput"));
  EXPECT_LT(goodput, 0.999);
  EXPECT_EQ(row(after, "sales/sold"), row(before, "sales/sold"));
  const double cloud = 5.0 * 720.0 * 0.01 * 0.2;
  EXPECT_NEAR(row(after, "sales/effective") - cloud, (row(before, "sales/effective") - cloud) * goodput, 1e-9);
}

TEST(Reliability, Rules) {
  const auto refused = [](const std::string& group) { return test::refusal_of({{"fleets.cards.reliability", group}}); };
  const std::string own = R"("failure_rate": 1, "repair_time": 10)";
  const auto says = [&](const std::string& text, const std::string& rule) {
    EXPECT_NE(text.find(rule), std::string::npos) << text;
  };
  says(refused("{" + own + "}"), "/fleets/cards/availability is 1, but must be left out where reliability is given");
  says(refused("{" + own + R"(, "swap_time": 11})"),
       "/fleets/cards/reliability/swap_time is 11, but must be <= repair_time");
  says(refused("{" + own + R"(, "job_cards": 8})"),
       "/fleets/cards/reliability/checkpoint_time is not given, but must be given where job_cards is given");
  says(refused("{" + own + R"(, "checkpoint_time": 0.1})"),
       "/fleets/cards/reliability/job_cards is not given, but must be given where checkpoint_time is given");
  says(refused(R"({"repair_time": 10})"), "/fleets/cards/reliability/failure_rate is missing, but is required");
}

}  // namespace
}  // namespace roi
