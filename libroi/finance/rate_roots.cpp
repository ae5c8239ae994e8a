#include "libroi/finance/rate_roots.hpp"

#include <cstddef>
#include <limits>

#include "libroi/core/math.hpp"
#include "libroi/core/scalar.hpp"

namespace roi::rate_roots {
namespace {

constexpr int kBudget = 6000;        // evaluations; hard series need some hundreds
constexpr double kRounding = 4e-15;  // relative accuracy of P and N, per evaluation
constexpr double kTouch = 2e-13;     // |ln P - ln N| below which an interval of no width counts as a tangential root

/// ln P, ln N and their durations at one v.
struct Node {
  double v = 0.0, in = 0.0, in_duration = 0.0, out = 0.0, out_duration = 0.0;
  [[nodiscard]] double height() const { return in - out; }                      // has the sign of NPV
  [[nodiscard]] double slope() const { return out_duration - in_duration; }     // d height / dv
};

class Series {
 public:
  Series(std::span<const double> times, std::span<const double> flows) {
    const std::size_t n = flows.size();
    for (std::size_t i = 0; i < n; ++i) {
      if (flows[i] == 0.0) continue;
      const double t = times.empty() ? static_cast<double>(i) : times[i];
      Side& side = flows[i] > 0.0 ? in_ : out_;
      const double amount = flows[i] > 0.0 ? flows[i] : -flows[i];
      if (side.amounts.empty()) side.first = t;
      side.last = t;
      side.times.push_back(t);
      side.amounts.push_back(amount);
      side.total += amount;
    }
    periodic_ = times.empty();
    if (both_signs() && periodic_) {
      for (Side* side : {&in_, &out_}) densify(*side);
    }
  }

  [[nodiscard]] bool both_signs() const { return !in_.amounts.empty() && !out_.amounts.empty(); }
  [[nodiscard]] int evaluations() const { return evaluations_; }
  [[nodiscard]] double span() const {
    return max(in_.last, out_.last) - min(in_.first, out_.first);
  }

  Node at(double v) {
    ++evaluations_;
    Node node;
    node.v = v;
    measure(in_, v, node.in, node.in_duration);
    measure(out_, v, node.out, node.out_duration);
    return node;
  }

  /// Above this v the first flow outweighs all opposite ones: P(v) e^(v t0) <= total e^(-v gap) < |first flow|.
  [[nodiscard]] double highest() const {
    const bool out_first = out_.first < in_.first;
    const Side& lead = out_first ? out_ : in_;
    const Side& other = out_first ? in_ : out_;
    const double gap = other.first - lead.first;
    if (!(gap > 0.0)) return 0.0;
    return max(0.0, log(other.total / lead.amounts.front()) / gap * (1.0 + 1e-9) + 1e-9 / gap);
  }
  /// Below this v the last flow outweighs all opposite ones.
  [[nodiscard]] double lowest() const {
    const bool out_last = out_.last > in_.last;
    const Side& tail = out_last ? out_ : in_;
    const Side& other = out_last ? in_ : out_;
    const double gap = tail.last - other.last;
    if (!(gap > 0.0)) return 0.0;
    return min(0.0, -log(other.total / tail.amounts.back()) / gap * (1.0 + 1e-9) - 1e-9 / gap);
  }

 private:
  struct Side {
    std::vector<double> times, amounts;
    double first = 0.0, last = 0.0, total = 0.0;
    bool dense = false;
  };

  /// Periodic flows lie in an array without gaps, so that Horner's rule needs no powers.
  static void densify(Side& side) {
    const auto length = static_cast<std::size_t>(side.last - side.first) + 1;
    if (length > 4 * side.amounts.size() + 64) return;
    std::vector<double> amounts(length, 0.0);
    for (std::size_t i = 0; i < side.amounts.size(); ++i) {
      amounts[static_cast<std::size_t>(side.times[i] - side.first)] = side.amounts[i];
    }
    side.amounts = std::move(amounts);
    side.dense = true;
  }

  /// ln of the side's value and its duration; scaled by its largest term's time so that nothing overflows.
  static void measure(const Side& side, double v, double& log_value, double& duration) {
    double sum = 0.0, moment = 0.0;
    const bool from_start = v >= 0.0;
    const double origin = from_start ? side.first : side.last;
    if (side.dense) {
      const double x = from_start ? exp(-v) : exp(v);  // <= 1
      const std::size_t n = side.amounts.size();
      for (std::size_t i = 0; i < n; ++i) {
        moment = moment * x + sum;
        sum = sum * x + side.amounts[from_start ? n - 1 - i : i];
      }
      moment = from_start ? moment * x : -moment * x;
    } else {
      for (std::size_t i = 0; i < side.amounts.size(); ++i) {
        const double age = side.times[i] - origin;
        const double value = side.amounts[i] * exp(-v * age);
        sum += value;
        moment += value * age;
      }
    }
    log_value = log(sum) - v * origin;
    duration = origin + moment / sum;
  }

  Side in_, out_;
  bool periodic_ = false;
  int evaluations_ = 0;
};

/// Largest possible value of ln upper - ln lower on [a, b]: chord of the first, tangents of the second.
double ceiling(const Node& a, const Node& b, double upper_a, double upper_b, double lower_a, double lower_b, double duration_a,
               double duration_b) {
  const double ends = max(upper_a - lower_a, upper_b - lower_b);
  const double bend = duration_a - duration_b;
  if (!(bend > 0.0)) return ends;
  const double width = b.v - a.v;
  // tangents meet at a + s: lower_a - duration_a s = lower_b + duration_b (width - s)
  const double s = min(max((lower_a - lower_b - duration_b * width) / bend, 0.0), width);
  const double chord = upper_a + (upper_b - upper_a) * (s / width);
  return max(ends, chord - (lower_a - duration_a * s));
}

/// The one root between a and b, whose heights differ in sign: Newton on the height, kept inside the bracket.
double refine(Series& series, Node low, Node high) {
  const bool rising = high.height() > 0.0;
  Node best = abs(low.height()) < abs(high.height()) ? low : high;
  for (int pass = 0; pass < 200; ++pass) {
    const double step = -best.height() / best.slope();
    double next = best.v + step;
    const double width = high.v - low.v;
    if (!(next > low.v && next < high.v)) next = low.v + 0.5 * width;
    if (next == best.v || !(width > 0.0) || next <= low.v || next >= high.v) break;
    const double moved = abs(next - best.v);
    best = series.at(next);
    if (best.height() == 0.0) break;
    if ((best.height() > 0.0) == rising) {
      high = best;
    } else {
      low = best;
    }
    if (moved <= 2.3e-16 * abs(next) || abs(best.height()) <= 2.3e-16 * (1.0 + abs(best.in) + abs(best.out))) break;
  }
  // a last step without a check: the step's own rounding is smaller than the height it removes
  const double last = best.v - best.height() / best.slope();
  return last > low.v && last < high.v ? last : best.v;
}

}  // namespace

Scan find(std::span<const double> times, std::span<const double> flows) {
  Scan scan;
  Series series(times, flows);
  scan.both_signs = series.both_signs();
  if (!scan.both_signs) return scan;
  const double span = series.span();
  if (!(span > 0.0)) return scan;  // all flows at one time: NPV is a constant

  std::vector<Node> ends;  // of the intervals still to do, rightmost first
  double lowest = series.lowest();
  const double highest = series.highest();
  if (!(highest > lowest)) return scan;
  Node left = series.at(lowest);
  ends.push_back(series.at(highest));
  if (lowest < 0.0 && highest > 0.0) ends.push_back(series.at(0.0));
  const auto is_positive = [](const Node& node) { return node.height() > 0.0; };

  while (!ends.empty()) {
    if (series.evaluations() > kBudget) {
      scan.certified = scan.complete = false;
      break;
    }
    const Node right = ends.back();
    const double width = right.v - left.v;
    const double noise = kRounding * (1.0 + 0.01 * span * abs(left.v));
    const bool one_sign = is_positive(left) == is_positive(right);
    bool settled = false;
    if (one_sign) {
      settled = is_positive(left)
                    ? ceiling(left, right, left.out, right.out, left.in, right.in, left.in_duration, right.in_duration) < -noise
                    : ceiling(left, right, left.in, right.in, left.out, right.out, left.out_duration, right.out_duration) < -noise;
    }
    if (!settled) {
      const bool falls = left.out_duration < right.in_duration;
      const bool rises = left.in_duration < right.out_duration;
      if (falls || rises) {
        settled = true;
        if (!one_sign) scan.roots.push_back({refine(series, left, right), is_positive(left), false});
      }
    }
    if (!settled) {
      const double middle = left.v + 0.5 * width;
      if (width * span < 2e-7 || !(middle > left.v && middle < right.v)) {
        // too narrow to part: a sign change is a root all the same, a near-zero height a tangential one
        settled = true;
        const bool flat = max(abs(left.height()), abs(right.height())) < kTouch;
        if (!one_sign && !flat) {
          scan.roots.push_back({refine(series, left, right), is_positive(left), false});
          scan.certified = false;
        } else if (min(abs(left.height()), abs(right.height())) < kTouch) {
          const bool repeated = !scan.roots.empty() && (left.v - scan.roots.back().force) * span < 1e-5;
          if (!repeated) scan.roots.push_back({middle, false, true});
          scan.certified = false;
        }
      } else {
        ends.push_back(series.at(middle));
        continue;
      }
    }
    left = right;
    ends.pop_back();
  }
  scan.evaluations = series.evaluations();
  return scan;
}

}  // namespace roi::rate_roots
