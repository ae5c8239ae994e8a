#include <algorithm>
#include <unordered_set>

#include "libroi/core/interrupt.hpp"
#include "libroi/inputs/binding/binder.hpp"
#include "libroi/inputs/checking/rules.hpp"
#include "libroi/inputs/checking/unit_at.hpp"
#include "libroi/inputs/date.hpp"
#include "libroi/inputs/defaults.hpp"
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
  const std::string& file = files_[static_cast<std::size_t>(at.file)];
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
  if (root_.access.acceptable != nullptr)
    if (const Value* accepted = tree.find("accepted_warnings")) read_acceptances(*accepted);
  object(tree, top, root_.data, root_.access, Provenance{});
  check_references();
  check_rules(root_.data, root_.access, top);
  drop_what_follows();
}

/// Units of money follow the model's currency and its exchange rates: where one of these is refused, it alone is said.
void Binder::drop_what_follows() {
  const auto refused = [&](const std::string& pointer) {
    return std::any_of(problems.begin(), problems.end(), [&](const Problem& p) { return p.pointer == pointer; });
  };
  const bool currency = refused("/currency");
  std::vector<std::string> codes;
  for (const std::string& code : currency_codes())
    if (refused("/exchange_rates/" + code)) codes.push_back("which has no " + code);
  const auto follows = [&](const Problem& p) {
    if (p.message.find("must be money in ") == std::string::npos) return false;
    return currency || std::any_of(codes.begin(), codes.end(),
                                   [&](const std::string& code) { return p.message.find(code) != std::string::npos; });
  };
  problems.erase(std::remove_if(problems.begin(), problems.end(), follows), problems.end());
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
  std::vector<std::string> known = names;
  if (place.pointer.empty()) {
    known.emplace_back("exchange_rates");
    if (root_.access.acceptable != nullptr) known.emplace_back("accepted_warnings");
  }
  const std::vector<std::string> meant = refuse_unknown(value, place, known, shared_words());
  for (const Slot& slot : slots) {
    const Value* const given = value.find(slot.name);
    if (given != nullptr || !contains(meant, slot.name)) field(slot, given, value, place.down(slot.name), inherited);
  }
}

std::vector<std::string> Binder::refuse_unknown(const Value& value, const Place& place,
                                                const std::vector<std::string>& known,
                                                const std::vector<std::string>& quiet) {
  std::vector<std::string> meant;
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
    if (place.pointer.empty()) candidates.insert(candidates.end(), document_words().begin(), document_words().end());
    const std::string name = nearest(member.key, candidates);
    const std::string help = name.empty() ? hint(member.key, known) : "; nearest is " + name;
    problem(member.at, here.pointer, "is not an input" + help);
    if (!name.empty()) meant.push_back(name);
  }
  return meant;
}

void Binder::field(const Slot& declared, const Value* value, const Value& parent, const Place& place,
                   const Provenance& inherited) {
  Slot slot = declared;
  const Value* const unit = value != nullptr ? value->find("unit") : nullptr;
  slot.unit = unit_at(root_, place.path, slot.unit, unit != nullptr ? std::string_view(unit->text) : "");
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
    return set_fallback<double>(slot, record.start);
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

/// Whether one of the groups, or a key of it, is refused: what refers to it follows from that.
bool Binder::is_refused(std::string groups) const {
  std::replace(groups.begin(), groups.end(), '.', '/');
  for (std::size_t from = 0; from <= groups.size();) {
    const std::size_t bar = std::min(groups.find('|', from), groups.size());
    const std::string group = "/" + groups.substr(from, bar - from);
    from = bar + 1;
    for (const Problem& found : problems)
      if (found.pointer == group ||
          (is_within(found.pointer, group) && found.message.rfind("is not a valid key", 0) == 0))
        return true;
  }
  return false;
}

void Binder::check_references() {
  for (const Pending& pending : references_) {
    const auto keys = keys_of(pending.target);
    if (contains(keys, pending.key) || is_refused(pending.target)) continue;
    const std::string help = keys.empty() ? ", which has no entries" : hint(pending.key, keys);
    problem(pending.at, pending.pointer, "is \"" + pending.key + "\", but must be a key of " + pending.target + help);
  }
}

/// Rules between fields, on every object below `place` whose own values are all valid.
void Binder::check_rules(void* object, const Access& access, const Place& place) {
  const auto sound = [&](const std::string& pointer) {
    return std::none_of(problems.begin(), problems.end(),
                        [&](const Problem& p) { return is_within(p.pointer, place.pointer + pointer); });
  };
  for (const BrokenRule& broken : broken_rules(Object{object, access}, sound)) {
    const std::string pointer = place.pointer + broken.pointer;
    const auto given = seen_.find(pointer);
    if (given != seen_.end()) {
      problem(given->second.first, pointer, "is " + given->second.second + ", but " + broken.rule);
      continue;
    }
    const auto parent = seen_.find(place.pointer + broken.object);
    const bool by_default = !broken.shown.empty() && broken.shown != "not given";
    problem(parent != seen_.end() ? parent->second.first : Position{}, pointer,
            "is " + (by_default ? broken.shown + " by default" : "not given") + ", but " + broken.rule);
  }
}

}  // namespace roi::inputs
