#pragma once
/// @file libroi/core/few.hpp: a short list of values that takes no memory from the heap while it is short.
///
/// The state of a stage is a handful of values per fleet, contract or vintage; an evaluation makes and drops dozens of
/// such lists, and on packs each would be an aligned allocation. Up to `Inside` entries live inside the object.
/// References to entries hold until the next push_back or emplace_back.
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace roi {

template <class T, std::size_t Inside = 8>
class Few {
 public:
  Few() noexcept : data_(inside()) {}
  explicit Few(std::size_t size, const T& value = T(0.0)) : Few() {
    for (std::size_t i = 0; i < size; ++i) push_back(value);
  }
  Few(const Few& other) : Few() { append(other); }
  Few& operator=(const Few& other) {
    if (this == &other) return *this;
    clear();
    append(other);
    return *this;
  }
  ~Few() { clear(); }

  void push_back(const T& value) { emplace_back(value); }
  template <class... Arguments>
  void emplace_back(Arguments&&... arguments) {
    if (size_ < Inside) {
      std::construct_at(data_ + size_, std::forward<Arguments>(arguments)...);
    } else {
      if (size_ == Inside)
        for (std::size_t i = 0; i < Inside; ++i) beyond_.push_back(data_[i]);
      beyond_.emplace_back(std::forward<Arguments>(arguments)...);
      if (size_ == Inside) std::destroy_n(inside(), Inside);
      data_ = beyond_.data();
    }
    ++size_;
  }
  [[nodiscard]] T& operator[](std::size_t i) { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data_[i]; }
  [[nodiscard]] T* begin() noexcept { return data_; }
  [[nodiscard]] T* end() noexcept { return data_ + size_; }
  [[nodiscard]] const T* begin() const noexcept { return data_; }
  [[nodiscard]] const T* end() const noexcept { return data_ + size_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

 private:
  [[nodiscard]] T* inside() noexcept { return reinterpret_cast<T*>(inside_); }
  void append(const Few& other) {
    for (const T& value : other) push_back(value);
  }
  void clear() noexcept {
    if (size_ <= Inside) std::destroy_n(data_, size_);
    beyond_.clear();
    size_ = 0;
    data_ = inside();
  }

  std::size_t size_ = 0;
  T* data_;  // all entries, here or on the heap
  alignas(T) std::byte inside_[Inside * sizeof(T)];
  std::vector<T> beyond_;
};

}  // namespace roi
