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
///   no hours below zero, and none of a fleet allocated beyond those sold, sold beyond available, available beyond delivered
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
  const auto ends_in_hour = [](const std::string& unit) {
    return unit.size() >= 4 && unit.compare(unit.size() - 4, 4, "hour") == 0 && unit.find('/') == std::string::npos;
  };
  double most = 1.0;
  const auto hours_of = [&](int id) { return evaluation.ledger.row(Line{id}); };
  const auto is_hours = [&](const LineInfo& info) {
    return ends_in_hour(info.unit) && info.kind == Kind::flow && info.section == Section::none;
  };
  for (int id = 0; id < lines.size(); ++id)
    if (is_hours(lines[Line{id}]))
      for (const double hours : hours_of(id)) most = std::max(most, std::fabs(hours));
  for (int id = 0; id < lines.size(); ++id) {
    if (!is_hours(lines[Line{id}])) continue;
    for (const double hours : hours_of(id))
      if (hours < -1e-11 * most) {
        out.push_back(lines[Line{id}].path + " is " + std::to_string(hours) + " hours");
        break;
      }
  }
  for (const auto& name : evaluation.layout->lines().all()) {
    const std::string start = "sales/fleet/", end = "/sold";
    if (name.path.rfind(start, 0) != 0 || name.path.size() < end.size() ||
        name.path.compare(name.path.size() - end.size(), end.size(), end) != 0)
      continue;
    const std::string fleet = name.path.substr(start.size(), name.path.size() - start.size() - end.size());
    const auto row = [&](const std::string& path) { return evaluation.ledger.row(lines.find(path)); };
    const auto allocated = row(start + fleet + "/allocated"), sold = row(name.path);
    const auto available = row("capacity/fleet/" + fleet + "/available");
    const auto delivered = row(start + fleet + "/delivered hours");
    for (std::size_t t = 0; t < sold.size(); ++t)
      if (allocated[t] > sold[t] + 1e-11 * most || sold[t] > available[t] + 1e-11 * most ||
          available[t] > delivered[t] + 1e-11 * most) {
        out.push_back("fleet " + fleet + " is oversold in month " + std::to_string(t));
        break;
      }
  }
  return out;
}

/// |assets - liabilities - equity| / largest total assets, the largest of all months; 0 without assets.
inline double balance_residual(const Evaluation& evaluation) {
  const CheckResult& balance = evaluation.checks.front();
  return balance.tolerance > 0.0 ? balance.residual / balance.tolerance * 1e-9 : 0.0;
}

}  // namespace roi::test
