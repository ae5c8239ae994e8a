#include "libroi/core/interrupt.hpp"

#include <utility>

namespace roi {
namespace {

thread_local const std::function<void()>* current = nullptr;

}  // namespace

Interruptible::Interruptible(std::function<void()> check) : check_(std::move(check)), outer_(current) {
  current = &check_;
}
Interruptible::~Interruptible() { current = outer_; }

void may_stop() {
  if (current != nullptr && *current) (*current)();
}

}  // namespace roi
