#pragma once
/// @file libroi/power/check.hpp: the checks of core/error.hpp on plain numbers and whole numbers, for the hourly
/// engines.
///
///   check(load >= 0.0, "bill", "load", load, "must be >= 0 [kW]")
///   throws DomainError "bill: load is -3, but must be >= 0 [kW]"
#include <string>
#include <string_view>
#include <type_traits>

#include "libroi/core/error.hpp"

namespace roi::power {

template <class N>
requires std::is_arithmetic_v<N>
void check(bool holds, std::string_view where, std::string_view name, N value, std::string_view rule) {
  if (holds) return;
  std::string text(where);
  text.append(": ").append(name).append(" is ");
  if constexpr (std::is_integral_v<N>) {
    text.append(std::to_string(value));
  } else {
    text.append(to_text(static_cast<double>(value)));
  }
  throw DomainError(text.append(", but ").append(rule));
}

}  // namespace roi::power
