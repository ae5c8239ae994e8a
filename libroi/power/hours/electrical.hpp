#pragma once
/// @file libroi/power/hours/electrical.hpp: losses between the meter and the IT load, component by component.
///
///   loss of one unit = rating * (c0 + c1 x + c2 x^2),  x = load / rating             no-load, proportional, square law
///   n units share the load equally: loss = n rating c0 + c1 P + c2 P^2 / (n rating)
///
///   units in service   needed N:  n -> N,  n_plus_1 -> N + 1,  two_n -> 2 N (each side at most half loaded)
///   over-build         N * rating = design load * over-build
///   load               it_load     P is the IT load: losses of the chain add up, at most quadratic in the IT load
///                      (WP 113)
///                      downstream  P is the IT load plus the losses between it and the component (physical cascade)
///                      input       P is what enters the component: its own loss counts too
///   heat               the share of the loss released inside the hall is cooled; the rest leaves by itself
///   fixed blocks       lighting, heaters, fans: a component with c0 only
///
///   Efficiency at input fraction x: 1 - (c0 + c1 x + c2 x^2) / x.
///   Source: APC White Paper 113, table 2 (coefficients in wp113()); Pelley et al. 2009 for the square law.
///   Errors: DomainError for a rating or number of units that is not positive, negative coefficients, a load above what
///   the units in service can carry.
#include <array>
#include <string>
#include <vector>

namespace roi::power {

enum class Redundancy { n, n_plus_1, two_n };
enum class LossLoad { it_load, downstream, input };

struct LossComponent {
  std::string name;
  double c0 = 0.0, c1 = 0.0, c2 = 0.0;  // fractions of the rating
  double rating_kw = 0.0;               // of one unit
  int units_needed = 1;
  Redundancy redundancy = Redundancy::n;
  double heat_in_hall = 1.0;  // share of the loss
  bool series = true;         // the load passes through it; false: a load beside the chain
};

/// Components from the IT load (first) towards the meter (last).
struct ElectricalPath {
  std::vector<LossComponent> components;
  LossLoad load = LossLoad::it_load;
};

struct ElectricalLosses {
  std::vector<double> loss_kw;  // of each component
  double total_kw = 0.0;
  double heat_in_hall_kw = 0.0;  // without the IT load
};

struct Coefficients {
  double c0, c1, c2;
};

void validate(const ElectricalPath& path);
[[nodiscard]] int units_in_service(const LossComponent& component);
[[nodiscard]] double component_loss(const LossComponent& component, double load_kw);
[[nodiscard]] double efficiency_at_input(const Coefficients& c, double input_fraction);
[[nodiscard]] ElectricalLosses electrical_losses(const ElectricalPath& path, double it_kw);
/// Sum of the losses as a + b P + c P^2 in the IT load P: with LossLoad::it_load always.
struct LossPolynomial {
  double total_a = 0.0, total_b = 0.0, total_c = 0.0;
  double heat_a = 0.0, heat_b = 0.0, heat_c = 0.0;
};
[[nodiscard]] LossPolynomial loss_polynomial(const ElectricalPath& path);

/// A component whose N units together carry design_kw * over_build.
[[nodiscard]] LossComponent sized(std::string name, const Coefficients& c, double design_kw, double over_build,
                                  int units_needed, Redundancy redundancy, double heat_in_hall = 1.0,
                                  bool series = true);

/// White Paper 113 by name: ups, pdu, lighting, wiring, switchgear, generator, crac, humidifier, chiller.
[[nodiscard]] Coefficients wp113(const std::string& name);

}  // namespace roi::power
