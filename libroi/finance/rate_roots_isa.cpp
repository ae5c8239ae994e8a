#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "libroi/core/isa.hpp"
#include "libroi/finance/rate_roots.hpp"
#include "libroi/finance/rate_roots_series.hpp"

namespace roi::rate_roots {
namespace {

constexpr int kBudget = 6000;        // evaluations; hard series need some hundreds
constexpr double kRounding = 4e-15;  // relative accuracy of P and N, per evaluation
constexpr double kTouch = 2e-13;     // |ln P - ln N| below which an interval of no width counts as a tangential root

/// Largest possible value of ln upper - ln lower on [a, b]: chord of the first, tangents of the second.
double ceiling(double width, double upper_a, double upper_b, double lower_a, double lower_b, double duration_a,
               double duration_b) {
  const double ends = max(upper_a - lower_a, upper_b - lower_b);
  const double bend = duration_a - duration_b;
  if (!(bend > 0.0)) return ends;
  // the tangents meet at a + s: lower_a - duration_a s = lower_b + duration_b (width - s)
  const double s = min(max((lower_a - lower_b - duration_b * width) / bend, 0.0), width);
  const double chord = upper_a + (upper_b - upper_a) * (s / width);
  return max(ends, chord - (lower_a - duration_a * s));
}

/// Neither end has a root and none lies between them.
bool excluded(const PresentValues& a, const PresentValues& b, double noise) {
  const double width = b.v - a.v;
  return a.height() > 0.0 ? ceiling(width, a.out, b.out, a.in, b.in, a.in_duration, b.in_duration) < -noise
                          : ceiling(width, a.in, b.in, a.out, b.out, a.out_duration, b.out_duration) < -noise;
}

/// The one root between a and b, whose heights differ in sign: Newton on the height, kept inside the bracket.
double refine(DiscountedFlows& series, PresentValues low, PresentValues high) {
  const bool rising = high.height() > 0.0;
  PresentValues best = abs(low.height()) < abs(high.height()) ? low : high;
  for (int pass = 0; pass < 200; ++pass) {
    const double width = high.v - low.v;
    double next = best.v - best.height() / best.slope();
    if (!(next > low.v && next < high.v)) next = low.v + 0.5 * width;
    if (next == best.v || !(next > low.v && next < high.v)) break;
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
  // a last step without a check: its own rounding is smaller than the height it removes
  const double last = best.v - best.height() / best.slope();
  return last > low.v && last < high.v ? last : best.v;
}

/// Near the root at which NPV falls if there is one, else near the top of h: a few Newton steps from 0.
PresentValues guess(DiscountedFlows& series, PresentValues node, double lowest, double highest) {
  const double span = series.span();
  for (int pass = 0; pass < 6; ++pass) {
    if (!(node.slope() < 0.0)) break;
    const double step = min(max(-node.height() / node.slope(), -30.0 / span), 30.0 / span);
    const double next = min(max(node.v + step, lowest), highest);
    if (abs(next - node.v) * span < 1e-6) break;
    node = series.at(next);
  }
  return node;
}

/// Nodes that enclose every root, ascending: from the guess outwards until nothing is left beyond.
std::vector<PresentValues> enclose(DiscountedFlows& series) {
  const PresentValues zero = series.at(0.0);
  const double lowest = series.lowest(zero), highest = series.highest(zero);
  std::vector<PresentValues> nodes;
  nodes.reserve(16);
  nodes.push_back(guess(series, zero, lowest, highest));
  for (double step = 1.0 / series.span(); !series.nothing_below(nodes.back()) && nodes.back().v > lowest; step *= 3.0) {
    nodes.push_back(series.at(max(nodes.back().v - step, lowest)));
  }
  std::reverse(nodes.begin(), nodes.end());
  for (double step = 1.0 / series.span(); !series.nothing_above(nodes.back()) && nodes.back().v < highest;
       step *= 3.0) {
    nodes.push_back(series.at(min(nodes.back().v + step, highest)));
  }
  return nodes;
}

void scan_between(DiscountedFlows& series, const std::vector<PresentValues>& nodes, Scan& scan) {
  const double span = series.span();
  PresentValues left = nodes.front();
  std::vector<PresentValues> ends(nodes.rbegin(), nodes.rend() - 1);  // of the intervals still to do, the next one last
  while (!ends.empty()) {
    if (series.evaluations() > kBudget) {
      scan.certified = scan.complete = false;
      return;
    }
    const PresentValues right = ends.back();
    const double width = right.v - left.v;
    const double noise = kRounding * (1.0 + 0.01 * span * abs(left.v));
    const bool one_sign = (left.height() > 0.0) == (right.height() > 0.0);
    const bool monotone = left.out_duration < right.in_duration || left.in_duration < right.out_duration;
    if (!monotone && !(one_sign && excluded(left, right, noise))) {
      const double middle = left.v + 0.5 * width;
      if (width * span >= 2e-7 && middle > left.v && middle < right.v) {
        ends.push_back(series.at(middle));
        continue;
      }
      // too narrow to part: heights within rounding of zero are a tangential root
      scan.certified = false;
      const double low = min(abs(left.height()), abs(right.height())),
                   high = max(abs(left.height()), abs(right.height()));
      const bool repeated = !scan.roots.empty() && (left.v - scan.roots.back().force) * span < 1e-5;
      if (!one_sign && high >= kTouch) {
        scan.roots.push_back({refine(series, left, right), left.height() > 0.0, false});
      } else if (low < kTouch && !repeated) {
        scan.roots.push_back({middle, false, true});
      }
    } else if (!one_sign) {
      scan.roots.push_back({refine(series, left, right), left.height() > 0.0, false});
    }
    left = right;
    ends.pop_back();
  }
}

}  // namespace
}  // namespace roi::rate_roots

extern "C" void LIBROI_ISA_ENTRY(rate_roots)(const double* times, const double* flows, std::size_t count,
                                             roi::rate_roots::Scan* scan) {
  using namespace roi::rate_roots;
  DiscountedFlows series(times ? std::span(times, count) : std::span<const double>(), std::span(flows, count));
  scan->both_signs = series.both_signs();
  if (!scan->both_signs || !(series.span() > 0.0)) return;  // all flows at one time: NPV is a constant
  const auto nodes = enclose(series);
  const double height = nodes.front().height();
  if (height == height) {
    scan_between(series, nodes, *scan);
  } else {
    scan->certified = scan->complete = false;  // a flow or a time is not finite
  }
  scan->evaluations = series.evaluations();
}
