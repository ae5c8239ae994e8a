#include "libroi/inputs/reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "tests/inputs/model_text.hpp"

namespace roi {
namespace {

using test::changed;
using test::kModel;
using test::refusal;

TEST(Reader, ReadsEveryKindOfField) {
  const auto [toy, record] = test::toy(kModel);
  EXPECT_EQ(toy.name, "toy");
  EXPECT_EQ(toy.currency, "CNY");
  EXPECT_EQ(toy.start, 12 * 2025);
  EXPECT_EQ(toy.months, 120);
  EXPECT_EQ(toy.budget, 104e6);
  EXPECT_EQ(toy.phases.at("first").energised, 1.5);
  EXPECT_EQ(toy.phases.at("first").critical, 12.0);
  EXPECT_EQ(toy.indices.at("cpi").level.kind, CurveKind::growth);
  EXPECT_EQ(toy.indices.at("cpi").level.growth, 0.02);
  const auto& fleet = toy.fleets.at("ascend");
  EXPECT_EQ(fleet.cards, 18000.0);
  EXPECT_EQ(fleet.availability, 0.98);
  EXPECT_EQ(fleet.delivered, 2.0);
  EXPECT_EQ(fleet.life, 60.0);
  EXPECT_EQ(fleet.profile, test::Profile::falling);
  EXPECT_FALSE(fleet.pass_through);
  EXPECT_FALSE(fleet.cap.has_value());
  EXPECT_EQ(fleet.price.kind, CurveKind::points);
  EXPECT_EQ(fleet.price.labels, (std::vector<std::string>{"2025-01", "2026-07-16"}));
  EXPECT_EQ(fleet.price.months[1], 18.0 + 15.0 / 31.0);
  EXPECT_EQ(fleet.price.values[1], 14.2);
  EXPECT_EQ(fleet.price.index, "cpi");
  EXPECT_EQ(fleet.announced->value, 6600.0);
  EXPECT_EQ(fleet.announced->precision, Precision::fp16);
  EXPECT_EQ(fleet.season[11], 0.5);
  EXPECT_EQ(fleet.steps, (std::vector<double>{1.0, 2.0}));
  EXPECT_EQ(fleet.power.nameplate, 0.4);
  EXPECT_EQ(fleet.power.idle, 0.3);
  EXPECT_EQ(toy.loan->amount, 50e6);
  EXPECT_EQ(toy.loan->rate, 0.05);
  EXPECT_EQ(toy.priority, std::vector<std::string>{"ascend"});
}

TEST(Reader, RemembersWhereValuesComeFrom) {
  const auto record = test::toy(kModel).record;
  const Provenance& budget = *record.find("budget");
  EXPECT_EQ(budget.given, "1.04");
  EXPECT_EQ(budget.unit, "亿元");
  EXPECT_EQ(budget.source, "tender 7");
  EXPECT_EQ(budget.status, "filing");
  EXPECT_EQ(budget.file, "toy.json");
  EXPECT_EQ(budget.line, 4);
  EXPECT_EQ(budget.column, 23);
  EXPECT_EQ(record.find("fleets.ascend.cards")->uncertainty->values, (std::vector<double>{16000, 18000, 20000}));
  EXPECT_EQ(record.find("fleets.ascend.power.nameplate")->source, "data sheet");  // said once for the whole entry
  EXPECT_EQ(record.find("fleets.ascend.season.3")->given, "50");                  // said once for all months
  EXPECT_EQ(record.find("fleets.ascend.availability"), nullptr);                  // a default
  EXPECT_EQ(record.catalogue.at("fleets.ascend.power"), "a1");
  EXPECT_EQ(record.exchange_rates.at("USD"), 7.1);
}

/// Every reported position is that of the text the message is about.
void expect_positions(const std::string& text) {
  try {
    (void)test::toy(text);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems()) {
      std::istringstream lines(text);
      std::string line;
      for (int i = 0; i < problem.line; ++i) std::getline(lines, line);
      const auto comma = problem.message.find(", but");
      const std::string shown = problem.message.substr(0, comma);
      const std::string key = problem.pointer.substr(problem.pointer.rfind('/') + 1);
      std::string expected;
      if (shown == "is an object" || problem.message.rfind("is missing", 0) == 0) expected = "{";
      else if (shown == "is a list" || shown.rfind("has ", 0) == 0) expected = "[";
      else if (comma == std::string::npos || key == "CNY") expected = "\"" + key + "\"";
      else expected = shown.substr(3, shown.find(' ', 3) - 3);
      const auto at = static_cast<std::size_t>(problem.column - 1);  // the lines in question are ASCII before that
      if (line.find("亿") != std::string::npos) continue;
      EXPECT_EQ(line.substr(at, expected.size()), expected) << problem.text();
    }
  }
}

struct Case {
  const char* from;
  const char* to;
  const char* message;
};

void expect_refusals(const std::vector<Case>& cases) {
  for (const Case& entry : cases) {
    const std::string text = changed(entry.from, entry.to);
    EXPECT_EQ(refusal(text), entry.message) << entry.to;
    expect_positions(text);
  }
}

TEST(Reader, RefusesWrongTypesAndValues) {
  expect_refusals({
      {"\"toy\"", "3", "toy.json:2:11: /name is 3, but must be a text (name of the center)"},
      {"\"toy\"", "\"\"", "toy.json:2:11: /name is \"\", but must not be empty (name of the center)"},
      {"\"start\": \"2025-01\"", "\"start\": \"2025-01-01\"",
       "toy.json:3:12: /start is \"2025-01-01\", but must be a month like 2025-07 (first month of the model)"},
      {"\"phase\": \"first\"", "\"phase\": \"first\", \"availability\": -0.1",
       "toy.json:11:41: /fleets/ascend/availability is -0.1, but must be in [0, 1] (share of hours a card can be "
       "sold)"},
      {"\"phase\": \"first\"", "\"phase\": \"first\", \"availability\": \"98 %\"",
       "toy.json:11:41: /fleets/ascend/availability is \"98 %\", but must be a number in [0, 1] (share of hours a card "
       "can be sold)"},
      {"\"phase\": \"first\"", "\"phase\": \"first\", \"refreshes\": 1.5",
       "toy.json:11:38: /fleets/ascend/refreshes is 1.5, but must be a whole number in [0, 10] (times the fleet is "
       "replaced)"},
      {"\"phase\": \"first\"", "\"phase\": \"first\", \"refreshes\": true",
       "toy.json:11:38: /fleets/ascend/refreshes is true, but must be a whole number in [0, 10] (times the fleet is "
       "replaced)"},
      {"\"phase\": \"first\"", "\"phase\": \"first\", \"refreshes\": 1e300",
       "toy.json:11:38: /fleets/ascend/refreshes is 1e300, but must be a whole number in [0, 10] (times the fleet is "
       "replaced)"},
      {"\"phase\": \"first\"", "\"phase\": \"first\", \"pass_through\": 1",
       "toy.json:11:41: /fleets/ascend/pass_through is 1, but must be true or false (whether the tenant pays the "
       "power)"},
      {"\"falling\"", "\"fallin\"",
       "toy.json:15:18: /fleets/ascend/profile is \"fallin\", but must be one of linear, falling (how the residual "
       "value falls)"},
      {"\"delivered\": \"2025-03\"", "\"delivered\": \"2025-3-1\"",
       "toy.json:13:20: /fleets/ascend/delivered is \"2025-3-1\", but must be a date like 2025-07-01 or a number of "
       "months after the "
       "start in [-1200, 2400] (day the cards arrive)"},
      {"\"value\": 5, \"unit\": \"year\"", "\"value\": 51, \"unit\": \"year\"",
       "toy.json:14:25: /fleets/ascend/life/value is 51 year = 612, but must be in [1, 600] month (service life of a "
       "card)"},
      {"\"loan\": {", "\"loan\": [], \"months\": {",
       "toy.json:23:11: /loan is a list, but must be an object (bank loan)\n"
       "toy.json:23:25: /months is an object, but must be a whole number in [1, 600] (length of the model)"},
      {"\"first\": {\"energised\"", "\"First\": {\"energised\"",
       "toy.json:8:14: /phases/First is not a valid key; keys match [a-z0-9][a-z0-9_-]*"},
      {"\"start\": \"2025-01\"", "\"start\": \"2025-01\", \"currency\": \"RMB\"",
       "toy.json:3:35: /currency is \"RMB\", but must be a currency: CNY, USD, EUR, HKD, JPY, GBP, KRW, SGD, AUD, CAD, "
       "CHF, INR, TWD, "
       "AED, SAR, BRL, RUB, MYR, THB, IDR, VND, SEK (currency of the model)"},
  });
}

TEST(Reader, RefusesUnknownKeysWithTheNearestOrTheRightPlace) {
  expect_refusals({
      {"\"budget\"", "\"budgett\"", "toy.json:4:3: /budgett is not an input; nearest is budget"},
      {"\"source\"", "\"sorce\"", "toy.json:4:43: /budget/sorce is not an input; nearest is source"},
      {"\"energised\": ", "\"cards\": 3, \"energised\": ",
       "toy.json:8:24: /phases/first/cards is not an input here; it belongs at /fleets/*/cards"},
      {"\"energised\": ", "\"q\": 3, \"energised\": ",
       "toy.json:8:24: /phases/first/q is not an input; there are: energised, critical"},
      {"\"idle\"", "\"idel\"", "toy.json:20:30: /fleets/ascend/power/idel is not an input; nearest is idle"},
      {"\"index\": \"cpi\"", "\"indx\": \"cpi\"",
       "toy.json:16:85: /fleets/ascend/price/indx is not an input; nearest is index"},
  });
}

TEST(Reader, RefusesMissingInputsAtTheObjectThatLacksThem) {
  expect_refusals({
      {"\"name\": \"toy\",", "", "toy.json:1:1: /name is missing, but is required (name of the center)"},
      {"\"phase\": \"first\",", "",
       "toy.json:10:15: /fleets/ascend/phase is missing, but is required (phase whose hall and power the cards use)"},
      {"\"steps\": [1, 2],\n      \"power\": {\"use\": \"a1\", \"idle\": 0.3}", "\"steps\": [1, 2]",
       "toy.json:10:15: /fleets/ascend/power is missing, but is required (power of a card)"},
      {"\"start\": 1, \"growth\": {\"value\": 2, \"unit\": \"%/year\"}", "\"start\": 1",
       "toy.json:7:32: /indices/cpi/level/growth is missing, but is required (yearly growth)"},
      {"\"value\": 1.04, ", "", "toy.json:4:13: /budget/value is missing, but is required (approved budget)"},
      {"\"basis\"", "\"note\"",
       "toy.json:17:20: /fleets/ascend/announced/basis is missing, but is required (\"unknown\" is accepted and "
       "flagged)"},
  });
  EXPECT_EQ(refusal("{}"),
            "toy.json:1:1: /name is missing, but is required (name of the center)\n"
            "toy.json:1:1: /start is missing, but is required (first month of the model)\n"
            "toy.json:1:1: /phases is missing, but must have at least 1 entry (phases of the building)\n"
            "toy.json:1:1: /fleets is missing, but must have at least 1 entry (fleets of cards)");
}

TEST(Reader, RefusesUnitsThatDoNotConvert) {
  expect_refusals({
      {"\"kW\"", "\"kWh\"",
       "toy.json:8:88: /phases/first/critical/unit is \"kWh\", but must have one of the units MW, W, kW, GW (critical "
       "IT power)"},
      {"\"USD/card-hour\"", "\"EUR/card-hour\"",
       "toy.json:16:68: /fleets/ascend/price/unit is \"EUR/card-hour\", but must be money in CNY or in a currency of "
       "exchange_rates, "
       "which has no EUR (list price of a card-hour)"},
      {"\"unit\": \"year\"", "\"unit\": \"\"",
       "toy.json:14:36: /fleets/ascend/life/unit is \"\", but must have one of the units month, year, quarter "
       "(service life of a card)"},
      {"\"unit\": \"year\"", "\"unit\": 12",
       "toy.json:14:36: /fleets/ascend/life/unit is 12, but must be a text like \"month\""},
      {"\"delivered\": \"2025-03\"", "\"delivered\": {\"value\": \"2025-03\", \"unit\": \"month\"}",
       "toy.json:13:49: /fleets/ascend/delivered/unit is \"month\", but must be left out: a date has no unit"},
      {"{\"USD\": 7.1}", "{\"USD\": 0}",
       "toy.json:5:29: /exchange_rates/USD is 0, but must be in [1e-06, 1e+06] (model currency for one unit)"},
      {"{\"USD\": 7.1}", "{\"USD\": 7.1, \"US\": 7, \"CNY\": 1}",
       "toy.json:5:34: /exchange_rates/US is not a currency; nearest is USD\n"
       "toy.json:5:43: /exchange_rates/CNY is the currency of the model, but must be another one"},
  });
}

TEST(Reader, RefusesReferencesToNothing) {
  expect_refusals({
      {"\"phase\": \"first\"", "\"phase\": \"frist\"",
       "toy.json:11:16: /fleets/ascend/phase is \"frist\", but must be a key of phases; nearest is first"},
      {"\"index\": \"cpi\"", "\"index\": \"electricity\"",
       "toy.json:16:94: /fleets/ascend/price/index is \"electricity\", but must be a key of indices; there are: cpi"},
      {"[\"ascend\"]", "[\"ascend\", \"ascend\", 3, \"ascent\"]",
       "toy.json:24:26: /priority/1 is \"ascend\", but must not be listed twice\n"
       "toy.json:24:36: /priority/2 is 3, but must be a key of fleets (fleets in the order they are sold)\n"
       "toy.json:24:39: /priority/3 is \"ascent\", but must be a key of fleets; nearest is ascend"},
      {"\"use\": \"a1\"", "\"use\": \"b1\"",
       "toy.json:20:24: /fleets/ascend/power/use is \"b1\", but must be one of the devices; nearest is a1"},
      {"{\"use\": \"a1\", \"idle\": 0.3}", "3",
       "toy.json:20:16: /fleets/ascend/power is 3, but must be the name of one of the devices, or an object (power of "
       "a card)"},
  });
}

TEST(Reader, RefusesUncertaintiesThatAreNoDistributions) {
  const auto with = [](const char* text) { return refusal(changed("{\"triangular\": [16000, 18000, 20000]}", text)); };
  const std::string at = "toy.json:12:48: /fleets/ascend/cards/uncertainty ",
                    inner = "/fleets/ascend/cards/uncertainty/";
  EXPECT_EQ(
      with("[1, 2]"),
      at +
          "is a list, but must be an object with one of uniform, triangular, pert, normal, lognormal, range, discrete");
  EXPECT_EQ(with("{\"triangle\": [1, 2]}"),
            "toy.json:12:49: " + inner + "triangle is not a distribution; nearest is triangular");
  EXPECT_EQ(with("{\"uniform\": [3, 2]}"),
            "toy.json:12:60: " + inner + "uniform is a list, but must be [lowest, highest], ascending");
  EXPECT_EQ(with("{\"triangular\": [1, 3, 2]}"),
            "toy.json:12:63: " + inner + "triangular is a list, but must be [lowest, mode, highest], ascending");
  EXPECT_EQ(with("{\"normal\": [18000, -1]}"),
            "toy.json:12:67: " + inner + "normal/1 is -1, but must be >= 0 card (cards installed)");
  EXPECT_EQ(with("{\"normal\": [18000, 0]}"),
            "toy.json:12:59: " + inner + "normal is a list, but must be [mean, standard deviation > 0]");
  EXPECT_EQ(with("{\"uniform\": [0, 2e4]}"),
            "toy.json:12:61: " + inner + "uniform/0 is 0, but must be in [1, 1e+07] card (cards installed)");
  EXPECT_EQ(with("{\"discrete\": [[18000, 0.5], [9000, 0.4]]}"),
            "toy.json:12:61: " + inner + "discrete is a list, but must have probabilities that sum to 1, not 0.9");
  EXPECT_EQ(with("{\"discrete\": [[18000, 1], 3]}"),
            "toy.json:12:74: " + inner + "discrete/1 is 3, but must be [value, probability]");
  EXPECT_EQ(with("{\"range\": [1, 2]}"),
            "toy.json:12:26: /fleets/ascend/cards/value is 18000, but must lie within its uncertainty, in [1, 2]");
  for (const char* good : {"{\"pert\": [1, 18000, 20000]}", "{\"lognormal\": [18000, 500]}",
                           "{\"discrete\": [[18000, 0.6], [9000, 0.4]]}"})
    EXPECT_EQ(with(good), "");
}

TEST(Reader, RefusesProvenanceOutsideTheClosedLists) {
  expect_refusals({
      {"\"filing\"", "\"guess\"",
       "toy.json:4:75: /budget/status is \"guess\", but must be one of contract, quote, invoice, filing, benchmark, "
       "derived, assumption, "
       "placeholder, policy"},
      {"\"source\": \"tender 7\"", "\"source\": \"\"",
       "toy.json:4:53: /budget/source is \"\", but must be a text that is not empty"},
      {"\"source\": \"tender 7\"", "\"as_of\": \"2025-02-30\"",
       "toy.json:4:52: /budget/as_of is \"2025-02-30\", but must be a date like 2025-07 or 2025-07-01"},
      {"\"source\": \"tender 7\"", "\"confidence\": 1",
       "toy.json:4:57: /budget/confidence is 1, but must be one of high, medium, low"},
      {"\"source\": \"tender 7\"", "\"vat\": \"17 %\"",
       "toy.json:4:50: /budget/vat is \"17 %\", but must be one of excluded, included"},
  });
}

TEST(Reader, RefusesMalformedCurves) {
  const auto with = [](const char* text) {
    return refusal(changed(
        "{\"points\": {\"2025-01\": 1, \"2026-07-16\": 2}, \"unit\": \"USD/card-hour\", \"index\": \"cpi\"}", text));
  };
  const std::string curve = "/fleets/ascend/price", meaning = " (list price of a card-hour)";
  EXPECT_EQ(with("\"10\""),
            "toy.json:16:16: " + curve +
                " is \"10\", but must be a number or an object with one of value, start, points, monthly" + meaning);
  EXPECT_EQ(with("{}"),
            "toy.json:16:16: " + curve +
                " is an object, but must be a number or an object with one of value, start, points, monthly" + meaning);
  EXPECT_EQ(with("{\"value\": 1, \"monthly\": [2]}"),
            "toy.json:16:16: " + curve + " has value, monthly, but must have one of value, start, points, monthly");
  EXPECT_EQ(
      with("{\"points\": {}}"),
      "toy.json:16:27: " + curve +
          "/points is an object, but must be an object of values by date, like {\"2025-01\": 10, \"2026-07-15\": 8}");
  EXPECT_EQ(with("{\"points\": {\"2025\": 1}}"),
            "toy.json:16:28: " + curve + "/points/2025 is not a date; write it like 2025-07 or 2025-07-01");
  EXPECT_EQ(with("{\"points\": {\"2025-01\": 1, \"2025-01-01\": 2}}"),
            "toy.json:16:42: " + curve + "/points/2025-01-01 is the same day as 2025-01");
  EXPECT_EQ(with("{\"points\": {\"2025-01\": 0}, \"interpolation\": \"log\"}"),
            "toy.json:16:39: " + curve + "/points/2025-01 is 0, but must be > 0 for interpolation \"log\"" + meaning);
  EXPECT_EQ(with("{\"points\": {\"2025-01\": 1}, \"interpolation\": \"cubic\"}"),
            "toy.json:16:60: " + curve + "/interpolation is \"cubic\", but must be one of step, linear, log");
  EXPECT_EQ(with("{\"monthly\": []}"),
            "toy.json:16:28: " + curve + "/monthly has 0 items, but must be a list of 1 to 1200 numbers" + meaning);
  EXPECT_EQ(with("{\"monthly\": [1, -1]}"),
            "toy.json:16:32: " + curve + "/monthly/1 is -1, but must be in [0, 1e+06] CNY/card-hour" + meaning);
  for (const char* good :
       {"10", "{\"value\": 10, \"unit\": \"CNY/card-hour\", \"index\": \"cpi\", \"price_date\": \"2024-01\"}",
        "{\"start\": 1, \"growth\": -0.1}", "{\"monthly\": [1, 2]}",
        "{\"points\": {\"2025-06\": {\"value\": 1, \"date\": {\"value\": 5, \"uncertainty\": {\"uniform\": [3, 8]}}}}}",
        "{\"start\": 1, \"growth\": 0, \"uncertainty\": {\"triangular\": [0.5, 1, 2]}}"})
    EXPECT_EQ(with(good), "") << good;
}

TEST(Reader, ChecksRulesBetweenFieldsOnceTheirFieldsAreValid) {
  EXPECT_EQ(refusal(changed("\"delivered\": \"2025-03\"", "\"delivered\": -60")),
            "toy.json:14:25: /fleets/ascend/life is 5 year, but must end after the start of the model");
  const std::string invalid = refusal(changed("\"delivered\": \"2025-03\"", "\"delivered\": -60, \"availability\": 2"));
  EXPECT_EQ(invalid.find("must end"), std::string::npos);
  std::string text = changed("\"delivered\": \"2025-03\"", "\"delivered\": -70");
  text.replace(text.find("\"life\": {\"value\": 5, \"unit\": \"year\"},"), 37, "");
  EXPECT_EQ(refusal(text),
            "toy.json:10:15: /fleets/ascend/life is 60 by default, but must end after the start of the model");
}

TEST(Reader, ReportsFiftyProblemsAndCountsTheRest) {
  std::string many = "{\"name\": \"x\", \"start\": \"2025-01\"";
  for (int i = 0; i < 70; ++i) many += ", \"zzzz" + std::to_string(i) + "\": 1";
  const std::string text = refusal(many + "}");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 50);
  EXPECT_NE(text.find("\nand 22 more"), std::string::npos);
  try {
    (void)test::toy(many + "}");
    FAIL();
  } catch (const InputError& error) {
    ASSERT_EQ(error.problems().size(), 72u);
    EXPECT_EQ(error.problems()[2].pointer, "/zzzz0");
    EXPECT_EQ(error.problems()[2].column, 35);
  }
}

/// Any text is either a valid model or refused with positions inside it; nothing crashes or hangs.
TEST(Reader, SurvivesRandomChanges) {
  std::mt19937 random(20251125);
  const std::string alphabet = "{}[]\",:0123456789eE.-+tfn/* \\u\xE4\xB8\x80\n";
  int refused = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string text = kModel;
    for (unsigned change = 0; change <= random() % 3; ++change) {
      const std::size_t at = random() % text.size();
      const char letter = alphabet[random() % alphabet.size()];
      switch (random() % 4) {
        case 0: text[at] = letter; break;
        case 1: text.insert(at, 1, letter); break;
        case 2: text.erase(at, 1 + random() % 8); break;
        default: text.insert(at, text.substr(random() % text.size(), random() % 40)); break;
      }
    }
    try {
      (void)test::toy(text);
    } catch (const InputError& error) {
      ++refused;
      const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
      for (const Problem& problem : error.problems()) {
        ASSERT_TRUE(problem.line >= 1 && problem.line <= lines) << text;
        ASSERT_FALSE(problem.message.empty());
      }
    }
  }
  EXPECT_GT(refused, 2000);
}

}  // namespace
}  // namespace roi
