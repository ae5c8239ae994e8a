#include "libroi/capex/capex.hpp"

#include <gtest/gtest.h>

#include "tests/support/stage.hpp"

namespace roi {
namespace {

struct Project {
  Project() {
    Phase<double> hall;
    hall.critical_power = 1000.0;
    hall.floor_area = 500.0;
    phases.append("hall", hall);
    hall.critical_power = 300.0;
    hall.floor_area = 100.0;
    phases.append("annex", hall);
    AssetClass<double> plant;
    plant.book_life = 10.0;
    plant.salvage = 0.0;
    plant.tax_life = 1.0;
    plant.tax_method = TaxMethod::one_off;
    classes.append("plant", plant);
    AssetClass<double> servers;
    servers.book_life = 4.0;
    servers.tax_life = 8.0;
    servers.salvage = 0.2;
    servers.value_retention = 0.0;
    classes.append("servers", servers);
    CapexItem<double> item;
    item.amount = 100.0;
    item.per_kw = 2.0;
    item.per_m2 = 1.0;
    item.phase = "hall";
    item.asset_class = "plant";
    item.contingency = 0.1;
    item.spend_start = 1.0;
    item.spend_months = 4.0;
    item.in_service = 3.0;  // not before the last payment: 5
    items.append("cooling", item);
    Fleet<double> fleet;
    fleet.asset_class = "servers";
    fleet.cards = 10.0;
    fleet.price = 8.0;
    fleet.contingency = 0.25;
    fleet.delivered = 2.0;
    fleet.payment_lead = 2.0;
    fleet.refreshes = 1;
    fleet.refresh_interval = 6.0;
    fleets.append("cards", fleet);
    cards.push_back(10.0);
  }
  Keyed<Phase<double>> phases;
  Keyed<Fleet<double>> fleets;
  Few<double> cards;  // as the stage of capacity has them
  Keyed<CapexItem<double>> items;
  Keyed<AssetClass<double>> classes;
};

TEST(Capex, SpendingAndDepreciationByHand) {
  const Project p;
  test::Table table;
  table.d.need(Shared::assets_in_service);
  const CapexLines declared = declare_capex(table.d, p.phases, p.fleets, p.items, p.classes);
  const LineTable& lines = table.lines;
  ASSERT_EQ(declared.assets.size(), 3U);  // an item and two generations
  const Timeline timeline({2026, 1}, 24, HourConvention::calendar);
  Ledger<double> book(lines, 24);
  test::Stage<double, Ledger<double>> stage(timeline, book);
  Capex<double, Ledger<double>> capex(declared, {p.phases, p.fleets, p.cards, p.items, p.classes}, stage.setting);
  stage.run([&](auto& now) { capex.step(now); });
  const auto constant = [&](const char* path) { return book.constant_of(lines.find(path)); };
  const auto row = [&](const char* path) { return book.row(lines.find(path)); };

  const double cooling = (100.0 + 2.0 * 1000.0 + 500.0) * 1.1;  // 2,860: the hall's drivers, not the annex's
  EXPECT_DOUBLE_EQ(constant("capex/item/cooling/cost"), cooling);
  EXPECT_EQ(constant("capex/item/cooling/in service"), 5.0);
  EXPECT_EQ(constant("capex/fleet/cards-1/cost"), 100.0);  // 10 cards x 8 x 1.25
  EXPECT_EQ(constant("capex/fleet/cards-1/exit"), 8.0);    // replaced
  EXPECT_EQ(constant("capex/fleet/cards-2/in service"), 8.0);
  EXPECT_EQ(constant("capex/fleet/cards-2/exit"), 23.0);
  double spent = 0.0;
  for (const double spend : row("capex/spend")) spent += spend;
  EXPECT_DOUBLE_EQ(spent, cooling + 200.0);  // of two generations of cards

  EXPECT_EQ(row("capex/spend")[0], 50.0);  // half of the first cards, over the two months before delivery
  EXPECT_DOUBLE_EQ(row("capex/spend")[1], 50.0 + cooling / 4.0);
  EXPECT_DOUBLE_EQ(row("capex/spend")[4], cooling / 4.0);
  EXPECT_NEAR(row("capex/spend")[5], 0.0, 1e-12);
  EXPECT_DOUBLE_EQ(row("capex/spend")[7], 50.0);  // half of the second cards

  EXPECT_DOUBLE_EQ(row("capex/depreciation")[2], 20.0);  // (100 - 20) / 4 months
  EXPECT_DOUBLE_EQ(row("capex/depreciation")[5], 20.0 + cooling / 10.0);
  EXPECT_DOUBLE_EQ(row("capex/depreciation")[6], cooling / 10.0);
  EXPECT_EQ(row("capex/tax depreciation")[2], 10.0);                   // (100 - 20) / 8 months
  EXPECT_DOUBLE_EQ(row("capex/tax depreciation")[5], 10.0 + cooling);  // all at once

  EXPECT_DOUBLE_EQ(row("capex/book written off")[8], 20.0);         // salvage: the book life is over
  EXPECT_DOUBLE_EQ(row("capex/tax written off")[8], 100.0 - 60.0);  // six of eight months of 10
  EXPECT_EQ(row("capex/proceeds")[8], 0.0);
  EXPECT_EQ(row("capex/in service cost")[1], 0.0);
  EXPECT_EQ(row("capex/in service cost")[2], 100.0);
  EXPECT_DOUBLE_EQ(row("capex/in service cost")[10], 100.0 + cooling);
}

TEST(Capex, WhatNeverEntersServiceCostsNothing) {
  Project p;
  p.items[0].spend_months = 40.0;
  test::Table table;
  const CapexLines declared = declare_capex(table.d, p.phases, p.fleets, p.items, p.classes);
  const Timeline timeline({2026, 1}, 24, HourConvention::calendar);
  Ledger<double> book(table.lines, 24);
  test::Stage<double, Ledger<double>> stage(timeline, book);
  Capex<double, Ledger<double>> capex(declared, {p.phases, p.fleets, p.cards, p.items, p.classes}, stage.setting);
  EXPECT_EQ(book.constant_of(table.lines.find("capex/item/cooling/cost")), 0.0);
  EXPECT_EQ(book.constant_of(table.lines.find("capex/fleet/cards-1/cost")), 100.0);
  EXPECT_EQ(table.lines.find("capex/in service cost").id, -1);  // nobody asked for it
}

}  // namespace
}  // namespace roi
