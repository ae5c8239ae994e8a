#pragma once
/// @file libroi/power/month/month_supply.hpp: power beyond the tariff, month by month: agreements, certificates, carbon,
/// water, backup fuel, demand response.
///
///   volume_k     = energy x share_k x overlap(start, end)                                                       [kWh]
///   delivered    cost = volume x price, and grid share = 1 - sum of share x overlap of the delivered ones
///   difference   cost = volume x (price - reference)                                                          [money]
///   uncovered    = max(energy - sum of volume x certified, 0)                                                   [kWh]
///   certificates = uncovered x share x price
///   emissions    = (uncovered - certified by certificates) x grid factor + fuel x emissions per litre            [kg]
///   backup fuel  = capacity x live share x hours / 12 x load x litres per kWh                                     [L]
///   response     = - capacity x live share x price: a credit
///
/// Live share = critical power energised / all. Prices are curves (stage/curve_value.hpp). See docs/model.md 3b.
#include <span>
#include <string>
#include <vector>

#include "libroi/core/interval.hpp"
#include "libroi/power/month/bill_inputs.hpp"
#include "libroi/stage/declare.hpp"

namespace roi {

struct PpaLines {
  Line share, volume, cost;
};
struct SupplyLines {
  std::vector<PpaLines> ppa;
  std::vector<CurveLines> curves;  // in the order of for_each_curve
  Line grid_share, uncovered, certified, certificate_cost, emissions, carbon_cost, water_cost, fuel, fuel_cost,
      response_income;
};

/// Every curve of a bill in a fixed order: visit(curve, path, label, unit).
template <class T, class Visit>
void for_each_curve(const BillInputs<T>& in, const Visit& visit) {
  for (const auto& [key, agreement] : in.supply.ppa) {
    visit(agreement.price, "ppa/" + key + "/price", "PPA " + key + ": price", "money/kWh");
    if (agreement.reference)
      visit(*agreement.reference, "ppa/" + key + "/reference", "PPA " + key + ": reference price", "money/kWh");
  }
  const SupplyInputs<T>& s = in.supply;
  if (s.certificates)
    visit(s.certificates->price, std::string("certificates/price"), std::string("Price of certificates"), "money/kWh");
  if (s.carbon) visit(s.carbon->price, std::string("carbon/price"), std::string("Price of carbon"), "money/kg");
  if (s.water_price) visit(*s.water_price, std::string("water/price"), std::string("Price of water"), "money/L");
  if (s.backup) visit(s.backup->fuel_price, std::string("backup/price"), std::string("Price of fuel"), "money/L");
  if (s.response)
    visit(s.response->price, std::string("response/price"), std::string("Price of response"), "money/kW-month");
  if (in.minimum_take) visit(in.minimum_take->ramp, std::string("take/ramp"), std::string("Ramp of the contract"), "1");
}

inline SupplyLines declare_supply(Declare& d, const BillInputs<double>& in) {
  LineTable& lines = d.lines();
  const auto add = [&](const std::string& path, const std::string& label, const char* unit, Kind kind,
                       const char* definition) {
    const Section section = std::string_view(unit) == "money" ? Section::power : Section::none;
    return lines.add({"power/" + path, label, unit, kind, section, definition});
  };
  SupplyLines out;
  bool delivers = false;
  for (const auto& [key, agreement] : in.supply.ppa) {
    const std::string path = "ppa/" + key;
    const bool delivered = agreement.settlement == PpaSettlement::delivered;
    delivers = delivers || delivered;
    out.ppa.push_back(
        {add(path + "/share", "PPA " + key + ": share", "1", Kind::ratio, "share of energy while it runs"),
         add(path + "/volume", "PPA " + key + ": energy", "kWh", Kind::flow, "energy x share"),
         add(path + "/cost", "PPA " + key, "money", Kind::flow,
             delivered ? "energy x price" : "energy x (price - reference price)")});
  }
  for_each_curve(in, [&](const Curve<double>& curve, const std::string& path, const std::string& label,
                         const char* unit) { out.curves.push_back(d.curve("power/" + path, label, unit, curve)); });
  if (delivers)
    out.grid_share =
        add("grid share", "Share under the tariff", "1", Kind::ratio, "1 - shares of delivering agreements");
  const SupplyInputs<double>& s = in.supply;
  if (s.carbon || s.certificates)
    out.uncovered = add("uncovered", "Energy not covered", "kWh", Kind::flow, "energy - green energy of agreements");
  if (s.certificates) {
    out.certified = add("certificates/volume", "Energy certified", "kWh", Kind::flow, "energy not covered x share");
    out.certificate_cost =
        add("certificates/cost", "Green certificates", "money", Kind::flow, "energy certified x price");
  }
  if (s.backup) {
    out.fuel = add("backup/fuel", "Backup fuel", "L", Kind::flow, "capacity x hours x load x fuel per kWh");
    out.fuel_cost = add("backup/cost", "Cost of backup fuel", "money", Kind::flow, "fuel x price");
  }
  if (s.carbon) {
    out.emissions = add("carbon/emissions", "Emissions", "kg", Kind::flow,
                        "energy neither covered nor certified x grid factor + fuel x its factor");
    out.carbon_cost = add("carbon/cost", "Cost of carbon", "money", Kind::flow, "emissions x price");
  }
  if (s.water_price) out.water_cost = add("water/cost", "Cost of water", "money", Kind::flow, "water x price");
  if (s.response)
    out.response_income = add("response/income", "Income from demand response", "money", Kind::flow,
                              "capacity x share energised x price: a credit");
  return out;
}

/// Values of all curves of a bill in month t, in the order of for_each_curve.
template <class T, class Book>
class BillCurves {
 public:
  BillCurves(const SupplyLines& lines, const BillInputs<T>& in, const IndexLevels<T, Book>& indices, Book& book)
      : now(lines.curves.size()) {
    std::size_t i = 0;
    for_each_curve(in, [&](const Curve<T>& curve, const std::string&, const std::string&, const char*) {
      curves_.emplace_back(lines.curves[i++], curve, indices, book);
    });
  }
  void step(int t, const Clock<T>& clock, const IndexLevels<T, Book>& indices, Book& book) {
    for (std::size_t i = 0; i < curves_.size(); ++i) now[i] = curves_[i].step(t, clock, indices, book);
  }
  Few<T> now;

 private:
  std::vector<CurveValue<T, Book>> curves_;
};

/// Cost beyond the tariff: constant [money] + per_kwh x grid energy + per_litre x water; per_kwh_fed where grid energy is
/// below 0.
template <class T>
struct SupplyRates {
  T constant{0.0}, per_kwh{0.0}, per_kwh_fed{0.0}, per_litre{0.0};
  [[nodiscard]] T cost(const T& energy, const T& water) const {
    return constant + energy * select(energy >= 0.0, per_kwh, per_kwh_fed) + water * per_litre;
  }
};

template <class T, class Book>
class MonthSupply {
 public:
  MonthSupply(const SupplyLines& lines, const SupplyInputs<T>& in) : lines_(&lines), in_(&in) {
    for (const auto& [key, agreement] : in.ppa) {
      term_.push_back(Interval<T>(agreement.start, agreement.end));
      share_.push_back(T(0.0));
    }
    if (in.backup) fuel_rate_ = in.backup->capacity * in.backup->hours / 12.0 * in.backup->load * in.backup->fuel;
  }

  /// Before the tariff: which share of the energy it is charged on.
  void begin(int t, const Clock<T>& clock, Book& book) {
    T delivered(0.0);
    bool any = false;
    for (std::size_t k = 0; k < in_->ppa.size(); ++k) {
      share_[k] = book(lines_->ppa[k].share, t, term_[k].part(in_->ppa[k].share, t, clock));
      if (in_->ppa[k].settlement != PpaSettlement::delivered) continue;
      delivered = delivered + share_[k];
      any = true;
    }
    grid_share = any ? book(lines_->grid_share, t, 1.0 - delivered) : T(1.0);
  }

  /// `prices` are those of BillCurves; the last one may be the ramp of a minimum take, which is the tariff's.
  void step(int t, const T& energy, const T& water, const T& live_share, const Few<T>& prices, Book& book) {
    std::size_t price = 0;
    T sum(0.0), green(0.0);
    for (std::size_t k = 0; k < in_->ppa.size(); ++k) {
      const PpaInputs<T>& agreement = in_->ppa[k];
      const T volume = book(lines_->ppa[k].volume, t, energy * share_[k]);
      T paid = prices[price++];
      if (agreement.reference) paid = paid - prices[price++];
      sum = sum + book(lines_->ppa[k].cost, t, volume * paid);
      green = green + volume * agreement.certified;
    }
    T bare(0.0);
    if (in_->carbon || in_->certificates) bare = book(lines_->uncovered, t, max(energy - green, 0.0));
    if (in_->certificates) {
      const T certified = book(lines_->certified, t, bare * in_->certificates->share);
      sum = sum + book(lines_->certificate_cost, t, certified * prices[price++]);
      bare = bare - certified;
    }
    const std::size_t carbon_price = price;
    price += in_->carbon ? 1 : 0;
    if (in_->water_price) sum = sum + book(lines_->water_cost, t, water * prices[price++]);
    T fuel(0.0);
    if (in_->backup) {
      fuel = book(lines_->fuel, t, fuel_rate_ * live_share);
      sum = sum + book(lines_->fuel_cost, t, fuel * prices[price++]);
    }
    if (in_->carbon) {
      T emitted = bare * in_->carbon->grid;
      if (in_->backup) emitted = emitted + fuel * in_->backup->carbon;
      const T emissions = book(lines_->emissions, t, emitted);
      sum = sum + book(lines_->carbon_cost, t, emissions * prices[carbon_price]);
    }
    if (in_->response)
      sum = sum + book(lines_->response_income, t, -(in_->response->capacity * live_share * prices[price++]));
    cost = sum;
  }

  /// The month's cost as a function of energy and water: its only kink, energy that no agreement covers, lies at 0.
  /// `feeds`: energy can be below 0.
  SupplyRates<T> rates(int t, const T& live_share, const Few<T>& prices, bool feeds, Book& book) {
    constexpr double kEnergy = 0x1p23, kPerEnergy = 0x1p-23;
    step(t, T(0.0), T(0.0), live_share, prices, book);
    SupplyRates<T> out;
    out.constant = cost;
    if (!in_->ppa.empty() || in_->certificates || in_->carbon) {
      step(t, T(kEnergy), T(0.0), live_share, prices, book);
      out.per_kwh = out.per_kwh_fed = (cost - out.constant) * kPerEnergy;
      if (feeds) {
        step(t, T(-kEnergy), T(0.0), live_share, prices, book);
        out.per_kwh_fed = (out.constant - cost) * kPerEnergy;
      }
    }
    std::size_t water = (in_->certificates ? 1 : 0) + (in_->carbon ? 1 : 0);
    for (const auto& [key, agreement] : in_->ppa) water += agreement.reference ? 2 : 1;
    if (in_->water_price) out.per_litre = prices[water];
    return out;
  }

  // The current month.
  T grid_share{1.0}, cost{0.0};

 private:
  const SupplyLines* lines_;
  const SupplyInputs<T>* in_;
  Few<Interval<T>> term_;
  Few<T> share_;
  T fuel_rate_{0.0};  // L a month, all energised
};

}  // namespace roi
