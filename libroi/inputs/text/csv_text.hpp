#pragma once
/// @file libroi/inputs/text/csv_text.hpp: text files of separated values, line by line, with the position of every field.
///
///   Fields are split at commas (or semicolons, or tabs); a field in double quotes may hold them. What is not UTF-8
///   is taken as Latin-1; a byte order mark, DOS's end-of-file byte and the line ends of every system are understood.
///   Errors are InputError "file:line:column: message".
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
  /// The whole file; FileError if it cannot be read.
  [[nodiscard]] static CsvText read(const std::string& path);
  CsvText(std::string name, std::string content);

  /// Moves to the next line that is not blank; false at the end.
  bool next();
  [[nodiscard]] const std::vector<CsvField>& fields() const { return fields_; }
  [[nodiscard]] std::string_view line() const { return line_; }
  [[nodiscard]] int line_number() const { return number_; }
  [[nodiscard]] const std::string& name() const { return name_; }

  /// Whether the field is empty, or lies beyond the line's end.
  [[nodiscard]] bool blank(std::size_t field) const { return field >= fields_.size() || fields_[field].text.empty(); }
  /// The field as a finite number; `what` names it in the message.
  [[nodiscard]] double number(std::size_t field, std::string_view what) const;
  [[nodiscard]] int whole(std::size_t field, std::string_view what) const;
  [[noreturn]] void fail(std::size_t field, const std::string& message) const;
  [[noreturn]] void fail_line(const std::string& message) const;

 private:
  void split();
  std::string name_;
  std::string content_;
  std::size_t offset_ = 0;
  int number_ = 0;
  std::string_view line_;
  std::vector<CsvField> fields_;
};

}  // namespace roi::inputs
