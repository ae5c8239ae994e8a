#include "libroi/finance/irr.hpp"

#include <limits>

#include "libroi/finance/diagnosis.hpp"
#include "libroi/finance/npv.hpp"
#include "libroi/finance/rate_roots.hpp"

namespace roi {

std::string_view to_string(IrrStatus status) noexcept {
  switch (status) {
    case IrrStatus::unique: return "unique";
    case IrrStatus::nearest: return "nearest";
    case IrrStatus::several: return "several";
    case IrrStatus::none: return "none";
    case IrrStatus::no_sign_change: return "no_sign_change";
    case IrrStatus::degenerate_horizon: return "degenerate_horizon";
    case IrrStatus::not_converged: break;
  }
  return "not_converged";
}

namespace irr_search {

ScanValue scan_value(std::span<const double> cash_flows, RootRule rule) {
  const auto scan = rate_roots::find({}, cash_flows);
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (!scan.both_signs) return {kNone, IrrStatus::no_sign_change};
  if (scan.roots.empty()) return {kNone, scan.complete ? IrrStatus::none : IrrStatus::not_converged};
  const double rate = expm1(scan.roots[diagnosis::choose(scan.roots, rule)].force);
  if (!scan.complete) return {rate, IrrStatus::not_converged};
  return {rate, scan.roots.size() > 1 ? IrrStatus::several : IrrStatus::unique};
}

}  // namespace irr_search

IrrDiagnosis irr(std::span<const double> cash_flows) {
  diagnosis::check_flows(cash_flows, "irr");
  IrrDiagnosis out = diagnosis::describe(cash_flows, rate_roots::find({}, cash_flows),
                                         [&](double rate) { return npv(rate, cash_flows); });
  // the quick search, where it applies, gives the bits that pipelines and batches give
  const auto quick = irr_search::search<double>(cash_flows);
  if (!quick.found || !out.exists()) return out;
  for (IrrRoot& root : out.roots) {
    if (root.rate == out.value && abs(quick.rate - root.rate) <= 1e-9 * (1.0 + quick.rate)) {
      root.rate = out.value = quick.rate;
      break;
    }
  }
  return out;
}

double irr_value(std::span<const double> cash_flows) {
  diagnosis::check_flows(cash_flows, "irr_value");
  const auto result = irr_value_periodic<double>(cash_flows);
  if (!result.exists) diagnosis::throw_no_rate("irr_value", result.status[0], npv(0.0, cash_flows) < 0.0);
  return result.rate;
}

std::vector<double> irr_gradient(std::span<const double> cash_flows) {
  const double rate = irr_value(cash_flows);
  const double slope = npv_slope(rate, cash_flows);
  if (slope == 0.0)
    throw NoSolutionError("irr_gradient: NPV touches zero at its double root, so the rate has no slope there");
  std::vector<double> gradient;
  const double discount = 1.0 / (1.0 + rate);
  double factor = -1.0 / slope;
  for (std::size_t t = 0; t < cash_flows.size(); ++t) {
    gradient.push_back(factor);
    factor *= discount;
  }
  return gradient;
}

}  // namespace roi
