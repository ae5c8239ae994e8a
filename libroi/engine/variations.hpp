#pragma once
/// @file libroi/engine/variations.hpp: the loops over many variations of a center, compiled once per instruction set.
///
/// A worker holds a center on packs and is used by one thread at a time.
/// Values enter and leave as plain doubles, so no vector type crosses between instruction sets (core/isa.hpp).
#include <cstddef>

#include "libroi/core/isa.hpp"

namespace roi {

class Layout;
template <class T>
struct Center;
enum class Metric;

inline constexpr std::size_t kVariationLanes = 8;  // rows of a pack

/// What a worker is to do; everything pointed to outlives the worker.
struct VariationTask {
  const Layout* layout;
  const Center<double>* center;
  const std::size_t* parameters;  // which parameter each column of the values is
  std::size_t columns;
  const Metric* metrics;
  std::size_t metric_count;
};

}  // namespace roi

extern "C" {
LIBROI_ISA_DECLARE(void*, batch_create, (const roi::VariationTask* task));
LIBROI_ISA_DECLARE(void, batch_destroy, (void* worker));
/// Rows of `values` (rows x columns) to rows of `result` (rows x metrics), NaN where a metric does not exist.
LIBROI_ISA_DECLARE(void, batch_run, (void* worker, const double* values, std::size_t rows, double* result));
}
