#pragma once
/// @file libroi/accounts/statements.hpp: equity, distributions and the three monthly statements.
///
///   CFADS             = EBITDA - change of working capital - tax paid - capital spending from operations + proceeds
///   cash before       = cash(t-1) + CFADS - debt service;   call = max(required - cash before, 0)               [money]
///   net income        = EBITDA - depreciation + (proceeds - book value written off) - interest paid - income tax
///   income tax        = tax paid + change of deferred tax
///   deferred tax      = rate x (book value - tax value + year to date - loss pool), 0 in the last month
///   dividend          = min(cash above the required, max(retained earnings(t-1) + net income, 0))
///   capital returned  = all remaining cash, in the last month
///
/// required = minimum cash x energised share of critical power, 0 in the last month. Construction uses (capital
/// spending before conversion, capitalised interest, fees) are paid by draws and construction equity.
/// Kinks: where cash meets the requirement and where retained earnings bind. See docs/model.md section 9.
#include <string>

#include "libroi/capex/asset.hpp"
#include "libroi/core/fold.hpp"
#include "libroi/core/line.hpp"

namespace roi {

struct StatementLines {
  // finance
  Line uses, construction_equity, capex_from_operations, cfads;
  // equity
  Line required_per_kw, required, cash_before, call, distributable, free_cash, dividend, returned, paid_in,
      distributions, fcfe, cash_flow;
  // income statement
  Line ebitda, depreciation, disposal, interest, profit_before_tax, tax, net_income;
  // balance sheet
  Line cash, receivables, fixed_assets, total_assets, payables, debt, deferred_tax, total_liabilities, share_capital,
      retained_earnings, tax_value;
  // cash-flow statement
  Line cf_ebitda, cf_working_capital, cf_tax, cf_capex, cf_proceeds, cf_draws, cf_principal, cf_interest, cf_equity,
      cf_distributions, cf_net;
};

inline StatementLines declare_statements(LineTable& lines) {
  const auto add = [&](const char* path, const char* label, Kind kind, Section section, const char* definition,
                       const char* unit = "money") {
    return lines.add({path, label, unit, kind, section, definition});
  };
  using enum Section;
  StatementLines s;
  s.uses = add("finance/construction uses", "Construction uses", Kind::flow, none,
               "capital spending before conversion + capitalised interest + fees");
  s.construction_equity =
      add("finance/construction equity", "Construction equity", Kind::flow, none, "construction uses - loan draws");
  s.capex_from_operations = add("finance/capex from operations", "Capital spending from operations", Kind::flow, none,
                                "capital spending after conversion");
  s.cfads = add("finance/cfads", "CFADS", Kind::flow, none,
                "EBITDA - change of working capital - tax paid - capital spending from operations + sale proceeds");
  s.required_per_kw = add("equity/cash required per kW", "Cash required per kW", Kind::constant, none,
                          "minimum cash / critical IT power", "money/kW");
  s.required = add("equity/cash required", "Cash required", Kind::stock, none,
                   "minimum cash x energised share of critical power; none in the last month");
  s.cash_before =
      add("equity/cash before equity", "Cash before equity", Kind::ratio, none, "opening cash + CFADS - debt service");
  s.call = add("equity/cash call", "Cash call", Kind::flow, none, "equity paid in to hold the cash required");
  s.ebitda = add("income/ebitda", "EBITDA", Kind::flow, none, "revenue - operating cost");
  s.depreciation = add("income/depreciation", "Depreciation", Kind::flow, depreciation,
                       "book depreciation of all assets with capitalised interest and fees");
  s.disposal = add("income/disposal result", "Result of disposals", Kind::flow, disposal,
                   "sale proceeds - book value written off");
  s.interest = add("income/interest", "Interest", Kind::flow, interest, "interest paid, without what is capitalised");
  s.profit_before_tax = add("income/profit before tax", "Profit before tax", Kind::flow, none,
                            "EBITDA - depreciation + result of disposals - interest");
  s.tax = add("income/tax", "Income tax", Kind::flow, tax, "tax paid + change of deferred tax");
  s.net_income = add("income/net income", "Net income", Kind::flow, none, "profit before tax - income tax");
  s.distributable = add("equity/distributable", "Distributable earnings", Kind::ratio, none,
                        "retained earnings + net income, at least 0");
  s.free_cash = add("equity/free cash", "Free cash", Kind::ratio, none, "cash above the required, at least 0");
  s.dividend = add("equity/dividend", "Dividend", Kind::flow, none, "lesser of free cash and distributable earnings");
  s.returned =
      add("equity/capital returned", "Capital returned", Kind::flow, none, "all cash that is left in the last month");
  s.paid_in = add("equity/paid in", "Equity paid in", Kind::flow, none, "construction equity + cash call");
  s.distributions = add("equity/distributions", "Distributions", Kind::flow, none, "dividend + capital returned");
  s.fcfe = add("equity/free cash flow to equity", "Free cash flow to equity", Kind::flow, none,
               "CFADS - debt service - construction equity");
  s.cash_flow = add("equity/cash flow", "Cash flow to equity", Kind::flow, none, "distributions - equity paid in");
  s.cash = add("balance/cash", "Cash", Kind::stock, assets, "cash at the month's end");
  s.receivables = add("balance/receivables", "Receivables", Kind::stock, assets, "revenue not yet paid");
  s.fixed_assets = add("balance/fixed assets", "Fixed assets", Kind::stock, assets,
                       "spending - depreciation - book value written off");
  s.total_assets = add("balance/total assets", "Total assets", Kind::stock, none, "cash + receivables + fixed assets");
  s.payables = add("balance/payables", "Payables", Kind::stock, liabilities, "operating cost not yet paid");
  s.debt = add("balance/debt", "Debt", Kind::stock, liabilities, "balance of all loans");
  s.deferred_tax = add("balance/deferred tax", "Deferred tax", Kind::stock, liabilities,
                       "tax rate x (book value - tax value + income carried on - losses carried forward)");
  s.total_liabilities =
      add("balance/total liabilities", "Total liabilities", Kind::stock, none, "payables + debt + deferred tax");
  s.share_capital =
      add("balance/share capital", "Share capital", Kind::stock, equity, "equity paid in - capital returned");
  s.retained_earnings = add("balance/retained earnings", "Retained earnings", Kind::stock, equity,
                            "net income - dividends since the start");
  s.tax_value = add("tax/tax value", "Tax value of fixed assets", Kind::stock, none,
                    "spending - tax depreciation - tax value written off");
  s.cf_ebitda = add("cash flow/ebitda", "EBITDA", Kind::flow, cash_operating, "revenue - operating cost");
  s.cf_working_capital = add("cash flow/working capital", "Change of working capital", Kind::flow, cash_operating,
                             "- increase of receivables less payables");
  s.cf_tax = add("cash flow/tax", "Tax paid", Kind::flow, cash_operating, "- tax paid");
  s.cf_capex = add("cash flow/capital expenditure", "Capital expenditure", Kind::flow, cash_investing,
                   "- capital spending - capitalised interest - fees");
  s.cf_proceeds = add("cash flow/proceeds", "Sale proceeds", Kind::flow, cash_investing, "sale of assets");
  s.cf_draws = add("cash flow/loan draws", "Loan draws", Kind::flow, cash_financing, "draws of all loans");
  s.cf_principal = add("cash flow/principal", "Principal", Kind::flow, cash_financing, "- repayment of loans");
  s.cf_interest =
      add("cash flow/interest", "Interest", Kind::flow, cash_financing, "- interest paid, without what is capitalised");
  s.cf_equity =
      add("cash flow/equity paid in", "Equity paid in", Kind::flow, cash_financing, "construction equity + cash calls");
  s.cf_distributions =
      add("cash flow/distributions", "Distributions", Kind::flow, cash_financing, "- dividends - capital returned");
  s.cf_net = add("cash flow/net", "Change of cash", Kind::flow, none, "sum of the cash-flow statement");
  return s;
}

/// What one month of debt, tax and assets brings to the statements.
/// What one month of operations, debt, tax and assets brings to the statements; refers to the stages' current values.
template <class T>
struct StatementMonth {
  const T &revenue, &opex, &ebitda, &working_capital, &receivables, &payables, &critical_live;
  const T &financing_spend, &construction_share, &draws, &interest_paid, &principal, &service, &debt;
  const AssetMonth<T>& assets;  // of the center and of its financing
  const T &tax_paid, &year_to_date, &loss_pool;
};

template <class T, class Book>
class Statements {
 public:
  Statements(const StatementLines& lines, const T& minimum_cash, const T& tax_rate, const T& critical_power,
             const T& opening_working_capital, Book& book)
      : lines_(&lines), tax_rate_(tax_rate), working_capital_(opening_working_capital) {
    required_per_kw_ = book.constant(lines.required_per_kw, minimum_cash / critical_power);
    book.opening(lines.required, T(0.0));
    cash_ = book.opening(lines.cash, T(0.0));
    for (const Line line : {lines.receivables, lines.total_assets, lines.payables, lines.debt, lines.total_liabilities})
      book.opening(line, T(0.0));
    fixed_assets_ = book.opening(lines.fixed_assets, T(0.0));
    deferred_tax_ = book.opening(lines.deferred_tax, T(0.0));
    share_capital_ = book.opening(lines.share_capital, T(0.0));
    retained_ = book.opening(lines.retained_earnings, T(0.0));
    tax_value_ = book.opening(lines.tax_value, T(0.0));
  }

  void step(int t, const Clock<T>& clock, const StatementMonth<T>& m, Book& book) {
    const StatementLines& l = *lines_;
    const auto zero = [] { return T(0.0); };
    const auto last = clock.last(t);
    // Sources and uses of construction, then cash available for debt service.
    uses = book(l.uses, t, m.construction_share * m.assets.spend + m.financing_spend);
    construction_equity = book(l.construction_equity, t, uses - m.draws);
    const T own_spend = book(l.capex_from_operations, t, m.assets.spend - m.construction_share * m.assets.spend);
    const T change = m.working_capital - working_capital_;
    working_capital_ = m.working_capital;
    cfads = book(l.cfads, t, m.ebitda - change - m.tax_paid - own_spend + m.assets.proceeds);
    const T cash_required =
        book(l.required, t, when<T>(last, zero, [&] { return required_per_kw_ * m.critical_live; }));
    const T before = book(l.cash_before, t, cash_ + cfads - m.service);
    call = book(l.call, t, max(cash_required - before, 0.0));
    // Income.
    const T ebitda = book(l.ebitda, t, m.revenue - m.opex);
    const T worn = book(l.depreciation, t, m.assets.depreciation);
    const T disposal = book(l.disposal, t, m.assets.proceeds - m.assets.book_written_off);
    const T interest = book(l.interest, t, m.interest_paid);
    profit_before_tax = book(l.profit_before_tax, t, ebitda - worn + disposal - interest);
    const T all_spend = m.assets.spend + m.financing_spend;
    fixed_assets = fixed_assets_ =
        book(l.fixed_assets, t, fixed_assets_ + all_spend - m.assets.depreciation - m.assets.book_written_off);
    tax_value_ = book(l.tax_value, t, tax_value_ + all_spend - m.assets.tax_depreciation - m.assets.tax_written_off);
    const T deferred_before = deferred_tax_;
    deferred_tax_ = book(l.deferred_tax, t, when<T>(last, zero, [&] {
                           return tax_rate_ * (fixed_assets_ - tax_value_ + m.year_to_date - m.loss_pool);
                         }));
    income_tax = book(l.tax, t, m.tax_paid + deferred_tax_ - deferred_before);
    const T net_income = book(l.net_income, t, profit_before_tax - income_tax);
    // Distributions.
    const T distributable = book(l.distributable, t, max(retained_ + net_income, 0.0));
    const T free_cash = book(l.free_cash, t, max(before + call - cash_required, 0.0));
    const T dividend = book(l.dividend, t, min(free_cash, distributable));
    const T returned = book(l.returned, t,
                            when<T>(
                                last, [&] { return before + call - dividend; }, zero));
    fcfe = book(l.fcfe, t, cfads - m.service - construction_equity);
    paid_in = book(l.paid_in, t, construction_equity + call);
    distributions = book(l.distributions, t, dividend + returned);
    cash_flow = book(l.cash_flow, t, distributions - paid_in);
    // Balance sheet.
    const T opening_cash = cash_;
    cash_ = book(l.cash, t, before + call - dividend - returned);
    const T receivables = book(l.receivables, t, m.receivables);
    total_assets = book(l.total_assets, t, cash_ + receivables + fixed_assets_);
    const T payables = book(l.payables, t, m.payables);
    const T debt = book(l.debt, t, m.debt);
    const T liabilities = book(l.total_liabilities, t, payables + debt + deferred_tax_);
    share_capital_ = book(l.share_capital, t, share_capital_ + construction_equity + call - returned);
    retained_ = book(l.retained_earnings, t, retained_ + net_income - dividend);
    if constexpr (Book::want_checks) {
      balance_gap = total_assets - liabilities - share_capital_ - retained_;
      cash_flow_statement(t, m, change, all_spend, opening_cash, book);
    }
  }

  // The current month.
  T uses{0.0}, construction_equity{0.0}, call{0.0}, cfads{0.0}, profit_before_tax{0.0}, income_tax{0.0};
  T paid_in{0.0}, distributions{0.0}, fcfe{0.0}, cash_flow{0.0}, fixed_assets{0.0}, total_assets{0.0};
  T balance_gap{0.0}, cash_gap{0.0};  // residuals, where the book wants checks

 private:
  void cash_flow_statement(int t, const StatementMonth<T>& m, const T& change, const T& all_spend,
                           const T& opening_cash, Book& book) {
    const StatementLines& l = *lines_;
    const T operating =
        book(l.cf_ebitda, t, m.ebitda) + book(l.cf_working_capital, t, -change) + book(l.cf_tax, t, -m.tax_paid);
    const T investing = book(l.cf_capex, t, -all_spend) + book(l.cf_proceeds, t, m.assets.proceeds);
    const T lenders =
        book(l.cf_draws, t, m.draws) + book(l.cf_principal, t, -m.principal) + book(l.cf_interest, t, -m.interest_paid);
    const T owners = book(l.cf_equity, t, paid_in) + book(l.cf_distributions, t, -distributions);
    const T net = book(l.cf_net, t, operating + investing + lenders + owners);
    cash_gap = opening_cash + net - cash_;
  }

  const StatementLines* lines_;
  T tax_rate_, working_capital_, required_per_kw_{0.0};
  T cash_{0.0}, fixed_assets_{0.0}, deferred_tax_{0.0}, share_capital_{0.0}, retained_{0.0}, tax_value_{0.0};
};

}  // namespace roi
