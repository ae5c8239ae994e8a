#pragma once
/// @file libroi/center/operations.hpp: the operating half of the pipeline: capacity to EBITDA and working capital.
///
/// Runs month by month through capacity, sales, power, revenue, capital cost and operating cost, and hands series of
/// booked values to finance. `scale` multiplies the card-hours sold (1, but for the search of break-even
/// utilization). EBITDA = revenue - operating cost; working capital = receivables - payables, settled in the last
/// month. All series in the model's currency unless their name says otherwise. See docs/model.md sections 1 to 6.
#include <string>
#include <vector>

#include "libroi/capacity/capacity.hpp"
#include "libroi/capex/capex.hpp"
#include "libroi/center/center.hpp"
#include "libroi/demand/sales.hpp"
#include "libroi/opex/opex.hpp"
#include "libroi/power/facility.hpp"
#include "libroi/revenue/revenue.hpp"

namespace roi {

struct OperationsLines {
  std::vector<IndexLines> indices;
  CapacityLines capacity;
  SalesLines sales;
  FacilityLines facility;
  RevenueLines revenue;
  CapexLines capex;
  OpexLines opex;
  Line effective, ebitda, receivables, payables, working_capital;
};

OperationsLines declare_operations(LineTable& lines, const Center<double>& center);

/// What operations hand to finance and to the metrics, one value a month.
template <class T>
struct OperationsSeries {
  explicit OperationsSeries(int n)
      : installed(n),
        sold(n),
        available(n),
        effective(n),
        revenue(n),
        opex(n),
        ebitda(n),
        working_capital(n),
        energy(n),
        it_energy(n),
        power_cost(n),
        critical_live(n),
        spend(n),
        depreciation(n),
        tax_depreciation(n),
        proceeds(n),
        book_written_off(n),
        tax_written_off(n),
        receivables(n),
        payables(n),
        it(n),
        busy(n),
        busy_full(n),
        level(n),
        price_level(n),
        power_prices(static_cast<std::size_t>(n)) {}
  Series<T> installed, sold, available, effective, revenue, opex, ebitda, working_capital, energy, it_energy,
      power_cost, critical_live, spend, depreciation, tax_depreciation, proceeds, book_written_off, tax_written_off,
      receivables, payables, it, busy, busy_full, level, price_level;
  std::vector<Few<T>> power_prices;  // prices beyond the tariff, one list a month
  T critical_power{0.0}, opening_working_capital{0.0}, cost_of_assets{0.0};
};

/// Receivables, payables and working capital of one month.
template <class T, class Book>
void settle(const OperationsLines& lines, const WorkingCapital<T>& in, const Clock<T>& clock, int t, const T& revenue,
            const T& opex, Book& book, OperationsSeries<T>& out) {
  const auto zero = [] { return T(0.0); };
  out.receivables[t] =
      book(lines.receivables, t,
           when<T>(clock.last(t), zero, [&] { return revenue * in.receivable_days * clock.day_share(t); }));
  out.payables[t] = book(lines.payables, t,
                         when<T>(clock.last(t), zero, [&] { return opex * in.payable_days * clock.day_share(t); }));
  out.working_capital[t] = book(lines.working_capital, t, out.receivables[t] - out.payables[t]);
}

template <PowerIn kPower = PowerIn::cost, class T, class Book>
void operate(const OperationsLines& lines, const Center<T>& in, const Clock<T>& clock, const T& scale, Book& book,
             OperationsSeries<T>& out) {
  Few<T> growth;
  for (const auto& [key, index] : in.indices) growth.push_back(index.growth);
  IndexLevels<T, Book> indices(lines.indices, growth, book);
  Capacity<T, Book> capacity(lines.capacity, in.phases, in.fleets, book);
  Sales<T, Book> sales(lines.sales, in.contracts, in.markets, capacity, indices, scale, book);
  Facility<T, Book> facility(lines.facility, in.fleets, in.colocation, in.power, capacity, indices, clock, book);
  Revenue<T, Book> revenue(lines.revenue, in.contracts, in.markets, in.services, in.colocation, in.power, indices,
                           clock, book);
  Capex<T, Book> capex(lines.capex, {in.phases, in.fleets, in.capex, in.asset_classes}, clock, book);
  Opex<T, Book> opex(lines.opex, in.opex, in.services, indices, clock, book);
  out.critical_power = capacity.critical_power;
  out.cost_of_assets = capex.cost_of_assets();
  book.opening(lines.receivables, T(0.0));
  book.opening(lines.payables, T(0.0));
  out.opening_working_capital = book.opening(lines.working_capital, T(0.0));
  for (int t = 0; t < clock.months(); ++t) {
    capacity.step(t, clock, book);
    sales.step(t, clock, capacity, indices, book);
    facility.template step<kPower>(t, clock, capacity, sales.fleet_allocated, indices, book);
    revenue.step(
        t, clock,
        {sales.contract_sold, sales.market_sold, sales.sold, facility.colocation_it, facility.load.price_level},
        indices, book);
    capex.step(t, clock, book);
    opex.step(t, clock,
              {capacity.installed, capacity.critical_live, sales.sold, revenue.total, capex.in_service, revenue.service,
               facility.cost},
              indices, book);
    indices.advance(t, book);
    T useful(0.0);
    for (std::size_t f = 0; f < in.fleets.size(); ++f)
      useful = useful + sales.fleet_sold[f] * in.fleets[f].device.peak.fp16 * in.fleets[f].mfu;
    out.effective[t] = book(lines.effective, t, useful);
    out.ebitda[t] = book(lines.ebitda, t, revenue.total - opex.total);
    settle(lines, in.working_capital, clock, t, revenue.total, opex.total, book, out);
    out.installed[t] = capacity.installed;
    out.sold[t] = sales.sold;
    out.available[t] = capacity.available;
    out.revenue[t] = revenue.total;
    out.opex[t] = opex.total;
    out.energy[t] = facility.energy;
    out.it_energy[t] = facility.it_energy;
    out.power_cost[t] = facility.cost;
    out.it[t] = facility.load.it;
    out.busy[t] = facility.load.busy;
    out.busy_full[t] = facility.load.busy_full;
    out.level[t] = facility.load.level;
    out.price_level[t] = facility.load.price_level;
    if (!facility.prices().empty()) out.power_prices[static_cast<std::size_t>(t)] = facility.prices();
    out.critical_live[t] = capacity.critical_live;
    out.spend[t] = capex.spend;
    out.depreciation[t] = capex.depreciation;
    out.tax_depreciation[t] = capex.tax_depreciation;
    out.proceeds[t] = capex.proceeds;
    out.book_written_off[t] = capex.book_written_off;
    out.tax_written_off[t] = capex.tax_written_off;
  }
}

}  // namespace roi
