#include "libroi/power/prepare/prepare_document.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "libroi/core/interrupt.hpp"
#include "libroi/inputs/date.hpp"
#include "libroi/inputs/document.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/text/json.hpp"
#include "libroi/inputs/text/sha256.hpp"
#include "libroi/inputs/writer.hpp"
#include "libroi/power/hours/facility_json.hpp"
#include "libroi/power/prepare/onsite.hpp"
#include "libroi/power/prepare/prepare.hpp"
#include "libroi/power/tariff/tariff_json.hpp"
#include "libroi/power/tariff/urdb.hpp"

namespace roi::power {
namespace {

using inputs::Member;
using inputs::Value;

constexpr const char* kPointer = "/power/bill/prepare";

const Value* at(const Value& tree, std::initializer_list<const char*> path) {
  const Value* value = &tree;
  for (const char* key : path) {
    if (value == nullptr || !value->is_object()) return nullptr;
    value = value->find(key);
  }
  return value;
}
const Value* bill_of(const Value& tree) { return at(tree, {"power", "bill"}); }
const Value* recipe_of(const Value& tree) { return at(tree, {"power", "bill", "prepare"}); }

/// What turns `from` into `to` as a merge patch.
Value patch_between(const Value& from, const Value& to) {
  if (!from.is_object() || !to.is_object()) return to;
  Value out = Value::object();
  out.at = to.at;
  for (const Member& member : from.members)
    if (to.find(member.key) == nullptr) out.members.push_back({member.key, member.at, Value{}});
  for (const Member& member : to.members) {
    const Value* before = from.find(member.key);
    if (before != nullptr && inputs::dump(*before, 0) == inputs::dump(member.value, 0)) continue;
    out.members.push_back({member.key, member.at, before ? patch_between(*before, member.value) : member.value});
  }
  return out;
}

/// Reads one recipe; problems go to the document.
class Recipe {
 public:
  Recipe(Document& document, const Value& value, const Value& tree) : document_(document), value_(value), tree_(tree) {}

  std::optional<Value> run() {
    const std::size_t before = document_.problems.size();
    static const std::vector<std::string> known{"facility", "weather",      "tariff",       "year",
                                                "holidays", "working_days", "power_factor", "critical_power",
                                                "onsite",   "tier_basis",   "tou_ratchet",  "coincident_hours"};
    if (!value_.is_object()) {
      must(value_, "", "must be an object like {\"facility\": \"hall.json\", \"weather\": …, \"tariff\": …}");
      return std::nullopt;
    }
    for (const Member& member : value_.members)
      if (std::find(known.begin(), known.end(), member.key) == known.end())
        problem(member.at, "/" + member.key, "is not an input" + inputs::hint(member.key, known));
    const auto facility_file = file("facility"), weather_file = file("weather"), tariff_file = file("tariff"),
               onsite_file = value_.find("onsite") != nullptr ? file("onsite") : std::nullopt;
    PrepareOptions options;
    options.power_factor = number("power_factor", 0.01, 1.0).value_or(1.0);
    options.critical_power = number("critical_power", 1.0, 5e6).value_or(0.0);
    const int year = static_cast<int>(number("year", 1900, 2200).value_or(0.0));
    const auto holidays = days("holidays", year), working = days("working_days", year);
    UrdbOptions urdb;
    if (const auto i = choice("tier_basis", {"period", "all_pro_rata", "all_in_order"}))
      urdb.basis = static_cast<TierBasis>(*i);
    if (const auto i = choice("tou_ratchet", {"none", "own", "month"})) urdb.tou_ratchet = static_cast<TouRatchet>(*i);
    urdb.coincident_hours = hours("coincident_hours");
    if (document_.problems.size() != before) return std::nullopt;
    try {
      const FacilityDesign facility = parse_facility(facility_file->first, facility_file->second);
      const Weather weather = read_weather_text(weather_file->first, weather_file->second);
      const Tariff tariff = urdb.stated() ? parse_urdb(tariff_file->first, tariff_file->second, urdb)
                                          : parse_tariff(tariff_file->first, tariff_file->second);
      if ((tariff.power_factor || needs_kva(tariff)) && value_.find("power_factor") == nullptr) {
        must(value_, "", "must have a power_factor: the tariff bills by it");
        return std::nullopt;
      }
      const auto clock = year > 0 ? YearClock::of_year(year, {holidays, working})
                                  : YearClock::typical(weather.first_weekday, {holidays, working});
      const Weather fitted = fitted_to_days(weather, clock.days());
      notice(weather_file->first, fitted.notices);
      const FacilityYear prepared_year(facility, clock, fitted);
      const auto onsite = onsite_file ? parse_onsite(onsite_file->first, onsite_file->second) : OnsiteFile{};
      const auto plants = hours_of_plants(onsite, prepared_year, fitted, tariff, options.power_factor);
      PreparedBill prepared = prepare_bill(prepared_year, tariff, options, plants);
      const double rate = exchange_rate(tariff.currency);
      if (document_.problems.size() != before) return std::nullopt;
      prepared.inputs.prepared_from = "facility " + name(*facility_file) + "; weather " + name(*weather_file) +
                                      "; tariff " + name(*tariff_file) +
                                      (onsite_file ? "; on-site plants " + name(*onsite_file) : "") + "; calendar " +
                                      (year > 0 ? std::to_string(year) : "of 365 days") + "; " + prepared.method;
      notice(tariff_file->first, tariff.notices);
      for (const Parameter<double>& p : parameters(prepared.inputs))
        if (std::string_view(p.unit).starts_with("money")) *p.value *= rate;
      return written(prepared.inputs, facility_file->first + " and " + weather_file->first, tariff, onsite);
    } catch (const InputError& error) {
      document_.problems.insert(document_.problems.end(), error.problems().begin(), error.problems().end());
    } catch (const DomainError& error) {
      must(value_, "", "must describe a year that can be billed (" + std::string(error.what()) + ")");
    }
    return std::nullopt;
  }

 private:
  using File = std::pair<std::string, std::string>;  // name, text

  void notice(const std::string& file, const std::vector<std::string>& notices) {
    for (const std::string& text : notices) {
      const std::string whole = file + ": " + text;
      if (std::find(document_.notices.begin(), document_.notices.end(), whole) == document_.notices.end())
        document_.notices.push_back(whole);
    }
  }
  void problem(const inputs::Position& where, const std::string& below, std::string message) {
    const std::string& file = document_.files[static_cast<std::size_t>(where.file)];
    document_.problems.push_back(Problem{file, where.line, where.column, kPointer + below, std::move(message)});
  }
  void must(const Value& value, const std::string& below, const std::string& rule) {
    problem(value.at, below, "is " + value.brief() + ", but " + rule);
  }

  std::optional<File> file(const char* key) {
    const Value* value = value_.find(key);
    const std::string below = std::string("/") + key;
    if (value == nullptr) {
      problem(value_.at, below, "is missing, but is required (a file of the " + std::string(key) + ")");
      return std::nullopt;
    }
    if (!value->is_string() || value->text.empty()) {
      must(*value, below, "must be the name of a file");
      return std::nullopt;
    }
    const std::string path = document_.beside(value->at, value->text);
    try {
      if (!document_.resolver) throw FileError(path + ": cannot be read: there are no files here");
      return File{path, document_.resolver(path)};
    } catch (const FileError& error) {
      must(*value, below, "must be a file that can be read (" + std::string(error.what()) + ")");
      return std::nullopt;
    }
  }
  std::optional<double> number(const char* key, double low, double high) {
    const Value* value = value_.find(key);
    if (value == nullptr) return std::nullopt;
    const bool whole = std::string_view(key) == "year";
    if (value->is_number() && value->number >= low && value->number <= high &&
        (!whole || value->number == static_cast<int>(value->number)))
      return value->number;
    must(*value, std::string("/") + key,
         std::string(whole ? "must be a whole number in [" : "must be a number in [") + to_text(low) + ", " +
             to_text(high) + "]");
    return std::nullopt;
  }
  std::optional<std::size_t> choice(const char* key, const std::vector<std::string>& words) {
    const Value* value = value_.find(key);
    if (value == nullptr) return std::nullopt;
    for (std::size_t i = 0; i < words.size(); ++i)
      if (value->is_string() && value->text == words[i]) return i;
    must(*value, std::string("/") + key, "must be one of " + inputs::joined(words));
    return std::nullopt;
  }
  std::vector<int> days(const char* key, int year) {
    std::vector<int> out;
    const Value* value = value_.find(key);
    if (value == nullptr) return out;
    const std::string below = std::string("/") + key;
    if (year == 0) must(*value, below, "must come with a year");
    else if (!value->is_array()) must(*value, below, "must be a list of dates");
    else
      for (std::size_t i = 0; i < value->items.size(); ++i) {
        const auto date = value->items[i].is_string() ? inputs::parse_model_date(value->items[i].text) : std::nullopt;
        if (date && date->year == year) out.push_back(day_of_year(date->year, date->month, date->day));
        else must(value->items[i], below + "/" + std::to_string(i), "must be a date in " + std::to_string(year));
      }
    return out;
  }
  std::vector<int> hours(const char* key) {
    std::vector<int> out;
    const Value* value = value_.find(key);
    if (value == nullptr) return out;
    const std::string below = std::string("/") + key;
    if (!value->is_array()) must(*value, below, "must be a list of hours of the year");
    for (std::size_t i = 0; i < value->items.size(); ++i) {
      const Value& item = value->items[i];
      const bool whole = item.is_number() && item.number >= 0.0 && item.number < 8784.0 &&
                         item.number == static_cast<int>(item.number);
      if (whole) out.push_back(static_cast<int>(item.number));
      else must(item, below + "/" + std::to_string(i), "must be a whole number in [0, 8783]");
    }
    return out;
  }
  double exchange_rate(const std::string& currency) {
    const Value* own = tree_.find("currency");
    if (own == nullptr || !own->is_string() || own->text == currency) return 1.0;
    const Value* rate = at(tree_, {"exchange_rates", currency.c_str()});
    if (rate != nullptr && rate->is_object()) rate = rate->find("value");
    if (rate != nullptr && rate->is_number() && rate->number > 0.0) return rate->number;
    must(*value_.find("tariff"), "/tariff",
         "must be in " + own->text + ", or exchange_rates must have " + currency + ", the tariff's currency");
    return 1.0;
  }
  static bool needs_kva(const Tariff& tariff) {
    for (const DemandCharge& charge : tariff.demand)
      if (charge.per_kva) return true;
    return false;
  }
  static std::string name(const File& file) {
    return file.first + " (sha256 " + sha256(file.second).substr(0, 12) + ")";
  }

  /// The inputs as a model file writes them, each group with its source.
  Value written(BillInputs<double>& in, const std::string& files, const Tariff& tariff,
                const OnsiteFile& onsite) const {
    Value out = inputs::to_value(inputs::object_of(in), Record{}, inputs::Written::all);
    out.erase("supply");  // nobody's but the model's
    const auto words = [](Value& group, const std::string& source, const std::string& status) {
      if (!source.empty()) group["source"] = Value::of(source);
      group["status"] = Value::of(status);
    };
    const auto priced = [&](Value& group) {
      words(group, tariff.name + (tariff.source.empty() ? "" : ": " + tariff.source),
            tariff.status.empty() ? "benchmark" : tariff.status);
      for (const auto& [key, word] : {std::pair{"price_date", &tariff.price_date},
                                      {"as_of", &tariff.as_of},
                                      {"confidence", &tariff.confidence},
                                      {"vat", &tariff.vat}})
        if (!word->empty()) group[key] = Value::of(*word);
    };
    words(out["load"], "prepared from " + files, "derived");
    if (Value* plants = out.find("onsite"))
      for (Member& plant : plants->members)
        words(plant.value, onsite.name + (onsite.source.empty() ? "" : ": " + onsite.source), onsite.status);
    for (const char* group : {"energy", "demand", "daily_demand", "riders", "fixed", "taxes"})
      if (Value* entries = out.find(group))
        for (Member& entry : entries->members) {
          priced(entry.value);
          for (const char* hours : {"load", "mean"})
            if (Value* load = entry.value.find(hours)) words(*load, "prepared from " + files, "derived");
          if (Value* sets = entry.value.find("hours"))
            for (Member& set : sets->members) words(set.value, "prepared from " + files, "derived");
        }
    for (const char* group : {"ratchet", "two_part", "minimum_take", "power_factor"})
      if (Value* entry = out.find(group)) priced(*entry);
    place(out);
    return out;
  }
  void place(Value& value) const {
    value.at = value_.at;
    for (Value& item : value.items) place(item);
    for (Member& member : value.members) {
      member.at = value_.at;
      place(member.value);
    }
  }

  Document& document_;
  const Value& value_;
  const Value& tree_;
};

/// Where a recipe is wrong: the least a bill must have, so that nothing else is said to be missing.
Value stand_in() {
  BillInputs<double> least;
  least.load.headroom.fill(0.0);
  PeakHour<double>& hour = least.load.peak.append("1");
  for (auto* table : {&hour.energised, &hour.proportional, &hour.square, &hour.shape}) table->fill(0.0);
  least.energy.append("none").steps.append("all").price = 0.0;
  return inputs::to_value(inputs::object_of(least), Record{}, inputs::Written::all);
}

/// Plants written beside a recipe that its file does not have.
void say_unknown_plants(Document& document, const Value& prepared, const Value& given) {
  const Value *own = prepared.find("onsite"), *named = given.find("onsite");
  if (own == nullptr || named == nullptr || !named->is_object()) return;
  std::vector<std::string> known;
  for (const Member& plant : own->members) known.push_back(plant.key);
  for (const Member& plant : named->members)
    if (own->find(plant.key) == nullptr)
      document.problems.push_back(Problem{document.files[static_cast<std::size_t>(plant.at.file)], plant.at.line,
                                          plant.at.column, "/power/bill/onsite/" + plant.key,
                                          "is not a plant of the on-site file" + inputs::hint(plant.key, known)});
}

/// The bill of a tree with its recipe carried out; nothing if there is none.
std::optional<Value> carried_out(Document& document, const Value& tree, std::map<std::string, Value>& done) {
  const Value* recipe = recipe_of(tree);
  if (recipe == nullptr) return std::nullopt;
  Value given = *bill_of(tree);
  given.erase("prepare");
  if (given.find("prepared_from") != nullptr) {
    const std::string& file = document.files[static_cast<std::size_t>(recipe->at.file)];
    document.problems.push_back(Problem{file, recipe->at.line, recipe->at.column, kPointer,
                                        "stands beside prepared_from; replace power.bill as a whole"});
    return std::nullopt;
  }
  const std::string key = inputs::dump(*recipe, 0) + std::to_string(recipe->at.file);
  auto found = done.find(key);
  if (found == done.end()) {
    may_stop();
    auto value = Recipe(document, *recipe, tree).run();
    found = done.emplace(key, value ? std::move(*value) : stand_in()).first;
  }
  Value out = found->second;
  if (recipe->find("onsite") != nullptr) say_unknown_plants(document, out, given);
  inputs::merge_patch(out, given);
  return out;
}

}  // namespace

bool has_preparation(const Document& document) {
  if (recipe_of(document.base) != nullptr) return true;
  for (const auto& [name, changes] : document.scenarios)
    if (recipe_of(changes) != nullptr) return true;
  return false;
}

void prepare_bills(Document& document) {
  if (!has_preparation(document)) return;
  std::map<std::string, Value> done;
  std::vector<std::optional<Value>> changed;
  for (const auto& [name, changes] : document.scenarios)
    changed.push_back(bill_of(changes) != nullptr ? carried_out(document, document.tree(name), done) : std::nullopt);
  const Value before = bill_of(document.base) != nullptr ? *bill_of(document.base) : Value::object();
  const auto drop = [](Value& tree) {
    if (recipe_of(tree) != nullptr) (*tree.find("power")->find("bill")).erase("prepare");
  };
  if (auto bill = carried_out(document, document.base, done)) (*document.base.find("power"))["bill"] = std::move(*bill);
  drop(document.base);
  const Value* base = bill_of(document.base);
  for (std::size_t i = 0; i < changed.size(); ++i) {
    Value& tree = document.scenarios[i].second;
    if (changed[i])
      (*tree.find("power"))["bill"] = patch_between(base != nullptr ? *base : Value::object(), *changed[i]);
    drop(tree);
  }
}

}  // namespace roi::power
