#pragma once
/// @file libroi/inputs/text/json_reading.hpp: strict reading of one JSON object: typed members, unknown keys, all problems
/// at once.
///
///   Reading file(path, text);  ObjectReader root = file.root();
///   const double price = root.number("price", 0.0, kUnbounded);    // required; problem if absent or out of range
///   root.finish();                                                 // keys nobody asked for are problems
///   file.throw_if_any();                                           // InputError with every problem, by position
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/inputs/text/file_text.hpp"
#include "libroi/inputs/text/json.hpp"

namespace roi::inputs {

class Reading;

class ObjectReader {
 public:
  ObjectReader(Reading& reading, const Value* object, std::string pointer);

  [[nodiscard]] bool has(std::string_view key) const;
  /// The member, marked as known; null if absent.
  const Value* take(std::string_view key);
  double number(std::string_view key, double low, double high, std::optional<double> otherwise = std::nullopt);
  int whole(std::string_view key, int low, int high, std::optional<int> otherwise = std::nullopt);
  bool flag(std::string_view key, bool otherwise);
  std::string text(std::string_view key, const std::optional<std::string>& otherwise = std::nullopt);
  /// One of the words; its index.
  std::size_t choice(std::string_view key, const std::vector<std::string>& words,
                     std::optional<std::size_t> otherwise = std::nullopt);
  ObjectReader object(std::string_view key);
  /// Name and reader of every member of an object of objects; empty if absent.
  std::vector<std::pair<std::string, ObjectReader>> objects(std::string_view key);
  /// Readers of the items of an array of objects.
  std::vector<ObjectReader> items(std::string_view key);
  /// Numbers of an array; a lone number is repeated `count` times where count > 0.
  std::vector<double> numbers(std::string_view key, double low, double high, std::size_t count);

  void problem(std::string_view key, const std::string& message);
  void problem(const std::string& message);
  void finish();
  [[nodiscard]] const std::string& pointer() const { return pointer_; }
  [[nodiscard]] const Value& value() const { return *object_; }
  [[nodiscard]] Reading& reading() { return *reading_; }
  [[nodiscard]] const std::set<std::string, std::less<>>& known() const { return known_; }
  /// Keys that belong to it without being read.
  void ignore(std::string_view key) { known_.emplace(key); }
  /// A key of another form of the object, which is not there: hints may name it, and then nothing is missing.
  void offer(std::string_view key) { offered_.emplace(key); }

 private:
  Reading* reading_;
  const Value* object_;
  std::string pointer_;
  std::set<std::string, std::less<>> known_, offered_;
};

class Reading {
 public:
  /// Throws InputError at once for text that holds no object: nothing more can be said of it.
  Reading(std::string file, std::string_view text);
  [[nodiscard]] ObjectReader root() { return {*this, &tree_, ""}; }
  void add(const Position& at, const std::string& pointer, const std::string& message);
  void throw_if_any() const;
  /// Takes back that a member of the object is missing: another name was meant for it. Of all members for an empty key.
  void forget_missing(const std::string& pointer, std::string_view key);
  [[nodiscard]] bool clean() const { return problems_.empty(); }
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  std::string file_;
  std::vector<Problem> problems_;
  Value tree_;
};

/// "is 3, but must be a list"; of JSON text in a string, which a program encoded twice, so much.
[[nodiscard]] std::string wrong_kind(const Value& value, const std::string& wanted);

}  // namespace roi::inputs
