#pragma once
/// @file libroi/power/month/tariff_inputs.hpp: the charges of a tariff as inputs of a center, each price an input of its own.
///
/// What the charges mean stands in power/tariff/tariff.hpp, how a month is billed in power/month/month_bill.hpp. Standing
/// quantities (transformer capacity, contract demand, fixed charges, least bills) count in proportion to the critical
/// power energised.
#include <array>
#include <optional>
#include <string>

#include "libroi/inputs/curve.hpp"
#include "libroi/inputs/keyed.hpp"
#include "libroi/power/month/load_inputs.hpp"
#include "libroi/power/tariff/two_part_mode.hpp"

namespace roi {

/// A step of an energy price: it ends at `upper`, at `upper_hours` x billing demand, or at the lower of both; `upper`
/// is counted from `after_hours` x billing demand where given.
template <class T>
struct EnergyStep {
  T price{};
  std::optional<T> upper, upper_hours, after_hours;
  EnergyStep() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("price", price, "money/kWh", Range{-1000, 1000}, required, "price of the step's energy, without VAT");
    field.number("upper", upper, "kWh", Range{0, 1e12}, absent, "energy of the month, or day, at which it ends");
    field.number("upper_hours", upper_hours, "hour", Range{0, 744}, absent,
                 "kWh per kW of billing demand at which it ends");
    field.number("after_hours", after_hours, "hour", Range{0, 744}, absent,
                 "kWh per kW of billing demand from which upper is counted; absent: from 0");
  }
  void visit_rules(auto&& rule) const {
    rule(!after_hours || upper, "after_hours", "must be left out unless upper is given");
  }
};

template <class T>
struct EnergyRegister {
  LoadTerms<T> load;
  Keyed<EnergyStep<T>> steps;
  bool per_day = false;
  std::string shared;
  EnergyRegister() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.group("load", load, "mean power in the register's hours");
    field.keyed("steps", steps, MinCount{1}, "price by step, from the first kWh on");
    field.flag("per_day", per_day, false, "steps end at so many kWh, or hours, per day of the month");
    field.text("shared", shared, "",
               "registers with the same name here climb the steps together, each paying its share of every step");
  }
  void visit_rules(auto&& rule) const {
    bool open = true, rising = true;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const bool ends = steps[i].upper || steps[i].upper_hours;
      open = open && ends != (i + 1 == steps.size());
      if (i > 0 && steps[i].upper && steps[i - 1].upper && !steps[i].after_hours)
        rising = rising && *steps[i].upper > *steps[i - 1].upper;
      if (i > 0 && steps[i].upper_hours && steps[i - 1].upper_hours)
        rising = rising && *steps[i].upper_hours >= *steps[i - 1].upper_hours;
    }
    rule(open, "steps", "must have steps that end at upper or upper_hours, and a last one that does not");
    rule(rising, "steps", "must have bounds that rise");
  }
};

template <class T>
struct DemandStep {
  T price{};
  std::optional<T> upper;
  DemandStep() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("price", price, "money/kW-month", Range{-1e5, 1e5}, required, "price of the step's demand");
    field.number("upper", upper, "kW", Range{0, 1e9}, absent, "billed demand at which the step ends");
  }
};

template <class T>
struct DemandItem {
  Keyed<PeakHour<T>> peak;
  std::optional<LoadTerms<T>> mean;
  Keyed<DemandStep<T>> steps;
  T minimum{}, billed_per_kw{};
  std::array<T, 12> charged{};
  bool on_billing_demand = false, of_month = false;
  DemandItem() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.keyed("peak", peak, MinCount{0}, "hours that can be the highest of its periods; none: those of the month");
    field.group("mean", mean, "mean power of several hours, billed instead of a peak");
    field.keyed("steps", steps, MinCount{1}, "price by step, from the first kW on");
    field.number("minimum", minimum, "kW", Range{0, 1e9}, 0.0, "least demand");
    field.number("billed_per_kw", billed_per_kw, "1", Range{0, 10}, 1.0,
                 "kVA per kW, or the correction to a power factor target");
    field.table("charged", charged, "1", Range{0, 1}, 1.0, "1 in the months in which it is charged");
    field.flag("on_billing_demand", on_billing_demand, false, "billed on the ratchet of its own peaks");
    field.flag("of_month", of_month, false, "billed on the billing demand of the month's peak");
  }
  void visit_rules(auto&& rule) const {
    rule(!mean || peak.empty(), "mean", "must be left out where peak is given");
    rule(!of_month || (!mean && peak.empty() && !on_billing_demand), "of_month",
         "must not stand beside peak, mean or on_billing_demand");
    bool open = true, rising = true;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      open = open && steps[i].upper.has_value() != (i + 1 == steps.size());
      if (i > 0 && steps[i].upper && steps[i - 1].upper) rising = rising && *steps[i].upper > *steps[i - 1].upper;
    }
    rule(open, "steps", "must have steps that end at upper, and a last one that does not");
    rule(rising, "steps", "must have bounds that rise");
  }
};

/// Demand billed day by day: price x sum of the days' peaks.
template <class T>
struct DailyDemand {
  Keyed<LoadTerms<T>> hours;
  T price{}, billed_per_kw{};
  std::array<T, 12> charged{};
  DailyDemand() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.keyed("hours", hours, MinCount{1},
                "mean power of one hour of each day; of several such sets the greatest: the mean of the daily peaks");
    field.number("price", price, "money/kW-day", Range{-1e5, 1e5}, required, "price of a day's peak");
    field.number("billed_per_kw", billed_per_kw, "1", Range{0, 10}, 1.0,
                 "kVA per kW, or the correction to a power factor target");
    field.table("charged", charged, "1", Range{0, 1}, 1.0, "1 in the months in which it is charged");
  }
};

/// Billing demand: max(metered, minimum, share x greatest of the weighted peaks since `lookback` months).
template <class T>
struct RatchetInputs {
  T minimum{};
  std::array<T, 12> share{}, weight{}, metered{};
  int lookback = 11;
  RatchetInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("minimum", minimum, "kW", Range{0, 1e9}, 0.0, "least billing demand");
    field.table("share", share, "1", Range{0, 1}, 0.0, "share of earlier peaks, by month of the bill");
    field.table("weight", weight, "1", Range{0, 1}, 1.0, "share of a peak that counts later, by month of the peak");
    field.table("metered", metered, "1", Range{0, 1}, 1.0, "1 where the month's own peak counts in full");
    field.count("lookback", lookback, IntRange{0, 24}, 11, "months looked back");
  }
};

inline constexpr std::array<Choice<power::TwoPartMode>, 3> kTwoPartModes{{
    {"transformer", power::TwoPartMode::transformer, "capacity of the transformers, kVA"},
    {"contract", power::TwoPartMode::contract, "declared demand, with a floor and a surcharge"},
    {"metered", power::TwoPartMode::metered, "highest demand of the month"},
}};

/// China's two-part price: NDRC 1583/2016, 526/2023.
template <class T>
struct TwoPartInputs {
  power::TwoPartMode mode = power::TwoPartMode::transformer;
  T transformer_kva{}, price_kw{}, price_kva{}, floor_share{}, tolerance{}, excess_multiple{}, rebate_price_share{};
  std::optional<T> rebate_from;
  std::array<T, 12> declared{};
  TwoPartInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.choice("mode", mode, kTwoPartModes, power::TwoPartMode::transformer, "what the basic charge is counted on");
    field.number("transformer_kva", transformer_kva, "kVA", Range{0, 1e8}, 0.0, "capacity of the transformers");
    field.table("declared", declared, "kW", Range{0, 1e8}, 0.0, "declared demand, contract mode");
    field.number("price_kw", price_kw, "money/kW-month", Range{0, 1e5}, 0.0, "price of demand");
    field.number("price_kva", price_kva, "money/kVA-month", Range{0, 1e5}, 0.0, "price of transformer capacity");
    field.number("floor_share", floor_share, "1", Range{0, 1}, 0.4, "least declared demand / transformer capacity");
    field.number("tolerance", tolerance, "1", Range{1, 2}, 1.05, "of the declared demand, free of surcharge");
    field.number("excess_multiple", excess_multiple, "1", Range{0, 10}, 2.0, "of the price, on what lies above");
    field.number("rebate_from", rebate_from, "hour", Range{0, 744}, absent,
                 "kWh per kVA and month from which the rebate applies");
    field.number("rebate_price_share", rebate_price_share, "1", Range{0, 1}, 0.9, "demand price then, as a share");
  }
};

template <class T>
struct TakeItem {
  T price{}, share{};
  TakeItem() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("price", price, "money/kW-month", Range{0, 1e5}, required, "price of the component");
    field.number("share", share, "1", Range{0, 1}, required, "share of contract demand that is billed at least");
  }
};

/// Large-load contract: each component bills max(peak, share x contract x ramp). Where the model ends before the term,
/// the least charges of the months that are left, at most `exit_fee_months` of them, are due in its last month.
template <class T>
struct TakeInputs {
  T contract{}, exit_fee_months{};
  std::optional<T> term;
  Curve<T> ramp;
  Keyed<TakeItem<T>> components;
  TakeInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("contract", contract, "kW", Range{0, 1e8}, required, "contract demand");
    field.curve("ramp", ramp, "1", Range{0, 1}, required, "share of the contract that counts, over time");
    field.keyed("components", components, MinCount{1}, "components of the charge");
    field.number("term", term, "month", Range{0, 1200}, absent, "months of the contract, from the start of the model");
    field.number("exit_fee_months", exit_fee_months, "month", Range{0, 1200}, 1200.0,
                 "most months of least charges due at an exit before the end of the term");
  }
};

template <class T>
struct StandingCharge {
  T per_month{}, per_day{};
  StandingCharge() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("per_month", per_month, "money/month", Range{0, 1e9}, 0.0, "amount a month");
    field.number("per_day", per_day, "money/day", Range{0, 1e9}, 0.0, "amount a day");
  }
};

/// A rider: an amount per kWh and per kW of the month's peak, and a share of other charges.
template <class T>
struct RiderInputs {
  T per_kwh{}, per_kw{}, share{};
  bool of_energy = true, of_demand = true, of_fixed = true;
  std::array<T, 12> months{};
  RiderInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("per_kwh", per_kwh, "money/kWh", Range{-1000, 1000}, 0.0, "on all energy");
    field.number("per_kw", per_kw, "money/kW-month", Range{-1e5, 1e5}, 0.0, "on the month's peak");
    field.number("share", share, "1", Range{-1, 10}, 0.0, "share of the charges below");
    field.flag("of_energy", of_energy, true, "the share applies to energy charges");
    field.flag("of_demand", of_demand, true, "the share applies to demand, two-part and power factor charges");
    field.flag("of_fixed", of_fixed, true, "the share applies to fixed charges");
    field.table("months", months, "1", Range{0, 1}, 1.0, "1 in the months in which it applies");
  }
};

/// A tax: a share of energy, demand and fixed charges; one on all three is also on riders and least bills.
template <class T>
struct TaxOnPower {
  T share{};
  bool of_energy = true, of_demand = true, of_fixed = true;
  TaxOnPower() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("share", share, "1", Range{-1, 10}, required, "share of the charges below");
    field.flag("of_energy", of_energy, true, "applies to energy charges");
    field.flag("of_demand", of_demand, true, "applies to demand, two-part and power factor charges");
    field.flag("of_fixed", of_fixed, true, "applies to fixed charges");
  }
};

template <class T>
struct PowerFactorInputs {
  T adjustment{}, kvar_per_kw{}, kvar_price{};
  PowerFactorInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("adjustment", adjustment, "1", Range{-1, 2}, 0.0, "share of energy and demand charges added");
    field.number("kvar_per_kw", kvar_per_kw, "1", Range{0, 10}, 0.0, "reactive power billed per kW of the peak");
    field.number("kvar_price", kvar_price, "money/kvar-month", Range{0, 1e5}, 0.0, "price of reactive power");
  }
};

}  // namespace roi
