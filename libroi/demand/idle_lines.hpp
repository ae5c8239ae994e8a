#pragma once
/// @file libroi/demand/idle_lines.hpp: the causes of idle hours, and which of them the structure of a model allows.
///
/// What they are and how hours fall into them: libroi/demand/idle_hours.hpp. A cause that cannot occur (no job sizes, no
/// queue, no remote regions ...) has no lines.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "libroi/demand/demand_chain.hpp"
#include "libroi/demand/serving.hpp"

namespace roi {

enum class Cause {
  not_energised,
  unavailable,
  reserved_paid,
  reserved_unpaid,
  too_large,
  queue,
  other_chips,  // from here to `price`: demand that is shared over fleets
  not_adapted,
  network,
  competitors,
  price,
  no_demand,
  count
};
inline constexpr std::size_t kCauses = static_cast<std::size_t>(Cause::count);
struct CauseInfo {
  const char *name, *label, *definition;
};
/// In the order of printing and of explaining.
inline constexpr std::array<CauseInfo, kCauses> kCauseInfos{{
    {"not energised", "not energised", "hours delivered, but without power, space or service"},
    {"unavailable", "unavailable", "hours lost to failures and repair"},
    {"reserved and paid", "reserved, unused and paid", "hours sold less hours allocated: take-or-pay"},
    {"reserved and unpaid", "reserved, unused and unpaid", "hours held for contracts less hours sold"},
    {"too large", "jobs larger than the pool", "hours of jobs that its usable cards cannot hold"},
    {"queue", "queue", "hours that found no free card when they came, or would not wait"},
    {"other chips", "demand for other chips", "unmet demand of markets that cannot run on this fleet"},
    {"not adapted", "work not adapted yet", "unmet demand of markets that cannot run on this fleet yet"},
    {"network", "demand out of reach", "demand of other regions that no network carries"},
    {"competitors", "won by competitors", "demand that competitors win"},
    {"price", "turned away by the price", "demand that the price turns away"},
    {"no demand", "no demand", "hours that no demand explains"},
}};
[[nodiscard]] constexpr const CauseInfo& info(Cause cause) noexcept {
  return kCauseInfos[static_cast<std::size_t>(cause)];
}
[[nodiscard]] constexpr bool is_shared(Cause cause) noexcept {
  return cause >= Cause::other_chips && cause <= Cause::price;
}

/// Hours of a cause, and what they are worth.
struct CauseLines {
  Line hours, value;
};

/// A market and a fleet: their pair where the fleet is listed, or the rate at which the fleet would do the work.
struct ConcernLines {
  int pair = -1;
  Line rate, per_reference;
};
/// A fleet that a shared cause of a market concerns.
struct Concerned {
  int market, fleet, pair;
};

struct IdleLines {
  struct OfFleet {
    Line delivered, installed, effective;  // the ladder beside available, sold, allocated and active
    Line price, idle;
    std::array<CauseLines, kCauses> causes;
    [[nodiscard]] const CauseLines& of(Cause cause) const { return causes[static_cast<std::size_t>(cause)]; }
  };
  std::vector<OfFleet> fleets;
  struct OfMarket {
    std::vector<ConcernLines> fleets;
    std::array<Line, kCauses> per_idle_hour;  // demand of the cause for each hour left on the fleets concerned
    Line rest;
  };
  std::vector<OfMarket> markets;
  std::array<std::vector<Concerned>, kCauses> concerned;  // by market
  Line least_share;
  [[nodiscard]] bool exist() const noexcept { return !fleets.empty(); }
};

/// Results for the whole life, of the fleets whose unit of sale is the headline's.
struct IdleMetrics {
  bool wanted = false;
  std::vector<std::size_t> fleets;
  Metric idle = Metric::own;
  std::array<Metric, kCauses> causes{};
};

/// What the markets are to the fleets.
struct MarketStructure {
  const Keyed<Market<double>>& markets;
  const std::vector<MarketDemandLines>& demand;
  const std::vector<WorkOnFleetLines>& pairs;
  const std::vector<ServingStep>& steps;
};

inline ConcernLines declare_concern(Declare& d, const MarketStructure& in, std::size_t m, std::size_t f) {
  ConcernLines out;
  for (std::size_t p = 0; p < in.pairs.size(); ++p)
    if (in.pairs[p].market == static_cast<int>(m) && in.pairs[p].at.fleet == static_cast<int>(f))
      out.pair = static_cast<int>(p);
  if (out.pair >= 0) return out;
  const std::string &key = in.markets.key(m), &fleet = d.fleets()[f];
  const Declare::Of of = d.of("sales/market/" + key + "/off/" + fleet, key + " on " + fleet);
  out.rate = of.line("rate", "rate", "1", Kind::constant, "peak of the fleet's card / peak of the reference card");
  out.per_reference = of.line("hours per reference hour", "hours per reference hour", "hour/reference-hour",
                              Kind::constant, "1 / rate, 0 where the card lacks the number format");
  return out;
}

/// Whether a shared cause of a market concerns a fleet.
[[nodiscard]] inline bool concerns(Cause cause, const MarketDemandLines& demand,
                                   const std::vector<WorkOnFleetLines>& pairs, const ConcernLines& at) {
  if (cause == Cause::other_chips) return at.pair < 0;
  if (at.pair < 0) return false;
  switch (cause) {
    case Cause::not_adapted: return pairs[static_cast<std::size_t>(at.pair)].waits_until_ready;
    case Cause::network: return !demand.remote.empty();
    case Cause::competitors: return demand.competes;
    case Cause::price: return demand.responds;
    default: return false;
  }
}

/// The fleets that each shared cause concerns, market by market.
inline void list_concerned(const MarketStructure& in, IdleLines& lines) {
  for (std::size_t c = 0; c < kCauses; ++c)
    for (std::size_t m = 0; m < lines.markets.size(); ++m)
      for (std::size_t f = 0; f < lines.markets[m].fleets.size(); ++f) {
        const ConcernLines& at = lines.markets[m].fleets[f];
        if (concerns(static_cast<Cause>(c), in.demand[m], in.pairs, at))
          lines.concerned[c].push_back({static_cast<int>(m), static_cast<int>(f), at.pair});
      }
}

/// Whether the structure of a model allows a cause on a fleet.
[[nodiscard]] inline bool possible(Cause cause, const MarketStructure& in, const IdleLines& lines, std::size_t f) {
  const int fleet = static_cast<int>(f);
  const auto sized = [&](const WorkOnFleetLines& pair) { return pair.sized && pair.at.fleet == fleet; };
  const auto queued = [&](const ServingStep& step) { return step.queued && step.fleet == fleet; };
  if (cause == Cause::too_large) return std::any_of(in.pairs.begin(), in.pairs.end(), sized);
  if (cause == Cause::queue) return std::any_of(in.steps.begin(), in.steps.end(), queued);
  if (!is_shared(cause)) return true;
  const std::vector<Concerned>& all = lines.concerned[static_cast<std::size_t>(cause)];
  return std::any_of(all.begin(), all.end(), [&](const Concerned& one) { return one.fleet == fleet; });
}

inline IdleLines::OfMarket declare_idle_market(Declare& d, const MarketStructure& in, std::size_t m) {
  IdleLines::OfMarket out;
  const std::string& key = in.markets.key(m);
  for (std::size_t f = 0; f < d.fleets().size(); ++f) out.fleets.push_back(declare_concern(d, in, m, f));
  const auto any = [&](Cause cause) {
    return std::any_of(out.fleets.begin(), out.fleets.end(),
                       [&](const ConcernLines& at) { return concerns(cause, in.demand[m], in.pairs, at); });
  };
  for (std::size_t c = 0; c < kCauses; ++c)
    if (any(static_cast<Cause>(c)))
      out.per_idle_hour[c] =
          d.line({"sales/market/" + key + "/per idle hour/" + kCauseInfos[c].name,
                  key + ": " + kCauseInfos[c].label + " per idle hour", "1", Kind::ratio, Section::none,
                  "hours of the reference for each hour left idle on the fleets concerned"});
  if (any(Cause::other_chips) && any(Cause::not_adapted))
    out.rest = d.line({"sales/market/" + key + "/unmet/not explained", key + ": unmet hours not explained yet",
                       "reference-hour", Kind::flow, Section::none,
                       "unmet hours less those that explain idle hours of other chips"});
  return out;
}

inline IdleLines declare_idle_hours(Declare& d, const MarketStructure& in) {
  IdleLines out;
  for (std::size_t m = 0; m < in.markets.size(); ++m) out.markets.push_back(declare_idle_market(d, in, m));
  list_concerned(in, out);
  out.least_share = d.line({"idle/least share", "Least share of hours", "1", Kind::constant, Section::none,
                            "share of the available hours up to which hours left are not shared among causes"});
  for (std::size_t f = 0; f < d.fleets().size(); ++f) {
    IdleLines::OfFleet fleet;
    const std::string& key = d.fleets()[f];
    const std::string unit = d.hour_unit(static_cast<int>(f));
    const Declare::Of ladder = d.of("sales/fleet/" + key, key);
    fleet.delivered = ladder.line("delivered hours", "hours delivered", unit, Kind::flow, "cards delivered x hours");
    fleet.installed =
        ladder.line("installed hours", "hours installed", unit, Kind::flow, "cards energised and in service x hours");
    fleet.effective = ladder.line("effective hours", "hours at peak", "card-hour", Kind::flow,
                                  "hours sold, of cards or nodes, x MFU x goodput x performance");
    const Declare::Of idle = d.of("idle/" + key, key);
    const auto remainder = [&](const std::string& path, const std::string& text, const std::string& of_unit, Line scale,
                               const char* definition) {
      LineInfo line{"idle/" + key + "/" + path, key + ": " + text, of_unit, Kind::flow, Section::none, definition};
      line.scale = scale.id;  // differences of hours: as exact as those hours are
      return d.line(std::move(line));
    };
    fleet.price = idle.line("price earned", "price earned", "money/hour", Kind::price,
                            "leasing revenue / hours sold, 0 without any");
    const ScaleLines& scales = d.scales();
    fleet.idle = remainder("idle", "idle hours", unit, scales.hours, "hours delivered less hours allocated");
    for (std::size_t c = 0; c < kCauses; ++c) {
      const auto cause = static_cast<Cause>(c);
      if (!possible(cause, in, out, f)) continue;
      const CauseInfo& text = info(cause);
      fleet.causes[c].hours = remainder(text.name, text.label, unit, scales.hours, text.definition);
      if (cause != Cause::reserved_paid)
        fleet.causes[c].value = remainder(std::string("value/") + text.name, text.label, "money", scales.money,
                                          "hours x price of what was lost");
    }
    out.fleets.push_back(fleet);
  }
  return out;
}

inline void declare_idle_metrics(Declare& d, IdleMetrics& out) {
  out.wanted = true;
  for (std::size_t f = 0; f < d.fleets().size(); ++f)
    if (d.unit(static_cast<int>(f)) == 0) out.fleets.push_back(f);
  const auto share = [&](const std::string& name, const std::string& label, const std::string& definition) {
    return d.metric({Metric::own, "idle/" + name, label, "1", Format::percent, definition, "no card is delivered",
                     CostGroup::idle_hours});
  };
  out.idle = share("all", "Idle", "hours not allocated / hours delivered, over the life");
  for (std::size_t c = 0; c < kCauses; ++c)
    out.causes[c] = share(kCauseInfos[c].name, std::string("Idle: ") + kCauseInfos[c].label,
                          std::string(kCauseInfos[c].definition) + " / hours delivered, over the life");
}

}  // namespace roi
