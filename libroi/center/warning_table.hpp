#pragma once
/// @file libroi/center/warning_table.hpp: every warning there is: id, how serious, when it is raised, what to do.
///
/// A warning asks of legal input "is it meant?". It is never an error (refused) and never an integrity check (do the
/// numbers add up?). A model accepts one by its id, with a reason, everywhere or at single paths:
///
///   "accepted_warnings": {"tenor-cut": "the lender waives the rest", "default-matters": {"fleets.a.mfu": "measured"}}
///
/// This is the only list. What finds them stands in libroi/audit/review/, one file a subject; adding a warning is a row
/// here and a few lines there. C1 to C12 are the commercial checks that practitioners ship with a project model.
#include <array>

namespace roi {

enum class Severity { note, caution, serious };

[[nodiscard]] constexpr const char* name_of(Severity severity) noexcept {
  return severity == Severity::note ? "note" : severity == Severity::caution ? "caution" : "serious";
}

struct WarningInfo {
  const char* id;
  Severity severity;
  const char* rule;    // when it is raised
  const char* advice;  // what to do
};

inline constexpr auto kWarnings = std::to_array<WarningInfo>({
    // time
    {"duration-in-years", Severity::serious,
     "a life or tenor in months is a whole number of at most 50, other than 24, 36 and 48, written without a unit",
     "write it with its unit: {\"value\": 5, \"unit\": \"year\"} or \"month\""},
    {"tenor-cut", Severity::serious, "a loan's tenor ends after the last month of the model",
     "lengthen the model or shorten the tenor: the loan is repaid over the months that are left"},
    {"term-outside-model", Severity::serious, "a contract or lease has no day within the model",
     "correct its dates: it earns nothing"},
    {"sales-before-energisation", Severity::caution, "sales are to begin before the cards or halls that serve them",
     "move the start of the sales, or bring delivery and energisation forward: nothing is sold before"},
    {"curve-before-opening", Severity::caution, "all points of a curve lie before the center opens",
     "add later points, or write the last value as a constant: it holds for the whole life"},
    {"curve-ends-early", Severity::note, "a list of monthly values is shorter than the model",
     "give all months: the last value holds for the rest"},
    {"asset-never-bought", Severity::serious,
     "an asset would enter service in the last month of the model or later: it is left out, with its cost",
     "bring it forward, lengthen the model, or remove it; write a cost of the end as operating cost"},
    {"in-service-moved", Severity::caution, "an asset is to enter service before it is paid for",
     "correct the dates: it enters service with the last payment"},
    {"spending-before-start", Severity::caution, "part of a capital cost is paid before the model starts",
     "start the model earlier: what lies before its start is booked in the first month"},
    // capacity and sales
    {"hall-short-of-power", Severity::serious, "a phase has less critical power than its cards and leases need",
     "raise the phase's critical power or install fewer cards: all its cards are served alike, in part"},
    {"hall-short-of-racks", Severity::serious, "a phase has fewer racks than its cards need",
     "add racks, or put more cards into one: all its cards are served alike, in part"},
    {"hall-short-of-floor", Severity::serious, "a phase has less floor than the racks of its cards need",
     "raise the floor area, or put more cards into a rack: all its cards are served alike, in part"},
    {"kind-sells-otherwise", Severity::caution,
     "a fleet sells hours that a center of the stated kind is not meant to sell",
     "correct the kind or the fleet's unit of sale: general centers sell vCPU-hours, intelligent ones card-hours, "
     "supercomputing ones node-hours and core-hours"},
    {"counts-one-unit", Severity::caution,
     "an amount per sold hour or per card stands in a center whose fleets sell in several units",
     "give it as an amount a year: only hours, cards or nodes of the first fleet's kind count"},
    {"contract-exceeds-fleet", Severity::serious, "a contract is for more cards than its fleet has",
     "reserve no more cards than there are: the rest is never sold"},
    {"contract-cut", Severity::serious, "a contract gets fewer card-hours than it reserves, because others come first",
     "change priorities or volumes: what is cut earns nothing"},
    {"ramp-too-fast", Severity::caution,
     "C8: a market reaches its full demand in fewer months than any comparable center (3 to 9 months)",
     "lengthen the ramp, or say which signed demand fills it"},
    // markets
    {"region-unreachable", Severity::caution,
     "demand of another region has no network, or one that is too slow for the work or ready after the model ends",
     "name a network that reaches it in time, or leave the region out"},
    {"market-runs-nowhere", Severity::caution, "a market runs on chips of which the center has none",
     "buy one of its chips, adapt the work to a chip that is here, or keep the market to show what goes unmet"},
    {"job-larger-than-pool", Severity::caution, "a job holds more cards than any fleet of its market's list has",
     "correct the size, or the fleets: only the part of such a job that fits is served"},
    {"queue-error-large", Severity::note,
     "the share that a queue loses may be wrong by more than 0.01: its largest job holds more than a hundredth of the "
     "pool",
     "compare with roi.queueing.kaufman_roberts, which is exact for a mix of jobs"},
    {"mostly-idle", Severity::caution, "more than half of a fleet's delivered hours stand idle in the last full year",
     "see what would change it: roi why"},
    // inputs
    {"default-matters", Severity::note,
     "a default in use moves NPV by more than 1 % within its range (20 % either way)",
     "state the input, with its source"},
    {"input-unread", Severity::caution, "C10: an input that the file gives is read by no formula of this model",
     "remove it, or give what makes it count"},
    {"compute-basis-unknown", Severity::caution, "compute capacity is stated without its number format",
     "ask for the basis, such as \"fp16 dense\": the same machine is 1, 2 or 16 PFLOPS"},
    {"file-not-used-as-it-is", Severity::caution,
     "a file the model is prepared from holds something that was not used, or was used after a change",
     "read each notice: correct the file, or accept what was made of it"},
    {"value-far-from-its-range", Severity::caution,
     "C10: a value lies more than three standard deviations from the mean of its own uncertainty",
     "correct the value or its uncertainty"},
    {"source-stale", Severity::note,
     "C10: a quote is more than 12 months, or a benchmark more than 24 months, older than the start of the model",
     "ask its source for a new one"},
    {"placeholder-drives-npv", Severity::serious,
     "C12: inputs of status placeholder make up more than 10 % of the variance of NPV",
     "find a source for each of them"},
    // returns
    {"irr-by-final-sale", Severity::serious, "a rate of return exists only through the sale at the end",
     "show what the assets are sold for, and to whom; quote NPV instead"},
    {"irr-below-minus-50", Severity::serious, "a rate of return is below -50 % a year",
     "quote NPV: a rate this low says that nearly all is lost, not how much"},
    {"irr-not-unique", Severity::caution, "C11: several rates make the NPV zero", "quote NPV, or a modified rate"},
    // operation
    {"receivables-dominate", Severity::caution,
     "in two months or more receivables are greater than all revenue so far: customers have paid less than nothing",
     "check the days of payment, or start sales earlier"},
    {"losses-lapse-at-end", Severity::note, "C7: tax losses are left when the model ends and lapse there",
     "lengthen the model, or value the losses elsewhere"},
    {"losses-lapse", Severity::caution, "C7: tax losses lapse unused before the model ends",
     "spread deductions, or allow more years of carry-forward where the law does"},
    // funding
    {"sponsor-serves-debt", Severity::serious,
     "after construction the owners pay money in because cash does not cover the debt service",
     "lower or lengthen the debt, or state the sponsor's undertaking"},
    {"sponsor-covers-losses", Severity::serious,
     "C1: cash would turn negative after construction without money from the owners, debt service aside",
     "fund losses and later capital spending in the uses, or hold cash for them"},
    {"debt-outlasts-contracts", Severity::caution, "C2: debt is outstanding when the last contract ends",
     "repay within the contracts, or show that the market refinances it"},
    {"covenant-breached", Severity::serious, "C4: a cover ratio is below a covenant that the model states",
     "lower the debt, or agree on other covenants"},
    {"dividend-in-lock-up", Severity::serious, "C5: money is distributed in months of lock-up",
     "hold distributions back: they would be claimed back"},
    {"dividend-without-earnings", Severity::serious, "C5: a dividend is paid while retained earnings are negative",
     "hold distributions back"},
    {"gearing-at-cap", Severity::caution,
     "C6: loans pay for more than 80 % of the construction, so equity is below 20 %",
     "check that lenders accept it: 20 to 30 % of equity is usual"},
    {"loan-outlasts-cards", Severity::caution,
     "C9: a loan is still being repaid when the cards' book or tax life is over",
     "shorten the tenor, or plan the refresh that the loan relies on"},
    // acceptance
    {"acceptance-unused", Severity::note, "a warning is accepted that this model does not raise",
     "remove it from accepted_warnings"},
});

}  // namespace roi
