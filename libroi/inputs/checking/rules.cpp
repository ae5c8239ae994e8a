#include "libroi/inputs/checking/rules.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "libroi/inputs/text/problem.hpp"
#include "libroi/inputs/text/value.hpp"
#include "libroi/inputs/walk.hpp"

namespace roi::inputs {
namespace {

/// The value of a field, which may stand in a group: "financing.conversion".
std::string shown(const Slots& slots, std::string_view field) {
  const std::size_t dot = std::min(field.find('.'), field.size());
  const auto slot =
      std::find_if(slots.begin(), slots.end(), [&](const Slot& s) { return field.substr(0, dot) == s.name; });
  if (slot == slots.end()) return {};
  void* const data = slot->data();
  if (data == nullptr) return "not given";
  if (dot < field.size() && slot->access.visit != nullptr && slot->kind != FieldKind::keyed) {
    Slots below;
    slot->access.visit(data, below);
    return shown(below, field.substr(dot + 1));
  }
  switch (slot->kind) {
    case FieldKind::number:
    case FieldKind::date:
    case FieldKind::duration: return to_text(*static_cast<const double*>(data));
    case FieldKind::count: return std::to_string(*static_cast<const int*>(data));
    case FieldKind::flag: return *static_cast<const bool*>(data) ? "true" : "false";
    case FieldKind::text:
    case FieldKind::currency:
    case FieldKind::reference: return "\"" + *static_cast<const std::string*>(data) + "\"";
    default: return {};
  }
}

void ask(void* object, const Access& access, const std::string& pointer, std::vector<BrokenRule>& out) {
  BrokenRules rules;
  access.rules(object, rules);
  if (rules.broken.empty()) return;
  Slots slots;
  access.visit(object, slots);
  for (const auto& broken : rules.broken) {
    std::string field = "." + broken.field;
    std::replace(field.begin(), field.end(), '.', '/');
    out.push_back(BrokenRule{pointer, pointer + field, shown(slots, broken.field), broken.rule});
  }
}

}  // namespace

std::vector<BrokenRule> broken_rules(const Object& root, const std::function<bool(const std::string&)>& sound) {
  std::vector<BrokenRule> out;
  for_each_object(root, [&](void* object, const Access& access, const std::string& pointer) {
    if (access.rules != nullptr && sound(pointer)) ask(object, access, pointer, out);
  });
  return out;
}

RowRules::RowRules(const Object& root, const std::vector<std::string>& paths, std::vector<double*> targets)
    : targets_(std::move(targets)) {
  std::vector<std::string> pointers;
  for (std::string path : paths) {
    std::replace(path.begin(), path.end(), '.', '/');
    pointers.push_back("/" + path);
  }
  for_each_object(root, [&](void* object, const Access& access, const std::string& pointer) {
    if (access.rules == nullptr) return;
    std::vector<std::size_t> within;
    for (std::size_t k = 0; k < pointers.size(); ++k)
      if (is_within(pointers[k], pointer)) within.push_back(k);
    Holder holder{object, access, pointer, {}};
    find_what_it_reads(holder, within);
    if (!holder.reads.empty()) holders_.push_back(std::move(holder));
  });
}

void RowRules::find_what_it_reads(Holder& holder, const std::vector<std::size_t>& within) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const auto broken = [&] {
    sink_.broken.clear();
    holder.access.rules(holder.object, sink_);
    return sink_.broken.size();
  };
  std::vector<double> values;
  for (const std::size_t k : within) values.push_back(*targets_[k]);
  std::vector<bool> reads(within.size(), false);
  const std::size_t usual = broken();
  for (std::size_t i = 0; i < within.size(); ++i) {
    *targets_[within[i]] = kNone;
    reads[i] = broken() != usual;
    *targets_[within[i]] = values[i];
  }
  for (const std::size_t k : within) *targets_[k] = kNone;
  const std::size_t unknown = broken();
  for (std::size_t i = 0; i < within.size(); ++i) {
    *targets_[within[i]] = values[i];
    reads[i] = reads[i] || broken() != unknown;
    *targets_[within[i]] = kNone;
  }
  for (std::size_t i = 0; i < within.size(); ++i) {
    *targets_[within[i]] = values[i];
    if (reads[i]) holder.reads.push_back(within[i]);
  }
}

bool RowRules::hold(const double* row) {
  sink_.broken.clear();
  for (const Holder& holder : holders_) {
    for (const std::size_t k : holder.reads) *targets_[k] = row[k];
    holder.access.rules(holder.object, sink_);
    if (!sink_.broken.empty()) return false;
  }
  return true;
}

std::string BrokenRule::path() const {
  std::string out = pointer.substr(1);
  std::replace(out.begin(), out.end(), '/', '.');
  return out;
}

std::vector<BrokenRule> RowRules::found() const {
  std::vector<BrokenRule> out;
  for (const Holder& holder : holders_) ask(holder.object, holder.access, holder.pointer, out);
  return out;
}

std::string RowRules::broken(const double* row) {
  for (std::size_t k = 0; k < targets_.size(); ++k) *targets_[k] = row[k];
  std::string out;
  for (const BrokenRule& rule : found())
    out += (out.empty() ? "" : "; ") + rule.path() + (rule.shown.empty() ? "" : " is " + rule.shown + ", but") + " " +
           rule.rule;
  return out;
}

}  // namespace roi::inputs
