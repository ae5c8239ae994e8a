#include "libroi/power/prepare/prepare.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "libroi/power/check.hpp"
#include "libroi/power/prepare/cubic_fit.hpp"
#include "libroi/power/prepare/leading_hours.hpp"
#include "libroi/power/prepare/prepare_tariff.hpp"
#include "libroi/power/tariff/bill_plan.hpp"

namespace roi::power {
namespace {

using Hour = PreparedHour;

class Preparation {
 public:
  Preparation(const FacilityYear& year, const Tariff& tariff, const PrepareOptions& options,
              std::span<const PlantHours> plants)
      : year_(year),
        plants_(plants),
        plan_(tariff, year.clock),
        options_(options),
        critical_(options.critical_power > 0.0 ? options.critical_power : it_kw(year.facility, 1.0)),
        fit_(options.lowest_load),
        leading_(plants.size(), critical_, options.most_hours) {
    check(critical_ > 0.0, "prepare_bill", "critical power of the facility", critical_, "must be > 0 [kW]");
    exact_ = year.facility.electrical.load == LossLoad::it_load && is_linear(year.facility.cooling);
    if (exact_) loss_ = loss_polynomial(year.facility.electrical);
    check(plants.size() <= kMostPlants, "prepare_bill", "number of on-site plants", plants.size(),
          "must be at most " + std::to_string(kMostPlants));
    for (const PlantHours& plant : plants)
      check(plant.kw.size() == year.shape.size(), "prepare_bill", "hours of " + plant.key, plant.kw.size(),
            "must be the steps of the year, " + std::to_string(year.shape.size()));
    for (int m = 0; m < 12; ++m) hours_of(m);
  }

  PreparedBill run() {
    PreparedBill out;
    out.inputs = tariff_inputs(plan_.tariff, options_.power_factor);
    BillInputs<double>& in = out.inputs;
    for (std::size_t m = 0; m < 12; ++m) {
      double greatest = 0.0;
      for (const Hour& h : month(m)) greatest = std::max(greatest, h.shape);
      in.load.headroom[m] = greatest > 1.0 + 1e-12 ? 1.0 / (greatest - 1.0) : 0.0;
    }
    run_plants(in);
    std::size_t reg = 0;
    for (const EnergyPlan& charge : plan_.energy)
      for (std::size_t p = 0; p < plan_.tariff.energy[charge_index(charge)].periods.size(); ++p)
        energy_terms(in.energy[reg++], charge, p);
    const auto all = [](std::size_t) { return true; };
    terms(in.load.facility, all);
    in.load.facility.onsite.clear();  // what it draws, not what comes from the grid
    water(in.load.water);
    in.load.peak = peak_hours(all);
    demand(in);
    const double fit = exact_ ? 0.0 : fit_error(in);
    out.error = std::max(fit, leading_.error());
    const bool daily = !in.daily_demand.empty();
    out.exact = out.error == 0.0 && !daily;
    check(out.error <= options_.tolerance, "prepare_bill", "error of a month's bill", out.error,
          "must be at most " + to_text(options_.tolerance) + "; use cooling at fixed load points");
    out.method = exact_ ? "hours exact in the load"
                        : "hours fitted by cubics in the load, from " + to_text(100.0 * options_.lowest_load) + " % on";
    if (daily) out.method += "; peaks of days by sets of hours";
    if (!out.exact)
      out.method += ", off by at most " + to_text(std::ceil(out.error * 1e8) / 1e6) + " % of a month's bill";
    return out;
  }

 private:
  /// The hours of every demand charge, in the order in which tariff_inputs lists them.
  void demand(BillInputs<double>& in) {
    std::size_t item = 0, daily = 0;
    for (std::size_t c = 0; c < plan_.demand.size(); ++c) {
      const DemandCharge& charge = plan_.tariff.demand[c];
      const DemandPlan& layout = plan_.demand[c];
      for (std::size_t p = 0; p < charge.periods.size(); ++p) {
        const auto inside = [&](std::size_t k) { return !by_schedule(charge.kind) || layout.period_of_step[k] == p; };
        auto& charged = by_day(charge.kind) ? in.daily_demand[daily].charged : in.demand[item].charged;
        for (std::size_t m = 0; m < 12; ++m) charged[m] = layout.charged_in[p][m] ? 1.0 : 0.0;
        if (by_day(charge.kind)) {
          daily_peaks(in.daily_demand[daily++].hours, inside);
          continue;
        }
        DemandItem<double>& own = in.demand[item++];
        if (own.of_month) continue;
        if (charge.kind == DemandKind::time_of_use) own.peak = peak_hours(inside);
        if (charge.kind == DemandKind::coincident) coincident(own.mean.emplace(), layout);
      }
    }
  }
  [[nodiscard]] std::size_t charge_index(const EnergyPlan& plan) const {
    return static_cast<std::size_t>(&plan - plan_.energy.data());
  }
  [[nodiscard]] std::span<const Hour> month(std::size_t m) const {
    const auto begin = static_cast<std::size_t>(year_.clock.month_begin(static_cast<int>(m)));
    const auto end = static_cast<std::size_t>(year_.clock.month_begin(static_cast<int>(m) + 1));
    return std::span<const Hour>(hours_).subspan(begin, end - begin);
  }

  void hours_of(int m) {
    const auto begin = static_cast<std::size_t>(year_.clock.month_begin(m));
    const auto end = static_cast<std::size_t>(year_.clock.month_begin(m + 1));
    double mean = 0.0;
    for (std::size_t k = begin; k < end; ++k) mean += year_.shape[k];
    mean /= static_cast<double>(end - begin);
    for (std::size_t k = begin; k < end; ++k) {
      hours_.push_back(exact_ ? exact(k) : fit(k));
      hours_.back().shape = mean > 0.0 ? year_.shape[k] / mean : 1.0;
      for (std::size_t i = 0; i < plants_.size(); ++i) hours_.back().plant[i] = plants_[i].kw[k];
    }
  }

  [[nodiscard]] Hour exact(std::size_t k) const {
    const HourParabolas hour = hour_parabolas(year_.facility, loss_, year_.air_at(k));
    const Quadratic &kw = hour.facility_kw, &water = hour.water_kg_s;
    Hour h;
    h.e = kw.a0 / critical_;
    h.p = kw.a1;
    h.q = kw.a2 * critical_;
    h.we = water.a0 * 3600.0 / critical_;
    h.wp = water.a1 * 3600.0;
    h.wq = water.a2 * 3600.0 * critical_;
    return h;
  }
  [[nodiscard]] Hour fit(std::size_t k) const {
    std::array<double, kFitLoads> power{}, litres{};
    for (std::size_t i = 0; i < kFitLoads; ++i) {
      const FacilityHour hour = truth(k, fit_.loads()[i]);
      power[i] = hour.facility_kw / critical_;
      litres[i] = hour.cooling.water_kg_s() * 3600.0 / critical_;
    }
    const auto p = fit_.through(power), w = fit_.through(litres);
    return {p[0], p[1], p[2], p[3], w[0], w[1], w[2], w[3], 1.0, {}};
  }
  [[nodiscard]] FacilityHour truth(std::size_t k, double x) const {
    return facility_hour(year_.facility, year_.air_at(k), x * critical_);
  }

  void list_plants(Keyed<PlantPower<double>>& entries) const {
    for (const PlantHours& plant : plants_) entries.append(plant.key);
  }
  template <class Inside>
  void terms(LoadTerms<double>& out, const Inside& inside) const {
    list_plants(out.onsite);
    std::size_t k = 0;
    for (std::size_t m = 0; m < 12; ++m) {
      const auto here = month(m);
      for (const Hour& h : here)
        if (inside(k++)) add_hour(out, m, 1.0 / static_cast<double>(here.size()), h);
    }
  }
  /// Under hourly prices a register counts every kWh x its price / the mean price of the dearest month.
  void energy_terms(EnergyRegister<double>& reg, const EnergyPlan& charge, std::size_t p) const {
    if (charge.price_of_step.empty())
      return terms(reg.load, [&](std::size_t k) { return charge.period_of_step[k] == p; });
    list_plants(reg.load.onsite);
    const double dearest = dearest_month(charge);
    std::size_t k = 0;
    for (std::size_t m = 0; m < 12; ++m) {
      const auto here = month(m);
      for (const Hour& h : here)
        add_hour(reg.load, m, charge.price_of(k++) / dearest / static_cast<double>(here.size()), h);
    }
    reg.steps[0].price *= dearest;
  }
  /// Greatest mean of a month's prices, whatever their sign; 1 where all are 0.
  [[nodiscard]] double dearest_month(const EnergyPlan& charge) const {
    double most = 0.0;
    std::size_t k = 0;
    for (std::size_t m = 0; m < 12; ++m) {
      double sum = 0.0;
      for (std::size_t i = 0; i < month(m).size(); ++i) sum += std::fabs(charge.price_of(k++));
      most = std::max(most, sum / static_cast<double>(month(m).size()));
    }
    return most > 0.0 ? most : 1.0;
  }
  void add_hour(LoadTerms<double>& out, std::size_t m, double weight, const Hour& h) const {
    add(out, m, weight, h.e, h.p, h.q, h.c, h.shape);
    for (std::size_t i = 0; i < plants_.size(); ++i) out.onsite[i].power[m] += weight * h.plant[i];
  }
  /// Mean power of the hours of a coincident peak.
  void coincident(LoadTerms<double>& out, const DemandPlan& layout) const {
    list_plants(out.onsite);
    for (std::size_t m = 0; m < 12; ++m) {
      const auto& steps = layout.coincident_steps[m];
      for (const int k : steps)
        add_hour(out, m, 1.0 / static_cast<double>(steps.size()), hours_[static_cast<std::size_t>(k)]);
    }
  }
  /// Sets of hours, one of each day, whose mean can be that of the daily peaks.
  template <class Inside>
  void daily_peaks(Keyed<LoadTerms<double>>& out, const Inside& inside) {
    const auto a_day = static_cast<std::size_t>(year_.clock.steps_per_day());
    std::array<std::vector<LeadingHours::Hours>, 12> leaders;
    std::size_t count = 1;
    std::size_t k = 0;
    for (std::size_t m = 0; m < 12; ++m) {
      std::vector<LeadingHours::Hours> days(month(m).size() / a_day);
      for (std::size_t i = 0; i < month(m).size(); ++i)
        if (inside(k++)) days[i / a_day].push_back(month(m)[i]);
      leaders[m] = leading_.of_days(days);
      count = std::max(count, leaders[m].size());
    }
    for (std::size_t i = 0; i < count; ++i) {
      LoadTerms<double>& terms = out.append(std::to_string(i + 1));
      list_plants(terms.onsite);
      for (std::size_t m = 0; m < 12; ++m) {
        if (leaders[m].empty()) continue;
        const double weight = static_cast<double>(a_day) / static_cast<double>(month(m).size());
        for (const Hour& h : leaders[m][std::min(i, leaders[m].size() - 1)]) add_hour(terms, m, weight, h);
      }
    }
  }
  /// What the plants do in a month, and an hour no higher than the lowest.
  void run_plants(BillInputs<double>& in) const {
    for (std::size_t i = 0; i < plants_.size(); ++i) {
      OnsitePlant<double>& plant = in.onsite.append(plants_[i].key);
      plant.kind = plants_[i].kind;
      plant.size = 1.0;
      plant.end = 1200.0;
      for (std::size_t m = 0; m < 12; ++m)
        for (const Hour& h : month(m)) {
          plant.power[m] += h.plant[i] / static_cast<double>(month(m).size());
          plant.feed[m] = std::max(plant.feed[m], -h.plant[i]);
        }
    }
    if (plants_.empty()) return;
    PeakHour<double>& least = in.load.least.emplace();
    if (!exact_) least.cubic.emplace();
    for (std::size_t m = 0; m < 12; ++m) {
      const auto lowest = [&](double Hour::*value) {
        double low = month(m)[0].*value;
        for (const Hour& h : month(m)) low = std::min(low, h.*value);
        return low;
      };
      least.energised[m] = lowest(&Hour::e);
      least.proportional[m] = lowest(&Hour::p);
      least.square[m] = lowest(&Hour::q);
      least.shape[m] = lowest(&Hour::shape);
      if (!exact_) least.cubic->cube[m] = lowest(&Hour::c);
    }
  }
  void water(LoadTerms<double>& out) const {
    for (std::size_t m = 0; m < 12; ++m)
      for (const Hour& h : month(m))
        add(out, m, 1.0 / static_cast<double>(month(m).size()), h.we, h.wp, h.wq, h.wc, h.shape);
  }
  void add(LoadTerms<double>& out, std::size_t m, double weight, double e, double p, double q, double c,
           double s) const {
    out.energised[m] += weight * e;
    out.flat[m] += weight * p;
    out.shaped[m] += weight * p * s;
    out.flat_flat[m] += weight * q;
    out.flat_shaped[m] += weight * q * 2.0 * s;
    out.shaped_shaped[m] += weight * q * s * s;
    if (exact_) return;
    if (!out.cubic) out.cubic.emplace();
    out.cubic->flat[m] += weight * c;
    out.cubic->twice_flat[m] += weight * c * 3.0 * s;
    out.cubic->twice_shaped[m] += weight * c * 3.0 * s * s;
    out.cubic->shaped[m] += weight * c * s * s * s;
  }

  template <class Inside>
  Keyed<PeakHour<double>> peak_hours(const Inside& inside) {
    std::array<std::vector<Hour>, 12> leaders;
    std::size_t count = 1;
    std::size_t k = 0;
    for (std::size_t m = 0; m < 12; ++m) {
      std::vector<Hour> candidates;
      for (const Hour& h : month(m))
        if (inside(k++)) candidates.push_back(h);
      leaders[m] = leading_.of(candidates);
      count = std::max(count, leaders[m].size());
    }
    Keyed<PeakHour<double>> out;
    for (std::size_t i = 0; i < count; ++i) {
      PeakHour<double> slot;  // 0 in months without a candidate
      for (auto* table : {&slot.energised, &slot.proportional, &slot.square, &slot.shape}) table->fill(0.0);
      list_plants(slot.onsite);
      for (std::size_t m = 0; m < 12; ++m) {
        if (leaders[m].empty()) continue;  // no such hour in the month: its power is 0
        const Hour& h = leaders[m][std::min(i, leaders[m].size() - 1)];
        slot.energised[m] = h.e;
        slot.proportional[m] = h.p;
        slot.square[m] = h.q;
        slot.shape[m] = h.shape;
        for (std::size_t p = 0; p < plants_.size(); ++p) slot.onsite[p].power[m] = h.plant[p];
        if (exact_) continue;
        if (!slot.cubic) slot.cubic.emplace().cube.fill(0.0);
        slot.cubic->cube[m] = h.c;
      }
      out.append(std::to_string(i + 1)) = slot;
    }
    return out;
  }

  /// Of energy at the prices of first steps, whatever their sign, and of the month's peak, on a grid of loads.
  [[nodiscard]] double fit_error(const BillInputs<double>& in) const {
    double worst = 0.0;
    const double low = options_.lowest_load;
    for (const auto& [share, busy] :
         {std::pair{0.0, 0.0}, {0.1, 0.3}, {0.3, 0.7}, {0.5, 0.5}, {0.7, 0.8}, {1.0, 0.6}}) {
      const double all = low + (1.0 - low) * share, shaped = busy * (all - low), flat = all - shaped;
      std::size_t k = 0;
      for (std::size_t m = 0; m < 12; ++m) {
        double cost = 0.0, off = 0.0, peak = 0.0, fitted_peak = 0.0;
        const double headroom = in.load.headroom[m];
        const double room = std::max(std::min(shaped, (1.0 - flat - shaped) * headroom), 0.0);
        for (const Hour& h : month(m)) {
          double price = 0.0;
          for (const EnergyPlan& charge : plan_.energy) {
            const TimeOfUsePeriod& period = plan_.tariff.energy[charge_index(charge)].periods[charge.period_of_step[k]];
            price += period.blocks.front().tiers.front().price * charge.price_of(k);
          }
          const double x = flat + (shaped - room) + room * h.shape;
          const double real = truth(k, x).facility_kw / critical_;
          const double ours = leading_.power(h, {1.0, flat + (shaped - room), room, 0.0});
          cost += std::fabs(price) * real;
          off += price * (ours - real);
          peak = std::max(peak, real);
          fitted_peak = std::max(fitted_peak, ours);
          ++k;
        }
        if (cost != 0.0) worst = std::max(worst, std::fabs(off / cost));
        worst = std::max(worst, std::fabs(fitted_peak - peak) / peak);
      }
    }
    return worst;
  }

  const FacilityYear& year_;
  std::span<const PlantHours> plants_;
  BillPlan plan_;
  PrepareOptions options_;
  double critical_;
  CubicFit fit_;
  bool exact_ = true;
  LossPolynomial loss_;
  LeadingHours leading_;
  std::vector<Hour> hours_;
};

}  // namespace

PreparedBill prepare_bill(const FacilityYear& year, const Tariff& tariff, const PrepareOptions& options,
                          std::span<const PlantHours> plants) {
  check(options.most_hours >= 1, "prepare_bill", "most_hours", options.most_hours, "must be >= 1");
  check(options.power_factor > 0.0 && options.power_factor <= 1.0, "prepare_bill", "power_factor", options.power_factor,
        "must be in (0, 1]");
  return Preparation(year, tariff, options, plants).run();
}

}  // namespace roi::power
