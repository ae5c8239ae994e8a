#pragma once
/// @file libroi/engine/batch_worker.hpp: one thread's loop over variations of a center, eight at a time on packs.
///
/// Compiled once per instruction set for the standard streams (engine/batch_isa.cpp), and by a program that brings
/// streams of its own. Lanes beyond the last row repeat it.
#include <algorithm>
#include <limits>
#include <vector>

#include "libroi/center/evaluate.hpp"
#include "libroi/core/pack.hpp"
#include "libroi/engine/variations.hpp"
#include "libroi/inputs/parameters.hpp"

namespace roi {

template <template <class> class C>
class BatchWorker {
 public:
  using Streams = typename C<double>::StreamsOfCenter;
  using Lanes = Pack<static_cast<int>(kVariationLanes)>;

  explicit BatchWorker(const VariationTask& task)
      : task_(task),
        center_(convert<Lanes>(*static_cast<const C<double>*>(task.center))),
        evaluator_(*static_cast<const LayoutOf<Streams>*>(task.layout)) {
    const auto all = parameters(center_);
    for (std::size_t k = 0; k < task.columns; ++k) target_.push_back(all[task.parameters[k]].value);
    options_.costs = task.layout->costs_of({task.metrics, task.metrics + task.metric_count});
  }

  void run(const double* values, std::size_t rows, double* result) {
    const std::size_t columns = task_.columns;
    const std::size_t metrics = task_.metric_count;
    for (std::size_t first = 0; first < rows; first += kVariationLanes) {
      const std::size_t used = std::min(kVariationLanes, rows - first);
      const double* row[kVariationLanes];
      for (std::size_t lane = 0; lane < kVariationLanes; ++lane)
        row[lane] = values + (first + std::min(lane, used - 1)) * columns;
      for (std::size_t k = 0; k < columns; ++k) {
        Lanes x;
        LIBROI_UNROLL
        for (std::size_t lane = 0; lane < kVariationLanes; ++lane) x.set_lane(static_cast<int>(lane), row[lane][k]);
        *target_[k] = x;
      }
      Discard<Lanes> book;
      const MetricSet<Lanes>& found = evaluator_(center_, book, options_);
      for (std::size_t lane = 0; lane < used; ++lane)
        for (std::size_t m = 0; m < metrics; ++m) {
          const Defined<Lanes>& metric = found[task_.metrics[m]];
          const int i = static_cast<int>(lane);
          result[(first + lane) * metrics + m] =
              metric.exists.lane(i) ? metric.value.lane(i) : std::numeric_limits<double>::quiet_NaN();
        }
    }
  }

 private:
  VariationTask task_;
  C<Lanes> center_;
  Evaluator<Lanes, Discard<Lanes>, Streams> evaluator_;
  EvaluateOptions options_;
  std::vector<Lanes*> target_;
};

}  // namespace roi
