#pragma once
/// @file bindings/python/bindings.hpp: the parts of the extension module, one function per area.
///
/// A binding adds names, documentation and the GIL's handling; it holds no formula. Text goes in and out as str,
/// tables as NumPy arrays that own or borrow the engine's memory.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <chrono>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "libroi/core/interrupt.hpp"

void bind_errors(pybind11::module_& m);
void bind_finance(pybind11::module_& m);
void bind_devices(pybind11::module_& m);
void bind_center(pybind11::module_& m);
void bind_evaluation(pybind11::module_& m);
void bind_metrics(pybind11::module_& m);  // of centers: after bind_center
void bind_batch(pybind11::module_& m);
void bind_audit(pybind11::module_& m);
void bind_power(pybind11::module_& m);
void bind_queueing(pybind11::module_& m);
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

/// Around work that may be long: releases the GIL, and lets Ctrl-C end what asks roi::may_stop().
class PatientCall {
 public:
  PatientCall() : watch_([this] { check(); }) {}

 private:
  void check() {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(50)) return;
    last_ = now;
    const pybind11::gil_scoped_acquire gil;
    if (PyErr_CheckSignals() != 0) throw pybind11::error_already_set();
  }
  pybind11::gil_scoped_release release_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  roi::Interruptible watch_;
};

}  // namespace roi::python
