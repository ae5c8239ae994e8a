#pragma once
/// @file libroi/power/prepare/prepare_tariff.hpp: the charges of a tariff as inputs of a center.
///
///   energy period x tiers   ->  a register with steps; hours' use blocks end at kWh per kW of billing demand
///   hourly prices           ->  a register of one step; power/prepare/prepare.hpp weighs its hours
///   demand period x tiers   ->  an item with steps, in kVA or corrected to a target at the power factor given
///   yearly amounts          ->  a twelfth a month
///
/// Names become keys: lower case, with hyphens. Loads of the registers, and the months in which demand is charged, are
/// left to power/prepare/prepare.hpp.
///   Errors: DomainError for a tariff that breaks its own rules (power/tariff/tariff.hpp), for one without an energy
///   charge, for tiers in the order of hours or of single days, which no monthly register can follow.
#include "libroi/power/month/bill_inputs.hpp"
#include "libroi/power/tariff/tariff.hpp"

namespace roi::power {

/// `load_power_factor`: of the load at its peaks, in (0, 1].
[[nodiscard]] BillInputs<double> tariff_inputs(const Tariff& tariff, double load_power_factor);

}  // namespace roi::power
