#include "libroi/inputs/checking/validate.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "libroi/inputs/binding/binder.hpp"
#include "libroi/inputs/checking/references.hpp"
#include "libroi/inputs/checking/rules.hpp"
#include "libroi/inputs/checking/unit_at.hpp"
#include "libroi/inputs/date.hpp"
#include "libroi/inputs/parameters.hpp"

namespace roi::inputs {
namespace {

bool inside(double x, Range range) { return x >= range.lo && x <= range.hi; }

class Validator {
 public:
  explicit Validator(const Object& root) : root_(root) {
    money_.currency = currency_of(root);
    object(root.data, root.access, Place{});
    for (const BrokenReference& broken : broken_references(root)) {
      std::string pointer = "/" + broken.path;
      std::replace(pointer.begin(), pointer.end(), '.', '/');
      if (broken.name.empty()) continue;  // reported as missing
      add(pointer, "is \"" + broken.name + "\", but must be a key of " + broken.groups + broken.help);
    }
    const auto sound = [&](const std::string& pointer) {
      return std::none_of(problems.begin(), problems.end(),
                          [&](const Problem& p) { return is_within(p.pointer, pointer); });
    };
    for (const BrokenRule& broken : broken_rules(root, sound))
      add(broken.pointer, (broken.shown.empty() ? "" : "is " + broken.shown + ", but ") + broken.rule);
  }

  std::vector<Problem> problems;

 private:
  static std::string currency_of(const Object& root) {
    Slots slots;
    root.access.visit(root.data, slots);
    for (const Slot& slot : slots)
      if (slot.kind == FieldKind::currency && slot.data() != nullptr)
        if (const auto& text = *static_cast<const std::string*>(slot.data()); contains(currency_codes(), text))
          return text;
    return Money{}.currency;
  }

  void add(const std::string& pointer, std::string message) {
    problems.push_back(Problem{"", 1, 1, pointer, std::move(message)});
  }
  void missing(const Slot& slot, const Place& place) {
    add(place.pointer, with_meaning("is missing, but is required", slot.meaning));
  }

  void object(void* data, const Access& access, const Place& place) {
    Slots slots;
    access.visit(data, slots);
    for (const Slot& slot : slots) field(slot, place.down(slot.name));
  }

  void field(const Slot& slot, const Place& place) {
    void* const data = slot.data();
    if (slot.kind == FieldKind::keyed) return keyed(slot, place);
    if (data == nullptr) return;  // an optional member that is empty
    if (slot.access.visit != nullptr) return object(data, slot.access, place);
    switch (slot.kind) {
      case FieldKind::count: return count(slot, *static_cast<const int*>(data), place);
      case FieldKind::choice: return choice(slot, data, place);
      case FieldKind::month: return month(slot, data, place);
      case FieldKind::text:
      case FieldKind::reference:
        if (static_cast<const std::string*>(data)->empty() && slot.fallback.kind == Fallback::Kind::mandatory)
          missing(slot, place);
        return;
      case FieldKind::currency: return currency(slot, *static_cast<const std::string*>(data), place);
      case FieldKind::references: return references(*static_cast<const std::vector<std::string>*>(data), place);
      case FieldKind::flag: return;
      case FieldKind::curve:
        if (!is_whole(slot, *static_cast<const Curve<double>*>(data), place)) return;
        break;
      case FieldKind::list:
        if (!has_length(slot, static_cast<const std::vector<double>*>(data)->size(), place)) return;
        break;
      default: break;
    }
    numbers(slot, place);
  }

  void keyed(const Slot& slot, const Place& place) {
    const std::size_t size = slot.access.size(slot.member);
    if (size < static_cast<std::size_t>(slot.length.lo))
      add(place.pointer, with_meaning("has " + std::to_string(size) + " entries, but must have at least " +
                                          std::to_string(slot.length.lo),
                                      slot.meaning));
    for (std::size_t i = 0; i < size; ++i)
      object(slot.access.at(slot.member, i), slot.access, place.down(slot.access.key(slot.member, i)));
  }

  void numbers(const Slot& slot, const Place& place) {
    bool given = false;
    for_each_number<double>(slot, [&](const std::string& suffix, const double& x, const char*, Range, FieldKind) {
      given = given || (!std::isnan(x) && suffix != ".price_date");
    });
    if (!given && slot.kind != FieldKind::list) return missing(slot, place);
    for_each_number<double>(
        slot, [&](const std::string& suffix, const double& x, const char* unit, Range range, FieldKind kind) {
          if (inside(x, range)) return;
          std::string pointer = suffix;
          std::replace(pointer.begin(), pointer.end(), '.', '/');
          const NumberRule rule{kind, unit_at(root_, place.path, unit), range, slot.meaning};
          add(place.pointer + pointer, "is " + to_text(x) + ", but " + rule_text(rule, money_, false));
        });
  }

  bool is_whole(const Slot& slot, const Curve<double>& curve, const Place& place) {
    const auto must = [&](const std::string& rule) {
      add(place.pointer, with_meaning(rule, slot.meaning));
      return false;
    };
    if (curve.kind == CurveKind::monthly && curve.values.empty())
      return must("has no monthly values, but must have one");
    if (curve.kind != CurveKind::points) return true;
    const std::size_t n = curve.values.size();
    if (n == 0) return must("has no points, but must have one");
    if (curve.months.size() != n || curve.labels.size() != n)
      return must("has " + std::to_string(n) + " values, " + std::to_string(curve.months.size()) + " months and " +
                  std::to_string(curve.labels.size()) + " labels, but must have as many of each");
    if (!std::is_sorted(curve.months.begin(), curve.months.end())) return must("must have its points in order of time");
    for (std::size_t i = 0; i < n; ++i) {
      if (!parse_model_date(curve.labels[i]))
        return must("has a point labelled \"" + curve.labels[i] + "\", but labels must be dates like 2025-07");
      if (std::count(curve.labels.begin(), curve.labels.end(), curve.labels[i]) > 1)
        return must("has two points labelled " + curve.labels[i]);
      if (curve.interpolation == Interpolation::log && !(curve.values[i] > 0.0))
        return must("has a point of " + to_text(curve.values[i]) + ", but must be > 0 for interpolation \"log\"");
    }
    return true;
  }

  bool has_length(const Slot& slot, std::size_t n, const Place& place) {
    if (n >= static_cast<std::size_t>(slot.length.lo) && n <= static_cast<std::size_t>(slot.length.hi)) return true;
    add(place.pointer, with_meaning("has " + std::to_string(n) + " items, but must have " +
                                        std::to_string(slot.length.lo) + " to " + std::to_string(slot.length.hi),
                                    slot.meaning));
    return false;
  }

  void count(const Slot& slot, int x, const Place& place) {
    if (inside(x, slot.range)) return;
    add(place.pointer, "is " + std::to_string(x) + ", but " +
                           with_meaning("must be a whole number " + range_text(slot.range, "1"), slot.meaning));
  }

  void choice(const Slot& slot, const void* data, const Place& place) {
    const int value = slot.access.get(data);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < slot.choice_count; ++i) {
      const ErasedChoice row = slot.choice_at(slot.choices, i);
      if (row.value == value) return;
      names.emplace_back(row.name);
    }
    add(place.pointer, "is " + std::to_string(value) + ", but " +
                           with_meaning("must be one of " + joined(names, names.size()), slot.meaning));
  }

  void month(const Slot& slot, const void* data, const Place& place) {
    const int index = slot.access.get(data);
    if (index == 0 && slot.fallback.kind == Fallback::Kind::mandatory) return missing(slot, place);
    if (index < 12 * 1900 || index >= 12 * 2200)
      add(place.pointer, with_meaning("must be a month of the years 1900 to 2199", slot.meaning));
  }

  void currency(const Slot& slot, const std::string& code, const Place& place) {
    if (contains(currency_codes(), code)) return;
    if (code.empty() && slot.fallback.kind == Fallback::Kind::mandatory) return missing(slot, place);
    add(place.pointer,
        "is \"" + code + "\", but " +
            with_meaning("must be a currency: " + joined(currency_codes(), currency_codes().size()), slot.meaning));
  }

  void references(const std::vector<std::string>& keys, const Place& place) {
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (std::find(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(i), keys[i]) !=
          keys.begin() + static_cast<std::ptrdiff_t>(i))
        add(place.pointer + "/" + std::to_string(i), "is \"" + keys[i] + "\", but must not be listed twice");
  }

  const Object& root_;
  Money money_;
};

}  // namespace

std::vector<Problem> problems_of(const Object& root) { return Validator(root).problems; }

void validate_object(const Object& root) {
  std::vector<Problem> problems = problems_of(root);
  if (!problems.empty()) throw InputError(std::move(problems));
}

}  // namespace roi::inputs
