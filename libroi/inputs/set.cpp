#include "libroi/inputs/set.hpp"

#include <cmath>

#include "libroi/inputs/describe.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace roi::inputs {
namespace {

void collect_broken(void* object, const Access& access, const std::string& prefix, std::vector<std::string>& out) {
  if (access.rules != nullptr) {
    BrokenRules rules;
    access.rules(object, rules);
    for (const auto& broken : rules.broken) out.push_back(prefix + broken.field + " " + broken.rule);
  }
  Slots slots;
  access.visit(object, slots);
  for (const Slot& slot : slots) {
    if (slot.access.visit == nullptr || slot.data() == nullptr) continue;
    const std::string path = prefix + slot.name + ".";
    if (slot.kind != FieldKind::keyed) {
      collect_broken(slot.data(), slot.access, path, out);
      continue;
    }
    for (std::size_t i = 0; i < slot.access.size(slot.member); ++i)
      collect_broken(slot.access.at(slot.member, i), slot.access, path + slot.access.key(slot.member, i) + ".", out);
  }
}

}  // namespace

void refuse_path(std::string_view path, const std::vector<std::string>& paths) {
  throw DomainError("set: " + std::string(path) + " is not an input" + hint(path, paths));
}

void require_in_range(std::string_view path, double value, Range range, const char* unit, const char* meaning) {
  if (std::isfinite(value) && value >= range.lo && value <= range.hi) return;
  const std::string rule = std::isfinite(value) ? range_text(range, unit) : "finite";
  throw DomainError("set: " + std::string(path) + " is " + to_text(value) + ", but must be " + rule + " (" + meaning +
                    ")");
}

std::vector<std::string> broken_rules(const Object& root) {
  std::vector<std::string> out;
  collect_broken(root.data, root.access, "", out);
  return out;
}

void check_object(const Object& root) {
  std::string text;
  for (const std::string& rule : broken_rules(root)) text += (text.empty() ? "inputs: " : "\ninputs: ") + rule;
  if (!text.empty()) throw DomainError(text);
}

}  // namespace roi::inputs
