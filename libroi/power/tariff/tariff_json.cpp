#include "libroi/power/tariff/tariff_json.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "libroi/inputs/date.hpp"
#include "libroi/inputs/provenance.hpp"
#include "libroi/inputs/text/json_reading.hpp"
#include "libroi/inputs/text/problem.hpp"
#include "libroi/inputs/units.hpp"
#include "libroi/power/tariff/energy_json.hpp"
#include "libroi/power/tariff/schedule_json.hpp"
#include "libroi/power/tariff/urdb.hpp"

namespace roi::power {

using inputs::ObjectReader;
using inputs::Reading;

namespace {

constexpr double kInf = kUnbounded;

void read_demand(ObjectReader& root, Tariff& tariff) {
  for (auto& [name, from] : root.objects("demand")) {
    DemandCharge charge;
    charge.name = name;
    charge.kind = static_cast<DemandKind>(
        from.choice("kind", {"month", "time_of_use", "daily", "coincident", "daily_time_of_use"}, 0));
    std::vector<std::string> names;
    if (from.has("periods")) charge.month_period.fill(-1);
    for (auto& [period, reader] : from.objects("periods")) {
      const auto months = by_schedule(charge.kind) ? std::array<bool, 12>{} : read_months(reader, "months");
      for (std::size_t m = 0; m < 12; ++m) {
        if (!months[m]) continue;
        if (charge.month_period[m] >= 0)
          reader.problem("months", "month " + std::to_string(m + 1) + " belongs to " +
                                       names[static_cast<std::size_t>(charge.month_period[m])] + " already");
        charge.month_period[m] = static_cast<int>(names.size());
      }
      charge.periods.push_back({period, read_tiers(reader)});
      reader.finish();
      names.push_back(period);
    }
    if (names.empty()) {
      if (from.take("periods") != nullptr) from.problem("periods", "must have at least one period");
      charge.month_period.fill(0);
      charge.periods = {{"all", read_tiers(from)}};
      names = {"all"};
    }
    if (by_schedule(charge.kind)) charge.schedule = read_schedule(from, names);
    charge.per_kva = from.choice("per", {"kW", "kVA"}, 0) == 1;
    charge.on_billing_demand = from.flag("on_billing_demand", false);
    charge.ratchet_of = static_cast<RatchetOf>(from.choice("ratchet_of", {"own", "month"}, 0));
    if (charge.on_billing_demand && !root.has("billing_demand"))
      from.problem("on_billing_demand", "is true, but the tariff has no billing_demand");
    if (!charge.on_billing_demand && from.has("ratchet_of"))
      from.problem("ratchet_of", "must be left out unless on_billing_demand is true");
    charge.minimum_kw = from.number("minimum_kw", 0.0, kInf, 0.0);
    const auto hours = from.numbers("coincident_hours", 0.0, 8783.0, 0);
    for (std::size_t i = 0; i < hours.size(); ++i) {
      const std::string entry = "entry " + std::to_string(i + 1) + " is " + to_text(hours[i]);
      if (hours[i] != std::floor(hours[i])) from.problem("coincident_hours", entry + ", but must be a whole number");
      else if (std::count(hours.begin(), hours.begin() + static_cast<long>(i), hours[i]) > 0)
        from.problem("coincident_hours", entry + ", but must be given once");
      charge.coincident_hours.push_back(static_cast<int>(hours[i]));
    }
    if (charge.kind == DemandKind::coincident && charge.coincident_hours.empty())
      from.problem("coincident_hours", "must list hours of the year, 0 = the first");
    if (charge.kind != DemandKind::coincident && !hours.empty())
      from.problem("coincident_hours", "must be left out unless kind is coincident");
    from.finish();
    tariff.demand.push_back(charge);
  }
}

void copy12(const std::vector<double>& from, std::array<double, 12>& to) {
  for (std::size_t m = 0; m < 12 && m < from.size(); ++m) to[m] = from[m];
}

void read_ratchet(ObjectReader& root, Tariff& tariff) {
  if (!root.has("billing_demand")) return;
  ObjectReader from = root.object("billing_demand");
  Ratchet& r = tariff.billing_demand;
  copy12(from.numbers("share", 0.0, 1.0, 12), r.share_by_billing_month);
  copy12(from.numbers("share_by_peak_month", 0.0, 1.0, 12), r.share_by_peak_month);
  r.lookback_months = from.whole("lookback_months", 0, 12, 11);
  r.minimum_kw = from.number("minimum_kw", 0.0, kInf, 0.0);
  if (from.has("metered_months")) r.metered_counts = read_months(from, "metered_months");
  r.wrap_around = from.flag("wrap_around", false);
  const auto before = from.numbers("previous_year_peaks_kw", 0.0, kInf, 12);
  if (!before.empty()) {
    r.previous_year_peaks = std::array<double, 12>{};
    copy12(before, *r.previous_year_peaks);
    if (r.wrap_around) from.problem("wrap_around", "and previous_year_peaks_kw exclude each other");
  }
  from.finish();
}

void read_two_part(ObjectReader& root, Tariff& tariff) {
  if (!root.has("two_part")) return;
  ObjectReader from = root.object("two_part");
  TwoPart p;
  p.mode = static_cast<TwoPartMode>(from.choice("mode", {"transformer", "contract", "metered"}));
  p.rebate_from_hours = from.number("rebate_from_kwh_per_kva", 0.0, 744.0, 0.0);
  const bool kva = p.mode != TwoPartMode::metered || p.rebate_from_hours > 0.0;
  p.transformer_kva = from.number("transformer_kva", 1e-9, kInf, kva ? std::nullopt : std::optional<double>(0.0));
  p.price_kva = from.number("price_kva", 0.0, kInf,
                            p.mode == TwoPartMode::transformer ? std::nullopt : std::optional<double>(0.0));
  p.price_kw = from.number("price_kw", 0.0, kInf,
                           p.mode == TwoPartMode::transformer ? std::optional<double>(0.0) : std::nullopt);
  copy12(from.numbers("declared_kw", 0.0, kInf, 12), p.declared_kw);
  if (p.mode == TwoPartMode::contract && !from.has("declared_kw")) from.problem("declared_kw", "is missing");
  p.floor_share = from.number("floor_share", 0.0, 1.0, p.floor_share);
  p.tolerance = from.number("tolerance", 1.0, 2.0, p.tolerance);
  p.excess_multiple = from.number("excess_multiple", 0.0, 10.0, p.excess_multiple);
  p.rebate_price_share = from.number("rebate_price_share", 0.0, 1.0, p.rebate_price_share);
  from.finish();
  tariff.two_part = p;
}

void read_take(ObjectReader& root, Tariff& tariff) {
  if (!root.has("minimum_take")) return;
  ObjectReader from = root.object("minimum_take");
  MinimumTake take;
  take.contract_kw = from.number("contract_kw", 1e-9, kInf);
  take.ramp = from.numbers("ramp", 0.0, 1.0, 0);
  take.term_months = from.whole("term_months", 0, 1200, 0);
  take.exit_fee_months = from.whole("exit_fee_months", 0, 1200, 0);
  for (auto& [name, c] : from.objects("components")) {
    take.components.push_back({name, c.number("price", 0.0, kInf), c.number("share", 0.0, 1.0)});
    c.finish();
  }
  if (take.components.empty()) from.problem("components", "must have at least one component");
  from.finish();
  tariff.minimum_take = take;
}

void read_power_factor(ObjectReader& root, Tariff& tariff) {
  if (!root.has("power_factor")) return;
  ObjectReader from = root.object("power_factor");
  PowerFactorRule rule;
  if (from.has("china_standard")) {
    const double standard = from.number("china_standard", 0.8, 0.9);
    const bool known = standard == 0.8 || standard == 0.85 || standard == 0.9;
    if (!known) from.problem("china_standard", "is " + to_text(standard) + ", but must be 0.8, 0.85 or 0.9");
    rule.table = china_power_factor_table(known ? standard : 0.9);
    if (from.has("table")) from.problem("table", "and china_standard exclude each other");
  }
  double above = 2.0;
  for (ObjectReader& step : from.items("table")) {
    const double at = step.number("from", 0.0, 1.0);
    rule.table.push_back({at, step.number("adjustment", -1.0, 10.0)});
    if (at >= above) step.problem("from", "is " + to_text(at) + ", but must fall from step to step");
    above = at;
    step.finish();
  }
  if (from.has("table") && rule.table.empty()) from.problem("table", "must have at least one step");
  if (from.has("free_kvar_per_kw") && !from.has("price_per_kvar"))
    from.problem("price_per_kvar", "is missing beside free_kvar_per_kw; write 0 where it is free");
  if (from.value().members.empty())
    from.problem("must have one of china_standard, table, demand_target, price_per_kvar");
  rule.demand_target = from.number("demand_target", 0.0, 1.0, 0.0);
  rule.price_per_kvar = from.number("price_per_kvar", 0.0, kInf, 0.0);
  rule.free_kvar_per_kw = from.number("free_kvar_per_kw", 0.0, kInf, 0.0);
  from.finish();
  tariff.power_factor = rule;
}

ShareBase read_base(ObjectReader& from) {
  const inputs::Value* v = from.take("of");
  if (v == nullptr) return {};
  ShareBase base{false, false, false};
  bool good = v->is_array() && !v->items.empty();
  for (const inputs::Value& item : v->items) {
    if (item.is_string() && item.text == "energy") base.energy = true;
    else if (item.is_string() && item.text == "demand") base.demand = true;
    else if (item.is_string() && item.text == "fixed") base.fixed = true;
    else good = false;
  }
  if (!good) from.problem("of", "must be a list of energy, demand, fixed");
  return base;
}

void read_riders(ObjectReader& root, Tariff& tariff) {
  for (auto& [name, from] : root.objects("riders")) {
    Rider r;
    r.name = name;
    const int given = from.has("per_kwh") + from.has("per_kw") + from.has("share");
    if (given != 1) from.problem("must have one of per_kwh, per_kw, share");
    if (from.has("per_kw")) r.kind = RiderKind::per_kw;
    if (from.has("share")) r.kind = RiderKind::share;
    r.rate = from.number(r.kind == RiderKind::per_kwh ? "per_kwh" : (r.kind == RiderKind::per_kw ? "per_kw" : "share"),
                         -kInf, kInf, 0.0);
    r.base = read_base(from);
    r.months = read_months(from, "months");
    from.finish();
    tariff.riders.push_back(r);
  }
  for (auto& [name, from] : root.objects("taxes")) {
    Rider r;
    r.name = name;
    r.kind = RiderKind::share;
    r.rate = from.number("share", 0.0, 2.0);
    r.base = read_base(from);
    from.finish();
    tariff.taxes.push_back(r);
  }
}

/// The words about a tariff's prices, by the rules for those of any input (inputs/provenance.hpp).
void read_words(ObjectReader& root, Tariff& t) {
  const auto& codes = inputs::currency_codes();
  t.currency = root.text("currency");
  const inputs::Value* currency = root.take("currency");
  if (currency != nullptr && currency->is_string() && std::find(codes.begin(), codes.end(), t.currency) == codes.end())
    root.problem("currency",
                 "is " + currency->brief() + ", but must be a currency: " + inputs::joined(codes, codes.size()));
  const auto text = [&](std::string_view key) {
    std::string out = root.text(key, "");
    const inputs::Value* v = root.take(key);
    if (v != nullptr && v->is_string() && out.empty()) root.problem(key, "must be a text that is not empty");
    return out;
  };
  const auto date = [&](std::string_view key) -> std::string {
    const inputs::Value* v = root.take(key);
    if (v == nullptr) return "";
    if (v->is_string() && inputs::parse_model_date(v->text)) return v->text;
    root.problem(key, "is " + v->brief() + ", but must be a date like 2025-07 or 2025-07-01");
    return "";
  };
  const auto one_of = [&](std::string_view key, const auto& words) -> std::string {
    return root.has(key) ? words[root.choice(key, {words.begin(), words.end()})] : "";
  };
  t.source = text("source");
  (void)text("note");
  t.price_date = date("price_date");
  t.as_of = date("as_of");
  t.status = one_of("status", kStatuses);
  t.confidence = one_of("confidence", kConfidences);
  t.vat = one_of("vat", kVatBases);
}

Tariff read_own(Reading& file) {
  ObjectReader root = file.root();
  Tariff t;
  const inputs::Value* version = root.take("libroi_tariff");
  if (version == nullptr) root.problem("libroi_tariff", "is missing; a URDB rate is told by its keys");
  else if (!version->is_number() || version->number != 1.0)
    root.problem("libroi_tariff", "is " + version->brief() + ", but must be 1, the version of this form");
  t.name = root.text("name");
  read_words(root, t);
  t.demand_window_minutes = root.whole("demand_window_minutes", 1, 60, 60);
  if (60 % t.demand_window_minutes != 0) root.problem("demand_window_minutes", "must divide an hour");
  read_energy(root, t);
  read_demand(root, t);
  read_ratchet(root, t);
  read_two_part(root, t);
  read_take(root, t);
  read_power_factor(root, t);
  for (auto& [name, from] : root.objects("fixed")) {
    t.fixed.push_back({name, from.number("amount", -kInf, kInf),
                       static_cast<FixedUnit>(from.choice("per", {"month", "day", "year"}, 0))});
    from.finish();
  }
  if (root.has("minimum")) {
    ObjectReader from = root.object("minimum");
    if (from.value().members.empty() && root.value().find("minimum")->is_object())
      from.problem("must have month or year");
    t.minimum_month = from.number("month", 0.0, kInf, 0.0);
    t.minimum_year = from.number("year", 0.0, kInf, 0.0);
    from.finish();
  }
  read_riders(root, t);
  root.finish();
  file.throw_if_any();
  try {
    validate(t);
  } catch (const DomainError& error) {
    throw InputError({Problem{file.file(), 1, 1, "", error.what()}});
  }
  return t;
}

}  // namespace

Tariff parse_tariff(const std::string& file, const std::string& text) {
  Reading reading(file, text);
  ObjectReader root = reading.root();
  const bool own = root.has("libroi_tariff");
  if (!own && is_urdb(root)) return parse_urdb(file, text);
  return read_own(reading);
}

Tariff read_tariff(const std::string& path) { return parse_tariff(path, inputs::file_text(path)); }

}  // namespace roi::power
