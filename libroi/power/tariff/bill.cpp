#include "libroi/power/tariff/bill.hpp"

#include <algorithm>
#include <functional>

#include "libroi/core/scalar.hpp"
#include "libroi/power/check.hpp"
#include "libroi/power/tariff/pricing.hpp"

namespace roi::power {

Bill::Bill(const BillPlan& plan)
    : lines(plan.lines),
      currency(plan.tariff.currency),
      quantities(plan.lines.size() * 12, 0.0),
      prices(plan.lines.size() * 12, 0.0),
      amounts(plan.lines.size() * 12, 0.0) {}

std::vector<BillItem> Bill::items() const {
  std::vector<BillItem> list;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    for (int m = 0; m < 12; ++m) {
      if (at(quantities, line, m) == 0.0 && at(amounts, line, m) == 0.0) continue;
      list.push_back(
          {lines[line].path, m, at(quantities, line, m), lines[line].unit, at(prices, line, m), at(amounts, line, m)});
    }
  }
  return list;
}

double Bill::month_total(int month) const {
  double sum = 0.0;
  for (std::size_t line = 0; line < lines.size(); ++line) sum += at(amounts, line, month);
  return sum;
}

double Bill::total() const {
  double sum = 0.0;
  for (int m = 0; m < 12; ++m) sum += month_total(m);
  return sum;
}

double Bill::total_of(std::string_view prefix) const {
  double sum = 0.0;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    if (!std::string_view(lines[line].path).starts_with(prefix)) continue;
    for (int m = 0; m < 12; ++m) sum += at(amounts, line, m);
  }
  return sum;
}

double Bill::energy_kwh() const {
  double sum = 0.0;
  for (const double kwh : registers.month_energy) sum += kwh;
  return sum;
}

double Bill::price_per_kwh() const {
  const double kwh = energy_kwh();
  check(kwh > 0.0, "price_per_kwh", "energy", kwh, "must be > 0 [kWh]");
  return total() / kwh;
}

Bill make_bill(const BillPlan& plan, std::span<const double> kw, const BillOptions& options) {
  Bill bill(plan);
  bill.registers = meter(plan, kw, options);
  price_year(plan, bill.registers, options,
             [&](std::size_t line, std::size_t month, double quantity, double price, double amount) {
               const std::size_t k = line * 12 + month;
               bill.quantities[k] = quantity;
               bill.prices[k] = price;
               bill.amounts[k] = amount;
             });
  return bill;
}

double bill_total(const BillPlan& plan, std::span<const double> kw, const BillOptions& options) {
  const Registers<double> registers = meter(plan, kw, options);
  double total = 0.0;
  price_year(plan, registers, options,
             [&](std::size_t, std::size_t, double, double, double amount) { total += amount; });
  return total;
}

std::vector<double> load_duration(std::span<const double> kw) {
  std::vector<double> sorted(kw.begin(), kw.end());
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  return sorted;
}

}  // namespace roi::power
