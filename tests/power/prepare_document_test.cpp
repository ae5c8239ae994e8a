// "prepare" in a model file: files become inputs with their sources; what is wrong is said by position.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "libroi/center/center.hpp"
#include "libroi/inputs/reader.hpp"
#include "libroi/inputs/text/json_reading.hpp"
#include "libroi/inputs/writer.hpp"
#include "tests/power/power_cases.hpp"

namespace roi {
namespace {

const std::string kRoot = LIBROI_SOURCE_DIR;

/// A model whose bill is `bill`, beside the shipped data.
std::string model(const std::string& bill, const std::string& more = R"(, "scenarios": {"cheap-power": null})") {
  return R"({"extends": ")" + kRoot + R"(/examples/small_center.json", "power": {"losses": null, "energy": null,
  "season": null, "demand_price": null, "peak_factor": null, "contract_demand": null, "contract_minimum": null,
  "bill": )" +
         bill + "}" + more + "}";
}
std::string recipe(const std::string& more = "", const std::string& tariff = "china-hubei-110kv-2026-01") {
  return R"({"facility": "models/data/facilities/gpu-hall-10mw.json", "weather": "models/data/weather/harbin_synthetic.epw",
  "tariff": "models/data/tariffs/)" +
         tariff + R"(.json")" + more + "}";
}
std::string prepared(const std::string& more = R"(, "power_factor": 0.95)") {
  return R"({"prepare": )" + recipe(more) + "}";
}

Document document(const std::string& text) {
  const Resolver files = [](const std::string& name) { return inputs::file_text(name); };
  return parse(text, kRoot + "/model.json", files);
}
Loaded<Center<double>> loaded(const std::string& text) { return read<Center<double>>(document(text)); }

void expect_problem(const std::string& text, const std::string& problem) {
  try {
    (void)loaded(text);
    ADD_FAILURE() << "nothing thrown; expected: " << problem;
  } catch (const InputError& error) {
    const std::string all = error.what();
    EXPECT_NE(all.find(problem), std::string::npos) << all;
  }
}

TEST(PrepareDocument, FilesBecomeInputsWithTheirSource) {
  const auto center = loaded(model(prepared()));
  const BillInputs<double>& bill = *center.root.power.bill;
  EXPECT_EQ(bill.energy.at("purchase-valley").steps.at("all").price, 0.395024);
  EXPECT_EQ(bill.two_part->price_kw, 39.0);
  EXPECT_EQ(*bill.two_part->rebate_from, 260.0);
  EXPECT_NE(bill.prepared_from.find("gpu-hall-10mw.json (sha256 "), std::string::npos) << bill.prepared_from;
  EXPECT_NE(bill.prepared_from.find("; calendar of 365 days; hours exact in the load"), std::string::npos);
  const Provenance& price = center.record.values.at("power.bill.energy.purchase-valley.steps.all.price");
  EXPECT_EQ(price.status, "benchmark");
  EXPECT_EQ(price.price_date, "2026-01");
  EXPECT_EQ(price.source.substr(0, 12), "Hubei 110 kV");
  EXPECT_EQ(center.record.values.at("power.bill.load.headroom.0").status, "derived");
}

TEST(PrepareDocument, WhatIsWrittenBesideItWins) {
  const auto center = loaded(model(R"({"prepare": )" + recipe(R"(, "power_factor": 0.95)") +
                                   R"(, "energy": {"purchase-peak": {"steps": {"all": {"price": 0.9}}}}})"));
  EXPECT_EQ(center.root.power.bill->energy.at("purchase-peak").steps.at("all").price, 0.9);
  EXPECT_EQ(center.root.power.bill->energy.at("purchase-flat").steps.at("all").price, 0.613986);
}

TEST(PrepareDocument, TheResolvedModelReadsBackWithoutFiles) {
  const auto center = loaded(model(prepared()));
  const std::string text = to_json(center.root, center.record);
  EXPECT_EQ(text.find("\"prepare\""), std::string::npos);
  const auto again = read<Center<double>>(parse(text));
  EXPECT_EQ(fingerprint(again.root, again.record), fingerprint(center.root, center.record));
}

TEST(PrepareDocument, PlantsBehindTheMeterComeFromAFile) {
  const std::string onsite = R"(, "power_factor": 0.95, "onsite": "models/data/onsite/roof-storage-fuel-cell.json")";
  const auto center = loaded(model(R"({"prepare": )" + recipe(onsite) + R"(, "onsite": {"roof": {"size": 2}}})"));
  const BillInputs<double>& bill = *center.root.power.bill;
  ASSERT_EQ(bill.onsite.size(), 3U);
  EXPECT_EQ(bill.onsite.at("roof").size, 2.0);
  EXPECT_EQ(bill.onsite.at("roof").kind, "solar array of 3000 kW dc");
  EXPECT_NEAR(bill.onsite.at("fuel-cell").power[3], -800.0 * 14.0 / 24.0, 1e-9);
  EXPECT_EQ(bill.onsite.at("fuel-cell").feed[3], 800.0);
  EXPECT_NE(bill.prepared_from.find("; on-site plants "), std::string::npos) << bill.prepared_from;
  EXPECT_EQ(center.record.values.at("power.bill.onsite.roof.feed.0").source, "solar, storage, fuel cell");
  const std::string text = to_json(center.root, center.record);
  const auto again = read<Center<double>>(parse(text));
  EXPECT_EQ(fingerprint(again.root, again.record), fingerprint(center.root, center.record));
}

TEST(PrepareDocument, ARateOfTheDatabaseMayBeReadInAnotherWay) {
  const std::string file = std::filesystem::temp_directory_path() / "libroi_prepare_rate.json";
  {
    const std::string tiers = R"([[{"max": 50000, "unit": "kWh", "rate": 0.1}, {"rate": 0.2}],
                                  [{"max": 50000, "unit": "kWh", "rate": 0.3}, {"rate": 0.4}]])";
    std::string day = "[0", month = "[";
    for (int h = 1; h < 24; ++h) day += h > 12 ? ",1" : ",0";
    for (int m = 0; m < 12; ++m) month += (m ? "," : "") + day + "]";
    std::ofstream(file) << R"({"label": "x", "name": "rate", "energyratestructure": )" << tiers
                        << R"(, "energyweekdayschedule": )" << month << R"(], "energyweekendschedule": )" << month
                        << "]}";
  }
  const auto with = [&](const std::string& more) {
    return model(R"({"prepare": {"facility": "models/data/facilities/gpu-hall-10mw.json", "weather":
      "models/data/weather/harbin_synthetic.epw", "tariff": ")" +
                     file + "\"" + more + "}}",
                 R"(, "exchange_rates": {"USD": 7.1}, "scenarios": {"cheap-power": null})");
  };
  expect_problem(with(""), "has tiers in the order of hours, which no monthly register can follow");
  expect_problem(
      with(R"(, "tier_basis": "together")"),
      "/power/bill/prepare/tier_basis is \"together\", but must be one of period, all_pro_rata, all_in_order");
  const auto center = loaded(with(R"(, "tier_basis": "all_pro_rata")"));
  EXPECT_FALSE(center.root.power.bill->energy[0].shared.empty());
  std::filesystem::remove(file);
}

TEST(PrepareDocument, SaysWhichPlantIsUnknown) {
  const std::string onsite = R"(, "power_factor": 0.95, "onsite": "models/data/onsite/roof-and-storage.json")";
  expect_problem(model(R"({"prepare": )" + recipe(onsite) + R"(, "onsite": {"rof": {"size": 2}}})"),
                 "/power/bill/onsite/rof is not a plant of the on-site file; nearest is roof");
  expect_problem(model(prepared(R"(, "power_factor": 0.95, "onsite": "nowhere.json")")),
                 "/power/bill/prepare/onsite is \"nowhere.json\", but must be a file that can be read");
}

TEST(PrepareDocument, AScenarioMayHaveAnotherTariff) {
  const std::string text =
      model(prepared(), R"(, "scenarios": {"cheap-power": null, "gansu": {"power": {"bill": {"prepare":
      {"tariff": "models/data/tariffs/china-qingyang-contract-2026.json"}}}}})");
  Document files = document(text);
  Center<double>::prepare(files);
  ASSERT_TRUE(files.problems.empty()) << files.problems.front().text();
  const auto base = read<Center<double>>(files);
  files.scenario = "gansu";
  const auto gansu = read<Center<double>>(files);
  EXPECT_EQ(base.root.power.bill->energy.size(), 4U);
  ASSERT_EQ(gansu.root.power.bill->energy.size(), 1U);
  EXPECT_EQ(gansu.root.power.bill->energy.key(0), "contract-all");
  EXPECT_FALSE(gansu.root.power.bill->two_part);
  EXPECT_EQ(gansu.root.power.bill->load.peak.size(), base.root.power.bill->load.peak.size());
}

TEST(PrepareDocument, MoneyOfAnotherCurrencyIsExchanged) {
  const auto us = [](const std::string& rates) {
    return model(R"({"prepare": )" + recipe("", "us-ssc-commercial-demand") + "}", rates);
  };
  const auto center = loaded(us(R"(, "scenarios": {"cheap-power": null}, "exchange_rates": {"USD": 7.0})"));
  EXPECT_DOUBLE_EQ(center.root.power.bill->energy.at("supply-winter-peak").steps.at("all").price, 0.42);
  EXPECT_DOUBLE_EQ(center.root.power.bill->fixed.at("service").per_month, 210.0);
  expect_problem(us(R"(, "scenarios": {"cheap-power": null})"),
                 "/power/bill/prepare/tariff is \"models/data/tariffs/us-ssc-commercial-de…\", but must be in CNY, or "
                 "exchange_rates must have USD, the tariff's currency");
}

TEST(PrepareDocument, SaysWhatIsWrongAndWhere) {
  expect_problem(model(R"({"prepare": 3})"), "model.json:3:23: /power/bill/prepare is 3, but must be an object like");
  expect_problem(model(R"({"prepare": {"facilty": "x"}})"),
                 "/power/bill/prepare/facilty is not an input; nearest is facility");
  expect_problem(model(R"({"prepare": {"facilty": "x"}})"),
                 "/power/bill/prepare/weather is missing, but is required (a file of the weather)");
  expect_problem(model(R"({"prepare": {"facility": "nowhere.json", "weather": 7, "tariff": ""}})"),
                 "/power/bill/prepare/facility is \"nowhere.json\", but must be a file that can be read");
  expect_problem(model(R"({"prepare": {"facility": "nowhere.json", "weather": 7, "tariff": ""}})"),
                 "/power/bill/prepare/weather is 7, but must be the name of a file");
  expect_problem(model(prepared(R"(, "power_factor": 1.2)")),
                 "/power/bill/prepare/power_factor is 1.2, but must be a number in [0.01, 1]");
  expect_problem(model(prepared(R"(, "power_factor": 0.9, "year": 2026.5)")),
                 "/power/bill/prepare/year is 2026.5, but must be a whole number in [1900, 2200]");
  expect_problem(model(prepared(R"(, "power_factor": 0.9, "holidays": ["2026-01-01"])")),
                 "/power/bill/prepare/holidays is a list, but must come with a year");
  expect_problem(model(prepared(R"(, "power_factor": 0.9, "year": 2026, "holidays": ["2025-01-01"])")),
                 "/power/bill/prepare/holidays/0 is \"2025-01-01\", but must be a date in 2026");
  expect_problem(model(prepared("")), "but must have a power_factor: the tariff bills by it");
  expect_problem(model(R"({"prepared_from": "elsewhere", "prepare": )" + recipe(R"(, "power_factor": 0.9)") + "}"),
                 "/power/bill/prepare stands beside prepared_from; replace power.bill as a whole");
  // what is wrong inside a file is told with that file's position
  expect_problem(model(R"({"prepare": {"facility": "models/data/tariffs/china-hohhot-contract-2015.json", "weather":
      "models/data/weather/harbin_synthetic.epw", "tariff": "models/data/tariffs/china-hohhot-contract-2015.json"}})"),
                 "china-hohhot-contract-2015.json:2:3: /libroi_tariff is not");
}

TEST(PrepareDocument, TheMonthlyFormsInputsAreRefusedBesideABill) {
  const std::string text =
      R"({"extends": ")" + kRoot + R"(/examples/small_center.json", "power": {"bill": )" + prepared() + "}}";
  expect_problem(text, "/power/losses is an object, but must be left out where bill is given");
  expect_problem(text, "/power/energy is an object, but must be left out where bill is given");
}

}  // namespace
}  // namespace roi
