#pragma once
/// @file libroi/accounts/tax.hpp: corporate income tax by the year, with losses carried forward.
///
/// The tax year ends in December and in the last month of the model; tax is computed and paid in that month.
///
///   accumulated(t)   = year to date(t-1) + income(t);  year to date(t) = 0 at a year end, else accumulated   [money]
///   at a year end: profit = max(accumulated, 0), loss = max(-accumulated, 0)
///     used_k         = min(vintage_k, profit not yet covered), oldest vintage first
///     paid           = rate x (profit - sum of used)
///     vintages age by one year; the new loss becomes vintage 1; what was vintage n lapses
///   in the last month every loss lapses
///
/// n = years of carry-forward; 0: a loss lapses at once. Lines are 0 in other months where they are flows.
/// Kinks: where the year's income, or what is left of it, is 0. Source: PRC Enterprise Income Tax Law, article 18
/// (five years); docs/model.md section 7.
#include <string>
#include <vector>

#include "libroi/stage/declare.hpp"

namespace roi {

struct TaxLines {
  Line income, accumulated, year_to_date, paid, lapsed, pool;
  std::vector<Line> used, vintage;  // youngest first
};

inline TaxLines declare_tax(Declare& d, const std::string& path, const std::string& label, int loss_years) {
  const auto add = [&](const std::string& name, const std::string& text, Kind kind, const char* definition) {
    return d.line({path + "/" + name, label + ": " + text, "money", kind, Section::none, definition});
  };
  TaxLines out;
  out.income = add("income", "taxable income", Kind::flow, "taxable income of the month before losses");
  out.accumulated = add("accumulated", "income of the year", Kind::ratio, "taxable income since the last year end");
  out.year_to_date = add("year to date", "income carried on", Kind::stock, "income of the year, 0 after its end");
  for (int k = 1; k <= loss_years; ++k) {
    const std::string age = std::to_string(k);
    out.used.push_back(add("loss used/" + age, "loss used, vintage " + age, Kind::flow,
                           "loss set against the year's profit, oldest vintage first"));
    out.vintage.push_back(add("loss/" + age, "loss carried forward, vintage " + age, Kind::stock,
                              "tax loss of the year that ended so many years ago"));
  }
  out.pool = add("loss pool", "losses carried forward", Kind::stock, "all tax losses carried forward");
  out.lapsed = add("lapsed", "losses lapsed", Kind::flow, "tax losses that can no longer be used");
  out.paid = add("paid", "tax paid", Kind::flow, "rate x profit of the year less losses used");
  return out;
}

template <class T, class Book>
class Tax {
 public:
  Tax(const TaxLines& lines, const T& rate, Book& book) : lines_(&lines), rate_(rate), used_(lines.used.size()) {
    year_to_date = book.opening(lines.year_to_date, T(0.0));
    for (const Line line : lines.vintage) vintage_.push_back(book.opening(line, T(0.0)));
    pool = book.opening(lines.pool, T(0.0));
  }

  void step(int t, const Clock<T>& clock, const T& taxable, Book& book) {
    const auto zero = [] { return T(0.0); };
    const auto year_end = clock.year_end(t);
    const auto last = clock.last(t);
    const std::size_t n = vintage_.size();
    const T income = book(lines_->income, t, taxable);
    const T accumulated = book(lines_->accumulated, t, year_to_date + income);
    year_to_date = book(lines_->year_to_date, t, when<T>(year_end, zero, [&] { return accumulated; }));
    const auto left = [&](std::size_t older_than) {  // of the year's profit, after losses of older vintages
      T profit = max(accumulated, 0.0);
      for (std::size_t j = n; j-- > older_than;) profit = profit - used_[j];
      return profit;
    };
    for (std::size_t k = n; k-- > 0;)
      used_[k] = book(lines_->used[k], t,
                      when<T>(
                          year_end, [&] { return min(vintage_[k], left(k + 1)); }, zero));
    const auto loss = [&] { return max(-accumulated, 0.0); };
    const auto unused = [&] {
      T sum = loss();
      for (std::size_t k = 0; k < n; ++k) sum = sum + (vintage_[k] - used_[k]);
      return sum;
    };
    const auto oldest = [&] { return n == 0 ? T(loss()) : T(vintage_[n - 1] - used_[n - 1]); };
    lapsed = book(lines_->lapsed, t,
                  when<T>(
                      year_end, [&] { return when<T>(last, unused, oldest); }, zero));
    for (std::size_t k = n; k-- > 0;) {
      const auto younger = [&] { return k == 0 ? T(loss()) : T(vintage_[k - 1] - used_[k - 1]); };
      vintage_[k] = book(lines_->vintage[k], t,
                         when<T>(
                             year_end, [&] { return when<T>(last, zero, younger); }, [&] { return vintage_[k]; }));
    }
    const auto all = [&] {
      T sum(0.0);
      for (std::size_t k = n; k-- > 0;) sum = sum + vintage_[k];
      return sum;
    };
    pool = book(lines_->pool, t, when<T>(year_end, all, [&] { return pool; }));
    paid = book(lines_->paid, t,
                when<T>(
                    year_end, [&] { return rate_ * left(0); }, zero));
  }

  // The current month.
  T year_to_date{0.0}, pool{0.0}, lapsed{0.0}, paid{0.0};

 private:
  const TaxLines* lines_;
  T rate_;
  Few<T> used_, vintage_;
};

}  // namespace roi
