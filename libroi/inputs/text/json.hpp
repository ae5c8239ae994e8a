#pragma once
/// @file libroi/inputs/text/json.hpp: strict JSON text, with comments and trailing commas allowed, to a Value tree.
///
/// Accepted beyond RFC 8259: // line and /* block */ comments, one trailing comma, a byte-order mark.
/// Refused and reported together: duplicate keys (naming both positions), integers beyond 2^53, numbers that
/// underflow, texts beyond a million bytes.  Refused at once: text that is not JSON, ill-formed UTF-8, NaN and infinity,
/// an empty file, and what is beyond the limits of size, depth and number of values (inputs/text/limits.hpp).
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/inputs/text/limits.hpp"
#include "libroi/inputs/text/problem.hpp"
#include "libroi/inputs/text/value.hpp"

namespace roi::inputs {

/// The tree of `text`; `file` is its name in messages and `file_index` goes into the positions. Appends to
/// `problems` what can be reported together with others; throws InputError (with those before) when it must stop.
/// `values_left` counts down over the files of one model.
[[nodiscard]] Value parse_json(std::string_view text, const std::string& file, int file_index,
                               std::vector<Problem>& problems, std::size_t& values_left);
[[nodiscard]] Value parse_json(std::string_view text, const std::string& file, int file_index,
                               std::vector<Problem>& problems);

}  // namespace roi::inputs
