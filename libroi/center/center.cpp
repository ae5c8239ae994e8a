#include "libroi/center/center.hpp"

#include "libroi/center/warning_table.hpp"

namespace roi {

std::vector<std::string> warning_ids() {
  std::vector<std::string> out;
  for (const WarningInfo& info : kWarnings) out.emplace_back(info.id);
  return out;
}

}  // namespace roi
