/// @file bindings/python/solve_bindings.cpp: goal seek, with the GIL released.
#include <optional>
#include <string>
#include <utility>

#include "bindings/python/bindings.hpp"
#include "bindings/python/center_handle.hpp"
#include "libroi/center/layout.hpp"
#include "libroi/solve/goal_seek.hpp"
#include "libroi/solve/scan.hpp"

namespace py = pybind11;

namespace {

using Ends = std::pair<std::optional<double>, std::optional<double>>;

roi::GoalSeek goal_seek(const CenterHandle& center, const std::string& path, const std::string& metric, double target,
                        const Ends& ends) {
  const roi::Metric chosen = roi::metric_named(center.metrics(), metric);
  std::optional<roi::Bracket> bracket;
  const roi::Parameter<double>* const parameter = center.find(path);
  if (parameter != nullptr && (ends.first || ends.second)) {
    bracket = roi::solve::default_bracket(*parameter, center.tree().months);
    bracket->low = ends.first.value_or(bracket->low);
    bracket->high = ends.second.value_or(bracket->high);
  }
  return roi::goal_seek(center.tree(), path, chosen, target, bracket);
}

}  // namespace

void bind_solve(py::module_& m) {
  py::class_<roi::GoalSolution>(m, "GoalSolution", "A value of the input that gives the metric its target.")
      .def_readonly("value", &roi::GoalSolution::value)
      .def_readonly("metric", &roi::GoalSolution::metric)
      .def_readonly("slope", &roi::GoalSolution::slope, "d metric / d input there")
      .def_property_readonly(
          "low", [](const roi::GoalSolution& s) { return s.same.low; },
          "least of the values around it that give exactly the target")
      .def_property_readonly("high", [](const roi::GoalSolution& s) { return s.same.high; });

  py::class_<roi::GoalGap>(m, "GoalGap", "Values without metric, or that break a rule between fields.")
      .def_readonly("low", &roi::GoalGap::low)
      .def_readonly("high", &roi::GoalGap::high)
      .def_readonly("reason", &roi::GoalGap::reason);

  py::class_<roi::GoalJump>(m, "GoalJump", "Where the metric changes sides of the target without taking its value.")
      .def_readonly("at", &roi::GoalJump::at)
      .def_readonly("below", &roi::GoalJump::below)
      .def_readonly("above", &roi::GoalJump::above);

  py::class_<roi::GoalSeek>(m, "GoalSeek", "Outcome of a goal seek.")
      .def_readonly("path", &roi::GoalSeek::path)
      .def_property_readonly("metric", [](const roi::GoalSeek& g) { return g.metric.path; })
      .def_readonly("target", &roi::GoalSeek::target)
      .def_property_readonly(
          "status", [](const roi::GoalSeek& g) { return std::string(roi::name_of(g.status)); },
          "solved, several or infeasible")
      .def_readonly("reason", &roi::GoalSeek::reason)
      .def_readonly("present", &roi::GoalSeek::present)
      .def_readonly("value", &roi::GoalSeek::value)
      .def_readonly("metric_at_value", &roi::GoalSeek::metric_at_value)
      .def_readonly("slope", &roi::GoalSeek::slope)
      .def_readonly("solutions", &roi::GoalSeek::solutions)
      .def_readonly("gaps", &roi::GoalSeek::gaps)
      .def_readonly("jumps", &roi::GoalSeek::jumps)
      .def_property_readonly(
          "bracket", [](const roi::GoalSeek& g) { return std::pair<double, double>(g.bracket.low, g.bracket.high); })
      .def_readonly("least", &roi::GoalSeek::least)
      .def_readonly("least_at", &roi::GoalSeek::least_at)
      .def_readonly("greatest", &roi::GoalSeek::greatest)
      .def_readonly("greatest_at", &roi::GoalSeek::greatest_at)
      .def_readonly("evaluations", &roi::GoalSeek::evaluations)
      .def_readonly("iterations", &roi::GoalSeek::iterations)
      .def_readonly("sensitivity", &roi::GoalSeek::sensitivity, "d value / d parameter, in the order of parameters");

  m.def("goal_seek", &goal_seek, py::arg("center"), py::arg("path"), py::arg("metric"), py::arg("target"),
        py::arg("bracket") = Ends{}, py::call_guard<py::gil_scoped_release>(),
        R"(Which value of the input at `path` gives `metric` the value `target`, or why none does.

bracket  (low, high) in the unit of the field; None for an end leaves it to the search)");
}
