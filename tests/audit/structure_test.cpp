// Other structures than the named centers have: each keeps the rules of the workbook, and its graph is the engine.
#include <gtest/gtest.h>

#include <functional>

#include "tests/audit/pipeline.hpp"
#include "tests/power/all_rules.hpp"

namespace roi {
namespace {

struct Variant {
  const char* name;
  std::function<void(Center<double>&)> change;
};

Curve<double> points(Interpolation interpolation) {
  Curve<double> curve;
  curve.kind = CurveKind::points;
  curve.interpolation = interpolation;
  curve.months = {2.5, 20.25, 47.0};
  curve.values = {6.0, 4.0, 4.5};
  curve.labels = {"2025-03-15", "2026-09-08", "2028-12-01"};
  return curve;
}

Curve<double> monthly(std::size_t n) {
  Curve<double> curve;
  curve.kind = CurveKind::monthly;
  for (std::size_t i = 0; i < n; ++i) curve.values.push_back(5.0 + 0.01 * static_cast<double>(i));
  return curve;
}

Curve<double> growth(const std::string& index) {
  Curve<double> curve;
  curve.kind = CurveKind::growth;
  curve.start = 5.0;
  curve.growth = -0.1;
  curve.index = index;
  curve.price_date = -3.5;
  return curve;
}

/// The center with an itemised power bill under a tariff.
void itemise(Center<double>& c, const power::Tariff& tariff, bool cubic = false,
             const std::vector<power::PlantHours>& plants = {}) {
  power::FacilityYear year = power::test::hall("hainan_synthetic");
  if (cubic) std::get<power::WatersideEconomiser>(year.facility.cooling.air).chiller.capacity_kw = 9000.0;
  PowerInputs<double> power;
  power.index = c.indices.key(0);
  power.bill = power::prepare_bill(year, tariff, {0.0, 0.88, 1e-3, 0.2, 8}, plants).inputs;
  if (power.bill->minimum_take) power.bill->minimum_take->term = c.months + 7.5;
  for (auto& [key, plant] : power.bill->onsite) plant.end = 40.5;
  power.bill->supply = power::test::all_supply(c.indices.key(0));
  c.power = power;
}
/// A plant that feeds by day and one that charges at night, more at times than the center draws.
std::vector<power::PlantHours> plants() {
  std::vector<power::PlantHours> out{{"roof", "solar", {}}, {"storage", "battery", {}}};
  for (int k = 0; k < 8760; ++k) {
    const int hour = k % 24;
    out[0].kw.push_back(hour > 6 && hour < 18 ? -120.0 - 3.0 * (k / 730) : 0.0);
    out[1].kw.push_back(hour < 6 ? 80.0 : hour > 17 && hour < 22 ? -100.0 : 0.0);
  }
  return out;
}
power::Tariff all_rules() {
  return power::test::with_daily_peaks(power::test::all_rules(power::YearClock::of_year(2026)));
}
power::Tariff two_part(power::TwoPartMode mode) {
  power::Tariff tariff = all_rules();
  power::TwoPart rule;
  rule.mode = mode;
  rule.transformer_kva = 900.0;
  rule.declared_kw.fill(420.0);
  rule.price_kw = 39.0;
  rule.price_kva = 25.0;
  rule.rebate_from_hours = 260.0;
  tariff.two_part = rule;
  return tariff;
}

/// Servers in a hall short of racks and floor.
void rack(Center<double>& c) {
  for (auto& [key, fleet] : c.fleets) {
    fleet.servers = *fleet.cards / 8.0;
    fleet.cards_per_server = 8.0;
    fleet.cards_per_rack = 16.0;
    fleet.server_price = 8.0 * *fleet.price;
    fleet.cards.reset();
    fleet.price.reset();
  }
  for (auto& [key, phase] : c.phases) {
    phase.racks = 12.0;
    phase.floor_area = 33.0;
    phase.area_per_rack = 3.0;
  }
}
/// Cards that fail, are lost, slow down and are renewed.
void wear(Center<double>& c) {
  for (auto& [key, fleet] : c.fleets) {
    fleet.availability = 0.98;
    Reliability<double>& failures = fleet.reliability.emplace();
    failures.failure_rate = 0.17;
    failures.repair_time = 72.0;
    failures.swap_time = 4.0;
    failures.spares = 1.5;
    failures.attrition = 0.04;
    failures.job_cards = 128.0;
    failures.checkpoint_time = 1.0 / 60.0;
    failures.restart_time = 0.1;
    fleet.performance_decay = 0.03;
    fleet.refreshes = 2;
    fleet.refresh_interval = 22.5;
  }
}
/// A second fleet that sells vCPUs, and one that belongs to somebody else and sells nodes.
void sell_in_three_units(Center<double>& c) {
  Fleet<double> cloud = c.fleets[0];
  cloud.unit_of_sale = UnitOfSale::vcpu_hour;
  cloud.units_per_card = 128.0;
  cloud.cards = 40.0;
  c.fleets.append("cloud", cloud);
  cloud.unit_of_sale = UnitOfSale::node_hour;
  cloud.units_per_card.reset();
  cloud.price.reset();
  cloud.asset_class.clear();
  cloud.refreshes = 0;
  cloud.leased_in.emplace().rent = growth(c.indices.key(0));
  cloud.leased_in->end = 51.25;
  c.fleets.append("guest", cloud);
  Contract<double> contract = c.contracts[0];
  contract.fleet = "cloud";
  contract.cards = 4000.0;
  c.contracts.append("portal", contract);
  contract.fleet = "guest";
  contract.cards = 30.0;
  c.contracts.append("simulation", contract);
}
/// Colocation by the rack.
void lease_racks(Center<double>& c) {
  for (auto& [key, lease] : c.colocation) {
    lease.racks = *lease.power / 6.0;
    lease.power_per_rack = 6.0;
    lease.rack_price = lease.price;
    lease.power.reset();
    lease.price.reset();
  }
}

const std::vector<Variant>& variants() {
  static const std::vector<Variant> all{
      {"no loss carried forward", [](Center<double>& c) { c.tax.loss_years = 0; }},
      {"ten years of losses", [](Center<double>& c) { c.tax.loss_years = 10; }},
      {"no loans", [](Center<double>& c) { c.financing.loans = {}; }},
      {"no contracts", [](Center<double>& c) { c.contracts = {}; }},
      {"no markets", [](Center<double>& c) { c.markets = {}; }},
      {"no services", [](Center<double>& c) { c.services = {}; }},
      {"two refreshes",
       [](Center<double>& c) {
         for (std::size_t i = 0; i < c.fleets.size(); ++i) {
           c.fleets[i].refreshes = 2;
           c.fleets[i].refresh_interval = 22.5;
         }
       }},
      {"hours of 8,760 a year", [](Center<double>& c) { c.hours = HourConvention::h8760; }},
      {"steps of price", [](Center<double>& c) { c.markets[0].price = points(Interpolation::step); }},
      {"linear prices", [](Center<double>& c) { c.markets[0].price = points(Interpolation::linear); }},
      {"logarithmic prices", [](Center<double>& c) { c.markets[0].price = points(Interpolation::log); }},
      {"a price a month, all months",
       [](Center<double>& c) { c.markets[0].price = monthly(static_cast<std::size_t>(c.months)); }},
      {"a price a month, two years", [](Center<double>& c) { c.markets[0].price = monthly(24); }},
      {"one monthly price", [](Center<double>& c) { c.markets[0].price = monthly(1); }},
      {"growing, indexed price", [](Center<double>& c) { c.markets[0].price = growth(c.indices.key(0)); }},
      {"sales too dear to break even",
       [](Center<double>& c) {
         for (std::size_t i = 0; i < c.fleets.size(); ++i) *c.fleets[i].price *= 100.0;
       }},
      {"a power bill with every rule", [](Center<double>& c) { itemise(c, all_rules()); }},
      {"a power bill with third-degree terms", [](Center<double>& c) { itemise(c, all_rules(), true); }},
      {"plants behind the meter", [](Center<double>& c) { itemise(c, all_rules(), false, plants()); }},
      {"plants and third-degree terms", [](Center<double>& c) { itemise(c, all_rules(), true, plants()); }},
      {"basic charge by transformer", [](Center<double>& c) { itemise(c, two_part(power::TwoPartMode::transformer)); }},
      {"basic charge by contract", [](Center<double>& c) { itemise(c, two_part(power::TwoPartMode::contract)); }},
      {"basic charge by metered demand", [](Center<double>& c) { itemise(c, two_part(power::TwoPartMode::metered)); }},
      {"power passed through an itemised bill",
       [](Center<double>& c) {
         itemise(c, all_rules());
         for (std::size_t i = 0; i < c.colocation.size(); ++i) c.colocation[i].pass_through = 0.8;
       }},
      {"a market before the contracts",
       [](Center<double>& c) {
         for (std::size_t i = 0; i < c.contracts.size(); ++i) c.contracts[i].priority = 3;
         c.markets[0].priority = 1;
       }},
      {"loans repaid evenly",
       [](Center<double>& c) {
         for (std::size_t i = 0; i < c.financing.loans.size(); ++i)
           c.financing.loans[i].repayment = Repayment::equal_principal;
       }},
      {"loans repaid at the end",
       [](Center<double>& c) {
         for (std::size_t i = 0; i < c.financing.loans.size(); ++i) {
           c.financing.loans[i].repayment = Repayment::bullet;
           c.financing.loans[i].tenor = i == 0 ? 41.5 : 500.0;
         }
       }},
      {"revenue worked out elsewhere",
       [](Center<double>& c) {
         c.other_revenue.append("courses").revenue = monthly(24);
         c.other_revenue[0].direct_cost = growth(c.indices.key(0));
         c.other_revenue.append("grants").revenue = monthly(1);
       }},
      {"servers in a hall short of racks", rack},
      {"cards that fail and age", wear},
      {"cards, vCPUs and nodes", sell_in_three_units},
      {"vCPUs alone",
       [](Center<double>& c) {
         for (auto& [key, fleet] : c.fleets) {
           fleet.unit_of_sale = UnitOfSale::vcpu_hour;
           fleet.units_per_card = 2.0;
         }
       }},
      {"colocation by the rack", lease_racks},
      {"all of what capacity can be",
       [](Center<double>& c) {
         wear(c);
         sell_in_three_units(c);
         lease_racks(c);
         for (auto& [key, fleet] : c.fleets) fleet.cards_per_rack = 8.0;
         for (auto& [key, phase] : c.phases) phase.racks = 100.0;
       }},
      {"short model",
       [](Center<double>& c) {
         c.months = 30;
         c.financing.conversion = 6.0;
       }},
  };
  return all;
}

class Structures : public ::testing::TestWithParam<std::size_t> {};

TEST_P(Structures, KeepTheRulesAndTheNumbers) {
  const Variant& variant = variants()[GetParam()];
  Center<double> center = test::named_center("lingshui_hainan_expressway");
  variant.change(center);
  try {
    const audit::TracedCenter traced(center);
    const audit::Plan plan(traced.graph());
    const audit::GraphValues values(traced.graph(), audit::traced_inputs(traced.graph()));
    const test::Worst worst = test::worst_difference(traced, values, evaluate(center));
    EXPECT_LE(worst.difference, 1e-12) << variant.name << ": " << worst.line;
  } catch (const Error& error) {
    FAIL() << variant.name << ": " << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(Variants, Structures, ::testing::Range(std::size_t{0}, variants().size()));

}  // namespace
}  // namespace roi
