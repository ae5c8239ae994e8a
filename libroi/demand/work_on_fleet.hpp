#pragma once
/// @file libroi/demand/work_on_fleet.hpp: what an hour of a fleet is worth to a market.
///
///   rate        = peak of f / peak of the reference, dense, in the market's precision                             [1]
///   efficiency  = efficiency, or rising to it from the initial one while the work is adapted                      [1]
///   yield       = rate x efficiency x performance of f                         [reference-hour / hour of the fleet]
///   ready(t)    = live share of month t after `ready`                                                             [1]
///   fit         = sum over job sizes b of share x min(1, usable cards / b), both in the unit of sale              [1]
///   job         = mean size of the jobs that fit, weighted with their hours                                    [card]
///
/// A market with `fleet` runs on its own reference: yield and all shares are 1, and nothing is booked. What the model does
/// not state (ready, adaptation, job sizes) has no line. Kinks: the dates, and a job as large as the fleet. See
/// docs/model.md section 2b.
#include <string>
#include <vector>

#include "libroi/core/interval.hpp"
#include "libroi/demand/inputs.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

/// A fleet on the list of a market; `entry` is its place in `runs_on`, -1 where the market names the fleet itself.
struct ListedFleet {
  int fleet = -1, entry = -1;
};

/// The fleets of a market in the order in which it tries them: a key is a fleet, or a chip, which stands for all its fleets.
inline std::vector<ListedFleet> listed_fleets(const Market<double>& market, const std::vector<std::string>& fleets,
                                              const std::vector<std::string>& chips) {
  std::vector<ListedFleet> out;
  const auto add = [&](const std::vector<std::string>& names, const std::string& name, int entry) {
    const std::size_t before = out.size();
    for (std::size_t f = 0; f < names.size(); ++f)
      if (names[f] == name) out.push_back({static_cast<int>(f), entry});
    return out.size() > before;
  };
  if (!market.fleet.empty()) (void)add(fleets, market.fleet, -1);
  for (std::size_t e = 0; e < market.runs_on.size(); ++e)
    if (!add(fleets, market.runs_on.key(e), static_cast<int>(e)))
      (void)add(chips, market.runs_on.key(e), static_cast<int>(e));
  return out;
}

struct WorkOnFleetLines {
  ListedFleet at;
  int market = 0;
  bool direct = true, adapts = false, varies = false, bears_cost = false, waits_until_ready = false, sized = false;
  Line rate, yield, hours_per_reference, efficiency, ready, fit, job;
  std::vector<Line> sizes;  // of several job sizes
  Line wanted, sold;
  Entry<Section::operating_cost> adaptation;
  Line ramp_rate, adaptation_rate;
};

/// `bears_cost`: the first fleet of its entry; adapting to a chip is paid once, whatever the number of its fleets.
inline WorkOnFleetLines declare_work_on_fleet(Declare& d, const std::string& market_key, int market_index,
                                              const Market<double>& market, const ListedFleet& at, bool bears_cost) {
  WorkOnFleetLines out;
  out.at = at;
  out.market = market_index;
  out.direct = at.entry < 0;
  out.sized = market.job_cards || !market.jobs.empty();
  const std::string& fleet = d.fleets()[static_cast<std::size_t>(at.fleet)];
  const Declare::Of of = d.of("sales/market/" + market_key + "/on/" + fleet, market_key + " on " + fleet);
  if (out.sized) {
    out.fit = of.line("fit", "share of its jobs that fit", "1", Kind::constant,
                      "share of hours in jobs x part of a job that the usable cards can hold");
    out.job =
        of.line("job", "mean job", "card", Kind::constant, "size of the jobs that fit, weighted with their hours");
    for (const auto& [key, size] : market.jobs)
      out.sizes.push_back(d.line({"sales/market/" + market_key + "/on/" + fleet + "/size/" + key,
                                  market_key + " on " + fleet + ": jobs of size " + key, "1", Kind::constant,
                                  Section::none, "share of the hours of the jobs that fit"}));
  }
  const std::string unit = d.hour_unit(at.fleet);
  if (out.direct)
    out.sold = d.line({"sales/market/" + market_key + "/sold", market_key + ": " + unit + "s sold", unit, Kind::flow,
                       Section::none, "demand that free hours can serve"});
  if (out.direct && !out.sized && !market.queue) return out;
  if (!out.direct) {
    const RunsOn<double>& entry = market.runs_on[static_cast<std::size_t>(at.entry)];
    out.adapts = entry.adaptation.has_value();
    out.varies = out.adapts || d.decays(at.fleet);
    out.waits_until_ready = entry.ready.has_value();
    out.rate = of.line("rate", "rate", "1", Kind::constant, "peak of the fleet's card / peak of the reference card");
    const char* definition =
        "hours of the reference that an hour of the fleet is worth: rate x efficiency x performance of the fleet";
    if (out.adapts) {
      out.efficiency = of.line("efficiency", "efficiency", "1", Kind::ratio,
                               "useful share of the chip's own peak / that of the reference of its own, while adapted");
      out.ramp_rate = of.line("ramp rate", "ramp of adaptation", "1/month", Kind::constant, "1 / months of the work");
      out.bears_cost = bears_cost;
      if (bears_cost) {
        const std::string& key = market.runs_on.key(static_cast<std::size_t>(at.entry));
        const std::string path = "opex/adaptation/" + market_key + "/" + key;
        out.adaptation_rate = d.line({path + "/monthly", market_key + " to " + key + ": cost of adaptation a month",
                                      "money/month", Kind::constant, Section::none, "cost / months"});
        out.adaptation = d.entry<Section::operating_cost>(path, "Adaptation of " + market_key + " to " + key,
                                                          "cost of the work, evenly over its months");
      }
    }
    out.yield = of.line("yield", "yield", "reference-hour/hour", out.varies ? Kind::ratio : Kind::constant, definition);
    if (!out.varies) {
      out.hours_per_reference = of.line("hours per reference hour", "hours per reference hour", "hour/reference-hour",
                                        Kind::constant, "1 / yield");
    }
    if (out.waits_until_ready)
      out.ready = of.line("ready", "ready", "1", Kind::ratio, "share of the month after the work can run on the chip");
  }
  out.wanted = of.line("wanted", "hours wanted", unit, Kind::flow, "hours of the fleet that its work needs");
  if (!out.direct)
    out.sold = of.line("sold", "hours sold", unit, Kind::flow, "hours of the fleet that it gets and pays");
  return out;
}

template <class T, class Book>
class WorkOnFleet {
 public:
  WorkOnFleet(const WorkOnFleetLines& lines, const Market<T>& market, const Setting<T, Book>& setting)
      : lines_(&lines), market_(&market) {
    const auto f = static_cast<std::size_t>(lines.at.fleet);
    if (lines.sized) size_jobs(setting.fleets.hours_of(setting.fleets.usable, f, 1.0), setting);
    if (lines.direct) return;
    const RunsOn<T>& entry = own();
    const T peak = setting.fleets.peak_per_unit(lines.at.fleet, market.precision);
    rate_ = setting.constant(lines.rate, peak / peak_of(market.reference->peak, market.precision));
    if (lines.waits_until_ready) ready_from_ = LiveFrom<T>(*entry.ready);
    if (lines.adapts) {
      const Adaptation<T>& work = *entry.adaptation;
      const T per_month = setting.constant(lines.ramp_rate, 1.0 / work.months);
      ramp_ = Ramp<T>(work.start, per_month, work.months);
      if (lines.bears_cost) {
        spent_ = Interval<T>(work.start, work.start + work.months);
        spending_ = setting.constant(lines.adaptation_rate, work.cost * per_month);
      }
    }
    if (!lines.varies) {
      yield = setting.constant(lines.yield, rate_ * entry.efficiency);
      hours_per_reference_ = setting.constant(lines.hours_per_reference, 1.0 / yield);
    }
  }

  /// Before anything is claimed in the month.
  void begin(Now<T, Book>& now) {
    if (lines_->waits_until_ready) ready = now(lines_->ready, ready_from_.share(now.t, now.clock));
    if (!lines_->varies) return;
    const RunsOn<T>& entry = own();
    T efficiency = entry.efficiency;
    if (lines_->adapts) {
      const T& initial = entry.adaptation->initial_efficiency;
      efficiency = now(lines_->efficiency, initial + (efficiency - initial) * ramp_.share(now.t, now.clock));
    }
    const auto f = static_cast<std::size_t>(lines_->at.fleet);
    const T whole = rate_ * efficiency;
    yield = now(lines_->yield, now.fleets.facts[f].decays ? T(whole * (*now.fleets.performance)[f]) : whole);
    hours_per_reference_ = 1.0 / yield;
  }
  /// Hours of the fleet that so many hours of the reference take.
  [[nodiscard]] T hours_for(const T& reference_hours) const {
    return lines_->direct ? reference_hours : T(reference_hours * hours_per_reference_);
  }
  [[nodiscard]] T reference_hours(const T& hours) const { return lines_->direct ? hours : T(hours * yield); }
  /// Hours of the fleet for one of the reference.
  [[nodiscard]] const T& per_reference_hour() const { return hours_per_reference_; }
  /// Share of the hours that the queue turns away, for so much blocking of a job for each of its cards.
  [[nodiscard]] T turned_away(const T& per_card) const {
    if (!lines_->sized) return min(per_card, 1.0);
    if (weight_.empty()) return min(per_card * *size_[0], 1.0);
    T all(0.0);
    for (std::size_t k = 0; k < size_.size(); ++k) all = all + weight_[k] * min(per_card * *size_[k], 1.0);
    return all;
  }
  /// Price of an hour of the fleet to the market, at the market's price.
  [[nodiscard]] T price(const T& market_price) const {
    if (lines_->direct) return market_price;
    const T own_price = market_price * own().price_factor;
    return market_->paid_per == PaidPer::reference_hour ? T(own_price * yield) : own_price;
  }
  /// What of the hours sold the market's price is paid for.
  [[nodiscard]] T paid(const T& sold_hours) const {
    if (lines_->direct) return sold_hours;
    const T factored = sold_hours * own().price_factor;
    return market_->paid_per == PaidPer::reference_hour ? T(factored * yield) : factored;
  }
  void spend(Now<T, Book>& now) {
    if (lines_->bears_cost) now.post(lines_->adaptation, spent_.part(spending_, now.t, now.clock));
  }
  [[nodiscard]] const WorkOnFleetLines& lines() const { return *lines_; }
  [[nodiscard]] int fleet() const { return lines_->at.fleet; }

  T yield{1.0}, ready{1.0}, fit{1.0}, job{1.0};
  // Of the month: hours of the reference that fit, and hours of the fleet.
  T fitting{0.0}, wanted{0.0}, sold{0.0}, too_large{0.0}, queued{0.0};

 private:
  [[nodiscard]] const RunsOn<T>& own() const { return market_->runs_on[static_cast<std::size_t>(lines_->at.entry)]; }

  void size_jobs(const T& usable, const Setting<T, Book>& setting) {
    Few<T, 4> holds;
    T all(0.0), cards(0.0);
    const auto add = [&](const T& share, const T& size) {
      holds.push_back(share * min(usable / size, 1.0));
      size_.push_back(&size);
      all = all + holds[holds.size() - 1];
      cards = cards + holds[holds.size() - 1] * size;
    };
    if (market_->job_cards) add(T(1.0), *market_->job_cards);
    for (const auto& [key, size] : market_->jobs) add(size.share, size.cards);
    fit = setting.constant(lines_->fit, all);
    const mask_t<T> any = fit > 0.0;
    const T part = 1.0 / select(any, fit, T(1.0));
    job = setting.constant(lines_->job, select(any, cards * part, T(1.0)));
    for (std::size_t k = 0; k < lines_->sizes.size(); ++k)
      weight_.push_back(setting.constant(lines_->sizes[k], holds[k] * part));
  }

  const WorkOnFleetLines* lines_;
  const Market<T>* market_;
  T rate_{1.0}, hours_per_reference_{1.0}, spending_{0.0};
  LiveFrom<T> ready_from_;
  Ramp<T> ramp_;
  Interval<T> spent_;
  Few<T, 4> weight_;
  Few<const T*, 4> size_;
};

}  // namespace roi
