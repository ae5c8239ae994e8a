/// @file bindings/python/payments_bindings.cpp: dates and amounts from the objects Python users have, without a detour.
///
/// Dates: date, datetime, Timestamp, text, datetime64, in any sequence, array or index. Amounts: anything with a float.
#include "bindings/python/bindings.hpp"
#include "libroi/finance/xirr.hpp"

#include <datetime.h>

#include <cstring>
#include <optional>

namespace py = pybind11;

namespace {

using Days = py::array_t<std::int32_t>;

/// ISO text, longer text by its first ten characters; with `lenient` also month/day/year.
roi::Date date_of_text(std::string text, bool lenient) {
  if (!lenient) return roi::parse_date(text);
  if (text.size() > 10) text.resize(10);
  if (text.size() == 10 && text[2] == '/' && text[5] == '/')
    text = text.substr(6) + "-" + text.substr(0, 2) + "-" + text.substr(3, 2);
  return roi::parse_date(text);
}

roi::Date date_of(const py::handle& object, bool lenient) {
  PyObject* const p = object.ptr();
  if (PyDate_Check(p)) return roi::date_of({PyDateTime_GET_YEAR(p), PyDateTime_GET_MONTH(p), PyDateTime_GET_DAY(p)});
  if (PyUnicode_Check(p)) return date_of_text(object.cast<std::string>(), lenient);
  const std::string type = py::str(py::type::handle_of(object).attr("__name__"));
  if (type == "datetime64") return {object.attr("astype")("datetime64[D]").attr("astype")("int64").cast<int>()};
  throw py::type_error("Type \"" + type + "\" is not understood. Expected: date");
}

/// Calls f for every item of a list, tuple or other iterable.
template <class F>
void each(const py::handle& items, F f) {
  PyObject* const p = items.ptr();
  if (PyList_CheckExact(p) || PyTuple_CheckExact(p)) {
    for (py::ssize_t i = 0; i < PySequence_Fast_GET_SIZE(p); ++i) f(py::handle(PySequence_Fast_GET_ITEM(p, i)));
  } else {
    for (const py::handle item : py::iter(items)) f(item);
  }
}

/// Neither a matrix nor a number is a series: nothing is flattened.
void need_one_series(const py::array& array, const std::string& name, const char* of) {
  if (array.ndim() == 1) return;
  const std::string said =
      array.ndim() == 0 ? "is a single value" : "has shape " + std::string(py::str(array.attr("shape")));
  throw py::type_error(name + " " + said + ", but must be one series of " + of);
}

std::vector<roi::Date> dates_of(py::object dates, bool lenient) {
  std::vector<roi::Date> out;
  if (!PyList_CheckExact(dates.ptr()) && !PyTuple_CheckExact(dates.ptr())) {
    if (!py::isinstance<py::array>(dates) && py::hasattr(dates, "to_numpy")) dates = dates.attr("to_numpy")();
    if (py::isinstance<py::array>(dates)) need_one_series(py::reinterpret_borrow<py::array>(dates), "dates", "dates");
    if (py::isinstance<py::array>(dates) && py::reinterpret_borrow<py::array>(dates).dtype().kind() == 'M') {
      static const py::dtype* const whole_days = new py::dtype("datetime64[D]");
      auto array = py::reinterpret_borrow<py::array>(dates);
      if (!array.dtype().equal(*whole_days)) array = py::array(dates.attr("astype")(*whole_days));
      out.resize(static_cast<std::size_t>(array.size()));
      const auto* at = static_cast<const char*>(array.data());
      const py::ssize_t stride = out.empty() ? 0 : array.strides(0);
      for (std::size_t i = 0; i < out.size(); ++i, at += stride) {
        std::int64_t day = 0;
        std::memcpy(&day, at, sizeof day);
        if (day < -719162 || day > 2932896)
          throw py::value_error("dates: NaT or a year outside 1 to 9999 is not a date");
        out[i] = {static_cast<std::int32_t>(day)};
      }
      return out;
    }
  }
  if (PyList_CheckExact(dates.ptr())) out.reserve(static_cast<std::size_t>(PyList_GET_SIZE(dates.ptr())));
  each(dates, [&](const py::handle& item) { out.push_back(date_of(item, lenient)); });
  return out;
}

std::vector<double> amounts_of(py::object amounts, const std::string& name) {
  std::vector<double> out;
  if (!PyList_CheckExact(amounts.ptr()) && !PyTuple_CheckExact(amounts.ptr())) {
    if (!py::isinstance<py::array>(amounts) && py::hasattr(amounts, "to_numpy")) amounts = amounts.attr("to_numpy")();
    if (py::isinstance<py::array>(amounts)) {
      need_one_series(py::reinterpret_borrow<py::array>(amounts), name, "numbers");
      const auto numbers = py::array_t<double, py::array::c_style | py::array::forcecast>::ensure(amounts);
      if (!numbers) throw py::error_already_set();
      out.assign(numbers.data(), numbers.data() + numbers.size());
      return out;
    }
  }
  if (PyList_CheckExact(amounts.ptr())) out.reserve(static_cast<std::size_t>(PyList_GET_SIZE(amounts.ptr())));
  each(amounts, [&](const py::handle& item) {
    const double x = PyFloat_CheckExact(item.ptr()) ? PyFloat_AS_DOUBLE(item.ptr()) : PyFloat_AsDouble(item.ptr());
    if (x == -1.0 && PyErr_Occurred()) {
      if (PyUnicode_Check(item.ptr()) || !PySequence_Check(item.ptr())) throw py::error_already_set();
      PyErr_Clear();
      throw py::type_error(name + "[" + std::to_string(out.size()) + "] is a " +
                           std::string(py::str(py::type::handle_of(item).attr("__name__"))) + ", but " + name +
                           " must be one series of numbers");
    }
    out.push_back(x);
  });
  return out;
}

}  // namespace

void bind_payments(py::module_& m) {
  PyDateTime_IMPORT;
  m.def(
      "days",
      [](const py::object& dates, bool lenient) {
        const auto found = dates_of(dates, lenient);
        Days days(static_cast<py::ssize_t>(found.size()));
        for (std::size_t i = 0; i < found.size(); ++i) days.mutable_data()[i] = found[i].days;
        return days;
      },
      py::arg("dates"), py::arg("lenient"), "Dates as days since 1970-01-01; `lenient` reads month/day/year too.");
  m.def(
      "amounts",
      [](const py::object& amounts, const std::string& name) {
        const auto found = amounts_of(amounts, name);
        return py::array_t<double>(static_cast<py::ssize_t>(found.size()), found.data());
      },
      py::arg("amounts"), py::arg("name"), "Amounts as an array; an error calls them by `name`.");
  m.def(
      "xirr_payments",
      [](const py::object& dates, const py::object& amounts, const py::object& day_count) {
        const auto when = dates_of(dates, true);
        const auto flows = amounts_of(amounts, "amounts");
        if (when.size() != flows.size()) return std::pair(0.0, -1);
        const roi::DayCount convention =
            day_count.is_none() ? roi::DayCount::act_365f : roi::parse_day_count(day_count.cast<std::string>());
        std::optional<py::gil_scoped_release> release;
        if (flows.size() > 2000) release.emplace();  // below, letting go costs more than it gives
        const auto found = roi::xirr_rate(when, flows, convention);
        release.reset();
        return std::pair(found.rate, static_cast<int>(found.status));
      },
      py::arg("dates"), py::arg("amounts"), py::arg("day_count"),
      "Rate and status code; -1 for unequal lengths. No day count: ACT/365F.");
}
