#pragma once
/// @file libroi/core/few.hpp: a short list of values that takes no memory from the heap while it is short.
///
/// The state of a stage is a handful of values per fleet, contract or vintage; an evaluation makes and drops dozens of
/// such lists, and on packs each would be an aligned allocation. Up to eight entries live inside the object.
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace roi {

template <class T>
class Few {
 public:
  static constexpr std::size_t kInside = 8;
  Few() = default;
  explicit Few(std::size_t size, const T& value = T(0.0)) {
    for (std::size_t i = 0; i < size; ++i) push_back(value);
  }
  void push_back(const T& value) {
    if (size_ < kInside) {
      inside_[size_] = value;
    } else {
      beyond_.push_back(value);
    }
    ++size_;
  }
  [[nodiscard]] T& operator[](std::size_t i) { return i < kInside ? inside_[i] : beyond_[i - kInside]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return i < kInside ? inside_[i] : beyond_[i - kInside]; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

 private:
  std::size_t size_ = 0;
  T inside_[kInside]{};
  std::vector<T> beyond_;
};

}  // namespace roi
