// Inputs that the file gives and no formula of this model reads.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "libroi/audit/export.hpp"
#include "libroi/audit/pattern.hpp"
#include "libroi/audit/review/review.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/walk.hpp"

namespace roi::audit {
namespace {

bool starts_with(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

/// Inputs that can be reached from the lines of the model, but not through an index that nothing follows.
std::set<std::string> read_inputs(const Graph& graph) {
  std::vector<bool> row_seen(graph.rows().size(), false), node_seen;
  std::vector<NodeId> open;
  std::set<std::string> out;
  const auto visit_row = [&](std::size_t row) {
    if (row_seen[row]) return;
    row_seen[row] = true;
    for (const NodeId cell : graph.rows()[row].cells)
      if (cell != kNoNode) open.push_back(cell);
  };
  const auto drain = [&] {
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (node_seen.size() <= id) node_seen.resize(id + 1, false);
      if (node_seen[id]) continue;
      node_seen[id] = true;
      const GraphNode& node = graph.node(id);
      if (node.op == Op::input) out.insert(graph.inputs()[node.a].path);
      if (node.op == Op::block)
        for (std::uint32_t i = 0; i < node.b; ++i) out.insert(graph.inputs()[node.a + i].path);
      if (node.op == Op::cell || node.op == Op::range) visit_row(node.a);
      for (const NodeId child : node_children(graph, id)) open.push_back(child);
    }
  };
  for (std::size_t row = 0; row < graph.rows().size(); ++row) {
    const std::string& path = graph.rows()[row].info.path;
    if (starts_with(path, "index/") || starts_with(path, "break-even/index/")) continue;
    visit_row(row);
    drain();
  }
  return out;
}

/// Whether any line or metric differs when a structural input takes another of its values.
bool structure_matters(const Review& review, Center<double>& copy, const inputs::Slot& slot) {
  const auto differs = [&] {
    try {
      const Evaluation other = evaluate(copy);
      if (other.layout->lines().size() != review.evaluation.layout->lines().size()) return true;
      for (int id = 0; id < other.layout->lines().size(); ++id) {
        const auto ours = review.evaluation.ledger.row(Line{id}), theirs = other.ledger.row(Line{id});
        const auto same = [](double a, double b) { return a == b || (a != a && b != b); };
        if (!std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(), same)) return true;
        if (!same(review.evaluation.ledger.opening_of(Line{id}), other.ledger.opening_of(Line{id}))) return true;
      }
      return false;
    } catch (const Error&) {
      return true;  // another rule reads it
    }
  };
  if (slot.kind == FieldKind::count) {
    int& count = *static_cast<int*>(slot.data());
    const int present = count;
    count = present + 1 <= static_cast<int>(slot.range.hi) ? present + 1 : present - 1;
    const bool matters = differs();
    count = present;
    return matters;
  }
  const int present = slot.access.get(slot.data());
  bool matters = false;
  for (std::size_t i = 0; i < slot.choice_count && !matters; ++i) {
    slot.access.set(slot.data(), slot.choice_at(slot.choices, i).value);
    matters = differs();
  }
  slot.access.set(slot.data(), present);
  return matters;
}

std::string shown(const inputs::Slot& slot) {
  if (slot.kind == FieldKind::count) return std::to_string(*static_cast<const int*>(slot.data()));
  for (std::size_t i = 0; i < slot.choice_count; ++i)
    if (const auto choice = slot.choice_at(slot.choices, i); choice.value == slot.access.get(slot.data()))
      return choice.name;
  return {};
}

/// A data sheet is kept whole, whichever of its figures a model needs; the verdict reads hurdles and covenants; a class of
/// work is a label; how work runs on chips that no fleet has is kept for the day one does.
bool is_kept(const Center<double>& center, const std::string& path) {
  std::vector<std::string> part;
  for (std::size_t from = 0, dot = 0; dot != std::string::npos; from = dot + 1) {
    dot = path.find('.', from);
    part.push_back(path.substr(from, dot == std::string::npos ? dot : dot - from));
  }
  part.resize(std::max<std::size_t>(part.size(), 4));
  if (part[0] == "hurdles" || (part[0] == "financing" && part[1] == "covenants") ||
      (part[0] == "power" && part[1] == "bill") || path == "announced_compute" || path == "kind")
    return true;
  if (part[0] == "fleets") return part[2] == "device";
  if (part[0] != "markets") return false;
  if (part[2] == "reference" || part[2] == "workload") return true;
  const auto is_here = [&](const std::string& chip) {
    return std::any_of(center.fleets.begin(), center.fleets.end(),
                       [&](const auto& fleet) { return fleet.key == chip || fleet.value.device.chip == chip; });
  };
  return part[2] == "runs_on" && !is_here(part[3]);
}

}  // namespace

void review_unread(Review& review) {
  const TracedCenter traced(review.center);
  const std::set<std::string> read = read_inputs(traced.graph());
  Center<double> copy = review.center;
  inputs::for_each_slot(inputs::object_of(copy), [&](const std::string& path, const inputs::Slot& slot) {
    if (is_kept(review.center, path) || !review.is_given(path, slot)) return;
    if (slot.kind == FieldKind::count || slot.kind == FieldKind::choice) {
      if (!structure_matters(review, copy, slot))
        review.raise("input-unread", path, shown(slot), "no line or metric is different with another value");
      return;
    }
    bool any = false, all = true;
    std::string value;
    inputs::for_each_number<double>(
        slot, [&](const std::string& suffix, const double& x, const char* unit, Range, FieldKind kind) {
          any = true;
          if (read.count(path + suffix) != 0) all = false;
          if (value.empty())
            value = kind == FieldKind::date
                        ? review.date(x)
                        : short_number(x) + (std::string_view(unit) == "1" ? "" : std::string(" ") + unit);
        });
    if (any && all) review.raise("input-unread", path, value, "no formula of this model reads it");
  });
  for (const auto& exchange : review.record.exchange_rates) {
    const std::string& code = exchange.first;
    const bool used = std::any_of(review.record.values.begin(), review.record.values.end(),
                                  [&](const auto& entry) { return entry.second.unit.find(code) != std::string::npos; });
    if (!used)
      review.raise("input-unread", "exchange_rates." + code, short_number(exchange.second),
                   "no value of the model is in " + code);
  }
}

}  // namespace roi::audit
