#include "libroi/finance/depreciation.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <string>

namespace roi {
namespace {

/// Sum from the left, the order in which a reader adds a schedule up.
double total(std::span<const double> amounts) { return std::accumulate(amounts.begin(), amounts.end(), 0.0); }

/// Moves the last amount by units in the last place until the schedule sums to `target` exactly.
void close_exactly(std::vector<double>& amounts, double target) {
  if (amounts.empty()) return;
  const double before = total({amounts.data(), amounts.size() - 1});
  double last = target - before;
  for (int pass = 0; pass < 8 && before + last != target; ++pass)
    last = std::nextafter(last, before + last < target ? 1e308 : -1e308);
  amounts.back() = last;
}

void check_life(const char* where, double cost, double salvage, double life) {
  require(life > 0.0, where, "life", life, "must be > 0 [periods]");
  require(cost >= 0.0, where, "cost", cost, "must be >= 0 [money]");
  require(salvage >= 0.0 && salvage <= cost, where, "salvage", salvage, "must be in [0, cost] [money]");
}

}  // namespace

double db(double cost, double salvage, double life, double per, double month) {
  check_life("db", cost, salvage, life);
  require(month >= 1.0 && month <= 12.0, "db", "month", month, "must be in [1, 12] [months]");
  const double periods = month < 12.0 ? life + 1.0 : life;
  require(per >= 1.0 && per <= periods, "db", "per", per, "must be in [1, life] (life + 1 after a short first year)");
  if (cost == 0.0) return 0.0;
  const double exact = salvage > 0.0 ? 1.0 - pow(salvage / cost, 1.0 / life) : 1.0;
  const double rate = std::floor(exact * 1000.0 + 0.5) / 1000.0;
  double written_off = cost * rate * month / 12.0;
  double amount = written_off;
  for (double period = 2.0; period <= per; period += 1.0) {
    amount = (cost - written_off) * rate;
    if (period > life) amount = amount * (12.0 - month) / 12.0;
    written_off += amount;
  }
  return amount;
}

double vdb(double cost, double salvage, double life, double start, double end, double factor, bool no_switch) {
  check_life("vdb", cost, salvage, life);
  require(factor > 0.0, "vdb", "factor", factor, "must be > 0");
  require(start >= 0.0 && start <= life, "vdb", "start", start, "must be in [0, life] [periods]");
  require(end >= start && end <= life, "vdb", "end", end, "must be in [start, life] [periods]");
  double balance = cost, sum = 0.0;
  bool straight = false;
  double level = 0.0;
  for (double opening = 0.0; opening < end; opening += 1.0) {  // whole periods; the first and last by their share
    const double declining = min(balance * min(factor / life, 1.0), balance - salvage);
    if (!straight && !no_switch) {
      level = (balance - salvage) / (life - opening);
      straight = level > declining;
    }
    const double amount = straight ? min(level, balance - salvage) : declining;
    const double share = min(end, opening + 1.0) - max(start, opening);
    if (share > 0.0) sum += amount * share;
    balance -= amount;
  }
  return sum;
}

std::vector<double> macrs(int property_class, MacrsConvention convention) {
  using Table = std::vector<double>;
  if (convention == MacrsConvention::half_year) {
    switch (property_class) {  // IRS Publication 946, Table A-1, percent
      case 3: return custom_schedule(1.0, Table{.3333, .4445, .1481, .0741});
      case 5: return custom_schedule(1.0, Table{.2000, .3200, .1920, .1152, .1152, .0576});
      case 7: return custom_schedule(1.0, Table{.1429, .2449, .1749, .1249, .0893, .0892, .0893, .0446});
      case 10:
        return custom_schedule(1.0, Table{.1000, .1800, .1440, .1152, .0922, .0737, .0655, .0655, .0656, .0655, .0328});
      case 15:
        return custom_schedule(1.0, Table{.0500, .0950, .0855, .0770, .0693, .0623, .0590, .0590, .0591, .0590, .0591,
                                          .0590, .0591, .0590, .0591, .0295});
      case 20:
        return custom_schedule(
            1.0, Table{.03750, .07219, .06677, .06177, .05713, .05285, .04888, .04522, .04462, .04461, .04462,
                       .04461, .04462, .04461, .04462, .04461, .04462, .04461, .04462, .04461, .02231});
      default: break;
    }
  }
  const bool known = property_class == 3 || property_class == 5 || property_class == 7 || property_class == 10 ||
                     property_class == 15 || property_class == 20;
  require(known, "macrs", "property_class", static_cast<double>(property_class),
          "must be 3, 5, 7, 10, 15 or 20 [years]");
  const double life = property_class;
  const double rate = (property_class <= 10 ? 2.0 : 1.5) / life;
  const double first =
      1.125 - 0.25 * static_cast<double>(static_cast<int>(convention));  // .875 .625 .375 .125 of a year
  std::vector<double> shares;
  double balance = 1.0;
  for (int year = 0; year <= property_class; ++year) {
    const double left = year == 0 ? life : life - first - (year - 1);
    const double time = year == 0 ? first : 1.0;
    const double amount = left <= time ? balance : balance * max(rate, 1.0 / left) * time;
    shares.push_back(amount);
    balance -= amount;
  }
  close_exactly(shares, 1.0);
  return shares;
}

std::vector<double> macrs_building(double years, int month) {
  require(years == 27.5 || years == 39.0, "macrs_building", "years", years, "must be 27.5 or 39 [years]");
  require(month >= 1 && month <= 12, "macrs_building", "month", static_cast<double>(month),
          "must be in [1, 12] [month of year]");
  std::vector<double> shares;
  double months = years * 12.0;
  double now = 12.5 - month;  // the month of service counts half
  while (months > 0.0) {
    const double used = min(now, months);
    shares.push_back(used / (years * 12.0));
    months -= used;
    now = 12.0;
  }
  close_exactly(shares, 1.0);
  return shares;
}

std::vector<double> depreciation_schedule(DepreciationMethod method, double cost, double salvage, int life_years,
                                          int start_month, double factor) {
  check_life("depreciation_schedule", cost, salvage, life_years);
  require(start_month >= 1 && start_month <= 12, "depreciation_schedule", "start_month",
          static_cast<double>(start_month), "must be in [1, 12] [month of year]");
  require(factor > 0.0, "depreciation_schedule", "factor", factor, "must be > 0");
  if (method == DepreciationMethod::one_off) return {cost - salvage};
  const double life = life_years;
  const double head = (13.0 - start_month) / 12.0;  // share of an asset year in the first calendar year
  std::vector<double> by_asset_year;
  for (int year = 1; year <= life_years; ++year) {
    switch (method) {
      case DepreciationMethod::straight_line: by_asset_year.push_back(sln(cost, salvage, life)); break;
      case DepreciationMethod::sum_of_digits: by_asset_year.push_back(syd(cost, salvage, life, year)); break;
      case DepreciationMethod::declining: by_asset_year.push_back(ddb(cost, salvage, life, year, factor)); break;
      default: by_asset_year.push_back(vdb(cost, salvage, life, year - 1.0, year, factor)); break;
    }
  }
  std::vector<double> schedule;
  double carried = 0.0;
  for (const double amount : by_asset_year) {
    schedule.push_back(carried + amount * head);
    carried = amount * (1.0 - head);
  }
  if (start_month > 1) schedule.push_back(carried);
  close_exactly(schedule, cost - salvage);
  return schedule;
}

std::vector<double> custom_schedule(double basis, std::span<const double> shares) {
  require(basis >= 0.0, "custom_schedule", "basis", basis, "must be >= 0 [money]");
  for (const double share : shares) require(share >= 0.0, "custom_schedule", "shares", share, "must be >= 0 [1]");
  const double sum = total(shares);
  require(sum > 1.0 - 1e-9 && sum < 1.0 + 1e-9, "custom_schedule", "the sum of shares", sum, "must be 1 [1]");
  std::vector<double> amounts;
  for (const double share : shares) amounts.push_back(basis * share);
  std::size_t last = amounts.size();
  while (last > 1 && amounts[last - 1] == 0.0) --last;  // trailing zeros of a table stay zeros
  std::vector<double> zeros(amounts.size() - last, 0.0);
  amounts.resize(last);
  close_exactly(amounts, basis);
  amounts.insert(amounts.end(), zeros.begin(), zeros.end());
  return amounts;
}

std::vector<double> units_schedule(double cost, double salvage, std::span<const double> used) {
  check_life("units_schedule", cost, salvage, 1.0);
  for (const double units : used) require(units >= 0.0, "units_schedule", "used", units, "must be >= 0 [units]");
  const double all = total(used);
  require(all > 0.0, "units_schedule", "the sum of used", all, "must be > 0 [units]");
  std::vector<double> shares;
  for (const double units : used) shares.push_back(units / all);
  return custom_schedule(cost - salvage, shares);
}

}  // namespace roi
