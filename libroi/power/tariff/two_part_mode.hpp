#pragma once
/// @file libroi/power/tariff/two_part_mode.hpp: what the basic charge of China's two-part price is counted on.
///
///   transformer   price_kva x capacity of the transformers [kVA]
///   contract      price_kw x declared demand [kW], with a floor and a surcharge
///   metered       price_kw x highest demand of the month [kW]
///
/// Alone in a header, since hourly tariffs (power/tariff/tariff.hpp) and the inputs of a month's bill
/// (power/month/tariff_inputs.hpp) share nothing else. Source: NDRC 1583/2016, 526/2023.

namespace roi::power {

enum class TwoPartMode { transformer, contract, metered };

}  // namespace roi::power
