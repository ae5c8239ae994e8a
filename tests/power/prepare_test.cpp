// The monthly bill of a center against the hours it was prepared from: same load, same tariff, every month.
#include "libroi/power/prepare/prepare.hpp"

#include <gtest/gtest.h>

#include "libroi/power/power_stage.hpp"
#include "libroi/power/prepare/onsite.hpp"
#include "libroi/power/tariff/bill.hpp"
#include "libroi/power/tariff/tariff_json.hpp"
#include "tests/power/all_rules.hpp"
#include "tests/support/stage.hpp"

namespace roi::power {
namespace {

using test::hall;
using test::kData;

/// Mean IT power of a month: what is flat, what follows activity, and that at full activity [kW].
struct MonthLoadCase {
  double flat, busy, full;
};
MonthLoadCase load_of(int month) {
  const double u = 0.35 + 0.05 * ((month * 5) % 12);  // 0.35 .. 0.9: beyond the shape's headroom too
  return {2300.0 + 40.0 * month, 6200.0 * u, 6200.0};
}

struct Priced {
  std::array<double, 12> cost{}, energy{}, water{}, peak{};
  std::vector<double> used;  // part of on-site power, if there is any
};

Priced monthly(const BillInputs<double>& inputs, double critical, HourConvention hours = HourConvention::calendar) {
  PowerInputs<double> power;
  power.bill = inputs;
  roi::test::Table table;
  const PowerLines declared = declare_power(table.d, power);
  const LineTable& lines = table.lines;
  const Timeline timeline(YearMonth{2026, 1}, 12, hours);
  const Clock<double> clock(timeline);
  Ledger<double> book(lines, 12);
  PowerBill<double, Ledger<double>> bill(declared, power, critical, clock, book);
  IndexLevels<double, Ledger<double>> indices({}, {}, book);
  BillCurves<double, Ledger<double>> curves(declared.itemised->supply, *power.bill, indices, book);
  Priced out;
  for (int t = 0; t < 12; ++t) {
    const MonthLoadCase load = load_of(t);
    curves.step(t, clock, indices, book);
    bill.step(t, clock, {load.flat + load.busy, load.busy, load.full, critical, 0.0, 1.0}, curves.now, book);
    const auto m = static_cast<std::size_t>(t);
    out.cost[m] = bill.cost;
    out.energy[m] = bill.energy;
    out.water[m] = bill.water();
    out.peak[m] = book.row(lines.find("power/peak"))[m];
  }
  if (!inputs.onsite.empty()) {
    const auto used = book.row(lines.find("power/onsite/used"));
    out.used.assign(used.begin(), used.end());
    const auto grid = book.row(lines.find("power/grid energy"));
    std::copy(grid.begin(), grid.end(), out.energy.begin());
  }
  return out;
}

/// `parts`: of the plants' power, by month.
Priced hourly(const FacilityYear& year, const Tariff& tariff, const BillInputs<double>& inputs, double power_factor,
              const std::vector<PlantHours>& plants = {}, const std::vector<double>& parts = {}) {
  std::vector<double> it;
  for (int m = 0; m < 12; ++m) {
    const MonthLoadCase load = load_of(m);
    const auto begin = static_cast<std::size_t>(year.clock.month_begin(m)),
               end = static_cast<std::size_t>(year.clock.month_begin(m + 1));
    double mean = 0.0;
    for (std::size_t k = begin; k < end; ++k) mean += year.shape[k] / static_cast<double>(end - begin);
    const double room = (load.full - load.busy) * inputs.load.headroom[static_cast<std::size_t>(m)];
    const double shaped = std::max(std::min(load.busy, room), 0.0);
    for (std::size_t k = begin; k < end; ++k)
      it.push_back(load.flat + load.busy - shaped + shaped * year.shape[k] / mean);
  }
  const FacilityHours hours = simulate_it(year, it);
  std::vector<double> grid = hours.facility_kw;
  for (const PlantHours& plant : plants)
    for (int m = 0; m < 12; ++m)
      for (int k = year.clock.month_begin(m); k < year.clock.month_begin(m + 1); ++k)
        grid[static_cast<std::size_t>(k)] += parts[static_cast<std::size_t>(m)] * plant.kw[static_cast<std::size_t>(k)];
  EXPECT_GE(*std::min_element(grid.begin(), grid.end()), -1e-9);
  const Bill bill = make_bill(BillPlan(tariff, year.clock), grid, {power_factor, 0});
  Priced out;
  for (int m = 0; m < 12; ++m) {
    const auto i = static_cast<std::size_t>(m);
    out.cost[i] = bill.month_total(m);
    out.energy[i] = bill.registers.month_energy[i];
    out.peak[i] = bill.registers.month_peak[i];
    for (int k = year.clock.month_begin(m); k < year.clock.month_begin(m + 1); ++k)
      out.water[i] += hours.water_litres[static_cast<std::size_t>(k)];
  }
  return out;
}

void expect_equal(const Priced& a, const Priced& b, double tolerance, const std::string& name) {
  for (std::size_t m = 0; m < 12; ++m) {
    EXPECT_NEAR(a.cost[m], b.cost[m], tolerance * std::fabs(b.cost[m])) << name << " cost of month " << m;
    EXPECT_NEAR(a.energy[m], b.energy[m], tolerance * b.energy[m]) << name << " energy of month " << m;
    EXPECT_NEAR(a.peak[m], b.peak[m], tolerance * b.peak[m]) << name << " peak of month " << m;
    EXPECT_NEAR(a.water[m], b.water[m], tolerance * b.water[m]) << name << " water of month " << m;
  }
}

double critical_of(const FacilityYear& year) { return it_kw(year.facility, 1.0); }

TEST(Prepare, MonthsAreTheHourlyBillUnderEveryShippedTariff) {
  const FacilityYear year = hall();
  for (const auto& entry : std::filesystem::directory_iterator(kData + "tariffs")) {
    Tariff tariff = read_tariff(entry.path().string());
    tariff.billing_demand.wrap_around = false;                      // a center's history begins with the model
    if (tariff.minimum_take) tariff.minimum_take->term_months = 0;  // no exit fee in a year's bill
    const PreparedBill prepared = prepare_bill(year, tariff, {0.0, 0.93, 1e-3, 0.2, 8});
    EXPECT_TRUE(prepared.exact);
    EXPECT_EQ(prepared.method, "hours exact in the load");
    expect_equal(monthly(prepared.inputs, critical_of(year)), hourly(year, tariff, prepared.inputs, 0.93), 1e-9,
                 entry.path().filename().string());
  }
}

TEST(Prepare, MonthsAreTheHourlyBillUnderAllRulesAtOnce) {
  const FacilityYear year = hall("shanghai_synthetic");
  const Tariff tariff = test::all_rules(year.clock);
  const PreparedBill prepared = prepare_bill(year, tariff, {0.0, 0.88, 1e-3, 0.2, 8});
  Priced truth = hourly(year, tariff, prepared.inputs, 0.88);
  const MinimumTake& take = *tariff.minimum_take;
  const double taxed = (1.0 + 0.13) * exit_fee(take, 12);  // the model of a year ends before the term; VAT is on all
  truth.cost[11] += taxed;
  const Priced found = monthly(prepared.inputs, critical_of(year));
  EXPECT_NEAR(taxed, 1.13 * 3.0 * 0.8 * 12000.0 * 1.5, 1e-6);
  expect_equal(found, truth, 1e-9, "all rules");
}

TEST(Prepare, MonthsAreTheHourlyBillUnderHourlyPrices) {
  const FacilityYear year = hall();
  std::vector<double> price;
  for (std::size_t k = 0; k < 8760; ++k)  // of both signs
    price.push_back(0.03 + 0.09 * std::sin(static_cast<double>(k) / 5.3) + (k % 977 == 0 ? 4.0 : 0.0));
  Tariff alone;
  alone.energy = {hourly_energy("market", price)};
  Tariff beside = read_tariff(kData + "tariffs/china-hubei-110kv-2026-01.json");
  beside.energy.push_back(alone.energy[0]);
  Tariff free;
  free.energy = {hourly_energy("market", std::vector<double>(8760, 0.0))};
  free.fixed = {{"meter", 100.0, FixedUnit::month}};
  const Tariff all = [&] {
    Tariff t = test::all_rules(year.clock);
    t.minimum_take->term_months = 0;  // no exit fee in a year's bill
    t.energy.push_back(alone.energy[0]);
    return t;
  }();
  for (const Tariff& tariff : {alone, beside, free, all}) {
    const PreparedBill prepared = prepare_bill(year, tariff, {0.0, 0.93, 1e-3, 0.2, 8});
    EXPECT_TRUE(prepared.exact);
    expect_equal(monthly(prepared.inputs, critical_of(year)), hourly(year, tariff, prepared.inputs, 0.93), 1e-9,
                 "hourly prices");
  }
  // The register's price is the mean of the dearest month, whatever the sign.
  const auto inputs = prepare_bill(year, alone).inputs;
  EXPECT_EQ(inputs.energy.key(0), "market-hourly");
  double dearest = 0.0;
  for (int m = 0; m < 12; ++m) {
    double sum = 0.0;
    for (int k = year.clock.month_begin(m); k < year.clock.month_begin(m + 1); ++k)
      sum += std::fabs(price[static_cast<std::size_t>(k)]);
    dearest = std::max(dearest, sum / (24.0 * year.clock.days_in_month(m)));
  }
  EXPECT_NEAR(inputs.energy[0].steps[0].price, dearest, 1e-15);
  test::expect_error([&] { (void)prepare_bill(hall("harbin_synthetic", 2028), alone); },
                     "BillPlan: number of hourly prices of energy/market is 8760, but must be 8784, one for each hour "
                     "of the year 2028, or 2, 3 or 4 times as many");
}

TEST(Prepare, HourlyPricesOfAFittedPlantAndOfAPlantBehindTheMeter) {
  const Weather weather = fitted_to_days(read_weather(kData + "weather/hainan_synthetic.epw"), 365);
  FacilityYear year = hall("hainan_synthetic");
  Tariff tariff;
  std::vector<double> price;
  for (std::size_t k = 0; k < 8760; ++k) price.push_back(0.06 + 0.05 * std::sin(static_cast<double>(k) / 7.1));
  tariff.energy = {hourly_energy("market", price)};
  const OnsiteFile file = parse_onsite("roof.json", R"({ "libroi_onsite": 1, "name": "roof and storage", "plants": {
    "roof": { "solar": { "dc_kw": 3000, "tilt": 20 } },
    "storage": { "battery": { "energy_kwh": 8000, "charge_kw": 2000, "discharge_kw": 2000 } } } })");
  const auto plants = hours_of_plants(file, year, weather, tariff, 1.0);
  const PreparedBill prepared = prepare_bill(year, tariff, {0.0, 1.0, 1e-3, 0.2, 1000}, plants);
  const Priced found = monthly(prepared.inputs, critical_of(year));
  expect_equal(found, hourly(year, tariff, prepared.inputs, 1.0, plants, found.used), 1e-9, "plants");
  std::get<WatersideEconomiser>(year.facility.cooling.air).chiller.capacity_kw = 9000.0;
  const PreparedBill fitted = prepare_bill(year, tariff, {0.0, 1.0, 1e-3, 0.2, 8});
  EXPECT_FALSE(fitted.exact);
  expect_equal(monthly(fitted.inputs, critical_of(year)), hourly(year, tariff, fitted.inputs, 1.0), 1e-3, "fitted");
}

TEST(Prepare, OnsitePlantsAreTheHourlyBillOfTheNetLoad) {
  const Weather weather = fitted_to_days(read_weather(kData + "weather/shanghai_synthetic.epw"), 365);
  const FacilityYear year = hall("shanghai_synthetic");
  Tariff tariff = read_tariff(kData + "tariffs/china-hubei-110kv-2026-01.json");
  const OnsiteFile file = parse_onsite("roof.json", R"({ "libroi_onsite": 1, "name": "roof and storage", "plants": {
    "roof": { "solar": { "dc_kw": 3000, "tilt": 20 } },
    "storage": { "battery": { "energy_kwh": 8000, "charge_kw": 2000, "discharge_kw": 2000 } },
    "cell": { "hours_kw": [0,0,0,0,0,0,0,0,-300,-300,-300,-300,-300,-300,-300,-300,-300,-300,-300,-300,0,0,0,0] } } })");
  const auto plants = hours_of_plants(file, year, weather, tariff, 0.93);
  ASSERT_EQ(plants.size(), 3U);
  EXPECT_NE(plants[1].kind.find("battery of 8000 kWh, run for the least bill of each month at activity 0.6; at "
                                "activities 0.3 and 0.9 the bill is at most "),
            std::string::npos)
      << plants[1].kind;
  PreparedBill prepared = prepare_bill(year, tariff, {0.0, 0.93, 1e-3, 0.2, 1000}, plants);
  EXPECT_EQ(prepared.error, 0.0);
  for (const double size : {1.0, 0.4, 2.5}) {  // at 2.5 the feed can exceed the load: part of it is not used
    for (auto& [key, plant] : prepared.inputs.onsite) {
      plant.size = size;
      plant.end = 1200.0;
    }
    const Priced found = monthly(prepared.inputs, critical_of(year));
    std::vector<double> parts = found.used;
    for (double& part : parts) part *= size;
    EXPECT_EQ(*std::min_element(found.used.begin(), found.used.end()) < 1.0, size > 1.0);
    expect_equal(found, hourly(year, tariff, prepared.inputs, 0.93, plants, parts), 1e-9, "size " + to_text(size));
  }
  const PreparedBill fewer = prepare_bill(year, tariff, {0.0, 0.93, 1e-3, 0.2, 8}, plants);
  EXPECT_LT(fewer.error, 1e-3);
  EXPECT_LE(fewer.inputs.load.peak.size(), 24U);
}

TEST(Prepare, AnotherCriticalPowerIsTheSameFacilityScaled) {
  const FacilityYear year = hall();
  const Tariff tariff = read_tariff(kData + "tariffs/china-qingyang-contract-2026.json");
  const Priced drawn = monthly(prepare_bill(year, tariff).inputs, critical_of(year));
  const PreparedBill wide = prepare_bill(year, tariff, {2.0 * critical_of(year), 1.0, 1e-3, 0.2, 8});
  expect_equal(monthly(wide.inputs, 2.0 * critical_of(year)), drawn, 1e-12, "scaled");
}

TEST(Prepare, HoursOfTheModelScaleTheRegisters) {
  const FacilityYear year = hall();
  const auto inputs = prepare_bill(year, read_tariff(kData + "tariffs/china-qingyang-contract-2026.json")).inputs;
  const Priced calendar = monthly(inputs, critical_of(year));
  const Priced flat = monthly(inputs, critical_of(year), HourConvention::h720);
  EXPECT_NEAR(flat.energy[0] / calendar.energy[0], 720.0 / 744.0, 1e-14);
}

TEST(Prepare, LoadDependentCoolingIsFittedWithAStatedError) {
  FacilityYear year = hall("hainan_synthetic");
  std::get<WatersideEconomiser>(year.facility.cooling.air).chiller.capacity_kw = 9000.0;
  const Tariff tariff = read_tariff(kData + "tariffs/china-hubei-110kv-2026-01.json");
  const PreparedBill prepared = prepare_bill(year, tariff, {0.0, 0.95, 1e-3, 0.2, 8});
  EXPECT_FALSE(prepared.exact);
  EXPECT_GT(prepared.error, 0.0);
  EXPECT_LT(prepared.error, 1e-3);
  EXPECT_NE(prepared.method.find("hours fitted by cubics in the load, from 20 % on, off by at most "),
            std::string::npos);
  expect_equal(monthly(prepared.inputs, critical_of(year)), hourly(year, tariff, prepared.inputs, 0.95), 1e-3,
               "fitted");
  test::expect_error(
      [&] {
        (void)prepare_bill(year, tariff, {0.0, 0.95, 1e-9, 0.2, 8});
      },
      "prepare_bill: error of a month's bill is " + to_text(prepared.error) +
          ", but must be at most 1e-09; use cooling at fixed load points");
}

TEST(Prepare, FewerPeakHoursAreMeasuredToo) {
  const FacilityYear year = hall();
  const Tariff tariff = read_tariff(kData + "tariffs/china-hubei-110kv-2026-01.json");
  const PreparedBill all = prepare_bill(year, tariff, {0.0, 0.95, 1.0, 0.2, 1000});
  const PreparedBill one = prepare_bill(year, tariff, {0.0, 0.95, 1.0, 0.2, 1});
  EXPECT_EQ(all.error, 0.0);
  EXPECT_GT(all.inputs.load.peak.size(), 1U);
  EXPECT_EQ(one.inputs.load.peak.size(), 1U);
  EXPECT_GT(one.error, 0.0);
}

TEST(Prepare, DailyPeaksAreFollowedWithAStatedError) {
  const FacilityYear year = hall("shanghai_synthetic");
  const Tariff tariff = test::with_daily_peaks(read_tariff(kData + "tariffs/china-hubei-110kv-2026-01.json"));
  double before = 1.0;
  for (const int sets : {1, 8, 60}) {
    const PreparedBill prepared = prepare_bill(year, tariff, {0.0, 0.93, 2e-2, 0.2, sets});
    ASSERT_EQ(prepared.inputs.daily_demand.size(), 3U);
    EXPECT_EQ(prepared.inputs.daily_demand.key(2), "working-hours-day");
    EXPECT_LE(prepared.inputs.daily_demand[0].hours.size(), static_cast<std::size_t>(sets));
    EXPECT_LE(prepared.error, before);
    EXPECT_FALSE(prepared.exact);  // measured, not proven
    EXPECT_NE(prepared.method.find("; peaks of days by sets of hours, off by at most "), std::string::npos);
    before = prepared.error;
    EXPECT_LT(prepared.error, sets >= 8 ? 1e-3 : 2e-2);
    const Priced truth = hourly(year, tariff, prepared.inputs, 0.93);
    expect_equal(monthly(prepared.inputs, critical_of(year)), truth, std::max(prepared.error, 1e-9),
                 std::to_string(sets) + " sets");
  }
}

TEST(Prepare, RefusesWhatNoMonthCanFollow) {
  const FacilityYear year = hall();
  const auto refused = [&](const Tariff& tariff, const std::string& rule, const std::string& instead) {
    test::expect_error([&] { (void)prepare_bill(year, tariff); },
                       "prepare_bill: charge " + rule + ", which no monthly register can follow" + instead);
  };
  Tariff tariff = test::ssc_commercial();
  for (TimeOfUsePeriod& period : tariff.energy[0].periods)
    period = tiered_period(period.name, {Tier{10.0, 0.1, 0.0}, Tier{kUnbounded, 0.2, 0.0}});
  tariff.energy[0].basis = TierBasis::all_in_order;
  refused(tariff, "supply has tiers in the order of hours", "; a tier_basis of period or all_pro_rata can be followed");
  tariff.energy[0].basis = TierBasis::period;
  tariff.energy[0].span = TierSpan::each_day;
  refused(tariff, "supply has tiers of single days", "");
}

}  // namespace
}  // namespace roi::power
