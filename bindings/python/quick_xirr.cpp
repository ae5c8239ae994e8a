/// @file bindings/python/quick_xirr.cpp: the usual call of xirr, where reading the arguments takes as long as the search.
///
/// Lists of dates or texts and of numbers, arrays of datetime64 and float64 and what pandas makes of them are read by CPython's and NumPy's own
/// memory layouts: no object is made, nothing is allocated. All else is left to the caller: the answer is None.
#include "bindings/python/bindings.hpp"
#include "libroi/core/lanes.hpp"
#include "libroi/finance/xirr.hpp"

#include <datetime.h>

#include <array>
#include <cstring>

namespace py = pybind11;

namespace {

constexpr std::size_t kMost = 512;
using Dates = std::array<roi::Date, kMost>;
using Flows = std::array<double, kMost>;

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
int days_of_month(int year, int month) {
  return month == 2 ? (is_leap(year) ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// A valid Gregorian date as days since 1970-01-01.
LIBROI_INLINE std::int32_t day_of(int year, int month, int of_month) {
  static constexpr int kBefore[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  const int past = year - 1;
  return past * 365 + past / 4 - past / 100 + past / 400 + kBefore[month - 1] + (month > 2 && is_leap(year) ? 1 : 0) +
         of_month - 719163;
}
LIBROI_INLINE std::int32_t day_of(PyObject* date) {
  return day_of(PyDateTime_GET_YEAR(date), PyDateTime_GET_MONTH(date), PyDateTime_GET_DAY(date));
}

/// Text in the form 2026-03-31; anything else is left to the parser with the error messages.
bool day_of_text(PyObject* text, std::int32_t& day) {
  if (!PyUnicode_IS_COMPACT_ASCII(text) || PyUnicode_GET_LENGTH(text) != 10) return false;
  const auto* const c = static_cast<const char*>(PyUnicode_DATA(text));
  unsigned strange = (c[4] != '-' ? 1U : 0U) | (c[7] != '-' ? 1U : 0U);
  const auto digit = [&](int i) {
    const int d = c[i] - '0';
    strange |= d < 0 || d > 9 ? 1U : 0U;
    return d;
  };
  const int year = 1000 * digit(0) + 100 * digit(1) + 10 * digit(2) + digit(3);
  const int month = 10 * digit(5) + digit(6), of_month = 10 * digit(8) + digit(9);
  if (strange != 0 || year < 1 || month < 1 || month > 12 || of_month < 1) return false;
  if (of_month > 28 && of_month > days_of_month(year, month)) return false;
  day = day_of(year, month, of_month);
  return true;
}

LIBROI_INLINE bool read_date(PyObject* item, roi::Date& date) {
  if (!PyDate_Check(item)) return PyUnicode_Check(item) && day_of_text(item, date.days);
  date.days = day_of(item);
  return true;
}

LIBROI_INLINE bool read_flow(PyObject* item, double& flow) {
  if (PyFloat_Check(item)) {  // numpy.float64 is one
    flow = PyFloat_AS_DOUBLE(item);
    return true;
  }
  if (!PyLong_CheckExact(item)) return false;
  flow = PyLong_AsDouble(item);
  if (flow != -1.0 || !PyErr_Occurred()) return true;
  PyErr_Clear();
  return false;
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

/// The array that the object is, or that a Series or an Index without a time zone has; else nothing.
py::object array_of(PyObject* object) {
  const py::handle given(object);
  if (py::isinstance<py::array>(given)) return py::reinterpret_borrow<py::object>(given);
  if (PyDict_Check(object) || !py::hasattr(given, "to_numpy") || !py::hasattr(given, "dtype")) return {};
  if (!py::isinstance<py::dtype>(given.attr("dtype"))) return {};
  py::object values = given.attr("values");
  return py::isinstance<py::array>(values) ? values : py::object();
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

/// Ticks a day of a datetime64 type; 0 if it is none with whole ticks a day. The type seen last is remembered, as
/// asking takes longer than the search.
std::int64_t ticks_a_day(const py::array& array) {
  static auto* const last = new py::object();
  static std::int64_t last_ticks = 0;
  const py::dtype type = array.dtype();
  if (type.is(*last)) return last_ticks;
  if (type.kind() != 'M') return 0;
  static constexpr std::pair<const char*, std::int64_t> kUnits[] = {
      {"<M8[D]", 1}, {"<M8[s]", 86400}, {"<M8[ms]", 86400000}, {"<M8[us]", 86400000000}, {"<M8[ns]", 86400000000000}};
  const auto name = type.attr("str").cast<std::string>();
  for (const auto& [unit, ticks] : kUnits) {
    if (name != unit) continue;
    *last = type;
    last_ticks = ticks;
    return ticks;
  }
  return 0;
}

/// The number of dates; 0 if they are not of the usual kind.
std::size_t read_dates(PyObject* object, Dates& dates) {
  Items items{};
  if (items_of(object, items)) {
    for (std::size_t i = 0; i < items.count; ++i)
      if (!read_date(items.first[i], dates[i])) return 0;
    return items.count;
  }
  const py::object given = array_of(object);
  if (!given) return 0;
  const auto array = py::reinterpret_borrow<py::array>(given);
  const std::int64_t ticks = ticks_a_day(array);
  if (ticks == 0) return 0;
  const bool read = elements_of<std::int64_t>(array, [&](std::size_t i, std::int64_t tick) {
    const std::int64_t day = ticks == 1 ? tick : tick / ticks - (tick % ticks < 0 ? 1 : 0);
    dates[i] = {static_cast<std::int32_t>(day)};
    return day >= -719162 && day <= 2932896;  // years 1 to 9999; NaT is outside
  });
  return read ? static_cast<std::size_t>(array.size()) : 0;
}

std::size_t read_flows(PyObject* object, Flows& flows) {
  Items items{};
  if (items_of(object, items)) {
    for (std::size_t i = 0; i < items.count; ++i)
      if (!read_flow(items.first[i], flows[i])) return 0;
    return items.count;
  }
  const py::object given = array_of(object);
  if (!given || !py::isinstance<py::array_t<double>>(given)) return 0;
  const auto array = py::reinterpret_borrow<py::array>(given);
  const bool read = elements_of<double>(array, [&](std::size_t i, double x) {
    flows[i] = x;
    return true;
  });
  return read ? static_cast<std::size_t>(array.size()) : 0;
}

/// A list or tuple of pairs, or a dict: the number of payments, 0 if they are not of the usual kind.
std::size_t read_payments(PyObject* object, Dates& dates, Flows& flows) {
  if (PyDict_CheckExact(object)) {
    PyObject *date = nullptr, *amount = nullptr;
    std::size_t i = 0;
    if (static_cast<std::size_t>(PyDict_GET_SIZE(object)) > kMost) return 0;
    for (Py_ssize_t at = 0; PyDict_Next(object, &at, &date, &amount) != 0; ++i)
      if (!read_date(date, dates[i]) || !read_flow(amount, flows[i])) return 0;
    return i;
  }
  Items items{}, pair{};
  if (!items_of(object, items)) return 0;
  for (std::size_t i = 0; i < items.count; ++i)
    if (!items_of(items.first[i], pair) || pair.count != 2 || !read_date(pair.first[0], dates[i]) ||
        !read_flow(pair.first[1], flows[i]))
      return 0;
  return items.count;
}

PyObject* quick_xirr(PyObject*, PyObject* const* arguments, Py_ssize_t count) {
  if (count != 2) {
    PyErr_SetString(PyExc_TypeError, "quick_xirr takes dates and amounts");
    return nullptr;
  }
  Dates dates;
  Flows flows;
  try {
    std::size_t length = 0;
    if (arguments[1] == Py_None) {
      length = read_payments(arguments[0], dates, flows);
    } else {
      length = read_dates(arguments[0], dates);
      if (length > 1 && read_flows(arguments[1], flows) != length) length = 0;
    }
    if (length < 2) Py_RETURN_NONE;
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
       "The only rate, under ACT/365F and above -50 %, of lists of dates and numbers, of arrays, or, without amounts,\n"
       "of pairs or a dict; else None."},
      {nullptr, nullptr, 0, nullptr}};
  if (PyModule_AddFunctions(m.ptr(), methods) != 0) throw py::error_already_set();
}
