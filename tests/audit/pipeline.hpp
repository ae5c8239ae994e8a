#pragma once
/// The named centers traced, and their graph against the engine.
#include <algorithm>
#include <cmath>
#include <string>

#include "libroi/audit/evaluate_graph.hpp"
#include "libroi/audit/export.hpp"
#include "libroi/engine/engine.hpp"
#include "tests/support/centers.hpp"

namespace roi::test {

inline bool is_rate(const std::string& path) { return path.rfind("metric/irr/", 0) == 0; }

struct Worst {
  double difference = 0.0;
  std::string line;
};

/// The largest difference of any line from the engine's, relative to the largest value of its row, and of its scale where it
/// is a remainder of such values.
inline Worst worst_difference(const audit::TracedModel& traced, const audit::GraphValues& values,
                              const Evaluation& engine) {
  const LineTable& lines = engine.layout->lines();
  const std::string scale_line = "break-even/scale of sales";
  Worst worst;
  for (int id = 0; id < lines.size(); ++id) {
    const LineInfo& info = lines[Line{id}];
    // residues have no scale of their own; what hangs on the solver is another number for other inputs
    if (info.section == Section::check || info.path == scale_line || info.path == "metric/break-even utilization" ||
        info.path == "check/scale of money at break-even")
      continue;
    const int row = traced.graph().find_row(info.path);
    const bool constant = info.kind == Kind::constant;
    double scale = info.scale < 0 ? 0.0 : engine.ledger.constant_of(Line{info.scale}), difference = 0.0;
    for (int column = constant ? kConstant : 0; column < (constant ? kOpening : engine.ledger.months()); ++column) {
      const double expected = constant ? engine.ledger.constant_of(Line{id})
                                       : engine.ledger.row(Line{id})[static_cast<std::size_t>(column)];
      if (std::isnan(expected)) continue;
      scale = std::max(scale, std::abs(expected));
      difference = std::max(difference, std::abs(values.at(row, column) - expected));
    }
    // both searches for a rate end within their own tolerance
    const double relative = difference > 0.0 ? difference / scale * (is_rate(info.path) ? 1e-3 : 1.0) : 0.0;
    if (relative > worst.difference) worst = {relative, info.path};
  }
  return worst;
}

}  // namespace roi::test
