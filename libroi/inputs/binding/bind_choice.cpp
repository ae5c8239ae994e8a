#include <algorithm>
#include <cmath>

#include "libroi/inputs/binding/binder.hpp"
#include "libroi/inputs/date.hpp"
#include "libroi/inputs/text/fit_text.hpp"

namespace roi::inputs {

void Binder::reference(const Value& value, const Slot& slot, const Place& place, std::string& out) {
  if (!value.is_string())
    return must(value, place, with_meaning("must be a key of " + std::string(slot.target), slot.meaning));
  out = value.text;
  const bool may_be_empty = slot.fallback.kind != Fallback::Kind::mandatory;
  if (out.empty())
    return must(value, place,
                with_meaning("must be a key of " + std::string(slot.target) +
                                 (may_be_empty ? "; leave it out where there is none" : ""),
                             slot.meaning));
  references_.push_back(Pending{value.at, place.pointer, out, slot.target});
}

bool Binder::fits(const Value& value, const Place& place) {
  std::string wrong = unfit(value.text);
  if (wrong.empty()) return true;
  problem(value.at, place.pointer, std::move(wrong));
  return false;
}

/// Everything that is not a number: the same for all scalars. Written plainly or as {"value": …, "source": …}.
void Binder::structure(const Value& given, const Slot& slot, const Place& outer, const Provenance& inherited) {
  void* data = slot.data();
  Provenance words = inherited;
  const Value* inner = &given;
  Place place = outer;
  if (given.is_object() && given.find("value") != nullptr) {
    std::vector<std::string> known{"value"};
    if (slot.kind == FieldKind::count) known.emplace_back("unit");
    refuse_unknown(given, outer, known, shared_words());
    provenance(given, outer, words, {});
    if (const Value* unit = slot.kind == FieldKind::count ? given.find("unit") : nullptr) {
      if (!unit->is_string() || !contains(counting_units(), unit->text))
        must(*unit, outer.word("unit"),
             "must be what is counted: one of " + joined(counting_units(), counting_units().size()));
      words.unit = unit->text;
    }
    inner = given.find("value");
    place = outer.word("value");
  }
  const Value& value = *inner;
  const std::size_t before = problems.size();
  double as_number = 0.0;
  switch (slot.kind) {
    case FieldKind::count: {
      const std::string rule = with_meaning("must be a whole number " + range_text(slot.range, "1"), slot.meaning);
      const bool whole = value.is_number() && value.number == std::floor(value.number);
      if (!whole || value.number < slot.range.lo || value.number > slot.range.hi) return must(value, place, rule);
      *static_cast<int*>(data) = static_cast<int>(value.number);
      as_number = value.number;
      break;
    }
    case FieldKind::flag:
      if (value.kind != Value::Kind::boolean)
        return must(value, place, with_meaning("must be true or false", slot.meaning));
      *static_cast<bool*>(data) = value.boolean;
      as_number = value.boolean ? 1.0 : 0.0;
      break;
    case FieldKind::choice: {
      std::vector<std::string> names;
      for (std::size_t i = 0; i < slot.choice_count; ++i) names.emplace_back(slot.choice_at(slot.choices, i).name);
      const auto found = std::find(names.begin(), names.end(), value.is_string() ? value.text : "");
      if (found == names.end())
        return must(value, place, with_meaning("must be one of " + joined(names, names.size()), slot.meaning));
      const ErasedChoice choice = slot.choice_at(slot.choices, static_cast<std::size_t>(found - names.begin()));
      slot.access.set(data, choice.value);
      as_number = choice.value;
      break;
    }
    case FieldKind::text:
      if (!value.is_string()) return must(value, place, with_meaning("must be a text", slot.meaning));
      if (value.text.empty() && slot.fallback.kind == Fallback::Kind::mandatory)
        return must(value, place, with_meaning("must not be empty", slot.meaning));
      if (!fits(value, place)) return;
      *static_cast<std::string*>(data) = value.text;
      break;
    case FieldKind::currency:
      if (!value.is_string() || !contains(currency_codes(), value.text))
        return must(
            value, place,
            with_meaning("must be a currency: " + joined(currency_codes(), currency_codes().size()), slot.meaning));
      *static_cast<std::string*>(data) = value.text;
      break;
    case FieldKind::month: {
      const auto date = value.is_string() && value.text.size() == 7 ? parse_model_date(value.text) : std::nullopt;
      if (!date) return must(value, place, with_meaning("must be a month like 2025-07", slot.meaning));
      slot.access.set(data, date->month_index());
      break;
    }
    case FieldKind::reference: reference(value, slot, place, *static_cast<std::string*>(data)); break;
    case FieldKind::references: {
      auto& keys = *static_cast<std::vector<std::string>*>(data);
      keys.clear();
      if (!value.is_array())
        return must(value, place, with_meaning("must be a list of keys of " + std::string(slot.target), slot.meaning));
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        const Place at = place.word(std::to_string(i));
        if (value.items[i].is_string() && contains(keys, value.items[i].text)) {
          must(value.items[i], at, "must not be listed twice");
          continue;
        }
        keys.emplace_back();
        reference(value.items[i], slot, at, keys.back());
      }
      break;
    }
    default: return;
  }
  if (problems.size() == before) keep(value, outer, std::move(words), as_number);
}

}  // namespace roi::inputs
