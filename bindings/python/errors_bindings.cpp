/// @file bindings/python/errors_bindings.cpp: C++ exceptions become the classes of libroi/errors.py.
#include <string_view>

#include "bindings/python/bindings.hpp"
#include "libroi/core/error.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace py = pybind11;

namespace {

/// A message may quote a file that is not UTF-8.
py::object readable(std::string_view text) {
  return py::reinterpret_steal<py::object>(
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "backslashreplace"));
}

void raise(const char* name, const char* text) {
  const py::object type = py::module_::import("libroi.errors").attr(name);
  PyErr_SetObject(type.ptr(), type(readable(text)).ptr());
}

void raise(const roi::InputError& error) {
  const py::module_ errors = py::module_::import("libroi.errors");
  py::list problems;
  for (const roi::Problem& p : error.problems())
    problems.append(
        errors.attr("Problem")(readable(p.file), p.line, p.column, readable(p.pointer), readable(p.message)));
  const py::object type = errors.attr("InputError");
  PyErr_SetObject(type.ptr(), type(readable(error.what()), problems).ptr());
}

}  // namespace

void bind_errors(py::module_& m) {
  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const roi::InputError& e) {
      raise(e);
    } catch (const roi::DomainError& e) {
      raise("DomainError", e.what());
    } catch (const roi::NoSolutionError& e) {
      raise("NoSolutionError", e.what());
    } catch (const roi::StructureError& e) {
      raise("StructureError", e.what());
    } catch (const roi::FileError& e) {
      raise("FileError", e.what());
    } catch (const roi::Error& e) {
      raise("Error", e.what());
    }
  });
  m.def(
      "hint",
      [](const std::string& word, const std::vector<std::string>& candidates) {
        return roi::inputs::hint(word, candidates);
      },
      py::arg("word"), py::arg("candidates"),
      R"(The end of a message about an unknown name.

>>> hint("npv/projet", ["npv/project", "moic"])
'; nearest is npv/project')");
}
