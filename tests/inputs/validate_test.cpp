// Trees made in code are refused like files, with paths.
#include "libroi/inputs/checking/validate.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "libroi/engine/engine.hpp"
#include "libroi/inputs/reader.hpp"
#include "tests/inputs/model_text.hpp"

namespace roi {
namespace {

std::string refusal_of(const std::function<void(test::Toy<double>&)>& change) {
  test::Toy<double> toy = test::toy(test::kModel).root;
  change(toy);
  try {
    validate(toy);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(Validate, AcceptsWhatTheReaderAccepts) {
  EXPECT_EQ(refusal_of([](auto&) {}), "");
}

TEST(Validate, SaysWhereAndWhyLikeTheReader) {
  const std::pair<std::function<void(test::Toy<double>&)>, const char*> cases[] = {
      {[](auto& t) { t.fleets.at("ascend").cards = 0.0; },
       "/fleets/ascend/cards is 0, but must be in [1, 1e+07] card (cards installed)"},
      {[](auto& t) { t.fleets.at("ascend").availability = 1.01; },
       "/fleets/ascend/availability is 1.01, but must be in [0, 1] (share of hours a card can be sold)"},
      {[](auto& t) { t.fleets.at("ascend").delivered = 1e9; },
       "/fleets/ascend/delivered is 1e+09, but must be a date like 2025-07-01 or a number of months after the start in "
       "[-1200, 2400] (day the cards arrive)"},
      {[](auto& t) { t.fleets.at("ascend").refreshes = 11; },
       "/fleets/ascend/refreshes is 11, but must be a whole number in [0, 10] (times the fleet is replaced)"},
      {[](auto& t) { t.fleets.at("ascend").phase = "frist"; },
       "/fleets/ascend/phase is \"frist\", but must be a key of phases; nearest is first"},
      {[](auto& t) { t.fleets.at("ascend").phase.clear(); },
       "/fleets/ascend/phase is missing, but is required (phase whose hall and power the cards use)"},
      {[](auto& t) { t.fleets.at("ascend").price.labels.pop_back(); },
       "/fleets/ascend/price has 2 values, 2 months and 1 labels, but must have as many of each (list price of a "
       "card-hour)"},
      {[](auto& t) { t.fleets.at("ascend").price.values[1] = -1.0; },
       "/fleets/ascend/price/points/2026-07-16 is -1, but must be in [0, 1e+06] CNY/card-hour (list price of a "
       "card-hour)"},
      {[](auto& t) { std::swap(t.fleets.at("ascend").price.months[0], t.fleets.at("ascend").price.months[1]); },
       "/fleets/ascend/price must have its points in order of time (list price of a card-hour)"},
      {[](auto& t) { t.fleets.at("ascend").price.index = "cpu"; },
       "/fleets/ascend/price/index is \"cpu\", but must be a key of indices; nearest is cpi"},
      {[](auto& t) { t.fleets.at("ascend").profile = static_cast<test::Profile>(7); },
       "/fleets/ascend/profile is 7, but must be one of linear, falling (how the residual value falls)"},
      {[](auto& t) { t.fleets.at("ascend").steps.resize(6, 0.0); },
       "/fleets/ascend/steps has 6 items, but must have 0 to 5 (yearly change of price)"},
      {[](auto& t) { t.fleets.at("ascend").season[3] = 11.0; },
       "/fleets/ascend/season/3 is 11, but must be in [0, 10] (demand by month of the year)"},
      {[](auto& t) { t.fleets.at("ascend").delivered = -60.0; },
       "/fleets/ascend/life is 60, but must end after the start of the model"},
      {[](auto& t) { t.phases.append("second"); },
       "/phases/second/energised is missing, but is required (first day with power)\n"
       "/phases/second/critical is missing, but is required (critical IT power)"},
      {[](auto& t) { t.currency = "RMB"; }, nullptr},
      {[](auto& t) { t.priority.push_back("ascend"); }, "/priority/1 is \"ascend\", but must not be listed twice"},
  };
  for (const auto& [change, message] : cases) {
    const std::string found = refusal_of(change);
    if (message == nullptr) EXPECT_NE(found.find("/currency is \"RMB\", but must be a currency"), std::string::npos);
    else EXPECT_EQ(found, message);
  }
}

TEST(Validate, EvaluationGradientAndBatchRefuseTheSame) {
  Center<double> center;
  const std::string paths[] = {"months"};
  const double values[] = {1.0};
  const Metric metrics[] = {Metric::npv_project};
  EXPECT_THROW((void)evaluate(center), InputError);
  EXPECT_THROW((void)gradient(center, metrics), InputError);
  EXPECT_THROW((void)evaluate_many(center, paths, values, metrics), InputError);
  try {
    (void)evaluate(center);
  } catch (const InputError& error) {
    const std::string all = error.what();
    for (const char* part : {"/name is missing, but is required (name of the center)", "/start is missing",
                             "/valuation/discount_rate is missing", "/phases has 0 entries, but must have at least 1",
                             "/tax/rate is missing", "/financing/conversion is missing"})
      EXPECT_NE(all.find(part), std::string::npos) << part << " in\n" << all;
  }
  center.start = {2025, 13};
  try {
    (void)evaluate(center);
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("/start must be a month of the years 1900 to 2199"), std::string::npos);
  }
}

}  // namespace
}  // namespace roi
