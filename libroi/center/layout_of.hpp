#pragma once
/// @file libroi/center/layout_of.hpp: how a layout is made, for streams from outside the library.
///
/// The layout of the standard streams is compiled into the library; a program that brings a list of its own includes
/// this header once.
#include <string>
#include <utility>

#include "libroi/center/layout.hpp"
#include "libroi/inputs/checking/references.hpp"

namespace roi {

template <class Streams>
LayoutOf<Streams>::LayoutOf(const CenterOf<double, Streams>& center, LayoutOptions options)
    : Declared(center.start, center.months, center.hours) {
  inputs::require_references(inputs::object_of(center));
  if (center.power.bill.has_value() == center.power.losses.has_value())
    throw DomainError("power must have either losses or a bill");
  Declare::Names names;
  for (const auto& [key, index] : center.indices) names.indices.push_back(key);
  for (const auto& [key, fleet] : center.fleets) {
    names.fleets.push_back(key);
    names.chips.push_back(fleet.device.chip);
    names.hour_units.push_back(hour_word(fleet.unit_of_sale));
    names.decays.push_back(fleet.performance_decay.has_value());
  }
  Declare d(lines_, metrics_, std::move(names));
  scales = d.scales();
  operating_cost_size = d.line({"check/size of operating cost", "Size of operating cost", "money", Kind::flow,
                                Section::none, "operating cost without its sign"});
  operations = declare_operations(d, center);
  project = declare_project(d, center.tax.loss_years);
  debt = declare_debt(d, center.financing);
  financing_class = center.asset_classes.index(center.financing.asset_class);
  financing_asset = declare_asset(d, "capex/financing", "Capitalised interest and fees", false);
  financing_asset.tax_method = center.asset_classes[static_cast<std::size_t>(financing_class)].tax_method;
  corporate_tax = declare_tax(d, "tax/corporate", "Corporate tax", center.tax.loss_years);
  statements = declare_statements(d);
  coverage = declare_coverage(d);
  equity = declare_equity(d);
  break_even_scale = d.line({"break-even/scale of sales", "Break-even scale of sales", "1", Kind::constant,
                             Section::none, "factor on card-hours sold at which project NPV is zero"});
  break_even_money = d.line({"check/scale of money at break-even", "Scale of money at break-even", "money",
                             Kind::constant, Section::none, "scale of money x scale of sales, where that is above 1"});
  break_even_check = d.check({"H7", "solver", "project NPV at break-even is zero", "money", Kind::constant,
                              "project NPV at the break-even scale of sales",
                              "metric/npv/project",  // rounded as NPV itself, which may be far larger than a month's
                              break_even_money});
  d.metric({Metric::break_even_utilization, "break-even utilization", "Break-even utilization", "1", Format::percent,
            "utilization at which project NPV is zero when contracted and on-demand sales are scaled alike",
            "no scale of sales makes project NPV zero", CostGroup::break_even});
  d.add_metric_lines();
  if (!options.prove_break_even) return;
  proof = std::make_unique<ProofLines<Streams>>();
  d.begin_proof("break-even/");
  proof->operations = declare_operations(d, center);
  proof->project = declare_project(d, center.tax.loss_years);
  d.end_proof();
}

}  // namespace roi
