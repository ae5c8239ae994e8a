#include "libroi/power/tariff/urdb_keys.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "libroi/core/words.hpp"

namespace roi::power::urdb {

using inputs::Member;
using inputs::ObjectReader;
using inputs::Reading;
using inputs::Value;

namespace {

enum class Use { read, descriptive, remarks };
struct Key {
  std::string_view name;  // of the API, as far as it has one
  Use use;
  std::vector<std::string_view> also;  // other spellings, without capitals and separators
};

const std::vector<Key>& keys() {
  static const std::vector<Key> list{
      {"name", Use::read, {"ratename"}},
      {"label", Use::read, {}},
      {"uri", Use::read, {}},
      {"country", Use::read, {}},
      {"currency", Use::read, {}},
      {"energyratestructure", Use::read, {"energyratestrux"}},
      {"energyweekdayschedule", Use::read, {"energyweekdaysched"}},
      {"energyweekendschedule", Use::read, {"energyweekendsched"}},
      {"energyunits", Use::read, {"energyrateunit", "energyrateunits"}},
      {"realtimepricing", Use::read, {}},
      {"fueladjustmentsmonthly", Use::read, {}},
      {"dgrules", Use::read, {}},
      {"usenetmetering", Use::read, {}},
      {"flatdemandstructure", Use::read, {"flatdemandstrux"}},
      {"flatdemandmonths", Use::read, {}},
      {"flatdemandunit", Use::read, {"flatdemandunits"}},
      {"demandratestructure", Use::read, {"demandratestrux"}},
      {"demandweekdayschedule", Use::read, {"demandweekdaysched"}},
      {"demandweekendschedule", Use::read, {"demandweekendsched"}},
      {"demandrateunit", Use::read, {"demandrateunits"}},
      {"demandunits", Use::read, {"demandunit"}},
      {"demandwindow", Use::read, {}},
      {"demandreactivepowercharge", Use::read, {"demandreactpwrcharge"}},
      {"demandratchetpercentage", Use::read, {}},
      {"lookbackpercent", Use::read, {}},
      {"lookbackrange", Use::read, {}},
      {"lookbackmonths", Use::read, {}},
      {"coincidentratestructure", Use::read, {"coincidentratestrux"}},
      {"coincidentrateschedule", Use::read, {"coincidentratesched", "coincidentschedule", "coincidentsched"}},
      {"coincidentrateunit", Use::read, {"coincidentrateunits"}},
      {"fixedchargefirstmeter", Use::read, {}},
      {"fixedchargeeaaddl", Use::read, {}},
      {"fixedchargeunits", Use::read, {"fixedchargeunit"}},
      {"fixedmonthlycharge", Use::read, {}},
      {"mincharge", Use::read, {}},
      {"minchargeunits", Use::read, {"minchargeunit"}},
      {"minmonthlycharge", Use::read, {}},
      {"minmonthlychargeunits", Use::read, {"minmonthlychargeunit"}},
      {"annualmincharge", Use::read, {}},
      // Who, when, where from, for whom.
      {"_id", Use::descriptive, {}},
      {"utility", Use::descriptive, {"utilityname"}},
      {"utilityid", Use::descriptive, {}},
      {"eiaid", Use::descriptive, {}},
      {"eia", Use::descriptive, {}},
      {"state", Use::descriptive, {}},
      {"states", Use::descriptive, {}},
      {"approved", Use::descriptive, {}},
      {"is_default", Use::descriptive, {}},
      {"startdate", Use::descriptive, {"effectivedate"}},
      {"enddate", Use::descriptive, {}},
      {"latest_update", Use::descriptive, {"lastupdated"}},
      {"revisions", Use::descriptive, {}},
      {"version", Use::descriptive, {}},
      {"supercedes", Use::descriptive, {"supersedes"}},
      {"sector", Use::descriptive, {}},
      {"servicetype", Use::descriptive, {}},
      {"ratecategory", Use::descriptive, {}},
      {"applicability", Use::descriptive, {}},
      {"description", Use::descriptive, {}},
      {"source", Use::descriptive, {"sourcereference"}},
      {"sourceparent", Use::descriptive, {}},
      {"basicinformationcomments", Use::descriptive, {}},
      {"basiccomments", Use::descriptive, {}},
      {"energycomments", Use::descriptive, {}},
      {"demandcomments", Use::descriptive, {}},
      {"fixedcomments", Use::descriptive, {}},
      {"voltagecategory", Use::descriptive, {}},
      {"voltageminimum", Use::descriptive, {}},
      {"voltagemaximum", Use::descriptive, {}},
      {"phasewiring", Use::descriptive, {}},
      {"peakkwcapacitymin", Use::descriptive, {"demandmin"}},
      {"peakkwcapacitymax", Use::descriptive, {"demandmax"}},
      {"peakkwcapacityhistory", Use::descriptive, {"demandhist"}},
      {"peakkwhusagemin", Use::descriptive, {"energymin"}},
      {"peakkwhusagemax", Use::descriptive, {"energymax"}},
      {"peakkwhusagehistory", Use::descriptive, {"energyhist"}},
      {"energytoulabels", Use::descriptive, {}},
      {"energylabels", Use::descriptive, {}},
      {"demandtoulabels", Use::descriptive, {}},
      {"demandlabels", Use::descriptive, {}},
      {"flatdemandlabels", Use::descriptive, {}},
      // Free words about charges.
      {"energyattrs", Use::remarks, {"energykeyvals"}},
      {"demandattrs", Use::remarks, {"demandkeyvals"}},
      {"fixedattrs", Use::remarks, {"fixedkeyvals"}},
      {"minchargeattrs", Use::remarks, {"minchargekeyvals"}},
      {"coincidentattrs", Use::remarks, {"coincidentkeyvals"}},
  };
  return list;
}

/// Small letters and digits alone.
std::string folded(std::string_view key) {
  std::string out;
  for (const char c : key) {
    const char small = lower_case(c);
    if ((small >= 'a' && small <= 'z') || (small >= '0' && small <= '9')) out += small;
  }
  return out;
}

const Key* find(std::string_view key) {
  static const auto by_spelling = [] {
    std::map<std::string, const Key*> out;
    for (const Key& entry : keys()) {
      out.emplace(folded(entry.name), &entry);
      for (const std::string_view other : entry.also) out.emplace(std::string(other), &entry);
    }
    return out;
  }();
  const auto found = by_spelling.find(folded(key));
  return found == by_spelling.end() ? nullptr : found->second;
}

/// The lists of tiers: of the API a list a period, of the bulk download an object with that one list.
struct Tiered {
  std::string_view structure, tiers;
};
constexpr std::array<Tiered, 4> kTiered{{{"energyratestructure", "energyratetiers"},
                                         {"flatdemandstructure", "flatdemandtiers"},
                                         {"demandratestructure", "demandratetiers"},
                                         {"coincidentratestructure", "coincidentratetiers"}}};
constexpr std::array<std::string_view, 5> kTierKeys{"max", "rate", "adj", "sell", "unit"};

bool is_tier_key(std::string_view small) {
  return std::find(kTierKeys.begin(), kTierKeys.end(), small) != kTierKeys.end();
}

/// Nulls under names of the list are absent; others stay, to be refused.
Value without_nulls(Value value) {
  std::erase_if(value.members, [](const Member& m) {
    return m.value.kind == Value::Kind::null && (find(m.key) != nullptr || is_tier_key(folded(m.key)));
  });
  for (Member& m : value.members) m.value = without_nulls(std::move(m.value));
  for (Value& item : value.items) item = without_nulls(std::move(item));
  return value;
}

/// The list of a period that the bulk download wraps into an object.
const Value& unwrapped(const Value& value) {
  if (value.members.size() != 1) return value;
  const std::string key = folded(value.members[0].key);
  const bool tiers =
      std::any_of(kTiered.begin(), kTiered.end(), [&](const Tiered& tiered) { return tiered.tiers == key; });
  return tiers ? value.members[0].value : value;
}

/// Whether two values say the same, however they are written.
bool same(const Value& given_a, const Value& given_b) {
  const Value &a = unwrapped(given_a), &b = unwrapped(given_b);
  if (a.kind != b.kind || a.boolean != b.boolean || a.items.size() != b.items.size() ||
      a.members.size() != b.members.size())
    return false;
  if (a.is_number() ? a.number != b.number : a.text != b.text) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (!same(a.items[i], b.items[i])) return false;
  return std::all_of(a.members.begin(), a.members.end(), [&](const Member& m) {
    return std::any_of(b.members.begin(), b.members.end(), [&](const Member& other) {
      return folded(other.key) == folded(m.key) && same(m.value, other.value);
    });
  });
}

class Speller {
 public:
  Speller(Reading& file, std::string base, SpelledRate& out, Tariff& tariff)
      : file_(file), base_(std::move(base)), out_(out), tariff_(tariff) {}

  Value rate(const Value& given) {
    Value out = object(given, "", [](const std::string& key) {
      const Key* known = find(key);
      return known != nullptr ? std::string(known->name) : key;
    });
    for (const Tiered& tiered : kTiered) {
      Value* structure = out.find(tiered.structure);
      if (structure == nullptr || !structure->is_array()) continue;
      for (std::size_t p = 0; p < structure->items.size(); ++p) period(structure->items[p], tiered, p);
    }
    return out;
  }

 private:
  void period(Value& item, const Tiered& tiered, std::size_t p) {
    const std::string number = std::to_string(p);
    const std::string at = inputs::pointer_token(tiered.structure) + inputs::pointer_token(number);
    if (item.is_object()) {
      const std::string parent = in_file(inputs::pointer_token(tiered.structure)) + inputs::pointer_token(number);
      Value tiers = Value::array();
      tiers.at = item.at;
      for (const Member& m : item.members) {
        if (folded(m.key) != tiered.tiers) {
          add(m, parent, "is not a key of a period" + inputs::hint(m.key, {std::string(tiered.tiers)}));
          continue;
        }
        if (out_.written.contains(at)) {
          add(m, parent, "is given twice in a period");
          continue;
        }
        tiers = m.value;
        out_.written[at] = number + inputs::pointer_token(m.key);
      }
      item = tiers;
    }
    for (std::size_t i = 0; i < item.items.size(); ++i) {
      if (!item.items[i].is_object()) continue;
      item.items[i] = object(item.items[i], at + inputs::pointer_token(std::to_string(i)), [](const std::string& key) {
        const std::string small = folded(key);
        return is_tier_key(small) ? small : key;
      });
    }
  }

  template <class Name>
  Value object(const Value& given, const std::string& at, const Name& name) {
    Value out = Value::object();
    out.at = given.at;
    std::map<std::string, std::string> first;  // name -> as written
    for (const Member& m : given.members) {
      const std::string key = name(m.key);
      const auto [before, fresh] = first.emplace(key, m.key);
      if (fresh) {
        out.members.push_back({key, m.at, m.value});
        if (key != m.key) out_.written[at + inputs::pointer_token(key)] = m.key;
        continue;
      }
      if (!same(*out.find(key), m.value))
        add(m, in_file(at),
            "is " + m.value.brief() + ", but " + before->second + ", another spelling of it, is " +
                out.find(key)->brief());
      else tariff_.notices.push_back(m.key + " says the same as " + before->second);
    }
    return out;
  }

  /// `parent`: the pointer of the file.
  void add(const Member& m, const std::string& parent, const std::string& message) {
    out_.problems.push_back({file_.file(), m.at.line, m.at.column, parent + inputs::pointer_token(m.key), message});
  }
  [[nodiscard]] std::string in_file(const std::string& at) const { return out_.in_file(base_ + at, base_); }

  Reading& file_;
  std::string base_;
  SpelledRate& out_;
  Tariff& tariff_;
};

/// Words of keys that carry money or change it.
bool carries_money(std::string_view key) {
  for (const std::string_view word :
       {"rate",     "charge",    "price",   "pricing",    "cost",    "fee",    "adj",
        "credit",   "surcharge", "ratchet", "lookback",   "tax",     "min",    "sell",
        "discount", "rider",     "penalty", "multiplier", "percent", "demand", "energy"}) {
    if (key.find(word) != std::string_view::npos) return true;
  }
  return false;
}

std::string refusal(const std::string& key) {
  const std::string small = folded(key);
  if (is_tier_key(small)) return "belongs into a tier of a structure, not here";
  for (const Tiered& tiered : kTiered)
    if (small == tiered.tiers) return "belongs into a period of " + std::string(tiered.structure) + ", not here";
  if (key.find('/') != std::string::npos)
    return "is a column of the CSV download and is not understood; give the rate as JSON";
  std::vector<std::string> names;
  for (const Key& entry : keys()) names.emplace_back(entry.name);
  const std::string near = inputs::nearest(small, names);
  const std::string meant = near.empty() ? "" : "; nearest is " + near;
  if (carries_money(small)) return "carries money and is not understood; state the charge in libroi's own form" + meant;
  return "is not a key of a URDB rate" + (meant.empty() ? "; take it out, or state what it means for the bill in "
                                                          "libroi's own form"
                                                        : meant);
}

void remarks(ObjectReader& rate, const Member& m, Tariff& tariff) {
  std::vector<std::string> words;
  const auto add = [&](const Value& from) {
    const Value *key = from.find("key"), *val = from.find("val");  // as the bulk download has them
    if (from.members.size() == 2 && key != nullptr && key->is_string() && val != nullptr && val->is_string()) {
      words.push_back(key->text + " = " + val->text);
      return;
    }
    for (const Member& word : from.members) {
      if (word.value.is_array() || word.value.is_object()) {
        rate.problem(m.key, "holds " + word.key + ", a " + (word.value.is_array() ? "list" : "group") +
                                ", but must hold words alone");
        return;
      }
      words.push_back(word.key + " = " +
                      (word.value.is_string() && !word.value.text.empty() ? word.value.text : word.value.brief()));
    }
  };
  if (m.value.is_object()) add(m.value);
  else if (m.value.is_array() &&
           std::all_of(m.value.items.begin(), m.value.items.end(), [](const Value& item) { return item.is_object(); }))
    for (const Value& item : m.value.items) add(item);
  else rate.problem(m.key, inputs::wrong_kind(m.value, "a list of words by name"));
  if (!words.empty())
    tariff.notices.push_back(m.key + ": " + std::to_string(words.size()) +
                             (words.size() == 1 ? " remark is" : " remarks are") +
                             " no part of the bill: " + inputs::joined(words));
}

}  // namespace

bool is_read(std::string_view key) {
  const Key* known = find(key);
  return known != nullptr && known->use == Use::read && known->name != "name" && known->name != "currency" &&
         known->name != "label" && known->name != "uri" && known->name != "country";
}

std::string part_of_a_bill(const Value& value) {
  for (const Member& m : value.members) {
    if (is_read(m.key) || is_tier_key(folded(m.key))) return m.key;
    if (std::string inner = part_of_a_bill(m.value); !inner.empty()) return inner;
  }
  for (const Value& item : value.items)
    if (std::string inner = part_of_a_bill(item); !inner.empty()) return inner;
  return "";
}

std::string SpelledRate::in_file(const std::string& pointer, const std::string& rate_pointer) const {
  if (written.empty() || !pointer.starts_with(rate_pointer)) return pointer;
  std::string ours, theirs;
  for (std::size_t from = rate_pointer.size(); from < pointer.size();) {
    const std::size_t next = std::min(pointer.find('/', from + 1), pointer.size());
    const std::string token = pointer.substr(from, next - from);
    ours += token;
    const auto found = written.find(ours);
    theirs += found == written.end() ? token : "/" + found->second;
    from = next;
  }
  return rate_pointer + theirs;
}

SpelledRate spelled(Reading& file, const Value& rate, const std::string& pointer, Tariff& tariff) {
  SpelledRate out;
  out.rate = Speller(file, pointer, out, tariff).rate(without_nulls(rate));
  return out;
}

void close(ObjectReader& rate, Tariff& tariff) {
  for (const Member& m : rate.value().members) {
    const Key* known = find(m.key);
    if (known == nullptr) {
      rate.problem(m.key, refusal(m.key));
    } else if (known->use == Use::remarks) {
      remarks(rate, m, tariff);
    } else if (known->use == Use::descriptive) {
      if (const std::string inner = part_of_a_bill(m.value); !inner.empty())
        rate.problem(m.key, "holds " + inner + ", which is part of a bill and is not read here");
    }
  }
}

}  // namespace roi::power::urdb
