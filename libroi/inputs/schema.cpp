#include "libroi/inputs/schema.hpp"

#include <cmath>

#include "libroi/inputs/binding/binder.hpp"
#include "libroi/inputs/builtin.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/text/value.hpp"
#include "libroi/inputs/units.hpp"

namespace roi::inputs {
namespace {

constexpr const char* kDatePattern = "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$";
constexpr const char* kMonthPattern = "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$";
constexpr const char* kKeyPattern = "^[a-z0-9][a-z0-9_-]*$";

Value strings(const std::vector<std::string>& names) {
  Value out = Value::array();
  for (const std::string& name : names) out.items.push_back(Value::of(name));
  return out;
}

Value typed(const char* type) {
  Value out = Value::object();
  out["type"] = Value::of(type);
  return out;
}

Value pattern(std::string_view expression) {
  Value out = typed("string");
  out["pattern"] = Value::of(expression);
  return out;
}

Value one_of_names(const std::vector<std::string>& names) {
  Value out = typed("string");
  out["enum"] = strings(names);
  return out;
}

Value reference(const std::string& name) {
  Value out = Value::object();
  out["$ref"] = Value::of("#/$defs/" + name);
  return out;
}

Value any_of(std::vector<Value> options) {
  Value out = Value::object();
  out["anyOf"] = Value::array();
  out["anyOf"].items = std::move(options);
  return out;
}

Value closed_object(Value properties, const std::vector<std::string>& required_names) {
  Value out = typed("object");
  out["properties"] = std::move(properties);
  if (!required_names.empty()) out["required"] = strings(required_names);
  out["additionalProperties"] = Value::of_flag(false);
  return out;
}

void set_length(Value& list, double count) {
  list["minItems"] = Value::of(count);
  list["maxItems"] = Value::of(count);
}

Value bounded(Range range) {
  Value out = typed("number");
  if (std::isfinite(range.lo)) out["minimum"] = Value::of(range.lo);
  if (std::isfinite(range.hi)) out["maximum"] = Value::of(range.hi);
  return out;
}

class SchemaWriter {
 public:
  explicit SchemaWriter(const std::vector<std::string>& builtin) : builtin_(builtin) {}

  Value model(const std::vector<FieldInfo>& tree, const std::vector<std::string>& warnings) {
    Value root = group(tree, false);
    Value& properties = root["properties"];
    properties["$schema"] = typed("string");
    properties["extends"] = typed("string");
    Value scenarios = typed("object");
    scenarios["additionalProperties"] = typed("object");
    properties["scenarios"] = std::move(scenarios);
    Value data = typed("object");
    data["additionalProperties"] = any_of({typed("string"), typed("object")});
    properties["data"] = std::move(data);
    Value rates = typed("object");
    Value codes = Value::object();
    codes["enum"] = strings(currency_codes());
    rates["propertyNames"] = std::move(codes);
    rates["additionalProperties"] = number(Range{1e-6, 1e6}, "1");
    properties["exchange_rates"] = std::move(rates);
    if (!warnings.empty()) {
      Value accepted = typed("object");
      Value ids = Value::object();
      ids["enum"] = strings(warnings);
      accepted["propertyNames"] = std::move(ids);
      Value reasons = typed("object");
      reasons["minProperties"] = Value::of(1.0);
      reasons["additionalProperties"] = reference("text");
      accepted["additionalProperties"] = any_of({reference("text"), std::move(reasons)});
      properties["accepted_warnings"] = std::move(accepted);
    }

    Value out = Value::object();
    out["$schema"] = Value::of("https://json-schema.org/draft/2020-12/schema");
    out["title"] = Value::of("Model of a data center for libroi");
    out["type"] = Value::of("object");
    Value extends = Value::object();
    extends["required"] = strings({"extends"});
    out["if"] = std::move(extends);
    Value then = Value::object();
    then["properties"] = Value::object();
    then["properties"]["extends"] = typed("string");
    out["then"] = std::move(then);
    out["else"] = reference("model");
    definitions_["model"] = std::move(root);
    add_words();
    out["$defs"] = std::move(definitions_);
    return out;
  }

 private:
  void add_words() {
    Value text = typed("string");
    text["minLength"] = Value::of(1.0);
    definitions_["text"] = text;
    definitions_["date"] = pattern(kDatePattern);
    definitions_["price_date"] = any_of({pattern(kDatePattern), bounded(kDateRange)});
    definitions_["status"] = one_of_names({kStatuses.begin(), kStatuses.end()});
    definitions_["confidence"] = one_of_names({kConfidences.begin(), kConfidences.end()});
    definitions_["vat"] = one_of_names({kVatBases.begin(), kVatBases.end()});
    const Value point = any_of({typed("number"), pattern(kDatePattern)});
    Value kinds = typed("object");
    kinds["minProperties"] = Value::of(1.0);
    kinds["maxProperties"] = Value::of(1.0);
    kinds["properties"] = Value::object();
    kinds["additionalProperties"] = Value::of_flag(false);
    for (const auto& kind :
         {std::make_pair("uniform", 2.0), std::make_pair("range", 2.0), std::make_pair("normal", 2.0),
          std::make_pair("lognormal", 2.0), std::make_pair("triangular", 3.0), std::make_pair("pert", 3.0)}) {
      Value list = typed("array");
      list["items"] = point;
      set_length(list, kind.second);
      kinds["properties"][kind.first] = std::move(list);
    }
    Value probability = typed("number");
    probability["exclusiveMinimum"] = Value::of(0.0);
    Value pair = typed("array");
    pair["prefixItems"] = Value::array();
    pair["prefixItems"].items = {point, probability};
    set_length(pair, 2.0);
    Value discrete = typed("array");
    discrete["items"] = std::move(pair);
    discrete["minItems"] = Value::of(1.0);
    kinds["properties"]["discrete"] = std::move(discrete);
    definitions_["uncertainty"] = std::move(kinds);
  }

  static void add_shared(Value& properties, const std::vector<std::string>& own = {}) {
    for (const std::string& word : shared_words()) {
      if (contains(own, word)) continue;
      const bool plain = word == "source" || word == "note";
      properties[word] = reference(plain ? "text" : word == "as_of" ? "date" : word);
    }
  }

  /// The object form of a number in that unit, defined once a unit.
  Value quantity(const std::string& unit) {
    const std::string name = "quantity in " + unit;
    std::string escaped;  // a reference is a URI fragment
    for (const char c : name) escaped += c == '/' ? "~1" : c == '%' ? "%25" : c == ' ' ? "%20" : std::string(1, c);
    if (definitions_.find(name) == nullptr) {
      Value properties = quantity_words_of(typed("number"));
      properties["unit"] = pattern(unit_pattern(unit));
      definitions_[name] = closed_object(std::move(properties), {"value"});
    }
    return reference(escaped);
  }
  static Value quantity_words_of(Value value) {
    Value properties = Value::object();
    properties["value"] = std::move(value);
    properties["uncertainty"] = reference("uncertainty");
    add_shared(properties);
    return properties;
  }

  /// Without a unit of its own the value is in the declared one and obeys the range.
  Value number(Range range, const std::string& unit) {
    Value object = quantity(unit);
    Value condition = Value::object();
    condition["required"] = strings({"unit"});
    Value otherwise = Value::object();
    otherwise["properties"] = Value::object();
    otherwise["properties"]["value"] = bounded(range);
    object["if"] = std::move(condition);
    object["else"] = std::move(otherwise);
    return any_of({bounded(range), std::move(object)});
  }

  Value date() {
    Value plain = any_of({pattern(kDatePattern), bounded(kDateRange)});
    Value object = closed_object(quantity_words_of(plain), {"value"});
    return any_of({plain.find("anyOf")->items[0], plain.find("anyOf")->items[1], std::move(object)});
  }

  static Value described(Value plain) {  // structure, or an object that says where it comes from
    Value properties = Value::object();
    properties["value"] = plain;
    add_shared(properties);
    return any_of({std::move(plain), closed_object(std::move(properties), {"value"})});
  }

  Value sequence(Range range, const std::string& unit, IntRange length) {
    Value list = typed("array");
    list["items"] = number(range, unit);
    list["minItems"] = Value::of(static_cast<double>(length.lo));
    list["maxItems"] = Value::of(static_cast<double>(length.hi));
    Value properties = Value::object();
    properties["value"] = list;
    properties["unit"] = pattern(unit_pattern(unit));
    add_shared(properties);
    return any_of({std::move(list), closed_object(std::move(properties), {"value"})});
  }

  Value curve(const FieldInfo& field) {
    const Value x = number(field.range, field.unit);
    const auto form = [&](Value properties, const std::vector<std::string>& required_names) {
      properties["index"] = typed("string");
      properties["unit"] = pattern(unit_pattern(field.unit));
      properties["uncertainty"] = reference("uncertainty");
      add_shared(properties);
      return closed_object(std::move(properties), required_names);
    };
    Value growth = Value::object();
    growth["start"] = x;
    growth["growth"] = number(kGrowthRange, "1/year");
    Value monthly = Value::object();
    monthly["monthly"] = sequence(field.range, field.unit, IntRange{1, 1200});
    Value point = quantity_words_of(typed("number"));
    point["unit"] = pattern(unit_pattern(field.unit));
    point["date"] = date();
    Value dated = typed("object");
    dated["propertyNames"] = pattern(kDatePattern);
    dated["minProperties"] = Value::of(1.0);
    dated["additionalProperties"] = any_of({bounded(field.range), closed_object(std::move(point), {"value"})});
    Value points = Value::object();
    points["points"] = std::move(dated);
    points["interpolation"] = one_of_names({"step", "linear", "log"});
    Value constant = quantity_words_of(typed("number"));
    return any_of({bounded(field.range), form(std::move(constant), {"value"}),
                   form(std::move(growth), {"start", "growth"}), form(std::move(points), {"points"}),
                   form(std::move(monthly), {"monthly"})});
  }

  Value compute(const FieldInfo& field) {
    std::vector<std::string> bases{"unknown"};
    for (const char* precision : {"fp64", "fp32", "tf32", "fp16", "bf16", "fp16/bf16", "fp8", "int8"})
      for (const char* sparsity : {" dense", " sparse"}) bases.push_back(std::string(precision) + sparsity);
    Value properties = quantity_words_of(typed("number"));
    properties["unit"] = pattern(unit_pattern(field.unit));
    properties["basis"] = one_of_names(bases);
    return closed_object(std::move(properties), {"value", "basis"});
  }

  Value leaf(const FieldInfo& field) {
    switch (field.kind) {
      case FieldKind::number:
      case FieldKind::duration: return number(field.range, field.unit);
      case FieldKind::date: return date();
      case FieldKind::curve: return curve(field);
      case FieldKind::compute: return compute(field);
      case FieldKind::list: return sequence(field.range, field.unit, field.length);
      case FieldKind::table:
        return any_of({number(field.range, field.unit), sequence(field.range, field.unit, IntRange{12, 12})});
      case FieldKind::count: {
        Value whole = bounded(field.range);
        whole["type"] = Value::of("integer");
        Value out = described(std::move(whole));
        out["anyOf"].items[1]["properties"]["unit"] = one_of_names(counting_units());
        return out;
      }
      case FieldKind::flag: return described(typed("boolean"));
      case FieldKind::currency: return described(one_of_names(currency_codes()));
      case FieldKind::month: return described(pattern(kMonthPattern));
      case FieldKind::choice: {
        std::vector<std::string> names;
        for (const auto& choice : field.choices) names.push_back(choice.first);
        return described(one_of_names(names));
      }
      case FieldKind::references: {
        Value keys = typed("array");
        keys["items"] = pattern(kKeyPattern);
        keys["uniqueItems"] = Value::of_flag(true);
        return described(std::move(keys));
      }
      case FieldKind::reference: {
        Value key = pattern(kKeyPattern);
        if (!field.required) key["pattern"] = Value::of("^([a-z0-9][a-z0-9_-]*)?$");
        return described(std::move(key));
      }
      default: {
        Value text = typed("string");
        if (field.required) text["minLength"] = Value::of(1.0);
        return described(std::move(text));
      }
    }
  }

  /// The name of an entry: of the model's own catalogue, or one of those that the library has.
  [[nodiscard]] Value entry_name(const std::string& catalogue) const {
    if (!contains(builtin_, catalogue)) return reference("text");
    Value out = reference("text");
    const BuiltinCatalogue* const found = find_builtin(catalogue);
    std::vector<std::string> names;
    if (found != nullptr)
      for (const Member& member : entries_of(*found).members) names.push_back(member.key);
    out["description"] =
        Value::of("a name in this model's data." + catalogue + ", or of the library's own " + catalogue);
    out["examples"] = strings(names);
    return out;
  }

  Value group(const std::vector<FieldInfo>& fields, bool partial) {
    Value properties = Value::object();
    std::vector<std::string> names, required_names;
    for (const FieldInfo& field : fields) {
      names.push_back(field.name);
      if (field.required && !partial) required_names.push_back(field.name);
      Value value;
      if (field.kind == FieldKind::keyed) {
        value = typed("object");
        value["propertyNames"] = pattern(kKeyPattern);
        if (field.length.lo > 0 && !partial) value["minProperties"] = Value::of(static_cast<double>(field.length.lo));
        value["additionalProperties"] = group(field.children, partial);
      } else if (field.kind == FieldKind::catalogue) {
        Value changed = group(field.children, true);
        const Value name = entry_name(field.target);
        changed["properties"]["use"] = name;
        changed["required"] = strings({"use"});
        value = any_of({name, group(field.children, partial), std::move(changed)});
      } else {
        value = field.kind == FieldKind::group ? group(field.children, partial) : leaf(field);
      }
      std::string description = field.meaning;
      if (!field.unit.empty() && field.unit != "1") description += " [" + field.unit + "]";
      if (!field.fallback.empty()) description += "; default " + field.fallback;
      value["description"] = Value::of(description);
      properties[field.name] = std::move(value);
    }
    add_shared(properties, names);
    return closed_object(std::move(properties), required_names);
  }

  const std::vector<std::string>& builtin_;
  Value definitions_ = Value::object();
};

}  // namespace

std::string schema_text(const std::vector<FieldInfo>& tree, const std::vector<std::string>& warnings,
                        const std::vector<std::string>& builtin) {
  return dump(SchemaWriter(builtin).model(tree, warnings));
}

}  // namespace roi::inputs
