#pragma once
/// @file tests/properties/balance.hpp: what must hold for the evaluation of any valid center.
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "libroi/engine/engine.hpp"
#include "tests/properties/random_center.hpp"

namespace roi::test {

/// Everything that is wrong with an evaluation; empty when nothing is.
///   every check within its tolerance, of money 1e-9 of the largest total assets (the balance sheet is H1)
///   every number finite, but for ratios and metrics that may be undefined
inline std::vector<std::string> faults(const Evaluation& evaluation) {
  std::vector<std::string> out;
  for (const CheckResult& check : evaluation.checks)
    if (!check.passed)
      out.push_back(check.id + " " + check.name + ": residual " + std::to_string(check.residual) + " above " +
                    std::to_string(check.tolerance) + " in month " + std::to_string(check.month));
  const LineTable& lines = evaluation.layout->lines();
  for (int id = 0; id < lines.size(); ++id) {
    const LineInfo& info = lines[Line{id}];
    const bool may_be_undefined = !info.undefined_reason.empty();
    const auto look = [&](double value, int month) {
      if (std::isfinite(value) || (may_be_undefined && std::isnan(value))) return true;
      out.push_back(info.path + " is " + std::to_string(value) + " in month " + std::to_string(month));
      return false;
    };
    if (!look(evaluation.ledger.opening_of(Line{id}), -1) || info.kind == Kind::constant) continue;
    const auto row = evaluation.ledger.row(Line{id});
    for (std::size_t t = 0; t < row.size(); ++t)
      if (!look(row[t], static_cast<int>(t))) break;
  }
  return out;
}

/// |assets - liabilities - equity| / largest total assets, the largest of all months; 0 without assets.
inline double balance_residual(const Evaluation& evaluation) {
  const CheckResult& balance = evaluation.checks.front();
  return balance.tolerance > 0.0 ? balance.residual / balance.tolerance * 1e-9 : 0.0;
}

}  // namespace roi::test
