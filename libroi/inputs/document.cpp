#include "libroi/inputs/document.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "libroi/inputs/text/file_text.hpp"
#include "libroi/inputs/text/fit_text.hpp"
#include "libroi/inputs/text/json.hpp"

namespace roi {
namespace {

using inputs::Member;
using inputs::Position;
using inputs::Value;

std::string beside(const std::string& file, const std::string& relative) {
  const std::filesystem::path path(relative);
  if (path.is_absolute()) return path.lexically_normal().generic_string();
  return (std::filesystem::path(file).parent_path() / path).lexically_normal().generic_string();
}

/// Reads a file and all it extends into one tree.
class Assembler {
 public:
  Assembler(Document& document, const Resolver& resolver) : document_(document), resolver_(resolver) {}

  Value assemble(std::string_view text, const std::string& name) {
    open_.push_back(name);
    if (open_.size() == 1) bytes_left_ -= std::min(bytes_left_, text.size());
    Value tree = parse(text, name);
    if (Value* data = tree.find("data")) resolve_catalogues(*data, name);
    if (const Value* extends = tree.find("extends")) {
      const Value reference = *extends;
      tree.erase("extends");
      if (auto base = other(reference, "/extends", name)) {
        document_.overlays.push_back({*base, tree});
        merge_patch(*base, tree);
        tree = std::move(*base);
      }
    }
    open_.pop_back();
    return tree;
  }

  /// A file that is missing or leads back to itself: nothing else can be said before.
  [[nodiscard]] bool is_broken() const noexcept { return broken_; }

  void problem(const Position& at, const std::string& pointer, std::string message) {
    const std::string& file = document_.files[static_cast<std::size_t>(at.file)];
    document_.problems.push_back(Problem{file, at.line, at.column, pointer, std::move(message)});
  }
  void must(const Value& value, const std::string& pointer, const std::string& rule) {
    problem(value.at, pointer, "is " + value.brief() + ", but " + rule);
  }

 private:
  Value parse(std::string_view text, const std::string& name) {
    document_.files.push_back(name);
    return inputs::parse_json(text, name, static_cast<int>(document_.files.size()) - 1, document_.problems,
                              values_left_);
  }

  std::optional<std::string> text_of(const Value& reference, const std::string& pointer, const std::string& name) {
    try {
      if (!resolver_) throw FileError(name + ": cannot be read: there are no files here");
      if (document_.files.size() >= inputs::kMostFiles)
        throw FileError("a model must be made of at most " + std::to_string(inputs::kMostFiles) + " files");
      std::string text = resolver_(name);
      if (text.size() > bytes_left_)
        throw FileError(name + ": has " + std::to_string(text.size()) +
                        " bytes, but a model's files must have together at most " +
                        std::to_string(inputs::kLargestFile));
      bytes_left_ -= text.size();
      return text;
    } catch (const FileError& error) {
      must(reference, pointer, "must be a file that can be read (" + std::string(error.what()) + ")");
      return std::nullopt;
    }
  }

  std::optional<Value> other(const Value& reference, const std::string& pointer, const std::string& from) {
    if (!reference.is_string() || reference.text.empty()) {
      alone(reference, pointer, "must be the name of a file");
      return std::nullopt;
    }
    const std::string name = beside(from, reference.text);
    if (std::find(open_.begin(), open_.end(), name) != open_.end()) {
      std::string chain;
      for (const std::string& file : open_) chain += file + " -> ";
      alone(reference, pointer, "must not lead back to itself: " + chain + name);
      return std::nullopt;
    }
    const auto text = text_of(reference, pointer, name);
    if (!text) {
      broken_ = true;
      return std::nullopt;
    }
    return assemble(*text, name);
  }

  void alone(const Value& reference, const std::string& pointer, const std::string& rule) {
    must(reference, pointer, rule);
    broken_ = true;
  }

  /// Names of catalogue files become their contents, so that merging with another file's is merging entries.
  void resolve_catalogues(Value& data, const std::string& from) {
    if (!data.is_object())
      return must(data, "/data", "must be an object of catalogues, like {\"devices\": \"devices.json\"}");
    for (Member& member : data.members) {
      const std::string pointer = "/data" + inputs::pointer_token(member.key);
      if (member.value.is_string()) {
        const Value reference = member.value;
        const auto text = text_of(reference, pointer, beside(from, reference.text));
        member.value = Value::object();
        member.value.at = reference.at;
        if (text) {
          document_.catalogue_files.push_back(static_cast<int>(document_.files.size()));
          member.value = parse(*text, beside(from, reference.text));
        }
        if (!member.value.is_object()) must(member.value, pointer, "must be an object of named entries");
      } else if (!member.value.is_object() && member.value.kind != Value::Kind::null) {
        must(member.value, pointer, "must be the name of a file or an object of named entries");
      }
    }
  }

  Document& document_;
  const Resolver& resolver_;
  std::vector<std::string> open_;
  bool broken_ = false;
  std::size_t values_left_ = inputs::kMostValues;
  std::size_t bytes_left_ = inputs::kLargestFile;
};

void take_scenarios(Document& document, Assembler& assembler) {
  Value* found = document.base.find("scenarios");
  if (found == nullptr) return;
  const Value scenarios = std::move(*found);
  document.base.erase("scenarios");
  if (!scenarios.is_object()) return assembler.must(scenarios, "/scenarios", "must be an object of named changes");
  if (scenarios.members.size() > inputs::kMostScenarios)
    return assembler.problem(scenarios.at, "/scenarios",
                             "has " + std::to_string(scenarios.members.size()) + " scenarios, but must have at most " +
                                 std::to_string(inputs::kMostScenarios));
  for (const Member& member : scenarios.members) {
    const std::string pointer = "/scenarios" + inputs::pointer_token(member.key);
    if (std::string wrong = inputs::unfit(member.key); !wrong.empty())
      assembler.problem(member.at, pointer, std::move(wrong));
    if (!member.value.is_object()) {
      assembler.must(member.value, pointer, "must be an object of changes");
      continue;
    }
    Value changes = member.value;
    for (const char* key : {"extends", "scenarios", "data"}) {
      for (const Member& inner : member.value.members)
        if (inner.key == key) assembler.problem(inner.at, pointer + "/" + key, "is not allowed in a scenario");
      changes.erase(key);
    }
    document.scenarios.emplace_back(member.key, std::move(changes));
  }
}

Document finish(std::string_view text, const std::string& name, const Resolver& resolver, const std::string& scenario) {
  Document document;
  document.resolver = resolver;
  Assembler assembler(document, resolver);
  document.base = assembler.assemble(text, name);
  if (assembler.is_broken()) throw InputError(inputs::sorted(document.problems));
  if (!document.base.is_object()) {
    assembler.must(document.base, "", "must be an object of inputs");
    document.problems.back().message = "the file holds " + document.problems.back().message.substr(3);
    throw InputError(inputs::sorted(document.problems));
  }
  if (const Value* data = document.base.find("data")) {
    for (const Member& member : data->members)
      if (member.value.is_object()) document.catalogues[member.key] = member.value;
    document.base.erase("data");
  }
  document.base.erase("$schema");
  take_scenarios(document, assembler);
  document.scenario = scenario;
  const auto names = document.scenario_names();
  if (!scenario.empty() && std::find(names.begin(), names.end(), scenario) == names.end()) {
    const std::string help = names.empty() ? ", which has none" : inputs::hint(scenario, names);
    document.problems.push_back(Problem{name, 1, 1, "/scenarios", "has no scenario \"" + scenario + "\"" + help});
    throw InputError(inputs::sorted(document.problems));
  }
  return document;
}

}  // namespace

const std::vector<std::string>& inputs::document_words() {
  static const std::vector<std::string> words{"extends",        "scenarios",         "data",
                                              "exchange_rates", "accepted_warnings", "$schema"};
  return words;
}

inputs::Value Document::tree(std::string_view name) const {
  Value out = base;
  for (const auto& entry : scenarios)
    if (entry.first == name) inputs::merge_patch(out, entry.second);
  return out;
}

std::string Document::beside(const inputs::Position& at, const std::string& relative) const {
  return roi::beside(files[static_cast<std::size_t>(at.file)], relative);
}

std::vector<std::string> Document::scenario_names() const {
  std::vector<std::string> out;
  for (const auto& entry : scenarios) out.push_back(entry.first);
  return out;
}

Document load(const std::string& path, const std::string& scenario) {
  return finish(inputs::file_text(path), path, inputs::file_text, scenario);
}

Document parse(std::string_view text, const std::string& name, const Resolver& resolver, const std::string& scenario) {
  return finish(text, name, resolver, scenario);
}

}  // namespace roi
