#include "libroi/power/tariff/urdb.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "libroi/inputs/text/problem.hpp"
#include "libroi/inputs/units.hpp"
#include "libroi/power/tariff/urdb_demand.hpp"
#include "libroi/power/tariff/urdb_energy.hpp"
#include "libroi/power/tariff/urdb_keys.hpp"

namespace roi::power {

using inputs::ObjectReader;
using inputs::Reading;

namespace {

using urdb::Rate;

constexpr double kInf = kUnbounded;

/// The same amount under the names of two versions counts once.
void compare(Rate& rate, std::string_view older, double old_amount, std::string_view newer, double new_amount,
             bool same_unit) {
  if (!rate.root.has(older) || !rate.root.has(newer) || (same_unit && old_amount == new_amount)) return;
  rate.root.problem(older, "is " + to_text(old_amount) + " beside a " + std::string(newer) + " of " +
                               to_text(new_amount) + "; one of them must go");
}

/// The unit of an amount; without one it is a month's.
FixedUnit unit_of(Rate& rate, std::string_view amount, std::string_view unit) {
  if (rate.says(unit) && !rate.root.has(amount))
    rate.notice(std::string(unit) + " stands without " + std::string(amount) + " and is not used");
  if (rate.says(amount) && !rate.says(unit))
    rate.notice(std::string(amount) + " stands without " + std::string(unit) + " and is read as $/month");
  return static_cast<FixedUnit>(urdb::read_word(rate.root, unit, {"$/month", "$/day", "$/year"}));
}

void read_fixed(Rate& rate) {
  ObjectReader& root = rate.root;
  Tariff& t = rate.tariff;
  const FixedUnit per = unit_of(rate, "fixedchargefirstmeter", "fixedchargeunits");
  const double first = root.number("fixedchargefirstmeter", -kInf, kInf, 0.0);
  const double monthly = root.number("fixedmonthlycharge", -kInf, kInf, 0.0);
  if (first != 0.0) t.fixed.push_back({"first-meter", first, per});
  compare(rate, "fixedmonthlycharge", monthly, "fixedchargefirstmeter", first, per == FixedUnit::month);
  if (monthly != 0.0 && first == 0.0) t.fixed.push_back({"monthly", monthly, FixedUnit::month});
  const double further = root.number("fixedchargeeaaddl", -kInf, kInf, 0.0);
  if (further != 0.0)
    rate.notice("fixedchargeeaaddl of " + to_text(further) + " for each further meter is not used: a bill is of one");
  (void)urdb::read_word(root, "minmonthlychargeunits", {"$/month"});
  if (rate.says("minmonthlychargeunits") && !root.has("minmonthlycharge"))
    rate.notice("minmonthlychargeunits stands without minmonthlycharge and is not used");
  const FixedUnit least_per = unit_of(rate, "mincharge", "minchargeunits");
  const double least = root.number("mincharge", 0.0, kInf, 0.0);
  if (least_per == FixedUnit::month) t.minimum_month = least;
  if (least_per == FixedUnit::year) t.minimum_year = least;
  if (least_per == FixedUnit::day) {
    t.minimum_month = least * 365.0 / 12.0;
    if (least > 0.0)
      rate.notice("mincharge of " + to_text(least) + " $/day is used as " + to_text(t.minimum_month) + " $/month");
  }
  const double month = root.number("minmonthlycharge", 0.0, kInf, 0.0);
  const double year = root.number("annualmincharge", 0.0, kInf, 0.0);
  if (least_per != FixedUnit::year)
    compare(rate, "minmonthlycharge", month, "mincharge", least, least_per == FixedUnit::month);
  if (least_per == FixedUnit::year) compare(rate, "annualmincharge", year, "mincharge", least, true);
  t.minimum_month = std::max(t.minimum_month, month);
  t.minimum_year = std::max(t.minimum_year, year);
  const double kvar = root.number("demandreactivepowercharge", 0.0, kInf, 0.0);
  if (kvar > 0.0) t.power_factor = PowerFactorRule{{}, 0.0, kvar, 0.0};
}

void read_currency(Rate& rate, const UrdbOptions& options) {
  ObjectReader& root = rate.root;
  const auto& codes = inputs::currency_codes();
  const auto known = [&](const std::string& code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  };
  if (options.currency && !known(*options.currency))
    throw DomainError("currency is " + *options.currency +
                      ", but must be a currency: " + inputs::joined(codes, codes.size()));
  const std::string country = root.text("country", "");
  const std::string own = root.text("currency", "");
  const bool american = country == "USA" || country == "US";
  if (!own.empty() && !known(own))
    root.problem("currency", "is \"" + own + "\", but must be a currency: " + inputs::joined(codes, codes.size()));
  else if (american && !own.empty() && own != "USD")
    root.problem("currency", "is \"" + own + "\", but the country is " + country + ", whose rates are in USD");
  const std::string stated = !own.empty() ? own : american ? "USD" : "";
  rate.tariff.currency = options.currency.value_or(stated.empty() ? "USD" : stated);
  if (!stated.empty() && rate.tariff.currency != stated)
    root.problem(own.empty() ? "country" : "currency",
                 "is \"" + (own.empty() ? country : own) + "\", but the currency given is " + rate.tariff.currency);
  if (!options.currency && !country.empty() && stated.empty())
    root.problem("country", "is \"" + country + "\": the file does not name the currency of its prices; give it");
}

/// Labels are no part of a bill, but count the periods.
void count_labels(Rate& rate) {
  for (const auto& [labels, structure] : {std::pair{"energytoulabels", "energyratestructure"},
                                          {"energylabels", "energyratestructure"},
                                          {"demandtoulabels", "demandratestructure"},
                                          {"demandlabels", "demandratestructure"},
                                          {"flatdemandlabels", "flatdemandstructure"}}) {
    const inputs::Value *names = rate.root.value().find(labels), *periods = rate.root.value().find(structure);
    if (names == nullptr || names->items.empty()) continue;
    const std::size_t count = periods == nullptr ? 0 : periods->items.size();
    if (names->items.size() != count)
      rate.notice(std::string(labels) + " names " + std::to_string(names->items.size()) + " periods, but " + structure +
                  " has " + std::to_string(count));
  }
}

Tariff read_rate(Reading& file, const ObjectReader& given, const UrdbOptions& options) {
  Tariff t;
  const urdb::SpelledRate spelled = urdb::spelled(file, given.value(), given.pointer(), t);
  ObjectReader root(file, &spelled.rate, given.pointer());
  Rate rate{root, t};
  t.name = root.text("name", "URDB rate");
  t.source = root.text("uri", root.text("label", ""));
  read_currency(rate, options);
  const double window = root.number("demandwindow", 0.0, 60.0, 0.0);
  // Not stated: the peak of the load as it is given, as both NREL engines have it.
  t.demand_window_minutes = window == 0.0 ? 15 : static_cast<int>(window);
  if (window != 0.0 && (window < 1.0 || window != std::floor(window) || 60 % t.demand_window_minutes != 0))
    root.problem("demandwindow", "must divide an hour [minutes]");
  urdb::read_energy(rate, options);
  urdb::read_demand(rate, options);
  read_fixed(rate);
  count_labels(rate);
  urdb::close(root, t);
  if (t.energy.empty() && file.clean())
    root.problem(
        "has no energy charge: energyratestructure or realtimepricing must state one, [[{\"rate\": 0}]] "
        "where energy is free");
  std::vector<Problem> problems = spelled.problems;
  try {
    file.throw_if_any();
  } catch (const InputError& error) {
    for (Problem p : error.problems()) {
      p.pointer = spelled.in_file(p.pointer, given.pointer());
      problems.push_back(p);
    }
  }
  if (!problems.empty()) throw InputError(inputs::sorted(problems));
  try {
    validate(t);
  } catch (const DomainError& error) {
    throw InputError({Problem{file.file(), 1, 1, "", error.what()}});
  }
  return t;
}

/// An API answer holds one rate, and beside it only words about the answer.
Tariff read_answer(Reading& file, ObjectReader& root, std::string_view key, const UrdbOptions& options) {
  auto items = root.items(key);
  if (root.value().find(key)->is_array() && items.size() != 1)
    root.problem(key, "holds " + std::to_string(items.size()) + " rates, but must hold one");
  for (const char* words : {"version", "metadata", "inputs", "warnings", "count", "total", "offset", "limit"})
    if (const inputs::Value* v = root.take(words); v != nullptr)
      if (const std::string inner = urdb::part_of_a_bill(*v); !inner.empty())
        root.problem(words, "holds " + inner + ", which is read only in the rate itself");
  for (const char* errors : {"error", "errors"})
    if (const inputs::Value* v = root.take(errors); v != nullptr && !urdb::is_nothing(*v))
      root.problem(errors, "is " + v->brief() + ": the answer is no rate");
  for (const inputs::Member& m : root.value().members)
    if (!root.known().contains(m.key))
      root.problem(m.key, urdb::is_read(m.key) ? "stands beside " + std::string(key) + ", but is read only in the rate"
                                               : "is not a key of an answer with " + std::string(key));
  file.throw_if_any();
  return read_rate(file, items.front(), options);
}

}  // namespace

bool is_urdb(const ObjectReader& root) {
  const auto& members = root.value().members;
  return root.has("items") || root.has("results") ||
         std::any_of(members.begin(), members.end(), [](const inputs::Member& m) { return urdb::is_read(m.key); });
}

Tariff parse_urdb(const std::string& file, const std::string& text, const UrdbOptions& options) {
  Reading reading(file, text);
  ObjectReader root = reading.root();
  if (root.has("libroi_tariff")) {
    root.problem("libroi_tariff",
                 "marks libroi's own form, which settles what tier_basis, tou_ratchet, currency and "
                 "coincident_hours leave open for a URDB rate; leave them out");
    reading.throw_if_any();
  }
  for (const char* key : {"items", "results"})
    if (root.has(key)) return read_answer(reading, root, key, options);
  return read_rate(reading, root, options);
}

Tariff read_urdb(const std::string& path, const UrdbOptions& options) {
  return parse_urdb(path, inputs::file_text(path), options);
}

}  // namespace roi::power
