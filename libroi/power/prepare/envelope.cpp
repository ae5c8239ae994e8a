#include <algorithm>
#include <cmath>

#include "libroi/power/prepare/reduction.hpp"

namespace roi::power {
namespace {

/// Smallest root of a0 + a1 u + a2 u^2 above `from` at which the sign turns positive; 2 if there is none.
double overtakes(const Quadratic& d, double from) {
  double best = 2.0;
  const auto consider = [&](double u) {
    if (!(u > from) || u > 1.0 || u >= best) return;
    const double slope = d.a1 + 2.0 * d.a2 * u;
    if (slope > 0.0 || (slope == 0.0 && d.a2 > 0.0)) best = u;
  };
  if (d.a2 == 0.0) {
    if (d.a1 > 0.0) consider(-d.a0 / d.a1);
    return best;
  }
  const double root = d.a1 * d.a1 - 4.0 * d.a2 * d.a0;
  if (root < 0.0) return best;
  const double q = -0.5 * (d.a1 + std::copysign(std::sqrt(root), d.a1));
  consider(q / d.a2);
  if (q != 0.0) consider(d.a0 / q);
  return best;
}

Quadratic difference(const Quadratic& a, const Quadratic& b) { return {a.a0 - b.a0, a.a1 - b.a1, a.a2 - b.a2}; }
bool leads_after(const Quadratic& a, const Quadratic& b, double u) {
  const Quadratic d = difference(a, b);
  const double value = d.at(u);
  if (value != 0.0) return value > 0.0;
  const double slope = d.a1 + 2.0 * d.a2 * u;
  return slope != 0.0 ? slope > 0.0 : d.a2 > 0.0;
}

}  // namespace

Envelope upper_envelope(std::span<const Quadratic> parabolas) {
  Envelope envelope;
  if (parabolas.empty()) return envelope;
  std::size_t lead = 0;
  for (std::size_t i = 1; i < parabolas.size(); ++i) {
    if (leads_after(parabolas[i], parabolas[lead], 0.0)) lead = i;
  }
  envelope.push_back(parabolas[lead]);
  for (double u = 0.0; envelope.size() < parabolas.size();) {
    double first = 2.0;
    std::size_t next = lead;
    for (std::size_t i = 0; i < parabolas.size(); ++i) {
      const Quadratic d = difference(parabolas[i], parabolas[lead]);
      if (d.a0 == 0.0 && d.a1 == 0.0 && d.a2 == 0.0) continue;
      const double at = overtakes(d, u);
      if (at < first || (at == first && at <= 1.0 && leads_after(parabolas[i], parabolas[next], at))) {
        first = at;
        next = i;
      }
    }
    if (first > 1.0) break;
    lead = next;
    u = first;
    envelope.push_back(parabolas[lead]);
  }
  // Rounding may hide a lead of a hair's breadth: look at a grid and add what is missing there.
  for (int k = 0; k <= 64; ++k) {
    const double u = k / 64.0;
    std::size_t top = 0;
    for (std::size_t i = 1; i < parabolas.size(); ++i) {
      if (parabolas[i].at(u) > parabolas[top].at(u)) top = i;
    }
    if (parabolas[top].at(u) > evaluate(envelope, u)) envelope.push_back(parabolas[top]);
  }
  return envelope;
}

}  // namespace roi::power
