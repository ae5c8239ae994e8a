#include "libroi/core/version.hpp"

namespace roi {

const char* version() noexcept { return LIBROI_VERSION; }

}  // namespace roi
