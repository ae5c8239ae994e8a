#pragma once
/// @file libroi/inputs/text/json.hpp: strict JSON text, with comments and trailing commas allowed, to a Value tree.
///
/// Accepted beyond RFC 8259: // line and /* block */ comments, one trailing comma, a byte-order mark.
/// Refused and reported together: duplicate keys (naming both positions), integers beyond 2^53, numbers that
/// underflow.  Refused at once: text that is not JSON, nesting deeper than 64, ill-formed UTF-8, NaN and infinity,
/// an empty file, a file beyond 64 MB.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/inputs/text/problem.hpp"
#include "libroi/inputs/text/value.hpp"

namespace roi::inputs {

inline constexpr int kDeepest = 64;
inline constexpr std::size_t kLargestFile = std::size_t{64} << 20;

/// The tree of `text`; `file` is its name in messages and `file_index` goes into the positions. Appends to
/// `problems` what can be reported together with others; throws InputError (with those before) when it must stop.
[[nodiscard]] Value parse_json(std::string_view text, const std::string& file, int file_index,
                               std::vector<Problem>& problems);

}  // namespace roi::inputs
