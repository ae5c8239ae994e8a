#include "libroi/finance/diagnosis.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "libroi/core/math.hpp"

namespace roi::diagnosis {

std::size_t choose(const std::vector<rate_roots::Root>& roots, RootRule rule) {
  const auto preferred = [&](const rate_roots::Root& root) {
    return rule == RootRule::falling ? root.falls : root.force >= 0.0;
  };
  std::size_t best = 0;
  for (std::size_t i = 1; i < roots.size(); ++i) {
    const bool nearer = abs(expm1(roots[i].force)) < abs(expm1(roots[best].force));
    const bool same = preferred(roots[i]) == preferred(roots[best]);
    if (same ? nearer : preferred(roots[i])) best = i;
  }
  return best;
}

int sign_changes(std::span<const double> flows) {
  int changes = 0;
  double before = 0.0;
  for (const double flow : flows) {
    if (flow == 0.0) continue;
    if (before != 0.0 && (flow > 0.0) != (before > 0.0)) ++changes;
    before = flow;
  }
  return changes;
}

void check_flows(std::span<const double> flows, std::string_view where) {
  const std::string name(where);
  if (flows.size() < 2) {
    throw DomainError(name + ": cash_flows has " + std::to_string(flows.size()) +
                      (flows.size() == 1 ? " entry" : " entries") + ", but at least 2 are needed");
  }
  for (std::size_t t = 0; t < flows.size(); ++t) {
    if (!(abs(flows[t]) <= std::numeric_limits<double>::max())) {
      throw DomainError(name + ": cash_flows[" + std::to_string(t) + "] is " + to_text(flows[t]) +
                        ", but must be finite");
    }
  }
}

IrrDiagnosis describe(std::span<const double> flows, const rate_roots::Scan& scan,
                      const std::function<double(double)>& npv_at) {
  IrrDiagnosis out;
  out.value = out.log1p_value = std::numeric_limits<double>::quiet_NaN();
  out.most_roots = sign_changes(flows);
  out.npv_at_zero = npv_at(0.0);
  out.evaluations = scan.evaluations;
  for (const auto& root : scan.roots) out.roots.push_back({expm1(root.force), root.force, root.falls, root.touches});
  if (scan.complete && scan.certified) out.certified_count = static_cast<int>(scan.roots.size());
  out.method = out.most_roots <= 1 ? "Descartes: sign changes of the flows" : "interval scan of ln(1 + rate)";
  if (!scan.both_signs) {
    out.status = IrrStatus::no_sign_change;
    out.rule = "no rate: the flows have one sign";
  } else if (out.roots.empty()) {
    out.status = scan.complete ? IrrStatus::none : IrrStatus::not_converged;
    out.rule =
        out.npv_at_zero < 0.0 ? "no rate: NPV is negative at every rate" : "no rate: NPV is positive at every rate";
  } else {
    const std::size_t chosen = choose(scan.roots, RootRule::falling);
    out.status = !scan.complete         ? IrrStatus::not_converged
                 : out.roots.size() > 1 ? IrrStatus::several
                                        : IrrStatus::unique;
    out.rule = out.roots.size() == 1     ? "the only root"
               : out.roots[chosen].falls ? "NPV falls, nearest to zero"
                                         : "nearest to zero (NPV falls at none)";
    out.value = out.roots[chosen].rate;
    out.log1p_value = out.roots[chosen].log1p_rate;
  }
  std::vector<double> rates{-0.9, -0.5, -0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0};
  for (const auto& root : out.roots) {
    if (root.rate > -1.0) rates.push_back(root.rate);
  }
  std::sort(rates.begin(), rates.end());
  for (const double rate : rates) out.npv_profile.push_back({rate, npv_at(rate)});
  return out;
}

void throw_no_rate(std::string_view where, IrrStatus status, bool npv_is_negative) {
  const std::string name(where);
  switch (status) {
    case IrrStatus::no_sign_change:
      throw NoSolutionError(name + ": cash_flows never change sign, so no rate brings NPV to zero (no_sign_change)");
    case IrrStatus::none:
      throw NoSolutionError(name + ": NPV of cash_flows is " + (npv_is_negative ? "negative" : "positive") +
                            " at every rate above -100 % (none)");
    case IrrStatus::degenerate_horizon:
      throw NoSolutionError(name +
                            ": cash_flows span at most one day, so a yearly rate says nothing (degenerate_horizon)");
    default: throw NoSolutionError(name + ": the scan for rates was not finished (not_converged)");
  }
}

}  // namespace roi::diagnosis
