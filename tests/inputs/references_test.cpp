#include "libroi/inputs/checking/references.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "libroi/engine/engine.hpp"
#include "libroi/inputs/document.hpp"
#include "libroi/inputs/reader.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

Center<double> small() {
  return read<Center<double>>(load(std::string(LIBROI_SOURCE_DIR) + "/examples/small_center.json")).root;
}

struct Case {
  std::function<void(Center<double>&)> spoil;
  const char* message;
};

// Centers built or changed in code: the reader has not seen them.
TEST(References, NameThePathTheValueAndTheGroup) {
  const Case cases[] = {
      {[](auto& c) { c.fleets[0].phase = "hal"; }, "/fleets/ascend/phase is \"hal\", but must be a key of phases"},
      {[](auto& c) { c.fleets[0].phase = ""; }, "/fleets/ascend/phase is missing, but is required"},
      {[](auto& c) { c.contracts[0].fleet = "h100"; },
       "/contracts/anchor/fleet is \"h100\", but must be a key of fleets"},
      {[](auto& c) { c.markets[0].demand.index = "cpi"; },
       "/markets/on-demand/demand/index is \"cpi\", but must be a key of indices"},
      {[](auto& c) { c.services[0].share_of_leasing->index = "cpi"; },
       "/services/tuning/share_of_leasing/index is \"cpi\", but must be a key of indices"},
      {[](auto& c) { c.power.index = "cpi"; }, "/power/index is \"cpi\", but must be a key of indices"},
      {[](auto& c) { c.financing.asset_class = "x"; },
       "/financing/asset_class is \"x\", but must be a key of asset_classes"},
      {[](auto& c) {
         auto& courses = c.other_revenue.append("courses");
         courses.revenue.start = 1.0;
         courses.revenue.index = "cpi";
       },
       "/other_revenue/courses/revenue/index is \"cpi\", but must be a key of indices"},
  };
  for (const Case& one : cases) {
    Center<double> center = small();
    one.spoil(center);
    test::expect_throws_saying([&] { (void)evaluate(center); }, one.message);
    if (std::string_view(one.message).find(" is missing") != std::string_view::npos) continue;
    EXPECT_THROW((void)Layout(center), DomainError);  // the layout asks for itself
  }
}

TEST(References, MayBeLeftOutWhereTheyAreOptional) {
  Center<double> center = small();
  center.power.index = "";
  center.opex[0].index = "";
  center.opex[0].price_date = 0.0;
  EXPECT_NO_THROW((void)evaluate(center));
}

}  // namespace
}  // namespace roi
