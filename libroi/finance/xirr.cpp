#include "libroi/finance/xirr.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>

#include "libroi/finance/dated_rate.hpp"
#include "libroi/finance/diagnosis.hpp"
#include "libroi/finance/npv.hpp"
#include "libroi/finance/rate_roots.hpp"

namespace roi {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

void check_lengths(std::span<const Date> dates, std::span<const double> flows, const char* where) {
  if (dates.size() == flows.size()) return;
  throw DomainError(std::string(where) + ": dates has " + std::to_string(dates.size()) +
                    " entries, but cash_flows has " + std::to_string(flows.size()));
}

/// Whether no date is before its predecessor, and whether some are the same.
struct Order {
  bool ascends, repeats;
};
Order order_of(std::span<const Date> dates) {
  int falls = 0, repeats = 0;
  for (std::size_t i = 1; i < dates.size(); ++i) {
    falls |= dates[i].days < dates[i - 1].days ? 1 : 0;
    repeats |= dates[i].days == dates[i - 1].days ? 1 : 0;
  }
  return {falls == 0, repeats != 0};
}

/// Years under ACT/365F from the first of ascending dates.
void years_of(std::span<const Date> dates, double* times) {
  for (std::size_t i = 0; i < dates.size(); ++i) times[i] = (dates[i].days - dates.front().days) / 365.0;
}

constexpr std::size_t kNear = 512;

struct Sorted {
  std::array<Date, kNear> dates;
  std::array<double, kNear> flows;
};

/// At most kNear flows by day, those of a day as they came, in two counting passes; false where they span 180 years.
bool sort_by_day(std::span<const Date> dates, std::span<const double> cash_flows, Sorted& out) {
  const auto [least, most] = std::minmax_element(dates.begin(), dates.end());
  const int first = least->days;
  if (most->days - first > 0xffff) return false;
  std::array<std::uint16_t, kNear> place;
  std::array<std::uint16_t, 257> low{}, high{};
  const auto day = [&](std::size_t i) { return static_cast<unsigned>(dates[i].days - first); };
  for (std::size_t i = 0; i < dates.size(); ++i) {
    ++low[(day(i) & 0xffU) + 1];
    ++high[(day(i) >> 8U) + 1];
  }
  std::partial_sum(low.begin(), low.end(), low.begin());
  std::partial_sum(high.begin(), high.end(), high.begin());
  for (std::size_t i = 0; i < dates.size(); ++i) place[low[day(i) & 0xffU]++] = static_cast<std::uint16_t>(i);
  for (std::size_t k = 0; k < dates.size(); ++k) {
    const std::size_t i = place[k], to = high[day(i) >> 8U]++;
    out.dates[to] = dates[i];
    out.flows[to] = cash_flows[i];
  }
  return true;
}

/// The only rate under ACT/365F of at most kNear flows in order of time, if they span more than a day.
DatedRate rate_in_order(std::span<const Date> dates, std::span<const double> cash_flows, bool repeats) {
  if (dates.back().days - dates.front().days <= 1) return {};
  std::array<double, kNear> times, flows;
  if (!repeats) {
    years_of(dates, times.data());
    return dated_rate({times.data(), dates.size()}, cash_flows);
  }
  std::size_t count = 0;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    if (i > 0 && dates[i] == dates[i - 1]) {
      flows[count - 1] += cash_flows[i];
      continue;
    }
    times[count] = (dates[i].days - dates.front().days) / 365.0;
    flows[count++] = cash_flows[i];
  }
  return dated_rate({times.data(), count}, {flows.data(), count});
}

/// The same for flows in any order.
DatedRate rate_without_memory(std::span<const Date> dates, std::span<const double> cash_flows) {
  const Order found = order_of(dates);
  if (found.ascends) return rate_in_order(dates, cash_flows, found.repeats);
  Sorted sorted;
  if (!sort_by_day(dates, cash_flows, sorted)) return {};
  const std::span<const Date> in_order(sorted.dates.data(), dates.size());
  return rate_in_order(in_order, {sorted.flows.data(), dates.size()}, order_of(in_order).repeats);
}

}  // namespace

DatedFlows order_flows(std::span<const Date> dates, std::span<const double> cash_flows, DayCount day_count) {
  check_lengths(dates, cash_flows, "order_flows");
  DatedFlows out;
  const std::size_t n = dates.size();
  if (n == 0) return out;
  const Order found = order_of(dates);
  if (day_count == DayCount::act_365f && found.ascends && !found.repeats) {  // usual, and quick
    out.days = dates.back().days - dates.front().days;
    out.times.resize(n);
    years_of(dates, out.times.data());
    out.cash_flows.assign(cash_flows.begin(), cash_flows.end());
    return out;
  }
  // day and place in one number: sorts by day, then in the order given
  std::vector<std::uint64_t> order(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto day = static_cast<std::uint32_t>(dates[i].days) ^ 0x8000'0000U;  // negative days come first
    order[i] = static_cast<std::uint64_t>(day) << 32U | i;
  }
  std::sort(order.begin(), order.end());
  const auto place = [&](std::size_t i) { return static_cast<std::size_t>(order[i] & 0xffff'ffffU); };
  const Date first = dates[place(0)];
  out.days = dates[place(n - 1)].days - first.days;
  out.times.reserve(n);
  out.cash_flows.reserve(n);
  Date before = first;
  for (std::size_t i = 0; i < n; ++i) {
    const Date date = dates[place(i)];
    if (i > 0 && date == before) {
      out.cash_flows.back() += cash_flows[place(i)];
      continue;
    }
    before = date;
    out.times.push_back(day_count == DayCount::act_365f ? (date.days - first.days) / 365.0
                                                        : year_fraction(first, date, day_count));
    out.cash_flows.push_back(cash_flows[place(i)]);
  }
  return out;
}

RateStatus rate_at_times(std::span<const double> times, std::span<const double> cash_flows, RootRule rule) {
  const DatedRate quick = dated_rate(times, cash_flows);
  if (quick.found) return {expm1(quick.force), IrrStatus::unique};
  const auto scan = rate_roots::find(times, cash_flows);
  if (!scan.both_signs) return {kNone, IrrStatus::no_sign_change};
  if (scan.roots.empty()) return {kNone, scan.complete ? IrrStatus::none : IrrStatus::not_converged};
  const double rate = expm1(scan.roots[diagnosis::choose(scan.roots, rule)].force);
  if (!scan.complete) return {rate, IrrStatus::not_converged};
  return {rate, scan.roots.size() > 1 ? IrrStatus::several : IrrStatus::unique};
}

RateStatus xirr_rate(std::span<const Date> dates, std::span<const double> cash_flows, DayCount day_count,
                     RootRule rule) {
  check_lengths(dates, cash_flows, "xirr");
  if (day_count == DayCount::act_365f && dates.size() > 1 && dates.size() <= kNear) {
    const DatedRate quick = rate_without_memory(dates, cash_flows);
    if (quick.found) return {expm1(quick.force), IrrStatus::unique};
  }
  const DatedFlows flows = order_flows(dates, cash_flows, day_count);
  RateStatus result = rate_at_times(flows.times, flows.cash_flows, rule);
  const bool both_signs = result.status != IrrStatus::no_sign_change || diagnosis::sign_changes(cash_flows) > 0;
  if (both_signs && flows.days <= 1) {
    result.status = IrrStatus::degenerate_horizon;
  } else if (both_signs && result.status == IrrStatus::no_sign_change) {
    result.status = IrrStatus::none;  // flows of one day outweigh each other
  }
  return result;
}

IrrDiagnosis xirr(std::span<const Date> dates, std::span<const double> cash_flows, DayCount day_count) {
  check_lengths(dates, cash_flows, "xirr");
  diagnosis::check_flows(cash_flows, "xirr");
  const DatedFlows flows = order_flows(dates, cash_flows, day_count);
  IrrDiagnosis out =
      diagnosis::describe(flows.cash_flows, rate_roots::find(flows.times, flows.cash_flows),
                          [&](double rate) { return xnpv<double>(rate, flows.times, flows.cash_flows); });
  const DatedRate quick = dated_rate(flows.times, flows.cash_flows);
  if (quick.found && out.roots.size() == 1) {  // the bits that xirr_rate and rows give
    out.value = out.roots[0].rate = expm1(quick.force);
    out.log1p_value = out.roots[0].log1p_rate = quick.force;
  }
  out.short_horizon = flows.days < 90;
  if (out.status == IrrStatus::no_sign_change && diagnosis::sign_changes(cash_flows) > 0) {
    out.status = IrrStatus::none;  // flows of one day outweigh each other
    out.rule =
        out.npv_at_zero < 0.0 ? "no rate: NPV is negative at every rate" : "no rate: NPV is positive at every rate";
  }
  if (flows.days <= 1 && out.status != IrrStatus::no_sign_change) {
    out.status = IrrStatus::degenerate_horizon;
    out.value = out.log1p_value = kNone;
    out.rule = "no rate: the flows span at most one day";
  }
  return out;
}

double xirr_value(std::span<const Date> dates, std::span<const double> cash_flows, DayCount day_count) {
  check_lengths(dates, cash_flows, "xirr_value");
  diagnosis::check_flows(cash_flows, "xirr_value");
  const RateStatus result = xirr_rate(dates, cash_flows, day_count);
  const bool usable = result.status == IrrStatus::unique || result.status == IrrStatus::several;
  if (!usable) {
    const double sum = std::accumulate(cash_flows.begin(), cash_flows.end(), 0.0);
    diagnosis::throw_no_rate("xirr_value", result.status, sum < 0.0);
  }
  return result.rate;
}

double xnpv(double rate, std::span<const Date> dates, std::span<const double> cash_flows, DayCount day_count) {
  check_lengths(dates, cash_flows, "xnpv");
  const DatedFlows flows = order_flows(dates, cash_flows, day_count);
  return xnpv<double>(rate, flows.times, flows.cash_flows);
}

}  // namespace roi
