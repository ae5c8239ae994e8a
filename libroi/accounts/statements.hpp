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

#include "libroi/stage/now.hpp"

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
  Entry<Section::assets> cash, receivables, fixed_assets;
  Entry<Section::liabilities> payables, debt, deferred_tax;
  Line total_assets, total_liabilities, share_capital, retained_earnings, tax_value;
  // cash-flow statement
  Line cf_ebitda, cf_working_capital, cf_tax, cf_capex, cf_proceeds, cf_draws, cf_principal, cf_interest, cf_equity,
      cf_distributions, cf_net;
  // checks
  Line balance, sources, cost, depreciated, cash_gap, tax_proof;
};

inline StatementLines declare_statements(Declare& d) {
  const auto add = [&](const char* path, const char* label, Kind kind, Section section, const char* definition,
                       const char* unit = "money") {
    return d.line({path, label, unit, kind, section, definition});
  };
  const auto asset = [&](const char* path, const char* label, const char* definition) {
    return d.entry<Section::assets>(path, label, definition, Kind::stock);
  };
  const auto liability = [&](const char* path, const char* label, const char* definition) {
    return d.entry<Section::liabilities>(path, label, definition, Kind::stock);
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
  s.cash = asset("balance/cash", "Cash", "cash at the month's end");
  s.receivables = asset("balance/receivables", "Receivables", "revenue not yet paid");
  s.fixed_assets = asset("balance/fixed assets", "Fixed assets", "spending - depreciation - book value written off");
  s.total_assets = add("balance/total assets", "Total assets", Kind::stock, none, "cash + receivables + fixed assets");
  s.payables = liability("balance/payables", "Payables", "operating cost not yet paid");
  s.debt = liability("balance/debt", "Debt", "balance of all loans");
  s.deferred_tax = liability("balance/deferred tax", "Deferred tax",
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
  s.balance = d.check(
      {"H1", "balance sheet", "balance sheet balances", "money", Kind::ratio, "total assets - liabilities - equity"});
  s.sources = d.check({"H2", "sources and uses", "sources equal uses", "money", Kind::ratio,
                       "increase of debt + principal + increase of share capital + capital returned - cash call - "
                       "construction uses"});
  s.cost = d.check({"H2", "cost of assets", "all that was paid is depreciated or written off", "money", Kind::ratio,
                    "fixed assets of the last month"});
  s.depreciated = d.check({"H4", "over-depreciation", "assets are not over-depreciated", "money", Kind::ratio,
                           "negative part of fixed assets"});
  s.cash_gap = d.check({"H6", "cash", "cash of the cash-flow statement is cash of the balance sheet", "money",
                        Kind::ratio, "opening cash + change of cash - closing cash"});
  s.tax_proof = d.check({"H11", "tax proof", "income tax equals rate x profit, with lapsed losses", "money",
                         Kind::ratio, "income tax - tax rate x (profit before tax + losses lapsed)"});
  return s;
}

/// Capital spending of a month that construction financing does not pay for.
template <class T>
[[nodiscard]] T spend_from_operations(const Month<T>& month) {
  return month.assets.spend - month.funding.construction_share * month.assets.spend;
}

template <class T, class Book>
class Statements {
 public:
  Statements(const StatementLines& lines, const T& minimum_cash, const T& tax_rate, const T& critical_power,
             const T& opening_working_capital, Book& book)
      : lines_(&lines), tax_rate_(tax_rate), working_capital_(opening_working_capital) {
    required_per_kw_ = book.constant(lines.required_per_kw, minimum_cash / critical_power);
    book.opening(lines.required, T(0.0));
    cash_ = book.opening(lines.cash.line, T(0.0));
    for (const Line line : {lines.receivables.line, lines.total_assets, lines.payables.line, lines.total_liabilities})
      book.opening(line, T(0.0));
    debt_ = book.opening(lines.debt.line, T(0.0));
    fixed_assets_ = book.opening(lines.fixed_assets.line, T(0.0));
    deferred_tax_ = book.opening(lines.deferred_tax.line, T(0.0));
    share_capital_ = book.opening(lines.share_capital, T(0.0));
    retained_ = book.opening(lines.retained_earnings, T(0.0));
    tax_value_ = book.opening(lines.tax_value, T(0.0));
  }

  void step(Now<T, Book>& now) {
    const StatementLines& l = *lines_;
    const auto& money = now.month.money;
    const auto& funding = now.month.funding;
    const AssetMonth<T>& assets = now.finance->assets;
    const auto& service = now.finance->service;
    const auto& tax = now.finance->tax;
    auto& out = now.finance->accounts;
    const auto zero = [] { return T(0.0); };
    const auto last = now.clock.last(now.t);
    // Sources and uses of construction, then cash available for debt service.
    const T uses = now(l.uses, funding.construction_share * assets.spend + funding.spend);
    const T construction_equity = now(l.construction_equity, uses - funding.draws);
    const T own_spend = now(l.capex_from_operations, spend_from_operations(now.month));
    const T change = money.working_capital - working_capital_;
    working_capital_ = money.working_capital;
    out.cfads = now(l.cfads, money.ebitda - change - tax.paid - own_spend + assets.proceeds);
    const T cash_required =
        now(l.required, when<T>(last, zero, [&] { return required_per_kw_ * now.month.capacity.critical_live; }));
    const T before = now(l.cash_before, cash_ + out.cfads - service.total);
    const T call = now(l.call, max(cash_required - before, 0.0));
    // Income.
    const T ebitda = now(l.ebitda, money.revenue - money.opex);
    const T worn = now(l.depreciation, assets.depreciation);
    const T disposal = now(l.disposal, assets.proceeds - assets.book_written_off);
    const T interest = now(l.interest, service.interest_paid);
    const T profit_before_tax = now(l.profit_before_tax, ebitda - worn + disposal - interest);
    const T all_spend = assets.spend + funding.spend;
    fixed_assets_ = now(l.fixed_assets.line, fixed_assets_ + all_spend - assets.depreciation - assets.book_written_off);
    tax_value_ = now(l.tax_value, tax_value_ + all_spend - assets.tax_depreciation - assets.tax_written_off);
    const T deferred_before = deferred_tax_;
    deferred_tax_ = now(l.deferred_tax.line, when<T>(last, zero, [&] {
                          return tax_rate_ * (fixed_assets_ - tax_value_ + tax.year_to_date - tax.pool);
                        }));
    const T income_tax = now(l.tax, tax.paid + deferred_tax_ - deferred_before);
    const T net_income = now(l.net_income, profit_before_tax - income_tax);
    // Distributions.
    const T distributable = now(l.distributable, max(retained_ + net_income, 0.0));
    const T free_cash = now(l.free_cash, max(before + call - cash_required, 0.0));
    const T dividend = now(l.dividend, min(free_cash, distributable));
    const T returned = now(l.returned, when<T>(
                                           last, [&] { return before + call - dividend; }, zero));
    out.free_cash_flow = now(l.fcfe, out.cfads - service.total - construction_equity);
    out.paid_in = now(l.paid_in, construction_equity + call);
    out.distributions = now(l.distributions, dividend + returned);
    out.equity_cash_flow = now(l.cash_flow, out.distributions - out.paid_in);
    // Balance sheet.
    now.finance->begin_balance();
    const T opening_cash = cash_, opening_debt = debt_, opening_capital = share_capital_;
    cash_ = now.post(l.cash, before + call - dividend - returned);
    now.post(l.receivables, money.receivables);
    now.count(l.fixed_assets, fixed_assets_);
    const T total_assets = now(l.total_assets, out.assets);
    now.post(l.payables, money.payables);
    debt_ = now.post(l.debt, service.balance);
    now.count(l.deferred_tax, deferred_tax_);
    const T liabilities = now(l.total_liabilities, out.liabilities);
    share_capital_ = now(l.share_capital, share_capital_ + construction_equity + call - returned);
    retained_ = now(l.retained_earnings, retained_ + net_income - dividend);
    if constexpr (Book::want_checks) {
      now(l.balance, total_assets - liabilities - share_capital_ - retained_);
      const T borrowed = debt_ - opening_debt + service.principal;
      now(l.sources, borrowed + (share_capital_ - opening_capital + returned - call) - uses);
      now(l.cost, when<T>(
                      last, [&] { return fixed_assets_; }, zero));
      now(l.depreciated, min(fixed_assets_, 0.0));
      now(l.tax_proof, income_tax - tax_rate_ * (profit_before_tax + tax.lapsed));
      cash_flow_statement(now, change, all_spend, opening_cash);
      largest_assets.add(total_assets);
    }
  }

  Most<T> largest_assets;  // total assets of any month, where the book wants checks

 private:
  void cash_flow_statement(Now<T, Book>& now, const T& change, const T& all_spend, const T& opening_cash) {
    const StatementLines& l = *lines_;
    const auto& service = now.finance->service;
    const auto& accounts = now.finance->accounts;
    const T operating = now(l.cf_ebitda, now.month.money.ebitda) + now(l.cf_working_capital, -change) +
                        now(l.cf_tax, -now.finance->tax.paid);
    const T investing = now(l.cf_capex, -all_spend) + now(l.cf_proceeds, now.finance->assets.proceeds);
    const T lenders = now(l.cf_draws, now.month.funding.draws) + now(l.cf_principal, -service.principal) +
                      now(l.cf_interest, -service.interest_paid);
    const T owners = now(l.cf_equity, accounts.paid_in) + now(l.cf_distributions, -accounts.distributions);
    const T net = now(l.cf_net, operating + investing + lenders + owners);
    now(l.cash_gap, opening_cash + net - cash_);
  }

  const StatementLines* lines_;
  T tax_rate_, working_capital_, required_per_kw_{0.0};
  T cash_{0.0}, debt_{0.0}, fixed_assets_{0.0}, deferred_tax_{0.0}, share_capital_{0.0}, retained_{0.0},
      tax_value_{0.0};
};

}  // namespace roi
