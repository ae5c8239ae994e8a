#pragma once
/// @file libroi/power/tariff/bill.hpp: a year's electricity bill, itemised.
///
///   const BillPlan plan(tariff, YearClock::of_year(2026));           // once
///   const Bill bill = make_bill(plan, load_kw);                      // about 100 us for 8,760 hours
///   bill.total();  bill.month_total(m);  for (const auto& item : bill.items()) ...
///
///   amount = quantity * price for every item; the items of a month add up to month_total to rounding. Costs are
///   positive, credits negative. All-in price = total / energy.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/power/tariff/metering.hpp"

namespace roi::power {

struct BillItem {
  std::string path;
  int month = 0;
  double quantity = 0.0;
  std::string unit;
  double price = 0.0;
  double amount = 0.0;
};

class Bill {
 public:
  explicit Bill(const BillPlan& plan);
  /// Items with a quantity or an amount other than 0, in the order of lines, then months.
  [[nodiscard]] std::vector<BillItem> items() const;
  [[nodiscard]] double amount(std::size_t line, int month) const { return at(amounts, line, month); }
  [[nodiscard]] double month_total(int month) const;
  [[nodiscard]] double total() const;
  /// Sum of the amounts whose path begins with `prefix`, over the year.
  [[nodiscard]] double total_of(std::string_view prefix) const;
  [[nodiscard]] double energy_kwh() const;
  [[nodiscard]] double price_per_kwh() const;

  std::vector<BillLine> lines;
  std::string currency;
  std::vector<double> quantities, prices, amounts;  // [line * 12 + month]
  Registers<double> registers;

 private:
  [[nodiscard]] static double at(const std::vector<double>& v, std::size_t line, int month) {
    return v[line * 12 + static_cast<std::size_t>(month)];
  }
};

[[nodiscard]] Bill make_bill(const BillPlan& plan, std::span<const double> kw, const BillOptions& options = {});

/// The year's total only: no line is stored.
[[nodiscard]] double bill_total(const BillPlan& plan, std::span<const double> kw, const BillOptions& options = {});

/// Highest-first load values [kW]; entry k is exceeded or met in k + 1 steps.
[[nodiscard]] std::vector<double> load_duration(std::span<const double> kw);

}  // namespace roi::power
