#pragma once
/// @file bindings/python/bindings.hpp: the parts of the extension module, one function per area.
///
/// A binding adds names, documentation and the GIL's handling; it holds no formula. Text goes in and out as str,
/// tables as NumPy arrays that own or borrow the engine's memory.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <span>
#include <utility>
#include <vector>

void bind_errors(pybind11::module_& m);
void bind_finance(pybind11::module_& m);
void bind_center(pybind11::module_& m);
void bind_evaluation(pybind11::module_& m);
void bind_batch(pybind11::module_& m);
void bind_audit(pybind11::module_& m);
void bind_power(pybind11::module_& m);
void bind_solve(pybind11::module_& m);

namespace roi::python {

/// A matrix over the vector's own memory; Python frees it. Read-only.
inline pybind11::array_t<double> owned(std::vector<double> values, std::size_t rows, std::size_t columns) {
  auto* const memory = new std::vector<double>(std::move(values));
  const pybind11::capsule owner(memory, [](void* p) { delete static_cast<std::vector<double>*>(p); });
  pybind11::array_t<double> array({rows, columns}, memory->data(), owner);
  array.attr("setflags")(pybind11::arg("write") = false);
  return array;
}

}  // namespace roi::python
