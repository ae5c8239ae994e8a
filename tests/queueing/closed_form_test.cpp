#include "libroi/queueing/closed_form.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "libroi/queueing/erlang_loss.hpp"
#include "libroi/queueing/exact.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

TEST(ClosedForm, IsThatOfTheTemplates) {
  const QueueConstants<double> k;
  EXPECT_EQ(closed_form_loss(100.0, 90.0), erlang_loss(k, 100.0, 90.0));
  EXPECT_EQ(closed_form_hayward_loss(1024.0, 973.0, 20.0), hayward_loss(k, 1024.0, 973.0, 20.0));
  EXPECT_EQ(closed_form_loss(0.0, 0.0), 0.0);
}

TEST(ClosedFormError, BoundsHaywardsForm) {
  std::mt19937_64 engine{20261130};
  const auto draw = [&](double low, double high) { return std::uniform_real_distribution(low, high)(engine); };
  double worst = 0.0, tightest = 0.0;
  for (int i = 0; i < 3000; ++i) {
    const double largest = std::floor(std::exp2(draw(0.0, 6.0)));
    const double cards = std::ceil(largest * std::exp2(draw(0.0, 6.0))), load = cards * std::exp(draw(-1.5, 1.5));
    std::vector<JobClass> jobs{{largest, load * draw(0.01, 1.0)}};
    for (int k = static_cast<int>(draw(0.0, 4.0)); k > 0; --k)
      jobs.push_back({std::floor(std::exp2(draw(0.0, std::log2(largest)))), load * draw(0.0, 1.0)});
    const PoolOfJobs pool = kaufman_roberts(cards, jobs);
    const double error = std::abs(pool.closed_form - pool.lost_share), bound = closed_form_error(cards, largest);
    EXPECT_LE(error, bound) << cards << " " << largest;
    worst = std::max(worst, error);
    tightest = std::max(tightest, error / bound);
  }
  EXPECT_GT(tightest, 0.5);  // not an idle bound
  EXPECT_EQ(closed_form_error(1024.0, 256.0), 0.25);
  EXPECT_EQ(closed_form_error(8.0, 64.0), 1.0);
  EXPECT_EQ(closed_form_error(0.0, 1.0), 1.0);
}

TEST(ClosedForm, NamesWhatIsOutsideItsDomain) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const auto says = [](auto call, const char* text) { test::expect_throws_saying<DomainError>(call, text); };
  says([] { (void)closed_form_loss(-1.0, 2.0); }, "loss: servers is -1, but must be >= 0 and finite");
  says([=] { (void)closed_form_loss(1.0, kNaN); }, "loss: load is nan, but must be >= 0 and finite");
  says([] { (void)closed_form_hayward_loss(-3.0, 2.0, 1.0); },
       "hayward_loss: cards is -3, but must be >= 0 and finite");
  says([] { (void)closed_form_hayward_loss(8.0, -2.0, 1.0); }, "hayward_loss: load is -2, but must be >= 0 and finite");
  says([] { (void)closed_form_hayward_loss(8.0, 2.0, 0.0); },
       "hayward_loss: mean_job is 0, but must be > 0 [cards] and finite");
  says([] { (void)closed_form_error(10.0, 0.0); },
       "closed_form_error: largest_job is 0, but must be > 0 [cards] and finite");
  says([=] { (void)closed_form_error(kNaN, 1.0); }, "closed_form_error: cards is nan, but must be >= 0 and finite");
}

}  // namespace
}  // namespace roi
