/// @file bindings/python/queueing_bindings.cpp: queues, as module libroi._libroi.queueing.
///
/// Columns of one length, already broadcast by libroi/queueing.py; one result an entry.
#include "bindings/python/bindings.hpp"
#include "libroi/queueing/closed_form.hpp"
#include "libroi/queueing/exact.hpp"

namespace py = pybind11;

namespace {

using Doubles = py::array_t<double, py::array::c_style | py::array::forcecast>;

/// f of the entries of the columns, one after another.
template <class F, class... Columns>
py::array_t<double> each(F f, const Columns&... columns) {
  const py::ssize_t count = std::min({columns.size()...});
  py::array_t<double> results(count);
  double* const to = results.mutable_data();
  const roi::python::PatientCall call;
  for (py::ssize_t i = 0; i < count; ++i) {
    roi::may_stop();
    to[i] = f(columns.data()[i]...);
  }
  return results;
}

void bind_functions(py::module_& m) {
  using Of2 = double (*)(double, double);
  const auto of_two = [&](const char* name, const char* first, const char* second, Of2 f) {
    m.def(
        name, [f](const Doubles& a, const Doubles& b) { return each(f, a, b); }, py::arg(first), py::arg(second));
  };
  of_two("erlang_b", "servers", "load", roi::erlang_b);
  of_two("erlang_c", "servers", "load", roi::erlang_c);
  of_two("loss", "servers", "load", roi::closed_form_loss);
  of_two("closed_form_error", "cards", "largest_job", roi::closed_form_error);
  of_two("allen_cunneen", "arrival_variation", "service_variation", roi::allen_cunneen);
  m.def(
      "mean_wait", [](const Doubles& a, const Doubles& b, const Doubles& c) { return each(roi::mean_wait, a, b, c); },
      py::arg("servers"), py::arg("load"), py::arg("service_time"));
  m.def(
      "waits_longer_than",
      [](const Doubles& a, const Doubles& b, const Doubles& c, const Doubles& d) {
        return each(roi::waits_longer_than, a, b, c, d);
      },
      py::arg("servers"), py::arg("load"), py::arg("patience"), py::arg("service_time"));
  m.def(
      "hayward_loss",
      [](const Doubles& a, const Doubles& b, const Doubles& c) { return each(roi::closed_form_hayward_loss, a, b, c); },
      py::arg("cards"), py::arg("load"), py::arg("mean_job"));
}

}  // namespace

void bind_queueing(py::module_& parent) {
  py::module_ m = parent.def_submodule("queueing", "Loss and waiting; use it through `libroi.queueing`.");
  bind_functions(m);
  m.def(
      "kaufman_roberts",
      [](double cards, const Doubles& job_cards, const Doubles& load) {
        std::vector<roi::JobClass> classes;
        for (py::ssize_t k = 0; k < job_cards.size(); ++k) classes.push_back({job_cards.data()[k], load.data()[k]});
        const auto pool = [&] {
          const roi::python::PatientCall call;
          return roi::kaufman_roberts(cards, classes);
        }();
        py::array_t<double> blocking(static_cast<py::ssize_t>(pool.blocking.size()), pool.blocking.data());
        return std::make_tuple(blocking, pool.lost_share, pool.closed_form, pool.carried, pool.utilization);
      },
      py::arg("cards"), py::arg("job_cards"), py::arg("load"));
}
