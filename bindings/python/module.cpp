/// @file bindings/python/module.cpp: the extension module libroi._libroi.
#include "bindings/python/bindings.hpp"
#include "libroi/core/version.hpp"
#include "libroi/engine/engine.hpp"

PYBIND11_MODULE(_libroi, m) {
  m.doc() = "Compiled engine of libroi; use it through `import libroi as roi`.";
  m.attr("__version__") = roi::version();
  m.def("instruction_set", &roi::instruction_set, "Instruction set of the batch loop here, such as \"x86-64-v3\".");
  bind_errors(m);
  bind_finance(m);
  bind_evaluation(m);
  bind_devices(m);
  bind_center(m);
  bind_metrics(m);
  bind_batch(m);
  bind_audit(m);
  bind_power(m);
  bind_queueing(m);
  bind_solve(m);
}
