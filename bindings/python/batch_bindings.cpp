/// @file bindings/python/batch_bindings.cpp: many variations of a center, and derivatives, with the GIL released.
#include <chrono>
#include <string>

#include "bindings/python/bindings.hpp"
#include "bindings/python/center_handle.hpp"
#include "libroi/engine/engine.hpp"

namespace py = pybind11;
using Refused = std::vector<std::pair<std::size_t, std::string>>;  // row, reason
using Matrix = py::array_t<double, py::array::c_style>;

namespace {

/// Called by the engine on the thread that waits; takes the GIL at most twenty times a second, so that Ctrl-C and
/// the callback work while the batch runs. What they raise stops the batch.
class Watch : public roi::Progress {
 public:
  explicit Watch(py::object callback) : callback_(std::move(callback)) {}
  void operator()(std::size_t done, std::size_t total) override {
    const auto now = std::chrono::steady_clock::now();
    if (done < total && now - last_ < std::chrono::milliseconds(50)) return;
    last_ = now;
    const py::gil_scoped_acquire gil;
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    if (!callback_.is_none()) callback_(done, total);
  }

 private:
  py::object callback_;
  std::chrono::steady_clock::time_point last_{};
};

std::vector<roi::Metric> metrics_named(const CenterHandle& center, const std::vector<std::string>& paths) {
  std::vector<roi::Metric> out;
  for (const std::string& path : paths) out.push_back(roi::metric_named(center.metrics(), path));
  return out;
}

/// The table of metrics, and (row, reason) of every refused row.
std::pair<py::array_t<double>, Refused> evaluate_many(const CenterHandle& center, const std::vector<std::string>& paths,
                                                      const Matrix& values, const std::vector<std::string>& metrics,
                                                      int threads, const py::object& progress) {
  if (values.ndim() != 2 || static_cast<std::size_t>(values.shape(1)) != paths.size())
    throw roi::DomainError("evaluate_many: values must have one column per path");
  if (threads < 0)
    throw roi::DomainError("evaluate_many: threads is " + std::to_string(threads) + ", but must be >= 0");
  const std::vector<roi::Metric> chosen = metrics_named(center, metrics);
  const std::size_t rows = static_cast<std::size_t>(values.shape(0));
  const std::span<const double> data(values.data(), static_cast<std::size_t>(values.size()));
  Watch watch(progress);
  roi::Variations result;
  {
    const py::gil_scoped_release release;
    result = roi::evaluate_many(center.tree(), paths, data, chosen, threads, &watch);
  }
  Refused refused;
  for (roi::RefusedRow& row : result.refused) refused.emplace_back(row.row, std::move(row.text));
  return {roi::python::owned(std::move(result.metrics), rows, chosen.size()), std::move(refused)};
}

py::array_t<double> gradient(const CenterHandle& center, const std::vector<std::string>& metrics) {
  const std::vector<roi::Metric> chosen = metrics_named(center, metrics);
  std::vector<double> result;
  std::size_t columns = 0;
  {
    const py::gil_scoped_release release;
    columns = center.parameters().size();
    result = roi::gradient(center.tree(), chosen);
  }
  return roi::python::owned(std::move(result), chosen.size(), columns);
}

}  // namespace

void bind_batch(py::module_& m) {
  m.def("evaluate_many", &evaluate_many, py::arg("center"), py::arg("paths"), py::arg("values").noconvert(),
        py::arg("metrics"), py::arg("threads") = 0, py::arg("progress") = py::none(),
        R"(Metrics of many variations: row i of `values` overwrites the parameters `paths`.

values   float64, C order, rows x paths
metrics  paths of the metrics, the columns of the result; NaN where one does not exist
threads  0: all cores; the result does not depend on it
progress called with (rows done, rows in all); what it raises stops the batch

Returns the table and (row, reason) of every row whose values break a range or a rule: that row is NaN.)");
  m.def("gradient", &gradient, py::arg("center"), py::arg("metrics"),
        "Derivatives of metrics (rows) with respect to every parameter (columns, in the order of the parameters).");
}
