#include "libroi/solve/goal_seek.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "libroi/engine/engine.hpp"
#include "libroi/inputs/checking/rules.hpp"
#include "libroi/inputs/describe.hpp"
#include "libroi/inputs/text/problem.hpp"
#include "libroi/solve/goal_text.hpp"
#include "libroi/solve/root.hpp"
#include "libroi/solve/scan.hpp"

namespace roi {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr int kMagnify = 16;  // values of one magnification of a turning point
constexpr int kMagnifications = 4;
constexpr int kEdgeValues = 8;  // values of one step towards the edge of a stretch without metric: a pack
constexpr int kEdgeSteps = 16;

struct Sample {
  double x = 0.0;
  double residual = 0.0;  // metric - target; NaN where there is no metric
  std::string broken;     // rule between fields that does not hold
  [[nodiscard]] bool allowed() const { return broken.empty(); }
  [[nodiscard]] bool usable() const { return !std::isnan(residual); }
};

bool between_signs(const Sample& a, const Sample& b) {
  return (a.residual < 0.0 && b.residual > 0.0) || (a.residual > 0.0 && b.residual < 0.0);
}

double narrowest(double a, double b) { return 1e-12 * std::max(std::fabs(a), std::fabs(b)) + 1e-300; }

class Search {
 public:
  Search(const Center<double>& center, std::string_view path, Metric metric, double target)
      : center_(center),
        list_(parameters(center_)),
        parameter_(list_[find(path)]),
        rules_(inputs::object_of(center_), {parameter_.path}, {parameter_.value}) {
    found_.path = path;
    found_.metric = metrics_of(center)[static_cast<std::size_t>(metric)];
    found_.target = target;
    found_.present = *parameter_.value;
    found_.value = found_.metric_at_value = found_.slope = kNone;
    found_.least = found_.least_at = found_.greatest = found_.greatest_at = kNone;
    if (!std::isfinite(target)) throw_domain_error("goal_seek", "target", target, "must be finite");
  }

  GoalSeek run(const std::optional<Bracket>& wanted) {
    found_.bracket = wanted ? checked(*wanted) : solve::default_bracket(parameter_, center_.months);
    sample(solve::scan_values(found_.bracket, found_.present));
    find_rule_edges();
    find_metric_edges();
    magnify();
    collect_gaps();
    collect_flat();
    refine();
    finish();
    return std::move(found_);
  }

 private:
  std::size_t find(std::string_view path) const {
    for (std::size_t i = 0; i < list_.size(); ++i)
      if (list_[i].path == path) return i;
    std::vector<std::string> paths;
    for (const auto& parameter : list_) paths.push_back(parameter.path);
    throw DomainError("goal_seek: '" + std::string(path) + "' is not a number of this center" +
                      inputs::hint(path, paths));
  }

  Bracket checked(const Bracket& wanted) const {
    const std::string text = "goal_seek: bracket of " + parameter_.path + " is [" + to_text(wanted.low) + ", " +
                             to_text(wanted.high) + "], but ";
    if (!std::isfinite(wanted.low) || !std::isfinite(wanted.high)) throw DomainError(text + "must be finite");
    if (!(wanted.low < wanted.high)) throw DomainError(text + "its low end must be below its high end");
    if (wanted.low < parameter_.range.lo || wanted.high > parameter_.range.hi)
      throw DomainError(text + "the input must be " + inputs::range_text(parameter_.range, parameter_.unit) + " (" +
                        parameter_.meaning + ")");
    return wanted;
  }

  std::string broken_rule(double x) {
    *parameter_.value = x;
    const auto broken = rules_.found();
    return broken.empty() ? std::string() : broken.front().path() + " " + broken.front().rule;
  }

  /// Metric less target at values that keep the rules.
  std::vector<double> residuals(const std::vector<double>& xs) {
    if (xs.empty()) return {};
    *parameter_.value = xs.front();
    const std::string paths[] = {parameter_.path};
    const Metric metrics[] = {found_.metric.id};
    std::vector<double> out = evaluate_many(center_, paths, xs, metrics).metrics;
    found_.evaluations += static_cast<int>(xs.size());
    for (std::size_t i = 0; i < xs.size(); ++i) {
      note(xs[i], out[i]);
      out[i] -= found_.target;
    }
    return out;
  }

  void note(double x, double metric) {
    if (std::isnan(metric)) return;
    if (!(metric >= found_.least)) {
      found_.least = metric;
      found_.least_at = x;
    }
    if (!(metric <= found_.greatest)) {
      found_.greatest = metric;
      found_.greatest_at = x;
    }
  }

  /// Adds samples at `xs`, in order.
  void sample(const std::vector<double>& xs) {
    std::vector<Sample> added;
    std::vector<double> allowed;
    for (const double x : xs) {
      added.push_back({x, kNone, broken_rule(x)});
      if (added.back().allowed()) allowed.push_back(x);
    }
    const std::vector<double> values = residuals(allowed);
    std::size_t next = 0;
    for (Sample& s : added)
      if (s.allowed()) s.residual = values[next++];
    samples_.insert(samples_.end(), added.begin(), added.end());
    std::sort(samples_.begin(), samples_.end(), [](const Sample& a, const Sample& b) { return a.x < b.x; });
  }

  /// Bisects between neighbours of which one breaks a rule.
  void find_rule_edges() {
    std::vector<double> inside;
    std::vector<Sample> outside;
    for (std::size_t i = 0; i + 1 < samples_.size(); ++i) {
      if (samples_[i].allowed() == samples_[i + 1].allowed()) continue;
      const bool rising = samples_[i + 1].allowed();
      double good = samples_[rising ? i + 1 : i].x, bad = samples_[rising ? i : i + 1].x;
      std::string rule = samples_[rising ? i : i + 1].broken;
      for (int step = 0; step < 200 && std::fabs(good - bad) > narrowest(good, bad); ++step) {
        const double middle = 0.5 * (good + bad);
        std::string broken = broken_rule(middle);
        (broken.empty() ? good : bad) = middle;
        if (!broken.empty()) rule = std::move(broken);
      }
      inside.push_back(good);
      outside.push_back({bad, kNone, rule});
    }
    samples_.insert(samples_.end(), outside.begin(), outside.end());
    sample(inside);
    drop_doubles();
  }

  /// Closes in on the edges of stretches without metric, all of them at once.
  void find_metric_edges() {
    std::vector<std::pair<double, double>> edges;  // with, without metric
    for (std::size_t i = 0; i + 1 < samples_.size(); ++i) {
      const Sample &a = samples_[i], &b = samples_[i + 1];
      if (!a.allowed() || !b.allowed() || a.usable() == b.usable()) continue;
      edges.emplace_back(a.usable() ? a.x : b.x, a.usable() ? b.x : a.x);
    }
    if (edges.empty()) return;
    for (int step = 0; step < kEdgeSteps; ++step) {
      std::vector<double> xs;
      for (const auto& edge : edges)
        for (int k = 1; k <= kEdgeValues; ++k)
          xs.push_back(edge.first + (edge.second - edge.first) * k / (kEdgeValues + 1.0));
      const std::vector<double> values = residuals(xs);
      bool narrow = true;
      for (std::size_t e = 0; e < edges.size(); ++e) {
        const auto first = static_cast<std::ptrdiff_t>(e * kEdgeValues);
        const auto gone = std::find_if(values.begin() + first, values.begin() + first + kEdgeValues,
                                       [](double value) { return std::isnan(value); });
        const auto k = static_cast<std::size_t>(gone - values.begin());
        if (gone != values.begin() + first) edges[e].first = xs[k - 1];
        if (gone != values.begin() + first + kEdgeValues) edges[e].second = xs[k];
        narrow = narrow && std::fabs(edges[e].second - edges[e].first) <= narrowest(edges[e].first, edges[e].second);
      }
      if (narrow) break;
    }
    std::vector<double> xs;
    for (const auto& edge : edges) {
      xs.push_back(edge.first);
      xs.push_back(edge.second);
    }
    sample(xs);
    drop_doubles();
  }

  /// Looks closer at turning points that face the target without reaching it.
  void magnify() {
    struct Turn {
      double low, high;
    };
    std::vector<Turn> turns;
    for (std::size_t i = 1; i + 1 < samples_.size(); ++i) {
      const double before = samples_[i - 1].residual, at = samples_[i].residual, after = samples_[i + 1].residual;
      const bool above = at > 0.0 && before > at && after > at, below = at < 0.0 && before < at && after < at;
      if (above || below) turns.push_back({samples_[i - 1].x, samples_[i + 1].x});
    }
    for (int round = 0; round < kMagnifications && !turns.empty(); ++round) {
      std::vector<double> xs;
      for (const Turn& turn : turns)
        for (int k = 1; k < kMagnify; ++k) xs.push_back(turn.low + (turn.high - turn.low) * k / kMagnify);
      sample(xs);
      drop_doubles();
      std::vector<Turn> next;
      for (const Turn& turn : turns) {
        const Sample* best = nullptr;
        for (std::size_t i = 1; i + 1 < samples_.size(); ++i) {
          const Sample& s = samples_[i];
          if (s.x <= turn.low || s.x >= turn.high || !s.usable()) continue;
          if (best == nullptr || std::fabs(s.residual) < std::fabs(best->residual)) best = &s;
        }
        if (best == nullptr || best->residual == 0.0) continue;
        const Sample &before = *(best - 1), &after = *(best + 1);
        if (!between_signs(before, *best) && !between_signs(*best, after)) next.push_back({before.x, after.x});
      }
      turns = std::move(next);
    }
  }

  void drop_doubles() {
    std::sort(samples_.begin(), samples_.end(), [](const Sample& a, const Sample& b) { return a.x < b.x; });
    const auto same = [](const Sample& a, const Sample& b) { return a.x == b.x; };
    samples_.erase(std::unique(samples_.begin(), samples_.end(), same), samples_.end());
  }

  void collect_gaps() {
    const std::string& absent = found_.metric.undefined_reason;
    bool open = false;
    for (const Sample& s : samples_) {
      if (s.usable()) {
        open = false;
        continue;
      }
      const std::string reason = s.allowed() ? absent : s.broken;
      if (open && found_.gaps.back().reason == reason) found_.gaps.back().high = s.x;
      else found_.gaps.push_back({s.x, s.x, reason});
      open = true;
    }
  }

  /// Values of the scan that hit the target exactly; neighbours that do are one solution.
  void collect_flat() {
    bool open = false;
    for (const Sample& s : samples_) {
      if (s.residual == 0.0) {
        if (!open) found_.solutions.push_back({s.x, found_.target, kNone, {s.x, s.x}});
        GoalSolution& last = found_.solutions.back();
        last.same.high = s.x;
        last.value = std::clamp(found_.present, last.same.low, last.same.high);
      }
      open = s.residual == 0.0;
    }
  }

  void refine() {
    std::vector<solve::RootBracket> brackets;
    for (std::size_t i = 0; i + 1 < samples_.size(); ++i) {
      const Sample &a = samples_[i], &b = samples_[i + 1];
      if (between_signs(a, b)) brackets.push_back({a.x, b.x, a.residual, b.residual});
    }
    const double scale = std::max(std::fabs(found_.target), found_.greatest - found_.least);
    const auto roots = solve::refine(
        brackets, [this](const std::vector<double>& xs) { return residuals(xs); }, found_.iterations);
    for (std::size_t i = 0; i < roots.size(); ++i) {
      const solve::RootBracket &root = roots[i], &start = brackets[i];
      const double value = std::fabs(root.at_low) <= std::fabs(root.at_high) ? root.low : root.high;
      const double residual = std::min(std::fabs(root.at_low), std::fabs(root.at_high));
      const double height = std::fabs(root.at_high - root.at_low);
      const bool kept_height = height > 1e-6 * std::fabs(start.at_high - start.at_low);
      if (!root.complete)
        found_.gaps.push_back({root.low, root.high, found_.metric.undefined_reason});
      else if (kept_height && residual > 1e-9 * scale)
        found_.jumps.push_back({root.high, root.at_low + found_.target, root.at_high + found_.target});
      else found_.solutions.push_back({value, kNone, kNone, {value, value}});
    }
    std::sort(found_.solutions.begin(), found_.solutions.end(),
              [](const GoalSolution& a, const GoalSolution& b) { return a.value < b.value; });
  }

  void finish() {
    for (GoalSolution& solution : found_.solutions) differentiate(solution);
    const auto nearest = std::min_element(
        found_.solutions.begin(), found_.solutions.end(), [this](const GoalSolution& a, const GoalSolution& b) {
          return std::fabs(a.value - found_.present) < std::fabs(b.value - found_.present);
        });
    if (nearest != found_.solutions.end()) {
      found_.value = nearest->value;
      found_.metric_at_value = nearest->metric;
      found_.slope = nearest->slope;
      found_.sensitivity = implicit(gradients_[static_cast<std::size_t>(nearest - found_.solutions.begin())]);
      const bool flat = nearest->same.low < nearest->same.high;
      found_.status = found_.solutions.size() > 1 || flat ? GoalStatus::several : GoalStatus::solved;
    }
    found_.reason = solve::goal_text(found_, parameter_, center_.currency);
  }

  void differentiate(GoalSolution& solution) {
    solution.metric = residuals({solution.value}).front() + found_.target;
    *parameter_.value = solution.value;
    const Metric metrics[] = {found_.metric.id};
    gradients_.push_back(gradient(center_, metrics));
    solution.slope = gradients_.back()[place()];
  }

  std::size_t place() const { return static_cast<std::size_t>(&parameter_ - list_.data()); }

  std::vector<double> implicit(std::vector<double> slopes) const {
    const double own = slopes[place()];
    for (double& slope : slopes) slope = own == 0.0 ? kNone : 0.0 - slope / own;
    slopes[place()] = 0.0;
    return slopes;
  }

  Center<double> center_;
  const std::vector<Parameter<double>> list_;
  const Parameter<double>& parameter_;
  inputs::RowRules rules_;
  GoalSeek found_;
  std::vector<Sample> samples_;
  std::vector<std::vector<double>> gradients_;
};

}  // namespace

const char* name_of(GoalStatus status) noexcept {
  switch (status) {
    case GoalStatus::solved: return "solved";
    case GoalStatus::several: return "several";
    default: return "infeasible";
  }
}

GoalSeek goal_seek(const Center<double>& center, std::string_view path, Metric metric, double target,
                   std::optional<Bracket> bracket) {
  return Search(center, path, metric, target).run(bracket);
}

}  // namespace roi
