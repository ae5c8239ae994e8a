#include "libroi/inputs/text/value.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "libroi/core/error.hpp"

namespace roi::inputs {
namespace {

void write_string(std::string_view text, std::string& out) {
  constexpr std::array<char, 16> kHex{'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

bool is_leaf(const Value& value) { return !value.is_object() && !value.is_array(); }

void write(const Value& value, int indent, int depth, std::string& out) {
  const auto new_line = [&](int level) {
    if (indent == 0) return;
    out += '\n';
    out.append(static_cast<std::size_t>(indent * level), ' ');
  };
  switch (value.kind) {
    case Value::Kind::null: out += "null"; return;
    case Value::Kind::boolean: out += value.boolean ? "true" : "false"; return;
    case Value::Kind::number: out += value.text; return;
    case Value::Kind::string: write_string(value.text, out); return;
    case Value::Kind::array: {
      const bool flat = std::all_of(value.items.begin(), value.items.end(), is_leaf);
      out += '[';
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        if (i > 0) out += flat && indent > 0 ? ", " : ",";
        if (!flat) new_line(depth + 1);
        write(value.items[i], indent, depth + 1, out);
      }
      if (!flat) new_line(depth);
      out += ']';
      return;
    }
    case Value::Kind::object:
      out += '{';
      for (std::size_t i = 0; i < value.members.size(); ++i) {
        if (i > 0) out += ',';
        new_line(depth + 1);
        write_string(value.members[i].key, out);
        out += indent > 0 ? ": " : ":";
        write(value.members[i].value, indent, depth + 1, out);
      }
      if (!value.members.empty()) new_line(depth);
      out += '}';
      return;
  }
}

void drop_nulls(Value& value) {
  auto& members = value.members;
  members.erase(
      std::remove_if(members.begin(), members.end(), [](const Member& m) { return m.value.kind == Value::Kind::null; }),
      members.end());
  for (Member& member : members) drop_nulls(member.value);
}

}  // namespace

const Value* Value::find(std::string_view key) const noexcept {
  for (const Member& member : members)
    if (member.key == key) return &member.value;
  return nullptr;
}
Value* Value::find(std::string_view key) noexcept { return const_cast<Value*>(std::as_const(*this).find(key)); }

Value& Value::operator[](std::string_view key) {
  if (Value* found = find(key)) return *found;
  members.push_back(Member{std::string(key), at, Value{}});
  return members.back().value;
}

void Value::erase(std::string_view key) {
  members.erase(std::remove_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; }),
                members.end());
}

std::string Value::brief() const {
  constexpr std::size_t kShown = 40;
  switch (kind) {
    case Kind::null: return "null";
    case Kind::boolean: return boolean ? "true" : "false";
    case Kind::number: return text.size() <= kShown ? text : to_text(number);
    case Kind::array: return "a list";
    case Kind::object: return "an object";
    case Kind::string: break;
  }
  std::string out;
  if (text.size() <= kShown) {
    write_string(text, out);
    return out;
  }
  std::size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // whole characters
  write_string(text.substr(0, end) + "…", out);
  return out;
}

Value Value::of(double x) {
  Value out;
  out.kind = Kind::number;
  out.number = x == 0.0 ? 0.0 : x;
  out.text = to_text(out.number);
  return out;
}
Value Value::of(std::string_view x) {
  Value out;
  out.kind = Kind::string;
  out.text = x;
  return out;
}
Value Value::of_flag(bool x) {
  Value out;
  out.kind = Kind::boolean;
  out.boolean = x;
  return out;
}
Value Value::object() {
  Value out;
  out.kind = Kind::object;
  return out;
}
Value Value::array() {
  Value out;
  out.kind = Kind::array;
  return out;
}

void merge_patch(Value& target, const Value& patch) {
  if (!patch.is_object()) {
    target = patch;
    return;
  }
  if (!target.is_object()) {
    target = patch;
    drop_nulls(target);
    return;
  }
  // Of a large patch, names are looked up instead of searched for.
  constexpr std::size_t kMany = 64;
  std::unordered_map<std::string_view, std::size_t> places;
  const bool many = patch.members.size() > kMany;
  if (many) {
    std::unordered_set<std::string_view> gone;
    for (const Member& member : patch.members)
      if (member.value.kind == Value::Kind::null) gone.insert(member.key);
    auto& members = target.members;
    members.erase(
        std::remove_if(members.begin(), members.end(), [&](const Member& m) { return gone.count(m.key) != 0; }),
        members.end());
    members.reserve(members.size() + patch.members.size());  // so that the names stay where they are
    for (std::size_t i = 0; i < members.size(); ++i) places.emplace(members[i].key, i);
  }
  const auto old_of = [&](const std::string& key) -> Value* {
    if (!many) return target.find(key);
    const auto found = places.find(key);
    return found == places.end() ? nullptr : &target.members[found->second].value;
  };
  for (const Member& member : patch.members) {
    if (member.value.kind == Value::Kind::null) {
      if (!many) target.erase(member.key);
    } else if (Value* old = old_of(member.key)) {
      merge_patch(*old, member.value);
    } else {
      target.members.push_back(member);
      drop_nulls(target.members.back().value);
    }
  }
}

void sort_members(Value& value) {
  std::stable_sort(value.members.begin(), value.members.end(),
                   [](const Member& a, const Member& b) { return a.key < b.key; });
  for (Member& member : value.members) sort_members(member.value);
  for (Value& item : value.items) sort_members(item);
}

std::string dump(const Value& value, int indent) {
  std::string out;
  write(value, indent, 0, out);
  if (indent > 0) out += '\n';
  return out;
}

std::string pointer_token(std::string_view key) {
  std::string out = "/";
  for (const char c : key) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out += c;
  }
  return out;
}

}  // namespace roi::inputs
