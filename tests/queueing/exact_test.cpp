#include "libroi/queueing/exact.hpp"

#include <gtest/gtest.h>

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/support/scalars.hpp"

namespace roi {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Erlang, MeetsPublishedTables) {
  struct Row {
    double servers, load, b, c, wait;
  };
  for (const auto& [servers, load, b, c, wait] : {Row{10, 8, .12166106, .40918015, .204590},
                                                  {15, 10, .03649695, .10204237, .020408},
                                                  {100, 90, .02695738, .21694048, .021694}}) {
    EXPECT_NEAR(erlang_b(servers, load), b, 5e-9);
    EXPECT_NEAR(erlang_c(servers, load), c, 5e-9);
    EXPECT_NEAR(mean_wait(servers, load, 1.0), wait, 5e-7);
    EXPECT_NEAR(mean_wait(servers, load, 24.0), 24.0 * wait, 2e-5);
  }
  EXPECT_DOUBLE_EQ(erlang_b(1.0, 3.0), 0.75);       // a / (1 + a)
  EXPECT_DOUBLE_EQ(erlang_b(2.0, 1.0), 0.2);        // a^2/2 / (1 + a + a^2/2)
  EXPECT_DOUBLE_EQ(erlang_c(2.0, 1.0), 1.0 / 3.0);  // 2 rho^2 / (1 + rho)
}

TEST(Erlang, IsTheIncompleteGammaFunctionBetweenWholeServers) {
  for (const double servers : {0.01, 0.3, 0.999, 1.0, 2.5, 7.25, 60.0, 99.9})
    for (const double ratio : {0.2, 0.9, 1.0, 1.4}) {
      const double load = ratio * servers + 0.1;
      const double want =
          boost::math::gamma_p_derivative(servers + 1.0, load) / boost::math::gamma_q(servers + 1.0, load);
      EXPECT_NEAR(erlang_b(servers, load), want, 2e-13 * want) << servers << " " << load;
    }
}

TEST(Erlang, HoldsAtTheEnds) {
  EXPECT_EQ(erlang_b(0.0, 5.0), 1.0);
  EXPECT_EQ(erlang_b(5.0, 0.0), 0.0);
  EXPECT_EQ(erlang_b(0.0, 0.0), 0.0);
  EXPECT_EQ(erlang_b(1e6, 1.0), 0.0);
  EXPECT_NEAR(erlang_b(0.5, 1e300), 1.0, 1e-15);
  for (const double load : {1e-90, 1e-200, 1e-307})  // a^(1/2) / Gamma(3/2)
    EXPECT_NEAR(erlang_b(0.5, load) / std::sqrt(load), 1.1283791670955126, 1e-12) << load;
  for (int servers = 1; servers < 3000; ++servers) {  // no step is left out where the fraction does not add up exactly
    const double load = 1.1 * servers, between = erlang_b(servers + 0.3, load);
    EXPECT_LT(between, erlang_b(servers, load)) << servers;
    EXPECT_GT(between, erlang_b(servers + 1.0, load)) << servers;
  }
  EXPECT_NEAR(erlang_b(1e7, 1e7), std::sqrt(2.0 / (std::acos(-1.0) * 1e7)), 1e-7);
  EXPECT_EQ(erlang_c(10.0, 10.0), 1.0);
  EXPECT_EQ(erlang_c(0.0, 0.0), 1.0);
  EXPECT_EQ(waits_longer_than(10.0, 12.0, 100.0, 1.0), 1.0);
  EXPECT_EQ(waits_longer_than(10.0, 8.0, 0.0, 1.0), erlang_c(10.0, 8.0));
  EXPECT_NEAR(waits_longer_than(10.0, 8.0, 6.0, 3.0), erlang_c(10.0, 8.0) * std::exp(-4.0), 1e-16);
  EXPECT_EQ(waits_longer_than(10.0, 8.0, kInfinity, 1.0), erlang_c(10.0, 8.0) * exp(-708.0));
  EXPECT_EQ(mean_wait(10.0, 0.0, 1.0), 0.0);
}

TEST(AllenCunneen, IsOneForRandomTimes) {
  EXPECT_EQ(allen_cunneen(1.0, 1.0), 1.0);
  EXPECT_EQ(allen_cunneen(1.0, 0.0), 0.5);  // service times all alike: half the wait
  EXPECT_EQ(allen_cunneen(0.0, 0.0), 0.0);
  EXPECT_EQ(allen_cunneen(1.0, 3.0), 5.0);
}

TEST(KaufmanRoberts, IsErlangForJobsOfOneCard) {
  for (const double cards : {1.0, 10.0, 100.0, 20000.0})
    for (const double ratio : {0.01, 0.5, 0.95, 1.0, 1.3, 50.0}) {
      const JobClass jobs{1.0, ratio * cards};
      const PoolOfJobs pool = kaufman_roberts(cards, {&jobs, 1});
      const double want = erlang_b(cards, jobs.load);
      EXPECT_NEAR(pool.lost_share, want, 1e-12 * want + 1e-300) << cards << " " << ratio;
      EXPECT_EQ(pool.blocking.size(), 1U);
      EXPECT_NEAR(pool.carried, jobs.load * (1.0 - want), 1e-11 * cards);
      EXPECT_NEAR(pool.utilization, pool.carried / cards, 1e-15);
    }
}

TEST(KaufmanRoberts, IsErlangOfWholeJobsForOneSize) {
  for (const double cards : {64.0, 70.0, 127.0}) {  // what is left over serves nobody
    const JobClass jobs{8.0, 55.0};
    EXPECT_NEAR(kaufman_roberts(cards, {&jobs, 1}).lost_share, erlang_b(std::floor(cards / 8.0), 55.0 / 8.0), 1e-15);
  }
}

TEST(KaufmanRoberts, MatchesStatesCountedByHand) {
  // 2 cards; jobs of 1 and of 2 cards, one job of each offered: states (0,0) 1, (1,0) 1, (2,0) 1/2, (0,1) 1 of 7/2
  const std::vector<JobClass> jobs{{1.0, 1.0}, {2.0, 2.0}};
  const PoolOfJobs pool = kaufman_roberts(2.0, jobs);
  EXPECT_DOUBLE_EQ(pool.blocking[0], 1.5 / 3.5);
  EXPECT_DOUBLE_EQ(pool.blocking[1], 2.5 / 3.5);
  EXPECT_DOUBLE_EQ(pool.lost_share, (1.5 + 2.0 * 2.5) / 3.5 / 3.0);
  EXPECT_DOUBLE_EQ(pool.carried, (1.0 + 2.0 * 1.5) / 3.5);
  EXPECT_DOUBLE_EQ(pool.utilization, pool.carried / 2.0);
}

struct Mix {
  double cards;
  std::vector<JobClass> shares;  // of load
  double exact, hayward;
};

TEST(KaufmanRoberts, MeetsTheTableOfMixes) {
  const std::vector<JobClass> eights{{1, .1}, {8, .4}, {64, .5}}, large{{8, .3}, {64, .4}, {256, .3}};
  for (Mix mix :
       {Mix{64, {{1, .2}, {8, .8}}, .217, .194}, Mix{1024, eights, .1165, .1086}, Mix{1024, large, .2117, .1936},
        Mix{8192, eights, .0254, .0244}, Mix{8192, large, .0609, .0582}, Mix{18000, large, .0332, .0319}}) {
    for (JobClass& jobs : mix.shares) jobs.load *= 0.95 * mix.cards;
    const PoolOfJobs pool = kaufman_roberts(mix.cards, mix.shares);
    const double last_digit = mix.cards < 100 ? 5e-4 : 5.1e-5;
    EXPECT_NEAR(pool.lost_share, mix.exact, last_digit) << mix.cards;
    EXPECT_NEAR(pool.closed_form, mix.hayward, last_digit) << mix.cards;
  }
}

TEST(KaufmanRoberts, HoldsAtTheEnds) {
  const std::vector<JobClass> jobs{{8.0, 100.0}, {64.0, 0.0}, {512.0, 300.0}};
  const PoolOfJobs none = kaufman_roberts(0.0, jobs);
  EXPECT_EQ(none.lost_share, 1.0);
  EXPECT_EQ(none.utilization, 0.0);
  const PoolOfJobs small = kaufman_roberts(100.0, jobs);
  EXPECT_EQ(small.blocking[2], 1.0);  // does not fit
  const PoolOfJobs idle = kaufman_roberts(100.0, {});
  EXPECT_EQ(idle.lost_share, 0.0);
  EXPECT_EQ(idle.carried, 0.0);
  EXPECT_TRUE(idle.blocking.empty());
  for (const double load : {1e-300, 1e-3, 200.0, 1e6, 1e12, 1e100}) {
    const std::vector<JobClass> two{{1.0, load}, {256.0, load}};
    const PoolOfJobs pool = kaufman_roberts(20000.0, two);
    for (const double x : {pool.lost_share, pool.blocking[0], pool.blocking[1], pool.utilization}) {
      EXPECT_GE(x, 0.0) << load;
      EXPECT_LE(x, 1.0 + 1e-12) << load;
    }
    EXPECT_NEAR(pool.carried, 2.0 * load * (1.0 - pool.lost_share), 1e-9 * pool.carried + 1e-13 * load);
  }
}

TEST(Queue, NamesWhatIsOutsideItsDomain) {
  const auto says = [](auto call, const char* text) { test::expect_throws_saying<DomainError>(call, text); };
  says([] { (void)erlang_b(-1.0, 2.0); }, "erlang_b: servers is -1, but must be in [0, 1e7]");
  says([] { (void)erlang_b(2e7, 2.0); }, "erlang_b: servers is 2e+07, but must be in [0, 1e7]");
  says([] { (void)erlang_b(kNaN, 2.0); }, "erlang_b: servers is nan, but must be in [0, 1e7]");
  says([] { (void)erlang_c(3.0, -0.5); }, "erlang_c: load is -0.5, but must be >= 0 [servers] and finite");
  says([] { (void)erlang_c(3.0, kInfinity); }, "erlang_c: load is inf, but must be >= 0 [servers] and finite");
  says([] { (void)mean_wait(10.0, 12.0, 1.0); },
       "mean_wait: load is 12, but must be < servers (10): otherwise the queue grows without end");
  says([] { (void)mean_wait(10.0, 8.0, 0.0); }, "mean_wait: service_time is 0, but must be > 0 and finite");
  says([] { (void)waits_longer_than(10.0, 8.0, -1.0, 1.0); }, "waits_longer_than: patience is -1, but must be >= 0");
  says([] { (void)allen_cunneen(1.0, kNaN); }, "allen_cunneen: service_variation is nan, but must be >= 0 and finite");
  const auto pool = [](double cards, JobClass jobs) {
    const std::vector<JobClass> all{{1.0, 1.0}, jobs};
    return [=] { (void)kaufman_roberts(cards, all); };
  };
  says(pool(2.5, {1.0, 1.0}), "kaufman_roberts: cards is 2.5, but must be a whole number in [0, 1e6]");
  says(pool(1e9, {1.0, 1.0}), "kaufman_roberts: cards is 1e+09, but must be a whole number in [0, 1e6]");
  says(pool(10.0, {0.0, 1.0}), "kaufman_roberts: job_cards[1] is 0, but must be a whole number >= 1");
  says(pool(10.0, {1.5, 1.0}), "kaufman_roberts: job_cards[1] is 1.5, but must be a whole number >= 1");
  says(pool(10.0, {2.0, kNaN}), "kaufman_roberts: load[1] is nan, but must be in [0, 1e100] [cards]");
}

}  // namespace
}  // namespace roi
