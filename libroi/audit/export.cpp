#include "libroi/audit/export.hpp"

#include "libroi/audit/explain.hpp"
#include "libroi/audit/trace_center.hpp"
#include "libroi/core/version.hpp"

namespace roi::audit {

namespace {

std::string two_digits(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

}  // namespace

TracedCenter::TracedCenter(const Center<double>& center)
    : TracedModel(center), center_(center), layout_(center, proof_of<Layout>(center)) {
  root_ = roi::inputs::object_of(center_);
  trace_into(graph_, layout_, center_);
}

std::string TracedModel::explain(std::string_view path, int t, int depth, const Record& record) const {
  const std::vector<InputRow> rows = inputs(record);
  return audit::explain(graph_, path, t, depth, rows, start_);
}

void write_workbook(const std::string& file, const TracedModel& traced, const Record& record, WorkbookInfo info) {
  if (info.model.empty()) info.model = traced.name();
  if (info.currency.empty()) info.currency = traced.currency();
  if (info.engine.empty()) info.engine = std::string("libroi ") + LIBROI_VERSION;
  if (info.timeline.empty())
    info.timeline = std::to_string(traced.start().year) + "-" + two_digits(traced.start().month) + ", " +
                    std::to_string(traced.months()) + " months";
  if (info.conventions.empty())
    info.conventions =
        "nominal money without VAT; flows at the end of their month; costs positive in their own rows; a flow of month "
        "t is discounted t + 1 months";
  write_workbook(file, Plan(traced.graph()), traced.inputs(record), info);
}

}  // namespace roi::audit
