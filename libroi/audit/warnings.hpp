#pragma once
/// @file libroi/audit/warnings.hpp: what is legal in a center but may not be meant.
///
///   const Evaluation e = evaluate(center);
///   for (const audit::Warning& w : audit::warnings(center, record, e)) …
///
/// The table of all warnings stands in center/warning_table.hpp. `record` is what the model file says beside its values
/// (inputs/reader.hpp): which inputs are defaults, where values come from, which warnings the model accepts. Without one,
/// a value that equals its default counts as a default.
/// Cost: some hundred variations and one traced evaluation; pure, like evaluate(). Errors: those of evaluate().
#include <string>
#include <vector>

#include "libroi/center/warning_table.hpp"
#include "libroi/engine/engine.hpp"
#include "libroi/inputs/provenance.hpp"

namespace roi::audit {

struct Warning {
  std::string id;
  Severity severity = Severity::note;
  std::string path;      ///< of the input, line or metric it is about
  std::string value;     ///< what it is, with its unit
  std::string reason;    ///< why that is remarkable, with numbers
  std::string advice;    ///< what to do
  std::string accepted;  ///< the reason for which the model accepts it; empty where it does not
};

/// The most serious first, then in the order of the table and of the center's inputs; accepted ones among them.
[[nodiscard]] std::vector<Warning> warnings(const Center<double>& center, const Record& record,
                                            const Evaluation& evaluation);

}  // namespace roi::audit
