#pragma once
/// @file libroi/power/prepare/reduction.hpp: a year of hourly power and its bill as a few numbers per month, for every scalar.
///
/// Where every hour's facility power is at most quadratic in the month's activity u,
///
///   P_h(u) = a_h + b_h u + c_h u^2,
///
/// a month's energy in a register is  E(u) = sum a_h + u sum b_h + u^2 sum c_h  (times the step's hours): three
/// numbers, and its highest demand is  max over h of P_h(u): an upper envelope of parabolas, of which a few survive
/// on [0, 1]. Both equal the hourly sum for every u in [0, 1], to rounding. Conditions: node power linear, or
/// quadratic with losses at most linear; LossLoad::it_load; a cooling plant at fixed load points; no tier that
/// depends on the order of hours. Daily demand is a sum of envelopes.
///
/// Otherwise the registers are tabulated over equal intervals of u, in each by the parabola through its ends and
/// middle; intervals are doubled until the worst error of a month's bill, measured at four points inside every
/// interval, is below `tolerance` of that bill; error_bound() states it. (Kinks at interval ends: the derivative from
/// below.)
///
///   u [1]  activity of the busiest hour of the month, in [0, 1]; one value per month
///   Errors: DomainError if the tolerance is not met with 256 intervals.
#include <array>
#include <span>
#include <vector>

#include "libroi/core/scalar.hpp"
#include "libroi/power/hours/facility_hours.hpp"
#include "libroi/power/tariff/metering.hpp"
#include "libroi/power/tariff/pricing.hpp"

namespace roi::power {

template <Scalar T>
[[nodiscard]] T evaluate(const Quadratic& q, const T& u) {
  return q.a0 + u * (q.a1 + u * q.a2);
}

/// max over its members; empty counts as 0.
using Envelope = std::vector<Quadratic>;
template <Scalar T>
[[nodiscard]] T evaluate(const Envelope& envelope, const T& u) {
  if (envelope.empty()) return T(0.0);
  T most = evaluate(envelope.front(), u);
  for (std::size_t i = 1; i < envelope.size(); ++i) most = max(most, evaluate(envelope[i], u));
  return most;
}

/// Those of the parabolas that are highest somewhere on [0, 1], in the order in which they take the lead.
[[nodiscard]] Envelope upper_envelope(std::span<const Quadratic> parabolas);

/// What a month's registers are functions of.
struct MonthRegisters {
  std::vector<Quadratic> energy;            // by energy register, kWh
  std::vector<std::vector<Envelope>> peak;  // by demand register: a sum of envelopes, kW
  Quadratic all_energy, it_energy, water;   // kWh, kWh, litres
  Envelope all_peak;
};

class ReducedYear {
 public:
  /// Exact if the conditions above hold, else tabulated.
  ReducedYear(const BillPlan& plan, const FacilityYear& year, const BillOptions& options = {}, double tolerance = 5e-4);
  /// Exact reduction of hourly parabolas given directly, P_h(u) >= 0 on [0, 1] in kW; IT energy and water stay 0.
  ReducedYear(const BillPlan& plan, std::span<const Quadratic> hours);

  [[nodiscard]] bool exact() const { return intervals_ == 0; }
  [[nodiscard]] double error_bound() const { return error_bound_; }  // share of a month's bill
  [[nodiscard]] std::size_t interval_count() const { return intervals_; }
  [[nodiscard]] const MonthRegisters& month(int m) const { return months_[static_cast<std::size_t>(m)]; }

  template <Scalar T>
  [[nodiscard]] Registers<T> registers(std::span<const T> activity) const;
  template <Scalar T>
  [[nodiscard]] T it_energy(int m, const T& activity) const {
    return exact() ? evaluate(month(m).it_energy, activity) : interpolate(it_table_, 0, m, weights(activity));
  }
  template <Scalar T>
  [[nodiscard]] T water(int m, const T& activity) const {
    return exact() ? evaluate(month(m).water, activity) : interpolate(water_table_, 0, m, weights(activity));
  }

 private:
  struct Table {
    std::vector<double>
        value;  // [(register * 12 + month) * (1 + 2 intervals)]: at u = 0; then slope and bend of each interval
  };
  void reduce(const BillPlan& plan, std::span<const Quadratic> hours);
  void tabulate(const BillPlan& plan, const FacilityYear& year, const BillOptions& options, double tolerance);
  void fill_tables(const BillPlan& plan, const FacilityYear& year, const BillOptions& options);
  [[nodiscard]] double measured_error(const BillPlan& plan, const FacilityYear& year, const BillOptions& options) const;

  /// How far u has come in each interval, 0 .. 1.
  template <Scalar T>
  [[nodiscard]] std::vector<T> weights(const T& u) const {
    std::vector<T> z;
    z.reserve(intervals_);
    const double count = static_cast<double>(intervals_);
    for (std::size_t i = 0; i < intervals_; ++i)
      z.push_back(max(min(u * count - static_cast<double>(i), T(1.0)), T(0.0)));
    return z;
  }
  template <Scalar T>
  [[nodiscard]] T interpolate(const Table& table, std::size_t reg, int m, const std::vector<T>& z) const {
    const double* v = &table.value[(reg * 12 + static_cast<std::size_t>(m)) * (1 + 2 * intervals_)];
    T x(v[0]);
    for (std::size_t i = 0; i < z.size(); ++i) x = x + z[i] * (v[1 + 2 * i] + z[i] * v[2 + 2 * i]);
    return x;
  }

  std::array<MonthRegisters, 12> months_;
  std::size_t energy_registers_ = 0, demand_registers_ = 0, leaves_ = 0;
  std::size_t intervals_ = 0;
  Table energy_table_, exported_table_, peak_table_, tier_table_, all_table_, it_table_,
      water_table_;  // all: energy, peak
  double error_bound_ = 0.0;
};

template <Scalar T>
Registers<T> ReducedYear::registers(std::span<const T> activity) const {
  Registers<T> out;
  out.energy.assign(energy_registers_ * 12, T(0.0));
  out.exported.assign(energy_registers_ * 12, T(0.0));
  out.peak.assign(demand_registers_ * 12, T(0.0));
  out.tier.assign(leaves_ * 12, T(0.0));
  for (std::size_t m = 0; m < 12; ++m) {
    const T u = activity[m];
    if (exact()) {
      const MonthRegisters& q = months_[m];
      for (std::size_t r = 0; r < energy_registers_; ++r) out.energy[r * 12 + m] = evaluate(q.energy[r], u);
      for (std::size_t r = 0; r < demand_registers_; ++r) {
        T sum(0.0);
        for (const Envelope& e : q.peak[r]) sum = sum + evaluate(e, u);
        out.peak[r * 12 + m] = sum;
      }
      out.month_energy[m] = evaluate(q.all_energy, u);
      out.month_peak[m] = evaluate(q.all_peak, u);
      continue;
    }
    const int month = static_cast<int>(m);
    const std::vector<T> w = weights(u);
    for (std::size_t r = 0; r < energy_registers_; ++r) {
      out.energy[r * 12 + m] = interpolate(energy_table_, r, month, w);
      out.exported[r * 12 + m] = interpolate(exported_table_, r, month, w);
    }
    for (std::size_t r = 0; r < demand_registers_; ++r) out.peak[r * 12 + m] = interpolate(peak_table_, r, month, w);
    for (std::size_t r = 0; r < leaves_; ++r) out.tier[r * 12 + m] = interpolate(tier_table_, r, month, w);
    out.month_energy[m] = interpolate(all_table_, 0, month, w);
    out.month_peak[m] = interpolate(all_table_, 1, month, w);
  }
  return out;
}

/// Cost of each month under the tariff, for any scalar: registers(u) priced by the same code as an hourly bill.
template <Scalar T>
[[nodiscard]] std::array<T, 12> month_costs(const BillPlan& plan, const ReducedYear& year, std::span<const T> activity,
                                            const BillOptions& options = {}) {
  std::array<T, 12> cost{T(0), T(0), T(0), T(0), T(0), T(0), T(0), T(0), T(0), T(0), T(0), T(0)};
  price_year(
      plan, year.template registers<T>(activity), options,
      [&](std::size_t, std::size_t month, const T&, const T&, const T& amount) { cost[month] = cost[month] + amount; });
  return cost;
}

/// A month's whole bill folded into one parabola and a few priced peaks: for tariffs linear in their registers.
///   cost(u) = base(u) + sum_i price_i * max over its envelope(u)
struct FoldedMonth {
  Quadratic base;
  struct Peak {
    double price = 0.0;
    Envelope envelope;
  };
  std::vector<Peak> peaks;
  template <Scalar T>
  [[nodiscard]] T cost(const T& u) const {
    T sum = evaluate(base, u);
    for (const Peak& p : peaks) sum = sum + p.price * evaluate(p.envelope, u);
    return sum;
  }
};

/// Whether the bill is linear in its registers: one tier and block per period, no ratchet, minimum, contract or rebate.
[[nodiscard]] bool is_linear_in_registers(const Tariff& tariff);
/// DomainError unless the reduction is exact and the tariff linear in its registers.
[[nodiscard]] std::array<FoldedMonth, 12> folded(const BillPlan& plan, const ReducedYear& year,
                                                 const BillOptions& options = {});

}  // namespace roi::power
