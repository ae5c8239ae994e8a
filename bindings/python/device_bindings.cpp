/// @file bindings/python/device_bindings.cpp: the library's catalogue of devices.
#include "bindings/python/bindings.hpp"
#include "libroi/capacity/devices.hpp"

namespace py = pybind11;

void bind_devices(py::module_& m) {
  using roi::DeviceFigure;
  py::class_<DeviceFigure>(m, "DeviceFigure", "A published figure of a device, in the unit of data sheets.")
      .def_readonly("figure", &DeviceFigure::figure, "such as \"peak.fp16\" or \"busy_power\"")
      .def_readonly("meaning", &DeviceFigure::meaning)
      .def_readonly("value", &DeviceFigure::value)
      .def_readonly("unit", &DeviceFigure::unit)
      .def_readonly("range", &DeviceFigure::range, "least and greatest value, or None")
      .def_property_readonly("source", [](const DeviceFigure& f) { return f.words.source; })
      .def_property_readonly("as_of", [](const DeviceFigure& f) { return f.words.as_of; })
      .def_property_readonly("status", [](const DeviceFigure& f) { return f.words.status; })
      .def_property_readonly("confidence", [](const DeviceFigure& f) { return f.words.confidence; })
      .def_property_readonly("note", [](const DeviceFigure& f) { return f.words.note; });

  m.def("device_names", &roi::device_names, "Keys of the library's devices.");
  m.def(
      "device_title", [](const std::string& key) { return roi::device_catalogue().root.devices.at(key).name; },
      py::arg("device"), "Name of a device.");
  m.def(
      "device_kind", [](const std::string& key) { return std::string(roi::name_of(roi::kind_of_device(key))); },
      py::arg("device"), "\"accelerator\" or \"node\".");
  m.def("device_figures", &roi::figures_of, py::arg("device"), "The figures of a device that a source gives.");
}
