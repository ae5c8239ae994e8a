#pragma once
/// @file libroi/power/monthly_form.hpp: the month's power cost in its thin form: losses, period shares, one demand price.
///
///   losses(t)   = fixed x critical live + proportional x it + square / critical power x it^2               [kW]
///   facility(t) = it + losses;  energy = facility x hours                                                  [kWh]
///   cost(t)     = sum over periods b of energy x share_b x price_b x price level                           [money]
///                 + max(facility x peak factor, contract floor x critical live) x demand price x index level
///
/// The losses are the three terms of APC/Schneider white paper 113, relative to critical IT power.
/// Kink: where peak demand meets the contract floor. See docs/model.md section 3.
#include <string>
#include <vector>

#include "libroi/core/book.hpp"
#include "libroi/core/clock.hpp"
#include "libroi/power/inputs.hpp"

namespace roi {

struct MonthlyFormLines {
  std::vector<Line> energy_cost;
  Line square_rate, losses, facility, energy, peak, contract_floor, billed_demand, demand_cost;
};

inline MonthlyFormLines declare_monthly_form(LineTable& lines, const PowerInputs<double>& power) {
  MonthlyFormLines out;
  const auto add = [&](const std::string& path, const std::string& label, const char* unit, Kind kind,
                       const char* definition, Section section = Section::none) {
    return lines.add({"power/" + path, label, unit, kind, section, definition});
  };
  out.square_rate = add("square rate", "Square loss per kW", "1/kW", Kind::constant, "square loss / critical IT power");
  out.losses = add("losses", "Losses and cooling", "kW", Kind::ratio, "electrical and cooling losses");
  out.facility = add("facility", "Facility power", "kW", Kind::ratio, "IT power + losses and cooling");
  out.energy = add("energy", "Energy", "kWh", Kind::flow, "facility energy of the month");
  for (const auto& [key, period] : power.energy)
    out.energy_cost.push_back(add("energy cost/" + key, "Energy cost, " + key, "money", Kind::flow,
                                  "energy x share of the period x its price x price level", Section::power));
  out.peak = add("peak", "Peak facility power", "kW", Kind::ratio, "facility power x peak factor");
  out.contract_floor = add("contract floor", "Contract floor", "1", Kind::constant,
                           "contract demand x share that is billed at least / critical IT power");
  out.billed_demand =
      add("billed demand", "Billed demand", "kW", Kind::ratio, "greater of peak power and contract floor");
  out.demand_cost =
      add("demand cost", "Demand charge", "money", Kind::flow, "billed demand x its price", Section::power);
  return out;
}

template <class T, class Book>
class MonthlyForm {
 public:
  MonthlyForm(const MonthlyFormLines& lines, const PowerInputs<T>& power, bool no_index, const T& critical_power,
              Book& book)
      : lines_(&lines), power_(&power), no_index_(no_index) {
    square_rate_ = book.constant(lines.square_rate, power.losses->square / critical_power);
    floor_ = book.constant(lines.contract_floor, power.contract_demand * power.contract_minimum / critical_power);
  }

  /// `price_level` is season x index level, `level` the index level alone.
  void step(int t, const Clock<T>& clock, const T& it, const T& critical_live, const T& price_level, const T& level,
            Book& book) {
    const PowerInputs<T>& in = *power_;
    const FacilityLosses<T>& loss = *in.losses;
    const T losses =
        book(lines_->losses, t, loss.fixed * critical_live + loss.proportional * it + square_rate_ * it * it);
    facility = book(lines_->facility, t, it + losses);
    energy = book(lines_->energy, t, facility * clock.hours(t));
    T total(0.0);
    for (std::size_t b = 0; b < in.energy.size(); ++b)
      total = total + book(lines_->energy_cost[b], t, energy * in.energy[b].share * in.energy[b].price * price_level);
    const T peak = book(lines_->peak, t, facility * in.peak_factor);
    const T billed = book(lines_->billed_demand, t, max(peak, floor_ * critical_live));
    const T demand_price = no_index_ ? in.demand_price : T(in.demand_price * level);
    cost = total + book(lines_->demand_cost, t, billed * demand_price);
  }

  // The current month.
  T facility{0.0}, energy{0.0}, cost{0.0};

 private:
  const MonthlyFormLines* lines_;
  const PowerInputs<T>* power_;
  bool no_index_;
  T square_rate_{0.0}, floor_{0.0};
};

}  // namespace roi
