#pragma once
/// @file libroi/inputs/text/value.hpp: a JSON value that keeps the order of its members, its digits and where it stands.
///
/// What the reader works on and the writer produces; the nlohmann types stay inside json.cpp.
#include <string>
#include <string_view>
#include <vector>

namespace roi::inputs {

/// Where a value begins: `file` indexes the list of files of its document.
struct Position {
  int file = 0;
  int line = 1;
  int column = 1;
};

struct Member;

struct Value {
  enum class Kind { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  bool boolean = false;
  double number = 0.0;
  std::string text;             ///< the string; for a number its digits as written
  std::vector<Value> items;     ///< array
  std::vector<Member> members;  ///< object, in the order of the file
  Position at;

  [[nodiscard]] bool is_object() const noexcept { return kind == Kind::object; }
  [[nodiscard]] bool is_array() const noexcept { return kind == Kind::array; }
  [[nodiscard]] bool is_number() const noexcept { return kind == Kind::number; }
  [[nodiscard]] bool is_string() const noexcept { return kind == Kind::string; }
  [[nodiscard]] const Value* find(std::string_view key) const noexcept;
  [[nodiscard]] Value* find(std::string_view key) noexcept;
  /// The member of that key, appended as null if it is not there yet.
  Value& operator[](std::string_view key);
  void erase(std::string_view key);
  /// For messages: 0.9, "text" (shortened), true, null, a list, an object.
  [[nodiscard]] std::string brief() const;

  [[nodiscard]] static Value of(double x);
  [[nodiscard]] static Value of(std::string_view x);
  [[nodiscard]] static Value of_flag(bool x);
  [[nodiscard]] static Value object();
  [[nodiscard]] static Value array();
};

struct Member {
  std::string key;
  Position at;  ///< of the key
  Value value;
};

/// RFC 7396: members of the patch replace, null removes, objects merge; every value keeps its own position.
void merge_patch(Value& target, const Value& patch);

/// Members sorted by key, all the way down.
void sort_members(Value& value);

/// JSON text. `indent` 0 writes one line; numbers are written with the digits of `text`.
[[nodiscard]] std::string dump(const Value& value, int indent = 2);

/// A key or index as one token of an RFC 6901 pointer, with its slash.
[[nodiscard]] std::string pointer_token(std::string_view key);

}  // namespace roi::inputs
