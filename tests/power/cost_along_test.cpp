// The cost of power that a search of the break-even scale sees, against the booked bill at the same scale.
#include "libroi/power/cost_along.hpp"

#include <gtest/gtest.h>

#include "libroi/core/pack.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/power/tariff/tariff_json.hpp"
#include "tests/power/all_rules.hpp"
#include "tests/support/stage.hpp"

namespace roi::power {
namespace {

using test::hall;
using test::kData;
using Lanes = Pack<8>;

constexpr int kMonths = 30;
constexpr std::array<double, 8> kScales{0.0, 0.2, 0.55, 0.9, 1.0, 1.02, 1.4, 3.0};

struct SearchCase {
  const char* name;
  PowerInputs<double> power;
  double critical;
};

LoadLine<double> line_of(int t, double critical) {
  return {critical * (0.2 + 0.002 * t), critical * (0.35 + 0.01 * (t % 7)), critical * 0.55,
          critical * std::min(0.25 + 0.1 * t, 1.0)};
}

template <class T>
struct Months {
  Months(const SearchCase& c)
      : power(convert<T>(c.power)), lines_of(declare_power(table.d, c.power)), critical(c.critical) {}
  roi::test::Table table;
  PowerInputs<T> power;
  PowerLines lines_of;
  T critical;
  Timeline timeline{YearMonth{2026, 4}, kMonths, HourConvention::calendar};
  Clock<T> clock{timeline};
};

std::vector<double> booked(const SearchCase& c, double scale) {
  Months<double> m(c);
  Ledger<double> book(m.table.lines, kMonths);
  PowerBill<double, Ledger<double>> bill(m.lines_of, m.power, c.critical, m.clock, book);
  IndexLevels<double, Ledger<double>> indices({}, {}, book);
  BillCurves<double, Ledger<double>> curves(m.lines_of.itemised->supply, *m.power.bill, indices, book);
  std::vector<double> out;
  for (int t = 0; t < kMonths; ++t) {
    const LoadLine<double> l = line_of(t, c.critical);
    curves.step(t, m.clock, indices, book);
    const double busy = scale * l.rise;
    bill.step(t, m.clock, {l.it + busy, busy, l.busy_full, l.critical_live, 0.0, 1.0 + 0.001 * t}, curves.now, book);
    out.push_back(bill.cost);
  }
  return out;
}

template <class T>
std::vector<T> searched(const SearchCase& c, const T& scale) {
  Months<T> m(c);
  Discard<T> book;
  IndexLevels<T, Discard<T>> indices({}, {}, book);
  BillCurves<T, Discard<T>> curves(m.lines_of.itemised->supply, *m.power.bill, indices, book);
  PowerCostAlong<T> cost(m.lines_of, m.power, m.critical, m.clock);
  std::vector<Few<T>> prices;
  for (int t = 0; t < kMonths; ++t) {
    const LoadLine<double> l = line_of(t, c.critical);
    curves.step(t, m.clock, indices, book);
    prices.push_back(curves.now);
    cost.add_month(t, m.clock, {T(l.it), T(l.rise), T(l.busy_full), T(l.critical_live)}, curves.now);
  }
  std::vector<T> out;
  for (int pass = 0; pass < 2; ++pass) {  // the second pass forgets the first
    out.clear();
    cost.restart();
    for (int t = 0; t < kMonths; ++t)
      out.push_back(cost.step(t, m.clock, pass == 0 ? T(0.7) : scale, T(0.0), T(1.0 + 0.001 * t),
                              prices[static_cast<std::size_t>(t)]));
  }
  return out;
}

std::vector<SearchCase> cases() {
  std::vector<SearchCase> out;
  const auto add = [&](const char* name, const FacilityYear& year, const Tariff& tariff, bool supply,
                       const std::vector<PlantHours>& plants = {}) {
    SearchCase c{name, {}, it_kw(year.facility, 1.0)};
    c.power.bill = prepare_bill(year, tariff, {0.0, 0.93, 1e-3, 0.2, 8}, plants).inputs;
    for (auto& [key, plant] : c.power.bill->onsite) plant.end = 25.5;
    if (supply) c.power.bill->supply = test::all_supply();
    out.push_back(std::move(c));
  };
  const FacilityYear year = hall("shanghai_synthetic");
  add("one price a register", year, read_tariff(kData + "tariffs/china-hubei-110kv-2026-01.json"), false);
  add("every rule", year, test::with_daily_peaks(test::all_rules(year.clock)), true);
  const std::vector<PlantHours> small = {test::by_day(year, "roof", 900.0), test::by_day(year, "cell", -300.0)};
  const std::vector<PlantHours> large = {test::by_day(year, "roof", 3500.0)};
  add("plants", year, read_tariff(kData + "tariffs/china-hubei-110kv-2026-01.json"), true, small);
  add("plants above the load", year, test::all_rules(year.clock), true, large);
  SearchCase fed = out[out.size() - 2];  // as written by hand: no feed stated, more fed than drawn
  fed.name = "plants that feed the grid";
  for (auto& [key, plant] : fed.power.bill->onsite) {
    plant.feed.fill(0.0);
    plant.power.fill(-9000.0);
  }
  out.push_back(fed);
  SearchCase below = out[1];  // as written by hand: tables below zero
  below.name = "a facility that gives energy back";
  below.power.bill->load.facility.shaped.fill(-1.2);
  out.push_back(below);
  FacilityYear flat = year;
  std::fill(flat.shape.begin(), flat.shape.end(), 1.0);
  add("flat shape", flat, read_tariff(kData + "tariffs/china-hubei-110kv-2026-01.json"), true);
  FacilityYear fitted = hall("hainan_synthetic");
  std::get<WatersideEconomiser>(fitted.facility.cooling.air).chiller.capacity_kw = 9000.0;
  add("third degree, plants", fitted, test::with_daily_peaks(test::all_rules(fitted.clock)), true, small);
  add("third degree", fitted, read_tariff(kData + "tariffs/china-hubei-110kv-2026-01.json"), true);
  std::fill(fitted.shape.begin(), fitted.shape.end(), 1.0);
  add("third degree, flat shape", fitted, test::all_rules(fitted.clock), true);
  return out;
}

TEST(CostAlong, IsTheBookedCostAtEveryScale) {
  for (const SearchCase& c : cases()) {
    for (const double scale : kScales) {
      const auto expected = booked(c, scale), found = searched<double>(c, scale);
      for (std::size_t t = 0; t < expected.size(); ++t)
        EXPECT_NEAR(found[t], expected[t], 1e-12 * std::fabs(expected[t]))
            << c.name << " at " << scale << " in month " << t;
    }
  }
}

TEST(CostAlong, LanesHaveTheBitsOfADouble) {
  Lanes scale(0.0);
  for (int i = 0; i < 8; ++i) scale.set_lane(i, kScales[static_cast<std::size_t>(i)]);
  for (const SearchCase& c : cases()) {
    const auto lanes = searched<Lanes>(c, scale);
    for (int i = 0; i < 8; ++i) {
      const auto alone = searched<double>(c, kScales[static_cast<std::size_t>(i)]);
      for (std::size_t t = 0; t < alone.size(); ++t) EXPECT_EQ(lanes[t].lane(i), alone[t]) << c.name << " month " << t;
    }
  }
}

}  // namespace
}  // namespace roi::power
