// Values put at dotted paths of a document.
#include <algorithm>

#include "libroi/inputs/checking/patches.hpp"
#include "libroi/inputs/document.hpp"
#include "libroi/inputs/text/json.hpp"

namespace roi::inputs {
namespace {

/// Walks one path, making groups on the way, and puts the value at its end.
class Replacement {
 public:
  Replacement(Document& document, const std::string& path, Value value)
      : document_(document), path_(path), name_("replace " + path), value_(std::move(value)), target_(&document.base) {}

  void put(const std::vector<FieldInfo>& root) {
    const std::vector<FieldInfo>* fields = &root;  // of the group the walk stands in; null inside a value
    bool keyed = false;                            // whether its members are entries
    for (std::size_t from = 0; from <= path_.size();) {
      const std::size_t dot = std::min(path_.find('.', from), path_.size());
      const std::string key = path_.substr(from, dot - from);
      const bool last = dot == path_.size();
      from = dot + 1;
      if (!(target_->is_array() ? element(key) : member(key, last, keyed, fields))) return;
      if (keyed) {  // an entry has the fields of its kind
        keyed = false;
        continue;
      }
      const FieldInfo* const field = field_named(fields, key);
      fields = field == nullptr || field->children.empty() ? nullptr : &field->children;
      keyed = field != nullptr && field->kind == FieldKind::keyed;
    }
    *target_ = std::move(value_);
  }

 private:
  bool refuse(std::string message) {
    document_.problems.push_back(Problem{name_, 1, 1, "", std::move(message)});
    return false;
  }
  bool element(const std::string& key) {
    const bool number = !key.empty() && key.size() < 5 && key.find_first_not_of("0123456789") == std::string::npos;
    const std::size_t index = number ? static_cast<std::size_t>(std::stoul(key)) : target_->items.size();
    if (index >= target_->items.size())
      return refuse("there is no element " + key + " in a list of " + std::to_string(target_->items.size()));
    target_ = &target_->items[index];
    return true;
  }

  bool member(const std::string& key, bool last, bool keyed, const std::vector<FieldInfo>* fields) {
    if (target_->is_string() && key != "date") wrap("use");  // the name of a catalogue entry: keep it, change a part
    else if (!target_->is_object() && key == "date") wrap("value");  // a point and its date
    else if (!target_->is_object()) *target_ = Value::object();
    const bool there = target_->find(key) != nullptr;
    if (last && value_.kind == Value::Kind::null) {
      if (!there && (keyed || !may_be_absent(key, fields)))
        return refuse("is null, but there is no " + key + " to remove" +
                      hint(key, names_of(*target_, keyed ? nullptr : fields)));
      target_->erase(key);
      return false;
    }
    if (!there && keyed) {
      const std::string meant = meant_for(key, last ? value_ : Value::object(), *target_, *fields);
      if (!last || !meant.empty())
        return refuse("there is no " + key + hint(key, names_of(*target_, nullptr)) +
                      " (a new entry must be given whole)");
    }
    if (!there) {
      Value fresh = Value::object();
      fresh.at = value_.at;
      target_->members.push_back(Member{key, value_.at, std::move(fresh)});
    }
    target_ = target_->find(key);
    return true;
  }
  void wrap(const char* word) {
    Value whole = Value::object();
    whole.at = target_->at;
    whole[word] = *target_;
    *target_ = std::move(whole);
  }

  Document& document_;
  const std::string& path_;
  std::string name_;
  Value value_;
  Value* target_;
};

}  // namespace

Document replaced_in(const Document& document, const std::vector<std::pair<std::string, std::string>>& values,
                     const std::vector<FieldInfo>& fields) {
  Document out = document;
  out.base = document.tree(document.scenario);  // changes are made to the chosen scenario, which is then the base
  for (auto& entry : out.scenarios)
    if (entry.first == document.scenario) entry.second = Value::object();
  for (const auto& [path, text] : values) {
    const std::string name = "replace " + path;
    out.files.push_back(name);
    Value value = parse_json(text, name, static_cast<int>(out.files.size()) - 1, out.problems);
    Replacement(out, path, std::move(value)).put(fields);
  }
  return out;
}

}  // namespace roi::inputs
