#pragma once
/// @file libroi/core/graph.hpp: the expression graph of one traced evaluation.
///
/// A graph holds two things. **Nodes** are expressions: an operation, up to three children and the engine's value;
/// equal expressions are one node. **Rows** are what a reader sees: the months of a line item, with an opening column
/// before month 0 and a constant column; each column holds the node of its expression. A node `cell` refers to a
/// (row, column), and carries the value booked there.
///
/// A Formula (core/formula.hpp) is the number of a node, so a graph must be in use while formulas are made:
///
///     Graph graph;
///     const Graph::Use use(graph);                                    // this thread's graph until the end of the scope
///     const Formula price = Formula::input("market/price", 2.5);
///
///   columns   0 .. N-1 months     kOpening the column before month 0     kConstant one value for the model
///   children  a, b, c are nodes, except: cell (row, column), range (row, first, last), input (index),
///             literal (bits of the double), lag (series, month, k), block (first input, count), choose (list, k),
///             index (block, k, 0 or the count that k + 1 is capped at)
///
/// Errors: StructureError when no graph is in use and when a column of a row is filled twice.
#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libroi/core/error.hpp"
#include "libroi/core/line.hpp"

namespace roi {

inline constexpr int kOpening = -1;
inline constexpr int kConstant = -2;

enum class Op : std::uint8_t {
  literal,
  boolean,
  input,
  cell,
  range,
  block,  // leaves
  add,
  subtract,
  multiply,
  divide,
  power,
  negate,
  minimum,
  maximum,
  absolute,
  root,
  exponential,
  logarithm,
  normal,  // NORM.S.DIST(a, TRUE)
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  both,
  either,
  negation,
  flag,    // masks; flag: a cell that is not 0
  choice,  // IF(a, b, c)
  sum,
  sum_product,
  least,
  most,
  match,
  index,
  choose,
  lag,  // over ranges
  rate,
  rate_exists,
  defined,  // IRR; a value with its mask
  shifted_date,
  month_of_date,
  year_of_date  // EDATE, MONTH, YEAR
};

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xffffffffU;

struct GraphNode {
  Op op;
  std::uint32_t a, b, c;
  double value;
};

/// A row of the workbook: a line item, a row of the Time sheet, or a helper that belongs to a line.
struct GraphRow {
  enum class Source { line, time, exists };
  Source source = Source::line;
  LineInfo info;
  bool solved = false;        // the constant is a solver's result, not a formula
  int scale_row = -1;         // of a check: the row whose constant scales its tolerance
  int exists_row = -1;        // of a ratio: the row that says in which months it exists
  std::vector<NodeId> cells;  // column + 2: constant, opening, months
};

struct GraphInput {
  std::string path;
  double value;
};

class Formula;

class Graph {
 public:
  /// Makes a graph this thread's graph; restores the former one at the end.
  class Use {
   public:
    explicit Use(Graph& graph) : former_(current_) { current_ = &graph; }
    ~Use() { current_ = former_; }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

   private:
    Graph* former_;
  };

  static constexpr NodeId kZero = 0, kFalse = 1, kTrue = 2;

  Graph() {
    (void)literal(0.0);
    (void)make(Op::boolean, 0, 0, 0, 0.0);
    (void)make(Op::boolean, 1, 0, 0, 1.0);
  }

  [[nodiscard]] static Graph& current() {
    if (current_ == nullptr)
      throw StructureError("Formula: no graph is in use; hold a Graph::Use while a calculation is traced");
    return *current_;
  }

  /// The node of an expression; an equal one is found again.
  NodeId make(Op op, std::uint32_t a, std::uint32_t b, std::uint32_t c, double value) {
    const Key key{op, a, b, c};
    const auto [it, fresh] = ids_.try_emplace(key, static_cast<NodeId>(nodes_.size()));
    if (fresh) nodes_.push_back({op, a, b, c, value});
    return it->second;
  }
  NodeId literal(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    return make(Op::literal, static_cast<std::uint32_t>(bits), static_cast<std::uint32_t>(bits >> 32), 0, x);
  }
  /// The input with this path, declared on first use.
  NodeId input(std::string_view path, double value) {
    const auto [it, fresh] = input_ids_.try_emplace(std::string(path), static_cast<std::uint32_t>(inputs_.size()));
    if (fresh) inputs_.push_back({std::string(path), value});
    return make(Op::input, it->second, 0, 0, value);
  }
  NodeId range(int row, int first, int last) {
    return make(Op::range, static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(first),
                static_cast<std::uint32_t>(last), 0.0);
  }

  int add_row(GraphRow row) {
    rows_.push_back(std::move(row));
    return static_cast<int>(rows_.size()) - 1;
  }
  /// Fills a column of a row and returns the cell.
  NodeId fill(int row, int column, NodeId expression) {
    GraphRow& r = rows_[static_cast<std::size_t>(row)];
    const auto at = static_cast<std::size_t>(column + 2);
    if (r.cells.size() <= at) r.cells.resize(at + 1, kNoNode);
    if (r.cells[at] != kNoNode)
      throw StructureError("trace: line '" + r.info.path + "' is booked twice in " + column_name(column));
    r.cells[at] = expression;
    return cell(row, column, nodes_[expression].value);
  }
  NodeId cell(int row, int column, double value) {
    return make(Op::cell, static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column + 2), 0, value);
  }
  /// The expression of a column, or kNoNode.
  [[nodiscard]] NodeId expression(int row, int column) const {
    const GraphRow& r = rows_[static_cast<std::size_t>(row)];
    const auto at = static_cast<std::size_t>(column + 2);
    return at < r.cells.size() ? r.cells[at] : kNoNode;
  }

  std::uint32_t add_text(std::string text) {
    for (std::size_t i = 0; i < texts_.size(); ++i)
      if (texts_[i] == text) return static_cast<std::uint32_t>(i);
    texts_.push_back(std::move(text));
    return static_cast<std::uint32_t>(texts_.size() - 1);
  }
  std::uint32_t add_list(std::vector<NodeId> list) {
    for (std::size_t i = 0; i < lists_.size(); ++i)
      if (lists_[i] == list) return static_cast<std::uint32_t>(i);
    lists_.push_back(std::move(list));
    return static_cast<std::uint32_t>(lists_.size() - 1);
  }
  std::uint32_t add_series(std::shared_ptr<const std::vector<Formula>> series) {
    series_.push_back(std::move(series));
    return static_cast<std::uint32_t>(series_.size() - 1);
  }

  [[nodiscard]] const GraphNode& node(NodeId id) const { return nodes_[id]; }
  [[nodiscard]] const std::vector<GraphNode>& nodes() const noexcept { return nodes_; }
  [[nodiscard]] const std::vector<GraphRow>& rows() const noexcept { return rows_; }
  [[nodiscard]] GraphRow& row(int id) { return rows_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const GraphRow& row(int id) const { return rows_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const std::vector<GraphInput>& inputs() const noexcept { return inputs_; }
  [[nodiscard]] const std::string& text(std::uint32_t id) const { return texts_[id]; }
  [[nodiscard]] const std::vector<NodeId>& list(std::uint32_t id) const { return lists_[id]; }
  [[nodiscard]] const std::vector<Formula>& series(std::uint32_t id) const { return *series_[id]; }
  [[nodiscard]] int months() const noexcept { return months_; }
  void set_months(int months) noexcept { months_ = months; }

  /// The row with this path, or -1.
  [[nodiscard]] int find_row(std::string_view path) const {
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (rows_[i].info.path == path) return static_cast<int>(i);
    return -1;
  }
  /// The input with this path, or -1.
  [[nodiscard]] int find_input(std::string_view path) const {
    const auto it = input_ids_.find(std::string(path));
    return it == input_ids_.end() ? -1 : static_cast<int>(it->second);
  }

  [[nodiscard]] static std::string column_name(int column) {
    if (column == kConstant) return "the constant column";
    if (column == kOpening) return "the opening column";
    return "month " + std::to_string(column);
  }

 private:
  struct Key {
    Op op;
    std::uint32_t a, b, c;
    [[nodiscard]] bool operator==(const Key&) const = default;
  };
  struct Hash {
    [[nodiscard]] std::size_t operator()(const Key& k) const noexcept {
      std::uint64_t h = (static_cast<std::uint64_t>(k.a) << 32 | k.b) * 0x9E3779B97F4A7C15ULL;
      h ^= h >> 29;
      h = (h + (static_cast<std::uint64_t>(k.c) << 8 | static_cast<std::uint64_t>(k.op))) * 0xBF58476D1CE4E5B9ULL;
      return static_cast<std::size_t>(h ^ h >> 32);
    }
  };
  inline static thread_local Graph* current_ = nullptr;
  std::vector<GraphNode> nodes_;
  std::unordered_map<Key, NodeId, Hash> ids_;
  std::vector<GraphRow> rows_;
  std::vector<GraphInput> inputs_;
  std::unordered_map<std::string, std::uint32_t> input_ids_;
  std::vector<std::string> texts_;
  std::vector<std::vector<NodeId>> lists_;
  std::vector<std::shared_ptr<const std::vector<Formula>>> series_;
  int months_ = 0;
};

}  // namespace roi
