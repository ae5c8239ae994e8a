#pragma once
/// @file libroi/power/hours/it_load.hpp: electrical power of computing equipment from its activity.
///
///   device   P(u) = idle + (busy - idle) * f(u),  u = activity in [0, 1]                                       [W]
///              linear   f = u                                                     (Fan, Weber, Barroso, ISCA 2007)
///              fan      f = 2u - u^r, r = 1.4 calibrated                          (the same paper)
///              points   f = P at given activities, straight between them          (a calibration, SPECpower)
///            busy is the measured peak; nameplate serves the electrical design, never the bill
///   node     P_node = (devices * P(u)) * (1 + overhead_share) + overhead_w: processors, memory, fans, supplies
///   hour     u(h) = activity * shape(h): the shape is relative to the busiest hour, in [0, 1]; activity is that hour's
///   plant    provisioned = sum of nameplates * diversity * (1 + margin);  over-subscription = sum of nameplates /
///            provisioned
///
///   Published anchors: an 8-GPU H100 node has a nameplate of 10.2 kW, peaks at 8.4 kW and averages 76 % of nameplate
///   in training (Latif et al., IEEE Access 2025); a large population peaks at 72 % of its ratings (Fan et al. 2007).
///   Errors: DomainError unless 0 <= idle <= busy <= nameplate, u in [0, 1], points rise from u = 0 to u = 1.
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "libroi/power/hours/hours.hpp"

namespace roi::power {

enum class PowerCurve { linear, fan, points };

struct CurvePoint {
  double activity = 0.0;
  double watt = 0.0;
};

struct ServerDevice {
  double idle_w = 0.0;
  double busy_w = 0.0;
  double nameplate_w = 0.0;
  PowerCurve curve = PowerCurve::linear;
  double exponent = 1.4;           // fan
  std::vector<CurvePoint> points;  // points: from u = 0 (idle) to u = 1 (busy)
};

struct ServerNode {
  ServerDevice device;
  int devices = 1;
  double overhead_share = 0.0;        // of the devices' power
  double overhead_w = 0.0;            // whatever the activity
  double fan_and_supply_share = 0.0;  // of node power that is not computing: for total-power usage effectiveness
};

struct ServerFleet {
  std::string name;
  ServerNode node;
  double nodes = 0.0;
};

/// A polynomial a0 + a1 u + a2 u^2.
struct Quadratic {
  double a0 = 0.0, a1 = 0.0, a2 = 0.0;
  [[nodiscard]] double at(double u) const { return a0 + u * (a1 + u * a2); }
};

void validate(const ServerDevice& device);
[[nodiscard]] double device_watt(const ServerDevice& device, double activity);
[[nodiscard]] double node_watt(const ServerNode& node, double activity);
/// The node's power as a quadratic in activity: exact for linear curves and for fan with r = 2, else empty.
[[nodiscard]] std::optional<Quadratic> node_quadratic(const ServerNode& node);

[[nodiscard]] double provisioned_kw(const std::vector<ServerFleet>& fleets, double diversity, double margin);
[[nodiscard]] double over_subscription(double diversity, double margin);

enum class Workload { training, fine_tuning, inference, hpc, general, rendering };

/// Relative activity by day type and hour, 1 in the busiest hour of the week.
struct ActivityShape {
  std::array<std::array<double, 24>, 3> by_day_type{};  // weekday, weekend, holiday
  [[nodiscard]] double at(DayType type, int hour) const {
    return by_day_type[static_cast<std::size_t>(type)][static_cast<std::size_t>(hour)];
  }
};

[[nodiscard]] ActivityShape flat_shape();
/// Assumed shapes: training, fine-tuning and hpc flat; inference follows the waking day; general the office day;
/// rendering runs at night. Replace them by measured ones where there are any.
[[nodiscard]] ActivityShape typical_shape(Workload workload);
/// Weighted sum of shapes, scaled so that its busiest hour is 1.
[[nodiscard]] ActivityShape mixed_shape(const std::vector<ActivityShape>& shapes, const std::vector<double>& weights);
void validate(const ActivityShape& shape);

/// The shape hour by hour over a year, and its mean.
[[nodiscard]] std::vector<double> shape_series(const YearClock& clock, const ActivityShape& shape);
[[nodiscard]] double mean_of(const std::vector<double>& series);

}  // namespace roi::power
