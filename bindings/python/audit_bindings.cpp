/// @file bindings/python/audit_bindings.cpp: the model as a workbook, and why a number is what it is.
#include "bindings/python/bindings.hpp"
#include "bindings/python/center_handle.hpp"
#include "libroi/audit/export.hpp"

namespace py = pybind11;

void bind_audit(py::module_& m) {
  using Release = py::call_guard<py::gil_scoped_release>;
  m.def(
      "write_workbook",
      [](const CenterHandle& center, const std::string& path, const std::string& run_id) {
        roi::audit::WorkbookInfo info;
        info.run_id = run_id;
        roi::audit::write_workbook(path, roi::audit::TracedCenter(center.tree()), center.record(), info);
      },
      py::arg("center"), py::arg("path"), py::arg("run_id"), Release(),
      "Writes the model as a workbook with live formulas.");
  m.def(
      "explain",
      [](const CenterHandle& center, const std::string& line, int month, int depth) {
        return roi::audit::TracedCenter(center.tree()).explain(line, month, depth, center.record());
      },
      py::arg("center"), py::arg("line"), py::arg("month"), py::arg("depth"), Release(),
      "Formula, value, drivers and sources of a line in a month (-1: its opening), as a tree of text.");
}
