#include "libroi/audit/warnings.hpp"

#include <algorithm>

#include "libroi/audit/review/review.hpp"

namespace roi::audit {
namespace {

constexpr void (*kFinders[])(Review&){review_time,    review_capacity, review_markets,   review_defaults, review_unread,
                                      review_sources, review_returns,  review_operation, review_funding};

std::size_t place(const std::string& id) {
  return static_cast<std::size_t>(
      std::find_if(kWarnings.begin(), kWarnings.end(), [&](const WarningInfo& w) { return id == w.id; }) -
      kWarnings.begin());
}

}  // namespace

std::vector<Warning> warnings(const Center<double>& center, const Record& record, const Evaluation& evaluation) {
  Review review(center, record, evaluation);
  for (const auto finder : kFinders) finder(review);
  for (const Acceptance& accepted : record.accepted_warnings) {
    bool used = false;
    for (Warning& warning : review.warnings) {
      if (warning.id != accepted.id || (!accepted.path.empty() && warning.path != accepted.path)) continue;
      used = true;
      if (warning.accepted.empty()) warning.accepted = accepted.reason;
    }
    if (!used)
      review.raise("acceptance-unused", accepted.path.empty() ? "accepted_warnings." + accepted.id : accepted.path,
                   accepted.id,
                   "this model does not raise " + accepted.id +
                       (accepted.path.empty() ? std::string() : " at " + accepted.path));
  }
  std::stable_sort(review.warnings.begin(), review.warnings.end(), [](const Warning& a, const Warning& b) {
    return a.severity != b.severity ? a.severity > b.severity : place(a.id) < place(b.id);
  });
  return std::move(review.warnings);
}

}  // namespace roi::audit
