#pragma once
/// @file libroi/audit/verdict.hpp: whether a center keeps what its owners and lenders ask of it.
///
///   const audit::Verdict v = audit::verdict(center, evaluation);
///   v.words          "fails 1 of 3: Equity IRR (distributions) is 4.1 %, but must be at least 10 %"
///
/// Tested are the hurdles the model states (center/hurdles.hpp), the covenants it states (funding/covenants.hpp), and,
/// where there are loans, that debt service is paid from the center's own cash: where the owners have to pay it, the
/// loans are in default but for them. A DSCR that does not exist breaks nothing; any other metric that does not exist
/// fails its hurdle. Neither checks nor warnings enter.
#include <string>
#include <vector>

#include "libroi/engine/engine.hpp"

namespace roi::audit {

enum class Outcome { no_hurdle, met, failed, in_default };

struct Requirement {
  std::string path;   ///< of the input that asks, or of the line
  std::string label;  ///< "Equity IRR (distributions)"
  std::string asked;  ///< "at least 10 %"
  std::string found;  ///< "4.1 %", "2029-03 at 0.92x", "does not exist: no rate …"
  bool met = false;
  bool lenders = false;  ///< asked by the lenders: unmet, the loans are in default
};

struct Verdict {
  Outcome outcome = Outcome::no_hurdle;
  std::string words;
  std::vector<Requirement> requirements;
};

[[nodiscard]] const char* name_of(Outcome outcome);
[[nodiscard]] Verdict verdict(const Center<double>& center, const Evaluation& evaluation);

}  // namespace roi::audit
