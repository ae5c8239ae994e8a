#pragma once
/// @file libroi/finance/irr.hpp: internal rate of return, with the reason where there is none.
///
///   NPV(r) = sum over t of cf[t] / (1 + r)^t = 0,   r > -1  [1/period]
///
///   cf[t]  [money]     net cash flow of period t; whether cf[0] is discounted 0 or 1 periods moves no root
///   Which root: the one at which NPV falls as r rises, nearest to zero; if NPV falls at none, the one nearest to zero.
///   An investment (money out first, in later) has exactly one such root; a lease-end or decommissioning cost adds a
///   second, at which NPV rises. `irr` lists them all.
///
///   irr_value_periodic  the number on any scalar, lane by lane, with its status: made for the pipeline and for batches
///   irr                 the diagnosis: value, status, every root, the rule, the NPV profile
///   irr_value           the number, or a NoSolutionError that says why there is none
///
///   Accuracy: |NPV(r)| < 1e-12 of the sum of |discounted flows| wherever 1 + r is resolved by a double; near -100 %
///   use `log1p_rate` = ln(1 + r), which stays exact.  No guess is asked for and the work is bounded.
///   Same bits: a lane of a Pack equals the double result.  Derivatives: implicit, dr = -dNPV / (dNPV/dr).
///   Errors: DomainError for fewer than two flows or a flow that is not finite (irr, irr_value).
///   Sources: DESIGN, "Time, sign, money"; Norstrom, J. Financial and Quantitative Analysis 7 (1972) 1835;
///   numpy/numpy-financial#28 and #98, Anexen/pyxirr#14, #45 and #65 for the cases that break other solvers.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/core/dual.hpp"
#include "libroi/core/scalar.hpp"
#include "libroi/finance/irr_search.hpp"
#include "libroi/finance/npv.hpp"

namespace roi {

enum class IrrStatus : std::uint8_t {
  unique,              ///< one root above -100 %, certified
  nearest,             ///< the reported root is certified nearest to zero; whether others lie further off was not asked
  several,             ///< more than one root; the rule chose
  none,                ///< flows of both signs, but NPV is never zero (certified)
  no_sign_change,      ///< all flows have one sign, or are zero
  degenerate_horizon,  ///< the flows span at most one day, so a yearly rate means nothing
  not_converged,       ///< the scan could not decide within its budget
};

/// Which root of several is reported.
enum class RootRule : std::uint8_t {
  falling,             ///< the one at which NPV falls, nearest to zero; if NPV falls at none, the one nearest to zero
  non_negative_first,  ///< the lowest that is not negative; without one, the nearest to zero (numpy_financial)
};

/// "unique", "several", ... as the Python layer prints it.
[[nodiscard]] std::string_view to_string(IrrStatus status) noexcept;

/// One root of NPV.
struct IrrRoot {
  double rate = 0.0;        ///< per period (irr) or per year (xirr)
  double log1p_rate = 0.0;  ///< ln(1 + rate), exact also where rate rounds to -1
  bool falls = false;       ///< NPV falls through zero as the rate rises
  bool touches = false;     ///< NPV touches zero without crossing, within rounding
};

struct NpvPoint {
  double rate = 0.0;
  double npv = 0.0;
};

struct IrrDiagnosis {
  double value = 0.0;        ///< the rate chosen by `rule`; NaN where there is none
  double log1p_value = 0.0;  ///< ln(1 + value); NaN where there is none
  IrrStatus status = IrrStatus::not_converged;
  std::vector<IrrRoot> roots;         ///< ascending
  int certified_count = -1;           ///< number of roots above -100 %, proved; -1 if not proved
  int most_roots = 0;                 ///< upper bound by Descartes' rule: sign changes of the flows
  std::string_view rule;              ///< how `value` was chosen
  std::string_view method;            ///< how the count was proved
  int evaluations = 0;                ///< of the NPV, all stages of the scan together
  double npv_at_zero = 0.0;           ///< undiscounted sum: its sign says on which side of a missing root one is
  bool short_horizon = false;         ///< dated flows spanning less than 90 days: the yearly rate is an extrapolation
  std::vector<NpvPoint> npv_profile;  ///< NPV at fixed rates and at the roots, ascending in rate

  [[nodiscard]] bool exists() const noexcept { return value == value; }
};

/// The diagnosis of an evenly spaced series.
[[nodiscard]] IrrDiagnosis irr(std::span<const double> cash_flows);

/// The rate chosen by the rule; NoSolutionError with the status where there is none.
[[nodiscard]] double irr_value(std::span<const double> cash_flows);

/// d rate / d cf[t] for every t: -(1 + r)^-t / (dNPV/dr), by the implicit function theorem.
[[nodiscard]] std::vector<double> irr_gradient(std::span<const double> cash_flows);

/// r per year from r per month: (1 + r)^12 - 1, by multiplications, the same in every lane.
template <class T>
[[nodiscard]] T annual_from_monthly(const T& monthly) {
  const T growth = 1.0 + monthly;
  const T cube = growth * growth * growth;
  const T sixth = cube * cube;
  return sixth * sixth - 1.0;
}

/// r per month from r per year: (1 + r)^(1/12) - 1.
template <class T>
[[nodiscard]] T monthly_from_annual(const T& annual) {
  return exp(log(1.0 + annual) * (1.0 / 12.0)) - 1.0;
}

/// The rate on any scalar. `rate` is 0 where `exists` is false.
template <class T>
struct IrrValue {
  T rate;
  mask_t<T> exists;
  std::array<IrrStatus, static_cast<std::size_t>(lanes_of<T>)> status;
};

template <Scalar T>
[[nodiscard]] IrrValue<T> irr_value_periodic(std::span<const T> cash_flows, RootRule rule = RootRule::falling);

namespace irr_search {
/// Outcome of the full scan of one lane, for those the quick certificate does not cover.
struct ScanValue {
  double rate;
  IrrStatus status;
};
[[nodiscard]] ScanValue scan_value(std::span<const double> cash_flows, RootRule rule = RootRule::falling);

[[nodiscard]] constexpr double lane(double x, int) noexcept { return x; }
[[nodiscard]] constexpr bool lane(bool x, int) noexcept { return x; }
template <class T>
[[nodiscard]] auto lane(const T& x, int i) noexcept {
  return x.lane(i);
}
constexpr void set_lane(double& x, int, double value) noexcept { x = value; }
constexpr void set_lane(bool& x, int, bool value) noexcept { x = value; }
template <class T, class V>
void set_lane(T& x, int i, V value) noexcept {
  x.set_lane(i, value);
}

using roi::carries_derivatives;

/// One lane of a series as doubles, without allocation up to 512 flows.
struct PlainFlows {
  template <class T>
  PlainFlows(std::span<const T> cash_flows, int i) : far(cash_flows.size() > kNear ? cash_flows.size() : 0) {
    double* to = far.empty() ? near.data() : far.data();
    for (std::size_t t = 0; t < cash_flows.size(); ++t) to[t] = plain(cash_flows[t], i);
    flows = {to, cash_flows.size()};
  }
  PlainFlows(const PlainFlows&) = delete;
  PlainFlows& operator=(const PlainFlows&) = delete;
  template <class T>
  static double plain(const T& x, int i) {
    if constexpr (carries_derivatives<T>) return value_of(x);
    else return lane(x, i);
  }
  static constexpr std::size_t kNear = 512;
  std::array<double, kNear> near;
  std::vector<double> far;
  std::span<const double> flows;
};

template <class T>
[[nodiscard]] ScanValue scan_lane(std::span<const T> cash_flows, int i, RootRule rule) {
  return scan_value(PlainFlows(cash_flows, i).flows, rule);
}

/// Solved in double, differentiated by the implicit function theorem. At a double root, where NPV has no slope, the rate
/// is not a function of the flows: its derivatives are given as 0.
template <class T>
[[nodiscard]] IrrValue<T> differentiated(std::span<const T> cash_flows, RootRule rule) {
  const PlainFlows plain(cash_flows, 0);
  const auto solved = irr_value_periodic<double>(plain.flows, rule);
  IrrValue<T> result{T(solved.rate), solved.exists, solved.status};
  if (!solved.exists || !(solved.rate > -1.0)) return result;
  const double slope = npv_slope(solved.rate, plain.flows);
  if (slope != 0.0) result.rate = implicit(solved.rate, npv(T(solved.rate), cash_flows), slope);
  return result;
}
}  // namespace irr_search

/// See the head of the file. No allocation unless a lane of more than 512 flows needs the full scan.
template <Scalar T>
[[nodiscard]] IrrValue<T> irr_value_periodic(std::span<const T> cash_flows, RootRule rule) {
  if constexpr (irr_search::carries_derivatives<T>) {
    return irr_search::differentiated(cash_flows, rule);
  } else {
    const irr_search::Outcome<T> quick = irr_search::search(cash_flows);
    IrrValue<T> result{quick.rate, quick.found, {}};
    for (int i = 0; i < lanes_of<T>; ++i) {
      IrrStatus& status = result.status[static_cast<std::size_t>(i)];
      if (irr_search::lane(quick.found, i)) {
        status = irr_search::lane(quick.only_root, i) ? IrrStatus::unique : IrrStatus::nearest;
      } else if (!irr_search::lane(quick.has_both_signs, i)) {
        status = IrrStatus::no_sign_change;
      } else if (irr_search::lane(quick.no_root, i)) {
        status = IrrStatus::none;
      } else {
        const auto scan = irr_search::scan_lane(cash_flows, i, rule);
        status = scan.status;
        if (scan.rate == scan.rate) {
          irr_search::set_lane(result.rate, i, scan.rate);
          irr_search::set_lane(result.exists, i, true);
        }
      }
    }
    return result;
  }
}

}  // namespace roi
