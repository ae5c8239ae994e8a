#pragma once
/// @file libroi/center/evaluate.hpp: the pipeline, from the inputs of a center to its metrics, on any scalar.
///
///     operate -> project cash flow -> debt -> month by month tax, statements, cover, equity -> metrics -> break-even
///
/// Every value passes through the book, which decides what is kept (core/book.hpp). All equations stand in
/// docs/model.md. Pure: no I/O, no globals. The month loops take no memory; records and series are taken once before them.
#include <concepts>

#include "libroi/center/break_even.hpp"
#include "libroi/center/layout.hpp"

namespace roi {

struct EvaluateOptions {
  CostGroups costs = CostGroups::all();  // rates of return and break-even are found only where they are asked for
  const SolvedScale* solved = nullptr;   // the break-even scale, for scalars that do not search it
};

template <class T>
inline constexpr bool searches_scale = !carries_derivatives<T> && requires(const mask_t<T>& m) {
  { all_of(m) } -> std::same_as<bool>;
};

/// Evaluation of one model structure on one scalar; memory is kept from call to call.
template <class T, class Book, class Streams = StandardStreams>
class Evaluator {
 public:
  explicit Evaluator(const LayoutOf<Streams>& layout)
      : layout_(layout),
        clock_(layout.timeline()),
        ops_(layout.months()),
        spare_ops_(layout.months()),
        project_(layout.months()),
        spare_project_(layout.months()),
        equity_(layout.months()),
        debt_(layout.debt.tranches, layout.months()),
        metrics_(layout.metrics().size()) {}

  /// Holds until the next call.
  const MetricSet<T>& operator()(const CenterOf<T, Streams>& in, Book& book, const EvaluateOptions& options = {}) {
    metrics_.clear();
    const Layout& l = layout_;
    Measures<T, Book> measures(l.metric_lines(), clock_, options.costs, book, metrics_);
    operate(l.operations, in, clock_, T(1.0), book, ops_, &measures);
    assess_project(l.project, in.tax.rate, in.valuation.discount_rate, clock_, ops_.months,
                   ops_.opening_working_capital, book, project_);
    measure_project(l.project, project_, ops_.units, measures);
    measure_operations(l.operations, ops_, measures);
    finance(in, book, measures);
    break_even(in, book, measures, options.solved);
    return metrics_;
  }

 private:
  using Layout = LayoutOf<Streams>;

  void finance(const CenterOf<T, Streams>& in, Book& book, Measures<T, Book>& measures) {
    const Layout& l = layout_;
    const std::vector<IndexLines> no_lines;
    const IndexLevels<T, Book> no_indices(no_lines, {}, book);
    FleetHours<T> no_fleets(0);
    PassedOnEnergy<T> no_energy;
    const T scale(1.0);
    const Setting<T, Book> setting{clock_, no_indices, no_fleets, scale, book, no_energy};
    Debt<T, Book> debt(l.debt, in.financing, ops_.opening_working_capital, ops_.months, setting, debt_);
    AssetPlan<T> plan;
    plan.cost = debt.cost_of_financing;
    plan.in_service = in.financing.conversion;
    plan.exit = T(clock_.last_start());
    Asset<T, Book> asset(l.financing_asset, plan, in.asset_classes[static_cast<std::size_t>(l.financing_class)], book);
    Tax<T, Book> tax(l.corporate_tax, in.tax.rate, book);
    Statements<T, Book> books(l.statements, in.financing.minimum_cash, in.tax.rate, ops_.critical_power,
                              ops_.opening_working_capital, book);
    Coverage<T, Book> coverage(l.coverage, in.financing, clock_, book);
    Equity<T, Book> equity(l.equity, in.valuation.equity_rate, equity_, book);
    FinanceMonth<T> month;
    for (int t = 0; t < clock_.months(); ++t) {
      Now<T, Book> now = setting.at(t, ops_.months[static_cast<std::size_t>(t)], &month);
      AssetMonth<T>& assets = month.assets;
      assets = now.month.assets;
      asset.step(t, clock_, book, assets);
      debt.step(now);
      tax.step(t, clock_,
               now.month.money.ebitda - assets.tax_depreciation - month.service.interest_paid + assets.proceeds -
                   assets.tax_written_off,
               book);
      month.tax = {tax.year_to_date, tax.pool, tax.lapsed, tax.paid};
      books.step(now);
      coverage.step(now);
      equity.step(now);
    }
    equity.measure(measures);
    coverage.measure(debt.amount, measures);
    if constexpr (Book::want_checks) scale_of_money(books.largest_assets.value(), book);
  }

  void scale_of_money(const T& assets, Book& book) {
    Most<T> revenue, opex, spend;
    for (int t = 0; t < clock_.months(); ++t) {
      const Month<T>& month = ops_.months[static_cast<std::size_t>(t)];
      revenue.add(month.money.revenue);
      spend.add(month.assets.spend);
      opex.add(book(layout_.operating_cost_size, t, abs(month.money.opex)));  // income from power can turn it negative
    }
    money_ = book.constant(layout_.scales.money, max(max(assets, revenue.value()), max(opex.value(), spend.value())));
  }

  void break_even(const CenterOf<T, Streams>& in, Book& book, Measures<T, Book>& measures, const SolvedScale* given) {
    if (!measures.wants(CostGroup::break_even))
      return measures.set(Metric::break_even_utilization, Defined<T>{T(0.0), measures.never()});
    const Layout& l = layout_;
    const Defined<T> utilization = measures[Metric::utilization];
    Defined<T> scale{T(0.0), measures.never()};
    T residual(0.0), times(1.0);  // amounts there against those of today's sales
    if constexpr (searches_scale<T>) {
      NpvAlongSales<T, Streams> npv(l.operations, l.project, in, clock_, ops_, spare_ops_, spare_project_);
      scale = search_scale(npv, select(utilization.exists, max(utilization.value, 1e-9), T(1.0)), project_.npv);
      scale.exists = scale.exists & utilization.exists;
      if constexpr (Book::want_checks) {
        Discard<T> nothing;
        const T proof =
            npv_at_scale(l.operations, l.project, in, clock_, scale.value, nothing, spare_ops_, spare_project_);
        residual = select(scale.exists, proof, T(0.0));
      }
      scale.value = book.solved(l.break_even_scale, scale.value);
      times = select(scale.exists, max(scale.value, 1.0), times);
    } else {
      const SolvedScale solved = given ? *given : SolvedScale{};
      scale.value = book.solved(l.break_even_scale, T(solved.scale));
      if (solved.exists) {
        scale.exists = measures.always();
        if (l.proof) {
          residual = npv_at_scale(l.proof->operations, l.proof->project, in, clock_, scale.value, book, spare_ops_,
                                  spare_project_);
        } else {
          Discard<T> nothing;
          residual =
              npv_at_scale(l.operations, l.project, in, clock_, scale.value, nothing, spare_ops_, spare_project_);
          scale.value = book.solved(l.break_even_scale, implicit_scale(scale.value, residual, solved.slope));
        }
        times = max(scale.value, 1.0);
      }
    }
    if constexpr (Book::want_checks) {
      book.constant(l.break_even_money, money_ * times);
      book.constant(l.break_even_check, residual);
    }
    measures.set(Metric::break_even_utilization, Defined<T>{scale.value * utilization.value, scale.exists});
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
  Operations<T> ops_, spare_ops_;
  ProjectSeries<T> project_, spare_project_;
  EquitySeries<T> equity_;
  typename Debt<T, Book>::Memory debt_;
  MetricSet<T> metrics_;
  T money_{0.0};  // greatest amounts of any month, where checks are wanted
};

}  // namespace roi
