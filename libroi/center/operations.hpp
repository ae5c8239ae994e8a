#pragma once
/// @file libroi/center/operations.hpp: the operating half of the pipeline: capacity to EBITDA and working capital.
///
/// Month by month: capacity; the streams claim card-hours; sales; power of fleets and streams, and its cost; the streams
/// earn; capital cost; operating cost, with what the streams spend; EBITDA and working capital. Booked values are handed
/// to finance and the metrics as records of months (stage/month.hpp). `scale` multiplies the card-hours sold (1, but for
/// the search of break-even utilization). See docs/model.md sections 1 to 6.
#include <vector>

#include "libroi/accounts/working_capital.hpp"
#include "libroi/capex/capex.hpp"
#include "libroi/center/center.hpp"
#include "libroi/demand/sales.hpp"
#include "libroi/opex/fleet_leases.hpp"
#include "libroi/opex/opex.hpp"
#include "libroi/power/power_stage.hpp"

namespace roi {

template <class Streams>
struct OperationsLines {
  std::vector<IndexLines> indices;
  CapacityLines capacity;
  typename Streams::Lines streams;
  SalesLines sales;
  PowerLines power;
  Line revenue, effective;
  OpexLines opex;
  FleetLeaseLines leases;
  CapexLines capex;
  WorkingCapitalLines working_capital;
};

template <class Streams>
OperationsLines<Streams> declare_operations(Declare& d, const CenterOf<double, Streams>& center) {
  OperationsLines<Streams> out;
  for (const auto& [key, index] : center.indices) out.indices.push_back(declare_index(d.lines(), key));
  out.capacity = declare_capacity(d, center.phases, center.fleets);
  out.streams = Streams::declare(d, center);
  out.sales = declare_sales(d);
  for (std::size_t u = 0; u < out.sales.units.size(); ++u)
    d.lines().weigh(out.sales.units[u].utilization, u == 0 ? out.capacity.available : out.capacity.units[u].available);
  out.effective = d.line({"sales/effective", "Effective PFLOPS-hours", "PFLOPS-hour", Kind::flow, Section::none,
                          "hours sold, of cards or nodes, x dense FP16 peak x performance x goodput x MFU"});
  out.power = declare_power(d, center.power);
  out.revenue = d.line({"revenue/total", "Revenue", "money", Kind::flow, Section::none, "all revenue"});
  out.opex = declare_opex(d, center.opex);
  out.leases = declare_fleet_leases(d, center.fleets);
  out.capex = declare_capex(d, center.phases, center.fleets, center.capex, center.asset_classes);
  out.working_capital = declare_working_capital(d);
  return out;
}

/// Operations of one evaluation; memory is kept from call to call.
template <class T>
struct Operations {
  explicit Operations(int n) : months(static_cast<std::size_t>(n)), power_prices(static_cast<std::size_t>(n)) {}
  Months<T> months;
  UnitMonths<T> units;               // where the center sells in several units, or in parts of nodes
  std::vector<Few<T>> power_prices;  // beyond the tariff, of an itemised power bill, by month
  T critical_power{0.0}, opening_working_capital{0.0};
};

/// `measures`, where given, takes the metrics that streams have declared.
template <PowerIn kPower = PowerIn::cost, class Streams, class T, class Book>
void operate(const OperationsLines<Streams>& lines, const CenterOf<T, Streams>& in, const Clock<T>& clock,
             const T& scale, Book& book, Operations<T>& out, Measures<T, Book>* measures = nullptr) {
  Few<T> growth;
  for (const auto& [key, index] : in.indices) growth.push_back(index.growth);
  IndexLevels<T, Book> indices(lines.indices, growth, book);
  const std::size_t units = lines.capacity.units.size();
  const bool explains = measures != nullptr && (Book::keeps_lines || measures->wants(CostGroup::idle_hours));
  FleetHours<T> fleets(in.fleets.size(), units > 1 || explains);
  out.units.resize(units * out.months.size());
  PassedOnEnergy<T> energy;
  const Setting<T, Book> setting{clock, indices, fleets, scale, book, energy};
  Capacity<T, Book> capacity(lines.capacity, in.phases, in.fleets, setting);
  const Sales<T, Book> sales(lines.sales);
  PowerStage<T, Book> power(lines.power, in.fleets, in.power, capacity, setting);
  typename Streams::template Stages<T, Book> streams(lines.streams, in, setting);
  Capex<T, Book> capex(lines.capex, {in.phases, in.fleets, capacity.cards, in.capex, in.asset_classes}, setting);
  Opex<T, Book> opex(lines.opex, in.opex, setting);
  FleetLeases<T, Book> leases(lines.leases, in.fleets, capacity.cards, setting);
  out.critical_power = capacity.critical_power;
  book.opening(lines.working_capital.receivables, T(0.0));
  book.opening(lines.working_capital.payables, T(0.0));
  out.opening_working_capital = book.opening(lines.working_capital.working_capital, T(0.0));
  for (int t = 0; t < clock.months(); ++t) {
    Now<T, Book> now = setting.at(t, out.months[static_cast<std::size_t>(t)]);
    now.month.begin();
    UnitMonth<T>* const sold = units == 0 ? nullptr : &out.units[static_cast<std::size_t>(t) * units];
    capacity.step(now, sold);
    // IT power alone is asked for at scale 0, where nothing is sold
    streams.template claim<kPower != PowerIn::it_alone>(now);
    sales.step(now, sold);
    power.load(now);
    streams.load(now);
    power.template step<kPower>(now, out.power_prices[static_cast<std::size_t>(t)]);
    streams.earn(now);
    sales.share(now, sold);
    now.month.money.revenue = now(lines.revenue, now.month.money.revenue);
    if (explains) streams.explain(now);
    capex.step(now);
    opex.step(now, capex.in_service);
    leases.step(now);
    streams.spend(now);
    opex.close(now);
    indices.advance(t, book);
    T useful(0.0);
    for (std::size_t f = 0; f < in.fleets.size(); ++f)
      useful = useful + fleets.productive(f, fleets.sold[f]) * in.fleets[f].device.peak.fp16 * in.fleets[f].mfu;
    now.month.hours.effective = now(lines.effective, useful);
    now.month.money.ebitda = now(lines.working_capital.ebitda, now.month.money.revenue - now.month.money.opex);
    settle(lines.working_capital, in.working_capital, clock, t, book, now.month);
  }
  if (measures != nullptr) streams.measure(out.months, *measures);
}

/// Metrics and checks of operations, once their months are over.
template <class Streams, class T, class Book>
void measure_operations(const OperationsLines<Streams>& lines, const Operations<T>& operations,
                        Measures<T, Book>& measures) {
  const Months<T>& months = operations.months;
  measure_margin(months, measures);
  Sales<T, Book>::measure(lines.sales, months, operations.units, measures);
  Capex<T, Book>::measure(months, measures);
  PowerStage<T, Book>::measure(months, measures);
  Opex<T, Book>::measure(months, measures);
}

}  // namespace roi
