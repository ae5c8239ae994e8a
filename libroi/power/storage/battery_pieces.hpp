#pragma once
/// @file libroi/power/storage/battery_pieces.hpp: the linear pieces of a month's bill in its registers; used by
/// power/storage/battery.cpp.
#include <cstddef>
#include <vector>

#include "libroi/power/tariff/bill.hpp"

namespace roi::power {

/// A register of one month with the values at which the bill's slope in it changes.
struct PieceRegister {
  enum class Kind { energy, all_energy, peak, all_peak };
  Kind kind = Kind::energy;
  std::size_t index = 0;
  std::vector<double> kinks;  // rising
  [[nodiscard]] bool is_peak() const { return kind == Kind::peak || kind == Kind::all_peak; }
};

/// Throws DomainError for tariffs without linear pieces.
[[nodiscard]] std::vector<PieceRegister> piece_registers(const BillPlan& plan, const BillOptions& options,
                                                         const Registers<double>& metered, int month);
/// The month's amounts, without minimum charges.
[[nodiscard]] double month_amount(const BillPlan& plan, const BillOptions& options, const Registers<double>& registers,
                                  int month);
[[nodiscard]] double& register_value(Registers<double>& registers, const PieceRegister& which, int month);
/// Change of the month's amount per unit of each register, at the registers given, which lie inside one piece.
[[nodiscard]] std::vector<double> piece_slopes(const BillPlan& plan, const BillOptions& options,
                                               Registers<double> inside, const std::vector<PieceRegister>& which,
                                               int month);

/// Change of the month's amount per exported kWh of each energy register.
[[nodiscard]] std::vector<double> export_prices(const BillPlan& plan, const BillOptions& options,
                                                Registers<double> inside, int month);

}  // namespace roi::power
