#pragma once
/// @file libroi/finance/rate_roots_series.hpp: ln of the present value of the inflows and of the outflows, and their
/// durations, at a force v: what the scan for roots (finance/rate_roots.hpp) evaluates.
///
/// Eight flows are evaluated at once, inflows and outflows together. On the grid of whole periods lane j holds the flows
/// 8 s + j and Horner's rule runs in x^8; dated flows take one exponential each. Values are scaled by the time of the
/// first flow for v >= 0 and of the last for v < 0, so every term is at most its flow.
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "libroi/core/pack.hpp"

namespace roi::rate_roots {

using Lanes = Pack<kLanes>;

/// ln P, ln N and their durations at one v.
struct PresentValues {
  double v = 0.0, in = 0.0, in_duration = 0.0, out = 0.0, out_duration = 0.0;
  [[nodiscard]] double height() const { return in - out; }                   // has the sign of NPV
  [[nodiscard]] double slope() const { return out_duration - in_duration; }  // d height / dv
};

/// When the flows of one sign begin and end, and the first and last amounts.
struct Extent {
  double first = 0.0, last = 0.0, first_amount = 0.0, last_amount = 0.0;
};

class DiscountedFlows {
 public:
  /// `times` empty: flows at 0, 1, 2, ... The spans must outlive the series.
  DiscountedFlows(std::span<const double> times, std::span<const double> flows) : times_(times), flows_(flows) {
    while (!flows_.empty() && flows_.back() == 0.0) flows_ = flows_.first(flows_.size() - 1);
    const auto extent = [&](auto belongs) {
      Extent e;
      const std::size_t n = flows_.size();
      std::size_t i = 0;
      while (i < n && !belongs(flows_[i])) ++i;
      if (i == n) return e;
      std::size_t k = n;
      while (!belongs(flows_[k - 1])) --k;
      const auto amount = [&](std::size_t at) { return flows_[at] > 0.0 ? flows_[at] : -flows_[at]; };
      return Extent{time(i), time(k - 1), amount(i), amount(k - 1)};
    };
    in_ = extent([](double flow) { return flow > 0.0; });
    out_ = extent([](double flow) { return flow < 0.0; });
    if (both_signs()) lay_out();
  }
  DiscountedFlows(const DiscountedFlows&) = delete;
  DiscountedFlows& operator=(const DiscountedFlows&) = delete;

  [[nodiscard]] bool both_signs() const { return in_.first_amount > 0.0 && out_.first_amount > 0.0; }
  [[nodiscard]] int evaluations() const { return evaluations_; }
  [[nodiscard]] double span() const { return end_ - begin_; }

  [[nodiscard]] PresentValues at(double v) {
    ++evaluations_;
    return times_.empty() ? at_periods(v) : at_times(v);
  }

  /// Above this v the first flow outweighs all opposite ones: P(v) e^(v t0) <= P(0) e^(-v gap) < |first flow|.
  [[nodiscard]] double highest(const PresentValues& zero) const {
    const bool out_first = out_.first < in_.first;
    const double gap = out_first ? in_.first - out_.first : out_.first - in_.first;
    if (!(gap > 0.0)) return 0.0;
    const double others = out_first ? zero.in - log(out_.first_amount) : zero.out - log(in_.first_amount);
    return max(0.0, others / gap * (1.0 + 1e-9) + 1e-9 / gap);
  }
  /// Below this v the last flow outweighs all opposite ones.
  [[nodiscard]] double lowest(const PresentValues& zero) const {
    const bool out_last = out_.last > in_.last;
    const double gap = out_last ? out_.last - in_.last : in_.last - out_.last;
    if (!(gap > 0.0)) return 0.0;
    const double others = out_last ? zero.in - log(out_.last_amount) : zero.out - log(in_.last_amount);
    return min(0.0, -others / gap * (1.0 + 1e-9) - 1e-9 / gap);
  }
  /// No root at any v above the node's.
  [[nodiscard]] bool nothing_above(const PresentValues& n) const {
    return (n.out_duration < in_.first && n.height() < 0.0) || (n.in_duration < out_.first && n.height() > 0.0);
  }
  /// No root at any v below the node's.
  [[nodiscard]] bool nothing_below(const PresentValues& n) const {
    return (n.out_duration > in_.last && n.height() < 0.0) || (n.in_duration > out_.last && n.height() > 0.0);
  }

 private:
  static constexpr std::size_t kNear = 512;

  [[nodiscard]] double time(std::size_t i) const { return times_.empty() ? static_cast<double>(i) : times_[i]; }

  /// Two padded copies: flows from the first one on and from the last one back; or flows and ages.
  void lay_out() {
    begin_ = min(in_.first, out_.first);
    end_ = max(in_.last, out_.last);
    const std::size_t skip = times_.empty() ? static_cast<std::size_t>(begin_) : 0;
    const std::size_t count = flows_.size() - skip;
    packs_ = (count + kLanes - 1) / kLanes;
    const std::size_t padded = packs_ * kLanes;
    if (2 * padded > near_.size()) far_.resize(2 * padded);
    forward_ = far_.empty() ? near_.data() : far_.data();
    other_ = forward_ + padded;
    for (std::size_t i = 0; i < padded; ++i) {
      const bool real = i < count;
      forward_[i] = real ? flows_[skip + i] : 0.0;
      other_[i] = !real ? 0.0 : times_.empty() ? flows_[flows_.size() - 1 - i] : times_[i] - begin_;
    }
    for (int j = 0; j < kLanes; ++j) ramp_.set_lane(j, j);
  }

  [[nodiscard]] PresentValues at_periods(double v) const {
    const double decay = abs(v);  // per period of age
    const double* amounts = v >= 0.0 ? forward_ : other_;
    const Lanes weight = exp(ramp_ * -decay);
    const Lanes y(exp(-decay * kLanes));
    Lanes in(0.0), in_slope(0.0), out(0.0), out_slope(0.0);
    for (std::size_t s = packs_; s-- > 0;) {
      const Lanes flow = load<kLanes>(amounts + s * kLanes);
      const Lanes inflow = max(flow, 0.0);
      in_slope = in_slope * y + in;
      in = in * y + inflow;
      out_slope = out_slope * y + out;
      out = out * y + (inflow - flow);
    }
    const Lanes shift = y * static_cast<double>(kLanes);
    return node(v, sum(weight * in), sum(weight * (in_slope * shift + in * ramp_)), sum(weight * out),
                sum(weight * (out_slope * shift + out * ramp_)));
  }
  [[nodiscard]] PresentValues at_times(double v) const {
    const double length = end_ - begin_;
    Lanes in(0.0), in_moment(0.0), out(0.0), out_moment(0.0);
    for (std::size_t s = 0; s < packs_; ++s) {
      const Lanes since = load<kLanes>(other_ + s * kLanes);
      const Lanes age = v >= 0.0 ? since : length - since;
      const Lanes value = load<kLanes>(forward_ + s * kLanes) * exp(age * -abs(v));
      const Lanes inflow = max(value, 0.0);
      const Lanes outflow = inflow - value;
      in = in + inflow;
      in_moment = in_moment + inflow * age;
      out = out + outflow;
      out_moment = out_moment + outflow * age;
    }
    return node(v, sum(in), sum(in_moment), sum(out), sum(out_moment));
  }
  [[nodiscard]] PresentValues node(double v, double in, double in_moment, double out, double out_moment) const {
    const double origin = v >= 0.0 ? begin_ : end_;
    const double sign = v >= 0.0 ? 1.0 : -1.0;
    return {v, log(in) - v * origin, origin + sign * (in_moment / in), log(out) - v * origin,
            origin + sign * (out_moment / out)};
  }

  std::span<const double> times_, flows_;
  Extent in_, out_;
  double begin_ = 0.0, end_ = 0.0;
  std::size_t packs_ = 0;
  double* forward_ = nullptr;
  double* other_ = nullptr;
  Lanes ramp_;
  std::array<double, 2 * kNear> near_;
  std::vector<double> far_;
  int evaluations_ = 0;
};

}  // namespace roi::rate_roots
