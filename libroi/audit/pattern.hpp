#pragma once
/// @file libroi/audit/pattern.hpp: formulas without their place, so that a row can be seen to hold one formula.
///
/// A pattern is an expression in which a cell is given relative to the column it is used in, as R1C1 notation does:
/// `balance[t-1] * rate` is one pattern in every month. Equal patterns have one number, hence a row holds one formula
/// exactly if all its months have the same number. Ranges and constants are absolute; an opening cell used from a
/// month is relative (the column before) or absolute, as `OpeningReference` says.
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "libroi/core/formula_fold.hpp"

namespace roi::audit {

using PatternId = std::uint32_t;
inline constexpr PatternId kNoPattern = 0xffffffffU;

enum class OpeningReference { relative, absolute };

/// Children as in GraphNode, except: cell (row, offset or column + 2, 1 if absolute), lag (row, 0, k),
/// choose (list, k).
struct Pattern {
  Op op;
  std::uint32_t a, b, c;
  [[nodiscard]] bool operator==(const Pattern&) const = default;
};

/// The part of a row a pattern stands in.
enum class Zone { constant, opening, months };
[[nodiscard]] constexpr Zone zone_of(int column) noexcept {
  return column == kConstant ? Zone::constant : column == kOpening ? Zone::opening : Zone::months;
}

class Patterns {
 public:
  explicit Patterns(const Graph& graph) : graph_(&graph) {}

  /// The pattern of an expression used in a column; `seen` receives the pattern of each node below it.
  PatternId of(NodeId node, int column, OpeningReference opening, std::unordered_map<NodeId, PatternId>& seen);
  PatternId make(const Pattern& pattern);
  /// A cell of a row: in the constant column, or in the column of use.
  PatternId cell_here(int row, Zone zone);

  [[nodiscard]] const Pattern& operator[](PatternId id) const { return patterns_[id]; }
  [[nodiscard]] const std::vector<PatternId>& list(std::uint32_t id) const { return lists_[id]; }
  [[nodiscard]] double literal(PatternId id) const;
  [[nodiscard]] const Graph& graph() const noexcept { return *graph_; }
  /// The children that are patterns; for a choose its list and index.
  [[nodiscard]] std::vector<PatternId> children(PatternId id) const;
  /// The same operation on other children.
  PatternId with_children(PatternId id, const std::vector<PatternId>& children);
  /// Operations of the formula's text; SUM, SUMPRODUCT, MIN or MAX of a range, INDEX, CHOOSE and IRR count as one.
  [[nodiscard]] int operations(PatternId id);
  /// The terms of a sum of five or more cells and inputs, written SUM(…); empty for anything else.
  [[nodiscard]] std::vector<PatternId> terms_of_sum(PatternId id) const;

 private:
  struct Hash {
    [[nodiscard]] std::size_t operator()(const Pattern& p) const noexcept {
      std::uint64_t h = (static_cast<std::uint64_t>(p.a) << 32 | p.b) * 0x9E3779B97F4A7C15ULL;
      h ^= h >> 31;
      h = (h + (static_cast<std::uint64_t>(p.c) << 8 | static_cast<std::uint64_t>(p.op))) * 0xBF58476D1CE4E5B9ULL;
      return static_cast<std::size_t>(h ^ h >> 32);
    }
  };
  PatternId of_cell(const GraphNode& node, int column, OpeningReference opening);
  PatternId of_lag(const GraphNode& node, int column);
  /// A quotient as it may stand where the mask holds: without its own guard of the divisor by that mask.
  PatternId unguarded(PatternId mask, PatternId value);

  const Graph* graph_;
  std::vector<Pattern> patterns_;
  std::vector<int> operations_;
  std::vector<std::vector<PatternId>> lists_;
  std::unordered_map<Pattern, PatternId, Hash> ids_;
};

/// The nodes an expression is made of; none for a leaf or a lag.
[[nodiscard]] std::vector<NodeId> node_children(const Graph& graph, NodeId id);

[[nodiscard]] constexpr bool is_leaf(Op op) noexcept { return op <= Op::block; }
[[nodiscard]] constexpr bool is_mask(Op op) noexcept {
  return op == Op::boolean || (op >= Op::less && op <= Op::flag) || op == Op::rate_exists;
}

}  // namespace roi::audit
