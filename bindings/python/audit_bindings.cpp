/// @file bindings/python/audit_bindings.cpp: the model as a workbook, and why a number is what it is.
#include "bindings/python/bindings.hpp"
#include "bindings/python/center_handle.hpp"
#include "libroi/audit/export.hpp"
#include "libroi/audit/verdict.hpp"
#include "libroi/audit/warnings.hpp"

namespace py = pybind11;

void bind_audit(py::module_& m) {
  using Release = py::call_guard<py::gil_scoped_release>;
  py::class_<roi::audit::Warning>(m, "Warning", "Something legal in a center that may not be meant.")
      .def_readonly("id", &roi::audit::Warning::id)
      .def_property_readonly(
          "severity", [](const roi::audit::Warning& w) { return roi::name_of(w.severity); }, "note, caution or serious")
      .def_readonly("path", &roi::audit::Warning::path)
      .def_readonly("value", &roi::audit::Warning::value)
      .def_readonly("reason", &roi::audit::Warning::reason)
      .def_readonly("advice", &roi::audit::Warning::advice)
      .def_readonly("accepted", &roi::audit::Warning::accepted, "why the model accepts it; empty where it does not");
  py::class_<roi::audit::Requirement>(m, "Requirement", "What owners or lenders ask, and whether the center keeps it.")
      .def_readonly("path", &roi::audit::Requirement::path)
      .def_readonly("label", &roi::audit::Requirement::label)
      .def_readonly("asked", &roi::audit::Requirement::asked)
      .def_readonly("found", &roi::audit::Requirement::found)
      .def_readonly("met", &roi::audit::Requirement::met);
  py::class_<roi::audit::Verdict>(m, "Verdict", "Whether a center keeps its hurdles and covenants.")
      .def_property_readonly(
          "outcome", [](const roi::audit::Verdict& v) { return roi::audit::name_of(v.outcome); },
          "no hurdle stated, met, failed or in default")
      .def_readonly("words", &roi::audit::Verdict::words)
      .def_readonly("requirements", &roi::audit::Verdict::requirements);
  m.def(
      "warnings",
      [](const CenterHandle& center, const roi::Evaluation& evaluation) {
        return roi::audit::warnings(center.tree(), center.record(), evaluation);
      },
      py::arg("center"), py::arg("evaluation"), Release(), "What is legal in the center but may not be meant.");
  m.def(
      "verdict",
      [](const CenterHandle& center, const roi::Evaluation& evaluation) {
        return roi::audit::verdict(center.tree(), evaluation);
      },
      py::arg("center"), py::arg("evaluation"), Release(), "Whether the center keeps its hurdles and covenants.");
  m.def(
      "warning_table",
      [] {
        std::vector<std::tuple<std::string, std::string, std::string, std::string>> out;
        for (const roi::WarningInfo& info : roi::kWarnings)
          out.emplace_back(info.id, roi::name_of(info.severity), info.rule, info.advice);
        return out;
      },
      "Every warning: id, severity, rule, what to do.");
  m.def(
      "write_workbook",
      [](const CenterHandle& center, const std::string& path, const std::string& run_id,
         const roi::Evaluation& evaluation) {
        roi::audit::WorkbookInfo info;
        info.run_id = run_id;
        info.warnings = roi::audit::warnings(center.tree(), center.record(), evaluation);
        info.verdict = roi::audit::verdict(center.tree(), evaluation);
        roi::audit::write_workbook(path, roi::audit::TracedCenter(center.tree()), center.record(), info);
      },
      py::arg("center"), py::arg("path"), py::arg("run_id"), py::arg("evaluation"), Release(),
      "Writes the model as a workbook with live formulas.");
  m.def(
      "explain",
      [](const CenterHandle& center, const std::string& line, int month, int depth) {
        return roi::audit::TracedCenter(center.tree()).explain(line, month, depth, center.record());
      },
      py::arg("center"), py::arg("line"), py::arg("month"), py::arg("depth"), Release(),
      "Formula, value, drivers and sources of a line in a month (-1: its opening), as a tree of text.");
}
