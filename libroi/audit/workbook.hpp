#pragma once
/// @file libroi/audit/workbook.hpp: a traced evaluation as an Excel workbook with live formulas.
///
/// Sheets: Cover (what this is, master check, verdict, map, legend), Warnings, Inputs (value, unit, range, source, as-of date, status),
/// Time, one sheet a domain, Metrics with their definitions, Checks. Every formula cell carries the engine's value as
/// its cached result; each row holds one formula. The functions used are SUM, SUMPRODUCT, MIN, MAX, ABS, SQRT, EXP, LN,
/// IF, AND, OR, NOT, IFERROR, INDEX, CHOOSE, EDATE, EOMONTH, YEAR, MONTH, IRR and NPV: Excel 2007 and later, LibreOffice.
///
/// A rate of return is searched from several starts; where none succeeds, NPVs of both signs tell a rate that exists
/// from one that does not. Two rates between which NPV has another sign at none of nineteen rates are missed.
///
/// Same trace, same inputs, same bytes: the file's creation date is fixed.
/// Errors: StructureError from the plan and the layout, and when a value is not a number; FileError when the file
/// cannot be written.
#include <span>
#include <string>
#include <vector>

#include "libroi/audit/input_row.hpp"
#include "libroi/audit/plan.hpp"
#include "libroi/audit/verdict.hpp"
#include "libroi/audit/warnings.hpp"

namespace roi::audit {

/// What the cover says.
struct WorkbookInfo {
  std::string model;  ///< name of the center
  std::string currency;
  std::string timeline;     ///< "2025-07, 120 months, calendar hours"
  std::string engine;       ///< "libroi 0.1.0"
  std::string run_id;       ///< hash of inputs, data, engine and options
  std::string conventions;  ///< one line on price basis, discounting, sign
  Verdict verdict{};        ///< as the engine found it; they do not follow edits
  std::vector<Warning> warnings{};
};

/// Whether warnings and verdict were worked out: centers with streams from outside have none.
[[nodiscard]] inline bool has_review(const WorkbookInfo& info) { return !info.verdict.words.empty(); }

void write_workbook(const std::string& file, const Plan& plan, std::span<const InputRow> inputs,
                    const WorkbookInfo& info);

}  // namespace roi::audit
