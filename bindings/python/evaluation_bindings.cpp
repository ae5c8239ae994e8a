/// @file bindings/python/evaluation_bindings.cpp: one evaluation: its lines, metrics, checks and IRR diagnoses.
#include <algorithm>
#include <string>

#include "bindings/python/bindings.hpp"
#include "bindings/python/center_handle.hpp"
#include "libroi/engine/engine.hpp"

namespace py = pybind11;

namespace {

const char* name_of(roi::Kind kind) {
  switch (kind) {
    case roi::Kind::flow: return "flow";
    case roi::Kind::stock: return "stock";
    case roi::Kind::price: return "price";
    case roi::Kind::ratio: return "ratio";
    case roi::Kind::flag: return "flag";
    case roi::Kind::constant: return "constant";
  }
  return "";
}

const char* name_of(roi::Section section) {
  switch (section) {
    case roi::Section::none: return "";
    case roi::Section::revenue: return "revenue";
    case roi::Section::operating_cost: return "operating_cost";
    case roi::Section::depreciation: return "depreciation";
    case roi::Section::disposal: return "disposal";
    case roi::Section::interest: return "interest";
    case roi::Section::tax: return "tax";
    case roi::Section::cash_operating: return "cash_operating";
    case roi::Section::cash_investing: return "cash_investing";
    case roi::Section::cash_financing: return "cash_financing";
    case roi::Section::assets: return "assets";
    case roi::Section::liabilities: return "liabilities";
    case roi::Section::equity: return "equity";
    case roi::Section::power: return "power";
    case roi::Section::metric: return "metric";
    case roi::Section::check: return "check";
  }
  return "";
}

const char* name_of(roi::Format format) {
  switch (format) {
    case roi::Format::plain: return "plain";
    case roi::Format::money: return "money";
    case roi::Format::percent: return "percent";
    case roi::Format::yearly_rate: return "yearly_rate";
    case roi::Format::multiple: return "multiple";
    case roi::Format::duration: return "duration";
    case roi::Format::date: return "date";
  }
  return "";
}

struct MetricResult {
  std::string path;
  double value;
  bool exists;
  std::string unit, label, format, definition, reason;
};

std::vector<MetricResult> metrics_of(const roi::Evaluation& e) {
  std::vector<MetricResult> out;
  for (const roi::MetricInfo& metric : e.layout->metrics()) {
    const roi::Defined<double>& value = e.metrics[metric.id];
    out.push_back({metric.path, value.exists ? value.value : std::numeric_limits<double>::quiet_NaN(), value.exists,
                   metric.unit, metric.label, name_of(metric.format), metric.definition,
                   value.exists ? std::string() : metric.undefined_reason});
  }
  return out;
}

/// Rows of the monthly lines, one after the other: (lines that are not constants) x months.
py::array_t<double> series_of(const roi::Evaluation& e) {
  const std::size_t months = static_cast<std::size_t>(e.ledger.months());
  std::vector<double> values;
  std::size_t rows = 0;
  const auto& lines = e.layout->lines();
  values.reserve(static_cast<std::size_t>(lines.size()) * months);
  for (int id = 0; id < lines.size(); ++id) {
    if (lines[roi::Line{id}].kind == roi::Kind::constant) continue;
    const std::span<const double> row = e.ledger.row(roi::Line{id});
    values.insert(values.end(), row.begin(), row.end());
    ++rows;
  }
  return roi::python::owned(std::move(values), rows, months);
}

/// The opening value of each line; for a constant, its value.
std::vector<double> openings_of(const roi::Evaluation& e) {
  std::vector<double> values;
  for (int id = 0; id < e.layout->lines().size(); ++id) values.push_back(e.ledger.opening_of(roi::Line{id}));
  return values;
}

}  // namespace

void bind_evaluation(py::module_& m) {
  py::class_<roi::LineInfo>(m, "LineInfo", "Declaration of a line item.")
      .def_readonly("path", &roi::LineInfo::path)
      .def_readonly("label", &roi::LineInfo::label)
      .def_readonly("unit", &roi::LineInfo::unit)
      .def_readonly("definition", &roi::LineInfo::definition)
      .def_readonly("undefined_reason", &roi::LineInfo::undefined_reason)
      .def_readonly("weight", &roi::LineInfo::weight,
                    "path of the flow by which a price or ratio averages, or an empty text")
      .def_property_readonly(
          "kind", [](const roi::LineInfo& line) { return name_of(line.kind); },
          "flow, stock, price, ratio, flag or constant")
      .def_property_readonly(
          "section", [](const roi::LineInfo& line) { return name_of(line.section); },
          "place in the statements, or an empty text");

  py::class_<MetricResult>(m, "MetricResult", "A metric of one evaluation; NaN with a reason where it does not exist.")
      .def_readonly("path", &MetricResult::path)
      .def_readonly("value", &MetricResult::value)
      .def_readonly("exists", &MetricResult::exists)
      .def_readonly("unit", &MetricResult::unit)
      .def_readonly("label", &MetricResult::label)
      .def_readonly("format", &MetricResult::format,
                    "how people read it: plain, money, percent, yearly_rate, multiple, duration or date")
      .def_readonly("definition", &MetricResult::definition)
      .def_readonly("reason", &MetricResult::reason);

  py::class_<roi::CheckResult>(m, "CheckResult", "An integrity check: its largest residual against its tolerance.")
      .def_readonly("id", &roi::CheckResult::id)
      .def_readonly("name", &roi::CheckResult::name)
      .def_readonly("residual", &roi::CheckResult::residual)
      .def_readonly("tolerance", &roi::CheckResult::tolerance)
      .def_readonly("month", &roi::CheckResult::month)
      .def_readonly("passed", &roi::CheckResult::passed);

  py::class_<roi::Evaluation, std::shared_ptr<roi::Evaluation>>(m, "Evaluation", "Everything about one evaluation.")
      .def_property_readonly("months", [](const roi::Evaluation& e) { return e.ledger.months(); })
      .def_property_readonly(
          "lines", [](const roi::Evaluation& e) { return e.layout->lines().all(); },
          "declarations of all lines, in order")
      .def("series", &series_of, "Monthly values: one row per line that is not a constant, in order; read-only.")
      .def("openings", &openings_of, "Opening value per line, in order; for a constant its value.")
      .def_property_readonly("metrics", &metrics_of)
      .def_property_readonly("checks", [](const roi::Evaluation& e) { return e.checks; })
      .def_property_readonly(
          "irr", [](const roi::Evaluation& e) { return std::vector<roi::IrrDiagnosis>(e.irr.begin(), e.irr.end()); },
          "diagnoses: project before tax, project, equity free cash flow, equity distributions")
      .def_property_readonly("passed", &roi::Evaluation::passed);
}

void bind_metrics(py::module_& m) {
  m.def(
      "metric_catalogue",
      [](const CenterHandle& center) {
        std::vector<MetricResult> out;
        for (const roi::MetricInfo& metric : center.metrics())
          out.push_back({metric.path, std::numeric_limits<double>::quiet_NaN(), false, metric.unit, metric.label,
                         name_of(metric.format), metric.definition, metric.undefined_reason});
        return out;
      },
      py::arg("center"), "Every metric of a center, in the order of results; `reason` says why it may not exist.");
}
