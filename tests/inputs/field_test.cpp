#include "libroi/inputs/field.hpp"

#include <gtest/gtest.h>

#include <cstring>

#include "libroi/inputs/parameters.hpp"
#include "tests/inputs/toy.hpp"

namespace roi {
namespace {

struct Wide {  // stands for a pack or a dual: constructible from double, not convertible back
  Wide() = default;
  explicit Wide(double x) : lanes{x, x} {}
  double lanes[2] = {0.0, 0.0};
};

test::Toy<double> filled() {
  test::Toy<double> toy;
  toy.name = "toy";
  toy.start = 2025 * 12;
  toy.phases.append("first").critical = 12.0;
  auto& fleet = toy.fleets.append("ascend");
  fleet.phase = "first";
  fleet.cards = 18000.0;
  fleet.profile = test::Profile::falling;
  fleet.price.kind = CurveKind::points;
  fleet.price.labels = {"2025-01", "2026-07-15"};
  fleet.price.months = {0.0, 18.5};
  fleet.price.values = {10.0, 8.0};
  fleet.cap = 20.0;
  fleet.steps = {1.0, 2.0};
  fleet.season.fill(1.5);
  fleet.announced = Compute<double>{6600.0, Precision::fp16, Sparsity::dense};
  toy.priority = {"ascend"};
  return toy;
}

TEST(Parameters, ListsEveryNumberWithItsPathInOrder) {
  auto toy = filled();
  std::vector<std::string> paths;
  for (const auto& parameter : parameters(toy)) paths.push_back(parameter.path);
  const std::vector<std::string> expected{"budget",
                                          "phases.first.energised",
                                          "phases.first.critical",
                                          "fleets.ascend.cards",
                                          "fleets.ascend.availability",
                                          "fleets.ascend.delivered",
                                          "fleets.ascend.life",
                                          "fleets.ascend.price.points.2025-01",
                                          "fleets.ascend.price.points.2025-01.date",
                                          "fleets.ascend.price.points.2026-07-15",
                                          "fleets.ascend.price.points.2026-07-15.date",
                                          "fleets.ascend.cap",
                                          "fleets.ascend.announced",
                                          "fleets.ascend.season.0",
                                          "fleets.ascend.season.1",
                                          "fleets.ascend.season.2",
                                          "fleets.ascend.season.3",
                                          "fleets.ascend.season.4",
                                          "fleets.ascend.season.5",
                                          "fleets.ascend.season.6",
                                          "fleets.ascend.season.7",
                                          "fleets.ascend.season.8",
                                          "fleets.ascend.season.9",
                                          "fleets.ascend.season.10",
                                          "fleets.ascend.season.11",
                                          "fleets.ascend.steps.0",
                                          "fleets.ascend.steps.1",
                                          "fleets.ascend.power.nameplate",
                                          "fleets.ascend.power.idle"};
  EXPECT_EQ(paths, expected);
}

TEST(Parameters, WriteThrough) {
  auto toy = filled();
  *parameters(toy)[3].value = 7.0;
  EXPECT_EQ(toy.fleets.at("ascend").cards, 7.0);
}

TEST(Convert, CopiesNumbersAndStructureAndKeepsTheOrder) {
  auto toy = filled();
  auto wide = convert<Wide>(toy);
  const auto& fleet = wide.fleets.at("ascend");
  EXPECT_EQ(fleet.cards.lanes[1], 18000.0);
  EXPECT_EQ(fleet.phase, "first");
  EXPECT_EQ(fleet.profile, test::Profile::falling);
  EXPECT_EQ(fleet.price.values[1].lanes[0], 8.0);
  EXPECT_EQ(fleet.price.labels, toy.fleets[0].price.labels);
  EXPECT_EQ(fleet.announced->precision, Precision::fp16);
  EXPECT_EQ(fleet.cap->lanes[0], 20.0);
  EXPECT_EQ(wide.start, 24300);
  EXPECT_FALSE(wide.loan.has_value());
  EXPECT_EQ(wide.priority, toy.priority);
  const auto narrow_list = parameters(toy);
  const auto wide_list = parameters(wide);
  ASSERT_EQ(narrow_list.size(), wide_list.size());
  for (std::size_t i = 0; i < wide_list.size(); ++i) {
    EXPECT_EQ(narrow_list[i].path, wide_list[i].path);
    EXPECT_EQ(std::memcmp(narrow_list[i].value, &wide_list[i].value->lanes[0], sizeof(double)), 0);  // NaN: not given
  }
}

TEST(Keyed, SaysWhichKeysThereAre) {
  const auto toy = filled();
  EXPECT_EQ(toy.fleets.index("ascend"), 0);
  EXPECT_EQ(toy.fleets.find("h100"), nullptr);
  try {
    (void)toy.fleets.at("h100");
    FAIL();
  } catch (const DomainError& error) {
    EXPECT_STREQ(error.what(), "Keyed: there is no key h100; there are: ascend");
  }
}

}  // namespace
}  // namespace roi
