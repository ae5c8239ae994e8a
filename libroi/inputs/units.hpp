#pragma once
/// @file libroi/inputs/units.hpp: the closed list of units, and conversion to the declared one.
///
/// A declared unit is a quotient of products of atoms: "money/card-hour", "kW", "money/kW/year", "1/year".
/// A model file may write each atom as another of the same dimension, in the same order; everything else is refused:
///
///   declared          accepted, for example
///   money             CNY, 元, 万元, 亿元, million CNY, USD (with an exchange rate)
///   MW                W, kW, GW, 万千瓦          kWh     Wh, MWh, GWh, 度
///   money/card-hour   USD/card-hour, 元/卡-小时    month   year (12 months)
///   1                 %, bp, ‰                   1/year  %/year
///   card              1, 卡, thousand card        rack    1, 机柜
///
/// Cards, nodes, cores and vCPUs are different things: which of them an input counts, its fleet says
/// (inputs/checking/unit_at.hpp).
///
/// Hours and months never convert into each other (a month has 672 to 744 hours: that is the calendar's business), and
/// a share per month is not a share per year (it compounds). Currencies meet through the model's exchange rates only.
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace roi::inputs {

/// The model's currency and its declared rates: units of model currency for one unit of the other.
struct Money {
  std::string currency = "CNY";
  std::map<std::string, double> rates;
};

/// Written value x up / down = value in the declared unit. Kept apart so that 7 % is exactly 0.07.
struct Conversion {
  double up = 1.0;
  double down = 1.0;
  std::string problem;  ///< the rule broken, or empty

  [[nodiscard]] double operator()(double x) const noexcept { return x * up / down; }
};

[[nodiscard]] Conversion conversion(std::string_view written, std::string_view declared, const Money& money);

/// Whether a declaration uses the closed list.
[[nodiscard]] bool is_unit(std::string_view declared);

/// Units a message offers for the declared one: the plain alternatives, no more than a dozen.
[[nodiscard]] std::vector<std::string> accepted_units(std::string_view declared, const Money& money);

/// The declared unit as a file writes it: "CNY/card-hour".
[[nodiscard]] std::string written_unit(std::string_view declared, const Money& money);

/// Whether a quantity of this unit could be meant in several: "kW or MW?". Shares, and shares a year, are plain numbers.
[[nodiscard]] bool has_several_units(std::string_view declared, const Money& money);

/// A regular expression (ECMA 262) that matches exactly the units conversion() accepts, any currency allowed; of a unit that
/// counts cards those that count nodes, cores and vCPUs too.
[[nodiscard]] std::string unit_pattern(std::string_view declared);

[[nodiscard]] const std::vector<std::string>& currency_codes();

/// Units a count may name: 1, card, node, server, rack, person, …
[[nodiscard]] const std::vector<std::string>& counting_units();

}  // namespace roi::inputs
