#include "libroi/engine/variations.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <string_view>
#include <thread>
#include <unordered_map>

#include "libroi/core/float_mode.hpp"
#include "libroi/engine/engine.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/set.hpp"

namespace roi {
namespace {

constexpr std::size_t kBlock = 256;  // rows handed to a thread at a time

std::vector<std::size_t> positions(const Center<double>& center, std::span<const std::string> paths) {
  Center<double> copy = center;
  const auto all = parameters(copy);
  std::unordered_map<std::string_view, std::size_t> place;
  place.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) place.emplace(all[i].path, i);
  std::vector<std::size_t> out;
  for (const std::string& path : paths) {
    const auto found = place.find(path);
    if (found == place.end()) set(copy, path, 0.0);  // throws, naming the nearest
    out.push_back(found->second);
  }
  return out;
}

struct Entries {
  decltype(&libroi_isa_batch_create_v1) create;
  decltype(&libroi_isa_batch_run_v1) run;
  decltype(&libroi_isa_batch_destroy_v1) destroy;
};

Entries entries() noexcept {
  const Isa isa = best_isa();
  return {LIBROI_ISA_CHOOSE(batch_create, isa), LIBROI_ISA_CHOOSE(batch_run, isa),
          LIBROI_ISA_CHOOSE(batch_destroy, isa)};
}

/// Blocks of rows, taken by whichever thread is free; the place of a result does not depend on who computes it.
class Batch {
 public:
  Batch(const VariationTask& task, const double* values, std::size_t rows, double* result)
      : task_(task), values_(values), rows_(rows), result_(result) {}

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
      const Entries entry = entries();
      void* const worker = entry.create(&task_);
      try {
        for (std::size_t first = next_.fetch_add(kBlock); first < rows_ && !stop_; first = next_.fetch_add(kBlock)) {
          const std::size_t rows = std::min(kBlock, rows_ - first);
          entry.run(worker, values_ + first * task_.columns, rows, result_ + first * task_.metric_count);
          done_ += rows;
        }
      } catch (...) {
        entry.destroy(worker);
        throw;
      }
      entry.destroy(worker);
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

std::vector<double> evaluate_many(const Center<double>& center, std::span<const std::string> paths,
                                  std::span<const double> values, std::span<const Metric> metrics, int threads,
                                  Progress* progress) {
  const std::vector<std::size_t> columns = positions(center, paths);
  if (paths.empty() || values.size() % paths.size() != 0)
    throw DomainError("evaluate_many: values has " + std::to_string(values.size()) + " numbers, but must be rows x " +
                      std::to_string(paths.size()) + " paths, with at least one path");
  const std::size_t rows = values.size() / paths.size();
  std::vector<double> result(rows * metrics.size());
  if (rows == 0 || metrics.empty()) return result;
  const Layout layout(center);
  const VariationTask task{&layout, &center, columns.data(), columns.size(), metrics.data(), metrics.size()};
  Batch(task, values.data(), rows, result.data()).run(threads, progress);
  return result;
}

std::string instruction_set() { return name_of(best_isa()); }

}  // namespace roi
