#pragma once
/// @file libroi/core/adjoint.hpp: Adjoint, a value that remembers how it was computed, for derivatives by all inputs.
///
/// Every operation on two Adjoints writes one step to a Tape: its operands and the derivative by each. One sweep back
/// over the tape then gives the derivatives of one result by every input, however many there are:
///
///   adjoint(result) = 1;   adjoint(operand) += (d step / d operand) x adjoint(step),   from the last step to the first
///
///   Tape tape;
///   const Adjoint price = tape.variable(0.12), sold = tape.variable(500.0);
///   const Adjoint revenue = price * sold;                          // value 60
///   double slope[2];
///   tape.gradients({&revenue, 1}, slope);                          // 500, 0.12: in the order of the variables
///
/// Where Dual<N> pays for N derivatives in every operation, an Adjoint pays a few stores in an operation and a sweep
/// for each two results: with many inputs and few results it is the cheaper by far.
///
/// An Adjoint is a step of the tape times a factor, so an operation on one Adjoint alone (x c, -x, exp x) moves the factor
/// and records nothing. Nor do plain numbers, which have no tape. Adjoints of one calculation share
/// one tape, which must outlive them. The value part is bit for bit what the same calculation gives on doubles.
///
/// A comparison yields bool and belongs to the values; select, min and max hand on one argument as it is. Kinks and the
/// ends of domains are those of Dual (core/dual.hpp). A step that no result depends on contributes nothing, even where
/// its derivative is infinite.
///
/// Memory: 24 bytes a step, and 8 (one result) or 16 (several) more during a sweep; kept from clear() to clear().
/// Errors: std::length_error beyond 2^32 - 1 steps. Threads: one tape belongs to one thread at a time; no globals.
/// Source: Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 3.2 and 4 (reverse mode).
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

#include "libroi/core/scalar.hpp"

namespace roi {
inline namespace LIBROI_ISA_NAMESPACE {

class Adjoint;

class Tape {
 public:
  Tape() = default;
  Tape(const Tape&) = delete;
  Tape& operator=(const Tape&) = delete;

  /// An input; all of them come before the first operation on one of them.
  [[nodiscard]] Adjoint variable(double value);
  /// Row-major, results x variables: derivative of each result by each variable.
  void gradients(std::span<const Adjoint> results, std::span<double> out);
  /// Forgets all variables and steps, keeps the memory.
  void clear() noexcept {
    used_ = 0;
    variables_ = 0;
    next_ = end_ = nullptr;
  }
  [[nodiscard]] std::size_t variables() const noexcept { return variables_; }
  /// Operations and variables recorded.
  [[nodiscard]] std::size_t size() const noexcept {
    return used_ == 0 ? 0 : used_ * kBlock - static_cast<std::size_t>(end_ - next_) - 1;
  }

 private:
  friend class Adjoint;
  struct Step {
    double by_a, by_b;
    std::uint32_t a, b;  // step 0 stands for every plain number; nobody reads its adjoint
  };
  struct Several {
    static constexpr std::size_t kCount = 2;
    double of[kCount];
  };
  static constexpr std::size_t kBlock = 2048;  // steps

  LIBROI_INLINE std::uint32_t push(std::uint32_t a, double by_a, std::uint32_t b, double by_b) {
    if (next_ == end_) next_block();
    next_->by_a = by_a;
    next_->by_b = by_b;
    next_->a = a;
    next_->b = b;
    return static_cast<std::uint32_t>(after_ - static_cast<std::size_t>(end_ - next_++));
  }
  [[gnu::noinline, gnu::cold]] void next_block() {
    if ((used_ + 1) * kBlock > std::numeric_limits<std::uint32_t>::max())
      throw std::length_error("Tape: more than 2^32 - 1 steps; record less at a time");
    if (used_ == blocks_.size()) blocks_.push_back(std::make_unique_for_overwrite<Step[]>(kBlock));
    next_ = blocks_[used_].get();
    end_ = next_ + kBlock;
    after_ = ++used_ * kBlock;
    if (used_ == 1) *next_++ = Step{0.0, 0.0, 0, 0};
  }
  static double& of(double& adjoint, std::size_t) noexcept { return adjoint; }
  static double& of(Several& adjoint, std::size_t k) noexcept { return adjoint.of[k]; }
  LIBROI_INLINE static void pass_on(double weight, const Step& step, double* adjoints) noexcept {
    if (weight == 0.0) return;
    adjoints[step.a] += weight * step.by_a;
    adjoints[step.b] += weight * step.by_b;
  }
  LIBROI_INLINE static void pass_on(const Several& at, const Step& step, Several* adjoints) noexcept {
    const Several weight = at;
    bool counts = false;
    for (std::size_t k = 0; k < Several::kCount; ++k) counts |= weight.of[k] != 0.0;
    if (!counts) return;
    for (std::size_t k = 0; k < Several::kCount; ++k)
      adjoints[step.a].of[k] += weight.of[k] != 0.0 ? weight.of[k] * step.by_a : 0.0;
    for (std::size_t k = 0; k < Several::kCount; ++k)
      adjoints[step.b].of[k] += weight.of[k] != 0.0 ? weight.of[k] * step.by_b : 0.0;
  }
  template <class V>
  void sweep(std::span<const Adjoint> results, std::vector<V>& adjoints, double* out) const;

  std::vector<std::unique_ptr<Step[]>> blocks_;
  Step* next_ = nullptr;
  Step* end_ = nullptr;
  std::size_t after_ = 0;  // the number of the step at end_
  std::size_t used_ = 0;   // blocks
  std::size_t variables_ = 0;
  std::vector<double> one_;
  std::vector<Several> several_;
};

class Adjoint {
 public:
  LIBROI_INLINE Adjoint() noexcept : Adjoint(0.0) {}
  LIBROI_INLINE Adjoint(double value) noexcept : value_(value), factor_(1.0), tape_(nullptr), index_(0) {}

  [[nodiscard]] LIBROI_INLINE double value() const noexcept { return value_; }
  /// Whether it depends on a variable.
  [[nodiscard]] LIBROI_INLINE bool active() const noexcept { return tape_ != nullptr; }

  [[nodiscard]] LIBROI_INLINE friend Adjoint operator+(const Adjoint& a) noexcept { return a; }
  [[nodiscard]] LIBROI_INLINE friend Adjoint operator-(const Adjoint& a) noexcept { return chain(-a.value_, a, -1.0); }

  [[nodiscard]] LIBROI_INLINE friend Adjoint operator+(const Adjoint& a, const Adjoint& b) {
    const double sum = a.value_ + b.value_;
    if (!b.tape_) return moved(sum, a);
    if (!a.tape_) return moved(sum, b);
    return chain(sum, a, 1.0, b, 1.0);
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint operator+(const Adjoint& a, double b) noexcept {
    return moved(a.value_ + b, a);
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint operator+(double a, const Adjoint& b) noexcept {
    return moved(a + b.value_, b);
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint operator-(const Adjoint& a, const Adjoint& b) {
    const double difference = a.value_ - b.value_;
    return b.tape_ ? chain(difference, a, 1.0, b, -1.0) : moved(difference, a);
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint operator-(const Adjoint& a, double b) noexcept {
    return moved(a.value_ - b, a);
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint operator-(double a, const Adjoint& b) noexcept {
    return chain(a - b.value_, b, -1.0);
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint operator*(const Adjoint& a, const Adjoint& b) {
    return chain(a.value_ * b.value_, a, b.value_, b, a.value_);
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint operator*(const Adjoint& a, double b) noexcept {
    return chain(a.value_ * b, a, b);
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint operator*(double a, const Adjoint& b) noexcept {
    return chain(a * b.value_, b, a);
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint operator/(const Adjoint& a, const Adjoint& b) {
    const double quotient = a.value_ / b.value_;
    if (!a.tape_ && !b.tape_) return quotient;
    const double inverse = 1.0 / b.value_;
    return chain(quotient, a, inverse, b, -quotient * inverse);
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint operator/(const Adjoint& a, double b) noexcept {
    return a.tape_ ? chain(a.value_ / b, a, 1.0 / b) : Adjoint(a.value_ / b);
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint operator/(double a, const Adjoint& b) noexcept {
    const double quotient = a / b.value_;
    return b.tape_ ? chain(quotient, b, -quotient / b.value_) : Adjoint(quotient);
  }

#define LIBROI_ADJOINT_ASSIGNMENT(op)                                                    \
  LIBROI_INLINE Adjoint& operator op##=(const Adjoint& b) { return *this = *this op b; } \
  LIBROI_INLINE Adjoint& operator op##=(double b) { return *this = *this op b; }
  LIBROI_ADJOINT_ASSIGNMENT(+)
  LIBROI_ADJOINT_ASSIGNMENT(-)
  LIBROI_ADJOINT_ASSIGNMENT(*)
  LIBROI_ADJOINT_ASSIGNMENT(/)
#undef LIBROI_ADJOINT_ASSIGNMENT

#define LIBROI_ADJOINT_COMPARISON(op)                                                                           \
  [[nodiscard, gnu::pure]] LIBROI_INLINE friend bool operator op(const Adjoint& a, const Adjoint& b) noexcept { \
    return a.value_ op b.value_;                                                                                \
  }                                                                                                             \
  [[nodiscard, gnu::pure]] LIBROI_INLINE friend bool operator op(const Adjoint& a, double b) noexcept {         \
    return a.value_ op b;                                                                                       \
  }                                                                                                             \
  [[nodiscard, gnu::pure]] LIBROI_INLINE friend bool operator op(double a, const Adjoint& b) noexcept {         \
    return a op b.value_;                                                                                       \
  }
  LIBROI_ADJOINT_COMPARISON(<)
  LIBROI_ADJOINT_COMPARISON(<=)
  LIBROI_ADJOINT_COMPARISON(>)
  LIBROI_ADJOINT_COMPARISON(>=)
  LIBROI_ADJOINT_COMPARISON(==)
  LIBROI_ADJOINT_COMPARISON(!=)
#undef LIBROI_ADJOINT_COMPARISON

  [[nodiscard]] LIBROI_INLINE friend Adjoint select(bool mask, const Adjoint& yes, const Adjoint& no) noexcept {
    return mask ? yes : no;
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint min(const Adjoint& a, const Adjoint& b) noexcept {
    return b.value_ < a.value_ ? b : a;
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint max(const Adjoint& a, const Adjoint& b) noexcept {
    return a.value_ < b.value_ ? b : a;
  }
  [[nodiscard]] LIBROI_INLINE friend Adjoint abs(const Adjoint& a) noexcept { return a.value_ < 0.0 ? -a : a; }

  [[nodiscard]] friend Adjoint sqrt(const Adjoint& a) noexcept {
    const double root = roi::sqrt(a.value_);
    return a.tape_ && a.value_ > 0.0 ? chain(root, a, 0.5 / root) : Adjoint(root);
  }
  [[nodiscard]] friend Adjoint exp(const Adjoint& a) noexcept {
    const double power = roi::exp(a.value_);
    return exponent_is_free(a.value_) ? chain(power, a, power) : Adjoint(power);
  }
  [[nodiscard]] friend Adjoint expm1(const Adjoint& a) noexcept {
    const double power = roi::expm1(a.value_);
    return exponent_is_free(a.value_) ? chain(power, a, power + 1.0) : Adjoint(power);
  }
  [[nodiscard]] friend Adjoint log(const Adjoint& a) noexcept {
    const double logarithm = roi::log(a.value_);
    return a.value_ >= lane_math::kSmallestNormal ? chain(logarithm, a, 1.0 / a.value_) : Adjoint(logarithm);
  }
  [[nodiscard]] friend Adjoint log1p(const Adjoint& a) noexcept {
    const double logarithm = roi::log1p(a.value_);
    return a.value_ > -1.0 ? chain(logarithm, a, 1.0 / (1.0 + a.value_)) : Adjoint(logarithm);
  }
  [[nodiscard]] friend Adjoint normal_quantile(const Adjoint& a) noexcept {
    constexpr double kRootTwoPi = 2.50662827463100050242;
    const double quantile = roi::normal_quantile(a.value_);
    if (!(a.tape_ && a.value_ > 0.0 && a.value_ < 1.0)) return quantile;
    return chain(quantile, a, kRootTwoPi * roi::exp(0.5 * quantile * quantile));
  }
  [[nodiscard]] friend Adjoint normal_cdf(const Adjoint& a) noexcept {
    constexpr double kInverseRootTwoPi = 0.39894228040143267794;
    const double share = roi::normal_cdf(a.value_), exponent = -0.5 * a.value_ * a.value_;
    if (!(a.tape_ && exponent_is_free(exponent))) return share;
    return chain(share, a, kInverseRootTwoPi * roi::exp(exponent));
  }
  [[nodiscard]] friend Adjoint erfcx(const Adjoint& a) noexcept {
    const double scaled = roi::erfcx(a.value_);
    const bool held = a.value_ < 0.0 && !exponent_is_free(a.value_ * a.value_);
    return a.tape_ && !held ? chain(scaled, a, lane_math::erfcx_slope(a.value_, scaled)) : Adjoint(scaled);
  }
  [[nodiscard]] friend Adjoint pow(const Adjoint& x, const Adjoint& y) {
    const double power = roi::pow(x.value_, y.value_);
    if (!x.tape_ && !y.tape_) return power;
    double by_x = 0.0, by_y = 0.0;
    if (x.value_ >= lane_math::kSmallestNormal) {
      const double logarithm = roi::log(x.value_);
      if (!exponent_is_free(y.value_ * logarithm)) return power;
      by_x = y.value_ * power / x.value_;
      by_y = power * logarithm;
    } else if (y.value_ == 1.0) {
      by_x = 1.0;
    }
    return chain(power, x, by_x, y, by_y);
  }

 private:
  friend class Tape;
  LIBROI_INLINE Adjoint(double value, double factor, Tape* tape, std::uint32_t index) noexcept
      : value_(value), factor_(factor), tape_(tape), index_(index) {}

  static bool exponent_is_free(double x) noexcept {
    return x > lane_math::kSmallestExponent && x < lane_math::kLargestExponent;
  }
  [[nodiscard]] LIBROI_INLINE static Adjoint moved(double value, const Adjoint& a) noexcept {
    return {value, a.factor_, a.tape_, a.index_};
  }
  [[nodiscard]] LIBROI_INLINE static Adjoint chain(double value, const Adjoint& a, double by_a) noexcept {
    return {value, a.factor_ * by_a, a.tape_, a.index_};
  }
  [[nodiscard]] LIBROI_INLINE static Adjoint chain(double value, const Adjoint& a, double by_a, const Adjoint& b,
                                                   double by_b) {
    if (!b.tape_) return chain(value, a, by_a);
    if (!a.tape_) return chain(value, b, by_b);
    return {value, 1.0, a.tape_, a.tape_->push(a.index_, by_a * a.factor_, b.index_, by_b * b.factor_)};
  }

  double value_;
  double factor_;  // d value / d step
  Tape* tape_;
  std::uint32_t index_;
};

/// The value without its history.
[[nodiscard]] LIBROI_INLINE double value_of(const Adjoint& x) noexcept { return x.value(); }

inline Adjoint Tape::variable(double value) {
  if (size() != variables_) throw std::logic_error("Tape: variable() after the first operation on a variable");
  ++variables_;
  return {value, 1.0, this, push(0, 0.0, 0, 0.0)};
}

/// `V` holds the adjoints of one step, by one result or several.
template <class V>
void Tape::sweep(std::span<const Adjoint> results, std::vector<V>& adjoints, double* out) const {
  std::size_t last = 0;
  for (const Adjoint& result : results) last = std::max<std::size_t>(last, result.index_);
  adjoints.assign(std::max(last, variables_) + 1, V{});
  for (std::size_t k = 0; k < results.size(); ++k) of(adjoints[results[k].index_], k) = results[k].factor_;
  for (std::size_t block = last / kBlock + 1; block-- > 0;) {
    const Step* const steps = blocks_[block].get();
    const std::size_t first = block * kBlock, lowest = std::max(first, variables_ + 1);
    for (std::size_t i = std::min(last + 1, first + kBlock); i-- > lowest;)
      pass_on(adjoints[i], steps[i - first], adjoints.data());
  }
  for (std::size_t k = 0; k < results.size(); ++k)
    for (std::size_t j = 0; j < variables_; ++j)
      out[k * variables_ + j] = results[k].active() ? of(adjoints[j + 1], k) : 0.0;
}

inline void Tape::gradients(std::span<const Adjoint> results, std::span<double> out) {
  if (out.size() != results.size() * variables_)
    throw std::invalid_argument("Tape: gradients() needs room for results x variables");
  if (used_ == 0) return;
  for (std::size_t first = 0; first < results.size(); first += Several::kCount) {
    const auto part = results.subspan(first, std::min(Several::kCount, results.size() - first));
    double* const to = out.data() + first * variables_;
    if (part.size() == 1) sweep(part, one_, to);
    else sweep(part, several_, to);
  }
}

}  // namespace LIBROI_ISA_NAMESPACE

template <>
inline constexpr bool carries_derivatives<Adjoint> = true;

static_assert(Scalar<Adjoint>);

}  // namespace roi
