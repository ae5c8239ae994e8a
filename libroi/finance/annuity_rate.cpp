#include "libroi/finance/annuity_rate.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "libroi/finance/diagnosis.hpp"
#include "libroi/finance/rate_roots.hpp"

namespace roi {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// The equation's left side at v = ln(1 + r).
double balance(double v, double nper, double pmt, double pv, double fv, double when) {
  const double r = expm1(v);
  const double annuity = r == 0.0 ? nper : -expm1(-v * nper) / r;
  return pv + pmt * ((1.0 - when) + when * exp(v)) * annuity + fv * exp(-v * nper);
}

/// Roots where the sign changes between neighbours of a geometric grid, each bisected to rounding.
rate_roots::Scan grid_roots(double nper, double pmt, double pv, double fv, double when) {
  rate_roots::Scan scan;
  scan.certified = false;
  std::vector<double> grid;
  constexpr int kSteps = 120;
  for (int k = kSteps; k >= 0; --k) grid.push_back(-exp(log(1e-9) + (log(700.0) - log(1e-9)) * k / kSteps) / nper);
  grid.push_back(0.0);
  for (int k = 0; k <= kSteps; ++k) grid.push_back(-grid[static_cast<std::size_t>(kSteps - k)]);
  const auto at = [&](double v) { return balance(v, nper, pmt, pv, fv, when); };
  double left = grid.front(), left_value = at(left);
  for (std::size_t i = 1; i < grid.size(); ++i) {
    double low = left, high = grid[i];
    const double right_value = at(high);
    if ((left_value > 0.0) != (right_value > 0.0)) {
      const bool falls = left_value > 0.0;
      for (int pass = 0; pass < 200; ++pass) {
        const double middle = low + 0.5 * (high - low);
        if (!(middle > low && middle < high)) break;
        ((at(middle) > 0.0) == falls ? low : high) = middle;
      }
      scan.roots.push_back({0.5 * (low + high), falls, false});
    }
    left = grid[i];
    left_value = right_value;
  }
  scan.evaluations = static_cast<int>(grid.size());
  return scan;
}

rate_roots::Scan series_roots(std::size_t periods, double pmt, double pv, double fv, double when) {
  std::vector<double> flows(periods + 1, pmt);
  (when > 0.5 ? flows.back() : flows.front()) = 0.0;
  flows.front() += pv;
  flows.back() += fv;
  return rate_roots::find({}, flows);
}

}  // namespace

AnnuityRate annuity_rate(double nper, double pmt, double pv, double fv, double when) {
  const bool finite = std::isfinite(nper) && std::isfinite(pmt) && std::isfinite(pv) && std::isfinite(fv) && nper > 0.0;
  if (!finite) return {kNone, IrrStatus::not_converged};
  const bool whole = nper <= 4096.0 && nper == std::floor(nper) && (when == 0.0 || when == 1.0);
  const auto scan =
      whole ? series_roots(static_cast<std::size_t>(nper), pmt, pv, fv, when) : grid_roots(nper, pmt, pv, fv, when);
  if (!scan.both_signs) return {kNone, IrrStatus::no_sign_change};
  if (scan.roots.empty()) return {kNone, IrrStatus::none};
  const double root = expm1(scan.roots[diagnosis::choose(scan.roots, RootRule::falling)].force);
  return {root, scan.roots.size() > 1 ? IrrStatus::several : IrrStatus::unique};
}

double rate(double nper, double pmt, double pv, double fv, double when) {
  require(nper > 0.0, "rate", "nper", nper, "must be > 0 [periods]");
  require(std::isfinite(pmt), "rate", "pmt", pmt, "must be finite");
  require(std::isfinite(pv), "rate", "pv", pv, "must be finite");
  require(std::isfinite(fv), "rate", "fv", fv, "must be finite");
  require(when >= 0.0 && when <= 1.0, "rate", "when", when, "must be 0 (end) or 1 (beginning)");
  const AnnuityRate found = annuity_rate(nper, pmt, pv, fv, when);
  if (!(found.rate == found.rate)) {
    throw NoSolutionError("rate: no rate above -100 % fits nper " + to_text(nper) + ", pmt " + to_text(pmt) + ", pv " +
                          to_text(pv) + ", fv " + to_text(fv));
  }
  return found.rate;
}

}  // namespace roi
