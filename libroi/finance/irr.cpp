#include "libroi/core/scalar.hpp"
#include "libroi/finance/irr.hpp"

#include <algorithm>
#include <limits>

#include "libroi/finance/npv.hpp"
#include "libroi/finance/rate_roots.hpp"

namespace roi {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// The rule: where NPV falls, nearest to zero; else nearest to zero. Nearness is measured in the rate.
template <class Roots, class Rate, class Falls>
std::size_t choose(const Roots& roots, const Rate& rate, const Falls& falls) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < roots.size(); ++i) {
    const bool better_kind = falls(roots[i]) && !falls(roots[best]);
    const bool same_kind = falls(roots[i]) == falls(roots[best]);
    if (better_kind || (same_kind && abs(rate(roots[i])) < abs(rate(roots[best])))) best = i;
  }
  return best;
}

std::size_t choose(const std::vector<rate_roots::Root>& roots) {
  return choose(
      roots, [](const rate_roots::Root& r) { return expm1(r.force); }, [](const rate_roots::Root& r) { return r.falls; });
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

void check(std::span<const double> flows, std::string_view where) {
  const std::string name(where);
  if (flows.size() < 2) {
    throw DomainError(name + ": cash_flows has " + std::to_string(flows.size()) +
                      (flows.size() == 1 ? " entry" : " entries") + ", but at least 2 are needed");
  }
  for (std::size_t t = 0; t < flows.size(); ++t) {
    if (!(abs(flows[t]) <= std::numeric_limits<double>::max())) {
      throw DomainError(name + ": cash_flows[" + std::to_string(t) + "] is " + to_text(flows[t]) + ", but must be finite");
    }
  }
}

}  // namespace

std::string_view to_string(IrrStatus status) noexcept {
  switch (status) {
    case IrrStatus::unique: return "unique";
    case IrrStatus::nearest: return "nearest";
    case IrrStatus::several: return "several";
    case IrrStatus::none: return "none";
    case IrrStatus::no_sign_change: return "no_sign_change";
    case IrrStatus::degenerate_horizon: return "degenerate_horizon";
    case IrrStatus::not_converged: return "not_converged";
  }
  return "not_converged";
}

namespace irr_search {

ScanValue scan_value(std::span<const double> cash_flows) {
  const auto scan = rate_roots::find({}, cash_flows);
  if (!scan.both_signs) return {kNone, IrrStatus::no_sign_change};
  if (scan.roots.empty()) return {kNone, scan.complete ? IrrStatus::none : IrrStatus::not_converged};
  const double rate = expm1(scan.roots[choose(scan.roots)].force);
  if (!scan.complete) return {rate, IrrStatus::not_converged};
  return {rate, scan.roots.size() > 1 ? IrrStatus::several : IrrStatus::unique};
}

}  // namespace irr_search

IrrDiagnosis irr(std::span<const double> cash_flows) {
  check(cash_flows, "irr");
  IrrDiagnosis out;
  out.value = out.log1p_value = kNone;
  out.most_roots = sign_changes(cash_flows);
  out.npv_at_zero = npv(0.0, cash_flows);
  const auto scan = rate_roots::find({}, cash_flows);
  out.evaluations = scan.evaluations;
  for (const auto& root : scan.roots) out.roots.push_back({expm1(root.force), root.force, root.falls, root.touches});
  if (scan.complete && scan.certified) out.certified_count = static_cast<int>(scan.roots.size());
  out.method = out.most_roots <= 1 ? "Descartes: sign changes of the flows" : "interval scan of ln(1 + rate)";
  if (!scan.both_signs) {
    out.status = IrrStatus::no_sign_change;
    out.rule = "no rate: the flows have one sign";
  } else if (out.roots.empty()) {
    out.status = scan.complete ? IrrStatus::none : IrrStatus::not_converged;
    out.rule = out.npv_at_zero < 0.0 ? "no rate: NPV is negative at every rate" : "no rate: NPV is positive at every rate";
  } else {
    const std::size_t chosen = choose(scan.roots);
    out.status = !scan.complete          ? IrrStatus::not_converged
                 : out.roots.size() > 1 ? IrrStatus::several
                                        : IrrStatus::unique;
    out.rule = out.roots.size() == 1     ? "the only root"
               : out.roots[chosen].falls ? "NPV falls, nearest to zero"
                                         : "nearest to zero (NPV falls at none)";
    // the quick search, where it applies, gives the bits that pipelines and batches give
    const auto quick = irr_search::search<double>(cash_flows);
    if (quick.found && abs(quick.rate - out.roots[chosen].rate) <= 1e-9 * (1.0 + quick.rate)) {
      out.roots[chosen].rate = quick.rate;
    }
    out.value = out.roots[chosen].rate;
    out.log1p_value = out.roots[chosen].log1p_rate;
  }
  std::vector<double> rates{-0.9, -0.5, -0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0};
  for (const auto& root : out.roots) {
    if (root.rate > -1.0) rates.push_back(root.rate);
  }
  std::sort(rates.begin(), rates.end());
  for (const double rate : rates) out.npv_profile.push_back({rate, npv(rate, cash_flows)});
  return out;
}

double irr_value(std::span<const double> cash_flows) {
  check(cash_flows, "irr_value");
  const auto result = irr_value_periodic<double>(cash_flows);
  if (result.exists) return result.rate;
  switch (result.status[0]) {
    case IrrStatus::no_sign_change:
      throw NoSolutionError("irr_value: cash_flows never change sign, so no rate brings NPV to zero (no_sign_change)");
    case IrrStatus::none:
      throw NoSolutionError("irr_value: NPV of cash_flows is " +
                            std::string(npv(0.0, cash_flows) < 0.0 ? "negative" : "positive") +
                            " at every rate above -100 % (none)");
    default:
      throw NoSolutionError("irr_value: the scan for rates was not finished (not_converged)");
  }
}

}  // namespace roi
