#include "libroi/center/center.hpp"

#include "libroi/center/warning_table.hpp"

namespace roi {

std::vector<std::string> warning_ids() {
  std::vector<std::string> out;
  for (const WarningInfo& info : kWarnings) out.emplace_back(info.id);
  return out;
}

const std::vector<std::string>& device_names() {
  static const std::vector<std::string> none;
  return none;
}

}  // namespace roi
