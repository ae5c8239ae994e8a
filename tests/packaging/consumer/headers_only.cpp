// libroi::core alone: no library to link with, C++20 and the floating-point contract arrive with the target.
#include <libroi/core/error.hpp>
#include <libroi/version.hpp>

static_assert(__cplusplus >= 202002L);

std::string text_of(double x) { return roi::to_text(x); }
