#include "libroi/inputs/text/json_reading.hpp"

#include <algorithm>
#include <cmath>

#include "libroi/inputs/text/problem.hpp"

namespace roi::inputs {
namespace {

const Value& empty_object() {
  static const Value value = Value::object();
  return value;
}

std::string rule_text(double low, double high) {
  if (std::isinf(low) && std::isinf(high)) return "must be a number";
  if (std::isinf(high)) return "must be >= " + to_text(low);
  if (std::isinf(low)) return "must be <= " + to_text(high);
  return "must be in [" + to_text(low) + ", " + to_text(high) + "]";
}

}  // namespace

std::string wrong_kind(const Value& value, const std::string& wanted) {
  const std::size_t first = value.is_string() ? value.text.find_first_not_of(" \t\r\n\"") : std::string::npos;
  const bool encoded = first != std::string::npos && (value.text[first] == '{' || value.text[first] == '[');
  return encoded ? "is JSON text inside a string, encoded twice, but must be " + wanted
                 : "is " + value.brief() + ", but must be " + wanted;
}

Reading::Reading(std::string file, std::string_view text)
    : file_(std::move(file)), tree_(parse_json(text, file_, 0, problems_)) {
  if (tree_.is_object()) return;
  add(tree_.at, "", wrong_kind(tree_, "an object"));
  throw_if_any();
}

void Reading::add(const Position& at, const std::string& pointer, const std::string& message) {
  if (problems_.size() >= kMostProblems) throw_if_any();
  problems_.push_back({file_, at.line, at.column, pointer, message});
}

void Reading::forget_missing(const std::string& pointer, std::string_view key) {
  const auto follows = [&](const Problem& p) {
    if (p.message.rfind("is missing", 0) != 0) return false;
    const std::size_t slash = p.pointer.rfind('/');
    return key.empty() ? p.pointer.substr(0, slash) == pointer : p.pointer == pointer + pointer_token(key);
  };
  problems_.erase(std::remove_if(problems_.begin(), problems_.end(), follows), problems_.end());
}

void Reading::throw_if_any() const {
  if (!problems_.empty()) throw InputError(sorted(problems_));
}

ObjectReader::ObjectReader(Reading& reading, const Value* object, std::string pointer)
    : reading_(&reading),
      object_(object != nullptr && object->is_object() ? object : &empty_object()),
      pointer_(std::move(pointer)) {}

bool ObjectReader::has(std::string_view key) const { return object_->find(key) != nullptr; }

const Value* ObjectReader::take(std::string_view key) {
  known_.emplace(key);
  return object_->find(key);
}

void ObjectReader::problem(const std::string& message) { reading_->add(object_->at, pointer_, message); }

void ObjectReader::problem(std::string_view key, const std::string& message) {
  const Value* v = object_->find(key);
  reading_->add(v != nullptr ? v->at : object_->at, pointer_ + pointer_token(key), message);
}

double ObjectReader::number(std::string_view key, double low, double high, std::optional<double> otherwise) {
  const Value* v = take(key);
  if (v == nullptr) {
    if (!otherwise) problem(key, "is missing");
    return otherwise.value_or(low);
  }
  if (!v->is_number()) {
    problem(key, "is " + v->brief() + ", but must be a number");
  } else if (!(v->number >= low && v->number <= high)) {
    problem(key, "is " + v->brief() + ", but " + rule_text(low, high));
  } else {
    return v->number;
  }
  return otherwise.value_or(std::isinf(low) ? 0.0 : low);
}

int ObjectReader::whole(std::string_view key, int low, int high, std::optional<int> otherwise) {
  const std::optional<double> fallback = otherwise ? std::optional<double>(*otherwise) : std::nullopt;
  const double x = number(key, low, high, fallback);
  if (x != std::floor(x)) {
    problem(key, "is " + to_text(x) + ", but must be a whole number");
    return low;
  }
  return static_cast<int>(x);
}

bool ObjectReader::flag(std::string_view key, bool otherwise) {
  const Value* v = take(key);
  if (v == nullptr) return otherwise;
  if (v->kind != Value::Kind::boolean) {
    problem(key, "is " + v->brief() + ", but must be true or false");
    return otherwise;
  }
  return v->boolean;
}

std::string ObjectReader::text(std::string_view key, const std::optional<std::string>& otherwise) {
  const Value* v = take(key);
  if (v == nullptr) {
    if (!otherwise) problem(key, "is missing");
    return otherwise.value_or("");
  }
  if (!v->is_string()) {
    problem(key, "is " + v->brief() + ", but must be text");
    return otherwise.value_or("");
  }
  return v->text;
}

std::size_t ObjectReader::choice(std::string_view key, const std::vector<std::string>& words,
                                 std::optional<std::size_t> otherwise) {
  const Value* v = take(key);
  if (v == nullptr) {
    if (!otherwise) problem(key, "is missing; it must be one of " + joined(words));
    return otherwise.value_or(0);
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (v->is_string() && v->text == words[i]) return i;
  }
  problem(key, "is " + v->brief() + ", but must be one of " + joined(words));
  return otherwise.value_or(0);
}

ObjectReader ObjectReader::object(std::string_view key) {
  const Value* v = take(key);
  if (v != nullptr && !v->is_object()) problem(key, wrong_kind(*v, "an object"));
  return {*reading_, v, pointer_ + pointer_token(key)};
}

std::vector<std::pair<std::string, ObjectReader>> ObjectReader::objects(std::string_view key) {
  std::vector<std::pair<std::string, ObjectReader>> list;
  const Value* v = take(key);
  if (v == nullptr) return list;
  if (!v->is_object()) {
    problem(key, wrong_kind(*v, "an object of named entries"));
    return list;
  }
  for (const Member& m : v->members) {
    const std::string at = pointer_ + pointer_token(key) + pointer_token(m.key);
    if (!m.value.is_object()) reading_->add(m.value.at, at, wrong_kind(m.value, "an object"));
    list.emplace_back(m.key, ObjectReader(*reading_, &m.value, at));
  }
  return list;
}

std::vector<ObjectReader> ObjectReader::items(std::string_view key) {
  std::vector<ObjectReader> list;
  const Value* v = take(key);
  if (v == nullptr) return list;
  if (!v->is_array()) {
    problem(key, wrong_kind(*v, "a list"));
    return list;
  }
  for (std::size_t i = 0; i < v->items.size(); ++i) {
    const std::string at = pointer_ + pointer_token(key) + pointer_token(std::to_string(i));
    if (!v->items[i].is_object()) reading_->add(v->items[i].at, at, wrong_kind(v->items[i], "an object"));
    list.emplace_back(*reading_, &v->items[i], at);
  }
  return list;
}

std::vector<double> ObjectReader::numbers(std::string_view key, double low, double high, std::size_t count) {
  const Value* v = take(key);
  if (v == nullptr) return {};
  if (v->is_number() && count > 0) return std::vector<double>(count, number(key, low, high));
  if (!v->is_array()) {
    problem(key, wrong_kind(*v, "a list of numbers"));
    return {};
  }
  if (count > 0 && v->items.size() != count) {
    problem(key, "has " + std::to_string(v->items.size()) + " entries, but must have " + std::to_string(count));
    return {};
  }
  std::vector<double> list;
  for (std::size_t i = 0; i < v->items.size(); ++i) {
    const Value& item = v->items[i];
    const bool good = item.is_number() && item.number >= low && item.number <= high;
    if (!good)
      reading_->add(item.at, pointer_ + pointer_token(key) + pointer_token(std::to_string(i)),
                    "is " + item.brief() + ", but " + rule_text(low, high));
    list.push_back(good ? item.number : (std::isinf(low) ? 0.0 : low));
  }
  return list;
}

void ObjectReader::finish() {
  std::vector<std::string> names(known_.begin(), known_.end());
  names.insert(names.end(), offered_.begin(), offered_.end());
  for (const Member& m : object_->members) {
    if (known_.contains(m.key)) continue;
    reading_->add(m.at, pointer_ + pointer_token(m.key), "is not an input" + hint(m.key, names));
    const std::string meant = nearest(m.key, names);
    if (!meant.empty() && !has(meant)) reading_->forget_missing(pointer_, offered_.contains(meant) ? "" : meant);
  }
}

}  // namespace roi::inputs
