#include "libroi/center/layout.hpp"

#include <string>

namespace roi {

OperationsLines declare_operations(LineTable& lines, const Center<double>& center) {
  OperationsLines out;
  const auto index_of = [&](const std::string& name) { return name.empty() ? -1 : center.indices.index(name); };
  bool wants_in_service = false;
  for (const auto& [key, item] : center.opex) wants_in_service = wants_in_service || item.share_of_capex.has_value();
  for (const auto& [key, index] : center.indices) out.indices.push_back(declare_index(lines, key));
  out.capacity = declare_capacity(lines, center.phases, center.fleets);
  out.sales = declare_sales(lines, center.fleets, center.contracts, center.markets, index_of);
  lines.weigh(out.sales.utilization, out.capacity.available);
  out.effective = lines.add({"sales/effective", "Effective PFLOPS-hours", "PFLOPS-hour", Kind::flow, Section::none,
                             "card-hours sold x dense FP16 peak x MFU"});
  out.facility = declare_facility(lines, center.fleets, center.colocation, center.power, index_of);
  out.revenue = declare_revenue(lines, center.contracts, center.markets, center.services, center.colocation,
                                center.power.bill.has_value(), index_of);
  out.capex = declare_capex(lines, center.phases, center.fleets, center.capex, center.asset_classes, wants_in_service);
  out.opex = declare_opex(lines, center.opex, center.services, index_of);
  const auto add = [&](const char* path, const char* label, Kind kind, const char* definition) {
    return lines.add({path, label, "money", kind, Section::none, definition});
  };
  out.ebitda = add("operations/ebitda", "EBITDA", Kind::flow, "revenue - operating cost");
  out.receivables = add("operations/receivables", "Receivables", Kind::stock,
                        "revenue x receivable days / days of the month; settled in the last month");
  out.payables = add("operations/payables", "Payables", Kind::stock,
                     "operating cost x payable days / days of the month; settled in the last month");
  out.working_capital = add("operations/working capital", "Working capital", Kind::stock, "receivables - payables");
  return out;
}

namespace {

void require_target(int index, const std::string& path, const std::string& name, const char* group) {
  if (index < 0) throw DomainError(path + " is \"" + name + "\", but must be a key of " + group);
}

void require_targets(const Center<double>& c) {
  const auto optional = [](const auto& group, const std::string& name) { return name.empty() ? 0 : group.index(name); };
  for (const auto& [key, fleet] : c.fleets) {
    require_target(c.phases.index(fleet.phase), "fleets." + key + ".phase", fleet.phase, "phases");
    require_target(c.asset_classes.index(fleet.asset_class), "fleets." + key + ".asset_class", fleet.asset_class,
                   "asset_classes");
  }
  for (const auto& [key, contract] : c.contracts) {
    require_target(c.fleets.index(contract.fleet), "contracts." + key + ".fleet", contract.fleet, "fleets");
    require_target(optional(c.indices, contract.price.index), "contracts." + key + ".price.index", contract.price.index,
                   "indices");
  }
  for (const auto& [key, market] : c.markets) {
    require_target(c.fleets.index(market.fleet), "markets." + key + ".fleet", market.fleet, "fleets");
    require_target(optional(c.indices, market.price.index), "markets." + key + ".price.index", market.price.index,
                   "indices");
    require_target(optional(c.indices, market.demand.index), "markets." + key + ".demand.index", market.demand.index,
                   "indices");
  }
  for (const auto& [key, item] : c.capex) {
    require_target(optional(c.phases, item.phase), "capex." + key + ".phase", item.phase, "phases");
    require_target(c.asset_classes.index(item.asset_class), "capex." + key + ".asset_class", item.asset_class,
                   "asset_classes");
  }
  for (const auto& [key, item] : c.opex)
    require_target(optional(c.indices, item.index), "opex." + key + ".index", item.index, "indices");
  for (const auto& [key, lease] : c.colocation)
    require_target(optional(c.indices, lease.price.index), "colocation." + key + ".price.index", lease.price.index,
                   "indices");
  for (const auto& [key, service] : c.services)
    for (const auto* curve : {&service.per_year, &service.per_sold_hour, &service.share_of_leasing})
      if (*curve)
        require_target(optional(c.indices, (*curve)->index), "services." + key + ".index", (*curve)->index, "indices");
  if (c.power.bill.has_value() == c.power.losses.has_value())
    throw DomainError("power must have either losses or a bill");
  require_target(optional(c.indices, c.power.index), "power.index", c.power.index, "indices");
  if (c.power.bill)
    for_each_curve(
        *c.power.bill, [&](const Curve<double>& curve, const std::string& path, const std::string&, const char*) {
          require_target(optional(c.indices, curve.index), "power.bill, index of " + path, curve.index, "indices");
        });
  require_target(c.asset_classes.index(c.financing.asset_class), "financing.asset_class", c.financing.asset_class,
                 "asset_classes");
}

CheckLines declare_checks(LineTable& lines) {
  CheckLines out;
  out.money_scale = lines.add({"check/scale of money", "Scale of money", "money", Kind::constant, Section::none,
                               "greatest total assets, revenue, operating cost or capital spending of any month"});
  out.hours_scale = lines.add({"check/largest available hours", "Largest available hours", "card-hour", Kind::constant,
                               Section::none, "greatest card-hours available in any month"});
  out.operating_cost_size = lines.add({"check/size of operating cost", "Size of operating cost", "money", Kind::flow,
                                       Section::none, "operating cost without its sign"});
  const auto add = [&](const char* name, const char* label, const char* unit, Kind kind, const char* definition,
                       const char* scale_too = "") {
    const Line scale = std::string(unit) == "money" ? out.money_scale : out.hours_scale;
    return lines.add(
        {std::string("check/") + name, label, unit, kind, Section::check, definition, "", scale.id, scale_too});
  };
  out.balance =
      add("balance sheet", "H1 balance sheet balances", "money", Kind::ratio, "total assets - liabilities - equity");
  out.sources = add("sources and uses", "H2 sources equal uses", "money", Kind::ratio,
                    "loan draws + construction equity + spending from operations - spending - interest - fees");
  out.cost = add("cost of assets", "H2 assets cost what was paid", "money", Kind::constant,
                 "sum of all spending - sum of the costs of all assets");
  out.depreciation = add("over-depreciation", "H4 assets are not over-depreciated", "money", Kind::ratio,
                         "negative part of fixed assets");
  out.loan = add("loan", "H5 loans are not over-repaid, and repaid at the end", "money", Kind::ratio,
                 "negative part of the balance, and the balance of the last month");
  out.cash = add("cash", "H6 cash of the cash-flow statement is cash of the balance sheet", "money", Kind::ratio,
                 "opening cash + change of cash - closing cash");
  out.solver = add("solver", "H7 project NPV at break-even is zero", "money", Kind::constant,
                   "project NPV at the break-even scale of sales",
                   "metric/npv/project");  // rounded as NPV itself, which may be far larger than any month's money
  out.capacity = add("capacity", "H8 sold hours <= available <= installed", "card-hour", Kind::ratio,
                     "excess of sold over available and of available over installed hours");
  out.tax = add("tax proof", "H11 income tax equals rate x profit, with lapsed losses", "money", Kind::ratio,
                "income tax - tax rate x (profit before tax + losses lapsed)");
  return out;
}

}  // namespace

Layout::Layout(const Center<double>& center, LayoutOptions options)
    : timeline_(center.start, center.months, center.hours) {
  require_targets(center);
  operations = declare_operations(lines_, center);
  project = declare_project(lines_, center.tax.loss_years);
  debt = declare_debt(lines_, center.financing.loans);
  financing_class = center.asset_classes.index(center.financing.asset_class);
  financing_asset = declare_asset(lines_, "capex/financing", "Capitalised interest and fees", false);
  financing_asset.tax_method = center.asset_classes[static_cast<std::size_t>(financing_class)].tax_method;
  financing_spend = lines_.add({"capex/financing/spend", "Capitalised interest and fees: spending", "money", Kind::flow,
                                Section::none, "capitalised interest + fees"});
  corporate_tax = declare_tax(lines_, "tax/corporate", "Corporate tax", center.tax.loss_years);
  statements = declare_statements(lines_);
  coverage = declare_coverage(lines_);
  equity_monthly_discount = lines_.add({"equity/monthly discount", "Monthly discount factor of equity", "1",
                                        Kind::constant, Section::none, "(1 + equity rate)^(-1/12)"});
  equity_factor = lines_.add({"equity/discount factor", "Discount factor of equity", "1", Kind::stock, Section::none,
                              "value today of money at the month's end, at the equity rate"});
  equity_cumulative = lines_.add({"equity/cumulative paid in", "Equity paid in, net", "money", Kind::stock,
                                  Section::none, "equity paid in less distributions since the start"});
  break_even_scale = lines_.add({"break-even/scale of sales", "Break-even scale of sales", "1", Kind::constant,
                                 Section::none, "factor on card-hours sold at which project NPV is zero"});
  checks = declare_checks(lines_);
  for (const MetricInfo& metric : kMetrics)
    metrics[static_cast<std::size_t>(metric.id)] = lines_.add(
        {"metric/" + std::string(metric.path), std::string(metric.label), std::string(metric.unit), Kind::constant,
         Section::metric, std::string(metric.definition), std::string(metric.undefined_reason)});
  if (!options.prove_break_even) return;
  proof = std::make_unique<ProofLines>();
  lines_.set_prefix("break-even/");
  proof->operations = declare_operations(lines_, center);
  proof->project = declare_project(lines_, center.tax.loss_years, true);
  lines_.set_prefix("");
}

}  // namespace roi
