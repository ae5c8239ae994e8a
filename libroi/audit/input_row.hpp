#pragma once
/// @file libroi/audit/input_row.hpp: an input as the workbook and explanations show it.
#include <string>

namespace roi::audit {

struct InputRow {
  std::string path;    ///< the path under which the trace reads it
  std::string label;   ///< what it means
  double value = 0.0;  ///< for a date: months after the start of the model
  std::string unit;
  bool is_date = false;
  std::string text;  ///< of a structural input: shown instead of the value; the workbook is not live in it
  std::string range;
  std::string source;
  std::string as_of;
  std::string status;
  std::string confidence;
  std::string note;
};

}  // namespace roi::audit
