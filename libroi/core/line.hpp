#pragma once
/// @file libroi/core/line.hpp: line items, the named rows of a model, and the table that declares them.
///
/// A line item has a path ("revenue/contract/anchor"), a label, a unit, a kind, a place in the statements and a
/// definition in words. Each domain declares its lines once, when the structure of a model is laid out; every
/// evaluation of that structure shares the table.
///
///   kind      over the months of a year      shape
///   flow      adds                           one value a month
///   stock     takes the last                 one value a month, with an opening value before month 0
///   price     averages by its weight         one value a month
///   ratio     averages by its weight         one value a month; may be undefined, with a stated reason
///   flag      takes the last                 one value a month
///   constant  -                              one value for the whole model
///
/// The weight of a price or ratio is the flow it is a price of: sum(price x weight) / sum(weight). A year without any
/// weight, and a line that names none, averages its months alike.
///
/// Signs: costs are positive in their own schedules; in the cash-flow statement inflows are positive and
/// outflows negative; assets, liabilities and equity are positive in the balance sheet.
#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libroi/core/error.hpp"

namespace roi {

enum class Kind { flow, stock, price, ratio, flag, constant };

/// Where a line stands in the statements. Lines of one section add up to the section's total.
enum class Section {
  none,  // a schedule of its own domain
  revenue,
  operating_cost,
  depreciation,
  disposal,
  interest,
  tax,  // income statement; costs positive
  cash_operating,
  cash_investing,
  cash_financing,  // cash-flow statement; outflows negative
  assets,
  liabilities,
  equity,  // balance sheet
  power,   // power bill; costs positive, credits negative
  metric,  // a result for the whole model
  check    // a residual that must vanish
};

/// Handle of a declared line.
struct Line {
  int id = -1;
};

struct LineInfo {
  std::string path;
  std::string label;
  std::string unit;
  Kind kind = Kind::flow;
  Section section = Section::none;
  std::string definition;
  std::string undefined_reason{};  // why a ratio may not exist; empty when it always does
  int scale = -1;                  // of a check or a remainder: the constant line whose 1e-9th part is the tolerance
  std::string scale_too{};         // of a check: path of another such line; the larger counts
  const char* check = "";          // of a check: its number, "H1"; a literal
  std::string weight{};            // of a price or ratio: path of the flow it averages by (LineTable::weigh)
};

/// The lines of one model structure in declaration order. Paths are unique.
class LineTable {
 public:
  Line add(LineInfo info) {
    if (!prefix_.empty()) {
      info.path = prefix_ + info.path;
      if (!info.weight.empty()) info.weight = prefix_ + info.weight;
    }
    if (lines_.empty()) lines_.reserve(kExpected);
    const int id = static_cast<int>(lines_.size());
    if (2 * (lines_.size() + 1) > places_.size()) grow();
    int& place = places_[place_of(info.path)];
    if (place >= 0) throw StructureError("line '" + info.path + "' is declared twice");
    place = id;
    lines_.push_back(std::move(info));
    return {id};
  }
  /// Lets a price or ratio average by a flow.
  void weigh(Line line, Line by) {
    lines_[static_cast<std::size_t>(line.id)].weight = lines_[static_cast<std::size_t>(by.id)].path;
  }
  /// Goes before the path of every line added from now on: a second copy of the same lines.
  void set_prefix(std::string prefix) { prefix_ = std::move(prefix); }
  [[nodiscard]] const LineInfo& operator[](Line line) const { return lines_[static_cast<std::size_t>(line.id)]; }
  [[nodiscard]] const std::vector<LineInfo>& all() const noexcept { return lines_; }
  [[nodiscard]] int size() const noexcept { return static_cast<int>(lines_.size()); }
  /// The line with this path, or a line whose id is -1.
  [[nodiscard]] Line find(std::string_view path) const {
    return places_.empty() ? Line{} : Line{places_[place_of(path)]};
  }

 private:
  static constexpr std::size_t kExpected = 512;  // lines of a center, about

  /// Where the path stands among the places, or would stand: laying out a model adds hundreds of lines.
  [[nodiscard]] std::size_t place_of(std::string_view path) const {
    const std::size_t mask = places_.size() - 1;
    std::size_t place = std::hash<std::string_view>{}(path)&mask;
    while (places_[place] >= 0 && lines_[static_cast<std::size_t>(places_[place])].path != path)
      place = (place + 1) & mask;
    return place;
  }
  void grow() {
    places_.assign(std::max(4 * kExpected, 2 * places_.size()), -1);
    for (std::size_t id = 0; id < lines_.size(); ++id) places_[place_of(lines_[id].path)] = static_cast<int>(id);
  }

  std::string prefix_;
  std::vector<LineInfo> lines_;
  std::vector<int> places_;  // ids by the hash of their path; -1: free
};

}  // namespace roi
