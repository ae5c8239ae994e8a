#pragma once
/// @file libroi/core/scalar.hpp: the one concept of a number that every calculation is written against.
///
/// A calculation is a template over a scalar T and runs unchanged on
///
///   double      one case
///   Pack<W>     W scenarios at once, lane by lane bit-identical to double   (core/pack.hpp)
///   Dual<N>     a value with N exact derivatives                            (core/dual.hpp)
///   Adjoint     a value whose derivatives by all inputs come in one sweep   (core/adjoint.hpp)
///   Formula     a node of the expression graph behind the workbook          (core/formula.hpp)
///
/// Rules for code on a T: a comparison yields a mask, a mask chooses through `select`, and both arms are
/// computed, so both must be finite. There is no `if` or `?:` on a T. Masks combine with `&`, `|`, `!`.
/// The functions below are found by ordinary lookup for double and by argument-dependent lookup for the
/// others; `using std::exp` or any std:: maths on a T reaches libm and is a bug.
///
/// Kinks: min(a, b) returns a at a tie, max(a, b) returns a at a tie; their derivative is that of the
/// argument returned. abs has derivative +1 at 0. A comparison has no derivative: it belongs to the values.
#include <concepts>
#include <type_traits>
#include <utility>

#include "libroi/core/math.hpp"

namespace roi {

[[nodiscard]] LIBROI_INLINE constexpr double select(bool mask, double yes, double no) noexcept {
  return mask ? yes : no;
}
[[nodiscard]] LIBROI_INLINE constexpr double min(double a, double b) noexcept { return b < a ? b : a; }
[[nodiscard]] LIBROI_INLINE constexpr double max(double a, double b) noexcept { return a < b ? b : a; }
[[nodiscard]] LIBROI_INLINE constexpr double abs(double x) noexcept { return x < 0.0 ? -x : x; }
[[nodiscard]] LIBROI_INLINE constexpr bool all_of(bool mask) noexcept { return mask; }
[[nodiscard]] LIBROI_INLINE constexpr bool any_of(bool mask) noexcept { return mask; }

/// The plain number behind a scalar: itself for double, the value part of a Dual or Formula.
[[nodiscard]] LIBROI_INLINE constexpr double value_of(double x) noexcept { return x; }

/// The numbers in a spreadsheet's form of erfcx. No spreadsheet has that function, so a Formula composes it, and only 0, 1
/// and 12 may stand in a cell: who needs erfcx in a workbook books these as constant lines and passes them along.
///
///   ErfcxNumbers<T>::visit_numbers(numbers, number)    calls number(member, name, what it is), in order
template <class T>
struct ErfcxNumbers {
  T two{2.0}, root_two{1.4142135623730951}, inverse_root_pi{0.5641895835477563};
  T least{-26.627053911388694};  // -sqrt(709): exp(x^2) is held there
  T three{3.0}, five{5.0}, seven{7.0}, nine{9.0}, eleven{11.0}, thirteen{13.0};

  static void visit_numbers(auto& self, auto&& number) {
    number(self.two, "two", "2");
    number(self.root_two, "root of two", "square root of 2");
    number(self.inverse_root_pi, "inverse root of pi", "1 / square root of pi");
    number(self.least, "least argument of erfcx", "minus the square root of 709, the largest exponent of exp");
    number(self.three, "three", "factor 3 of the asymptotic series of erfcx");
    number(self.five, "five", "factor 5 of the asymptotic series of erfcx");
    number(self.seven, "seven", "factor 7 of the asymptotic series of erfcx");
    number(self.nine, "nine", "factor 9 of the asymptotic series of erfcx");
    number(self.eleven, "eleven", "factor 11 of the asymptotic series of erfcx");
    number(self.thirteen, "thirteen", "factor 13 of the asymptotic series of erfcx");
  }
};

/// How many cases one T holds: 1, or W for a Pack<W>.
template <class T>
inline constexpr int lanes_of = 1;

/// Whether a T carries derivatives along with its value: Dual and Adjoint. Quantities that are searched are then found in
/// double, and differentiated by `implicit`.
template <class T>
inline constexpr bool carries_derivatives = false;

/// Whether code may look at the values in hand and leave out an arm that no lane needs: for every number, not for Formula,
/// whose nodes must not depend on this evaluation's values.
template <class T>
inline constexpr bool may_skip_arms = true;

/// The derivative of a quantity x that was solved from residual(x, inputs) = 0 in double (implicit function theorem):
/// one Newton step on the residual, evaluated at the solution with the inputs as T. `slope` is d residual / d x there.
///
///   const double root = ...;                                        // |npv(root)| is as small as it gets
///   return implicit(root, npv(T(root), flows), npv_slope);          // value: root, bit for bit; derivatives: exact
///
/// Errors: slope must not be 0; the solution would then not be a function of the inputs.
template <class T>
[[nodiscard]] LIBROI_INLINE T implicit(double solution, const T& residual, double slope) {
  return solution - (residual - value_of(residual)) / slope;
}

/// What a comparison of two T yields: bool for double, Dual and Adjoint, a lane mask for Pack, a node for Formula.
template <class T>
using mask_t = decltype(std::declval<const T&>() < std::declval<const T&>());

template <class T>
concept Scalar = std::copyable<T> && std::constructible_from<T, double> &&
    requires(const T a, const T b, const mask_t<T> m) {
  { a + b } -> std::convertible_to<T>;
  { a - b } -> std::convertible_to<T>;
  { (a * b) } -> std::convertible_to<T>;
  { a / b } -> std::convertible_to<T>;
  { a + 1.0 } -> std::convertible_to<T>;
  { 1.0 - a } -> std::convertible_to<T>;
  { 1.0 * a } -> std::convertible_to<T>;
  { 1.0 / a } -> std::convertible_to<T>;
  { -a } -> std::convertible_to<T>;
  { a < 1.0 } -> std::convertible_to<mask_t<T>>;
  { select(m, a, b) } -> std::convertible_to<T>;
  { min(a, b) } -> std::convertible_to<T>;
  { max(a, 0.0) } -> std::convertible_to<T>;
  { abs(a) } -> std::convertible_to<T>;
  { exp(a) } -> std::convertible_to<T>;
  { log(a) } -> std::convertible_to<T>;
  { pow(a, b) } -> std::convertible_to<T>;
  { sqrt(a) } -> std::convertible_to<T>;
  { normal_cdf(a) } -> std::convertible_to<T>;
  { erfcx(a) } -> std::convertible_to<T>;
};

/// erfcx(x) with those numbers at hand: only a Formula looks at them.
template <class T>
[[nodiscard]] LIBROI_INLINE T erfcx(const T& x, const ErfcxNumbers<T>&) {
  return erfcx(x);
}

}  // namespace roi
