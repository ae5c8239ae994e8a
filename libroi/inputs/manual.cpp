#include "libroi/inputs/schema.hpp"

namespace roi::inputs {
namespace {

std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '|' ? "\\|" : std::string(1, c);
  return out;
}

std::string kind_text(const FieldInfo& field) {
  switch (field.kind) {
    case FieldKind::reference: return "key of " + field.target;
    case FieldKind::references: return "keys of " + field.target;
    case FieldKind::catalogue: return "entry of " + field.target + ", or a group";
    case FieldKind::keyed: return "named groups";
    case FieldKind::table: return "number, or 12 by month";
    default: return name_of(field.kind);
  }
}

std::string limits(const FieldInfo& field) {
  if (!field.choices.empty()) {
    std::string out;
    for (const auto& choice : field.choices) out += (out.empty() ? "`" : ", `") + choice.first + "`";
    return out;
  }
  if (field.kind == FieldKind::date) return "";
  if (field.kind == FieldKind::keyed) return field.length.lo > 0 ? "at least " + std::to_string(field.length.lo) : "";
  return field.unit.empty() ? "" : range_text(field.range, "1");
}

void section(const std::vector<FieldInfo>& fields, const std::string& title, const std::string& meaning,
             std::string& out) {
  out += "## " + title + "\n\n" + (meaning.empty() ? "" : meaning + "\n\n");
  out += "| field | kind | unit | range | default | meaning |\n|---|---|---|---|---|---|\n";
  for (const FieldInfo& field : fields) {
    const std::string fallback = field.required           ? "required"
                                 : field.fallback.empty() ? "none"
                                                          : "`" + field.fallback + "`";
    const std::string unit =
        field.unit.empty() || field.kind == FieldKind::count || field.kind == FieldKind::date ? "" : field.unit;
    std::string text = field.meaning;
    for (const auto& choice : field.choices) text += "; `" + choice.first + "`: " + choice.second;
    out += "| `" + field.name + "` | " + cell(kind_text(field)) + " | " + unit + " | " + cell(limits(field)) + " | " +
           cell(fallback) + " | " + cell(text) + " |\n";
  }
  out += "\n";
  for (const FieldInfo& field : fields)
    if (!field.children.empty())
      section(field.children, field.path + (field.kind == FieldKind::keyed ? ".*" : ""), field.meaning, out);
}

}  // namespace

std::string manual_text(const std::vector<FieldInfo>& tree) {
  std::string out;
  section(tree, "Top level", "", out);
  out.pop_back();
  return out;
}

}  // namespace roi::inputs
