#pragma once
/// @file libroi/finance/depreciation.hpp: depreciation of one asset, by period and as schedules that sum to the basis.
///
///   cost [money]  price paid     salvage [money]  value left at the end of its life, 0 <= salvage <= cost
///   life [periods] > 0           per  [-]  period number, 1 .. life     factor  200 % declining balance = 2
///
///   sln   (cost - salvage) / life
///   syd   (cost - salvage) (life - per + 1) 2 / (life (life + 1))
///   ddb   min(balance factor / life, balance - salvage), balance before the period = cost (1 - factor / life)^(per - 1)
///   db    fixed rate 1 - (salvage / cost)^(1 / life), rounded to 3 decimals as spreadsheets do; first year of m months
///   vdb   declining balance between two times, changing to straight line when that is more, unless told not to
///   units of use: (cost - salvage) used / total
///   macrs shares of the basis by tax year, United States, property classes of 3 to 20 years and buildings
///
/// The point functions work on every scalar; life, period and convention are structure. Schedules are doubles.
/// Errors: DomainError naming the argument. Kinks: min and max take the slope of the argument they return.
/// Sources: OASIS OpenFormula 1.2, 6.12 (SLN, SYD, DB, DDB, VDB); IRS Publication 946, Appendix A.
#include <span>
#include <vector>

#include "libroi/core/error.hpp"
#include "libroi/core/scalar.hpp"

namespace roi {

template <Scalar T>
[[nodiscard]] T sln(const T& cost, const T& salvage, double life) {
  require(life > 0.0, "sln", "life", life, "must be > 0 [periods]");
  return (cost - salvage) * (1.0 / life);
}

template <Scalar T>
[[nodiscard]] T syd(const T& cost, const T& salvage, double life, double per) {
  require(life > 0.0, "syd", "life", life, "must be > 0 [periods]");
  require(per >= 1.0 && per <= life, "syd", "per", per, "must be in [1, life] [period number]");
  return (cost - salvage) * ((life - per + 1.0) * 2.0 / (life * (life + 1.0)));
}

/// Declining balance of period `per`, never below the salvage value.
template <Scalar T>
[[nodiscard]] T ddb(const T& cost, const T& salvage, double life, double per, double factor = 2.0) {
  require(life > 0.0, "ddb", "life", life, "must be > 0 [periods]");
  require(per >= 1.0 && per <= life, "ddb", "per", per, "must be in [1, life] [period number]");
  require(factor > 0.0, "ddb", "factor", factor, "must be > 0");
  const double rate = factor / life < 1.0 ? factor / life : 1.0;
  const double before = per == 1.0 ? 1.0 : pow(1.0 - rate, per - 1.0);
  const T opening = max(cost * before, salvage);
  const T closing = max(cost * (before * (1.0 - rate)), salvage);
  return opening - closing;
}

/// Fixed-declining balance with a first year of `month` months (1 .. 12); period life + 1 takes the rest of the year.
[[nodiscard]] double db(double cost, double salvage, double life, double per, double month = 12.0);

/// Depreciation between the times `start` and `end` (0 <= start <= end <= life, fractions allowed).
[[nodiscard]] double vdb(double cost, double salvage, double life, double start, double end, double factor = 2.0,
                         bool no_switch = false);

template <Scalar T>
[[nodiscard]] T units_of_use(const T& cost, const T& salvage, const T& used, const T& total) {
  require(total > 0.0, "units_of_use", "total", total, "must be > 0 [units over the life]");
  return (cost - salvage) * (used / total);
}

enum class MacrsConvention { half_year, mid_quarter_1, mid_quarter_2, mid_quarter_3, mid_quarter_4 };

/// Shares of the basis by tax year for property of 3, 5, 7, 10, 15 or 20 years; they sum to 1 exactly. Half-year: the
/// published table A-1 (rounded percentages). Mid-quarter: computed from the rule behind tables A-2 to A-5 (200 % or
/// 150 % declining balance, straight line when more), so within half a unit of their last digit.
[[nodiscard]] std::vector<double> macrs(int property_class, MacrsConvention convention = MacrsConvention::half_year);

/// Straight line over 27.5 (residential) or 39 years (other buildings), mid-month; `month` = 1 .. 12 put in service.
[[nodiscard]] std::vector<double> macrs_building(double years, int month);

enum class DepreciationMethod { straight_line, sum_of_digits, declining, declining_to_straight_line, one_off };

/// Yearly schedule of an asset with a life of whole years put in service in calendar month `start_month` (1 .. 12): the
/// first calendar year takes 13 - start_month months, a last partial year the rest. Sums to cost - salvage exactly
/// (declining without switch: whatever the method leaves goes to the last year).
[[nodiscard]] std::vector<double> depreciation_schedule(DepreciationMethod method, double cost, double salvage,
                                                        int life_years, int start_month = 1, double factor = 2.0);

/// Shares of a custom table applied to a basis; they must sum to 1 within 1e-9, the amounts sum to the basis exactly.
[[nodiscard]] std::vector<double> custom_schedule(double basis, std::span<const double> shares);

/// Amounts in proportion to the units used in each period; sums to cost - salvage exactly when all units are used.
[[nodiscard]] std::vector<double> units_schedule(double cost, double salvage, std::span<const double> used);

}  // namespace roi
