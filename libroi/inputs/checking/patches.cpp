#include "libroi/inputs/checking/patches.hpp"

#include <algorithm>

#include "libroi/inputs/binding/binder.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace roi::inputs {
namespace {

std::vector<std::string> keys_of(const Value& group) {
  std::vector<std::string> out;
  for (const Member& member : group.members) out.push_back(member.key);
  return out;
}

std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> out{""};
  for (const char c : name) {
    const bool digit = c >= '0' && c <= '9';
    const bool breaks = c == '-' || c == '_';
    if (breaks || (!out.back().empty() && digit != (out.back()[0] >= '0' && out.back()[0] <= '9'))) out.emplace_back();
    if (!breaks) out.back() += c;
  }
  return out;
}

/// anchor-1 and anchor-2, hall-a and hall-b, a and b: of one series.
bool of_one_series(const std::string& a, const std::string& b) {
  const auto p = parts_of(a), q = parts_of(b);
  const auto counts = [](const std::string& part) { return part.size() == 1 || (part[0] >= '0' && part[0] <= '9'); };
  if (p.size() != q.size()) {  // "anchor" and "anchor-2"
    const auto& longer = p.size() > q.size() ? p : q;
    const auto& shorter = p.size() > q.size() ? q : p;
    return longer.size() == shorter.size() + 1 && std::equal(shorter.begin(), shorter.end(), longer.begin()) &&
           counts(longer.back());
  }
  for (std::size_t i = 0; i < p.size(); ++i)
    if (p[i] != q[i] && !(counts(p[i]) && counts(q[i]))) return false;
  return true;
}

bool is_whole(const Value& entry, const Value& neighbour, const std::vector<FieldInfo>& fields) {
  const auto required = [](const FieldInfo& field) { return field.required; };
  if (std::any_of(fields.begin(), fields.end(), required))
    return std::all_of(fields.begin(), fields.end(),
                       [&](const FieldInfo& field) { return !field.required || entry.find(field.name) != nullptr; });
  return neighbour.members.size() > 1 &&
         std::all_of(neighbour.members.begin(), neighbour.members.end(),
                     [&](const Member& member) { return entry.find(member.key) != nullptr; });
}

/// Words about a value that are no quantity's.
const std::vector<std::string> kOtherWords{"index", "date", "basis", "use"};

class Check {
 public:
  void group(const Value& before, const Value& change, const std::vector<FieldInfo>* fields, const std::string& pointer,
             const std::string& place) {
    for (const Member& member : change.members) {
      const std::string here = pointer + pointer_token(member.key), there = place + pointer_token(member.key);
      const Value* const old = before.find(member.key);
      const FieldInfo* const field = field_named(fields, member.key);
      if (member.value.kind == Value::Kind::null) {
        if (old == nullptr && !may_be_absent(member.key, fields)) nothing_to_remove(member, before, fields, here);
      } else if (old != nullptr && old->is_object() && member.value.is_object()) {
        if (field != nullptr && field->kind == FieldKind::keyed)
          keyed(*old, member.value, field->children, here, there);
        else group(*old, member.value, field == nullptr ? nullptr : &field->children, here, there);
      }
    }
  }
  std::vector<PatchProblem> problems;

 private:
  void nothing_to_remove(const Member& member, const Value& before, const std::vector<FieldInfo>* fields,
                         const std::string& here) {
    problems.push_back(
        {member.at, here,
         "is null, but there is nothing of that name to remove" + hint(member.key, names_of(before, fields)), ""});
  }
  void keyed(const Value& before, const Value& change, const std::vector<FieldInfo>& fields, const std::string& pointer,
             const std::string& place) {
    for (const Member& member : change.members) {
      const std::string here = pointer + pointer_token(member.key), there = place + pointer_token(member.key);
      const Value* const old = before.find(member.key);
      if (member.value.kind == Value::Kind::null) {
        if (old == nullptr) nothing_to_remove(member, before, nullptr, here);
      } else if (old == nullptr) {
        const std::string meant = meant_for(member.key, member.value, before, fields);
        if (!meant.empty())
          problems.push_back(
              {member.at, here, "is not there; nearest is " + meant + " (a new entry must be given whole)", there});
      } else if (old->is_object() && member.value.is_object()) {
        group(*old, member.value, &fields, here, there);
      }
    }
  }
};

}  // namespace

std::vector<std::string> names_of(const Value& group, const std::vector<FieldInfo>* fields) {
  std::vector<std::string> out = keys_of(group);
  if (fields != nullptr)
    for (const FieldInfo& field : *fields)
      if (!contains(out, field.name)) out.push_back(field.name);
  return out;
}

const FieldInfo* field_named(const std::vector<FieldInfo>* fields, const std::string& name) {
  if (fields == nullptr) return nullptr;
  for (const FieldInfo& field : *fields)
    if (field.name == name) return &field;
  return nullptr;
}

bool may_be_absent(const std::string& key, const std::vector<FieldInfo>* fields) {
  return contains(quantity_words(), key) || contains(kOtherWords, key) || field_named(fields, key) != nullptr;
}

std::string meant_for(const std::string& key, const Value& entry, const Value& group,
                      const std::vector<FieldInfo>& fields) {
  const std::string near = nearest(key, keys_of(group));
  if (near.empty() || of_one_series(key, near)) return {};
  return is_whole(entry, *group.find(near), fields) ? std::string() : near;
}

std::vector<PatchProblem> patch_problems(const Value& before, const Value& change, const std::vector<FieldInfo>& fields,
                                         const std::string& pointer) {
  Check check;
  check.group(before, change, &fields, pointer, "");
  return std::move(check.problems);
}

}  // namespace roi::inputs
