#pragma once
/// @file libroi/inputs/text/csv_text.hpp: text files of separated values, line by line, with the position of every field.
///
///   separator   one a file: the semicolon, the tab or the comma, in this order, by which its lines have one number of
///               fields; inside double quotes it belongs to the field, and two quotes there are one
///   fields      after expect_fields() a line with fewer is refused, one with more unless they are empty
///   numbers     after settle_decimals() with the file's decimal mark, point or comma; digits in groups (1.234,5) are
///               refused, and so is 1,234 where nothing in the file says whether it is 1234
///   text        UTF-8, or UTF-16 with a byte order mark; what is neither is taken as Latin-1 and said so; a byte
///               order mark, DOS's end-of-file byte and the line ends of every system are understood
///
///   Errors are InputError "file:line:column: message", FileError if the file cannot be read.
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace roi::inputs {

struct CsvField {
  std::string_view text;  // blanks and quotes removed
  int column = 1;         // of its first character, from 1
};

class CsvText {
 public:
  [[nodiscard]] static CsvText read(const std::string& path);
  CsvText(std::string name, std::string content);

  /// Moves to the next line that holds something; false at the end.
  bool next();
  /// Goes back to before the first line; lines have any number of fields again.
  void rewind();
  /// Goes to a line by its number, which next() has shown before; 0 is before the first.
  void go_to(int line);
  [[nodiscard]] const std::vector<CsvField>& fields() const { return fields_; }
  [[nodiscard]] std::string_view line() const { return line_; }
  [[nodiscard]] int line_number() const { return number_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] char separator() const { return separator_; }
  /// What was done to the text before it was read.
  [[nodiscard]] const std::vector<std::string>& notices() const { return notices_; }

  /// From the next line on, as many fields as this line has. `whose` ends the message: "the header".
  void expect_fields(std::string whose);
  /// Finds the decimal mark from these columns of the lines that follow.
  void settle_decimals(const std::vector<std::size_t>& columns);

  /// Whether the field is empty, or lies beyond the line's end.
  [[nodiscard]] bool blank(std::size_t field) const { return field >= fields_.size() || fields_[field].text.empty(); }
  /// The field as a finite number; `what` names it in the message.
  [[nodiscard]] double number(std::size_t field, std::string_view what) const;
  [[nodiscard]] int whole(std::size_t field, std::string_view what) const;
  [[noreturn]] void fail(std::size_t field, const std::string& message) const;
  [[noreturn]] void fail_line(const std::string& message) const;

 private:
  void decode();
  void find_separator();
  bool step();
  void split();
  std::string_view quoted(std::size_t& at);
  std::string name_;
  std::string content_;
  std::vector<std::string> notices_;
  char separator_ = ',';
  bool decimal_comma_ = false;
  std::size_t begin_ = 0, offset_ = 0;
  int number_ = 0;
  std::string_view line_;
  std::vector<CsvField> fields_;
  std::deque<std::string> unquoted_;  // fields of the line that had quotes inside
  std::size_t expected_ = 0;
  std::string whose_;
};

}  // namespace roi::inputs
