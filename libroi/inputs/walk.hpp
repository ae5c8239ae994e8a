#pragma once
/// @file libroi/inputs/walk.hpp: every described object of a tree, and every field that holds a value.
///
///   for_each_object(root, [](void* object, const Access& access, const std::string& pointer) { … });   "/fleets/ascend"
///   for_each_slot(root, [](const std::string& path, const Slot& slot) { … });                          "fleets.ascend.mfu"
///
/// In the order of the declarations. Optional members that are empty are passed over.
#include <string>

#include "libroi/inputs/field.hpp"

namespace roi::inputs {

template <class Visit>
void for_each_object(const Object& root, const Visit& visit, const std::string& pointer = {}) {
  visit(root.data, root.access, pointer);
  Slots slots;
  root.access.visit(root.data, slots);
  for (const Slot& slot : slots) {
    if (slot.access.visit == nullptr || slot.data() == nullptr) continue;
    const std::string here = pointer + "/" + slot.name;
    if (slot.kind != FieldKind::keyed) {
      for_each_object(Object{slot.data(), slot.access}, visit, here);
      continue;
    }
    for (std::size_t i = 0; i < slot.access.size(slot.member); ++i)
      for_each_object(Object{slot.access.at(slot.member, i), slot.access}, visit,
                      here + "/" + slot.access.key(slot.member, i));
  }
}

template <class Visit>
void for_each_slot(const Object& root, const Visit& visit) {
  for_each_object(root, [&](void* object, const Access& access, const std::string& pointer) {
    std::string prefix;
    for (const char c : pointer) prefix += c == '/' ? '.' : c;
    if (!prefix.empty()) prefix = prefix.substr(1) + ".";
    Slots slots;
    access.visit(object, slots);
    for (const Slot& slot : slots)
      if (slot.access.visit == nullptr && slot.data() != nullptr) visit(prefix + slot.name, slot);
  });
}

}  // namespace roi::inputs
