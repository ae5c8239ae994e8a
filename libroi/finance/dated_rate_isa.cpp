#include <algorithm>
#include <cstddef>

#include "libroi/core/isa.hpp"
#include "libroi/core/pack.hpp"
#include "libroi/finance/dated_rate.hpp"

namespace roi {
namespace {

using Lanes = Pack<kLanes>;
using lanes::Native;
constexpr std::size_t kWidth = static_cast<std::size_t>(kLanes);
constexpr double kLimit = 600.0;  // of the exponent: nothing underflows

/// Index of the first flow past the one change of sign; 0 for more or fewer.
std::size_t turn_of(const double* flows, std::size_t count) {
  std::size_t i = 0;
  while (i < count && flows[i] == 0.0) ++i;
  if (i == count) return 0;
  const double sign = flows[i] > 0.0 ? 1.0 : -1.0;
  while (i < count && flows[i] * sign >= 0.0) ++i;
  std::size_t back = i == count ? 1 : 0;
  for (std::size_t k = i; k < count; ++k) back += flows[k] * sign > 0.0 ? 1 : 0;
  return back == 0 ? i : 0;
}

/// flow * exp(exponent) within an ulp, for exponents within the limit.
LIBROI_INLINE Lanes discounted(const Lanes& flow, const Lanes& exponent) {
  return Lanes::map(
      [](Native amount, Native x) {
        const Native shifted = x * lane_math::kInverseLn2 + lane_math::kRounder;
        const Native n = shifted - lane_math::kRounder;
        const Native r = (x - n * lane_math::kLn2High) - n * lane_math::kLn2Low;
        const auto scale = lanes::from_bits<Native>((lanes::bits_of(shifted) << 52U) + lane_math::kBitsOfOne);
        return amount * (scale + scale * (r + r * r * lane_math::polynomial(r, lane_math::kExpTail)));
      },
      flow, exponent);
}

/// Lanes added in one order on every instruction set.
LIBROI_INLINE double total(const Lanes& lanes) {
  double x[kWidth];
  lanes.store(x);
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

/// Over the flows of one sign: the sum, and the sums weighted by powers of the age.
struct Sums {
  static constexpr int kPowers = 6;
  Lanes power[kPowers];
  LIBROI_INLINE Sums() { std::fill(power, power + kPowers, Lanes(0.0)); }
  LIBROI_INLINE void add(Lanes value, const Lanes& age) {
    power[0] += value;
    LIBROI_UNROLL
    for (int k = 1; k < kPowers; ++k) {
      value = value * age;
      power[k] += value;
    }
  }
  [[nodiscard]] LIBROI_INLINE double total(int k) const { return roi::total(power[k]); }
};

/// Sum of the discounted flows of one sign, and the cumulants of their ages: the derivatives of ln(sum) by -w.
struct Side {
  double sum, k1, k2, k3, k4, k5;
  LIBROI_INLINE explicit Side(const Sums& s) : sum(s.total(0)) {
    const double scale = 1.0 / sum;
    const double a = s.total(1) * scale, b = s.total(2) * scale, c = s.total(3) * scale;
    const double d = s.total(4) * scale, e = s.total(5) * scale, square = a * a;
    k1 = a;
    k2 = b - square;
    k3 = c - a * (3.0 * b - 2.0 * square);
    k4 = d - 4.0 * a * c + square * (6.0 * b - 3.0 * square) - 3.0 * k2 * k2;
    k5 = e - 5.0 * a * d + square * (10.0 * c - a * (10.0 * b - 4.0 * square)) - 10.0 * k2 * k3;
  }
};

/// A step of w to the root of h, and about what is wrong with it: the first term left out.
struct Step {
  double length, error;
};

Step step_to_root(const Side& p, const Side& n) {
  const double scale = 1.0 / (n.k1 - p.k1);
  const double newton = -log(-(p.sum / n.sum)) * scale;
  const double b2 = (p.k2 - n.k2) * scale * (1.0 / 2.0), b3 = (n.k3 - p.k3) * scale * (1.0 / 6.0);
  const double b4 = (p.k4 - n.k4) * scale * (1.0 / 24.0), b5 = (n.k5 - p.k5) * scale * (1.0 / 120.0);
  const double bend = 1.0 + newton * b2;
  double x = newton / (bend > 0.5 ? bend : 0.5);
  if (x > -3.0 && x < 3.0) {  // further off the series says nothing
    for (int pass = 0; pass < 2; ++pass) {
      const double value = x * (1.0 + x * (b2 + x * (b3 + x * (b4 + x * b5)))) - newton;
      const double rise = 1.0 + x * (2.0 * b2 + x * (3.0 * b3 + x * (4.0 * b4 + x * (5.0 * b5))));
      if (!(rise > 0.25)) break;
      x -= value / rise;
    }
  }
  const double cube = x * x * x;
  return {x, abs(cube * cube * scale) * (0.5 / 720.0)};  // sixth cumulants of ages within 0 .. 1 are below 1/4
}

/// Flows at ages from 0 to 1; w is the force over the whole length. `turn`: where the sign changes, if once.
class Flows {
 public:
  Flows(const double* times, const double* flows, std::size_t count, std::size_t turn)
      : times_(times),
        flows_(flows),
        count_(count),
        turn_(turn),
        length_(times[count - 1] - times[0]),
        per_length_(1.0 / length_) {}
  Flows(const Flows&) = delete;
  Flows& operator=(const Flows&) = delete;
  [[nodiscard]] double length() const { return length_; }

  template <bool discounts>
  [[nodiscard]] Step step(double w) {
    Sums first, second;
    for (std::size_t from = 0; from < count_; from += kBlock) {
      const std::size_t packs = fill<discounts>(from, w);
      add(from, packs, first, second);
    }
    return step_to_root(Side(first), Side(second));
  }

  /// Whether the flows, compounded at the w of the last step, leave a balance of one sign until the last flow. A root
  /// near that w is then the only one: roots above it are at most as many as the balance changes sign, roots below as
  /// the remainder (total less balance) does, and both together change sign once.
  [[nodiscard]] bool one_balance(double w) {
    double balance = 0.0, first = 0.0;
    Lanes gross(0.0), low(lane_math::kLargest), high(-lane_math::kLargest);
    for (std::size_t from = 0; from < count_; from += kBlock) {
      if (count_ > kBlock) fill<true>(from, w);
      for (std::size_t i = from; i < std::min(count_, from + kBlock); i += kWidth) {
        double running[kWidth];  // within the pack, so that packs need not wait for each other
        const Lanes values = values_[(i - from) / kWidth];
        values.store(running);
        for (std::size_t j = 1; j < kWidth; ++j) running[j] += running[j - 1];
        Lanes balances = load<kLanes>(running) + balance;
        balance += running[kWidth - 1];
        gross += abs(values);
        if (i == 0) first = running[0];
        for (std::size_t j = count_ - 1 - i; j < kWidth; ++j) balances.set_lane(static_cast<int>(j), first);
        low = min(low, balances);
        high = max(high, balances);
      }
    }
    const double margin = abs(balance) + static_cast<double>(count_ + 8) * 2.3e-16 * total(gross);
    return least(low) > margin || most(high) < -margin;
  }

 private:
  static constexpr std::size_t kBlock = 256;

  /// Ages and discounted values of flows `from` and on, padded with nothing; the number of packs.
  template <bool discounts>
  LIBROI_INLINE std::size_t fill(std::size_t from, double w) {
    const std::size_t end = std::min(count_, from + kBlock), whole = (end - from) / kWidth;
    const double begin = times_[0], scale = per_length_, origin = w > 0.0 ? 0.0 : 1.0;
    const auto set = [&](std::size_t k, const double* times, const double* flows) {
      ages_[k] = (load<kLanes>(times) - begin) * scale;
      values_[k] = load<kLanes>(flows);
      if constexpr (discounts) values_[k] = discounted(values_[k], (origin - ages_[k]) * w);
    };
    for (std::size_t k = 0; k < whole; ++k) set(k, times_ + from + k * kWidth, flows_ + from + k * kWidth);
    const std::size_t rest = from + whole * kWidth;
    if (rest == end) return whole;
    double times[kWidth], flows[kWidth] = {};
    std::fill(times, times + kWidth, begin);
    std::copy(times_ + rest, times_ + end, times);
    std::copy(flows_ + rest, flows_ + end, flows);
    set(whole, times, flows);
    return whole + 1;
  }

  LIBROI_INLINE void add(std::size_t from, std::size_t packs, Sums& first, Sums& second) const {
    const std::size_t before = turn_ < from ? 0 : std::min(packs, (turn_ - from) / kWidth);
    const std::size_t until = turn_ == 0 ? packs : std::min(packs, before + 1);
    const bool invests = flows_[turn_] > 0.0;
    std::size_t k = 0;
    for (; k < before; ++k) first.add(values_[k], ages_[k]);
    for (; k < until; ++k) {
      const Lanes in = max(values_[k], 0.0), out = values_[k] - in;
      first.add(invests ? out : in, ages_[k]);
      second.add(invests ? in : out, ages_[k]);
    }
    for (; k < packs; ++k) second.add(values_[k], ages_[k]);
  }

  const double* times_;
  const double* flows_;
  std::size_t count_, turn_;
  double length_, per_length_;
  Lanes ages_[kBlock / kWidth], values_[kBlock / kWidth];
};

}  // namespace
}  // namespace roi

extern "C" int LIBROI_ISA_ENTRY(dated_rate)(const double* times, const double* flows, std::size_t count,
                                            double* force) {
  using namespace roi;
  while (count > 0 && flows[count - 1] == 0.0) --count;
  for (; count > 0 && flows[0] == 0.0; --count) ++flows, ++times;
  if (count < 2 || !(times[count - 1] > times[0])) return 0;
  const std::size_t turn = turn_of(flows, count);
  Flows series(times, flows, count, turn);
  double w = series.step<false>(0.0).length;
  for (int pass = turn > 0 ? 12 : 6; pass > 0 && w > -kLimit && w < kLimit; --pass) {
    const Step step = series.step<true>(w);
    if (step.error < 1e-16) {
      *force = (w + step.length) / series.length();
      return turn > 0 || series.one_balance(w) ? 1 : 0;
    }
    w += step.length;
  }
  return 0;
}
