#pragma once
/// @file libroi/finance/xirr.hpp: yearly internal rate of return and net present value of dated cash flows.
///
///   XNPV(r) = sum over i of cf[i] / (1 + r)^year_fraction(first date, date[i]) = 0,   r > -1  [1/year]
///
///   dates    in any order; flows of one day are added        cf[i] [money]  money out negative
///   Which root, statuses, accuracy: as finance/irr.hpp. `degenerate_horizon`: the flows span at most one day, so a yearly
///   rate says nothing; there is no value then, but the roots are listed. `short_horizon`: less than 90 days.
///   Errors: DomainError for fewer than two flows, unequal lengths or a flow that is not finite.
///   Shifting all dates changes nothing under ACT/365F and the other actual-day conventions with a fixed year.
///   Sources: finance/irr.hpp; Anexen/pyxirr#14, #45, #65, RayDeCampo/nodejs-xirr#7 for the cases that break solvers.
#include <span>
#include <vector>

#include "libroi/finance/day_count.hpp"
#include "libroi/finance/irr.hpp"

namespace roi {

/// Flows in order of time, one a day, as the solver takes them.
struct DatedFlows {
  std::vector<double> times;       ///< [years] from the first date
  std::vector<double> cash_flows;  ///< [money]
  int days = 0;                    ///< from the first to the last date
};

[[nodiscard]] DatedFlows order_flows(std::span<const Date> dates, std::span<const double> cash_flows,
                                     DayCount day_count = DayCount::act_365f);

/// The diagnosis of dated flows.
[[nodiscard]] IrrDiagnosis xirr(std::span<const Date> dates, std::span<const double> cash_flows,
                                DayCount day_count = DayCount::act_365f);

/// The rate chosen by the rule; NoSolutionError with the status where there is none.
[[nodiscard]] double xirr_value(std::span<const Date> dates, std::span<const double> cash_flows,
                                DayCount day_count = DayCount::act_365f);

/// Rate and status without the diagnosis' profile: NaN where there is no root. `rate` is given for a degenerate horizon.
struct RateStatus {
  double rate;
  IrrStatus status;
};
[[nodiscard]] RateStatus xirr_rate(std::span<const Date> dates, std::span<const double> cash_flows,
                                   DayCount day_count = DayCount::act_365f, RootRule rule = RootRule::falling);
/// The same for ordered flows at times in years.
[[nodiscard]] RateStatus rate_at_times(std::span<const double> times, std::span<const double> cash_flows,
                                       RootRule rule = RootRule::falling);

/// Net present value at the earliest date [money]; DomainError unless rate > -1.
[[nodiscard]] double xnpv(double rate, std::span<const Date> dates, std::span<const double> cash_flows,
                          DayCount day_count = DayCount::act_365f);

}  // namespace roi
