#pragma once
/// @file libroi/power/month/bill_lines.hpp: the line items of an itemised power bill, declared from the structure of a tariff.
#include <string>
#include <vector>

#include "libroi/core/line.hpp"
#include "libroi/power/month/bill_inputs.hpp"
#include "libroi/power/month/month_load.hpp"

namespace roi {

struct RatchetLines {
  Line weighted, greatest, billed;
};
struct StepLines {
  Line end, quantity, cost;  // with one step: cost alone
};
struct EnergyLines {
  Line quantity, together;
  std::vector<StepLines> steps;
};
struct DemandLines {
  PeakLines peak;
  RatchetLines ratchet;
  Line quantity, mean;
  std::vector<StepLines> steps;
};
struct DailyDemandLines {
  std::vector<Line> hours;
  Line quantity, cost;
};
struct TwoPartLines {
  Line capacity, contract, excess, cost, excess_cost, rebate;
};
struct TakeLines {
  Line quantity, cost;
};

struct TariffLines {
  RatchetLines ratchet;
  std::vector<EnergyLines> energy;
  std::vector<DemandLines> demand;
  std::vector<DailyDemandLines> daily_demand;
  TwoPartLines two_part;
  Line take_contract, adjustment, reactive, minimum_month, minimum_year, billed_to_date, least_to_date,
      billed_with_month, least_with_month, energy_total, demand_total, fixed_total, before_tax, total;
  std::vector<TakeLines> take;
  Line exit_fee;
  std::vector<Line> fixed, riders, taxes;
  bool has_delivery = false;  // an agreement delivers part of the energy
};

namespace bill_lines {

struct Declare {
  LineTable& lines;
  Line operator()(const std::string& path, const std::string& label, const char* unit, Kind kind,
                  const char* definition) const {
    return lines.add({"power/bill/" + path, label, unit, kind, Section::none, definition});
  }
  /// An item of the bill: the items add up to its total.
  [[nodiscard]] Line item(const std::string& path, const std::string& label, const char* definition) const {
    return lines.add({"power/bill/" + path, label, "money", Kind::flow, Section::power, definition});
  }
  [[nodiscard]] Line sum(const std::string& path, const std::string& label, const char* definition) const {
    return (*this)(path, label, "money", Kind::flow, definition);
  }
};

inline RatchetLines ratchet(const Declare& add, const std::string& path, const std::string& label) {
  return {add(path + "/weighted peak", label + ": weighted peak", "kW", Kind::ratio,
              "peak x the share of it that counts in later months"),
          add(path + "/greatest weighted", label + ": greatest weighted peak", "kW", Kind::ratio,
              "greatest weighted peak of the months looked back on"),
          add(path + "/billing demand", label + ": billing demand", "kW", Kind::ratio,
              "greatest of peak, share of earlier peaks, and least demand")};
}

inline std::vector<StepLines> steps(const Declare& add, const std::string& path, const std::string& label,
                                    const char* unit, const std::vector<std::string>& keys, bool ends_move) {
  std::vector<StepLines> out;
  const Kind kind = std::string_view(unit) == "kWh" ? Kind::flow : Kind::ratio;
  for (const std::string& key : keys) {
    StepLines line;
    const bool one = keys.size() == 1;
    const std::string here = one ? path : path + "/" + key;
    const std::string name = one ? label : label + ", " + key;
    if (!one && ends_move && &key != &keys.back())
      line.end = add(here + "/end", name + ": end of the step", unit, kind, "where the next step begins");
    if (!one) line.quantity = add(here + "/quantity", name + ": quantity", unit, kind, "what falls into the step");
    line.cost = add.item(here + "/cost", name, "quantity x price x price level");
    out.push_back(line);
  }
  return out;
}

template <class S>
std::vector<std::string> keys_of(const Keyed<S>& group) {
  std::vector<std::string> out;
  for (const auto& [key, item] : group) out.push_back(key);
  return out;
}

inline TwoPartLines two_part(const Declare& add, const TwoPartInputs<double>& rule) {
  TwoPartLines out;
  out.capacity = add("two-part/capacity", "Transformer capacity", "kVA", Kind::ratio, "capacity x share energised");
  const bool contract = rule.mode == power::TwoPartMode::contract;
  if (contract) {
    out.contract = add("two-part/contract", "Contract demand", "kW", Kind::ratio,
                       "greater of declared demand and floor x transformer capacity");
    out.excess =
        add("two-part/excess", "Demand above the tolerance", "kW", Kind::ratio, "peak - tolerance x contract demand");
    out.excess_cost =
        add.item("two-part/excess cost", "Surcharge on demand", "excess x multiple x price x price level");
  }
  out.cost = add.item("two-part/cost", "Basic charge", "capacity, contract demand or peak x price x price level");
  if (rule.rebate_from && rule.mode != power::TwoPartMode::transformer)
    out.rebate = add.item("two-part/rebate", "Rebate for heavy use",
                          "share of the basic charge, from so many kWh per kVA on: a credit");
  return out;
}

}  // namespace bill_lines

inline TariffLines declare_tariff(LineTable& lines, const BillInputs<double>& in) {
  const bill_lines::Declare add{lines};
  TariffLines out;
  for (const auto& [key, agreement] : in.supply.ppa)
    out.has_delivery = out.has_delivery || agreement.settlement == PpaSettlement::delivered;
  if (in.ratchet) out.ratchet = bill_lines::ratchet(add, "ratchet", "Month's peak");
  for (const auto& [key, reg] : in.energy) {
    EnergyLines line;
    line.quantity =
        add("energy/" + key, "Energy " + key, "kWh", Kind::flow,
            out.has_delivery ? "energy of the register x share bought under the tariff" : "energy of the register");
    if (!reg.shared.empty() && reg.steps.size() > 1)
      line.together = add("energy/" + key + "/together", "Energy " + key + " and those it shares steps with", "kWh",
                          Kind::flow, "energy of all registers that climb the steps together");
    line.steps =
        bill_lines::steps(add, "energy/" + key, "Energy cost " + key, "kWh", bill_lines::keys_of(reg.steps), true);
    out.energy.push_back(line);
  }
  out.energy_total = add.sum("energy total", "Energy charges", "sum of energy costs");
  for (const auto& [key, item] : in.demand) {
    DemandLines line;
    const std::string path = "demand/" + key;
    if (!item.peak.empty()) line.peak = declare_peak(lines, "power/bill/" + path + "/peak", "Peak " + key, item.peak);
    if (item.mean)
      line.mean = add(path + "/mean", "Mean power " + key, "kW", Kind::ratio, "mean power of the hours that count");
    if (item.on_billing_demand) line.ratchet = bill_lines::ratchet(add, path + "/ratchet", "Demand " + key);
    line.quantity = add(path, "Demand " + key, "kW", Kind::ratio, "greater of peak and least demand, as billed");
    line.steps = bill_lines::steps(add, path, "Demand charge " + key, "kW", bill_lines::keys_of(item.steps), false);
    out.demand.push_back(line);
  }
  for (const auto& [key, item] : in.daily_demand) {
    DailyDemandLines line;
    const std::string path = "daily demand/" + key, label = "Daily demand " + key;
    for (const auto& [name, set] : item.hours)
      line.hours.push_back(add(path + "/hours " + name, label + ": hours " + name, "kW", Kind::ratio,
                               "mean power of hours, one a day, that can be the highest of their days"));
    line.quantity = add(path, label, "kW-day", Kind::flow, "greatest mean of one hour a day, as billed, x days");
    line.cost = add.item(path + "/cost", "Daily demand charge " + key, "quantity x price x price level");
    out.daily_demand.push_back(line);
  }
  if (in.two_part) out.two_part = bill_lines::two_part(add, *in.two_part);
  if (in.minimum_take) {
    out.take_contract = add("take/contract", "Contract demand with its ramp", "kW", Kind::ratio,
                            "contract demand x ramp x share energised");
    for (const auto& [key, item] : in.minimum_take->components)
      out.take.push_back({add("take/" + key, "Take " + key, "kW", Kind::ratio, "greater of peak and share of contract"),
                          add.item("take/" + key + "/cost", "Take charge " + key, "quantity x price x price level")});
    if (in.minimum_take->term)
      out.exit_fee = add.item("take/exit fee", "Exit fee", "least charges of the months left, in the last month");
  }
  if (in.power_factor) {
    out.adjustment =
        add.item("power factor/adjustment", "Power factor adjustment", "energy and demand charges x adjustment");
    out.reactive = add.item("power factor/reactive", "Reactive power", "peak x kvar per kW x price x price level");
  }
  out.demand_total =
      add.sum("demand total", "Demand charges", "demand, daily demand, two-part, take and power factor charges");
  for (const auto& [key, item] : in.fixed)
    out.fixed.push_back(add.item("fixed/" + key, "Fixed charge " + key, "amount x share energised x price level"));
  out.fixed_total = add.sum("fixed total", "Fixed charges", "sum of fixed charges");
  for (const auto& [key, item] : in.riders)
    out.riders.push_back(add.item("rider/" + key, "Rider " + key, "per kWh, per kW and share of other charges"));
  if (in.minimum_month)
    out.minimum_month = add.item("least bill/month", "Missing to the least bill of the month", "least bill - charges");
  if (in.minimum_year) {
    out.billed_with_month = add("least bill/billed", "Billed this year, with the month", "money", Kind::stock,
                                "charges of the year so far");
    out.least_with_month = add("least bill/due", "Least bill of the year so far, with the month", "money", Kind::stock,
                               "a twelfth of the least bill of the year for each month");
    out.minimum_year = add.item("least bill/year", "Missing to the least bill of the year",
                                "least bill of the year - charges of the year, in its last month");
    out.billed_to_date = add("least bill/billed to date", "Billed this year", "money", Kind::stock,
                             "charges of the year so far; 0 after its last month");
    out.least_to_date = add("least bill/due to date", "Least bill of the year so far", "money", Kind::stock,
                            "least bill so far; 0 after the year's last month");
  }
  out.before_tax = add.sum("before tax", "Power bill before tax", "all charges, riders and least bills");
  for (const auto& [key, tax] : in.taxes)
    out.taxes.push_back(add.item("tax/" + key, "Tax on power " + key, "share of charges"));
  out.total = add.sum("total", "Power bill", "charges and taxes under the tariff");
  return out;
}

}  // namespace roi
