#pragma once
/// @file libroi/finance/diagnosis.hpp: from the roots of a net present value to the diagnosis that `irr` and `xirr` return.
#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "libroi/finance/irr.hpp"
#include "libroi/finance/rate_roots.hpp"

namespace roi::diagnosis {

/// Index of the root that the rule reports. Nearness is measured in the rate.
[[nodiscard]] std::size_t choose(const std::vector<rate_roots::Root>& roots, RootRule rule);

/// Sign changes of a series, zeros left out: at most that many roots above -100 % (Descartes, also for dated flows).
[[nodiscard]] int sign_changes(std::span<const double> flows);

/// DomainError unless there are at least two finite flows.
void check_flows(std::span<const double> flows, std::string_view where);

/// Value, status, roots, count and rule. The NPV profile is taken from `npv_at`.
[[nodiscard]] IrrDiagnosis describe(std::span<const double> flows, const rate_roots::Scan& scan,
                                    const std::function<double(double)>& npv_at);

/// Throws the NoSolutionError that says why a rate does not exist.
[[noreturn]] void throw_no_rate(std::string_view where, IrrStatus status, bool npv_is_negative);

}  // namespace roi::diagnosis
