// Hours of cards and hours of vCPUs never add: totals, metrics, checks and costs of each, by hand.
#include "libroi/capacity/unit_of_sale.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libroi/audit/warnings.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/set.hpp"
#include "libroi/inputs/writer.hpp"
#include "tests/capacity/two_units.hpp"

namespace roi {
namespace {

using test::refusal_of;
using test::two_units;
using testing::HasSubstr;
using testing::IsSupersetOf;

constexpr double kYear = 12.0 * 720.0;

using Changes = std::vector<std::pair<std::string, std::string>>;

class Found {
 public:
  explicit Found(const Changes& changes = {}) : center_(two_units(changes).root), evaluation_(evaluate(center_)) {}
  Found(const Found&) = delete;
  Found& operator=(const Found&) = delete;
  double first(const std::string& path) const { return evaluation_.ledger.row(line(path))[0]; }
  double constant(const std::string& path) const { return evaluation_.ledger.constant_of(line(path)); }
  const LineInfo& info(const std::string& path) const { return evaluation_.layout->lines()[line(path)]; }
  bool has(const std::string& path) const { return evaluation_.layout->lines().find(path).id >= 0; }
  Defined<double> metric(const std::string& path) const {
    return evaluation_.metrics[evaluation_.layout->metric(path)];
  }
  const Evaluation& evaluation() const { return evaluation_; }

 private:
  Line line(const std::string& path) const {
    const Line found = evaluation_.layout->lines().find(path);
    if (found.id < 0) throw DomainError("no line " + path);
    return found;
  }
  Center<double> center_;
  Evaluation evaluation_;
};

TEST(UnitsOfSale, HoursOfCardsAndVcpusStandApart) {
  const Found f;
  EXPECT_EQ(f.first("capacity/installed"), 100.0);  // cards: nodes do not add
  EXPECT_EQ(f.first("capacity/installed/card"), 100.0);
  EXPECT_EQ(f.first("capacity/installed/vcpu"), 640.0);
  EXPECT_EQ(f.first("capacity/available"), 100.0 * 720.0);
  EXPECT_EQ(f.first("capacity/available/vcpu-hour"), 320.0 * 720.0);
  EXPECT_EQ(f.first("sales/sold"), 50.0 * 720.0);
  EXPECT_EQ(f.first("sales/sold/vcpu-hour"), 320.0 * 720.0);
  EXPECT_EQ(f.first("sales/utilization"), 0.5);
  EXPECT_EQ(f.first("sales/utilization/vcpu-hour"), 1.0);
  EXPECT_EQ(f.metric("utilization").value, 0.5);
  EXPECT_EQ(f.metric("utilization/vcpu-hour").value, 1.0);
  EXPECT_EQ(f.info("sales/sold").unit, "card-hour");
  EXPECT_EQ(f.info("sales/sold/vcpu-hour").unit, "vCPU-hour");
  EXPECT_EQ(f.info("sales/sold/vcpu-hour").label, "vCPU-hours sold");
  EXPECT_EQ(f.info("sales/contract/portal/reserved").unit, "vCPU-hour");
  EXPECT_EQ(f.info("power/fleet/cloud/active").unit, "vCPU-hour");
  EXPECT_EQ(f.info("capacity/fleet/cloud/installed").unit, "node");
  EXPECT_EQ(f.info("sales/utilization/vcpu-hour").weight, "capacity/available/vcpu-hour");
  EXPECT_TRUE(f.evaluation().passed());
}

TEST(UnitsOfSale, NoLineAddsHoursOfTwoUnits) {
  const Found both, cards(Changes{{"fleets.cloud", "null"}, {"contracts.portal", "null"}});
  for (const char* path : {"capacity/installed", "capacity/available", "sales/sold", "sales/utilization",
                           "check/capacity", "sales/fleet/cards/sold"})
    EXPECT_EQ(both.first(path), cards.first(path)) << path;
  EXPECT_EQ(both.constant("check/largest available hours"), cards.constant("check/largest available hours"));
  EXPECT_EQ(both.metric("utilization").value, cards.metric("utilization").value);
  EXPECT_EQ(both.metric("break-even utilization").exists, true);
}

TEST(UnitsOfSale, TheJointCostIsSplitByWhatTheUnitsEarn) {
  const Found f;
  const double cost = 1.2e6 + 0.6e6 + 0.12e6;
  const double of_cards = 50.0 * kYear * 10.0, of_vcpus = 320.0 * kYear * 0.5;
  EXPECT_DOUBLE_EQ(f.constant("project/value of leasing/card-hour"), of_cards);
  EXPECT_DOUBLE_EQ(f.constant("project/value of leasing/vcpu-hour"), of_vcpus);
  EXPECT_DOUBLE_EQ(f.metric("lcoc/sold card-hour").value, cost * of_cards / (of_cards + of_vcpus) / (50.0 * kYear));
  EXPECT_DOUBLE_EQ(f.metric("lcoc/sold vcpu-hour").value, cost * of_vcpus / (of_cards + of_vcpus) / (320.0 * kYear));
  EXPECT_EQ(f.evaluation().layout->info(f.evaluation().layout->metric("lcoc/sold vcpu-hour")).unit, "money/vCPU-hour");
  // PFLOPS-hours are of one basis: they add. 320 vCPUs are 5 nodes.
  EXPECT_DOUBLE_EQ(f.first("sales/effective"), 50.0 * 720.0 * 0.3 * 0.5 + 5.0 * 720.0 * 0.01 * 0.2);
  EXPECT_DOUBLE_EQ(f.metric("lcoc/effective pflops-hour").value, cost / (12.0 * f.first("sales/effective")));
}

TEST(UnitsOfSale, WithoutLeasingOrHoursThereIsNoCostOfAnHour) {
  const Found idle(Changes{{"contracts.portal", "null"}});
  EXPECT_FALSE(idle.metric("lcoc/sold vcpu-hour").exists);
  EXPECT_TRUE(idle.metric("lcoc/sold card-hour").exists);
  const Found given(Changes{{"contracts.portal.price", "0"}, {"contracts.trainer.price", "0"}});
  EXPECT_FALSE(given.metric("lcoc/sold card-hour").exists);
}

TEST(UnitsOfSale, PowerFollowsNodes) {
  const Found f;
  EXPECT_EQ(f.constant("capacity/fleet/cloud/unit share"), 1.0 / 64.0);
  EXPECT_EQ(f.first("power/fleet/cloud/active"), 320.0 * 720.0 * 0.5 * 0.5);
  // ten idle nodes, and 80 vCPUs at work: 1.25 nodes of 0.8 kW more
  EXPECT_DOUBLE_EQ(f.first("power/fleet/cloud/it"), 10.0 * 0.2 + 1.25 * 0.8);
  EXPECT_DOUBLE_EQ(f.first("power/it"), 100.0 * 0.1 + 50.0 * 0.4 + 3.0);
}

TEST(UnitsOfSale, ACenterOfOneUnitIsInThatUnit) {
  const Found f(Changes{{"fleets.cards", "null"}, {"contracts.trainer", "null"}});
  EXPECT_EQ(f.info("capacity/available").unit, "vCPU-hour");
  EXPECT_EQ(f.info("capacity/installed").unit, "node");
  EXPECT_EQ(f.info("sales/sold").label, "vCPU-hours sold");
  EXPECT_EQ(f.first("capacity/installed"), 10.0);
  EXPECT_EQ(f.first("capacity/installed/vcpu"), 640.0);
  EXPECT_EQ(f.metric("utilization").value, 1.0);
  EXPECT_DOUBLE_EQ(f.metric("lcoc/sold vcpu-hour").value, (0.6e6 + 0.12e6) / (320.0 * kYear));
  EXPECT_FALSE(f.has("revenue/leasing/vcpu-hour"));
  EXPECT_FALSE(f.has("sales/sold/vcpu-hour"));
  EXPECT_THROW((void)f.metric("lcoc/sold card-hour"), DomainError);
  EXPECT_TRUE(f.evaluation().passed());
  const Found nodes(Changes{{"fleets.cards", "null"},
                            {"contracts.trainer", "null"},
                            {"fleets.cloud.unit_of_sale", "\"node-hour\""},
                            {"fleets.cloud.units_per_card", "null"},
                            {"contracts.portal.cards", "4"},
                            {"contracts.portal.price", "30"}});
  EXPECT_EQ(nodes.first("capacity/available"), 5.0 * 720.0);
  EXPECT_FALSE(nodes.has("capacity/installed/node"));
  EXPECT_EQ(nodes.metric("utilization").value, 0.8);
}

TEST(UnitsOfSale, AmountsPerHourCountTheHeadline) {
  const Found f(Changes{{"opex.meter", R"({"per_sold_hour": 1})"},
                        {"opex.hands", R"({"per_card": 12})"},
                        {"services.help", R"({"per_sold_hour": 0.5})"},
                        {"capex.cables", R"({"per_card": 7, "spend_start": 0, "spend_months": 1, "in_service": 1,
                                      "asset_class": "servers"})"}});
  EXPECT_EQ(f.first("opex/item/meter"), 50.0 * 720.0);
  EXPECT_EQ(f.first("opex/item/hands"), 100.0);
  EXPECT_EQ(f.first("revenue/service/help"), 25.0 * 720.0);
  EXPECT_EQ(f.constant("capex/item/cables/cost"), 700.0);
}

std::vector<std::string> warned(const Changes& changes) {
  const auto loaded = two_units(changes);
  std::vector<std::string> out;
  for (const auto& warning : audit::warnings(loaded.root, loaded.record, evaluate(loaded.root)))
    out.push_back(warning.id + " " + warning.path + " " + warning.value + ": " + warning.reason);
  return out;
}

TEST(UnitsOfSale, WarnsWhereHalfIsMeant) {
  EXPECT_THAT(
      warned({{"opex.meter", R"({"per_sold_hour": 1})"}, {"opex.hands", R"({"per_card": 12})"}}),
      IsSupersetOf({"counts-one-unit opex.meter.per_sold_hour per card-hour: what other fleets sell, or have, does "
                    "not count",
                    "counts-one-unit opex.hands.per_card per card: what other fleets sell, or have, does not "
                    "count"}));
  EXPECT_THAT(
      warned({{"kind", "\"supercomputing\""}}),
      IsSupersetOf({"kind-sells-otherwise fleets.cards.unit_of_sale card-hour: the center is of kind supercomputing",
                    "kind-sells-otherwise fleets.cloud.unit_of_sale vCPU-hour: the center is of kind "
                    "supercomputing"}));
  for (const std::string& warning : warned({{"kind", "\"intelligent\""}}))
    EXPECT_EQ(warning.find("fleets.cards.unit_of_sale"), std::string::npos) << warning;
  EXPECT_THAT(warned({{"contracts.portal.cards", "700"}}),
              IsSupersetOf({"contract-exceeds-fleet contracts.portal.cards 700 vCPUs: fleet cloud has 640"}));
}

TEST(UnitsOfSale, AValueInAnotherUnitIsRefused) {
  EXPECT_THAT(refusal_of({{"contracts.portal.cards", R"({"value": 320, "unit": "card"})"}}),
              HasSubstr("/contracts/portal/cards/unit is \"card\", but must have the unit vCPU (cards reserved"));
  EXPECT_THAT(refusal_of({{"contracts.trainer.cards", R"({"value": 5000, "unit": "vCPU"})"}}),
              HasSubstr("/contracts/trainer/cards/unit is \"vCPU\", but must have the unit card (cards reserved"));
  EXPECT_THAT(
      refusal_of({{"contracts.portal.price", R"({"value": 1, "unit": "CNY/card-hour"})"}}),
      HasSubstr("/contracts/portal/price/unit is \"CNY/card-hour\", but must have one of the units CNY/vCPU-hour"));
  EXPECT_THAT(refusal_of({{"contracts.portal.price", R"({"value": 1, "source": "offer"})"}}),
              HasSubstr("/contracts/portal/price/unit is missing: is it 1 CNY/vCPU-hour"));
  EXPECT_THAT(refusal_of({{"fleets.cloud.cards", R"({"value": 640, "unit": "vCPU"})"}}),
              HasSubstr("/fleets/cloud/cards/unit is \"vCPU\", but must have the unit node"));
  EXPECT_THAT(refusal_of({{"opex.meter", R"({"per_sold_hour": {"value": 1, "unit": "CNY/vCPU-hour"}})"}}),
              HasSubstr("/opex/meter/per_sold_hour/unit is \"CNY/vCPU-hour\", but must have one of the units "
                        "CNY/card-hour"));
  EXPECT_THAT(refusal_of({{"contracts.portal.cards", "-1"}}), HasSubstr("is -1, but must be in [0, 1e+07] vCPU"));
  // A fleet that is not there is one problem, whatever the unit.
  const std::string unknown = refusal_of({{"contracts.portal.fleet", "\"clout\""}});
  EXPECT_THAT(unknown, HasSubstr("/contracts/portal/fleet is \"clout\", but must be a key of fleets"));
  EXPECT_EQ(unknown.find("unit"), std::string::npos) << unknown;
}

TEST(UnitsOfSale, ReadsWhatPeopleWrite) {
  EXPECT_EQ(
      two_units({{"contracts.portal.cards", R"({"value": 0.5, "unit": "thousand vCPU"})"}}).root.contracts[1].cards,
      500.0);
  EXPECT_EQ(
      two_units({{"contracts.portal.price", R"({"value": 3, "unit": "元/vCPU-day"})"}}).root.contracts[1].price.start,
      0.125);
  EXPECT_EQ(two_units({{"phases.hall.racks", R"({"value": 7, "unit": "1"})"}}).root.phases[0].racks, 7.0);
  EXPECT_EQ(two_units({{"phases.hall.racks", R"({"value": 7, "unit": "机柜"})"}}).root.phases[0].racks, 7.0);
}

TEST(UnitsOfSale, WhatIsWrittenIsReadAgain) {
  auto loaded = two_units();
  set(loaded.root, "contracts.portal.price", 0.75);
  const std::string text = to_json(loaded.root, loaded.record);
  EXPECT_THAT(text, HasSubstr("CNY/vCPU-hour"));
  const auto again = read<Center<double>>(parse(text, "again.json"));
  EXPECT_EQ(canonical_json(again.root, again.record), canonical_json(loaded.root, loaded.record));
  for (const auto& p : parameters(loaded.root)) {
    const auto is = [&](const char* path, const char* unit) {
      if (p.path == path) {
        EXPECT_STREQ(p.unit, unit) << path;
      }
    };
    is("contracts.portal.price", "money/vCPU-hour");
    is("contracts.trainer.price", "money/card-hour");
    is("fleets.cloud.price", "money/node");
  }
}

TEST(UnitsOfSale, RulesOfAFleet) {
  EXPECT_THAT(
      refusal_of({{"fleets.cards.units_per_card", "2"}}),
      HasSubstr("/fleets/cards/units_per_card is 2, but must be 1, or left out, where unit_of_sale is card-hour or "
                "node-hour"));
  EXPECT_EQ(refusal_of({{"fleets.cards.units_per_card", "1"}}), "");
  EXPECT_THAT(
      refusal_of({{"fleets.cloud.units_per_card", "null"}}),
      HasSubstr("/fleets/cloud/units_per_card is not given, but must be given where unit_of_sale is core-hour or "
                "vCPU-hour"));
  EXPECT_THAT(refusal_of({{"fleets.cards.cards", "null"}}),
              HasSubstr("/fleets/cards/cards is not given, but must be given, or servers with cards_per_server"));
  EXPECT_THAT(refusal_of({{"fleets.cards.servers", "13"}}),
              HasSubstr("/fleets/cards/servers is 13, but must be left out where cards is given"));
  EXPECT_THAT(refusal_of({{"fleets.cards.cards", "null"}, {"fleets.cards.servers", "13"}}),
              HasSubstr("/fleets/cards/cards_per_server is not given, but must be given where servers is given"));
  EXPECT_THAT(refusal_of({{"fleets.cards.cards_per_server", "8"}}),
              HasSubstr("/fleets/cards/cards_per_server is 8, but must be left out where servers is not given"));
  EXPECT_THAT(refusal_of({{"fleets.cards.price", "null"}}),
              HasSubstr("/fleets/cards/price is not given, but must be given, or server_price, or leased_in"));
  EXPECT_THAT(refusal_of({{"fleets.cards.server_price", "9"}}),
              HasSubstr("/fleets/cards/server_price is 9, but must be left out where price is given"));
  EXPECT_THAT(refusal_of({{"fleets.cards.price", "null"}, {"fleets.cards.server_price", "9"}}),
              HasSubstr("/fleets/cards/server_price is 9, but must be left out where servers is not given"));
  EXPECT_THAT(refusal_of({{"fleets.cards.leased_in", R"({"rent": 900})"}}),
              HasSubstr("/fleets/cards/price is 12000, but must be left out where the cards are leased in"));
  EXPECT_THAT(
      refusal_of({{"fleets.cards.cards_per_rack", "8"}, {"phases.hall.racks", "20"}}),
      HasSubstr("/fleets/cloud/cards_per_rack is not given, but must be given where another fleet of the phase gives "
                "it"));
  EXPECT_EQ(refusal_of({{"fleets.cards.cards_per_rack", "8"}}), "");
}

}  // namespace
}  // namespace roi
