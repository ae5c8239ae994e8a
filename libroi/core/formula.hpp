#pragma once
/// @file libroi/core/formula.hpp: a scalar that records what is computed with it.
///
/// A Formula is the number of a node of the graph in use (core/graph.hpp). Arithmetic on formulas makes nodes, with
/// the engine's value beside; the workbook, `explain` and the independent evaluator read them.
///
///     const Graph::Use use(graph);
///     const Formula balance = Formula::input("loan/amount", 100.0);
///     const Formula interest = balance * Formula::input("loan/rate", 0.06) / 12.0;       // = amount * rate / 12
///
/// x + 0, x - 0, x * 1 and x / 1 fold to x, exactly as the numbers do; two literals do not fold (1 / 12 stays
/// readable), neither does 0 * x. A comparison of two literals is TRUE or FALSE, which fold in & | !. A comparison yields a FormulaMask, which has no conversion to bool: `if (a < b)`
/// does not compile. Rule for columns: what a mask or value was in this evaluation never decides which nodes exist.
///
/// Spreadsheet forms: min MIN, max MAX, abs ABS, sqrt SQRT, exp EXP, log LN, pow ^, normal_cdf NORM.S.DIST(x,TRUE),
/// select IF, & AND, | OR, ! NOT. erfcx is composed: exp(x^2) 2 NORM.S.DIST(-x sqrt(2)) up to x = 12, its asymptotic
/// series beyond; both within 4e-13 of the engine's, which is the value that the node carries.
/// Errors: StructureError when no graph is in use.
#include <cmath>
#include <string_view>

#include "libroi/core/graph.hpp"
#include "libroi/core/scalar.hpp"

namespace roi {

class FormulaMask;

class Formula {
 public:
  Formula() = default;  // the literal 0
  Formula(double x) : id_(x == 0.0 && !std::signbit(x) ? Graph::kZero : Graph::current().literal(x)) {}
  [[nodiscard]] static Formula from_node(NodeId id) {
    Formula f;
    f.id_ = id;
    return f;
  }
  /// The input with this path, declared on first use.
  [[nodiscard]] static Formula input(std::string_view path, double value) {
    return from_node(Graph::current().input(path, value));
  }
  [[nodiscard]] NodeId id() const noexcept { return id_; }
  [[nodiscard]] double value() const { return id_ == Graph::kZero ? 0.0 : Graph::current().node(id_).value; }

  friend Formula operator+(Formula a, Formula b) {
    if (b.id_ == Graph::kZero) return a;
    if (a.id_ == Graph::kZero) return b;
    return make(Op::add, a, b, a.value() + b.value());
  }
  friend Formula operator-(Formula a, Formula b) {
    return b.id_ == Graph::kZero ? a : make(Op::subtract, a, b, a.value() - b.value());
  }
  friend Formula operator*(Formula a, Formula b) {
    if (b.is_one()) return a;
    if (a.is_one()) return b;
    return make(Op::multiply, a, b, a.value() * b.value());
  }
  friend Formula operator/(Formula a, Formula b) {
    return b.is_one() ? a : make(Op::divide, a, b, a.value() / b.value());
  }
  friend Formula operator-(Formula a) { return make(Op::negate, a, {}, -a.value()); }
  friend Formula operator+(Formula a) { return a; }
  Formula& operator+=(Formula b) { return *this = *this + b; }
  Formula& operator-=(Formula b) { return *this = *this - b; }
  Formula& operator*=(Formula b) { return *this = *this * b; }
  Formula& operator/=(Formula b) { return *this = *this / b; }

  friend Formula min(Formula a, Formula b) { return make(Op::minimum, a, b, roi::min(a.value(), b.value())); }
  friend Formula max(Formula a, Formula b) { return make(Op::maximum, a, b, roi::max(a.value(), b.value())); }
  friend Formula abs(Formula a) { return make(Op::absolute, a, {}, roi::abs(a.value())); }
  friend Formula sqrt(Formula a) { return make(Op::root, a, {}, roi::sqrt(a.value())); }
  friend Formula exp(Formula a) { return make(Op::exponential, a, {}, roi::exp(a.value())); }
  friend Formula log(Formula a) { return make(Op::logarithm, a, {}, roi::log(a.value())); }
  friend Formula pow(Formula a, Formula b) { return make(Op::power, a, b, roi::pow(a.value(), b.value())); }
  friend Formula normal_cdf(Formula a) { return make(Op::normal, a, {}, roi::normal_cdf(a.value())); }
  friend Formula erfcx(Formula a);
  friend Formula expm1(Formula a) { return exp(a) - Formula(1.0); }
  friend Formula log1p(Formula a) { return log(a + Formula(1.0)); }
  friend double value_of(Formula a) { return a.value(); }

  friend FormulaMask operator<(Formula a, Formula b);
  friend FormulaMask operator<=(Formula a, Formula b);
  friend FormulaMask operator>(Formula a, Formula b);
  friend FormulaMask operator>=(Formula a, Formula b);
  friend FormulaMask operator==(Formula a, Formula b);
  friend FormulaMask operator!=(Formula a, Formula b);

 private:
  [[nodiscard]] bool is_one() const {
    const GraphNode* node = id_ == Graph::kZero ? nullptr : &Graph::current().node(id_);
    return node != nullptr && node->op == Op::literal && node->value == 1.0;
  }
  static Formula make(Op op, Formula a, Formula b, double value) {
    return from_node(Graph::current().make(op, a.id_, b.id_, 0, value));
  }
  NodeId id_ = Graph::kZero;
};

template <>
inline constexpr bool may_skip_arms<Formula> = false;

class FormulaMask {
 public:
  FormulaMask() = default;  // false
  [[nodiscard]] static FormulaMask from_node(NodeId id) {
    FormulaMask m;
    m.id_ = id;
    return m;
  }
  /// A comparison or another operation that yields true or false.
  [[nodiscard]] static FormulaMask make(Op op, NodeId a, NodeId b, bool value) {
    return from_node(Graph::current().make(op, a, b, 0, value ? 1.0 : 0.0));
  }
  [[nodiscard]] NodeId id() const noexcept { return id_; }
  [[nodiscard]] bool value() const {
    return id_ == Graph::kTrue || (id_ != Graph::kFalse && Graph::current().node(id_).value != 0.0);
  }
  /// A comparison of two literals is settled: it is TRUE or FALSE.
  [[nodiscard]] static FormulaMask compare(Op op, Formula a, Formula b, bool value) {
    const auto is_literal = [](Formula x) {
      return x.id() == Graph::kZero || Graph::current().node(x.id()).op == Op::literal;
    };
    return is_literal(a) && is_literal(b) ? from_node(value ? Graph::kTrue : Graph::kFalse)
                                          : make(op, a.id(), b.id(), value);
  }
  friend FormulaMask operator&(FormulaMask a, FormulaMask b) {
    if (a.id_ == Graph::kTrue || b.id_ == Graph::kFalse) return b;
    if (b.id_ == Graph::kTrue || a.id_ == Graph::kFalse) return a;
    return make(Op::both, a.id_, b.id_, a.value() && b.value());
  }
  friend FormulaMask operator|(FormulaMask a, FormulaMask b) {
    if (a.id_ == Graph::kFalse || b.id_ == Graph::kTrue) return b;
    if (b.id_ == Graph::kFalse || a.id_ == Graph::kTrue) return a;
    return make(Op::either, a.id_, b.id_, a.value() || b.value());
  }
  friend FormulaMask operator!(FormulaMask a) {
    if (a.id_ == Graph::kTrue || a.id_ == Graph::kFalse)
      return from_node(a.id_ == Graph::kTrue ? Graph::kFalse : Graph::kTrue);
    return make(Op::negation, a.id_, 0, !a.value());
  }
  friend Formula select(FormulaMask mask, Formula yes, Formula no) {
    const double value = mask.value() ? yes.value() : no.value();
    return Formula::from_node(Graph::current().make(Op::choice, mask.id_, yes.id(), no.id(), value));
  }
  /// Whether it held in this evaluation: for error checks only.
  friend bool all_of(FormulaMask mask) { return mask.value(); }
  friend bool any_of(FormulaMask mask) { return mask.value(); }

 private:
  NodeId id_ = Graph::kFalse;
};

inline FormulaMask operator<(Formula a, Formula b) {
  return FormulaMask::compare(Op::less, a, b, a.value() < b.value());
}
inline FormulaMask operator<=(Formula a, Formula b) {
  return FormulaMask::compare(Op::less_equal, a, b, a.value() <= b.value());
}
inline FormulaMask operator>(Formula a, Formula b) {
  return FormulaMask::compare(Op::greater, a, b, a.value() > b.value());
}
inline FormulaMask operator>=(Formula a, Formula b) {
  return FormulaMask::compare(Op::greater_equal, a, b, a.value() >= b.value());
}
inline FormulaMask operator==(Formula a, Formula b) {
  return FormulaMask::compare(Op::equal, a, b, a.value() == b.value());
}
inline FormulaMask operator!=(Formula a, Formula b) {
  return FormulaMask::compare(Op::not_equal, a, b, a.value() != b.value());
}

/// Both arms are finite everywhere; the series is 1 - w (1 - 3 w (1 - 5 w (1 - ...))), w = 1 / (2 x^2).
inline Formula erfcx(Formula x, const ErfcxNumbers<Formula>& number) {
  const Formula furthest_near(12.0), one(1.0);
  const Formula near = max(min(x, furthest_near), number.least);
  const Formula direct = exp(near * near) * number.two * normal_cdf(-(near * number.root_two));
  const Formula inverse = one / max(x, furthest_near);
  const Formula w = inverse * inverse / number.two;
  Formula series = one - number.thirteen * w;
  for (const Formula& factor : {number.eleven, number.nine, number.seven, number.five, number.three, one})
    series = one - factor * w * series;
  const FormulaMask is_far = x > furthest_near;
  return Formula::from_node(Graph::current().make(
      Op::choice, is_far.id(), (inverse * number.inverse_root_pi * series).id(), direct.id(), roi::erfcx(x.value())));
}
inline Formula erfcx(Formula a) { return erfcx(a, ErfcxNumbers<Formula>{}); }

}  // namespace roi
