#include <algorithm>
#include <limits>

#include "libroi/center/evaluate.hpp"
#include "libroi/core/pack.hpp"
#include "libroi/engine/variations.hpp"
#include "libroi/inputs/parameters.hpp"

namespace {

using Lanes = roi::Pack<static_cast<int>(roi::kVariationLanes)>;

class Worker {
 public:
  explicit Worker(const roi::VariationTask& task)
      : task_(task), center_(roi::convert<Lanes>(*task.center)), evaluator_(*task.layout) {
    const auto all = roi::parameters(center_);
    for (std::size_t k = 0; k < task.columns; ++k) target_.push_back(all[task.parameters[k]].value);
  }

  void run(const double* values, std::size_t rows, double* result) {
    const std::size_t columns = task_.columns;
    const std::size_t metrics = task_.metric_count;
    const roi::EvaluateOptions options = roi::only({task_.metrics, metrics});
    for (std::size_t first = 0; first < rows; first += roi::kVariationLanes) {
      const std::size_t used = std::min(roi::kVariationLanes, rows - first);
      const double* row[roi::kVariationLanes];  // lanes beyond the last row repeat it
      for (std::size_t lane = 0; lane < roi::kVariationLanes; ++lane)
        row[lane] = values + (first + std::min(lane, used - 1)) * columns;
      for (std::size_t k = 0; k < columns; ++k) {
        Lanes x;
        LIBROI_UNROLL
        for (std::size_t lane = 0; lane < roi::kVariationLanes; ++lane)
          x.set_lane(static_cast<int>(lane), row[lane][k]);
        *target_[k] = x;
      }
      roi::Discard<Lanes> book;
      const roi::MetricSet<Lanes> found = evaluator_(center_, book, options);
      for (std::size_t lane = 0; lane < used; ++lane)
        for (std::size_t m = 0; m < metrics; ++m) {
          const roi::Defined<Lanes>& metric = found[task_.metrics[m]];
          const int i = static_cast<int>(lane);
          result[(first + lane) * metrics + m] =
              metric.exists.lane(i) ? metric.value.lane(i) : std::numeric_limits<double>::quiet_NaN();
        }
    }
  }

 private:
  roi::VariationTask task_;
  roi::Center<Lanes> center_;
  roi::Evaluator<Lanes, roi::Discard<Lanes>> evaluator_;
  std::vector<Lanes*> target_;
};

}  // namespace

extern "C" void* LIBROI_ISA_ENTRY(batch_create)(const roi::VariationTask* task) { return new Worker(*task); }
extern "C" void LIBROI_ISA_ENTRY(batch_destroy)(void* worker) { delete static_cast<Worker*>(worker); }
extern "C" void LIBROI_ISA_ENTRY(batch_run)(void* worker, const double* values, std::size_t rows, double* result) {
  static_cast<Worker*>(worker)->run(values, rows, result);
}
