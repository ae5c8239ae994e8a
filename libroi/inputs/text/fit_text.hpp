#pragma once
/// @file libroi/inputs/text/fit_text.hpp: what a text must be so that workbook, report, JSON and terminal show it as written.
///
/// Refused: control characters but line feed and tab (XML 1.0 has none, terminals obey them; a carriage return is read
/// back as a line feed), U+FFFE and U+FFFF (no characters), more than 32,767 UTF-16 units (a cell of a workbook holds no
/// more), and "x005F_" (the escape of escapes: readers of workbooks disagree on it). JSON itself refuses lone surrogates
/// and ill-formed UTF-8. All else is kept to the letter: blanks at the ends, formulas, tags, marks of direction.
#include <cstddef>
#include <string>
#include <string_view>

namespace roi::inputs {

inline constexpr std::size_t kLongestCell = 32767;  ///< UTF-16 units of a cell of a workbook

/// Length in UTF-16 units, as spreadsheets count.
[[nodiscard]] std::size_t utf16_length(std::string_view text);

/// What is wrong with a text, to go on after its pointer: "holds U+0001 at character 5, but …"; empty if nothing is.
[[nodiscard]] std::string unfit(std::string_view text);

}  // namespace roi::inputs
