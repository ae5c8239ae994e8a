// Second half of a plan: helper rows, and the place of every row on its sheet.
#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <utility>

#include "libroi/audit/formula_text.hpp"
#include "libroi/audit/plan.hpp"

namespace roi::audit {

namespace {

/// The helper rows of all formulas cut so far, by zone and formula.
using SharedHelpers = std::map<std::pair<Zone, PatternId>, int>;

/// Cuts one formula from the leaves up: whatever exceeds the limit gives its largest part away to a helper, an existing
/// one where the formula is the same.
class Cutter {
 public:
  Cutter(Patterns& patterns, SharedHelpers& shared, Zone zone, int next_row)
      : patterns_(patterns), shared_(shared), zone_(zone), next_row_(next_row) {}

  struct Helper {
    PatternId original, formula;
    int row;
  };

  PatternId cut(PatternId id) {
    if (const auto it = done_.find(id); it != done_.end()) return it->second;
    if (patterns_.operations(id) <= kMostOperations) {
      done_.emplace(id, id);
      return id;
    }
    std::vector<PatternId> originals = patterns_.children(id), children;
    for (const PatternId child : originals) children.push_back(cut(child));
    PatternId whole = patterns_.with_children(id, children);
    while (patterns_.operations(whole) > kMostOperations) {
      const auto weight = [&](PatternId child) {
        // a mask becomes IF(mask, 1, 0): only when nothing else is left
        const int operations = reads_rate(child) ? 0 : patterns_.operations(child);
        return is_mask(patterns_[child].op) && operations > 0 ? 1 : 2 * operations;
      };
      std::size_t largest = 0;
      for (std::size_t i = 1; i < children.size(); ++i)
        if (weight(children[i]) > weight(children[largest])) largest = i;
      if (weight(children[largest]) == 0) break;
      children[largest] = give_away(originals[largest], children[largest]);
      whole = patterns_.with_children(id, children);
    }
    done_.emplace(id, whole);
    return whole;
  }
  [[nodiscard]] const std::vector<Helper>& helpers() const noexcept { return helpers_; }

 private:
  PatternId give_away(PatternId original, PatternId formula) {
    const bool mask = is_mask(patterns_[formula].op);
    if (mask) {
      const PatternId one = patterns_.make({Op::literal, 0, 0x3ff00000U, 0});
      formula = patterns_.make({Op::choice, formula, one, patterns_.make({Op::literal, 0, 0, 0})});
    }
    const auto [at, fresh] = shared_.try_emplace({zone_, formula}, next_row_);
    if (fresh) helpers_.push_back({original, formula, next_row_++});
    return reference(at->second, mask);
  }
  /// A rate stays inside its IFERROR: a helper row would show an error where there is none.
  [[nodiscard]] bool reads_rate(PatternId id) const {
    if (patterns_[id].op == Op::rate) return true;
    const std::vector<PatternId> children = patterns_.children(id);
    return std::any_of(children.begin(), children.end(), [this](PatternId child) { return reads_rate(child); });
  }
  PatternId reference(int row, bool mask) {
    const PatternId cell = patterns_.cell_here(row, zone_);
    return mask ? patterns_.make({Op::flag, cell, 0, 0}) : cell;
  }

  Patterns& patterns_;
  SharedHelpers& shared_;
  Zone zone_;
  int next_row_;
  std::vector<Helper> helpers_;
  std::unordered_map<PatternId, PatternId> done_;
};

/// The sheet of a domain, by the first part of its paths.
std::string sheet_name(const PlanRow& row) {
  if (row.info.section == Section::metric && row.info.kind == Kind::constant) return "Metrics";
  static constexpr std::pair<const char*, const char*> kNames[] = {
      {"balance", "Balance sheet"}, {"index", "Indices"},           {"check", "Check rows"},
      {"checks", "Check rows"},     {"income", "Income statement"}, {"cash flow", "Cash flow statement"}};
  std::string first = row.info.path.substr(0, row.info.path.find('/'));
  for (const auto& [path, name] : kNames)
    if (first == path) return name;
  if (row.info.path.find('/') == std::string::npos) return "Model";
  first[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(first[0])));
  return first;
}

/// The path above a row; a detail (a helper or a row of flags) belongs to the group of the row it serves.
std::string group_of(const PlanRow& row, bool detail) {
  const std::string above = row.info.path.substr(0, row.info.path.rfind('/'));
  return detail ? above.substr(0, above.rfind('/')) : above;
}

}  // namespace

void Plan::cut_rows() {
  const int count = static_cast<int>(rows_.size());
  std::vector<std::vector<int>> helpers_of(rows_.size());
  SharedHelpers shared;
  for (int r = 0; r < count; ++r) {
    int part = 0;
    for (const Zone zone : {Zone::constant, Zone::opening, Zone::months}) {
      PlanRow& row = rows_[static_cast<std::size_t>(r)];
      PatternId& pattern = zone == Zone::constant ? row.constant : zone == Zone::opening ? row.opening : row.months;
      if (pattern == kNoPattern || patterns_.operations(pattern) <= kMostOperations) continue;
      Cutter cutter(patterns_, shared, zone, static_cast<int>(rows_.size()));
      const PatternId whole = cutter.cut(pattern);
      if (patterns_.operations(whole) > kMostOperations)
        throw StructureError("trace: line '" + row.info.path + "' still has " +
                             std::to_string(patterns_.operations(whole)) + " operations after helper rows, at most " +
                             std::to_string(kMostOperations) + " are readable");
      pattern = whole;
      const int first = zone == Zone::constant ? kConstant : zone == Zone::opening ? kOpening : 0;
      const int last = zone == Zone::constant  ? kConstant
                       : zone == Zone::opening ? kOpening
                                               : static_cast<int>(row.cells.size()) - 3;
      std::vector<PlanRow> made;
      for (const Cutter::Helper& helper : cutter.helpers()) {
        PlanRow h;
        const std::string suffix = "part " + std::to_string(++part);
        h.info = {row.info.path + "/" + suffix, row.info.label + " (" + suffix + ")", "", row.info.kind, Section::none,
                  "a step of " + row.info.label};
        if (row.info.section == Section::metric) h.info.section = Section::metric;
        h.helper = true;
        h.solved_lines = row.solved_lines;
        h.cells.assign(row.cells.size(), kNoNode);
        (zone == Zone::constant ? h.constant : zone == Zone::opening ? h.opening : h.months) = helper.formula;
        made.push_back(std::move(h));
      }
      for (int column = first; column <= last; ++column) {
        std::unordered_map<NodeId, PatternId> seen;
        (void)patterns_.of(row.cell(column), column, opening_[static_cast<std::size_t>(r)], seen);
        for (const auto& [node, id] : seen)
          for (std::size_t h = 0; h < made.size(); ++h)
            if (cutter.helpers()[h].original == id) made[h].cells[static_cast<std::size_t>(column + 2)] = node;
      }
      for (PlanRow& h : made) {
        helpers_of[static_cast<std::size_t>(r)].push_back(static_cast<int>(rows_.size()));
        rows_.push_back(std::move(h));
      }
    }
  }
  // the order on sheets: helpers before the row they serve
  for (int r = 0; r < count; ++r) {
    const std::string name =
        rows_[static_cast<std::size_t>(r)].time ? "Time" : sheet_name(rows_[static_cast<std::size_t>(r)]);
    auto sheet = std::find_if(sheets_.begin(), sheets_.end(), [&](const PlanSheet& s) { return s.name == name; });
    if (sheet == sheets_.end()) {
      sheets_.push_back({name, {}});
      sheet = std::prev(sheets_.end());
    }
    const bool later_exists =
        !rows_[static_cast<std::size_t>(r)].time && graph_->row(r).source == GraphRow::Source::exists;
    if (later_exists) continue;  // placed before its ratio
    const int exists = graph_->row(r).exists_row;
    if (exists >= 0) {
      const auto& extra = helpers_of[static_cast<std::size_t>(exists)];
      sheet->rows.insert(sheet->rows.end(), extra.begin(), extra.end());
      sheet->rows.push_back(exists);
    }
    const auto& own = helpers_of[static_cast<std::size_t>(r)];
    sheet->rows.insert(sheet->rows.end(), own.begin(), own.end());
    sheet->rows.push_back(r);
  }
}

void Plan::place() {
  const auto last =
      std::stable_partition(sheets_.begin(), sheets_.end(), [](const PlanSheet& s) { return s.name == "Time"; });
  std::stable_partition(last, sheets_.end(),
                        [](const PlanSheet& s) { return s.name != "Metrics" && s.name != "Check rows"; });
  for (std::size_t s = 0; s < sheets_.size(); ++s) {
    std::vector<int> spaced;
    std::string group;
    for (const int r : sheets_[s].rows) {
      PlanRow& row = rows_[static_cast<std::size_t>(r)];
      const std::string now =
          group_of(row, row.helper || (!row.time && graph_->row(r).source == GraphRow::Source::exists));
      if (!spaced.empty() && now != group && sheets_[s].name != "Metrics") spaced.push_back(-1);
      group = now;
      row.sheet = static_cast<int>(s);
      row.position = static_cast<int>(spaced.size());
      spaced.push_back(r);
    }
    sheets_[s].rows = std::move(spaced);
  }
}

}  // namespace roi::audit
