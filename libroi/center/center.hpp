#pragma once
/// @file libroi/center/center.hpp: the input tree of a data center.
///
/// Every input is declared once, here, in a domain's inputs.hpp or in the header of a stream or tranche: name, unit,
/// range, default, meaning. That list drives the reader, the writer, the JSON Schema, the reference manual, the workbook
/// and the gradients.
///
///   Center<double> center;  center.contracts.append("anchor").cards = 1000;         the standard streams
///   template <class T> struct MyCenter : CenterOf<T, StandardStreams::with<HeatSales>> {};     with streams from outside
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "libroi/accounts/inputs.hpp"
#include "libroi/capacity/inputs.hpp"
#include "libroi/capex/inputs.hpp"
#include "libroi/center/hurdles.hpp"
#include "libroi/core/timeline.hpp"
#include "libroi/demand/market_rules.hpp"
#include "libroi/funding/inputs.hpp"
#include "libroi/inputs/defaults.hpp"
#include "libroi/opex/inputs.hpp"
#include "libroi/power/inputs.hpp"
#include "libroi/power/prepare/prepare_document.hpp"
#include "libroi/revenue/streams.hpp"

namespace roi {

inline constexpr std::array<Choice<HourConvention>, 4> kHourConventions{{
    {"calendar", HourConvention::calendar, "24 h a day of the real month"},
    {"8760", HourConvention::h8760, "8,760 / 12 h a month"},
    {"8766", HourConvention::h8766, "8,766 / 12 h a month"},
    {"720", HourConvention::h720, "720 h a month"},
}};

/// A price index: 1 at the start of the model, growing by the month.
template <class T>
struct Index {
  T growth{};
  Index() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("growth", growth, "1/year", Range{-0.5, 1}, required, "yearly growth, compounded monthly");
  }
};

/// What the input at a path of a center counts, where it is declared in cards: "card", "node", "core" or "vCPU"; for what
/// stands in the hall "card" or "node". Empty where the fleet it names is not among the fleets.
[[nodiscard]] std::string counted_word_at(const inputs::Object& center, std::string_view path);

/// Of the table in center/warning_table.hpp.
[[nodiscard]] std::vector<std::string> warning_ids();

/// The inputs of a center with a list of streams of revenue; Center has the standard ones.
template <class T, class Streams>
struct CenterOf : Streams::template Groups<T> {
  using StreamsOfCenter = Streams;
  std::string name, owner, location, currency;
  std::optional<CenterKind> kind;
  YearMonth start;
  int months = 120;
  HourConvention hours = HourConvention::calendar;
  std::optional<Compute<T>> announced_compute;
  Valuation<T> valuation;
  Keyed<Index<T>> indices;
  Keyed<Phase<T>> phases;
  Keyed<Fleet<T>> fleets;
  PowerInputs<T> power;
  Keyed<OpexItem<T>> opex;
  Keyed<AssetClass<T>> asset_classes;
  Keyed<CapexItem<T>> capex;
  WorkingCapital<T> working_capital;
  TaxInputs<T> tax;
  Financing<T> financing;
  std::optional<Hurdles<T>> hurdles;

  CenterOf() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.text("name", name, required, "name of the center");
    field.text("owner", owner, "", "who owns it");
    field.text("location", location, "", "where it stands");
    field.choice("kind", kind, kCenterKinds, absent, "what the center is for");
    field.currency("currency", currency, required, "currency of all money");
    field.month("start", start, required, "first month of the model");
    field.count("months", months, IntRange{1, 600}, 120, "months of the model");
    field.choice("hours", hours, kHourConventions, HourConvention::calendar, "hours of a month");
    field.compute("announced_compute", announced_compute, "PFLOPS", Range{0, 1e7}, absent,
                  "compute capacity as announced, with its basis");
    field.group("valuation", valuation, "rates of valuation");
    field.keyed("indices", indices, MinCount{0}, "price indices");
    field.keyed("phases", phases, MinCount{1}, "phases of the center");
    field.keyed("fleets", fleets, MinCount{0}, "fleets of cards");
    this->visit_groups(field);
    field.group("power", power, "power and its price");
    field.keyed("opex", opex, MinCount{0}, "operating costs");
    field.keyed("asset_classes", asset_classes, MinCount{1}, "asset classes");
    field.keyed("capex", capex, MinCount{0}, "capital costs beside the cards");
    field.group("working_capital", working_capital, "receivables and payables");
    field.group("tax", tax, "corporate income tax");
    field.group("financing", financing, "loans and equity");
    field.group("hurdles", hurdles, "what an investor asks of the results, for the verdict");
  }
  /// Which ids `accepted_warnings` of a model file may name.
  static std::vector<std::string> acceptable_warnings() { return warning_ids(); }
  /// Catalogues of the library whose entries a model file may name (inputs/builtin.hpp).
  static std::vector<std::string> builtin_catalogues() { return {"devices"}; }

  /// Before reading: the power bill from its files (power/prepare/prepare_document.hpp).
  static bool wants_preparation(const Document& document) { return power::has_preparation(document); }
  static void prepare(Document& document) { power::prepare_bills(document); }

  /// What an input counts that is declared in cards: those of its fleet, or of the headline where it belongs to none.
  [[nodiscard]] std::string counted_at(std::string_view path) const {
    return counted_word_at({const_cast<CenterOf*>(this), inputs::struct_access<T, CenterOf>()}, path);
  }

  void visit_rules(auto&& rule) const {
    for (const auto& [key, fleet] : fleets) {
      bool others = false;
      for (const auto& [beside, other] : fleets)
        others = others || (other.phase == fleet.phase && other.cards_per_rack);
      const Phase<T>* const hall = phases.find(fleet.phase);
      const bool limited = hall != nullptr && (hall->racks || (hall->floor_area && hall->area_per_rack));
      rule(fleet.cards_per_rack || !others || !limited, ("fleets." + key + ".cards_per_rack").c_str(),
           "must be given where another fleet of the phase gives it: racks and floor limit all of them");
    }
    rule(!financing.has_tranches() || financing.conversion > 0.0, "financing.conversion",
         "must be after the start of the model where there are loans: nothing is drawn before");
    rule(!financing.has_tranches() || financing.conversion < months - 1.0, "financing.conversion",
         "must be before the last month of the model where there are loans");
    if constexpr (requires { this->markets; })
      for (const auto& broken : broken_market_rules(this->markets, fleets))
        rule(false, broken.field.c_str(), broken.rule);
  }
};

template <class T>
struct Center : CenterOf<T, StandardStreams> {};

namespace inputs {
template <class T, class Streams>
[[nodiscard]] Object object_of(const CenterOf<T, Streams>& tree) {
  return Object{const_cast<CenterOf<T, Streams>*>(&tree), struct_access<T, CenterOf<T, Streams>>()};
}
}  // namespace inputs

}  // namespace roi
