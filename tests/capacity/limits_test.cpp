// How many cards a hall holds: servers as people buy them, power, racks and floor, each by hand.
#include "libroi/capacity/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/capacity/stage.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

using test::CapacityRun;
using test::Hall;

TEST(Limits, ServersAreCards) {
  Hall hall;
  hall.fleet().cards.reset();
  hall.fleet().servers = 25.0;
  hall.fleet().cards_per_server = 8.0;
  const CapacityRun run(hall);
  EXPECT_EQ(run.constant("fleet/a/cards"), 200.0);
  EXPECT_DOUBLE_EQ(run.constant("phase/hall/rated need"), 120.0);  // 200 x 0.6 kW
  EXPECT_EQ(run.row("fleet/a/installed")[0], 200.0);
  EXPECT_EQ(run.capacity.cards[0], 200.0);
}

TEST(Limits, ThePriceOfAServerAndItsSpares) {
  Fleet<double> fleet;
  fleet.servers = 25.0;
  fleet.cards_per_server = 8.0;
  fleet.server_price = 1000.0;
  EXPECT_EQ(paid_for(fleet, cards_of(fleet)) * price_of(fleet), 25000.0);
  fleet.reliability.emplace().spares = 4.0;  // half a server
  EXPECT_EQ(paid_for(fleet, cards_of(fleet)) * price_of(fleet), 25500.0);
  fleet.server_price.reset();
  fleet.price = 100.0;
  EXPECT_EQ(paid_for(fleet, cards_of(fleet)) * price_of(fleet), 20400.0);
}

TEST(Limits, AFleetMadeInCodeHasOneSizeAndOnePrice) {
  const auto refused = [](auto change, const char* text) {
    Hall hall;
    change(hall.fleet());
    test::expect_throws_saying<DomainError>([&] { const CapacityRun run(hall); }, text);
  };
  refused([](auto& f) { f.cards.reset(); }, "fleets.a must have either cards or servers");
  refused([](auto& f) { f.servers = 2.0; }, "fleets.a must have either cards or servers");
  refused([](auto& f) { f.cards_per_server = 2.0; }, "fleets.a must have cards_per_server where it has servers");
  refused([](auto& f) { f.price.reset(); }, "fleets.a must have one of price, server_price and leased_in");
  refused([](auto& f) { f.leased_in.emplace(); }, "fleets.a must have one of price, server_price and leased_in");
  refused([](auto& f) { f.unit_of_sale = UnitOfSale::core_hour; },
          "fleets.a must have units_per_card where it sells cores or vCPUs");
}

/// 100 cards of 0.6 kW, 4 a rack, 3 m2 a rack.
Hall racked(double power, double racks, double floor) {
  Hall hall;
  hall.fleet().cards_per_rack = 4.0;
  hall.hall().critical_power = power;
  hall.hall().racks = racks;
  hall.hall().floor_area = floor;
  hall.hall().area_per_rack = 3.0;
  return hall;
}

TEST(Limits, TheLeastOfPowerRacksAndFloor) {
  struct Case {
    double power, racks, floor, sufficiency, limit, held;
  };
  for (const Case& c : {Case{60.0, 25.0, 75.0, 1.0, 0.0, 0.0},    // exactly enough of each
                        Case{48.0, 25.0, 75.0, 0.8, 1.0, 3.0},    // 80 cards have power
                        Case{48.0, 15.0, 75.0, 0.6, 2.0, 4.0},    // 60 have a rack
                        Case{48.0, 15.0, 37.5, 0.5, 3.0, 5.0},    // 12.5 racks have floor
                        Case{30.0, 12.5, 37.5, 0.5, 1.0, 3.0},    // all alike: power is named
                        Case{60.0, 12.5, 37.5, 0.5, 2.0, 4.0},    // racks before floor
                        Case{60.0, 0.0, 75.0, 0.0, 2.0, 4.0}}) {  // a hall without racks
    const CapacityRun run(racked(c.power, c.racks, c.floor));
    EXPECT_EQ(run.constant("phase/hall/rack need"), 25.0);
    EXPECT_EQ(run.constant("phase/hall/floor need"), 75.0);
    EXPECT_DOUBLE_EQ(run.constant("phase/hall/power sufficiency"), c.power / 60.0);
    EXPECT_DOUBLE_EQ(run.constant("phase/hall/rack sufficiency"), c.racks / 25.0);
    EXPECT_DOUBLE_EQ(run.constant("phase/hall/floor sufficiency"), c.floor / 75.0);
    EXPECT_DOUBLE_EQ(run.constant("phase/hall/sufficiency"), c.sufficiency);
    EXPECT_EQ(run.constant("phase/hall/binding limit"), c.limit);
    EXPECT_DOUBLE_EQ(run.row("fleet/a/installed")[0], 100.0 * c.sufficiency);
    EXPECT_EQ(run.row("fleet/a/delivered")[0], 100.0);
    EXPECT_EQ(run.row("fleet/a/held by")[0], c.held);
  }
}

TEST(Limits, OnlyWhatIsGivenLimits) {
  Hall hall = racked(60.0, 1.0, 1.0);
  hall.fleet().cards_per_rack.reset();  // nobody says what a rack holds
  EXPECT_FALSE(CapacityRun(hall).has("phase/hall/rack need"));
  EXPECT_DOUBLE_EQ(CapacityRun(hall).constant("phase/hall/sufficiency"), 1.0);
  hall = racked(60.0, 12.5, 1.0);
  hall.hall().area_per_rack.reset();  // nor what floor a rack takes
  EXPECT_FALSE(CapacityRun(hall).has("phase/hall/floor need"));
  EXPECT_EQ(CapacityRun(hall).constant("phase/hall/binding limit"), 2.0);
  hall = racked(60.0, 1.0, 37.5);
  hall.hall().racks.reset();  // floor alone
  EXPECT_FALSE(CapacityRun(hall).has("phase/hall/rack sufficiency"));
  EXPECT_EQ(CapacityRun(hall).constant("phase/hall/rack need"), 25.0);
  EXPECT_EQ(CapacityRun(hall).constant("phase/hall/binding limit"), 3.0);
  EXPECT_EQ(CapacityRun(hall).constant("phase/hall/sufficiency"), 0.5);
}

TEST(Limits, TwoFleetsShareAHallAlike) {
  Hall hall = racked(60.0, 20.0, 1000.0);
  Fleet<double> other = hall.fleet();
  other.cards = 10.0;
  other.cards_per_rack = 1.0;
  hall.fleets.append("b", other);
  hall.hall().critical_power = 1e6;
  const CapacityRun run(hall);
  EXPECT_EQ(run.constant("phase/hall/rack need"), 35.0);
  EXPECT_DOUBLE_EQ(run.constant("fleet/a/usable cards"), 100.0 * 20.0 / 35.0);
  EXPECT_DOUBLE_EQ(run.constant("fleet/b/usable cards"), 10.0 * 20.0 / 35.0);
}

TEST(Limits, CardsLeasedInGoBack) {
  Hall hall;
  hall.fleet().price.reset();
  hall.fleet().leased_in.emplace().end = 3.25;
  const CapacityRun run(hall);
  EXPECT_EQ(run.row("fleet/a/installed"), (std::vector<double>{100.0, 100.0, 100.0, 25.0, 0.0, 0.0}));
  EXPECT_EQ(run.row("fleet/a/delivered"), run.row("fleet/a/installed"));
  hall.hall().critical_power = 30.0;  // half of them; none is held back once they are gone
  const CapacityRun half(hall);
  EXPECT_EQ(half.row("fleet/a/held by"), (std::vector<double>{3.0, 3.0, 3.0, 3.0, 0.0, 0.0}));
}

}  // namespace
}  // namespace roi
