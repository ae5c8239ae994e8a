#include "libroi/queueing/erlang_loss.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "libroi/queueing/exact.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

const QueueConstants<double> kNumbers;

double loss(double servers, double load) { return erlang_loss(kNumbers, servers, load); }

/// Loads from a/c = low to high, in equal ratios.
std::vector<double> loads(double servers, double low, double high, int count = 400) {
  std::vector<double> out;
  for (int i = 0; i <= count; ++i) out.push_back(servers * low * std::pow(high / low, double(i) / count));
  return out;
}

struct Accuracy {
  double servers, relative, absolute, far;  // a/c <= 1.3 where B > 1e-12; a/c <= 3; a/c <= 1000
};

class ErlangLoss : public ::testing::TestWithParam<Accuracy> {};

TEST_P(ErlangLoss, IsAsNearToErlangAsItsHeaderSays) {
  const Accuracy& want = GetParam();
  double relative = 0.0, absolute = 0.0, far = 0.0;
  for (const double load : loads(want.servers, 1e-4, 1000.0, 4000)) {
    const double exact = erlang_b(want.servers, load), difference = std::abs(loss(want.servers, load) - exact);
    if (load <= 1.3 * want.servers && exact > 1e-12) relative = std::max(relative, difference / exact);
    if (load <= 3.0 * want.servers) absolute = std::max(absolute, difference);
    far = std::max(far, difference);
  }
  EXPECT_LE(relative, want.relative);
  EXPECT_LE(absolute, want.absolute);
  EXPECT_LE(far, want.far);
}

INSTANTIATE_TEST_SUITE_P(ByServers, ErlangLoss,
                         ::testing::Values(Accuracy{0.1, 2.3e-3, 2.7e-3, 5e-3}, Accuracy{0.3, 2e-3, 2e-3, 7e-3},
                                           Accuracy{1, 6.1e-4, 3.1e-4, 3.1e-4}, Accuracy{1.5, 3.3e-4, 9e-4, 2e-3},
                                           Accuracy{8, 9e-5, 5e-4, 1.1e-3}, Accuracy{64, 1.31e-5, 7.2e-5, 1.6e-4},
                                           Accuracy{512, 1.6e-6, 9.3e-6, 2.1e-5},
                                           Accuracy{2000.5, 4e-7, 2.4e-6, 5.2e-6}, Accuracy{16384, 5e-8, 3e-7, 6.5e-7}),
                         [](const auto& of) {
                           std::string name = to_text(of.param.servers);
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

TEST(ErlangLoss, MeetsTheTableOfErlangsFormula) {
  EXPECT_NEAR(loss(10, 8), 0.12166106, 9e-6);
  EXPECT_NEAR(loss(15, 10), 0.03649695, 2e-6);
  EXPECT_NEAR(loss(100, 90), 0.02695738, 2e-7);
  EXPECT_NEAR(waiting_share(loss(10, 8), 10.0, 8.0), 0.40918015, 2e-5);
  EXPECT_NEAR(waiting_share(loss(15, 10), 15.0, 10.0), 0.10204237, 4e-6);
  EXPECT_NEAR(waiting_share(loss(100, 90), 100.0, 90.0), 0.21694048, 2e-6);
}

TEST(ErlangLoss, HoldsAtTheEnds) {
  for (const double load : {1e-3, 1.0, 1e6}) {
    EXPECT_EQ(loss(0.0, load), 1.0);
    EXPECT_EQ(loss(-3.0, load), 1.0);
    EXPECT_NEAR(loss(1e-9, load), 1.0, 2e-3);
  }
  for (const double servers : {0.0, 0.3, 1.0, 20000.0}) {
    EXPECT_EQ(loss(servers, 0.0), 0.0);
    EXPECT_EQ(loss(servers, -1e-17), 0.0);
  }
  EXPECT_EQ(loss(20000.0, 1.0), 0.0);  // below 1e-250
  EXPECT_NEAR(loss(1.0, 1e300), 1.0, 1e-15);
  EXPECT_GT(loss(1e300, 1e-50), -1e-300);
  for (const double servers : {1e-300, 0.5, 1e4, 1e150, 1e300})
    for (const double load : {1e-300, 1e-90, 0.5, 1e4, 1e150, 1e300}) {
      EXPECT_GE(loss(servers, load), 0.0) << servers << " " << load;
      EXPECT_LE(loss(servers, load), 1.0) << servers << " " << load;
    }
}

TEST(ErlangLoss, NeverCarriesMoreThanThereIs) {
  for (const double servers : {1e-6, 0.01, 0.3, 0.99, 1.0, 1.01, 2.5, 30.0, 512.0, 20000.0})
    for (const double load : loads(servers, 1e-3, 1e6)) {
      const double lost = loss(servers, load);
      EXPECT_LE(load * (1.0 - lost), servers * (1.0 + 1e-14) + 4e-16 * load) << servers << " " << load;
      EXPECT_GE(lost, 1.0 - servers / load) << servers << " " << load;
      EXPECT_LE(lost, 1.0);
    }
}

TEST(ErlangLoss, RisesWithLoadAndFallsWithServers) {
  for (const double servers : {0.05, 0.3, 0.99, 1.0, 1.5, 4.0, 31.7, 512.0, 20000.0}) {
    double before = 0.0, fewer = 1.0;
    for (const double load : loads(servers, 1e-3, 100.0)) {
      EXPECT_GE(loss(servers, load), before) << servers << " " << load;
      before = loss(servers, load);
    }
    for (const double more : loads(servers, 0.01, 100.0)) {
      EXPECT_LE(loss(more, servers), fewer) << more << " " << servers;
      fewer = loss(more, servers);
    }
  }
}

TEST(ErlangLoss, IsSmallerInALargerPool) {
  for (const double ratio : {0.3, 0.7, 0.95, 1.0, 1.2, 2.0}) {
    double smaller = 1.0;
    for (double servers = 0.5; servers < 30000.0; servers *= 1.3) {
      EXPECT_LE(loss(servers, ratio * servers), smaller) << servers << " " << ratio;
      smaller = loss(servers, ratio * servers);
    }
  }
}

TEST(ErlangLoss, AgreesAcrossScalars) {
  std::vector<std::array<double, 2>> smooth, kinks;
  for (const double servers : {0.3, 0.9, 2.5, 63.0, 1000.0, 20000.0})
    for (const double ratio : {0.5, 0.9, 0.999, 1.0, 1.001, 1.2, 2.0}) smooth.push_back({servers, ratio * servers});
  for (const double servers : {0.3, 1.0, 63.0, 20000.0})  // lambda = 1: load = servers + 1
    for (const double ratio : {1.0, 1.0 + 1e-9}) smooth.push_back({servers, ratio * (servers + 1.0)});
  for (const double servers : {-1.0, 0.0, 1.0, 100.0, 1e6})
    for (const double load : {0.0, 1e-120, 0.1, 99.0, 5e3, 1e9}) kinks.push_back({servers, load});
  const auto f = [](const auto& servers, const auto& load) {
    using T = std::remove_cvref_t<decltype(load)>;
    return erlang_loss(QueueConstants<T>(), servers, load);
  };
  smooth.erase(std::remove_if(smooth.begin(), smooth.end(), [](const auto& x) { return loss(x[0], x[1]) < 1e-12; }),
               smooth.end());
  test::expect_same_for_all_scalars<2>(f, smooth);
  test::expect_same_for_all_scalars<2>(f, kinks, test::Derivatives::kNotChecked);
}

TEST(ErlangLoss, HasNoStepBetweenItsArms) {
  // |y| = 0.05: lambda = 1.05 / 0.95 and its inverse
  for (const double servers : {0.5, 7.0, 400.0})
    for (const double lambda : {1.05 / 0.95, 0.95 / 1.05}) {
      const double load = lambda * (servers + 1.0), below = loss(servers, load * (1.0 - 1e-12));
      EXPECT_NEAR(loss(servers, load * (1.0 + 1e-12)), below, 1e-11 * below * (1.0 + servers)) << servers;
    }
}

TEST(Hayward, IsErlangForJobsOfOneSize) {
  for (const double size : {1.0, 8.0, 64.0, 100.0})
    EXPECT_EQ(hayward_loss(kNumbers, 1024.0, 973.0, size), loss(1024.0 * (1.0 / size), 973.0 * (1.0 / size)));
  EXPECT_EQ(hayward_loss(kNumbers, 1024.0, 0.0, 0.0), 0.0);  // no load has no size
  EXPECT_EQ(hayward_loss(kNumbers, 0.0, 10.0, 8.0), 1.0);
  // what scale is worth at 95 % demand: 4 % and 15 % are lost of 1,024 cards, 0.05 % and 2 % of 18,000
  EXPECT_NEAR(hayward_loss(kNumbers, 1024.0, 0.95 * 1024.0, 8.0), 0.04, 0.003);
  EXPECT_NEAR(hayward_loss(kNumbers, 1024.0, 0.95 * 1024.0, 64.0), 0.15, 0.01);
  EXPECT_NEAR(hayward_loss(kNumbers, 18000.0, 0.95 * 18000.0, 8.0), 0.0005, 0.0001);
  EXPECT_NEAR(hayward_loss(kNumbers, 18000.0, 0.95 * 18000.0, 64.0), 0.02, 0.002);
}

TEST(Hayward, AgreesAcrossScalars) {
  test::expect_same_for_all_scalars<3>(
      [](const auto& cards, const auto& load, const auto& size) {
        using T = std::remove_cvref_t<decltype(load)>;
        return hayward_loss(QueueConstants<T>(), cards, load, size);
      },
      {{1024.0, 973.0, 8.0}, {100.0, 140.0, 64.0}, {30.0, 29.0, 1.0}});
}

TEST(Waiting, FollowsErlangsC) {
  for (const double servers : {1.0, 2.0, 10.0, 300.0})
    for (const double ratio : {0.1, 0.8, 0.99}) {
      const double load = ratio * servers, waiting = waiting_share(erlang_b(servers, load), servers, load);
      EXPECT_NEAR(waiting, erlang_c(servers, load), 1e-14);
      EXPECT_NEAR(longer_than(waiting, servers, load, 0.7), waits_longer_than(servers, load, 7.0, 10.0), 1e-15);
    }
  EXPECT_NEAR(waiting_share(erlang_b(1.0, 0.6), 1.0, 0.6), 0.6, 1e-15);  // one server: as often as it is busy
  for (const double load : {10.0, 11.0, 1e9}) {
    EXPECT_EQ(waiting_share(loss(10.0, load), 10.0, load), 1.0);
    EXPECT_EQ(longer_than(1.0, 10.0, load, 5.0), 1.0);
  }
  EXPECT_EQ(waiting_share(1.0, 0.0, 0.0), 1.0);
}

TEST(Waiting, TurnsLossIntoPatience) {
  const double b = loss(100.0, 95.0), c = waiting_share(b, 100.0, 95.0);
  EXPECT_EQ(queue_loss(b, 100.0, 95.0, 0.0, 3.0), b);
  EXPECT_EQ(queue_loss(b, 100.0, 95.0, 1.0, 0.0), b);  // no patience: waiting is no help
  EXPECT_NEAR(queue_loss(b, 100.0, 95.0, 1.0, 1.0), c * std::exp(-5.0), 1e-15);
  EXPECT_NEAR(queue_loss(b, 100.0, 95.0, 0.4, 1.0), 0.6 * b + 0.4 * c * std::exp(-5.0), 1e-15);
  EXPECT_NEAR(queue_loss(b, 100.0, 95.0, 1.0, 1e9), 0.0, 1e-17);
  const double over = loss(100.0, 130.0);  // what has no room is lost however long it waits
  EXPECT_EQ(queue_loss(over, 100.0, 130.0, 1.0, 1e9), over);
  EXPECT_GE(over, 1.0 - 100.0 / 130.0);
}

TEST(Waiting, AgreesAcrossScalars) {
  test::expect_same_for_all_scalars<4>(
      [](const auto& servers, const auto& load, const auto& patient, const auto& patience) {
        using T = std::remove_cvref_t<decltype(load)>;
        return queue_loss(erlang_loss(QueueConstants<T>(), servers, load), servers, load, patient, patience);
      },
      {{100.0, 95.0, 0.5, 1.0}, {100.0, 130.0, 0.5, 1.0}, {3.5, 2.0, 1.0, 0.3}});
}

/// E[(X - s)+] for whole s, by the sum itself.
double shortage(double mean, int spares) {
  double sum = 0.0;
  for (int x = spares + 1; x < 2000; ++x)
    sum += (x - spares) * std::exp(x * std::log(mean) - mean - std::lgamma(x + 1.0));
  return sum;
}

TEST(PoissonShortage, IsTheSumOverWholeNumbers) {
  for (const double mean : {0.05, 0.5, 1.0, 3.0, 20.0, 150.0})
    for (const int spares : {0, 1, 2, 5, 10, 20, 40, 150, 200}) {
      const double want = shortage(mean, spares), got = poisson_shortage(kNumbers, mean, double(spares));
      EXPECT_NEAR(got, want, 7e-4 * mean) << mean << " " << spares;
      const double relative = mean < 1.0 ? 0.03 : mean < 20.0 ? 0.012 : 5e-4;
      if (want > 1e-6) {
        EXPECT_NEAR(got, want, relative * want) << mean << " " << spares;
      }
    }
  EXPECT_EQ(poisson_shortage(kNumbers, 3.7, 0.0), 3.7);
  EXPECT_EQ(poisson_shortage(kNumbers, 3.7, -1.0), 3.7);
  EXPECT_EQ(poisson_shortage(kNumbers, 0.0, 0.0), 0.0);
  EXPECT_EQ(poisson_shortage(kNumbers, 0.0, 5.0), 0.0);
}

TEST(PoissonShortage, StaysBetweenItsBoundsAndFallsWithSpares) {
  for (const double mean : {1e-6, 0.3, 1.0, 2.7, 40.0, 1e4}) {
    double before = mean;
    for (double spares = 0.0; spares < 3.0 * mean + 10.0; spares += 0.05 * (mean + 1.0)) {
      const double got = poisson_shortage(kNumbers, mean, spares);
      EXPECT_LE(got, before * (1.0 + 1e-12)) << mean << " " << spares;
      EXPECT_GE(got, std::max(mean - spares, 0.0)) << mean << " " << spares;
      before = got;
    }
  }
}

TEST(PoissonShortage, AgreesAcrossScalars) {
  test::expect_same_for_all_scalars<2>(
      [](const auto& mean, const auto& spares) {
        using T = std::remove_cvref_t<decltype(mean)>;
        return poisson_shortage(QueueConstants<T>(), mean, spares);
      },
      {{2.0, 3.0}, {3.0, 2.0}, {20.0, 19.5}, {20.0, 20.5}, {20.0, 21.0}, {150.0, 170.0}});
}

}  // namespace
}  // namespace roi
