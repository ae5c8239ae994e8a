#pragma once
/// @file libroi/demand/inputs.hpp: markets, the networks that lead to them, and what decides how much of them is won.
///
/// A market is the demand of one class of work. It names one `fleet`, or in `runs_on` the fleets or chips it can run on, in
/// the order in which it tries them. Demand is in hours of a reference card: with `fleet` that fleet's own, with `runs_on`
/// the market's `reference`. Equations: docs/model.md section 2. Dates are months since the start of the model.
#include <array>
#include <optional>
#include <string>

#include "libroi/capacity/inputs.hpp"
#include "libroi/inputs/keyed.hpp"

namespace roi {

enum class Workload { unspecified, training, fine_tuning, inference, scientific, general, rendering };
inline constexpr std::array<Choice<Workload>, 7> kWorkloads{{
    {"unspecified", Workload::unspecified, "not said"},
    {"training", Workload::training, "training of large models"},
    {"fine_tuning", Workload::fine_tuning, "fine-tuning of models"},
    {"inference", Workload::inference, "answering requests with trained models"},
    {"scientific", Workload::scientific, "scientific computing and simulation"},
    {"general", Workload::general, "general computing"},
    {"rendering", Workload::rendering, "rendering of images and films"},
}};

inline constexpr std::array<Choice<Precision>, 6> kPrecisions{{
    {"fp64", Precision::fp64, "FP64"},
    {"fp32", Precision::fp32, "FP32"},
    {"tf32", Precision::tf32, "TF32"},
    {"fp16", Precision::fp16, "FP16 or BF16"},
    {"fp8", Precision::fp8, "FP8"},
    {"int8", Precision::int8, "INT8"},
}};

/// Dense peak of a card in a number format; 0 where the card has none.
template <class T>
[[nodiscard]] const T& peak_of(const PeakCompute<T>& peak, Precision precision) {
  switch (precision) {
    case Precision::fp64: return peak.fp64;
    case Precision::fp32: return peak.fp32;
    case Precision::tf32: return peak.tf32;
    case Precision::fp8: return peak.fp8;
    case Precision::int8: return peak.int8;
    default: return peak.fp16;
  }
}

enum class PaidPer { card_hour, reference_hour };
inline constexpr std::array<Choice<PaidPer>, 2> kPaidPer{{
    {"card_hour", PaidPer::card_hour, "an hour of the card, or other unit of sale, that does the work"},
    {"reference_hour", PaidPer::reference_hour, "the work that the reference card does in an hour"},
}};

/// Work that makes a class of work run well on a chip.
template <class T>
struct Adaptation {
  T start{}, months{}, initial_efficiency{}, cost{};
  Adaptation() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.date("start", start, required, "first day of the work: efficiency rises and money is spent from here");
    field.number("months", months, "month", Range{0.01, 240}, required,
                 "months over which efficiency rises evenly and the cost is spent evenly");
    field.number("initial_efficiency", initial_efficiency, "1", Range{0.001, 1}, required,
                 "efficiency before the work, as `efficiency`");
    field.number("cost", cost, "money", Range{0, 1e12}, 0.0, "cost of the work in all, an operating cost");
  }
};

/// A fleet or chip that a market can run on.
template <class T>
struct RunsOn {
  T efficiency{}, price_factor{};
  std::optional<T> ready;
  std::optional<Adaptation<T>> adaptation;
  RunsOn() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("efficiency", efficiency, "1", Range{0.001, 1}, required,
                 "useful share of the chip's own peak / useful share of its own peak that the reference reaches");
    field.date("ready", ready, absent, "first day on which the work can run on the chip; always, where left out");
    field.number("price_factor", price_factor, "1", Range{0, 100}, 1.0, "price on this chip / price of the market");
    field.group("adaptation", adaptation, "work that raises the efficiency");
  }
  void visit_rules(auto&& rule) const {
    rule(!adaptation || adaptation->initial_efficiency <= efficiency, "adaptation.initial_efficiency",
         "must be <= efficiency");
  }
};

/// Part of a market's work that comes in jobs of one size.
template <class T>
struct JobSize {
  T cards{}, share{};
  JobSize() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("cards", cards, "card", Range{1, 1e6}, required, "cards that a job holds at once");
    field.number("share", share, "1", Range{0, 1}, required, "share of the market's hours in jobs of this size");
  }
};

/// Customers who come at random: what cannot start is turned away, or waits.
template <class T>
struct Queue {
  T waits{}, patience{}, service_time{};
  Queue() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("waits", waits, "1", Range{0, 1}, 0.0, "share of the work that waits when no card is free");
    field.number("patience", patience, "hour", Range{0, 8760}, 24.0, "how long it waits before it goes elsewhere");
    field.number("service_time", service_time, "hour", Range{0.001, 87600}, 24.0, "mean length of a job");
  }
};

enum class AdoptionShape { logistic, bass };
inline constexpr std::array<Choice<AdoptionShape>, 2> kAdoptionShapes{{
    {"logistic", AdoptionShape::logistic, "half of the demand at `start`, rising at `speed`"},
    {"bass", AdoptionShape::bass, "from zero at `start`, by `innovation` and `imitation` (Bass 1969)"},
}};

/// How demand grows to its level.
template <class T>
struct Adoption {
  AdoptionShape shape = AdoptionShape::logistic;
  T start{}, speed{}, innovation{}, imitation{};
  Adoption() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.choice("shape", shape, kAdoptionShapes, AdoptionShape::logistic, "form of the curve");
    field.date("start", start, required, "logistic: when half is reached; bass: the beginning");
    field.number("speed", speed, "1/year", Range{0, 100}, 1.0, "logistic: growth rate while demand is small");
    field.number("innovation", innovation, "1/year", Range{1e-6, 10}, 0.03,
                 "bass: customers who come by themselves, of those who are missing");
    field.number("imitation", imitation, "1/year", Range{0, 100}, 0.38,
                 "bass: customers who follow others, of those who are missing");
  }
};

/// How demand changes within a year.
template <class T>
struct Season {
  std::array<T, 12> factor{};
  Season() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.table("factor", factor, "1", Range{0, 12}, required, "demand of the month / mean demand");
  }
};

/// How demand answers to the price.
template <class T>
struct PriceResponse {
  T reference_price{}, elasticity{}, floor{}, cap{};
  PriceResponse() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("reference_price", reference_price, "money/card-hour", Range{1e-6, 1e6}, required,
                 "price at which demand is as stated");
    field.number("elasticity", elasticity, "1", Range{0, 10}, required,
                 "percent of demand lost for each percent that the price is higher");
    field.number("floor", floor, "1", Range{0.001, 1}, 0.1,
                 "price / reference price below which demand rises no further");
    field.number("cap", cap, "1", Range{1, 1000}, 3.0, "demand / demand at the reference price, at most");
  }
};

/// Others who sell the same compute.
template <class T>
struct Competition {
  std::optional<Curve<T>> supply, capture;
  Competition() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.curve("supply", supply, "card", Range{0, 1e8}, absent,
                "reference cards that competitors offer: they win in proportion to it, and never more than it holds");
    field.curve("capture", capture, "1", Range{0, 1}, absent,
                "share of the demand won against competitors, in place of the proportion of supply");
  }
  void visit_rules(auto&& rule) const { rule(supply || capture, "supply", "must be given, or capture"); }
};

/// A line to other regions.
template <class T>
struct Network {
  T ready{}, latency{};
  Curve<T> price;
  Network() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.date("ready", ready, required, "first day on which it carries work");
    field.number("latency", latency, "ms", Range{0, 60000}, 0.0, "time there and back");
    field.curve("price", price, "money/card-hour", Range{0, 1e6}, 0.0,
                "cost of carrying the work of one reference hour, borne by the center");
  }
};

/// Demand of another region for the same work.
template <class T>
struct RemoteDemand {
  std::string network;
  Curve<T> demand;
  std::optional<T> latency_limit;
  RemoteDemand() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.curve("demand", demand, "card", Range{0, 1e8}, required,
                "reference cards wanted on average once the ramp is over");
    field.reference("network", network, "networks", "", "the line that leads there; without one nothing is served");
    field.number("latency_limit", latency_limit, "ms", Range{0, 60000}, absent,
                 "longest time there and back that the work allows; none, where left out");
  }
};

/// Customers who rent by the hour, as far as capacity is left.
template <class T>
struct Market {
  std::string fleet;
  Workload workload = Workload::unspecified;
  int priority = 0;
  Curve<T> demand, price;
  T opening{}, ramp{};
  Keyed<RunsOn<T>> runs_on;
  std::optional<Device<T>> reference;
  Precision precision = Precision::fp16;
  PaidPer paid_per = PaidPer::card_hour;
  std::optional<T> job_cards;
  Keyed<JobSize<T>> jobs;
  std::optional<Queue<T>> queue;
  std::optional<Adoption<T>> adoption;
  std::optional<Season<T>> season;
  std::optional<PriceResponse<T>> price_response;
  std::optional<Competition<T>> competition;
  Keyed<RemoteDemand<T>> remote;
  Market() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.reference("fleet", fleet, "fleets", "", "fleet that serves the market; in its place `runs_on` lists several");
    field.keyed("runs_on", runs_on, MinCount{0},
                "fleets or chips that the work can run on, by key, in the order in which it tries them");
    field.curve("demand", demand, "card", Range{0, 1e8}, required, "cards wanted on average once the ramp is over");
    field.date("opening", opening, required, "first day of sales; never before a fleet can serve");
    field.number("ramp", ramp, "month", Range{0.01, 240}, 12.0, "months over which demand rises evenly from zero");
    field.curve("price", price, "money/card-hour", Range{0, 1e6}, required, "price of a card-hour");
    field.count("priority", priority, IntRange{0, 100}, 0,
                "who claims hours first: the lowest number, contracts before markets among equals");
    field.choice("workload", workload, kWorkloads, Workload::unspecified, "class of work");
    field.catalogue("reference", reference, "devices",
                    "card whose hours demand is stated in, by catalogue name or in full; with `runs_on`");
    field.choice("precision", precision, kPrecisions, Precision::fp16, "number format in which peaks are compared");
    field.choice("paid_per", paid_per, kPaidPer, PaidPer::card_hour, "which hour the price is for");
    field.number("job_cards", job_cards, "card", Range{1, 1e6}, absent, "cards that a job holds at once");
    field.keyed("jobs", jobs, MinCount{0}, "sizes of jobs, where there are several");
    field.group("queue", queue, "customers come at random; without it, they come as there is room");
    field.group("adoption", adoption, "how demand grows to its level");
    field.group("season", season, "how demand changes within a year");
    field.group("price_response", price_response, "how demand answers to the price");
    field.group("competition", competition, "others who sell the same");
    field.keyed("remote", remote, MinCount{0}, "demand of other regions");
  }
  void visit_rules(auto&& rule) const {
    rule(fleet.empty() != runs_on.empty(), "fleet", "must be given, or runs_on with at least one fleet or chip");
    rule(runs_on.empty() || reference, "reference", "must be given with runs_on");
    rule(!reference || !runs_on.empty(), "reference", "must be left out without runs_on");
    rule(paid_per == PaidPer::card_hour || !runs_on.empty(), "paid_per", "must be card_hour without runs_on");
    rule(!job_cards || jobs.empty(), "job_cards", "must be left out where jobs is given");
    T all(0.0);
    for (const auto& [key, size] : jobs) all = all + size.share;
    rule(jobs.empty() || (all > 1.0 - 1e-9 && all < 1.0 + 1e-9), "jobs", "must have shares that sum to 1");
    if (reference) rule(peak_of(reference->peak, precision) > 0.0, "precision", "must be one that the reference has");
  }
};

}  // namespace roi
