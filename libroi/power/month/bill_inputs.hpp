#pragma once
/// @file libroi/power/month/bill_inputs.hpp: the itemised power bill of a center: prepared hours, tariff, supply.
///
///   "bill": { "prepare": { "facility": "hall.json", "weather": "harbin.epw", "tariff": "hubei.json", "year": 2026 },
///             "energy": { "purchase-peak": { "steps": { "all": { "price": 0.85 } } } },  // wins over what is prepared
///             "supply": { "carbon_price": 60, "grid_carbon": 0.58 } }
///
/// "prepare" fills the rest from files when a model is read (power/prepare/prepare_document.hpp), each value with its source; whatever
/// is written beside it wins. A resolved model holds the numbers and no "prepare".
#include <optional>
#include <string>

#include "libroi/power/month/supply_inputs.hpp"
#include "libroi/power/month/tariff_inputs.hpp"

namespace roi {

template <class T>
struct BillInputs {
  std::string prepared_from, comparable;
  HourlyLoad<T> load;
  Keyed<OnsitePlant<T>> onsite;
  Keyed<EnergyRegister<T>> energy;
  Keyed<DemandItem<T>> demand;
  Keyed<DailyDemand<T>> daily_demand;
  std::optional<RatchetInputs<T>> ratchet;
  std::optional<TwoPartInputs<T>> two_part;
  std::optional<TakeInputs<T>> minimum_take;
  std::optional<PowerFactorInputs<T>> power_factor;
  Keyed<StandingCharge<T>> fixed;
  Keyed<RiderInputs<T>> riders;
  Keyed<TaxOnPower<T>> taxes;
  std::optional<T> minimum_month, minimum_year;
  SupplyInputs<T> supply;
  BillInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.text("prepared_from", prepared_from, "", "files and method the hours were prepared from, with their error");
    field.text("comparable", comparable, "",
               "published range reports hold PUE and WUE against: cooling system/climate zone, or the system alone");
    field.group("load", load, "the facility's hours");
    field.keyed("onsite", onsite, MinCount{0}, "plants behind the meter");
    field.keyed("energy", energy, MinCount{1}, "energy registers and their prices");
    field.keyed("demand", demand, MinCount{0}, "demand charges");
    field.keyed("daily_demand", daily_demand, MinCount{0}, "demand charges on each day's peak");
    field.group("ratchet", ratchet, "billing demand from earlier peaks");
    field.group("two_part", two_part, "China's two-part price");
    field.group("minimum_take", minimum_take, "minimum take of a large load");
    field.group("power_factor", power_factor, "power factor and reactive power");
    field.keyed("fixed", fixed, MinCount{0}, "fixed charges");
    field.keyed("riders", riders, MinCount{0}, "riders");
    field.keyed("taxes", taxes, MinCount{0}, "taxes on the bill");
    field.number("minimum_month", minimum_month, "money/month", Range{0, 1e12}, absent,
                 "least bill of a month, before taxes");
    field.number("minimum_year", minimum_year, "money/year", Range{0, 1e12}, absent,
                 "least bill of a year, before taxes; settled in December");
    field.group("supply", supply, "power beyond the tariff");
  }
  void visit_rules(auto&& rule) const {
    bool needs_ratchet = false;
    for (const auto& [key, item] : demand) needs_ratchet = needs_ratchet || item.on_billing_demand || item.of_month;
    for (const auto& [key, item] : energy)
      for (const auto& [name, step] : item.steps) needs_ratchet = needs_ratchet || step.upper_hours.has_value();
    for (const auto& [key, item] : energy)
      rule(load.facility.cubic || !item.load.cubic, "energy", "must have no cubic terms unless load.facility has them");
    for (const auto& [key, item] : demand)
      rule(load.facility.cubic || !item.mean || !item.mean->cubic, "demand",
           "must have no cubic terms unless load.facility has them");
    for (const auto& [key, item] : daily_demand)
      for (const auto& [name, set] : item.hours)
        rule(load.facility.cubic || !set.cubic, "daily_demand",
             "must have no cubic terms unless load.facility has them");
    rule(onsite.empty() || load.least.has_value(), "load.least", "must be given where there are on-site plants");
    const auto lists_plants = [this](const auto& listed) {
      if (listed.size() != onsite.size()) return false;
      for (std::size_t i = 0; i < onsite.size(); ++i)
        if (listed.key(i) != onsite.key(i)) return false;
      return true;
    };
    rule(load.facility.onsite.empty() && load.water.onsite.empty() && (!load.least || load.least->onsite.empty()),
         "load", "must have on-site plants in the hours of peak alone");
    for (const auto& [key, hour] : load.peak)
      rule(lists_plants(hour.onsite), "load.peak",
           "must have the entries of power.bill.onsite, in its order, in every hour");
    for (const auto& [key, reg] : energy)
      rule(lists_plants(reg.load.onsite), "energy",
           "must have the entries of power.bill.onsite, in its order, in every register");
    for (const auto& [key, item] : demand)
      rule(!item.mean || lists_plants(item.mean->onsite), "demand",
           "must have the entries of power.bill.onsite, in its order, in every mean");
    for (const auto& [key, item] : daily_demand)
      for (const auto& [name, set] : item.hours)
        rule(lists_plants(set.onsite), "daily_demand",
             "must have the entries of power.bill.onsite, in its order, in every set of hours");
    for (const auto& [key, item] : demand)
      for (const auto& [name, hour] : item.peak)
        rule(lists_plants(hour.onsite), "demand",
             "must have the entries of power.bill.onsite, in its order, in every hour");
    rule(!needs_ratchet || ratchet.has_value(), "ratchet",
         "must be given where a charge is on billing demand or steps end by hours' use");
  }
};

}  // namespace roi
