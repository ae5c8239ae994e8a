// libroi::core alone: no library to link with, C++20 and the floating-point contract arrive with the target.
#include <vector>

#include <libroi/finance/npv.hpp>

static_assert(__cplusplus >= 202002L);

double present_value(const std::vector<double>& flows) { return roi::npv(0.1, flows); }
