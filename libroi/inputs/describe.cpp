#include "libroi/inputs/describe.hpp"

#include <array>
#include <cmath>

#include "libroi/inputs/parameters.hpp"

namespace roi {

const char* name_of(FieldKind kind) {
  constexpr std::array<const char*, 19> kNames{
      "number",     "date",  "duration", "count", "flag",    "choice", "text",      "currency", "month", "reference",
      "references", "curve", "table",    "list",  "compute", "group",  "catalogue", "keyed",    ""};
  return kNames[static_cast<std::size_t>(kind)];
}

namespace inputs {
namespace {

std::string fallback_text(const Slot& slot) {
  switch (slot.fallback.kind) {
    case Fallback::Kind::mandatory:
    case Fallback::Kind::empty: return "";
    case Fallback::Kind::text: return slot.fallback.text;
    case Fallback::Kind::number: break;
  }
  if (slot.kind == FieldKind::flag) return slot.fallback.number != 0.0 ? "true" : "false";
  if (slot.kind != FieldKind::choice) return to_text(slot.fallback.number);
  for (std::size_t i = 0; i < slot.choice_count; ++i) {
    const ErasedChoice choice = slot.choice_at(slot.choices, i);
    if (choice.value == static_cast<int>(slot.fallback.number)) return choice.name;
  }
  return "";
}

std::vector<FieldInfo> fields(void* object, const Access& access, const std::string& prefix) {
  Slots slots;
  access.visit(object, slots);
  std::vector<FieldInfo> out;
  for (const Slot& slot : slots) {
    FieldInfo info;
    info.path = prefix + slot.name;
    info.name = slot.name;
    info.kind = slot.kind;
    info.unit = slot.unit;
    info.range = slot.range;
    info.length = slot.length;
    info.required =
        slot.fallback.kind == Fallback::Kind::mandatory || (slot.kind == FieldKind::keyed && slot.length.lo > 0);
    info.optional = slot.optional();
    info.fallback = fallback_text(slot);
    info.meaning = slot.meaning;
    info.target = slot.target;
    for (std::size_t i = 0; i < slot.choice_count; ++i) {
      const ErasedChoice choice = slot.choice_at(slot.choices, i);
      info.choices.emplace_back(choice.name, choice.meaning);
    }
    if (slot.access.visit != nullptr) {
      const std::shared_ptr<void> fresh = slot.access.fresh();
      info.children = fields(fresh.get(), slot.access, info.path + (slot.kind == FieldKind::keyed ? ".*." : "."));
      if (slot.kind != FieldKind::keyed && !info.optional)
        for (const FieldInfo& child : info.children) info.required = info.required || child.required;
    }
    out.push_back(std::move(info));
  }
  return out;
}

void flatten(const std::vector<FieldInfo>& tree, std::vector<FieldInfo>& out) {
  for (const FieldInfo& info : tree) {
    out.push_back(info);
    out.back().children.clear();
    flatten(info.children, out);
  }
}

}  // namespace

std::vector<FieldInfo> field_tree(const Object& root) { return fields(root.data, root.access, ""); }

std::vector<FieldInfo> flattened(const std::vector<FieldInfo>& tree) {
  std::vector<FieldInfo> out;
  flatten(tree, out);
  return out;
}

bool holds_fallback(const Slot& slot) {
  const void* const data = slot.data();
  if (data == nullptr) return slot.fallback.kind == Fallback::Kind::empty;
  switch (slot.kind) {
    case FieldKind::text:
    case FieldKind::currency:
    case FieldKind::reference:
      return slot.fallback.kind == Fallback::Kind::text && *static_cast<const std::string*>(data) == slot.fallback.text;
    case FieldKind::references: return static_cast<const std::vector<std::string>*>(data)->empty();
    case FieldKind::list: return static_cast<const std::vector<double>*>(data)->empty();
    default: break;
  }
  if (slot.fallback.kind != Fallback::Kind::number) return false;
  switch (slot.kind) {
    case FieldKind::count: return *static_cast<const int*>(data) == static_cast<int>(slot.fallback.number);
    case FieldKind::flag: return *static_cast<const bool*>(data) == (slot.fallback.number != 0.0);
    case FieldKind::choice: return slot.access.get(data) == static_cast<int>(slot.fallback.number);
    case FieldKind::curve: {
      const auto& curve = *static_cast<const Curve<double>*>(data);
      return curve.kind == CurveKind::constant && curve.index.empty() && curve.start == slot.fallback.number;
    }
    default: break;
  }
  bool same = true;
  for_each_number<double>(slot, [&](const std::string&, const double& x, const char*, Range, FieldKind) {
    same = same && x == slot.fallback.number;
  });
  return same;
}

std::string range_text(Range range, std::string_view unit) {
  const bool from = std::isfinite(range.lo), to = std::isfinite(range.hi);
  std::string out;
  if (from && to) out = "in [" + to_text(range.lo) + ", " + to_text(range.hi) + "]";
  else if (from) out = ">= " + to_text(range.lo);
  else if (to) out = "<= " + to_text(range.hi);
  if (unit.empty() || unit == "1") return out;
  return out + (out.empty() ? "in " : " ") + std::string(unit);
}

}  // namespace inputs
}  // namespace roi
