#pragma once
/// @file tests/properties/random_bill.hpp: a random itemised power bill of any structure, for random_center.hpp.
///
/// `structure` decides what there is, `tame` makes drawn numbers a bill: loads near those of real halls, steps that
/// rise, agreements that deliver no more than all energy.
#include <algorithm>
#include <functional>
#include <random>
#include <string>

#include "libroi/power/month/bill_inputs.hpp"

namespace roi::test {

class RandomBill {
 public:
  RandomBill(std::mt19937_64& random, std::function<Curve<double>()> curve)
      : random_(random), curve_(std::move(curve)) {}

  void structure(BillInputs<double>& b) {
    const bool cubic = one_in(3);
    if (cubic) b.load.facility.cubic.emplace();
    if (cubic && one_in(2)) b.load.water.cubic.emplace();
    for (int i = one_in(2) ? 1 + below(2) : 0; i > 0; --i) b.onsite.append("plant" + std::to_string(i));
    plants_ = b.onsite.size();
    if (plants_ > 0) b.load.least.emplace();
    peaks(b.load.peak, 1 + below(3), cubic);
    const bool ratchet = one_in(2);
    if (ratchet) b.ratchet.emplace().lookback = below(13);
    for (int i = 1 + below(4); i > 0; --i) {
      EnergyRegister<double>& reg = b.energy.append("register" + std::to_string(i));
      if (cubic) reg.load.cubic.emplace();
      list_plants(reg.load.onsite);
      if (one_in(2)) reg.shared = "together";
      reg.per_day = one_in(3);
      for (int k = below(4); k > 0; --k) {
        EnergyStep<double>& step = reg.steps.append("step" + std::to_string(k));
        if (!ratchet || one_in(2)) step.upper = 0.0;
        if (ratchet && (!step.upper || one_in(2))) step.upper_hours = 0.0;
        if (ratchet && step.upper && one_in(3)) step.after_hours = 0.0;
      }
      reg.steps.append("rest");
    }
    for (int i = below(4); i > 0; --i) {
      DemandItem<double>& item = b.demand.append("demand" + std::to_string(i));
      if (one_in(2)) peaks(item.peak, 1 + below(2), cubic);
      else if (one_in(2)) list_plants(item.mean.emplace().onsite);
      item.on_billing_demand = ratchet && one_in(2);
      item.of_month = ratchet && !item.on_billing_demand && !item.mean && item.peak.empty() && one_in(2);
      for (int k = below(3); k > 0; --k) item.steps.append("step" + std::to_string(k)).upper = 0.0;
      item.steps.append("rest");
    }
    for (int i = below(3); i > 0; --i) {
      DailyDemand<double>& item = b.daily_demand.append("daily" + std::to_string(i));
      for (int k = 1 + below(2); k > 0; --k) {
        LoadTerms<double>& set = item.hours.append("set" + std::to_string(k));
        list_plants(set.onsite);
        if (cubic && one_in(2)) set.cubic.emplace();
      }
    }
    if (one_in(2)) {
      b.two_part.emplace().mode = static_cast<power::TwoPartMode>(below(3));
      if (one_in(2)) b.two_part->rebate_from = 0.0;
    }
    if (one_in(3)) {
      b.minimum_take.emplace().ramp = curve_();
      for (int i = 1 + below(2); i > 0; --i) b.minimum_take->components.append("part" + std::to_string(i));
      if (one_in(2)) b.minimum_take->term = 0.0;
    }
    if (one_in(2)) b.power_factor.emplace();
    for (int i = below(3); i > 0; --i) b.fixed.append("fixed" + std::to_string(i));
    for (int i = below(3); i > 0; --i) {
      RiderInputs<double>& rider = b.riders.append("rider" + std::to_string(i));
      rider.of_energy = one_in(2);
      rider.of_demand = one_in(2);
    }
    for (int i = below(3); i > 0; --i) b.taxes.append("tax" + std::to_string(i)).of_demand = one_in(2);
    if (one_in(3)) b.minimum_month = 0.0;
    if (one_in(3)) b.minimum_year = 0.0;
    SupplyInputs<double>& s = b.supply;
    for (int i = below(3); i > 0; --i) {
      PpaInputs<double>& agreement = s.ppa.append("ppa" + std::to_string(i));
      agreement.price = curve_();
      if (!one_in(2)) continue;
      agreement.settlement = PpaSettlement::difference;
      agreement.reference = curve_();
    }
    if (one_in(2)) s.certificates.emplace().price = curve_();
    if (one_in(2)) s.carbon.emplace().price = curve_();
    if (one_in(2)) s.water_price = curve_();
    if (one_in(2)) s.backup.emplace().fuel_price = curve_();
    if (one_in(2)) s.response.emplace().price = curve_();
  }

  void tame(BillInputs<double>& b, const std::function<void(Curve<double>&)>& ascend) {
    for (double& x : b.load.headroom) x = one_in(3) ? 0.0 : uniform(0.0, 20.0);
    load(b.load.facility, 1.0);
    load(b.load.water, 1.0);
    for (auto& [key, hour] : b.load.peak) tame(hour);
    if (b.load.least) tame(*b.load.least);
    for (auto& [key, plant] : b.onsite) {
      draw(plant.power, -500.0, 100.0);
      draw(plant.feed, 0.0, 900.0);
      plant.end = std::max(plant.end, plant.start + 0.5);
    }
    for (auto& [key, reg] : b.energy) {
      load(reg.load, 1.0 / static_cast<double>(b.energy.size()));
      double upper = 0.0, hours = 0.0;
      for (auto& [name, step] : reg.steps) {
        if (step.upper) upper = *(step.upper = upper + uniform(1.0, 1e6));
        if (step.after_hours) step.after_hours = hours;
        if (step.upper_hours) hours = *(step.upper_hours = std::min(hours + uniform(0.0, 300.0), 744.0));
      }
    }
    for (auto& [key, item] : b.demand) {
      for (auto& [name, hour] : item.peak) tame(hour);
      if (item.mean) load(*item.mean, 1.0);
      double upper = 0.0;
      for (auto& [name, step] : item.steps)
        if (step.upper) upper = *(step.upper = upper + uniform(1.0, 1e4));
    }
    for (auto& [key, item] : b.daily_demand)
      for (auto& [name, set] : item.hours) load(set, 1.0);
    double delivered = 0.0;
    for (auto& [key, agreement] : b.supply.ppa) {
      if (agreement.settlement == PpaSettlement::delivered) {
        agreement.share = std::min(agreement.share, 1.0 - delivered);
        delivered += agreement.share;
      }
      agreement.end = std::max(agreement.end, agreement.start + 0.5);
      ascend(agreement.price);
      if (agreement.reference) ascend(*agreement.reference);
    }
    if (b.supply.certificates) ascend(b.supply.certificates->price);
    if (b.supply.carbon) ascend(b.supply.carbon->price);
    if (b.supply.water_price) ascend(*b.supply.water_price);
    if (b.supply.backup) ascend(b.supply.backup->fuel_price);
    if (b.supply.response) ascend(b.supply.response->price);
    if (b.minimum_take) ascend(b.minimum_take->ramp);
    for (auto& [key, tax] : b.taxes) tax.share = uniform(0.0, 0.3);
    for (auto& [key, rider] : b.riders) rider.share = uniform(-0.1, 0.3);
    if (b.power_factor) b.power_factor->adjustment = uniform(-0.02, 0.2);
  }

 private:
  void list_plants(Keyed<PlantPower<double>>& entries) const {
    for (std::size_t i = plants_; i > 0; --i) entries.append("plant" + std::to_string(i));
  }
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  bool one_in(int n) { return below(n) == 0; }
  double uniform(double lo, double hi) { return std::uniform_real_distribution<double>(lo, hi)(random_); }

  void peaks(Keyed<PeakHour<double>>& group, int count, bool cubic) {
    for (int i = 1; i <= count; ++i) {
      PeakHour<double>& hour = group.append(std::to_string(i));
      list_plants(hour.onsite);
      if (cubic) hour.cubic.emplace();
    }
  }
  void draw(std::array<double, 12>& table, double lo, double hi) {
    for (double& x : table) x = uniform(lo, hi);
  }
  void load(LoadTerms<double>& terms, double part) {
    draw(terms.energised, 0.0, 0.1 * part);
    draw(terms.flat, part, 1.3 * part);
    draw(terms.shaped, part, 1.3 * part);
    draw(terms.flat_flat, 0.0, 0.05 * part);
    draw(terms.flat_shaped, 0.0, 0.1 * part);
    draw(terms.shaped_shaped, 0.0, 0.05 * part);
    for (auto& [key, plant] : terms.onsite) draw(plant.power, -500.0 * part, 100.0 * part);
    if (!terms.cubic) return;
    for (auto* table : {&terms.cubic->flat, &terms.cubic->twice_flat, &terms.cubic->twice_shaped, &terms.cubic->shaped})
      draw(*table, -0.01 * part, 0.02 * part);
  }
  void tame(PeakHour<double>& hour) {
    draw(hour.energised, 0.0, 0.1);
    draw(hour.proportional, 1.0, 1.4);
    draw(hour.square, 0.0, 0.1);
    draw(hour.shape, 0.9, 1.8);
    for (auto& [key, plant] : hour.onsite) draw(plant.power, -900.0, 300.0);
    if (hour.cubic) draw(hour.cubic->cube, -0.01, 0.02);
  }

  std::size_t plants_ = 0;
  std::mt19937_64& random_;
  std::function<Curve<double>()> curve_;
};

}  // namespace roi::test
