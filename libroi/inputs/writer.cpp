#include "libroi/inputs/writer.hpp"

#include <algorithm>
#include <array>

#include "libroi/inputs/checking/unit_at.hpp"
#include "libroi/inputs/date.hpp"
#include "libroi/inputs/describe.hpp"
#include "libroi/inputs/text/sha256.hpp"
#include "libroi/inputs/units.hpp"

namespace roi::inputs {
namespace {

Value uncertainty_value(const Uncertainty& u) {
  Value list = Value::array();
  for (std::size_t i = 0; i < u.values.size(); ++i) {
    Value item = Value::of(u.values[i]);
    if (u.kind == Uncertainty::Kind::discrete) {
      Value pair = Value::array();
      pair.items = {item, Value::of(u.probabilities[i])};
      item = std::move(pair);
    }
    list.items.push_back(std::move(item));
  }
  Value out = Value::object();
  out[name_of(u.kind)] = std::move(list);
  return out;
}

class Writer {
 public:
  Writer(const Object& root, const Record& record, Written form)
      : root_(root),
        record_(record),
        form_(form),
        canonical_(form == Written::canonical),
        money_{record.currency, record.exchange_rates} {}

  Value object(void* data, const Access& access, const std::string& prefix) const {
    Slots slots;
    access.visit(data, slots);
    Value out = Value::object();
    for (const Slot& slot : slots) {
      void* member = slot.data();
      if (member == nullptr) continue;
      const std::string path = prefix + slot.name;
      if (slot.kind == FieldKind::keyed) {
        Value entries = Value::object();
        for (std::size_t i = 0; i < slot.access.size(member); ++i) {
          const std::string& key = slot.access.key(member, i);
          entries[key] = object(slot.access.at(member, i), slot.access, path + "." + key + ".");
        }
        if (form_ != Written::given || !entries.members.empty()) out[slot.name] = std::move(entries);
      } else if (slot.access.visit != nullptr) {
        Value group = object(member, slot.access, path + ".");
        if (form_ != Written::given || slot.optional() || !group.members.empty()) out[slot.name] = std::move(group);
      } else if (form_ == Written::given && !record_.gives(path) && holds_fallback(slot)) {
        continue;
      } else if (slot.kind != FieldKind::reference || !static_cast<const std::string*>(member)->empty()) {
        out[slot.name] = leaf(slot, member, path);
      }
    }
    return out;
  }

  /// A number as written while it still has that value, else in the declared unit; with the words about it.
  Value number(const std::string& path, double x, const char* unit, bool is_date = false) const {
    const auto found = record_.values.find(path);
    const Provenance* words = found == record_.values.end() ? nullptr : &found->second;
    if (canonical_) {
      if (words == nullptr || !words->uncertainty) return Value::of(x);
      Value out = Value::object();
      out["value"] = Value::of(x);
      if (!is_date && has_several_units(unit, money_)) out["unit"] = Value::of(written_unit(unit, money_));
      out["uncertainty"] = uncertainty_value(*words->uncertainty);
      return out;
    }
    const bool as_written = words != nullptr && words->value == x && (words->unit.empty() || !words->uncertainty);
    const bool as_date = is_date && (as_written ? parse_model_date(words->given).has_value()
                                                : model_date_of(x, record_.start).has_value());
    Value value = Value::of(x);
    if (as_date) {
      value = Value::of(as_written ? std::string_view(words->given)
                                   : std::string_view(model_date_of(x, record_.start)->text()));
    } else if (as_written) {
      value.text = words->given;
    }
    if (words == nullptr) return value;
    std::string in = as_written ? words->unit : "";
    Value out = with_words(std::move(value), *words, in);
    if (in.empty() && out.is_object() && !is_date && has_several_units(unit, money_))
      out["unit"] = Value::of(written_unit(unit, money_));
    return out;
  }

 private:
  static Value with_words(Value value, const Provenance& words, const std::string& unit) {
    Value out = Value::object();
    out["value"] = std::move(value);
    if (words.uncertainty) out["uncertainty"] = uncertainty_value(*words.uncertainty);
    const std::array<std::pair<const char*, const std::string*>, 8> texts{{{"unit", &unit},
                                                                           {"source", &words.source},
                                                                           {"as_of", &words.as_of},
                                                                           {"status", &words.status},
                                                                           {"price_date", &words.price_date},
                                                                           {"confidence", &words.confidence},
                                                                           {"vat", &words.vat},
                                                                           {"note", &words.note}}};
    for (const auto& text : texts)
      if (!text.second->empty()) out[text.first] = Value::of(*text.second);
    if (!words.price_date.empty() && !parse_model_date(words.price_date)) {  // stated in months after the start
      Value& months = out["price_date"];
      months.kind = Value::Kind::number;
    }
    return out.members.size() == 1 ? std::move(out.members.front().value) : out;
  }

  Value leaf(const Slot& declared, void* member, const std::string& path) const {
    Slot slot = declared;
    slot.unit = unit_at(root_, path, slot.unit);
    switch (slot.kind) {
      case FieldKind::number:
      case FieldKind::duration: return number(path, *static_cast<double*>(member), slot.unit);
      case FieldKind::date: return number(path, *static_cast<double*>(member), slot.unit, true);
      case FieldKind::compute: return compute(*static_cast<Compute<double>*>(member), path, slot.unit);
      case FieldKind::curve: return curve(*static_cast<Curve<double>*>(member), path, slot.unit);
      case FieldKind::table: {
        const auto& table = *static_cast<std::array<double, 12>*>(member);
        const bool flat = std::all_of(table.begin(), table.end(), [&](double x) { return x == table[0]; });
        if (flat && !canonical_ && record_.values.count(path + ".0") == 0) return number(path, table[0], slot.unit);
        return list({table.begin(), table.end()}, path, slot.unit);
      }
      case FieldKind::list: return list(*static_cast<std::vector<double>*>(member), path, slot.unit);
      default: break;
    }
    Value value = structure(slot, member);
    const auto found = record_.values.find(path);
    if (canonical_ || found == record_.values.end()) return value;
    return with_words(std::move(value), found->second, found->second.unit);
  }

  static Value structure(const Slot& slot, void* member) {
    switch (slot.kind) {
      case FieldKind::count: return Value::of(static_cast<double>(*static_cast<int*>(member)));
      case FieldKind::flag: return Value::of_flag(*static_cast<bool*>(member));
      case FieldKind::month: return Value::of(month_text(slot.access.get(member)));
      case FieldKind::choice:
        for (std::size_t i = 0; i < slot.choice_count; ++i)
          if (slot.choice_at(slot.choices, i).value == slot.access.get(member))
            return Value::of(slot.choice_at(slot.choices, i).name);
        return Value{};
      case FieldKind::references: {
        Value out = Value::array();
        for (const std::string& key : *static_cast<std::vector<std::string>*>(member))
          out.items.push_back(Value::of(key));
        return out;
      }
      default: return Value::of(*static_cast<std::string*>(member));
    }
  }

  Value list(const std::vector<double>& values, const std::string& path, const char* unit) const {
    Value out = Value::array();
    for (std::size_t i = 0; i < values.size(); ++i)
      out.items.push_back(number(path + "." + std::to_string(i), values[i], unit));
    return out;
  }

  /// An object with the value, and its unit where several could be meant.
  Value wrapped(Value value, const char* unit) const {
    if (value.is_object()) return value;
    Value out = Value::object();
    out["value"] = std::move(value);
    if (has_several_units(unit, money_)) out["unit"] = Value::of(written_unit(unit, money_));
    return out;
  }

  Value compute(const Compute<double>& compute, const std::string& path, const char* unit) const {
    constexpr std::array<const char*, 7> kNames{"unknown", "fp64", "fp32", "tf32", "fp16", "fp8", "int8"};
    std::string basis = kNames[static_cast<std::size_t>(compute.precision)];
    if (compute.precision != Precision::unknown) basis += compute.sparsity == Sparsity::dense ? " dense" : " sparse";
    Value out = wrapped(number(path, compute.value, unit), unit);
    out["basis"] = Value::of(basis);
    return out;
  }

  Value curve(const Curve<double>& curve, const std::string& path, const char* unit) const {
    Value out = shape(curve, path, unit);
    const auto whole = record_.values.find(path);
    if (curve.kind != CurveKind::constant && whole != record_.values.end() && whole->second.uncertainty)
      out["uncertainty"] = uncertainty_value(*whole->second.uncertainty);
    return out;
  }

  Value shape(const Curve<double>& curve, const std::string& path, const char* unit) const {
    Value out;
    switch (curve.kind) {
      case CurveKind::constant:
        out = number(path, curve.start, unit);
        if (curve.index.empty()) return out;
        out = wrapped(std::move(out), unit);
        break;
      case CurveKind::growth:
        out = Value::object();
        out["start"] = number(path + ".start", curve.start, unit);
        out["growth"] = number(path + ".growth", curve.growth, "1/year");
        break;
      case CurveKind::monthly:
        out = Value::object();
        out["monthly"] = list(curve.values, path + ".monthly", unit);
        break;
      case CurveKind::points: out = points(curve, path, unit); break;
    }
    if (curve.index.empty()) return out;
    out["index"] = Value::of(curve.index);
    const auto date = model_date_of(curve.price_date, record_.start);
    out["price_date"] = date && !canonical_ ? Value::of(date->text()) : Value::of(curve.price_date);
    return out;
  }

  /// Points by date; one whose date was moved off whole days keeps its label and says the month beside.
  Value points(const Curve<double>& curve, const std::string& path, const char* unit) const {
    constexpr std::array<const char*, 3> kNames{"step", "linear", "log"};
    Value values = Value::object();
    for (std::size_t i = 0; i < curve.values.size(); ++i) {
      const auto written = parse_model_date(curve.labels[i]);
      Value value = number(path + ".points." + curve.labels[i], curve.values[i], unit);
      if (!written || written->months_after(record_.start) != curve.months[i]) {
        value = wrapped(std::move(value), unit);
        value["date"] = Value::of(curve.months[i]);
      }
      values[curve.labels[i]] = std::move(value);
    }
    Value out = Value::object();
    out["points"] = std::move(values);
    out["interpolation"] = Value::of(kNames[static_cast<std::size_t>(curve.interpolation)]);
    return out;
  }

  const Object& root_;
  const Record& record_;
  Written form_;
  bool canonical_;
  Money money_;
};

/// The object at a key, made where there is none.
Value& member(Value& object, const char* key) {
  Value& found = object[key];
  if (!found.is_object()) found = Value::object();
  return found;
}

}  // namespace

Value to_value(const Object& root, const Record& record, Written form) {
  const Writer writer(root, record, form);
  Value out = writer.object(root.data, root.access, "");
  if (form == Written::canonical) return out;
  for (const auto& rate : record.exchange_rates)
    member(out, "exchange_rates")[rate.first] = writer.number("exchange_rates." + rate.first, rate.second, "1");
  for (const Acceptance& accepted : record.accepted_warnings) {
    Value& all = member(out, "accepted_warnings");
    (accepted.path.empty() ? all[accepted.id] : member(all, accepted.id.c_str())[accepted.path]) =
        Value::of(accepted.reason);
  }
  return out;
}

std::string canonical_text(const Object& root, const Record& record) {
  Value out = to_value(root, record, Written::canonical);
  sort_members(out);
  return dump(out, 0);
}

std::string fingerprint_of(const Object& root, const Record& record) { return sha256(canonical_text(root, record)); }

}  // namespace roi::inputs
