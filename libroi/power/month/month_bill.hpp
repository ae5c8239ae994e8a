#pragma once
/// @file libroi/power/month/month_bill.hpp: a month's bill under a tariff, every charge a line of quantity x price.
///
///   energy     cost = quantity in the step x price x level;  step i takes max(min(kWh, end_i) - end_(i-1), 0)
///              end_i = max(end_(i-1), min(upper + after_hours x billing demand, upper_hours x billing demand)), each x
///              days where per_day; registers that share their steps climb them with their sum and pay in proportion
///   demand     quantity = max(peak, minimum) x billed per kW where charged, in steps likewise
///   daily      quantity = max over sets of (mean power of one hour a day) x billed per kW where charged x days [kW-day]
///   ratchet    billing demand = max(peak where metered, share x max over k = 0 .. lookback of weighted[t - k], minimum)
///   two-part   transformer: kVA; contract: max(declared, floor x kVA), excess above tolerance x that at a multiple of
///              the price; metered: the peak; rebate on the demand price from so many kWh per kVA
///   take       max(peak, share x contract x ramp) per component; exit fee in the model's last month =
///              min(term - horizon, exit_fee_months), not below 0, x sum of share x contract x price
///   then       power factor on energy and demand; reactive power; fixed; riders; least bills; taxes
///
/// Money [money/month], quantities [kWh], [kW], [kVA]. `level` is the price index at the start of the month. Standing
/// quantities count x live share = critical power energised / all. The same rules as power/tariff/pricing.hpp, which prices a
/// year at once from a meter's registers; a test holds both to 1e-9 of each other.
/// Kinks: at each end of a step, at floors, where peaks are equal; the rebate is a jump.
#include <string>
#include <vector>

#include "libroi/power/month/bill_inputs.hpp"
#include "libroi/power/month/bill_lines.hpp"
#include "libroi/power/month/month_load.hpp"
#include "libroi/stage/curve_value.hpp"

namespace roi {

/// Billing demand of one row of peaks.
template <class T, class Book>
class BillingDemand {
 public:
  BillingDemand(const RatchetLines& lines, const RatchetInputs<T>& rule, const Clock<T>& clock)
      : lines_(&lines), rule_(&rule), weighted_(clock.months()) {}
  T step(int t, const Clock<T>& clock, const T& peak, const T& live_share, Book& book) {
    const auto month = clock.month_of_year(t);
    weighted_[t] = book(lines_->weighted, t, peak * pick(rule_->weight, month));
    T most = weighted_[t];
    for (int k = 1; k <= rule_->lookback; ++k) most = max(most, lag(weighted_, clock, t, k));
    const T earlier = book(lines_->greatest, t, most);
    const T own = max(peak * pick(rule_->metered, month), rule_->minimum * live_share);
    return book(lines_->billed, t, max(own, earlier * pick(rule_->share, month)));
  }

 private:
  const RatchetLines* lines_;
  const RatchetInputs<T>* rule_;
  Series<T> weighted_;
};

/// `Load` is the month's load: power/month/month_load.hpp, or power/month/load_along.hpp in a search.
template <class T, class Book, class Load = MonthLoad<T, Book>>
class MonthBill {
 public:
  MonthBill(const TariffLines& lines, const BillInputs<T>& in, const Clock<T>& clock, Book& book)
      : lines_(&lines), in_(&in), used_(in.energy.size()) {
    if (in.ratchet) month_ratchet_.emplace_back(lines.ratchet, *in.ratchet, clock);
    for (std::size_t d = 0; in.ratchet && d < in.demand.size(); ++d)
      demand_ratchet_.emplace_back(lines.demand[d].ratchet, *in.ratchet, clock);
    restart(book);
  }

  /// Back to month 0, for another pass over the months.
  void restart(Book& book) {
    if (!in_->minimum_year) return;
    billed_to_date_ = book.opening(lines_->billed_to_date, T(0.0));
    least_to_date_ = book.opening(lines_->least_to_date, T(0.0));
    book.opening(lines_->billed_with_month, T(0.0));
    book.opening(lines_->least_with_month, T(0.0));
  }

  struct BillingMonth {
    const Load& load;
    const T& grid_share;  // of energy bought under the tariff
    const T& live_share;
    const T& level;
    const T& take_ramp;
  };

  void step(int t, const Clock<T>& clock, const BillingMonth& m, Book& book) {
    T billing = m.load.peak;
    if (in_->ratchet) billing = month_ratchet_[0].step(t, clock, m.load.peak, m.live_share, book);
    energy_ = book(lines_->energy_total, t, energy(t, clock, m, billing, book));
    T demand_sum = demand(t, clock, m, billing, book);
    if (!in_->daily_demand.empty()) demand_sum = demand_sum + daily_demand(t, clock, m, book);
    if (in_->two_part) demand_sum = demand_sum + two_part(t, clock, m, book);
    if (in_->minimum_take) demand_sum = demand_sum + take(t, m, book);
    if (in_->power_factor) demand_sum = demand_sum + power_factor(t, m, demand_sum, book);
    demand_ = book(lines_->demand_total, t, demand_sum);
    T fixed_sum(0.0);
    for (std::size_t i = 0; i < in_->fixed.size(); ++i)
      fixed_sum =
          fixed_sum + book(lines_->fixed[i], t,
                           (in_->fixed[i].per_month + in_->fixed[i].per_day * clock.days(t)) * m.live_share * m.level);
    fixed_ = book(lines_->fixed_total, t, fixed_sum);
    T sum = energy_ + demand_ + fixed_;
    for (std::size_t i = 0; i < in_->riders.size(); ++i) sum = sum + rider(i, t, clock, m, book);
    if (in_->minimum_take && in_->minimum_take->term) sum = sum + exit_fee(t, clock, m, book);
    const T before_tax = book(lines_->before_tax, t, sum + least(t, clock, m, sum, book));
    T all = before_tax;
    for (std::size_t i = 0; i < in_->taxes.size(); ++i) {
      const TaxOnPower<T>& tax = in_->taxes[i];
      const bool whole = tax.of_energy && tax.of_demand && tax.of_fixed;
      const T base = whole ? before_tax : base_of(tax.of_energy, tax.of_demand, tax.of_fixed);
      all = all + book(lines_->taxes[i], t, base * tax.share);
    }
    cost = book(lines_->total, t, all);
  }

  // The current month.
  T cost{0.0};

 private:
  T energy(int t, const Clock<T>& clock, const BillingMonth& m, const T& billing, Book& book) {
    if constexpr (requires { m.load.folded(); })
      if (const T* priced = m.load.folded()) return *priced * clock.hours(t) * m.grid_share * m.level;
    for (std::size_t r = 0; r < in_->energy.size(); ++r) {
      const T kwh = m.load.mean(in_->energy[r].load, t, clock) * clock.hours(t);
      used_[r] = book(lines_->energy[r].quantity, t, lines_->has_delivery ? T(kwh * m.grid_share) : kwh);
    }
    T sum(0.0);
    for (std::size_t r = 0; r < in_->energy.size(); ++r) {
      const EnergyRegister<T>& reg = in_->energy[r];
      const EnergyLines& line = lines_->energy[r];
      if (reg.steps.size() == 1) {
        sum = sum + book(line.steps[0].cost, t, used_[r] * reg.steps[0].price * m.level);
        continue;
      }
      const bool together = !reg.shared.empty();
      const T climbing = together ? T(book(line.together, t, climbed_with(reg))) : used_[r];
      T from(0.0);
      for (std::size_t i = 0; i < reg.steps.size(); ++i) {
        const EnergyStep<T>& step = reg.steps[i];
        T quantity = climbing - from;
        if (step.upper || step.upper_hours) {
          const T to = book(line.steps[i].end, t, max(end_of(step, reg.per_day, t, clock, billing), from));
          quantity = min(climbing, to) - from;
          from = to;
        }
        T taken = max(quantity, 0.0);
        if (together) taken = taken * used_[r] / select(climbing > 0.0, climbing, T(1.0));
        taken = book(line.steps[i].quantity, t, taken);
        sum = sum + book(line.steps[i].cost, t, taken * step.price * m.level);
      }
    }
    return sum;
  }
  T climbed_with(const EnergyRegister<T>& reg) const {
    T sum(0.0);
    for (std::size_t r = 0; r < in_->energy.size(); ++r)
      if (in_->energy[r].shared == reg.shared) sum = sum + used_[r];
    return sum;
  }
  static T end_of(const EnergyStep<T>& step, bool per_day, int t, const Clock<T>& clock, const T& billing) {
    T end(0.0);
    if (step.upper) {
      end = *step.upper;
      if (step.after_hours) end = end + *step.after_hours * billing;
      if (step.upper_hours) end = min(end, *step.upper_hours * billing);
    } else {
      end = *step.upper_hours * billing;
    }
    return per_day ? T(end * clock.days(t)) : end;
  }

  T demand(int t, const Clock<T>& clock, const BillingMonth& m, const T& billing, Book& book) {
    T sum(0.0);
    for (std::size_t d = 0; d < in_->demand.size(); ++d) {
      const DemandItem<T>& item = in_->demand[d];
      const DemandLines& line = lines_->demand[d];
      T kw = item.of_month ? billing : m.load.peak;
      if (item.mean) kw = book(line.mean, t, m.load.mean(*item.mean, t, clock));
      else if (!item.peak.empty()) kw = m.load.highest(item.peak, line.peak, t, clock, book);
      if (item.on_billing_demand) kw = demand_ratchet_[d].step(t, clock, kw, m.live_share, book);
      const T billed =
          book(line.quantity, t,
               max(kw, item.minimum * m.live_share) * item.billed_per_kw * pick(item.charged, clock.month_of_year(t)));
      if (item.steps.size() == 1) {
        sum = sum + book(line.steps[0].cost, t, billed * item.steps[0].price * m.level);
        continue;
      }
      T from(0.0);
      for (std::size_t i = 0; i < item.steps.size(); ++i) {
        const DemandStep<T>& step = item.steps[i];
        const T in_step = step.upper ? T(min(billed, *step.upper) - from) : T(billed - from);
        const T taken = book(line.steps[i].quantity, t, max(in_step, 0.0));
        if (step.upper) from = *step.upper;
        sum = sum + book(line.steps[i].cost, t, taken * step.price * m.level);
      }
    }
    return sum;
  }

  T daily_demand(int t, const Clock<T>& clock, const BillingMonth& m, Book& book) {
    T sum(0.0);
    for (std::size_t d = 0; d < in_->daily_demand.size(); ++d) {
      const DailyDemand<T>& item = in_->daily_demand[d];
      const DailyDemandLines& line = lines_->daily_demand[d];
      T most(0.0);
      for (std::size_t k = 0; k < item.hours.size(); ++k) {
        const T mean = book(line.hours[k], t, m.load.mean(item.hours[k], t, clock));
        most = k == 0 ? mean : max(most, mean);
      }
      const T billed = item.billed_per_kw * pick(item.charged, clock.month_of_year(t));
      const T quantity = book(line.quantity, t, most * billed * clock.days(t));
      sum = sum + book(line.cost, t, quantity * item.price * m.level);
    }
    return sum;
  }

  T two_part(int t, const Clock<T>& clock, const BillingMonth& m, Book& book) {
    const TwoPartInputs<T>& rule = *in_->two_part;
    const TwoPartLines& line = lines_->two_part;
    const T kva = book(line.capacity, t, rule.transformer_kva * m.live_share);
    if (rule.mode == power::TwoPartMode::transformer) return book(line.cost, t, kva * rule.price_kva * m.level);
    T due(0.0);
    if (rule.mode == power::TwoPartMode::metered) {
      due = book(line.cost, t, m.load.peak * rule.price_kw * m.level);
    } else {
      const T declared = pick(rule.declared, clock.month_of_year(t)) * m.live_share;
      const T contract = book(line.contract, t, max(declared, rule.floor_share * kva));
      const T excess = book(line.excess, t, max(m.load.peak - rule.tolerance * contract, 0.0));
      due = book(line.cost, t, contract * rule.price_kw * m.level);
      due = due + book(line.excess_cost, t, excess * rule.excess_multiple * rule.price_kw * m.level);
    }
    if (!rule.rebate_from) return due;
    const mask_t<T> heavy = m.load.grid_energy >= *rule.rebate_from * kva;
    return due + book(line.rebate, t, select(heavy, due * (rule.rebate_price_share - 1.0), T(0.0)));
  }

  T take(int t, const BillingMonth& m, Book& book) {
    const TakeInputs<T>& rule = *in_->minimum_take;
    const T contract = book(lines_->take_contract, t, rule.contract * m.take_ramp * m.live_share);
    T sum(0.0);
    for (std::size_t i = 0; i < rule.components.size(); ++i) {
      const TakeItem<T>& item = rule.components[i];
      const T kw = book(lines_->take[i].quantity, t, max(m.load.peak, item.share * contract));
      sum = sum + book(lines_->take[i].cost, t, kw * item.price * m.level);
    }
    return sum;
  }

  T exit_fee(int t, const Clock<T>& clock, const BillingMonth& m, Book& book) {
    const TakeInputs<T>& rule = *in_->minimum_take;
    const T months = max(min(*rule.term - clock.horizon(), rule.exit_fee_months), 0.0);
    T least(0.0);
    for (const auto& [key, item] : rule.components) least = least + item.share * item.price;
    return book(lines_->exit_fee, t,
                when<T>(
                    clock.last(t), [&] { return T(months * least * rule.contract * m.live_share * m.level); },
                    [] { return T(0.0); }));
  }

  T power_factor(int t, const BillingMonth& m, const T& demand_so_far, Book& book) {
    const PowerFactorInputs<T>& rule = *in_->power_factor;
    const T adjustment = book(lines_->adjustment, t, (energy_ + demand_so_far) * rule.adjustment);
    return adjustment + book(lines_->reactive, t, m.load.peak * rule.kvar_per_kw * rule.kvar_price * m.level);
  }

  T base_of(bool of_energy, bool of_demand, bool of_fixed) const {
    T base(0.0);
    if (of_energy) base = base + energy_;
    if (of_demand) base = base + demand_;
    if (of_fixed) base = base + fixed_;
    return base;
  }

  T rider(std::size_t i, int t, const Clock<T>& clock, const BillingMonth& m, Book& book) {
    const RiderInputs<T>& in = in_->riders[i];
    const T amount = (m.load.grid_energy * in.per_kwh + m.load.peak * in.per_kw) * m.level;
    const T share = base_of(in.of_energy, in.of_demand, in.of_fixed) * in.share;
    return book(lines_->riders[i], t, (amount + share) * pick(in.months, clock.month_of_year(t)));
  }

  /// What is missing to the least bill of the month, and in the last month of the year to that of the year.
  T least(int t, const Clock<T>& clock, const BillingMonth& m, const T& sum, Book& book) {
    T missing(0.0);
    if (in_->minimum_month)
      missing = book(lines_->minimum_month, t, max(*in_->minimum_month * m.level * m.live_share - sum, 0.0));
    if (!in_->minimum_year) return missing;
    const T billed = book(lines_->billed_with_month, t, billed_to_date_ + sum + missing);
    const T due =
        book(lines_->least_with_month, t, least_to_date_ + *in_->minimum_year / 12.0 * m.level * m.live_share);
    const auto zero = [] { return T(0.0); };
    const T settled = book(lines_->minimum_year, t,
                           when<T>(
                               clock.year_end(t), [&] { return T(max(due - billed, 0.0)); }, zero));
    billed_to_date_ = book(lines_->billed_to_date, t, when<T>(clock.year_end(t), zero, [&] { return billed; }));
    least_to_date_ = book(lines_->least_to_date, t, when<T>(clock.year_end(t), zero, [&] { return due; }));
    return missing + settled;
  }

  const TariffLines* lines_;
  const BillInputs<T>* in_;
  std::vector<BillingDemand<T, Book>> month_ratchet_, demand_ratchet_;
  Few<T> used_;  // kWh by register
  T energy_{0.0}, demand_{0.0}, fixed_{0.0}, billed_to_date_{0.0}, least_to_date_{0.0};
};

}  // namespace roi
