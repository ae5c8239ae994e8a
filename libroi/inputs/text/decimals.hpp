#pragma once
/// @file libroi/inputs/text/decimals.hpp: what the point and the comma mean in the numbers of a text file.
///
///   123,75      a decimal comma for certain, like 0,125 and 1234,567: no group of thousands looks like that
///   1,234       either 1.234 or 1234; another number of the file may tell
///   1.234,5     a group of thousands and a decimal comma: refused, as are 1,234.5, 1'234 and 1 234
///
///   With a comma between fields, 1.234 is a decimal point: nobody groups by points and separates by commas.
#include <optional>
#include <string>
#include <string_view>

namespace roi::inputs {

/// The finite number that is all of the text, with a decimal point or comma; a plus may lead.
[[nodiscard]] std::optional<double> plain_number(std::string_view text, bool decimal_comma);

/// Learns a file's decimal mark from its numbers.
class DecimalMark {
 public:
  explicit DecimalMark(char separator) : separator_(separator) {}
  /// Takes in one field; says what is wrong with it, if something is. What is no number is passed over.
  std::optional<std::string> see(std::string_view text, int line);

  struct Unclear {
    int line;
    std::string message;
  };
  /// Numbers that the whole file leaves open.
  [[nodiscard]] std::optional<Unclear> unclear() const;
  [[nodiscard]] bool is_comma() const { return comma_.line > 0 || (point_.line == 0 && maybe_comma_.line > 0); }

 private:
  struct Seen {
    int line = 0;
    std::string text;
  };
  char separator_;
  Seen comma_, point_, maybe_comma_, maybe_point_;
};

}  // namespace roi::inputs
