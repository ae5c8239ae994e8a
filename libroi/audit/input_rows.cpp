// The Inputs sheet of a center: every input, structure included, in the order of declaration.
#include "libroi/audit/export.hpp"
#include "libroi/inputs/checking/unit_at.hpp"
#include "libroi/inputs/describe.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/text/fit_text.hpp"

namespace roi::audit {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string month_text(int month) {
  const int number = month % 12 + 1;
  return std::to_string(month / 12) + (number < 10 ? "-0" : "-") + std::to_string(number);
}

/// What a field that is no number says; empty for a number.
std::string structure_text(const inputs::Slot& slot) {
  const void* data = slot.data();
  switch (slot.kind) {
    case FieldKind::count: return data == nullptr ? "none" : std::to_string(*static_cast<const int*>(data));
    case FieldKind::flag: return data != nullptr && *static_cast<const bool*>(data) ? "yes" : "no";
    case FieldKind::month: return month_text(slot.access.get(data));
    case FieldKind::text:
    case FieldKind::currency:
    case FieldKind::reference: return data == nullptr ? "" : *static_cast<const std::string*>(data);
    case FieldKind::references: return joined(*static_cast<const std::vector<std::string>*>(data));
    case FieldKind::choice:
      for (std::size_t i = 0; data != nullptr && i < slot.choice_count; ++i) {
        const inputs::ErasedChoice choice = slot.choice_at(slot.choices, i);
        if (choice.value == slot.access.get(data)) return choice.name;
      }
      return "";
    default: return "";
  }
}

class Collector {
 public:
  Collector(const inputs::Object& root, const Record& record, std::vector<InputRow>& rows)
      : root_(root), record_(record), rows_(rows) {}

  void collect(void* object, const inputs::Access& access, const std::string& prefix) {
    inputs::Slots slots;
    access.visit(object, slots);
    for (const inputs::Slot& slot : slots) {
      const std::string path = prefix + slot.name;
      if (slot.kind == FieldKind::keyed) {
        for (std::size_t i = 0; i < slot.access.size(slot.member); ++i)
          collect(slot.access.at(slot.member, i), slot.access, path + "." + slot.access.key(slot.member, i) + ".");
      } else if (slot.access.visit != nullptr) {
        if (void* data = slot.data()) collect(data, slot.access, path + ".");
      } else {
        structure(slot, path);
        inputs::for_each_number<double>(
            slot, [&](const std::string& suffix, double& value, const char* unit, Range range, FieldKind kind) {
              InputRow row;
              row.value = value;
              row.unit = inputs::unit_at(root_, path, unit);
              row.is_date = kind == FieldKind::date;
              row.range = inputs::range_text(range, "1");
              add(std::move(row), path + suffix, slot.meaning);
            });
      }
    }
  }

 private:
  void structure(const inputs::Slot& slot, const std::string& path) {
    InputRow row;
    row.text = structure_text(slot);
    if (!row.text.empty()) add(std::move(row), path, slot.meaning);
  }
  void add(InputRow row, const std::string& path, const char* meaning) {
    row.path = path;
    row.label = meaning;
    if (const Provenance* p = record_.find(path)) {
      row.source = p->source;
      row.as_of = p->as_of;
      row.status = p->status;
      row.confidence = p->confidence;
      row.note = p->note;
      std::string basis = p->price_date.empty() ? "" : "prices of " + p->price_date;
      if (!p->vat.empty()) basis += (basis.empty() ? "" : "; ") + ("VAT " + p->vat);
      const bool fits = inputs::utf16_length(row.note) + basis.size() + 2 <= inputs::kLongestCell;
      std::string& beside = fits ? row.note : row.as_of;  // a cell holds so much and no more
      if (!basis.empty()) beside += (beside.empty() ? "" : "; ") + basis;
    } else {
      row.status = "default";
    }
    rows_.push_back(std::move(row));
  }

  const inputs::Object& root_;
  const Record& record_;
  std::vector<InputRow>& rows_;
};

}  // namespace

std::vector<InputRow> TracedModel::inputs(const Record& record) const {
  std::vector<InputRow> rows;
  Collector(root_, record, rows).collect(root_.data, root_.access, "");
  return rows;
}

}  // namespace roi::audit
