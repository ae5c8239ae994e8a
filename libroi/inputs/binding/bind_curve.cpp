#include <algorithm>
#include <array>
#include <utility>

#include "libroi/inputs/binding/binder.hpp"
#include "libroi/inputs/date.hpp"
#include "libroi/inputs/parameters.hpp"

namespace roi::inputs {
namespace {

constexpr const char* kForms = "must be a number or an object with one of value, start, points, monthly";

}  // namespace

void Binder::curve(const Value& value, const Slot& slot, const Place& place, Provenance words, Curve<double>& out) {
  out = Curve<double>{};
  const NumberRule rule{FieldKind::number, slot.unit, slot.range, slot.meaning};
  if (value.is_number()) {
    if (const auto x = number(value, rule, place, words)) out.start = *x;
    return;
  }
  if (!value.is_object()) return must(value, place, with_meaning(kForms, slot.meaning));
  std::vector<std::string> forms;
  for (const char* form : {"value", "start", "points", "monthly"})
    if (value.find(form) != nullptr) forms.emplace_back(form);
  if (forms.size() != 1) {
    if (forms.size() > 1)
      return problem(value.at, place.pointer,
                     "has " + joined(forms) + ", but must have one of value, start, points, monthly");
    refuse_unknown(value, place,
                   {"value", "start", "points", "monthly", "growth", "interpolation", "index", "unit", "uncertainty"},
                   shared_words());
    return problem(value.at, place.pointer, with_meaning(std::string("is an object, but ") + kForms, slot.meaning));
  }
  const std::string& form = forms.front();
  if (const Value* index = value.find("index")) {
    Slot indices{"index",
                 FieldKind::reference,
                 "",
                 Range{},
                 IntRange{},
                 absent,
                 "index that carries the value",
                 "indices",
                 nullptr,
                 0,
                 nullptr,
                 nullptr,
                 {}};
    reference(*index, indices, place.word("index"), out.index);
  }
  provenance(value, place, words, {});
  const Value* date = value.find("price_date");
  if (date != nullptr && date->is_number()) {
    out.price_date = date->number;
  } else if (const auto parsed = parse_model_date(words.price_date)) {
    out.price_date = parsed->months_after(record.start);
  }
  if (!out.index.empty()) words.price_date.clear();  // it is an input of the curve, not a remark
  if (form == "value") {
    Value quantity = value;
    quantity.erase("index");
    if (!out.index.empty()) quantity.erase("price_date");
    if (const auto x = number(quantity, rule, place, words)) out.start = *x;
    return;
  }
  std::vector<std::string> known{form, "index", "unit", "uncertainty"};
  if (form == "start") known.emplace_back("growth");
  if (form == "points") known.emplace_back("interpolation");
  refuse_unknown(value, place, known, shared_words());
  if (const Value* unit = value.find("unit")) {
    const std::string given = unit->is_string() ? unit->text : "";
    const Conversion& convert = converted(given, slot.unit);
    if (!convert.problem.empty()) return must(*unit, place.word("unit"), with_meaning(convert.problem, slot.meaning));
    words.unit = given;
  }
  Provenance whole = words;
  if (const Value* given = value.find("uncertainty"))
    whole.uncertainty = uncertainty(*given, rule, place.word("uncertainty"), words);
  if (form == "start") {
    out.kind = CurveKind::growth;
    if (const auto x = number(*value.find("start"), rule, place.down("start"), words)) out.start = *x;
    const NumberRule growth{FieldKind::number, "1/year", kGrowthRange, "yearly growth"};
    words.unit.clear();
    if (const Value* given = value.find("growth")) {
      if (const auto x = number(*given, growth, place.down("growth"), words)) out.growth = *x;
    } else {
      problem(value.at, place.pointer + "/growth", "is missing, but is required (yearly growth)");
    }
  } else if (form == "monthly") {
    out.kind = CurveKind::monthly;
    const IntRange length{1, 1200};
    (void)sequence(*value.find("monthly"), rule, place.down("monthly"), words, length, out.values);
  } else {
    points(value, rule, place, words, out);
  }
  if (!whole.uncertainty) return;
  const double first = out.kind == CurveKind::growth || out.values.empty() ? out.start : out.values.front();
  require_within(*whole.uncertainty, first, *value.find(form), place.word(form));
  keep(value, place, std::move(whole), first);
}

void Binder::points(const Value& value, const NumberRule& rule, const Place& place, const Provenance& words,
                    Curve<double>& out) {
  out.kind = CurveKind::points;
  if (const Value* how = value.find("interpolation")) {
    static const std::vector<std::string> names{"step", "linear", "log"};
    const auto found = std::find(names.begin(), names.end(), how->is_string() ? how->text : "");
    if (found == names.end()) must(*how, place.word("interpolation"), "must be one of " + joined(names));
    else out.interpolation = static_cast<Interpolation>(found - names.begin());
  }
  const Value& given = *value.find("points");
  const Place here = place.down("points");
  if (!given.is_object() || given.members.empty())
    return must(given, here, "must be an object of values by date, like {\"2025-01\": 10, \"2026-07-15\": 8}");
  struct Point {
    double month, value, labelled;
    const Member* member;
  };
  std::vector<Point> found;
  for (const Member& member : given.members) {
    const Place at = here.down(member.key);
    const auto date = parse_model_date(member.key);
    if (!date) {
      problem(member.at, at.pointer, "is not a date; write it like 2025-07 or 2025-07-01");
      continue;
    }
    const double month = date->months_after(record.start);
    const auto same = std::find_if(found.begin(), found.end(), [&](const Point& p) { return p.labelled == month; });
    if (same != found.end()) {
      if (same->member->key != member.key) problem(member.at, at.pointer, "is the same day as " + same->member->key);
      continue;
    }
    Value quantity = member.value;
    double moved = month;  // the label names the point; an uncertain date may stand beside the value
    if (const Value* date_given = member.value.find("date")) {
      const NumberRule rule_of_date{FieldKind::date, "month", kDateRange, "date of the point"};
      moved = number(*date_given, rule_of_date, at.down("date"), Provenance{}).value_or(month);
      quantity.erase("date");
      if (quantity.members.size() == 1 && quantity.members.front().key == "value") {  // a plain number and its date
        Value plain = std::move(quantity.members.front().value);
        quantity = std::move(plain);
      }
    }
    const auto x = number(quantity, rule, at, words);
    if (x && out.interpolation == Interpolation::log && !(*x > 0.0))
      must(member.value, at, with_meaning("must be > 0 for interpolation \"log\"", rule.meaning));
    found.push_back(Point{moved, x.value_or(0.0), month, &member});
  }
  std::sort(found.begin(), found.end(), [](const Point& a, const Point& b) { return a.month < b.month; });
  for (const Point& point : found) {
    out.months.push_back(point.month);
    out.values.push_back(point.value);
    out.labels.push_back(point.member->key);
  }
}

/// A list of numbers, plain or as {"value": […], "unit": …}.
bool Binder::sequence(const Value& value, const NumberRule& rule, const Place& place, const Provenance& inherited,
                      IntRange length, std::vector<double>& out) {
  out.clear();
  const NumberRule item_rule{FieldKind::number, rule.unit, rule.range, rule.meaning};
  Provenance words = inherited;
  const Value* list = &value;
  Place here = place;
  if (value.is_object()) {
    refuse_unknown(value, place, {"value", "unit"}, shared_words());
    provenance(value, place, words, {});
    if (const Value* unit = value.find("unit")) {
      const std::string given = unit->is_string() ? unit->text : "";
      const Conversion& convert = converted(given, rule.unit);
      if (!convert.problem.empty()) {
        must(*unit, place.word("unit"), with_meaning(convert.problem, rule.meaning));
        return false;
      }
      words.unit = given;
    }
    list = value.find("value");
    here = place.word("value");
    if (list == nullptr) {
      problem(value.at, here.pointer, with_meaning("is missing, but is required", rule.meaning));
      return false;
    }
    if (!require_unit(value, "in", item_rule, place, words)) return false;
  }
  const std::string count = length.lo == length.hi ? std::to_string(length.lo)
                                                   : std::to_string(length.lo) + " to " + std::to_string(length.hi);
  const std::string form = with_meaning("must be a list of " + count + " numbers", rule.meaning);
  if (!list->is_array()) {
    must(*list, here, form);
    return false;
  }
  if (list->items.size() < static_cast<std::size_t>(length.lo) ||
      list->items.size() > static_cast<std::size_t>(length.hi)) {
    problem(list->at, here.pointer, "has " + std::to_string(list->items.size()) + " items, but " + form);
    return false;
  }
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    const std::string index = std::to_string(i);
    const Place at{place.path + "." + index, here.pointer + "/" + index};
    out.push_back(number(list->items[i], item_rule, at, words).value_or(0.0));
  }
  return true;
}

void Binder::table(const Value& value, const Slot& slot, const Place& place, const Provenance& inherited,
                   std::array<double, 12>& out) {
  const NumberRule rule{FieldKind::number, slot.unit, slot.range, slot.meaning};
  const Value* inner = value.find("value");
  if (value.is_array() || (inner != nullptr && inner->is_array())) {
    std::vector<double> months;
    if (sequence(value, rule, place, inherited, IntRange{12, 12}, months))
      std::copy(months.begin(), months.end(), out.begin());
  } else if (value.is_number() || value.is_object()) {
    if (const auto x = number(value, rule, place, inherited)) out.fill(*x);
  } else {
    must(value, place, with_meaning("must be a number or a list of 12 numbers, January to December", slot.meaning));
  }
}

}  // namespace roi::inputs
