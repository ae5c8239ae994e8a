#include "libroi/engine/batch_worker.hpp"

using Worker = roi::BatchWorker<roi::Center>;

extern "C" void* LIBROI_ISA_ENTRY(batch_create)(const roi::VariationTask* task) { return new Worker(*task); }
extern "C" void LIBROI_ISA_ENTRY(batch_destroy)(void* worker) { delete static_cast<Worker*>(worker); }
extern "C" void LIBROI_ISA_ENTRY(batch_run)(void* worker, const double* values, std::size_t rows, double* result) {
  static_cast<Worker*>(worker)->run(values, rows, result);
}
