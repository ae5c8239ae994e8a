#include "libroi/solve/scan.hpp"

#include <algorithm>
#include <cmath>

namespace roi::solve {
namespace {

constexpr int kSide = 32;  // values on each side of the present one

/// 0 .. 1 to 0 .. 1, slower at first: neighbours are closest around the present value.
double gathered(double u) { return u * (0.3 + 0.7 * u * u); }

void add_linear(std::vector<double>& out, double from, double to) {
  for (int i = 1; i <= kSide; ++i) out.push_back(from + (to - from) * gathered(static_cast<double>(i) / kSide));
}

void add_logarithmic(std::vector<double>& out, double from, double to) {
  const double decades = std::log(to / from);
  for (int i = 1; i <= kSide; ++i) out.push_back(from * std::exp(decades * gathered(static_cast<double>(i) / kSide)));
}

void add_even(std::vector<double>& out, const Bracket& bracket, double first, bool logarithmic) {
  for (int i = 0; i <= 2 * kSide; ++i) {
    const double u = static_cast<double>(i) / (2 * kSide);
    out.push_back(logarithmic ? first * std::exp(std::log(bracket.high / first) * u)
                              : bracket.low + (bracket.high - bracket.low) * u);
  }
}

}  // namespace

Bracket default_bracket(const Parameter<double>& parameter, int months) {
  const Range range = parameter.range;
  const double present = *parameter.value;
  Bracket out{range.lo, range.hi};
  if (parameter.kind == FieldKind::date) {
    out = {0.0, static_cast<double>(months)};
  } else if (range.lo >= 0.0 && present > 0.0) {
    out.high = std::max(1000.0 * present, 1.0);
  }
  const double reach = 1000.0 * std::max(std::fabs(present), 1.0);
  out.low = std::max({std::min(out.low, present), range.lo, -1e6 * reach});
  out.high = std::min({std::max(out.high, present), range.hi, 1e15 * reach});
  return out;
}

std::vector<double> scan_values(const Bracket& bracket, double present) {
  const auto [low, high] = bracket;
  std::vector<double> out{low, high};
  const bool inside = low <= present && present <= high;
  const double base = inside ? std::max(present, low) : low;
  const bool logarithmic = low >= 0.0 && high > 100.0 * base && (inside || low > 0.0);
  if (!inside || (logarithmic && present <= low)) {
    add_even(out, bracket, low > 0.0 ? low : 1e-12 * high, logarithmic);
  } else {
    out.push_back(present);
    if (logarithmic) {
      const double first = std::max(low, 1e-3 * present);
      if (first < present) add_logarithmic(out, present, first);
      add_logarithmic(out, present, high);
    } else {
      if (low < present) add_linear(out, present, low);
      if (present < high) add_linear(out, present, high);
    }
  }
  for (double& x : out) x = std::clamp(x, low, high);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace roi::solve
