#include "libroi/power/hours/electrical.hpp"

#include "libroi/core/scalar.hpp"
#include "libroi/power/check.hpp"

namespace roi::power {

int units_in_service(const LossComponent& c) {
  if (c.redundancy == Redundancy::n_plus_1) return c.units_needed + 1;
  return c.redundancy == Redundancy::two_n ? 2 * c.units_needed : c.units_needed;
}

void validate(const ElectricalPath& path) {
  for (const LossComponent& c : path.components) {
    const std::string where = "electrical/" + c.name;
    check(c.rating_kw > 0.0, where, "rating_kw", c.rating_kw, "must be > 0");
    check(c.units_needed >= 1, where, "units_needed", c.units_needed, "must be >= 1");
    check(c.c0 >= 0.0, where, "no-load loss", c.c0, "must be >= 0");
    check(c.c1 >= 0.0, where, "proportional loss", c.c1, "must be >= 0");
    check(c.c2 >= 0.0, where, "square-law loss", c.c2, "must be >= 0");
    check(c.heat_in_hall >= 0.0 && c.heat_in_hall <= 1.0, where, "heat_in_hall", c.heat_in_hall, "must be in [0, 1]");
  }
}

double component_loss(const LossComponent& c, double load_kw) {
  const double rating = units_in_service(c) * c.rating_kw;
  const double x = load_kw / rating;
  check(x >= 0.0 && load_kw <= c.units_needed * c.rating_kw * (1.0 + 1e-12), "electrical/" + c.name, "load", load_kw,
        "must be in [0, " + to_text(c.units_needed * c.rating_kw) + "], what the units needed can carry [kW]");
  return rating * (c.c0 + x * (c.c1 + x * c.c2));
}

double efficiency_at_input(const Coefficients& c, double x) {
  check(x > 0.0 && x <= 1.0, "efficiency_at_input", "input fraction", x, "must be in (0, 1]");
  return 1.0 - (c.c0 + x * (c.c1 + x * c.c2)) / x;
}

ElectricalLosses electrical_losses(const ElectricalPath& path, double it_kw) {
  check(it_kw >= 0.0, "electrical_losses", "it_kw", it_kw, "must be >= 0");
  ElectricalLosses out;
  out.loss_kw.reserve(path.components.size());
  double through = it_kw;
  for (const LossComponent& c : path.components) {
    double loss = component_loss(c, path.load == LossLoad::it_load ? it_kw : through);
    if (path.load == LossLoad::input && c.series) {
      // input I: I = through + R (c0 + c1 I/R + c2 (I/R)^2), the smaller root of a quadratic in I
      const double rating = units_in_service(c) * c.rating_kw;
      const double b = 1.0 - c.c1;
      const double need = through + rating * c.c0;
      const double root = b * b - 4.0 * (c.c2 / rating) * need;
      check(root > 0.0, "electrical/" + c.name, "load", through, "must be below what its square-law losses allow [kW]");
      loss = 2.0 * need / (b + sqrt(root)) - through;
      (void)component_loss(c, through + loss);
    }
    out.loss_kw.push_back(loss);
    out.total_kw += loss;
    out.heat_in_hall_kw += c.heat_in_hall * loss;
    if (c.series) through += loss;
  }
  return out;
}

LossPolynomial loss_polynomial(const ElectricalPath& path) {
  if (path.load != LossLoad::it_load)
    throw DomainError("loss_polynomial: the path's losses must be those of the IT load (LossLoad::it_load)");
  LossPolynomial p;
  for (const LossComponent& c : path.components) {
    const double rating = units_in_service(c) * c.rating_kw;
    p.total_a += rating * c.c0;
    p.total_b += c.c1;
    p.total_c += c.c2 / rating;
    p.heat_a += c.heat_in_hall * rating * c.c0;
    p.heat_b += c.heat_in_hall * c.c1;
    p.heat_c += c.heat_in_hall * c.c2 / rating;
  }
  return p;
}

LossComponent sized(std::string name, const Coefficients& c, double design_kw, double over_build, int units_needed,
                    Redundancy redundancy, double heat_in_hall, bool series) {
  check(design_kw > 0.0, "sized", "design_kw", design_kw, "must be > 0");
  check(over_build >= 1.0, "sized", "over_build", over_build, "must be >= 1");
  check(units_needed >= 1, "sized", "units_needed", units_needed, "must be >= 1");
  return {std::move(name), c.c0,       c.c1,         c.c2,  design_kw * over_build / units_needed,
          units_needed,    redundancy, heat_in_hall, series};
}

Coefficients wp113(const std::string& name) {
  struct Entry {
    const char* name;
    Coefficients c;
  };
  static constexpr std::array<Entry, 9> table{{{"ups", {.04, .05, 0}},
                                               {"pdu", {.015, 0, .015}},
                                               {"lighting", {.01, 0, 0}},
                                               {"wiring", {0, 0, .01}},
                                               {"switchgear", {0, 0, .005}},
                                               {"generator", {.003, 0, 0}},
                                               {"crac", {.09, 0, 0}},
                                               {"humidifier", {.01, .01, 0}},
                                               {"chiller", {.06, .26, 0}}}};
  for (const Entry& e : table) {
    if (name == e.name) return e.c;
  }
  throw DomainError("wp113: name is " + name +
                    ", but must be ups, pdu, lighting, wiring, switchgear, generator, crac, humidifier or chiller");
}

}  // namespace roi::power
