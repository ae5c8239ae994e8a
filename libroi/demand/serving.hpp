#pragma once
/// @file libroi/demand/serving.hpp: one step of the allocation: the markets that try one fleet at the same place of their lists.
///
///   attempted = remaining x ready;  too large = attempted x (1 - fit);  wanted = attempted x fit / yield       [hours of f]
///   W         = sum of wanted;  served share = min(1, free / W), 1 where W = 0                                          [1]
///   blocked   = Erlang's loss of free / hours / z servers at W / hours / z, z = sum of wanted x job / W                 [1]
///   held      = wanted x served share x (1 - turned away)                                                     [hours of f]
///   remaining = what was not ready, too large, in excess of the free hours, or turned away          [hours of the reference]
///
/// Steps run by priority; within one: markets with `fleet` each by itself in the order of the file, then markets with
/// `runs_on` together, place by place of their lists. Nothing is oversold, and every remainder is a sum of products of
/// shares, so that it is never negative. See docs/model.md section 2c; the queue: libroi/queueing/erlang_loss.hpp.
#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "libroi/demand/work_on_fleet.hpp"
#include "libroi/queueing/erlang_loss.hpp"

namespace roi {

struct ServingStep {
  int fleet = 0, priority = 0;
  std::vector<int> members;  // positions among all pairs of market and fleet
  bool alone = true, queued = false;
  Line wanted, served_share, mean_job, servers, load, blocked;
};

struct ServingLines {
  std::vector<ServingStep> steps;  // in the order of serving
  bool queued = false;             // a market has a queue
  QueueConstantLines queue;
  std::vector<Line> patience;  // by market
  Line rounding;               // where steps divide free hours
};

/// Free hours are differences: where all are taken, rounding leaves some.
inline constexpr double kRoundingOfHours = 1e-9;
inline Line declare_rounding(Declare& d) {
  return d.line({"sales/rounding", "Rounding of hours", "1", Kind::constant, Section::none,
                 "share of the available hours up to which free hours are none"});
}

/// `pairs` stand in the order of markets and their lists.
inline ServingLines declare_serving(Declare& d, const Keyed<Market<double>>& markets,
                                    const std::vector<WorkOnFleetLines>& pairs) {
  struct At {
    int priority, direct_market, place, fleet, pair;
  };
  std::vector<At> order;
  const int together = static_cast<int>(markets.size());
  int place = 0;
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    place = p > 0 && pairs[p].market == pairs[p - 1].market ? place + 1 : 0;
    const Market<double>& market = markets[static_cast<std::size_t>(pairs[p].market)];
    order.push_back(
        {market.priority, pairs[p].direct ? pairs[p].market : together, place, pairs[p].at.fleet, static_cast<int>(p)});
  }
  const auto step_of = [](const At& at) { return std::tuple(at.priority, at.direct_market, at.place, at.fleet); };
  std::stable_sort(order.begin(), order.end(), [&](const At& a, const At& b) { return step_of(a) < step_of(b); });
  ServingLines lines;
  std::vector<ServingStep>& out = lines.steps;
  std::vector<int> count(d.fleets().size(), 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || step_of(order[i]) != step_of(order[i - 1])) {
      out.emplace_back();
      out.back().fleet = order[i].fleet;
      out.back().priority = order[i].priority;
    }
    out.back().members.push_back(order[i].pair);
    if (markets[static_cast<std::size_t>(pairs[static_cast<std::size_t>(order[i].pair)].market)].queue)
      out.back().queued = true;
  }
  for (ServingStep& step : out) {
    const auto f = static_cast<std::size_t>(step.fleet);
    step.alone = step.members.size() == 1;
    const std::string number = std::to_string(++count[f]);
    const Declare::Of of = d.of("sales/fleet/" + d.fleets()[f] + "/step/" + number, d.fleets()[f] + ", step " + number);
    if (!step.alone)
      step.wanted = of.line("wanted", "hours wanted", d.hour_unit(step.fleet), Kind::flow,
                            "hours wanted by all markets that try the fleet in this step");
    if (!step.alone || step.queued || !pairs[static_cast<std::size_t>(step.members[0])].direct)
      step.served_share =
          of.line("served share", "share served", "1", Kind::ratio, "free hours / hours wanted, at most 1");
    if (step.queued) {
      step.mean_job =
          of.line("mean job", "mean job", "card", Kind::ratio, "cards of a job, weighted with hours wanted");
      step.servers = of.line("servers", "places for jobs", "1", Kind::ratio, "free cards / cards of the mean job");
      step.load = of.line("load", "load in jobs", "1", Kind::ratio, "cards wanted / cards of the mean job");
      step.blocked = of.line("blocked", "share blocked", "1", Kind::ratio,
                             "Erlang's loss of the free cards at the load wanted, in jobs of the mean size");
    }
  }
  if (std::any_of(out.begin(), out.end(), [](const ServingStep& step) { return step.served_share.id >= 0; }))
    lines.rounding = declare_rounding(d);
  for (const auto& [key, market] : markets) {
    lines.patience.emplace_back();
    if (!market.queue) continue;
    lines.queued = true;
    lines.patience.back() = d.line({"sales/market/" + key + "/patience", key + ": patience / length of a job", "1",
                                    Kind::constant, Section::none, "how long work waits / mean length of a job"});
  }
  if (lines.queued) lines.queue = declare_queue_constants(d);
  return lines;
}

/// What is left of a market's hours, and why its last fleet did not serve them [hours of the reference].
template <class T>
struct Unserved {
  T remaining{0.0}, not_ready{0.0}, too_large{0.0}, full{0.0}, queue{0.0};
};

template <class T, class Book>
class Serving {
 public:
  Serving(const ServingLines& lines, const Keyed<Market<T>>& markets, const Setting<T, Book>& setting)
      : markets_(&markets) {
    if (lines.queued) queue_.emplace(lines.queue, setting);
    if (lines.rounding.id >= 0) rounding_ = setting.constant(lines.rounding, T(kRoundingOfHours));
    for (std::size_t m = 0; m < markets.size(); ++m)
      patience_.push_back(
          lines.patience[m].id < 0
              ? T(0.0)
              : setting.constant(lines.patience[m], markets[m].queue->patience / markets[m].queue->service_time));
  }

  /// One step, on the pairs of all markets and what is left of each market.
  void serve(const ServingStep& step, Few<WorkOnFleet<T, Book>, 4>& pairs, Few<Unserved<T>>& left, Now<T, Book>& now) {
    T all(0.0), cards(0.0);
    for (const int p : step.members) {
      WorkOnFleet<T, Book>& pair = at(pairs, p);
      ask(pair, at(left, pair.lines().market), now);
      all = all + pair.wanted;
      if (step.queued) cards = cards + pair.wanted * pair.job;
    }
    if (!step.alone) all = now(step.wanted, all);
    if (step.served_share.id < 0) return take_all(at(pairs, step.members[0]), left, now.fleets.left(step.fleet), now);
    const T free = now.fleets.spare(step.fleet, rounding_);
    const mask_t<T> over = all > free;
    const T share = now(step.served_share, select(over, free / select(over, all, T(1.0)), T(1.0)));
    Blocking blocking;
    if (step.queued) blocking = block(step, free, all, cards, share, now);
    for (const int p : step.members) settle(at(pairs, p), left, share, step.queued ? &blocking : nullptr, now);
  }

 private:
  /// Of one step: its jobs of the mean size, Erlang's B and C, and 1 / mean, 1 / share served.
  struct Blocking {
    T servers{0.0}, load{0.0}, loss{0.0}, waiting{0.0}, per_mean{1.0}, per_share{0.0};
    bool none = false;  // nobody is turned away
  };
  template <class List>
  static auto& at(List& list, int i) {
    return list[static_cast<std::size_t>(i)];
  }

  void ask(WorkOnFleet<T, Book>& pair, Unserved<T>& left, Now<T, Book>& now) const {
    const WorkOnFleetLines& lines = pair.lines();
    T attempted = left.remaining;
    left.not_ready = T(0.0);
    if (lines.waits_until_ready) {
      attempted = left.remaining * pair.ready;
      left.not_ready = left.remaining * (1.0 - pair.ready);
    }
    pair.fitting = attempted;
    if (lines.sized) {
      pair.fitting = attempted * pair.fit;
      left.too_large = attempted * (1.0 - pair.fit);
      pair.too_large = pair.hours_for(left.too_large);
    }
    pair.wanted = pair.hours_for(pair.fitting);
    if (lines.wanted.id >= 0) pair.wanted = now(lines.wanted, pair.wanted);
  }

  /// A market alone with its own fleet.
  void take_all(WorkOnFleet<T, Book>& pair, Few<Unserved<T>>& left, const T& free, Now<T, Book>& now) const {
    const T held = min(pair.wanted, free);
    Unserved<T>& rest = at(left, pair.lines().market);
    rest.full = pair.wanted - held;
    rest.remaining = rest.full;
    if (pair.lines().sized) rest.remaining = rest.remaining + rest.too_large;
    hold(pair, held, now);
  }

  void settle(WorkOnFleet<T, Book>& pair, Few<Unserved<T>>& left, const T& share, const Blocking* blocking,
              Now<T, Book>& now) {
    Unserved<T>& rest = at(left, pair.lines().market);
    const T within = pair.fitting * share;
    T held = pair.wanted * share;
    rest.full = pair.fitting * (1.0 - share);
    T remaining = rest.full;
    if (pair.lines().waits_until_ready) remaining = remaining + rest.not_ready;
    if (pair.lines().sized) remaining = remaining + rest.too_large;
    const auto m = static_cast<std::size_t>(pair.lines().market);
    rest.queue = T(0.0);
    pair.queued = T(0.0);
    if (blocking != nullptr && !blocking->none && (*markets_)[m].queue) {
      const T late = longer_than(blocking->waiting, blocking->servers, blocking->load, patience_[m]);
      const T loss = loss_of_patient(blocking->loss, late, (*markets_)[m].queue->waits);
      const T beyond_overload = max(loss - (1.0 - share), 0.0) * blocking->per_share;
      const T away = pair.turned_away(beyond_overload * blocking->per_mean);
      rest.queue = within * away;
      pair.queued = held * away;
      held = held * (1.0 - away);
      remaining = remaining + rest.queue;
    }
    rest.remaining = remaining;
    hold(pair, held, now);
  }

  void hold(WorkOnFleet<T, Book>& pair, const T& held, Now<T, Book>& now) const {
    pair.sold = held * now.scale;
    if (pair.lines().sold.id >= 0) pair.sold = now(pair.lines().sold, pair.sold);
    now.fleets.take(pair.fleet(), held, pair.sold, pair.sold);
  }

  Blocking block(const ServingStep& step, const T& free, const T& all, const T& cards, const T& share,
                 Now<T, Book>& now) {
    Blocking out;
    const mask_t<T> any = all > 0.0;
    const T mean = now(step.mean_job, select(any, cards / select(any, all, T(1.0)), T(1.0)));
    out.per_mean = 1.0 / mean;
    const T per_server = now.clock.hour_share(now.t) * out.per_mean;
    out.servers = now(step.servers, free * per_server);
    out.load = now(step.load, all * per_server);
    out.loss = now(step.blocked, max(loss_of(out, any), 1.0 - share));
    if constexpr (may_skip_arms<T>) {
      out.none = !any_of(out.loss > 0.0);
      if (out.none) return out;
    }
    out.waiting = waiting_share(out.loss, out.servers, out.load);
    const mask_t<T> some = share > 0.0;
    out.per_share = select(some, 1.0 / select(some, share, T(1.0)), T(0.0));
    return out;
  }
  [[nodiscard]] T loss_of(const Blocking& step, const mask_t<T>& any) const {
    if constexpr (may_skip_arms<T>) {
      if (!any_of(any)) return T(0.0);
      if (all_of(any) && !any_of(step.servers > 0.0)) return T(1.0);
    }
    return erlang_loss(*queue_, step.servers, step.load);
  }
  const Keyed<Market<T>>* markets_;
  std::optional<QueueConstants<T>> queue_;
  Few<T> patience_;
  T rounding_{0.0};
};

}  // namespace roi
