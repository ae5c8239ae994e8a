#include "libroi/engine/variations.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <limits>
#include <mutex>
#include <string_view>
#include <thread>
#include <unordered_map>

#include "libroi/core/float_mode.hpp"
#include "libroi/engine/outside.hpp"
#include "libroi/inputs/checking/rules.hpp"
#include "libroi/inputs/set.hpp"

namespace roi {
namespace {

constexpr std::size_t kBlock = 256;  // rows handed to a thread at a time

/// Blocks of rows, taken by whichever thread is free; the place of a result does not depend on who computes it.
class Batch {
 public:
  Batch(const BatchLoop& loop, const VariationTask& task, const double* values, std::size_t rows, double* result)
      : loop_(loop), task_(task), values_(values), rows_(rows), result_(result) {}

  void run(int threads, Progress* progress) {
    const std::size_t blocks = (rows_ + kBlock - 1) / kBlock;
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t wanted = threads > 0 ? static_cast<std::size_t>(threads) : cores;
    const std::size_t count = std::max<std::size_t>(1, std::min(wanted, blocks));
    running_ = count;
    {
      std::vector<std::jthread> pool;
      for (std::size_t i = 0; i < count; ++i) pool.emplace_back([this] { work(); });
      watch(progress);
    }
    if (error_) std::rethrow_exception(error_);
  }

 private:
  void watch(Progress* progress) {
    std::unique_lock lock(mutex_);
    while (!finished_.wait_for(lock, std::chrono::milliseconds(50), [this] { return running_ == 0; })) {
      if (progress == nullptr) continue;
      lock.unlock();
      try {
        (*progress)(done_.load(), rows_);
      } catch (...) {
        fail(std::current_exception());
      }
      lock.lock();
    }
    lock.unlock();
    if (progress != nullptr && !stop_) (*progress)(done_.load(), rows_);
  }

  void work() {
    const DefaultFloatMode mode;
    try {
      void* const worker = loop_.create(&task_);
      try {
        for (std::size_t first = next_.fetch_add(kBlock); first < rows_ && !stop_; first = next_.fetch_add(kBlock)) {
          const std::size_t rows = std::min(kBlock, rows_ - first);
          loop_.run(worker, values_ + first * task_.columns, rows, result_ + first * task_.metric_count);
          done_ += rows;
        }
      } catch (...) {
        loop_.destroy(worker);
        throw;
      }
      loop_.destroy(worker);
    } catch (...) {
      fail(std::current_exception());
    }
    const std::lock_guard lock(mutex_);
    if (--running_ == 0) finished_.notify_all();
  }

  void fail(std::exception_ptr error) {
    stop_ = true;
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
  }

  BatchLoop loop_;
  VariationTask task_;
  const double* values_;
  std::size_t rows_;
  double* result_;
  std::atomic<std::size_t> next_{0}, done_{0};
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::condition_variable finished_;
  std::size_t running_ = 0;
  std::exception_ptr error_;
};

}  // namespace

std::vector<std::size_t> batch_columns(const std::vector<Parameter<double>>& known, std::span<const std::string> paths,
                                       std::size_t values) {
  if (paths.empty() || values % paths.size() != 0)
    throw DomainError("evaluate_many: values has " + std::to_string(values) + " numbers, but must be rows x " +
                      std::to_string(paths.size()) + " paths, with at least one path");
  std::unordered_map<std::string_view, std::size_t> place;
  place.reserve(known.size());
  for (std::size_t i = 0; i < known.size(); ++i) place.emplace(known[i].path, i);
  std::vector<std::size_t> out;
  for (const std::string& path : paths) {
    const auto found = place.find(path);
    if (found == place.end()) (void)index_of(known, path);
    if (std::find(out.begin(), out.end(), found->second) != out.end())
      throw DomainError("evaluate_many: " + path + " is given twice");
    out.push_back(found->second);
  }
  return out;
}

BatchRows::BatchRows(const inputs::Object& tree, const std::vector<Parameter<double>>& known,
                     const std::vector<std::size_t>& columns, std::span<const double> values)
    : values_(values), rows_(values.size() / columns.size()) {
  const std::size_t n = columns.size();
  std::vector<double> as_it_is, low, high;
  std::vector<std::string> paths;
  std::vector<double*> targets;
  for (const std::size_t column : columns) {
    const Parameter<double>& p = known[column];
    as_it_is.push_back(*p.value);
    low.push_back(p.range.lo);
    high.push_back(p.range.hi);
    paths.push_back(p.path);
    targets.push_back(p.value);
  }
  inputs::RowRules rules(tree, paths, std::move(targets));
  const auto refuse = [&](std::size_t row, RowReason reason, std::string text) {
    if (own_.empty()) own_.assign(values.begin(), values.end());
    std::copy(as_it_is.begin(), as_it_is.end(), own_.begin() + static_cast<std::ptrdiff_t>(row * n));
    refused_.push_back(RefusedRow{row, reason, std::move(text)});
  };
  for (std::size_t row = 0; row < rows_; ++row) {
    const double* const x = values.data() + row * n;
    std::size_t outside = 0;
    for (std::size_t k = 0; k < n; ++k) outside += x[k] >= low[k] && x[k] <= high[k] ? 0U : 1U;
    if (outside > 0) {
      std::string text;
      for (std::size_t k = 0; k < n; ++k) {
        const Parameter<double>& p = known[columns[k]];
        if (!(x[k] >= low[k] && x[k] <= high[k]))
          text += (text.empty() ? "" : "; ") + inputs::out_of_range(p.path, x[k], p.range, p.unit, p.meaning);
      }
      refuse(row, RowReason::out_of_range, std::move(text));
    } else if (!rules.hold(x)) {
      refuse(row, RowReason::broken_rule, rules.broken(x));
    }
  }
}

Variations run_batch(const BatchLoop& loop, const VariationTask& task, const BatchRows& rows, int threads,
                     Progress* progress) {
  Variations out;
  out.refused = rows.refused();
  out.metrics.resize(rows.size() * task.metric_count);
  if (!out.metrics.empty()) Batch(loop, task, rows.data(), rows.size(), out.metrics.data()).run(threads, progress);
  for (const RefusedRow& refused : out.refused)
    std::fill_n(out.metrics.begin() + static_cast<std::ptrdiff_t>(refused.row * task.metric_count), task.metric_count,
                std::numeric_limits<double>::quiet_NaN());
  return out;
}

Variations evaluate_many(const Center<double>& center, std::span<const std::string> paths,
                         std::span<const double> values, std::span<const Metric> metrics, int threads,
                         Progress* progress) {
  const Isa isa = best_isa();
  const BatchLoop loop{LIBROI_ISA_CHOOSE(batch_create, isa), LIBROI_ISA_CHOOSE(batch_run, isa),
                       LIBROI_ISA_CHOOSE(batch_destroy, isa)};
  return outside::evaluate_many(center, paths, values, metrics, threads, progress, loop);
}

std::string instruction_set() { return name_of(best_isa()); }

}  // namespace roi
