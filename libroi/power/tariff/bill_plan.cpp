#include "libroi/power/tariff/bill_plan.hpp"

#include <utility>

#include "libroi/power/check.hpp"

namespace roi::power {
namespace {

std::vector<std::uint8_t> periods_of_steps(const YearClock& clock, const Schedule& schedule) {
  std::vector<std::uint8_t> period;
  period.reserve(static_cast<std::size_t>(clock.steps()));
  for (int day = 0; day < clock.days(); ++day) {
    const auto month = static_cast<std::size_t>(clock.month_of_day(day));
    const DayType type = clock.day_type(day);
    const MonthHourGrid& free_day = type == DayType::holiday && schedule.holiday ? *schedule.holiday : schedule.weekend;
    const MonthHourGrid& grid = type == DayType::weekday ? schedule.weekday : free_day;
    for (std::size_t hour = 0; hour < 24; ++hour) {
      for (int k = 0; k < clock.steps_per_hour(); ++k) period.push_back(static_cast<std::uint8_t>(grid[month][hour]));
    }
  }
  return period;
}

/// Hourly values at the clock's steps: repeated in shorter steps, averaged over longer ones.
std::vector<double> values_of_steps(const YearClock& clock, const std::vector<double>& values,
                                    const std::string& name) {
  if (values.empty()) return {};
  const auto hours = static_cast<std::size_t>(clock.days()) * 24;
  const std::string year = clock.year() > 0 ? std::to_string(clock.year()) : "of 365 days";
  check(
      days_of_hourly_values(values.size()) == clock.days(), "BillPlan", name, values.size(),
      "must be " + std::to_string(hours) + ", one for each hour of the year " + year + ", or 2, 3 or 4 times as many");
  const std::size_t given = values.size() / hours, wanted = static_cast<std::size_t>(clock.steps_per_hour());
  check(
      wanted % given == 0 || given % wanted == 0, "BillPlan", name, values.size(),
      "must be in steps that divide, or are divided by, the load's of " + std::to_string(clock.minutes()) + " minutes");
  std::vector<double> out;
  for (std::size_t k = 0; k < hours * wanted; ++k) {
    if (wanted >= given) {
      out.push_back(values[k * given / wanted]);
      continue;
    }
    double sum = 0.0;
    for (std::size_t j = 0; j < given / wanted; ++j) sum += values[k * (given / wanted) + j];
    out.push_back(sum * static_cast<double>(wanted) / static_cast<double>(given));
  }
  return out;
}

}  // namespace

std::size_t BillPlan::add(std::string path, std::string unit) {
  lines.push_back({std::move(path), std::move(unit)});
  return lines.size() - 1;
}

BillPlan::BillPlan(Tariff tariff_in, YearClock clock_in) : tariff(std::move(tariff_in)), clock(std::move(clock_in)) {
  validate(tariff);
  lay_out_energy();
  lay_out_demand();
  lay_out_rest();
}

void BillPlan::lay_out_energy() {
  for (std::size_t c = 0; c < tariff.energy.size(); ++c) {
    const EnergyCharge& charge = tariff.energy[c];
    check(charge.periods.size() <= 255, "BillPlan", "number of periods", charge.periods.size(), "must be <= 255");
    EnergyPlan plan;
    plan.period_of_step = periods_of_steps(clock, charge.schedule);
    plan.price_of_step =
        values_of_steps(clock, charge.hourly_price, "number of hourly prices of energy/" + charge.name);
    plan.sell_of_step =
        values_of_steps(clock, charge.hourly_sell, "number of hourly sell prices of energy/" + charge.name);
    plan.first_register = energy_registers;
    plan.metered_by_tier = charge.span == TierSpan::each_day || charge.basis == TierBasis::all_in_order;
    reducible = reducible && !plan.metered_by_tier;
    energy_registers += charge.periods.size();
    for (std::size_t p = 0; p < charge.periods.size(); ++p) {
      const TimeOfUsePeriod& period = charge.periods[p];
      plan.first_leaf.push_back(leaves.size());
      const bool many_blocks = period.blocks.size() > 1;
      for (std::size_t b = 0; b < period.blocks.size(); ++b) {
        for (std::size_t i = 0; i < period.blocks[b].tiers.size(); ++i) {
          std::string path = "energy/" + charge.name + "/" + period.name;
          if (many_blocks) path += "/block-" + std::to_string(b + 1);
          if (period.blocks[b].tiers.size() > 1) path += "/tier-" + std::to_string(i + 1);
          leaves.push_back({c, p, b, i, add(std::move(path), "kWh")});
        }
      }
    }
    for (std::size_t p = 0; p < charge.periods.size(); ++p) {
      const std::size_t line =
          add("export/" + charge.name + "/" + charge.periods[p].name, charge.hourly() ? tariff.currency : "kWh");
      if (p == 0) plan.export_line = line;
    }
    energy.push_back(std::move(plan));
  }
}

void BillPlan::lay_out_demand() {
  for (const DemandCharge& charge : tariff.demand) {
    check(charge.periods.size() <= 255, "BillPlan", "number of periods", charge.periods.size(), "must be <= 255");
    DemandPlan plan;
    plan.first_register = demand_registers;
    if (by_schedule(charge.kind)) {
      plan.period_of_step = periods_of_steps(clock, charge.schedule);
      plan.registers = charge.periods.size();
    }
    plan.charged_in.resize(charge.periods.size());
    for (std::size_t m = 0; m < 12; ++m) {
      if (by_schedule(charge.kind)) {
        const auto end = static_cast<std::size_t>(clock.month_begin(static_cast<int>(m) + 1));
        for (auto k = static_cast<std::size_t>(clock.month_begin(static_cast<int>(m))); k < end; ++k)
          plan.charged_in[plan.period_of_step[k]][m] = true;
      } else if (charge.month_period[m] >= 0) {
        plan.charged_in[static_cast<std::size_t>(charge.month_period[m])][m] = true;
      }
    }
    if (charge.kind == DemandKind::coincident) {
      plan.coincident_steps.resize(12);
      for (const int hour : charge.coincident_hours) {
        check(hour >= 0 && hour < clock.days() * 24, "BillPlan", "coincident hour", hour,
              "must be an hour of the year");
        const auto month = static_cast<std::size_t>(clock.month_of_day(hour / 24));
        for (int k = 0; k < clock.steps_per_hour(); ++k)
          plan.coincident_steps[month].push_back(hour * clock.steps_per_hour() + k);
      }
    }
    demand_registers += plan.registers;
    const std::string unit = std::string(charge.per_kva ? "kVA" : "kW") + (by_day(charge.kind) ? "-day" : "");
    for (const DemandPeriod& period : charge.periods) {
      for (std::size_t i = 0; i < period.tiers.size(); ++i) {
        std::string path = "demand/" + charge.name + "/" + period.name;
        if (period.tiers.size() > 1) path += "/tier-" + std::to_string(i + 1);
        const std::size_t line = add(std::move(path), unit);
        if (i == 0) plan.first_line.push_back(line);
      }
    }
    demand.push_back(std::move(plan));
  }
}

void BillPlan::lay_out_rest() {
  const std::string money = tariff.currency;
  if (tariff.two_part) {
    const bool kva = tariff.two_part->mode == TwoPartMode::transformer;
    two_part_line = add(kva ? "two-part/transformer" : "two-part/demand", kva ? "kVA" : "kW");
    add("two-part/surcharge", "kW");
    add("two-part/rebate", money);
  }
  if (tariff.minimum_take) {
    for (const TakeComponent& c : tariff.minimum_take->components) {
      const std::size_t line = add("minimum-take/" + c.name, "kW");
      if (&c == &tariff.minimum_take->components.front()) take_line = line;
    }
  }
  if (tariff.power_factor) {
    power_factor_line = add("power-factor/adjustment", money);
    add("power-factor/reactive", "kvar");
  }
  fixed_line = lines.size();
  for (const FixedCharge& f : tariff.fixed) add("fixed/" + f.name, f.unit == FixedUnit::day ? "day" : "month");
  rider_line = lines.size();
  for (const Rider& r : tariff.riders) {
    add("rider/" + r.name, r.kind == RiderKind::per_kwh ? "kWh" : (r.kind == RiderKind::per_kw ? "kW" : money));
  }
  minimum_line = lines.size();
  if (tariff.minimum_month > 0.0 || tariff.minimum_year > 0.0) {
    add("minimum/month", money);
    add("minimum/year", money);
  }
  tax_line = lines.size();
  for (const Rider& r : tariff.taxes) add("tax/" + r.name, money);
}

}  // namespace roi::power
