#pragma once
/// @file libroi/center/layout.hpp: the structure of a model, laid out once and shared by all its evaluations.
///
/// From the structure of a center (its months, keys, references, choices and which optional fields are given) a
/// Layout declares every line item and resolves every reference. It does not depend on the values of numbers, but for
/// two: a lease's pass-through and a service's cost share of exactly 0 have no line.
///
/// Errors: DomainError for a reference without target.
#include <array>
#include <memory>

#include "libroi/accounts/project.hpp"
#include "libroi/accounts/statements.hpp"
#include "libroi/center/center.hpp"
#include "libroi/center/metrics.hpp"
#include "libroi/center/operations.hpp"
#include "libroi/core/line.hpp"
#include "libroi/core/timeline.hpp"
#include "libroi/funding/coverage.hpp"
#include "libroi/funding/debt.hpp"

namespace roi {

struct CheckLines {
  Line money_scale,
      hours_scale;  // largest assets, revenue, operating cost or capital spending; largest available hours
  Line operating_cost_size;
  Line balance, sources, cost, depreciation, loan, cash, solver, capacity, tax;
};

/// Operations and project cash flow at the break-even scale: the proof of a solved quantity.
struct ProofLines {
  OperationsLines operations;
  ProjectLines project;
};

struct LayoutOptions {
  bool prove_break_even = false;  // declare the lines of the proof, for the workbook
};

class Layout {
 public:
  explicit Layout(const Center<double>& center, LayoutOptions options = {});
  [[nodiscard]] const LineTable& lines() const noexcept { return lines_; }
  [[nodiscard]] const Timeline& timeline() const noexcept { return timeline_; }
  [[nodiscard]] int months() const noexcept { return timeline_.months(); }

 private:
  Timeline timeline_;
  LineTable lines_;

 public:
  OperationsLines operations;
  ProjectLines project;
  DebtLines debt;
  AssetLines financing_asset;
  Line financing_spend;
  int financing_class = 0;
  TaxLines corporate_tax;
  StatementLines statements;
  CoverageLines coverage;
  Line equity_monthly_discount, equity_factor, equity_cumulative, break_even_scale;
  std::array<Line, kMetricCount> metrics;
  CheckLines checks;
  std::unique_ptr<ProofLines> proof;
};

}  // namespace roi
