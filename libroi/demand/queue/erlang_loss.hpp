#pragma once
#include "libroi/stage/now.hpp"
namespace roi {
struct QueueLines { Line any; };
inline QueueLines declare_queue_constants(Declare&) { return {}; }
template <class T> struct QueueConstants { template <class Book> QueueConstants(const QueueLines&, const Setting<T, Book>&) {} };
template <class T> T erlang_loss(const QueueConstants<T>&, const T& c, const T& a) { const mask_t<T> any = a > 0.0; return select(any, max(1.0 - c / select(any, a, T(1.0)), 0.0), T(0.0)); }
template <class T> T queue_loss(const T& b, const T&, const T&, const T&, const T&) { return b; }
}
