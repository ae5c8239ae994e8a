#pragma once
/// @file libroi/power/month/supply_inputs.hpp: power beyond the grid's tariff, as inputs of a center: purchase agreements,
/// certificates, carbon, water, backup fuel, income from demand response. Monthly form of power/storage/supply.hpp.
///
/// Every price is a curve, and a cost that has none is not incurred. Declared units are small ones, so that kWh,
/// litres and kilograms meet without factors: write CNY/MWh, CNY/t or CNY/m3 as the unit and the reader converts.
#include <optional>
#include <string>

#include "libroi/inputs/curve.hpp"
#include "libroi/inputs/defaults.hpp"
#include "libroi/inputs/keyed.hpp"

namespace roi {

enum class PpaSettlement { delivered, difference };

inline constexpr std::array<Choice<PpaSettlement>, 2> kPpaSettlements{{
    {"delivered", PpaSettlement::delivered, "takes the place of energy bought under the tariff, in every hour"},
    {"difference", PpaSettlement::difference, "pays strike - reference price beside the tariff; may be negative"},
}};

/// A purchase agreement that follows the load: a share of every hour's energy.
template <class T>
struct PpaInputs {
  std::string counterparty;
  PpaSettlement settlement = PpaSettlement::delivered;
  T share{}, start{}, end{}, certified{};
  Curve<T> price;
  std::optional<Curve<T>> reference;
  PpaInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.text("counterparty", counterparty, "", "who sells");
    field.choice("settlement", settlement, kPpaSettlements, PpaSettlement::delivered, "how it settles");
    field.number("share", share, "1", Range{0, 1}, required, "share of the facility's energy, in every hour");
    field.date("start", start, 0.0, "first day of delivery");
    field.date("end", end, required, "day after the last of delivery");
    field.curve("price", price, "money/kWh", Range{-100, 100}, required, "strike price");
    field.curve("reference", reference, "money/kWh", Range{-100, 100}, absent, "market price of a difference contract");
    field.number("certified", certified, "1", Range{0, 1}, 1.0, "share of its energy that counts as green");
  }
  void visit_rules(auto&& rule) const {
    rule((settlement == PpaSettlement::difference) == reference.has_value(), "reference",
         "must be given exactly where settlement is difference");
    rule(end > start, "end", "must be after start");
  }
};

template <class T>
struct CertificateInputs {
  T share{};
  Curve<T> price;
  CertificateInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("share", share, "1", Range{0, 1}, 1.0, "share of the energy that no agreement covers");
    field.curve("price", price, "money/kWh", Range{0, 10}, required, "price of certificates");
  }
};

template <class T>
struct CarbonInputs {
  T grid{};
  Curve<T> price;
  CarbonInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("grid", grid, "kg/kWh", Range{0, 2}, required, "emission factor of the grid");
    field.curve("price", price, "money/kg", Range{0, 10}, 0.0, "price of emissions that are not covered");
  }
};

template <class T>
struct BackupInputs {
  T capacity{}, hours{}, load{}, fuel{}, carbon{};
  Curve<T> fuel_price;
  BackupInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("capacity", capacity, "kW", Range{0, 1e7}, required, "generators, in proportion to power energised");
    field.number("hours", hours, "hour/year", Range{0, 8784}, 24.0, "hours they run, tests included");
    field.number("load", load, "1", Range{0, 1}, 0.3, "their mean load then");
    field.number("fuel", fuel, "L/kWh", Range{0, 2}, 0.25, "fuel per kWh");
    field.number("carbon", carbon, "kg/L", Range{0, 10}, 2.68, "emissions per litre of fuel");
    field.curve("fuel_price", fuel_price, "money/L", Range{0, 1e4}, required, "price of fuel");
  }
};

template <class T>
struct ResponseInputs {
  T capacity{};
  Curve<T> price;
  ResponseInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("capacity", capacity, "kW", Range{0, 1e7}, required,
                 "load committed, in proportion to that energised");
    field.curve("price", price, "money/kW-month", Range{0, 1e5}, required, "income per kW committed");
  }
};

template <class T>
struct SupplyInputs {
  Keyed<PpaInputs<T>> ppa;
  std::optional<CertificateInputs<T>> certificates;
  std::optional<CarbonInputs<T>> carbon;
  std::optional<Curve<T>> water_price;
  std::optional<BackupInputs<T>> backup;
  std::optional<ResponseInputs<T>> response;
  SupplyInputs() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.keyed("ppa", ppa, MinCount{0}, "power purchase agreements");
    field.group("certificates", certificates, "green certificates");
    field.group("carbon", carbon, "carbon of energy and fuel");
    field.curve("water_price", water_price, "money/L", Range{0, 10}, absent, "price of water, with its discharge");
    field.group("backup", backup, "backup generators");
    field.group("response", response, "demand response");
  }
  void visit_rules(auto&& rule) const {
    T shares(0.0);
    for (const auto& [key, agreement] : ppa)
      if (agreement.settlement == PpaSettlement::delivered) shares = shares + agreement.share;
    rule(shares <= 1.0, "ppa", "must have shares of delivered energy that sum to at most 1");
  }
};

}  // namespace roi
