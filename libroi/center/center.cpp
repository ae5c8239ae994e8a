#include "libroi/center/center.hpp"

#include <algorithm>

#include "libroi/center/warning_table.hpp"

namespace roi {
namespace {

using inputs::Slot;
using inputs::Slots;

std::string_view first_key(std::string_view& path) {
  const std::size_t dot = std::min(path.find('.'), path.size());
  const std::string_view key = path.substr(0, dot);
  path.remove_prefix(std::min(dot + 1, path.size()));
  return key;
}

Slots slots_of(void* object, const inputs::Access& access) {
  Slots out;
  access.visit(object, out);
  return out;
}

const Slot* find(const Slots& slots, std::string_view name) {
  const auto found = std::find_if(slots.begin(), slots.end(), [&](const Slot& slot) { return name == slot.name; });
  return found == slots.end() ? nullptr : &*found;
}

/// The fields of an entry of a keyed group; none where there is no such entry.
Slots entry_of(const Slot& group, std::string_view key) {
  for (std::size_t i = 0; i < group.access.size(group.member); ++i)
    if (group.access.key(group.member, i) == key) return slots_of(group.access.at(group.member, i), group.access);
  return {};
}

std::optional<UnitOfSale> unit_of(const Slots& fleet) {
  const Slot* const unit = find(fleet, "unit_of_sale");
  if (unit == nullptr) return std::nullopt;
  return static_cast<UnitOfSale>(unit->access.get(unit->data()));
}

/// Of a market that lists fleets: demand is in reference cards, price and jobs in the unit of sale of its fleets.
std::string counted_of_list(const Slot& list, const Slot& fleets, std::string_view path) {
  if (path.substr(0, 5) != "price" && path.substr(0, 3) != "job") return "card";
  const std::optional<UnitOfSale> unit = unit_of(entry_of(fleets, list.access.key(list.member, 0)));
  return unit ? std::string(counted_word(*unit)) : "";
}

}  // namespace

std::string counted_word_at(const inputs::Object& center, std::string_view path) {
  const Slots root = slots_of(center.data, center.access);
  const std::string_view group_name = first_key(path), key = first_key(path);
  const Slot *const fleets = find(root, "fleets"), *const group = find(root, group_name);
  if (fleets == nullptr || group == nullptr || group->kind != FieldKind::keyed) return "card";
  const auto device = [](std::optional<UnitOfSale> unit) { return std::string(unit ? device_word(*unit) : ""); };
  const auto counted = [](std::optional<UnitOfSale> unit) { return std::string(unit ? counted_word(*unit) : ""); };
  if (group_name == "fleets") return device(unit_of(entry_of(*fleets, key)));
  const Slots entry = entry_of(*group, key);
  if (const Slot* const list = find(entry, "runs_on"); list != nullptr && list->access.size(list->member) > 0)
    return counted_of_list(*list, *fleets, path);
  if (const Slot* const fleet = find(entry, "fleet"); fleet != nullptr && fleet->kind == FieldKind::reference)
    return counted(unit_of(entry_of(*fleets, *static_cast<const std::string*>(fleet->data()))));
  if (fleets->access.size(fleets->member) == 0) return "card";
  const auto headline = unit_of(slots_of(fleets->access.at(fleets->member, 0), fleets->access));
  return path.find("per_card") == 0 ? device(headline) : counted(headline);
}

std::vector<std::string> warning_ids() {
  std::vector<std::string> out;
  for (const WarningInfo& info : kWarnings) out.emplace_back(info.id);
  return out;
}

}  // namespace roi
