#include "libroi/inputs/reader.hpp"

#include <algorithm>
#include <set>

#include "libroi/core/interrupt.hpp"
#include "libroi/inputs/binding/binder.hpp"
#include "libroi/inputs/checking/patches.hpp"
#include "libroi/inputs/text/limits.hpp"

namespace roi::inputs {

namespace {

/// Changes that change nothing, or make what was not meant: of files that extend others, and of scenarios.
class Changes {
 public:
  Changes(const Object& root, const Document& document) : document_(document) {
    if (document.overlays.empty() && document.scenarios.empty()) return;
    const std::vector<FieldInfo> fields = field_tree(root);
    for (const Overlay& overlay : document.overlays) add(patch_problems(overlay.before, overlay.change, fields, ""));
    for (const auto& [name, change] : document.scenarios)
      add(patch_problems(document.base, change, fields, "/scenarios" + pointer_token(name)));
  }
  std::vector<Problem> problems;

  /// Whether a problem follows from an entry that is refused already.
  [[nodiscard]] bool explain(const Problem& problem) const {
    return std::any_of(entries_.begin(), entries_.end(),
                       [&](const std::string& entry) { return is_within(problem.pointer, entry); });
  }

 private:
  void add(std::vector<PatchProblem> found) {
    for (PatchProblem& one : found) {
      const std::string& file = document_.files[static_cast<std::size_t>(one.at.file)];
      problems.push_back(Problem{file, one.at.line, one.at.column, one.pointer, std::move(one.message)});
      if (!one.entry.empty()) entries_.push_back(std::move(one.entry));
    }
  }
  const Document& document_;
  std::vector<std::string> entries_;
};

}  // namespace

Record read_into(const Object& root, const Document& document) {
  const Changes changes(root, document);
  Binder chosen(document, root);
  chosen.record.file = document.files.front();
  chosen.record.scenario = document.scenario;
  chosen.record.notices = document.notices;
  try {
    chosen.read(document.tree(document.scenario));
    chosen.read_catalogues();
  } catch (const EnoughProblems&) {
  }
  std::vector<Problem> problems = document.problems;
  problems.insert(problems.end(), changes.problems.begin(), changes.problems.end());
  for (const Problem& problem : chosen.problems)
    if (!changes.explain(problem)) problems.push_back(problem);

  std::set<std::string> known;
  for (const Problem& problem : chosen.problems) known.insert(problem.text());
  const auto validate = [&](const std::string& name) {
    if (name == document.scenario || problems.size() >= kMostProblems) return;
    may_stop();
    const std::shared_ptr<void> fresh = root.access.fresh();
    Binder binder(document, Object{fresh.get(), root.access});
    binder.keeps_values = false;
    try {
      binder.read(document.tree(name));
    } catch (const EnoughProblems&) {
    }
    for (Problem problem : binder.problems) {
      if (!known.insert(problem.text()).second || changes.explain(problem)) continue;
      if (!name.empty()) problem.message += " [scenario " + name + "]";
      problems.push_back(std::move(problem));
    }
  };
  validate("");
  for (const auto& entry : document.scenarios) validate(entry.first);
  if (problems.size() > kMostProblems) problems.resize(kMostProblems);
  if (!problems.empty()) throw InputError(sorted(std::move(problems)));
  return std::move(chosen.record);
}

}  // namespace roi::inputs
