#include <array>
#include <cstddef>
#include <vector>

#include "libroi/core/isa.hpp"
#include "libroi/core/pack.hpp"
#include "libroi/finance/dated_rate.hpp"

namespace roi {
namespace {

using Lanes = Pack<kLanes>;
constexpr std::size_t kWidth = static_cast<std::size_t>(kLanes);

bool changes_sign_once(const double* flows, std::size_t count) {
  int changes = 0, zeros = flows[0] == 0.0 ? 1 : 0;
  for (std::size_t i = 1; i < count; ++i) {  // no step waits for the one before
    changes += (flows[i] > 0.0) != (flows[i - 1] > 0.0) ? 1 : 0;
    zeros += flows[i] == 0.0 ? 1 : 0;
  }
  if (zeros == 0) return changes == 1;
  changes = 0;
  double before = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    changes += before * flows[i] < 0.0 ? 1 : 0;
    before = flows[i] != 0.0 ? (flows[i] > 0.0 ? 1.0 : -1.0) : before;
  }
  return changes == 1;
}

/// Weighted sums of one side: total, mean and variance of the ages.
struct Moments {
  double total, mean, variance;
};
Moments moments(const Lanes& zeroth, const Lanes& first, const Lanes& second) {
  const double total = sum(zeroth), mean = sum(first) / total;
  return {total, mean, sum(second) / total - mean * mean};
}

/// Flows and ages, padded to whole packs.
class Ages {
 public:
  Ages(const double* times, const double* flows, std::size_t count)
      : packs_((count + kWidth - 1) / kWidth), length_(times[count - 1] - times[0]) {
    if (packs_ > kNear) far_.resize(2 * packs_);
    flows_ = far_.empty() ? near_.data() : far_.data();
    ages_ = flows_ + packs_;
    const std::size_t whole = count / kWidth;
    for (std::size_t k = 0; k < whole; ++k) {
      flows_[k] = load<kLanes>(flows + k * kWidth);
      ages_[k] = load<kLanes>(times + k * kWidth) - times[0];
    }
    if (whole == packs_) return;
    flows_[whole] = ages_[whole] = Lanes(0.0);
    for (std::size_t i = whole * kWidth; i < count; ++i) {
      flows_[whole].set_lane(static_cast<int>(i % kWidth), flows[i]);
      ages_[whole].set_lane(static_cast<int>(i % kWidth), times[i] - times[0]);
    }
  }
  Ages(const Ages&) = delete;
  Ages& operator=(const Ages&) = delete;
  [[nodiscard]] double length() const { return length_; }

  /// Height of h at v and the step to its root: Newton's, bent by the second derivative.
  void evaluate(double v, double& height, double& step) const {
    Lanes in(0.0), in1(0.0), in2(0.0), out(0.0), out1(0.0), out2(0.0);
    const double origin = v >= 0.0 ? 0.0 : length_;
    for (std::size_t s = 0; s < packs_; ++s) {
      const Lanes age = ages_[s];
      const Lanes value = v == 0.0 ? flows_[s] : flows_[s] * exp((age - origin) * -v);
      const Lanes inflow = max(value, 0.0), outflow = inflow - value;
      in += inflow;
      out += outflow;
      const Lanes in_age = inflow * age, out_age = outflow * age;
      in1 += in_age;
      out1 += out_age;
      in2 += in_age * age;
      out2 += out_age * age;
    }
    const Moments p = moments(in, in1, in2), n = moments(out, out1, out2);
    height = log(p.total / n.total);
    const double newton = height / (p.mean - n.mean);
    const double bend = 1.0 + 0.5 * newton * (p.variance - n.variance) / (n.mean - p.mean);
    step = newton / (bend > 0.5 ? bend : 0.5);
  }

 private:
  static constexpr std::size_t kNear = 32;
  std::array<Lanes, 2 * kNear> near_;
  std::vector<Lanes> far_;
  std::size_t packs_;
  double length_;
  Lanes* flows_ = nullptr;
  Lanes* ages_ = nullptr;
};

}  // namespace
}  // namespace roi

extern "C" int LIBROI_ISA_ENTRY(dated_rate)(const double* times, const double* flows, std::size_t count,
                                            double* force) {
  using namespace roi;
  if (count < 2 || !changes_sign_once(flows, count)) return 0;
  const Ages ages(times, flows, count);
  if (!(ages.length() > 0.0)) return 0;
  const double limit = 600.0 / ages.length();
  double v = 0.0;
  for (int pass = 0; pass < 12; ++pass) {
    double height = 0.0, step = 0.0;
    ages.evaluate(v, height, step);
    v += step;
    if (!(v > -limit && v < limit)) return 0;
    if (abs(step) * ages.length() < 1e-4) {  // cubic: what is left is below rounding
      *force = v;
      return 1;
    }
  }
  return 0;
}
