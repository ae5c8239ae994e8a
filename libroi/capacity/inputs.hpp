#pragma once
/// @file libroi/capacity/inputs.hpp: phases of a center, and the fleets of devices that stand in them.
///
/// Numbers are in the unit of their field; dates are months since the start of the model. Sources: the vocabulary
/// of capacity follows the field's usage (critical IT power, node overhead, MFU); see docs/model.md, "Capacity".
#include <string>

#include "libroi/inputs/curve.hpp"
#include "libroi/inputs/defaults.hpp"

namespace roi {

/// A phase of the center: halls and power that go live together.
template <class T>
struct Phase {
  T energised{};
  T critical_power{};
  T floor_area{};
  int racks = 0;
  Phase() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.date("energised", energised, required, "date from which the phase's critical power can be used");
    field.number("critical_power", critical_power, "kW", Range{1, 5e6}, required, "critical IT power of the phase");
    field.number("floor_area", floor_area, "m2", Range{0, 1e7}, 0.0, "floor area of the halls");
    field.count("racks", racks, IntRange{0, 1000000}, 0, "racks installed");
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

/// Cards of one kind, bought together, renewed together.
template <class T>
struct Fleet {
  std::string phase, asset_class;
  Device<T> device;
  T cards{}, delivered{}, commissioning{}, availability{}, node_overhead{}, active_share{}, mfu{};
  T price{}, price_growth{}, contingency{}, payment_lead{};
  int refreshes = 0;
  T refresh_interval{};
  Fleet() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.reference("phase", phase, "phases", required, "phase whose halls and power the cards use");
    field.catalogue("device", device, "devices", "the card, by catalogue name or in full");
    field.number("cards", cards, "card", Range{1, 1e7}, required, "cards installed");
    field.date("delivered", delivered, required, "date on which the cards are delivered and accepted");
    field.number("commissioning", commissioning, "month", Range{0, 36}, 1.0,
                 "months from delivery and energised halls to the first card-hour that can be sold");
    field.number("availability", availability, "1", Range{0, 1}, 0.98, "hours that can be sold / hours installed");
    field.number("node_overhead", node_overhead, "1", Range{0, 2}, 0.5,
                 "power of CPUs, fans and network / power of the cards");
    field.number("active_share", active_share, "1", Range{0, 1}, 0.8,
                 "hours in which a card computes / hours allocated to jobs");
    field.number("mfu", mfu, "1", Range{0.001, 1}, 0.35, "useful FLOPs / peak dense FP16 FLOPs while a card is sold");
    field.number("price", price, "money/card", Range{0, 1e8}, required,
                 "price of one card with its share of server and network, at the start of the model");
    field.number("price_growth", price_growth, "1/year", Range{-0.9, 1}, 0.0, "yearly growth of that price");
    field.number("contingency", contingency, "1", Range{0, 1}, 0.0, "contingency / price");
    field.number("payment_lead", payment_lead, "month", Range{0.01, 36}, 1.0,
                 "months before delivery over which the cards are paid for, evenly");
    field.reference("asset_class", asset_class, "asset_classes", required, "asset class for depreciation and resale");
    field.count("refreshes", refreshes, IntRange{0, 10}, 0, "how often the fleet is replaced by new cards");
    field.number("refresh_interval", refresh_interval, "month", Range{6, 600}, 60.0, "months between replacements");
  }
};

}  // namespace roi
