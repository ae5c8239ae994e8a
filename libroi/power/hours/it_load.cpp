#include "libroi/power/hours/it_load.hpp"

#include <cmath>

#include "libroi/core/scalar.hpp"
#include "libroi/power/check.hpp"

namespace roi::power {

void validate(const ServerDevice& d) {
  check(d.idle_w >= 0.0, "device", "idle_w", d.idle_w, "must be >= 0 [W]");
  check(d.busy_w >= d.idle_w, "device", "busy_w", d.busy_w, "must be >= idle_w [W]");
  check(d.nameplate_w >= d.busy_w, "device", "nameplate_w", d.nameplate_w, "must be >= busy_w [W]");
  check(d.exponent >= 1.0 && d.exponent <= 2.0, "device", "exponent", d.exponent, "must be in [1, 2]");
  if (d.curve != PowerCurve::points) return;
  check(d.points.size() >= 2, "device", "number of points", d.points.size(), "must be at least 2");
  check(d.points.front().activity == 0.0, "device", "first point's activity", d.points.front().activity, "must be 0");
  check(d.points.back().activity == 1.0, "device", "last point's activity", d.points.back().activity, "must be 1");
  for (std::size_t i = 1; i < d.points.size(); ++i) {
    check(d.points[i].activity > d.points[i - 1].activity, "device", "point's activity", d.points[i].activity,
          "must rise from point to point");
    check(d.points[i].watt >= d.points[i - 1].watt, "device", "point's power", d.points[i].watt,
          "must not fall from point to point [W]");
  }
}

double device_watt(const ServerDevice& d, double u) {
  check(u >= 0.0 && u <= 1.0, "device", "activity", u, "must be in [0, 1]");
  if (d.curve == PowerCurve::points) {
    std::size_t i = 1;
    while (i + 1 < d.points.size() && u > d.points[i].activity) ++i;
    const CurvePoint& a = d.points[i - 1];
    const CurvePoint& b = d.points[i];
    return a.watt + (b.watt - a.watt) * (u - a.activity) / (b.activity - a.activity);
  }
  const double f = d.curve == PowerCurve::linear ? u : 2.0 * u - (u > 0.0 ? pow(u, d.exponent) : 0.0);
  return d.idle_w + (d.busy_w - d.idle_w) * f;
}

double node_watt(const ServerNode& node, double activity) {
  return node.devices * device_watt(node.device, activity) * (1.0 + node.overhead_share) + node.overhead_w;
}

std::optional<Quadratic> node_quadratic(const ServerNode& node) {
  const ServerDevice& d = node.device;
  const double scale = node.devices * (1.0 + node.overhead_share);
  const double swing = (d.busy_w - d.idle_w) * scale;
  const double base = d.idle_w * scale + node.overhead_w;
  if (d.curve == PowerCurve::linear) return Quadratic{base, swing, 0.0};
  if (d.curve == PowerCurve::fan && d.exponent == 2.0) return Quadratic{base, 2.0 * swing, -swing};
  if (d.curve == PowerCurve::points && d.points.size() == 2) {
    return Quadratic{d.points[0].watt * scale + node.overhead_w, (d.points[1].watt - d.points[0].watt) * scale, 0.0};
  }
  return std::nullopt;
}

double provisioned_kw(const std::vector<ServerFleet>& fleets, double diversity, double margin) {
  check(diversity > 0.0 && diversity <= 1.0, "provisioned_kw", "diversity", diversity, "must be in (0, 1]");
  check(margin >= 0.0, "provisioned_kw", "margin", margin, "must be >= 0");
  double watt = 0.0;
  for (const ServerFleet& f : fleets) {
    const ServerNode& n = f.node;
    watt += f.nodes * (n.devices * n.device.nameplate_w * (1.0 + n.overhead_share) + n.overhead_w);
  }
  return watt / 1000.0 * diversity * (1.0 + margin);
}

double over_subscription(double diversity, double margin) {
  check(diversity > 0.0 && diversity <= 1.0, "over_subscription", "diversity", diversity, "must be in (0, 1]");
  check(margin >= 0.0, "over_subscription", "margin", margin, "must be >= 0");
  return 1.0 / (diversity * (1.0 + margin));
}

ActivityShape flat_shape() {
  ActivityShape shape;
  for (auto& day : shape.by_day_type) day.fill(1.0);
  return shape;
}

ActivityShape typical_shape(Workload workload) {
  // Assumptions, relative to the busiest hour.
  constexpr std::array<double, 24> waking{.52, .44, .40, .38, .38, .42, .50, .62, .76, .88, .96, .98,
                                          .94, .94, .97, 1.0, 1.0, .97, .92, .90, .90, .86, .76, .64};
  constexpr std::array<double, 24> office{.45, .42, .40, .40, .40, .42, .50, .65, .85, .96, 1.0, .98,
                                          .90, .92, .98, 1.0, .97, .90, .75, .65, .60, .56, .52, .48};
  constexpr std::array<double, 24> night{1.0, 1.0, 1.0, 1.0, 1.0, 1.0, .95, .85, .70, .60, .55, .55,
                                         .55, .55, .55, .58, .62, .70, .80, .90, .95, 1.0, 1.0, 1.0};
  ActivityShape shape = flat_shape();
  const auto set = [&](const std::array<double, 24>& weekday, double weekend) {
    shape.by_day_type[0] = weekday;
    for (std::size_t h = 0; h < 24; ++h) shape.by_day_type[1][h] = shape.by_day_type[2][h] = weekday[h] * weekend;
  };
  switch (workload) {
    case Workload::inference: set(waking, 0.9); break;
    case Workload::general: set(office, 0.7); break;
    case Workload::rendering: set(night, 1.0); break;
    case Workload::training:
    case Workload::fine_tuning:
    case Workload::hpc: break;
  }
  return shape;
}

ActivityShape mixed_shape(const std::vector<ActivityShape>& shapes, const std::vector<double>& weights) {
  check(!shapes.empty() && shapes.size() == weights.size(), "mixed_shape", "number of weights", weights.size(),
        "must be one per shape, and at least one");
  ActivityShape sum;
  double most = 0.0;
  for (std::size_t d = 0; d < 3; ++d) {
    for (std::size_t h = 0; h < 24; ++h) {
      for (std::size_t i = 0; i < shapes.size(); ++i) {
        check(weights[i] >= 0.0, "mixed_shape", "weight", weights[i], "must be >= 0");
        sum.by_day_type[d][h] += weights[i] * shapes[i].by_day_type[d][h];
      }
      most = max(most, sum.by_day_type[d][h]);
    }
  }
  check(most > 0.0, "mixed_shape", "busiest hour", most, "must be > 0");
  for (auto& day : sum.by_day_type) {
    for (double& x : day) x /= most;
  }
  return sum;
}

void validate(const ActivityShape& shape) {
  for (const auto& day : shape.by_day_type) {
    for (const double x : day) check(x >= 0.0 && x <= 1.0, "shape", "relative activity", x, "must be in [0, 1]");
  }
}

std::vector<double> shape_series(const YearClock& clock, const ActivityShape& shape) {
  validate(shape);
  std::vector<double> series;
  series.reserve(static_cast<std::size_t>(clock.steps()));
  for (int day = 0; day < clock.days(); ++day) {
    for (int hour = 0; hour < 24; ++hour) {
      for (int k = 0; k < clock.steps_per_hour(); ++k) series.push_back(shape.at(clock.day_type(day), hour));
    }
  }
  return series;
}

double mean_of(const std::vector<double>& series) {
  check(!series.empty(), "mean_of", "number of values", series.size(), "must be at least 1");
  double sum = 0.0;
  for (const double x : series) sum += x;
  return sum / static_cast<double>(series.size());
}

}  // namespace roi::power
