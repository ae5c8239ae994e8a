#include <algorithm>
#include <cmath>
#include <utility>

#include "libroi/inputs/binding/binder.hpp"
#include "libroi/inputs/date.hpp"
#include "libroi/inputs/parameters.hpp"

namespace roi::inputs {
namespace {

bool inside(double x, Range range) { return x >= range.lo && x <= range.hi; }

const std::vector<std::pair<const char*, Uncertainty::Kind>> kKinds{
    {"uniform", Uncertainty::Kind::uniform},     {"triangular", Uncertainty::Kind::triangular},
    {"pert", Uncertainty::Kind::pert},           {"normal", Uncertainty::Kind::normal},
    {"lognormal", Uncertainty::Kind::lognormal}, {"range", Uncertainty::Kind::range},
    {"discrete", Uncertainty::Kind::discrete}};

/// The rule that the parameters break, or empty.
std::string broken_rule(const Uncertainty& u) {
  const std::vector<double>& v = u.values;
  switch (u.kind) {
    case Uncertainty::Kind::uniform:
    case Uncertainty::Kind::range: return v.size() == 2 && v[0] < v[1] ? "" : "must be [lowest, highest], ascending";
    case Uncertainty::Kind::triangular:
    case Uncertainty::Kind::pert:
      return v.size() == 3 && v[0] <= v[1] && v[1] <= v[2] && v[0] < v[2]
                 ? ""
                 : "must be [lowest, mode, highest], ascending";
    case Uncertainty::Kind::normal: return v.size() == 2 && v[1] > 0.0 ? "" : "must be [mean, standard deviation > 0]";
    case Uncertainty::Kind::lognormal:
      return v.size() == 2 && v[0] > 0.0 && v[1] > 0.0 ? "" : "must be [mean > 0, standard deviation > 0]";
    case Uncertainty::Kind::discrete: break;
  }
  double sum = 0.0;
  for (const double p : u.probabilities) {
    if (!(p > 0.0)) return "must have probabilities > 0";
    sum += p;
  }
  return std::fabs(sum - 1.0) <= 1e-9 ? "" : "must have probabilities that sum to 1, not " + to_text(sum);
}

/// Standard deviations are lengths, not points: a date's is in months, a range does not bound it.
bool is_length(Uncertainty::Kind kind, std::size_t i) {
  return i == 1 && (kind == Uncertainty::Kind::normal || kind == Uncertainty::Kind::lognormal);
}

}  // namespace

std::string rule_text(const NumberRule& rule, const Money& money, bool wrong_type) {
  if (rule.kind == FieldKind::date)
    return with_meaning(
        "must be a date like 2025-07-01 or a number of months after the start " + range_text(rule.range, "1"),
        rule.meaning);
  const std::string range = range_text(rule.range, accepted_units(rule.unit, money).front());
  const std::string type = wrong_type ? "a number" + std::string(range.empty() ? "" : " ") : "";
  return with_meaning("must be " + type + range, rule.meaning);
}

const std::vector<std::string>& shared_words() {
  static const std::vector<std::string> words{"source", "as_of", "status", "price_date", "confidence", "vat", "note"};
  return words;
}

const std::vector<std::string>& quantity_words() {
  static const std::vector<std::string> words = [] {
    std::vector<std::string> out{"value", "unit", "uncertainty"};
    out.insert(out.end(), shared_words().begin(), shared_words().end());
    return out;
  }();
  return words;
}

const Conversion& Binder::converted(std::string_view written, std::string_view declared) {
  std::string both(written);
  both.append("\n").append(declared);
  const auto found = conversions_.find(both);
  if (found != conversions_.end()) return found->second;
  return conversions_.emplace(std::move(both), conversion(written, declared, money_)).first->second;
}

/// Reads the words about a value, or about all values of a group, over those inherited.
void Binder::provenance(const Value& value, const Place& place, Provenance& words,
                        const std::vector<std::string>& own_fields) {
  const auto word = [&](const char* key) -> const Value* {
    return contains(own_fields, key) ? nullptr : value.find(key);
  };
  const auto free_text = [&](const char* key, std::string& out) {
    const Value* v = word(key);
    if (v == nullptr) return;
    if (!v->is_string() || v->text.empty()) must(*v, place.word(key), "must be a text that is not empty");
    else if (fits(*v, place.word(key))) out = v->text;
  };
  const auto date = [&](const char* key, std::string& out) {
    const Value* v = word(key);
    if (v == nullptr) return;
    if (!v->is_string() || !parse_model_date(v->text))
      must(*v, place.word(key), "must be a date like 2025-07 or 2025-07-01");
    else out = v->text;
  };
  const auto one_of = [&](const char* key, const auto& names, std::string& out) {
    const Value* v = word(key);
    if (v == nullptr) return;
    if (v->is_string() && std::find(names.begin(), names.end(), v->text) != names.end()) out = v->text;
    else must(*v, place.word(key), "must be one of " + joined({names.begin(), names.end()}));
  };
  free_text("source", words.source);
  free_text("note", words.note);
  date("as_of", words.as_of);
  const Value* price_date = word("price_date");
  if (price_date != nullptr && price_date->is_number() && inside(price_date->number, kDateRange))
    words.price_date = price_date->text;
  else date("price_date", words.price_date);
  one_of("status", kStatuses, words.status);
  one_of("confidence", kConfidences, words.confidence);
  one_of("vat", kVatBases, words.vat);
}

void Binder::keep(const Value& value, const Place& place, Provenance words, double x) {
  if (!keeps_values) return;
  words.value = x;
  words.given = value.is_number() || value.is_string() ? value.text : value.brief();
  words.file = files_[static_cast<std::size_t>(value.at.file)];
  words.line = value.at.line;
  words.column = value.at.column;
  record.values[place.path] = std::move(words);
}

std::optional<double> Binder::number(const Value& value, const NumberRule& rule, const Place& place, Provenance words) {
  if (!value.is_object()) {
    const auto x = plain_number(value, rule, place, words);
    if (x) keep(value, place, std::move(words), *x);
    return x;
  }
  refuse_unknown(value, place, quantity_words());
  provenance(value, place, words, {});
  if (const Value* unit = value.find("unit")) {
    if (rule.kind == FieldKind::date) {
      must(*unit, place.word("unit"), "must be left out: a date has no unit");
      return std::nullopt;
    }
    if (!unit->is_string()) {
      must(*unit, place.word("unit"), "must be a text like \"" + accepted_units(rule.unit, money_).front() + "\"");
      return std::nullopt;
    }
    words.unit = unit->text;
    const Conversion& convert = converted(words.unit, rule.unit);
    if (!convert.problem.empty()) {
      must(*unit, place.word("unit"), with_meaning(convert.problem, rule.meaning));
      return std::nullopt;
    }
  }
  if (const Value* given = value.find("uncertainty"))
    words.uncertainty = uncertainty(*given, rule, place.word("uncertainty"), words);
  const Value* inner = value.find("value");
  if (inner == nullptr) {
    problem(value.at, place.pointer + "/value", with_meaning("is missing, but is required", rule.meaning));
    return std::nullopt;
  }
  const auto x = plain_number(*inner, rule, place.word("value"), words);
  if (!x) return x;
  if (!require_unit(value, inner->brief(), rule, place, words)) return std::nullopt;
  if (words.uncertainty) require_within(*words.uncertainty, *x, *inner, place.word("value"));
  keep(*inner, place, std::move(words), *x);
  return x;
}

/// An object with a value says in which unit it is, where several could be meant.
bool Binder::require_unit(const Value& value, const std::string& shown, const NumberRule& rule, const Place& place,
                          const Provenance& words) {
  if (rule.kind == FieldKind::date || !words.unit.empty() || !has_several_units(rule.unit, money_)) return true;
  auto units = accepted_units(rule.unit, money_);
  if (units.size() > 3) units.resize(3);
  std::string which;
  for (std::size_t i = 0; i < units.size(); ++i)
    which += (i == 0 ? "" : i + 1 == units.size() ? " or " : ", ") + units[i];
  problem(value.at, place.pointer + "/unit",
          with_meaning("is missing: is it " + shown + " " + which + "? An object with a value names its unit",
                       rule.meaning));
  return false;
}

void Binder::require_within(const Uncertainty& u, double x, const Value& value, const Place& place) {
  if (u.kind == Uncertainty::Kind::normal || u.kind == Uncertainty::Kind::lognormal) return;
  const auto [least, most] = std::minmax_element(u.values.begin(), u.values.end());
  if (!inside(x, Range{*least, *most}))
    must(value, place, "must lie within its uncertainty, in [" + to_text(*least) + ", " + to_text(*most) + "]");
}

std::optional<double> Binder::plain_number(const Value& value, const NumberRule& rule, const Place& place,
                                           const Provenance& words) {
  const bool is_date = rule.kind == FieldKind::date;
  double x = value.number;
  if (is_date && value.is_string()) {
    const auto date = parse_model_date(value.text);
    if (!date) {
      must(value, place, rule_text(rule, money_, true));
      return std::nullopt;
    }
    x = record.start != 0 ? date->months_after(record.start) : 0.0;  // a start that is wrong is reported once
  } else if (!value.is_number()) {
    must(value, place, rule_text(rule, money_, true));
    return std::nullopt;
  }
  std::string shown = value.brief();
  if (!is_date && !words.unit.empty()) {
    const Conversion& convert = converted(words.unit, rule.unit);
    if (!convert.problem.empty()) {
      problem(value.at, place.pointer,
              "is " + shown + " " + words.unit + ", but " + with_meaning(convert.problem, rule.meaning));
      return std::nullopt;
    }
    x = convert(x);
    if (words.unit != rule.unit) shown += " " + words.unit + " = " + to_text(x);
  }
  if (!std::isfinite(x) || !inside(x, rule.range)) {
    problem(value.at, place.pointer, "is " + shown + ", but " + rule_text(rule, money_, false));
    return std::nullopt;
  }
  return x == 0.0 ? 0.0 : x;
}

std::optional<Uncertainty> Binder::uncertainty(const Value& value, const NumberRule& rule, const Place& place,
                                               const Provenance& words) {
  const auto names = [] {
    std::vector<std::string> out;
    for (const auto& kind : kKinds) out.emplace_back(kind.first);
    return out;
  };
  if (!value.is_object() || value.members.size() != 1) {
    must(value, place, "must be an object with one of " + joined(names()));
    return std::nullopt;
  }
  const Member& member = value.members.front();
  const Place here = place.word(member.key);
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& k) { return member.key == k.first; });
  if (kind == kKinds.end()) {
    problem(member.at, here.pointer, "is not a distribution" + hint(member.key, names()));
    return std::nullopt;
  }
  Uncertainty out;
  out.kind = kind->second;
  const bool discrete = out.kind == Uncertainty::Kind::discrete;
  if (!member.value.is_array() || member.value.items.empty()) {
    must(member.value, here, discrete ? "must be a list of [value, probability]" : "must be a list of numbers");
    return std::nullopt;
  }
  const std::size_t before = problems.size();
  for (std::size_t i = 0; i < member.value.items.size(); ++i) {
    const Value& item = member.value.items[i];
    const Place at = here.word(std::to_string(i));
    if (discrete && (!item.is_array() || item.items.size() != 2 || !item.items[1].is_number())) {
      must(item, at, "must be [value, probability]");
      continue;
    }
    NumberRule point = rule;
    if (is_length(out.kind, i)) {
      point.range = Range{0, unbounded};
      if (rule.kind == FieldKind::date) point = NumberRule{FieldKind::duration, "month", point.range, rule.meaning};
    }
    if (const auto x = plain_number(discrete ? item.items[0] : item, point, discrete ? at.word("0") : at, words))
      out.values.push_back(*x);
    if (discrete) out.probabilities.push_back(item.items[1].number);
  }
  if (problems.size() > before) return std::nullopt;
  const std::string rule_broken = broken_rule(out);
  if (rule_broken.empty()) return out;
  must(member.value, here, rule_broken);
  return std::nullopt;
}

void Binder::compute(const Value& value, const Slot& slot, const Place& place, const Provenance& inherited,
                     void* data) {
  const std::string form = "must be an object like {\"value\": 6.6, \"unit\": \"EFLOPS\", \"basis\": \"fp16 dense\"}";
  if (!value.is_object()) return must(value, place, with_meaning(form, slot.meaning));
  static const std::vector<std::string> bases = [] {
    std::vector<std::string> out{"unknown"};
    for (const char* precision : {"fp64", "fp32", "tf32", "fp16", "fp8", "int8"})
      for (const char* sparsity : {" dense", " sparse"}) out.push_back(std::string(precision) + sparsity);
    return out;
  }();
  auto& out = *static_cast<Compute<double>*>(data);
  const Value* basis = value.find("basis");
  if (basis == nullptr) {
    problem(value.at, place.pointer + "/basis", "is missing, but is required (\"unknown\" is accepted and flagged)");
  } else {
    std::string name = basis->is_string() ? basis->text : "";
    for (const char* alias : {"fp16/bf16 ", "bf16 "})
      if (name.compare(0, std::string_view(alias).size(), alias) == 0)
        name = "fp16 " + name.substr(std::string_view(alias).size());
    const auto found = std::find(bases.begin(), bases.end(), name);
    if (found == bases.end()) {
      must(*basis, place.word("basis"), "must be one of " + joined(bases, bases.size()));
    } else if (found != bases.begin()) {
      const auto place_in_list = found - bases.begin() - 1;
      out.precision = static_cast<Precision>(place_in_list / 2 + 1);
      out.sparsity = place_in_list % 2 == 0 ? Sparsity::dense : Sparsity::sparse;
    } else {
      out.precision = Precision::unknown;
      out.sparsity = Sparsity::dense;
    }
  }
  Value quantity = value;
  quantity.erase("basis");
  const NumberRule rule{FieldKind::number, slot.unit, slot.range, slot.meaning};
  if (const auto x = number(quantity, rule, place, inherited)) out.value = *x;
}

}  // namespace roi::inputs
