// Entries of catalogues: the model's own, and those of the library.
#include <algorithm>

#include "libroi/inputs/binding/binder.hpp"
#include "libroi/inputs/builtin.hpp"

namespace roi::inputs {
namespace {

/// The file a value and all in it stand in.
void set_file(Value& value, int file) {
  value.at.file = file;
  for (Value& item : value.items) set_file(item, file);
  for (Member& member : value.members) {
    member.at.file = file;
    set_file(member.value, file);
  }
}

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

void Binder::catalogue(const Slot& slot, const Value& value, const Place& place, void* data,
                       const Provenance& inherited) {
  const Value* use = value.is_object() ? value.find("use") : value.is_string() ? &value : nullptr;
  if (use == nullptr) {
    if (value.is_object()) return object(value, place, data, slot.access, inherited);
    return must(
        value, place,
        with_meaning("must be the name of one of the " + std::string(slot.target) + ", or an object", slot.meaning));
  }
  std::optional<Value> merged = entry(*use, slot.target, value.is_object() ? place.word("use") : place);
  if (!merged) return;
  record.catalogue[place.path] = use->text;
  if (value.is_object()) {
    Value changes = value;
    changes.erase("use");
    merge_patch(*merged, changes);
  }
  if (!merged->is_object()) return must(*merged, place, "must be an object in the catalogue");
  object(*merged, place, data, slot.access, inherited);
  Slots fields;
  slot.access.visit(data, fields);
  for (const Slot& field : fields)
    if (field.kind == FieldKind::text && std::string_view(field.target) == kEntryName)
      if (std::string& name = *static_cast<std::string*>(field.member); name.empty()) name = use->text;
}

/// The entry that is named: of the model's own catalogue, else of the library's.
std::optional<Value> Binder::entry(const Value& use, const std::string& catalogue, const Place& place) {
  const bool taken = root_.access.builtin != nullptr && contains(root_.access.builtin(), catalogue);
  const BuiltinCatalogue* const builtin = taken ? find_builtin(catalogue) : nullptr;
  const auto own = document_.catalogues.find(catalogue);
  std::vector<std::string> names;
  const auto found_in = [&](const Value& entries) -> const Value* {
    for (const Member& member : entries.members)
      if (!contains(names, member.key)) names.push_back(member.key);
    return use.is_string() ? entries.find(use.text) : nullptr;
  };
  if (own != document_.catalogues.end())
    if (const Value* found = found_in(own->second)) return *found;
  if (builtin != nullptr)
    if (const Value* found = found_in(entries_of(*builtin))) {
      Value out = *found;
      set_file(out, index_of_file(builtin->file));
      return out;
    }
  if (builtin == nullptr && own == document_.catalogues.end())
    must(use, place, "must name an entry of a catalogue, and \"data\" has no " + catalogue);
  else must(use, place, "must be one of the " + catalogue + (use.is_string() ? hint_by_part(use.text, names) : ""));
  return std::nullopt;
}

int Binder::index_of_file(std::string_view name) {
  const auto found = std::find(files_.begin(), files_.end(), name);
  const auto index = static_cast<int>(found - files_.begin());
  if (found == files_.end()) files_.emplace_back(name);
  return index;
}

}  // namespace roi::inputs
