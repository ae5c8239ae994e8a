/// @file bindings/python/center_bindings.cpp: centers: reading, looking, varying, evaluating.
#include "bindings/python/bindings.hpp"
#include "bindings/python/center_handle.hpp"
#include "libroi/engine/engine.hpp"
#include "libroi/inputs/date.hpp"
#include "libroi/inputs/describe.hpp"
#include "libroi/inputs/schema.hpp"

namespace py = pybind11;

namespace {

/// A number of a center and what its file says about it.
struct ParameterRow {
  std::string path;
  double value, low, high;
  std::string unit, kind, meaning, status, confidence, source, as_of, given, given_unit, note;
};

std::vector<ParameterRow> rows_of(const CenterHandle& center) {
  std::vector<ParameterRow> out;
  out.reserve(center.parameters().size());
  for (const auto& p : center.parameters()) {
    ParameterRow row{p.path, *p.value, p.range.lo, p.range.hi, p.unit, roi::name_of(p.kind), p.meaning, {}, {},
                     {},     {},       {},         {},         {}};
    if (const roi::Provenance* words = center.record().find(p.path)) {
      row.status = words->status;
      row.confidence = words->confidence;
      row.source = words->source;
      row.as_of = words->as_of;
      if (center.record().values.count(p.path) != 0) {  // not the words about a whole curve or table
        row.given = words->given;
        row.given_unit = words->unit;
      }
      row.note = words->note;
    }
    out.push_back(std::move(row));
  }
  return out;
}

struct FieldRow {
  std::string path, kind, unit, range, fallback, meaning;
  bool required;
};

std::vector<FieldRow> fields() {
  std::vector<FieldRow> out;
  for (const roi::FieldInfo& f : roi::describe<roi::Center<double>>())
    out.push_back({f.path, roi::name_of(f.kind), f.unit, roi::inputs::range_text(f.range, f.unit), f.fallback,
                   f.meaning, f.required});
  return out;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;
using Texts = std::tuple<std::string, std::string, std::string, Pairs, Pairs, std::vector<std::string>>;

}  // namespace

void bind_center(py::module_& m) {
  using Release = py::call_guard<py::gil_scoped_release>;
  using Patient = py::call_guard<roi::python::PatientCall>;

  py::class_<ParameterRow>(m, "ParameterRow", "A number of a center and what its file says about it.")
      .def_readonly("path", &ParameterRow::path)
      .def_readonly("value", &ParameterRow::value)
      .def_readonly("unit", &ParameterRow::unit)
      .def_readonly("low", &ParameterRow::low)
      .def_readonly("high", &ParameterRow::high)
      .def_readonly("kind", &ParameterRow::kind)
      .def_readonly("meaning", &ParameterRow::meaning)
      .def_readonly("status", &ParameterRow::status)
      .def_readonly("confidence", &ParameterRow::confidence)
      .def_readonly("source", &ParameterRow::source)
      .def_readonly("as_of", &ParameterRow::as_of)
      .def_readonly("given", &ParameterRow::given, "the value as written; empty for a default")
      .def_readonly("given_unit", &ParameterRow::given_unit, "the unit as written; empty for the declared one")
      .def_readonly("note", &ParameterRow::note);

  py::class_<FieldRow>(m, "FieldRow", "Declaration of an input.")
      .def_readonly("path", &FieldRow::path)
      .def_readonly("kind", &FieldRow::kind)
      .def_readonly("unit", &FieldRow::unit)
      .def_readonly("range", &FieldRow::range)
      .def_readonly("required", &FieldRow::required)
      .def_readonly("fallback", &FieldRow::fallback)
      .def_readonly("meaning", &FieldRow::meaning);

  py::class_<CenterState>(m, "State", "A center as texts.")
      .def(py::pickle(
          [](const CenterState& s) { return Texts(s.file, s.scenario, s.base, s.scenarios, s.catalogues, s.notices); },
          [](const Texts& t) {
            return CenterState{std::get<0>(t), std::get<1>(t), std::get<2>(t),
                               std::get<3>(t), std::get<4>(t), std::get<5>(t)};
          }));

  py::class_<CenterHandle, CenterHandle::Pointer>(m, "Center", "Inputs of a data center; immutable.")
      .def_property_readonly("name", [](const CenterHandle& c) { return c.tree().name; })
      .def_property_readonly("owner", [](const CenterHandle& c) { return c.tree().owner; })
      .def_property_readonly("location", [](const CenterHandle& c) { return c.tree().location; })
      .def_property_readonly("currency", [](const CenterHandle& c) { return c.tree().currency; })
      .def_property_readonly(
          "start",
          [](const CenterHandle& c) {
            return roi::inputs::month_text(12 * c.tree().start.year + c.tree().start.month - 1);
          },
          "first month of the model, such as \"2025-07\"")
      .def_property_readonly("months", [](const CenterHandle& c) { return c.tree().months; })
      .def_property_readonly("file", &CenterHandle::file)
      .def_property_readonly("scenario", [](const CenterHandle& c) { return c.document().scenario; })
      .def_property_readonly("scenarios", [](const CenterHandle& c) { return c.document().scenario_names(); })
      .def_property_readonly("notices", [](const CenterHandle& c) { return c.record().notices; })
      .def_property_readonly("canonical", &CenterHandle::canonical)
      .def_property_readonly("hash", &CenterHandle::hash)
      .def_property_readonly(
          "run_id", [](const CenterHandle& center) { return roi::run_id(center.hash()); },
          "hash of the canonical inputs and the version of the engine: equal ids, equal numbers")
      .def("to_json", &CenterHandle::json)
      .def("parameters", &rows_of)
      .def(
          "number",
          [](const CenterHandle& c, const std::string& path) -> std::optional<double> {
            const auto* parameter = c.find(path);
            return parameter == nullptr ? std::nullopt : std::optional<double>(*parameter->value);
          },
          py::arg("path"), "The number at a path in the unit of its field, or None.")
      .def("replaced", &CenterHandle::replaced, py::arg("changes"), Patient(),
           "The center with JSON texts at dotted paths; null removes.")
      .def("with_scenario", &CenterHandle::with_scenario, py::arg("name"), Patient())
      .def("state", &CenterHandle::state)
      .def(
          "evaluate", [](const CenterHandle& c) { return std::make_shared<roi::Evaluation>(roi::evaluate(c.tree())); },
          Release());

  m.def("load", &CenterHandle::load, py::arg("path"), py::arg("scenario") = "", Patient(), "Reads a model file.");
  m.def("parse", &CenterHandle::parse, py::arg("text"), py::arg("name") = "model.json", py::arg("scenario") = "",
        Patient(), "Reads a model from a text.");
  m.def("restore", &CenterHandle::restore, py::arg("state"), Patient(), "The center of a state.");
  m.def("fields", &fields, "Every input field, groups before their fields.");
  m.def(
      "schema", [] { return roi::json_schema<roi::Center<double>>(); }, "JSON Schema (2020-12) of model files.");
}
