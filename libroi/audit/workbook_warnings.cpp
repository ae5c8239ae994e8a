// The sheet of warnings and the verdict: what the engine found, in words. They do not follow edits.
#if LIBROI_HAS_XLSX

#include <xlsxwriter.h>

#include <algorithm>

#include "libroi/audit/workbook_writer.hpp"

namespace roi::audit {

std::string WorkbookWriter::warning_count() const {
  const auto open =
      std::count_if(info_.warnings.begin(), info_.warnings.end(), [](const Warning& w) { return w.accepted.empty(); });
  const auto accepted = static_cast<std::ptrdiff_t>(info_.warnings.size()) - open;
  return std::to_string(open) + " open, " + std::to_string(accepted) + " accepted by the model";
}

void WorkbookWriter::warnings() {
  lxw_worksheet* sheet = add_sheet("Warnings");
  title(sheet, "Warnings and verdict",
        "legal, but is it meant? As libroi found them for the inputs of this run; they do not follow edits");
  widths(sheet, {{0, 26}, {1, 10}, {2, 36}, {3, 22}, {4, 62}, {5, 50}, {6, 44}});
  int line = 3;
  const auto heading = [&](const std::vector<const char*>& words) {
    for (std::size_t c = 0; c < 7; ++c)
      text(sheet, line, static_cast<int>(c), c < words.size() ? words[c] : " ", CellStyle::heading);
    ++line;
  };
  heading({"warning", "severity", "where", "value", "why", "what to do", "accepted because"});
  for (const bool accepted : {false, true})
    for (const Warning& w : info_.warnings) {
      if (w.accepted.empty() == accepted) continue;
      wrapped(sheet, line,
              {{0, 26, w.id},
               {1, 10, name_of(w.severity)},
               {2, 36, w.path},
               {3, 22, w.value},
               {4, 62, w.reason},
               {5, 50, w.advice},
               {6, 44, w.accepted}});
      ++line;
    }
  if (info_.warnings.empty()) text(sheet, line++, 0, "none", CellStyle::note);
  ++line;
  heading({"verdict", "met", "asked by", "asked", "found"});
  wrapped(sheet, line++, {{0, 26, name_of(info_.verdict.outcome)}, {4, 62, info_.verdict.words}});
  for (const Requirement& r : info_.verdict.requirements) {
    wrapped(sheet, line,
            {{0, 26, r.label}, {1, 10, r.met ? "yes" : "NO"}, {2, 36, r.path}, {3, 22, r.asked}, {4, 62, r.found}});
    ++line;
  }
}

}  // namespace roi::audit

#endif
