#pragma once
/// @file libroi/capex/asset.hpp: one asset from its first payment to its sale.
///
///   U(t)        = share paid by the end of month t: x = clamp((t + 1 - spend start) / spend months), or x^2 (3 - 2 x) [1]
///   spend(t)    = C (U(t) - U(t-1)); what lies before the start of the model falls into month 0                [money]
///   book dep(t) = C (1 - salvage) / book life x share of month t in [D, min(D + book life, X)]
///   tax dep(t)  = the same with the tax life; one-off: life 1 month, salvage 0
///   value at exit = C - monthly depreciation x max(min(life, X - D), 0);  proceeds = C x retention^((X - D) / 12)
///
/// Sale and write-off fall into the month after the exit date X, in the share of each calendar month it covers; an
/// asset held to the end is sold in the last month. C is 0 for an asset whose in-service date D is not before that
/// month. Kinks: the dates. See docs/model.md section 6.
#include <string>
#include <type_traits>

#include "libroi/capex/inputs.hpp"
#include "libroi/core/interval.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

struct AssetLines {
  Line cost, in_service, exit;
  Line spend_rate, spent, spend;  // id -1 for spending that is not planned but incurred
  Line book_monthly, book_at_exit, depreciation, book_written_off;
  Line tax_monthly, tax_at_exit, tax_depreciation, tax_written_off;
  Line proceeds, proceeds_received;
  SpendProfile profile = SpendProfile::linear;
  TaxMethod tax_method = TaxMethod::straight_line;
  bool held_to_end = true;
};

inline AssetLines declare_asset(Declare& d, const std::string& path, const std::string& label, bool planned) {
  const auto add = [&](const char* name, const char* text, const char* unit, Kind kind, const char* definition) {
    return d.line({path + "/" + name, label + ": " + text, unit, kind, Section::none, definition});
  };
  AssetLines out;
  out.cost = add("cost", "cost", "money", Kind::constant, "cost with contingency; 0 if it never enters service");
  out.in_service = add("in service", "in service", "month", Kind::constant, "day it enters service");
  out.exit = add("exit", "exit", "month", Kind::constant, "day it is replaced, or the last month of the model");
  if (planned) {
    out.spend_rate = add("spend rate", "spend rate", "1/month", Kind::constant, "1 / months of spending");
    out.spent = add("spent", "share paid", "1", Kind::stock, "share of the cost paid by the end of the month");
    out.spend = add("spend", "spending", "money", Kind::flow, "cost x increase of the share paid");
  }
  out.book_monthly = add("monthly depreciation", "monthly depreciation", "money/month", Kind::constant,
                         "cost x (1 - salvage) / book life");
  out.book_at_exit =
      add("book value at exit", "book value at exit", "money", Kind::constant, "cost less depreciation until exit");
  out.depreciation = add("depreciation", "depreciation", "money", Kind::flow,
                         "monthly depreciation x share of the month within its life");
  out.book_written_off = add("book written off", "book value written off", "money", Kind::flow,
                             "book value at exit, in the month after exit");
  out.tax_monthly =
      add("tax monthly", "monthly tax depreciation", "money/month", Kind::constant, "cost x (1 - salvage) / tax life");
  out.tax_at_exit =
      add("tax value at exit", "tax value at exit", "money", Kind::constant, "cost less tax depreciation until exit");
  out.tax_depreciation = add("tax depreciation", "tax depreciation", "money", Kind::flow,
                             "monthly tax depreciation x share of the month within its tax life");
  out.tax_written_off = add("tax written off", "tax value written off", "money", Kind::flow,
                            "tax value at exit, in the month after exit");
  out.proceeds = add("proceeds", "sale value", "money", Kind::constant, "cost x yearly value retention ^ age in years");
  out.proceeds_received =
      add("proceeds received", "sale proceeds", "money", Kind::flow, "sale value, in the month after exit");
  return out;
}

template <class T>
struct AssetPlan {
  T cost{0.0}, in_service{0.0}, exit{0.0};
  T spend_start{0.0}, spend_months{1.0};  // of planned spending
};

template <class T, class Book>
class Asset {
 public:
  Asset(const AssetLines& lines, const AssetPlan<T>& plan, const AssetClass<T>& asset_class, Book& book)
      : lines_(&lines) {
    cost = book.constant(lines.cost, plan.cost);
    in_service = book.constant(lines.in_service, plan.in_service);
    exit_ = book.constant(lines.exit, plan.exit);
    if (lines.spend.id >= 0) {
      const T rate = book.constant(lines.spend_rate, 1.0 / plan.spend_months);
      spending_ = Ramp<T>(plan.spend_start, rate, plan.spend_months);
      spent_ = book.opening(lines.spent, T(0.0));
    }
    const T age = max(exit_ - in_service, 0.0);
    const T depreciable = cost * (1.0 - asset_class.salvage);
    book_monthly_ = book.constant(lines.book_monthly, depreciable / asset_class.book_life);
    book_at_exit_ = book.constant(lines.book_at_exit, cost - book_monthly_ * min(asset_class.book_life, age));
    book_term_ = Interval<T>(in_service, min(in_service + asset_class.book_life, exit_));
    const bool one_off = lines.tax_method == TaxMethod::one_off;
    const T tax_life = one_off ? T(1.0) : asset_class.tax_life;
    tax_monthly_ = book.constant(lines.tax_monthly, one_off ? cost : T(depreciable / tax_life));
    tax_at_exit_ = book.constant(lines.tax_at_exit, cost - tax_monthly_ * min(tax_life, age));
    tax_term_ = Interval<T>(in_service, min(in_service + tax_life, exit_));
    service_ = Interval<T>(in_service, exit_);
    sale_ = Interval<T>(exit_, exit_ + 1.0);
    const mask_t<T> keeps_value = asset_class.value_retention > 0.0;
    const T retained = pow(select(keeps_value, asset_class.value_retention, T(1.0)), age / 12.0);
    proceeds_ = book.constant(lines.proceeds, select(keeps_value, cost * retained, T(0.0)));
  }

  /// Planned spending and everything that follows from the dates, added to `sum`. Nothing happens in most months of an
  /// asset's life, and nothing is then added.
  void step(int t, const Clock<T>& clock, Book& book, AssetMonth<T>& sum) {
    const AssetLines& l = *lines_;
    if (l.spend.id >= 0 && spending_.still(t)) {
      book(l.spent, t, spent_);
      book(l.spend, t, T(0.0));
    } else if (l.spend.id >= 0) {
      const T x = spending_.share(t, clock);
      const T paid = l.profile == SpendProfile::linear ? x : T(x * x * (1.0 - x + (1.0 - x) + 1.0));
      const T before = spent_;
      spent_ = book(l.spent, t, paid);
      sum.spend = sum.spend + book(l.spend, t, cost * (spent_ - before));
    }
    wear(l.depreciation, book_term_, book_monthly_, t, clock, book, sum.depreciation);
    wear(l.tax_depreciation, tax_term_, tax_monthly_, t, clock, book, sum.tax_depreciation);
    if (stays(t, clock)) {
      for (const Line line : {l.proceeds_received, l.book_written_off, l.tax_written_off}) book(line, t, T(0.0));
    } else {
      sum.proceeds = sum.proceeds + book(l.proceeds_received, t, at_exit(t, clock, proceeds_));
      sum.book_written_off = sum.book_written_off + book(l.book_written_off, t, at_exit(t, clock, book_at_exit_));
      sum.tax_written_off = sum.tax_written_off + book(l.tax_written_off, t, at_exit(t, clock, tax_at_exit_));
    }
  }

  /// Cost while in service, time-weighted over the month.
  [[nodiscard]] T cost_in_service(int t, const Clock<T>& clock) const { return service_.part(cost, t, clock); }

  T cost{0.0}, in_service{0.0};

 private:
  static void wear(Line line, const Interval<T>& term, const T& monthly, int t, const Clock<T>& clock, Book& book,
                   T& sum) {
    if (term.outside(t)) book(line, t, T(0.0));
    else sum = sum + book(line, t, term.part(monthly, t, clock));
  }
  /// Whether it is not sold in month t for certain.
  [[nodiscard]] bool stays(int t, const Clock<T>& clock) const {
    if (!lines_->held_to_end) return sale_.outside(t);
    if constexpr (std::is_same_v<decltype(clock.last(t)), bool>) return !clock.last(t);
    else return false;
  }
  [[nodiscard]] T at_exit(int t, const Clock<T>& clock, const T& amount) const {
    if (lines_->held_to_end)
      return when<T>(
          clock.last(t), [&] { return amount; }, [] { return T(0.0); });
    return sale_.part(amount, t, clock);
  }
  const AssetLines* lines_;
  T exit_{0.0}, spent_{0.0}, book_monthly_{0.0}, book_at_exit_{0.0}, tax_monthly_{0.0}, tax_at_exit_{0.0},
      proceeds_{0.0};
  Ramp<T> spending_;
  Interval<T> book_term_, tax_term_, service_, sale_;
};

}  // namespace roi
