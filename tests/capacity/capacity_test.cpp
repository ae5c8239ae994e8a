#include "libroi/capacity/capacity.hpp"

#include <gtest/gtest.h>

#include "tests/support/stage.hpp"

namespace roi {
namespace {

/// Two halls; the first is short of power by a quarter, the second has no cards.
struct Halls {
  Halls() {
    Phase<double> first;
    first.energised = 1.5;
    first.critical_power = 450.0;
    phases.append("first", first);
    Phase<double> second;
    second.energised = 4.0;
    second.critical_power = 100.0;
    phases.append("second", second);
    Fleet<double> fleet;
    fleet.phase = "first";
    fleet.device.busy_power = 0.4;
    fleet.device.idle_power = 0.1;
    fleet.node_overhead = 0.5;  // 0.6 kW a busy card
    fleet.cards = 800.0;
    fleet.delivered = 0.5;
    fleet.commissioning = 1.0;
    fleet.availability = 0.9;
    fleet.price = 1.0;
    fleets.append("a", fleet);
    fleet.cards = 200.0;
    fleet.delivered = 3.0;
    fleet.availability = 1.0;
    fleets.append("b", fleet);
  }
  Keyed<Phase<double>> phases;
  Keyed<Fleet<double>> fleets;
};

TEST(Capacity, CardHoursByHand) {
  const Halls halls;
  test::Table table;
  const CapacityLines declared = declare_capacity(table.d, halls.phases, halls.fleets);
  const LineTable& lines = table.lines;
  const Timeline timeline({2026, 1}, 6, HourConvention::h720);
  Ledger<double> book(lines, 6);
  test::Stage<double, Ledger<double>> stage(timeline, book, halls.fleets.size());
  Capacity<double, Ledger<double>> capacity(declared, halls.phases, halls.fleets, stage.setting);
  stage.run([&](auto& now) { capacity.step(now); });

  EXPECT_DOUBLE_EQ(capacity.card_power[0], 0.6);
  EXPECT_DOUBLE_EQ(capacity.idle_power[1], 0.15);
  EXPECT_EQ(capacity.critical_power, 550.0);
  const auto constant = [&](const char* path) { return book.constant_of(lines.find(path)); };
  const auto row = [&](const char* path) { return book.row(lines.find(path)); };
  EXPECT_DOUBLE_EQ(constant("capacity/phase/first/rated need"), 600.0);  // 1,000 cards x 0.6 kW
  EXPECT_DOUBLE_EQ(constant("capacity/phase/first/sufficiency"), 0.75);  // 450 / 600
  EXPECT_EQ(constant("capacity/phase/second/sufficiency"), 1.0);         // nothing is needed
  EXPECT_DOUBLE_EQ(constant("capacity/fleet/a/usable cards"), 600.0);    // both fleets are short alike
  EXPECT_DOUBLE_EQ(constant("capacity/fleet/b/usable cards"), 150.0);
  EXPECT_EQ(constant("capacity/phase/first/binding limit"), 1.0);  // power
  EXPECT_EQ(constant("capacity/phase/second/binding limit"), 0.0);
  EXPECT_EQ(constant("capacity/fleet/a/ready"), 1.5);
  EXPECT_EQ(constant("capacity/fleet/a/start"), 2.5);  // the hall is later than the cards
  EXPECT_EQ(constant("capacity/fleet/b/start"), 4.0);  // the cards are later than the hall

  EXPECT_EQ(row("capacity/critical live")[0], 0.0);
  EXPECT_EQ(row("capacity/critical live")[1], 225.0);
  EXPECT_EQ(row("capacity/critical live")[3], 450.0);
  EXPECT_EQ(row("capacity/critical live")[4], 550.0);
  EXPECT_DOUBLE_EQ(row("capacity/fleet/a/installed")[2], 300.0);
  EXPECT_DOUBLE_EQ(row("capacity/fleet/a/available")[2], 300.0 * 0.9 * 720.0);
  EXPECT_DOUBLE_EQ(row("capacity/installed")[5], 750.0);

  // Delivered, whether the hall has power or not; what holds them back: not there, hall not energised, power.
  const auto all = [&](const char* path) { return std::vector<double>(row(path).begin(), row(path).end()); };
  EXPECT_EQ(all("capacity/fleet/a/delivered"), (std::vector<double>{0.0, 400.0, 800.0, 800.0, 800.0, 800.0}));
  EXPECT_EQ(all("capacity/fleet/b/delivered"), (std::vector<double>{0.0, 0.0, 0.0, 0.0, 200.0, 200.0}));
  EXPECT_EQ(all("capacity/fleet/a/held by"), (std::vector<double>{1.0, 1.0, 2.0, 3.0, 3.0, 3.0}));
  EXPECT_EQ(all("capacity/fleet/b/held by"), (std::vector<double>{1.0, 1.0, 1.0, 1.0, 3.0, 3.0}));
  EXPECT_EQ(capacity.delivered[1], 200.0);
  EXPECT_EQ(capacity.performance[0], 1.0);
  EXPECT_LT(table.lines.find("capacity/phase/first/rack need").id, 0);  // nothing else limits
  EXPECT_LT(table.lines.find("capacity/fleet/a/cards").id, 0);
  EXPECT_DOUBLE_EQ(row("capacity/available")[5], (600.0 * 0.9 + 150.0) * 720.0);
  EXPECT_DOUBLE_EQ(stage.months[5].hours.available, row("capacity/available")[5]);
  EXPECT_DOUBLE_EQ(stage.setting.fleets.free[0], row("capacity/fleet/a/available")[5]);
}

}  // namespace
}  // namespace roi
