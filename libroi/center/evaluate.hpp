#pragma once
/// @file libroi/center/evaluate.hpp: the pipeline, from the inputs of a center to its metrics, on any scalar.
///
///     operate -> project cash flow -> debt -> tax, statements, equity -> metrics
///
/// Every value passes through the book, which decides what is kept (core/book.hpp). All equations stand in
/// docs/model.md. Pure: no I/O, no globals. The month loops take no memory; series are taken once before them.
#include <array>
#include <concepts>
#include <cstdint>
#include <span>

#include "libroi/center/break_even.hpp"
#include "libroi/center/layout.hpp"
#include "libroi/finance/irr.hpp"

namespace roi {

struct EvaluateOptions {
  std::uint32_t metrics = ~std::uint32_t{0};  // which of the costly ones to find: bit i is Metric i
  const SolvedScale* solved = nullptr;        // the break-even scale, for scalars that do not search it
  [[nodiscard]] constexpr bool wants(Metric metric) const noexcept {
    return (metrics >> static_cast<unsigned>(metric) & 1U) != 0;
  }
};
static_assert(kMetricCount <= 32);

/// Options that find the costly metrics (rates of return, break-even) only where they are asked for.
[[nodiscard]] constexpr EvaluateOptions only(std::span<const Metric> metrics) noexcept {
  EvaluateOptions options;
  options.metrics = 0;
  for (const Metric metric : metrics) options.metrics |= 1U << static_cast<unsigned>(metric);
  return options;
}

/// Rate of return per month of a booked row; core/formula_fold.hpp has the overload for formulas.
template <class T>
[[nodiscard]] Defined<T> monthly_rate(const Series<T>& row) {
  if (row.size() < 2) return {T(0.0), T(1.0) < T(0.0)};
  const IrrValue<T> rate = irr_value_periodic<T>(row.span());
  return {rate.rate, rate.exists};
}

template <class T>
inline constexpr bool searches_scale = !carries_derivatives<T> && requires(const mask_t<T>& m) {
  { all_of(m) } -> std::same_as<bool>;
};

/// Evaluation of one model structure on one scalar; memory is kept from call to call.
template <class T, class Book>
class Evaluator {
 public:
  explicit Evaluator(const Layout& layout)
      : layout_(layout),
        clock_(layout.timeline()),
        ops_(layout.months()),
        project_(layout.months()),
        spare_ops_(layout.months()),
        spare_project_(layout.months()),
        fcfe_(layout.months()),
        equity_(layout.months()),
        debt_(layout.debt.loans.size(), layout.months()) {}

  MetricSet<T> operator()(const Center<T>& in, Book& book, const EvaluateOptions& options = {}) {
    metrics_ = MetricSet<T>{};
    options_ = options;
    operate(layout_.operations, in, clock_, T(1.0), book, ops_);
    assess_project(layout_.project, in, clock_, ops_, book, project_);
    measure_project(in, book);
    finance(in, book);
    break_even(in, book);
    return metrics_;
  }

 private:
  void set(Metric metric, const Defined<T>& value, Book& book) {
    metrics_[metric] = book.metric(layout_.metrics[static_cast<std::size_t>(metric)], value);
  }
  void set(Metric metric, const T& value, Book& book) { set(metric, Defined<T>{value, T(0.0) < T(1.0)}, book); }

  static Defined<T> quotient(const T& above, const T& below) {
    const mask_t<T> exists = below > 0.0;
    return {above / select(exists, below, T(1.0)), exists};
  }
  void set_rate(Metric metric, const Series<T>& row, Book& book) {
    if (!options_.wants(metric)) return;
    const Defined<T> monthly = monthly_rate(row);
    set(metric, Defined<T>{annual_from_monthly(monthly.value), monthly.exists}, book);
  }

  void measure_project(const Center<T>&, Book& book) {
    Sum<T> revenue, opex, ebitda, sold, available, energy, it_energy, power, spend;
    for (int t = 0; t < clock_.months(); ++t) {
      revenue.add(ops_.revenue[t]);
      opex.add(ops_.opex[t]);
      ebitda.add(ops_.ebitda[t]);
      sold.add(ops_.sold[t]);
      available.add(ops_.available[t]);
      energy.add(ops_.energy[t]);
      it_energy.add(ops_.it_energy[t]);
      power.add(ops_.power_cost[t]);
      spend.add(ops_.spend[t]);
    }
    set(Metric::npv_project_before_tax, project_.npv_before_tax, book);
    set(Metric::npv_project, project_.npv, book);
    set_rate(Metric::irr_project_before_tax, project_.before_tax, book);
    set_rate(Metric::irr_project, project_.cash_flow, book);
    set(Metric::payback, project_.payback, book);
    set(Metric::payback_discounted, project_.discounted_payback, book);
    set(Metric::ebitda_margin, quotient(ebitda.value(), revenue.value()), book);
    utilization_ = quotient(sold.value(), available.value());
    set(Metric::utilization, utilization_, book);
    set(Metric::lcoc_sold_hour, quotient(project_.cost_value, project_.sold_value), book);
    set(Metric::lcoc_effective_pflops_hour, quotient(project_.cost_value, project_.effective_value), book);
    set(Metric::capital_cost, spend.value(), book);
    set(Metric::average_pue, quotient(energy.value(), it_energy.value()), book);
    set(Metric::power_share_of_opex, quotient(power.value(), opex.value()), book);
  }

  void finance(const Center<T>& in, Book& book) {
    const Layout& l = layout_;
    Debt<T, Book> debt(l.debt, in.financing, clock_, ops_.spend, book, debt_);
    Sum<T> financing_cost;
    Series<T>& financing_spend = spare_ops_.spend;
    for (int t = 0; t < clock_.months(); ++t) {
      financing_spend[t] = book(l.financing_spend, t, debt.capitalised[t] + debt.fees[t]);
      financing_cost.add(financing_spend[t]);
    }
    AssetPlan<T> plan;
    plan.cost = financing_cost.value();
    plan.in_service = in.financing.conversion;
    plan.exit = T(clock_.last_start());
    Asset<T, Book> asset(l.financing_asset, plan, in.asset_classes[static_cast<std::size_t>(l.financing_class)], book);
    Tax<T, Book> tax(l.corporate_tax, in.tax.rate, book);
    Statements<T, Book> books(l.statements, in.financing.minimum_cash, in.tax.rate, ops_.critical_power,
                              ops_.opening_working_capital, book);
    Coverage<T, Book> coverage(l.coverage, in.financing.loans, clock_, book);
    const T equity_discount = book.constant(l.equity_monthly_discount, monthly_discount(in.valuation.equity_rate));
    T factor = book.opening(l.equity_factor, T(1.0));
    T paid_in_net = book.opening(l.equity_cumulative, T(0.0));
    SumProduct<T> npv_equity;
    Sum<T> paid_in, distributed;
    Most<T> peak, assets, revenue, opex, spend, hours;
    for (int t = 0; t < clock_.months(); ++t) {
      AssetMonth<T> assets_month{ops_.spend[t],    ops_.depreciation[t],     ops_.tax_depreciation[t],
                                 ops_.proceeds[t], ops_.book_written_off[t], ops_.tax_written_off[t]};
      asset.step(t, clock_, book, assets_month);
      debt.step(t, book);
      const StatementMonth<T> m{.revenue = ops_.revenue[t],
                                .opex = ops_.opex[t],
                                .ebitda = ops_.ebitda[t],
                                .working_capital = ops_.working_capital[t],
                                .receivables = ops_.receivables[t],
                                .payables = ops_.payables[t],
                                .critical_live = ops_.critical_live[t],
                                .financing_spend = financing_spend[t],
                                .construction_share = debt.construction_share[t],
                                .draws = debt.draws[t],
                                .interest_paid = debt.interest_paid,
                                .principal = debt.principal,
                                .service = debt.service,
                                .debt = debt.balance,
                                .assets = assets_month,
                                .tax_paid = tax.paid,
                                .year_to_date = tax.year_to_date,
                                .loss_pool = tax.pool};
      tax.step(t, clock_,
               m.ebitda - m.assets.tax_depreciation - m.interest_paid + m.assets.proceeds - m.assets.tax_written_off,
               book);
      books.step(t, clock_, m, book);
      coverage.step(t, clock_, books.cfads, m.service, debt.repayment_share, book);
      factor = book(l.equity_factor, t, factor * equity_discount);
      fcfe_[t] = books.fcfe;
      equity_[t] = books.cash_flow;
      npv_equity.add(equity_[t], factor);
      paid_in.add(books.paid_in);
      distributed.add(books.distributions);
      paid_in_net = book(l.equity_cumulative, t, paid_in_net - equity_[t]);
      peak.add(paid_in_net);
      if constexpr (Book::want_checks) {
        assets.add(books.total_assets);
        revenue.add(m.revenue);
        spend.add(ops_.spend[t]);
        opex.add(book(l.checks.operating_cost_size, t, abs(m.opex)));  // income from power can turn it negative
        hours.add(ops_.available[t]);
        check_month(t, in, m, books, tax, book);
      }
    }
    set(Metric::npv_equity, npv_equity.value(), book);
    set_rate(Metric::irr_equity_free_cash_flow, fcfe_, book);
    set_rate(Metric::irr_equity_distributions, equity_, book);
    set(Metric::moic, quotient(distributed.value(), paid_in.value()), book);
    set(Metric::dscr_minimum, coverage.least.value(), book);
    set(Metric::dscr_minimum_month, coverage.least_month.value(), book);
    set(Metric::dscr_average, coverage.mean.value(), book);
    set(Metric::llcr, quotient(coverage.value.value(), debt.amount()), book);
    set(Metric::peak_equity, max(peak.value(), 0.0), book);
    if constexpr (Book::want_checks) {
      book.constant(l.checks.money_scale, max(max(assets.value(), revenue.value()), max(opex.value(), spend.value())));
      book.constant(l.checks.hours_scale, max(hours.value(), 0.0));
      check_costs(financing_cost.value(), plan.cost, book);
    }
  }

  void check_month(int t, const Center<T>& in, const StatementMonth<T>& m, const Statements<T, Book>& books,
                   const Tax<T, Book>& tax, Book& book) {
    const CheckLines& c = layout_.checks;
    const T own = m.assets.spend - m.construction_share * m.assets.spend;
    book(c.balance, t, books.balance_gap);
    book(c.sources, t, m.draws + books.construction_equity + own - m.assets.spend - m.financing_spend);
    book(c.depreciation, t, min(books.fixed_assets, 0.0));
    book(c.loan, t,
         min(m.debt, 0.0) + when<T>(
                                clock_.last(t), [&] { return m.debt; }, [] { return T(0.0); }));
    book(c.cash, t, books.cash_gap);
    book(c.tax, t, books.income_tax - in.tax.rate * (books.profit_before_tax + tax.lapsed));
    const T installed_hours = ops_.installed[t] * clock_.hours(t);
    book(c.capacity, t, max(ops_.sold[t] - ops_.available[t], 0.0) + max(ops_.available[t] - installed_hours, 0.0));
  }

  void check_costs(const T& financing_cost, const T& financing_asset, Book& book) {
    Sum<T> spend;
    for (int t = 0; t < clock_.months(); ++t) spend.add(ops_.spend[t]);
    book.constant(layout_.checks.cost, spend.value() + financing_cost - ops_.cost_of_assets - financing_asset);
  }

  void break_even(const Center<T>& in, Book& book) {
    if (!options_.wants(Metric::break_even_utilization))
      return set(Metric::break_even_utilization, Defined<T>{T(0.0), T(1.0) < T(0.0)}, book);
    const Layout& l = layout_;
    Defined<T> scale{T(0.0), T(1.0) < T(0.0)};
    T residual(0.0);
    if constexpr (searches_scale<T>) {
      NpvOfScale<T> npv(l.operations, l.project, in, clock_, ops_, spare_ops_, spare_project_);
      scale = search_scale(npv, select(utilization_.exists, max(utilization_.value, 1e-9), T(1.0)), project_.npv);
      scale.exists = scale.exists & utilization_.exists;
      if constexpr (Book::want_checks) {
        Discard<T> nothing;
        const T proof =
            npv_at_scale(l.operations, l.project, in, clock_, scale.value, nothing, spare_ops_, spare_project_);
        residual = select(scale.exists, proof, T(0.0));
      }
      scale.value = book.solved(l.break_even_scale, scale.value);
    } else {
      const SolvedScale solved = options_.solved ? *options_.solved : SolvedScale{};
      scale.value = book.solved(l.break_even_scale, T(solved.scale));
      if (solved.exists) {
        scale.exists = T(0.0) < T(1.0);
        if (l.proof) {
          residual = npv_at_scale(l.proof->operations, l.proof->project, in, clock_, scale.value, book, spare_ops_,
                                  spare_project_);
        } else {
          Discard<T> nothing;
          residual =
              npv_at_scale(l.operations, l.project, in, clock_, scale.value, nothing, spare_ops_, spare_project_);
          scale.value = book.solved(l.break_even_scale, implicit_scale(scale.value, residual, solved.slope));
        }
      }
    }
    if constexpr (Book::want_checks) book.constant(l.checks.solver, residual);
    set(Metric::break_even_utilization, Defined<T>{scale.value * utilization_.value, scale.exists}, book);
  }

  static T implicit_scale(const T& scale, const T& residual, double slope) {
    if constexpr (carries_derivatives<T>) {
      return slope != 0.0 ? implicit(value_of(scale), residual, slope) : scale;
    } else {
      return scale;
    }
  }

  const Layout& layout_;
  Clock<T> clock_;
  OperationsSeries<T> ops_;
  ProjectSeries<T> project_;
  OperationsSeries<T> spare_ops_;
  ProjectSeries<T> spare_project_;
  Series<T> fcfe_, equity_;
  DebtSeries<T> debt_;
  Defined<T> utilization_;
  MetricSet<T> metrics_;
  EvaluateOptions options_;
};

}  // namespace roi
