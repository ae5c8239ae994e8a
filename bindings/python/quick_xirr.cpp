/// @file bindings/python/quick_xirr.cpp: the usual call of xirr, where reading the arguments takes as long as the search.
///
/// Lists of datetime.date and of floats, or arrays of datetime64[D] and float64, are read by CPython's and NumPy's own
/// memory layouts: no object is made, nothing is allocated. All else is left to the caller: the answer is None.
#include "bindings/python/bindings.hpp"
#include "libroi/finance/xirr.hpp"

#include <datetime.h>

#include <array>
#include <cstring>

namespace py = pybind11;

namespace {

constexpr std::size_t kMost = 512;
using Dates = std::array<roi::Date, kMost>;
using Flows = std::array<double, kMost>;

/// A valid Gregorian date as days since 1970-01-01.
std::int32_t day_of(PyObject* date) {
  static constexpr int kBefore[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  const int year = PyDateTime_GET_YEAR(date), month = PyDateTime_GET_MONTH(date), past = year - 1;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return past * 365 + past / 4 - past / 100 + past / 400 + kBefore[month - 1] + (month > 2 && leap ? 1 : 0) +
         PyDateTime_GET_DAY(date) - 719163;
}

struct Items {
  PyObject* const* first;
  std::size_t count;
};
bool items_of(PyObject* object, Items& items) {
  if (PyList_CheckExact(object)) {
    items = {reinterpret_cast<PyListObject*>(object)->ob_item, static_cast<std::size_t>(PyList_GET_SIZE(object))};
  } else if (PyTuple_CheckExact(object)) {
    items = {reinterpret_cast<PyTupleObject*>(object)->ob_item, static_cast<std::size_t>(PyTuple_GET_SIZE(object))};
  } else {
    return false;
  }
  return items.count <= kMost;
}

/// Elements of a one-dimensional array of 8-byte numbers.
template <class T, class F>
bool elements_of(const py::array& array, F f) {
  if (array.ndim() != 1 || static_cast<std::size_t>(array.size()) > kMost) return false;
  const auto* at = static_cast<const char*>(array.data());
  const py::ssize_t stride = array.strides(0), count = array.size();
  for (py::ssize_t i = 0; i < count; ++i, at += stride) {
    T x;
    std::memcpy(&x, at, sizeof x);
    if (!f(static_cast<std::size_t>(i), x)) return false;
  }
  return true;
}

/// datetime64[D]; the description seen last is remembered, as comparing two is slow.
bool is_whole_days(const py::array& array) {
  static const auto* const whole_days = new py::dtype("datetime64[D]");
  static auto* const last = new py::object(*whole_days);
  const py::dtype type = array.dtype();
  if (type.is(*last)) return true;
  if (type.kind() != 'M' || !type.equal(*whole_days)) return false;
  *last = type;
  return true;
}

/// The number of dates; 0 if they are not of the usual kind.
std::size_t read_dates(PyObject* object, Dates& dates) {
  Items items{};
  if (items_of(object, items)) {
    for (std::size_t i = 0; i < items.count; ++i) {
      if (!PyDate_Check(items.first[i])) return 0;
      dates[i] = {day_of(items.first[i])};
    }
    return items.count;
  }
  if (!py::isinstance<py::array>(object)) return 0;
  const auto array = py::reinterpret_borrow<py::array>(object);
  if (!is_whole_days(array)) return 0;
  const bool read = elements_of<std::int64_t>(array, [&](std::size_t i, std::int64_t day) {
    dates[i] = {static_cast<std::int32_t>(day)};
    return day >= -719162 && day <= 2932896;  // years 1 to 9999; NaT is outside
  });
  return read ? static_cast<std::size_t>(array.size()) : 0;
}

std::size_t read_flows(PyObject* object, Flows& flows) {
  Items items{};
  if (items_of(object, items)) {
    for (std::size_t i = 0; i < items.count; ++i) {
      PyObject* const item = items.first[i];
      if (PyFloat_CheckExact(item)) {
        flows[i] = PyFloat_AS_DOUBLE(item);
      } else if (PyLong_CheckExact(item)) {
        flows[i] = PyLong_AsDouble(item);
        if (flows[i] == -1.0 && PyErr_Occurred()) {
          PyErr_Clear();
          return 0;
        }
      } else {
        return 0;
      }
    }
    return items.count;
  }
  if (!py::isinstance<py::array_t<double>>(object)) return 0;
  const auto array = py::reinterpret_borrow<py::array>(object);
  const bool read = elements_of<double>(array, [&](std::size_t i, double x) {
    flows[i] = x;
    return true;
  });
  return read ? static_cast<std::size_t>(array.size()) : 0;
}

PyObject* quick_xirr(PyObject*, PyObject* const* arguments, Py_ssize_t count) {
  if (count != 2) {
    PyErr_SetString(PyExc_TypeError, "quick_xirr takes dates and amounts");
    return nullptr;
  }
  Dates dates;
  Flows flows;
  try {
    const std::size_t length = read_dates(arguments[0], dates);
    if (length < 2 || read_flows(arguments[1], flows) != length) Py_RETURN_NONE;
    const auto found = roi::xirr_rate({dates.data(), length}, {flows.data(), length});
    if (found.status == roi::IrrStatus::unique && found.rate > -0.5) return PyFloat_FromDouble(found.rate);
  } catch (const std::exception& e) {
    PyErr_SetString(PyExc_RuntimeError, e.what());
    return nullptr;
  }
  Py_RETURN_NONE;
}

}  // namespace

void bind_quick_xirr(py::module_& m) {
  PyDateTime_IMPORT;
  static PyMethodDef methods[] = {
      {"quick_xirr", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(&quick_xirr)), METH_FASTCALL,
       "quick_xirr(dates: typing.Any, amounts: typing.Any) -> float | None\n\n"
       "The only rate, under ACT/365F and above -50 %, of lists of dates and numbers or of arrays; else None."},
      {nullptr, nullptr, 0, nullptr}};
  if (PyModule_AddFunctions(m.ptr(), methods) != 0) throw py::error_already_set();
}
