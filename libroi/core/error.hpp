#pragma once
/// @file libroi/core/error.hpp: what libroi throws, and the one-line checks that throw it.
///
/// Every exception derives from roi::Error and says where, what, its value, the rule and the way out:
///
///   npv: rate is -1.2, but must be > -1 [1/period]
///
///   Error            base; never thrown itself
///   DomainError      an argument outside its domain
///   InputError       one or more problems in a model file, each with its position    (inputs/text/problem.hpp)
///   NoSolutionError  a solved quantity does not exist, and why
///   StructureError   a calculation breaks a rule of the kernel style (found by the trace)
///   FileError        a file cannot be read or written
///
/// The library neither logs, aborts nor reads a clock.
#include <array>
#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>

#include "libroi/core/scalar.hpp"

namespace roi {

class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
class DomainError : public Error {
 public:
  using Error::Error;
};
class NoSolutionError : public Error {
 public:
  using Error::Error;
};
class StructureError : public Error {
 public:
  using Error::Error;
};
class FileError : public Error {
 public:
  using Error::Error;
};

/// Shortest text that reads back to the same double: "0.1", "-1.2", "1e+23", "nan".
[[nodiscard]] inline std::string to_text(double x) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x).ptr;
  return {buffer.data(), end};
}

/// The number to show for a check that failed: `value` itself; of a Pack, the first lane that fails (core/pack.hpp).
template <class Mask, class T>
[[nodiscard]] double failing_value(const Mask&, const T& value) {
  return value_of(value);
}

[[noreturn]] inline void throw_domain_error(std::string_view where, std::string_view name, double value,
                                            std::string_view rule) {
  std::string text;
  text.append(where).append(": ").append(name).append(" is ").append(to_text(value)).append(", but ").append(rule);
  throw DomainError(text);
}

/// Throws DomainError "`where`: `name` is `value`, but `rule`" unless `holds` (in every lane of a mask).
/// The rule is stated positively, so NaN fails it.
template <class Mask, class T>
void require(const Mask& holds, std::string_view where, std::string_view name, const T& value, std::string_view rule) {
  if (!all_of(holds)) throw_domain_error(where, name, failing_value(holds, value), rule);
}

}  // namespace roi
