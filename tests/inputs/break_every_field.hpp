#pragma once
/// @file tests/inputs/break_every_field.hpp: breaks each value of a valid model file in every way a person might and
/// expects the reader to refuse it there. Works for any root: the toy, the center, either with a real model.
///
/// For each field that is declared: misspelt key, wrong unit, text for a number, below and
/// above the range, NaN, a fraction for a count, the key given twice, the key left out when it is required.
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "libroi/inputs/describe.hpp"
#include "libroi/inputs/reader.hpp"
#include "libroi/inputs/text/json.hpp"
#include "libroi/inputs/writer.hpp"

namespace roi::test {

/// Counts what was broken, so that a test can see that the walk happened.
struct BreakCount {
  int fields = 0;
  int breaks = 0;
};

template <class Root>
class FieldBreaker {
 public:
  explicit FieldBreaker(std::string good) : good_(std::move(good)) {
    std::vector<Problem> problems;
    tree_ = inputs::parse_json(good_, "model.json", 0, problems);
    const Root root{};
    fields_ = inputs::field_tree(inputs::object_of(root));
  }

  BreakCount run() {
    EXPECT_EQ(refusal(good_), "") << "the model must be valid before it is broken";
    if (!::testing::Test::HasFailure()) walk(tree_, fields_, "");
    return count_;
  }

 private:
  using Value = inputs::Value;

  static std::string refusal(const std::string& text) {
    try {
      (void)read<Root>(parse(text, "model.json"));
      return "";
    } catch (const InputError& error) {
      return error.what();
    }
  }

  /// The whole model must be refused, at a position, with a line that names the pointer and holds `hint`.
  void expect_refused(const std::string& pointer, const std::string& hint, const std::string& how) {
    ++count_.breaks;
    const std::string text = inputs::dump(tree_);
    try {
      (void)read<Root>(parse(text, "model.json"));
      ADD_FAILURE() << pointer << ": accepted " << how;
    } catch (const InputError& error) {
      bool found = false;
      for (const Problem& problem : error.problems()) {
        EXPECT_GE(problem.line, 1);
        EXPECT_GE(problem.column, 1);
        const bool here = problem.pointer.compare(0, pointer.size(), pointer) == 0 || problem.pointer.empty();
        found = found || (here && problem.message.find(hint) != std::string::npos);
      }
      EXPECT_TRUE(found) << pointer << ": " << how << " is refused without \"" << hint << "\":\n" << error.what();
    }
  }

  void with(Value& place, const Value& value, const std::string& pointer, const std::string& hint,
            const std::string& how) {
    Value kept = place;
    place = value;
    expect_refused(pointer, hint, how);
    place = std::move(kept);
  }

  static Value raw(const std::string& digits) {
    Value out = Value::of(0.0);
    out.text = digits;
    return out;
  }

  /// Each declared field once, at its first place; a field the model does not use is put there first. The other
  /// problems of such a model do not matter: what counts is that this one is reported too.
  void walk(Value& object, const std::vector<FieldInfo>& fields, const std::string& pointer) {
    for (const FieldInfo& field : fields) {
      const std::string here = pointer + "/" + field.name;
      const bool is_new = broken_.insert(field.path).second;
      const bool placed = object.find(field.name) == nullptr;
      if (placed && !is_new) continue;
      if (placed) object[field.name] = field.children.empty() ? Value::of(1.0) : Value::object();
      if (is_new) {
        ++count_.fields;
        break_key(object, field, pointer);
      }
      Value& value = *object.find(field.name);
      if (field.kind == FieldKind::keyed) {
        if (value.members.empty()) value["a"] = Value::object();
        if (is_new) with(value, Value::of(1.0), here, "must be an object of named entries", "a number for entries");
        for (auto& member : value.members) walk(member.value, field.children, here + "/" + member.key);
      } else if (!field.children.empty()) {
        if (is_new) with(value, Value::of_flag(true), here, "must be", "true for a group");
        walk(value, field.children, here);
      } else if (is_new) {
        break_value(value, field, here);
      }
      if (placed) object.erase(field.name);
    }
  }

  void break_key(Value& object, const FieldInfo& field, const std::string& pointer) {
    const std::string here = pointer + "/" + field.name;
    std::size_t place = 0;
    while (object.members[place].key != field.name) ++place;
    object.members[place].key += "x";
    expect_refused(here + "x", "is not an input", "a misspelt key");
    object.members[place].key = field.name;

    object.members.push_back(object.members[place]);
    expect_refused(here, "is given twice; first at ", "the key twice");
    object.members.pop_back();

    if (!field.required) return;
    const inputs::Member kept = object.members[place];
    object.erase(field.name);
    expect_refused(here, "is missing, but", "the key left out");
    object.members.insert(object.members.begin() + static_cast<std::ptrdiff_t>(place), kept);
  }

  void break_value(Value& value, const FieldInfo& field, const std::string& here) {
    with(value, Value{}, here, "is null, but must be", "null");
    switch (field.kind) {
      case FieldKind::number:
      case FieldKind::duration:
      case FieldKind::curve:
      case FieldKind::table:
      case FieldKind::date: break_number(value, field, here); return;
      case FieldKind::compute:
        with(value, Value::of(5.0), here, "\"basis\"", "a bare number of FLOPS");
        with(value, quantity(5.0, "kWh", "unknown"), here, "must have one of the units", "a wrong unit");
        with(value, quantity(5.0, field.unit, "fp12 dense"), here, "must be one of unknown, fp64 dense",
             "a wrong basis");
        return;
      case FieldKind::count:
        with(value, Value::of("many"), here, "must be a whole number", "a text for a count");
        with(value, Value::of(field.range.lo + 0.5), here, "must be a whole number", "a fraction for a count");
        with(value, Value::of(field.range.lo - 1.0), here, "must be a whole number", "a count below the range");
        with(value, raw("1e300"), here, "must be a whole number", "a count above the range");
        with(value, raw("NaN"), here, "NaN is not a number", "NaN");
        return;
      case FieldKind::flag: with(value, Value::of("yes"), here, "must be true or false", "a text for a flag"); return;
      case FieldKind::choice: with(value, Value::of("no such"), here, "must be one of ", "an unknown choice"); return;
      case FieldKind::reference:
        with(value, Value::of("no-such"), here, "must be a key of ", "a reference to nothing");
        return;
      case FieldKind::currency:
        with(value, Value::of("RMB"), here, "must be a currency", "an unknown currency");
        return;
      case FieldKind::month:
        with(value, Value::of("2025-13"), here, "must be a month like 2025-07", "month 13");
        return;
      case FieldKind::list: {
        Value list = Value::array();
        list.items.push_back(Value::of("a"));
        with(value, list, here, "must be", "a text in a list of numbers");
        with(value, Value::of("a"), here, "must be a list", "a text for a list");
        return;
      }
      default: with(value, Value::of(5.0), here, "must be", "a number for a text"); return;
    }
  }

  static Value quantity(double x, const std::string& unit, const std::string& basis = "") {
    Value out = Value::object();
    out["value"] = Value::of(x);
    out["unit"] = Value::of(unit);
    if (!basis.empty()) out["basis"] = Value::of(basis);
    return out;
  }

  void break_number(Value& value, const FieldInfo& field, const std::string& here) {
    with(value, Value::of("twelve"), here, "must be a", "a text for a number");
    with(value, Value::of_flag(true), here, "must be a", "true for a number");
    with(value, raw("NaN"), here, "NaN is not a number", "NaN");
    with(value, raw("1e999"), here, "the number is beyond", "an infinite number");
    if (std::isfinite(field.range.lo))
      with(value, Value::of(field.range.lo - 1e-3 * (1.0 + std::fabs(field.range.lo))), here, "must be ",
           "a number below the range");
    if (std::isfinite(field.range.hi))
      with(value, Value::of(field.range.hi * 1.001 + 1e-3), here, "must be ", "a number above the range");
    if (field.kind == FieldKind::date) {
      with(value, Value::of("2025-02-30"), here, "must be a date like 2025-07-01", "a day that does not exist");
      return;
    }
    const double inside = std::isfinite(field.range.lo) ? field.range.lo : 1.0;
    with(value, quantity(inside, field.unit == "degC" ? "kW" : "degC"), here, "must have", "a wrong unit");
    Value misspelt = quantity(inside, field.unit);
    misspelt["sourc"] = Value::of("x");
    with(value, misspelt, here, "is not an input; nearest is source", "a misspelt word about a value");
    Value doubtful = quantity(inside, field.unit);
    doubtful["uncertainty"] = Value::of(1.0);
    with(value, doubtful, here, "must be an object with one of uniform", "an uncertainty that is none");
  }

  std::string good_;
  Value tree_;
  std::vector<FieldInfo> fields_;
  std::set<std::string> broken_;
  BreakCount count_;
};

/// Breaks every declared field of Root, in a valid model written with all defaults.
template <class Root>
BreakCount break_every_field(const Root& root, const Record& record) {
  return FieldBreaker<Root>(to_json(root, record)).run();
}

}  // namespace roi::test
