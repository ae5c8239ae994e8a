#include "libroi/solve/root.hpp"

#include <algorithm>
#include <cmath>

namespace roi::solve {
namespace {

constexpr int kMostSteps = 120;

/// One bracket: a is the newest point, b the other end, c the point before.
class Zero {
 public:
  explicit Zero(const RootBracket& bracket)
      : a_(bracket.high), b_(bracket.low), fa_(bracket.at_high), fb_(bracket.at_low), c_(a_), fc_(fa_) {
    done_ = fa_ == 0.0 || fb_ == 0.0;
  }

  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] double next() const { return a_ + t_ * (b_ - a_); }

  void take(double x, double value) {
    if (std::isnan(value)) {
      complete_ = false;
      done_ = true;
      return;
    }
    if ((value < 0.0) == (fa_ < 0.0)) {
      c_ = a_;
      fc_ = fa_;
    } else {
      c_ = b_;
      fc_ = fb_;
      b_ = a_;
      fb_ = fa_;
    }
    a_ = x;
    fa_ = value;
    const double best = std::fabs(fa_) < std::fabs(fb_) ? a_ : b_;
    const double margin = 0.5 * (1e-13 * std::fabs(best) + 1e-300) / std::fabs(b_ - a_);
    done_ = fa_ == 0.0 || margin >= 0.5 || next() == a_;
    if (!done_) t_ = std::clamp(step(), margin, 1.0 - margin);
  }

  [[nodiscard]] RootBracket bracket() const {
    if (fa_ == 0.0) return {a_, a_, fa_, fa_, complete_};
    return a_ < b_ ? RootBracket{a_, b_, fa_, fb_, complete_} : RootBracket{b_, a_, fb_, fa_, complete_};
  }

 private:
  /// Where between a and b to look next.
  [[nodiscard]] double step() const {
    const double xi = (a_ - b_) / (c_ - b_), phi = (fa_ - fb_) / (fc_ - fb_);
    if (!(phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi)) return 0.5;
    return fa_ / (fb_ - fa_) * fc_ / (fb_ - fc_) + (c_ - a_) / (b_ - a_) * fa_ / (fc_ - fa_) * fb_ / (fc_ - fb_);
  }

  double a_, b_, fa_, fb_, c_, fc_;
  double t_ = 0.5;
  bool done_ = false;
  bool complete_ = true;
};

}  // namespace

std::vector<RootBracket> refine(const std::vector<RootBracket>& brackets, const Function& f, int& steps) {
  std::vector<Zero> zeros(brackets.begin(), brackets.end());
  for (int step = 0; step < kMostSteps; ++step) {
    std::vector<Zero*> open;
    std::vector<double> xs;
    for (Zero& zero : zeros)
      if (!zero.done()) {
        open.push_back(&zero);
        xs.push_back(zero.next());
      }
    if (open.empty()) break;
    const std::vector<double> values = f(xs);
    ++steps;
    for (std::size_t i = 0; i < open.size(); ++i) open[i]->take(xs[i], values[i]);
  }
  std::vector<RootBracket> out;
  for (const Zero& zero : zeros) out.push_back(zero.bracket());
  return out;
}

}  // namespace roi::solve
