#include <algorithm>
#include <unordered_set>

#include "libroi/core/interrupt.hpp"
#include "libroi/inputs/binding/binder.hpp"
#include "libroi/inputs/date.hpp"
#include "libroi/inputs/text/limits.hpp"

namespace roi::inputs {

namespace {

constexpr std::size_t kFields = 24;  // most groups have fewer

/// Whether a group has a field that the file must give.
bool needs_input(void* object, const Access& access) {
  Slots slots;
  access.visit(object, slots);
  return std::any_of(slots.begin(), slots.end(), [](const Slot& slot) {
    if (slot.kind == FieldKind::keyed) return slot.length.lo > 0;
    if (slot.access.visit != nullptr) return !slot.optional() && needs_input(slot.member, slot.access);
    return slot.fallback.kind == Fallback::Kind::mandatory;
  });
}

}  // namespace

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string with_meaning(std::string rule, std::string_view meaning) {
  return meaning.empty() ? rule : rule + " (" + std::string(meaning) + ")";
}

void Binder::problem(const Position& at, const std::string& pointer, std::string message) {
  if (problems.size() >= kMostProblems) throw EnoughProblems();
  const std::string& file = document_.files[static_cast<std::size_t>(at.file)];
  problems.push_back(Problem{file, at.line, at.column, pointer, std::move(message)});
}

void Binder::must(const Value& value, const Place& place, std::string_view rule) {
  problem(value.at, place.pointer, "is " + value.brief() + ", but " + std::string(rule));
}

void Binder::visited(const Value& value, const Place& place) {
  const Value* inner = value.find("value");
  if (inner == nullptr || inner->is_object() || inner->is_array()) {
    seen_.emplace(place.pointer, std::make_pair(value.at, value.brief()));
    return;
  }
  const Value* unit = value.find("unit");
  const std::string written = inner->brief() + (unit != nullptr ? " " + unit->text : "");
  seen_.emplace(place.pointer, std::make_pair(inner->at, written));
}

void Binder::read(const Value& tree) {
  const Place top;
  if (!tree.is_object()) {
    must(tree, Place{"", "/"}, "must be an object of inputs");
    return;
  }
  find_start_and_currency(root_.data, root_.access, tree);
  record.currency = money_.currency;
  if (const Value* rates = tree.find("exchange_rates")) read_exchange_rates(*rates);
  object(tree, top, root_.data, root_.access, Provenance{});
  check_references();
  check_rules(root_.data, root_.access, top);
}

namespace {

/// How entries of a catalogue are made: like the first field that takes its names.
std::optional<Access> entry_access(const Access& access, const std::string& target) {
  const std::shared_ptr<void> fresh = access.fresh();
  Slots slots;
  access.visit(fresh.get(), slots);
  for (const Slot& slot : slots) {
    if (slot.kind == FieldKind::catalogue && target == slot.target) return slot.access;
    if (slot.access.visit == nullptr) continue;
    if (auto found = entry_access(slot.access, target)) return found;
  }
  return std::nullopt;
}

bool same_place(const Problem& a, const Problem& b) {
  return a.line == b.line && a.column == b.column && a.message == b.message && a.file == b.file;
}

}  // namespace

void Binder::read_catalogues() {
  Binder entries(document_, root_);
  entries.money_ = money_;
  entries.record.start = record.start;
  for (const auto& [target, catalogue] : document_.catalogues) {
    const std::optional<Access> access = entry_access(root_.access, target);
    if (!access) continue;
    for (const Member& member : catalogue.members) {
      const auto& files = document_.catalogue_files;
      const bool own_file = std::find(files.begin(), files.end(), member.value.at.file) != files.end();
      const Place place = Place{"", own_file ? "" : "/data" + pointer_token(target)}.down(member.key);
      if (!member.value.is_object()) {
        entries.must(member.value, place, "must be an object, one of the " + target);
        continue;
      }
      const std::shared_ptr<void> fresh = access->fresh();
      entries.object(member.value, place, fresh.get(), *access, Provenance{});
      entries.check_rules(fresh.get(), *access, place);
    }
  }
  for (Problem& found : entries.problems) {
    const bool known =
        std::any_of(problems.begin(), problems.end(), [&](const Problem& p) { return same_place(p, found); });
    if (!known) problems.push_back(std::move(found));
  }
}

/// Dates count from the start and money converts into the currency, so both are looked up before anything is read;
/// what is wrong with them is reported when their turn comes.
void Binder::find_start_and_currency(void* object, const Access& access, const Value& value) {
  Slots slots;
  access.visit(object, slots);
  for (const Slot& slot : slots) {
    const Value* given = value.find(slot.name);
    if (given != nullptr && given->is_object() && given->find("value") != nullptr) given = given->find("value");
    const std::string text = given != nullptr ? given->text : slot.fallback.text;
    if (slot.kind == FieldKind::month && record.start == 0) {
      if (const auto date = parse_model_date(text)) record.start = date->month_index();
    } else if (slot.kind == FieldKind::currency) {
      if (contains(currency_codes(), text)) money_.currency = text;
    } else if (slot.kind == FieldKind::group && !slot.optional() && given != nullptr) {
      find_start_and_currency(slot.member, slot.access, *given);
    }
  }
}

void Binder::read_exchange_rates(const Value& rates) {
  const Place place = Place{}.down("exchange_rates");
  if (!rates.is_object()) return must(rates, place, "must be an object like {\"USD\": 7.1}");
  const NumberRule rule{FieldKind::number, "1", Range{1e-6, 1e6}, "model currency for one unit"};
  for (const Member& member : rates.members) {
    const Place here = place.down(member.key);
    if (!contains(currency_codes(), member.key)) {
      problem(member.at, here.pointer, "is not a currency" + hint(member.key, currency_codes()));
    } else if (member.key == money_.currency) {
      problem(member.at, here.pointer, "is the currency of the model, but must be another one");
    } else if (const auto rate = number(member.value, rule, here, Provenance{})) {
      money_.rates[member.key] = *rate;
      record.exchange_rates[member.key] = *rate;
    }
  }
}

void Binder::object(const Value& value, const Place& place, void* object, const Access& access, Provenance inherited) {
  may_stop();
  visited(value, place);
  Slots slots;
  slots.reserve(kFields);
  access.visit(object, slots);
  std::vector<std::string> names;
  names.reserve(slots.size() + 1);
  for (const Slot& slot : slots) names.emplace_back(slot.name);
  inherited.unit.clear();
  provenance(value, place, inherited, names);
  for (const Slot& slot : slots) field(slot, value.find(slot.name), value, place.down(slot.name), inherited);
  if (place.pointer.empty()) names.emplace_back("exchange_rates");
  refuse_unknown(value, place, names, shared_words());
}

void Binder::refuse_unknown(const Value& value, const Place& place, const std::vector<std::string>& known,
                            const std::vector<std::string>& quiet) {
  for (const Member& member : value.members) {
    if (contains(known, member.key) || contains(quiet, member.key)) continue;
    const Place here = place.down(member.key);
    if (all_fields_.empty()) all_fields_ = flattened(field_tree(root_));
    const auto elsewhere = std::find_if(all_fields_.begin(), all_fields_.end(),
                                        [&](const FieldInfo& field) { return field.name == member.key; });
    if (elsewhere != all_fields_.end()) {
      std::string where = "/" + elsewhere->path;
      std::replace(where.begin(), where.end(), '.', '/');
      problem(member.at, here.pointer, "is not an input here; it belongs at " + where);
      continue;
    }
    std::vector<std::string> candidates = known;
    candidates.insert(candidates.end(), quiet.begin(), quiet.end());
    const std::string name = nearest(member.key, candidates);
    const std::string help = name.empty() ? hint(member.key, known) : "; nearest is " + name;
    problem(member.at, here.pointer, "is not an input" + help);
  }
}

void Binder::field(const Slot& slot, const Value* value, const Value& parent, const Place& place,
                   const Provenance& inherited) {
  const bool nested = slot.access.visit != nullptr;
  if (value == nullptr) {
    if (nested && slot.kind != FieldKind::keyed && !slot.optional()) {
      if (needs_input(slot.member, slot.access))
        return problem(parent.at, place.pointer, with_meaning("is missing, but is required", slot.meaning));
      Value empty = Value::object();
      empty.at = parent.at;
      return object(empty, place, slot.member, slot.access, inherited);
    }
    if (slot.kind == FieldKind::keyed) {
      slot.access.clear(slot.member);
      if (slot.length.lo > 0)
        problem(parent.at, place.pointer,
                with_meaning("is missing, but must have at least " + std::to_string(slot.length.lo) +
                                 (slot.length.lo == 1 ? " entry" : " entries"),
                             slot.meaning));
      return;
    }
    if (slot.fallback.kind == Fallback::Kind::mandatory)
      problem(parent.at, place.pointer, with_meaning("is missing, but is required", slot.meaning));
    return set_fallback(slot);
  }
  visited(*value, place);
  if (slot.kind == FieldKind::keyed) return keyed(slot, *value, place, inherited);
  void* data = slot.emplaced();
  const NumberRule rule{slot.kind, slot.unit, slot.range, slot.meaning};
  switch (slot.kind) {
    case FieldKind::number:
    case FieldKind::date:
    case FieldKind::duration:
      if (const auto x = number(*value, rule, place, inherited)) *static_cast<double*>(data) = *x;
      return;
    case FieldKind::compute: return compute(*value, slot, place, inherited, data);
    case FieldKind::curve: return curve(*value, slot, place, inherited, *static_cast<Curve<double>*>(data));
    case FieldKind::table: return table(*value, slot, place, inherited, *static_cast<std::array<double, 12>*>(data));
    case FieldKind::list:
      (void)sequence(*value, rule, place, inherited, slot.length, *static_cast<std::vector<double>*>(data));
      return;
    case FieldKind::catalogue: return catalogue(slot, *value, place, data, inherited);
    case FieldKind::group:
      if (!value->is_object()) return must(*value, place, with_meaning("must be an object", slot.meaning));
      return object(*value, place, data, slot.access, inherited);
    default: return structure(*value, slot, place, inherited);
  }
}

void Binder::keyed(const Slot& slot, const Value& value, const Place& place, const Provenance& inherited) {
  slot.access.clear(slot.member);
  if (!value.is_object()) return must(value, place, with_meaning("must be an object of named entries", slot.meaning));
  int entries = 0;
  std::unordered_set<std::string_view> met;
  for (const Member& member : value.members) {
    const Place here = place.down(member.key);
    if (!is_key(member.key)) {
      problem(member.at, here.pointer, "is not a valid key; keys match [a-z0-9][a-z0-9_-]*");
      continue;
    }
    if (!met.insert(member.key).second) continue;  // given twice: reported where it was parsed
    ++entries;
    void* entry = slot.access.append(slot.member, member.key);
    if (member.value.is_object()) object(member.value, here, entry, slot.access, inherited);
    else must(member.value, here, with_meaning("must be an object, one of the", slot.meaning));
  }
  if (entries < slot.length.lo && entries == static_cast<int>(value.members.size()))
    problem(value.at, place.pointer,
            with_meaning(
                "has " + std::to_string(entries) + " entries, but must have at least " + std::to_string(slot.length.lo),
                slot.meaning));
}

void Binder::catalogue(const Slot& slot, const Value& value, const Place& place, void* data,
                       const Provenance& inherited) {
  const Value* use = value.is_object() ? value.find("use") : value.is_string() ? &value : nullptr;
  if (use == nullptr) {
    if (value.is_object()) return object(value, place, data, slot.access, inherited);
    return must(
        value, place,
        with_meaning("must be the name of one of the " + std::string(slot.target) + ", or an object", slot.meaning));
  }
  const Place named = value.is_object() ? place.word("use") : place;
  const auto entries = document_.catalogues.find(slot.target);
  if (entries == document_.catalogues.end())
    return must(*use, named, "must name an entry of a catalogue, and \"data\" has no " + std::string(slot.target));
  std::vector<std::string> names;
  for (const Member& member : entries->second.members) names.push_back(member.key);
  const Value* entry = use->is_string() ? entries->second.find(use->text) : nullptr;
  if (entry == nullptr) {
    const std::string help = use->is_string() ? hint(use->text, names) : "";
    return must(*use, named, "must be one of the " + std::string(slot.target) + help);
  }
  record.catalogue[place.path] = use->text;
  Value merged = *entry;
  if (value.is_object()) {
    Value changes = value;
    changes.erase("use");
    merge_patch(merged, changes);
  }
  if (!merged.is_object()) return must(merged, place, "must be an object in the catalogue");
  object(merged, place, data, slot.access, inherited);
}

std::vector<std::string> Binder::keys_of(std::string_view target) const {
  std::vector<std::string> out;
  while (!target.empty()) {
    const auto bar = std::min(target.find('|'), target.size());
    std::string_view path = target.substr(0, bar);
    target.remove_prefix(std::min(bar + 1, target.size()));
    void* object = root_.data;
    Access access = root_.access;
    while (!path.empty()) {
      const auto dot = std::min(path.find('.'), path.size());
      Slots slots;
      access.visit(object, slots);
      const auto slot =
          std::find_if(slots.begin(), slots.end(), [&](const Slot& s) { return path.substr(0, dot) == s.name; });
      path.remove_prefix(std::min(dot + 1, path.size()));
      if (slot == slots.end() || slot->access.visit == nullptr || slot->data() == nullptr) break;
      if (slot->kind == FieldKind::keyed) {
        for (std::size_t i = 0; i < slot->access.size(slot->member); ++i)
          out.push_back(slot->access.key(slot->member, i));
        break;
      }
      object = slot->data();
      access = slot->access;
    }
  }
  return out;
}

void Binder::check_references() {
  for (const Pending& pending : references_) {
    const auto keys = keys_of(pending.target);
    if (contains(keys, pending.key)) continue;
    const std::string help = keys.empty() ? ", which has no entries" : hint(pending.key, keys);
    problem(pending.at, pending.pointer, "is \"" + pending.key + "\", but must be a key of " + pending.target + help);
  }
}

/// Rules between fields, on every object whose own values are all valid.
void Binder::check_rules(void* object, const Access& access, const Place& place) {
  Slots slots;
  slots.reserve(kFields);
  access.visit(object, slots);
  const auto inside = [&](const Problem& p) {
    return p.pointer.compare(0, place.pointer.size(), place.pointer) == 0 &&
           (p.pointer.size() == place.pointer.size() || p.pointer[place.pointer.size()] == '/');
  };
  if (access.rules != nullptr && std::none_of(problems.begin(), problems.end(), inside)) {
    BrokenRules rules;
    access.rules(object, rules);
    for (const auto& broken : rules.broken) {
      std::string pointer = place.pointer, rest = "." + broken.field;
      std::replace(rest.begin(), rest.end(), '.', '/');
      pointer += rest;
      const auto given = seen_.find(pointer);
      if (given != seen_.end()) {
        problem(given->second.first, pointer, "is " + given->second.second + ", but " + broken.rule);
        continue;
      }
      const auto parent = seen_.find(place.pointer);
      const Position at = parent != seen_.end() ? parent->second.first : Position{};
      const auto slot = std::find_if(slots.begin(), slots.end(), [&](const Slot& s) { return broken.field == s.name; });
      const bool shown = slot != slots.end() && slot->fallback.kind == Fallback::Kind::number;
      problem(at, pointer,
              "is " + (shown ? to_text(slot->fallback.number) + " by default" : "not given") + ", but " + broken.rule);
    }
  }
  for (const Slot& slot : slots) {
    if (slot.access.visit == nullptr || slot.data() == nullptr) continue;
    const Place here = place.down(slot.name);
    if (slot.kind != FieldKind::keyed) check_rules(slot.data(), slot.access, here);
    else
      for (std::size_t i = 0; i < slot.access.size(slot.member); ++i)
        check_rules(slot.access.at(slot.member, i), slot.access, here.down(slot.access.key(slot.member, i)));
  }
}

}  // namespace roi::inputs
