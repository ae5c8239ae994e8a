#pragma once
/// @file libroi/engine/variations.hpp: the loops over many variations of a center, compiled once per instruction set.
///
/// A worker holds a center on packs and is used by one thread at a time.
/// Values enter and leave as plain doubles, so no vector type crosses between instruction sets (core/isa.hpp).
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "libroi/core/isa.hpp"
#include "libroi/inputs/parameters.hpp"

namespace roi {

class Declared;
class Progress;
struct RefusedRow;
struct Variations;
enum class Metric;

inline constexpr std::size_t kVariationLanes = 8;  // rows of a pack

/// What a worker is to do; everything pointed to outlives the worker.
struct VariationTask {
  const Declared* layout;         // of the center's list of streams
  const void* center;             // on double, of the type the loop was compiled for
  const std::size_t* parameters;  // which parameter each column of the values is
  std::size_t columns;
  const Metric* metrics;
  std::size_t metric_count;
};

/// A compiled loop: makes a worker, turns rows of values (rows x columns) into rows of results (rows x metrics, NaN where
/// a metric does not exist), drops the worker.
struct BatchLoop {
  void* (*create)(const VariationTask* task);
  void (*run)(void* worker, const double* values, std::size_t rows, double* result);
  void (*destroy)(void* worker);
};

/// Place of each path among the known parameters. Errors: DomainError for an unknown path, naming the nearest, and where
/// the number of values is no multiple of that of the paths.
[[nodiscard]] std::vector<std::size_t> batch_columns(const std::vector<Parameter<double>>& known,
                                                     std::span<const std::string> paths, std::size_t values);

/// The rows of a batch with those set apart that break a range or a rule; in their place stand the center's own values.
class BatchRows {
 public:
  /// `tree` is a copy of the center, `known` its parameters: their numbers are changed to ask its rules.
  BatchRows(const inputs::Object& tree, const std::vector<Parameter<double>>& known,
            const std::vector<std::size_t>& columns, std::span<const double> values);
  [[nodiscard]] const double* data() const noexcept { return own_.empty() ? values_.data() : own_.data(); }
  [[nodiscard]] std::size_t size() const noexcept { return rows_; }
  [[nodiscard]] const std::vector<RefusedRow>& refused() const noexcept { return refused_; }

 private:
  std::span<const double> values_;
  std::vector<double> own_;  // filled once a row is refused
  std::size_t rows_;
  std::vector<RefusedRow> refused_;
};

/// Blocks of rows, each taken by whichever of the threads is free.
[[nodiscard]] Variations run_batch(const BatchLoop& loop, const VariationTask& task, const BatchRows& rows, int threads,
                                   Progress* progress);

}  // namespace roi

extern "C" {
LIBROI_ISA_DECLARE(void*, batch_create, (const roi::VariationTask* task));
LIBROI_ISA_DECLARE(void, batch_destroy, (void* worker));
LIBROI_ISA_DECLARE(void, batch_run, (void* worker, const double* values, std::size_t rows, double* result));
}
