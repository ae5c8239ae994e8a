#pragma once
/// @file libroi/capacity/inputs.hpp: phases of a center, and the fleets of devices that stand in them.
///
/// Numbers are in the unit of their field; dates are months since the start of the model. Sources: the vocabulary
/// of capacity follows the field's usage (critical IT power, node overhead, MFU); see docs/model.md, "Capacity".
#include <optional>
#include <string>

#include "libroi/capacity/unit_of_sale.hpp"
#include "libroi/inputs/curve.hpp"
#include "libroi/inputs/defaults.hpp"

namespace roi {

/// A phase of the center: halls, power, racks and floor that go live together.
template <class T>
struct Phase {
  T energised{};
  T critical_power{};
  std::optional<T> floor_area, racks, area_per_rack;
  Phase() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.date("energised", energised, required, "date from which the phase's critical power can be used");
    field.number("critical_power", critical_power, "kW", Range{1, 5e6}, required, "critical IT power of the phase");
    field.number("floor_area", floor_area, "m2", Range{0, 1e7}, absent,
                 "floor area of the halls; limits the cards where area_per_rack is given");
    field.number("racks", racks, "rack", Range{0, 1e6}, absent,
                 "racks installed; limit the cards where fleets say how many of them a rack holds");
    field.number("area_per_rack", area_per_rack, "m2/rack", Range{0.1, 1000}, absent,
                 "floor area a rack takes with its aisles");
  }
};

/// Peak arithmetic rates of a card, dense, from its data sheet. Zero: the format is not supported.
template <class T>
struct PeakCompute {
  T fp64{}, fp32{}, tf32{}, fp16{}, fp8{}, int8{}, sparsity{};
  PeakCompute() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("fp64", fp64, "PFLOPS", Range{0, 0.5}, 0.0, "dense FP64 peak of one card");
    field.number("fp32", fp32, "PFLOPS", Range{0, 2}, 0.0, "dense FP32 peak of one card");
    field.number("tf32", tf32, "PFLOPS", Range{0, 20}, 0.0, "dense TF32 peak of one card");
    field.number("fp16", fp16, "PFLOPS", Range{1e-4, 20}, required, "dense FP16/BF16 peak of one card");
    field.number("fp8", fp8, "PFLOPS", Range{0, 40}, 0.0, "dense FP8 peak of one card");
    field.number("int8", int8, "PFLOPS", Range{0, 40}, 0.0, "dense INT8 peak of one card, in TOPS");
    field.number("sparsity", sparsity, "1", Range{1, 4}, 1.0, "sparse peak / dense peak; 1 where none is quoted");
  }
};

/// One accelerator card: data sheet and measured power.
template <class T>
struct Device {
  std::string name, chip;
  PeakCompute<T> peak;
  T idle_power{}, busy_power{}, memory{};
  Device() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.text("name", name, required, "name of the card");
    field.entry_name("chip", chip, "name by which `runs_on` of markets means it; its catalogue name where it has one");
    field.group("peak", peak, "peak arithmetic rates");
    field.number("idle_power", idle_power, "kW", Range{0, 10}, required, "power of an idle card");
    field.number("busy_power", busy_power, "kW", Range{0.001, 10}, required,
                 "measured power of a card at full activity");
    field.number("memory", memory, "GB", Range{0, 10000}, 0.0, "memory of one card");
  }
  void visit_rules(auto&& rule) const { rule(busy_power >= idle_power, "busy_power", "must be >= idle_power"); }
};

/// How often cards fail, what a failure costs in hours, and what it costs the jobs that run on them.
template <class T>
struct Reliability {
  T failure_rate{}, repair_time{}, spares{}, swap_time{}, restart_time{};
  std::optional<T> attrition, job_cards, checkpoint_time;
  Reliability() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("failure_rate", failure_rate, "1/year", Range{1e-6, 1000}, required,
                 "failures of a card a year that interrupt it");
    field.number("repair_time", repair_time, "hour", Range{0.01, 8766}, required,
                 "hours from a failure until the card, or another for it, is back in stock");
    field.number("spares", spares, "card", Range{0, 1e6}, 0.0,
                 "cards in stock for those in repair, beside the cards of the fleet and bought with them");
    field.number("swap_time", swap_time, "hour", Range{0, 8766}, 0.0, "hours until a spare has taken a card's place");
    field.number("attrition", attrition, "1/year", Range{0, 0.99}, absent,
                 "share of the cards that is lost for good in a year");
    field.number("job_cards", job_cards, "card", Range{1, 1e7}, absent,
                 "cards of the job that a failure of one of them interrupts");
    field.number("checkpoint_time", checkpoint_time, "hour", Range{1e-6, 100}, absent,
                 "hours the job stands still to write a checkpoint");
    field.number("restart_time", restart_time, "hour", Range{0, 1000}, 0.0,
                 "hours from an interruption until the job computes again");
  }
  void visit_rules(auto&& rule) const {
    rule(swap_time <= repair_time, "swap_time", "must be <= repair_time");
    rule(!job_cards || checkpoint_time, "checkpoint_time", "must be given where job_cards is given");
    rule(job_cards || !checkpoint_time, "job_cards", "must be given where checkpoint_time is given");
  }
};

/// Cards that belong to somebody else: rented for a term, to be sold by the hour.
template <class T>
struct LeasedIn {
  Curve<T> rent;
  std::optional<T> end;
  LeasedIn() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.curve("rent", rent, "money/card-month", Range{0, 1e7}, required,
                "rent of a card and month, due for all cards of the fleet from their delivery");
    field.date("end", end, absent, "day the cards go back; they stay to the end of the model where left out");
  }
};

/// Cards of one kind, bought together, renewed together.
template <class T>
struct Fleet {
  std::string phase, asset_class;
  Device<T> device;
  UnitOfSale unit_of_sale = UnitOfSale::card_hour;
  std::optional<T> units_per_card, cards, servers, cards_per_server, cards_per_rack;
  T delivered{}, commissioning{}, availability{}, node_overhead{}, active_share{}, mfu{};
  std::optional<Reliability<T>> reliability;
  std::optional<T> performance_decay, price, server_price;
  T price_growth{}, contingency{}, payment_lead{};
  std::optional<LeasedIn<T>> leased_in;
  int refreshes = 0;
  T refresh_interval{};
  Fleet() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.reference("phase", phase, "phases", required, "phase whose halls and power the cards use");
    field.catalogue("device", device, "devices", "the card, by catalogue name or in full");
    field.choice("unit_of_sale", unit_of_sale, kUnitsOfSale, UnitOfSale::card_hour,
                 "what an hour is sold of; where it is not a card, cards are nodes");
    field.number("units_per_card", units_per_card, "1", Range{1, 1e6}, absent,
                 "cores or vCPUs of a node, where these are sold");
    field.number("cards", cards, "card", Range{1, 1e7}, absent, "cards installed");
    field.number("servers", servers, "server", Range{1, 1e7}, absent, "servers installed, in place of cards");
    field.number("cards_per_server", cards_per_server, "card/server", Range{1, 1000}, absent, "cards of a server");
    field.number("cards_per_rack", cards_per_rack, "card/rack", Range{0.01, 10000}, absent,
                 "cards that a rack holds; with it racks and floor of the phase limit the cards");
    field.date("delivered", delivered, required, "date on which the cards are delivered and accepted");
    field.number("commissioning", commissioning, "month", Range{0, 36}, 1.0,
                 "months from delivery and energised halls to the first card-hour that can be sold");
    field.number("availability", availability, "1", Range{0, 1}, kAvailability,
                 "hours that can be sold / hours installed");
    field.group("reliability", reliability, "failures and repair, in place of availability");
    field.number("node_overhead", node_overhead, "1", Range{0, 2}, 0.5,
                 "power of CPUs, fans and network / power of the cards");
    field.number("active_share", active_share, "1", Range{0, 1}, 0.8,
                 "hours in which a card computes / hours allocated to jobs");
    field.number("mfu", mfu, "1", Range{0.001, 1}, 0.35, "useful FLOPs / peak dense FP16 FLOPs while a card is sold");
    field.number("performance_decay", performance_decay, "1/year", Range{0, 0.99}, absent,
                 "share of its peak that a card loses in a year");
    field.number("price", price, "money/card", Range{0, 1e8}, absent,
                 "price of one card with its share of server and network, at the start of the model");
    field.number("server_price", server_price, "money/server", Range{0, 1e10}, absent,
                 "price of one server with its cards and share of the network, in place of price");
    field.number("price_growth", price_growth, "1/year", Range{-0.9, 1}, 0.0, "yearly growth of that price");
    field.number("contingency", contingency, "1", Range{0, 1}, 0.0, "contingency / price");
    field.number("payment_lead", payment_lead, "month", Range{0.01, 36}, 1.0,
                 "months before delivery over which the cards are paid for, evenly");
    field.reference("asset_class", asset_class, "asset_classes", "",
                    "asset class for depreciation and resale; needed where the cards are bought");
    field.group("leased_in", leased_in, "cards rented from their owner, in place of a price");
    field.count("refreshes", refreshes, IntRange{0, 10}, 0, "how often the fleet is replaced by new cards");
    field.number("refresh_interval", refresh_interval, "month", Range{6, 600}, 60.0, "months between replacements");
  }
  void visit_rules(auto&& rule) const {
    const bool parts = is_part_of_node(unit_of_sale);
    rule(parts || !units_per_card || *units_per_card == 1.0, "units_per_card",
         "must be 1, or left out, where unit_of_sale is card-hour or node-hour");
    rule(!parts || units_per_card, "units_per_card", "must be given where unit_of_sale is core-hour or vCPU-hour");
    rule(cards || servers, "cards", "must be given, or servers with cards_per_server");
    rule(!cards || !servers, "servers", "must be left out where cards is given");
    rule(!servers || cards_per_server, "cards_per_server", "must be given where servers is given");
    rule(servers || !cards_per_server, "cards_per_server", "must be left out where servers is not given");
    rule(!reliability || availability == kAvailability, "availability",
         "must be left out where reliability is given: it follows from failures and repair");
    if (leased_in) {
      rule(!price, "price", "must be left out where the cards are leased in");
      rule(!server_price, "server_price", "must be left out where the cards are leased in");
      rule(asset_class.empty(), "asset_class", "must be left out where the cards are leased in: they are no assets");
      rule(refreshes == 0, "refreshes", "must be 0 where the cards are leased in");
      rule(!leased_in->end || *leased_in->end > delivered, "leased_in.end", "must be after delivered");
    } else {
      rule(price || server_price, "price", "must be given, or server_price, or leased_in");
      rule(!price || !server_price, "server_price", "must be left out where price is given");
      rule(!server_price || servers, "server_price", "must be left out where servers is not given");
      rule(!asset_class.empty(), "asset_class", "must be given where the cards are bought");
    }
  }

 private:
  static constexpr double kAvailability = 0.98;
};

}  // namespace roi
