#pragma once
/// @file libroi/core/few.hpp: a short list of values that takes no memory from the heap while it is short.
///
/// The state of a stage is a handful of values per fleet, contract or vintage; an evaluation makes and drops dozens of
/// such lists, and on packs each would be an aligned allocation. Up to eight entries live inside the object.
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace roi {

template <class T>
class Few {
  static_assert(std::is_trivially_destructible_v<T>, "entries inside the object are dropped without more ado");

 public:
  static constexpr std::size_t kInside = 8;
  Few() noexcept : data_(inside()) {}
  explicit Few(std::size_t size, const T& value = T(0.0)) : Few() {
    for (std::size_t i = 0; i < size; ++i) push_back(value);
  }
  Few(const Few& other) : Few() { *this = other; }
  Few& operator=(const Few& other) {
    if (this == &other) return *this;
    size_ = 0;
    beyond_.clear();
    data_ = inside();
    for (const T& value : other) push_back(value);
    return *this;
  }
  void push_back(const T& value) {
    if (size_ < kInside) {
      std::construct_at(data_ + size_, value);
    } else {
      if (size_ == kInside) beyond_.assign(data_, data_ + size_);
      beyond_.push_back(value);
      data_ = beyond_.data();
    }
    ++size_;
  }
  [[nodiscard]] T& operator[](std::size_t i) { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data_[i]; }
  [[nodiscard]] const T* begin() const noexcept { return data_; }
  [[nodiscard]] const T* end() const noexcept { return data_ + size_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

 private:
  [[nodiscard]] T* inside() noexcept { return reinterpret_cast<T*>(inside_); }

  std::size_t size_ = 0;
  T* data_;  // all entries, here or on the heap
  alignas(T) std::byte inside_[kInside * sizeof(T)];
  std::vector<T> beyond_;
};

}  // namespace roi
