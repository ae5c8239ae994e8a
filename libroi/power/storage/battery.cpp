#include "libroi/power/storage/battery.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "libroi/power/check.hpp"
#include "libroi/power/storage/banded_lp.hpp"
#include "libroi/power/storage/battery_pieces.hpp"

namespace roi::power {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr int kMostPrograms = 256;

/// One register within the bounds of a piece.
struct Piece {
  double lo = 0.0, hi = 0.0, slope = 0.0;
};

struct MonthProblem {
  const BillPlan& plan;
  const Battery& battery;
  std::span<const double> load;  // of the month
  std::size_t first_step = 0;
  double level = 0.0;  // kWh at the beginning
  std::vector<PieceRegister> registers;
  double most = 0.0;  // no grid power above it
};

struct Columns {
  std::vector<std::size_t> charge, discharge;
};

bool in_register(const MonthProblem& p, const PieceRegister& reg, std::size_t t) {
  const std::size_t step = p.first_step + t;
  if (reg.kind == PieceRegister::Kind::all_energy || reg.kind == PieceRegister::Kind::all_peak) return true;
  if (reg.kind == PieceRegister::Kind::energy) {
    for (const EnergyPlan& e : p.plan.energy) {
      if (reg.index >= e.first_register && reg.index < e.first_register + e.first_leaf.size()) {
        return e.period_of_step[step] == reg.index - e.first_register;
      }
    }
    return false;
  }
  for (std::size_t c = 0; c < p.plan.demand.size(); ++c) {
    const DemandPlan& d = p.plan.demand[c];
    if (reg.index < d.first_register || reg.index >= d.first_register + d.registers) continue;
    if (p.plan.tariff.demand[c].kind == DemandKind::time_of_use)
      return d.period_of_step[step] == reg.index - d.first_register;
    return true;
  }
  return false;
}

/// What a kWh of the step counts in an energy register.
double counted(const MonthProblem& p, const PieceRegister& reg, std::size_t t) {
  if (reg.kind != PieceRegister::Kind::energy) return 1.0;
  double counts = 1.0;
  for (const EnergyPlan& e : p.plan.energy)
    if (reg.index >= e.first_register) counts = e.price_of(p.first_step + t);
  return counts;
}

/// Coincident demand is a mean over named steps: linear in the grid power, so it joins the step's price.
const std::vector<int>* coincident_steps(const MonthProblem& p, const PieceRegister& reg, int month) {
  if (reg.kind != PieceRegister::Kind::peak) return nullptr;
  for (std::size_t c = 0; c < p.plan.demand.size(); ++c) {
    const DemandPlan& d = p.plan.demand[c];
    if (reg.index >= d.first_register && reg.index < d.first_register + d.registers &&
        p.plan.tariff.demand[c].kind == DemandKind::coincident) {
      return &d.coincident_steps[static_cast<std::size_t>(month)];
    }
  }
  return nullptr;
}

/// The month as a linear program on one piece. Costs are per kW over a step; rows follow time.
BandedLp build(const MonthProblem& p, const std::vector<Piece>& pieces, const std::vector<double>& export_slopes,
               int month, Columns& columns) {
  const Battery& b = p.battery;
  const double h = p.plan.clock.hours_per_step();
  const std::size_t n = p.load.size();
  const int window = std::max(p.plan.tariff.demand_window_minutes / p.plan.clock.minutes(), 1);
  const auto width = static_cast<std::size_t>(window);
  BandedLp lp;
  const auto row = [&](double rhs) {
    lp.b.push_back(rhs);
    return lp.rows++;
  };
  const auto column = [&](double cost, double upper) {
    lp.local.push_back({cost, upper, {}});
    return lp.local.size() - 1;
  };
  const auto put = [&](std::size_t c, std::size_t r, double v) {
    if (c != kNone) lp.local[c].entries.emplace_back(r, v);
  };
  std::vector<std::size_t> global(pieces.size(), kNone);
  std::vector<std::size_t> running(pieces.size(), kNone);
  std::vector<bool> runs(pieces.size(), false);
  for (std::size_t k = 0; k < pieces.size(); ++k) {
    const PieceRegister& reg = p.registers[k];
    if (reg.is_peak()) {
      if (coincident_steps(p, reg, month) != nullptr || pieces[k].lo >= p.most) continue;
      const bool bounded = std::isfinite(pieces[k].hi) && pieces[k].hi < p.most;
      if (pieces[k].slope == 0.0 && !bounded) continue;  // any peak costs the same
      lp.global.push_back({pieces[k].slope, std::min(pieces[k].hi, p.most) - pieces[k].lo, {}});
      global[k] = lp.global.size() - 1;
    } else {
      runs[k] = !reg.kinks.empty();
    }
  }
  const double floor_kwh = b.least_level * b.energy_kwh;
  std::vector<std::size_t> imports(n);
  std::vector<std::size_t> exports(n, kNone);
  std::size_t before = kNone;
  for (std::size_t t = 0; t < n; ++t) {
    double price = 0.0;  // per kW of this step
    for (std::size_t k = 0; k < pieces.size(); ++k) {
      const PieceRegister& reg = p.registers[k];
      if (!reg.is_peak() && in_register(p, reg, t)) price += pieces[k].slope * counted(p, reg, t) * h;
      if (const auto* steps = coincident_steps(p, reg, month)) {
        const auto count = std::count(steps->begin(), steps->end(), static_cast<int>(p.first_step + t));
        price +=
            pieces[k].slope * static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(steps->size(), 1));
      }
    }
    const double surplus = std::max(-p.load[t], 0.0);
    imports[t] = column(price, p.most);
    if (surplus > 0.0) {
      double paid = 0.0;  // negative: a credit
      for (const EnergyPlan& e : p.plan.energy)
        paid += export_slopes[e.first_register + e.period_of_step[p.first_step + t]] * e.sell_of(p.first_step + t);
      exports[t] = column(paid * h, surplus);
    }
    const std::size_t charge = column(0.0, b.charge_kw);
    const std::size_t discharge = column(b.wear_per_kwh * h, b.discharge_kw);
    columns.charge.push_back(charge);
    columns.discharge.push_back(discharge);
    const bool last = t + 1 == n;
    const double offset = last ? p.level - floor_kwh : 0.0;  // the month ends no lower than it began
    const double room = b.energy_kwh - floor_kwh - offset;
    const std::size_t level = room > 1e-12 ? column(0.0, room) : kNone;
    const std::size_t storage = row((t == 0 ? p.level - floor_kwh : 0.0) - offset);
    put(level, storage, 1.0);
    put(before, storage, -1.0);
    put(charge, storage, -b.charge_efficiency * h);
    put(discharge, storage, h / b.discharge_efficiency);
    before = level;
    const std::size_t grid = row(p.load[t]);
    put(imports[t], grid, 1.0);
    put(exports[t], grid, -1.0);
    put(charge, grid, -1.0);
    put(discharge, grid, 1.0);
    for (std::size_t k = 0; k < pieces.size(); ++k) {
      if (runs[k]) {  // running sum of a register whose end is bounded
        const double end_lo = last ? pieces[k].lo : 0.0;
        const double most = std::max(p.most * h * static_cast<double>(n), 1.0);
        const double width_of = (last ? std::min(pieces[k].hi, most) : most) - end_lo;
        const std::size_t sum = width_of > 1e-12 ? column(0.0, width_of) : kNone;
        const std::size_t r = row(-end_lo);
        put(sum, r, 1.0);
        put(running[k], r, -1.0);
        if (in_register(p, p.registers[k], t)) put(imports[t], r, -h);
        running[k] = sum;
      }
      if (global[k] == kNone || (t + 1) % width != 0) continue;
      bool inside = false;
      for (std::size_t j = t + 1 - width; j <= t; ++j) inside = inside || in_register(p, p.registers[k], j);
      if (!inside) continue;
      const std::size_t r = row(-pieces[k].lo);
      lp.global[global[k]].entries.emplace_back(r, 1.0);
      for (std::size_t j = t + 1 - width; j <= t; ++j) {
        put(imports[j], r, -1.0 / static_cast<double>(width));
        put(exports[j], r, 1.0 / static_cast<double>(width));
      }
      put(column(0.0, pieces[k].lo + lp.global[global[k]].upper + p.most), r, -1.0);
    }
  }
  for (const auto& c : lp.local) {
    if (c.entries.empty()) continue;
    const auto [low, high] = std::minmax_element(c.entries.begin(), c.entries.end());
    lp.band = std::max(lp.band, high->first - low->first);
  }
  return lp;
}

/// Exactly feasible operation near the program's: the same change of level, never charging and discharging at once.
void operate(const MonthProblem& p, const LpSolution& s, const Columns& columns, std::vector<double>& charge,
             std::vector<double>& discharge, std::vector<double>& level) {
  const Battery& b = p.battery;
  const double h = p.plan.clock.hours_per_step();
  const double floor_kwh = b.least_level * b.energy_kwh;
  double here = p.level;
  for (std::size_t t = 0; t < p.load.size(); ++t) {
    const double change = b.charge_efficiency * s.local[columns.charge[t]] * h -
                          s.local[columns.discharge[t]] * h / b.discharge_efficiency;
    const double to = std::clamp(here + change, floor_kwh, b.energy_kwh);
    const double kept = to - here;
    charge[t] = kept > 0.0 ? std::min(kept / (b.charge_efficiency * h), b.charge_kw) : 0.0;
    const double limit = std::max(std::min(b.discharge_kw, p.load[t]), 0.0);
    discharge[t] = kept < 0.0 ? std::min(-kept * b.discharge_efficiency / h, limit) : 0.0;
    here += b.charge_efficiency * charge[t] * h - discharge[t] * h / b.discharge_efficiency;
    level[t] = here;
  }
}

}  // namespace

void validate(const Battery& b) {
  check(b.energy_kwh > 0.0, "battery", "energy_kwh", b.energy_kwh, "must be > 0");
  check(b.charge_kw > 0.0, "battery", "charge_kw", b.charge_kw, "must be > 0");
  check(b.discharge_kw > 0.0, "battery", "discharge_kw", b.discharge_kw, "must be > 0");
  check(b.charge_efficiency > 0.0 && b.charge_efficiency <= 1.0, "battery", "charge_efficiency", b.charge_efficiency,
        "must be in (0, 1]");
  check(b.discharge_efficiency > 0.0 && b.discharge_efficiency <= 1.0, "battery", "discharge_efficiency",
        b.discharge_efficiency, "must be in (0, 1]");
  check(b.least_level >= 0.0 && b.least_level < 1.0, "battery", "least_level", b.least_level, "must be in [0, 1)");
  check(b.initial_level >= b.least_level && b.initial_level <= 1.0, "battery", "initial_level", b.initial_level,
        "must be in [least_level, 1]");
  check(b.wear_per_kwh >= 0.0, "battery", "wear_per_kwh", b.wear_per_kwh, "must be >= 0");
}

Dispatch dispatch(const BillPlan& full_plan, std::span<const double> load_kw, const Battery& battery,
                  const BillOptions& options) {
  validate(battery);
  Tariff bare = full_plan.tariff;
  bare.minimum_month = bare.minimum_year = 0.0;
  const BillPlan plan(bare, full_plan.clock);
  const YearClock& clock = plan.clock;
  const double h = clock.hours_per_step();
  Dispatch out{{}, {}, {}, {load_kw.begin(), load_kw.end()}, {}, Bill(full_plan), 0.0, 0.0};
  const double without = make_bill(full_plan, load_kw, options).total();
  for (auto* v : {&out.charge_kw, &out.discharge_kw, &out.level_kwh}) v->assign(load_kw.size(), 0.0);
  double level = battery.initial_level * battery.energy_kwh;
  for (int m = 0; m < 12; ++m) {
    const auto begin = static_cast<std::size_t>(clock.month_begin(m));
    const auto count = static_cast<std::size_t>(clock.month_begin(m + 1)) - begin;
    const Registers<double> idle = meter(plan, out.grid_kw, options);
    MonthProblem p{plan, battery, load_kw.subspan(begin, count), begin, level, piece_registers(plan, options, idle, m),
                   0.0};
    double peak = 0.0;
    for (const double x : p.load) peak = std::max(peak, x);
    p.most = peak + battery.charge_kw;
    MonthDispatch& result = out.months[static_cast<std::size_t>(m)];
    result.cost_without = month_amount(plan, options, idle, m);
    double best = result.cost_without;  // standing still is feasible
    double proven = kUnbounded;         // least lower bound over the pieces
    std::vector<double> charge(count), discharge(count), levels(count, level);
    std::vector<double> best_charge(count), best_discharge(count), best_levels = levels;

    std::vector<Piece> pieces(p.registers.size());
    const std::function<void(std::size_t)> search = [&](std::size_t k) {
      if (k < p.registers.size()) {
        const PieceRegister& reg = p.registers[k];
        Registers<double> copy = idle;
        const double value = register_value(copy, reg, m);
        // What the battery can reach: a peak within its power of the load's, energy within a full run of charging.
        const double span =
            reg.is_peak() ? battery.discharge_kw : battery.discharge_kw * h * static_cast<double>(count);
        const double rise = reg.is_peak() ? battery.charge_kw : battery.charge_kw * h * static_cast<double>(count);
        double lo = 0.0;
        for (std::size_t i = 0; i <= reg.kinks.size(); ++i) {
          const double hi = i < reg.kinks.size() ? reg.kinks[i] : kUnbounded;
          if (reg.kinks.empty() || (hi >= value - span && lo <= value + rise)) {
            pieces[k] = {lo, hi, 0.0};
            search(k + 1);
          }
          lo = hi;
        }
        return;
      }
      ++result.programs;
      check(result.programs <= kMostPrograms, "dispatch", "number of linear pieces of a month's bill", result.programs,
            "must be <= 256");
      Registers<double> inside = idle;
      for (std::size_t i = 0; i < pieces.size(); ++i) {
        double& value = register_value(inside, p.registers[i], m);
        const double hi =
            std::isfinite(pieces[i].hi) ? pieces[i].hi : std::max(2.0 * pieces[i].lo, std::max(value, 1.0));
        value = std::clamp(value, pieces[i].lo + 0.25 * (hi - pieces[i].lo), hi - 0.25 * (hi - pieces[i].lo));
      }
      const auto slopes = piece_slopes(plan, options, inside, p.registers, m);
      double constant = month_amount(plan, options, inside, m);
      for (std::size_t i = 0; i < pieces.size(); ++i) {
        pieces[i].slope = slopes[i];
        double value = register_value(inside, p.registers[i], m);
        if (p.registers[i].is_peak() && coincident_steps(p, p.registers[i], m) == nullptr)
          value -= pieces[i].lo;  // peaks count from lo
        constant -= slopes[i] * value;
      }
      // Exports are priced step by step in the program, so the constant carries none.
      const auto exported = export_prices(plan, options, inside, m);
      for (std::size_t r = 0; r < exported.size(); ++r)
        constant -= exported[r] * inside.exported[r * 12 + static_cast<std::size_t>(m)];
      Columns columns;
      const BandedLp lp = build(p, pieces, exported, m, columns);
      const LpSolution s = solve(lp, 1e-8, best - constant);
      result.iterations += s.iterations;
      proven = std::min(proven, s.cut_off ? best : s.lower_bound + constant);
      if (s.cut_off) return;
      if (!s.converged && s.cost - s.lower_bound > 1e-6 * (1.0 + std::abs(s.cost))) {
        throw NoSolutionError("dispatch: the linear program of month " + std::to_string(m + 1) + " left a gap of " +
                              to_text(s.cost - s.lower_bound) + " after " + std::to_string(s.iterations) +
                              " iterations");
      }
      operate(p, s, columns, charge, discharge, levels);
      std::vector<double> grid = out.grid_kw;
      double wear = 0.0;
      for (std::size_t t = 0; t < count; ++t) {
        grid[begin + t] = p.load[t] + charge[t] - discharge[t];
        wear += battery.wear_per_kwh * discharge[t] * h;
      }
      const double cost = month_amount(plan, options, meter(plan, grid, options), m) + wear;
      if (cost >= best) return;
      best = cost;
      best_charge = charge;
      best_discharge = discharge;
      best_levels = levels;
    };
    search(0);
    result.cost = best;
    result.lower_bound = std::min(proven, best);
    for (std::size_t t = 0; t < count; ++t) {
      out.charge_kw[begin + t] = best_charge[t];
      out.discharge_kw[begin + t] = best_discharge[t];
      out.level_kwh[begin + t] = best_levels[t];
      out.grid_kw[begin + t] = p.load[t] + best_charge[t] - best_discharge[t];
      out.wear += battery.wear_per_kwh * best_discharge[t] * h;
    }
    level = best_levels.back();
  }
  out.bill = make_bill(full_plan, out.grid_kw, options);
  out.saving = without - out.bill.total() - out.wear;
  return out;
}

}  // namespace roi::power
