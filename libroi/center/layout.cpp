#include "libroi/center/layout.hpp"

#include "libroi/center/layout_of.hpp"
#include "libroi/inputs/describe.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace roi {

template class LayoutOf<StandardStreams>;

Metric metric_named(const std::vector<MetricInfo>& metrics, std::string_view path) {
  std::vector<std::string> known;
  for (const MetricInfo& info : metrics) {
    if (info.path == path) return info.id;
    known.push_back(info.path);
  }
  throw DomainError("'" + std::string(path) + "' is not a metric" + inputs::hint(std::string(path), known));
}

Metric Declared::metric(std::string_view path) const { return metric_named(metrics(), path); }
std::vector<MetricInfo> metrics_of(const Center<double>& center) { return Layout(center).metrics(); }

CostGroups Declared::costs_of(const std::vector<Metric>& metrics) const {
  CostGroups out = CostGroups::none();
  for (const Metric metric : metrics) out.add(info(metric).cost);
  return out;
}

namespace {

/// The least that can be laid out: the declarations of its metrics are those of every center.
std::vector<MetricInfo> declared_by_the_stages() {
  Center<double> center;
  center.months = 1;
  center.phases.append("any");
  center.asset_classes.append("any");
  center.financing.asset_class = "any";
  center.power.losses.emplace();
  return Layout(center).metrics();
}

}  // namespace

const std::vector<MetricInfo>& standard_metrics() {
  static const std::vector<MetricInfo> all = declared_by_the_stages();
  return all;
}

}  // namespace roi
