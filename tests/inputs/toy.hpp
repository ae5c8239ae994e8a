#pragma once
/// @file tests/inputs/toy.hpp: a small center that uses every verb of inputs/field.hpp.
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "libroi/inputs/defaults.hpp"

namespace roi::test {

enum class Profile { linear, falling };
inline constexpr std::array<Choice<Profile>, 2> kProfiles{
    {{"linear", Profile::linear, "in equal steps"}, {"falling", Profile::falling, "fast at first"}}};

template <class T>
struct ToyPower {
  T nameplate{};
  T idle{};
  ToyPower() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("nameplate", nameplate, "kW", Range{0.001, 100}, required, "power of one card at full load");
    field.number("idle", idle, "1", Range{0, 1}, 0.2, "share of nameplate drawn when idle");
  }
};

template <class T>
struct ToyPhase {
  T energised{};
  T critical{};
  ToyPhase() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.date("energised", energised, required, "first day with power");
    field.number("critical", critical, "MW", Range{0, 5000}, required, "critical IT power");
  }
};

template <class T>
struct ToyFleet {
  std::string phase;
  T cards{};
  T availability{};
  T delivered{};
  T life{};
  int refreshes = 0;
  bool pass_through = false;
  Profile profile = Profile::linear;
  Curve<T> price;
  std::optional<T> cap;
  std::optional<Compute<T>> announced;
  std::array<T, 12> season{};
  std::vector<T> steps;
  ToyPower<T> power;
  ToyFleet() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.reference("phase", phase, "phases", required, "phase whose hall and power the cards use");
    field.number("cards", cards, "card", Range{1, 1e7}, required, "cards installed");
    field.number("availability", availability, "1", Range{0, 1}, 0.98, "share of hours a card can be sold");
    field.date("delivered", delivered, required, "day the cards arrive");
    field.duration("life", life, "month", Range{1, 600}, 60, "service life of a card");
    field.count("refreshes", refreshes, IntRange{0, 10}, 0, "times the fleet is replaced");
    field.flag("pass_through", pass_through, false, "whether the tenant pays the power");
    field.choice("profile", profile, kProfiles, Profile::linear, "how the residual value falls");
    field.curve("price", price, "money/card-hour", Range{0, 1e6}, required, "list price of a card-hour");
    field.number("cap", cap, "money/card-hour", Range{0, 1e6}, absent, "highest price the regulator allows");
    field.compute("announced", announced, "PFLOPS", Range{0, 1e6}, absent, "compute as announced");
    field.table("season", season, "1", Range{0, 10}, 1.0, "demand by month of the year");
    field.list("steps", steps, "%/year", Range{-50, 50}, IntRange{0, 5}, "yearly change of price");
    field.catalogue("power", power, "devices", "power of a card");
  }
  void visit_rules(auto&& rule) const { rule(delivered + life > 0.0, "life", "must end after the start of the model"); }
};

template <class T>
struct ToyIndex {
  Curve<T> level;
  ToyIndex() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.curve("level", level, "1", Range{0.01, 100}, required, "level of the index, 1 at the start");
  }
};

template <class T>
struct ToyLoan {
  T amount{};
  T rate{};
  ToyLoan() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.number("amount", amount, "money", Range{0, 1e13}, required, "credit line");
    field.number("rate", rate, "1/year", Range{-0.1, 1}, 0.05, "nominal interest rate");
  }
};

template <class T>
struct Toy {
  std::string name;
  std::string currency;
  int start = 0;
  int months = 0;
  T budget{};
  Keyed<ToyIndex<T>> indices;
  Keyed<ToyPhase<T>> phases;
  Keyed<ToyFleet<T>> fleets;
  std::optional<ToyLoan<T>> loan;
  std::vector<std::string> priority;
  Toy() { declared_defaults(*this); }
  void visit_fields(auto&& field) {
    field.text("name", name, required, "name of the center");
    field.currency("currency", currency, "CNY", "currency of the model");
    field.month("start", start, required, "first month of the model");
    field.count("months", months, IntRange{1, 600}, 120, "length of the model");
    field.number("budget", budget, "money", Range{0, 1e13}, 0, "approved budget");
    field.keyed("indices", indices, MinCount{0}, "indices that carry prices");
    field.keyed("phases", phases, MinCount{1}, "phases of the building");
    field.keyed("fleets", fleets, MinCount{1}, "fleets of cards");
    field.group("loan", loan, "bank loan");
    field.references("priority", priority, "fleets", "fleets in the order they are sold");
  }
};

}  // namespace roi::test
