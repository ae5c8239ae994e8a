#pragma once
/// @file libroi/core/interrupt.hpp: long work that its caller can give up.
///
///   const roi::Interruptible watch([] { if (stop_wanted()) throw Stopped(); });
///   const auto document = roi::load(path);      // ends with Stopped soon after stop_wanted() turns true
///
/// What reads files and prepares them calls may_stop() every few thousand steps, at least ten times a second. The
/// check belongs to the thread that made it; checks nest, the inner one is asked. Without one, nothing happens.
#include <functional>

namespace roi {

class Interruptible {
 public:
  /// `check` throws to end the work.
  explicit Interruptible(std::function<void()> check);
  ~Interruptible();
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

 private:
  std::function<void()> check_;
  const std::function<void()>* outer_;
};

/// Asks the thread's check, if it has one.
void may_stop();

}  // namespace roi
