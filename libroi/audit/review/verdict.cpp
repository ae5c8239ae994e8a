#include "libroi/audit/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "libroi/audit/review/review.hpp"

namespace roi::audit {
namespace {

constexpr double kSlack = 1e-9;

class Judge {
 public:
  Judge(const Center<double>& center, const Evaluation& evaluation) : record_(), review_(center, record_, evaluation) {
    if (center.hurdles) hurdles(*center.hurdles);
    lenders();
    conclude();
  }
  Verdict verdict;

 private:
  void hurdles(const Hurdles<double>& h) {
    least("project_npv", h.project_npv, Metric::npv_project);
    least("project_irr", h.project_irr, Metric::irr_project);
    least("equity_npv", h.equity_npv, Metric::npv_equity);
    least("equity_irr", h.equity_irr, Metric::irr_equity_distributions);
    most("payback", h.payback, Metric::payback);
    most("break_even_utilization", h.break_even_utilization, Metric::break_even_utilization);
  }
  void least(const char* name, const std::optional<double>& asked, Metric metric) {
    compare(name, asked, metric, "at least ", [](double found, double wanted) { return found >= wanted; });
  }
  void most(const char* name, const std::optional<double>& asked, Metric metric) {
    compare(name, asked, metric, "at most ", [](double found, double wanted) { return found <= wanted; });
  }
  template <class Holds>
  void compare(const char* name, const std::optional<double>& asked, Metric metric, const char* side,
               const Holds& holds) {
    if (!asked) return;
    const MetricInfo& info = review_.evaluation.layout->info(metric);
    const Defined<double>& value = review_.evaluation.metrics[metric];
    verdict.requirements.push_back({std::string("hurdles.") + name, info.label, side + text(info, *asked),
                                    value.exists ? text(info, value.value) : "does not exist: " + info.undefined_reason,
                                    value.exists && holds(value.value, *asked), false});
  }
  [[nodiscard]] std::string text(const MetricInfo& info, double x) const {
    switch (info.format) {
      case Format::money: return review_.money(x);
      case Format::percent: return percent(x);
      case Format::yearly_rate: return percent(x) + " a year";
      case Format::multiple: return short_number(x) + "x";
      case Format::duration: return short_number(x) + " months";
      default: return short_number(x);
    }
  }

  void lenders() {
    const auto& financing = review_.center.financing;
    if (financing.gearing() <= 0.0) return;
    if (financing.covenants) {
      if (const auto& least_dscr = financing.covenants->default_dscr)
        cover("default_dscr", "DSCR", *least_dscr, review_.row("debt/dscr"));
      const Defined<double>& llcr = review_.evaluation.metrics[Metric::llcr];
      if (const auto& asked = financing.covenants->minimum_llcr; asked && llcr.exists)
        verdict.requirements.push_back({"financing.covenants.minimum_llcr", "LLCR",
                                        "at least " + short_number(*asked) + "x", short_number(llcr.value) + "x",
                                        llcr.value >= *asked * (1.0 - kSlack), true});
    }
    const Tally unpaid = owners_money(review_).for_debt;
    const bool served = unpaid.months == 0;
    verdict.requirements.push_back(
        {"debt/service", "Debt service", "paid from the center's own cash",
         served ? "it is" : review_.money(unpaid.amount) + " " + unserved_debt(review_, unpaid), served, true});
  }
  void cover(const char* name, const char* label, double asked, std::span<const double> row) {
    const auto breach = std::find_if(row.begin(), row.end(), [&](double x) { return x < asked * (1.0 - kSlack); });
    std::string found = "never below";
    if (breach != row.end())
      found = review_.month(static_cast<int>(breach - row.begin())) + " at " + short_number(*breach) + "x";
    verdict.requirements.push_back({std::string("financing.covenants.") + name, label,
                                    "at least " + short_number(asked) + "x", std::move(found), breach == row.end(),
                                    true});
  }

  void conclude() {
    const auto& all = verdict.requirements;
    const auto unmet = std::count_if(all.begin(), all.end(), [](const Requirement& r) { return !r.met; });
    const bool in_default =
        std::any_of(all.begin(), all.end(), [](const Requirement& r) { return !r.met && r.lenders; });
    const bool asked =
        std::any_of(all.begin(), all.end(), [](const Requirement& r) { return r.path != "debt/service"; });
    std::string reasons;
    for (const Requirement& r : all)
      if (!r.met)
        reasons += (reasons.empty() ? ": " : "; ") + r.label + (r.path == "debt/service" ? ": " : " is ") + r.found +
                   (r.path == "debt/service" ? "" : ", but must be " + r.asked);
    if (in_default) {
      verdict.outcome = Outcome::in_default;
      const bool broken = std::any_of(
          all.begin(), all.end(), [](const Requirement& r) { return !r.met && r.lenders && r.path != "debt/service"; });
      verdict.words =
          (broken ? "the loans are in default" : "without the owners' money the loans are in default") + reasons;
    } else if (unmet > 0) {
      verdict.outcome = Outcome::failed;
      verdict.words = "fails " + std::to_string(unmet) + " of " + std::to_string(all.size()) + reasons;
    } else if (asked) {
      verdict.outcome = Outcome::met;
      verdict.words = "meets all " + std::to_string(all.size()) + " requirements";
    } else {
      verdict.outcome = Outcome::no_hurdle;
      verdict.words = "no hurdle stated";
    }
  }

  Record record_;
  Review review_;
};

}  // namespace

const char* name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::no_hurdle: return "no hurdle stated";
    case Outcome::met: return "met";
    case Outcome::failed: return "failed";
    case Outcome::in_default: return "in default";
  }
  return "";
}

Verdict verdict(const Center<double>& center, const Evaluation& evaluation) {
  return Judge(center, evaluation).verdict;
}

}  // namespace roi::audit
