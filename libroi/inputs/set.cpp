#include "libroi/inputs/set.hpp"

#include <cmath>

#include "libroi/inputs/describe.hpp"
#include "libroi/inputs/text/problem.hpp"

namespace roi::inputs {
void refuse_path(std::string_view path, const std::vector<std::string>& paths) {
  throw DomainError("set: " + std::string(path) + " is not an input" + hint(path, paths));
}

std::string out_of_range(std::string_view path, double value, Range range, const char* unit, const char* meaning) {
  const std::string rule = std::isfinite(value) ? range_text(range, unit) : "finite";
  return std::string(path) + " is " + to_text(value) + ", but must be " + rule + " (" + meaning + ")";
}

void require_in_range(std::string_view path, double value, Range range, const char* unit, const char* meaning) {
  if (std::isfinite(value) && value >= range.lo && value <= range.hi) return;
  throw DomainError("set: " + out_of_range(path, value, range, unit, meaning));
}

}  // namespace roi::inputs
